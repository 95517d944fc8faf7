"""The user's cache folder, for what can be made again or belongs to no case."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path


def cache_folder() -> Path:
    """Return where posteriors, compiled code and documents lie: INTERBELLUM_CACHE, else the user's cache folder."""
    named = os.environ.get("INTERBELLUM_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "interbellum"


@cache
def code_hash(*packages: str) -> str:
    """Return a hash of the code of parts of the program, so that what is kept is not taken for what other code made."""
    digest = hashlib.sha256()
    for package in packages:
        folder = resources.files(f"interbellum.{package}")
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.is_file() and entry.name.endswith(".py"):
                digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]
