"""Reading documents: one call for one document, and a stream for many that can be stopped and taken up again."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from interbellum.case.case import Case
from interbellum.errors import DocumentError, InterbellumError, Where
from interbellum.reading.dating.anchors import Anchor
from interbellum.reading.dating.dates import TimeExpression, find_dates
from interbellum.reading.naming.grounds import grounds_of
from interbellum.reading.naming.names import case_gazetteer, world_gazetteer
from interbellum.reading.proposal import Proposal, Reading
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.document import Document
from interbellum.sources.limits import Limits
from interbellum.sources.reading import open_document, read_bytes


class Reader(Protocol):
    """Anything that proposes claims from a document."""

    def read(self, document: Document) -> Reading:
        """Return everything found."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its reading, or one line that says why it could not be read.

    `skipped` if done before.
    """

    path: Path
    reading: Reading | None = None
    error: str | None = None
    skipped: bool = False


def rule_reader(case: Case | None = None) -> RuleReader:
    """Return the rule reader with the names of a case, or of the world's states where there is none."""
    if case is None:
        return RuleReader(world_gazetteer())
    entities = frozenset(actor.id for actor in case.actors if actor.kind == "de_facto_entity")
    sides = tuple(rivalry.sides for rivalry in case.model.units.rivalries)
    return RuleReader(case_gazetteer(case), sides, entities=entities, grounds=grounds_of(case))


def read_document(
    source: Path | str | bytes | Document,
    case: Case | None = None,
    *,
    reader: Reader | None = None,
    published: str | None = None,
    name: str = "document",
    limits: Limits | None = None,
) -> Reading:
    """Read one document. Its date is the one given, else the case's for that very file, else the document's own.

    Raises DocumentError for what cannot be read, DateError for a `published` that is not EDTF.
    """
    if published:
        from interbellum.dates import parse_edtf

        parse_edtf(published)
    if isinstance(source, Document):
        document = source
    elif isinstance(source, bytes):
        document = read_bytes(source, name, limits=limits, published=published)
    else:
        document = open_document(Path(source), limits=limits, published=published)
    document = _dated(document, case, published)
    reading = (reader or rule_reader(case)).read(document)
    claims = _told_apart([identified(claim, document) for claim in reading.claims])
    ids = {old.id: new.id for old, new in zip(reading.claims, claims, strict=True)}
    nameless = [{**row, "claim": ids.get(row["claim"], row["claim"])} for row in reading.report.get("unresolved", ())]
    return replace(reading, claims=claims, report={**reading.report, "unresolved": nameless})


def _dated(document: Document, case: Case | None, published: str | None) -> Document:
    """Take the date from the case's sources where they hold this very file.

    Else from the newest date said in the text.
    """
    if published:
        return replace(document, published=published, published_basis="given by the user")
    for source in case.sources if case else ():
        if source.published and source.sha256 and source.sha256 in (document.file_sha256, document.sha256):
            return replace(document, published=source.published, published_basis=f"the case's source {source.id}")
    if document.published is None and (newest := newest_month(document)) is not None:
        return replace(
            document, published=newest, published_basis="the newest full date in the text: a guess, give --published"
        )
    return document


def newest_month(document: Document) -> str | None:
    """Return the newest month that the text names, or None: a document is no older than what it reports.

    What is to come ("by", "until") is left out. A story that goes on in the newest year without naming it again ("in
    February 2025 ... on 8 March") reaches its last month, and a heading's year ("Events in 2024") is a year at least.
    """
    text = document.text[:400_000]
    told = [
        date
        for date in find_dates(text, Anchor())
        if not re.search(r"\b(?:by|until|till|before|from)\s+$", text[max(0, date.start - 8) : date.start])
    ]
    months = [date.edtf or "" for date in told if not date.anchored and _MONTH.fullmatch(date.edtf or "")]
    newest = max((month[:7] for month in months), default="")
    last = max([newest, *_told_on(told, newest)])
    headings = [(one.start, one.end) for one in document.paragraphs if one.kind == "heading" and one.read]
    years = (date for date in told if date.rule == "year" and re.fullmatch(r"\d{4}", date.edtf or ""))
    named = [date.edtf or "" for date in years if any(first <= date.start < end for first, end in headings)]
    return max([last, *(year for year in named if year > last[:4])]) or None


