"""The toll of a span of steps: how many died, against as long a span before, and when most of them did."""

from __future__ import annotations

from collections.abc import Iterator

from interbellum.brief.material import RECORD, Material
from interbellum.brief.sections.signals import backed, said_by
from interbellum.brief.sentence import Sentence
from interbellum.brief.wording import count_words, in_words, span_words

MOST = 0.6
"""The share of a toll from which a single step is said to hold most of it."""


def span(material: Material, first: int, last: int) -> str:
    """Return steps in words: `June to November 2022`; weeks by their first and last day."""
    steps = material.record.steps
    if material.step == "month":
        return span_words(steps.start(first), steps.start(last))
    return material.step_name(first) if first == last else f"{material.step_name(first)} to {material.step_name(last)}"


def toll(material: Material, rivalry: str, first: int, last: int) -> Iterator[Sentence]:
    """Yield how many died from step `first` to `last`, beside as many steps before, and in which step most did."""
    now, count = material.deaths(rivalry, first, last), last - first + 1
    when, where = span(material, first, last), material.where(rivalry)
    if now is None:
        lack = material.missing(rivalry, first, last)
        known = f"The deaths of {when}{where} were not all {lack}."
        text = f"Nobody counted the deaths of {when}{where} throughout." if lack == "counted" else known
        yield Sentence(text, notes=(RECORD,))
        return
    before = material.deaths(rivalry, first - count, first - 1)
    spans = f"the {in_words(count)} {material.step}s before" if count > 1 else f"the {material.step} before"
    if before is None:
        lack = material.missing(rivalry, first - count, first - 1)
        tail, claims = f"; the {spans.removeprefix('the ')} were not {lack} throughout", now[1]
    elif now[0] == before[0]:
        same = f", nor was anybody in {spans}" if now[0] == 0 else f", as many as in {spans}"
        tail, claims = same, (*now[1], *before[1])
    else:
        tail, claims = f", against {in_words(before[0])} in {spans}", (*now[1], *before[1])
    verb = "Nobody is recorded killed" if now[0] == 0 else f"The record counts {count_words(now[0], 'death')}"
    yield said_by(material, f"{verb}{where} {_from(when)}{tail}.", claims)
    yield from _peak(material, rivalry, first, last, now[0])


def _from(when: str) -> str:
    return f"from {when}" if " to " in when else f"in {when}"


def _peak(material: Material, rivalry: str, first: int, last: int, total: float) -> Iterator[Sentence]:
    if last == first or total < 10:
        return
    by_step = {i: (found[0] if (found := material.deaths(rivalry, i, i)) else 0.0) for i in range(first, last + 1)}
    peak = max(by_step, key=lambda i: by_step[i])
    if by_step[peak] < MOST * total or by_step[peak] == total:
        if by_step[peak] == total:
            found = material.deaths(rivalry, peak, peak)
            yield backed(f"All of them fell in {material.step_name(peak)}.", found[1] if found else ())
        return
    found = material.deaths(rivalry, peak, peak)
    yield backed(f"Of these, {in_words(by_step[peak])} fell in {material.step_name(peak)}.", found[1] if found else ())
