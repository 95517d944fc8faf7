"""The source note of a view: which case, as known when, from which run, so that a picture can be traced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from interbellum.case.case import Case


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a view's numbers come from. `seed`, `members` and `posterior` belong to a run and are absent elsewhere."""

    case: str
    case_hash: str
    known_by: str | None = None
    seed: int | None = None
    members: int | None = None
    posterior: str | None = None
    series: tuple[str, ...] = ()
    remark: str | None = None

    @classmethod
    def of_case(cls, case: Case, known_by: date | None = None, series: tuple[str, ...] = ()) -> SourceNote:
        """Return the note of what is read from a case's record."""
        return cls(case.id, case.hash, known_by.isoformat() if known_by else None, series=series)

    @classmethod
    def of_run(cls, provenance: Mapping[str, Any]) -> SourceNote:
        """Return the note of what is read from an ensemble, from its provenance."""
        return cls(
            case=str(provenance.get("case") or "unknown"),
            case_hash=str(provenance.get("case_hash") or ""),
            known_by=day.isoformat() if (day := known_day(provenance.get("known_by"))) else None,
            seed=_whole(provenance.get("seed")),
            members=_whole(provenance.get("members")),
            posterior=_text(provenance.get("posterior")),
        )

    def with_remark(self, remark: str) -> SourceNote:
        """Return the note with a remark at its end."""
        return replace(self, remark=remark)

    def line(self) -> str:
        """Return the note as one line."""
        parts = [f"Case {self.case}", f"hash {self.case_hash[:12]}" if self.case_hash else "hash not recorded"]
        parts.append(f"known by {self.known_by}" if self.known_by else "all that is known now")
        if self.seed is not None:
            parts.append(f"seed {self.seed}")
        if self.members is not None:
            parts.append(f"{self.members:,} members")
        if self.posterior is not None:
            parts.append(f"posterior {self.posterior[:12]}")
        parts.extend(self.series)
        return " · ".join(parts) + "." + (f" {self.remark}" if self.remark else "")


def outdated(case: Case, provenance: Mapping[str, Any]) -> bool:
    """Return whether a result was made from another state of a case than this one, as its provenance says."""
    found = provenance.get("case_hash")
    return bool(found) and str(found) != case.hash


def hindsight(provenance: Mapping[str, Any]) -> str | None:
    """Return one line where the parameters of a result have seen more than it is asked to know: no forecast of then."""
    found = provenance.get("hindsight")
    return f"Not a forecast of its day, {found}." if found else None


def known_day(value: Any) -> date | None:
    """Return the known-by day of a provenance; its words for "all that is known now" mean none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    return None if value in (None, "", "None") else str(value)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
