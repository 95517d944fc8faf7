"""The additive contributions behind a log-odds or a mean, member by member, as the mechanisms work it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from interbellum.case.vocabulary import CORRIDOR_STATES, PHASES, TALKS_STAGES
from interbellum.mechanisms.escalation import COMMON, ORIENTED
from interbellum.mechanisms.protocol import Covariates, Mechanism, Theta

Floats = NDArray[np.float64]
STEP = "length of the step"
"""What part of a log-odds comes from the step's length, for chances given a month."""


@dataclass(frozen=True)
class Term:
    """One addend: the input it comes from with its value (members,), and the parameter that weighs it, if any."""

    name: str
    contribution: Floats
    value: Floats | None = None
    parameter: str | None = None


@dataclass(frozen=True)
class Sum:
    """A number as the sum of terms, (members,) each. `what` says what it is; `chances` (members,) by outcome."""

    what: str
    scale: str
    terms: tuple[Term, ...]
    chances: Mapping[str, Floats]

    @property
    def total(self) -> Floats:
        """The sum of the terms."""
        return np.asarray(np.sum([term.contribution for term in self.terms], axis=0), np.float64)


LOG_ODDS = "log-odds"


def sums(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> tuple[Sum, ...]:
    """Return the numbers that a mechanism's chance for one unit is made of, as sums.

    `covariates` are (units, members) or (units, sides, members), `theta` (members,) or (units, members).
    """
    special = {"escalation": _escalation, "mission": _mission, "corridor": _corridor, "talks": _talks,
               "response": _response, "conquest": _conquest}  # fmt: skip
    make = special.get(mechanism.name, _plain)
    return tuple(make(mechanism, covariates, theta, unit))


def _over_members(function: Callable[[Covariates, Theta], Any], covariates: Covariates, theta: Theta) -> Any:
    """Return a function of one member, over members on the last axis."""
    jnp_covariates = {name: jnp.asarray(value) for name, value in covariates.items()}
    jnp_theta = {name: jnp.asarray(value) for name, value in theta.items()}
    found = jax.vmap(function, in_axes=-1, out_axes=-1)(jnp_covariates, jnp_theta)
    return jax.tree.map(lambda value: np.asarray(value, np.float64), found)


def _law(mechanism: Mechanism, part: str, covariates: Covariates, theta: Theta) -> Floats:
    """Return an array of a mechanism's law, members last."""

    def one(c: Covariates, t: Theta) -> Any:
        return getattr(mechanism.law(c, t, jnp.float32(0.0)), part)

    found: Floats = _over_members(one, covariates, theta)
    return found


def _shares(logits: Floats, names: Sequence[str]) -> dict[str, Floats]:
    """Return the chance of each outcome from log-odds (outcomes, members)."""
    raised = np.exp(logits - logits.max(axis=0))
    share = raised / raised.sum(axis=0)
    return {name: share[i] for i, name in enumerate(names)}


def _explained(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> tuple[Term, ...]:
    """Return a mechanism's own parts for one unit as terms."""
    parts = _over_members(mechanism.explain, covariates, theta)
    terms = []
    for name, value in parts.items():
        seen = covariates.get(name)
        own = f"{mechanism.name}.{name}"
        read = None if seen is None else np.asarray(seen, np.float64)[unit]
        terms.append(Term(name, value[unit], read, own if own in theta else None))
    return tuple(terms)


def _plain(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> list[Sum]:
    """Return the parts as the mechanism names them; where they are several numbers, each by itself."""
    scale, what = PLAIN.get(mechanism.name, ("its own unit", f"the parts of {mechanism.name}"))
    terms = _explained(mechanism, covariates, theta, unit)
    if mechanism.name in APART:
        return [Sum(f"{what}: {term.name}", scale, (term,), {}) for term in terms]
    return [Sum(what, scale, terms, {})]


PLAIN = {
    "attention": (LOG_ODDS, "a change of the power's attention in the step"),
    "spending": ("log growth a year", "mean growth of spending"),
    "lethality": ("log deaths", "mean log of deaths at the present phase"),
    "realignment": ("log-odds of alignment", "mean drift of alignment in the step"),
    "supply": ("days of supply a day", "what the community's stock gains"),
    "displacement": ("hazard", "the median hazard of leaving in the step"),
}
APART = {"attention"}
"""Mechanisms whose parts are numbers of their own and no addends."""


def _escalation(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> list[Sum]:
    """Return the log-odds of war against staying (in war, of its end), and of the first side being the attacker.

    The readier side leads by a log of mean exponentials, which is shared out between the inputs by Aumann and Shapley's
    rule (Values of Non-Atomic Games, 1974) along the straight line from no input at all; it adds up exactly.
    """
    parts = _over_members(mechanism.explain, covariates, theta)
    sided = {name: parts[name][unit] for name in (*ORIENTED, "first_side")}
    gap = sum((value[0] - value[1] for value in sided.values()), np.zeros(1))
    lead = _mean_weight(gap)
    terms = []
    phase = np.asarray(covariates["phase"])[unit]
    up = np.where(phase == 3, -1.0, 1.0)
    base = np.choose(phase, [np.asarray(theta[f"escalation.B.{i}>{3 if i < 3 else 2}"]) for i in range(4)])
    common = {name: parts[name][unit] for name in (*COMMON, "rivalry")}
    for name, value in {**common, **sided}.items():
        pull = lead * value[0] + (1.0 - lead) * value[1] if value.ndim == 2 else value
        terms.append(Term(name, up * pull, _value(covariates, name, unit), _parameter(mechanism, name, unit)))
    months = np.asarray(covariates["months"], np.float64)[unit]
    i = int(np.median(phase))
    start = Term("phase", base.astype(np.float64), phase.astype(np.float64), f"escalation.B.{i}>{3 if i < 3 else 2}")
    logits = _law(mechanism, "phase", covariates, theta)[unit]
    war = (
        "the end of war, against its going on"
        if (phase == 3).mean() > 0.5
        else "war, against things staying as they are"
    )
    worse = Sum(war, LOG_ODDS, (start, *terms, Term(STEP, months)), _shares(logits, PHASES))
    attack = tuple(
        Term(name, value[0] - value[1], _value(covariates, name, unit), _parameter(mechanism, name, unit))
        for name, value in sided.items()
    )
    first = 1.0 / (1.0 + np.exp(-gap))
    sides = Sum("the first side being the attacker", LOG_ODDS, attack, {"first side": first, "second side": 1 - first})
    return [worse, sides]


def _mean_weight(gap: Floats) -> Floats:
    """Return the mean of the logistic of t x `gap` for t from 0 to 1: ln((1 + e^g) / 2) / g, one half at zero."""
    small = np.abs(gap) < 1e-4
    safe = np.where(small, 1.0, gap)
    whole = (np.logaddexp(0.0, safe) - np.log(2.0)) / safe
    return np.asarray(np.where(small, 0.5 + gap / 8.0, whole))


def _value(covariates: Covariates, name: str, unit: int) -> Floats | None:
    if name not in covariates:
        return None
    value: Floats = np.asarray(covariates[name], np.float64)[unit]
    return np.asarray(value[0]) if value.ndim == 2 else value


def _parameter(mechanism: Mechanism, name: str, unit: int) -> str | None:
    if name != "rivalry":
        return f"{mechanism.name}.{name}"
    own = getattr(mechanism, "_own", ())
    return str(own[unit]) if own else None


def _response(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> list[Sum]:
    names = ("broken", "partly kept", "kept")
    chances = _shares(_law(mechanism, "answers", covariates, theta)[unit], names)
    chances["an answer is called for"] = np.asarray(covariates["called"], np.float64)[unit]
    terms = _explained(mechanism, covariates, theta, unit)
    return [Sum("the patron keeping its word", LOG_ODDS, terms, chances)]


def _corridor(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> list[Sum]:
    chances = _shares(_law(mechanism, "logits", covariates, theta)[unit], CORRIDOR_STATES)
    terms = _explained(mechanism, covariates, theta, unit)
    return [Sum("a step towards open, against one towards closed, inertia aside", LOG_ODDS, terms, chances)]


def _talks(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> list[Sum]:
    chances = _shares(_law(mechanism, "logits", covariates, theta)[unit], TALKS_STAGES)
    terms = _explained(mechanism, covariates, theta, unit)
    return [Sum("a stage up in the talks, inertia aside", LOG_ODDS, terms, chances)]


def _conquest(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> list[Sum]:
    seen = np.asarray(covariates["balance"], np.float64)[unit]
    exponent = np.asarray(theta["conquest.exponent"], np.float64)
    first = _law(mechanism, "first", covariates, theta)[unit]
    wins = 1.0 / (1.0 + np.exp(-first))
    term = Term("balance", exponent * seen, seen, "conquest.exponent")
    chances = {"first side": wins, "second side": 1.0 - wins}
    return [Sum("the first side winning a war that began now", LOG_ODDS, (term,), chances)]


MOVES = ("stay", "arrive", "be reduced", "leave", "be reinforced")


def _mission(mechanism: Mechanism, covariates: Covariates, theta: Theta, unit: int) -> list[Sum]:
    """Return the log-odds of arriving and of leaving against staying as it is."""
    chances = _shares(_law(mechanism, "logits", covariates, theta)[unit], MOVES)
    made = {"leave": ("tied", "undivided"), "arrive": ("ended_war",)}
    present = float(np.mean(np.asarray(covariates["present"])[unit])) > 0.5
    move = "leave" if present else "arrive"
    terms = [Term("base", np.asarray(theta[f"mission.{move}"], np.float64), None, f"mission.{move}")]
    for name in made[move]:
        seen = np.asarray(covariates[name], np.float64)[unit]
        terms.append(Term(name, np.asarray(theta[f"mission.{name}"], np.float64) * seen, seen, f"mission.{name}"))
    terms.append(Term(STEP, np.asarray(covariates["months"], np.float64)[unit]))
    words = "the mission leaving, against staying" if present else "the mission arriving, against not"
    return [Sum(words, LOG_ODDS, tuple(terms), chances)]
