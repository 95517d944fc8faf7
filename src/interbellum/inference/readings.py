"""Rival readings of a conflict as rival priors: what each changes, and the record replayed for them to be tested on.

All readings are tested on the same samples of the judged inputs: initial values, weights, and how far each power was
tied down, whose series are sampled within their ranges. The record does not update these (a cut posterior).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from interbellum.case.documents import Perspective
from interbellum.case.faults import nearest
from interbellum.case.model import Parameter, Prior
from interbellum.errors import ModelError, Where
from interbellum.inference.likelihood import Replayed, log_likelihood
from interbellum.inference.particles import LearnedPrior, Likelihood, learn
from interbellum.inference.posterior import IMPUTATIONS, Posterior
from interbellum.mechanisms.protocol import Mechanism
from interbellum.record.series import level_at
from interbellum.simulation.assembly import Assembly
from interbellum.simulation.engine import BLOCK
from interbellum.simulation.inputs import Inputs, judged_quantile, sample_inputs, sample_priors, support
from interbellum.simulation.members import Draws, dealing, spread, start_state
from interbellum.simulation.timeline import timeline
from interbellum.system.observations import Observations

Floats = NDArray[np.float64]
WHERE = Where("perspectives.yaml")


@dataclass(frozen=True)
class ReadingPriors:
    """A reading's priors of one mechanism's fitted parameters, and the values it fixes."""

    priors: Mapping[str, Prior]
    fixed: Mapping[str, float]


def mechanism_of(mechanisms: Sequence[Mechanism], rows: Mapping[str, Parameter], parameter: str) -> Mechanism:
    """Return the mechanism that a parameter belongs to; raise `ModelError` where none of these has it."""
    known = {row.name: one for one in mechanisms for row in one.parameters() if row.name in rows}
    if parameter not in known:
        near = nearest(parameter, known)
        chosen = "choose its mechanism in model.yaml, or see interbellum fit --parameters"
        raise ModelError(
            f"no mechanism of this case has the parameter {parameter!r}", where=WHERE,
            hint=chosen if near.startswith("allowed") else near,
        )  # fmt: skip
    return known[parameter]


def touched(assembly: Assembly, perspective: Perspective | None) -> tuple[str, ...]:
    """Return the names of the mechanisms that a reading changes."""
    changes = perspective.changes if perspective else ()
    found = (mechanism_of(assembly.engine.mechanisms, assembly.rows, change.parameter) for change in changes)
    return tuple(dict.fromkeys(one.name for one in found))


def reading_of(rows: Mapping[str, Parameter], mechanism: Mechanism, perspective: Perspective | None) -> ReadingPriors:
    """Return what a reading believes of a mechanism before the record: its priors shifted, or a value instead.

    `rows` are the parameters of the case. Raises `ModelError` for a change that a parameter has no room for.
    """
    own = {row.name for row in mechanism.parameters()}
    priors = {name: row.prior for name, row in rows.items() if name in own and row.prior is not None}
    fixed: dict[str, float] = {}
    for change in perspective.changes if perspective else ():
        if change.parameter not in own:
            continue
        if change.op == "fix":
            _refuse_outside(rows[change.parameter], change.value)
            fixed[change.parameter] = change.value
            priors.pop(change.parameter, None)
        elif change.parameter in priors:
            priors[change.parameter] = _shifted(change.parameter, priors[change.parameter], change.value)
        else:
            raise ModelError(
                f"{change.parameter} is judged, not fitted, so a reading cannot shift it", where=WHERE,
                hint="fix it at a value",
            )  # fmt: skip
    return ReadingPriors(priors, fixed)


def _refuse_outside(row: Parameter, value: float) -> None:
    low, high = support(row)
    if not low <= value <= high:
        raise ModelError(
            f"{row.name} cannot be fixed at {value:g}", where=WHERE, hint=f"its values lie from {low:g} to {high:g}"
        )  # fmt: skip


def _shifted(name: str, prior: Prior, by: float) -> Prior:
    """Return the prior with its middle moved: the mean, the median of a log-normal, the mean of a beta at the same sum
    of shapes."""
    if prior.family == "normal":
        return prior.model_copy(update={"a": prior.a + by})
    if prior.family == "uniform":
        return prior.model_copy(update={"a": prior.a + by, "b": prior.b + by})
    if prior.family == "lognormal" and np.exp(prior.a) + by > 0:
        return prior.model_copy(update={"a": float(np.log(np.exp(prior.a) + by))})
    mean = prior.a / (prior.a + prior.b) + by if prior.family == "beta" else -1.0
    if 0 < mean < 1:
        whole = prior.a + prior.b
        return prior.model_copy(update={"a": mean * whole, "b": (1 - mean) * whole})
    raise ModelError(
        f"{name} cannot be shifted by {by:g}: its prior {prior.family}({prior.a:g}, {prior.b:g}) has no room for it",
        where=WHERE, hint="shift it by less, or fix it",
    )  # fmt: skip


@dataclass(frozen=True)
class TellingSteps:
    """A mechanism's steps that tell something of it: (K, T, ...) arrays, and the steps' numbers (T,)."""

    mechanism: Mechanism
    covariates: Mapping[str, np.ndarray]
    evidence: Mapping[str, np.ndarray]
    fixed: Mapping[str, np.ndarray]
    steps: NDArray[np.int64]

    @property
    def sets(self) -> int:
        """Number of samples of the judged inputs."""
        return len(next(iter(self.covariates.values())))

    @cached_property
    def _run(self) -> Callable[[Mapping[str, np.ndarray]], jax.Array]:
        """Log-likelihoods (K, P, T), summed over units, of all fitted parameters (K, P): compiled once."""

        def one(c: object, e: object, f: Mapping[str, jax.Array], d: Mapping[str, jax.Array]) -> jax.Array:
            replayed = Replayed(c, e, jnp.ones(()), f)  # type: ignore[arg-type]
            return log_likelihood(self.mechanism, replayed, {**f, **d}).sum(axis=-1)

        whole = jax.jit(jax.vmap(jax.vmap(one, in_axes=(None, None, None, 0))))
        return lambda drawn: whole(self.covariates, self.evidence, self.fixed, drawn)

    def likelihood(self, reading: ReadingPriors, particles: int) -> Likelihood:
        """Return the log-likelihood by step of a reading's free parameters (K, P), with the values it fixes."""
        shape = (self.sets, particles)
        fixed = {name: np.full(shape, value, np.float32) for name, value in reading.fixed.items()}

        def of(theta: Mapping[str, Floats]) -> Floats:
            drawn = {name: np.asarray(value, np.float32) for name, value in theta.items()}
            return np.asarray(self._run({**drawn, **fixed}), np.float64)

        return of


