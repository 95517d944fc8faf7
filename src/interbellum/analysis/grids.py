"""Grids: scenarios under rival readings, all with the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interbellum.case.case import Case
from interbellum.case.documents import Scenario
from interbellum.dates import as_day
from interbellum.errors import UsageError
from interbellum.inference.posterior import Posterior
from interbellum.inference.readings import posterior_as
from interbellum.simulation.assembly import assemble
from interbellum.simulation.comparing import compare
from interbellum.simulation.fitted import draws_of
from interbellum.simulation.members import Draws
from interbellum.simulation.running import Ensemble, run

AS_IS = "model"


@dataclass(frozen=True)
class HeldDraws:
    """Draws of the parameters as a reading holds them, in the place of a posterior."""

    draws: Draws
    provenance: Mapping[str, Any]


@dataclass(frozen=True)
class Grid:
    """One ensemble a reading, each with the baseline and all scenarios; the same luck throughout.

    `titles` are those of the readings; `model` is the reading that changes nothing.
    """

    ensembles: Mapping[str, Ensemble]
    titles: Mapping[str, str]

    def cells(self) -> list[dict[str, Any]]:
        """Return a row for each reading, scenario, rivalry, horizon and measure: the chance or mean under that reading,
        and the paired difference from the same reading's own baseline."""
        rows = []
        for reading, ensemble in self.ensembles.items():
            rows += [{"reading": reading, **row} for row in _baseline(ensemble)]
            if len(ensemble.scenarios) > 1:
                found = compare(ensemble).rows
                rows += [{"reading": reading, **{k: v for k, v in row.items() if k != "baseline"}} for row in found]
        return rows

    def to_dict(self) -> dict[str, Any]:
        """Return the grid as plain data."""
        made = {name: ensemble.provenance for name, ensemble in self.ensembles.items()}
        return {"cells": self.cells(), "titles": dict(self.titles), "provenance": made}


def _baseline(ensemble: Ensemble) -> list[dict[str, Any]]:
    """Return the chances of the first scenario in the shape of a comparison's rows, without a difference."""
    rows = []
    for rivalry, found in ensemble.summary()["scenarios"][ensemble.scenarios[0]]["rivalries"].items():
        for measure in ("p_war", "p_violence"):
            for horizon, value in found[measure].items():
                rows.append({"scenario": ensemble.scenarios[0], "rivalry": rivalry, "horizon": int(horizon),
                             "measure": measure, "what_if": value, "difference": 0.0, "low": 0.0, "high": 0.0,
                             "changed": 0.0})  # fmt: skip
    return rows


def grid(
    case: Case,
    posterior: Posterior,
    scenarios: Sequence[str | Scenario] = (),
    readings: Sequence[str] = (),
    **settings: Any,
) -> Grid:
    """Return what-ifs under rival readings: for each reading and the model as it is, the baseline and every scenario.

    A reading learns its own posterior of the mechanisms that it changes, from the record that `posterior` was fitted
    on and with the same samples of the judged inputs; the rest is `posterior`'s. `settings` are those of `run` (start,
    months, members, seed, workers). Scenarios of one reading are compared member by member; readings have the same luck
    too, but not the same coefficients.
    """
    known = {one.id: one for one in case.perspectives}
    for name in readings:
        if name not in known and name != AS_IS:
            raise UsageError(f"the case has no reading {name!r}", hint=f"it has {', '.join(known) or 'none'}")
    assembly = assemble(case)
    draws_of(assembly, posterior)
    until = min(assembly.checked_start(as_day(str(posterior.provenance["until"]))), assembly.observed.count)
    ensembles, titles = {}, {}
    for name in dict.fromkeys((AS_IS, *readings)):
        perspective = known.get(name)
        draws = posterior_as(assembly, posterior, perspective, until=until)
        ensembles[name] = run(
            case, HeldDraws(draws, posterior.provenance), scenario=list(scenarios) or None, **settings
        )
        titles[name] = perspective.title if perspective else "The model as it is"
    return Grid(ensembles, titles)
