"""The posterior: fitting, its draws, its diagnostics in figures and words, and its place on disk.

Judged inputs (initial values, weights, half-lives: whatever has a range instead of a prior) are sampled `IMPUTATIONS`
times; the record is replayed with each sample, and the parameters are fitted given each. Draws of all fits together
carry the judged uncertainty without the record updating it: a cut posterior (Plummer 2015, Statistics and Computing
25:37-43).
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from interbellum.case.cache import code_hash
from interbellum.case.files import replacing
from interbellum.case.model import Parameter
from interbellum.errors import FitError
from interbellum.inference.likelihood import Replayed, places_of
from interbellum.inference.modes import apart, jumps_from
from interbellum.inference.sampling import Hops, Sampler
from interbellum.mechanisms.protocol import Mechanism
from interbellum.mechanisms.registry import available, code_of
from interbellum.simulation.engine import BLOCK, Engine
from interbellum.simulation.executables import PARTS
from interbellum.simulation.inputs import Inputs, sample_inputs, sample_priors
from interbellum.simulation.members import Draws, spread, start_state
from interbellum.simulation.timeline import timeline
from interbellum.system.observations import Observations
from interbellum.system.state import FIELDS

if TYPE_CHECKING:
    import arviz as az

IMPUTATIONS = 8
"""Samples of the judged inputs, each with a fit of its own."""
CHAINS = 2
"""Chains a fit."""
WARMUP, SAMPLES = 100, 500
"""Steps of a chain that adapt and that are kept."""
FEW_ROWS, ROWS = 16, 128
"""Steps with evidence are padded to a power of two from FEW_ROWS on, or else to a multiple of ROWS, so that many
origins share one compiled program."""
UNINFORMED = 0.10
"""A parameter whose variance the record shrank by less than this share was not informed by it."""
RHAT_LIMIT, ESS_LIMIT = 1.05, 400.0
"""Worst split R-hat and least bulk effective sample size (all fits together) of a fit that converged.

