"""The line in a case's files that a finding is about."""

from __future__ import annotations

from pathlib import Path

from interbellum.case.checks.finding import Finding, Found
from interbellum.case.csv_text import parse_csv
from interbellum.case.files import read_text
from interbellum.case.geojson_text import parse_geojson
from interbellum.case.yaml_text import line_of, parse_yaml
from interbellum.errors import CaseError, Where


class Locator:
    """Looks rows up in the files under `root`; without files, findings have no rows."""

    def __init__(self, root: Path | None) -> None:
        self._root = root
        self._rows: dict[str, tuple[int, ...]] = {}

    def finding(self, found: Found) -> Finding:
        """Return a finding with its row."""
        row, column = self._place(found)
        return Finding(found.severity, found.code, Where(found.file, row, column), found.what, found.hint)

    def _place(self, found: Found) -> tuple[int | None, str | None]:
        names = [str(step) for step in found.path if isinstance(step, str)]
        column = ".".join(names) or None
        if self._root is None or not found.path or not (self._root / found.file).is_file():
            return None, column
        try:
            if found.file.endswith(".yaml"):
                text = read_text(self._root / found.file, found.file)
                return line_of(parse_yaml(text, found.file).root, found.path)
            rows = self._rows.get(found.file) or self._lines(found.file)
        except CaseError:
            return None, column
        self._rows[found.file] = rows
        index = found.path[0]
        return (rows[index] if isinstance(index, int) and index < len(rows) else None), column

    def _lines(self, name: str) -> tuple[int, ...]:
        assert self._root is not None
        text = read_text(self._root / name, name)
        if name.endswith(".geojson"):
            document = parse_geojson(text, name)
            return tuple(document.line(feature.start) for feature in document.features)
        return tuple(record.line for record in parse_csv(text, name).records if record.cells)
