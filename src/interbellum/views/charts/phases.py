"""The phase timeline: phases by step, deaths, and events as wide as their dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interbellum.case.vocabulary import PHASES
from interbellum.errors import UsageError
from interbellum.record import WAR_DEATHS, Record
from interbellum.views.charts.parts import at_local, data, time_axis
from interbellum.views.labels import Labels, counted
from interbellum.views.note import SourceNote
from interbellum.views.record_tables import Scope, event_table, phase_table
from interbellum.views.table import Table
from interbellum.views.theme import Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt

ORDER = (*PHASES, "lull or tension", "unknown")


def phase_timeline(record: Record, rivalry: str, scope: Scope) -> View:
    """Return the timeline of a rivalry: one strip of phases, deaths by step, and its events."""
    phases, events = phase_table(record, rivalry, scope), event_table(record, rivalry, scope)
    if not phases.rows:
        raise UsageError(f"no step is completed from {scope.start} to {scope.end}", hint="choose a later end")
    step, title = record.steps.step, Labels(record.case)[rivalry]
    war = [row["step"] for row in phases.rows if row["phase"] == "war"]
    dead = sum(row["deaths"] or 0 for row in phases.rows)
    words = (
        f"Timeline of {title} from {scope.start} to {scope.end}: {counted(len(war), step)} at war rate, "
        f"{counted(dead, 'death')} counted, {counted(len(events.rows), 'event')}."
    )

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        panels: list[alt.TopLevelMixin] = [_deaths(phases, theme, width, WAR_DEATHS[step], step)]
        panels.append(_strip(phases, theme, width))
        if events.rows:
            panels.append(_events(events, scope, theme, width))
        return panels

    return View(
        name=f"phases-{rivalry}",
        title=f"{title}: phases and deaths",
        subtitle=(
            f"Deaths a {step} (logarithmic), phase of each {step} (war rate: {WAR_DEATHS[step]} deaths or more), and "
            "events between the sides, each as wide as its date is uncertain"
        ),
        words=words,
        table=phases,
        note=SourceNote.of_case(record.case, scope.known_by),
        draw=draw,
    )


def _deaths(table: Table, theme: Theme, width: int, war: int, step: str) -> alt.TopLevelMixin:
    import altair as alt

    rows = [
        {**row, "start": at_local(row["start"]), "end": at_local(row["end"]), "floor": 0.5}
        for row in table.rows
        if row["deaths"]
    ]
    x = alt.X("start:T", axis=None, scale=_domain(table))
    y = alt.Y(
        "deaths:Q",
        title=f"deaths a {step}",
        scale=alt.Scale(type="log", domainMin=0.5, clamp=True),
        axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format=",d", grid=True),
    )
    bars = alt.Chart(data(rows)).mark_rect(color=theme.accent).encode(x=x, x2="end:T", y=y, y2="floor:Q")
    rule = alt.Chart(data([{"deaths": war}])).mark_rule(color=theme.contrast, strokeDash=[4, 3]).encode(y=y)
    name = (
        alt.Chart(data([{"deaths": war, "text": f"war rate, {war}"}]))
        .mark_text(color=theme.contrast, align="left", dx=4, dy=-6, fontSize=11)
        .encode(y=y, x=alt.value(0), text="text:N")
    )
    return alt.layer(bars, rule, name).properties(width=width - 70, height=130)


def _strip(table: Table, theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    rows = [{**row, "start": at_local(row["start"]), "end": at_local(row["end"])} for row in table.rows]
    used = [name for name in ORDER if any(row["phase"] == name for row in rows)]
    colour = alt.Color(
        "phase:N",
        title=None,
        scale=alt.Scale(domain=used, range=[theme.phases[name] for name in used]),
        legend=alt.Legend(columns=2 if width < 500 else 0),
    )
    x = alt.X("start:T", title=None, axis=time_axis(width), scale=_domain(table))
    strip: alt.Chart = alt.Chart(data(rows)).mark_rect().encode(x=x, x2="end:T", color=colour)
    sized: alt.Chart = strip.properties(width=width - 70, height=26)
    return sized


def _events(table: Table, scope: Scope, theme: Theme, width: int) -> alt.TopLevelMixin:
    import altair as alt

    rows = [
        {
            "first": at_local(row["first"]),
            "last": at_local(row["last"]),
            "event": row["event"],
            "type": row["type"].lower(),
            "precise": "to the day" if row["days"] <= 1 else "wider",
        }
        for row in table.rows
    ]
    start, end = at_local(scope.start.isoformat()), at_local(scope.end.isoformat())
    x = alt.X("first:T", axis=None, scale=alt.Scale(domain=[start, end], nice=False))
    y = alt.Y("type:N", title=None, sort=None, axis=alt.Axis(domain=False, grid=True))
    bars: alt.Chart = (
        alt.Chart(data(rows))
        .mark_bar(height=7, color=theme.accent, stroke=theme.accent, strokeWidth=1.2, cornerRadius=1)
        .encode(
            x=x,
            x2="last:T",
            y=y,
            fillOpacity=alt.condition("datum.precise == 'to the day'", alt.value(1.0), alt.value(0.25)),
        )
    )
    return bars.properties(width=width - 70, height=alt.Step(15))


def _domain(table: Table) -> alt.Scale:
    import altair as alt

    return alt.Scale(domain=[at_local(table.rows[0]["start"]), at_local(table.rows[-1]["end"])], nice=False)
