"""The state of the day in figures, each with its sources, and the charts of how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from interbellum.brief.material import Material
from interbellum.brief.sections.signals import backed, capital
from interbellum.brief.sentence import Block, Figure, Section, Sentence, Sheet
from interbellum.dates import parse_edtf
from interbellum.views.charts.commitments import commitments
from interbellum.views.charts.control import control_over_time
from interbellum.views.charts.phases import phase_timeline
from interbellum.views.labels import counted, day_words, money, number, when_words
from interbellum.views.record_tables import default_scope

YEARS, GROUND_YEARS = 12, 5
"""How far back the timelines of phases and of ground reach."""
_Row = tuple[str, tuple[Sentence, ...]]


def figures(material: Material) -> Section:
    """Return the state in figures."""
    rows = [*_violence(material), *_ground(material), *_roads(material), *_others(material), *_means(material)]
    blocks: list[Block] = [Sheet(f"As of {day_words(material.on)}", ("Measure", "Value"), tuple(rows))]
    scope = default_scope(material.record, material.on, material.known_by, YEARS)
    blocks.append(Figure(phase_timeline(material.record, material.main.id, scope)))
    if any(item["by"] for item in material.state["control"].values()):
        recent = default_scope(material.record, material.on, material.known_by, GROUND_YEARS)
        blocks.append(Figure(control_over_time(material.record, recent)))
    if any(promise["kept"] + promise["broken"] for promise in material.state["commitments"]):
        blocks.append(Figure(commitments(material.record, material.on, material.known_by)))
    return Section("figures", "The state in figures", tuple(blocks))


def _violence(material: Material) -> Iterator[_Row]:
    last, state = material.last_step, material.state
    for rivalry in material.rivalries:
        phase = state["phase"][rivalry.id]
        deaths = "deaths not counted" if phase["deaths"] is None else counted(phase["deaths"], "death")
        text = f"{capital(phase['name'])} in {material.step_name(last)} ({deaths})"
        cells = [backed(text, material.cited(phase["claims"]))]
        year = material.deaths(rivalry.id, last - 11, last)
        if year is not None and material.step == "month":
            cells.append(backed(f"{counted(year[0], 'death')} in twelve months", material.cited(year[1])))
        talks = state["talks"].get(rivalry.id)
        if talks and talks["stage"]:
            cells.append(backed(f"talks: {talks['stage']}", material.cited(talks["claims"])))
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
        unsure = [material.labels[zone] for zone, item in zones if item["standing"] != "assessed"]
        doubt = f"; contested or only claimed: {', '.join(unsure)}" if unsure else ""
        claims = material.cited(claim for _, item in zones for claim in item["claims"])
        yield (
            f"Ground held by {material.labels[actor]}",
            (backed(f"{counted(len(zones), 'zone')}{size}{doubt}", claims),),
        )


def _roads(material: Material) -> Iterator[_Row]:
    for road, item in material.state["corridors"].items():
        if item["ended"] or (item["state"] is None and item["controller"] is None):
            continue
        since = f" since {when_words(parse_edtf(item['since']))}" if item["since"] else ""
        switch = f", in the hands of {material.labels[item['controller']]}" if item["controller"] else ""
        state = item["state"] or "state unknown"
        yield material.labels[road], (backed(f"{capital(state)}{since}{switch}", material.cited(item["claims"])),)


def _others(material: Material) -> Iterator[_Row]:
    for mission, item in material.state["missions"].items():
        if item["strength"] is not None and not item["ended"]:
            text = counted(item["strength"], "person", "persons")
            yield material.labels[mission], (backed(capital(text), material.cited(item["claims"])),)
    for community, item in material.state["communities"].items():
        cells = [f"{number(item[name])} {name}" for name in ("population", "displaced") if item[name] is not None]
        if cells and not item["ended"]:
            named = "; ".join(cells).replace(" population", " persons")
            yield material.labels[community], (backed(named, material.cited(item["claims"])),)


def _means(material: Material) -> Iterator[_Row]:
    values = material.state["series"].get("military_spending", {})
    sides = dict.fromkeys(actor for unit in material.rivalries for side in unit.sides for actor in side)
    for actor in sides:
        if actor in values:
            item = values[actor]
            text = f"{money(item['value'])} {item['unit']} ({item['date']})"
            yield f"Military spending, {material.labels[actor]}", (backed(text, material.cited(item["claims"])),)