def told(assembly: Assembly, names: Sequence[str], inputs: Inputs, *, until: int, seed: int) -> dict[str, TellingSteps]:
    """Return the record before step `until` as it tells of some mechanisms, under each sample of the inputs."""
    sets = len(next(iter(inputs.theta.values())))
    seen = [_replayed(assembly, _one(inputs, k), k, sets, until, seed) for k in range(sets)]
    found = {}
    for mechanism in assembly.engine.mechanisms:
        if mechanism.name not in names:
            continue
        own = [seen[k][mechanism.name] for k in range(sets)]
        steps = np.unique(np.concatenate([_steps(mechanism, *pair) for pair in own])).astype(np.int64)
        covariates, evidence = (_stacked([{n: v[steps] for n, v in pair[i].items()} for pair in own]) for i in (0, 1))
        fixed = {name: np.asarray(value, np.float32) for name, value in inputs.theta.items()}
        found[mechanism.name] = TellingSteps(mechanism, covariates, evidence, fixed, steps)
    return found


Seen = tuple[Mapping[str, np.ndarray], Mapping[str, np.ndarray]]


def _replayed(assembly: Assembly, inputs: Inputs, k: int, sets: int, until: int, seed: int) -> dict[str, Seen]:
    """Return, by mechanism, covariates and evidence (T, ...) under one sample of the inputs."""
    engine, observed = assembly.engine, _sampled(assembly, k, sets, seed)
    line = timeline(engine.system, engine.mechanisms, observed, count=until, seen_until=until)
    draws = spread(inputs, sample_priors(assembly.rows, BLOCK, seed), "prior")
    start = start_state(engine.system, observed, draws)
    plan = engine.empty_plan(until)
    _, seen = engine.run(start, draws.members(), seed + k, 0, line, plan, emit="covariates", stride=BLOCK)
    return {m.name: ({n: v[..., 0] for n, v in seen[m.name].items()}, line.evidence[m.name]) for m in engine.mechanisms}


