"""Acts: how much each weighs, and how one is told with its date, its dead and whose word it is."""

from __future__ import annotations

from datetime import date

from interbellum.brief.material import Material
from interbellum.brief.sections.signals import said_by
from interbellum.brief.sentence import Sentence
from interbellum.brief.wording import between_words, capital, count_words, ended
from interbellum.case.tables import Event
from interbellum.dates import parse_edtf
from interbellum.record import Entry
from interbellum.views.labels import edtf_words

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


def middle(entry: Entry[Event]) -> date:
    """Return the day halfway between the first and the last on which an event may have begun."""
    return entry.span.first + (entry.span.begun - entry.span.first) / 2


def weight(entry: Entry[Event]) -> float:
    """Return how much an act weighs beside others: by what it is, whether it answers a promise, and its dead."""
    row = entry.row
    return _WEIGHT.get(row.type, 1) + 2 * (row.outcome is not None) + min((row.deaths or 0) / 10, 5)


def acts(material: Material, first: date, last: date) -> list[Entry[Event]]:
    """Return the acts known of a period, the weightiest first."""
    known = material.record.knowledge(material.known_by).leading_events
    found = [entry for entry in known if first <= middle(entry) <= last]
    return sorted(found, key=lambda entry: (-weight(entry), -entry.span.begun.toordinal(), entry.key))


def item(material: Material, entry: Entry[Event]) -> tuple[str, tuple[Sentence, ...]]:
    """Return the date of an act and the sentence that tells it."""
    row = entry.row
    over = not _goes_on(material, entry)
    deaths = f" {capital(count_words(row.deaths, 'death'))}." if row.deaths and over else ""
    claims = material.cited(material.record.knowledge(material.known_by).ids(entry.key))
    return capital(_label(material, entry)), (said_by(material, f"{ended(row.gloss)}{deaths}", claims),)


def _goes_on(material: Material, entry: Entry[Event]) -> bool:
    """Return whether an act goes on beyond the day: what it comes to is not yet to be told."""
    when = parse_edtf(entry.row.date)
    return "/" in when.text and when.latest is not None and when.latest > material.on


def _label(material: Material, entry: Entry[Event]) -> str:
    """Return the date of an act; what goes on beyond the day is told as going on."""
    when = parse_edtf(entry.row.date)
    if _goes_on(material, entry):
        return f"from {edtf_words(when.text.split('/')[0])} on"
    return between_words(when)
