"""Saving writes what changed and nothing else, and is whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from interbellum.case import Case, case_hash, load_case, save_case
from interbellum.case.saving import held_case
from interbellum.case.tables import Point
from interbellum.errors import CaseError, SchemaError

Change = Callable[[str, str, str], Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines_changed(before: bytes, after: bytes) -> list[tuple[str, str]]:
    """Return the pairs of lines that differ; both texts must have as many lines."""
    pairs = list(zip(before.decode().split("\n"), after.decode().split("\n"), strict=True))
    return [(old, new) for old, new in pairs if old != new]


def with_event(case: Case, index: int, **changes: object) -> Case:
    events = list(case.events)
    events[index] = events[index].model_validate({**events[index].model_dump(), **changes})
    return replace(case, events=tuple(events))


def test_saving_what_was_loaded_changes_no_byte_and_writes_no_file(valleys: Path) -> None:
    before = contents(valleys)
    times = {name: (valleys / name).stat().st_mtime_ns for name in before}
    saved = save_case(load_case(valleys), valleys)
    assert contents(valleys) == before
    assert {name: (valleys / name).stat().st_mtime_ns for name in before} == times
    assert saved == load_case(valleys)


def test_one_changed_row_changes_one_line(valleys: Path) -> None:
    before = contents(valleys)
    save_case(with_event(load_case(valleys), 3, gloss='Haven, "again"', deaths=4), valleys)
    after = contents(valleys)
    assert {name for name in after if after[name] != before[name]} == {"events.csv"}
    assert lines_changed(before["events.csv"], after["events.csv"]) == [
        (
            "E-2002-ANSWER,2002-04/2002-07,AID,,,HAVEN,UPPER,,,,,HAVEN-UPPER,partial,normal,,"
            '"Haven sends arms and fuel, no '
            'troops"',
            'E-2002-ANSWER,2002-04/2002-07,AID,,,HAVEN,UPPER,,4,,,HAVEN-UPPER,partial,normal,,"Haven, ""again"""',
        )
    ]


def test_a_changed_cell_leaves_the_other_cells_of_its_row_as_written(change: Change) -> None:
    folder = change("ties.csv", ",0.6,", ",0.60,")
    case = load_case(folder)
    tie = case.ties[0].model_copy(update={"gloss": "A guarantee"})
    save_case(replace(case, ties=(tie, *case.ties[1:])), folder)
    assert "T-GUARANTEE,1995,,HAVEN,UPPER,guarantee,0.60,normal,,A guarantee\n" in (folder / "ties.csv").read_text()


def test_order_line_ends_quotes_blank_lines_and_a_missing_last_line_end_stay(valleys: Path) -> None:
    path = valleys / "ties.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    rows = [rows[2], "", rows[0].replace("UPPER", '"UPPER"'), rows[1]]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([head, *rows]).encode())
    before = path.read_bytes()
    case = load_case(valleys)
    save_case(case, valleys)
    assert path.read_bytes() == before
    added = case.ties[0].model_copy(update={"id": "T-NEW", "gloss": "New"})
    save_case(replace(case, ties=(added, *reversed(case.ties))), valleys)
    assert path.read_bytes() == before + b"\r\nT-NEW,1991,,UPPER,LOWER,hostility,0.8,normal,,New\r\n".replace(
        b"normal", b""
    )


def test_removed_rows_go_and_added_rows_come_last(valleys: Path) -> None:
    before = (valleys / "events.csv").read_text(encoding="utf-8").splitlines()
    case = load_case(valleys)
    added = case.events[0].model_copy(update={"id": "E-NEW"})
    save_case(replace(case, events=(added, *case.events[1:])), valleys)
    after = (valleys / "events.csv").read_text(encoding="utf-8").splitlines()
    assert after[:-1] == [before[0], *before[2:]]
    assert after[-1].startswith("E-NEW,2000-05,CONSULT")


