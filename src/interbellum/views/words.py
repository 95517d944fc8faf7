"""Words for likelihood, shares of futures, direction and alerts, each with its printed rule.

Likelihood words are those of Intelligence Community Directive 203, "Analytic Standards" (Office of the Director of
National Intelligence, 2015), seven bands from 01-05 to 95-99 percent. The directive forbids a level of confidence and
a degree of likelihood in one sentence; `mixes_confidence` finds such sentences.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interbellum.errors import UsageError

Direction = Literal["deteriorated", "improved", "unchanged", "unclear"]
Alert = Literal["conflict risk alert", "resolution opportunity"]


ARROWS: dict[Direction, str] = {"deteriorated": "▼", "improved": "▲", "unchanged": "▬", "unclear": "◆"}
"""The sign of each direction, where it is written rather than drawn."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of likelihood: from `low` (included) to `high` (excluded, but for the last), with its word."""

    low: float
    high: float
    word: str

    @property
    def printed(self) -> str:
        """The band as percentages, for instance `20–45%`."""
        return f"{self.low * 100:.0f}–{self.high * 100:.0f}%"


BANDS: tuple[Band, ...] = (
    Band(0.01, 0.05, "almost no chance"),
    Band(0.05, 0.20, "very unlikely"),
    Band(0.20, 0.45, "unlikely"),
    Band(0.45, 0.55, "roughly even chance"),
    Band(0.55, 0.80, "likely"),
    Band(0.80, 0.95, "very likely"),
    Band(0.95, 0.99, "almost certain"),
)
"""ICD 203's bands. They touch; a probability on an edge takes the upper word."""

RISK_ALERT = 0.20
"""The chance of a war-rate step within `ALERT_STEPS` from which a risk alert is given: past "very unlikely"."""
ALERT_STEPS = 6
OPPORTUNITY = 0.20
"""The chance of a signature within the run from which a resolution opportunity is given."""
CHANGE_SHARE, CHANGE_LEAST = 0.25, 10
"""Deaths that differ by a quarter or more, and by ten or more, have changed (ACLED prints a quarter as well)."""
FUTURES = 20
"""How many futures a share is told in."""
_LIKELIHOOD = re.compile(r"\b(chance|(un)?likely|almost certain)\b", re.IGNORECASE)
_CONFIDENCE = re.compile(r"\bconfiden(t|ce)\b", re.IGNORECASE)


def band_of(probability: float) -> Band:
    """Return the band of a probability; below 1% the first and above 99% the last. Raises `UsageError` outside 0..1."""
    if not 0 <= probability <= 1:
        raise UsageError(f"{probability} is no probability", hint="write 30% as 0.3")
    return next((band for band in reversed(BANDS) if probability >= band.low), BANDS[0])


def likelihood(probability: float) -> str:
    """Return the ICD 203 word of a probability, for instance `very unlikely`."""
    return band_of(probability).word


def is_likelihood(probability: float) -> str:
    """Return the word as a predicate: `is very unlikely`, `has almost no chance`, `has a roughly even chance`."""
    word = likelihood(probability)
    if word == "roughly even chance":
        return "has a roughly even chance"
    return f"has {word}" if word.endswith("chance") else f"is {word}"


def percent(probability: float) -> str:
    """Return a probability in whole percent; below 1% and above 99% it says so instead of rounding to certainty."""
    if 0 < probability < 0.01:
        return "under 1%"
    if 0.99 < probability < 1:
        return "over 99%"
    return f"{probability * 100:.0f}%"


def of_futures(probability: float, futures: int = FUTURES) -> str:
    """Return a share of futures: `17 of 20 futures`; what is not none or all is never rounded to it."""
    if not 0 <= probability <= 1:
        raise UsageError(f"{probability} is no share of futures")
    count = math.floor(probability * futures + 0.5)
    if count == 0:
        return f"none of {futures} futures" if probability == 0 else f"fewer than 1 of {futures} futures"
    if count == futures:
        return f"all of {futures} futures" if probability == 1 else f"nearly all of {futures} futures"
    return f"{count} of {futures} futures"


def mixes_confidence(sentence: str) -> bool:
    """Return whether a sentence speaks of likelihood and of confidence at once, which ICD 203 forbids."""
    return bool(_LIKELIHOOD.search(sentence)) and bool(_CONFIDENCE.search(sentence))


