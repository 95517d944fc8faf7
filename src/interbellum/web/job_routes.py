"""The paths that every queue of long work has: look at a job, cancel it, follow it by server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse

from interbellum.views.plain import plain
from interbellum.web.desk import Desk
from interbellum.web.jobs import Jobs


def queue_of(desk: Desk, name: str) -> Jobs:
    """Return a queue of a desk by its name, made with the first that asks; one job waits at most, since each takes
    every core for minutes."""
    with desk.lock:
        if name not in desk.own:
            desk.own[name] = Jobs(waiting=1)
            desk.closing.append(desk.own[name].close)
        found: Jobs = desk.own[name]
        return found


def add_job_routes(router: APIRouter, jobs: Jobs, path: str, what: str) -> None:
    """Add the paths of a queue's jobs under `path`; `what` names one of them, for instance `a backtest`."""

    @router.get(f"{path}/{{id}}", summary=f"How far {what} is.")
    def one(id: str) -> JSONResponse:
        return JSONResponse(plain(jobs.get(id).to_dict()))

    @router.delete(f"{path}/{{id}}", summary=f"Cancel {what}.")
    def cancel(id: str) -> JSONResponse:
        return JSONResponse(plain(jobs.cancel(id).to_dict()))

    @router.get(f"{path}/{{id}}/events", summary=f"The progress of {what} as server-sent events.")
    def follow(id: str, request: Request) -> StreamingResponse:
        jobs.get(id)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(_events(jobs, id, request), media_type="text/event-stream", headers=headers)


async def _events(jobs: Jobs, id_: str, request: Request) -> AsyncIterator[str]:
    async for now in jobs.follow(id_):
        if await request.is_disconnected():
            return
        yield ": still here\n\n" if now is None else f"data: {json.dumps(plain(now))}\n\n"
