"""CAMEO codes as PLOVER types: the conversion of the PLOVER manual, draft 0.8 of 17 September 2021.

Codes are text: `010` and `10` are not the same. Codes 01 and 02 (statements, appeals) have no PLOVER type of their own.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from io import StringIO

from interbellum.sources.tables import literal, quoted


@cache
def cameo() -> dict[str, tuple[str, str, str]]:
    """Return type, mode and context by CAMEO code."""
    text = files("interbellum.sources").joinpath("data/cameo.csv").read_text(encoding="utf-8")
    return {row["code"]: (row["type"], row["mode"], row["context"]) for row in csv.DictReader(StringIO(text))}


def coded(relation: str, code: str) -> str:
    """Return a relation with `plover_type`, `plover_mode` and `plover_context` beside its column of CAMEO codes.

    Joined and not looked up row by row: that is what makes a file of millions of lines bearable.
    """
    cells = ", ".join(f"({', '.join(literal(cell) for cell in (key, *row))})" for key, row in cameo().items())
    table = f"(VALUES {cells}) AS {{}}(code, type, mode, context)"
    joins = " ".join(
        f"LEFT JOIN {table.format(name)} ON {name}.code = {key}"
        for name, key in (
            ("whole", f"trim(r.{quoted(code)})"),
            ("base", f"left(trim(r.{quoted(code)}), 3)"),
            ("root", f"left(trim(r.{quoted(code)}), 2)"),
        )
    )
    parts = ", ".join(
        f"nullif(coalesce(whole.{part}, base.{part}, root.{part}), '') AS plover_{part}"
        for part in ("type", "mode", "context")
    )
    return f"(SELECT r.*, {parts} FROM {relation} r {joins})"
