"""Scenario discovery: short rules that single out the futures in which an outcome happens.

A shallow classification tree (CART, Breiman et al. 1984, as scikit-learn has it) is grown on half of the draws; each
leaf that is richer in the outcome than all futures is a box of limits on choices and parameters, as in scenario
discovery (Bryant & Lempert 2010, Technological Forecasting and Social Change 77:34-49; Lempert, Bryant & Bankes 2008,
RAND WR-557 on CART beside PRIM). Coverage, density and p-values are measured on the other half, so that finding a box
does not flatter it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from interbellum.analysis.features import Design

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
DEPTH = 3
"""Limits of a rule at most; longer ones are no longer said in a sentence."""
LEAST_MASS = 0.05
"""Share of futures that a rule covers at least."""
ADDS = 0.05
"""Limits and rules with a higher p-value, over the number of features that were tried (Bonferroni), are not kept."""
FOLDS = 5
LEAST_EVENTS = 20
"""With fewer futures of either kind nothing separates them."""


@dataclass(frozen=True)
class Limit:
    """One limit of a rule: a feature above or below a value (for a choice: made or not). `p` tests what it adds."""

    name: str
    kind: str
    above: bool
    value: float
    quantile: float
    p: float = 1.0


@dataclass(frozen=True)
class FoundRule:
    """A box of futures. `coverage`: share of all futures with the outcome that lie in it; `density`: share of its
    futures with the outcome, `low` to `high` its 90% interval; `mass`: share of all futures; `base`: the outcome's
    share in all. Measured on draws that the rule was not found on. `p` tests that its density is no more than `base`.
    """

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    low: float
    high: float
    mass: float
    base: float
    p: float

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as plain data."""
        return {**vars(self), "limits": [vars(limit) | {} for limit in self.limits]}


@dataclass(frozen=True)
class Separation:
    """How well choices and parameters separate futures with the outcome from those without.

    `auc` is the cross-validated chance that the tree ranks a future with the outcome above one without, over draws it
    was not grown on: 0.5 is no better than a coin, 1 is perfect. `why` says why there are no rules, where there are
    none.
    """

    rules: tuple[FoundRule, ...]
    auc: float | None
    events: int
    futures: int
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the separation as plain data."""
        return {**vars(self), "rules": [rule.to_dict() for rule in self.rules]}


def separation(rows: Design, *, seed: int = 0) -> Separation:
    """Return the rules that separate, and the tree's cross-validated quality.

    The rule of the greatest weighted relative accuracy comes first: the share of futures it covers times what it raises
    the share with the outcome by (Lavrac, Kavsek, Flach & Todorovski 2004, JMLR 5:153-188).
    """
    happened = rows.outcome > 0
    events, futures = int(happened.sum()), len(happened)
    if min(events, futures - events) < LEAST_EVENTS:
        kind = "with" if events < LEAST_EVENTS else "without"
        few = min(events, futures - events)
        return Separation((), None, events, futures, f"only {few} of {futures:,} futures are {kind} the outcome")
    x = rows.matrix()
    if not x.shape[1]:
        return Separation((), None, events, futures, "no choice and no parameter differs between these futures")
    half = np.random.default_rng([seed, 17]).permutation(rows.draws) < rows.draws // 2
    found_on = half[rows.draw]
    finding, sample = (_Sample(x[at], happened[at].astype(float), rows.draw[at]) for at in (found_on, ~found_on))
    named = [(f.name, f.kind, np.sort(f.values)) for f in rows.features]
    bar = ADDS / len(rows.features)
    boxes = [_pruned(box, finding, bar) for box in _boxes(_grown(x[found_on], happened[found_on]))]
    distinct = {tuple(sorted(box.items())): box for box in boxes if box}
    rules = [_measured(box, sample, named) for box in distinct.values()]
    good = _undominated([rule for rule in rules if rule.density > rule.base and rule.p <= bar])
    why = (
        None if good else "no rule holds on futures that it was not found on: chance, not choice or parameter, decides"
    )
    ordered = tuple(sorted(good, key=lambda rule: (-rule.mass * (rule.density - rule.base), rule.p)))
    return Separation(ordered, _auc(x, happened, rows.draw), events, futures, why)


def _undominated(rules: list[FoundRule]) -> list[FoundRule]:
    """Return the rules that no other beats in both coverage and density."""

    def beaten(rule: FoundRule) -> bool:
        return any(
            other.coverage >= rule.coverage
            and other.density >= rule.density
            and (other.coverage, other.density) != (rule.coverage, rule.density)
            for other in rules
        )

    return [rule for rule in rules if not beaten(rule)]


def _grown(x: Floats, happened: Bools) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    least = max(int(LEAST_MASS * len(x)), 2)
    return DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=least, random_state=0).fit(x, happened)


def _auc(x: Floats, happened: Bools, draw: NDArray[np.int64]) -> float | None:
    """Return the cross-validated AUC with folds that share no draw."""
    from sklearn.metrics import roc_auc_score

    score = np.empty(len(x))
    for fold in range(FOLDS):
        held = draw % FOLDS == fold
        if held.all() or not held.any() or len(np.unique(happened[~held])) < 2:
            return None
        tree = _grown(x[~held], happened[~held])
        score[held] = tree.predict_proba(x[held])[:, list(tree.classes_).index(True)]
    return float(roc_auc_score(happened, score))


Box = Mapping[tuple[int, bool], float]
"""Feature and direction (above: True) to the tightest limit."""


def _boxes(tree: Any) -> list[Box]:
    """Return the leaves' boxes."""
    inner = tree.tree_
    found: list[Box] = []
    stack: list[tuple[int, dict[tuple[int, bool], float]]] = [(0, {})]
    while stack:
        node, box = stack.pop()
        feature, limit = int(inner.feature[node]), float(inner.threshold[node])
        if inner.children_left[node] < 0:
            found.append(box)
            continue
        below, above = dict(box), dict(box)
        below[feature, False] = min(limit, box.get((feature, False), np.inf))
        above[feature, True] = max(limit, box.get((feature, True), -np.inf))
        stack += [(int(inner.children_left[node]), below), (int(inner.children_right[node]), above)]
    return found


