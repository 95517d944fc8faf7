"""Claims that do not fit the record although they back or oppose nothing of it.

A claim is held against records that other sources back, and that are about the same thing: a count of the dead against
the toll of the event that fills its days, an act against the same act on a day that a slip of the pen makes of its own,
against the same act done by another or the other way round, a road said to be open or shut against its state on that
day, ground said to be taken against who held it then, and what is told as lasting, or of somebody who acts, against
when the record has it begin and end. What is told as done after its own source came out fits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from interbellum.case.documents import Actor
from interbellum.case.grounds import TAKING
from interbellum.case.tables import Claim, Event, Point, Source, Status, Tie
from interbellum.case.vocabulary import DONE_ONCE, MUTUAL, Contradiction, EventType
from interbellum.dates import days_meet, days_of, only_day, parse_edtf, start_of
from interbellum.record.disagreements import (
    NEAR,
    ClaimedValue,
    Disagreement,
    counts_all_dead,
    differ,
    openness,
    said_value,
    slip_of_date,
)
from interbellum.record.disputes import Stated, stated_number
from interbellum.record.entries import Entry, opposes
from interbellum.record.knowledge import Knowledge

_WAR = timedelta(days=7)
"""A use of force as long as this is a war with a beginning of its own; shorter ones recur."""
_ONE_DAY = timedelta(days=1)
_DEATHS = "deaths"
_MONTH = timedelta(days=31)
_YEAR = timedelta(days=366)
_OWN_ROW = "as the case has its actors"
_ORGANISED = frozenset(("organisation", "alliance", "de_facto_entity", "group"))
"""Kinds of actors that cannot act before they were founded; a state has forerunners of its name."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A record as it is set against a claim: what it says in a phrase, and the claims behind it."""

    value: str
    gloss: str
    claims: tuple[str, ...]

    def said(self) -> ClaimedValue:
        return ClaimedValue(self.claims[0] if self.claims else "", self.value, self.gloss)


