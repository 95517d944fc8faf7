"""What is taken of a posterior: its draws, refused where they are of something else, and what it was fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from interbellum.dates import as_day
from interbellum.errors import UsageError
from interbellum.simulation.assembly import Assembly
from interbellum.simulation.members import Draws

IN_SAMPLE = "in-sample: the parameters were fitted on what is forecast"


class Fitted(Protocol):
    """What a run needs of a posterior."""

    @property
    def draws(self) -> Draws:
        """BLOCK draws with their inputs."""
        ...

    @property
    def provenance(self) -> Mapping[str, Any]:
        """What it was fitted on: `case`, `case_hash`, `known_by`, and `until`, the day after the last step."""
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


def fitted_on(assembly: Assembly, posterior: Fitted | None, first: int) -> dict[str, str]:
    """Return what the provenance of a result from step `first` on says of what its posterior was fitted on; nothing
    for the priors.

    `posterior_until` is the day after the last; `hindsight`, in words, is there where it has seen more than the result
    is asked to know: days from the first step on, or what became known later.
    """
    if posterior is None:
        return {}
    until = posterior.provenance.get("until")
    found = {} if until is None else {"posterior_until": str(until)}
    seen = until is not None and assembly.step_after(as_day(str(until))) > first
    parts = [*([IN_SAMPLE] if seen else []), *_known_later(assembly, posterior)]
    return {**found, **({"hindsight": "; ".join(parts)} if parts else {})}


def _known_later(assembly: Assembly, posterior: Fitted) -> list[str]:
    """Return, in words, that a posterior was fitted on what was known by a later day than is asked for, if it was."""
    asked, made = assembly.known_by, str(posterior.provenance.get("known_by"))
    if asked is None:
        return []
    try:
        day = date.fromisoformat(made)
    except ValueError:
        return [f"with hindsight: the parameters were fitted with all that is known now, not with what was by {asked}"]
    return [f"with hindsight: the parameters were fitted with what was known by {day}, after {asked}"] * (day > asked)
