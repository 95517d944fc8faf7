"""The outlook: likelihood in ICD 203's words with the number beside it; confidence in a paragraph of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from interbellum.brief.material import CARD, RUN, Material
from interbellum.brief.sentence import Block, Figure, Paragraph, Plain, Section, Sentence
from interbellum.case.model import Rivalry
from interbellum.record import WAR_DEATHS
from interbellum.scoring.scorecard import FEW_EVENTS, Scorecard
from interbellum.views.charts.fan import deaths_fan
from interbellum.views.futures import chance_table
from interbellum.views.labels import counted, day_words, listed, number, step_words
from interbellum.views.table import Table
from interbellum.views.words import is_likelihood, of_futures, percent, told

TOLD = (6, 12)
"""Horizons told in words; the table has all."""
PARTS = ("mechanisms",)
"""Parts of the stack that stand on the scorecard without being simple histories."""
JUDGED_BY = ("ign", "crps_log1p")
"""The scores that confidence rests on: they see the whole distribution without being ruled by its tail."""


def outlook(material: Material) -> Section:
    """Return the outlook of each living rivalry, and how far to trust it."""
    blocks: list[Block] = []
    rivalries = material.rivalries or material.case.model.units.rivalries
    for place, rivalry in enumerate(rivalries):
        table = chance_table(material.baseline, rivalry.id)
        rows = {row["lead"]: row for row in table.rows}
        leads = [lead for lead in TOLD if lead in rows] or [max(rows)]
        if place == 0:
            blocks.append(Paragraph(_chances(material, rivalry, rows, leads)))
            blocks.append(Paragraph(_deaths(rows[leads[-1]])))
            blocks.append(Figure(deaths_fan(material.record, material.baseline, rivalry.id)))
            blocks.append(Plain(_caption(material, rivalry), _printed(table)))
        else:
            blocks.append(Paragraph(_chances(material, rivalry, rows, leads[-1:])))
    blocks.insert(2, Paragraph(confidence(material)))
    return Section("outlook", "Outlook", tuple(blocks))


def _chances(
    material: Material, rivalry: Rivalry, rows: Mapping[int, Mapping[str, Any]], leads: list[int]
) -> tuple[Sentence, ...]:
    name, step = material.labels[rivalry.id], material.step
    members = int(material.baseline.dataset.sizes["member"])
    said = []
    for place, lead in enumerate(leads):
        chance = float(rows[lead]["war"])
        reach = f"within {counted(lead, step)}, to {_day(rows[lead]['time'])},"
        what = f"{name}: a {step} of war-rate fighting, {WAR_DEATHS[material.case.meta.step]} deaths or more,"
        if place:
            what = "The same"
        said.append(Sentence(f"{what} {reach} {is_likelihood(chance)} ({told(chance, members)}).", notes=(RUN,)))
    quiet = 1 - float(rows[leads[-1]]["violence"])
    text = f"That nobody dies in that time {is_likelihood(quiet)} ({told(quiet, members)})."
    return (*said, Sentence(text, notes=(RUN,)))


def _deaths(row: Mapping[str, Any]) -> tuple[Sentence, ...]:
    middle = f"the middle half of futures count {number(round(row['q25']))} to {number(round(row['q75']))} deaths"
    tail = f"the worst twentieth more than {number(round(row['q95']))}"
    mean = (
        f"The mean, {number(round(row['mean']))}, is pulled up by a few terrible futures; most count far fewer."
        if row["mean"] > row["q75"]
        else f"The mean is {number(round(row['mean']))}."
    )
    first = Sentence(f"By {_day(row['time'])} {middle}, and {tail}.", notes=(RUN,))
    return (first, Sentence(mean, notes=(RUN,)))


def confidence(material: Material) -> tuple[Sentence, ...]:
    """Return how far to trust the outlook, and why; it names no likelihood."""
    card = material.card
    if card is None:
        return (Sentence("Confidence in these figures is low: no backtest of the model was given.", notes=(RUN,)),)
    level, why = grade(card)
    return (Sentence(f"Confidence in these figures is {level}.", notes=(CARD,)), Sentence(why, notes=(CARD,)))


def grade(card: Scorecard) -> tuple[str, str]:
    """Return the level of confidence that a scorecard allows, and why."""
    others = [name for name in card.models if name not in (card.reference, *PARTS)]
    beaten = {
        metric: [name for name in others if card.mean(name, metric) < card.mean(card.reference, metric)]
        for metric in JUDGED_BY
    }
    clear = all(card.paired[metric, name].separable for metric in JUDGED_BY for name in others)
    events = int((card.outcomes >= card.threshold).sum())
    few = f"its record holds {counted(events, 'outcome')} of {card.threshold} deaths or more"
    if any(beaten.values()):
        names = sorted({name.replace("_", " ") for found in beaten.values() for name in found})
        return "low", f"On IGN or CRPS of log1p, {listed(names)} scored better than the model in the past, and {few}."
    if clear and events >= FEW_EVENTS:
        return "high", f"The model scored clearly better than every simple history, and {few}."
    return "moderate", f"The model scored better than the simple histories, though not clearly than all, and {few}."


def _caption(material: Material, rivalry: Rivalry) -> Sentence:
    return Sentence(f"Chances and deaths by horizon, {material.labels[rivalry.id]}", notes=(RUN,))


def _printed(table: Table) -> Table:
    """Return the table of chances as it is printed: percentages beside their words."""
    rows = [
        {
            "lead": row["lead"],
            "time": row["time"],
            "war": _short(row["war"]),
            "violence": _short(row["violence"]),
            "q50": row["q50"],
            "band": f"{number(round(row['q5']))}–{number(round(row['q95']))}",
        }
        for row in table.rows
    ]
    columns = [
        ("lead", "Horizon", "steps"),
        ("time", "To"),
        ("war", "War-rate step by then", "futures of 20"),
        ("violence", "Any death by then", "futures of 20"),
    ]
    return Table.of([*columns, ("q50", "Deaths, median"), ("band", "Deaths, 90% of futures")], rows)


def _short(chance: float) -> str:
    return f"{percent(chance)} ({of_futures(chance).removesuffix(' of 20 futures')})"


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text[:10])) if len(text) >= 10 else step_words(text)
