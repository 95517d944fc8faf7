"""The reader's knowledge, kept as data beside the code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from interbellum.case.yaml_text import parse_yaml
from interbellum.errors import InterbellumError, Where


@cache
def load_yaml(name: str) -> Any:
    """Return a YAML file of `interbellum/reading/data` as plain values."""
    try:
        text = (files("interbellum.reading") / "data" / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InterbellumError(
            "the installation lacks this file", where=Where(name), hint="install it again"
        ) from error
    return parse_yaml(text, name).value


def data_files(folder: str) -> list[str]:
    """Return the names of the YAML files in a folder of `data`, sorted, as `load_yaml` takes them."""
    entries = (files("interbellum.reading") / "data" / folder).iterdir()
    return sorted(f"{folder}/{entry.name}" for entry in entries if entry.name.endswith(".yaml"))