def shares_of_futures(shares: Sequence[float], futures: int = FUTURES) -> tuple[str, ...]:
    """Return shares as `of_futures` does, with counts that sum to what they sum to (by largest remainders)."""
    exact = [share * futures for share in shares]
    counts = [math.floor(value) for value in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_rest[: round(sum(exact)) - sum(counts)]:
        counts[i] += 1
    whole = zip(shares, counts, strict=True)
    named = {0: f"fewer than 1 of {futures} futures", futures: f"nearly all of {futures} futures"}
    return tuple(
        of_futures(share, futures) if share in (0, 1) else named.get(count, f"{count} of {futures} futures")
        for share, count in whole
    )


def change_words(before: float, after: float) -> str:
    """Return a change of a chance as `from 6% to 9%`; with a decimal where both are alike in whole percent."""
    one, other = percent(before), percent(after)
    if one != other:
        return f"from {one} to {other}"
    fine, finer = f"{100 * before:.1f}%", f"{100 * after:.1f}%"
    return f"from {fine} to {finer}" if fine != finer else f"from {fine} by less than a tenth of a point"


def told(probability: float, members: int) -> str:
    """Return a probability as it is told: `29%, 6 of 20 futures`; `none of 1,000 futures` where none or all agree."""
    if probability in (0, 1):
        return f"{'none' if probability == 0 else 'all'} of {members:,} futures"
    return f"{percent(probability)}, {of_futures(probability)}"


def deaths_changed(deaths: float, before: float, war: float, *, came: bool = False) -> int:
    """Return for how much deaths count in the direction: above 0 where they rose, below where they fell, else 0.

    They count for one where they differ by `CHANGE_SHARE` and `CHANGE_LEAST` or more, and for one more with each of
    `war` (the deaths of as long a span at war rate), twice `war`, four times `war` and so on that lies between. Where
    they rose and a single step at war rate `came`, that counts as `war` does; that a short war has passed does not make
    a road that closed good.
    """
    change = deaths - before
    if abs(change) < CHANGE_LEAST or abs(change) < CHANGE_SHARE * before:
        return 0
    now, then = _doublings(deaths, war), _doublings(before, war)
    return 1 + max(now, int(came)) - then if change > 0 else now - then - 1


def _doublings(deaths: float, war: float) -> int:
    """Return 0 below war rate, 1 from it on, 2 from twice war rate on, 3 from four times."""
    return 0 if deaths < war else 1 + math.floor(math.log2(deaths / war))


def direction(worse: int, better: int) -> Direction:
    """Return the direction in which things moved: `worse` and `better` count what worsened and what improved.

    Roads, talks, ground taken by force and promises broken count for one each; deaths as `deaths_changed` says.
    """
    if worse == better:
        return "unchanged"
    return "deteriorated" if worse > better else "improved"


def alerts(war_soon: float, signed: float) -> tuple[Alert, ...]:
    """Return the alerts that a chance of war within `ALERT_STEPS` and a chance of a signature call for."""
    found: list[Alert] = []
    if war_soon >= RISK_ALERT:
        found.append("conflict risk alert")
    if signed >= OPPORTUNITY:
        found.append("resolution opportunity")
    return tuple(found)


def rule_of_direction(span: str, war: float, step: str) -> str:
    """Return the rule of `direction` as it is printed; `span` names the length compared, as in `six months`, `step` a
    step.

    `war` is the number of deaths in such a span at war rate.
    """
    return (
        f"Direction counts what worsened and what improved since the last {span} began: roads and talks, each by what "
        f"its changes come to, ground taken by force, zone by zone, and promises broken; and deaths, as one more, "
        f"where they differ from the {span} before by {CHANGE_SHARE:.0%} and by {CHANGE_LEAST} or more, and as one "
        f"more again with each of war rate ({war:,.0f} deaths in {span}), twice war rate, four times war rate and so "
        f"on that lies between the two; a {step} at war rate after {span} without one counts as {span} of it. It is "
        "unclear where nothing moved and no deaths were counted throughout."
    )


def rule_of_alerts(step: str) -> str:
    """Return the rule of `alerts` as it is printed."""
    return (
        f"A conflict risk alert stands for {RISK_ALERT:.0%} of futures or more with a war-rate {step} within "
        f"{ALERT_STEPS} {step}s; a resolution opportunity for {OPPORTUNITY:.0%} or more with a signed settlement "
        "within the run. There is none where nobody counted the dead, or coded talks."
    )
