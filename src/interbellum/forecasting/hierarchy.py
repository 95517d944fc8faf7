"""`escalation` and `lethality` over a panel: units are rivalries, and each has its own readiness and scale.

The laws are those of `interbellum.mechanisms`, the states those that their effects lead to when the counted deaths are
replayed. What a panel of deaths cannot show stays silent: a step without deaths is a lull or tension and is kept as a
lull; balance, shields, missions, talks, corridors and stakes are zero. Each unit u has b_u ~ N(0, tau^2), added to the
pull of `escalation`, and l_u ~ N(0, sigma^2), added to the mean of log deaths of `lethality`; what units have in common
has the mechanisms' own priors. Fitted by maximum a posteriori, tau and sigma by EM with Laplace's approximation of each
b_u and l_u (Laird and Ware 1982, Biometrics 38: 963-974; Tierney and Kadane 1986, JASA 81: 82-86).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.model import Model, Parameter, Units
from interbellum.case.vocabulary import CLASHES, WAR
from interbellum.dates import Steps
from interbellum.errors import FitError
from interbellum.forecasting.component import Draws, Floats
from interbellum.mechanisms.escalation import Escalation
from interbellum.mechanisms.lethality import Lethality
from interbellum.mechanisms.parameters import judged, shipped
from interbellum.mechanisms.protocol import Clock
from interbellum.record.phase import WAR_DEATHS
from interbellum.system.state import KINDS, NOBODY, State, zeros
from interbellum.system.system import System

FITTED = (
    "escalation.B.0>2", "escalation.B.0>3", "escalation.B.2>0", "escalation.B.2>3", "escalation.B.3>0",
    "escalation.B.3>2", "escalation.heat", "escalation.quiet", "escalation.relapses", "escalation.season_cos",
    "escalation.season_sin", "lethality.level.clashes", "lethality.level.war", "lethality.carry.clashes",
    "lethality.carry.war", "lethality.sd.clashes", "lethality.sd.war",
)  # fmt: skip
"""The parameters that a panel of deaths can inform; all others stay at their prior's centre."""
ROWS = 8192
"""Rows are filled up to a multiple of this, so that panels of like size share compiled code."""
QUIET, THIN = 5.0, 6
"""Years without deaths after which only each sixth step is kept."""
_LONG = 10**6
Arrays = Mapping[str, Any]


def panel_system(units: Sequence[str], steps: Steps) -> System:
    """Return a system of one rivalry a unit between two equal sides, and nothing else."""
    n, none = len(units), np.zeros(0, np.int32)
    ids: dict[Any, tuple[str, ...]] = dict.fromkeys(KINDS, ())
    ids |= {"rivalries": tuple(units), "actors": ("first", "second")}
    nothing = Units.model_construct(actors=(), rivalries=())
    lives = {kind: ((-_LONG, _LONG),) * len(ids[kind]) for kind in KINDS}
    sides = np.broadcast_to(np.eye(2, dtype=bool), (n, 2, 2))
    return System(
        case_id="panel", case_hash="", steps=steps,
        model=Model.model_construct(start=steps.start(0).isoformat(), mechanisms=(), units=nothing),
        ids=ids, lifetimes=lives, announced=lives, sides=sides,
        lead=np.zeros((n, 2, 2), np.int32), client=none, patron=none, zone_rivalry=none,
        neighbours=np.zeros((0, 0), bool), hinterland=np.zeros((0, 2), bool), mission_rivalry=none, sender=none,
        issue_rivalry=none, issue_zones=np.zeros((0, 0), np.float32), claimants=np.zeros((0, 2), bool),
        corridor_rivalry=np.zeros((0, n), bool),
    )  # fmt: skip


@jax.tree_util.register_dataclass
@dataclass(frozen=True, eq=False)
class Rows:
    """One row a counted unit-step, filled up with rows of weight zero: unit (n,), covariates and evidence of both.

    Of steps in long quiet, which are many and alike, each `THIN`th is kept and counts as so many.
    """

    unit: np.ndarray
    weight: np.ndarray
    escalation: Arrays
    phases: Arrays
    lethality: Arrays
    deaths: Arrays