def _one(inputs: Inputs, k: int) -> Inputs:
    fields, theta = ({n: v[k : k + 1] for n, v in part.items()} for part in (inputs.fields, inputs.theta))
    return Inputs(fields, theta)


def _steps(mechanism: Mechanism, covariates: Mapping[str, np.ndarray], evidence: Mapping[str, np.ndarray]) -> Floats:
    """Return the numbers of the steps that tell something of a mechanism."""
    like = next(iter(covariates.values()))
    number = np.broadcast_to(np.arange(len(like)).reshape(-1, *[1] * (like.ndim - 1)), like.shape)
    marked = {**{name: value[None] for name, value in covariates.items()}, "number of the step": number[None]}
    shown, _ = mechanism.telling(marked, evidence)
    numbers = np.asarray(shown["number of the step"])[0]
    return numbers.reshape(len(numbers), -1)[:, 0] if numbers.size else np.zeros(0, int)


def _stacked(parts: Sequence[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    return {name: np.stack([part[name] for part in parts]) for name in parts[0]}


def _sampled(assembly: Assembly, k: int, sets: int, seed: int) -> Observations:
    """Return the observations with the judged levels of attention at one stratified place within their ranges: each
    power's whole series high or low together, since a judgement that errs errs throughout."""
    system, observed = assembly.system, assembly.observed
    knowledge = assembly.record.knowledge(assembly.known_by)
    level = observed.attention.copy()
    for a, actor in enumerate(system.ids["actors"]):
        rng = np.random.default_rng([seed, 97, a])
        u = float(((rng.permutation(sets) + rng.uniform(size=sets)) / sets)[k])
        drawn: dict[str, float] = {}
        for t in np.flatnonzero(~np.isnan(level[:, a])):
            entry = level_at(knowledge, "attention", actor, system.steps.end(int(t)))
            if entry is None or entry.row.value is None:
                continue
            if entry.key not in drawn:
                value = judged_quantile(entry.row.value, entry.row.low, entry.row.high, np.array([u]))
                drawn[entry.key] = float(np.clip(value[0], 0.0, 1.0))
            level[t, a] = drawn[entry.key]
    return replace(observed, attention=level)


def learned(data: TellingSteps, reading: ReadingPriors, *, particles: int, seed: int) -> LearnedPrior:
    """Return what a reading's priors learned from the steps that tell of a mechanism, and how they foresaw each."""
    return learn(reading.priors, data.likelihood(reading, particles), data.sets, particles, seed)


def posterior_as(assembly: Assembly, posterior: Posterior, perspective: Perspective | None, *, until: int) -> Draws:
    """Return draws of the parameters as a reading has them: its own posterior of the mechanisms that it changes, the
    given posterior of all others, on the same samples of the judged inputs."""
    names = touched(assembly, perspective)
    if not names:
        return posterior.draws
    seed = int(posterior.provenance.get("seed", 1))
    data = told(assembly, names, posterior.inputs, until=until, seed=seed)
    theta = dict(posterior.draws.theta)
    sets = len(next(iter(posterior.inputs.theta.values())))
    for one in data.values():
        reading = reading_of(assembly.rows, one.mechanism, perspective)
        found = learned(one, reading, particles=BLOCK // sets, seed=seed)
        theta |= {parameter: value.reshape(-1)[dealing(sets)] for parameter, value in found.draws.items()}
        theta |= {parameter: np.full(BLOCK, value) for parameter, value in reading.fixed.items()}
    held = perspective.id if perspective else ""
    return Draws(theta, posterior.draws.fields, f"{posterior.id} as {held}")


def judged_samples(assembly: Assembly, seed: int) -> Inputs:
    """Return the samples of the judged inputs that readings are tested on."""
    return sample_inputs(assembly.system, assembly.rows, IMPUTATIONS, seed)