class Misfits:
    """The records of one known-by day, as claims are held against them.

    `whole` says of leaders for whom they act, `rivalries` of an event between two sides, by key, whose rivalry it is,
    `grounds` of a place which unit of the model it is.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        actors: Iterable[Actor],
        whole: Mapping[str, str],
        sources: Mapping[str, Source],
        rivalries: Mapping[str, str],
        grounds: Mapping[str, str],
    ) -> None:
        self._knowledge = knowledge
        self._rivalries = rivalries
        self._grounds = grounds
        self._actors = {actor.id: actor for actor in actors}
        self._whole = whole
        self._sources = sources

    def of(self, claims: Iterable[Claim]) -> Iterator[Disagreement]:
        """Yield what claims that a reader took from a document say that does not fit the record, in the order given.

        What one source says in several claims comes once. Claims coded by hand are the analyst's own reading.
        """
        tests: tuple[Callable[[Claim], Disagreement | None], ...] = (
            self._toll, self._slip, self._another, self._way, self._ground, self._over, self._unborn, self._ahead,
        )  # fmt: skip
        seen: set[tuple[str, str, ClaimedValue]] = set()
        for claim in claims:
            if not _is_read(claim) or claim.stance == "expects" or claim.future or claim.hypothetical or opposes(claim):
                continue
            misfit = next((one for test in tests if (one := test(claim)) is not None), None)
            said = None if misfit is None else (claim.source, misfit.told[0].value, misfit.told[1])
            if misfit is not None and said is not None and said not in seen:
                seen.add(said)
                yield misfit

    def _toll(self, claim: Claim) -> Disagreement | None:
        """Return a count of all the dead of an event's days that is not the event's toll.

        A longer time can have more dead than the event in it, never fewer.
        """
        stated = stated_number(claim)
        if claim.kind not in ("observation", "event") or stated is None or not counts_all_dead(claim) or not claim.date:
            return None
        first, last = days_of(claim.date)
        for entry in self._knowledge.leading_events:
            if entry.row.type != "ASSAULT" or not self._foreign(claim, entry) or not self._within(claim, entry.row):
                continue
            begin, end = entry.span.first, entry.span.last
            same = abs(first - begin) <= _ONE_DAY and abs(last - end) <= _ONE_DAY and last - first >= end - begin
            around = first <= begin and end <= last and not same
            if claim.asserted_by in (*entry.row.actors, *entry.row.recipients) or not (same or around):
                continue
            for other in self._tolls(entry):
                if (same or stated.high < other.low) and differ(stated, other, claim):
                    return _set_against("number", claim, _Held(_number(other), entry.row.gloss, other.claims))
            most = self._counted(entry, first, last) if same else None
            if most is not None and stated.low > most.high and differ(stated, most, claim):
                return _set_against("number", claim, _Held(_number(most), entry.row.gloss, most.claims))
        return None

    def _tolls(self, entry: Entry[Event]) -> Iterator[Stated]:
        """Yield what the claims behind an event, or a variant of it, count of all its dead."""
        for variant in self._knowledge.groups.get(entry.root, (entry,)):
            said = frozenset(re.findall(r"[a-z]+", variant.row.gloss.lower())) if isinstance(variant.row, Event) else ()
            for claim in self._knowledge.behind(variant.key):
                stated = stated_number(claim)
                if stated is not None and counts_all_dead(claim, said):
                    yield stated

    def _counted(self, entry: Entry[Event], first: date, last: date) -> Stated | None:
        """Return how many dead the series of an event's rivalry counts in the steps that hold all of its days."""
        line = self._knowledge.series_lines.get((_DEATHS, self._rivalries.get(entry.key, "")))
        points = [point for point in line.points if _meets(point, first, last)] if line is not None else []
        values = [point.row.value for point in points if point.row.value is not None]
        whole = points and min(p.span.first for p in points) <= first and last <= max(p.span.last for p in points)
        if not whole or len(values) < len(points):
            return None
        behind = tuple(one.id for one in self._knowledge.behind(points[0].key))
        return Stated(sum(values), sum(values), sum(values), False, behind)

    def _slip(self, claim: Claim) -> Disagreement | None:
        """Return an act that is told of a day of the month before or after, or of another year, than the record's own.

        What a record of its own day holds by another source is no slip; what is said or met for recurs.
        """
        day = _first_day(claim.date)
        if claim.kind != "event" or day is None or claim.event_type in _RECURRING:
            return None
        held = [entry for entry in self._knowledge.leading_events if self._same_act(claim, entry.row)]
        others = [entry for entry in held if self._foreign(claim, entry)]
        dated = (entry for entry in others if _first_day(entry.row.date) is not None)
        within = [entry for entry in dated if entry.span.first - _ONE_DAY <= day <= entry.span.last + _ONE_DAY]
        if within and not all(self._begins(claim, entry) for entry in within):
            return None
        for entry in others:
            begun = _first_day(entry.row.date)
            taken = claim.place is not None and claim.place == entry.row.place and _is_day(entry.row.date)
            war = entry.row.type != "ASSAULT" or taken or entry.span.last - entry.span.first >= _WAR
            if begun is not None and war and slip_of_date(day, begun):
                return _set_against("date", claim, self._held(entry, entry.row.date))
        return None

    def _begins(self, claim: Claim, entry: Entry[Event]) -> bool:
        """Say whether a claim tells how a war began on a day inside it that is the war's own but for the month."""
        begun, day = _first_day(entry.row.date), _first_day(claim.date)
        war = entry.row.type == "ASSAULT" and entry.span.last - entry.span.first >= _WAR
        return war and begun is not None and day is not None and slip_of_date(day, begun) and _opens(claim)

    def _another(self, claim: Claim) -> Disagreement | None:
        """Return an act that the record has of another party, or the other way round."""
        shut = claim.kind == "status" and openness(claim) == "closed"
        told = "COERCE" if shut else claim.event_type
        if (claim.kind != "event" and not shut) or told is None or not claim.date or claim.date.endswith("/.."):
            return None
        doers = self._mapped(claim.actors)
        sufferers = self._mapped(claim.recipients or self._land(claim.place)) - doers
        for entry in self._knowledge.leading_events:
            row = entry.row
            if not _alike(row.type, told) or not self._foreign(claim, entry) or not days_meet(claim.date, row.date):
                continue
            theirs = self._mapped(row.actors), self._mapped(row.recipients)
            parties, held = doers | sufferers, theirs[0] | theirs[1]
            once = told in DONE_ONCE and claim.place == row.place is not None
            if (
                once
                and _is_day(claim.date)
                and _is_day(row.date)
                and parties & held
                and parties - held
                and held - parties
            ):
                return _set_against("party", claim, self._held(entry, ", ".join((*row.actors, *row.recipients))))
            turned = bool(doers and sufferers) and (doers, sufferers) == (theirs[1], theirs[0])
            if turned and told not in _BOTH_WAYS and _narrow(claim.date) and _narrow(row.date):
                return _set_against("party", claim, self._held(entry, ", ".join(row.actors)))
        return None

    def _way(self, claim: Claim) -> Disagreement | None:
        """Return a road said to be open or shut on a day when no source of the record has it so."""
        value, day = openness(claim), _first_day(claim.date)
        if not value or claim.place is None or day is None:
            return None
        way = self._grounds.get(claim.place, claim.place)
        rows = [
            entry for entry in self._knowledge.status
            if entry.row.attribute == "state" and entry.row.subject == way and self._foreign(claim, entry)
        ]  # fmt: skip
        on = [entry for entry in rows if entry.span.first <= day <= entry.span.last]
        if not on or any((entry.row.value == "open") == (value == "open") for entry in on):
            return None
        near = (entry for entry in rows if (entry.row.value == "open") == (value == "open"))
        for entry in near:
            begun = _first_day(entry.row.from_)
            if begun is not None and (abs(begun - day) <= NEAR or slip_of_date(day, begun)):
                return _set_against("date", claim, self._held(entry, entry.row.from_))
        return _set_against("state", claim, self._held(on[0], on[0].row.value))

    def _ground(self, claim: Claim) -> Disagreement | None:
        """Return ground said to be taken on a day when the record has it in other hands until a later day."""
        day, place = _first_day(claim.date), claim.place
        taken = claim.event_type == "ASSAULT" and claim.actors and TAKING.search(claim.gloss)
        if not taken or claim.kind != "event" or day is None or place is None:
            return None
        ground = self._grounds.get(place, place)
        rows = [one for one in self._knowledge.status if (one.row.subject, one.row.attribute) == (ground, "control")]
        on = [one for one in rows if one.span.first <= day and day + NEAR < one.span.last]
        later = min((one for one in rows if one.span.first > day), key=lambda one: one.span.first, default=None)
        if not on or later is None or not self._foreign(claim, later) or later.span.first - day > _YEAR:
            return None
        if any(one.row.value in claim.actors or one.row.standing != "assessed" for one in on):
            return None
        return _set_against("date", claim, self._held(later, later.row.from_))

    def _over(self, claim: Claim) -> Disagreement | None:
        """Return a tie told as lasting that has ended by every tie of its kind in the record."""
        written = self._written(claim)
        if claim.kind != "tie" or written is None or not _goes_on(claim.date):
            return None
        pair = {*claim.actors, *claim.recipients}
        alike = (one for one in self._knowledge.ties if one.row.type == claim.mode)
        ties = [one for one in alike if {one.row.actor, one.row.other} == pair and self._foreign(claim, one)]
        if not ties or any(entry.span.last >= written for entry in ties):
            return None
        last = max(ties, key=lambda entry: entry.span.last)
        return _set_against("time", claim, self._held(last, f"until {last.row.to}"))

    def _unborn(self, claim: Claim) -> Disagreement | None:
        """Return what is told of somebody at a time when the case has them not yet founded, or no more."""
        if claim.kind not in ("event", "tie", "status") or not claim.actors:
            return None
        actor = self._actors.get(claim.actors[0])
        if actor is None:
            return None
        written = self._written(claim)
        goes_on = claim.kind != "event" and _goes_on(claim.date)
        first, last = (written, written) if goes_on and written else days_of(claim.date)
        begun, over = days_of(actor.from_)[0], days_of(actor.to)[1]
        if actor.to and first > over and (claim.date or goes_on):
            return _set_against("time", claim, _Held(f"{actor.label} until {actor.to}", _OWN_ROW, ()))
        if actor.from_ and claim.date and not goes_on and actor.kind in _ORGANISED and last < begun:
            return _set_against("time", claim, _Held(f"{actor.label} from {actor.from_}", _OWN_ROW, ()))
        return None

    def _ahead(self, claim: Claim) -> Disagreement | None:
        """Return what is told as done on a day after its source came out: one of the two dates is a slip."""
        source = self._sources.get(claim.source)
        out = days_of(source.published)[1] if source is not None and source.published else None
        if claim.kind not in ("event", "observation") or not claim.date or out is None or claim.date.endswith("/.."):
            return None
        if source is None or days_of(claim.date)[0] <= out + _ONE_DAY:
            return None
        return _set_against("time", claim, _Held(f"the source came out on {source.published}", source.title, ()))

    def _written(self, claim: Claim) -> date | None:
        """Return the first day on which a claim's source can have come out."""
        source = self._sources.get(claim.source)
        when = parse_edtf(source.published) if source is not None and source.published else None
        return when.earliest if when is not None else None

    def _held(self, entry: Entry[Event] | Entry[Tie] | Entry[Status], value: str) -> _Held:
        row = entry.row
        gloss = f"{row.attribute} of {row.subject}: {row.value}" if isinstance(row, Status) else row.gloss
        return _Held(value, gloss, tuple(one.id for one in self._knowledge.behind(entry.key)))

    def _foreign(self, claim: Claim, entry: Entry[Event] | Entry[Tie] | Entry[Status]) -> bool:
        """Say whether a record is none that a claim backs or opposes, and other sources back it."""
        behind = self._knowledge.behind(entry.key)
        return entry.key not in claim.supports and any(one.source != claim.source for one in behind)

    def _mapped(self, actors: Iterable[str]) -> frozenset[str]:
        return frozenset(self._whole.get(one, one) for one in actors)

    def _same_act(self, claim: Claim, row: Event) -> bool:
        """Say whether a claim tells an act of the record's type by parties who are all among the record's: two of them,
        the place counted that is an actor's own."""
        parties = self._mapped((*claim.actors, *claim.recipients, *self._land(claim.place)))
        held = self._mapped((*row.actors, *row.recipients, *self._land(row.place)))
        return row.type == claim.event_type and len(parties & held) > 1 and parties <= held

    def _land(self, place: str | None) -> tuple[str, ...]:
        return (place,) if place in self._actors and place is not None else ()

    def _within(self, claim: Claim, row: Event) -> bool:
        """Say whether a claim's parties and place, where it has any, are among an event's."""
        parties = self._mapped((*claim.actors, *claim.recipients))
        known = claim.place is None or row.place is None or claim.place == row.place
        return known and parties <= self._mapped((*row.actors, *row.recipients))


