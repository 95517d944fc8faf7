"""The case as a system of units: who is in which array at which index, who neighbours whom, who lives when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from interbellum.case.case import Case
from interbellum.case.model import Judged, Model, Unit
from interbellum.dates import Steps, parse_edtf
from interbellum.errors import ModelError, Where
from interbellum.record.phase import is_covered
from interbellum.system.state import FIELDS, KINDS, Kind

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

MODEL = Where("model.yaml")


@dataclass(frozen=True)
class System:
    """The fixed structure of a case's model: units and their relations as arrays.

    Shapes: A actors, R rivalries, P commitments, C corridors, Z zones, M communities, F missions, B issues.
    """

    case_id: str
    case_hash: str
    model: Model
    steps: Steps
    ids: Mapping[Kind, tuple[str, ...]]
    lifetimes: Mapping[Kind, tuple[tuple[int, int], ...]]
    """First and last step of each unit, inclusive; open ends are far away."""
    announced: Mapping[Kind, tuple[tuple[int, int], ...]]
    """The steps from whose end on each unit's first and last step were known: their own, or that of the notice."""
    sides: Bools
    """(R, 2, A): which actors stand on which side."""
    lead: Ints
    """(R, 2, A): order of succession in a side, lower first; large where not of the side."""
    client: Ints
    """(P,) index of the client among actors."""
    patron: Ints
    """(P,) index of the patron among actors."""
    zone_rivalry: Ints
    """(Z,) index of the rivalry that fights over the zone."""
    neighbours: Bools
    """(Z, Z): zones that touch."""
    hinterland: Bools
    """(Z, A): the zone touches the actor's undisputed ground."""
    mission_rivalry: Ints
    """(F,)"""
    sender: Ints
    """(F,) index of the actor who sends the mission."""
    issue_rivalry: Ints
    """(B,)"""
    issue_zones: Floats
    """(B, Z): each zone's share of the issue's ground; rows sum to one, or to zero for an issue without zones."""
    claimants: Bools
    """(B, A): actors who claim the issue's ground for themselves."""
    corridor_rivalry: Bools
    """(C, R): the corridor joins or crosses ground or people of the rivalry."""

    def size(self, kind: Kind) -> int:
        """Return the number of units of a kind."""
        return len(self.ids[kind])

    @cached_property
    def sizes(self) -> dict[Kind, int]:
        """Number of units of each kind."""
        return {kind: self.size(kind) for kind in KINDS}

    def told_apart(self, count: int, seen: int | None = None) -> Bools:
        """Return (count, R): whether somebody coded the hostile events of a step, so that a lull is no tension.

        From step `seen` on nothing is coded yet: as in most of the rivalry's steps before.
        """
        known = count if seen is None else seen
        coded = self._coded(max(count, known))
        lives = _living(self.lifetimes["rivalries"], self.announced["rivalries"], known, None, ())
        mostly = 2 * (coded[:known] & lives).sum(axis=0) > np.maximum(lives.sum(axis=0), 1)
        coded[known:] = mostly
        return coded[:count]

    def _coded(self, count: int) -> Bools:
        """Return (count, R): the steps of which model.yaml says that hostile events were coded throughout."""
        found = np.zeros((count, self.size("rivalries")), bool)
        spans = [span for span in self.model.coverage if span.what == "hostile_events"]
        for r in {self.index("rivalries", span.rivalry) for span in spans}:
            for t in range(count):
                days = self.steps.start(t), self.steps.end(t)
                found[t, r] = is_covered(spans, self.ids["rivalries"][r], "hostile_events", *days)
        return found

    def index(self, kind: Kind, unit: str) -> int:
        """Return a unit's index in its arrays; raise ModelError where there is none."""
        try:
            return self.ids[kind].index(unit)
        except ValueError:
            allowed = ", ".join(self.ids[kind]) or "none declared"
            raise ModelError(
                f"unknown unit {unit!r} among {kind}", where=MODEL, hint=f"the case declares: {allowed}"
            ) from None

    def alive(self, kind: Kind, count: int, origin: int | None = None, called: Sequence[int] = ()) -> Bools:
        """Return (count, units): whether each unit lives in each of the first `count` steps.

        From step `origin` on, as could be known before it: what begins or ends later, and was not announced, does
        neither. `None`: by all that the case says. Units in `called` begin as the case says, known or not.
        """
        return _living(self.lifetimes[kind], self.announced[kind], count, origin, called)

    def on_table(self, count: int, origin: int | None = None, called: Sequence[int] = ()) -> Bools:
        """Return (count, terms): whether each of the declared terms is on the table, as `alive` does for units."""
        terms = self.model.terms
        spans = tuple(_lifetime(one, self.steps) for one in terms)
        return _living(spans, tuple(_notice(one, self.steps) for one in terms), count, origin, called)

    def known_span(self, kind: Kind, unit: str, origin: int | None) -> tuple[int, int]:
        """Return a unit's first and last step as in `lifetimes`, the last far away where step `origin` cannot know
        it."""
        at = self.index(kind, unit)
        (first, last), (_, told) = self.lifetimes[kind][at], self.announced[kind][at]
        return first, last if origin is None or told < origin else FAR

    def judged(self) -> dict[str, dict[str, Judged]]:
        """Return the judged inputs that are no state: the weights of commitments and of terms by id, in their order."""
        return {
            "commitment.weight": {unit.id: unit.weight for unit in self.model.units.commitments},
            "terms.weight": {terms.id: terms.weight for terms in self.model.terms},
        }


