"""Futures: the scenario lab. Choices, a run with its progress, and what its futures say, with the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BeforeValidator, Field

from interbellum.case.case import Case
from interbellum.dates import add_days
from interbellum.errors import UsageError
from interbellum.views.choices import choice_catalogue, refusals, scenario_data
from interbellum.views.lab import comparison_view, fan_view, lab_data
from interbellum.views.labels import Labels
from interbellum.views.note import outdated
from interbellum.views.plain import plain
from interbellum.web.address import Address, Name
from interbellum.web.errors import NotThereError
from interbellum.web.job_routes import add_job_routes, jobs_of
from interbellum.web.jobs import Job, Jobs
from interbellum.web.lab import LabRun, RunAsked, checked, work
from interbellum.web.pages.page import Page

if TYPE_CHECKING:
    from datetime import date

    from interbellum.web.desk import Desk, Opened

MONTHS, MEMBERS = 24, 1000
KIND = "run"
"""The kind of the lab's jobs."""
OPENING = "opening"
"""Stands for the run that `interbellum open` made, where drawings are asked for."""


class FuturesAddress(Address):
    """The address of the lab: which run is shown, and from which day a new one is to start."""

    run: Annotated[Name, Field(description="The run shown; the newest of the case where none is named.")] = None
    rivalry: Annotated[Name, Field(description="The rivalry shown; the first where none is named.")] = None


def data(desk: Desk, address: FuturesAddress) -> dict[str, Any]:
    """Return the choices there are, the runs that are kept, and what the shown one says."""
    opened = desk.of_address(address)
    jobs = jobs_of(desk)
    kept = jobs.all(KIND, opened.case.id)
    job = jobs.get(KIND, address.run) if address.run else next((one for one in kept if _fits(one, opened.case)), None)
    if job is not None and job.case != opened.case.id:
        raise NotThereError(f"run {job.id} is of another case", hint="open it with its own case")
    start = _start(opened, address)
    scenarios, catalogue = _choices(desk, opened.case, start)
    result = _result(desk, opened, job, address)
    return {
        "start": start.isoformat(), "months": MONTHS, "members": MEMBERS, "scenarios": scenarios,
        "first_month": f"{start:%Y-%m}", "last_month": f"{_last(opened, start):%Y-%m}",
        "catalogue": catalogue, "runs": [one.to_dict() for one in kept],
        "run": None if job is None else job.to_dict(), "result": result,
        "stale": result is not None and outdated(opened.case, result["provenance"]),
        "drawn": f"{opened.case.id}:{OPENING}" if job is None else job.id,
    }  # fmt: skip


def _fits(job: Job, case: Case) -> bool:
    """Return whether a run is done, and has the rivalries of the case as it is."""
    if job.state != "done":
        return False
    has = [str(name) for name in job.result.ensemble.dataset["rivalries"].values]
    return has == [one.id for one in case.model.units.rivalries]


def _start(opened: Opened, address: Address) -> date:
    """Return the day from which a new run is to start: the clock's where it can, else the day after the record's."""
    if address.now is not None:
        return address.now
    clock, too_early = address.on, opened.record.steps.end(0)
    return clock if clock is not None and too_early < clock < opened.last_day else add_days(opened.last_day, 1)


def _last(opened: Opened, start: date) -> date:
    """Return the first day of the last step of a run from `start`."""
    steps = opened.record.steps
    return steps.start(steps.index(start) + MONTHS - 1)