def test_a_column_that_a_file_lacks_is_added_when_a_row_needs_it(valleys: Path) -> None:
    path = valleys / "ties.csv"
    path.write_text('id,actor,other,type,gloss\nT-A,HAVEN,UPPER,trade,One\nT-B,HAVEN,LOWER,trade,"Two, too"\n', "utf-8")
    case = load_case(valleys)
    save_case(replace(case, ties=(case.ties[0].model_copy(update={"strength": 0.5}), case.ties[1])), valleys)
    assert path.read_text(encoding="utf-8") == (
        'id,actor,other,type,gloss,strength\nT-A,HAVEN,UPPER,trade,One,0.5\nT-B,HAVEN,LOWER,trade,"Two, too",\n'
    )


def test_points_that_share_everything_but_their_value_keep_their_lines(valleys: Path) -> None:
    path = valleys / "series" / "attention.csv"
    twin = "2000-01,HAVEN,attention,0.7,,,share,none,,REVIEW\n"
    path.write_text(path.read_text(encoding="utf-8") + twin, encoding="utf-8")
    case = load_case(valleys)
    points = [*case.series["attention"]]
    points[-1] = points[-1].model_copy(update={"value": 0.75})
    before = path.read_bytes()
    save_case(replace(case, series={**case.series, "attention": tuple(points)}), valleys)
    assert lines_changed(before, path.read_bytes()) == [(twin.strip(), twin.strip().replace("0.7", "0.75"))]


def test_positions_are_told_apart_by_issue_actor_and_date(valleys: Path) -> None:
    case = load_case(valleys)
    before = (valleys / "positions.csv").read_bytes()
    moved = case.positions[1].model_copy(update={"position": 20.0})
    save_case(replace(case, positions=(case.positions[0], moved, case.positions[2])), valleys)
    after = (valleys / "positions.csv").read_bytes()
    assert lines_changed(before, after) == [
        ("FORD_STATUS,LOWER,5,0.8,2010~,C-23", "FORD_STATUS,LOWER,20,0.8,2010~,C-23")
    ]


def test_series_come_and_go_as_files(valleys: Path) -> None:
    case = load_case(valleys)
    point = Point(date="2001", subject="FORD", variable="rain", value=3, unit="mm", source="REVIEW")
    saved = save_case(replace(case, series={"deaths": case.series["deaths"], "rain": (point,)}), valleys)
    assert sorted(path.name for path in (valleys / "series").iterdir()) == ["deaths.csv", "rain.csv"]
    assert load_case(valleys) == replace(saved, series=dict(sorted(saved.series.items())))


def test_an_empty_table_without_a_file_gets_none(valleys: Path) -> None:
    (valleys / "ties.csv").unlink()
    case = load_case(valleys)
    save_case(with_event(case, 0, gloss="First"), valleys)
    assert not (valleys / "ties.csv").exists()


def test_earlier_reviews_cannot_be_changed(valleys: Path) -> None:
    case = load_case(valleys)
    with pytest.raises(CaseError) as caught:
        save_case(replace(case, reviews=case.reviews[1:]), valleys)
    assert str(caught.value) == "reviews.csv: reviews are append-only: earlier rows differ (add an undo instead)"
    more = case.reviews[0].model_copy(update={"at": "2011-03-01"})
    save_case(replace(case, reviews=(*case.reviews, more)), valleys)
    assert load_case(valleys).reviews == (*case.reviews, more)


def test_places_change_feature_by_feature(valleys: Path) -> None:
    before = (valleys / "places.geojson").read_bytes()
    case = load_case(valleys)
    noted = case.places[1].model_copy(update={"note": "Flooded in spring"})
    save_case(replace(case, places=(case.places[0], noted, *case.places[2:])), valleys)
    ((_, new),) = lines_changed(before, (valleys / "places.geojson").read_bytes())
    assert '"note": "Flooded in spring"' in new
    assert load_case(valleys).places[1] == noted


