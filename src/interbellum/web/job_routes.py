"""The queue of an app's long work, and the paths of each kind: look at a job, cancel it, follow it as it goes on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse

from interbellum.views.plain import plain
from interbellum.web.desk import Desk
from interbellum.web.jobs import Jobs


def jobs_of(desk: Desk) -> Jobs:
    """Return the queue of a desk, made with the first that asks for it."""
    with desk.lock:
        if "jobs" not in desk.own:
            desk.own["jobs"] = Jobs()
            desk.closing.append(desk.own["jobs"].close)
        found: Jobs = desk.own["jobs"]
        return found


def add_job_routes(router: APIRouter, jobs: Jobs, kind: str, path: str, what: str) -> None:
    """Add the paths of the jobs of a kind under `path`; `what` names one of them, for instance `a backtest`."""

    @router.get(f"{path}/{{id}}", summary=f"How far {what} is.")
    def one(id: str) -> JSONResponse:
        return JSONResponse(plain(jobs.get(kind, id).to_dict()))

    @router.delete(f"{path}/{{id}}", summary=f"Cancel {what}.")
    def cancel(id: str) -> JSONResponse:
        return JSONResponse(plain(jobs.cancel(kind, id).to_dict()))

    @router.get(f"{path}/{{id}}/events", summary=f"The progress of {what} as server-sent events.")
    def follow(id: str, request: Request) -> StreamingResponse:
        jobs.get(kind, id)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(_events(jobs, kind, id, request), media_type="text/event-stream", headers=headers)


async def _events(jobs: Jobs, kind: str, id_: str, request: Request) -> AsyncIterator[str]:
    async for now in jobs.follow(kind, id_):
        if await request.is_disconnected():
            return
        yield ": still here\n\n" if now is None else f"data: {json.dumps(plain(now))}\n\n"
