"""Forecasts beside what came, and where in its forecast each outcome fell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from interbellum.scoring import Scorecard
from interbellum.views.charts.parts import NARROW_BELOW, data
from interbellum.views.charts.scores import card_note
from interbellum.views.kept_card import CardData
from interbellum.views.score_tables import model_words
from interbellum.views.scorecard import forecast_table, pit_table, pit_words
from interbellum.views.table import Table
from interbellum.views.theme import Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt


def forecasts(card: CardData, lead: int, rival: str) -> View:
    """Return forecasts at one lead with their 50 and 90% intervals beside what came: the model's and a history's."""
    names = (card.reference, rival)
    tables = {name: forecast_table(card, lead, name) for name in names}
    rows = [{"model": model_words(name), **row} for name, table in tables.items() for row in table.rows]
    own = tables[card.reference].rows
    inside = sum(bool(row["inside"]) for row in own)
    words = (
        f"{len(own)} forecasts at lead {lead}: {inside} outcomes lay in the model's 90% interval, "
        f"{sum(bool(row['inside']) for row in tables[rival].rows)} in that of {model_words(rival)}."
    )

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_panel(tables[name], model_words(name), theme, width) for name in names]

    columns = (("model", "Model"), *((column.key, column.title) for column in tables[card.reference].columns))
    return View(
        name=f"forecasts-{lead}",
        title=f"Forecast {lead} {'step' if lead == 1 else 'steps'} ahead, and what came",
        subtitle="Bars: the middle 50 and 90% of the forecast; tick: median; dots: deaths that came (log above one)",
        words=words,
        table=Table.of(columns, rows),
        note=card_note(cast(Scorecard, card)),
        draw=draw,
    )


def _panel(table: Table, title: str, theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    rows = data(table.to_dicts())
    narrow = width < NARROW_BELOW
    labels = alt.Axis(labelAngle=0, labelOverlap="greedy", labelFlush=False, domain=False)
    x = alt.X("target:O", title=None, axis=labels, scale=alt.Scale(paddingInner=0.4))
    scale = alt.Scale(type="symlog", constant=1, nice=False)
    axis = alt.Axis(values=[0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000], format=",d", grid=True)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title="deaths", scale=scale, axis=axis)

    size = max(3, min(14, int((width - 70) / max(len(table.rows), 1) * 0.5)))
    base = alt.Chart(rows)
    layers = [
        base.mark_bar(color=theme.fan[0], size=size).encode(x=x, y=y("low"), y2="high:Q"),
        base.mark_bar(color=theme.fan[2], size=size).encode(x=x, y=y("lower"), y2="upper:Q"),
        base.mark_tick(color=theme.accent, thickness=2.2, size=size + 2).encode(x=x, y=y("middle")),
        base.mark_point(filled=True, color=theme.contrast, opacity=1, size=34 if narrow else 46).encode(
            x=x, y=y("outcome")
        ),
    ]
    heading = alt.TitleParams(text=title, anchor="start", fontSize=13)
    return alt.layer(*layers).properties(width=width - 70, height=170, title=heading)


def pit(card: CardData, model: str | None = None) -> View:
    """Return the histogram of where in its forecast each outcome fell; level bars are perfect."""
    name = model or card.reference
    table = pit_table(card, name)
    shares = ", ".join(f"{row['share']:.0%}" for row in table.rows)

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_bars(table.to_dicts(), theme, width)]

    return View(
        name=f"pit-{name}",
        title=f"Where outcomes fell in the forecast of {model_words(name)}",
        subtitle="Share of outcomes by tenth of their forecast (randomised PIT); the dashed line is perfect",
        words=f"{pit_words(table)} Shares by tenth: {shares}.",
        table=table,
        note=card_note(cast(Scorecard, card)),
        draw=draw,
    )


def _bars(rows: Sequence[Mapping[str, Any]], theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    x = alt.X("low:Q", bin="binned", title="place in the forecast", axis=alt.Axis(format=".0%", tickCount=5))
    y = alt.Y("share:Q", title="share of outcomes", axis=alt.Axis(format="%", tickCount=4))
    bars = alt.Chart(data(rows)).mark_bar(color=theme.fan[2], stroke=theme.paper).encode(x=x, x2="high:Q", y=y)
    fair = (
        alt.Chart(data([{"share": 1 / max(len(rows), 1)}]))
        .mark_rule(color=theme.reference, strokeDash=[4, 3])
        .encode(y="share:Q")
    )
    side = min(width - 90, 330)
    return alt.layer(bars, fair).properties(width=side, height=int(side * 0.8))