@pytest.mark.parametrize("kept", [(), (0,), (4,), (1, 3), (0, 1, 2, 3, 4)])
@pytest.mark.parametrize("added", [0, 2])
def test_places_come_and_go(valleys: Path, kept: tuple[int, ...], added: int) -> None:
    before = (valleys / "places.geojson").read_text(encoding="utf-8").splitlines()
    case = load_case(valleys)
    new = tuple(case.places[0].model_copy(update={"id": f"NEW-{i}"}) for i in range(added))
    places = tuple(case.places[i] for i in kept) + new
    saved = save_case(replace(case, places=places), valleys)
    after = (valleys / "places.geojson").read_text(encoding="utf-8")
    assert load_case(valleys).places == places
    assert all(before[3 + i].rstrip(",") in after for i in kept)
    save_case(replace(saved, places=case.places), valleys)
    assert {place.id: place for place in load_case(valleys).places} == {place.id: place for place in case.places}


def test_a_new_folder_takes_the_text_of_the_old_one_with_it(valleys: Path, tmp_path: Path) -> None:
    saved = save_case(load_case(valleys), tmp_path / "deep" / "copy")
    assert contents(tmp_path / "deep" / "copy") == contents(valleys)
    assert saved.root == tmp_path / "deep" / "copy"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["copy"]


def test_a_case_that_was_never_in_a_folder_is_written_whole(valleys: Path, tmp_path: Path) -> None:
    case = load_case(valleys)
    save_case(replace(case, root=None), tmp_path / "copy")
    assert load_case(tmp_path / "copy").hash == case.hash


def test_an_empty_folder_may_be_filled_but_not_one_with_other_things(valleys: Path, tmp_path: Path) -> None:
    case = load_case(valleys)
    (tmp_path / "empty").mkdir()
    save_case(case, tmp_path / "empty")
    assert load_case(tmp_path / "empty").hash == case.hash
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(CaseError, match="cannot save a case here: it is a folder with other things in it"):
        save_case(case, tmp_path / "full")
    with pytest.raises(CaseError, match="cannot save a case here: it is not a folder"):
        save_case(case, tmp_path / "full" / "letter.txt")


def test_a_case_is_not_saved_over_another(valleys: Path, tmp_path: Path) -> None:
    case = load_case(valleys)
    other = replace(case, meta=case.meta.model_copy(update={"id": "other"}))
    save_case(other, tmp_path / "other")
    with pytest.raises(CaseError, match="another case lives here: 'other', not 'two-valleys'"):
        save_case(case, tmp_path / "other")


def test_what_another_wrote_since_the_case_was_opened_is_not_written_over(valleys: Path) -> None:
    case = load_case(valleys)
    saved = save_case(with_event(load_case(valleys), 0, gloss="Theirs"), valleys)
    before = contents(valleys)
    stale = replace(case, meta=case.meta.model_copy(update={"title": "Mine"}))
    with pytest.raises(CaseError, match=r"was changed since this one was opened \(open it again and change that one\)"):
        save_case(stale, valleys)
    assert contents(valleys) == before
    both = save_case(replace(saved, meta=stale.meta), valleys)
    assert (both.meta.title, both.events[0].gloss) == ("Mine", "Theirs")
    save_case(stale, valleys.parent / "mine")


def test_what_lies_there_already_can_be_saved_again(valleys: Path) -> None:
    changed = with_event(load_case(valleys), 0, gloss="First")
    for _ in range(2):
        save_case(changed, valleys)
    (valleys / "case.yaml").write_text("# By hand.\n" + (valleys / "case.yaml").read_text("utf-8"), "utf-8")
    saved = save_case(with_event(changed, 0, gloss="First"), valleys)
    save_case(with_event(saved, 0, gloss="Second"), valleys)
    assert (valleys / "case.yaml").read_text("utf-8").startswith("# By hand.")


