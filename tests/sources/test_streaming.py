"""Files that are streamed: small tables are hashed, never the file, however the planner guesses its length."""

from __future__ import annotations

from pathlib import Path

from interbellum.sources import gdelt
from interbellum.sources.tables import database, reading, rows


def test_a_file_is_never_the_side_of_a_join_that_is_held(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("\t".join(["1"] * len(gdelt.COLUMNS)) + "\n")
    with database() as connection:
        view = gdelt.view(reading(file, gdelt.COLUMNS, has_header=False, delimiter="\t"), gdelt.COLUMNS)
        plan = "\n".join(str(row[1]) for row in rows(connection, f"EXPLAIN SELECT count(type) FROM ({view})"))
        held = rows(connection, "SELECT current_setting('disabled_optimizers')")[0][0]
    assert "build_side_probe_side" in held
    assert "LEFT" in plan
    assert "RIGHT" not in plan


def test_the_buffer_of_a_file_does_not_grow_with_the_longest_row_allowed(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("a\n" + "\n".join(str(number) for number in range(1000)) + "\n")
    with database(memory="120MB") as connection:
        assert rows(connection, f"SELECT count(*) FROM {reading(file, ('a',), has_header=True)}") == [(1000,)]