FAR = 10**6


def _lifetime(unit: Unit, steps: Steps) -> tuple[int, int]:
    first, last = -FAR, FAR
    if unit.from_ is not None and (day := parse_edtf(unit.from_).earliest) is not None:
        first = steps.index(day)
    if unit.to is not None and (day := parse_edtf(unit.to).latest) is not None:
        last = steps.index(day)
    if last < first:
        raise ModelError(f"unit {unit.id} ends before it begins", where=MODEL)
    return first, last


def _notice(unit: Unit, steps: Steps) -> tuple[int, int]:
    """Return the steps in which a unit's beginning and end came to be known: with them, or with their notice."""
    known = []
    for end, text in zip(_lifetime(unit, steps), (unit.from_known, unit.to_known), strict=True):
        day = parse_edtf(text).latest if text is not None else None
        known.append(end if day is None else min(end, steps.index(day)))
    return known[0], known[1]


def _living(
    spans: Sequence[tuple[int, int]], notices: Sequence[tuple[int, int]], count: int, origin: int | None,
    called: Sequence[int],
) -> Bools:  # fmt: skip
    """Return (count, units): which units live in which step, what is not known before step `origin` left out."""
    step = np.arange(count)[:, None]
    first, last = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    lives = (step >= first) & (step <= last)
    if origin is None:
        return np.asarray(lives)
    told = np.array(notices, dtype=np.int64).reshape(-1, 2).T
    begins = told[0] < origin
    begins[list(called)] = True
    seen = begins & (step >= first) & ((step <= last) | (told[1] >= origin))
    return np.asarray(np.where(step >= origin, seen, lives))