The R-hat is the worst of all parameters and fits, some 600 pairs of chains, of which a few lie above 1.01 by chance
alone (Vehtari et al. 2021, Bayesian Analysis 16:667-718, ask for 1.01 of one well-sized fit)."""
FAR = 1.2
"""Split R-hat beyond which two chains stand at modes of their own, rather than being short of one. Chains that seldom
change modes come below it, too; they are told by not mixing for longer either."""


@dataclass(frozen=True)
class Diagnosis:
    """How a fit went. `contraction` is 1 - posterior variance / prior variance, by parameter."""

    rhat: Mapping[str, float]
    ess: Mapping[str, float]
    divergences: int
    contraction: Mapping[str, float]

    @property
    def converged(self) -> bool:
        """Whether every parameter mixed."""
        return not self.unmixed

    @property
    def unmixed(self) -> tuple[str, ...]:
        """The parameters whose chains did not mix."""
        return tuple(n for n in self.rhat if not (self.rhat[n] <= RHAT_LIMIT and self.ess[n] >= ESS_LIMIT))

    @property
    def uninformed(self) -> tuple[str, ...]:
        """The parameters that the record did not inform."""
        return tuple(name for name, share in self.contraction.items() if share < UNINFORMED)

    def words(self) -> tuple[str, ...]:
        """Return the diagnosis in sentences."""
        lines = []
        if self.rhat:
            worst, least = max(self.rhat, key=lambda n: self.rhat[n]), min(self.ess, key=lambda n: self.ess[n])
            lines.append(
                f"{'Chains mixed' if self.converged else 'Chains did NOT mix'}: worst R-hat {self.rhat[worst]:.3f} "
                f"({worst}), least effective sample {self.ess[least]:.0f} ({least}), {self.divergences} divergences."
            )
        if self.uninformed:
            lines.append(
                f"The record did not inform {len(self.uninformed)} of {len(self.contraction)} parameters; they stay at "
                f"their priors: {', '.join(self.uninformed)}."
            )
        return tuple(lines)


@dataclass(frozen=True)
class Posterior:
    """Draws of the fitted parameters with the inputs they belong to.

    `chains` has arrays (imputation * CHAINS, samples) by parameter, chains of one imputation side by side.
    """

    id: str
    rows: Mapping[str, Parameter]
    inputs: Inputs
    chains: Mapping[str, np.ndarray]
    diverging: np.ndarray
    provenance: Mapping[str, Any]

    @cached_property
    def draws(self) -> Draws:
        """BLOCK draws for members: chains thinned evenly, each with the inputs of its imputation, the imputations in
        turn."""
        sets = len(self.diverging) // CHAINS
        per_set = BLOCK // sets
        theta = {}
        for name, value in self.chains.items():
            pooled = value.reshape(sets, -1)
            keep = np.linspace(0, pooled.shape[1] - 1, per_set).round().astype(int)
            theta[name] = pooled[:, keep].reshape(-1)
        return spread(self.inputs, theta, self.id).dealt(sets)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """R-hat and effective sample size within each imputation (worst, and summed), divergences, contraction."""
        az = arviz()
        sets = len(self.diverging) // CHAINS
        rhat: dict[str, float] = {}
        ess: dict[str, float] = {}
        for name, value in self.chains.items():
            each = value.reshape(sets, CHAINS, -1)
            rhat[name] = float(np.max([az.rhat(chains) for chains in each]))
            ess[name] = float(sum(az.ess(chains) for chains in each))
        prior = sample_priors(self.rows, 4000, 0)
        contraction = {}
        for name, value in self.chains.items():
            scale = np.log if self.rows[name].prior.family == "lognormal" else np.asarray  # type: ignore[union-attr]
            contraction[name] = float(1 - scale(value).var() / scale(prior[name]).var())
        return Diagnosis(rhat, ess, int(self.diverging.sum()), contraction)

    def summary(self) -> list[dict[str, Any]]:
        """Return one row a parameter: mean, sd, 5%, 50%, 95%, basis, unit, source, and whether the record informed
        it."""
        table = []
        contraction = self.diagnosis.contraction
        for name, row in self.rows.items():
            found = self.chains.get(name)
            value = self.inputs.theta[name] if found is None else found
            low, middle, high = np.quantile(value, [0.05, 0.5, 0.95])
            table.append(
                {
                    "name": name, "mean": float(value.mean()), "sd": float(value.std()), "q05": float(low),
                    "q50": float(middle), "q95": float(high),
                    "unit": row.unit, "basis": row.basis, "source": row.source,
                    "contraction": contraction.get(name), "informed": contraction.get(name, 0.0) >= UNINFORMED,
                }
            )  # fmt: skip
        return table

    def inference_data(self) -> az.InferenceData:
        """Return the chains as ArviZ InferenceData, prior draws beside them."""
        prior = {name: value[None] for name, value in sample_priors(self.rows, BLOCK, 0).items()}
        constant = {f"theta.{k}": v for k, v in self.inputs.theta.items()}
        constant |= {f"fields.{k}": v for k, v in self.inputs.fields.items()}
        data: az.InferenceData = arviz().from_dict(
            posterior=dict(self.chains), prior=prior, sample_stats={"diverging": self.diverging},
            constant_data={k: v for k, v in constant.items() if v.size},
        )  # fmt: skip
        data.attrs.update({"id": self.id, "provenance": json.dumps(dict(self.provenance), sort_keys=True)})
        return data


def posterior_id(rows: Mapping[str, Parameter], provenance: Mapping[str, Any]) -> str:
    """Return the id of the posterior that these rows and this provenance give."""
    content = {
        "rows": {k: v.model_dump() for k, v in rows.items()},
        "provenance": dict(provenance),
        "code": [code_hash(*PARTS, "inference"), code_of(available().values())],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:20]


def replays(
    engine: Engine, observed: Observations, rows: Mapping[str, Parameter], inputs: Inputs, *, until: int, seed: int
) -> dict[str, Replayed]:
    """Return, by mechanism, the replay of the record to step `until`, one leading entry for each sample of the inputs.

    Marks on which the record is silent are drawn from the priors' chance, another draw for each sample. The replay is
    as long as the record, silent from `until` on, so that every origin shares one compiled fit.
    """
    _refuse_fitted_states(engine, rows)
    line = timeline(engine.system, engine.mechanisms, observed, count=observed.count, seen_until=until)
    draws = spread(inputs, sample_priors(rows, BLOCK, seed), "prior")
    start = start_state(engine.system, observed, draws)
    stride = BLOCK // len(next(iter(inputs.theta.values())))
    plan = engine.empty_plan(observed.count)
    _, seen = engine.run(start, draws.members(), seed, 0, line, plan, emit="covariates", stride=stride)
    fixed = {name: np.asarray(value, np.float32) for name, value in inputs.theta.items()}
    found = {}
    for m in engine.mechanisms:
        covariates = {name: np.moveaxis(value, -1, 0) for name, value in seen[m.name].items()}
        found[m.name] = condensed(m, covariates, line.evidence[m.name], fixed)
    return found


def condensed(
    mechanism: Mechanism,
    covariates: Mapping[str, np.ndarray],
    evidence: Mapping[str, np.ndarray],
    fixed: Mapping[str, np.ndarray],
) -> Replayed:
    """Return the steps that tell something of a mechanism, like ones once with their number as weight.

    `covariates` are (samples, T, ...), `evidence` (T, ...). Rows of weight zero fill up to `room`. Leaving the others
    out changes nothing but the time.
    """
    told, shown = mechanism.telling(covariates, evidence)
    count = len(next(iter(shown.values())))
    first, times = np.zeros(0, np.int64), np.zeros(0, np.int64)
    if count:
        covariates, evidence = told, shown
        parts = [np.moveaxis(v, 1, 0) for v in covariates.values()] + list(evidence.values())
        rows = np.concatenate([_bytes(part, count) for part in parts], axis=1)
        if rows.shape[1]:
            _, first, times = np.unique(rows, axis=0, return_index=True, return_counts=True)
    padding = room(len(first)) - len(first)
    keep = np.concatenate([first, np.zeros(padding, int)])
    weight = np.concatenate([times, np.zeros(padding)]).astype(np.float32)
    return Replayed(
        covariates={name: value[:, keep] for name, value in covariates.items()},
        evidence={name: value[keep] for name, value in evidence.items()},
        weight=weight,
        fixed=fixed,
    )


def room(count: int) -> int:
    """Return how many rows `count` of them are padded to."""
    return -(-count // ROWS) * ROWS if count > ROWS else max(FEW_ROWS, 1 << (count - 1).bit_length())


def _bytes(array: np.ndarray, count: int) -> np.ndarray:
    flat = np.ascontiguousarray(array).reshape(count, array.size // count)
    return flat.view(np.uint8).reshape(count, flat.nbytes // count)


def _refuse_fitted_states(engine: Engine, rows: Mapping[str, Parameter]) -> None:
    for mechanism in engine.mechanisms:
        for name in mechanism.carried:
            if rows[name].prior is not None:
                raise FitError(
                    f"parameter {name} bears on states and cannot be fitted", hint="give it a value with low and high"
                )


def _of(mechanism: Mechanism, rows: Mapping[str, Parameter]) -> dict[str, Parameter]:
    names = {row.name for row in mechanism.parameters()}
    return {name: row for name, row in rows.items() if name in names}


class Fitter:
    """Fits one system's mechanisms again and again: compiled once, for any origin."""

    def __init__(self, engine: Engine, rows: Mapping[str, Parameter]) -> None:
        self.engine, self.rows = engine, rows
        self.samplers = {m.name: Sampler(m, _of(m, rows)) for m in engine.mechanisms}

    def fit(
        self,
        observed: Observations,
        *,
        until: int,
        seed: int,
        provenance: Mapping[str, Any],
        warmup: int = WARMUP,
        samples: int = SAMPLES,
        progress: Callable[[str], None] | None = None,
    ) -> Posterior:
        """Return the posterior of the parameters given the marks before step `until`."""
        if until < 1:
            raise FitError("there is no completed step before the origin to fit on", hint="choose a later day")
        inputs = sample_inputs(self.engine.system, self.rows, IMPUTATIONS, seed)
        replayed = replays(self.engine, observed, self.rows, inputs, until=until, seed=seed)
        chains: dict[str, np.ndarray] = {}
        diverging = np.zeros((IMPUTATIONS * CHAINS, samples), bool)

        def sampled(name: str) -> tuple[dict[str, np.ndarray], np.ndarray]:
            found = self.sample(name, replayed[name], warmup=warmup, samples=samples, seed=seed)
            if progress is not None:
                progress(name)
            return found

        with ThreadPoolExecutor(2) as pool:
            for found, failed in pool.map(sampled, [name for name, s in self.samplers.items() if s.names]):
                chains |= found
                diverging |= failed
        where = {**provenance, "warmup": warmup, "samples": samples, "imputations": IMPUTATIONS, "chains": CHAINS}
        about = {**where, "replayed": digests(replayed)}
        return Posterior(posterior_id(self.rows, where), self.rows, inputs, chains, diverging, about)

    def lengthened(
        self,
        short: Posterior,
        observed: Observations,
        *,
        until: int,
        seed: int,
        times: int,
        progress: Callable[[str], None] | None = None,
    ) -> Posterior:
        """Return a posterior with the mechanisms whose chains did not mix sampled anew by chains `times` as long.

        Of those every `times`-th draw is kept, so that all parameters have as many; the others' draws stay. Where
        chains stood far apart, or did not mix for longer either, the new ones jump between the modes at which those
        stood.
        """
        replayed = replays(self.engine, observed, self.rows, short.inputs, until=until, seed=seed)
        unmixed, samples = set(short.diagnosis.unmixed), short.diverging.shape[1]
        chains, diverging = dict(short.chains), short.diverging.copy()
        jumped = set(short.provenance.get("jumped", ()))
        anew = [name for name, sampler in self.samplers.items() if unmixed & set(sampler.names)]
        for name in anew:
            warmup, hops = times * int(short.provenance["warmup"]), self._hops(short, name, seed)
            jumped |= {name} if hops is not None else set()
            found, failed = self.sample(
                name, replayed[name], warmup=warmup, samples=times * samples, seed=seed, hops=hops
            )
            chains |= {parameter: value[:, times - 1 :: times] for parameter, value in found.items()}
            diverging |= failed[:, times - 1 :: times]
            if progress is not None:
                progress(f"{name}, longer")
        before = [name for name in short.provenance.get("lengthened", ()) if name not in anew]
        about = {**short.provenance, "lengthened": [*before, *anew], **({"jumped": sorted(jumped)} if jumped else {})}
        return replace(short, chains=chains, diverging=diverging, provenance=about)

    def _hops(self, short: Posterior, name: str, seed: int) -> Hops | None:
        """Return the jumps of a mechanism's chains, `None` where they were drawn once and none stood far apart."""
        rows, rhat = self.samplers[name].rows, short.diagnosis.rhat
        most = RHAT_LIMIT if name in short.provenance.get("lengthened", ()) else FAR
        far = [i for i, parameter in enumerate(rows) if not rhat[parameter] <= most]
        if not far:
            return None
        stood = {parameter: short.chains[parameter][:, :: max(1, SAMPLES // 20)].reshape(-1) for parameter in rows}
        return jumps_from(apart(places_of(rows, stood), far), seed)

    def sample(
        self, name: str, replayed: Replayed, *, warmup: int, samples: int, seed: int, hops: Hops | None = None
    ) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Return the draws of one mechanism's parameters given its replays, and which of them diverged."""
        twice = replace(replayed, covariates=_twice(replayed.covariates), fixed=_twice(replayed.fixed))
        chains = CHAINS * len(next(iter(replayed.covariates.values())))
        found, failed = self.samplers[name].run(twice, chains, warmup=warmup, samples=samples, seed=seed, hops=hops)
        for parameter, value in found.items():
            if not np.isfinite(value).all():
                raise FitError(
                    f"the fit of {parameter} left the real numbers", hint="check its mechanism's series and priors"
                )
        return found, failed


def digests(replayed: Mapping[str, Replayed]) -> dict[str, str]:
    """Return, by mechanism, a hash of what it was fitted to."""
    found = {}
    for name, one in replayed.items():
        whole = hashlib.sha256()
        for leaf in (*one.covariates.values(), *one.evidence.values(), one.weight, *one.fixed.values()):
            whole.update(np.ascontiguousarray(leaf).tobytes())
        found[name] = whole.hexdigest()[:16]
    return found


def _twice(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: np.repeat(value, CHAINS, axis=0) for name, value in arrays.items()}


def save(posterior: Posterior, path: Path) -> None:
    """Write a posterior as an ArviZ netCDF file, atomically."""
    with replacing(path) as part:
        posterior.inference_data().to_netcdf(str(part), engine="h5netcdf")


def load(path: Path, rows: Mapping[str, Parameter]) -> Posterior:
    """Return a stored posterior."""
    import h5py

    with h5py.File(path) as data:
        constant, chains = _arrays(data["constant_data"]), _arrays(data["posterior"])
        diverging = _arrays(data["sample_stats"])["diverging"].astype(bool)
        identity, provenance = str(data.attrs["id"]), json.loads(data.attrs["provenance"])
    none = np.zeros((len(next(iter(constant.values()))), 0))  # inputs of a kind without units are not stored
    inputs = Inputs(
        fields=dict.fromkeys(FIELDS, none) | {k[7:]: v for k, v in constant.items() if k.startswith("fields.")},
        theta={"commitment.weight": none, "terms.weight": none}
        | {k[6:]: v for k, v in constant.items() if k.startswith("theta.")},
    )
    return Posterior(
        id=identity, rows=rows, inputs=inputs, chains=chains, diverging=diverging, provenance=provenance
    )  # fmt: skip


def _arrays(group: Any) -> dict[str, np.ndarray]:
    """Return the variables of a netCDF group, its dimensions left out."""
    return {name: value[()] for name, value in group.items() if "CLASS" not in value.attrs}


def arviz() -> Any:
    """Return the ArviZ library, without its word on a version to come."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        import arviz as library
    return library
