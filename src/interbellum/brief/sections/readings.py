"""The rival readings, and what the record says for and against each."""

from __future__ import annotations

from interbellum.brief.material import RECORD, Material
from interbellum.brief.notes import RELIABILITY
from interbellum.brief.sentence import Block, Folded, Paragraph, Reading, Section, Sentence
from interbellum.brief.wording import capital, count_words, ended
from interbellum.case.documents import Perspective
from interbellum.record.independence import corroboration

OPEN = 4
"""Readings told in the open, those with most claims first."""
SHOWN = 3
"""Claims quoted on each side of a reading."""
_MODEL = "In the model: "
"""What divides a reading's gloss from what it changes in the model, where the case writes both."""


def readings(material: Material) -> Section:
    """Return the readings that known claims speak to."""
    found = [one for view in material.case.perspectives if (one := _reading(material, view)) is not None]
    ordered = [reading for _, reading in sorted(found, key=lambda pair: -pair[0])]
    if not ordered:
        said = Sentence("No reading of this conflict is coded with claims that were known by then.", notes=(RECORD,))
        return Section("readings", "Rival readings", (Paragraph((said,)),))
    many = count_words(len(ordered), "reading")
    most = f"; the one most argued over is “{ordered[0].title}”" if len(ordered) > 1 else ""
    intro = (
        Sentence(f"The sources carry {many} of this conflict{most}.", notes=(RECORD,)),
        Sentence(
            "How many claims speak for a reading says how often it is argued, not whether it is right.",
            notes=(RECORD,),
        ),
    )
    blocks: list[Block] = [Paragraph(intro), *ordered[:OPEN]]
    if ordered[OPEN:]:
        blocks.append(Folded(f"{capital(count_words(len(ordered[OPEN:]), 'more reading'))}", tuple(ordered[OPEN:])))
    return Section("readings", "Rival readings", tuple(blocks))


def _reading(material: Material, view: Perspective) -> tuple[int, Reading] | None:
    pro, contra = material.known(view.claims_for), material.known(view.claims_against)
    if not pro and not contra:
        return None
    gloss, _, model = view.gloss.partition(_MODEL)
    sentences = [Sentence(ended(gloss.strip()), pro or contra)]
    if view.held_by:
        sentences.append(Sentence(f"It is held by {material.all(view.held_by)}.", pro or contra))
    sentences.append(Sentence(weighed(material, pro, contra), (*pro, *contra), (RECORD,)))
    if model:
        sentences.append(Sentence(f"Put into the model, it means: {ended(model.strip())}", notes=(RECORD,)))
    return len(pro) + len(contra), Reading(
        view.title, tuple(sentences), _quoted(pro, material), _quoted(contra, material)
    )


def weighed(material: Material, pro: tuple[str, ...], contra: tuple[str, ...]) -> str:
    """Return what speaks for a reading and against it, from how many sources and how reliable ones."""
    ours, theirs = (_side(material, ids) if ids else "" for ids in (pro, contra))
    if ours and theirs:
        text = f"{ours} for it, {theirs} against it"
    elif ours:
        text = f"{ours} for it and nothing on record against it"
    else:
        text = f"{theirs} against it and nothing on record for it"
    return f"{capital(text)}{_best(material, pro, contra)}."


def _side(material: Material, ids: tuple[str, ...]) -> str:
    found = corroboration([material.claims[name] for name in ids], material.record.sources)
    sources = count_words(found.independent, "independent source")
    return f"{count_words(len(ids), 'claim')} from {sources} {'speaks' if len(ids) == 1 else 'speak'}"


def _best(material: Material, pro: tuple[str, ...], contra: tuple[str, ...]) -> str:
    """Return how reliable the best source of each side is, told once where both are alike."""
    letters = [
        corroboration([material.claims[name] for name in ids], material.record.sources).reliability or "F"
        for ids in (pro, contra)
        if ids
    ]
    if len(set(letters)) == 1:
        which = "the best source on either side is" if len(letters) == 2 else "the best of them is"
        return f"; {which} {_words(letters[0])}"
    return f"; the best source for it is {_words(letters[0])}, the best against it {_words(letters[1])}"


def _words(letter: str) -> str:
    if letter == "F":
        return "of a reliability that cannot be judged (F)"
    return f"{RELIABILITY[letter]} ({letter})"


def _quoted(ids: tuple[str, ...], material: Material) -> tuple[Sentence, ...]:
    """Return the glosses of the first claims, in the order in which the case names them."""
    return tuple(Sentence(material.claims[name].gloss, (name,)) for name in ids[:SHOWN])
