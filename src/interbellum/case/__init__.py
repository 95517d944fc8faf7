"""The case: a folder of text files, its schema, loading, checking and saving.

Names are imported when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interbellum.case.case import Case
    from interbellum.case.hashing import case_hash
    from interbellum.case.loading import load_case

__all__ = ["Case", "case_hash", "load_case"]

_HOMES = {"Case": "case", "case_hash": "hashing", "load_case": "loading"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
