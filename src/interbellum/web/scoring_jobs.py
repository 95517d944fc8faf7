"""A backtest as a job: started by a button, followed, cancelled, and its scorecard kept for the next time."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from interbellum.case.files import write_files
from interbellum.dates import add_days
from interbellum.errors import ScoreError
from interbellum.views.plain import plain
from interbellum.web.address import Address
from interbellum.web.desk import Desk, Opened
from interbellum.web.job_routes import add_job_routes, jobs_of
from interbellum.web.jobs import Job
from interbellum.web.kept_scores import kept_path

KIND = "backtest"
"""The kind of these jobs."""


class ScoringAsked(BaseModel):
    """A backtest that is asked for: at the last twelve origins, five months apart, fitted once before all of them."""

    model_config = ConfigDict(extra="forbid")

    case: Annotated[str | None, Field(max_length=240)] = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1


def score(desk: Desk, opened: Opened, asked: ScoringAsked, job: Job) -> dict[str, Any]:
    """Backtest a case, put its scorecard on the desk and keep it. Tells the job how far it is."""
    from interbellum.forecasting.cases import backtest, past_origins

    case = opened.case
    origins = past_origins(case, add_days(opened.last_day, 1))
    job.tell("fitting to what lies before the first origin", 0, len(origins))
    card = backtest(
        case, origins, refit="first", seed=asked.seed,
        progress=lambda done, total: job.tell("forecasting from past origins", done, total),
    )  # fmt: skip
    job.tell("keeping the scores", 0, 0)
    path = kept_path(case)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_files(path.parent, {path.name: json.dumps(plain(card.to_dict(cells=True))).encode()})
    if desk.opened[case.id].case.hash == case.hash:
        desk.put(case.id, card=card)
    return {"origins": [origin.isoformat() for origin in origins]}


def add_jobs(router: APIRouter, desk: Desk) -> None:
    """Add the paths that start, follow and cancel a backtest."""
    jobs = jobs_of(desk)

    @router.post("/api/scorecard/jobs", status_code=202, summary="Start a backtest, or say why it cannot be.")
    def start(asked: ScoringAsked) -> JSONResponse:
        opened = desk.of_address(Address(case=asked.case))
        running = [job for job in jobs.all(KIND, opened.case.id) if not job.ended]
        if running:
            return JSONResponse(plain(running[0].to_dict()), 202)
        if not opened.case.model.units.rivalries:
            raise ScoreError(f"case {opened.case.id} has no rivalry whose deaths could be forecast")
        title = f"Backtest of {opened.case.meta.title}"
        job = jobs.submit(KIND, opened.case.id, title, asked.model_dump(), lambda job: score(desk, opened, asked, job))
        return JSONResponse(plain(job.to_dict()), 202)

    add_job_routes(router, jobs, KIND, "/api/scorecard/jobs", "a backtest")
