"""Scenarios against the baseline, with the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from interbellum.brief.material import RUN, Material
from interbellum.brief.sentence import Block, Figure, Folded, Items, Paragraph, Section, Sentence
from interbellum.views.charts.scenarios import scenario_differences
from interbellum.views.labels import counted, number
from interbellum.views.note import SourceNote
from interbellum.views.words import percent

TOLD = 12
"""The horizon told in words, or the run's last where it is shorter."""


def what_ifs(material: Material) -> Section:
    """Return what each scenario changes; where none was run it says so."""
    rivalry = material.main.id
    rows = [row for row in material.differences if row["rivalry"] == rivalry]
    if not rows:
        said = Sentence("No scenario was run beside this baseline.", notes=(RUN,))
        return Section("scenarios", "Scenarios against the baseline", (Paragraph((said,)),))
    intro = Sentence(
        "Each scenario is run with the same luck as the baseline, so that what differs comes from its choices alone; "
        "the intervals speak of the number of members, not of what the model may have wrong.",
        notes=(RUN,),
    )
    items = [_item(material, scenario, rows) for scenario in dict.fromkeys(row["scenario"] for row in rows)]
    note = SourceNote.of_run(material.run_facts)
    chart = scenario_differences(rows, material.titles, note, "p_war", material.step)
    blocks: list[Block] = [Paragraph((intro,)), Items(tuple(items)), Figure(chart)]
    other = scenario_differences(rows, material.titles, note, "deaths", material.step)
    blocks.append(Folded("The same for deaths", (Figure(other),)))
    return Section("scenarios", "Scenarios against the baseline", tuple(blocks))


def told(rows: list[Mapping[str, Any]], scenario: str, measure: str) -> Mapping[str, Any]:
    """Return the row of a scenario at the horizon that is told in words."""
    mine = [row for row in rows if row["scenario"] == scenario and row["measure"] == measure]
    return next((row for row in mine if row["horizon"] == TOLD), mine[-1])


def _item(material: Material, scenario: str, rows: list[Mapping[str, Any]]) -> tuple[str, tuple[Sentence, ...]]:
    war, deaths = (told(rows, scenario, measure) for measure in ("p_war", "deaths"))
    coded = {one.id: one for one in material.case.scenarios}.get(scenario)
    said = []
    if coded is not None:
        claims = material.known(coded.claims)
        gloss = coded.gloss if coded.gloss.endswith(".") else f"{coded.gloss}."
        said.append(Sentence(gloss, claims, () if claims else (RUN,)))
        if coded.assumes:
            said.append(Sentence(f"It assumes: {'; '.join(coded.assumes)}.", claims, (RUN,)))
    said += [Sentence(effect(material, war), notes=(RUN,)), Sentence(_toll(material.step, deaths), notes=(RUN,))]
    return material.titles.get(scenario, scenario), tuple(said)


def effect(material: Material, row: Mapping[str, Any]) -> str:
    """Return in words what a scenario does to the chance of war."""
    reach = f"within {counted(row['horizon'], material.step)}"
    what = f"the chance of a war-rate {material.step} {reach}"
    points, low, high = (100 * row[name] for name in ("difference", "low", "high"))
    if row["low"] <= 0 <= row["high"]:
        return f"It does not measurably move {what}, which stays near {percent(row['baseline'])}."
    way = "raises" if points > 0 else "lowers"
    ends = sorted((abs(low), abs(high)))
    return (
        f"It {way} {what} from {percent(row['baseline'])} to {percent(row['what_if'])}, by {_points(abs(points))} "
        f"(90% interval {ends[0]:.1f} to {ends[1]:.1f})."
    )


def _toll(step: str, row: Mapping[str, Any]) -> str:
    reach = f"within {counted(row['horizon'], step)}"
    if row["low"] <= 0 <= row["high"]:
        return f"Mean deaths {reach} do not measurably differ from the baseline's {number(round(row['baseline']))}."
    way = "more" if row["difference"] > 0 else "fewer"
    base = f"{number(round(row['what_if']))} against {number(round(row['baseline']))}"
    return f"Mean deaths {reach} are {number(round(abs(row['difference'])))} {way}: {base}."


def _points(value: float) -> str:
    return f"{value:.1f} percentage points"
