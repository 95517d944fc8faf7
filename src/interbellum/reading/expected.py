"""What a person expects of a document, in a compact YAML file, and how far a reading agrees with it.

The file names the sides of the conflict, or a bundled case (`case`), the date of the document, passages that must give
no claim (`nothing`), and one row a claim: `at` (words of the document), `kind`, and whichever fields the person wants
to hold: `type`, `about`, `actors`, `recipients`, `date`, `asserted_by`, `stance`, `negated`, `quantity` [value, unit]
or `range` [low, high, unit].
Where two answers are right, `kind`, `type`, `about` and `date` are lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from interbellum.errors import ScoreError, Where
from interbellum.reading.proposal import ALSO_THERE
from interbellum.reading.score import Scores, Tally

Row = Mapping[str, Any]
FIELDS = ("type", "about", "actors", "recipients", "date", "asserted_by", "stance", "negated", "quantity")


@dataclass(frozen=True)
class Expected:
    """Expectations of one document: sides or a bundled case, its date, expected claims with spans, and spans that say
    nothing."""

    sides: tuple[str, ...]
    case: str | None
    published: str | None
    claims: tuple[Row, ...]
    nothing: tuple[tuple[int, int], ...]


def load_expected(path: Path, text: str) -> Expected:
    """Return the expectations in a file about a text. Raises `ScoreError` where words are not in the text."""
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))

    def span(words: str) -> tuple[int, int]:
        at = text.find(words)
        if at < 0:
            raise ScoreError(f"{words!r} is not in the document", where=Where(path.name), hint="copy its words exactly")
        return at, at + len(words)

    claims = tuple({**row, "span": span(row["at"])} for row in data["claims"])
    published = data.get("published")
    return Expected(
        tuple(data.get("sides", ())),
        data.get("case"),
        None if published is None else str(published),
        claims,
        tuple(span(words) for words in data.get("nothing", ())),
    )


def read_expected(path: Path) -> dict[str, Any]:
    """Return the reading of a document, as JSON values: in the bundled case named beside it, or in a fresh case that
    knows only the sides named there.
    """
    from tempfile import TemporaryDirectory

    from interbellum.case.catalogue import find_case
    from interbellum.case.loading import load_case
    from interbellum.case.starting import new_case
    from interbellum.reading.api import read_document
    from interbellum.reading.naming.sides import sides_of

    expected = load_expected(path.with_suffix(".yaml"), path.read_text(encoding="utf-8"))
    if expected.case:
        return read_document(path, load_case(find_case(expected.case))).to_json()
    with TemporaryDirectory() as folder:
        case = new_case(Path(folder) / "case", sides=sides_of(*expected.sides))
    return read_document(path, case).to_json()


def compare(reading: Mapping[str, Any], expected: Expected) -> tuple[Scores, list[tuple[Row, Row | None, list[str]]]]:
    """Return the scores of a reading, and every expected claim with the claim found for it and the fields that differ.

    A claim is found where its passage overlaps and its kind is one of those expected; it is right where nothing
    differs. Precision counts every claim that is proposed, interpretations left out, and one that a clause tells of
    several places once.
    """
    found = [claim for claim in reading["claims"] if not claim["rule"].endswith(ALSO_THERE)]
    taken = _paired(found, expected.claims)
    rows: list[tuple[Row, Row | None, list[str]]] = []
    scores = Scores()
    for number, claim in enumerate(expected.claims):
        match = found[taken[number]] if number in taken else None
        wrong = ["missing"] if match is None else _differences(match, claim)
        rows.append((claim, match, wrong))
        for field in FIELDS:
            if match is not None and "kind" not in wrong and _asked(claim, field):
                scores.share(field, field not in wrong)
    matched = {index: rows[number][2] for number, index in taken.items()}
    for kind in ("event", "tie", "status", "observation", "allegation", "expectation", "position"):
        wanted = [row for row in rows if kind in _options(row[0]["kind"])]
        made = [index for index, claim in enumerate(found) if claim["kind"] == kind]
        hits = [row for row in wanted if row[1] is not None and "kind" not in row[2] and row[1]["kind"] == kind]
        missed = [row for row in rows if (row[1] is None or "kind" in row[2]) and _options(row[0]["kind"])[0] == kind]
        full = sum(not row[2] for row in hits)
        fine = sum("kind" not in matched.get(index, ["kind"]) for index in made)
        scores.add(f"{kind}", Tally(fine, len(made), len(hits) + len(missed)))
        scores.add(f"{kind}, every field right", Tally(full, len(made), len(hits) + len(missed)))
    for span in expected.nothing:
        scores.share("headings without a claim", not any(_overlap(claim, {"span": span}) for claim in found))
    return scores, rows


def _paired(found: Sequence[Row], claims: Sequence[Row]) -> dict[int, int]:
    """Return which found claim is held against each expected one: right kind first, then most alike, then overlap."""
    options = sorted(
        (
            (other["kind"] in _options(claim["kind"]), -len(_differences(other, claim)), _iou(other, claim), -i, -j)
            for i, claim in enumerate(claims)
            for j, other in enumerate(found)
            if _overlap(other, claim)
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for _, _, _, i, j in options:
        if -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return taken


def _differences(found: Row, claim: Row) -> list[str]:
    out = [] if found["kind"] in _options(claim["kind"]) else ["kind"]
    return out + [field for field in FIELDS if _asked(claim, field) and not _agrees(found, claim, field)]


def _asked(claim: Row, field: str) -> bool:
    return field in claim or (field == "quantity" and "range" in claim)


def _agrees(found: Row, claim: Row, field: str) -> bool:
    if field == "type":
        return found["kind"] != "event" or found["event_type"] in _options(claim["type"])
    if field == "about":
        return found["kind"] not in ("tie", "status") or found["about"] in _options(claim["about"])
    if field == "quantity":
        return _same_quantity(found["quantity"], claim)
    if field in ("actors", "recipients"):
        return set(found[field]) == set(claim[field])
    return any(str(found[field]) == str(option) for option in _options(claim[field]))


def _same_quantity(quantity: Row | None, claim: Row) -> bool:
    if quantity is None:
        return False
    if "range" in claim:
        return [quantity["low"], quantity["high"], quantity["unit"]] == list(claim["range"])
    return [quantity["value"], quantity["unit"]] == list(claim["quantity"])


def _options(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _overlap(one: Row, other: Row) -> bool:
    return bool(min(one["span"][1], other["span"][1]) > max(one["span"][0], other["span"][0]))


def _iou(one: Row, other: Row) -> float:
    (a, b), (c, d) = one["span"], other["span"]
    return float(max(0, min(b, d) - max(a, c)) / (max(b, d) - min(a, c)))
