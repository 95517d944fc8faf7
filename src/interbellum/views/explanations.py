"""Explanations and drivers as tables and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from interbellum.case.vocabulary import PHASES
from interbellum.views.labels import Labels, counted, listed, step_words
from interbellum.views.note import hindsight
from interbellum.views.table import Table
from interbellum.views.words import percent

if TYPE_CHECKING:
    from interbellum.analysis.drivers import Drivers
    from interbellum.analysis.explaining import Contribution, Explained, Explanation
    from interbellum.analysis.rules import FoundRule, Limit

INPUTS = {
    "phase": "where things stand", "heat": "recent deaths", "quiet": "years without deaths",
    "relapses": "earlier relapses", "stakes": "what is unsettled", "mission": "peacekeepers",
    "talks": "talks", "closure": "closed roads", "season_cos": "season (winter)", "season_sin": "season (spring)",
    "rivalry": "this rivalry itself", "balance": "balance of power", "shield": "patrons' shield",
    "diversion": "trouble at home",
    "first_side": "the first side's own readiness", "cut": "starting point", "reliability": "the patron's record",
    "attention": "the patron's free means", "alignment": "the client's closeness", "open": "starting point",
    "hostile": "a foe at the switch", "up": "starting point", "mediators": "mediators' free means",
    "tied": "the sender tied down", "undivided": "one side holds all", "ended_war": "a war just ended",
    "base": "starting point",
}  # fmt: skip
"""Plain names of inputs."""
_MOVE = re.compile(r"escalation\.B\.(\d)>(\d)")
SMALL = 0.05
"""Log-odds below which an addend is not told in words."""
TOLD = 4
OUTCOMES = {"war": "war", "violence": "violence", "signed": "a signed settlement", "deaths": "deaths"}


def contribution_table(one: Explained) -> Table:
    """Return one row an addend, the largest first: what it adds, the coefficient with its range and basis, the input
    and how it is known, the claims."""
    columns = [("input", "Input"), ("adds", "Adds", one.scale), ("low", "5%"), ("high", "95%"), ("coefficient", "By")]
    more = [("worth", "Coefficient"), ("range", "90%"), ("basis", "Basis"), ("known", "Input is"), ("claims", "Claims")]
    ordered = sorted(one.contributions, key=lambda c: -abs(c.adds.mean))
    return Table.of([*columns, *more, ("source", "Source of the coefficient")], [_row(c) for c in ordered])


def _row(one: Contribution) -> dict[str, Any]:
    found = one.coefficient or {}
    known = list(dict.fromkeys(backing.basis for backing in one.behind))
    return {
        "input": INPUTS.get(one.name, one.name), "adds": one.adds.mean, "low": one.adds.low, "high": one.adds.high,
        "coefficient": found.get("name"), "worth": found.get("mean"),
        "range": f"{found['q05']:.3g} to {found['q95']:.3g}" if found else None,
        "basis": _basis(found), "known": listed(known) or None, "claims": list(one.claims),
        "source": found.get("source"),
    }  # fmt: skip


def _basis(coefficient: Any) -> str | None:
    if not coefficient:
        return None
    if coefficient.get("informed") is False and coefficient["basis"] == "fitted":
        return "prior (the record did not inform it)"
    return str(coefficient["basis"])


def input_table(found: Explained, labels: Labels) -> Table:
    """Return one row an input's field and unit: what it says, how it is known, and the claims behind it."""
    rows = [
        {"input": INPUTS.get(one.name, one.name), "of": f"{backing.field} {labels[backing.unit]}".strip(),
         "says": backing.says, "basis": backing.basis, "claims": list(backing.claims)}
        for one in found.contributions
        for backing in one.behind
    ]  # fmt: skip
    columns = [("input", "Input"), ("of", "Read from"), ("says", "Says"), ("basis", "Is"), ("claims", "Claims")]
    return Table.of(columns, rows)


def explanation_sentences(found: Explanation, labels: Labels) -> tuple[str, ...]:
    """Return the explanation in sentences: what its parameters should not have seen, the chances, what raises and what
    lowers them, what was not observed."""
    lines = [warning] if (warning := hindsight(found.provenance)) else []
    for one in found.sums:
        chances = [
            f"{labels.sided(k, found.unit)} {percent(c.mean)} ({percent(c.low)} to {percent(c.high)})"
            for k, c in one.chances.items()
        ]
        if chances:
            lines.append(f"{labels[found.unit]}, {step_words(found.step)}: {', '.join(chances)}.")
        lines.append(f"{one.scale.capitalize()} of {one.what}: {one.total.mean:+.2f}. {_pushes(one)}")
        lines[-1] = labels.sided(lines[-1], found.unit)
    unseen = {b for one in found.sums for c in one.contributions for b in c.behind if b.basis in ("judged", "latent")}
    for basis in ("judged", "latent"):
        fields = sorted({f"{b.field} of {labels[b.unit]}" if b.unit else b.field for b in unseen if b.basis == basis})
        if fields:
            how = "Judged, with a range" if basis == "judged" else "Not recorded, drawn"
            lines.append(f"{how}: {_few(fields)}.")
    return tuple(lines)


