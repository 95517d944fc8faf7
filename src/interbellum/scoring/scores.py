"""Proper scores of count forecasts that are held as ensembles.

Draws are arrays (..., draws), outcomes arrays (...); every function returns one score a cell, shape (...), and lower is
better. An ensemble is a discrete distribution with equal weights. The definitions are those of the 2023/24 VIEWS
prediction challenge (Hegre et al. 2025, Journal of Peace Research 62(6): 2070-2087), whose evaluator's figures a test
reproduces; what propriety means is in Gneiting and Raftery (2007, JASA 102: 359-378).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interbellum.errors import ScoreError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Stretch = Literal["official", "share"]

BIN_EDGES: tuple[float, ...] = (0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
"""Lower edges of the challenge's bins of a count; the last bin is open above."""
BIN_LABELS: tuple[str, ...] = (
    "0", "1-2", "3-5", "6-10", "11-25", "26-50", "51-100", "101-250", "251-500", "501-1000", "1001+",
)  # fmt: skip
STANDARD_DRAWS = 1000
"""Draws an ensemble is brought to before IGN, so that one pseudo-draw a bin weighs the same for everybody."""
INTERVAL_ALPHA = 0.1
"""Share of probability outside the scored central interval: 90% intervals."""
BEST_IGN = float(-np.log2((STANDARD_DRAWS + 1) / (STANDARD_DRAWS + len(BIN_EDGES))))
"""IGN of an ensemble that lies wholly in the right bin: 0.01434."""

_BIN_WIDTHS = np.array([1, 2, 3, 5, 15, 25, 50, 150, 250, 500], dtype=np.float64)


def checked(draws: ArrayLike, outcomes: ArrayLike) -> tuple[Floats, Floats]:
    """Return draws (..., n) and outcomes (...) as floats, or raise `ScoreError` in one line.

    Refused: an ensemble without draws, shapes that do not fit, values that are not finite, negative counts, and
    outcomes that are not whole.
    """
    forecast, observed = np.asarray(draws, dtype=np.float64), np.asarray(outcomes, dtype=np.float64)
    if forecast.ndim == 0 or forecast.shape[-1] == 0:
        raise ScoreError("the ensemble has no draws", hint="the last axis of draws holds the members")
    if forecast.shape[:-1] != observed.shape:
        raise ScoreError(
            f"draws of shape {forecast.shape} do not fit outcomes of shape {observed.shape}",
            hint="draws need the shape of outcomes and one more axis, the members, at the end",
        )
    for name, values in (("draws", forecast), ("outcomes", observed)):
        _refuse(name, "missing or infinite", ~np.isfinite(values))
        _refuse(name, "negative", values < 0)
    _refuse("outcomes", "fractional", observed != np.floor(observed))
    return forecast, observed


def _refuse(name: str, fault: str, wrong: NDArray[np.bool_]) -> None:
    if wrong.any():
        first = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise ScoreError(f"{name} hold {int(wrong.sum())} {fault} value(s), the first at index {first}")


