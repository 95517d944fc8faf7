"""What the app has open: cases with their records, and the results that were made for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from interbellum.case.case import Case
from interbellum.case.checking import ensure_sound
from interbellum.case.loading import Stamp, load_case, stamp_of
from interbellum.case.period import last_day
from interbellum.errors import CaseError, InterbellumError, UsageError, Where
from interbellum.record import Record, asked
from interbellum.views.labels import Labels
from interbellum.web.address import Address
from interbellum.web.errors import NotThereError

if TYPE_CHECKING:
    from pathlib import Path

    from interbellum.scoring import Scorecard
    from interbellum.simulation.running import Ensemble

T = TypeVar("T")
READ = ("case", "ensemble", "posterior", "card", "stamp", "fault")
"""What reading a case again may change."""
KEPT = 64
"""How many worked-out things are kept at once."""


@dataclass(frozen=True)
class Opened:
    """A case with its record and, where they were made, an ensemble, a posterior and a scorecard.

    `folder` is where the results of `interbellum open` lie, `documents` are folders with the texts of its sources.
    `stamp` is that of the case's folder when it was looked at last (`None`: not yet), `fault` why what lies there now
    is not what is shown.
    """

    case: Case
    ensemble: Ensemble | None = None
    posterior: Any = None
    card: Scorecard | None = None
    folder: Path | None = None
    documents: tuple[Path, ...] = ()
    stamp: Stamp | None = field(default=None, repr=False)
    fault: InterbellumError | None = None

    @cached_property
    def record(self) -> Record:
        """The record of the case."""
        return Record.of(self.case)

    @cached_property
    def labels(self) -> Labels:
        """The names of its actors, units and places."""
        return Labels(self.case)

    @cached_property
    def last_day(self) -> date:
        """The last day of the record."""
        return last_day(self.case)

    def day(self, address: Address) -> date:
        """Return the day that an address shows. Raises `DateError` for one that neither the case's period holds nor, in
        a case with futures, the time that they reach."""
        on = address.on
        if on is None or (self.last_day < on and self.ensemble is not None and on <= _reached(self.ensemble)):
            return on or self.last_day
        asked(self.record, on)
        return on

    def now(self, address: Address) -> date:
        """Return the day on which, for an address, the record ends."""
        return address.now or self.last_day

    def read_again(self) -> Opened:
        """Return the case as it lies in its folder now: itself where nothing was written there since the last look.

        What cannot be read or is not sound leaves the case as it was, with the `fault`. Results of a model with other
        units are let go. A case that was changed after it was loaded, or that lies in no folder, is not looked for.
        """
        case = self.case
        if case.root is None or case.hash != case.opened:
            return self
        stamp = stamp_of(case.root)
        if stamp == self.stamp:
            return self
        try:
            found = load_case(case.root)
            ensure_sound(found)
            if found.id != case.id:
                what = f"the case that lies here is called {found.id!r} now"
                raise CaseError(what, where=Where(str(case.root)), hint="serve it anew")
        except InterbellumError as fault:
            return replace(self, stamp=stamp, fault=fault)
        if found.hash == case.hash:
            return replace(self, stamp=stamp, fault=None)
        same = found.model.units == case.model.units
        kept = self if same else replace(self, ensemble=None, posterior=None, card=None)
        return replace(kept, case=found, stamp=stamp, fault=None)


def _differs(part: str, one: Opened, other: Opened) -> bool:
    return getattr(one, part) is not getattr(other, part)


def _reached(ensemble: Ensemble) -> date:
    """Return the last day of the futures of an ensemble."""
    return date.fromisoformat(str(ensemble.dataset.time.values[-1])[:10])


@dataclass
class Desk:
    """The opened cases by id, in the order they were given. Results are put in place of what was there."""

    opened: dict[str, Opened]
    token: str = ""
    lock: Lock = field(default_factory=Lock, repr=False)
    reading: Lock = field(default_factory=Lock, repr=False)
    """Held while a case is read again, so that it is read once."""
    closing: list[Callable[[], None]] = field(default_factory=list, repr=False)
    """Called when the app ends."""
    own: dict[str, Any] = field(default_factory=dict, repr=False)
    """What pages keep for as long as the app lives, by a name of their own."""
    kept: OrderedDict[tuple[str, str], Any] = field(default_factory=OrderedDict, repr=False)
    """What was worked out for a case as it is, by the case's hash and a name; the longest unused is let go."""

    @classmethod
    def of(cls, opened: Iterable[Opened], token: str = "") -> Desk:
        """Return a desk with some cases; raise `UsageError` where there is none, or two have one id."""
        found: dict[str, Opened] = {}
        for one in opened:
            if one.case.id in found:
                raise UsageError(f"two cases are called {one.case.id!r}", hint="serve them one at a time")
            found[one.case.id] = one
        if not found:
            raise UsageError("there is no case to serve")
        return cls(found, token)

    def of_address(self, address: Address) -> Opened:
        """Return the case of an address as it lies in its folder now: the first where it names none.

        Raises `NotThereError` for one that is not open.
        """
        name = next(iter(self.opened)) if address.case is None else address.case
        if name not in self.opened:
            raise NotThereError(f"no case {name!r} is open", hint=f"open are {', '.join(self.opened)}")
        with self.reading:
            before = self.opened[name]
            now = before.read_again()
            if now is before:
                return before
            return self.put(name, **{part: getattr(now, part) for part in READ if _differs(part, before, now)})

    def put(self, case: str, /, **results: Any) -> Opened:
        """Replace fields of an opened case (`case=`, `ensemble=`, ...) and return it as it is now.

        What was worked out for it as it was is let go: a brief, for instance, holds the futures that it tells of.
        """
        with self.lock:
            before = self.opened[case]
            self.opened[case] = replace(before, **results)
            if results.keys() - {"stamp", "fault"}:
                for key in [key for key in self.kept if key[0] == before.case.hash]:
                    del self.kept[key]
            return self.opened[case]

    def memo(self, opened: Opened, name: str, make: Callable[[], T]) -> T:
        """Return what `make` returns, worked out once for a case as it is; asked for at once, it may be made twice.

        It is not kept where the case or its results were replaced meanwhile.
        """
        key = (opened.case.hash, name)
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                found: T = self.kept[key]
                return found
        made = make()
        with self.lock:
            if self.opened.get(opened.case.id) is opened:
                self.kept[key] = made
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return made

    @asynccontextmanager
    async def lifespan(self, _: object) -> AsyncIterator[None]:
        """Live as long as the app does, and close what pages have opened."""
        yield
        self.close()

    def close(self) -> None:
        """Close what pages have opened; more than once does no harm."""
        for close in self.closing:
            close()
