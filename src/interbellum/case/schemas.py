"""JSON Schemas of every table row and document of a case; `python -m interbellum.case.schemas FOLDER` writes them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from interbellum.case.documents import CaseMeta, Place
from interbellum.case.layout import LISTS
from interbellum.case.model import Model
from interbellum.case.tables import TABLES, Point

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of the case format by name.

    A table's schema is that of one row as it is read: cells that hold lists as arrays, blank cells left out. That of
    places is of one feature: its id, its properties and its geometry in one mapping.
    """
    models: dict[str, type[BaseModel]] = {"case": CaseMeta, "model": Model, "places": Place, "series": Point}
    models |= {name.partition(".")[0]: row for name, row in TABLES.items()}
    schemas = {name: model.model_json_schema(by_alias=True) for name, model in models.items()}
    for name, entry in LISTS.items():
        schemas[name.partition(".")[0]] = TypeAdapter(tuple[entry, ...]).json_schema(by_alias=True)  # type: ignore[valid-type]
    return {name: {"$schema": _DIALECT, **schemas[name]} for name in sorted(schemas)}


def schema_texts() -> dict[str, str]:
    """Return the schemas as the texts of their files, by file name."""
    return {
        f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in json_schemas().items()
    }


def main(folder: str) -> None:
    """Write the schemas into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in schema_texts().items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