def crps(draws: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the continuous ranked probability score, in the counts' own unit.

    mean |x - y| - 1/2 mean |x - x'| over all pairs of draws, each pair weighing 1/n^2: the energy form (`nrg`) of
    Gneiting and Raftery (2007, eq. 21), not the "fair" one. It is computed by quantile decomposition (`qd`), which is
    the same number at n log n instead of n^2 cost.
    """
    return _crps(*checked(draws, outcomes))


def crps_log1p(draws: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the CRPS of log(1 + count): scores orders of magnitude (Bosse et al. 2023, PLOS Comp. Biol. 19(8))."""
    forecast, observed = checked(draws, outcomes)
    return _crps(np.log1p(forecast), np.log1p(observed))


def _crps(forecast: Floats, observed: Floats) -> Floats:
    from scoringrules import crps_ensemble  # imported late: it takes half a second

    score = np.asarray(crps_ensemble(observed, forecast, estimator="qd"), dtype=np.float64)
    return np.maximum(score, 0.0)  # rounding may leave -1e-16 where draws equal the outcome


def interval_score(draws: ArrayLike, outcomes: ArrayLike, *, alpha: float = INTERVAL_ALPHA) -> Floats:
    """Return the interval score of the central (1 - alpha) interval; its mean over cells is the challenge's MIS.

    (U - L) + 2/alpha (L - y)[y < L] + 2/alpha (y - U)[y > U], with numpy's linear quantiles as L and U (Gneiting and
    Raftery 2007, eq. 43; Bracher et al. 2021, PLOS Comp. Biol. 17(2)). In the counts' own unit.
    """
    if not 0 < alpha < 1:
        raise ScoreError(f"alpha is {alpha}, not between 0 and 1", hint="alpha 0.1 scores the 90% interval")
    forecast, observed = checked(draws, outcomes)
    low, high = np.quantile(forecast, [alpha / 2, 1 - alpha / 2], axis=-1)
    missed = np.maximum(low - observed, 0) + np.maximum(observed - high, 0)
    return np.asarray(high - low + 2 / alpha * missed, dtype=np.float64)


def bin_of(counts: ArrayLike) -> Ints:
    """Return the index (0 to 10) of the challenge's bin that holds each count."""
    return np.asarray(np.searchsorted(BIN_EDGES, np.asarray(counts), side="right") - 1, dtype=np.int64)


def bin_probabilities(draws: ArrayLike, *, stretch: Stretch = "official") -> Floats:
    """Return (..., 11) the probabilities of the bins, one pseudo-draw added to each.

    With 1,000 draws these are (draws in bin + 1) / 1011. Other sizes are brought to 1,000 first. `official` stretches
    fewer draws by Fourier interpolation (`scipy.signal.resample` along the draws, negatives set to 0, nothing
    rounded), as the challenge's evaluator does; the result then depends on the order of the draws. `share` takes each
    bin's share of the draws times 1,000, which does not. More than 1,000 draws are always taken by share.
    """
    forecast, _ = checked(draws, np.zeros(np.shape(draws)[:-1]))
    if stretch == "official" and forecast.shape[-1] < STANDARD_DRAWS:
        from scipy.signal import resample

        forecast = np.maximum(resample(forecast, STANDARD_DRAWS, axis=-1), 0)
    bins = bin_of(forecast).astype(np.int8)
    shares = np.stack([(bins == k).mean(axis=-1) for k in range(len(BIN_EDGES))], axis=-1)
    return np.asarray((STANDARD_DRAWS * shares + 1) / (STANDARD_DRAWS + len(BIN_EDGES)), dtype=np.float64)


def ign(draws: ArrayLike, outcomes: ArrayLike, *, stretch: Stretch = "official") -> Floats:
    """Return the challenge's ignorance score in bits: -log2 of the probability given to the outcome's bin.

    Lies between `BEST_IGN` (0.014) and log2 1011 (9.98). `stretch` is explained at `bin_probabilities`.
    """
    forecast, observed = checked(draws, outcomes)
    probabilities = bin_probabilities(forecast, stretch=stretch)
    given = np.take_along_axis(probabilities, bin_of(observed)[..., None], axis=-1)[..., 0]
    return np.asarray(-np.log2(given), dtype=np.float64)


def background(counts: ArrayLike) -> Floats:
    """Return the probability of each count under the smoothing distribution of `log_score`.

    Each of the 11 bins has 1/11, spread evenly over its counts; the last, open bin has 1001 / (y (y + 1)) of its share
    at y, which sums to one and is as heavy-tailed as a proper distribution of counts can well be.
    """
    values = np.asarray(counts, dtype=np.float64)
    bins = bin_of(values)
    closed = 1 / _BIN_WIDTHS[np.minimum(bins, len(_BIN_WIDTHS) - 1)]
    tail = 1001 / (np.maximum(values, 1) * (values + 1))
    return np.asarray(np.where(bins < len(_BIN_WIDTHS), closed, tail) / len(BIN_EDGES), dtype=np.float64)


def log_score_of_mass(mass: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return -ln of the smoothed probability of each outcome, in nats, given `mass`: what the forecast gave to it.

    The smoothed probability is (1000 mass + 11 background) / 1011: the same eleven pseudo-draws in 1,000 as IGN has,
    so that the smoothed probabilities of a bin's counts sum to the bin's probability in IGN.
    """
    given = np.asarray(mass, dtype=np.float64)
    _, observed = checked(given[..., None], outcomes)
    _refuse("probabilities", "above one", given > 1 + 1e-9)
    pseudo = len(BIN_EDGES)
    smoothed = (STANDARD_DRAWS * given + pseudo * background(observed)) / (STANDARD_DRAWS + pseudo)
    return np.asarray(-np.log(smoothed), dtype=np.float64)


def log_score(draws: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the log score in nats of the exact count, smoothed as `log_score_of_mass` says. Draws must be whole."""
    forecast, observed = checked(draws, outcomes)
    _refuse("draws", "fractional", forecast != np.floor(forecast))
    return log_score_of_mass((forecast == observed[..., None]).mean(axis=-1), observed)
