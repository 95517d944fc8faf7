"""The first page: direction, alert, reason; then the judgements that a reader in a hurry takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from interbellum.brief.material import RECORD, RUN, SPAN, Material
from interbellum.brief.sections.acts import acts, item, weight
from interbellum.brief.sections.changes import tally
from interbellum.brief.sections.disputes import foremost
from interbellum.brief.sections.drivers import hinge
from interbellum.brief.sections.judgements import moves
from interbellum.brief.sections.outlook import another, confidence, over, unseen, year_ahead
from interbellum.brief.sections.signals import THEMES, Signal, moved, said_by
from interbellum.brief.sections.standing import last_spell, last_war
from interbellum.brief.sentence import Sentence
from interbellum.brief.wording import ended, in_words, on_words
from interbellum.case.tables import Event
from interbellum.case.vocabulary import WAR
from interbellum.dates import add_days, parse_edtf, start_of
from interbellum.record import WAR_DEATHS, Entry
from interbellum.views.futures import chance_of_signature, of_rivalry
from interbellum.views.labels import listed
from interbellum.views.words import (
    ALERT_STEPS,
    Alert,
    Direction,
    alerts,
    deaths_changed,
    direction,
    is_likelihood,
)

_Count = tuple[float, tuple[str, ...]]
_WAY: Mapping[Direction, str] = {
    "deteriorated": "the conflict has worsened",
    "improved": "the conflict has eased",
    "unchanged": "the conflict has not changed on balance",
    "unclear": "nobody can say from the record whether the conflict worsened or eased",
}
CITED = 12
"""Claims that the reason cites: those of the changes it sums up, as far as they go."""


_FRESH = {
    "ASSAULT": "New violence{where} began {when}, and its toll is not in the counts yet",
    "AGREE": "The sides agreed{where} {when}",
}
LEADING = 3
"""Changes told in the headline."""
HEAVY = 5
"""The weight from which the weightiest act leads them: an attack that killed twenty, for instance."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The direction of the conflict, its alerts, the sentences that give the reason, and the outlook.

    `rivalry` names the rivalries told, the main one first; an alert names its own where there are several. `points` are
    the judgements of the first page: the year ahead, how far to trust it, what it hangs on.
    """

    rivalry: str
    direction: Direction
    alerts: tuple[str, ...]
    reasons: tuple[Sentence, ...]
    outlook: Sentence
    points: tuple[Sentence, ...] = ()


def headline(material: Material) -> Headline:
    """Return the headline: the main rivalry leads, and deaths of each that is told count."""
    last = material.last_step
    tolls = [_Toll.of(material, unit.id) for unit in material.told]
    found = moved(material, material.record.steps.end(last - SPAN))
    counts = [*(toll.change for toll in tolls), *(one.worse for one in found)]
    worse, better = (sum(max(sign * count, 0) for count in counts) for sign in (1, -1))
    uncounted = all(toll.now is None or toll.before is None for toll in tolls)
    way: Direction = "unclear" if uncounted and not any(counts) else direction(worse, better)
    soon = min(ALERT_STEPS, int(material.baseline.dataset.sizes["lead"]))
    chances = {unit.id: _war_within(material, unit.id, soon) for unit in material.ahead}
    return Headline(
        rivalry="; ".join(material.labels[unit.id] for unit in material.told),
        direction=way,
        alerts=tuple(_alerts(material, chances)),
        reasons=(
            *_outdated(material),
            *_fresh(material),
            _reason(material, way, found, tolls),
            *_heaviest(material),
            *_leading(found, way),
            *_war_before(material),
        ),
        outlook=_soon(material, chances, soon),
        points=tuple(_points(material)),
    )


def _outdated(material: Material) -> Iterator[Sentence]:
    """Yield that the case has changed since something that the brief rests on was computed, where it has."""
    if material.outdated:
        yield Sentence(
            f"The case has changed since {listed(list(material.outdated.values()))}: what was added, withdrawn or "
            "decided since is in the record told here, not in those results.",
            notes=(RECORD, *material.outdated),
        )


def _war_within(material: Material, rivalry: str, steps: int) -> float:
    war = of_rivalry(material.baseline, "phase", rivalry)[:, :steps] == WAR
    return float(war.any(axis=1).mean())


def _alerts(material: Material, chances: Mapping[str, float]) -> Iterator[str]:
    """Yield each alert that some rivalry calls for, with the rivalries that do where several are told.

    A chance of war where nobody ever counted the dead calls for none, nor one of a signature where no talks are coded:
    there the model drew the past itself.
    """
    calls: dict[Alert, list[str]] = {}
    for rivalry, chance in chances.items():
        soon = chance if material.is_counted(rivalry) else 0.0
        signed = chance_of_signature(material.baseline, rivalry) if material.has_talks(rivalry) else 0.0
        for alert in alerts(soon, signed):
            calls.setdefault(alert, []).append(material.labels[rivalry])
    for alert in sorted(calls, key=get_args(Alert).index):
        yield f"{alert}: {'; '.join(calls[alert])}" if len(material.told) > 1 else alert


@dataclass(frozen=True, slots=True)
class _Toll:
    """Deaths of a rivalry in the span of the direction and in the one before; `None` where a step was not counted.

    `change` says for how much they count in the direction: for nothing where they were not counted throughout.
    """

    rivalry: str
    now: _Count | None
    before: _Count | None
    change: int

    @classmethod
    def of(cls, material: Material, rivalry: str) -> _Toll:
        last, war = material.last_step, SPAN * WAR_DEATHS[material.case.meta.step]
        spans = ((last - SPAN + 1, last), (last - 2 * SPAN + 1, last - SPAN))
        now, before = (material.deaths(rivalry, *span) for span in spans)
        came = _at_war(material, rivalry, *spans[0]) and not _at_war(material, rivalry, *spans[1])
        return cls(rivalry, now, before, deaths_changed(now[0], before[0], war, came=came) if now and before else 0)


def _at_war(material: Material, rivalry: str, first: int, last: int) -> bool:
    """Return whether a step from `first` to `last` was at war rate."""
    deaths = (material.deaths(rivalry, step, step) for step in range(first, last + 1))
    return any(found is not None and found[0] >= WAR_DEATHS[material.case.meta.step] for found in deaths)


def _reason(material: Material, way: Direction, found: list[Signal], tolls: Sequence[_Toll]) -> Sentence:
    """Return the direction with what it was counted from."""
    tolled: tuple[list[str], list[str]] = ([], [])
    claims = [claim for one in found if one.worse for claim in one.sentence.claims]
    when = f"Since {material.step_name(material.last_step - SPAN + 1)}"
    span = f"the {in_words(SPAN)} {material.step}s to {material.step_name(material.last_step)}"
    for toll in tolls:
        if toll.change and toll.now and toll.before:
            now, before = in_words(toll.now[0]), in_words(toll.before[0])
            figures = f"{now} in {span} against {before} in the {in_words(SPAN)} before"
            change = f"{'more' if toll.change > 0 else 'fewer'} deaths{material.where(toll.rivalry)}"
            tolled[toll.change < 0].append(f"{change} ({figures})")
            claims = [*toll.now[1], *toll.before[1], *claims]
    worse, better = ([*deaths, *rest] for deaths, rest in zip(tolled, tally(found), strict=True))
    parts = [f"{listed(side)} {name}" for side, name in ((worse, "against it"), (better, "for it")) if side]
    uncounted = [toll.rivalry for toll in tolls if toll.now is None or toll.before is None]
    if way in ("unchanged", "unclear"):
        still = ": no road, ground, promise or talks moved" + ("" if uncounted else ", nor did the toll")
        tail = f": {'; '.join(parts)}" if parts else still
    else:
        main, other = (worse, better) if way == "deteriorated" else (better, worse)
        tail = f": {listed(main)}" + (f", though {listed(other)} went the other way" if other else "")
    if uncounted:
        first, last = material.last_step - 2 * SPAN + 1, material.last_step
        lacks: dict[str, list[str]] = {}
        for one in uncounted:
            lacks.setdefault(material.missing(one, first, last), []).append(f"deaths{material.where(one)}")
        told = [f"{listed(whose)} were not {lack} throughout" for lack, whose in lacks.items()]
        tail += f"; {listed(told)}" + (" and do not bear on this" if way != "unclear" else "")
    cited = tuple(dict.fromkeys(claims))[:CITED]
    return Sentence(f"{when} {_WAY[way]}{tail}.", cited, () if cited else (RECORD,))


def _fresh(material: Material) -> Iterator[Sentence]:
    """Yield the attack or agreement between the sides of each rivalry told that came after the last completed step.

    An attack comes before an agreement, but not in a war that goes on, where it is nothing new.
    """
    for unit in material.told:
        for kind in _FRESH:
            if kind == "ASSAULT" and material.state["phase"][unit.id]["name"] == "war":
                continue
            if found := _since_last_step(material, unit.id, kind):
                yield _came(material, unit.id, kind, found)
                break


def _since_last_step(material: Material, rivalry: str, kind: str) -> list[Entry[Event]]:
    """Return the acts of a kind between a rivalry's sides after the last completed step, by day."""
    last = material.record.steps.end(material.last_step)
    found = [
        event.entry
        for event in material.record.rivalry_events(rivalry, material.known_by)
        if event.entry.row.type == kind and last < event.entry.span.begun <= material.on
    ]
    return sorted(found, key=lambda entry: (entry.span.begun, entry.key))


