"""A made-up system of two rivalries for tests of mechanisms and fits, and futures of it drawn from the priors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.case import Case
from interbellum.case.documents import Actor, CaseMeta, Name
from interbellum.case.model import Model, Parameter
from interbellum.case.tables import Status
from interbellum.mechanisms.protocol import Clock, Evidence, Mechanism
from interbellum.mechanisms.registry import ORDER, chosen, parameters
from interbellum.record import Record
from interbellum.simulation.engine import Engine, Plan
from interbellum.simulation.inputs import sample_inputs, sample_priors
from interbellum.simulation.members import Draws, start_state
from interbellum.simulation.timeline import Timeline, clocks, timeline
from interbellum.system.observations import Observations
from interbellum.system.observe import observe
from interbellum.system.state import NOBODY, State, zeros
from interbellum.system.system import System, build_system

ALL = ("attention", "spending", "escalation", "lethality", "conquest")
TOWN = {
    "id": "TOWN", "sided_with": ["SUD"], "lives_in": ["PORT", "CAPE"], "shares": [1, 3], "supplied_by": ["ROAD"],
}  # fmt: skip
"""Townspeople on SUD's ground, who live by the road."""
NOR, SUD, REB, PAT, FAR = range(5)
"""Actors: NOR against SUD and the rebels REB; PAT, who guarantees SUD, against FAR, who guarantees NOR."""
HOLDERS = {"HILL": "NOR", "FORD": "NOR", "PORT": "SUD", "CAPE": "SUD", "ISLE": "PAT", "REEF": "FAR"}
"""Zones, each touching the next; the last two belong to the second rivalry."""


def judged(value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "unit": "1", "basis": "judgement", "source": "made up"}


def start(field: str, unit: str, value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"field": field, "unit_id": unit, **judged(value, low, high)}


def zone(name: str, rivalry: str, *neighbours: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "rivalry": rivalry, "neighbours": neighbours, **more}


def model(**changes: Any) -> Model:
    """The world's model; `second_to` and `hill_to` end units, other names replace parts of the model."""
    ends = {name: changes.pop(name, None) for name in ("second_to", "hill_to")}
    communities = changes.pop("communities", [])
    units = {
        "actors": ["NOR", "SUD", "REB", "PAT", "FAR"],
        "rivalries": [
            {"id": "NOR-SUD", "sides": [["NOR"], ["SUD", "REB"]]},
            {"id": "PAT-FAR", "sides": [["PAT"], ["FAR"]], "to": ends["second_to"]},
        ],
        "commitments": [
            {"id": "PAT-SUD", "client": "SUD", "patron": "PAT", "kind": "defence", "weight": judged(0.8, 0.6, 1.0)},
            {"id": "FAR-NOR", "client": "NOR", "patron": "FAR", "kind": "arms", "weight": judged(0.3, 0.2, 0.4)},
        ],
        "corridors": [{"id": "ROAD", "joins": ["HILL"], "through": ["FORD"]}],
        "zones": [
            zone("HILL", "NOR-SUD", "NOR", "FORD", to=ends["hill_to"]),
            zone("FORD", "NOR-SUD", "PORT"),
            zone("PORT", "NOR-SUD", "CAPE"),
            zone("CAPE", "NOR-SUD", "SUD"),
            zone("ISLE", "PAT-FAR", "REEF", "PAT"),
            zone("REEF", "PAT-FAR", "FAR"),
        ],
        "communities": communities,
        "missions": [{"id": "WATCH", "sent_by": "FAR", "rivalry": "NOR-SUD", "stands_in": ["ROAD"]}],
        "issues": [
            {"id": "MIDDLE", "rivalry": "NOR-SUD", "zones": ["FORD", "PORT"]},
            {"id": "WATERS", "rivalry": "PAT-FAR", "zones": ["REEF"], "claimants": ["PAT"]},
        ],
    }
    initial = [
        *(start("spending", a, s, 0.7 * s, 1.4 * s) for a, s in zip(units["actors"], SPENDING, strict=True)),
        *(start("resource", a, r) for a, r in zip(units["actors"], (0.6, 0.0, 0.2, 0.9, 0.0), strict=True)),
        *(start("quality", a, 1.0, 0.8, 1.25) for a in units["actors"]),
        start("attention", "PAT", 0.6),
        start("heat", "NOR-SUD", 12.0, 6.0, 20.0),
        start("time_since_violence", "NOR-SUD", 0.5),
        *(start("population", unit["id"], 40_000, 30_000, 60_000) for unit in communities),
        *(start("stock", unit["id"], 45, 20, 60) for unit in communities),
    ]
    coverage = [
        {"rivalry": rivalry["id"], "what": "hostile_events", "from": "1999-12", "to": "2009-12"}
        for rivalry in units["rivalries"]
    ]
    return Model.model_validate(
        {"start": "2000-01", "mechanisms": ALL, "units": units, "initial": initial, "coverage": coverage, **changes}
    )


