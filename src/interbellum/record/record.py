"""The record of a case: what its accepted claims amount to, on any day, as known by any day."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from threading import Lock

from interbellum.case.case import Case
from interbellum.case.grounds import units_of_places
from interbellum.case.model import Rivalry, Units
from interbellum.case.reviewing import effective_claims
from interbellum.case.stand_ins import leaders
from interbellum.case.tables import Claim
from interbellum.case.vocabulary import Attribute
from interbellum.dates import Asof, Steps, parse_edtf
from interbellum.errors import RecordError
from interbellum.record.changes import StatusChange, changes, turning_days
from interbellum.record.difference import ComparedDay, Difference, differences
from interbellum.record.disagreements import Disagreement, disagreements
from interbellum.record.disputes import Dispute, Worked, disputes
from interbellum.record.entries import entries_of
from interbellum.record.holding import Holding, holding
from interbellum.record.independence import Corroboration, corroboration
from interbellum.record.knowledge import Knowledge, Ledger
from interbellum.record.known import Known, KnownRules, ReplayBasis
from interbellum.record.misfits import Misfits
from interbellum.record.phase import Phase, phase_of
from interbellum.record.rivalry import Membership, RivalryEvent, initiators, rivalry_events
from interbellum.record.rounds import Round, last_round
from interbellum.record.series import StepCounts
from interbellum.record.state import StateData, state_of
from interbellum.record.timeline import Filters, TimelineItem, timeline
from interbellum.record.undercounts import undercounts

_KEPT = 64
"""How many known-by days are kept worked out at once."""
_DAYS = 16
"""Of how many days what holds is kept, for each of them."""


class _Worked:
    """What was worked out for one known-by day: each part once, when first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.disputes: tuple[Dispute, ...] | None = None
        self.events: dict[str, tuple[RivalryEvent, ...]] = {}
        self._held: OrderedDict[tuple[date, date | None], Holding] = OrderedDict()
        self._holding = Lock()

    def at(self, units: Units, day: date, known_by: date | None) -> Holding:
        """Return what holds on a day; the days asked for last are kept, since one answer asks for its days again."""
        with self._holding:
            if (day, known_by) in self._held:
                self._held.move_to_end((day, known_by))
                return self._held[day, known_by]
        found = holding(self.knowledge, units, day, known_by)
        with self._holding:
            self._held[day, known_by] = found
            while len(self._held) > _DAYS:
                self._held.popitem(last=False)
        return found


