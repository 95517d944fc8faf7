"""Rival readings scored on the record, one step ahead, and what the record says of each in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from interbellum.case.case import Case
from interbellum.case.documents import Perspective
from interbellum.dates import as_day
from interbellum.errors import UsageError
from interbellum.inference.readings import TellingSteps, judged_samples, learned, reading_of, told, touched
from interbellum.scoring.paired import block_indices, default_block, widening
from interbellum.simulation.assembly import Assembly, assemble

Floats = NDArray[np.float64]
Verdict = Literal["cannot tell", "leans", "favours"]
AS_IS = "model"
"""The reading that changes nothing."""
LEANS, FAVOURS = float(np.log(3.0)), float(np.log(20.0))
"""Differences in log score from which the record leans to a reading and favours it: odds of 3 and of 20 to 1, where
Kass & Raftery 1995 (JASA 90:773-795) set "positive" and "strong" evidence."""
LEVEL = 0.90
REPLICATES = 2_000
PARTICLES, MORE, SHORT = 250, 1_000, 64
"""Particles for each sample of the inputs, and those where a mechanism has no more than SHORT steps to learn from."""
MOVED = 5
"""Steps named that moved the weights most."""


@dataclass(frozen=True)
class ReadingScore:
    """One reading's log score on the record, in nats (higher is better): `total` over all samples of the judged inputs
    together, `low` to `high` over them one by one; `steps` is how many were scored."""

    id: str
    title: str
    held_by: tuple[str, ...]
    total: float
    low: float
    high: float
    steps: int
    mechanisms: tuple[str, ...]
    claims_for: tuple[str, ...] = ()
    claims_against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duel:
    """Two readings compared. `difference`: log score of `first` less that of `second`; `low` to `high` its 90% interval
    over the record's steps (block bootstrap); `least` to `most` over the samples of the judged inputs."""

    first: str
    second: str
    difference: float
    low: float | None
    high: float | None
    least: float
    most: float
    verdict: Verdict
    words: str


