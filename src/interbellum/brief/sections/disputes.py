"""What the sources dispute."""

from __future__ import annotations

from interbellum.brief.material import RECORD, Material
from interbellum.brief.sections.signals import backed, capital, named
from interbellum.brief.sentence import Block, Folded, Paragraph, Section, Sentence, Sheet
from interbellum.record import Dispute
from interbellum.views.labels import counted, money, number

OPEN = 8
"""Disputes shown in the open, the latest first."""


def disputes(material: Material) -> Section:
    """Return what sources dispute as of the day."""
    found = material.record.disputes(material.on, material.known_by)
    if not found:
        said = Sentence("The known claims dispute nothing that the record can tell apart.", notes=(RECORD,))
        return Section("disputes", "What the sources dispute", (Paragraph((said,)),))
    ordered = sorted(found, key=lambda dispute: (max(dispute.begins), dispute.about), reverse=True)
    intro = Sentence(
        f"Sources differ on {counted(len(found), 'point')}; every value stays in the record, and the one that the "
        "brief counts with stands first.",
        notes=(RECORD,),
    )
    blocks: list[Block] = [Paragraph((intro,)), _sheet(material, "The latest disputes", ordered[:OPEN])]
    if ordered[OPEN:]:
        rest = _sheet(material, "Earlier disputes", ordered[OPEN:])
        blocks.append(Folded(f"{counted(len(ordered[OPEN:]), 'earlier dispute')}", (rest,)))
    return Section("disputes", "What the sources dispute", tuple(blocks))


def _sheet(material: Material, caption: str, found: list[Dispute]) -> Sheet:
    rows = []
    for dispute in found:
        cells = []
        for variant in dispute.variants:
            value = _value(material, dispute, variant.value)
            cells.append(backed(capital(value), material.cited(variant.claims)))
        rows.append((capital(named(material, dispute.title)).replace("_", " "), tuple(cells)))
    return Sheet(caption, ("On", "Sources say"), tuple(rows))


def _value(material: Material, dispute: Dispute, value: str | float) -> str:
    """Return a variant's value in words: numbers with their unit, ids by name."""
    if isinstance(value, str):
        return named(material, value)
    unit = next((entry.row.unit for entry in material.record.entries.points if entry.key == dispute.about), None)
    if unit is None:
        return f"{number(value)} {'' if dispute.what == 'number' else dispute.what.split(', ')[0]}".strip()
    return f"{money(value)} {unit}"
