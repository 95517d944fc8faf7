"""Where the conflict stands, whatever the brief looks back on: its question, its last war, its weightiest acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interbellum.brief.material import RECORD, RUN, Material
from interbellum.brief.sections.acts import acts, item, middle
from interbellum.brief.sections.outlook import asked
from interbellum.brief.sections.signals import said_by
from interbellum.brief.sections.violence import span
from interbellum.brief.sentence import Block, Items, Paragraph, Section, Sentence
from interbellum.brief.wording import count_words
from interbellum.case.tables import Event
from interbellum.dates import add_months
from interbellum.record import Entry
from interbellum.views.labels import day_words

YEAR, ACTS, OF_WAR = 12, 6, 3
"""How many months back acts are told that lie before what the brief looks back on, how many, and how many of them are
kept for the last war: the agreement that ended it, and its violence first."""


@dataclass(frozen=True, slots=True)
class WarSpell:
    """Steps at war rate one after another, the last of a rivalry by the day: their toll and its claims."""

    first: int
    last: int
    deaths: float
    claims: tuple[str, ...]


def standing(material: Material) -> Section:
    """Return the case's question, the last war of each rivalry told, and the weightiest acts before the period."""
    blocks: list[Block] = [Paragraph(tuple(_question(material)), strong=True)]
    wars = tuple(said for unit in material.told for said in last_war(material, unit.id))
    if wars:
        blocks.append(Paragraph(wars))
    acts = _weightiest(material)
    if acts:
        text = f"The weightiest acts before {day_words(material.since)}, of twelve months and of the last war:"
        blocks.append(Paragraph((Sentence(text, notes=(RECORD,)),)))
        blocks.append(Items(tuple(item(material, entry) for entry in acts)))
    return Section("standing", "Where the conflict stands", tuple(blocks))


def _question(material: Material) -> Iterator[Sentence]:
    """Yield the case's question, and the nearest that the model can say of it."""
    yield Sentence(f"The case asks: “{material.case.meta.question}”", notes=(RECORD,))
    if material.questioned:
        yield Sentence(asked(material), notes=(RUN,))


def last_war(material: Material, rivalry: str) -> Iterator[Sentence]:
    """Yield when a rivalry was last at war rate and what that cost, or that it never was; nothing without counts."""
    where, found = material.where(rivalry), last_spell(material, rivalry)
    if found is None:
        if first := _counted_from(material, rivalry):
            text = f"No {material.step} counted since {material.step_name(first - 1)} reached war rate{where}."
            yield Sentence(text, notes=(RECORD,))
        return
    when = span(material, found.first, found.last)
    deaths = count_words(found.deaths, "death")
    if found.last == material.last_step:
        text = f"War-rate fighting{where} goes on by the last count: {deaths} in {when}."
    else:
        reach = f"from {when}" if found.first < found.last else f"in {when}"
        text = f"The last war-rate fighting{where} came {reach}: {deaths}."
    yield said_by(material, text, found.claims)


def last_spell(material: Material, rivalry: str) -> WarSpell | None:
    """Return the last steps at war rate of a rivalry up to the day, or `None` where it had none."""
    wars: list[int] = []
    for index in range(material.last_step, -1, -1):
        if material.record.phase(rivalry, index, material.on, material.known_by).name == "war":
            wars.append(index)
        elif wars:
            break
    if not wars:
        return None
    first, last = wars[-1], wars[0]
    deaths, claims = material.deaths(rivalry, first, last) or (0.0, ())
    return WarSpell(first, last, deaths, claims)


def _counted_from(material: Material, rivalry: str) -> int:
    """Return the number, from one, of the first step whose deaths were counted; 0 where none was."""
    steps = range(material.last_step + 1)
    phases = (material.record.phase(rivalry, index, material.on, material.known_by) for index in steps)
    return next((index + 1 for index, phase in enumerate(phases) if phase.deaths is not None), 0)


def _weightiest(material: Material) -> list[Entry[Event]]:
    """Return the weightiest acts before the day looked back to, of the last war and of twelve months, by date."""
    found: list[Entry[Event]] = []
    if (war := last_spell(material, material.main.id)) is not None:
        steps = material.record.steps
        fought = acts(material, steps.start(war.first), min(steps.end(war.last), material.since))
        peace = _peace(material, war)
        rest = [entry for entry in fought if entry not in peace]
        found = [*peace, *sorted(rest, key=lambda entry: entry.row.type != "ASSAULT")[: OF_WAR - len(peace)]]
    year = acts(material, add_months(material.on, -YEAR), material.since)
    found = list({entry.key: entry for entry in (*found, *year)}.values())[:ACTS]
    return sorted(found, key=lambda entry: (entry.span.begun, entry.key))


def _peace(material: Material, war: WarSpell) -> list[Entry[Event]]:
    """Return the agreement of the sides that ended a war, where it stands before the day looked back to.

    It is the first one after the last attack in the war's last step and the step after it, or else the last one there;
    where there is none, the last one of the war.
    """
    steps, known = material.record.steps, material.record.knowledge(material.known_by).leading
    first, last = steps.start(war.first), min(steps.end(war.last + 1), material.since)
    fought = [
        event.entry
        for event in material.record.rivalry_events(material.main.id, material.known_by)
        if event.entry.key in known and first <= middle(event.entry) <= last
    ]
    told = sorted(fought, key=lambda entry: (entry.span.begun, entry.key))
    attacked = max((entry.span.begun for entry in told if entry.row.type == "ASSAULT"), default=first)
    agreed = [entry for entry in told if entry.row.type == "AGREE"]
    ending = [entry for entry in agreed if middle(entry) >= steps.start(war.last)]
    return [entry for entry in ending if entry.span.begun >= attacked][:1] or agreed[-1:]
