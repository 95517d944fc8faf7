"""Evidence: what filters find, how reviews leave claims, disputes side by side, passages, the quality of sources."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import interbellum as ib
from interbellum.case import Case
from interbellum.case.tables import Claim
from interbellum.errors import UsageError
from interbellum.record import Record
from interbellum.sources.document import text_sha256
from interbellum.sources.passages import Documents, Passage
from interbellum.views.evidence import ClaimFilter, EvidenceShelf, dispute_views, evidence_row, page_of
from interbellum.views.labels import Labels
from interbellum.views.source_quality import copied_passages, source_table


def shelf_of(case: Case) -> EvidenceShelf:
    return EvidenceShelf(case, Record.of(case))


@pytest.fixture(scope="module")
def shelf() -> EvidenceShelf:
    return shelf_of(ib.open_case("karabakh"))


@pytest.fixture(scope="module")
def valleys() -> EvidenceShelf:
    return shelf_of(ib.open_case("two-valleys"))


def test_without_a_filter_every_claim_is_found(shelf: EvidenceShelf) -> None:
    assert len(shelf.found(ClaimFilter())) == len(shelf.case.claims)


def test_filters_hold_together(shelf: EvidenceShelf) -> None:
    wanted = ClaimFilter(kind="event", actor="AZE", text="lachin", start=date(2022, 1, 1), end=date(2023, 12, 31))
    found = shelf.found(wanted)
    assert found
    for one in found:
        assert one.claim.kind == "event"
        assert "AZE" in (*one.claim.actors, *one.claim.recipients)
        assert "lachin" in f"{one.claim.id} {one.claim.gloss} {one.claim.locator}".casefold()
        assert one.when is not None


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from([None, "event", "tie", "status"]),
    source=st.sampled_from([None, "D000", "D003", "EDITOR"]),
    stance=st.sampled_from([None, "asserts", "denies"]),
    credibility=st.sampled_from([None, 1, 3]),
    text=st.sampled_from([None, "the", "war"]),
)
def test_asking_more_never_finds_more(
    shelf: EvidenceShelf,
    kind: str | None,
    source: str | None,
    stance: str | None,
    credibility: int | None,
    text: str | None,
) -> None:
    narrow = ClaimFilter(kind=kind, source=source, stance=stance, credibility=credibility, text=text)
    found = {one.claim.id for one in shelf.found(narrow)}
    for name in narrow.asked:
        assert found <= {one.claim.id for one in shelf.found(replace(narrow, **{name: None}))}


def test_the_numbers_beside_a_filter_are_what_it_finds(shelf: EvidenceShelf) -> None:
    for name, values in shelf.facets(Labels(shelf.case)).items():
        for value, _, count in values[:3]:
            asked = int(value) if name == "credibility" else value
            assert len(shelf.found(ClaimFilter(**{name: asked}))) == count


def test_claims_known_later_are_not_found(shelf: EvidenceShelf) -> None:
    then = shelf.found(ClaimFilter(known_by=date(2020, 1, 1)))
    assert then
    assert all(one.known.day is not None and one.known.day <= date(2020, 1, 1) for one in then)


def test_reviews_show(valleys: EvidenceShelf) -> None:
    assert valleys.by_id["C-29"].standing == "edited"
    assert evidence_row(valleys.by_id["C-29"], Labels(valleys.case))["edited"] == ["date"]
    assert valleys.by_id["C-34"].standing == "rejected"
    assert valleys.by_id["C-02"].standing == "accepted"
    assert {one.claim.id for one in valleys.found(ClaimFilter(reviewed="rejected"))} == {"C-34"}
    assert not {"C-02", "C-29", "C-34"} & {one.claim.id for one in valleys.found(ClaimFilter(reviewed="unreviewed"))}


def test_a_filter_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(UsageError, match="no claim is"):
        ClaimFilter(reviewed="perhaps")
    with pytest.raises(UsageError, match="before it begins"):
        ClaimFilter(start=date(2020, 2, 1), end=date(2020, 1, 1))


def test_pages_cut_without_loss(shelf: EvidenceShelf) -> None:
    found = shelf.found(ClaimFilter(kind="event"))
    first = page_of(found, 1)
    got = [one for number in range(1, first.pages + 1) for one in page_of(found, number).rows]
    assert got == list(found)
    assert page_of(found, 10**9).number == first.pages
    assert page_of((), 1).total == 0


def test_every_side_of_a_dispute_shows_its_claims(shelf: EvidenceShelf) -> None:
    found = dispute_views(shelf, Labels(shelf.case))
    assert len(found) == len(shelf.record.disputes())
    assert all(len(one.sides) >= 2 and all(side.claims for side in one.sides) for one in found)
    agdam = next(one for one in found if one.about == "status:S-AGDAM-NKR-1993")
    assert agdam.sides[0].value == "Republic of Artsakh, from 23 July 1993"


def test_a_passage_is_shown_from_the_very_document(valleys: EvidenceShelf) -> None:
    documents = Documents(valleys.case)
    claim = valleys.by_id["C-04"].claim
    found = documents.passage(claim)
    assert isinstance(found, Passage)
    assert text_sha256(found.text) == claim.text_sha256


def test_another_document_of_the_same_name_is_not_shown(tmp_path: Path, valleys: EvidenceShelf) -> None:
    assert valleys.case.root is not None
    root = Path(shutil.copytree(valleys.case.root, tmp_path / "valleys"))
    (root / "texts" / "valleys-review.txt").write_text("Something else.\n")
    documents = Documents(replace(valleys.case, root=root))
    assert documents.passage(valleys.by_id["C-04"].claim) == "another document"
    (root / "texts" / "valleys-review.txt").unlink()
    assert Documents(replace(valleys.case, root=root)).passage(valleys.by_id["C-04"].claim) == "no document"


def test_a_passage_with_another_hash_is_not_shown(valleys: EvidenceShelf) -> None:
    claim: Claim = valleys.by_id["C-04"].claim.model_copy(update={"span_start": 0})
    assert Documents(valleys.case).passage(claim) == "another passage"


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "..\\secret.txt", "texts/../../secret.txt"])
def test_a_file_outside_the_folder_is_never_opened(tmp_path: Path, valleys: EvidenceShelf, name: str) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "secret.txt").write_text("secret\n")
    source = valleys.case.sources[0].model_copy(update={"file": name, "sha256": text_sha256("secret\n")})
    case = replace(valleys.case, root=tmp_path / "case", sources=(source,))
    assert Documents(case).of(source.id) == "no document"


def test_the_documents_may_lie_in_another_folder(shelf: EvidenceShelf, shared: Path) -> None:
    table = source_table(shelf, Documents(shelf.case, [shared / "seeds"]))
    rows = {row["id"]: row for row in table.rows}
    assert all(rows[name]["verified"] == 1.0 for name in ("D000", "D001", "D002", "D003"))
    assert rows["D002"]["dead"] > 0
    assert rows["UCDP_GED_251"]["document"] == "no document"
    assert rows["UCDP_GED_251"]["dead"] is None


def test_sources_without_a_document_are_not_measured(shelf: EvidenceShelf) -> None:
    row = source_table(shelf, Documents(shelf.case)).rows[0]
    assert row["document"] == "no document"
    assert row["verified"] is None


def test_a_passage_that_another_source_has_word_for_word_is_a_copy(tmp_path: Path, valleys: EvidenceShelf) -> None:
    text = "Troops crossed the river at dawn and took the ford before noon, the governor said.\n"
    made = []
    for name in ("ONE", "TWO"):
        (tmp_path / f"{name}.txt").write_text(text)
        made.append(
            valleys.case.sources[0].model_copy(update={"id": name, "file": f"{name}.txt", "sha256": text_sha256(text)})
        )
    base = valleys.by_id["C-04"].claim
    claims = [
        base.model_copy(
            update={"id": f"X-{source.id}", "source": source.id, "span_start": 0, "span_end": 60,
                    "text_sha256": text_sha256(text[:60])}
        )
        for source in made
    ]  # fmt: skip
    documents = Documents(replace(valleys.case, root=tmp_path, sources=tuple(made)))
    assert copied_passages(claims, documents) == {"X-ONE", "X-TWO"}
    assert copied_passages(claims[:1], documents) == frozenset()
