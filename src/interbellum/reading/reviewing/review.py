"""Reviewing proposed claims: accept, edit, reject, split, merge, undo. Every decision is a row and can be undone.

A proposal enters `claims.csv` when it is first decided on, with a first review row that holds it back ("proposed"); the
decision is the row after it. Undo takes back the last decision, so that a claim undone to the start waits again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

from pydantic import ValidationError

from interbellum.case.case import Case
from interbellum.case.checks.index import Index
from interbellum.case.faults import first_fault
from interbellum.case.reviewing import Reviewed, reviewed_claims
from interbellum.case.saving import held_case
from interbellum.case.tables import Claim, Review, Source
from interbellum.case.vocabulary import Decision, KnownBasis
from interbellum.errors import InterbellumError, UsageError, Where
from interbellum.reading.naming.names import case_gazetteer
from interbellum.reading.naming.newcomers import with_newcomers
from interbellum.reading.proposal import proposal_of
from interbellum.reading.reviewing.glosses import made_again
from interbellum.reading.reviewing.senders import sender_of

EDITABLE = (
    "gloss", "kind", "event_type", "mode", "actors", "recipients", "place", "date", "value", "low", "high", "unit",
    "of", "asserted_by", "stance", "negated", "historical", "future", "hypothetical", "credibility", "caveat",
    "supports",
)  # fmt: skip
"""The fields of a proposal that an analyst edits, in order; passages and hashes are the reader's."""
PROPOSED = "proposed"
"""The reason in the review row that holds a new proposal back until someone decides."""
SPLIT, PART, MERGED, INTO = "split into ", "part of ", "merged with ", "merged into "
"""How the reasons of a split and a merge begin, of the claim itself and of those that belong to it; ids follow."""


@dataclass(frozen=True)
class Item:
    """A proposed claim waiting for a decision.

    The claim as it would be recorded, its source, its quote and its rule. `nameless` are the words for somebody whom
    the reader could not name.
    """

    claim: Claim
    source: Source
    quote: str = ""
    rule: str = ""
    before: str = ""
    after: str = ""
    nameless: str = ""

    def row(self) -> dict[str, Any]:
        """Return it as plain values."""
        claim = self.claim.model_dump(mode="json")
        return {"claim": claim, "source": self.source.model_dump(mode="json"), "quote": self.quote, "rule": self.rule}


def items_of(readings: Iterable[Mapping[str, Any]], case: Case) -> Iterator[Item]:
    """Yield the proposals in readings (JSON objects as `interbellum read --json` writes them) as items of this case."""
    ids = set(Index.of(case).grounds)
    taken = {source.id for source in case.sources}
    for reading in readings:
        source = source_of(reading, case, taken)
        taken.add(source.id)
        nameless = {row["claim"]: row["words"] for row in reading.get("report", {}).get("unresolved", ())}
        issued = bool(sender_of(source, case))
        for row in reading["claims"]:
            claim = claim_of(row, source.id, ids, issued=issued)
            yield Item(claim, source, row.get("quote", ""), row.get("rule", ""), nameless=nameless.get(row["id"], ""))


def source_of(reading: Mapping[str, Any], case: Case, taken: Iterable[str] = ()) -> Source:
    """Return the case's source for a document (told by hash), or a new one of unjudged reliability (F)."""
    document = reading["document"]
    for source in case.sources:
        if source.sha256 and source.sha256 in (document.get("file_sha256"), document.get("sha256")):
            return source
    stem, mark = _id_of(Path(document["name"]).stem), document["sha256"][:8]
    name = stem if stem and stem not in set(taken) else f"{stem or 'document'}-{mark}"
    sha = document.get("file_sha256") or document["sha256"]
    return Source(
        id=name,
        title=document.get("title") or document["name"],
        published=reading.get("published"),
        file=document["name"],
        sha256=sha,
        reliability="F",
    )