class _Builder:
    """Collects the arrays of a system from a case."""

    def __init__(self, case: Case) -> None:
        self.case, self.model, self.units = case, case.model, case.model.units
        start = parse_edtf(self.model.start).earliest
        if start is None:
            raise ModelError("the model's start has no first day", where=MODEL, hint="write start: 1994-06")
        self.steps = Steps(start, case.meta.step)
        self.ids: dict[Kind, tuple[str, ...]] = {"actors": self.units.actors}
        for kind in KINDS[1:]:
            self.ids[kind] = tuple(unit.id for unit in getattr(self.units, kind))

    def at(self, kind: Kind, unit: str, whose: str) -> int:
        """Return a unit's index, or raise an error that names who refers to it."""
        if unit not in self.ids[kind]:
            raise ModelError(f"{whose} names {unit!r}, which is not among the model's {kind}", where=MODEL)
        return self.ids[kind].index(unit)

    def lives(self) -> dict[Kind, tuple[Unit, ...]]:
        """Return every unit with its `from` and `to`; actors' come from actors.yaml."""
        actors = {actor.id: actor for actor in self.case.actors}
        missing = [unit for unit in self.units.actors if unit not in actors]
        if missing:
            raise ModelError(f"units.actors names {missing[0]!r}, which actors.yaml does not have", where=MODEL)
        ends = ("from_", "to", "from_known", "to_known")
        found: dict[Kind, tuple[Unit, ...]] = {
            "actors": tuple(
                Unit.model_validate({"id": a, **{end: getattr(actors[a], end) for end in ends}})
                for a in self.units.actors
            )
        }
        for kind in KINDS[1:]:
            found[kind] = getattr(self.units, kind)
        return found

    def sides(self) -> tuple[Bools, Ints]:
        """Return membership of sides and the order of succession in each."""
        shape = (len(self.ids["rivalries"]), 2, len(self.ids["actors"]))
        member, lead = np.zeros(shape, bool), np.full(shape, FAR, np.int32)
        for r, rivalry in enumerate(self.units.rivalries):
            for s, side in enumerate(rivalry.sides):
                for order, actor in enumerate(side):
                    a = self.at("actors", actor, f"rivalry {rivalry.id}")
                    member[r, s, a], lead[r, s, a] = True, order
        return member, lead

    def touching(self) -> tuple[Bools, Bools]:
        """Return which zones touch which zones and which actors' ground (made symmetric)."""
        zones, actors = len(self.ids["zones"]), len(self.ids["actors"])
        near, home = np.zeros((zones, zones), bool), np.zeros((zones, actors), bool)
        for z, zone in enumerate(self.units.zones):
            for other in zone.neighbours:
                if other in self.ids["zones"]:
                    near[z, self.ids["zones"].index(other)] = True
                else:
                    home[z, self.at("actors", other, f"zone {zone.id}")] = True
        return near | near.T, home

    def issues(self) -> tuple[Floats, Bools]:
        """Return each issue's ground by zone and its claimants (both sides of its rivalry where none are named)."""
        ground = np.zeros((len(self.ids["issues"]), len(self.ids["zones"])), np.float32)
        claim = np.zeros((len(self.ids["issues"]), len(self.ids["actors"])), bool)
        for b, issue in enumerate(self.units.issues):
            for zone in issue.zones:
                z = self.at("zones", zone, f"issue {issue.id}")
                area = self.units.zones[z].area
                ground[b, z] = area.value if area else 1.0
            rivalry = self.units.rivalries[self.at("rivalries", issue.rivalry, f"issue {issue.id}")]
            for actor in issue.claimants or (*rivalry.sides[0], *rivalry.sides[1]):
                claim[b, self.at("actors", actor, f"issue {issue.id}")] = True
        total = ground.sum(axis=1, keepdims=True)
        return np.divide(ground, total, out=ground, where=total > 0), claim

    def corridors(self) -> Bools:
        """Return which corridors concern which rivalry: they join or cross its zones, serve people who live there, or
        join its two sides and nobody else."""
        touch = np.zeros((len(self.ids["corridors"]), len(self.ids["rivalries"])), bool)
        lives = {unit.id: set(unit.lives_in) for unit in self.units.communities}
        for c, corridor in enumerate(self.units.corridors):
            ends = {*corridor.joins, *corridor.through}
            ground = ends.union(*(lives[end] for end in ends if end in lives))
            for zone in self.units.zones:
                if zone.id in ground:
                    touch[c, self.at("rivalries", zone.rivalry, f"zone {zone.id}")] = True
            for r, rivalry in enumerate(self.units.rivalries):
                one, other = (set(side) for side in rivalry.sides)
                joined = set(corridor.joins)
                touch[c, r] |= joined <= one | other and bool(joined & one) and bool(joined & other)
        return touch

    def column(self, kind: Kind, name: str, of: Kind) -> Ints:
        """Return, for each unit of a kind, the index of the unit of another kind that an attribute names."""
        units = getattr(self.units, kind)
        return np.array([self.at(of, getattr(unit, name), f"{kind} {unit.id}") for unit in units], np.int32)

    def build(self) -> System:
        """Return the system."""
        sides, lead = self.sides()
        near, home = self.touching()
        ground, claim = self.issues()
        lives = self.lives()
        return System(
            case_id=self.case.id, case_hash=self.case.hash, model=self.model, steps=self.steps,
            ids=self.ids, lifetimes={k: tuple(_lifetime(u, self.steps) for u in units) for k, units in lives.items()},
            announced={k: tuple(_notice(u, self.steps) for u in units) for k, units in lives.items()},
            sides=sides, lead=lead,
            client=self.column("commitments", "client", "actors"),
            patron=self.column("commitments", "patron", "actors"),
            zone_rivalry=self.column("zones", "rivalry", "rivalries"), neighbours=near, hinterland=home,
            mission_rivalry=self.column("missions", "rivalry", "rivalries"),
            sender=self.column("missions", "sent_by", "actors"),
            issue_rivalry=self.column("issues", "rivalry", "rivalries"), issue_zones=ground, claimants=claim,
            corridor_rivalry=self.corridors(),
        )  # fmt: skip


def build_system(case: Case) -> System:
    """Return the system of a case; raise ModelError where units do not fit together."""
    for row in case.model.initial:
        if row.field not in FIELDS:
            raise ModelError(
                f"initial row names the unknown field {row.field!r}",
                where=MODEL,
                hint=f"fields: {', '.join(FIELDS)}",
            )
        _Builder(case).at(FIELDS[row.field][0], row.unit_id, f"the initial row of {row.field}")
    return _Builder(case).build()
