"""What would change our mind: the largest drivers, what they stand at, and the what-if that matters most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from interbellum.brief.material import FIT, RUN, Material
from interbellum.brief.sections.signals import backed
from interbellum.brief.sections.what_ifs import effect, told
from interbellum.brief.sentence import Block, Items, Paragraph, Section, Sentence
from interbellum.dates import parse_edtf
from interbellum.views.labels import day_words, when_words

SHOWN = 5
DRIVERS: dict[str, tuple[str, str]] = {
    "balance": ("The balance of power", "a lead in means of the side that would attack"),
    "shield": ("The patrons' shield", "a strong shield of patrons over the other side"),
    "heat": ("Recent deaths", "a run of recent deaths"),
    "quiet": ("Years of quiet", "time without violence"),
    "relapses": ("Earlier relapses", "every earlier return to violence"),
    "stakes": ("Open stakes", "unsettled ground"),
    "mission": ("Peacekeepers", "a stronger mission between the sides"),
    "talks": ("Talks", "progress in talks"),
    "closure": ("Closed roads", "the closing of roads"),
}
"""What each covariate of escalation is, in words."""


def drivers(material: Material) -> Section:
    """Return what the outlook hangs on."""
    items = [*_coefficients(material), *_scenarios(material), *_questions(material)]
    if not items:
        text = "Neither a posterior nor a scenario was given, so nothing here says what the outlook hangs on."
        return Section("drivers", "What would change our mind", (Paragraph((Sentence(text, notes=(RUN,)),)),))
    blocks: list[Block] = [Items(tuple(items))]
    return Section("drivers", "What would change our mind", tuple(blocks))


def _coefficients(material: Material) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    if material.posterior is None:
        return
    rows = {row["name"]: row for row in material.posterior.summary()}
    found = [(name, rows[f"escalation.{name}"]) for name in DRIVERS if f"escalation.{name}" in rows]
    sized = sorted(found, key=lambda pair: -abs(pair[1]["mean"]) / max(pair[1]["sd"], 1e-9))
    for name, row in sized[:SHOWN]:
        title, what = DRIVERS[name]
        yield title, (Sentence(_coefficient(what, row), notes=(FIT,)), *_standing(material, name))


def _coefficient(what: str, row: Mapping[str, Any]) -> str:
    low, middle, high = (float(row[name]) for name in ("q05", "q50", "q95"))
    figures = f"coefficient {middle:+.2f}, 90% range {low:+.2f} to {high:+.2f}"
    figures = figures.replace("-", "−")
    told = "" if row.get("informed") else "; the record hardly informed it, so this is mostly the prior"
    if low > 0 or high < 0:
        way = "raises" if middle > 0 else "lowers"
        return f"In the fit, {what} {way} the odds of escalation ({figures}{told})."
    return f"Whether {what} raises or lowers the odds of escalation the fit does not tell ({figures}{told})."


def _standing(material: Material, name: str) -> Iterator[Sentence]:
    """Yield where the things behind a driver stand on the day."""
    if name == "closure":
        for road, item in material.state["corridors"].items():
            if item["state"] in ("closed", "restricted") and not item["ended"] and item["since"]:
                since = parse_edtf(item["since"])
                if since.earliest and (material.on - since.earliest).days < 3 * 366:
                    text = f"Watch {material.labels[road]}: {item['state']} since {when_words(since)}."
                    yield backed(text, material.cited(item["claims"]))
    if name == "mission":
        for mission, item in material.state["missions"].items():
            if item["strength"] is not None and not item["ended"]:
                text = f"Watch {material.labels[mission]}: {item['strength']:,.0f} strong."
                yield backed(text, material.cited(item["claims"]))
    if name == "talks":
        for rivalry in material.rivalries[:1]:
            item = material.state["talks"].get(rivalry.id, {})
            if item.get("stage"):
                text = f"Watch the talks: they stand at {item['stage']}."
                yield backed(text, material.cited(item["claims"]))


def _scenarios(material: Material) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    rivalry = material.main.id
    rows = [row for row in material.differences if row["rivalry"] == rivalry]
    scenarios = dict.fromkeys(row["scenario"] for row in rows)
    told_rows = [told(rows, scenario, "p_war") for scenario in scenarios]
    if told_rows:
        most = max(told_rows, key=lambda row: abs(row["difference"]))
        title = material.titles.get(most["scenario"], most["scenario"])
        first = Sentence(f"Of the scenarios run here, “{title}” moves the outlook most.", notes=(RUN,))
        yield "The scenario that matters most", (first, Sentence(effect(material, most), notes=(RUN,)))


def _questions(material: Material) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Yield the case's questions whose horizon holds the day."""
    said = []
    for question in material.case.questions:
        start, end = parse_edtf(question.start).latest, parse_edtf(question.end).latest
        claims = material.known(question.claims)
        if start and end and start <= material.on <= end and claims:
            said.append(Sentence(f"{question.title} Open until {day_words(end)}.", claims))
    if said:
        yield "Open questions", tuple(said[:SHOWN])
