"""The state of the day in figures, each with its sources, and the charts of how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interbellum.brief.material import Material
from interbellum.brief.sections.signals import STAGES, backed, named, undated
from interbellum.brief.sentence import Block, Figure, Folded, Section, Sentence, Sheet
from interbellum.brief.wording import capital, count_words
from interbellum.dates import When, parse_edtf
from interbellum.views.charts.commitments import commitments
from interbellum.views.charts.control import control_over_time
from interbellum.views.charts.phases import phase_timeline
from interbellum.views.labels import counted, day_words, listed, money, number, when_words
from interbellum.views.record_tables import default_scope
from interbellum.views.situation import round_words

YEARS, GROUND_YEARS = 12, 5
"""How far back the timelines of phases and of ground reach."""
RECENT_YEARS = 5
"""A road that changed within so many years stands in the open; the others are folded."""
_Row = tuple[str, tuple[Sentence, ...]]


def figures(material: Material) -> Section:
    """Return the state in figures."""
    roads = list(_roads(material))
    near = [row for recent, row in roads if recent]
    far = [row for recent, row in roads if not recent]
    lately, lasting_conditions = _conditions(material)
    rows = _joined([*_violence(material), *_ground(material), *near, *lately, *_promised(material), *_others(material)])
    heads = ("Measure", "Value")
    years = default_scope(material.record, material.on, material.known_by, YEARS)
    blocks: list[Block] = [
        Sheet(f"As of {day_words(material.on)}", heads, tuple(rows)),
        *(Figure(phase_timeline(material.record, unit.id, years)) for unit in material.told),
    ]
    if any(item["by"] for item in material.state["control"].values()):
        recent = default_scope(material.record, material.on, material.known_by, GROUND_YEARS)
        blocks.append(Figure(control_over_time(material.record, recent)))
    if any(promise["kept"] + promise["broken"] for promise in material.state["commitments"]):
        blocks.append(Figure(commitments(material.record, material.on, material.known_by)))
    lasting = _joined([*far, *lasting_conditions, *_means(material)])
    if lasting:
        title = "Lasting figures: other roads and conditions, spending"
        blocks.append(Folded(title, (Sheet("Unchanged for years", heads, tuple(lasting)),)))
    return Section("figures", "The state in figures", tuple(blocks))


def _violence(material: Material) -> Iterator[_Row]:
    last, state = material.last_step, material.state
    for rivalry in material.rivalries:
        phase = state["phase"][rivalry.id]
        lack = f"deaths not {material.missing(rivalry.id, last, last)}"
        deaths = lack if phase["deaths"] is None else counted(phase["deaths"], "death")
        text = f"{capital(phase['name'])} in {material.step_name(last)} ({deaths})"
        cells = [backed(text, material.cited(phase["claims"]))]
        year = material.deaths(rivalry.id, last - 11, last)
        if year is not None and material.step == "month":
            cells.append(backed(f"{count_words(year[0], 'death')} in twelve months", material.cited(year[1])))
        talks = state["talks"].get(rivalry.id)
        if talks and talks["stage"]:
            stage = STAGES.get(talks["stage"], talks["stage"])
            text = stage if talks["stage"] == "none" else f"talks: {stage}"
            cells.append(backed(f"{text}{undated(talks)}", material.cited(talks["claims"])))
        if talks and talks["last"]:
            met = talks["last"]
            cells.append(backed(f"last round {round_words(met, material.labels)}", material.cited(met["claims"])))
        yield material.labels[rivalry.id], tuple(cells)


def _ground(material: Material) -> Iterator[_Row]:
    areas = {zone.id: zone.area.value if zone.area else None for zone in material.case.model.units.zones}
    held: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for zone, item in material.state["control"].items():
        if item["by"] and not item["ended"]:
            held.setdefault(item["by"], []).append((zone, item))
    for actor, zones in held.items():
        sizes = [areas.get(zone) for zone, _ in zones]
        size = f", {number(sum(filter(None, sizes)))} km²" if all(sizes) else ""
        unsure = [material.the(zone) for zone, item in zones if item["standing"] != "assessed"]
        doubt = f"; contested or only claimed: {listed(unsure)}" if unsure else ""
        undecided = [material.the(zone) for zone, item in zones if item["approximate"]]
        doubt += f"; the dates leave this day open for {listed(undecided)}" if undecided else ""
        claims = material.cited(claim for _, item in zones for claim in item["claims"])
        text = f"{capital(count_words(len(zones), 'zone'))}{size}{doubt}"
        yield f"Ground held by {material.the(actor)}", (backed(text, claims),)


def _roads(material: Material) -> Iterator[tuple[bool, _Row]]:
    """Yield the roads, each with whether it has changed within the last years."""
    for road, item in material.state["corridors"].items():
        if item["ended"] or (item["state"] is None and item["controller"] is None):
            continue
        since = parse_edtf(item["since"]) if item["since"] else None
        told = f" since {when_words(since)}" if since else ""
        holder = f", in the hands of {material.the(item['controller'])}" if item["controller"] else ""
        text = f"{capital(item['state'] or 'state unknown')}{told}{holder}{undated(item)}"
        yield (
            _recent(material, since) or bool(item["variants"]),
            (
                material.labels[road],
                (backed(text, material.cited(item["claims"])),),
            ),
        )


def _recent(material: Material, since: When | None) -> bool:
    return bool(since and since.earliest and (material.on - since.earliest).days < RECENT_YEARS * 366)


def _joined(rows: Sequence[_Row]) -> list[_Row]:
    """Return rows with those of one name put together, where the first of them stands."""
    found: dict[str, tuple[Sentence, ...]] = {}
    for name, cells in rows:
        found[name] = (*found.get(name, ()), *cells)
    return list(found.items())


def _conditions(material: Material) -> tuple[list[_Row], list[_Row]]:
    """Return the conditions in force, treaties among them: those of the last years, and those that are older."""
    rows: tuple[list[_Row], list[_Row]] = ([], [])
    for subject, item in material.state["conditions"].items():
        if item["ended"] or item["condition"] is None:
            continue
        since = parse_edtf(item["since"]) if item["since"] else None
        told = f" (since {when_words(since)})" if since else ""
        text = f"{capital(named(material, item['condition']))}{told}{undated(item)}"
        row = (material.labels[subject], (backed(text, material.cited(item["claims"])),))
        rows[not _recent(material, since)].append(row)
    return rows


def _promised(material: Material) -> Iterator[_Row]:
    """Yield the promises in force by client, each with how often it was kept and broken."""
    held = material.record.at(material.on, material.known_by)
    by_client: dict[str, list[Sentence]] = {}
    for promise in held.promises:
        if promise.commitment not in held.ended:
            words = promise.words() if promise.events else "not tested"
            text = f"{capital(material.the(promise.commitment))}: {words}"
            by_client.setdefault(promise.client, []).append(backed(text, material.cited(promise.claims)))
    for client, said in by_client.items():
        yield f"Promises to {material.the(client)}", tuple(said)


def _others(material: Material) -> Iterator[_Row]:
    for mission, item in material.state["missions"].items():
        if item["strength"] is not None and not item["ended"]:
            text = capital(count_words(item["strength"], "person", "people"))
            yield material.labels[mission], (backed(f"{text}{undated(item)}", material.cited(item["claims"])),)
    for community, item in material.state["communities"].items():
        cells = [f"{number(item[name])} {name}" for name in ("population", "displaced") if item[name] is not None]
        if cells and not item["ended"]:
            named = "; ".join(cells).replace(" population", " people")
            yield material.labels[community], (backed(named, material.cited(item["claims"])),)


def _means(material: Material) -> Iterator[_Row]:
    values = material.state["series"].get("military_spending", {})
    sides = dict.fromkeys(actor for unit in material.rivalries for side in unit.sides for actor in side)
    for actor in sides:
        if actor in values:
            item = values[actor]
            text = f"{money(item['value'])} {item['unit']} ({item['date']})"
            yield f"Military spending, {material.labels[actor]}", (backed(text, material.cited(item["claims"])),)