_RECURRING = frozenset(("CONSULT", "ACCUSE", "REQUEST", "SUPPORT", "THREATEN", "PROTEST"))
"""Acts in words, and crowds: another day is another act."""


def _alike(one: EventType, other: EventType) -> bool:
    """Say whether two types tell one act: what is shut or cut off is coded as pressure and as a sanction."""
    return one == other or {one, other} == {"COERCE", "SANCTION"}


_BOTH_WAYS = MUTUAL | _RECURRING | {"ASSAULT"}
"""Acts that two do with one another, or that one may answer in kind on the same day."""


def _opens(claim: Claim) -> bool:
    """Say whether a reader's gloss tells of an attack as a whole, by its noun or by its beginning."""
    return claim.place is None and any(
        f"({word})" in claim.gloss for word in ("offensive", "war", "launch", "begin", "start")
    )


def _is_read(claim: Claim) -> bool:
    return claim.reader not in (None, "hand")


def _set_against(kind: Contradiction, claim: Claim, held: _Held) -> Disagreement:
    return Disagreement(kind, claim.gloss, (ClaimedValue(claim.id, said_value(claim, kind), claim.gloss), held.said()))


def _meets(point: Entry[Point], first: date, last: date) -> bool:
    return point.span.first <= last and first <= point.span.last


def _number(stated: Stated) -> str:
    value = stated.value if stated.value is not None else stated.low
    return f"{value:,.12g}"


def _first_day(text: str | None) -> date | None:
    """Return the day on which a date in EDTF begins, where it names one."""
    start = start_of(parse_edtf(text)) if text else None
    return only_day(start.text) if start is not None else None


def _is_day(text: str) -> bool:
    return "/" not in text and _first_day(text) is not None


def _narrow(text: str) -> bool:
    first, last = days_of(text)
    return last - first <= _MONTH


def _goes_on(text: str | None) -> bool:
    """Say whether a date leaves the end open: none, or one that ends in two points."""
    return not text or text.endswith("/..")
