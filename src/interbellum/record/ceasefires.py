"""Ceasefires between the sides of a rivalry that held to the end of their step.

A ceasefire is an event that touches both sides and is either coded so (mode `ceasefire`, as PLOVER has it for RETREAT)
or a military agreement (AGREE with the context `military`). It held where no recorded use of force between the sides
(ASSAULT) surely goes on after the step, or surely began in it after the ceasefire's day: of several truces in a war
only the last one held.
"""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.case.tables import Event
from interbellum.dates import Steps
from interbellum.record.rivalry import RivalryEvent
from interbellum.record.spans import steps_of


def ceasefire_steps(events: Sequence[RivalryEvent], steps: Steps) -> frozenset[int]:
    """Return the steps in which a ceasefire between the sides was made, or renewed, and held to the step's end."""
    return frozenset(
        found[-1]
        for one in events
        if is_ceasefire(one.entry.row) and one.entry.when is not None
        if (found := steps_of(one.entry.when, steps)) and not _broken(one, events, steps, found[-1])
    )


def is_ceasefire(row: Event) -> bool:
    """Return whether an event that touches both sides of a rivalry is a ceasefire between them."""
    return row.mode == "ceasefire" or (row.type == "AGREE" and "military" in row.context)


def _broken(ceasefire: RivalryEvent, events: Sequence[RivalryEvent], steps: Steps, step: int) -> bool:
    """Whether force that is recorded goes on after the step, or began in it after the ceasefire."""
    end, made = steps.end(step), ceasefire.entry.span.last
    spans = (one.entry.span for one in events if one.entry.row.type == "ASSAULT")
    return any(s.begun <= end and (s.ending > end or s.begun > made) for s in spans)
