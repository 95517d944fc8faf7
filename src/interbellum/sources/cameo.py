"""CAMEO codes as PLOVER types: the conversion of the PLOVER manual, draft 0.8 of 17 September 2021.

Codes are text: `010` and `10` are not the same. Codes 01 and 02 (statements, appeals) have no PLOVER type of their own.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from interbellum.sources.tables import literal


@cache
def cameo() -> dict[str, tuple[str, str, str]]:
    """Return type, mode and context by CAMEO code."""
    text = files("interbellum.sources").joinpath("data/cameo.csv").read_text(encoding="utf-8")
    return {row["code"]: (row["type"], row["mode"], row["context"]) for row in csv.DictReader(text.splitlines())}


def plover_of(code: str) -> tuple[str, str, str] | None:
    """Return type, mode and context of a code; a finer code that the table lacks is what its root is."""
    for end in (len(code), 3, 2):
        if found := cameo().get(code[:end]):
            return found
    return None


def plover_sql(code: str, part: int) -> str:
    """Return the SQL of one part (0 type, 1 mode, 2 context) of a code."""
    pairs = ", ".join(f"{literal(key)}: {literal(row[part])}" for key, row in cameo().items() if row[part])
    found = f"map {{{pairs}}}"
    return f"coalesce({found}[{code}], {found}[left({code}, 3)], {found}[left({code}, 2)])"