def _choices(desk: Desk, case: Case, start: date) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the scenarios and the catalogue of choices for runs from a day, kept for the day asked for last."""
    from interbellum.simulation.assembly import assemble

    key = (case.hash, start)
    kept = desk.own.get(f"choices of {case.id}")
    if kept is None or kept[0] != key:
        assembly, labels = assemble(case), Labels(case)
        first = assembly.checked_start(start)
        found = scenario_data(assembly, labels, refusals(assembly, first, MONTHS)), choice_catalogue(assembly, labels)
        kept = desk.own[f"choices of {case.id}"] = (key, found)
    return kept[1]


def _result(desk: Desk, opened: Opened, job: Job | None, address: FuturesAddress) -> dict[str, Any] | None:
    """Return what a finished run says; a run that `interbellum open` made is shown where the lab has made none."""
    if job is not None:
        return None if job.state != "done" else lab_data(opened.case, job.result, address.rivalry)
    if opened.ensemble is None:
        return None
    return lab_data(opened.case, _found_on_opening(desk, opened), address.rivalry)


def _found_on_opening(desk: Desk, opened: Opened) -> LabRun:
    """Return what the run of the opening says, with its stories and drivers, worked out once."""
    from interbellum.analysis.drivers import drivers
    from interbellum.analysis.representatives import representatives
    from interbellum.simulation.comparing import compare
    from interbellum.simulation.running import Ensemble
    from interbellum.views.futures import origin

    ensemble = opened.ensemble
    assert ensemble is not None

    def make() -> LabRun:
        several, sampled = len(ensemble.scenarios) > 1, isinstance(ensemble, Ensemble)
        return LabRun(
            ensemble,
            opened.posterior,
            compare(ensemble) if several else None,
            {name: representatives(ensemble, scenario=name) for name in ensemble.scenarios} if sampled else {},
            drivers(ensemble) if sampled else None,
            origin(ensemble),
        )

    return desk.memo(opened, "opening", make)


def routes(desk: Desk) -> APIRouter:
    """Return the lab's own paths: start, follow, cancel a run; its drawings."""
    router = APIRouter(prefix="/api/futures", tags=["Futures"])
    jobs = jobs_of(desk)

    @router.post("/runs", status_code=202, summary="Start a run, or say why it cannot be.")
    def start(asked: RunAsked) -> JSONResponse:
        opened = desk.of_address(Address(case=asked.case))
        default = _start(opened, Address())
        wanted = checked(opened.case, asked, default)
        title = asked.title if asked.choices else "Baseline" if not wanted else ", ".join(asked.scenarios)

        def done(job: Job) -> LabRun:
            found = work(opened.case, asked, wanted, default, job)
            desk.put(opened.case.id, ensemble=found.ensemble, posterior=found.posterior)
            return found

        job = jobs.submit(KIND, opened.case.id, title, asked.model_dump(mode="json", by_alias=True), done)
        return JSONResponse(plain(job.to_dict()), 202)

    @router.get("/runs", summary="The runs that are kept, the newest first.")
    def every(case: Name = None) -> JSONResponse:
        found = jobs.all(KIND, desk.of_address(Address(case=case)).case.id)
        return JSONResponse(plain([job.to_dict() for job in found]))

    add_job_routes(router, jobs, KIND, "/runs", "a run")

    @router.get("/runs/{id}/drawings/{name}.svg", summary="A drawing of a run.", response_class=Response)
    def drawing(
        id: str,
        name: Literal["fan", "war", "deaths"],
        scenario: Name = None,
        rivalry: Name = None,
        theme: Literal["light", "dark"] = "light",
        width: Annotated[Literal[360, 820], BeforeValidator(int)] = 820,
    ) -> Response:
        result, case = _shown(desk, jobs, id)
        svg = _svg(case, result, name, scenario, rivalry, theme, width)
        return Response(svg, media_type="image/svg+xml", headers={"cache-control": "no-cache"})

    return router


def _shown(desk: Desk, jobs: Jobs, id_: str) -> tuple[LabRun, Case]:
    case, _, at_opening = id_.rpartition(":")
    if at_opening == OPENING and case in desk.opened and desk.opened[case].ensemble is not None:
        opened = desk.opened[case]
        return _found_on_opening(desk, opened), opened.case
    job = jobs.get(KIND, id_)
    if job.state != "done":
        raise NotThereError(f"run {job.id} has nothing to draw: it is {job.state}")
    return job.result, desk.opened[job.case].case


def _svg(
    case: Case, result: LabRun, name: str, scenario: str | None, rivalry: str | None, theme: Any, width: int
) -> str:
    if name == "fan":
        return fan_view(case, result, scenario, rivalry).svg(theme, width, bare=True)
    if result.comparison is None:
        raise UsageError("this run has no scenario to compare", hint="choose one beside the baseline")
    return comparison_view(result, {"war": "p_war", "deaths": "deaths"}[name], rivalry).svg(theme, width, bare=True)


PAGE = Page(
    "futures", "Futures", "What may follow, and what would change it.", data, FuturesAddress, routes,
    scripts=("futures.js",),
)  # fmt: skip
