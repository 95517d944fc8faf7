"""The case: a folder of text files, its schema, loading, checking and saving.

Names are imported when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interbellum.case.case import Case
    from interbellum.case.catalogue import bundled, find_case, open_case
    from interbellum.case.checking import check_case, ensure_sound
    from interbellum.case.checks.finding import Finding
    from interbellum.case.describing import datapackage, write_datapackage
    from interbellum.case.hashing import case_hash
    from interbellum.case.loading import load_case
    from interbellum.case.reviewing import Reviewed, effective_claims, reviewed_claims
    from interbellum.case.saving import save_case
    from interbellum.case.schemas import json_schemas
    from interbellum.case.starting import Side, new_case
    from interbellum.case.summary import case_summary

__all__ = [
    "Case",
    "Finding",
    "Reviewed",
    "Side",
    "bundled",
    "case_hash",
    "case_summary",
    "check_case",
    "datapackage",
    "effective_claims",
    "ensure_sound",
    "find_case",
    "json_schemas",
    "load_case",
    "new_case",
    "open_case",
    "reviewed_claims",
    "save_case",
    "write_datapackage",
]

_HOMES = {
    "Case": "case",
    "Finding": "checks.finding",
    "Reviewed": "reviewing",
    "Side": "starting",
    "bundled": "catalogue",
    "case_hash": "hashing",
    "case_summary": "summary",
    "check_case": "checking",
    "datapackage": "describing",
    "effective_claims": "reviewing",
    "ensure_sound": "checking",
    "find_case": "catalogue",
    "json_schemas": "schemas",
    "load_case": "loading",
    "new_case": "starting",
    "open_case": "catalogue",
    "reviewed_claims": "reviewing",
    "save_case": "saving",
    "write_datapackage": "describing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
