"""Forecasts that are sealed when they are issued: a chain of hashes, so that nobody can tidy the past.

A log of forecasts is a text file with one JSON object a line, to which lines are only ever added; only a line feed
ends a line. Each entry carries the whole question as it was asked, the probability, who gave it and from what, and the
seal of the entry before; its own seal is the SHA-256 of all that. Changing, removing or inserting an entry breaks the
chain at that line. A chain cannot show by itself that its last entries were cut off: whoever wrote down an earlier seal
(the *head*) can.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from io import StringIO
from typing import Any

from pydantic import ValidationError

from interbellum.case.documents import Question
from interbellum.dates import parse_edtf
from interbellum.errors import ScoreError, Where

FIRST = "0" * 64
"""What the first entry of a log names as the seal before it."""
_LABEL = "interbellum forecast 1\n"


@dataclass(frozen=True)
class Sealed:
    """A forecast as it was issued.

    `number` counts from 0; `issued` is the moment of sealing, to the second, by the case's clock; `question` is its
    whole definition; `probability` is that of yes; `by` is "model" or a name. `origin` is the day before which
    everything was seen; the rest says from what the number came, `None` where it came from no run. `previous` and
    `seal` are hashes.
    """

    number: int
    issued: str
    case: str
    case_hash: str
    question: Mapping[str, Any]
    probability: float
    by: str
    origin: str
    known_by: str | None
    known_basis: str | None
    posterior: str | None
    seed: int | None
    version: str
    previous: str
    seal: str

    @property
    def asked(self) -> Question:
        """The question as it was asked."""
        return Question.model_validate(dict(self.question))

    @property
    def foresight(self) -> bool:
        """Whether it was issued before the question's horizon ended, by the case's clock: else it is a hindcast."""
        end = parse_edtf(str(self.question["end"])).latest
        return end is None or datetime.fromisoformat(self.issued).date() <= end


@dataclass(frozen=True)
class Verification:
    """Whether a log is whole: how many entries hold from the first on, the last seal of those, and the first fault."""

    entries: int
    head: str
    fault: str | None = None
    line: int | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed from within, or put in between."""
        return self.fault is None


def seal(entry: Mapping[str, Any]) -> str:
    """Return the seal of an entry: SHA-256 over its fields but `seal`, as JSON with sorted keys."""
    content = {name: value for name, value in entry.items() if name != "seal"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256((_LABEL + text).encode()).hexdigest()


def issue(
    log: Sequence[Sealed],
    question: Question,
    probability: float,
    *,
    issued: datetime,
    by: str,
    origin: str,
    provenance: Mapping[str, Any],
) -> Sealed:
    """Return the next entry of a log. `provenance` gives case, case_hash and version, and may give known_by,
    known_basis, posterior and seed. Raises `ScoreError` for a probability outside 0..1 or a moment before the last.
    """
    if not (math.isfinite(probability) and 0 <= probability <= 1):
        raise ScoreError(f"{probability} is not a probability", where=Where(question.id), hint="a number from 0 to 1")
    if issued.utcoffset() is None:
        raise ScoreError("the moment of issue names no time zone")
    moment = issued.isoformat(timespec="seconds")
    if log and datetime.fromisoformat(log[-1].issued) > datetime.fromisoformat(moment):
        raise ScoreError(f"the last forecast was issued at {log[-1].issued}, after {moment}", hint="check the clock")
    entry = {
        "number": len(log),
        "issued": moment,
        "question": question.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "probability": float(probability),
        "by": by,
        "origin": origin,
        **{name: provenance[name] for name in ("case", "case_hash", "version")},
        **{name: provenance.get(name) for name in ("known_by", "known_basis", "posterior", "seed")},
        "previous": log[-1].seal if log else FIRST,
    }
    return Sealed(**entry, seal=seal(entry))


def line_of(entry: Sealed) -> str:
    """Return an entry as the line of a log."""
    return json.dumps(asdict(entry), sort_keys=True, ensure_ascii=False, allow_nan=False)


def verify(text: str, head: str | None = None) -> Verification:
    """Return how far a log is whole; with `head`, also whether an entry of that seal is (still) in it."""
    previous, seals = FIRST, [FIRST]
    moment = ""
    for number, line in enumerate(StringIO(text)):
        fault = _fault(line, number, previous, moment)
        if fault is not None:
            return Verification(number, previous, fault, number + 1)
        entry = json.loads(line)
        previous, moment = entry["seal"], entry["issued"]
        seals.append(previous)
    if head is not None and head not in seals:
        return Verification(len(seals) - 1, previous, f"no entry has the seal {head[:12]}…: entries were removed")
    return Verification(len(seals) - 1, previous)


def entries(text: str, name: str = "log") -> tuple[Sealed, ...]:
    """Return the forecasts of a log; raise `ScoreError` with the line where it is not whole."""
    found = verify(text)
    if not found.whole:
        raise ScoreError(
            f"the log is broken: {found.fault}", where=Where(name, found.line), hint="restore it from a copy"
        )
    return tuple(Sealed(**json.loads(line)) for line in StringIO(text))


def _fault(line: str, number: int, previous: str, moment: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return "this line is no JSON"
    if not isinstance(entry, dict) or set(entry) != {one.name for one in fields(Sealed)}:
        return "this line is no sealed forecast"
    if seal(entry) != entry["seal"]:
        return "its content is not what was sealed"
    if entry["previous"] != previous or entry["number"] != number:
        return "it does not follow the entry before it: one was removed, inserted or moved"
    return _senseless(entry, moment)


def _senseless(entry: Mapping[str, Any], moment: str) -> str | None:
    """Return what is wrong with an entry whose seal and place are right."""
    try:
        Question.model_validate(entry["question"])
        issued = datetime.fromisoformat(entry["issued"])
        if moment and issued < datetime.fromisoformat(moment):
            return "it was issued before the entry before it"
    except (ValidationError, ValueError, TypeError):
        return "its question or its moment cannot be read"
    probability = entry["probability"]
    if not isinstance(probability, float) or not 0 <= probability <= 1:
        return "its probability is none"
    return None
