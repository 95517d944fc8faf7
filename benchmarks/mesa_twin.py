"""The five mechanisms once more, as agents in Mesa 3: one model a member, plain Python, drawing with numpy.

Powers, rivalries and zones are agents; they read the same parameter draws and start states as the engine and follow the
same law of motion in the same order (attention, spending, escalation, lethality, conquest). What holds of no member in
particular (who lives in a step, who touches whom) is worked out once for all members. Written to be a fair opponent:
what cannot matter in a step is skipped, and a step's uniform numbers are drawn at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any

import mesa
import numpy as np

from interbellum.mechanisms.attention import FREE
from interbellum.mechanisms.conquest import DEPTH
from interbellum.mechanisms.protocol import Clock
from interbellum.mechanisms.spending import MOMENTUM
from interbellum.record.phase import WAR_DEATHS
from interbellum.system.state import KINDS, NOBODY, State
from interbellum.system.strength import FLOOR
from interbellum.system.system import System

LULL, TENSION, CLASHES, WAR = range(4)
NORMAL = NormalDist()
TINY = 1e-7


@dataclass(frozen=True)
class Step:
    """One step's clock, the same for all members."""

    years: float
    season: float
    year_end: bool
    alive: Mapping[str, Sequence[bool]]
    leaders: Sequence[tuple[int, int]]
    told_apart: Sequence[bool]


class World:
    """A system as plain lists, and its steps."""

    def __init__(self, system: System, clock: Clock) -> None:
        self.system = system
        self.sizes: dict[str, int] = {str(kind): count for kind, count in system.sizes.items()}
        self.sides = [[np.flatnonzero(side).tolist() for side in sides] for sides in system.sides]
        self.zone_rivalry = system.zone_rivalry.tolist()
        same = system.zone_rivalry[:, None] == system.zone_rivalry[None, :]
        self.touching = [np.flatnonzero(row).tolist() for row in system.neighbours & same]
        self.home = [np.flatnonzero(row).tolist() for row in system.hinterland]
        self.theatre = [np.flatnonzero(row).tolist() for row in same]
        self.corridors = [np.flatnonzero(column).tolist() for column in system.corridor_rivalry.T]
        self.missions = [np.flatnonzero(system.mission_rivalry == r).tolist() for r in range(len(self.sides))]
        self.issues = [np.flatnonzero(system.issue_rivalry == r).tolist() for r in range(len(self.sides))]
        self.guards = [[self._guards(r, s) for s in (0, 1)] for r in range(len(self.sides))]
        several = len(self.sides) > 1
        self.own = [f"escalation.rivalry.{name}" if several else "" for name in system.ids["rivalries"]]
        self.threshold = WAR_DEATHS[system.steps.step]
        self.steps = [self._step(clock, i) for i in range(len(clock.years))]

    def _guards(self, rivalry: int, side: int) -> list[int]:
        """Return the commitments to a side's members by patrons who stand on neither side."""
        party = {a for members in self.sides[rivalry] for a in members}
        pairs = zip(self.system.client.tolist(), self.system.patron.tolist(), strict=True)
        return [
            p for p, (client, patron) in enumerate(pairs) if client in self.sides[rivalry][side] and patron not in party
        ]

    def _step(self, clock: Clock, i: int) -> Step:
        alive: dict[str, list[bool]] = {kind: np.asarray(clock.alive[kind][i]).tolist() for kind in KINDS}
        leaders = []
        for r, sides in enumerate(self.sides):
            living = [[a for a in side if alive["actors"][a]] for side in sides]
            order = [sorted(side, key=self.system.lead[r, s].__getitem__) for s, side in enumerate(living)]
            leaders.append((order[0][0] if order[0] else NOBODY, order[1][0] if order[1] else NOBODY))
        told = np.asarray(clock.told_apart[i]).tolist()
        return Step(float(clock.years[i]), float(clock.season[i]), bool(clock.year_end[i]), alive, leaders, told)

    @cached_property
    def pairs(self) -> list[list[tuple[int, float, list[tuple[int, set[int]]]]]]:
        """By issue: its zones with their weight and, by claimant, the actors whose holding contents it."""
        found = []
        for b, row in enumerate(self.system.issue_zones):
            sides = self.sides[int(self.system.issue_rivalry[b])]
            friends = [
                (a, {i for side in sides if a in side for i in side})
                for a in np.flatnonzero(self.system.claimants[b]).tolist()
            ]
            found.append([(int(z), float(row[z]), friends) for z in np.flatnonzero(row)])
        return found


