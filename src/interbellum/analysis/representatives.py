"""Representative futures: three to five members of an ensemble that stand for all of them, each with its share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from interbellum.analysis.kinds import central, kinds, nearest_of_kind
from interbellum.analysis.medoids import medoids, sampled
from interbellum.analysis.paths import distance_words, points
from interbellum.analysis.turns import Turn, turns
from interbellum.case.vocabulary import CLASHES, WAR
from interbellum.errors import UsageError
from interbellum.simulation.running import Ensemble

COUNTS = (3, 4, 5)
"""Numbers of representatives to choose among where none is asked for."""
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Future:
    """One representative future: the member, the share of all futures nearest to it, what happens in it and in them.

    `war`, `violence` (chances by rivalry) and `deaths` (5%, 50%, 95% by rivalry) are those of the futures it stands
    for, `any_war` is their chance of war in any rivalry, `quiet` the share of them in which no rivalry counts a death,
    `total` their deaths in all rivalries (5%, 50%, 95%); `own_deaths` and `own_war` are its own. `likeness` is 1 less
    the mean distance of those futures to it, as a share of their mean distance to the one future nearest to all.
    """

    member: int
    share: float
    members: int
    turns: tuple[Turn, ...]
    own_deaths: Mapping[str, int]
    own_war: Mapping[str, bool]
    war: Mapping[str, float]
    violence: Mapping[str, float]
    deaths: Mapping[str, tuple[float, float, float]]
    any_war: float
    quiet: float
    total: tuple[float, float, float]
    likeness: float

    def to_dict(self) -> dict[str, Any]:
        """Return the future as plain data."""
        return {
            **{k: v for k, v in vars(self).items() if k not in ("turns", "deaths", "total")},
            "total": list(self.total),
            "deaths": {rivalry: list(found) for rivalry, found in self.deaths.items()},
            "turns": [turn.to_dict() for turn in self.turns],
        }


@dataclass(frozen=True)
class Representatives:
    """The representative futures of one scenario, the one that stands for most first; their shares sum to one.

    `explained` is how much of the distance to the single most central future the several take away; `nearest` (member,)
    says for each member which future of its kind it is nearest to.
    """

    scenario: str
    futures: tuple[Future, ...]
    explained: float
    silhouette: float | None
    nearest: NDArray[np.int64]
    distance: str
    provenance: Mapping[str, Any]

    @property
    def war(self) -> float:
        """The share of all futures with a war-rate step in any rivalry."""
        return sum(future.share * future.any_war for future in self.futures)

    @property
    def quiet(self) -> float:
        """The share of all futures that are quiet throughout: no rivalry counts a death."""
        return sum(future.share * future.quiet for future in self.futures)

    def to_dict(self) -> dict[str, Any]:
        """Return the representatives as plain data, without the list of all members."""
        return {
            "scenario": self.scenario,
            "war": self.war,
            "quiet": self.quiet,
            "futures": [future.to_dict() for future in self.futures],
            "explained": self.explained,
            "silhouette": self.silhouette,
            "distance": self.distance,
            "provenance": dict(self.provenance),
        }


def representatives(ensemble: Ensemble, count: int | None = None, *, scenario: str | None = None) -> Representatives:
    """Return the members that stand for all futures of a scenario (the first one where none is named).

    Futures are parted by their worst: quiet throughout, clashes, war (`interbellum.analysis.kinds`), so that nothing
    stands for what went otherwise. Those chosen are the medoids within each kind under the distance of
    `interbellum.analysis.paths`. Without a `count`, three, four or five are taken, whichever gives the highest mean
    silhouette. Fewer come back where fewer futures differ; of one or two, kinds stand together.
    """
    name = ensemble.scenarios[0] if scenario is None else scenario
    if name not in ensemble.scenarios:
        raise UsageError(f"the run has no scenario {name!r}", hint=f"it has {', '.join(ensemble.scenarios)}")
    if count is not None and not 1 <= count <= 20:
        raise UsageError(f"{count} futures cannot stand for all", hint="ask for 1 to 20")
    data = ensemble.dataset.sel(scenario=name)
    where, kind = points(data), kinds(data, count)
    among = sampled(len(where))
    distance = cdist(where[among], where[among], "cityblock")
    chosen, quality = _chosen(distance, kind[among], count)
    to_chosen = cdist(where, where[among[chosen]], "cityblock")
    nearest = nearest_of_kind(to_chosen, kind, kind[among[chosen]])
    own = to_chosen[np.arange(len(where)), nearest]
    centre = cdist(where, where[among[medoids(distance, 1)]], "cityblock")[:, 0]
    order = np.argsort(-np.bincount(nearest, minlength=len(chosen)), kind="stable")
    rank = np.argsort(order)
    futures = []
    for k in order:
        mine = nearest == k
        apart = float(centre[mine].mean())
        likeness = 1.0 - float(own[mine].mean()) / apart if apart > 0 else 1.0
        futures.append(_future(ensemble, name, int(among[chosen[k]]), mine, likeness))
    total = float(centre.sum())
    explained = 1.0 - float(own.sum()) / total if total > 0 else 1.0
    return Representatives(
        name, tuple(futures), explained, quality, rank[nearest].astype(np.int64), distance_words(), ensemble.provenance
    )


def _chosen(
    distance: NDArray[np.float64], kind: NDArray[np.int64], count: int | None
) -> tuple[NDArray[np.int64], float | None]:
    """Return the medoids of the sampled members and their mean silhouette, `None` where there is none to be had."""
    from sklearn.metrics import silhouette_score

    found: list[tuple[float, NDArray[np.int64]]] = []
    for k in (count,) if count is not None else COUNTS:
        best = central(distance, kind, k)
        labels = nearest_of_kind(distance[:, best], kind, kind[best])
        if not 1 < len(np.unique(labels)) < len(distance):
            return best, None
        found.append((float(silhouette_score(distance, labels, metric="precomputed")), best))
    quality, best = max(found, key=lambda pair: pair[0])
    return best, quality


def _future(ensemble: Ensemble, scenario: str, member: int, mine: NDArray[np.bool_], likeness: float) -> Future:
    data = ensemble.dataset.sel(scenario=scenario)
    phase, deaths = data.phase.values, data.deaths.values.sum(axis=1, dtype=np.int64)
    rivalries = [str(r) for r in data.rivalries.values]
    war, violence = (phase == WAR).any(axis=1), (phase >= CLASHES).any(axis=1)
    return Future(
        member=member, share=float(mine.mean()), members=int(mine.sum()), turns=turns(ensemble, scenario, member),
        own_deaths={name: int(deaths[member, r]) for r, name in enumerate(rivalries)},
        own_war={name: bool(war[member, r]) for r, name in enumerate(rivalries)},
        war={name: float(war[mine, r].mean()) for r, name in enumerate(rivalries)},
        violence={name: float(violence[mine, r].mean()) for r, name in enumerate(rivalries)},
        deaths={name: _three(deaths[mine, r]) for r, name in enumerate(rivalries)},
        any_war=float(war[mine].any(axis=1).mean()), quiet=float((~violence[mine].any(axis=1)).mean()),
        total=_three(deaths[mine].sum(axis=1)),
        likeness=likeness,
    )  # fmt: skip


def _three(values: NDArray[np.int64]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, QUANTILES)
    return float(low), float(middle), float(high)
