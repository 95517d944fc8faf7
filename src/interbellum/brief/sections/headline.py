"""The first page: direction, alert, reason; then the judgements that a reader in a hurry takes away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from interbellum.brief.material import RECORD, RUN, SPAN, Material
from interbellum.brief.sections.changes import tally
from interbellum.brief.sections.disputes import foremost
from interbellum.brief.sections.drivers import hinge
from interbellum.brief.sections.judgements import moves
from interbellum.brief.sections.outlook import another, confidence, over, year_ahead
from interbellum.brief.sections.signals import THEMES, Moved, backed, moved
from interbellum.brief.sentence import Sentence
from interbellum.brief.wording import ended, in_words, on_words
from interbellum.dates import parse_edtf, start_of
from interbellum.record import WAR_DEATHS
from interbellum.views.futures import WAR, chance_of_signature, of_rivalry
from interbellum.views.labels import listed
from interbellum.views.words import (
    ALERT_STEPS,
    Alert,
    Direction,
    alerts,
    deaths_changed,
    direction,
    is_likelihood,
    told,
)

_Count = tuple[float, tuple[str, ...]]
_WAY = {"deteriorated": "has worsened", "improved": "has eased", "unchanged": "has not changed on balance"}
CITED = 12
"""Claims that the reason cites: those of the changes it sums up, as far as they go."""


_FRESH = {
    "ASSAULT": "New violence began {when}, and its toll is not in the counts yet",
    "AGREE": "The sides agreed {when}",
}
LEADING = 3
"""Changes told in the headline."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The direction and alerts of the case's first rivalry, the sentences that give the reason, and the outlook.

    `points` are the judgements of the first page: the year ahead, how far to trust it, what it hangs on.
    """

    rivalry: str
    direction: Direction
    alerts: tuple[Alert, ...]
    reasons: tuple[Sentence, ...]
    outlook: Sentence
    points: tuple[Sentence, ...] = ()


def headline(material: Material) -> Headline:
    """Return the headline: of the first rivalry that is alive, or of the first where none is."""
    rivalry = material.main
    last = material.last_step
    now = material.deaths(rivalry.id, last - SPAN + 1, last)
    before = material.deaths(rivalry.id, last - 2 * SPAN + 1, last - SPAN)
    found = moved(material, material.record.steps.end(last - SPAN))
    worse, better = (sum(max(sign * one.worse, 0) for one in found) for sign in (1, -1))
    way = direction(now[0] if now else 0.0, before[0] if before else 0.0, worse, better)
    soon = min(ALERT_STEPS, int(material.baseline.dataset.sizes["lead"]))
    war = of_rivalry(material.baseline, "phase", rivalry.id)[:, :soon] == WAR
    chance = float(war.any(axis=1).mean())
    return Headline(
        rivalry=material.labels[rivalry.id],
        direction=way,
        alerts=alerts(chance, chance_of_signature(material.baseline, rivalry.id)),
        reasons=(*_fresh(material), _reason(material, way, found, now, before), *_leading(found, way)),
        outlook=_soon(material, chance, soon),
        points=tuple(_points(material)),
    )


def _reason(
    material: Material, way: Direction, found: list[Moved], now: _Count | None, before: _Count | None
) -> Sentence:
    """Return the direction with what it was counted from."""
    worse, better = tally(found)
    claims = [claim for one in found if one.worse for claim in one.sentence.claims]
    when = f"Since {material.step_name(material.last_step - SPAN + 1)} the conflict"
    span = f"the {in_words(SPAN)} {material.step}s to {material.step_name(material.last_step)}"
    if now and before:
        change = deaths_changed(now[0], before[0])
        figures = f"{in_words(now[0])} in {span} against {in_words(before[0])} in the {in_words(SPAN)} before"
        if change:
            (worse if change > 0 else better).append(f"{'more' if change > 0 else 'fewer'} deaths ({figures})")
            claims = [*now[1], *before[1], *claims]
    parts = [f"{listed(side)} {name}" for side, name in ((worse, "against it"), (better, "for it")) if side]
    if way == "unchanged":
        still = ": no road, ground, promise or talks moved" + (", nor did the toll" if now and before else "")
        tail = f": {'; '.join(parts)}" if parts else still
    else:
        main, other = (worse, better) if way == "deteriorated" else (better, worse)
        tail = f": {listed(main)}" + (f", though {listed(other)} went the other way" if other else "")
    if now is None or before is None:
        tail += "; deaths were not counted throughout and do not bear on this"
    cited = tuple(dict.fromkeys(claims))[:CITED]
    return Sentence(f"{when} {_WAY[way]}{tail}.", cited, () if cited else (RECORD,))


def _fresh(material: Material) -> tuple[Sentence, ...]:
    """Return the attack or agreement between the sides that came after the last completed step: it leads.

    An attack comes before an agreement, but not in a war that goes on, where it is nothing new.
    """
    last = material.record.steps.end(material.last_step)
    at_war = material.state["phase"][material.main.id]["name"] == "war"
    for kind, words in _FRESH.items():
        found = [
            event.entry
            for event in material.record.rivalry_events(material.main.id, material.known_by)
            if event.entry.row.type == kind and last < event.entry.span.begun <= material.on
        ]
        if found and not (kind == "ASSAULT" and at_war):
            found.sort(key=lambda entry: (entry.span.begun, entry.key))
            first = found[0] if kind == "ASSAULT" else found[-1]
            when, latest = parse_edtf(first.row.date), parse_edtf(found[-1].row.date)
            text = f"{words.format(when=on_words(start_of(when) or when))}: {ended(first.row.gloss)}"
            if kind == "ASSAULT" and found[-1].span.begun > first.span.begun:
                text += (
                    f" The last attack so far came {on_words(start_of(latest) or latest)}: {ended(found[-1].row.gloss)}"
                )
            keys = dict.fromkeys((first.key, found[-1].key))
            return (backed(text, material.cited(material.record.knowledge(material.known_by).ids(*keys))),)
    return ()


def _leading(found: list[Moved], way: Direction) -> tuple[Sentence, ...]:
    """Return the gravest changes that bear on the direction, those that go its way first, one of a theme."""
    sign = -1 if way == "improved" else 1
    fitting = sorted(
        (one for one in found if one.worse),
        key=lambda one: (one.worse * sign < 0, THEMES.index(one.theme), -(one.day or date.min).toordinal()),
    )
    by_theme: dict[str, Moved] = {}
    for one in fitting:
        by_theme.setdefault(one.theme, one)
    return tuple(one.sentence for one in list(by_theme.values())[:LEADING])


def _soon(material: Material, chance: float, soon: int) -> Sentence:
    """Return the chance of war soon, or that the conflict is over by the case's own word."""
    if said := over(material):
        return said[0]
    members = int(material.baseline.dataset.sizes["member"])
    deaths = WAR_DEATHS[material.case.meta.step]
    return Sentence(
        f"{another(material, material.main.id)} {material.step} of war-rate fighting ({deaths} deaths or more) within "
        f"{in_words(soon)} {material.step}s {is_likelihood(chance)} ({told(chance, members)}).",
        notes=(RUN,),
    )


def _points(material: Material) -> Iterable[Sentence]:
    if material.earlier is not None:
        yield from moves(material)
    yield from year_ahead(material)
    yield from confidence(material)[:1]
    yield from hinge(material)
    yield from foremost(material)
