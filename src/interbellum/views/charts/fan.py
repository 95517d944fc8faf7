"""The deaths fan: what was observed up to now, and what the members spread out to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from interbellum.dates import add_months
from interbellum.record import Record
from interbellum.views.charts.parts import at_local, data, time_axis
from interbellum.views.futures import EnsembleLike, fan_table, of_rivalry, origin, sampled_members
from interbellum.views.labels import Labels
from interbellum.views.note import SourceNote, known_day
from interbellum.views.record_tables import Scope, phase_table
from interbellum.views.theme import Theme
from interbellum.views.view import View

if TYPE_CHECKING:
    import altair as alt

HISTORY_MONTHS = 36
"""How much of the past is drawn before now."""
BANDS = (("q025", "q975", "95% of futures"), ("q10", "q90", "80%"), ("q25", "q75", "50%"))


def deaths_fan(
    record: Record, ensemble: EnsembleLike, rivalry: str, scenario: str | None = None, title: str | None = None
) -> View:
    """Return the fan of deaths by lead with 50, 80 and 95% bands, seven sampled members and the observed past."""
    table, members = fan_table(ensemble, rivalry, scenario), sampled_members(ensemble, rivalry, scenario)
    now, known_by = origin(ensemble), known_day(ensemble.provenance.get("known_by"))
    past = _past(record, rivalry, now, known_by)
    step, name = record.steps.step, Labels(record.case)[rivalry]
    total = of_rivalry(ensemble, "deaths", rivalry, scenario).shape[0]
    last = table.rows[-1]
    words = (
        f"Deaths a {step} of {name}: {len(past)} observed {step}s before {now}, then {total:,} simulated futures over "
        f"{len(table.rows)} {step}s; in the last one the median is {last['q50']:,.0f} and 95% of futures lie between "
        f"{last['q025']:,.0f} and {last['q975']:,.0f}."
    )

    def draw(theme: Theme, width: int) -> Sequence[alt.TopLevelMixin]:
        return [_fan(table.to_dicts(), past, members, now, step, theme, width)]

    count = len({row["member"] for row in members})
    return View(
        name=f"deaths-{rivalry}" + (f"-{scenario}" if scenario else ""),
        title=title or f"{name}: deaths, observed and simulated",
        subtitle=(
            f"Deaths a {step} (logarithmic above one). Bands: the middle 50, 80 and 95% of {total:,} futures; "
            f"thick line: median; thin lines: {count} single futures, evenly spread by their total"
        ),
        words=words,
        table=table,
        note=SourceNote.of_run({**ensemble.provenance, "members": total}),
        draw=draw,
    )


def _past(record: Record, rivalry: str, now: date, known_by: date | None) -> list[dict[str, Any]]:
    start = max(add_months(now, -HISTORY_MONTHS), record.steps.start(0))
    rows = phase_table(record, rivalry, Scope(start, now, known_by)).rows
    return [
        {"time": row["end"], "deaths": row["deaths"]}
        for row in rows
        if row["deaths"] is not None and row["end"] <= now.isoformat()
    ]


def _fan(
    rows: Sequence[Mapping[str, Any]],
    past: Sequence[Mapping[str, Any]],
    members: Sequence[Mapping[str, Any]],
    now: date,
    step: str,
    theme: Theme,
    width: int,
) -> alt.TopLevelMixin:
    import altair as alt

    scale = alt.Scale(type="symlog", constant=1, nice=False)
    axis = alt.Axis(values=[0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000], format=",d", grid=True)
    x = alt.X("time:T", title=None, axis=time_axis(width))

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=f"deaths a {step}", scale=scale, axis=axis)

    futures = data([{**row, "time": at_local(row["time"])} for row in rows])
    layers: list[alt.Chart] = []
    names = [name for _, _, name in BANDS]
    colour = alt.Scale(domain=names, range=list(theme.fan))
    for low, high, name in BANDS:
        layers.append(
            alt.Chart(futures)
            .mark_area(line=False, interpolate="monotone")
            .transform_calculate(band=f"'{name}'")
            .encode(x=x, y=y(low), y2=f"{high}:Q", color=alt.Color("band:N", title=None, scale=colour))
        )
    single = data([{**row, "time": at_local(row["time"])} for row in members])
    layers.append(
        alt.Chart(single)
        .mark_line(strokeWidth=0.9, opacity=0.55, color=theme.ink)
        .encode(x=x, y=y("deaths"), detail="member:N")
    )
    layers.append(alt.Chart(futures).mark_line(strokeWidth=2.6, color=theme.accent).encode(x=x, y=y("q50")))
    if past:
        observed = data([{**row, "time": at_local(str(row["time"]))} for row in past])
        layers.append(
            alt.Chart(observed)
            .mark_line(color=theme.contrast, strokeWidth=1.8, point=alt.OverlayMarkDef(color=theme.contrast, size=14))
            .encode(x=x, y=y("deaths"))
        )
    mark = [{"time": at_local(now.isoformat()), "text": "now"}]
    layers.append(alt.Chart(data(mark)).mark_rule(color=theme.muted, strokeDash=[3, 3]).encode(x=x))
    layers.append(
        alt.Chart(data(mark))
        .mark_text(align="left", dx=5, color=theme.muted, fontSize=12)
        .encode(x=x, y=alt.value(6), text="text:N")
    )
    return alt.layer(*layers).properties(width=width - 70, height=280 if width >= 500 else 230)
