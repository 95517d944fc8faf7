"""Marks by which editors of a text say that a sentence has no source, or is in doubt."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.language.sentences import sentences
from interbellum.reading.quality import quality
from interbellum.sources.reading import read_text

TEXT = (
    "Armenia accused Turkey of shelling the port.[who?] Turkey denied it.[citation needed] "
    "The port was closed.[dubious – discuss][1] Armenia left it in May 2022.[according to whom?]"
)


def test_no_mark_is_read_as_a_part_of_a_sentence() -> None:
    found = [TEXT[start:end] for start, end in sentences(TEXT)]
    assert found == [
        "Armenia accused Turkey of shelling the port.",
        "Turkey denied it.",
        "The port was closed.",
        "Armenia left it in May 2022.",
    ]
    claims = rule_reader().read(read_text(TEXT, published="2022-06-01")).claims
    assert len(claims) >= 3
    assert not any("[" in claim.quote for claim in claims)


@pytest.mark.parametrize(
    ("mark", "counted"),
    [("[citation needed]", 1), ("[by whom?]", 1), ("[better source needed]", 1), ("[1]", 0), ("[when?]", 0)],
)
def test_marks_of_a_missing_source_are_counted(mark: str, counted: int) -> None:
    found = quality(read_text(f"Armenia left the port.{mark} It was May.", published="2022-06-01"))
    assert found["citations_leading_nowhere"] == counted


@pytest.mark.parametrize(
    "title",
    [
        "2022–2023 blockade of the road",
        "Losses (claims of the parties, not verified)",
        "Positions (what both want, as they said)",
        "C. What Russia receives",
    ],
)
def test_titles_with_years_remarks_or_a_letter_make_no_claim(title: str) -> None:
    text = f"A report\n\n{title}\n\nOn 3 May 2022 Russia shelled Kyiv.\n"
    read = rule_reader().read(read_text(text, "text.txt", published="2022-06-01"))
    assert [claim.kind for claim in read.claims] == ["event"]
