"""A record as questions ask it: series, statuses and events with their dates, and the last day it is complete to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from interbellum.case.checks.series import SUMMED
from interbellum.case.model import Mission
from interbellum.case.tables import Point, Status
from interbellum.dates import When, add_days, parse_edtf
from interbellum.errors import ScoreError
from interbellum.record import Entry, Record, ReplayBasis, Span
from interbellum.record.knowledge import Ranked, StatusLine
from interbellum.record.spans import validity
from interbellum.scoring.questions import Occurrence, SeriesValue, Spell


class RecordAnswers:
    """What a case's record answers questions with, as known by a day (`None`: all that is known now).

    Of records that are variants of one another a preferred one stands alone; without one, all that are not deprecated
    count, so that sources which disagree leave a question open. What is merely claimed of a status does not count. A
    status lasts until the next of its kind begins, where it has no end or ends on that day: a day of change belongs to
    what it brings, as in a replay. Talks whose last row ended are at `none`, and a mission has strength 0 before its
    beginning and after its end by model.yaml; of any other status that ended nothing is known. `last_day` is by
    default the end of the case's period, or `known_by` where that is earlier; `first_day` is the period's first.
    """

    def __init__(
        self,
        record: Record,
        *,
        known_by: date | None = None,
        known_basis: ReplayBasis = "claim",
        last_day: date | None = None,
    ) -> None:
        self._knowledge = record.knowledge(known_by, known_basis)
        complete = last_day or parse_edtf(record.case.meta.period).latest
        if complete is None:
            raise ScoreError(
                f"the period of {record.case.id} is open, so nothing says how far its record is complete",
                hint="give last_day",
            )
        self.first_day = parse_edtf(record.case.meta.period).earliest or date.min
        self.last_day = complete if known_by is None else min(complete, known_by)
        self._counting = frozenset(_counting(self._knowledge.groups.values()))
        self._record, self._known = record, (known_by, known_basis)

    def series_values(self, variable: str, subject: str, first: date, last: date) -> Sequence[SeriesValue]:
        """Return the values of a series whose dates may touch these days; of several for one time, the one that counts.

        Of counts that several datasets or releases give for one step those of one, as a replay counts them.
        """
        return tuple(
            SeriesValue(entry.when, entry.row.value, entry.key)
            for entry in self._counted(variable, subject)
            if entry.when is not None and entry.row.value is not None and _may_touch(entry.when, first, last)
        )

    def _counted(self, variable: str, subject: str) -> Sequence[Entry[Point]]:
        """Return the values of a series that count, by the day their time has passed."""
        if variable not in SUMMED:
            line = self._knowledge.series_lines.get((variable, subject))
            return line.points if line else ()
        spare = self._record.counts(variable, subject, *self._known).left_out()
        found = [e for e in self._knowledge.points_of.get((variable, subject), ()) if e.key not in spare]
        return sorted(found, key=lambda entry: (entry.done, entry.span.first, entry.key))

    def statuses(self, subject: str, attribute: str, first: date, last: date) -> Sequence[Spell]:
        """Return the statuses that may hold on any of these days."""
        line = self._knowledge.status_lines.get((subject, attribute))
        rows = [
            entry
            for entry in (line.rows if line else ())
            if entry.key in self._counting and entry.row.standing != "claimed"
        ]
        spells = [Spell(_lasting(entry, rows), entry.row.value, entry.key) for entry in rows]
        if attribute == "talks" and line is not None:
            spells += _broken_off(line)
        mission = next((one for one in self._record.case.model.units.missions if one.id == subject), None)
        if attribute == "strength" and mission is not None:
            spells = _while_there(mission, spells)
        return tuple(spell for spell in spells if spell.span.first <= last and spell.span.last >= first)

    def events(self, first: date, last: date) -> Sequence[Occurrence]:
        """Return the events that may fall on these days."""
        return tuple(
            Occurrence(
                when=parse_edtf(entry.row.date),
                type=entry.row.type,
                actors=entry.row.actors,
                recipients=entry.row.recipients,
                place=entry.row.place,
                outcome=entry.row.outcome,
                evidence=entry.key,
            )
            for entry in self._knowledge.events
            if entry.key in self._counting and _may_touch(parse_edtf(entry.row.date), first, last)
        )


def _counting(groups: Iterable[Sequence[Entry[Ranked]]]) -> Iterator[str]:
    """Yield the keys that count: of each group of variants the preferred ones, or all that are not deprecated."""
    for group in groups:
        ranks = {entry.row.rank for entry in group}
        wanted = "preferred" if "preferred" in ranks else "normal"
        yield from (entry.key for entry in group if entry.row.rank == wanted)


def _lasting(entry: Entry[Status], rows: Sequence[Entry[Status]]) -> Span:
    """Return when a status holds: up to its successor, where it has no end of its own or one on which that begins."""
    span = entry.span
    later = [row.span for row in rows if row.root != entry.root and row.span.begun > span.begun]
    following = min(later, key=lambda one: one.begun, default=None)
    if following is None or (entry.row.to is not None and following.first < span.ending):
        return span
    ending, last = add_days(following.first, -1), add_days(following.begun, -1)
    return replace(span, ending=min(span.ending, ending), last=min(span.last, last))


def _broken_off(line: StatusLine) -> Iterator[Spell]:
    """Yield that there are no talks from the end of the last row on, where every row has one."""
    last = max(line.leading, key=lambda entry: entry.span.last, default=None)
    if last is not None and last.row.to is not None:
        ending = max(entry.span.ending for entry in line.leading)
        yield Spell(Span(add_days(ending, 1), add_days(last.span.last, 1), date.max, date.max), "none", last.key)


def _while_there(mission: Mission, spells: Sequence[Spell]) -> list[Spell]:
    """Return the strengths of a mission as far as it is in being, and strength 0 before the first and after the last of
    them."""
    life, rows = validity(mission.from_, mission.to), sorted(spells, key=lambda one: one.span.begun)
    first, last = (rows[0].evidence, rows[-1].evidence) if rows else (f"mission:{mission.id}",) * 2
    found = [replace(one, span=_within(one.span, life)) for one in spells]
    if mission.from_ is not None:
        before, surely = add_days(life.begun, -1), add_days(life.first, -1)
        found.append(Spell(Span(date.min, date.min, surely, before), "0", first))
    if mission.to is not None:
        after, surely = add_days(life.ending, 1), add_days(life.last, 1)
        found.append(Spell(Span(after, surely, date.max, date.max), "0", last))
    return found


def _within(span: Span, life: Span) -> Span:
    """Return a span as far as it lies within a unit's time."""
    return Span(
        max(span.first, life.first), max(span.begun, life.begun), min(span.ending, life.ending),
        min(span.last, life.last),
    )  # fmt: skip


def _may_touch(when: When, first: date, last: date) -> bool:
    return (when.earliest or date.min) <= last and (when.latest or date.max) >= first