@dataclass(frozen=True)
class MovingStep:
    """A step that moved the weights: how much log score each reading gained there, and what was recorded."""

    step: str
    gains: Mapping[str, float]
    what: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class ReadingScores:
    """Readings scored on one record with the same samples of judged inputs. `weights` and `moved` only where asked for:
    posterior weights from equal ones before, and the steps that moved them. `unchanging` are the titles, by id, of the
    readings that were asked for and change nothing of the model, so that there is nothing to test."""

    readings: tuple[ReadingScore, ...]
    duels: tuple[Duel, ...]
    weights: Mapping[str, float] | None
    moved: tuple[MovingStep, ...]
    provenance: Mapping[str, Any]
    unchanging: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the scores as plain data."""
        return {
            "readings": [asdict(one) for one in self.readings],
            "duels": [asdict(one) for one in self.duels],
            "weights": dict(self.weights) if self.weights is not None else None,
            "moved": [asdict(one) for one in self.moved],
            "unchanging": dict(self.unchanging),
            "provenance": dict(self.provenance),
        }


def perspectives(
    case: Case,
    names: Sequence[str] | None = None,
    *,
    until: str | date | None = None,
    known_by: str | date | None = None,
    weights: bool = False,
    particles: int | None = None,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> ReadingScores:
    """Return how well rival readings foresaw the record, one step ahead, and what that says in words.

    `names` are perspectives of the case (all where none are named) and `model`, which changes nothing and is always
    among them. A reading is a prior: it fixes parameters or moves their priors, and learns the rest from the record,
    step by step. Steps before `until` count. All readings are scored on the same samples of the judged inputs, and on
    the mechanisms that any of them changes. Each pair is compared where two or three readings are named, else each
    with the model as it is. `progress` is called with the readings done and all there are.
    """
    assembly = assemble(case, None if known_by is None else as_day(known_by))
    step = assembly.observed.count
    if until is not None:
        step = min(assembly.checked_start(as_day(until)), step)
    asked = _asked(case, names)
    chosen = [None, *(one for one in asked if one.changes)]
    changed = tuple(dict.fromkeys(name for one in chosen for name in touched(assembly, one)))
    if not changed:
        raise UsageError("no reading that is compared changes anything", hint="name one with changes")
    data = told(assembly, changed, judged_samples(assembly, seed), until=step, seed=seed)
    steps = np.unique(np.concatenate([one.steps for one in data.values()])).astype(np.int64)
    if not len(steps):
        raise UsageError(
            "the record says nothing that these readings speak of", hint=f"they change {', '.join(changed)}"
        )
    scored = _scored(assembly, data, steps, chosen, particles, seed, progress)
    readings = tuple(_reading(one, scored[_id(one)], touched(assembly, one)) for one in chosen)
    titles = {one.id: one.title for one in readings}
    named = names is not None and 2 <= len(set(names) - {AS_IS}) <= 3
    duels = tuple(_duel(a, b, scored[a], scored[b], titles, seed) for a, b in _pairs(chosen, named))
    provenance = {
        **assembly.provenance(), "seed": seed, "samples_of_inputs": len(scored[AS_IS]),
        "until": assembly.system.steps.end(step - 1).isoformat(), "mechanisms": list(changed),
    }  # fmt: skip
    found = _weights(scored) if weights else None
    moved = _moved(assembly, steps, scored, changed) if weights else ()
    unchanging = {one.id: one.title for one in asked if not one.changes}
    return ReadingScores(readings, duels, found, moved, provenance, unchanging)


def _pairs(chosen: Sequence[Perspective | None], each_other: bool) -> list[tuple[str, str]]:
    """Return which readings are compared: each with the model as it is, and before that with each other if asked."""
    ids = [_id(one) for one in chosen if one]
    return [*(combinations(ids, 2) if each_other else ()), *((one, AS_IS) for one in ids)]


def _asked(case: Case, names: Sequence[str] | None) -> list[Perspective]:
    if not case.perspectives:
        raise UsageError("the case has no rival readings", hint="write them in perspectives.yaml")
    known = {one.id: one for one in case.perspectives}
    for name in names or ():
        if name != AS_IS and name not in known:
            raise UsageError(f"the case has no reading {name!r}", hint=f"it has {', '.join(known) or 'none'}")
    return [known[name] for name in dict.fromkeys(known if names is None else names) if name != AS_IS]


def _id(perspective: Perspective | None) -> str:
    return perspective.id if perspective else AS_IS


def _scored(
    assembly: Assembly, data: Mapping[str, TellingSteps], steps: NDArray[np.int64],
    chosen: Sequence[Perspective | None],
    particles: int | None, seed: int, progress: Callable[[int, int], None] | None,
) -> dict[str, Floats]:  # fmt: skip
    """Return log scores (K, T) by reading; a mechanism that a reading leaves alone is scored once for all."""
    found: dict[str, Floats] = {}
    as_is: dict[str, Floats] = {}
    for done, one in enumerate(chosen, start=1):
        total = np.zeros((next(iter(data.values())).sets, len(steps)))
        for name, part in data.items():
            if one is None or name in touched(assembly, one):
                count = particles or (MORE if len(part.steps) <= SHORT else PARTICLES)
                scores = learned(
                    part, reading_of(assembly.rows, part.mechanism, one), particles=count, seed=seed
                ).scores
                if one is None:
                    as_is[name] = scores
            else:
                scores = as_is[name]
            total[:, np.searchsorted(steps, part.steps)] += scores
        found[_id(one)] = total
        if progress is not None:
            progress(done, len(chosen))
    return found


def _together(scores: Floats) -> Floats:
    """Return the log score (T,) of the forecast that gives each sample of the inputs the same weight throughout."""
    top = scores.max(axis=0)
    return np.asarray(top + np.log(np.exp(scores - top).mean(axis=0)))


def _reading(one: Perspective | None, scores: Floats, names: tuple[str, ...]) -> ReadingScore:
    each = scores.sum(axis=1)
    title = one.title if one else "The model as it is"
    return ReadingScore(
        _id(one), title, one.held_by if one else (), float(_together(scores).sum()), float(each.min()),
        float(each.max()), scores.shape[1], names, one.claims_for if one else (), one.claims_against if one else (),
    )  # fmt: skip


def _duel(first: str, second: str, one: Floats, other: Floats, titles: Mapping[str, str], seed: int) -> Duel:
    change = _together(one) - _together(other)
    each = (one - other).sum(axis=1)
    low, high = _interval(change, seed)
    verdict = verdict_of(float(change.sum()), low, high, each)
    words = verdict_words(verdict, first, second, float(change.sum()), each, titles)
    return Duel(first, second, float(change.sum()), low, high, float(each.min()), float(each.max()), verdict, words)


def _interval(change: Floats, seed: int) -> tuple[float | None, float | None]:
    """Return the 90% interval of a sum of differences; `None` where there are fewer than two blocks."""
    n = len(change)
    block = default_block(n)
    if n < 2 * block or n < 5:
        return None, None
    picks = block_indices(n, block, REPLICATES, np.random.default_rng(seed))
    off = change[picks].sum(axis=1) - change.sum()
    low, high = change.sum() + np.quantile(off, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) * widening(n / block, LEVEL)
    return float(low), float(high)


def verdict_of(difference: float, low: float | None, high: float | None, each: Floats) -> Verdict:
    """Return what a difference in log score lets one say.

    `favours`: odds of 20 to 1 or more, the interval over the record's steps on one side of zero, and odds of 3 to 1 or
    more under every sample of the judged inputs. `leans`: odds of 3 to 1, and the same side under every sample.
    """
    sign = 1.0 if difference > 0 else -1.0
    if abs(difference) < LEANS or (sign * each).min() <= 0:
        return "cannot tell"
    apart = low is not None and high is not None and (low > 0 or high < 0)
    strong = abs(difference) >= FAVOURS and (sign * each).min() >= LEANS and apart
    return "favours" if strong else "leans"


def verdict_words(
    verdict: Verdict, first: str, second: str, difference: float, each: Floats, titles: Mapping[str, str]
) -> str:
    """Return a verdict in words, the odds and their spread over the judged inputs included."""
    ahead, behind = (first, second) if difference > 0 else (second, first)
    sign = 1.0 if difference > 0 else -1.0
    spread = (
        f"{odds_words(float((sign * each).min()))} to {odds_words(float((sign * each).max()))} over the judged inputs"
    )
    figures = f"odds {odds_words(abs(difference))} for “{titles[ahead]}” ({spread})"
    if verdict == "cannot tell":
        return f"The record cannot tell “{titles[first]}” from “{titles[second]}”: {figures}."
    verb = "favours" if verdict == "favours" else "leans to"
    return f"The record {verb} “{titles[ahead]}” over “{titles[behind]}”: {figures}."


def odds_words(nats: float) -> str:
    """Return a log score difference as odds: `3.2 to 1`, `1 to 4`."""
    odds = float(np.exp(min(abs(nats), 20.0)))
    shown = f"{odds:.1f}" if odds < 10 else f"{odds:,.0f}"
    over = "over " if abs(nats) > 20 else ""
    return f"{over}{shown} to 1" if nats >= 0 else f"1 to {over}{shown}"


def _weights(scored: Mapping[str, Floats]) -> dict[str, float]:
    """Return each reading's posterior weight, from equal weights before the record."""
    totals = np.array([_together(scores).sum() for scores in scored.values()])
    share = np.exp(totals - totals.max())
    return dict(zip(scored, (share / share.sum()).tolist(), strict=True))