@dataclass(frozen=True)
class Hierarchy:
    """The two mechanisms bound to a panel's units; two of the same units and steps are one to compiled code.

    `half_life` (years) is that of heat in place of the judged one.
    """

    units: tuple[str, ...]
    steps: Steps
    half_life: float | None = None

    @cached_property
    def world(self) -> tuple[Escalation, Lethality]:
        """The mechanisms over all units, for covariates and effects."""
        system = panel_system(self.units, self.steps)
        return Escalation(system), Lethality(system)

    @cached_property
    def one(self) -> tuple[Escalation, Lethality]:
        """The mechanisms over one rivalry, whose laws are elementwise and take the units' own effects as shifts."""
        system = panel_system(("any",), self.steps)
        return Escalation(system), Lethality(system)

    @cached_property
    def rows(self) -> dict[str, Parameter]:
        """The parameter rows by name, with the priors of before the world was asked: it is asked here."""
        own = {row.name for mechanism in self.one for row in mechanism.parameters()}
        rows = (row for mechanism in self.one for row in judged(mechanism.name))
        return {row.name: row for row in rows if row.name in own}

    @cached_property
    def centre(self) -> dict[str, Any]:
        """Each parameter at its value or at its prior's median."""
        none = np.zeros(0, np.float32)
        rows = {row.name: row for row in shipped("commitment")} | self.rows
        found: dict[str, Any] = {"commitment.weight": none, "terms.weight": none}
        given = {} if self.half_life is None else {"lethality.half_life": self.half_life}
        return found | {name: _median(row) for name, row in rows.items()} | given

    @property
    def war(self) -> int:
        """Deaths in a step from which it is at war rate."""
        return WAR_DEATHS[self.steps.step]

    def start(self) -> State:
        """Return the state before the first step: ten quiet years, as everywhere."""
        world = self.world[0].system
        return replace(zeros({kind: world.size(kind) for kind in KINDS}), capability=jnp.ones(2))

    def clock(self, season: Any) -> Clock:
        """Return the clock of a step whose middle lies at angle `season` of the year."""
        system = self.world[0].system
        alive = {kind: jnp.ones(system.size(kind), bool) for kind in KINDS}
        years = 1 / 12 if self.steps.step == "month" else 7 / 365.25
        uncoded = jnp.zeros(system.size("rivalries"), bool)
        return Clock(jnp.int32(0), jnp.float32(years), season, jnp.asarray(False), alive, jnp.zeros(0, bool), uncoded)

    def seasons(self, first: int, count: int) -> np.ndarray:
        """Return the angle of the middle of each of `count` steps from step `first`."""
        days = [(self.steps.start(first + i).timetuple().tm_yday + 15) / 365.25 for i in range(count)]
        return np.asarray(2 * np.pi * np.array(days), np.float32)

    def replay(self, values: Floats) -> tuple[State, Arrays, Arrays]:
        """Return the state after counts (steps, units), and the covariates of both mechanisms before each step."""
        seen = ~np.isnan(values)
        deaths = np.where(seen, values, 0).astype(np.int32)
        phases = np.where(deaths >= self.war, WAR, np.where(deaths > 0, CLASHES, 0)).astype(np.int32)
        given = (self.seasons(0, len(values)), deaths, phases, seen)
        state, (first, second) = _replayed(self, self.start(), given)
        return state, first, second

    def step(self, state: State, given: tuple[Any, ...]) -> tuple[State, tuple[Arrays, Arrays]]:
        """Return the state after one step's counts, and the covariates that both mechanisms had of it."""
        season, count, phase, known = given
        (escalation, lethality), theta, clock = self.world, self.centre, self.clock(season)
        first = escalation.covariates(state, clock, theta)
        mark = {"phase": phase, "initiator": jnp.full_like(phase, NOBODY)}
        moved = escalation.effect(state, mark, clock, theta)
        second = lethality.covariates(moved, clock, theta)
        after = lethality.effect(moved, {"deaths": count}, clock, theta)
        return _kept(known, after, state), (first, second)

    def observed(self, values: Floats, burn_in: int) -> tuple[State, Rows]:
        """Return the state at the end and the rows of all counted unit-steps from step `burn_in` on."""
        state, first, second = self.replay(values)
        times = np.where(np.isnan(values), 0.0, 1.0)
        times[:burn_in] = 0
        long = (np.asarray(first["quiet"]) > np.log1p(QUIET)) & (np.nan_to_num(values) == 0)
        turn = np.arange(len(values))[:, None] + np.arange(values.shape[1])
        times = times * np.where(long, np.where(turn % THIN == 0, THIN, 0), 1)
        t, n = np.nonzero(times)
        if not len(t):
            raise FitError("no step of the panel is left to fit on", hint="choose a later origin")
        filling = np.zeros(-len(t) % ROWS, int)
        weight = np.concatenate([times[t, n], filling]).astype(np.float32)
        t, n = np.concatenate([t, filling]), np.concatenate([n, filling])
        deaths = np.nan_to_num(values)[t, n].astype(np.int32)
        calm = deaths == 0
        allowed = np.stack([calm, calm, ~calm & (deaths < self.war), deaths >= self.war], axis=-1)
        own = {name: np.asarray(value)[t, n] for name, value in first.items()}
        size = {name: np.asarray(value)[t, n] for name, value in second.items()}
        nobody = np.full(len(t), NOBODY, np.int32)
        return state, Rows(
            n.astype(np.int32), weight, own, {"allowed": allowed, "initiator": nobody}, size,
            {"deaths": deaths, "seen": ~calm},
        )  # fmt: skip


@partial(jax.jit, static_argnums=0)
def _replayed(hierarchy: Hierarchy, state: State, given: Any) -> Any:
    return jax.lax.scan(hierarchy.step, state, given)


def _median(row: Parameter) -> float:
    if row.prior is None:
        return float(row.value if row.value is not None else 0.0)
    return float(np.exp(row.prior.a)) if row.prior.family == "lognormal" else float(row.prior.a)


def _kept(known: Any, after: State, before: State) -> State:
    """Return `after` for the units counted in the step, `before` for the others."""

    def choose(new: Any, old: Any) -> Any:
        return jnp.where(known, new, old) if new.shape == known.shape else new

    kept: State = jax.tree.map(choose, after, before)
    return kept


def spread(draws: Any) -> Draws:
    """Return simulated deaths (leads, samples, units) as draws (leads, units, samples)."""
    return np.moveaxis(np.asarray(draws), 1, 2).astype(np.int64)
