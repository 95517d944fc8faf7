"""Saving a case: only what changed is written, and every file is whole or not touched at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interbellum.case.case import Case
from interbellum.case.csv_edit import edited_csv
from interbellum.case.csv_text import checked_rows, parse_csv
from interbellum.case.documents import CaseMeta, YamlMapping
from interbellum.case.faults import Faults, shown
from interbellum.case.files import (
    MEGABYTE,
    TEXT_LIMIT,
    folder_lock,
    read_bytes,
    read_text,
    size_limit,
    write_files,
    write_folder,
)
from interbellum.case.geojson_edit import edited_geojson
from interbellum.case.geojson_text import checked_places, parse_geojson
from interbellum.case.hashing import plain
from interbellum.case.layout import (
    LISTS,
    PLACES,
    REQUIRED,
    SEALED,
    field_of,
    inside,
    row_model,
    series_file,
    series_names,
)
from interbellum.case.loading import case_folder, read_case
from interbellum.case.model import Model
from interbellum.case.tables import TABLES
from interbellum.case.yaml_edit import edited_yaml
from interbellum.case.yaml_text import YamlText, checked_document, checked_list, parse_yaml
from interbellum.case.yaml_write import block
from interbellum.errors import CaseError, SchemaError, Where

BESIDE = ("README.md", "README.txt", "LICENSE", "LICENSE.md", "LICENSE.txt", SEALED)
"""Files that go along where a case is saved to a new folder."""
_LESS = "an import takes less with --from, --to, --country or --actor, and events of gdelt and icews as --counts"
TOO_LARGE = {"claims.csv": _LESS, "imported.csv": _LESS, "events.csv": "import without --events, or less"}
"""What to do where one of these files would outgrow its limit: imports are what makes them grow."""


def refuse_oversized(case: Case) -> None:
    """Raise `SchemaError` where a file of the case would be too large to be saved; nothing is written."""
    _contents(case, None)


def save_case(case: Case, path: Path | str) -> Case:
    """Save a case to the folder `path` and return it as it lies there, with its hash: what is saved next starts there.

    Files, rows and entries that did not change keep their text to the byte: comments, order, quotes, line ends. A new
    folder appears whole or not at all and takes the comments of the folder the case was loaded from, and the texts of
    its sources, with it. Raises `CaseError` where another case lives there, where it was changed since this one was
    opened, or where the folder cannot be written, and `SchemaError` where what lies there cannot be read; then nothing
    is changed.
    """
    root = Path(path)
    if (root / "case.yaml").exists():
        with held_case(root) as held:
            _refuse_other(case, held)
            return held.save(case)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        fault = "is not a folder" if not root.is_dir() else "is a folder with other things in it"
        raise CaseError(f"cannot save a case here: it {fault}", where=Where(str(path)), hint="give a new folder")
    found = {name: text for name, text in _contents(case, case.root).items() if text is not None}
    write_folder(root, found | _texts(case))
    return case.as_in(root)


@dataclass(frozen=True)
class HeldCase:
    """A case as it lies in its folder `root`, which nobody else changes while it is held."""

    case: Case
    root: Path

    def save(self, case: Case) -> Case:
        """Write what is different in `case`, all or nothing, and return it as it lies there, with its hash."""
        write_files(self.root, _changes(case, self.root))
        return case.as_in(self.root)


@contextlib.contextmanager
def held_case(path: Path | str) -> Iterator[HeldCase]:
    """Hold the case in the folder `path` while it is changed: whoever else would read or write it waits.

    `HeldCase.save` saves it. Raises what `load_case` raises, which must not be called for that folder meanwhile.
    """
    root = case_folder(path)
    with folder_lock(root):
        yield HeldCase(read_case(root), root)


def _refuse_other(case: Case, held: HeldCase) -> None:
    """Raise `CaseError` where saving would lose what is no part of `case`: another case, or what was changed since."""
    if held.case.id != case.id:
        what = f"another case lives here: {shown(held.case.id)}, not {shown(case.id)}"
        raise CaseError(what, where=Where(str(held.root)), hint="save to a new folder")
    if held.case.hash != case.opened and _changes(case, held.root):
        what = "the case that lies here was changed since this one was opened"
        raise CaseError(what, where=Where(str(held.root)), hint="open it again and change that one")


def _differs(root: Path, name: str, content: bytes | None) -> bool:
    path = root / name
    return path.exists() if content is None else not path.exists() or path.read_bytes() != content


def _changes(case: Case, root: Path) -> dict[str, bytes | None]:
    """Return the contents of the files of a case that differ from those under `root`, in the order to write them.

    Claims come last: one that nothing holds back counts as accepted, so what holds it back has to be there first.
    """
    differing = {name: content for name, content in _contents(case, root).items() if _differs(root, name, content)}
    return dict(sorted(differing.items(), key=lambda item: item[0] == "claims.csv"))


def _contents(case: Case, base: Path | None) -> dict[str, bytes | None]:
    """Return the content of every file of a case, starting from the texts under `base`; `None` is a file to remove."""
    contents: dict[str, bytes | None] = {}
    for name in ("case.yaml", "model.yaml", *LISTS, PLACES, *TABLES):
        value = getattr(case, field_of(name))
        text = _text_of(base, name)
        if text is not None or value or name in REQUIRED:
            contents[name] = _encoded(name, _file(name, text, value))
    for stem, points in case.series.items():
        name = series_file(stem)
        contents[name] = _encoded(name, _table(name, _text_of(base, name), points))
    gone = set(series_names(base) if base else ()) - set(contents)
    return contents | dict.fromkeys(gone)


def _encoded(name: str, text: str) -> bytes:
    """Return a file's bytes. Raises `SchemaError` for what could not be opened again."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise SchemaError(f"{shown(text[error.start])} is no character", where=Where(name)) from error
    if b"\0" in data:
        raise SchemaError("a NUL character cannot be saved", where=Where(name), hint="remove it")
    if len(data) > size_limit(name):
        raise SchemaError(
            f"the file would be too large: {len(data):,} bytes, allowed {size_limit(name):,}",
            where=Where(name),
            hint=TOO_LARGE.get(name, "keep bulk data outside the case"),
        )
    return data