def _moved(
    assembly: Assembly, steps: NDArray[np.int64], scored: Mapping[str, Floats], names: Sequence[str]
) -> tuple[MovingStep, ...]:
    """Return the steps at which readings differed most, in time order, with what was recorded then."""
    gains = np.stack([_together(scores) for scores in scored.values()])
    gains = gains - gains.mean(axis=0)
    most = np.sort(np.argsort(-np.ptp(gains, axis=0), kind="stable")[:MOVED])
    found = []
    for t in most:
        what, claims = _recorded(assembly, int(steps[t]), names)
        each = dict(zip(scored, gains[:, t].tolist(), strict=True))
        found.append(MovingStep(assembly.system.steps.label(int(steps[t])), each, what, claims))
    return tuple(found)


def _recorded(assembly: Assembly, step: int, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the record holds of a step, as the mechanisms read it: answers of patrons, phases."""
    record, units = assembly.record, assembly.system.ids
    what: list[str] = []
    claims: list[str] = []
    if "response" in names:
        for entry in record.knowledge(assembly.known_by).leading_events:
            row = entry.row
            if (
                row.commitment in units["commitments"]
                and row.outcome
                and assembly.system.steps.index(entry.done) == step
            ):
                what.append(f"{row.commitment}: {row.outcome} ({row.gloss.rstrip('.')})")
                claims += [claim.id for claim in record.claims_behind(entry.key, assembly.known_by)]
    if set(names) - {"response", "realignment"}:
        for rivalry in units["rivalries"]:
            phase = record.phase(rivalry, step, None, assembly.known_by)
            if phase.name not in ("unknown", "lull", "lull or tension"):
                what.append(f"{rivalry}: {phase.name}, {phase.deaths or 0:g} deaths")
                claims += phase.claims
    return tuple(what), tuple(dict.fromkeys(claims))[:12]
