"""The case: a folder of text files, its schema, loading, checking and saving.

Names are imported when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interbellum.case.catalogue import bundled, find_case, open_case
    from interbellum.case.case import Case
    from interbellum.case.checking import check_case, ensure_sound
    from interbellum.case.checks.finding import Finding
    from interbellum.case.hashing import case_hash
    from interbellum.case.loading import load_case
    from interbellum.case.reviewing import Reviewed, append_review, effective_claims, reviewed_claims

__all__ = [
    "Case",
    "Finding",
    "Reviewed",
    "append_review",
    "bundled",
    "case_hash",
    "check_case",
    "effective_claims",
    "ensure_sound",
    "find_case",
    "load_case",
    "open_case",
    "reviewed_claims",
]

_HOMES = {
    "Case": "case",
    "Finding": "checks.finding",
    "Reviewed": "reviewing",
    "append_review": "reviewing",
    "bundled": "catalogue",
    "case_hash": "hashing",
    "check_case": "checking",
    "effective_claims": "reviewing",
    "ensure_sound": "checking",
    "find_case": "catalogue",
    "load_case": "loading",
    "open_case": "catalogue",
    "reviewed_claims": "reviewing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
