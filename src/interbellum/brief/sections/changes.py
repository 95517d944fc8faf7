"""What changed: states that moved, and what happened meanwhile."""

from __future__ import annotations

from datetime import date

from interbellum.brief.material import RECORD, Material, since_words
from interbellum.brief.sections.signals import backed, moved
from interbellum.brief.sentence import Block, Folded, Items, Paragraph, Section, Sentence
from interbellum.case.tables import Event
from interbellum.dates import parse_edtf
from interbellum.record import Entry
from interbellum.views.labels import counted, day_words, when_words

EVENTS = 10
"""Events told in the open; the rest are folded."""
_WEIGHT = {
    "ASSAULT": 3,
    "COERCE": 3,
    "AGREE": 3,
    "RETREAT": 3,
    "CONCEDE": 3,
    "MOBILIZE": 2,
    "SANCTION": 2,
    "THREATEN": 2,
}


def changes(material: Material) -> Section:
    """Return what changed since the day that the brief looks back to."""
    found = moved(material, material.since)
    blocks: list[Block] = []
    if found:
        ordered = sorted(found, key=lambda one: (one.day is None, str(one.day)))
        blocks.append(Items(tuple(("", (one.sentence,)) for one in ordered)))
    else:
        blocks.append(
            Paragraph((Sentence(f"The record holds no change of state {since_words(material)}.", notes=(RECORD,)),))
        )
    blocks += _events(material)
    return Section("changes", f"What changed since {day_words(material.since)}", tuple(blocks))


def _events(material: Material) -> list[Block]:
    knowledge = material.record.knowledge(material.known_by)
    between = [e for e in knowledge.leading_events if material.since < _middle(e) and e.span.begun <= material.on]
    if not between:
        return []
    heavy = sorted(between, key=lambda entry: (-_weight(entry), -entry.span.begun.toordinal()))[:EVENTS]
    keys = {entry.key for entry in heavy}
    shown = [_item(material, entry) for entry in between if entry.key in keys]
    rest = [_item(material, entry) for entry in between if entry.key not in keys]
    blocks: list[Block] = [Items(tuple(shown))]
    if rest:
        blocks.append(Folded(f"{counted(len(rest), 'other event')} of the period", (Items(tuple(rest)),)))
    return blocks


def _middle(entry: Entry[Event]) -> date:
    """Return the day halfway between the first and the last on which an event may have begun."""
    return entry.span.first + (entry.span.begun - entry.span.first) / 2


def _weight(entry: Entry[Event]) -> float:
    row = entry.row
    return _WEIGHT.get(row.type, 1) + 2 * (row.outcome is not None) + min((row.deaths or 0) / 10, 5)


def _item(material: Material, entry: Entry[Event]) -> tuple[str, tuple[Sentence, ...]]:
    row = entry.row
    label = when_words(parse_edtf(row.date))
    deaths = f" Deaths: {row.deaths:,}." if row.deaths else ""
    claims = material.cited(material.record.knowledge(material.known_by).ids(entry.key))
    gloss = row.gloss if row.gloss.endswith((".", "!", "?")) else f"{row.gloss}."
    return label[:1].upper() + label[1:], (backed(f"{gloss}{deaths}", claims),)
