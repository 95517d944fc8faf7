"""How good the model has been: reliability of its probabilities, and scores by lead beside the baselines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from interbellum.scoring import METRICS, Scorecard
from interbellum.views.charts.parts import NARROW_BELOW, data
from interbellum.views.note import SourceNote
from interbellum.views.score_tables import lead_table, model_words, reliability_table
from interbellum.views.theme import Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt


def card_note(card: Scorecard) -> SourceNote:
    """Return the source note of a scorecard."""
    facts = card.provenance
    remark = str(facts["vintage_note"]) if facts.get("vintage_note") else None
    note = SourceNote.of_run({name: facts.get(name) for name in ("case", "case_hash", "seed", "known_by")})
    return note.with_remark(f"{remark[0].upper()}{remark[1:]}.") if remark else note


def reliability(card: Scorecard, model: str | None = None) -> View:
    """Return the reliability diagram of the threshold's probabilities."""
    table, name = reliability_table(card, model), model or card.reference
    words = "; ".join(f"at {row['forecast']:.0%} it happened {row['frequency']:.0%} ({row['n']})" for row in table.rows)

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_diagonal(table.to_dicts(), card.threshold, theme, width)]

    return View(
        name=f"reliability-{name}",
        title=f"Calibration of {model_words(name)}",
        subtitle=(
            f"How often {card.threshold} or more deaths came, by the chance that was given; on the line is perfect. "
            "Bars: 95% interval; size: number of forecasts"
        ),
        words=f"Reliability of {name}: {words}.",
        table=table,
        note=card_note(card),
        draw=draw,
    )


def scores_by_lead(card: Scorecard, metric: str = "crps_log1p") -> View:
    """Return a score by lead, the model among the others; lower is better."""
    table = lead_table(card, metric)
    words = "; ".join(
        f"{row['model']} at {row['lead']}: {row['score']:.3g}" for row in table.rows if row["score"] is not None
    )

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_dots(table.to_dicts(), METRICS[metric], card.reference, theme, width)]

    return View(
        name=f"scores-{metric}",
        title=f"{METRICS[metric]} by lead",
        subtitle=f"Mean score of each forecast at each lead, the {card.reference} in bold; further left is better",
        words=f"{METRICS[metric]}: {words}.",
        table=table,
        note=card_note(card),
        draw=draw,
    )


def _diagonal(rows: Sequence[Mapping[str, Any]], threshold: int, theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    scale = alt.Scale(domain=[0, 1])
    x = alt.X(
        "forecast:Q",
        title=f"chance given to {threshold} or more deaths",
        scale=scale,
        axis=alt.Axis(format="%", tickCount=5),
    )
    y = alt.Y("frequency:Q", title="how often it happened", scale=scale, axis=alt.Axis(format="%", tickCount=5))
    line = alt.Chart(data([{"forecast": 0, "frequency": 0}, {"forecast": 1, "frequency": 1}]))
    base = alt.Chart(data(rows))
    layers = [
        line.mark_line(color=theme.reference, strokeDash=[4, 3]).encode(x=x, y=y),
        base.mark_rule(color=theme.accent).encode(
            x=x, y=alt.Y("frequency_low:Q", title="how often it happened"), y2="frequency_high:Q"
        ),
        base.mark_point(filled=True, color=theme.accent, opacity=1).encode(
            x=x, y=y, size=alt.Size("n:Q", title="forecasts", scale=alt.Scale(range=[40, 320]), legend=None)
        ),
        base.mark_text(dx=10, dy=-10, align="left", color=theme.muted, fontSize=11).encode(
            x=x, y=y, text=alt.Text("n:Q", format=",")
        ),
    ]
    side = min(width - 90, 330)
    return alt.layer(*layers).properties(width=side, height=int(side * 0.8))


def _dots(rows: Sequence[Mapping[str, Any]], title: str, reference: str, theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    narrow = width < NARROW_BELOW
    scored = [{**row, "name": model_words(row["model"])} for row in rows if row["score"] is not None]
    means: dict[str, list[float]] = {}
    for row in scored:
        means.setdefault(row["name"], []).append(row["score"])
    order = sorted(means, key=lambda name: sum(means[name]) / len(means[name]))
    leads = [str(lead) for lead in sorted({row["lead"] for row in scored})]
    marked = f"datum.value == {json.dumps(model_words(reference))}"
    axis = alt.Axis(
        domain=False,
        grid=False,
        labelLimit=150,
        labelColor=alt.condition(marked, alt.value(theme.accent), alt.value(theme.ink)),
        labelFontWeight=alt.condition(marked, alt.value("bold"), alt.value("normal")),
    )
    y = alt.Y("name:N", title=None, sort=order, axis=axis)
    x = alt.X("score:Q", title=title, scale=alt.Scale(zero=False, nice=True, padding=8), axis=alt.Axis(tickCount=5))
    ramp = [theme.fan[0], theme.fan[1], theme.fan[2], theme.accent]
    shape = alt.Shape("lead:N", title="lead", sort=leads, legend=None)
    base = alt.Chart(data([{**row, "lead": str(row["lead"])} for row in scored]))
    spans = base.mark_line(color=theme.grid, strokeWidth=3).encode(x=x, y=y, detail="name:N")
    colour = alt.Color("lead:N", sort=leads, title="lead", scale=alt.Scale(domain=leads, range=ramp[-len(leads) :]))
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=colour, shape=shape)
    return alt.layer(spans, dots).properties(width=width - (150 if narrow else 190), height=alt.Step(25))
