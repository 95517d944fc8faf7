"""From accepted claims to records: the events and ties that they tell of, each backed by the claims it came from.

Only what is told as a fact, with its parties, becomes a record: what is negated, planned, supposed, alleged or expected
stays a claim, and so does an event without a date. Claims that tell one thing (one type, the same parties, dates that
can both hold) back one record; a record that is in the case already is backed and not written again. What sources date
differently has the date of the better source, and the other stays as a dispute (`one_event`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, get_args

from interbellum.case.case import Case
from interbellum.case.reviewing import reviewed_claims
from interbellum.case.stand_ins import alike
from interbellum.case.tables import Claim, Event, Point, Status, Tie
from interbellum.case.vocabulary import ClaimKind, TieType
from interbellum.dates import end_of, parse_edtf, start_of
from interbellum.reading.naming.names import case_gazetteer
from interbellum.reading.reviewing.counts_of_dead import SERIES, Count, counts_of, is_count, told_before
from interbellum.reading.reviewing.glosses import made_again
from interbellum.reading.reviewing.one_event import Kinship, misdated, same_event
from interbellum.reading.reviewing.recording_states import Entered, ToldState, entered, is_state, taken_in, told_of

KINDS: tuple[ClaimKind, ...] = ("event", "tie")
"""The kinds of claim that become records by themselves; what a status or a figure is of needs a unit of the model."""
WIDEST = timedelta(days=366)
"""An event whose date is wider than this is too vague to be recorded."""
_DATED = re.compile(r" \([^()]*\d{4}[^()]*\)(?=\.$| — )")
"""The date that a claim's gloss ends with: a record shows its own."""
_TIES: tuple[str, ...] = get_args(TieType)


