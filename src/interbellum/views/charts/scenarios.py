"""Scenarios against the baseline: what each changes, with the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from interbellum.views.charts.parts import NARROW_BELOW, data
from interbellum.views.futures import difference_table
from interbellum.views.note import SourceNote
from interbellum.views.theme import Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt

MEASURES = {
    "p_war": ("chance of a war-rate step", "percentage points", 100.0),
    "deaths": ("mean deaths", "persons", 1.0),
}


def scenario_differences(
    rows: Sequence[Mapping[str, Any]],
    titles: Mapping[str, str],
    note: SourceNote,
    measure: str = "p_war",
    step: str = "month",
    of: str = "",
) -> View:
    """Return paired differences by horizon, a line of points for each scenario.

    `rows` are a comparison's, of one rivalry; `titles` names scenarios; `of` names the rivalry where there are several.
    """
    what, unit, factor = MEASURES.get(measure, (measure, "", 1.0))
    chosen = [
        {**row, "title": titles.get(row["scenario"], row["scenario"])} for row in rows if row["measure"] == measure
    ]
    longest = max((row["horizon"] for row in chosen), default=0)
    words = "; ".join(
        f"{row['title']}: {row['difference'] * factor:+.1f} ({row['low'] * factor:+.1f} to {row['high'] * factor:+.1f})"
        for row in chosen
        if row["horizon"] == longest
    )

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_points(chosen, factor, f"{what}, difference in {unit}", step, theme, width)]

    return View(
        name=f"scenarios-{measure}" + (f"-{rows[0]['rivalry']}" if of and rows else ""),
        title=f"Scenario against baseline: {what}" + (f", {of}" if of else ""),
        subtitle=(
            f"Difference from the baseline in {unit}, by horizon in {step}s; the same luck in both. Lines: 90% "
            "interval of the mean paired difference, which speaks of the number of members and not of what the model "
            "has wrong"
        ),
        words=f"Differences in {unit} at {longest} {step}s{f', {of}' if of else ''}. {words}.",
        table=difference_table(chosen, titles),
        note=note,
        draw=draw,
    )


def _points(
    rows: Sequence[Mapping[str, Any]], factor: float, title: str, step: str, theme: Theme, width: int
) -> alt.TopLevelMixin:
    import altair as alt

    narrow = width < NARROW_BELOW
    leads = sorted({row["horizon"] for row in rows})
    shown = leads if len(leads) <= 4 else [leads[0], *leads[-3:]]
    values = [
        {
            "title": row["title"],
            "horizon": f"{row['horizon']} {step}{'s' if row['horizon'] > 1 else ''}",
            "difference": row["difference"] * factor,
            "low": row["low"] * factor,
            "high": row["high"] * factor,
        }
        for row in rows
        if row["horizon"] in shown
    ]
    names = [f"{lead} {step}{'s' if lead > 1 else ''}" for lead in shown]
    ramp = [theme.reference, theme.fan[1], theme.fan[2], theme.accent][-len(names) :]
    y = alt.Y(
        "title:N",
        title=None,
        sort=None,
        axis=alt.Axis(labelLimit=140 if narrow else 260, labelColor=theme.ink, domain=False),
    )
    offset = alt.YOffset("horizon:N", sort=names)
    colour = alt.Color(
        "horizon:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=ramp),
        legend=alt.Legend(columns=2 if narrow else 0),
    )
    axis = alt.X(
        "low:Q",
        title=title if not narrow else "difference",
        axis=alt.Axis(labelExpr="datum.value > 0 ? '+' + datum.label : datum.label", tickCount=4 if narrow else 7),
    )
    base = alt.Chart(data(values))
    lines = base.mark_rule(strokeWidth=2).encode(x=axis, x2="high:Q", y=y, yOffset=offset, color=colour)
    points = base.mark_point(filled=True, size=50, opacity=1).encode(
        x=alt.X("difference:Q"),
        y=y,
        yOffset=offset,
        color=colour,
        shape=alt.Shape("horizon:N", sort=names, legend=None),
    )
    zero = alt.Chart(data([{"low": 0}])).mark_rule(color=theme.muted).encode(x=axis)
    return alt.layer(zero, lines, points).properties(width=width - (170 if narrow else 230), height=alt.Step(13))