SPENDING = (3e9, 1e9, 1e8, 4e10, 2e10)


def case(step: str = "month", rebels_to: str | None = None, **changes: Any) -> Case:
    """The world as a case of which only control at the start is recorded."""
    meta = CaseMeta(
        id="world", title="A made-up world", question="Who wins?", period="2000/2009", step=step, time_zone="UTC",
        languages=("en",), licence="CC0-1.0", authors=("A. Nalyst",),
    )  # fmt: skip
    actors = tuple(
        Actor.model_validate(
            {"id": a, "names": (Name(name=a),), "kind": "state", "to": rebels_to if a == "REB" else None}
        )
        for a in ("NOR", "SUD", "REB", "PAT", "FAR")
    )
    held = tuple(
        Status.model_validate(
            {"id": f"S-{z}", "subject": z, "attribute": "control", "value": a, "from": "1990", "to": "1999-12-31"}
        )
        for z, a in HOLDERS.items()
    )
    return Case(meta=meta, model=model(**changes), actors=actors, status=held)


@dataclass(frozen=True)
class World:
    """A system with its engine and parameter rows, and a record that is silent but for the start."""

    case: Case
    system: System
    engine: Engine
    rows: Mapping[str, Parameter]
    silent: Observations

    def mechanism(self, name: str) -> Mechanism:
        return next(m for m in self.engine.mechanisms if m.name == name)

    def theta(self, **changes: float) -> dict[str, Any]:
        """Return one value of every parameter: its prior's median, or its judged value; `changes` as in heat=1.0."""
        priors = sample_priors(self.rows, 201, 0)
        values = {name: float(np.median(draws)) for name, draws in priors.items()}
        values |= {name: row.value for name, row in self.rows.items() if row.value is not None}
        full = {name.split(".", 1)[1]: name for name in values} | {name: name for name in values}
        values |= {full[name]: value for name, value in changes.items()}
        judged = {k: jnp.array([one.value for one in v.values()], jnp.float32) for k, v in self.system.judged().items()}
        return {**{k: jnp.float32(v) for k, v in values.items()}, **judged}

    def state(self, **fields: Any) -> State:
        """Return one member's state at the start, some fields replaced by lists over their units."""
        inputs = sample_inputs(self.system, self.rows, 1, 0)
        whole = start_state(self.system, self.silent, Draws(inputs.theta, inputs.fields, "one"))
        one: State = jax.tree.map(lambda x: x[..., 0], whole)
        like = zeros(self.system.sizes)
        given = {k: jnp.asarray(v, getattr(like, k).dtype) for k, v in fields.items()}
        return State(**{**vars(one), **given})

    def clock(self, step: int = 0) -> Clock:
        """Return the clock of one step."""
        whole = clocks(self.system, 0, step + 1)
        one: Clock = jax.tree.map(lambda x: jnp.asarray(x[step]), whole)
        return one

    def shift(self, mechanism: str) -> jax.Array:
        return jnp.zeros(self.system.size(self.mechanism(mechanism).shifts))

    def line(self, observed: Observations | None = None) -> Timeline:
        shown = self.silent if observed is None else observed
        return timeline(self.system, self.engine.mechanisms, shown, count=shown.count, seen_until=shown.count)