def _id_of(stem: str) -> str:
    """Return what of a file's name can be an id: its Latin letters without accents and its digits; maybe nothing."""
    plain = normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[A-Za-z0-9]+", plain))[:40].strip("-")


def claim_of(row: Mapping[str, Any], source: str, known: set[str], *, issued: bool = False) -> Claim:
    """Return a proposal as a row of `claims.csv`. A place the case does not know is left out.

    `issued` says that somebody's own office gave the source out.
    """
    quantity = row.get("quantity") or {}
    flags = row.get("flags") or {}
    place = row.get("place")
    return Claim(
        id=row["id"],
        source=source,
        locator=row.get("locator"),
        span_start=row["span"][0],
        span_end=row["span"][1],
        text_sha256=row.get("text_sha256"),
        kind=row["kind"],
        event_type=row.get("event_type"),
        mode=row.get("mode") or (row.get("about") if row["kind"] in ("tie", "status") else None),
        historical=flags.get("historical", False),
        future=flags.get("future", False),
        hypothetical=flags.get("hypothetical", False),
        negated=row.get("negated", False),
        actors=tuple(row.get("actors", ())),
        recipients=tuple(row.get("recipients", ())),
        place=place if place in known else None,
        date=row.get("date"),
        value=quantity.get("value"),
        low=quantity.get("low"),
        high=quantity.get("high"),
        unit=quantity.get("unit"),
        of=quantity.get("of") or None,
        approx=quantity.get("approx", False),
        asserted_by=row.get("asserted_by", "author"),
        stance=row.get("stance", "asserts"),
        caveat=row.get("caveat"),
        gloss=row["gloss"],
        known_basis=known_basis_of(row, issued=issued),
        reader=row.get("reader"),
    )


def known_basis_of(row: Mapping[str, Any], *, issued: bool = False) -> KnownBasis:
    """Return on what basis a proposed claim is known: a public act that is dated from its day on, else its document's.

    What is planned, only supposed, alleged or denied was not seen by everybody on a day, nor need be what only a party
    to it tells, or an office in a document of its own (`issued`).
    """
    if issued or row.get("asserted_by", "author") in (*row.get("actors", ()), *row.get("recipients", ())):
        return "publication"
    unsure = any(row.get("flags", {}).get(name) for name in ("future", "hypothetical"))
    public = row["kind"] == "event" and row.get("date") and row.get("stance", "asserts") == "asserts"
    return "public-event" if public and not unsure else "publication"


def waiting(items: Iterable[Item], case: Case) -> list[Item]:
    """Return the items that nobody has decided on yet, in the order given; a second reading adds nothing."""
    states = reviewed_claims(case)
    found = []
    seen: set[str] = set()
    for item in items:
        state = states.get(item.claim.id)
        undecided = state is None or (
            state.decision is not None and state.decision.decision == "reject" and state.decision.why == PROPOSED
        )
        if undecided and item.claim.id not in seen:
            found.append(item)
        seen.add(item.claim.id)
    return found


def accept(root: Path, item: Item, reviewer: str, at: str, why: str | None = None) -> None:
    """Accept a proposal as it is. `at` is an ISO 8601 time."""
    _write(root, [(item, _row(item, "accept", reviewer, at, why))])


def accept_all(root: Path, items: Sequence[Item], reviewer: str, at: str, why: str) -> tuple[str, ...]:
    """Accept many proposals at once, as they are, and return their ids; all are written or none.

    Each gets the rows in `reviews.csv` that it would have got by itself, so that each can be undone.
    """
    _write(root, [(item, _row(item, "accept", reviewer, at, why)) for item in items])
    return tuple(item.claim.id for item in items)


def reject(root: Path, item: Item, reviewer: str, at: str, why: str | None = None) -> None:
    """Reject a proposal; it stays in the files as rejected, so that it is not proposed again."""
    _write(root, [(item, _row(item, "reject", reviewer, at, why or "rejected"))])


