"""Laws of loading, saving and hashing, over rows and documents made at random."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.case import Case, case_hash, find_case, load_case, save_case
from interbellum.case.csv_edit import edited_csv
from interbellum.case.csv_text import checked_rows, parse_csv
from interbellum.case.faults import Faults
from interbellum.case.saving import _parsed
from interbellum.case.tables import Tie
from interbellum.case.yaml_edit import edited_yaml
from interbellum.case.yaml_text import parse_yaml
from interbellum.case.yaml_write import block
from interbellum.errors import CaseError
from interbellum.simulation.assembly import assemble

CASE = load_case(find_case("two-valleys"))
ROOT = find_case("two-valleys")

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
glosses = words.map(str.strip).filter(bool)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,8}", fullmatch=True)


@contextmanager
def copied() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(ROOT, Path(folder) / "case"))


def cell(text: str, quoted: bool) -> str:
    needs = quoted or any(mark in text for mark in ',"\r\n')
    return '"' + text.replace('"', '""') + '"' if needs else text


@st.composite
def tie_tables(draw: st.DrawFn) -> str:
    """Return the text of a table of ties with its own order of columns, quotes, blank lines and line ends."""
    header = draw(st.permutations(["id", "actor", "other", "type", "gloss", "strength", "from"]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [",".join(header)]
    for identifier in draw(st.lists(ids, unique=True, max_size=6)):
        cells = {
            "id": identifier,
            "actor": draw(ids),
            "other": draw(ids),
            "type": draw(st.sampled_from(["trade", "arms"])),
            "gloss": draw(glosses),
            "strength": draw(st.sampled_from(["", "0.5", "0.50", "1", "5e-1"])),
            "from": draw(st.sampled_from(["", "1991", "1991~", "2001-05/.."])),
        }
        lines.append(",".join(cell(cells[name], draw(st.booleans())) for name in header))
        lines += [""] * draw(st.integers(0, 1))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    return bom + end.join(lines) + draw(st.sampled_from([end, ""]))


def rows_of(text: str) -> tuple[Tie, ...]:
    faults = Faults()
    rows = checked_rows(parse_csv(text, "ties.csv"), Tie, faults)
    faults.raise_any()
    return rows


def records_of(text: str) -> list[str]:
    table = parse_csv(text, "ties.csv")
    return [table.head, *(record.text for record in table.records)]


@given(tie_tables())
def test_a_table_saved_unchanged_is_the_same_text(text: str) -> None:
    assert edited_csv(text, "ties.csv", Tie, rows_of(text)) == text


@given(tie_tables(), st.data())
def test_a_changed_row_changes_its_record_only(text: str, data: st.DataObject) -> None:
    rows = list(rows_of(text))
    if not rows:
        return
    index = data.draw(st.integers(0, len(rows) - 1))
    rows[index] = rows[index].model_copy(update={"gloss": data.draw(glosses)})
    after = edited_csv(text, "ties.csv", Tie, rows)
    assert rows_of(after) == tuple(rows)
    old, new = records_of(text), records_of(after)
    assert sum(one != other for one, other in zip(old, new, strict=True)) <= 1


@given(tie_tables(), st.data())
def test_whatever_is_done_to_the_rows_of_a_table_they_come_back(text: str, data: st.DataObject) -> None:
    kept = [row for row in rows_of(text) if data.draw(st.booleans())]
    known = {row.id for row in rows_of(text)}
    names = data.draw(st.lists(ids.filter(lambda name: name not in known), unique=True, max_size=3))
    added = [
        Tie(
            id=name,
            actor="A",
            other="B",
            type="trade",
            gloss=data.draw(glosses),
            to=data.draw(st.sampled_from([None, "2001"])),
        )
        for name in names
    ]
    after = edited_csv(text, "ties.csv", Tie, [*kept, *added])
    assert rows_of(after) == (*kept, *added)
    if not any(tie.to for tie in added):
        untouched = {record.strip("\r\n") for record in records_of(text)}
        assert all(
            record.strip("\r\n") in untouched for record in records_of(after)[1 : len(kept) + 1] if record.strip()
        )


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_entries_does_not_count_in_the_hash(random: Any) -> None:
    def shuffled(rows: Any) -> Any:
        return tuple(random.sample(rows, len(rows)))

    names = ("sources", "actors", "places", "claims", "events", "ties", "status", "positions", "scenarios", "questions")
    other = replace(
        CASE,
        **{name: shuffled(getattr(CASE, name)) for name in names},
        series={stem: shuffled(CASE.series[stem]) for stem in shuffled(tuple(CASE.series))},
        model=CASE.model.model_copy(
            update={name: shuffled(getattr(CASE.model, name)) for name in ("initial", "coverage", "mechanisms")}
        ),
    )
    assert case_hash(other) == CASE.hash


@given(st.permutations(range(6)))
def test_the_order_of_decisions_about_one_claim_counts(order: list[int]) -> None:
    reviews = tuple(CASE.reviews[i] for i in order)
    same = all(
        [review for review in reviews if review.claim == claim] == [r for r in CASE.reviews if r.claim == claim]
        for claim in {review.claim for review in reviews}
    )
    assert (case_hash(replace(CASE, reviews=reviews)) == CASE.hash) == same


@given(st.integers(0, len(CASE.events) - 1), glosses)
def test_any_change_of_content_changes_the_hash(index: int, gloss: str) -> None:
    events = list(CASE.events)
    events[index] = events[index].model_copy(update={"gloss": gloss})
    assert (case_hash(replace(CASE, events=tuple(events))) == CASE.hash) == (gloss == CASE.events[index].gloss)


def test_the_hash_does_not_depend_on_how_the_files_are_laid_out() -> None:
    with copied() as folder:
        for name in ("actors.yaml", "model.yaml", "scenarios.yaml"):
            path = folder / name
            path.write_text(block(parse_yaml(path.read_text(encoding="utf-8"), name).value), encoding="utf-8")
        ties = (folder / "ties.csv").read_text(encoding="utf-8")
        (folder / "ties.csv").write_text(ties.replace(",0.6,", ',"0.60",').replace("\n", "\r\n"), newline="")
        assert load_case(folder).hash == CASE.hash


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3), words.map(str.strip))
def test_a_changed_entry_of_a_document_changes_its_line_only(index: int, text: str) -> None:
    with copied() as folder:
        case = load_case(folder)
        before = (folder / "actors.yaml").read_bytes()
        actors = list(case.actors)
        actors[index] = actors[index].model_copy(update={"kind": "group", "note": text})
        saved = save_case(replace(case, actors=tuple(actors)), folder)
        after = (folder / "actors.yaml").read_bytes()
        assert load_case(folder).actors == saved.actors
        old, new = before.split(b"\n"), after.split(b"\n")
        assert len([line for line in new if line not in old]) <= 2
        assert len([line for line in old if line not in new]) <= 1


plain_scalars = st.one_of(
    words,
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["yes", "no", "null", "~", "1", "0x1f", "1e3", "2001-01-01", "a: b", "- a", "#a", "a #b", "", " ", "'"]
    ),
)
values = st.recursive(
    plain_scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=12,
)


@given(values)
def test_what_is_written_as_yaml_reads_back(value: Any) -> None:
    assert parse_yaml(block(value), "x.yaml").value == (value or value)


GONE = object()


def edits(value: Any) -> st.SearchStrategy[Any]:
    """Return values that a person could make of `value`: texts changed, entries and fields removed and added."""
    if isinstance(value, dict):
        fields = {key: kept_or_gone(child) for key, child in value.items() if key not in ("id", "name")}
        return st.tuples(st.fixed_dictionaries(fields), st.sampled_from([None, "Added: later"])).map(
            lambda found: {
                **{
                    key: found[0].get(key, child)
                    for key, child in value.items()
                    if found[0].get(key, child) is not GONE
                },
                **({} if found[1] is None else {"added": found[1]}),
            }
        )
    if isinstance(value, list):
        parts = st.tuples(*(kept_or_gone(child) for child in value))
        new = st.tuples(st.integers(0, len(value)), st.sampled_from([(), ({"id": "NEW", "title": "new, fresh"},)]))
        return st.tuples(parts, new).map(lambda found: [*with_new(found[0], *found[1])])
    return st.one_of(st.just(value), glosses) if isinstance(value, str) else st.just(value)


def kept_or_gone(value: Any) -> st.SearchStrategy[Any]:
    return st.one_of(st.just(value), edits(value), st.just(GONE))


def with_new(parts: tuple[Any, ...], at: int, new: tuple[Any, ...]) -> list[Any]:
    return [part for part in (*parts[:at], *new, *parts[at:]) if part is not GONE]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["model.yaml", "actors.yaml", "scenarios.yaml", "perspectives.yaml", "case.yaml"]), st.data())
def test_any_edit_of_a_document_reads_back_and_keeps_its_comments(name: str, data: st.DataObject) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    document = parse_yaml(text, name)
    wanted = data.draw(edits(document.value))
    after = edited_yaml(document, document.value, wanted)
    assert parse_yaml(after, name).value == wanted
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in after.splitlines() if line.startswith("#")] == comments


def test_the_laws_are_about_the_documents_that_a_case_has() -> None:
    assert isinstance(CASE, Case)
    assert (
        _parsed(parse_yaml((ROOT / "scenarios.yaml").read_text(encoding="utf-8"), "scenarios.yaml")) == CASE.scenarios
    )


def test_a_case_made_of_another_has_a_hash_of_its_own() -> None:
    other = replace(CASE, events=CASE.events[1:])
    assert other.hash == case_hash(other) != CASE.hash
    assert replace(other, events=CASE.events).hash == CASE.hash
    assert assemble(other) is not assemble(CASE)
    assert assemble(other).provenance()["case_hash"] == other.hash
    with pytest.raises(TypeError, match="hash"):
        replace(CASE, hash=CASE.hash)


def test_the_series_of_a_case_cannot_be_changed_under_its_hash() -> None:
    series = {"deaths": CASE.series["deaths"]}
    made = replace(CASE, series=series)
    before = made.hash
    series["deaths"] = ()
    assert case_hash(made) == before
    with pytest.raises(TypeError):
        made.series["deaths"] = ()  # type: ignore[index]


@pytest.mark.parametrize("again", [deepcopy, lambda case: pickle.loads(pickle.dumps(case))])
def test_a_case_can_be_copied_and_sent_to_another_process(again: Callable[[Case], Case]) -> None:
    made = replace(CASE, events=CASE.events[1:])
    other = again(made)
    assert (other, other.hash, other.root, other.opened) == (made, made.hash, made.root, CASE.hash)
    with pytest.raises(TypeError):
        other.series["deaths"] = ()  # type: ignore[index]


def test_a_changed_case_is_not_saved_over_what_came_there_since() -> None:
    with tempfile.TemporaryDirectory() as place:
        opened = save_case(CASE, Path(place) / "case")
        assert opened.opened == opened.hash == CASE.hash
        mine = replace(opened, positions=opened.positions[1:])
        save_case(replace(opened, positions=opened.positions[2:]), Path(place) / "case")
        with pytest.raises(CaseError, match="was changed since this one was opened"):
            save_case(mine, Path(place) / "case")