def _came(material: Material, rivalry: str, kind: str, found: Sequence[Entry[Event]]) -> Sentence:
    """Return the first attack of several and the last one, or the last agreement."""
    first = found[0] if kind == "ASSAULT" else found[-1]
    when, latest = parse_edtf(first.row.date), parse_edtf(found[-1].row.date)
    lead = _FRESH[kind].format(when=on_words(start_of(when) or when), where=material.where(rivalry))
    text = f"{lead}: {ended(first.row.gloss)}"
    if kind == "ASSAULT" and found[-1].span.begun > first.span.begun:
        text += f" The last attack so far came {on_words(start_of(latest) or latest)}: {ended(found[-1].row.gloss)}"
    keys = dict.fromkeys((first.key, found[-1].key))
    return said_by(material, text, material.cited(material.record.knowledge(material.known_by).ids(*keys)))


def _heaviest(material: Material) -> Iterator[Sentence]:
    """Yield the weightiest act of the span of the direction, where it is as heavy as `HEAVY`."""
    steps, last = material.record.steps, material.last_step
    found = acts(material, add_days(steps.end(last - SPAN), 1), steps.end(last))
    if found and weight(found[0]) >= HEAVY:
        label, (said,) = item(material, found[0])
        yield Sentence(f"{label}: {said.text}", said.claims, said.notes)


