"""Choices that cannot hold together, or not then: units that are not there, actors that are no party, undone draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from interbellum.case.documents import Choice
from interbellum.case.vocabulary import CLASHES
from interbellum.dates import parse_edtf
from interbellum.system.state import Kind
from interbellum.system.system import FAR, System

Chosen = Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]
"""What is set, by name: mask, value and number of the choice, each (T, units)."""
SAME: Mapping[str, str] = {
    "escalation.phase": "phase", "escalation.initiator": "initiator", "conquest.winner": "war_winner",
    "conquest.taken": "control", "talks.stage": "talks", "talks.ceded": "control", "corridor.corridor": "corridor",
    "mission.strength": "strength", "realignment.level": "alignment", "displacement.present": "population",
    "displacement.away": "displaced",
}  # fmt: skip
"""Marks that set a field of the state to their own value: drawn and clamped alike they agree, else they do not."""
UNDONE: Mapping[str, str] = {
    "attention.what": "attention", "attention.share": "attention", "spending.growth": "capability",
    "mission.move": "strength", "mission.share": "strength", "supply.balance": "stock",
    "displacement.left": "population",
    "realignment.drift": "alignment", "response.answer": "kept", "response.times": "kept", "response.share": "kept",
}  # fmt: skip
"""Marks that move a field of the state: where that is clamped, what is drawn has no effect."""


@dataclass(frozen=True)
class Clash:
    """Two choices that contradict each other: the number of the later one, what is wrong, and what to do."""

    number: int
    what: str
    hint: str


def clashes(system: System, first: int, drawn: Chosen, clamped: Chosen, kinds: Mapping[str, Kind]) -> Iterator[Clash]:
    """Yield the contradictions between draws and clamps of the same thing in the same step.

    `drawn` is by `mechanism.mark`, `clamped` by field; `first` is the step of their first row.
    """
    for mark, field in {**SAME, **UNDONE}.items():
        if mark not in drawn or field not in clamped:
            continue
        (made, value, number), (held, level, other) = drawn[mark], clamped[field]
        both = made & held & ((value != level) | (mark in UNDONE))
        for t, u in np.argwhere(both)[:1]:
            unit, step = system.ids[kinds[mark]][u], system.steps.label(first + int(t))
            one, two = int(number[t, u]), int(other[t, u])
            yield Clash(
                max(one, two),
                f"choice {one} draws {mark} of {unit} in {step}, and choice {two} clamps its {field}, which would undo "
                "it",
                "keep one of the two, or give them different steps",
            )
    yield from _bloodless(system, first, drawn, clamped)


def _bloodless(system: System, first: int, drawn: Chosen, clamped: Chosen) -> Iterator[Clash]:
    """Yield deaths that are drawn in a phase without any, and none in a phase that has some."""
    if "lethality.deaths" not in drawn:
        return
    made, deaths, number = drawn["lethality.deaths"]
    for name, chosen in (("escalation.phase", drawn), ("phase", clamped)):
        if name not in chosen:
            continue
        held, phase, other = chosen[name]
        for t, u in np.argwhere(made & held & ((deaths > 0) != (phase >= CLASHES)))[:1]:
            unit, step = system.ids["rivalries"][u], system.steps.label(first + int(t))
            many = "deaths in a phase without violence" if deaths[t, u] > 0 else "no death in a phase of violence"
            one, two = int(number[t, u]), int(other[t, u])
            yield Clash(max(one, two), f"choices {one} and {two} set {many} for {unit} in {step}",
                        "lull and tension have no deaths, clashes and war have some")  # fmt: skip


def outside_life(
    system: System, kind: Kind, unit: str, choice: Choice, window: range, origin: int | None
) -> str | None:
    """Return what is wrong with when a choice holds for a unit: before it is there, or after it is gone.

    A choice without a date of its own holds as long as its unit lives; with one, it must not reach beyond that life, as
    far as its end could be known before step `origin` (`None`: whatever the case says). `window` are the steps, from
    the model's start, in which it holds.
    """
    begin, end = system.known_span(kind, unit, origin)
    early = choice.from_ is not None and _step(system, choice.from_, last=False, default=begin) < begin
    late = choice.until is not None and _step(system, choice.until, last=True, default=end) > end
    if not early and not late and begin < window.stop and end >= window.start:
        return None
    return f"{unit} does not exist then: {life_words(system, begin, end)}"


def _step(system: System, text: str, *, last: bool, default: int) -> int:
    day = parse_edtf(text).latest if last else parse_edtf(text).earliest
    return default if day is None else system.steps.index(day)


def life_words(system: System, begin: int, end: int) -> str:
    """Return from when to when a unit lives, in the names of steps."""
    since = f"from {system.steps.label(begin)}" if begin > -FAR else ""
    until = f"to {system.steps.label(end)}" if end < FAR else ""
    return f"it is there {' '.join(part for part in (since, until) if part)}"


def not_a_party(system: System, zone: int, actor: int) -> str | None:
    """Return what is wrong with an actor in control of a zone: it stands on neither side of the zone's rivalry."""
    rivalry = int(system.zone_rivalry[zone])
    sides = system.sides[rivalry].any(axis=0)
    if sides[actor]:
        return None
    parties = ", ".join(name for a, name in enumerate(system.ids["actors"]) if sides[a])
    names = system.ids["actors"][actor], system.ids["zones"][zone], system.ids["rivalries"][rivalry]
    return f"{names[0]} cannot hold {names[1]}: it is no party to {names[2]} ({parties})"