def _told_on(told: Sequence[TimeExpression], newest: str) -> list[str]:
    """Return the months of that year that a story tells of without the year, past the last naming of the newest month;
    none where it goes on to a later year."""
    at = max((number for number, date in enumerate(told) if (date.edtf or "")[:7] == newest), default=len(told))
    later = [date.edtf or "" for date in told[at + 1 :] if date.rule in ("day month year", "year")]
    if any(edtf[:4] > newest[:4] for edtf in later):
        return []
    return [edtf[:7] for edtf in later if edtf[:4] == newest[:4] and _MONTH.fullmatch(edtf)]


_MONTH = re.compile(r"\d{4}-\d\d(?:-\d\d)?")


def _told_apart(claims: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Number the claims that share an id, as two figures of one passage do."""
    seen: Counter[str] = Counter()
    out = []
    for claim in claims:
        seen[claim.id] += 1
        out.append(replace(claim, id=f"{claim.id}.{seen[claim.id]}") if seen[claim.id] > 1 else claim)
    return tuple(out)


def identified(claim: Proposal, document: Document) -> Proposal:
    """Return a claim with an id that is the same on every reading of the same document."""
    key = json.dumps(
        [document.sha256, claim.span, claim.kind, claim.event_type, claim.actors, claim.recipients, claim.reader]
    )
    return replace(claim, id=f"{claim.reader}-{hashlib.sha256(key.encode()).hexdigest()[:12]}")


def read_many(
    paths: Iterable[Path],
    case: Case | None = None,
    *,
    reader: Reader | None = None,
    published: str | None = None,
    done: frozenset[str] = frozenset(),
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Read files one after the other, holding one at a time; a file that fails is reported and the rest goes on.

    `done` holds SHA-256s of files already read (see `done_files`): those are skipped.
    """
    chosen = reader or rule_reader(case)
    for path in paths:
        try:
            if done and file_sha256(path) in done:
                yield Outcome(path, skipped=True)
                continue
            yield Outcome(path, read_document(path, case, reader=chosen, published=published, limits=limits))
        except InterbellumError as error:
            yield Outcome(path, error=str(error))
        except (RecursionError, MemoryError, ValueError) as error:
            yield Outcome(
                path, error=str(DocumentError(f"cannot be read ({type(error).__name__})", where=Where(path.name)))
            )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces. Raises DocumentError where it cannot be opened."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as handle:
            while piece := handle.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise DocumentError(f"cannot be opened: {error.strerror or error}", where=Where(str(path))) from error
    return digest.hexdigest()


def done_files(output: Path) -> frozenset[str]:
    """Return the file hashes in a JSON-lines output of an earlier run; a last line cut short is ignored."""
    found: set[str] = set()
    if output.exists():
        with output.open(encoding="utf-8") as handle:
            for line in handle:
                try:
                    found.add(json.loads(line)["document"]["file_sha256"])
                except (ValueError, KeyError, TypeError):
                    continue
    return frozenset(found)


def mend(output: Path) -> None:
    """Cut off a last line that a stopped run left unfinished, so that what is appended begins a line of its own."""
    if not output.exists():
        return
    with output.open("rb+") as handle:
        end = position = handle.seek(0, 2)
        while position > 0:
            start = max(0, position - (1 << 16))
            handle.seek(start)
            found = handle.read(position - start).rfind(b"\n")
            if found >= 0:
                position = start + found + 1
                break
            position = start
        if position < end:
            handle.truncate(position)
