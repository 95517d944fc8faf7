"""Many documents: one at a time in memory, past bad ones, stopped and taken up again; awkward text of every script."""

import itertools
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from interbellum.cli.reading import read
from interbellum.reading.api import done_files, mend, read_many, rule_reader
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_bytes, read_text

STATES = ("Russia", "Turkey", "Georgia", "Iran", "France")
ACTS = ("attacked a bridge of", "signed a treaty with", "sent aid to", "criticised the army of")


def documents(folder: Path, count: int) -> Path:
    """Write so many short documents, no two alike."""
    pairs = itertools.cycle(itertools.product(itertools.permutations(STATES, 2), ACTS))
    for number, ((one, other), act) in zip(range(count), pairs, strict=False):
        text = f"{one} {act} {other} on {number % 28 + 1} March {1950 + number % 70}. It was report {number}."
        (folder / f"{number:04d}.txt").write_text(text)
    return folder


def test_a_stopped_run_is_taken_up_where_it_broke_off(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    documents(folder, 24)
    whole = CliRunner().invoke(read, [str(folder), "--out", str(out)])
    assert whole.exit_code == 0, whole.output
    lines = out.read_text().splitlines(keepends=True)
    out.write_text("".join(lines[:9]) + lines[9][:200])
    again = CliRunner().invoke(read, [str(folder), "--out", str(out)])
    assert again.exit_code == 0, again.output
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert rows == [json.loads(line) for line in lines]
    before = out.read_bytes()
    assert CliRunner().invoke(read, [str(folder), "--out", str(out)]).exit_code == 0
    assert out.read_bytes() == before


def test_bad_files_are_reported_at_the_end_and_the_rest_is_read(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    documents(folder, 3)
    (folder / "0001b.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "0002b.txt").write_text("")
    result = CliRunner().invoke(read, [str(folder), "--out", str(out)])
    assert result.exit_code == 2
    assert len(out.read_text().splitlines()) == 3
    assert "2 of 5 could not be read" in result.output
    assert "0001b.txt: this is not text but binary data" in result.output
    assert "0002b.txt: the file is empty" in result.output


def test_where_nothing_could_be_read_no_document_is_said_to_be_there(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = CliRunner().invoke(read, [str(empty), "--out", str(tmp_path / "out.jsonl")])
    assert result.exit_code == 2
    assert "already" not in result.output


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    paths = sorted(documents(tmp_path, 90).glob("*.txt"))
    reader = rule_reader()

    def peak(some: list[Path]) -> int:
        tracemalloc.start()
        for outcome in read_many(some, reader=reader):
            assert outcome.error is None
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(paths[:10])
    assert peak(paths[20:90]) < 1.5 * peak(paths[10:20]) + 200_000


def test_paths_are_taken_one_by_one(tmp_path: Path) -> None:
    paths = sorted(documents(tmp_path, 3).glob("*.txt"))
    taken: list[Path] = []

    def stream() -> Iterator[Path]:
        for path in paths:
            taken.append(path)
            yield path

    outcomes = read_many(stream(), reader=rule_reader())
    next(outcomes)
    assert taken == paths[:1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b""),
        (b'{"a": 1', b""),
        (b"{}\n", b"{}\n"),
        (b"{}\n{}\n{cut", b"{}\n{}\n"),
        (b"{}\n" + b"x" * 200_000, b"{}\n"),
    ],
)
def test_an_unfinished_last_line_is_cut_off(before: bytes, after: bytes, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(before)
    mend(path)
    assert path.read_bytes() == after


def test_an_output_that_is_not_there_yet_is_no_matter(tmp_path: Path) -> None:
    mend(tmp_path / "none.jsonl")
    assert done_files(tmp_path / "none.jsonl") == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "وصل الوفد إلى موسكو. ",
        "ישראל ורוסיה נפגשו. ",
        "俄罗斯与土耳其会谈。",
        "日本とロシアが会談した。",
        "🚀👨‍👩‍👧🇦🇲 💥 ",
        "é\u0301\u200f\u202e ",
    ],
)
def test_a_passage_in_any_script_leaves_the_offsets_of_the_rest_right(line: str, reader: RuleReader) -> None:
    text = f"{line * 3}\n\n{line}Russia bombed a bridge in Armenia on 4 March 2019. {line}"
    reading = reader.read(read_bytes(text.encode(), "a.txt", published="2020"))
    (event,) = [claim for claim in reading.claims if claim.event_type == "ASSAULT"]
    assert "Russia bombed a bridge in Armenia on 4 March 2019" in event.quote
    assert reading.document.text[slice(*event.span)] == event.quote
    assert (event.actors, event.date) == (("RUS",), "2019-03-04")


@pytest.mark.parametrize("piece", ["word ", "a", "俄"])
def test_a_line_of_a_million_characters_is_read_to_its_end(piece: str, reader: RuleReader) -> None:
    tail = ". Turkey attacked Armenia in 2019."
    text = piece * (1_000_000 // len(piece)) + tail
    reading = reader.read(read_text(text, published="2020"))
    assert any(claim.event_type == "ASSAULT" and claim.date == "2019" for claim in reading.claims)