def world(count: int = 60, **changes: Any) -> World:
    """Return the world with a silent record of `count` steps."""
    made = case(**changes)
    system = build_system(made)
    mechanisms = chosen(system)
    silent = observe(Record.of(made), system, count=count)
    return World(made, system, Engine(system, mechanisms), parameters(system, mechanisms), silent)


def full(count: int = 60, **changes: Any) -> World:
    """Return the world with all twelve mechanisms and a town."""
    return world(count, mechanisms=ORDER, communities=[TOWN], **changes)


@lru_cache
def inland(count: int = 60) -> World:
    """Return the world in which no zone of the first rivalry borders the undisputed ground of an actor."""
    units = json.loads(case().model.units.model_dump_json(by_alias=True))
    for one in units["zones"][:4]:
        one["neighbours"] = [near for near in one["neighbours"] if near in HOLDERS]
    return world(count, units=units)


@dataclass(frozen=True)
class Futures:
    """Futures drawn from the priors. Arrays are (members, T, units); `theta` (members,) or (members, units)."""

    theta: Mapping[str, np.ndarray]
    start: State
    covariates: Mapping[str, Mapping[str, np.ndarray]]
    marks: Mapping[str, Mapping[str, np.ndarray]]
    states: State


def futures(home: World, members: int, seed: int = 0, plan: Plan | None = None) -> Futures:
    """Return `members` futures over the whole silent record, each with parameters and inputs of its own."""
    inputs = sample_inputs(home.system, home.rows, members, seed)
    theta = {**inputs.theta, **sample_priors(home.rows, members, seed)}
    begin = start_state(home.system, home.silent, Draws(theta, inputs.fields, "prior"))
    batch = {name: jnp.asarray(np.moveaxis(value, 0, -1), jnp.float32) for name, value in theta.items()}
    step = jax.vmap(home.engine.member_step, in_axes=(-1, -1, -1, None, None, None, None), out_axes=-1)
    whole, choices = home.line(), plan or home.engine.empty_plan(home.silent.count)
    unseen = {m.name: m.silence(jax.tree.map(np.asarray, whole.evidence[m.name])) for m in home.engine.mechanisms}
    line = replace(whole, evidence=unseen)

    @jax.jit
    def fold(begin: State, batch: Any, key: jax.Array, line: Timeline, choices: Plan) -> Any:
        def body(state: State, xs: tuple[Timeline, Plan, jax.Array]) -> Any:
            now, choice, key = xs
            keys = jax.random.split(key, len(home.engine.mechanisms))
            luck = {
                m.name: jax.random.uniform(k, (len(home.engine.slots[m.name]), members))
                for k, m in zip(keys, home.engine.mechanisms, strict=True)
            }
            given = (now.held, now.added, now.scaled)
            after, seen, marks = step(state, luck, batch, now.clock, now.evidence, given, choice)
            return after, (seen, marks, after)

        keys = jax.random.split(key, home.silent.count)
        return jax.lax.scan(body, begin, (line, choices, keys))[1]

    found = fold(begin, batch, jax.random.key(seed), line, choices)
    seen, marks, states = jax.tree.map(lambda x: np.moveaxis(np.asarray(x), -1, 0), found)
    return Futures(theta, begin, seen, marks, states)


def shown(home: World, name: str, future: Futures) -> Evidence:
    """Return what a record that sees everything shows of a mechanism's marks, (members, T, units)."""
    m, marks = home.mechanism(name), future.marks[name]
    count = len(next(iter(future.theta.values())))
    silence = m.silence(jax.tree.map(np.asarray, m.evidence(home.silent)))
    whole = {k: np.repeat(np.asarray(v)[None], count, axis=0) for k, v in silence.items()}
    whole |= {k: np.asarray(v) for k, v in marks.items() if k in whole}
    whole |= {k: np.ones_like(v) for k, v in whole.items() if k in ("seen", "paired", "measured", "followed", "sized")}
    if name == "escalation":
        violent = marks["phase"] >= 2
        whole["allowed"] = marks["phase"][..., None] == np.arange(4)
        whole["initiator"] = np.where(violent, marks["initiator"], NOBODY)
    return whole
