"""A case made ready to replay, fit and run: its record, system, engine, parameter rows and observed marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import jax

from interbellum.case.cache import cache_folder
from interbellum.case.case import Case
from interbellum.case.model import Parameter
from interbellum.case.period import last_day
from interbellum.dates import add_days
from interbellum.errors import UsageError
from interbellum.mechanisms.parameters import shipped as shipped_rows
from interbellum.mechanisms.protocol import Mechanism
from interbellum.mechanisms.registry import COMMON, chosen, parameters
from interbellum.record import Record
from interbellum.simulation.engine import Engine
from interbellum.simulation.inputs import refuse_out_of_range
from interbellum.simulation.members import Draws, prior_draws
from interbellum.simulation.timeline import origin_of
from interbellum.system.observations import Observations
from interbellum.system.observe import observe
from interbellum.system.system import System, build_system


@dataclass(frozen=True)
class Assembly:
    """A case with everything that is derived from it before any parameter is fitted."""

    case: Case
    record: Record
    system: System
    engine: Engine
    rows: Mapping[str, Parameter]
    observed: Observations
    known_by: date | None

    def step_after(self, day: date) -> int:
        """Return the first step that is not completed on the eve of `day`: where a run that starts on it begins."""
        return self.system.steps.last_completed(add_days(day, -1)) + 1

    def checked_start(self, day: date) -> int:
        """Return `step_after(day)`, refused before the model's start."""
        step = self.step_after(day)
        if step < 1:
            first = self.system.steps.end(0)
            raise UsageError(f"{day} lies before the model has a completed step", hint=f"choose a day after {first}")
        return step

    def origin(self, first: int) -> int | None:
        """Return the step before which what a run from step `first` may use was known; `None`: all that is written."""
        return origin_of(self.observed, first)

    @cached_property
    def priors(self) -> Draws:
        """Draws from priors and judged ranges alone."""
        return prior_draws(self.system, self.rows, 0)

    def provenance(self) -> dict[str, Any]:
        """Return what every result carries."""
        from interbellum import __version__

        return {
            "case": self.case.id,
            "case_hash": self.case.hash,
            "version": __version__,
            "known_by": self.known_by.isoformat() if self.known_by else "all that is known now",
        }


@dataclass(frozen=True, eq=False)
class _Key:
    """A case and a known-by day, equal by content."""

    case: Case
    known_by: date | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def _content(self) -> tuple[str, date | None]:
        return self.case.hash, self.known_by


def assemble(case: Case, known_by: date | None = None) -> Assembly:
    """Return a case made ready, as known by a day (`None`: by now). Kept for the last few cases asked for.

    Raises `UsageError` for what is no opened case, a name for instance.
    """
    if not isinstance(case, Case):
        raise UsageError(f"{case!r} is no opened case", hint="open it first: ib.open_case('karabakh')")
    return _assembled(_Key(case, known_by))


SetUp = tuple[System, tuple[Mechanism, ...], dict[str, Parameter]]
"""A case's units, its chosen mechanisms and their parameter rows."""


def set_up(case: Case) -> SetUp:
    """Return a case's units, its chosen mechanisms and their parameter rows.

    Raises `ModelError` where a mechanism lacks its units, or a row is unknown, out of its range or cannot be sampled.
    """
    system = build_system(case)
    mechanisms = chosen(system)
    rows = parameters(system, mechanisms)
    shipped = {row.name: row for row in (*shipped_rows(COMMON), *(r for m in mechanisms for r in m.parameters()))}
    refuse_out_of_range(rows, shipped)
    return system, mechanisms, rows


@lru_cache(maxsize=8)
def _assembled(key: _Key) -> Assembly:
    keep_compiled()
    record = Record.of(key.case)
    system, mechanisms, rows = set_up(key.case)
    end = last_day(key.case)
    if key.known_by is not None:
        end = min(end, key.known_by)
    count = max(system.steps.last_completed(end) + 1, 1)
    return Assembly(
        case=key.case, record=record, system=system, engine=Engine(system, mechanisms, key.case.hash),
        rows=rows, observed=observe(record, system, count=count, known_by=key.known_by),
        known_by=key.known_by,
    )  # fmt: skip


@lru_cache(maxsize=1)
def keep_compiled() -> None:
    """Keep compiled code on disk, so that a second run of the program need not compile again."""
    jax.config.update("jax_compilation_cache_dir", str(cache_folder() / "compiled"))  # type: ignore[no-untyped-call]
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.3)  # type: ignore[no-untyped-call]
