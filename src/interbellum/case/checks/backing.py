"""Records that no accepted claim stands behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, error, warning
from interbellum.case.checks.index import Index
from interbellum.case.layout import series_file
from interbellum.case.reviewing import effective_claims, reviewed_claims
from interbellum.case.tables import Claim, Event, Status, Tie
from interbellum.case.tolls import states_toll, toll_of
from interbellum.errors import SchemaError

_HINT = "name it in the supports of a claim that is accepted: interbellum back"


def backing(case: Case) -> Founds:
    """Yield records, positions and series without an accepted claim, and reviews that cannot be applied."""
    try:
        claims = effective_claims(case)
    except SchemaError as fault:
        yield error("bad-edit", "reviews.csv", (_failing(case), "after"), fault.what, fault.hint)
        return
    index = Index.of(case)
    backed = {target for claim in claims for target in claim.supports}
    tables: dict[str, tuple[str, Sequence[Event | Tie | Status]]] = {
        "event": ("events.csv", case.events),
        "tie": ("ties.csv", case.ties),
        "status": ("status.csv", case.status),
    }
    for kind, (file, rows) in tables.items():
        for i, row in enumerate(rows):
            if f"{kind}:{row.id}" not in backed:
                yield warning("unbacked", file, (i, "id"), f"no accepted claim backs the {kind} {row.id}", _HINT)
    yield from _untold(case, claims)
    accepted = {claim.id for claim in claims}
    for i, position in enumerate(case.positions):
        name = f"{position.issue}/{position.actor}"
        if position.claim not in accepted and f"position:{name}" not in backed and position.claim in index.claims:
            yield warning(
                "unbacked", "positions.csv", (i, "claim"), f"no accepted claim backs the position {name}", _HINT
            )
    yield from _series(case, backed)
    yield from _undone(case)


def _untold(case: Case, claims: Iterable[Claim]) -> Founds:
    """Yield the events whose dead none of the accepted claims behind them states."""
    behind: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for target in claim.supports:
            behind[target].append(claim)
    for i, event in enumerate(case.events):
        toll, found = toll_of(event), behind[f"event:{event.id}"]
        if toll and found and not any(states_toll(claim, event) for claim in found):
            said = f"{toll[0] if event.deaths is None else event.deaths:,}"
            yield warning(
                "untold", "events.csv", (i, "deaths"), f"no claim behind {event.id} states its dead ({said})",
                "as known by a day they are not shown: give a claim the number, with unit person and of deaths",
            )  # fmt: skip


def _failing(case: Case) -> int:
    return next(i for i in range(len(case.reviews)) if not _applies(replace(case, reviews=case.reviews[: i + 1])))


def _applies(case: Case) -> bool:
    try:
        reviewed_claims(case)
    except SchemaError:
        return False
    return True


def _series(case: Case, backed: set[str]) -> Founds:
    for stem, points in case.series.items():
        if f"series:{stem}" in backed:
            continue
        reported: set[str] = set()
        for i, point in enumerate(points):
            whose = f"series:{stem}/{point.subject}"
            if not {whose, f"{whose}/{point.variable}"} & backed and point.subject not in reported:
                reported.add(point.subject)
                yield warning(
                    "unbacked",
                    series_file(stem),
                    (i, "subject"),
                    f"no accepted claim backs the series {stem} of {point.subject}",
                    f"name series:{stem} or {whose} in the supports of an accepted claim",
                )


def _undone(case: Case) -> Founds:
    standing: dict[str, int] = {}
    for i, review in enumerate(case.reviews):
        count = standing.get(review.claim, 0)
        if review.decision == "undo" and not count:
            what = f"there is no decision about {review.claim} left to undo"
            yield warning("idle-undo", "reviews.csv", (i, "decision"), what, "the row changes nothing")
        standing[review.claim] = max(0, count - 1) if review.decision == "undo" else count + 1