def _leading(found: list[Signal], way: Direction) -> tuple[Sentence, ...]:
    """Return the gravest changes that bear on the direction, those that go its way first, one of a theme."""
    sign = -1 if way == "improved" else 1
    fitting = sorted(
        (one for one in found if one.worse),
        key=lambda one: (one.worse * sign < 0, THEMES.index(one.theme), -(one.day or date.min).toordinal()),
    )
    by_theme: dict[str, Signal] = {}
    for one in fitting:
        by_theme.setdefault(one.theme, one)
    return tuple(one.sentence for one in list(by_theme.values())[:LEADING])


def _war_before(material: Material) -> Iterator[Sentence]:
    """Yield when the main rivalry was last at war rate, in a brief that stands for itself."""
    if material.earlier is None and last_spell(material, material.main.id) is not None:
        yield from last_war(material, material.main.id)


def _soon(material: Material, chances: Mapping[str, float], soon: int) -> Sentence:
    """Return the chance of war soon in each rivalry told, or that the conflict is over by the case's own word."""
    if said := over(material):
        return said[0]
    deaths, (main, *others) = WAR_DEATHS[material.case.meta.step], chances
    text = (
        f"{another(material, main)} {material.step} of war-rate fighting ({deaths} deaths or more)"
        f"{material.where(main)} within {in_words(soon)} {material.step}s {is_likelihood(chances[main])} "
        f"({material.chance(chances[main], main, soon)})"
    )
    for one in others:
        figures = f"{is_likelihood(chances[one])} ({material.chance(chances[one], one, soon)})"
        text += f"; {material.where(one).strip()} it {figures}"
    return Sentence(f"{text}.", notes=(RUN,))


def _points(material: Material) -> Iterable[Sentence]:
    if material.earlier is not None:
        yield from moves(material)
    yield from year_ahead(material)
    yield from unseen(material)
    yield from confidence(material)[:1]
    yield from hinge(material)
    yield from foremost(material)
