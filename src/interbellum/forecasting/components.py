"""The components of the panel forecast, by name, with their shipped settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interbellum.errors import UsageError
from interbellum.forecasting.analogues import Analogues
from interbellum.forecasting.component import Component
from interbellum.forecasting.histories import DecayedHistory, Hurdle, MomentsNegativeBinomial
from interbellum.forecasting.logit import ConditionalLogit
from interbellum.forecasting.markov import MarkovStates
from interbellum.forecasting.own_average import Averaging
from interbellum.forecasting.own_experts import Experts
from interbellum.forecasting.settings import AnalogueSettings, group
from interbellum.forecasting.states import BinMemory, OwnPasts
from interbellum.forecasting.trees import QuantileTrees

NAMES = (
    "own_2", "own_6", "own_18", "negative_binomial", "hurdle", "markov", "analogues", "trees", "logit",
    "mechanisms",
)  # fmt: skip
"""The simple models a forecaster would try, analogues, quantile trees, a conditional logit, and the mechanisms."""


def components(names: Sequence[str] = NAMES) -> dict[str, Component]:
    """Return components by name. Raises `UsageError` for a name that is none."""
    return {name: component(name) for name in names}


def component(name: str) -> Component:
    """Return one component with its shipped settings."""
    if name in ("own_2", "own_6", "own_18"):
        return DecayedHistory(**group(name))
    if name == "negative_binomial":
        return MomentsNegativeBinomial(**group(name))
    if name == "hurdle":
        return Hurdle(**group(name))
    if name == "markov":
        return MarkovStates(**group(name))
    if name == "analogues":
        return Analogues(AnalogueSettings.shipped())
    if name == "trees":
        return QuantileTrees(**group(name))
    if name == "logit":
        return _logit(group(name))
    if name == "mechanisms":
        from interbellum.forecasting.mechanistic import Mechanisms

        return Mechanisms(**group(name))
    raise UsageError(f"there is no component {name!r}", hint=f"there are {', '.join(NAMES)}")


def _logit(rows: Mapping[str, Any]) -> ConditionalLogit:
    memories = tuple(BinMemory(**{name: float(value) for name, value in one.items()}) for one in rows["memories"])
    own = OwnPasts(memories, Experts(**rows["experts"]), Averaging(**rows["averaging"]))
    rest = {name: value for name, value in rows.items() if name not in ("memories", "experts", "averaging")}
    return ConditionalLogit(**{**rest, "own": own, "parts": components(tuple(rows["inside"]))})
