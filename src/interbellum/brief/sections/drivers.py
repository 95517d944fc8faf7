"""What would change our mind: the choices and conditions that move the outlook most, and the dates that will tell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interbellum.brief.material import FIT, RUN, Material
from interbellum.brief.sections.signals import STAGES, backed, undated
from interbellum.brief.sections.what_ifs import (
    Row,
    bears_on,
    decides,
    latest,
    moves,
    of_several,
    scenario_rows,
    told,
)
from interbellum.brief.sentence import Block, Items, Paragraph, Section, Sentence
from interbellum.brief.wording import capital, ended
from interbellum.case.vocabulary import PHASES
from interbellum.dates import parse_edtf
from interbellum.views.explanations import INPUTS
from interbellum.views.labels import counted, day_words, listed, when_words
from interbellum.views.words import change_words

SHOWN = 5
RECENT_YEARS = 3
"""How long ago a road may have closed and still be watched."""
DRIVERS: dict[str, tuple[str, str]] = {
    "balance": ("the balance of power", "A side with nearly three times the means of the other"),
    "shield": ("the patrons’ shield", "A full patron’s shield over the side that would be attacked"),
    "heat": ("recent deaths", "A heavy run of recent deaths"),
    "quiet": ("years of quiet", "A spell of two years of quiet"),
    "relapses": ("earlier relapses", "A past of two returns to violence"),
    "stakes": ("open stakes", "Unsettled ground, against all of it settled,"),
    "mission": ("peacekeepers", "A mission of about a thousand between the sides, against none,"),
    "talks": ("talks", "A signed settlement, against no talks,"),
    "closure": ("closed roads", "The closing of every road, against all open,"),
}
"""What each covariate of escalation is called, and what a change of it by one means (mechanisms/escalation.py scales
them: a log point of balance is a factor of 2.7, log1p of two years or relapses is 1.1, log1p of 1,095 troops is 7)."""
NEEDS: dict[str, tuple[str, ...]] = {
    "shield": ("commitments",),
    "stakes": ("issues",),
    "mission": ("missions",),
    "closure": ("corridors",),
}
"""Of which units a case needs some for a covariate to be anything but zero; the others are in every case."""

_MOVE = re.compile(r"escalation\.B\.(\d)>(\d)")
_PHASES = ("a lull", "tension", "clashes", "war-rate fighting")
assert len(_PHASES) == len(PHASES)


def coefficient_words(name: str) -> str:
    """Return a coefficient of the model in words, where it has any."""
    short = name.removeprefix("escalation.")
    if short in DRIVERS:
        return f"the pull of {DRIVERS[short][0]}"
    move = _MOVE.fullmatch(name)
    if move is None and short in INPUTS:
        return INPUTS[short] if INPUTS[short].startswith("the ") else f"the pull of {INPUTS[short]}"
    if move is None:
        return f"the coefficient {name}"
    before, after = (_PHASES[int(phase)] for phase in move.groups())
    return f"the rate of moving from {before} to {after}"


def drivers(material: Material) -> Section:
    """Return what the outlook hangs on."""
    first, coefficients = tuple(hinge(material)), tuple(_coefficients(material))
    blocks: list[Block] = []
    if first:
        blocks.append(Paragraph(first, strong=True))
    if coefficients:
        blocks.append(Paragraph(coefficients))
    if not blocks:
        text = "Neither a posterior nor a scenario was given, so nothing here says what the outlook hangs on."
        blocks.append(Paragraph((Sentence(text, notes=(RUN,)),)))
    standing = tuple(_standing(material))
    if standing:
        blocks.append(Paragraph(standing))
    questions = tuple(_questions(material))
    if questions:
        blocks.append(Items(questions))
    return Section("drivers", "What would change our mind", tuple(blocks))


def hinge(material: Material) -> Iterator[Sentence]:
    """Yield, for each rivalry that scenarios bear on, which of them raises the chance of war most and which lowers it
    most; one sentence says where none measurably does. A scenario that sets war itself says nothing of what raises it.
    """
    names = list(dict.fromkeys(row["scenario"] for row in material.differences))
    bearing = bears_on(material) if names else ()
    asked = {one: [name for name in names if not decides(material, name, one)] for one in bearing}
    found = {one: (_moving(scenario_rows(material, one), run), run) for one, run in asked.items() if run}
    for rivalry, ((rows, horizon), run) in found.items():
        if rows:
            where, reach = of_several(material, rivalry, bearing), counted(horizon, material.step)
            yield _most(material, rows, len(run), f"the chance of war-rate fighting{where} within {reach}")
    still = {one: (horizon, len(run)) for one, ((rows, horizon), run) in found.items() if not rows}
    if still:
        yield _unmoved(material, still, bearing)


def _unmoved(material: Material, still: Mapping[str, tuple[int, int]], bearing: Sequence[str]) -> Sentence:
    """Return that no scenario measurably moves the chance of war in some rivalries, with each one's horizon and how
    many scenarios were run for it."""
    run = max(many for _, many in still.values())
    which = "The scenario" if run == 1 else f"None of the {counted(run, 'scenario')}"
    verb = "does not measurably move" if run == 1 else "measurably moves"
    reach = f"within {counted(max(horizon for horizon, _ in still.values()), material.step)}"
    named = listed([of_several(material, one, bearing).strip() for one in still], "or")
    where = f"{reach} in any rivalry of the case" if len(still) == len(bearing) > 1 else f"{named} {reach}".strip()
    return Sentence(f"{which} run here {verb} the chance of war-rate fighting {where}.", notes=(RUN,))


def _moving(rows: Sequence[Row], names: Sequence[str]) -> tuple[list[Row], int]:
    """Return the rows of the scenarios that move the chance of war, and their horizon: the run's last where none does
    at the one that is told in words."""
    found = [told(rows, name, "p_war") for name in names]
    if not any(moves(row) for row in found):
        found = [latest(rows, name, "p_war") for name in names]
    return [row for row in found if moves(row)], found[0]["horizon"]


def _most(material: Material, moving: Sequence[Row], run: int, what: str) -> Sentence:
    """Return which of the scenarios that were run raises a chance most and which lowers it most."""
    parts = []
    for verb, row in (("raise", max(moving, key=_size)), ("lower", min(moving, key=_size))):
        if (_size(row) > 0) == (verb == "raise"):
            title = material.titles.get(row["scenario"], row["scenario"])
            figures = change_words(row["baseline"], row["what_if"])
            parts.append((f"“{title}” would {verb}", figures))
    if run == 1:
        ((who, figures),) = parts
        return Sentence(f"{who} {what} {figures}.", notes=(RUN,))
    most = [f"{who} it most ({figures})" for who, figures in parts]
    return Sentence(f"Of the scenarios run for {what}, {listed(most)}.", notes=(RUN,))


def _size(row: Mapping[str, Any]) -> float:
    return float(row["difference"])


def _coefficients(material: Material) -> Iterator[Sentence]:
    """Yield what the fit says raises or lowers the odds of escalation, the clearest first, and what it cannot tell."""
    if material.posterior is None:
        return
    rows = {row["name"]: row for row in material.posterior.summary()}
    units = material.case.model.units
    there = [name for name in DRIVERS if name not in NEEDS or any(getattr(units, kind) for kind in NEEDS[name])]
    found = [(name, rows[f"escalation.{name}"]) for name in there if f"escalation.{name}" in rows]
    sized = sorted(found, key=lambda pair: -abs(pair[1]["mean"]) / max(pair[1]["sd"], 1e-9))
    telling = [(name, row) for name, row in sized if tells(row)][:SHOWN]
    for name, row in telling:
        yield Sentence(_coefficient(name, row), notes=(FIT,))
    silent = [DRIVERS[name][0] for name, row in sized if not tells(row)]
    if silent:
        yield Sentence(
            f"Which way {listed(silent)} {'pulls' if silent == ['talks'] else 'pull'} the record does not tell: there "
            "the model stands on its prior judgements, and new evidence would count most.",
            notes=(FIT,),
        )


def tells(row: Mapping[str, Any]) -> bool:
    """Return whether the record informed a coefficient and tells which way it pulls."""
    return bool(row.get("informed")) and (float(row["q05"]) > 0 or float(row["q95"]) < 0)


def _coefficient(name: str, row: Mapping[str, Any]) -> str:
    low, middle, high = (f"{math.exp(float(row[key])):.2g}" for key in ("q05", "q50", "q95"))
    verb = "raises" if float(middle) > 1 else "lowers"
    return f"{DRIVERS[name][1]} {verb} the odds of a step up to {middle} times (90% range {low} to {high})."


def _standing(material: Material) -> Iterator[Sentence]:
    """Yield where the things stand that the outlook hangs on: roads lately closed, missions, talks."""
    for road, item in material.state["corridors"].items():
        if item["state"] in ("closed", "restricted") and not item["ended"] and item["since"]:
            since = parse_edtf(item["since"])
            if since.earliest and (material.on - since.earliest).days < RECENT_YEARS * 366:
                text = (
                    f"{capital(material.the(road))} has been {item['state']} since {when_words(since)}{undated(item)}."
                )
                yield backed(text, item["claims"])
    for mission, item in material.state["missions"].items():
        if item["strength"] and not item["ended"]:
            text = f"{capital(material.the(mission))} number {item['strength']:,.0f}{undated(item)}."
            yield backed(text, item["claims"])
    for unit in material.told:
        item = material.state["talks"].get(unit.id, {})
        if item.get("stage"):
            where, stage = material.where(unit.id), STAGES.get(item["stage"], item["stage"])
            yield backed(f"The talks{where} stand at {stage}{undated(item)}.", item["claims"])


def _questions(material: Material) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Yield the case's questions whose horizon holds the day, the next to be settled first."""
    found = []
    for question in material.case.questions:
        start, end = parse_edtf(question.start).latest, parse_edtf(question.end).latest
        claims = material.known(question.claims)
        if start and end and start <= material.on <= end and (claims or not question.claims):
            found.append((end, question.title, claims))
    for end, title, claims in sorted(found)[:SHOWN]:
        yield f"By {day_words(end)}", (backed(ended(title), claims),)
