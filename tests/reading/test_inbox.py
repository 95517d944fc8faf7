"""Documents handed in: read, kept by hash, proposed once, decided and undone; bad ones refused in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import interbellum as ib
from interbellum.case import find_case
from interbellum.errors import InterbellumError, UsageError
from interbellum.reading.language.english import foreign
from interbellum.reading.reviewing import inbox as inboxes
from interbellum.reading.reviewing import review
from interbellum.reading.reviewing.inbox import Inbox
from interbellum.views.labels import Labels
from interbellum.views.queue import changes_of, decided, queue_row

TEXT = (
    b"Haven, 3 March 2009.\n\n"
    b"On 2 March 2009 Upper Vale attacked Lower Vale and killed 12 soldiers. Lower Vale accused Upper Vale of shelling "
    b"the ford.\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_case("two-valleys"), tmp_path / "valleys"))


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "inbox")


def test_a_document_is_proposed_from_once_with_its_passages(root: Path, inbox: Inbox) -> None:
    case = ib.load_case(root)
    inbox.add(TEXT, "letter.txt", case)
    inbox.add(TEXT, "letter.txt", case)
    items = inbox.waiting(case)
    assert items
    assert len(inbox.received()) == 1
    assert {item.claim.id for item in items} == {item.claim.id for item in inbox.items(case)}
    for item in items:
        assert item.quote.encode() in TEXT
        assert item.before + item.quote + item.after in TEXT.decode().replace("\r", "")


def test_a_decision_leaves_the_queue_and_undo_brings_it_back(root: Path, inbox: Inbox) -> None:
    inbox.add(TEXT, "letter.txt", ib.load_case(root))
    item = inbox.waiting(ib.load_case(root))[0]
    review.accept(root, item, "analyst", "2024-01-01T00:00:00Z")
    case = ib.load_case(root)
    assert item.claim.id not in {one.claim.id for one in inbox.waiting(case)}
    assert decided(case)[0].claim == item.claim.id
    review.undo(root, item.claim.id, "analyst", "2024-01-01T00:01:00Z")
    case = ib.load_case(root)
    assert item.claim.id in {one.claim.id for one in inbox.waiting(case)}
    assert item.claim.id not in {one.claim for one in decided(case)}


def test_the_queue_tells_a_proposal_in_words(root: Path, inbox: Inbox) -> None:
    case = ib.load_case(root)
    inbox.add(TEXT, "letter.txt", case)
    rows = [queue_row(item, Labels(case)) for item in inbox.waiting(case)]
    attack = next(row for row in rows if row["event_type"] == "ASSAULT")
    assert attack["who"] == "Upper Vale"
    assert attack["when"] == "2 March 2009"


def test_a_form_changes_only_what_was_changed(root: Path, inbox: Inbox) -> None:
    case = ib.load_case(root)
    inbox.add(TEXT, "letter.txt", case)
    item = inbox.waiting(case)[0]
    same = {name: value for name, value in item.claim.model_dump(mode="json").items() if name != "id"}
    assert changes_of(item, same) == {}
    changed = changes_of(item, {"gloss": " Another. ", "actors": "LOWER; HAVEN", "negated": "on", "date": ""})
    assert changed["gloss"] == "Another."
    assert changed["actors"] == ["LOWER", "HAVEN"]
    assert changed["negated"] is True
    assert "id" not in changes_of(item, {"id": "X"})


@pytest.mark.parametrize("name", ["letter.exe", "letter", "letter.csv", "..", ""])
def test_another_kind_of_file_is_refused(root: Path, inbox: Inbox, name: str) -> None:
    with pytest.raises(UsageError, match="no document that can be read"):
        inbox.add(TEXT, name, ib.load_case(root))
    assert not inbox.folder.exists()


@pytest.mark.parametrize("name", ["../../etc/cron.txt", "C:\\temp\\cron.txt", "/etc/cron.txt"])
def test_a_name_never_leads_out_of_the_folder(root: Path, inbox: Inbox, name: str) -> None:
    reading = inbox.add(TEXT, name, ib.load_case(root))
    assert reading.document.name == "cron.txt"
    assert sorted(path.suffix for path in inbox.folder.iterdir()) == [".json", ".txt"]
    assert {path.stem for path in inbox.folder.iterdir()} == {reading.document.file_sha256}


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x1f\x8b\x08rest", b"\x00" * 40, b"x" * 10_000_001])
def test_a_bad_document_is_refused_and_nothing_is_kept(root: Path, inbox: Inbox, data: bytes) -> None:
    with pytest.raises(InterbellumError):
        inbox.add(data, "letter.txt", ib.load_case(root))
    assert inbox.received() == ()


@pytest.mark.parametrize(
    "name",
    [
        "\u0441\u0442\u0430\u0442\u044c\u044f.txt",
        "\u0576\u0561\u0574\u0561\u056f.txt",
        "\u0645\u0642\u0627\u0644.txt",
        "\u2014.txt",
    ],
)
def test_a_name_in_any_script_can_be_decided_on(root: Path, inbox: Inbox, name: str) -> None:
    inbox.add(TEXT, name, ib.load_case(root))
    inbox.add(TEXT + b"Again.\n", name, ib.load_case(root))
    items = inbox.waiting(ib.load_case(root))
    assert len({item.source.id for item in items}) == 2
    for item in items:
        review.accept(root, item, "analyst", "2024-01-01T00:00:00Z")
    case = ib.load_case(root)
    assert {source.file for source in case.sources if source.file and source.file.endswith(".txt")} >= {name}
    assert inbox.waiting(case) == []


@pytest.mark.parametrize("name", ["nul\x00.txt", "\u202etxt.evil.txt", "esc\x1b[31m.txt"])
def test_a_name_loses_what_cannot_be_seen_and_its_claims_can_be_accepted(root: Path, inbox: Inbox, name: str) -> None:
    case = ib.load_case(root)
    reading = inbox.add(TEXT, name, case)
    assert reading.document.name.isprintable()
    review.accept(root, inbox.waiting(case)[0], "ana", "2025-01-01T00:00:00Z")
    assert reading.document.name in {source.file for source in ib.load_case(root).sources}


def test_accents_are_left_off_an_id(root: Path, inbox: Inbox) -> None:
    inbox.add(TEXT, "Ağdam, été_2009.txt", ib.load_case(root))
    assert {item.source.id for item in inbox.waiting(ib.load_case(root))} == {"Agdam-ete-2009"}


def test_documents_that_are_decided_on_leave_room_for_others(
    root: Path, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inboxes, "MOST", 1)
    inbox.add(TEXT, "letter.txt", ib.load_case(root))
    with pytest.raises(UsageError, match="wait already"):
        inbox.add(TEXT + b"Again.\n", "other.txt", ib.load_case(root))
    for item in inbox.waiting(ib.load_case(root)):
        review.reject(root, item, "analyst", "2024-01-01T00:00:00Z")
    inbox.add(TEXT + b"Again.\n", "other.txt", ib.load_case(root))
    assert len(inbox.received()) == 2


def test_a_short_text_in_another_script_is_told() -> None:
    assert foreign("Ереван обвинил Баку в нарушении перемирия.")
    assert not foreign("Yerevan accused Baku.")
    assert not foreign("")