@dataclass(frozen=True)
class Recorded:
    """What recording made of a case: the case with its new records, and what became of each claim.

    `backed` maps a claim's id to the records that it now backs, `left` says for the others why they back none. `counts`
    are the values added to the series of deaths, `countable` how many claims could be if they were asked for; `states`
    and `stateable` are the same of what holds of units; `entered` is ground that somebody came into and of which no row
    says whose it was then.
    """

    case: Case
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    backed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    counts: tuple[Point, ...] = ()
    countable: int = 0
    states: tuple[Status, ...] = ()
    stateable: int = 0
    entered: tuple[Entered, ...] = ()

    @property
    def uncounted(self) -> tuple[tuple[Claim, str], ...]:
        """The counts of the dead that were not booked, each with the reason; none where none were asked for."""
        return tuple((one, self.left[one.id]) for one in self.case.claims if one.id in self.left and is_count(one))

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why claims were left, each with how many, the commonest first."""
        return tuple(Counter(self.left.values()).most_common())

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "case": self.case.id,
            "events": [one.model_dump(mode="json") for one in self.events],
            "ties": [one.model_dump(mode="json", by_alias=True) for one in self.ties],
            "deaths": [one.model_dump(mode="json") for one in self.counts],
            "states": [one.model_dump(mode="json", by_alias=True) for one in self.states],
            "backed": {name: list(records) for name, records in self.backed.items()},
            "entered": [{"zone": one.zone, "claim": one.claim.id, "holder": one.holder} for one in self.entered],
            "left": self.left,
        }


def record_claims(
    case: Case, kinds: Iterable[ClaimKind] = KINDS, *, deaths: bool = False, states: bool = False
) -> Recorded:
    """Return a case with the events and ties that its accepted claims tell of and that no record of it stands for yet.

    A claim that backs something already is left as it is, and nothing that is in the case is changed but the
    `supports` of claims, so that a second call finds nothing to do. A tie without a date holds from the day on which
    its source was published. With `deaths`, the dead that claims count in a month or less become values of the series
    of deaths, each of its document: a lower bound, which the count of a dataset replaces. Whose dead they are must be
    told (`whose_dead`). With `states`, what claims say of ways, ground and talks that are units of the case becomes
    rows of what holds (`recording_states`); a row that went on until then ends there.
    """
    wanted = frozenset(kinds)
    desk = _Desk(case)
    counts, why_not = counts_of(case, [claim for claim in desk.claims if is_count(claim) and not claim.supports])
    if deaths:
        desk.book(counts, why_not)
    else:
        desk.countable = len(counts)
    ties: list[Claim] = []
    for claim in desk.claims:
        if claim.supports or claim.kind not in wanted:
            continue
        why = _why_not(claim) or told_before(case, claim)
        if why:
            desk.left[claim.id] = why
        elif claim.kind == "event":
            desk.event(claim)
        else:
            ties.append(claim)
    for claim in sorted(ties, key=desk.since):
        desk.tie(claim)
    desk.hold(states)
    return desk.done()


def _why_not(claim: Claim) -> str:
    """Return why a claim is no record, or nothing."""
    if claim.negated:
        return "it says what did not happen"
    if claim.future or claim.hypothetical or claim.stance != "asserts":
        return "it is planned, supposed or alleged"
    if claim.caveat in ("unattributed", "unnamed"):
        return "nobody named says it"
    if claim.kind == "tie":
        if claim.mode not in _TIES:
            return "it does not say which tie it is (give its mode)"
        return "" if claim.actors and claim.recipients else "a tie needs two parties"
    if claim.event_type is None:
        return "it has no type of event"
    if not claim.actors and not claim.recipients:
        return "nobody is named"
    return _undated(claim)


def _undated(claim: Claim) -> str:
    if claim.date is None:
        return "it has no date"
    when = parse_edtf(claim.date)
    if when.earliest is None or when.latest is None or when.latest - when.earliest > WIDEST:
        return "its date is too wide for an event"
    return ""


class _Desk:
    """The records of a case while claims are taken to them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.kin = Kinship.of(case)
        self.states = reviewed_claims(case)
        self.labels = case_gazetteer(case).labels
        self.claims = tuple(state.claim for state in self.states.values() if state.accepted)
        self.behind: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            for record in claim.supports:
                self.behind[record].append(claim)
        self.reliability = {source.id: source.reliability for source in case.sources}
        self.published = {source.id: source.published for source in case.sources}
        self.events: list[Event] = list(case.events)
        self.ties: list[Tie] = list(case.ties)
        self.taken = {one.id for rows in (case.events, case.ties, case.status) for one in rows}
        self.backed: dict[str, tuple[str, ...]] = {}
        self.left: dict[str, str] = {}
        self.counts: tuple[Point, ...] = ()
        self.countable = 0
        self.status: list[Status] = list(case.status)
        self.new_states: list[str] = []
        self.stateable = 0
        self.asked = False

    def book(self, counts: Sequence[Count], left: dict[str, str]) -> None:
        """Add counts of the dead to the series of deaths."""
        self.counts = tuple(count.point() for count in counts)
        self.backed.update({claim.id: (count.target,) for count in counts for claim in count.claims})
        self.left.update(left)

    def event(self, claim: Claim) -> None:
        """Back the event that a claim tells of, or write it."""
        index = self._told_of(claim)
        if index is None:
            index = len(self.events)
            self.events.append(self._new(claim))
        elif index >= len(self.case.events):
            self.events[index] = self._sharper(self.events[index], claim)
        record = f"event:{self.events[index].id}"
        self.backed[claim.id] = (record,)
        self.behind[record].append(claim)

    def _told_of(self, claim: Claim) -> int | None:
        """Return the place of the event that a claim tells: of several the one dated most closely."""
        same = [index for index, event in enumerate(self.events) if same_event(event, claim, self.kin)]
        if same:
            return min(same, key=lambda index: parse_edtf(self.events[index].date).width_days or 0)
        for index, event in enumerate(self.events):
            if misdated(event, self.behind[f"event:{event.id}"], claim, self.claims, self.kin):
                return index
        return None

    def _new(self, claim: Claim) -> Event:
        """Return the event that a claim tells first; it gets its name when its date is settled."""
        return Event(
            id=f"NEW-{len(self.events)}",
            date=claim.date or "",
            type=claim.event_type or "CONSULT",
            mode=claim.mode,
            actors=claim.actors,
            recipients=claim.recipients,
            place=claim.place,
            gloss=claim.gloss,
        )

    def tie(self, claim: Claim) -> None:
        """Back the ties that a claim tells of, one for each pair, or write them: a tie that had ended is another."""
        start, end = self._interval(claim)
        names: list[str] = []
        for actor, other in _pairs(claim):
            same = [tie for tie in self.ties if self._same_tie(tie, actor, other, claim.mode)]
            open_ones = (tie for tie in same if not _over_by(tie, start))
            found = next((tie for tie in same if _holds(tie, start)), None) or next(open_ones, None)
            if found is None:
                found = Tie.model_validate(
                    {
                        "id": self._free("T", actor, other, (claim.mode or "").upper()),
                        "from": start, "to": end, "actor": actor, "other": other, "type": claim.mode,
                        "gloss": self._gloss(claim),
                    }
                )  # fmt: skip
                self.ties.append(found)
            names.append(f"tie:{found.id}")
        self.backed[claim.id] = tuple(names)

    def _same_tie(self, tie: Tie, actor: str, other: str, kind: str | None) -> bool:
        """Say whether a tie is of these two, by themselves or as who they stand for."""
        pairs = ((tie.actor, actor), (tie.other, other))
        same = all(alike((one,), (two,), self.kin.whole) for one, two in pairs)
        return same and tie.type == kind and tie.rank != "deprecated"

    def hold(self, wanted: bool) -> None:
        """Write what claims say that holds of units, the earliest first, or count how many say so."""
        told = [(told_of(self.case, one), one) for one in self.claims if is_state(one) and not _backs_status(one)]
        found = sorted(
            ((what, one) for what, one in told if isinstance(what, ToldState)), key=lambda pair: pair[0].since
        )
        self.asked = wanted
        if not wanted:
            self.stateable = len(found)
            return
        self.left.update({one.id: what for what, one in told if isinstance(what, str) and one.kind == "status"})
        for what, claim in found:
            index, rows, why = taken_in(self.status, what)
            if index is None:
                self.left[claim.id] = why
                continue
            self.status = list(rows)
            if self.status[index].id == "NEW":
                name = self._free("S", what.subject, what.value.upper(), _in_name(what.start)[:4])
                self.status[index] = self.status[index].model_copy(update={"id": name})
                self.new_states.append(name)
            self._on_its_day(index, what)
            record = f"status:{self.status[index].id}"
            self.backed[claim.id] = (*self.backed.get(claim.id, claim.supports), record)

    def _on_its_day(self, index: int, what: ToldState) -> None:
        """Give a new row the day that a claim of the same names within the month or year from which it holds."""
        row, told = self.status[index], what.start
        if row.id not in self.new_states or not (told != row.from_ and told.startswith(row.from_)):
            return
        about = (row.subject, row.attribute)
        for number, other in enumerate(self.status):
            if (other.subject, other.attribute) == about and other.to == row.from_:
                self.status[number] = other.model_copy(update={"to": told})
        self.status[index] = row.model_copy(update={"from_": told})

    def done(self) -> Recorded:
        """Return what was made of the case."""
        events = self._named()
        claims = tuple(
            claim.model_copy(update={"supports": self.backed[claim.id]}) if claim.id in self.backed else claim
            for claim in self.case.claims
        )
        series = dict(self.case.series)
        if self.counts:
            series[SERIES] = (*series.get(SERIES, ()), *self.counts)
        case = replace(
            self.case, claims=claims, events=events, ties=tuple(self.ties), series=series, status=tuple(self.status)
        )
        states = tuple(row for row in self.status if row.id in self.new_states)
        new = events[len(self.case.events) :], tuple(self.ties[len(self.case.ties) :])
        came = entered(case, self.claims) if self.asked else ()
        return Recorded(case, *new, self.backed, self.left, self.counts, self.countable, states, self.stateable, came)

    def _sharper(self, event: Event, claim: Claim) -> Event:
        """Return a new event with what another claim of it says more closely: the date, the recipients, the place.

        Of two dates that cannot both hold, that of the more reliable source stands.
        """
        one, two = parse_edtf(event.date), parse_edtf(claim.date or "")
        if same_event(event, claim, self.kin):
            closer = (two.width_days or 0) < (one.width_days or 0)
        else:
            told = [other for other in self.behind[f"event:{event.id}"] if other.date == event.date]
            closer = self.reliability[claim.source] < min(self.reliability[other.source] for other in told)
        mutual = {*event.actors} != {*claim.actors}
        return event.model_copy(
            update={
                "date": claim.date if closer else event.date,
                "recipients": event.recipients or (() if mutual else claim.recipients),
                "place": event.place or claim.place,
            }
        )

    def _named(self) -> tuple[Event, ...]:
        """Return all events, the new ones with an id of their date and a gloss that says what their fields say."""
        old = len(self.case.events)
        names: dict[str, str] = {}
        found: list[Event] = []
        for event in self.events[old:]:
            first = self.behind[f"event:{event.id}"][0]
            name = self._free("E", _in_name(event.date), event.type, *event.actors[:1])
            names[f"event:{event.id}"] = f"event:{name}"
            fields = {"actors": event.actors, "recipients": event.recipients, "place": event.place}
            found.append(event.model_copy(update={"id": name, "gloss": self._gloss(first, **fields)}))
        self.backed = {
            claim: tuple(names.get(record, record) for record in records) for claim, records in self.backed.items()
        }
        return (*self.events[:old], *found)

    def _gloss(self, claim: Claim, **fields: Any) -> str:
        """Return the gloss of a record that a claim tells of: a record shows its own date."""
        return _DATED.sub("", made_again(self.states[claim.id].original, claim, self.labels, **fields))

    def since(self, claim: Claim) -> tuple[bool, date]:
        """Return from when a tie holds, as what sorts ties by it: those whose beginning nobody knows come last."""
        start = self._interval(claim)[0]
        first = parse_edtf(start).earliest if start else None
        return first is None, first or date.max

    def _interval(self, claim: Claim) -> tuple[str | None, str | None]:
        """Return from when to when a tie holds: as the claim says, else from its source's publication on."""
        when = parse_edtf(claim.date) if claim.date else None
        if when is None or when.earliest is None:
            return self.published.get(claim.source), None
        if not when.is_interval:
            return claim.date, None
        start, end = start_of(when), end_of(when)
        return start.text if start else None, end.text if end and end.latest else None

    def _free(self, *parts: str) -> str:
        stem = "-".join(part for part in parts if part)
        name, number = stem, 1
        while name in self.taken:
            number += 1
            name = f"{stem}-{number}"
        self.taken.add(name)
        return name