class Record:
    """The record of a case.

    Every question takes a known-by day (`None`: all that is known now, records without a claim included) and a known
    basis (`claim`: each claim's own). The values it answers with are immutable; it holds what it has worked out, and
    may be asked by several threads at once.
    """

    def __init__(self, case: Case, claims: Iterable[Claim]) -> None:
        self.case = case
        self.claims: tuple[Claim, ...] = tuple(sorted(claims, key=lambda claim: claim.id))
        self.entries = entries_of(case, self.claims)
        self.sources = {source.id: source for source in case.sources}
        self.members = Membership(case.actors)
        start = parse_edtf(case.model.start)
        self.steps = Steps(start.earliest or date.min, case.meta.step)
        self._keys = {entry.key for entry in self.entries.all()}
        self._ledgers: dict[ReplayBasis, Ledger] = {}
        self._worked: OrderedDict[tuple[ReplayBasis, int | None], _Worked] = OrderedDict()
        self._working = Lock()
        self._initiators: dict[str, dict[str, int | None]] = {}
        self._disputes: dict[ReplayBasis, Worked] = defaultdict(dict)
        self._counts: dict[tuple[ReplayBasis, str, str, int], StepCounts] = {}

    @classmethod
    def of(cls, case: Case) -> Record:
        """Return the record of `case`, from the claims that its reviews leave accepted."""
        return cls(case, effective_claims(case))

    def at(self, day: date, known_by: date | None = None, known_basis: ReplayBasis = "claim") -> Holding:
        """Return what holds on `day`."""
        return self._work(known_by, known_basis).at(self.case.model.units, day, known_by)

    def state(
        self,
        day: date,
        known_by: date | None = None,
        known_basis: ReplayBasis = "claim",
        prior: tuple[float, float] = (1.0, 1.0),
    ) -> StateData:
        """Return the state of `day` as plain data, shaped as `interbellum.record.state` says.

        `prior` is the (a, b) of a patron's reliability.
        """
        held = self.at(day, known_by, known_basis)
        index = self.steps.last_completed(day)
        phases = self.phases(index, day, known_by, known_basis)
        found = self.disputes(day, known_by, known_basis)
        rounds = self.last_rounds(day, known_by, known_basis)
        return state_of(self.case.id, held, self.case.model.units, phases, found, rounds, self.steps.end(index), prior)

    def last_rounds(
        self, day: date, known_by: date | None = None, known_basis: ReplayBasis = "claim"
    ) -> dict[str, Round]:
        """Return the last round of talks up to a day of each rivalry that has had one."""
        knowledge, found = self.knowledge(known_by, known_basis), {}
        rivalries = self.case.model.units.rivalries
        for unit in rivalries:
            events = self.rivalry_events(unit.id, known_by, known_basis)
            last = last_round(knowledge, events, self.members, unit, rivalries, day, known_by)
            if last is not None:
                found[unit.id] = last
        return found

    def knowledge(self, known_by: date | None = None, known_basis: ReplayBasis = "claim") -> Knowledge:
        """Return what is known by a day, indexed."""
        return self._work(known_by, known_basis).knowledge

    def known(self, key: str, known_basis: ReplayBasis = "claim") -> Known | None:
        """Return when the record `key` became known, and on what basis; `None` where no accepted claim backs it."""
        return self._ledger(known_basis).backing[self._checked(key)].known

    def claims_behind(
        self, key: str, known_by: date | None = None, known_basis: ReplayBasis = "claim"
    ) -> tuple[Claim, ...]:
        """Return the claims behind the record `key`, in the order they became known."""
        return self.knowledge(known_by, known_basis).behind(self._checked(key))

    def corroboration(
        self, key: str, known_by: date | None = None, known_basis: ReplayBasis = "claim"
    ) -> Corroboration:
        """Return how well the record `key` is supported: independent sources, copies counted once."""
        return corroboration(self.claims_behind(key, known_by, known_basis), self.sources)

    def unbacked(self) -> tuple[str, ...]:
        """Return the keys of the records that no accepted claim backs; no as-known replay has them."""
        return tuple(sorted(entry.key for entry in self.entries.all() if not entry.backing))

    def disputes(
        self, day: date | None = None, known_by: date | None = None, known_basis: ReplayBasis = "claim"
    ) -> tuple[Dispute, ...]:
        """Return what sources dispute, all of it or as it can be had on `day`."""
        worked = self._work(known_by, known_basis)
        if worked.disputes is None:
            further = self._undercounts(known_by, known_basis)
            worked.disputes = disputes(worked.knowledge, self._disputes[known_basis], further)
        if day is None:
            return worked.disputes
        return tuple(seen for dispute in worked.disputes if (seen := dispute.on(day)) is not None)

    def disagreements(
        self, known_by: date | None = None, known_basis: ReplayBasis = "claim"
    ) -> tuple[Disagreement, ...]:
        """Return what claims that back no common record contradict one another on, and what does not fit the record.

        A claim that another contradicts is not set against the record in the same respect again.
        """
        found = disagreements(self.known_claims(known_by, known_basis), leaders(self.case))
        told = {(one.kind, said.claim) for one in found for said in one.told}
        misfits = self.misfits(known_by, known_basis)
        return (*found, *(one for one in misfits if (one.kind, one.told[0].claim) not in told))

    def misfits(self, known_by: date | None = None, known_basis: ReplayBasis = "claim") -> tuple[Disagreement, ...]:
        """Return what claims read from documents say otherwise than the record has it from other sources."""
        knowledge = self.knowledge(known_by, known_basis)
        units = self.case.model.units.rivalries
        found = ((one.entry.key, unit.id) for unit in units
                 for one in self.rivalry_events(unit.id, known_by, known_basis))  # fmt: skip
        against = Misfits(
            knowledge, self.case.actors, leaders(self.case), self.sources, dict(found), units_of_places(self.case)
        )
        return tuple(against.of(self.known_claims(known_by, known_basis)))

    def known_claims(self, known_by: date | None, known_basis: ReplayBasis = "claim") -> list[Claim]:
        """Return the accepted claims that are known by a day, in the order of their ids."""
        rules = KnownRules(self.sources, self.case.meta.public_event_lag, known_basis)
        return [claim for claim in self.claims if rules.of_claim(claim).by(known_by)]

    def timeline(
        self,
        start: date,
        end: date,
        known_by: date | None = None,
        filters: Filters | None = None,
        known_basis: ReplayBasis = "claim",
    ) -> tuple[TimelineItem, ...]:
        """Return what may have happened, begun or ended from `start` to `end`, by date."""
        return timeline(self.knowledge(known_by, known_basis), start, end, filters, known_by)

    def diff(self, one: date | Asof, other: date | Asof, known_basis: ReplayBasis = "claim") -> tuple[Difference, ...]:
        """Return what differs from one day to another; a plain day is seen with all that is known now."""
        return differences(self._side(one, known_basis), self._side(other, known_basis))

    def changes(
        self,
        start: date,
        end: date,
        attribute: Attribute | None = None,
        subject: str | None = None,
        known_by: date | None = None,
        known_basis: ReplayBasis = "claim",
    ) -> tuple[StatusChange, ...]:
        """Return the changes of statuses from `start` to `end`, with the means of each."""
        return changes(self.knowledge(known_by, known_basis), start, end, attribute, subject)

    def turning_days(self, known_by: date | None = None, known_basis: ReplayBasis = "claim") -> tuple[date, ...]:
        """Return the days on which something begins, ends or happens, ascending: where stepping through time stops."""
        knowledge = self.knowledge(known_by, known_basis)
        days = {day for line in knowledge.status_lines.values() for day in turning_days(line)}
        days.update(entry.span.begun for entry in (*knowledge.leading_events, *knowledge.leading_ties))
        return tuple(sorted(days - {date.min, date.max}))

    def known_days(self, known_basis: ReplayBasis = "claim") -> tuple[date, ...]:
        """Return the days on which anything became known, ascending."""
        days = self._ledger(known_basis).days
        return tuple(date.fromordinal(day) for day in days if day <= date.max.toordinal())

    def rivalry_events(
        self, rivalry: str, known_by: date | None = None, known_basis: ReplayBasis = "claim"
    ) -> tuple[RivalryEvent, ...]:
        """Return the events between the two sides of a rivalry, with the side that began each."""
        worked = self._work(known_by, known_basis)
        if rivalry not in self._initiators:
            self._initiators[rivalry] = initiators(self.entries.events, self.members, self.rivalry(rivalry))
        if rivalry not in worked.events:
            worked.events[rivalry] = rivalry_events(worked.knowledge, self._initiators[rivalry])
        return worked.events[rivalry]

    def counts(
        self, variable: str, subject: str, known_by: date | None = None, known_basis: ReplayBasis = "claim"
    ) -> StepCounts:
        """Return a series of counts (deaths, for instance) by step of the case."""
        knowledge = self.knowledge(known_by, known_basis)
        points = knowledge.points_of.get((variable, subject), ())
        stage = (known_basis, variable, subject, len(points))  # values only come to be known: their number tells all
        if stage not in self._counts:
            self._counts[stage] = StepCounts(knowledge, variable, subject, self.steps)
        return self._counts[stage]

    def phase(
        self,
        rivalry: str,
        index: int,
        until: date | None = None,
        known_by: date | None = None,
        known_basis: ReplayBasis = "claim",
    ) -> Phase:
        """Return the observed phase of a rivalry in step `index`, from values whose time has passed by `until`."""
        knowledge = self.knowledge(known_by, known_basis)
        events = self.rivalry_events(rivalry, known_by, known_basis)
        counts = self.counts("deaths", rivalry, known_by, known_basis)
        model, lag = self.case.model, self.case.meta.public_event_lag
        return phase_of(knowledge, rivalry, events, counts, model.coverage, self.steps, index, lag, until, known_by)

    def phases(
        self,
        index: int,
        until: date | None = None,
        known_by: date | None = None,
        known_basis: ReplayBasis = "claim",
    ) -> tuple[Phase, ...]:
        """Return the observed phases of all rivalries in step `index`."""
        rivalries = self.case.model.units.rivalries
        return tuple(self.phase(unit.id, index, until, known_by, known_basis) for unit in rivalries)

    def rivalry(self, name: str) -> Rivalry:
        """Return the rivalry called `name`; raise `RecordError` where the model has none such."""
        for unit in self.case.model.units.rivalries:
            if unit.id == name:
                return unit
        names = ", ".join(unit.id for unit in self.case.model.units.rivalries)
        raise RecordError(f"no rivalry is called {name!r}", hint=f"use one of {names}")

    def _undercounts(self, known_by: date | None, known_basis: ReplayBasis) -> Iterator[Dispute]:
        changes_known = [day for day in self.known_days(known_basis) if known_by is not None and day <= known_by]
        last = max(changes_known, default=known_by)  # disputes are kept from one change of what is known to the next
        for unit in self.case.model.units.rivalries:
            events = self.rivalry_events(unit.id, known_by, known_basis)
            counts = self.counts("deaths", unit.id, known_by, known_basis)
            deaths = partial(self._deaths, unit.id, last, known_basis)
            yield from undercounts(self.knowledge(known_by, known_basis), events, counts, self.steps, deaths)

    def _deaths(self, rivalry: str, known_by: date | None, known_basis: ReplayBasis, index: int) -> float | None:
        return self.phase(rivalry, index, None, known_by, known_basis).deaths

    def _side(self, asof: date | Asof, known_basis: ReplayBasis) -> ComparedDay:
        day, known_by = (asof.valid, asof.known) if isinstance(asof, Asof) else (asof, None)
        index = self.steps.last_completed(day)
        phases = self.phases(index, day, known_by, known_basis)
        return ComparedDay(self.at(day, known_by, known_basis), phases, self.knowledge(known_by, known_basis))

    def _checked(self, key: str) -> str:
        if key not in self._keys:
            raise RecordError(f"the record has no {key!r}", hint="keys are written as in event:ID, tie:ID or status:ID")
        return key

    def _ledger(self, known_basis: ReplayBasis) -> Ledger:
        if known_basis not in self._ledgers:
            rules = KnownRules(self.sources, self.case.meta.public_event_lag, known_basis)
            self._ledgers[known_basis] = Ledger(self.entries, rules)
        return self._ledgers[known_basis]

    def _work(self, known_by: date | None, known_basis: ReplayBasis) -> _Worked:
        ledger = self._ledger(known_basis)
        cut = None if known_by is None else ledger.cut(known_by)
        with self._working:
            if (known_basis, cut) not in self._worked:
                last = None if cut is None else date.fromordinal(max(cut, 1))
                self._worked[known_basis, cut] = _Worked(Knowledge(self.entries, ledger, last))
            self._worked.move_to_end((known_basis, cut))
            if len(self._worked) > _KEPT:
                self._worked.popitem(last=False)
            return self._worked[known_basis, cut]
