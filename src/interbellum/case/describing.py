"""A case as a Frictionless Data Package (version 2): what each file holds, said for any program that reads data."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from interbellum.case.case import Case
from interbellum.case.csv_text import parse_csv
from interbellum.case.files import folder_lock, read_bytes, read_text, size_limit, write_files
from interbellum.case.hashing import case_hash
from interbellum.case.layout import FORMAT, LISTS, PLACES, row_model, series_file
from interbellum.case.tables import TABLES, Point, Row, columns
from interbellum.errors import CaseError

FILE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_MEDIA = {".csv": "text/csv", ".yaml": "application/yaml", ".geojson": "application/geo+json"}
_TRUE = ["true", "True", "TRUE", "1", "yes", "y", "t", "on"]
_FALSE = ["false", "False", "FALSE", "0", "no", "n", "f", "off"]
_FOREIGN = {
    "claims.csv": {"source": "sources"},
    "reviews.csv": {"claim": "claims"},
    "positions.csv": {"claim": "claims"},
    "coverage.csv": {"source": "sources"},
    "imported.csv": {"claim": "claims", "revises": "claims", "same_as": "claims"},
}
_CONSTRAINTS = ("enum", "minimum", "maximum", "pattern", "minLength", "maxLength")
"""What JSON Schema and Table Schema say by the same words."""


def datapackage(case: Case) -> dict[str, Any]:
    """Return the descriptor of a case: its resources with their schemas, its sources, licence and authors.

    Sizes and hashes are those of the files the case was loaded from. Raises `CaseError` for a case without a folder.
    """
    if case.root is None:
        raise CaseError("a case that was never saved has no data package", hint="save it first")
    files = ["case.yaml", "model.yaml", *LISTS, PLACES, *TABLES, *(series_file(stem) for stem in sorted(case.series))]
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": case.id.lower(),
        "title": case.meta.title,
        "description": case.meta.description or case.meta.question,
        "licenses": [{"name": case.meta.licence}],
        "contributors": [{"title": author, "roles": ["author"]} for author in case.meta.authors],
        "resources": [_resource(case.root, name) for name in files if (case.root / name).is_file()],
        "interbellum": {"format": FORMAT, "hash": case_hash(case)},
    }
    sources = [_source(source.title, source.url) for source in case.sources]
    return package | ({"sources": sources} if sources else {})


def write_datapackage(case: Case) -> Path:
    """Write the descriptor of a case into its folder, atomically, and return its path."""
    text = json.dumps(datapackage(case), ensure_ascii=False, indent=2) + "\n"
    assert case.root is not None
    with folder_lock(case.root):
        write_files(case.root, {FILE: text.encode()})
    return case.root / FILE


def _source(title: str, url: str | None) -> dict[str, str]:
    return {"title": title} | ({"path": url} if url else {})


def _resource(root: Path, name: str) -> dict[str, Any]:
    data = read_bytes(root / name, name, size_limit(name))
    path = Path(name)
    resource = {
        "name": path.with_suffix("").as_posix().replace("/", "-").replace(":", "-").lower(),
        "path": name,
        "format": path.suffix[1:],
        "mediatype": _MEDIA[path.suffix],
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if path.suffix != ".csv":
        return resource
    header = parse_csv(read_text(root / name, name), name).header
    return {**resource, "type": "table", "schema": table_schema(name, header)}


def table_schema(name: str, header: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Return the Table Schema of a table or series file with the columns of `header` (all, in order, without it)."""
    row = row_model(name)
    properties = row.model_json_schema(by_alias=True)["properties"]
    names = header or columns(row)
    schema: dict[str, Any] = {
        "$schema": _SCHEMA,
        "fields": [_field(column, properties[column], column in _required(row)) for column in names],
        "missingValues": [""],
    }
    if "id" in names:
        schema["primaryKey"] = ["id"]
    links = {"source": "sources"} if row is Point else _FOREIGN.get(name, {})
    keys = [_link(column, target) for column, target in links.items() if column in names]
    keys += [_link("variant_of", None)] if "variant_of" in names else []
    return schema | ({"foreignKeys": keys} if keys else {})


def _link(column: str, resource: str | None) -> dict[str, Any]:
    reference = {"fields": ["id"]} if resource is None else {"resource": resource, "fields": ["id"]}
    return {"fields": [column], "reference": reference}


def _required(row: type[Row]) -> set[str]:
    return {field.alias or name for name, field in row.model_fields.items() if field.is_required()}


def _field(name: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    kind = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    found: dict[str, Any] = {"name": name, "type": "list" if kind["type"] == "array" else kind["type"]}
    if kind["type"] == "array":
        found |= {"delimiter": ";", "itemType": "string"}
    if kind["type"] == "boolean":
        found |= {"trueValues": _TRUE, "falseValues": _FALSE}
    if kind.get("format"):
        found["description"] = "a date in EDTF (ISO 8601-2)"
    constraints = {word: kind[word] for word in _CONSTRAINTS if word in kind}
    if required:
        constraints = {"required": True, **constraints}
    if name == "id":
        constraints["unique"] = True
    return found | ({"constraints": constraints} if constraints else {})
