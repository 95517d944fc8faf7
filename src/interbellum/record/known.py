"""When a claim became known: the rules of each basis.

- `publication`: the latest day its source can have been published on;
- `public-event`: a public act is known on the latest day it can have begun on, plus the case's lag, but never later
  than its source was published;
- `contemporaneous`: news of the day: the latest day of its date, plus the lag;
- `vintage`: the release of a dataset: the point's own vintage where that is a date, else its source's publication.

A `known` written in the claim comes before its own basis. What cannot be dated by its basis falls back on publication,
then on the day the source was retrieved; failing all, nobody can say when it was known, and no as-known replay has it.
A value of a series is never known before its own date has passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from interbellum.case.tables import Claim, Source
from interbellum.case.vocabulary import KnownBasis
from interbellum.dates import add_days, parse_edtf, start_of
from interbellum.errors import DateError, UsageError

ReplayBasis = Literal["claim", "publication", "public-event", "contemporaneous", "vintage"]
"""The basis of a whole replay: each claim's own (`claim`), or one for all."""


@dataclass(frozen=True, slots=True)
class Known:
    """The day something became known (`None`: nobody can say), and the basis of that day."""

    day: date | None
    basis: KnownBasis

    def by(self, day: date | None) -> bool:
        """Return whether it was known by `day` (`None`: by now)."""
        return day is None or (self.day is not None and self.day <= day)


@dataclass(frozen=True)
class KnownRules:
    """The rules with what they need of the case: its sources by id and the lag of public events in days."""

    sources: Mapping[str, Source]
    lag: int
    replay: ReplayBasis = "claim"

    def __post_init__(self) -> None:
        if self.replay not in get_args(ReplayBasis):
            raise UsageError(
                f"no known basis is called {self.replay!r}", hint="use one of " + ", ".join(get_args(ReplayBasis))
            )

    def of_claim(self, claim: Claim) -> Known:
        """Return when `claim` became known."""
        basis = self._basis(claim)
        if claim.known is not None and basis == claim.known_basis:
            return Known(parse_edtf(claim.known).latest, basis)
        published = self._published(claim)
        if basis in ("publication", "vintage") or claim.date is None:
            return Known(published, basis)
        when = parse_edtf(claim.date)
        if basis == "contemporaneous":
            return Known(_plus(when.latest, self.lag) or published, basis)
        start = start_of(when)
        act = _plus(start.latest if start else when.latest, self.lag)
        return Known(min((day for day in (act, published) if day), default=None), basis)

    def of_point(self, claim: Claim, latest: date | None, vintage: str | None) -> Known:
        """Return when a value of a series became known through `claim`; `latest` is the last day of its date.

        A basis that dates by the act (`public-event`, `contemporaneous`) dates each value by its own date.
        """
        basis = self._basis(claim)
        written = claim.known is not None and basis == claim.known_basis
        passed = _plus(latest, self.lag)
        if basis == "vintage":
            day = _release(vintage) or self.of_claim(claim).day
            return Known(_later(day, latest), basis)
        if written or basis == "publication":
            return Known(_later(self.of_claim(claim).day, latest), basis)
        return Known(passed or self._published(claim), basis)

    def _basis(self, claim: Claim) -> KnownBasis:
        return claim.known_basis if self.replay == "claim" else self.replay

    def _published(self, claim: Claim) -> date | None:
        source = self.sources.get(claim.source)
        return None if source is None else published_day(source)


def published_day(source: Source) -> date | None:
    """Return the latest day a source can have been published on, else retrieved on; `None` where it says neither."""
    for text in (source.published, source.retrieved):
        latest = None if text is None else parse_edtf(text).latest
        if latest is not None:
            return latest
    return None


def _plus(day: date | None, lag: int) -> date | None:
    return None if day is None else add_days(day, lag)


def _later(day: date | None, other: date | None) -> date | None:
    return day if day is None or other is None else max(day, other)


@lru_cache(maxsize=1 << 10)
def _release(vintage: str | None) -> date | None:
    """Return the day of a vintage that is written as a date; other vintages are names (`GED 24.1`).

    To find that a name is no date takes a good part of a second, and every value of a series asks: it is kept.
    """
    if vintage is None:
        return None
    try:
        return parse_edtf(vintage).latest
    except DateError:
        return None
