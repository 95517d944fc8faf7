"""A run of the scenario lab: what is asked, the work it is, and what the page shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interbellum.case.case import Case
from interbellum.case.documents import Choice, Scenario
from interbellum.case.faults import first_fault
from interbellum.case.vocabulary import Operation
from interbellum.errors import ScenarioError, UsageError
from interbellum.web.address import Day

if TYPE_CHECKING:
    from interbellum.analysis.drivers import Drivers
    from interbellum.analysis.representatives import Representatives
    from interbellum.simulation.comparing import Comparison
    from interbellum.simulation.running import Ensemble
    from interbellum.web.jobs import Job

MEMBER_STEPS = 700_000
"""Member-steps of a run, over all its scenarios: about as many kilobytes are kept of it in memory."""
OWN = "OWN"
"""The id of the scenario that is put together on the page."""
Text = Annotated[str, Field(max_length=240)]


class ChoiceAsked(BaseModel):
    """One choice of a scenario of the user's own, as in `scenarios.yaml`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    op: Operation
    target: Text
    unit: Text | None = None
    value: Annotated[float, Field(allow_inf_nan=False)] | Text
    from_: Annotated[Text | None, Field(alias="from")] = None
    until: Text | None = None


class RunAsked(BaseModel):
    """What is to be run: the case's scenarios, choices of one's own, and the size of the run."""

    model_config = ConfigDict(extra="forbid")

    case: Text | None = None
    scenarios: Annotated[list[Text], Field(max_length=8)] = []
    together: Annotated[bool, Field(description="Also make the choices of all named scenarios at once.")] = False
    choices: Annotated[list[ChoiceAsked], Field(max_length=40)] = []
    title: Annotated[str, Field(max_length=120)] = "My own choices"
    start: Day = None
    months: Annotated[int, Field(ge=1, le=240)] = 24
    members: Annotated[int, Field(ge=20, le=10_000)] = 1000
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1

    def wanted(self, case: Case) -> list[str | Scenario]:
        """Return the scenarios to run beside the baseline; raise `ScenarioError` for what cannot be understood."""
        found: list[str | Scenario] = list(dict.fromkeys(self.scenarios))
        if self.together and len(found) > 1:
            found.append("+".join(str(one) for one in found))
        if self.choices:
            if any(one.id == OWN for one in case.scenarios):
                raise ScenarioError(f"the case has a scenario {OWN} already", hint="rename it to put together another")
            choices = [one.model_dump(by_alias=True, exclude_none=True) for one in self.choices]
            try:
                made = tuple(Choice.model_validate(one) for one in choices)
            except ValidationError as error:
                field, what, hint = first_fault(error)
                raise ScenarioError(f"a choice is not understood: {field or 'it'}: {what}", hint=hint) from None
            found.append(
                Scenario(
                    id=OWN,
                    title=self.title.strip() or "My own choices",
                    gloss="Put together on the page.",
                    choices=made,
                )
            )
        return found


@dataclass(frozen=True)
class LabRun:
    """A finished run: futures with the same luck, and what they say."""

    ensemble: Ensemble
    posterior: Any
    comparison: Comparison | None
    futures: Mapping[str, Representatives]
    drivers: Drivers | None
    start: date

    @property
    def nbytes(self) -> int:
        """How many bytes its futures hold."""
        return int(self.ensemble.dataset.nbytes)


def checked(case: Case, asked: RunAsked, default_start: date) -> list[str | Scenario]:
    """Return the scenarios to run, after everything that can be refused at once has been.

    Raises `UsageError` for a run that is too large or begins too early, and `ScenarioError` for choices that cannot be
    made.
    """
    from interbellum.simulation.assembly import assemble
    from interbellum.simulation.running import wanted_scenarios
    from interbellum.simulation.scenarios import compile_scenario

    wanted = asked.wanted(case)
    size = asked.members * asked.months * (len(wanted) + 1)
    if size > MEMBER_STEPS:
        hint = f"members x months x scenarios must stay below {MEMBER_STEPS:,}: ask for fewer, or use the command line"
        raise UsageError(f"a run of {size:,} member-steps is too large for the page", hint=hint)
    assembly = assemble(case)
    first = assembly.checked_start(asked.start or default_start)
    for scenario in wanted_scenarios(case, wanted or None):
        compile_scenario(
            assembly.engine,
            scenario,
            first=first,
            count=asked.months,
            rows=assembly.rows,
            origin=assembly.origin(first),
        )
    return wanted


def work(case: Case, asked: RunAsked, wanted: list[str | Scenario], default_start: date, job: Job) -> LabRun:
    """Fit what must be fitted, run all scenarios with the same luck, and say what they show. Tells the job how far."""
    from interbellum.analysis.drivers import drivers
    from interbellum.analysis.representatives import representatives
    from interbellum.inference.fitting import fit
    from interbellum.simulation.comparing import compare
    from interbellum.simulation.running import run

    start, fitted = asked.start or default_start, 0
    count = len(case.model.mechanisms)

    def next_mechanism(name: str) -> None:
        nonlocal fitted
        fitted += 1
        job.tell(f"fitting {name}", fitted, count)

    job.tell("fitting to what was recorded before the first day", 0, count)
    posterior = fit(case, until=start, progress=next_mechanism)
    job.tell("running futures", 0, 0)
    ensemble = run(
        case, posterior, start=start, months=asked.months, members=asked.members, seed=asked.seed,
        scenario=wanted or None, progress=lambda done, total: job.tell("running futures", done, total),
    )  # fmt: skip
    job.tell("comparing with the same luck", 0, 0)
    comparison = compare(ensemble) if wanted else None
    names = ensemble.scenarios
    futures = {}
    for number, name in enumerate(names):
        job.tell("choosing representative futures", number, len(names))
        futures[name] = representatives(ensemble, scenario=name)
    job.tell("asking what drives the outcome", 0, 0)
    return LabRun(ensemble, posterior, comparison, futures, drivers(ensemble), start)