def edit(root: Path, item: Item, changes: Mapping[str, Any], reviewer: str, at: str, why: str | None = None) -> Claim:
    """Accept a proposal with changed fields; both the old and the new values are kept.

    A gloss that the reader made is made again from the changed fields. Raises UsageError for bad ones.
    """
    before = item.claim.model_dump(mode="json")
    unknown = sorted(set(changes) - set(before) | ({"id"} & set(changes)))
    if unknown or not changes:
        what = f"{unknown[0]} is not a field of a claim that can be changed" if unknown else "nothing was changed"
        raise UsageError(what, hint="fields: " + ", ".join(EDITABLE))
    try:
        changed = Claim.model_validate({**before, **changes})
    except ValidationError as error:
        field, what, hint = first_fault(error)
        raise UsageError(f"{field}: {what}", hint=hint) from error
    with held_case(root) as held:
        case = with_newcomers(held.case, (changed,))
        changed = _with_gloss(case, item.claim, changed)
        after = changed.model_dump(mode="json")
        names = [name for name in dict.fromkeys((*changes, "gloss")) if before[name] != after[name]]
        old, new = (json.dumps({name: one[name] for name in names}, ensure_ascii=False) for one in (before, after))
        row = _row(item, "edit", reviewer, at, why, before=old, after=new)
        held.save(_decided(case, [(item, row)]))
    return changed


def _with_gloss(case: Case, before: Claim, after: Claim) -> Claim:
    """Return a changed claim with its gloss made again, unless a person wrote it."""
    labels = case_gazetteer(case).labels
    return after.model_copy(update={"gloss": made_again(before, after, labels)})


def split(root: Path, item: Item, parts: Sequence[Mapping[str, Any]], reviewer: str, at: str) -> list[Claim]:
    """Replace a proposal by several: each part is the proposal with the changes given for it; the whole is rejected."""
    if len(parts) < 2:
        raise UsageError("a claim is split into two or more parts")
    base = item.claim.model_dump(mode="json")
    claims: list[Claim] = []
    for number, changes in enumerate(parts, 1):
        try:
            claims.append(Claim.model_validate({**base, **changes, "id": f"{item.claim.id}.{number}"}))
        except ValidationError as error:
            field, what, hint = first_fault(error)
            raise UsageError(f"part {number}: {field}: {what}", hint=hint) from error
    with held_case(root) as held:
        case = with_newcomers(held.case, claims)
        claims = [_with_gloss(case, item.claim, claim) for claim in claims]
        whole = _row(item, "reject", reviewer, at, SPLIT + ", ".join(claim.id for claim in claims))
        items = [replace(item, claim=claim) for claim in claims]
        taken = [(part, _row(part, "accept", reviewer, at, PART + item.claim.id)) for part in items]
        held.save(_decided(case, [(item, whole), *taken]))
    return claims


def merge(root: Path, items: Sequence[Item], reviewer: str, at: str) -> None:
    """Keep the first of several proposals that say one thing and reject the others as merged into it."""
    if len({item.claim.id for item in items}) < 2:
        raise UsageError("two or more claims are merged")
    first, *others = items
    kept = _row(first, "accept", reviewer, at, MERGED + ", ".join(item.claim.id for item in others))
    gone = [(item, _row(item, "reject", reviewer, at, INTO + first.claim.id)) for item in others]
    _write(root, [(first, kept), *gone])


def undo(root: Path, claim: str, reviewer: str, at: str) -> tuple[str, ...]:
    """Take back the last decision on a claim, and on the parts it was split into or the claims merged into it.

    A part or a merged claim on which somebody has decided since keeps that decision. Returns the ids concerned. Raises
    UsageError where there is nothing to take back.
    """
    with held_case(root) as held:
        states = reviewed_claims(held.case)
        state = states.get(claim)
        if state is None or state.decision is None or state.decision.why == PROPOSED:
            raise UsageError(f"there is no decision on {claim} to take back")
        why = state.decision.why or ""
        concerned = (claim, *_along(states, claim, why))
        undone = f"undoes: {why}" if why else None
        rows = [Review(claim=name, decision="undo", reviewer=reviewer, at=at, why=undone) for name in concerned]
        held.save(replace(held.case, reviews=(*held.case.reviews, *rows)))
    return concerned


