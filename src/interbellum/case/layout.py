"""The files of a case folder: which there are, which must be there, and what each holds."""

from __future__ import annotations

import re
from pathlib import Path

from interbellum.case.documents import Actor, Perspective, Question, Scenario, YamlMapping
from interbellum.case.tables import TABLES, Point, Row

FORMAT = 1
"""The version of the case format that this program reads and writes."""

REQUIRED = ("case.yaml", "model.yaml", "sources.csv", "actors.yaml", "claims.csv")
"""Files that every case has; a table or list whose file is absent is empty."""

LISTS: dict[str, type[YamlMapping]] = {
    "actors.yaml": Actor,
    "perspectives.yaml": Perspective,
    "scenarios.yaml": Scenario,
    "questions.yaml": Question,
}
"""The YAML files that hold a list of entries."""

PLACES = "places.geojson"
SERIES = "series"
SEALED = "forecasts.jsonl"
"""The log of sealed forecasts of the case's questions, which lies beside its files."""
NAMES = ("case.yaml", "model.yaml", *LISTS, PLACES, *TABLES)
"""Every file of a case but its series, in no order of weight."""

_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")


def field_of(name: str) -> str:
    """Return the field of `Case` that the file `name` fills."""
    return {"case.yaml": "meta"}.get(name, name.partition(".")[0])


def row_model(name: str) -> type[Row]:
    """Return the row model of a table or series file."""
    return TABLES.get(name, Point)


def series_names(root: Path) -> tuple[str, ...]:
    """Return the case's series files as `series/NAME.csv`, sorted."""
    folder = root / SERIES
    if not folder.is_dir():
        return ()
    return tuple(sorted(f"{SERIES}/{path.name}" for path in folder.glob("*.csv") if _STEM.fullmatch(path.stem)))


def series_file(stem: str) -> str:
    """Return the file name of a series."""
    return f"{SERIES}/{stem}.csv"


def inside(root: Path, name: str) -> Path | None:
    """Return the path of a file named in a case, or `None` where it would lie outside the case's folder."""
    base = root.resolve()
    path = (base / name).resolve()
    return path if path.is_relative_to(base) and not Path(name).is_absolute() else None