def _backs_status(claim: Claim) -> bool:
    return any(record.startswith("status:") for record in claim.supports)


def _in_name(text: str) -> str:
    """Return a date as the name of an event has it: its first day, month or year, no closer than it was told."""
    when = parse_edtf(text)
    start = start_of(when)
    told = _TOLD.match(start.text if start else text)
    return told[0] if told else str(when.earliest)


_TOLD = re.compile(r"\d{4}(?:-\d\d){0,2}(?![\dX])")


def _pairs(claim: Claim) -> Sequence[tuple[str, str]]:
    return [(actor, other) for actor in claim.actors for other in claim.recipients if actor != other]


def _holds(tie: Tie, day: str | None) -> bool:
    """Say whether a tie holds when a date begins."""
    told = parse_edtf(day).earliest if day else None
    begin = parse_edtf(tie.from_).earliest if tie.from_ else None
    end = parse_edtf(tie.to).latest if tie.to else None
    return told is not None and not (begin and told < begin) and not (end and told > end)


def _over_by(tie: Tie, start: str | None) -> bool:
    """Say whether a tie had ended before a claim of such a one begins."""
    ended = parse_edtf(tie.to).latest if tie.to else None
    begins = parse_edtf(start).earliest if start else None
    return ended is not None and begins is not None and ended < begins
