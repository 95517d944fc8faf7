"""Data as JSON knows it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any


def plain(data: Any) -> Any:
    """Return data made of nothing but what JSON knows; numbers that are not finite become `None`, sets sorted lists."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    if isinstance(data, set | frozenset):
        return sorted((plain(value) for value in data), key=str)
    if isinstance(data, date | Path):
        return str(data)
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if hasattr(data, "tolist"):
        return plain(data.tolist())
    return data
