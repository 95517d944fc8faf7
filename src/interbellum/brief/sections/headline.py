"""The first lines: direction, alert, reason."""

from __future__ import annotations

from dataclasses import dataclass

from interbellum.brief.material import RECORD, RUN, SPAN, Material
from interbellum.brief.sections.signals import Moved, backed, moved
from interbellum.brief.sentence import Sentence
from interbellum.record import WAR_DEATHS
from interbellum.views.futures import WAR, chance_of_signature, of_rivalry
from interbellum.views.labels import counted
from interbellum.views.words import ALERT_STEPS, Alert, Direction, alerts, direction, is_likelihood, told


@dataclass(frozen=True, slots=True)
class Headline:
    """The direction and alerts of the case's first rivalry, with the sentences that give the reason."""

    rivalry: str
    direction: Direction
    alerts: tuple[Alert, ...]
    reasons: tuple[Sentence, ...]
    outlook: Sentence


def headline(material: Material) -> Headline:
    """Return the headline: of the first rivalry that is alive, or of the first where none is."""
    rivalry = material.main
    last = material.last_step
    steps = material.record.steps
    now = material.deaths(rivalry.id, last - SPAN + 1, last)
    before = material.deaths(rivalry.id, last - 2 * SPAN + 1, last - SPAN)
    found = moved(material, steps.end(last - SPAN))
    worse, better = sum(one.worse > 0 for one in found), sum(one.worse < 0 for one in found)
    way = direction(now[0] if now else 0.0, before[0] if before else 0.0, worse, better)
    soon = min(ALERT_STEPS, int(material.baseline.dataset.sizes["lead"]))
    war = of_rivalry(material.baseline, "phase", rivalry.id)[:, :soon] == WAR
    chance = float(war.any(axis=1).mean())
    return Headline(
        rivalry=material.labels[rivalry.id],
        direction=way,
        alerts=alerts(chance, chance_of_signature(material.baseline, rivalry.id)),
        reasons=(*_leading(found), _deaths(material, now, before)),
        outlook=_soon(material, chance, soon),
    )


def _leading(found: list[Moved]) -> tuple[Sentence, ...]:
    """Return the latest changes that bear on the direction, three at most."""
    fitting = [one for one in found if one.worse]
    dated = sorted((one for one in fitting if one.day), key=lambda one: str(one.day), reverse=True)
    chosen = [*dated[:2], *[one for one in fitting if one.day is None][:1]]
    return tuple(one.sentence for one in chosen)


def _deaths(
    material: Material, now: tuple[float, tuple[str, ...]] | None, before: tuple[float, tuple[str, ...]] | None
) -> Sentence:
    last = material.last_step
    span = f"{material.step_name(last - SPAN + 1)} to {material.step_name(last)}"
    if now is None or before is None:
        return Sentence(
            f"Nobody counted the deaths of {span} throughout, so they do not bear on the direction.", notes=(RECORD,)
        )
    same = "as many as" if now[0] == before[0] else f"against {counted(before[0], 'death')}"
    tail = f"{same} in the {SPAN} {material.step}s before"
    claims = material.cited(dict.fromkeys((*now[1], *before[1])))
    return backed(f"From {span} the record counts {counted(now[0], 'death')}, {tail}.", claims)


def _soon(material: Material, chance: float, soon: int) -> Sentence:
    members = int(material.baseline.dataset.sizes["member"])
    return Sentence(
        f"A {material.step} of war-rate fighting, {WAR_DEATHS[material.case.meta.step]} deaths or more, within {soon} "
        f"{material.step}s {is_likelihood(chance)} ({told(chance, members)}).",
        notes=(RUN,),
    )
