"""The scorecard in plain words and tables: where a simple history wins, forecasts beside what came, calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from interbellum.scoring import METRICS, standard_baselines
from interbellum.views.kept_card import CardData
from interbellum.views.labels import listed, number
from interbellum.views.score_tables import model_words
from interbellum.views.table import Table

PLAIN: Mapping[str, str] = {
    "crps": "how far the whole forecast lay from the deaths that came, in deaths",
    "crps_log1p": "the same on a logarithmic scale, so that quiet months count as much as war",
    "ign": "surprise at the range of deaths that came, in bits",
    "log_score": "surprise at the very number that came",
    "mis": "how wide the 90% intervals were, with a fine for every miss",
    "brier": "the chance given to {threshold} or more deaths",
}
"""What each score measures; lower is better for all."""
LEANING = 0.6
"""The share of outcomes in one half of their forecasts from which a forecast is said to lean; a convention."""
Compared = Literal["beaten", "ahead", "level"]


@dataclass(frozen=True)
class Contest:
    """One score: the model's own, the best simple history's, who is ahead, and whether clearly.

    `low` and `high` bound the model's score less the history's (negative: the model is better), where an interval can
    be had.
    """

    metric: str
    name: str
    plain: str
    own: float
    rival: str
    score: float
    state: Compared
    clear: bool
    low: float | None
    high: float | None

    @property
    def words(self) -> str:
        """The contest in a sentence."""
        one, other = _apart(self.score, self.own)
        pair = f"{one} against {other}"
        if self.state == "level":
            return f"{model_words(self.rival)} and the model score the same, {number(self.own)}"
        if self.state == "beaten":
            return f"{model_words(self.rival)} beats the model, {pair}{self._surely}"
        return f"the model is ahead of {model_words(self.rival)}, {other} against {one}{self._surely}"

    @property
    def _surely(self) -> str:
        if self.low is None or self.high is None:
            return "; too few origins to say how surely"
        return "; clearly" if self.clear else "; not clearly, the difference may be chance"


def _apart(one: float, other: float) -> tuple[str, str]:
    """Return two numbers with as many digits as tell them apart, up to six."""
    for digits in (3, 4, 5, 6):
        pair = (number(one), number(other)) if digits == 3 else (f"{one:.{digits}g}", f"{other:.{digits}g}")
        if pair[0] != pair[1]:
            break
    return pair


def histories(card: CardData) -> tuple[str, ...]:
    """Return the simple histories that stand beside the model; where none is known as one, all other models."""
    simple = tuple(name for name in standard_baselines() if name in card.models and name != card.reference)
    return simple or tuple(name for name in card.models if name != card.reference)


def contests(card: CardData) -> tuple[Contest, ...]:
    """Return, for each score, the model against the best simple history; those it loses come first."""
    rivals = histories(card)
    if not rivals:
        return ()
    pairs = {(pair["metric"], pair["other"]): pair for pair in card.data["paired"]}
    found = []
    for metric, name in METRICS.items():
        rival = min(rivals, key=lambda other, metric=metric: card.mean(other, metric))  # type: ignore[misc]
        own, score = card.mean(card.reference, metric), card.mean(rival, metric)
        pair = pairs.get((metric, rival), {})
        state: Compared = "level" if own == score else "beaten" if score < own else "ahead"
        plain = PLAIN[metric].format(threshold=card.threshold)
        clear = bool(pair.get("separable"))
        found.append(Contest(metric, name, plain, own, rival, score, state, clear, pair.get("low"), pair.get("high")))
    return tuple(sorted(found, key=lambda one: ("beaten", "level", "ahead").index(one.state)))


def headline(found: tuple[Contest, ...]) -> str:
    """Return who is ahead, in one plain sentence."""
    if not found:
        return "Nothing stands beside the model, so its scores say little."
    beaten = [one for one in found if one.state == "beaten"]
    total = len(found)
    if not beaten:
        return f"On none of {total} scores does a simple history beat the model."
    clear = [one for one in beaten if one.clear]
    names = listed([one.name for one in beaten])
    how = "and on none clearly"
    if clear:
        how = "and clearly so" if len(clear) == len(beaten) else f"clearly so on {listed([one.name for one in clear])}"
    if len(beaten) == total:
        return f"On all {total} scores a simple history beats the model, {how}."
    return f"On {len(beaten)} of {total} scores a simple history beats the model, {how}: {names}."


def forecast_table(card: CardData, lead: int, model: str | None = None) -> Table:
    """Return one row a forecast at a lead: what came, and the forecast's median, 50% and 90% intervals."""
    name = model or card.reference
    rows = []
    for cell in card.cells:
        if cell["model"] == name and cell["lead"] == lead:
            low, lower, middle, upper, high = cell["quantiles"]
            rows.append(
                {
                    "origin": cell["origin"], "target": cell["target"], "outcome": cell["outcome"], "low": low,
                    "lower": lower, "middle": middle, "upper": upper, "high": high, "chance": cell["probability"],
                    "inside": low <= cell["outcome"] <= high,
                }
            )  # fmt: skip
    columns = [("origin", "Forecast from"), ("target", "For"), ("outcome", "Came", "deaths"), ("middle", "Median")]
    more = [("low", "5%"), ("lower", "25%"), ("upper", "75%"), ("high", "95%"), ("inside", "In its 90% interval")]
    return Table.of([*columns, *more, ("chance", f"Chance of {card.threshold}+")], rows)


def origin_table(card: CardData, metric: str) -> Table:
    """Return one row an origin with each model's mean score over its leads."""
    columns = [("origin", "Forecast from"), *((name, model_words(name)) for name in card.models)]
    rows: list[dict[str, Any]] = [
        {"origin": origin, **{name: found["by_origin"][origin][metric] for name, found in card.models.items()}}
        for origin in card.origins
    ]
    return Table.of(columns, rows)


def pit_table(card: CardData, model: str | None = None) -> Table:
    """Return the histogram of the probability integral transform: where in its forecast each outcome fell."""
    counts = card.models[model or card.reference]["pit_histogram"]
    total = sum(counts) or 1
    rows = [
        {"low": i / len(counts), "high": (i + 1) / len(counts), "n": n, "share": n / total}
        for i, n in enumerate(counts)
    ]
    return Table.of([("low", "From"), ("high", "To"), ("n", "Forecasts"), ("share", "Share")], rows)


def pit_words(table: Table) -> str:
    """Return what the histogram says, by the share in its outer tenths against its middle."""
    shares = [float(row["share"]) for row in table.rows]
    count = sum(int(row["n"]) for row in table.rows)
    if count < 10:
        return "Too few forecasts to say."
    outer, fair = shares[0] + shares[-1], 2 / len(shares)
    if shares[-1] > 2 / len(shares):
        return "Too many outcomes fell at the top of their forecast: it did not see the worst months coming."
    if outer > 1.5 * fair:
        return "Too many outcomes fell at the ends of their forecast: its intervals were too narrow."
    upper = sum(shares[len(shares) // 2 :])
    if max(upper, 1 - upper) > LEANING:
        where, how = ("upper", "little") if upper > 0.5 else ("lower", "much")
        share = f"{max(upper, 1 - upper):.0%}"
        return f"{share} of outcomes fell in the {where} half of their forecast: it tended to expect too {how}."
    if outer < 0.5 * fair:
        return "Few outcomes fell at the ends of their forecast: its intervals were wider than needed."
    return "Outcomes fell about evenly over their forecasts, as they should."
