"""The paths the future may take: a few futures that stand for all, each dated, and what sets those with war apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from interbellum.brief.material import RUN, Material
from interbellum.brief.rivalries import between
from interbellum.brief.sections.drivers import coefficient_words
from interbellum.brief.sentence import Block, Items, Paragraph, Sentence
from interbellum.brief.wording import capital, ended, in_words
from interbellum.views.futures import chance_table
from interbellum.views.labels import listed
from interbellum.views.stories import some_rivalry, stories
from interbellum.views.words import percent, shares_of_futures

if TYPE_CHECKING:
    from interbellum.analysis.representatives import Future, Representatives

TURNS = 5
"""Turns of a path that are told."""
COIN, CLEAR = 0.6, 0.75
"""Below the first AUC the futures with war are hardly told apart by what is uncertain; from the second they are well
(0.5 is a coin, 1 is perfect)."""


def paths(material: Material) -> tuple[Block, ...]:
    """Return the futures that stand for all others as dated stories, and what separates futures with war from those
    without; nothing for futures that were not run by the engine."""
    from interbellum.analysis.representatives import representatives
    from interbellum.simulation.running import Ensemble

    ensemble = material.baseline
    if not isinstance(ensemble, Ensemble):
        return ()
    standing = representatives(ensemble)
    items = []
    near = shares_of_futures([future.share for future in standing.futures])
    told = stories(standing, material.case, TURNS)
    for future, share, one in zip(standing.futures, near, told, strict=True):
        texts = (ended(one.headline), _near(material, future), *one.sentences)
        items.append((f"Nearest to {share}", tuple(Sentence(text, notes=(RUN,)) for text in texts)))
    return (
        Paragraph(tuple(_meaning(material, standing)), strong=True),
        Items(tuple(items)),
        Paragraph(tuple(_separation(material))),
    )


def _near(material: Material, future: Future) -> str:
    """Return how many of the futures nearest to a path come to war, or that all of them are quiet."""
    if future.quiet == 1.0:
        return "Nobody is killed in any of the futures nearest to it."
    chance = future.any_war
    share = {0.0: "None", 1.0: "All"}.get(chance, percent(chance).capitalize())
    return f"{share} of the futures nearest to it have a war-rate {material.step}{some_rivalry(future)}."


def _meaning(material: Material, standing: Representatives) -> Iterator[Sentence]:
    """Yield what the paths are, and how many of all futures come to war: of the same wars as the shares of the paths,
    so that these add up to it, and where there are several rivalries also of each that is told."""
    count = len(standing.futures)
    many = f"{capital(in_words(count))} paths stand" if count > 1 else "One path stands"
    yield Sentence(
        f"{many} for all futures, each one of those that were drawn: no forecast of its dates, but what such a future "
        "looks like.",
        notes=(RUN,),
    )
    leads = int(material.baseline.dataset.sizes["lead"])
    several = len(standing.futures[0].war) > 1
    chances = [
        f"{percent(float(chance_table(material.baseline, one.id).rows[-1]['war']))} {between(material.labels[one.id])}"
        for one in material.ahead
    ]
    each = f"; it is {listed(chances)}" if several else ""
    yield Sentence(
        "Futures are parted by their worst: quiet throughout, clashes, or war. The number beside a path is the share "
        "of futures of its kind nearest to it, not the chance of what it tells: of all futures of the baseline, "
        f"{percent(standing.quiet)} are quiet throughout, and {percent(standing.war)} have a war-rate {material.step}"
        f"{some_rivalry(standing.futures[0])} within {in_words(leads)} {material.step}s{each}.",
        notes=(RUN,),
    )


def _separation(material: Material) -> Iterator[Sentence]:
    """Yield what tells futures with war from those without, and how well."""
    from interbellum.analysis.drivers import drivers
    from interbellum.simulation.running import Ensemble

    found = drivers(cast(Ensemble, material.baseline), rivalry=material.main.id)
    sides = material.where(material.main.id)
    for rule in found.separation.rules[:1]:
        where = listed([_limit(material, one.name, one.kind, one.above, one.quantile) for one in rule.limits])
        yield Sentence(
            f"War-rate fighting{sides} comes in {percent(rule.density)} of the futures in which {where}, against "
            f"{percent(rule.base)} of all; {percent(rule.mass)} of futures are such.",
            notes=(RUN,),
        )
    quality = found.separation.auc
    if quality is None:
        why = found.separation.why or "too few of them differ"
        yield Sentence(f"Nothing sets the futures with war{sides} apart from those without: {why}.", notes=(RUN,))
        return
    apart = f"tell futures with war{sides} from those without"
    how = f"hardly {apart}" if quality < COIN else f"{apart} well" if quality >= CLEAR else f"{apart} only in part"
    rest = "; the rest is chance within the model" if quality < CLEAR else ""
    yield Sentence(
        f"What is chosen and what the model is unsure of {how} (AUC {quality:.2f}, where 0.5 is a coin){rest}.",
        notes=(RUN,),
    )


def _limit(material: Material, name: str, kind: str, above: bool, quantile: float) -> str:
    """Return one condition of a rule in words."""
    if kind == "choice":
        return f"“{material.titles.get(name, name)}” is {'chosen' if above else 'not chosen'}"
    what = material.labels.sided(coefficient_words(name), material.main.id)
    share = percent(1 - quantile if above else quantile)
    return f"{what} is among the {'strongest' if above else 'weakest'} {share} of those that fit the record"