def _few(parts: list[str], most: int = 6) -> str:
    return listed(parts) if len(parts) <= most else f"{', '.join(parts[:most])} and {len(parts) - most} more"


def _pushes(one: Explained) -> str:
    ordered = sorted(one.contributions, key=lambda c: -abs(c.adds.mean))
    parts = []
    for word, sign in (("Raised by", 1), ("Lowered by", -1)):
        told = [c for c in ordered if sign * c.adds.mean >= SMALL][:TOLD]
        if told:
            parts.append(f"{word} {listed([f'{INPUTS.get(c.name, c.name)} ({c.adds.mean:+.2f})' for c in told])}.")
    return " ".join(parts)


def driver_sentences(found: Drivers, titles: dict[str, str]) -> tuple[str, ...]:
    """Return what drives an outcome, in sentences: choices, rules with coverage and density, shares of variance."""
    what, lines = OUTCOMES[found.outcome], []
    for choice in found.choices:
        lines.append(f"{titles.get(choice.name, choice.name)}: {_with(found, choice.without, choice.chosen)}.")
    separation = found.separation
    happened = what if found.outcome != "deaths" else "more deaths than the median"
    for rule in separation.rules:
        lines.append(
            f"Where {_limits(rule, titles)}, {percent(rule.density)} of futures have {happened} "
            f"({percent(rule.low)} to {percent(rule.high)}; {percent(rule.base)} of all do); this covers "
            f"{percent(rule.coverage)} of those that have it, in {percent(rule.mass)} of all futures (p {_p(rule.p)})."
        )
    if separation.why:
        lines.append(f"No rule separates the futures, since {separation.why}.")
    if separation.auc is not None:
        lines.append(
            f"Cross-validated, choices and parameters rank futures with an AUC of {separation.auc:.2f} (0.5: no better "
            "than a coin)."
        )
    lines += _variance(found)
    return tuple(lines)


def _variance(found: Drivers) -> Iterable[str]:
    division = found.sensitivity
    if division.parameters is not None and division.chance is not None:
        yield (
            f"All uncertain parameters together go with {percent(division.parameters)} of the variance; "
            f"{percent(division.chance)} is chance within the model."
        )
    if division.judged is not None:
        much = percent(division.judged)
        yield (
            f"{much[0].upper()}{much[1:]} of the variance goes with {counted(len(division.grouped), 'judged input')}, "
            "which come in too few combinations to be told apart."
        )
    clear = [share for share in division.shares if share.p < 0.05 and share.share > 0][:TOLD]
    if division.shares and not clear:
        yield "No single parameter goes with more of it than chance alone would show."
    for share in clear:
        yield (
            f"{_capital(_called(share.name))} goes with {percent(share.share)} of the variance "
            f"({percent(share.low)} to {percent(share.high)}): "
            f"{_sides(found, share.low_third, share.high_third)}."
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _called(parameter: str) -> str:
    """Return a parameter with what it stands for, where that has plain words ("peacekeepers (escalation.mission)")."""
    plain = INPUTS.get(parameter.rpartition(".")[2]) or _move(parameter)
    return f"{plain} ({parameter})" if plain else parameter


def _move(parameter: str) -> str | None:
    """Return what the rate of a step from one phase to another stands for: "escalation.B.2>3"."""
    found = _MOVE.fullmatch(parameter)
    if found is None:
        return None
    before, after = (PHASES[int(phase)] for phase in found.groups())
    return f"the step from {before} to {after}"


def _sides(found: Drivers, low: float, high: float) -> str:
    if found.outcome == "deaths":
        return f"mean log deaths {low:.2f} in its lowest third, {high:.2f} in its highest"
    thirds = f"{percent(_within(low))} of its lowest third, {percent(_within(high))} of its highest"
    return f"{OUTCOMES[found.outcome]} in {thirds}"


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _with(found: Drivers, without: float, chosen: float) -> str:
    if found.outcome == "deaths":
        return f"mean log deaths {without:.2f} without, {chosen:.2f} with it"
    return f"{OUTCOMES[found.outcome]} in {percent(without)} of the futures without, {percent(chosen)} with it"


def _limits(rule: FoundRule, titles: dict[str, str]) -> str:
    return listed([_limit(one, titles) for one in rule.limits])


def _limit(one: Limit, titles: dict[str, str]) -> str:
    if one.kind == "choice":
        return f"“{titles.get(one.name, one.name)}” is {'chosen' if one.above else 'not chosen'}"
    side = "above" if one.above else "below"
    value = f"{one.value:.3g}".replace("-", "−")
    return f"{_called(one.name)} is {side} {value} (its {100 * one.quantile:.0f}th percentile)"


def _p(value: float) -> str:
    return "under 0.001" if value < 0.001 else f"{value:.3f}"


def share_table(found: Drivers) -> Table:
    """Return one row a parameter: the share of variance with its interval and p-value, and the outcome by thirds."""
    columns = [("name", "Parameter"), ("share", "Share of variance"), ("low", "5%"), ("high", "95%"), ("p", "p")]
    more = [("low_third", "Outcome, lowest third"), ("high_third", "Outcome, highest third"), ("unit", "Unit")]
    return Table.of([*columns, *more], [share.to_dict() for share in found.sensitivity.shares])
