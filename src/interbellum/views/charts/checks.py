"""Predictive checks: what the record counts beside what the model, left to itself, would have counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from interbellum.views.note import SourceNote
from interbellum.views.table import Table
from interbellum.views.theme import Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt

    from interbellum.inference.checks import Check


def check_table(checks: Sequence[Check]) -> Table:
    """Return the checks as a table, a row a count."""
    columns = (
        ("what", "count"), ("unit", "unit"), ("observed", "record"), ("prior", "prior (median, 5% to 95%)"),
        ("posterior", "posterior (median, 5% to 95%)"), ("below", "posterior below"), ("verdict", "verdict"),
    )  # fmt: skip
    rows = [
        {
            "what": one.what, "unit": one.unit, "observed": one.observed, "prior": _range(one.prior),
            "posterior": _range(one.posterior), "below": one.below,
            "verdict": "the model does not do this" if one.surprising else "within what the model does",
        }
        for one in checks
    ]  # fmt: skip
    return Table.of(columns, rows)


def predictive_check_chart(checks: Sequence[Check], note: SourceNote) -> View:
    """Return the checks as intervals of prior and posterior with the record as a point, each count on its own scale."""
    far = [one.what for one in checks if one.surprising]
    words = "; ".join(
        f"{one.what}: {one.observed:,.0f} in the record, {one.posterior[0]:,.0f} to {one.posterior[2]:,.0f} in nine of "
        f"ten histories" for one in checks
    )  # fmt: skip

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_rows(one, theme, width) for one in checks]

    return View(
        name="predictive-checks",
        title="What the model does when left to itself",
        subtitle=(
            "Histories simulated from the model's start under the priors and the posterior (bars: 90%; ticks: median) "
            f"beside the record (line); {len(far)} of {len(checks)} counts of the record lie outside"
        ),
        words=f"Predictive checks. {words}.",
        table=check_table(checks),
        note=note,
        draw=draw,
    )


def _range(values: tuple[float, float, float]) -> str:
    return f"{values[1]:,.0f} ({values[0]:,.0f} to {values[2]:,.0f})"


def _rows(check: Check, theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"run": name, "low": low, "middle": middle, "high": high}
        for name, (low, middle, high) in (("prior", check.prior), ("posterior", check.posterior))
    ]
    base = alt.Chart(alt.Data(values=rows))  # type: ignore[no-untyped-call]
    scale = alt.Scale(type="symlog", zero=False)
    title = f"{check.what} ({check.unit})"
    x = alt.X("low:Q", title=title, scale=scale)
    y = alt.Y("run:N", title=None, sort=["prior", "posterior"])
    bar = base.mark_bar(height=7, opacity=0.5, color=theme.accent).encode(x=x, x2="high:Q", y=y)
    tick = base.mark_tick(thickness=2, color=theme.ink).encode(x=alt.X("middle:Q", title=title), y=y)
    line = alt.Data(values=[{"observed": check.observed}])  # type: ignore[no-untyped-call]
    rule = alt.Chart(line).mark_rule(strokeWidth=2, color=theme.contrast).encode(x=alt.X("observed:Q", title=title))
    return alt.layer(bar, tick, rule).properties(width=width - 120, height=36)
