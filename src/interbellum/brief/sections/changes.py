"""What changed: the judgement first, then theme by theme, then the acts themselves by date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interbellum.brief.material import RECORD, Material, since_words
from interbellum.brief.sections.acts import item, middle, weight
from interbellum.brief.sections.signals import THEMES, Signal, moved
from interbellum.brief.sections.violence import toll
from interbellum.brief.sections.weight import why
from interbellum.brief.sentence import Block, Folded, Items, Paragraph, Section, Sentence
from interbellum.brief.wording import capital, in_words
from interbellum.views.labels import counted, day_words, listed

EVENTS = 8
"""Acts told in the open; the rest are folded, violence apart from what is lesser."""
_NOUNS = {
    "ground": ("ground taken by force", ""),
    "roads": ("a road narrowed", "a road opened"),
    "promises": ("a promise broken", ""),
    "talks": ("talks set back", "talks moved on"),
    "missions": ("", ""),
    "conditions": ("", ""),
}
"""How a theme for the worse and for the better is named in the sum."""
_MANY = {
    "a road narrowed": "roads narrowed",
    "a road opened": "roads opened",
    "a promise broken": "promises broken",
}


def changes(material: Material) -> Section:
    """Return what changed since the day that the brief looks back to."""
    found = moved(material, material.since)
    blocks: list[Block] = [Paragraph((_sum(material, found),), strong=True)]
    for group in (("ground", "roads"), ("promises",), ("talks", "missions", "conditions")):
        sentences = tuple(one.sentence for one in found if one.theme in group)
        if group[0] == "ground":
            sentences = (*_violence(material), *sentences)
        if sentences:
            blocks.append(Paragraph(sentences))
    if material.earlier is not None:
        reasons = tuple(why(material))
        blocks += [Paragraph(reasons)] if reasons else []
    blocks += _events(material)
    return Section("changes", f"What changed since {day_words(material.since)}", tuple(blocks))


def _sum(material: Material, found: Sequence[Signal]) -> Sentence:
    """Return the judgement: on balance worse, better or level, and by what."""
    worse, better = tally(found)
    when = f"Since {day_words(material.since)}"
    if not worse and not better:
        if found:
            return Sentence(f"{when} nothing that the direction counts has moved.", notes=(RECORD,))
        return Sentence(f"The record holds no change of state {since_words(material)}.", notes=(RECORD,))
    parts = [f"for the {way}: {listed(names)}" for names, way in ((worse, "worse"), (better, "better")) if names]
    return Sentence(f"{when} the record has moved {'; '.join(parts)}.", notes=(RECORD,))


def tally(found: Sequence[Signal]) -> tuple[list[str], list[str]]:
    """Return what moved for the worse and for the better, in a few words each."""
    sides: tuple[list[str], list[str]] = ([], [])
    for theme in THEMES:
        for side, sign in enumerate((1, -1)):
            count = sum(abs(one.worse) for one in found if one.theme == theme and one.worse * sign > 0)
            noun = _NOUNS[theme][side]
            if count and noun:
                sides[side].append(noun if count == 1 or noun not in _MANY else f"{in_words(count)} {_MANY[noun]}")
    return sides


def _violence(material: Material) -> Iterator[Sentence]:
    """Yield the toll of the period, where somebody counted it."""
    first, last = material.record.steps.last_completed(material.since) + 1, material.last_step
    if last >= first:
        for unit in material.told:
            yield from toll(material, unit.id, first, last)


def _events(material: Material) -> list[Block]:
    knowledge = material.record.knowledge(material.known_by)
    between = [e for e in knowledge.leading_events if material.since < middle(e) and e.span.begun <= material.on]
    if not between:
        return []
    heavy = sorted(between, key=lambda entry: (-weight(entry), -entry.span.begun.toordinal()))[:EVENTS]
    keys = {entry.key for entry in heavy}
    shown = [item(material, entry) for entry in between if entry.key in keys]
    rest = [entry for entry in between if entry.key not in keys]
    violence = [entry for entry in rest if entry.row.type == "ASSAULT"]
    lesser = [entry for entry in rest if entry.row.type != "ASSAULT"]
    blocks: list[Block] = [Items(tuple(shown))]
    for entries, one, many in (
        (violence, "further act of violence", "further acts of violence"),
        (lesser, "lesser act", "lesser acts"),
    ):
        if entries:
            items = Items(tuple(item(material, entry) for entry in entries))
            blocks.append(Folded(f"{capital(counted(len(entries), one, many))} of the period", (items,)))
    return blocks
