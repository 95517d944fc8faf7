"""Control over time: each zone by who holds it, standing by texture and strength of colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from interbellum.dates import parse_edtf, start_of
from interbellum.record import Record
from interbellum.views.charts.parts import NARROW_BELOW, at_local, data, time_axis
from interbellum.views.labels import Labels, when_words
from interbellum.views.note import SourceNote
from interbellum.views.record_tables import Scope, control_table
from interbellum.views.theme import OPACITY, Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt

HATCHES = 90
"""Hatching lines over the whole span, where ground is not assessed."""


def control_over_time(record: Record, scope: Scope, zones: Sequence[str] | None = None) -> View:
    """Return the chart of control: colour for the actor; full for assessed, faint and hatched for what is not."""
    labels = Labels(record.case)
    table = control_table(record, labels, scope, zones)
    order = [actor for actor in record.case.model.units.actors if any(row["actor_id"] == actor for row in table.rows)]
    held = {row["zone"] for row in table.rows}
    words = (
        f"Who controls each of {len(held)} zones from {scope.start} to {scope.end}: "
        + "; ".join(f"{row['zone']}: {row['actor']}{_since(row)}" for row in _last(table.rows))
        + "."
    )

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_bars(table.to_dicts(), order, labels, scope, theme, width)]

    return View(
        name="control",
        title="Who controls which ground",
        subtitle=(
            "Thick bars: who holds a zone, pale where dates leave it open. Thin bars below: what else is stated of it. "
            "Faint and hatched: claimed or contested, not assessed"
        ),
        words=words,
        table=table,
        note=SourceNote.of_case(record.case, scope.known_by),
        draw=draw,
    )


def _since(row: Mapping[str, Any]) -> str:
    """Return since when ground is held, as wide as it is dated."""
    when = parse_edtf(row["since"])
    return f" since {when_words(start_of(when) or when)}" if when.earliest or when.latest else ""


def _last(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    found = {row["zone"]: row for row in rows if row["lane"] == "held"}
    return list(found.values())


def _bars(
    rows: Sequence[Mapping[str, Any]], order: Sequence[str], labels: Labels, scope: Scope, theme: Theme, width: int
) -> alt.TopLevelMixin:
    import altair as alt

    spells = [
        {
            **row,
            "start": at_local(row["start"]),
            "end": at_local(row["end"]),
            "strength": OPACITY[row["standing"]] * (1.0 if row["certain"] else 0.5),
        }
        for row in rows
    ]
    margin = 150 if width < NARROW_BELOW else 240
    x = alt.X(
        "start:T",
        title=None,
        axis=time_axis(width),
        scale=alt.Scale(domain=[at_local(scope.start.isoformat()), at_local(scope.end.isoformat())], nice=False),
    )
    y = alt.Y(
        "zone:N", title=None, sort=None, axis=alt.Axis(domain=False, labelLimit=margin - 20, labelColor=theme.ink)
    )
    colour = alt.Color(
        "actor:N",
        title=None,
        scale=alt.Scale(domain=[labels[one] for one in order], range=[theme.actor(order, one) for one in order]),
        legend=alt.Legend(columns=1 if width < NARROW_BELOW else 0, labelLimit=width - 60),
    )
    strength = alt.Opacity("strength:Q", scale=None, legend=None)
    layers = []
    for lane, size, offset in (("held", 13, -2), ("stated", 5, 9)):
        mine = data([row for row in spells if row["lane"] == lane])
        layers.append(
            alt.Chart(mine)
            .mark_bar(height=size, yOffset=offset)
            .encode(x=x, x2="end:T", y=y, color=colour, opacity=strength)
        )
        lines = [
            line
            for row in rows
            if row["lane"] == lane and row["standing"] != "assessed"
            for line in _hatching(row, scope, HATCHES // 2 if width < NARROW_BELOW else HATCHES)
        ]
        layers.append(
            alt.Chart(data(lines)).mark_tick(thickness=1, size=size, yOffset=offset, color=theme.ink).encode(x=x, y=y)
        )
    return alt.layer(*layers).properties(width=width - margin, height=alt.Step(27))


def _hatching(row: Mapping[str, Any], scope: Scope, lines: int) -> list[dict[str, str]]:
    gap = max((scope.end - scope.start).days // lines, 1)
    day, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    found = []
    while day < end:
        found.append({"zone": row["zone"], "start": at_local(day.isoformat())})
        day += timedelta(days=gap)
    return found
