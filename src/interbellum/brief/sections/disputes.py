"""What the sources dispute: how things stand first, then what happened, then numbers; nothing picked silently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interbellum.brief.material import RECORD, Material
from interbellum.brief.sections.signals import backed, named
from interbellum.brief.sentence import Block, Folded, Paragraph, Section, Sentence, Sheet
from interbellum.brief.wording import capital, count_words, ended, in_words
from interbellum.case.tables import Event, Point, Row, Status, Tie
from interbellum.record import Dispute
from interbellum.record.disagreements import ClaimedValue
from interbellum.record.holding import Variant
from interbellum.views.evidence import CAVEATS
from interbellum.views.labels import counted, edtf_words, money, number

OPEN = 8
"""Disputes shown in the open."""
_UNITS = {"person": "people", "km2": "km²", "percent": "%"}
_ABOUT = {
    "control": "Who controls",
    "state": "The state of",
    "controller": "Who holds",
    "strength": "The strength of",
    "talks": "The talks of",
    "leadership": "Who leads",
    "condition": "What is true of",
}
_TITLE = "What the sources dispute"
_APART = ("On", "Claims say")
_KINDS = {"number": "A number", "date": "A day", "stance": "Whether it happened", "state": "Whether a way was open",
          "party": "Who did it", "time": "When it held"}  # fmt: skip


def disputes(material: Material) -> Section:
    """Return what sources dispute as of the day."""
    found = material.record.disputes(material.on, material.known_by)
    if not found:
        apart = tuple(_apart(material))
        rest = "; what other claims contradict stands below" if apart else ""
        said = Sentence(f"The claims behind the records dispute nothing{rest}.", notes=(RECORD,))
        return Section("disputes", _TITLE, (Paragraph((said,)), *apart))
    standing = _standing(material)
    ordered = sorted(found, key=lambda one: (one.about in standing, max(one.begins), one.about), reverse=True)
    now = sum(one.about in standing for one in found)
    bear = f"{in_words(now)} of them about how things stand on the day" if now else "all of them about the past"
    intro = Sentence(
        f"Sources differ on {count_words(len(found), 'point')}, {bear}; every value stays "
        "in the record, and the one that this brief counts with stands first.",
        notes=(RECORD,),
    )
    blocks: list[Block] = [Paragraph((intro,)), sheet(material, "What bears most on the present", ordered[:OPEN])]
    if ordered[OPEN:]:
        earlier = sheet(material, "Earlier disputes", ordered[OPEN:])
        blocks.append(Folded(f"{counted(len(ordered[OPEN:]), 'earlier dispute')}", (earlier,)))
    return Section("disputes", _TITLE, (*blocks, *_apart(material)))


def _apart(material: Material) -> Iterator[Block]:
    """Yield the claims of different sources or speakers that contradict one another, or do not fit the record."""
    rows = []
    for one in material.record.disagreements(material.known_by):
        rows.append((_KINDS[one.kind], tuple(_told(material, said) for said in one.told)))
    if rows:
        yield Sheet("Claims that contradict one another or do not fit the record", _APART, tuple(rows))
    marked = [
        (CAVEATS[claim.caveat], (backed(ended(named(material, claim.gloss)), material.cited((claim.id,))),))
        for claim in material.record.known_claims(material.known_by)
        if claim.caveat is not None
    ]
    if marked:
        doubtful = Sheet(
            "Claims to lean on with care", ("Because", "Claim"), tuple(sorted(marked, key=lambda row: row[0]))
        )
        yield Folded(f"{counted(len(marked), 'claim')} to lean on with care", (doubtful,))


def _told(material: Material, said: ClaimedValue) -> Sentence:
    """Return what one claim, or the case itself, says of what is disagreed on."""
    text = f"{capital(named(material, said.value))}: {ended(named(material, said.gloss))}"
    return backed(text, material.cited((said.claim,) if said.claim else ()))


def foremost(material: Material) -> Iterator[Sentence]:
    """Yield the dispute that bears most on the present: the latest about how things stand on the day."""
    standing = _standing(material)
    now = [one for one in material.record.disputes(material.on, material.known_by) if one.about in standing]
    ways = [one for one in now if _record(material, one.about) is not None and one.kind == "variants"]
    if not ways:
        return
    latest = max(ways, key=lambda one: (max(one.begins), one.about))
    first, *others = latest.variants
    claims = material.cited((*first.claims, *(claim for one in others for claim in one.claims)))
    about = _about(material, latest)
    ours, theirs = (_value(material, latest, one) for one in (first, others[0]))
    told = f"this brief counts with “{ours}”, others say “{theirs}”"
    yield backed(f"Sources dispute “{about}”: {told}.", claims)


def _standing(material: Material) -> frozenset[str]:
    """Return the keys of the records that hold on the day."""
    state: Any = material.state
    items = [item for kind in ("control", "corridors", "missions", "talks") for item in state[kind].values()]
    keys = {item["record"] for item in items if not item["ended"]}
    keys |= {variant["record"] for item in items if not item["ended"] for variant in item["variants"]}
    keys |= {tie["record"] for tie in state["ties"]}
    return frozenset(key for key in keys if key)


def sheet(material: Material, caption: str, found: list[Dispute]) -> Sheet:
    """Return disputes as a table: what each is about, and what sources say."""
    rows = []
    for dispute in found:
        cells = []
        for variant in dispute.variants:
            cells.append(backed(capital(_value(material, dispute, variant)), material.cited(variant.claims)))
        rows.append((_about(material, dispute), tuple(cells)))
    return Sheet(caption, ("On", "Sources say"), tuple(rows))


def _about(material: Material, dispute: Dispute) -> str:
    row = _record(material, dispute.about)
    if isinstance(row, Status):
        return f"{_ABOUT[row.attribute]} {material.the(row.subject)}"
    if isinstance(row, Point):
        what = row.variable.replace("_", " ")
        return f"{capital(what)}: {material.labels[row.subject]}, {edtf_words(row.date)}"
    return capital(named(material, dispute.title)).rstrip(".")


def _record(material: Material, key: str | None) -> Row | None:
    """Return the row behind a record's key, as known."""
    known = material.record.knowledge(material.known_by).all()
    return next((entry.row for entry in known if entry.key == key), None)


