"""Plain values written as YAML: blocks of short lines, flow style for what is small."""

from __future__ import annotations

import json
import re
from typing import Any

from interbellum.case.yaml_text import scalar

WIDTH = 110
"""Flow collections longer than this are written as blocks."""
_ODD = re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML does not let stand for themselves, or takes for the end of a line."""
_PLAIN = re.compile(r"[^\W_][\w ./~()+'-]*", re.ASCII)


def inline(value: Any) -> str:
    """Return a value on one line: a scalar, or a collection in flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inline(str(key))}: {inline(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(child) for child in value) + "]"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and not value.endswith(" ") and isinstance(scalar(value), str)
        return (
            value if plain else _ODD.sub(lambda mark: f"\\u{ord(mark[0]):04x}", json.dumps(value, ensure_ascii=False))
        )
    return _number(value)


def _number(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value)


def block(value: Any, indent: int = 0) -> str:
    """Return a value as lines at `indent`, each with its line end."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        return "".join(_entry(f"{pad}{inline(str(key))}:", child, indent + 2) for key, child in value.items())
    if isinstance(value, list) and value:
        return "".join(item(child, indent) for child in value)
    return f"{pad}{inline(value)}\n"


def item(value: Any, indent: int) -> str:
    """Return one entry of a block list, dash included."""
    pad = " " * indent
    if isinstance(value, dict) and value and not _small(value, indent + 2):
        return f"{pad}- {block(value, indent + 2)[indent + 2 :]}"
    return f"{pad}- {inline(value)}\n"


def entry(key: str, value: Any, indent: int) -> str:
    """Return one key of a block mapping with its value."""
    return _entry(f"{' ' * indent}{inline(key)}:", value, indent + 2)


def _entry(head: str, value: Any, indent: int) -> str:
    if isinstance(value, dict | list) and value and not _small(value, indent):
        return f"{head}\n{block(value, indent)}"
    return f"{head} {inline(value)}\n"


def _small(value: Any, indent: int) -> bool:
    """Return whether a collection is short and flat enough for one line; what has an id of its own is not."""
    children = list(value.values()) if isinstance(value, dict) else value
    deep = any(isinstance(child, dict | list) and _has_mapping(child) for child in children)
    own = isinstance(value, dict) and "id" in value
    listed = isinstance(value, list) and any(isinstance(child, dict) for child in children)
    return not (deep or own or listed) and indent + len(inline(value)) <= WIDTH


def _has_mapping(value: Any) -> bool:
    return isinstance(value, dict) or any(isinstance(child, dict | list) for child in value)