class Power(mesa.Agent):  # type: ignore[misc]
    """An actor with its means."""

    def __init__(self, model: Conflict, index: int, start: Mapping[str, Any]) -> None:
        super().__init__(model)
        self.index = index
        self.attention, self.capability, self.quality = (
            float(start[k][index]) for k in ("attention", "capability", "quality")
        )
        self.spending, self.growth, self.resource = (float(start[k][index]) for k in ("spending", "growth", "resource"))

    def attend(self) -> None:
        """Be hit by a shock, be released, or neither."""
        model, theta = self.model, self.model.theta
        if not model.now.alive["actors"][self.index]:
            return
        shock = math.exp(theta["attention.shock"] + model.log_months)
        release = math.exp(theta["attention.release"] + model.log_months) if self.attention < FREE else 0.0
        point = model.luck["attention"][self.index] * (1.0 + shock + release)
        if point <= 1.0:
            return
        kind = "shock" if point <= 1.0 + shock else "release"
        u = min(max(model.luck["attention"][model.world.sizes["actors"] + self.index], TINY), 1.0 - TINY)
        inner = -math.expm1(math.log1p(-u) / theta[f"attention.{kind}_b"])
        share = inner ** (1.0 / theta[f"attention.{kind}_a"])
        moved = -self.attention * share if kind == "shock" else (1.0 - self.attention) * share
        self.attention = min(max(self.attention + moved, 0.0), 1.0)

    def spend(self) -> None:
        """Book the step's spending and, at the end of a year, set the next year's."""
        model, theta = self.model, self.model.theta
        self.capability = self.capability * model.wear + self.spending * model.now.years
        if not (model.now.year_end and model.now.alive["actors"][self.index]):
            return
        mean = theta["spending.growth"] + theta["spending.resource"] * self.resource
        mean += theta["spending.persistence"] * (self.growth - mean)
        u = min(max(model.luck["spending"][self.index], TINY), 1.0 - TINY)
        growth = mean + theta["spending.sd"] * NORMAL.inv_cdf(u)
        if growth != 0.0 and self.spending > 0.0:
            self.spending *= math.exp(growth)
            self.growth = min(max(growth, -MOMENTUM), MOMENTUM)


