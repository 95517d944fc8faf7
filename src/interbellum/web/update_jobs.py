"""The run as of an earlier day that an update brief compares with: made by a job, kept as long as the app lives."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from interbellum.errors import UsageError, Where
from interbellum.simulation.running import Ensemble
from interbellum.views.futures import EnsembleLike, origin
from interbellum.views.plain import plain
from interbellum.web.address import Address, Day
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import NotThereError
from interbellum.web.job_routes import add_job_routes, queue_of
from interbellum.web.jobs import Job, Jobs

OWN = "updates"
KEPT = 8
"""Earlier runs that are kept; the oldest gives way."""


class UpdateAsked(BaseModel):
    """An update brief that is asked for: since which day."""

    model_config = ConfigDict(extra="forbid")

    case: Annotated[str | None, Field(max_length=240)] = None
    since: Day = None


def jobs_of(desk: Desk) -> Jobs:
    """Return the queue of runs as of earlier days."""
    return queue_of(desk, OWN)


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
    found: Ensemble | None = desk.own.get(f"{OWN} kept", {}).get(_key(opened, since)) if since else None
    return found


def latest(desk: Desk, opened: Opened, since: date | None) -> dict[str, Any] | None:
    """Return the newest job for a day that waits, runs or failed."""
    asked = None if since is None else since.isoformat()
    found = [job for job in jobs_of(desk).all(opened.case.id) if job.asked["since"] == asked and job.state != "done"]
    return found[0].to_dict() if found else None


def _key(opened: Opened, since: date | None) -> tuple[Any, ...]:
    made = {} if opened.ensemble is None else opened.ensemble.provenance
    return (opened.case.hash, since, *(str(made.get(name)) for name in ("start", "members", "seed", "known_by")))


def run_as_of(desk: Desk, opened: Opened, since: date, job: Job) -> None:
    """Fit to what is dated before `since`, run the baseline from there with the opened run's size and seed, keep it."""
    from interbellum.inference.fitting import fit
    from interbellum.simulation.running import run

    now = opened.ensemble
    assert now is not None
    seed, done, count = int(now.provenance["seed"]), 0, len(opened.case.model.mechanisms)

    def next_mechanism(name: str) -> None:
        nonlocal done
        done += 1
        job.tell(f"fitting {name}", done, count)

    job.tell(f"fitting to what was recorded before {since}", 0, count)
    posterior = fit(opened.case, until=since, seed=seed, progress=next_mechanism)
    sizes = now.dataset.sizes
    found = run(
        opened.case, posterior, start=since, months=int(sizes["lead"]), members=int(sizes["member"]), seed=seed,
        progress=lambda made, total: job.tell("running futures as of then", made, total),
    )  # fmt: skip
    with desk.lock:
        kept = desk.own.setdefault(f"{OWN} kept", {})
        kept[_key(opened, since)] = found
        while len(kept) > KEPT:
            del kept[next(iter(kept))]


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
        job = jobs.submit(opened.case.id, title, told, lambda job: run_as_of(desk, opened, since, job))
        return JSONResponse(plain(job.to_dict()), 202)

    add_job_routes(router, jobs, "/api/brief/updates", "the run of an update")
