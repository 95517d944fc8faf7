"""What is taken of a posterior: its draws, refused where they are of something else, and what it was fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from interbellum.dates import as_day
from interbellum.errors import UsageError
from interbellum.simulation.assembly import Assembly
from interbellum.simulation.members import Draws


class Fitted(Protocol):
    """What a run needs of a posterior."""

    @property
    def draws(self) -> Draws:
        """BLOCK draws with their inputs."""
        ...

    @property
    def provenance(self) -> Mapping[str, Any]:
        """What it was fitted on: `case`, `case_hash`, and `until`, the day after the last step."""
        ...


def draws_of(assembly: Assembly, posterior: Fitted | None) -> Draws:
    """Return the draws of a posterior, those of the priors where there is none.

    Raises `UsageError` for what is no posterior, or one that was fitted on something else than the case as it is.
    """
    if posterior is None:
        return assembly.priors
    if not isinstance(getattr(posterior, "draws", None), Draws):
        raise UsageError(f"{posterior!r} is no posterior", hint="fit one: ib.fit(case); what-ifs go by scenario=")
    case, made = assembly.case, posterior.provenance
    if made.get("case") != case.id:
        raise UsageError(f"the posterior is of case {made.get('case')}, not of {case.id}", hint="fit this case")
    if made.get("case_hash") != case.hash:
        raise UsageError(f"the posterior was fitted on another state of case {case.id}", hint="fit the case anew")
    return posterior.draws


def fitted_until(posterior: Fitted | None) -> dict[str, str]:
    """Return `posterior_until`, the day after the last that a posterior was fitted on; nothing for the priors."""
    until = None if posterior is None else posterior.provenance.get("until")
    return {} if until is None else {"posterior_until": str(until)}


def in_sample(assembly: Assembly, posterior: Fitted | None, first: int) -> bool:
    """Return whether a posterior was fitted on steps from `first` on."""
    until = fitted_until(posterior).get("posterior_until")
    return until is not None and assembly.step_after(as_day(until)) > first