def _along(states: Mapping[str, Reviewed], claim: str, why: str) -> list[str]:
    """Return the parts of a split claim, or the claims merged into one, whose standing decision is that very one."""
    for lead, follows in ((SPLIT, PART + claim), (MERGED, INTO + claim)):
        if why.startswith(lead):
            decisions = {name: states[name].decision for name in why[len(lead) :].split(", ") if name in states}
            return [name for name, decision in decisions.items() if decision is not None and decision.why == follows]
    return []


def _row(item: Item, decision: Decision, reviewer: str, at: str, why: str | None, **changes: str) -> Review:
    return Review(claim=item.claim.id, decision=decision, reviewer=reviewer, at=at, why=why, **changes)


def _write(root: Path, decisions: Sequence[tuple[Item, Review]]) -> None:
    """Write decisions about proposals into the case in a folder, all or none."""
    with held_case(root) as held:
        held.save(_decided(held.case, decisions))


def _decided(case: Case, decisions: Sequence[tuple[Item, Review]]) -> Case:
    """Return a case with decisions about proposals, and with their sources, claims and actors where they are new.

    A new claim is held back by a row of its own before it is decided on, so that an undone decision leaves it waiting.
    """
    items = [item for item, _ in decisions]
    case = with_newcomers(case, (item.claim for item in items))
    sources, claims = {source.id for source in case.sources}, {claim.id for claim in case.claims}
    new_sources = {item.source.id: item.source for item in items if item.source.id not in sources}
    new = {item.claim.id: item for item in items if item.claim.id not in claims}
    first = {row.claim: row for _, row in reversed(decisions)}
    waits = [_row(item, "reject", first[name].reviewer, first[name].at, PROPOSED) for name, item in new.items()]
    return replace(
        case,
        sources=(*case.sources, *new_sources.values()),
        claims=(*case.claims, *(item.claim for item in new.values())),
        reviews=(*case.reviews, *waits, *(row for _, row in decisions)),
    )


def load_readings(path: Path) -> list[dict[str, Any]]:
    """Return the readings of a JSON-lines file (or one JSON object). Raises InterbellumError with the line at fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InterbellumError(
            f"cannot be read: {getattr(error, 'strerror', None) or error}", where=Where(str(path))
        ) from error
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict | list):
        readings = [whole] if isinstance(whole, dict) else whole
        return [_as_reading(row, path, number) for number, row in enumerate(readings, 1)]
    rows = []
    for number, line in enumerate(StringIO(text), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InterbellumError(_NO_READING, where=Where(path.name, number), hint=_READINGS) from error
            rows.append(_as_reading(row, path, number))
    return rows


_NO_READING = "this is not a reading"
_READINGS = "give the output of interbellum read --json or --out"


def _as_reading(row: Any, path: Path, number: int) -> dict[str, Any]:
    """Return a row of a file of readings, if it is one: a document with its name and SHA-256, and its claims."""
    where = Where(path.name, number)
    try:
        document, claims = row["document"], row["claims"]
        named = isinstance(document["name"], str) and re.fullmatch("[0-9a-f]{64}", document["sha256"])
    except (KeyError, TypeError) as error:
        raise InterbellumError(_NO_READING, where=where, hint=_READINGS) from error
    if not named or not isinstance(claims, list):
        raise InterbellumError(_NO_READING, where=where, hint=_READINGS)
    for place, claim in enumerate(claims, 1):
        try:
            proposal_of(claim)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what = f"claim {place} of {document['name']} is not one of a reading"
            raise InterbellumError(what, where=where, hint=_READINGS) from error
    reading: dict[str, Any] = row
    return reading
