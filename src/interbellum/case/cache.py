"""The user's cache folder, for what can be made again or belongs to no case."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return where posteriors, compiled code and documents lie: INTERBELLUM_CACHE, else the user's cache folder."""
    named = os.environ.get("INTERBELLUM_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "interbellum"
