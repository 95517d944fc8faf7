"""A case described for other programs: as a data package, and by JSON Schemas."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from interbellum.case import check_case, datapackage, json_schemas, load_case, write_datapackage
from interbellum.case.describing import table_schema
from interbellum.case.hashing import plain
from interbellum.case.schemas import main, schema_texts
from interbellum.case.tables import TABLES
from interbellum.errors import CaseError

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schema"


def resources(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in package["resources"]}


def test_a_package_describes_every_file_of_the_case(valleys: Path) -> None:
    package = datapackage(load_case(valleys))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["name"], package["title"]) == ("two-valleys", "Two Valleys (made up)")
    assert package["licenses"] == [{"name": "CC0-1.0"}]
    assert package["contributors"] == [{"title": "The Interbellum contributors", "roles": ["author"]}]
    assert package["sources"][0] == {"title": "Ten years between the Upper and the Lower Vale"}
    paths = {resource["path"] for resource in package["resources"]}
    files = {path.relative_to(valleys).as_posix() for path in valleys.rglob("*") if path.is_file()}
    assert files - paths == {"README.md", "texts/valleys-review.txt", "texts/haven-observer.txt"}
    for resource in package["resources"]:
        data = (valleys / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


def test_the_schema_of_a_table_says_what_a_cell_may_hold(valleys: Path) -> None:
    package = resources(datapackage(load_case(valleys)))
    fields = {field["name"]: field for field in package["events"]["schema"]["fields"]}
    assert list(fields) == (valleys / "events.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert fields["id"]["constraints"]["required"] is True
    assert fields["id"]["constraints"]["unique"] is True
    assert fields["rank"]["constraints"]["enum"] == ["preferred", "normal", "deprecated"]
    assert fields["deaths"]["type"] == "integer"
    assert fields["deaths"]["constraints"] == {"minimum": 0}
    assert (fields["actors"]["type"], fields["actors"]["delimiter"]) == ("list", ";")
    assert fields["date"]["description"] == "a date in EDTF (ISO 8601-2)"
    claims = package["claims"]["schema"]
    assert claims["primaryKey"] == ["id"]
    assert claims["foreignKeys"] == [{"fields": ["source"], "reference": {"resource": "sources", "fields": ["id"]}}]
    assert {field["type"] for field in claims["fields"] if field["name"] in ("future", "approx")} == {"boolean"}
    assert package["series-deaths"]["schema"]["foreignKeys"][0]["reference"]["resource"] == "sources"
    assert package["events"]["schema"]["foreignKeys"] == [{"fields": ["variant_of"], "reference": {"fields": ["id"]}}]


def test_a_schema_follows_the_columns_that_a_file_has(valleys: Path) -> None:
    (valleys / "ties.csv").write_text("gloss,id,actor,other,type\n", encoding="utf-8")
    (valleys / "positions.csv").unlink()
    package = resources(datapackage(load_case(valleys)))
    assert [field["name"] for field in package["ties"]["schema"]["fields"]] == ["gloss", "id", "actor", "other", "type"]
    assert "foreignKeys" not in package["ties"]["schema"]
    assert "positions" not in package


@pytest.mark.parametrize("name", [*TABLES, "series/deaths.csv"])
def test_every_table_has_a_schema_without_a_file(name: str) -> None:
    schema = table_schema(name)
    assert {field["type"] for field in schema["fields"]} <= {"string", "integer", "number", "boolean", "list"}


def test_a_case_without_sources_or_folder(valleys: Path) -> None:
    case = load_case(valleys)
    assert "sources" not in datapackage(replace(case, sources=()))
    with pytest.raises(CaseError, match=r"a case that was never saved has no data package \(save it first\)"):
        datapackage(replace(case, root=None))


def test_a_source_with_an_address_is_linked(valleys: Path) -> None:
    case = load_case(valleys)
    source = case.sources[0].model_copy(update={"url": "https://example.org/a"})
    assert datapackage(replace(case, sources=(source,)))["sources"] == [{"title": source.title, "path": source.url}]


def test_the_written_package_belongs_to_the_case(valleys: Path) -> None:
    case = load_case(valleys)
    path = write_datapackage(case)
    assert path == valleys / "datapackage.json"
    assert json.loads(path.read_text(encoding="utf-8")) == datapackage(case)
    assert check_case(load_case(valleys)) == ()


def test_the_published_schemas_are_those_of_the_code() -> None:
    published = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")}
    assert published == schema_texts(), "write them anew: python -m interbellum.case.schemas docs/schema"


def test_schemas_are_written_to_a_folder(tmp_path: Path) -> None:
    main(str(tmp_path / "schema"))
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "schema").iterdir()} == schema_texts()


def parts_of_the_teaching_case(valleys: Path) -> Iterator[tuple[str, Any]]:
    case = load_case(valleys)
    yield "case", plain(case.meta)
    yield "model", plain(case.model)
    for name in ("actors", "perspectives", "scenarios", "questions"):
        yield name, [plain(entry) for entry in getattr(case, name)]
    for name in ("sources", "claims", "reviews", "events", "ties", "status", "positions", "coverage", "places"):
        yield from ((name, plain(row)) for row in getattr(case, name))
    yield from (("series", plain(point)) for points in case.series.values() for point in points)


def test_the_schemas_accept_what_the_program_reads(valleys: Path) -> None:
    validators = {name: jsonschema.Draft202012Validator(schema) for name, schema in json_schemas().items()}
    seen = set()
    for name, value in parts_of_the_teaching_case(valleys):
        validators[name].validate(value)
        seen.add(name)
    assert seen == set(validators) - {"imported"}, "the teaching case has taken in no dataset"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("events", {"type": "TALK"}),
        ("events", {"colour": "red"}),
        ("ties", {"strength": 2}),
        ("case", {"step": "day"}),
        ("places", {"kind": "region"}),
    ],
)
def test_the_schemas_refuse_what_the_program_refuses(valleys: Path, name: str, change: dict[str, Any]) -> None:
    value = next(value for found, value in parts_of_the_teaching_case(valleys) if found == name)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**value, **change}, json_schemas()[name])