class Rivalry(mesa.Agent):  # type: ignore[misc]
    """Two sides, their phase and its clocks."""

    def __init__(self, model: Conflict, index: int, start: Mapping[str, Any]) -> None:
        super().__init__(model)
        self.index = index
        self.phase, self.initiator, self.winner = (int(start[k][index]) for k in ("phase", "initiator", "war_winner"))
        self.heat, self.relapses, self.quiet, self.in_phase = (
            float(start[k][index]) for k in ("heat", "relapses", "time_since_violence", "time_in_phase")
        )
        self.talks, self.deaths = int(start["talks"][index]), 0

    def strengths(self) -> list[float]:
        """Return the log strength of the two sides."""
        model, alive = self.model, self.model.now.alive["actors"]
        return [
            math.log(
                max(
                    sum(p.capability * p.quality for p in (model.powers_list[a] for a in side) if alive[p.index]), FLOOR
                )
            )
            for side in model.world.sides[self.index]
        ]

    def shields(self) -> list[float]:
        """Return what patrons hold over the two sides."""
        model, alive = self.model, self.model.now.alive["commitments"]
        sums = []
        for guards in model.world.guards[self.index]:
            total = 0.0
            for p in guards:
                if alive[p]:
                    patron = model.powers_list[model.patron[p]]
                    total += model.pledge[p] * patron.attention * math.log1p(patron.capability / 1e11)
            sums.append(total)
        return sums

    def pulls(self) -> list[float]:
        """Return each side's pull towards attack."""
        model, theta, world, now = self.model, self.model.theta, self.model.world, self.model.now
        i, alive = self.index, self.model.now.alive
        closed = [1.0 - model.corridor[c] / 2.0 for c in world.corridors[i] if alive["corridors"][c]]
        common = (
            theta["escalation.heat"] * self.heat / 10.0
            + theta["escalation.quiet"] * math.log1p(self.quiet)
            + theta["escalation.relapses"] * math.log1p(self.relapses)
            + theta["escalation.stakes"] * min(sum(model.stakes[b] for b in world.issues[i] if alive["issues"][b]), 1.0)
            + theta["escalation.mission"]
            * sum(math.log1p(model.strength[f]) / 7.0 for f in world.missions[i] if alive["missions"][f])
            + theta["escalation.talks"] * self.talks / 4.0
            + theta["escalation.closure"] * sum(closed) / max(len(world.corridors[i]), 1)
            + theta["escalation.season_cos"] * math.cos(now.season)
            + theta["escalation.season_sin"] * math.sin(now.season)
            + (theta[world.own[i]] if world.own[i] else 0.0)
        )
        (s0, s1), (w0, w1) = self.strengths(), self.shields()
        over = theta["escalation.balance"] * (s0 - s1) + theta["escalation.shield"] * (w1 - w0)
        lean = theta["escalation.first_side"] / 2.0
        return [common + over + lean, common - over - lean]

    def escalate(self) -> None:
        """Move to the next phase, and draw who attacked."""
        model, theta, years = self.model, self.model.theta, self.model.now.years
        phase, first = 0, 0.0
        if model.now.alive["rivalries"][self.index]:
            a, b = self.pulls()
            top = max(a, b)
            eta = top + math.log(math.exp(a - top) + math.exp(b - top)) - math.log(2.0)
            logits = [
                0.0 if j == self.phase
                else theta[f"escalation.B.{self.phase}>{j}"] + model.log_months + (eta if j > self.phase else -eta)
                for j in range(4)
            ]  # fmt: skip
            highest = max(logits)
            weights = [math.exp(x - highest) for x in logits]
            point, cumulative = model.luck["escalation"][self.index] * sum(weights), 0.0
            for weight in weights[:3]:
                cumulative += weight
                phase += point > cumulative
            if phase == TENSION and not model.now.told_apart[self.index]:
                phase = LULL
            first = a - b
        violent = phase >= CLASHES
        side = 0 if model.luck["escalation"][model.world.sizes["rivalries"] + self.index] < _sigmoid(first) else 1
        self.relapses += violent and self.quiet >= 1.0
        self.quiet = 0.0 if violent else self.quiet + years
        self.in_phase = self.in_phase + years if phase == self.phase else 0.0
        self.phase, self.initiator = phase, side if violent else NOBODY
        if phase != WAR:
            self.winner = NOBODY

    def kill(self) -> None:
        """Draw the step's deaths and let the heat follow."""
        model, theta = self.model, self.model.theta
        self.deaths = 0
        if self.phase >= CLASHES and model.now.alive["rivalries"][self.index]:
            word = "war" if self.phase == WAR else "clashes"
            mean = theta[f"lethality.level.{word}"] + model.log_months
            mean += theta[f"lethality.carry.{word}"] * self.heat / 10.0
            threshold = model.world.threshold
            low, high = (threshold, theta["lethality.ceiling"]) if self.phase == WAR else (1.0, threshold - 1.0)
            self.deaths = _count(mean, theta[f"lethality.sd.{word}"], low, high, model.luck["lethality"][self.index])
        self.heat = self.heat * model.cooling + math.log1p(self.deaths)

    def contest(self) -> None:
        """Draw who wins a war that has begun."""
        if self.phase == WAR and self.winner == NOBODY:
            self.winner = 0 if self.model.luck["conquest"][self.index] < self.share(0) else 1

    def share(self, side: int) -> float:
        """Return a side's share in the contest."""
        s0, s1 = self.strengths()
        first = _sigmoid(self.model.theta["conquest.exponent"] * (s0 - s1))
        return first if side == 0 else 1.0 - first

    @property
    def taker(self) -> int:
        """The side that may take ground in the step, or -1."""
        return self.winner if self.phase == WAR else self.initiator if self.phase == CLASHES else NOBODY


class Zone(mesa.Agent):  # type: ignore[misc]
    """A piece of ground and who holds it."""

    def __init__(self, model: Conflict, index: int, start: Mapping[str, Any]) -> None:
        super().__init__(model)
        self.index = index
        self.control = self.next = int(start["control"][index])

    def depth(self, side: set[int]) -> int:
        """Return how many zones behind a side's frontier the zone lies, 0 where it holds it, large where far.

        A side that neither holds nor borders ground of the rivalry fights inside it.
        """
        world, zones = self.model.world, self.model.zones_list
        if self.control in side:
            return 0
        theatre = world.theatre[self.index]
        if not any(zones[z].control in side or side.intersection(world.home[z]) for z in theatre):
            return 1
        edge, seen = {self.index}, {self.index}
        for k in range(1, DEPTH + 1):
            near = {n for z in edge for n in world.touching[z]}
            if any(zones[n].control in side for n in near) or any(a in side for z in edge for a in world.home[z]):
                return k
            edge = near - seen
            seen |= near
        return DEPTH + 1

    def fall(self) -> None:
        """Fall to the side that takes ground, or not."""
        model, world = self.model, self.model.world
        self.next = self.control
        rivalry = model.rivalries_list[world.zone_rivalry[self.index]]
        taker = rivalry.taker
        if taker == NOBODY or not model.now.alive["zones"][self.index]:
            return
        leader = model.now.leaders[rivalry.index][taker]
        depth = self.depth(set(world.sides[rivalry.index][taker]))
        if leader == NOBODY or not 1 <= depth <= DEPTH:
            return
        rate = model.theta["conquest.take.war" if rivalry.phase == WAR else "conquest.take.clashes"]
        chance = -math.expm1(math.log1p(-rate) * 2.0 * rivalry.share(taker) * 12.0 * model.now.years)
        if model.luck["conquest"][world.sizes["rivalries"] + self.index] < chance**depth:
            self.next = leader

    def move(self) -> None:
        """Pass to whoever took it."""
        self.control = self.next


