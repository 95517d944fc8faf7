"""What is written takes the place of its own kind only: folders and devices that lie there stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interbellum.case.files import STORE_MARKS, replacing
from interbellum.errors import UsageError


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_takes_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("before")
    with replacing(tmp_path / "x") as part:
        part.write_text("after")
    assert (tmp_path / "x").read_text() == "after"
    assert files_in(tmp_path) == ["x"]


@pytest.mark.parametrize("full", [True, False])
def test_a_file_never_takes_the_place_of_a_folder(tmp_path: Path, full: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    if full:
        (home / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="this is a folder, and is left as it is"), replacing(home) as part:
        part.write_text("after")
    assert files_in(home) == (["letter.txt"] if full else [])
    assert files_in(tmp_path) == ["home"]


def test_a_folder_takes_the_place_of_a_store_and_of_no_other_folder(tmp_path: Path) -> None:
    for name in STORE_MARKS:
        store = tmp_path / f"store-{name}"
        store.mkdir()
        (store / name).write_text("{}")
        with replacing(store) as part:
            part.mkdir()
            (part / "new").write_text("")
        assert files_in(store) == ["new"]
    home = tmp_path / "home.zarr"
    home.mkdir()
    (home / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="this is a folder"), replacing(home) as part:
        part.mkdir()
    assert files_in(home) == ["letter.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_neither_a_file_nor_a_folder_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="neither a file nor a folder"), replacing(tmp_path / "pipe") as part:
        part.write_text("after")
    assert (tmp_path / "pipe").is_fifo()


def test_what_came_there_while_it_was_written_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"

    def writes_while_another_makes_a_folder() -> None:
        with replacing(home) as part:
            part.write_text("after")
            home.mkdir()
            (home / "letter.txt").write_text("dear")

    with pytest.raises(UsageError, match="this is a folder"):
        writes_while_another_makes_a_folder()
    assert files_in(tmp_path) == ["home"]
    assert files_in(home) == ["letter.txt"]
