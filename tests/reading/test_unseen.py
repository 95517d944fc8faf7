"""Documents of our own in many styles on conflicts that no bundled case knows: what a careful analyst would record.

The expectations were written by hand before the documents were read, so the floors below are what is reached, not all
that is wanted; `benchmarks/reading.py` prints the scores.
"""

from functools import cache
from pathlib import Path

import pytest

from interbellum.errors import ScoreError
from interbellum.reading.expected import Expected, compare, load_expected, read_expected
from interbellum.reading.score import Scores

FOLDER = Path(__file__).parent
DOCUMENTS = sorted([*(FOLDER / "unseen").glob("*.txt"), *(FOLDER / "heldout").glob("*.txt")])
FLOORS = {
    "event": 0.77,
    "tie": 0.73,
    "status": 0.69,
    "observation": 0.81,
    "allegation": 0.76,
    "expectation": 0.81,
    "position": 0.75,
}


def expected_of(path: Path) -> Expected:
    return load_expected(path.with_suffix(".yaml"), path.read_text(encoding="utf-8"))


@cache
def reading_of(path: Path) -> dict[str, object]:
    return read_expected(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_headings_bylines_and_datelines_make_no_claims(path: Path) -> None:
    scores, _ = compare(reading_of(path), expected_of(path))
    assert scores.shares["headings without a claim"].precision == 1.0


def test_kinds_are_found_in_styles_and_conflicts_never_seen() -> None:
    total = Scores()
    for path in DOCUMENTS:
        total += compare(reading_of(path), expected_of(path))[0]
    found = {name: f1 for name, _, _, f1, _, _ in total.rows() if name in FLOORS}
    assert {name: f1 for name, f1 in found.items() if f1 < FLOORS[name]} == {}
    assert set(found) == set(FLOORS)


def test_a_reading_without_claims_scores_nothing() -> None:
    path = DOCUMENTS[0]
    scores, rows = compare({"claims": []}, expected_of(path))
    assert all(match is None and wrong == ["missing"] for _, match, wrong in rows)
    assert scores.tallies["event"].recall == 0.0


def test_words_that_are_not_in_the_document_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text('sides: [A, B]\nclaims:\n- {at: "never said", kind: event}\n', encoding="utf-8")
    with pytest.raises(ScoreError, match="never said"):
        load_expected(path, "Something else.")