def _value(material: Material, dispute: Dispute, variant: Variant) -> str:
    """Return a variant's value in words: what it says of the thing, and from when or with which numbers."""
    row = _record(material, variant.record)
    if dispute.kind == "stance":
        return f"{variant.value} in {count_words(len(variant.claims), 'claim')}"
    if isinstance(row, Status):
        return _status(material, row)
    if isinstance(row, Tie):
        strength = "" if row.strength is None else f", strength {row.strength:g} of 1"
        since = "" if row.from_ is None else f", from {edtf_words(row.from_)}"
        return f"{row.type}{strength}{since}"
    if isinstance(row, Event):
        deaths = f" {capital(count_words(row.deaths, 'death'))}." if row.deaths is not None else ""
        return f"{ended(row.gloss)}{deaths} ({edtf_words(row.date)})"
    if isinstance(variant.value, str):
        return named(material, variant.value)
    return _number(material, dispute, variant.value)


def _status(material: Material, row: Status) -> str:
    held = row.attribute in ("control", "controller", "leadership")
    shown = material.the(row.value) if held else named(material, row.value)
    if row.attribute == "strength":
        shown = count_words(float(row.value), "person", "people")
    standing = "" if row.standing == "assessed" else f", {row.standing}"
    return f"{shown} from {edtf_words(row.from_)}{standing}"


def _number(material: Material, dispute: Dispute, value: float) -> str:
    row = _record(material, dispute.about)
    if isinstance(row, Point):
        unit = _UNITS.get(row.unit, row.unit)
        return f"{money(value) if row.unit.startswith(('USD', 'EUR')) else number(value)} {unit}"
    what = "" if dispute.what == "number" else dispute.what.split(", ")[0]
    return f"{number(value)} {_UNITS.get(what, what)}".strip()
