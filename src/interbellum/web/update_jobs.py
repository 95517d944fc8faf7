"""The run as of an earlier day that an update brief compares with: made by a job and kept as its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from interbellum.errors import UsageError, Where
from interbellum.views.futures import EnsembleLike, origin
from interbellum.views.note import known_day
from interbellum.views.plain import plain
from interbellum.web.address import Address, Day
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import NotThereError
from interbellum.web.job_routes import add_job_routes, jobs_of
from interbellum.web.jobs import Job

if TYPE_CHECKING:
    from interbellum.simulation.running import Ensemble

KIND = "update"
"""The kind of these jobs."""


class UpdateAsked(BaseModel):
    """An update brief that is asked for: since which day."""

    model_config = ConfigDict(extra="forbid")

    case: Annotated[str | None, Field(max_length=240)] = None
    since: Day = None


@dataclass(frozen=True)
class EarlierRun:
    """Futures as of an earlier day, and what they were made to compare with."""

    ensemble: Ensemble
    made_for: tuple[Any, ...]

    @property
    def nbytes(self) -> int:
        """How many bytes they hold."""
        return int(self.ensemble.dataset.nbytes)


def checked_since(ensemble: EnsembleLike, since: date | None) -> date:
    """Return the day that a brief looks back to; raise `UsageError` where there is none or it is not earlier."""
    start = origin(ensemble)
    if since is None:
        raise UsageError("no day is named", where=Where("since"), hint="name the day of the last brief")
    if since >= start:
        what = f"the brief is as of {start}, so it cannot look back from {since}"
        raise UsageError(what, where=Where("since"), hint="choose an earlier day")
    return since


def earlier_of(desk: Desk, opened: Opened, since: date | None) -> Ensemble | None:
    """Return the run as of a day that was made to compare the opened futures with; `None` where none was."""
    ended = [job.result for job in jobs_of(desk).all(KIND, opened.case.id) if job.state == "done"]
    return next((one.ensemble for one in ended if one.made_for == _key(opened, since)), None)


def latest(desk: Desk, opened: Opened, since: date | None) -> dict[str, Any] | None:
    """Return the newest job for a day that waits, runs or failed."""
    asked = None if since is None else since.isoformat()
    jobs = jobs_of(desk).all(KIND, opened.case.id)
    return next((job.to_dict() for job in jobs if job.asked["since"] == asked and job.state != "done"), None)


def _key(opened: Opened, since: date | None) -> tuple[Any, ...]:
    made = {} if opened.ensemble is None else opened.ensemble.provenance
    return (opened.case.hash, since, *(str(made.get(name)) for name in ("start", "members", "seed", "known_by")))


def run_as_of(opened: Opened, since: date, job: Job) -> EarlierRun:
    """Fit to what is dated before `since`, and run the baseline from there with the opened run's size and seed.

    Where the opened run is as known by a day, the earlier one is as known on its own.
    """
    from interbellum.inference.fitting import fit
    from interbellum.simulation.running import run

    now = opened.ensemble
    assert now is not None
    seed, done, count = int(now.provenance["seed"]), 0, len(opened.case.model.mechanisms)

    def next_mechanism(name: str) -> None:
        nonlocal done
        done += 1
        job.tell(f"fitting {name}", done, count)

    then = None if known_day(now.provenance.get("known_by")) is None else since
    job.tell(f"fitting to what was recorded before {since}", 0, count)
    posterior = fit(opened.case, until=since, known_by=then, seed=seed, progress=next_mechanism)
    sizes = now.dataset.sizes
    found = run(
        opened.case, posterior, start=since, months=int(sizes["lead"]), members=int(sizes["member"]), seed=seed,
        known_by=then, progress=lambda made, total: job.tell("running futures as of then", made, total),
    )  # fmt: skip
    return EarlierRun(found, _key(opened, since))


def add_jobs(router: APIRouter, desk: Desk) -> None:
    """Add the paths that start, follow and cancel the run of an update brief."""
    jobs = jobs_of(desk)

    @router.post("/api/brief/updates", status_code=202, summary="Run the model as of an earlier day, for an update.")
    def start(asked: UpdateAsked) -> JSONResponse:
        from interbellum.simulation.assembly import assemble

        opened = desk.of_address(Address(case=asked.case))
        if opened.ensemble is None:
            raise NotThereError("no futures were run for this case", hint="run some on the page Futures")
        since = checked_since(opened.ensemble, asked.since)
        assemble(opened.case).checked_start(since)
        waiting = latest(desk, opened, since)
        if waiting and waiting["state"] in ("queued", "running"):
            return JSONResponse(plain(waiting), 202)
        told = {"case": opened.case.id, "since": since.isoformat()}
        title = f"Update since {since}"
        job = jobs.submit(KIND, opened.case.id, title, told, lambda job: run_as_of(opened, since, job))
        return JSONResponse(plain(job.to_dict()), 202)

    add_job_routes(router, jobs, KIND, "/api/brief/updates", "the run of an update")