def test_a_case_is_not_read_while_it_is_changed(valleys: Path) -> None:
    found: list[str] = []
    reader = Thread(target=lambda: found.append(load_case(valleys).events[0].gloss))
    with held_case(valleys) as held:
        reader.start()
        reader.join(0.3)
        assert found == []
        held.save(with_event(held.case, 0, gloss="Changed"))
    reader.join()
    assert found == ["Changed"]


def test_a_file_broken_by_hand_meanwhile_is_not_written_over(valleys: Path) -> None:
    case = load_case(valleys)
    (valleys / "ties.csv").write_text('id\n"', encoding="utf-8")
    before = contents(valleys)
    with pytest.raises(SchemaError, match=r"^ties\.csv:2: the quotes are not balanced"):
        save_case(with_event(case, 0, gloss="First"), valleys)
    assert contents(valleys) == before


@pytest.mark.parametrize(
    ("gloss", "message"),
    [
        ("a\0b", "events.csv: a NUL character cannot be saved (remove it)"),
        ("\ud800", "events.csv:2:gloss: there is something here that is no character"),
        ("x" * 140_000, "events.csv:2: a cell is longer than 131,072 characters (is a quote missing in this row?)"),
    ],
)
def test_what_could_not_be_opened_again_is_not_saved(valleys: Path, gloss: str, message: str) -> None:
    before = contents(valleys)
    case = load_case(valleys)
    event = case.events[0].model_copy(update={"gloss": gloss})
    with pytest.raises(SchemaError) as caught:
        save_case(replace(case, events=(event, *case.events[1:])), valleys)
    assert str(caught.value) == message
    assert contents(valleys) == before


def test_what_utf_8_cannot_hold_is_not_saved_to_places_either(valleys: Path) -> None:
    case = load_case(valleys)
    place = case.places[0].model_copy(update={"note": "\ud800"})
    with pytest.raises(SchemaError, match=r"^places\.geojson: '\\ud800' is no character$"):
        save_case(replace(case, places=(place, *case.places[1:])), valleys)


