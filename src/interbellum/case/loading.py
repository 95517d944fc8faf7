"""Opening a case: every file read and checked, and all its faults said at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from interbellum.case.case import Case
from interbellum.case.csv_text import checked_rows, parse_csv
from interbellum.case.documents import CaseMeta
from interbellum.case.faults import Faults
from interbellum.case.files import folder_lock, read_text
from interbellum.case.geojson_text import checked_places, parse_geojson
from interbellum.case.layout import FORMAT, LISTS, NAMES, PLACES, REQUIRED, field_of, row_model, series_names
from interbellum.case.model import Model
from interbellum.case.tables import TABLES
from interbellum.case.yaml_text import (
    YamlText,
    checked_document,
    checked_list,
    found_ids,
    line_of,
    parse_yaml,
    repeated_ids,
)
from interbellum.errors import CaseError, NewerCaseError, SchemaError, Where

Stamp = tuple[tuple[str, int, int], ...]
"""The name, the time of the last change in nanoseconds and the size in bytes of each file of a case."""


def load_case(path: Path | str) -> Case:
    """Return the case in the folder `path`.

    Raises `NewerCaseError` for a case of a newer format, `CaseError` where there is no case, and `SchemaError` for the
    first fault, with all further ones as its `others`. What the rows say together is for `check_case` to judge.
    Whoever saves meanwhile is waited for, so that no file is read from before a change and another from after it.
    """
    root = case_folder(path)
    with folder_lock(root, shared=True):
        return read_case(root)


def case_folder(path: Path | str) -> Path:
    """Return the folder `path` of a case. Raises `CaseError` where there is no case."""
    root = Path(path)
    if not (root / "case.yaml").exists():
        fault = "there is no case.yaml in this folder" if root.is_dir() else "there is no such folder"
        raise CaseError(
            fault, where=Where(str(path)), hint="give the folder of a case, or start one with interbellum new"
        )
    return root


def stamp_of(root: Path) -> Stamp:
    """Return the names of the files of the case in a folder, when each was written last, and its size.

    Where the stamp is another, the case may be. A file that cannot be looked at is left out.
    """
    found = []
    for name in (*NAMES, *series_names(root)):
        with contextlib.suppress(OSError):
            stat = (root / name).stat()
            found.append((name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def read_case(root: Path) -> Case:
    """Return the case in a folder whose lock is held already; see `load_case`."""
    faults = Faults()
    parts = _documents(root, faults) | _tables(root, faults)
    parts["series"] = {
        Path(name).stem: _part(root, name, faults, lambda text, name: _rows(text, name, faults), ())
        for name in series_names(root)
    }
    faults.raise_any()
    return Case(**parts).as_in(root)


def _documents(root: Path, faults: Faults) -> dict[str, Any]:
    parts: dict[str, Any] = {"meta": _part(root, "case.yaml", faults, lambda t, n: _meta(t, n, faults), None)}
    parts["model"] = _part(root, "model.yaml", faults, lambda t, n: _model(t, n, faults), None)
    for name in LISTS:
        parts[field_of(name)] = _part(root, name, faults, lambda t, n: _list(t, n, faults), ())
    parts["places"] = _part(root, PLACES, faults, lambda t, n: checked_places(parse_geojson(t, n), faults), ())
    return parts


def _tables(root: Path, faults: Faults) -> dict[str, Any]:
    return {field_of(name): _part(root, name, faults, lambda t, n: _rows(t, n, faults), ()) for name in TABLES}


def _part(root: Path, name: str, faults: Faults, read: Callable[[str, str], Any], absent: Any) -> Any:
    if name not in REQUIRED and not (root / name).exists():
        return absent
    try:
        return read(read_text(root / name, name), name)
    except SchemaError as fault:
        faults.add(fault)
        return absent


def _rows(text: str, name: str, faults: Faults) -> tuple[Any, ...]:
    return checked_rows(parse_csv(text, name), row_model(name), faults)


def _list(text: str, name: str, faults: Faults) -> tuple[Any, ...]:
    return checked_list(parse_yaml(text, name), LISTS[name], faults)


def _meta(text: str, name: str, faults: Faults) -> CaseMeta | None:
    document = parse_yaml(text, name)
    _refuse_newer(document)
    return checked_document(document, CaseMeta, faults)


def _refuse_newer(document: YamlText) -> None:
    found = document.value.get("format") if isinstance(document.value, dict) else None
    if isinstance(found, int) and not isinstance(found, bool) and found > FORMAT:
        row, _ = line_of(document.root, ("format",))
        raise NewerCaseError(
            f"the case has format {found}, this program reads formats up to {FORMAT}",
            where=Where(document.name, row, "format"),
            hint="install a newer interbellum",
        )


def _model(text: str, name: str, faults: Faults) -> Model | None:
    document = parse_yaml(text, name)
    units = document.value.get("units") if isinstance(document.value, dict) else None
    for kind, entries in (units if isinstance(units, dict) else {}).items():
        if isinstance(entries, list) and kind != "actors":
            repeated_ids(document, found_ids(entries), ("units", kind), faults)
    return checked_document(document, Model, faults)
