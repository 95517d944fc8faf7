"""On which line a record stands, whatever its cells hold; and pipes, which are read once."""

from __future__ import annotations

import csv
import io
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.errors import ImportDataError, Where
from interbellum.sources.limits import DatasetLimits
from interbellum.sources.lines import Table, cell_key, true_lines
from interbellum.sources.unpacking import plain_file

CELLS = st.text(alphabet='ab,"\n é', max_size=6)


@given(st.lists(CELLS, min_size=1, max_size=8), st.integers(0, 2))
def test_a_record_is_found_on_the_line_on_which_its_text_begins(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], skip: int
) -> None:
    path = tmp_path_factory.mktemp("lines") / "table.csv"
    begins, text = [], "note\n" * skip + "id,note\n"
    for number, cell in enumerate(cells):
        begins.append(text.count("\n") + 1)
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerow([f"r{number}", cell])
        text += stream.getvalue()
    path.write_text(text, encoding="utf-8", newline="")
    table, key = Table(path, skip=skip), cell_key(("id", "note"), "id")
    assert [table.lines_of(f"r{number}", key) for number in range(len(cells))] == [(line,) for line in begins]
    assert [table.line(number + 2) for number in range(len(cells))] == begins
    assert table.lines_of("absent", key) == ()


def test_tabs_without_quotes_are_a_record_a_line(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_text('1\t"open\n2\tx\n2.0\ty\n')
    assert Table(path, "\t", has_header=False).lines_of("2", cell_key(("id", "x"), "id")) == (2, 3)


def test_the_number_of_a_record_becomes_its_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('id,x\n1,"two\nlines"\n2,b\n')
    with pytest.raises(ImportDataError, match=r"table\.csv:4:x: wrong"), true_lines(Table(path)):
        raise ImportDataError("wrong", where=Where("table.csv", 3, "x"))


def pipe(folder: Path, data: bytes, name: str = "events.csv") -> Path:
    """Return a named pipe into which another thread writes."""
    path = folder / name
    os.mkfifo(path)

    def write() -> None:
        try:
            with path.open("wb") as stream:
                stream.write(data)
        except BrokenPipeError:  # the reader has seen enough
            pass

    threading.Thread(target=write, daemon=True).start()
    return path


def test_a_pipe_is_read_as_its_file_would_be(tmp_path: Path) -> None:
    data = "id,name\n1,Şuşa\n".encode()
    file = tmp_path / "file.csv"
    file.write_bytes(data)
    with plain_file(pipe(tmp_path, data)) as piped, plain_file(file) as plain:
        assert piped.path.read_bytes() == data
        assert (piped.name, piped.sha256) == ("events.csv", plain.sha256)


def test_a_pipe_is_checked_as_a_file_is(tmp_path: Path) -> None:
    with pytest.raises(ImportDataError, match="web page"), plain_file(pipe(tmp_path, b"<html><body>no")):
        pass


def test_a_pipe_without_end_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    limits = DatasetLimits(bytes=3_000_000)
    endless = pipe(tmp_path, b"0" * 20_000_000)
    with pytest.raises(ImportDataError, match="more than the 3,000,000 bytes"), plain_file(endless, limits=limits):
        pass
