"""Commitments: how often patrons kept and broke their word, and what that leaves of their reliability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from interbellum.record import Record
from interbellum.views.charts.parts import NARROW_BELOW, data
from interbellum.views.labels import Labels
from interbellum.views.note import SourceNote
from interbellum.views.record_tables import commitment_table
from interbellum.views.theme import Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt

WORDS = {"kept": "kept", "partial": "in part", "broken": "broken"}
"""Answers in words."""


def commitments(record: Record, on: date, known_by: date | None = None) -> View:
    """Return the record of each commitment that was ever tested, with its reliability."""
    table = commitment_table(record, Labels(record.case), on, known_by)
    tested = [row for row in table.rows if row["kept"] + row["partial"] + row["broken"] > 0]
    labels, promises = Labels(record.case), record.at(on, known_by).promises
    words = "; ".join(f"{labels[one.commitment]}: {one.words()}" for one in promises if one.events)

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_bars(tested, theme, width)]

    return View(
        name="commitments",
        title="Promises kept and broken",
        subtitle=(
            "Times that a patron kept its word, wholly or in part (right), or broke it (left) when its client was "
            "attacked. The number is its reliability, 0 to 1, from a flat prior: 0.5 before any test; an answer in "
            "part counts half for it"
        ),
        words=f"Promises kept and broken by {on}. {words or 'No promise was tested'}.",
        table=table,
        note=SourceNote.of_case(record.case, known_by),
        draw=draw,
    )


def _bars(tested: Sequence[Mapping[str, Any]], theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    narrow = width < NARROW_BELOW
    rows = [
        {"who": row["commitment"], "what": WORDS[what], "times": row[what] * sign}
        for row in tested
        for what, sign in (("kept", 1), ("partial", 1), ("broken", -1))
        if row[what]
    ]
    widest = max((max(row["kept"] + row["partial"], row["broken"]) for row in tested), default=1)
    x = alt.X(
        "times:Q",
        title="times broken | times kept, in part or wholly",
        scale=alt.Scale(domain=[-widest * 1.05, widest * 1.35]),
        axis=alt.Axis(format="d", labelExpr="abs(datum.value)", tickMinStep=1, tickCount=5),
    )
    order = [row["commitment"] for row in tested]
    y = alt.Y(
        "who:N",
        title=None,
        sort=order,
        axis=alt.Axis(labelLimit=150 if narrow else 250, labelColor=theme.ink, domain=False),
    )
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=["broken", "in part", "kept"], range=[theme.contrast, theme.muted, theme.accent]),
    )
    bars = (
        alt.Chart(data(rows))
        .mark_bar(height=13)
        .encode(x=x, y=y, color=colour, order=alt.Order("what:N", sort="descending"))
    )
    zero = alt.Chart(data([{"times": 0}])).mark_rule(color=theme.muted).encode(x=x)
    numbers = [
        {"who": row["commitment"], "times": row["kept"] + row["partial"], "text": f"{row['reliability']:.2f}"}
        for row in tested
    ]
    names = (
        alt.Chart(data(numbers))
        .mark_text(align="left", dx=6, color=theme.ink, fontSize=12)
        .encode(x=x, y=y, text="text:N")
    )
    return alt.layer(bars, zero, names).properties(width=width - (180 if narrow else 240), height=alt.Step(24))
