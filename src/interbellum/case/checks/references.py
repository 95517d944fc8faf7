"""References that lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from interbellum.case.case import Case
from interbellum.case.checks.finding import Found, Founds, Path, error
from interbellum.case.checks.index import AUTHOR, Index, unit_lists
from interbellum.case.checks.subjects import of_series, of_statuses
from interbellum.case.faults import nearest, shown
from interbellum.case.layout import series_file
from interbellum.case.model import Commitment, Community, Corridor, Issue, Mission, Rivalry, Unit, Zone
from interbellum.case.tables import Event, Status, Tie

FEW = 12
"""Known ids are listed in full up to this many."""


def dangling(
    file: str, path: Path, found: Iterable[str | None] | str | None, known: Collection[str], kind: str
) -> Founds:
    """Yield an error for each id that is not `known`. `kind` says what it should be."""
    for identifier in (found,) if isinstance(found, str) or found is None else found:
        if identifier is not None and identifier not in known:
            yield _dangling(file, path, identifier, known, kind)


def _dangling(file: str, path: Path, identifier: str, known: Collection[str], kind: str) -> Found:
    hint = nearest(identifier, sorted(known))
    if not known:
        hint = f"the case has no {kind}"
    elif hint.startswith("allowed") and len(known) > FEW:
        hint = f"none of the {len(known)} known ids is near"
    return error("dangling", file, path, f"{shown(identifier)} is no {kind} of the case", hint)


def references(case: Case) -> Founds:
    """Yield every reference of the case that leads nowhere."""
    index = Index.of(case)
    yield from _claims(case, index)
    yield from _reviews(case, index)
    yield from _imported(case, index)
    yield from _events_and_ties(case, index)
    yield from _status(case, index)
    yield from _series_and_positions(case, index)
    yield from _names(case, index)
    yield from _readings_and_what_ifs(case, index)
    yield from _units(case, index)


_FILES = {"event": "events.csv", "tie": "ties.csv", "status": "status.csv", "position": "positions.csv"}
"""Tables that a case may do without, by what claims call their rows."""


def _is_lacking(case: Case, file: str) -> bool:
    return case.root is not None and not (case.root / file).exists()


def _claims(case: Case, index: Index) -> Founds:
    supported = _supported(case)
    lacking = {kind: file for kind, file in _FILES.items() if not supported[kind] and _is_lacking(case, file)}
    for kind, file in lacking.items():
        backed = [
            (i, claim.id)
            for i, claim in enumerate(case.claims)
            if any(t.startswith(f"{kind}:") for t in claim.supports)
        ]
        if backed:
            what = f"{file} is missing, and {len(backed)} claims stand behind records in it"
            hint = "restore the file, or empty `supports` of these claims"
            yield error("dangling", "claims.csv", (backed[0][0], "supports"), what, hint)
    for i, claim in enumerate(case.claims):
        yield from dangling("claims.csv", (i, "source"), claim.source, index.sources, "source")
        yield from dangling("claims.csv", (i, "actors"), claim.actors, index.actors, "actor")
        yield from dangling("claims.csv", (i, "recipients"), claim.recipients, index.actors, "actor")
        yield from dangling("claims.csv", (i, "place"), claim.place, index.grounds, "place")
        yield from dangling("claims.csv", (i, "asserted_by"), claim.asserted_by, index.actors | {AUTHOR}, "actor")
        for target in claim.supports:
            kind, _, identifier = target.partition(":")
            if kind != "model" and kind not in lacking:
                yield from dangling("claims.csv", (i, "supports"), identifier, supported[kind], kind)


def _supported(case: Case) -> dict[str, Collection[str]]:
    subjects = {
        name
        for stem, points in case.series.items()
        for point in points
        for name in (f"{stem}/{point.subject}", f"{stem}/{point.subject}/{point.variable}")
    }
    return {
        "event": {event.id for event in case.events},
        "tie": {tie.id for tie in case.ties},
        "status": {status.id for status in case.status},
        "series": subjects | set(case.series),
        "position": {f"{position.issue}/{position.actor}" for position in case.positions},
        "perspective": {perspective.id for perspective in case.perspectives},
        "scenario": {scenario.id for scenario in case.scenarios},
        "question": {question.id for question in case.questions},
    }


def _reviews(case: Case, index: Index) -> Founds:
    for i, review in enumerate(case.reviews):
        yield from dangling("reviews.csv", (i, "claim"), review.claim, index.claims, "claim")


def _imported(case: Case, index: Index) -> Founds:
    for i, row in enumerate(case.imported):
        for column, claim in (("claim", row.claim), ("revises", row.revises), ("same_as", row.same_as)):
            yield from dangling("imported.csv", (i, column), claim, index.claims, "claim")


def _events_and_ties(case: Case, index: Index) -> Founds:
    for i, event in enumerate(case.events):
        yield from dangling("events.csv", (i, "actors"), event.actors, index.actors, "actor")
        yield from dangling("events.csv", (i, "recipients"), event.recipients, index.actors, "actor")
        yield from dangling("events.csv", (i, "place"), event.place, index.grounds, "place")
        yield from dangling("events.csv", (i, "commitment"), event.commitment, index.commitments, "commitment")
    for i, tie in enumerate(case.ties):
        yield from dangling("ties.csv", (i, "actor"), tie.actor, index.actors, "actor")
        yield from dangling("ties.csv", (i, "other"), tie.other, index.actors, "actor")
    tables: dict[str, Sequence[Event | Tie | Status]] = {
        "events.csv": case.events,
        "ties.csv": case.ties,
        "status.csv": case.status,
    }
    for file, rows in tables.items():
        ids = {row.id for row in rows}
        for i, row in enumerate(rows):
            yield from dangling(file, (i, "variant_of"), row.variant_of, ids - {row.id}, f"other row of {file}")


def _status(case: Case, index: Index) -> Founds:
    subjects = of_statuses(case, index)
    for i, status in enumerate(case.status):
        known, kind = subjects[status.attribute]
        yield from dangling("status.csv", (i, "subject"), status.subject, known, kind)
        if status.attribute in ("control", "controller"):
            yield from dangling("status.csv", (i, "value"), status.value, index.actors, "actor")


def _series_and_positions(case: Case, index: Index) -> Founds:
    subjects = of_series(index)
    for stem, points in case.series.items():
        for i, point in enumerate(points):
            known, kind = subjects.get(point.variable, (index.anything, "unit, actor or place"))
            yield from dangling(series_file(stem), (i, "subject"), point.subject, known, kind)
            yield from dangling(series_file(stem), (i, "source"), point.source, index.sources, "source")
    for i, position in enumerate(case.positions):
        yield from dangling("positions.csv", (i, "issue"), position.issue, index.issues, "issue")
        yield from dangling("positions.csv", (i, "actor"), position.actor, index.actors, "actor")
        yield from dangling("positions.csv", (i, "claim"), position.claim, index.claims, "claim")


def _names(case: Case, index: Index) -> Founds:
    for i, actor in enumerate(case.actors):
        yield from dangling("actors.yaml", (i, "part_of"), actor.part_of, index.actors - {actor.id}, "other actor")
    for i, place in enumerate(case.places):
        known = index.grounds - {place.id}
        yield from dangling("places.geojson", (i, "part_of"), place.part_of, known, "other place or actor")
        yield from dangling("places.geojson", (i, "places"), place.places, known, "other place or actor")


def _readings_and_what_ifs(case: Case, index: Index) -> Founds:
    for i, perspective in enumerate(case.perspectives):
        held_by = index.actors | {source.id for source in case.sources} | {AUTHOR}
        yield from dangling("perspectives.yaml", (i, "held_by"), perspective.held_by, held_by, "actor or source")
        for side in ("claims_for", "claims_against"):
            yield from dangling("perspectives.yaml", (i, side), getattr(perspective, side), index.claims, "claim")
    for i, scenario in enumerate(case.scenarios):
        yield from dangling("scenarios.yaml", (i, "claims"), scenario.claims, index.claims, "claim")
        for j, choice in enumerate(scenario.choices):
            path: Path = (i, "choices", j, "unit")
            yield from dangling("scenarios.yaml", path, choice.unit, index.units | index.actors, "unit or actor")


def _units(case: Case, index: Index) -> Founds:
    yield from dangling("model.yaml", ("units", "actors"), case.model.units.actors, index.actors, "actor")
    for name, units in unit_lists(case):
        for i, unit in enumerate(units):
            for column, found, known, kind in _links(unit, index):
                yield from dangling("model.yaml", ("units", name, i, column), found, known, kind)
    for i, terms in enumerate(case.model.terms):
        for column, ids, known, kind in (
            ("rivalry", (terms.rivalry,), index.rivalries, "rivalry"), ("zones", terms.zones, index.zones, "zone"),
            ("zones", terms.zones.values(), index.actors, "actor"),
            ("corridors", terms.corridors, index.corridors, "corridor"),
            ("missions", terms.missions, index.missions, "mission"),
        ):  # fmt: skip
            yield from dangling("model.yaml", ("terms", i, column), ids, known, kind)
    everything = index.units | index.actors
    for i, row in enumerate(case.model.initial):
        yield from dangling("model.yaml", ("initial", i, "unit_id"), row.unit_id, everything, "unit or actor")
    for i, span in enumerate(case.model.coverage):
        yield from dangling("model.yaml", ("coverage", i, "rivalry"), span.rivalry, index.rivalries, "rivalry")


def _links(unit: Unit, index: Index) -> Iterable[tuple[str, Iterable[str] | str, Collection[str], str]]:
    """Return the fields of a unit that point to something: column, ids, what is known, and what they should be."""
    ends = index.zones | index.communities | index.actors
    match unit:
        case Rivalry():
            return [("sides", [one for side in unit.sides for one in side], index.actors, "actor")]
        case Commitment():
            return [("client", unit.client, index.actors, "actor"), ("patron", unit.patron, index.actors, "actor")]
        case Corridor():
            known = "zone, community or actor"
            return [
                ("joins", unit.joins, ends, known),
                ("through", unit.through, ends | index.places, f"place, {known}"),
            ]
        case Zone():
            return [
                ("rivalry", unit.rivalry, index.rivalries, "rivalry"),
                ("neighbours", unit.neighbours, (index.zones | index.actors) - {unit.id}, "other zone or actor"),
            ]
        case Community():
            return [
                ("lives_in", unit.lives_in, index.zones | index.actors, "zone or actor"),
                ("supplied_by", unit.supplied_by, index.corridors, "corridor"),
                ("sided_with", unit.sided_with, index.actors, "actor"),
            ]
        case Mission():
            return [
                ("sent_by", unit.sent_by, index.actors, "actor"),
                ("rivalry", unit.rivalry, index.rivalries, "rivalry"),
                ("stands_in", unit.stands_in, index.zones | index.corridors, "zone or corridor"),
            ]
        case Issue():
            return [
                ("rivalry", unit.rivalry, index.rivalries, "rivalry"),
                ("zones", unit.zones, index.zones, "zone"),
                ("claimants", unit.claimants, index.actors, "actor"),
            ]
    return []