class Conflict(mesa.Model):  # type: ignore[misc]
    """One member's future."""

    def __init__(self, world: World, theta: Mapping[str, Any], start: Mapping[str, Any], seed: int) -> None:
        super().__init__(rng=seed)
        self.world, self.theta = world, theta
        self.powers_list = [Power(self, i, start) for i in range(world.sizes["actors"])]
        self.rivalries_list = [Rivalry(self, i, start) for i in range(world.sizes["rivalries"])]
        self.zones_list = [Zone(self, i, start) for i in range(world.sizes["zones"])]
        self.patron = world.system.patron.tolist()
        kept = np.asarray(start["kept"]) + theta["commitment.kept"]
        broken = np.asarray(start["broken"]) + theta["commitment.broken"]
        self.pledge = (np.asarray(theta["commitment.weight"]) * kept / (kept + broken)).tolist()
        self.corridor, self.strength = (np.asarray(start[k]).tolist() for k in ("corridor", "strength"))
        self.salience, self.stakes = (np.asarray(start[k]).tolist() for k in ("salience", "stakes"))
        sizes = world.sizes
        self.slots = {
            "attention": 2 * sizes["actors"], "spending": sizes["actors"], "escalation": 2 * sizes["rivalries"],
            "lethality": sizes["rivalries"], "conquest": sizes["rivalries"] + sizes["zones"],
        }  # fmt: skip
        self.now = world.steps[0]
        self.luck: Mapping[str, Sequence[float]] = {}
        years = self.now.years
        self.log_months = math.log(12.0 * years)
        self.wear = math.exp(math.log1p(-theta["spending.depreciation"]) * years)
        self.cooling = 2.0 ** (-years / theta["lethality.half_life"])

    def draw(self) -> dict[str, list[float]]:
        """Return the uniform numbers of a step by mechanism."""
        numbers: list[float] = self.rng.random(sum(self.slots.values())).tolist()
        found: dict[str, list[float]] = {}
        at = 0
        for name, count in self.slots.items():
            found[name] = numbers[at : at + count]
            at += count
        return found

    def step(self) -> None:
        """Let the five mechanisms act in order."""
        self.advance(self.world.steps[int(self.steps) - 1], self.draw())

    def advance(self, now: Step, luck: Mapping[str, Sequence[float]]) -> None:
        """Take one step with the given luck."""
        self.now, self.luck = now, luck
        for power in self.powers_list:
            power.attend()
        for power in self.powers_list:
            power.spend()
        for rivalry in self.rivalries_list:
            rivalry.escalate()
            rivalry.kill()
            rivalry.contest()
        if any(rivalry.taker != NOBODY for rivalry in self.rivalries_list):
            for zone in self.zones_list:
                zone.fall()
            for zone in self.zones_list:
                zone.move()
        self.stakes = [self._stake(b) for b in range(len(self.stakes))]

    def _stake(self, issue: int) -> float:
        """Return salience times the share of the ground that a living claimant claims and does not hold."""
        if self.rivalries_list[int(self.world.system.issue_rivalry[issue])].talks == 4:
            return 0.0
        alive, salience = self.now.alive["actors"], float(self.salience[issue])
        pairs, share = self.world.pairs[issue], 0.0
        for z, weight, claimants in pairs:
            holder = self.zones_list[z].control
            if any(alive[a] and holder not in content for a, content in claimants):
                share += weight
        return salience * (share if pairs else 1.0)


def member(state: State, theta: Mapping[str, Any], index: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return one member's start state and parameters as plain values; both have members on the last axis."""
    values = {name: np.asarray(value)[..., index] for name, value in theta.items()}
    plain = {name: float(value) if value.ndim == 0 else value for name, value in values.items()}
    return {name: np.asarray(value)[..., index] for name, value in vars(state).items()}, plain


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def _count(mean: float, sd: float, low: float, high: float, u: float) -> int:
    """Return a whole number from a log-normal rounded and truncated to low..high, at the uniform `u`."""
    bottom, top = (math.log(low - 0.5) - mean) / sd, (math.log(high + 0.5) - mean) / sd
    u = min(max(u, TINY), 1.0 - TINY)
    flip = bottom > 0
    first, last, share = (_below(-top), _below(-bottom), 1.0 - u) if flip else (_below(bottom), _below(top), u)
    z = NORMAL.inv_cdf(min(max(first + share * (last - first), 1e-37), 1.0 - 6e-8))
    return int(min(max(round(math.exp(mean + sd * (-z if flip else z))), low), high))


def _below(z: float) -> float:
    """Return the standard normal distribution function, exact in the lower tail."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))
