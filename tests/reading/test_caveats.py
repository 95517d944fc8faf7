"""What a reader marks on a claim for whoever would lean on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interbellum.case.catalogue import find_case
from interbellum.case.loading import load_case
from interbellum.reading.api import read_document
from interbellum.reading.caveats import quotations_of_nobody
from interbellum.reading.reviewing.recording import record_claims


def marks(text: str, tmp_path: Path) -> list[tuple[str | None, str]]:
    path = tmp_path / "note.txt"
    path.write_text(f"A note on the road\n4 May 2024\n\n{text}\n", encoding="utf-8")
    reading = read_document(path, load_case(find_case("karabakh")))
    return [(claim.caveat, claim.quote) for claim in reading.claims if claim.caveat]


@pytest.mark.parametrize(
    ("text", "caveat"),
    [
        ("Observers say that Azerbaijan shelled Goris in May 2021.", "unnamed"),
        ("It is widely believed that Turkey sent officers to Azerbaijan in 2020.", "unnamed"),
        ("According to some estimates, 300 people died in the winter of 2022.", "unnamed"),
        ("Russia is rumoured to have warned Armenia in August 2023.", "unnamed"),
        ("Azerbaijan shelled Goris in May 2021.[citation needed]", "unsourced"),
        ("Azerbaijan shelled Goris in May 2021. [Citation: security briefings]", "unsourced"),
        ("The bus stopped. \u201cAzerbaijan shelled our village on 4 May 2021.\u201d It rained.", "unattributed"),
        ("Azerbaijan will attack Syunik before the winter.", "foretold"),
    ],
)
def test_no_source_nobody_named_nobody_quoted_and_a_certain_future(text: str, caveat: str, tmp_path: Path) -> None:
    assert [mark for mark, _ in marks(text, tmp_path)][:1] == [caveat]


@pytest.mark.parametrize(
    "text",
    [
        "Azerbaijan shelled Goris in May 2021.",
        "The United Nations said that Azerbaijan shelled Goris in May 2021.",
        "UN experts estimate that 300 people died in the winter of 2022.",
        "It was accepted in Baku on 4 May 2023.",
        "\u201cAzerbaijan shelled our village on 4 May 2021,\u201d the mayor said.",
        "The mayor tells of that spring. \u201cAzerbaijan shelled our village on 4 May 2021.\u201d It rained.",
        "Azerbaijan may attack Syunik before the winter.",
        "Pashinyan said that Armenia will leave the CSTO in 2025.",
        "Armenia signed a text on 4 May 2023 that is said to please nobody.",
    ],
)
def test_what_has_a_voice_or_a_doubt_of_its_own_is_not_marked(text: str, tmp_path: Path) -> None:
    told = [quote for mark, quote in marks(text, tmp_path) if "said to please" not in quote]
    assert told == []


def test_terms_titles_and_answers_in_quotation_marks_are_no_quotations_of_nobody() -> None:
    paragraph = (
        "A \u201czone of peace\u201d came of it. The banner: \u201cWe will not leave our homes.\u201d Nobody left."
    )
    assert list(quotations_of_nobody(paragraph)) == []


def test_what_nobody_named_says_is_no_record() -> None:
    case = load_case(find_case("two-valleys"))
    base = next(claim for claim in case.claims if claim.kind == "event" and claim.date and claim.recipients)
    told = base.model_copy(update={"id": "new", "date": "2009-02-03", "supports": (), "negated": False})
    sure = record_claims(replace(case, claims=(*case.claims, told)))
    doubtful = record_claims(replace(case, claims=(*case.claims, told.model_copy(update={"caveat": "unnamed"}))))
    assert len(sure.case.events) == len(case.events) + 1
    assert len(doubtful.case.events) == len(case.events)
