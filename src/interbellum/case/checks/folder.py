"""Files in a case's folder that belong to nothing."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, warning
from interbellum.case.layout import NAMES, SEALED, series_file

WELCOME = (
    "datapackage.json",
    "README",
    "README.md",
    "README.txt",
    "LICENSE",
    "LICENSE.md",
    "LICENSE.txt",
    "CHANGELOG.md",
    SEALED,
)
"""Files that a case may have beside its own."""
MOST = 10_000
"""Entries of the folder looked at."""


def orphans(case: Case) -> Founds:
    """Yield files that are no table or document of the case and no source's text. Hidden files are left alone."""
    if case.root is None:
        return
    known = {*NAMES, *WELCOME, *(source.file for source in case.sources), *(series_file(stem) for stem in case.series)}
    for name in _files(case.root):
        if name not in known:
            hint = "remove it, or name it as the file of a source"
            if name.endswith(".csv"):
                hint = f"tables are {', '.join(n for n in NAMES if n.endswith('.csv'))} and series/NAME.csv"
            yield warning("orphan", name, (), "this file belongs to nothing in the case", hint)


def _files(root: Path) -> list[str]:
    paths = (path.relative_to(root) for path in islice(root.rglob("*"), MOST) if path.is_file())
    return sorted(path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts))