def test_a_file_is_not_let_grow_beyond_what_can_be_opened(valleys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = load_case(valleys)
    size = (valleys / "events.csv").stat().st_size
    monkeypatch.setattr("interbellum.case.saving.size_limit", lambda name: size if name == "events.csv" else 10**9)
    save_case(case, valleys)
    with pytest.raises(
        SchemaError, match=rf"^events\.csv: the file would be too large: {size + 1:,} bytes, allowed {size:,}"
    ):
        save_case(with_event(case, 0, gloss=case.events[0].gloss + "!"), valleys)


def changed_everywhere(case: Case) -> Case:
    actor = case.actors[0].model_copy(update={"note": "Changed"})
    series = {"attention": case.series["attention"], "again": case.series["attention"]}
    return replace(with_event(case, 0, gloss="Changed"), actors=(actor, *case.actors[1:]), series=series, questions=())


class Interrupted(BaseException):
    pass


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Interrupted()])
def test_an_interrupted_save_leaves_every_file_as_it_was(
    valleys: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    before = contents(valleys)
    case = changed_everywhere(load_case(valleys))
    home, name = (os, "fsync") if step == "fsync" else (Path, "replace")
    whole = getattr(home, name)
    for fail_at in range(100):
        calls = iter(range(1000))

        def failing(*args: object, calls: object = calls, fail_at: int = fail_at) -> object:
            if next(calls) == fail_at:  # type: ignore[call-overload]
                raise error
            return whole(*args)

        monkeypatch.setattr(home, name, failing)
        try:
            save_case(case, valleys)
        except (CaseError, Interrupted):
            monkeypatch.setattr(home, name, whole)
            if contents(valleys) != before:
                # All files were in place, and only their folders had yet to be flushed.
                assert load_case(valleys).hash == case_hash(case)
                break
            continue
        break
    assert fail_at >= 3
    assert load_case(valleys).hash == case_hash(case)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_interrupted_save_to_a_new_folder_leaves_no_folder(
    valleys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def failing(*args: object) -> None:
        raise OSError(28, "No space left on device")

    case = load_case(valleys)
    monkeypatch.setattr(os if step == "fsync" else Path, step, failing)
    with pytest.raises(CaseError) as caught:
        save_case(case, tmp_path / "new")
    target = tmp_path / "new"
    assert str(caught.value) == f"{target}: cannot be saved: No space left on device (nothing was changed)"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["valleys"]


KILLED = """
import os, sys
from dataclasses import replace
from interbellum.case import load_case, save_case
case = load_case(sys.argv[1])
event = case.events[0].model_copy(update={"gloss": "Changed"})
whole, left = os.fsync, [int(sys.argv[2])]
def die(handle):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    whole(handle)
os.fsync = die
save_case(replace(case, events=(event, *case.events[1:])), sys.argv[1])
"""


@pytest.mark.parametrize("after", [0, 1])
def test_a_killed_save_leaves_each_file_whole(valleys: Path, after: int) -> None:
    old = load_case(valleys)
    done = subprocess.run([sys.executable, "-c", KILLED, str(valleys), str(after)], check=False)
    assert done.returncode == 9
    case = load_case(valleys)
    assert case.events[0].gloss == ("Changed" if after else old.events[0].gloss)
    assert case.events[1:] == old.events[1:]


def test_permissions_and_links_are_kept(valleys: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.csv"
    (valleys / "events.csv").rename(target)
    target.chmod(0o640)
    (valleys / "events.csv").symlink_to(target)
    save_case(with_event(load_case(valleys), 0, gloss="Changed"), valleys)
    assert (valleys / "events.csv").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert "Changed" in target.read_text(encoding="utf-8")


def test_a_new_file_has_the_permissions_of_any_other(valleys: Path, tmp_path: Path) -> None:
    save_case(load_case(valleys), tmp_path / "copy")
    plain = tmp_path / "plain"
    plain.write_text("", encoding="utf-8")
    assert (tmp_path / "copy" / "claims.csv").stat().st_mode == plain.stat().st_mode


def test_a_document_whose_layout_defeats_an_edit_is_written_anew(change: Change) -> None:
    folder = change("actors.yaml", "from: 2003-02", "from_: 2003-02")
    case = load_case(folder)
    actor = case.actors[3].model_copy(update={"from_": "2003-03"})
    saved = save_case(replace(case, actors=(*case.actors[:3], actor, case.actors[4])), folder)
    assert load_case(folder) == saved
    assert "from: 2003-03" in (folder / "actors.yaml").read_text(encoding="utf-8")


def test_the_first_field_of_an_entry_can_go(change: Change) -> None:
    folder = change("actors.yaml", "- id: HAVEN\n", "- note: far away\n  id: HAVEN\n")
    case = load_case(folder)
    actor = case.actors[2].model_copy(update={"note": None})
    saved = save_case(replace(case, actors=(*case.actors[:2], actor, *case.actors[3:])), folder)
    assert load_case(folder) == saved
    assert (folder / "actors.yaml").read_text(encoding="utf-8").startswith("# Made up.")


def test_all_entries_of_a_list_can_go_and_come_back(valleys: Path) -> None:
    case = load_case(valleys)
    none = save_case(replace(case, questions=()), valleys)
    assert load_case(valleys).questions == ()
    save_case(replace(none, questions=case.questions), valleys)
    assert load_case(valleys) == case


def test_a_link_that_cannot_be_followed_is_one_line(valleys: Path) -> None:
    events = load_case(valleys).events
    (valleys / "events.csv").unlink()
    (valleys / "events.csv").symlink_to("events.csv")
    case = replace(load_case(valleys), events=events)
    with pytest.raises(CaseError, match=r"cannot be saved: .*\(nothing was changed\)$"):
        save_case(case, valleys)
