"""The hash of a case: SHA-256 of its content, whatever the order of its rows and the layout of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from interbellum.case.case import Case

_SETS = ("initial", "coverage", "parameters", "mechanisms")
"""Lists of `model.yaml` whose order means nothing; the order of units is that of the arrays."""

_TABLES = (
    "sources", "actors", "places", "claims", "events", "ties", "status", "positions", "coverage", "imported",
)  # fmt: skip


def case_hash(case: Case) -> str:
    """Return the hash of a case as 64 hexadecimal digits.

    Rows count without their order, except that the decisions about one claim count in theirs, since the latest holds.
    Fields at their defaults do not count, so that a column added to the format leaves the hash of older cases as it is.
    """
    digest = hashlib.sha256()
    for part in _parts(case):
        digest.update(part.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _parts(case: Case) -> Iterator[str]:
    yield f"case {_text(case.meta)}"
    model = plain(case.model)
    yield f"model {_json({**model, **{name: sorted(map(_json, model.get(name, ()))) for name in _SETS}})}"
    for name in _TABLES:
        yield from _sorted(name, getattr(case, name))
    for name in ("perspectives", "scenarios", "questions"):
        yield from _sorted(name, getattr(case, name))
    for stem in sorted(case.series):
        yield from _sorted(f"series/{stem}", case.series[stem])
    turn: dict[str, int] = {}
    decisions = []
    for review in case.reviews:
        turn[review.claim] = turn.get(review.claim, 0) + 1
        decisions.append(f"reviews {turn[review.claim]} {_text(review)}")
    yield from sorted(decisions)


def _sorted(name: str, values: Iterable[BaseModel]) -> list[str]:
    return sorted(f"{name} {_text(value)}" for value in values)


def plain(value: BaseModel) -> dict[str, Any]:
    """Return a value as plain data under the names that its file uses, without what is at its default."""
    return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _text(value: BaseModel) -> str:
    return _json(plain(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
