"""The user's cache folder, for what can be made again or belongs to no case."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def cache_folder() -> Path:
    """Return where posteriors, compiled code and documents lie: INTERBELLUM_CACHE, else the user's cache folder."""
    named = os.environ.get("INTERBELLUM_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "interbellum"


@cache
def code_hash(*parts: str) -> str:
    """Return a hash of the code of parts of the program (packages, with all that lies in them, and modules), so that
    what is kept is not taken for what other code made."""
    digest, root = hashlib.sha256(), resources.files("interbellum")
    for part in parts:
        for code in _code(root / part) if (root / part).is_dir() else [(root / f"{part}.py").read_bytes()]:
            digest.update(code)
    return digest.hexdigest()[:16]


def _code(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _code(entry)
        elif entry.name.endswith(".py"):
            yield entry.read_bytes()