def _text_of(base: Path | None, name: str) -> str | None:
    return read_text(base / name, name) if base is not None and (base / name).exists() else None


def _file(name: str, text: str | None, value: Any) -> str:
    if name in TABLES:
        return _table(name, text, value)
    if name == PLACES:
        return _places(text, value)
    return _yaml(name, text, value)


def _table(name: str, text: str | None, rows: Any) -> str:
    edited = edited_csv(text, name, row_model(name), rows)
    if edited != text:
        faults = Faults()
        checked_rows(parse_csv(edited, name), row_model(name), faults)
        faults.raise_any()
    return edited


def _places(text: str | None, value: Any) -> str:
    if text is None:
        return edited_geojson(None, (), value)
    document, faults = parse_geojson(text, PLACES), Faults()
    old = checked_places(document, faults)
    faults.raise_any()
    return text if old == value else edited_geojson(document, old, value)


def _yaml(name: str, text: str | None, value: Any) -> str:
    new = [plain(one) for one in value] if name in LISTS else plain(value)
    if text is None:
        return block(new)
    document = parse_yaml(text, name)
    old = _parsed(document)
    if old == value:
        return text
    before = [plain(one) for one in old] if name in LISTS else plain(old)
    edited = edited_yaml(document, before, new)
    if not _reads_as(name, edited, value):
        # An edit that the text's own layout defeats gives way to a file written anew: what is saved is what was asked.
        edited = block(new)
        _parsed(parse_yaml(edited, name))
    return edited


def _reads_as(name: str, text: str, value: Any) -> bool:
    try:
        return bool(_parsed(parse_yaml(text, name)) == value)
    except CaseError:
        return False


def _parsed(document: YamlText) -> Any:
    faults = Faults()
    value: Any
    if document.name in LISTS:
        value = checked_list(document, LISTS[document.name], faults)
    else:
        models: dict[str, type[YamlMapping]] = {"case.yaml": CaseMeta, "model.yaml": Model}
        value = checked_document(document, models[document.name], faults)
    faults.raise_any()
    return value


def _texts(case: Case) -> dict[str, bytes]:
    """Return the sources' texts that lie in the case's folder, its readme and licence, and its sealed forecasts."""
    if case.root is None:
        return {}
    names = [*BESIDE, *(source.file for source in case.sources if source.file)]
    paths = {name: inside(case.root, name) for name in names}
    return {
        name: read_bytes(path, name, TEXT_LIMIT * MEGABYTE)
        for name, path in paths.items()
        if path is not None and path.is_file()
    }
