"""Tables read from a scorecard: mean scores by model, by lead, and the reliability of its probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from interbellum.scoring import METRICS, Scorecard
from interbellum.views.table import Table


def model_words(name: str) -> str:
    """Return a model's name for reading."""
    return name.replace("_", " ")


def score_table(card: Scorecard) -> Table:
    """Return one row a model: mean scores (lower is better), coverage of its 90% interval, number of forecasts."""
    models = cast(Mapping[str, Any], card.to_dict()["models"])
    rows = [
        {
            "model": name,
            **{metric: found[metric] for metric in METRICS},
            "coverage": found["coverage_90"],
            "n": found["n"],
        }
        for name, found in models.items()
    ]
    metrics = [(metric, title) for metric, title in METRICS.items()]
    return Table.of([("model", "Model"), *metrics, ("coverage", "In its 90% interval"), ("n", "Forecasts")], rows)


def lead_table(card: Scorecard, metric: str) -> Table:
    """Return one row a model and lead with its mean score."""
    models = cast(Mapping[str, Any], card.to_dict()["models"])
    rows = [
        {"model": name, "lead": lead, "score": found["by_lead"][str(lead)][metric], "reference": name == card.reference}
        for name, found in models.items()
        for lead in card.leads
    ]
    return Table.of(
        [("model", "Model"), ("lead", "Lead", "steps"), ("score", METRICS[metric]), ("reference", "The model scored")],
        rows,
    ).saying("model", {name: model_words(name) for name in models})


def reliability_table(card: Scorecard, model: str | None = None) -> Table:
    """Return the points of the reliability diagram: what was forecast, how often it happened, on how many forecasts."""
    name = card.reference if model is None else model
    models = cast(Mapping[str, Any], card.to_dict()["models"])
    rows = [dict(point) for point in models[name]["reliability"]]
    columns = [("forecast", "Mean forecast"), ("frequency", "How often it happened"), ("n", "Forecasts")]
    more = [("frequency_low", "Low"), ("frequency_high", "High"), ("low", "Bin from"), ("high", "Bin to")]
    return Table.of([*columns, *more], rows)