@dataclass(frozen=True)
class _Sample:
    x: Floats
    y: Floats
    draw: NDArray[np.int64]

    def inside(self, box: Box) -> Bools:
        held = np.ones(len(self.x), bool)
        for (feature, above), limit in box.items():
            held &= self.x[:, feature] > limit if above else self.x[:, feature] <= limit
        return held


def _pruned(box: Box, finding: _Sample, bar: float) -> Box:
    """Return the box without the limits that add nothing to its density on the draws it was found on: none whose
    p-value is above `bar`."""
    while box:
        inside = finding.inside(box)
        p = {key: _p(finding.y, inside, finding.inside(_less(box, key)), finding.draw) for key in box}
        worst = max(p, key=lambda key: p[key])
        if p[worst] <= bar:
            return box
        box = _less(box, worst)
    return box


def _less(box: Box, key: tuple[int, bool]) -> Box:
    return {other: limit for other, limit in box.items() if other != key}


def _measured(box: Box, sample: _Sample, named: Sequence[tuple[str, str, Floats]]) -> FoundRule:
    inside, y = sample.inside(box), sample.y
    density, base = float(y[inside].mean()) if inside.any() else 0.0, float(y.mean())
    error = _error(y[inside], sample.draw[inside])
    limits = []
    for (feature, above), value in box.items():
        name, kind, values = named[feature]
        without = sample.inside(_less(box, (feature, above)))
        quantile = float(np.searchsorted(values, value, side="right") / len(values))
        limits.append(Limit(name, kind, above, value, quantile, _p(y, inside, without, sample.draw)))
    return FoundRule(
        limits=tuple(sorted(limits, key=lambda limit: limit.p)),
        coverage=float(y[inside].sum() / y.sum()), density=density,
        low=max(density - 1.645 * error, 0.0), high=min(density + 1.645 * error, 1.0), mass=float(inside.mean()),
        base=base, p=_p(y, inside, np.ones(len(y), bool), sample.draw),
    )  # fmt: skip


def _error(y: Floats, draw: NDArray[np.int64]) -> float:
    """Return the standard error of a mean whose members come in draws (cluster-robust)."""
    if len(y) < 2:
        return float("inf")
    sums = np.bincount(draw, y - y.mean())
    return float(np.sqrt((sums**2).sum()) / len(y))


def _p(y: Floats, inside: Bools, among: Bools, draw: NDArray[np.int64]) -> float:
    """Return the one-sided p-value that the box is no denser than the rest of what it is cut from."""
    rest = among & ~inside
    if not inside.any() or not rest.any():
        return 1.0
    error = np.hypot(_error(y[inside], draw[inside]), _error(y[rest], draw[rest]))
    difference = float(y[inside].mean() - y[rest].mean())
    if not np.isfinite(error) or error == 0:
        return 1.0 if difference <= 0 else float(norm.sf(np.inf))
    return float(norm.sf(difference / error))
