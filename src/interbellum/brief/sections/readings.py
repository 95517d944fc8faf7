"""The rival readings, and what the record says for and against each."""

from __future__ import annotations

from interbellum.brief.material import RECORD, Material
from interbellum.brief.sentence import Block, Folded, Paragraph, Reading, Section, Sentence
from interbellum.case.documents import Perspective
from interbellum.record.independence import corroboration
from interbellum.views.labels import counted

OPEN = 5
"""Readings told in the open, those with most claims first."""
SHOWN = 3
"""Claims quoted on each side of a reading."""


def readings(material: Material) -> Section:
    """Return the readings that known claims speak to."""
    found = [one for view in material.case.perspectives if (one := _reading(material, view)) is not None]
    ordered = [reading for _, reading in sorted(found, key=lambda pair: -pair[0])]
    if not ordered:
        said = Sentence("No reading of this conflict is coded with claims that were known by then.", notes=(RECORD,))
        return Section("readings", "Rival readings", (Paragraph((said,)),))
    intro = Sentence(
        f"The sources hold {counted(len(ordered), 'reading')} of this conflict; how many claims speak for one says how "
        "often it is argued, not whether it is right, and none has been scored here.",
        notes=(RECORD,),
    )
    blocks: list[Block] = [Paragraph((intro,)), *ordered[:OPEN]]
    if ordered[OPEN:]:
        blocks.append(Folded(f"{counted(len(ordered[OPEN:]), 'more reading')}", tuple(ordered[OPEN:])))
    return Section("readings", "Rival readings", tuple(blocks))


def _reading(material: Material, view: Perspective) -> tuple[int, Reading] | None:
    pro, contra = material.known(view.claims_for), material.known(view.claims_against)
    if not pro and not contra:
        return None
    gloss = view.gloss if view.gloss.endswith(".") else f"{view.gloss}."
    held = f"Held by {material.labels.all(view.held_by)}: {gloss}" if view.held_by else gloss
    sentences = (Sentence(held, pro or contra), Sentence(_weighed(material, pro, contra), (*pro, *contra), (RECORD,)))
    return len(pro) + len(contra), Reading(view.title, sentences, _quoted(pro, material), _quoted(contra, material))


def _weighed(material: Material, pro: tuple[str, ...], contra: tuple[str, ...]) -> str:
    parts = []
    for ids, way in ((pro, "for it"), (contra, "against it")):
        if ids:
            found = corroboration([material.claims[one] for one in ids], material.record.sources)
            sources = counted(found.independent, "independent source")
            best = f"the best of reliability {found.reliability}"
            parts.append(f"{counted(len(ids), 'claim')} from {sources} {way}, {best}")
        else:
            parts.append(f"nothing {way}")
    return f"The record holds {'; and '.join(parts)}."


def _quoted(ids: tuple[str, ...], material: Material) -> tuple[Sentence, ...]:
    """Return the glosses of the first claims, in the order in which the case names them."""
    return tuple(Sentence(material.claims[name].gloss, (name,)) for name in ids[:SHOWN])
