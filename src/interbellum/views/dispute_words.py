"""What sources dispute, in words: what it is about, and what each side says, with names and days in place of keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from interbellum.case.tables import Event, Status, Tie
from interbellum.errors import DateError
from interbellum.record import Record
from interbellum.views.labels import Labels, counted, edtf_words


class DisputeWords:
    """Tells the disputes of a record, as known by a day."""

    def __init__(self, record: Record, labels: Labels, known_by: date | None = None) -> None:
        self._labels = labels
        self._events: Mapping[str, Event] = {e.row.id: e.row for e in record.knowledge(known_by).events}
        self._statuses: Mapping[str, Status] = {row.id: row for row in record.case.status}
        self._ties: Mapping[str, Tie] = {row.id: row for row in record.case.ties}

    def title(self, about: str, title: str) -> str:
        """Return what a dispute is about."""
        if about.startswith(("status:", "series:")):
            what, of, rest = title.partition(" of ")
            subject, comma, when = rest.partition(", ")
            title = f"{what.replace('_', ' ')}{of}{self._labels[subject]}"
            title += f", {date_words(when)}" if comma else ""
        return title[:1].upper() + title[1:]

    def side(self, value: float | str, record: str | None) -> str:
        """Return what one side says; a status or tie is told by its names, dates in words."""
        if not isinstance(value, str):
            return f"{value:,.12g}"
        kind, _, name = (record or "").partition(":")
        event = self._events.get(name) if kind == "event" else None
        if event is not None:
            told = [edtf_words(event.date), counted(event.deaths, "death") if event.deaths else None]
            return f"{event.gloss.rstrip('.')} ({', '.join(part for part in told if part)})"
        tie = self._ties.get(name) if kind == "tie" else None
        if tie is not None:
            strength = "" if tie.strength is None else f", strength {tie.strength:g} of 1"
            return f"{tie.type}{strength}{f', from {date_words(tie.from_)}' if tie.from_ else ''}"
        row = self._statuses.get(name) if kind == "status" else None
        if row is None:
            return date_words(self._labels[value])
        standing = "" if row.standing == "assessed" else f"{row.standing}: "
        return f"{standing}{self._labels[row.value]}, from {edtf_words(row.from_)}"


def date_words(text: str) -> str:
    """Return a date in words; anything else as it is."""
    try:
        return edtf_words(text) if text[:1].isdigit() else text
    except DateError:
        return text
