"""Both readers of YAML give the same values, or the quick one leaves the text to the other."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interbellum.case import yaml_text
from interbellum.case.yaml_text import YamlText, parse_yaml
from interbellum.errors import SchemaError

PIECES = (
    "a", "b c", "id", "2001", "-5", "1e-3", ".5", ".nan", "no", "~", "true", "'it''s'", '"x\\ty"', "- ", ": ", ":", ",",
    "[", "]", "{", "}", "\n", "\n  ", "\n    ", "|\n", ">-\n", "# said", " #", "é", "\t", "&a", "*a", "!t", "%", "?",
    "@", "`", "---", "\u2028",
)  # fmt: skip


def shipped(folder: Traversable) -> list[Traversable]:
    """Return the YAML files of a folder and of those in it."""
    inner = [file for entry in folder.iterdir() if entry.is_dir() for file in shipped(entry)]
    return inner + [entry for entry in folder.iterdir() if entry.name.endswith(".yaml")]


def read(text: str, quick: bool) -> YamlText | str:
    """Return a document, or what is said of its fault."""
    with pytest.MonkeyPatch.context() as patch:
        if not quick:
            patch.setattr(yaml_text, "_LIBYAML", None)
        try:
            return parse_yaml(text, "a.yaml")
        except SchemaError as error:
            return str(error)


def same(text: str) -> bool:
    """Return whether both ways lead to the same value, or to the same words of what is wrong."""
    one, other = read(text, quick=True), read(text, quick=False)
    if isinstance(one, YamlText) and isinstance(other, YamlText):
        return repr(one.value) == repr(other.value)
    return one == other


@pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")
@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("a: &x 1\nb: *x")
@example("a: 1\na: 2")
@example("a: b\x85c")
def test_the_quick_reader_gives_what_the_careful_one_gives(text: str) -> None:
    assert same(text)


def test_every_shipped_file_reads_the_same_both_ways() -> None:
    files = shipped(resources.files("interbellum"))
    assert len(files) > 40
    assert [file.name for file in files if not same(file.read_text(encoding="utf-8"))] == []


def test_without_libyaml_everything_is_read_by_the_careful_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_LIBYAML", None)
    assert parse_yaml("a: [1, {b: no}]", "a.yaml").value == {"a": [1, {"b": "no"}]}


def test_a_quickly_read_document_still_knows_its_lines() -> None:
    root = parse_yaml("a: 1\nb: 2\n", "a.yaml").root
    assert root is not None
    assert [key.start_mark.line for key, _ in root.value] == [0, 1]
