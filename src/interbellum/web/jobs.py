"""Long work: a bounded queue with one worker, progress that can be followed, cancelling, and results that are kept.

A job lives on the server, so that a page may be left and come back to it. One job runs at a time, of whatever kind: a
run already uses every core, and two would only slow each other down.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import threading
import traceback
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from interbellum.errors import InterbellumError
from interbellum.web.errors import NotThereError, Problem, RefusedError, of_error

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
WAITING = 4
"""Jobs that may wait; one more is refused."""
KEPT, HELD = 24, 1_000_000_000
"""Ended jobs that are kept, and bytes of their results; the oldest give way, the newest stays whatever its size."""
BEAT, CHECK = 10.0, 0.15
"""Seconds between signs of life to those who follow a job, and between looks at its progress."""


class CancelledError(Exception):
    """A job was told to stop."""


@dataclass(eq=False)
class Job:
    """One piece of long work, of a kind. `result` is what the work returned, `problem` what went wrong."""

    id: str
    kind: str
    case: str
    title: str
    asked: dict[str, Any]
    work: Callable[[Job], Any] = field(repr=False)
    state: JobState = "queued"
    stage: str = "waiting"
    done: int = 0
    total: int = 0
    result: Any = field(default=None, repr=False)
    problem: Problem | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    stop: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")

    @property
    def size(self) -> int:
        """How many bytes its result holds, as the result itself says (`nbytes`)."""
        return int(getattr(self.result, "nbytes", 0))

    def tell(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Say how far the work is; raises `CancelledError` where it was told to stop."""
        if self.stop.is_set():
            raise CancelledError
        self.stage, self.done, self.total = stage, done, total

    def to_dict(self) -> dict[str, Any]:
        """Return the job as plain data, without its result."""
        return {
            "id": self.id, "case": self.case, "title": self.title, "asked": self.asked, "state": self.state,
            "stage": self.stage, "done": self.done, "total": self.total, "at": self.at.isoformat(timespec="seconds"),
            "error": None if self.problem is None else self.problem.body()["error"],
        }  # fmt: skip


class Jobs:
    """The queue of an app, for work of every kind. Its worker starts with the first job and ends with `close`."""

    def __init__(self, waiting: int = WAITING, kept: int = KEPT, held: int = HELD) -> None:
        self.waiting, self.kept, self.held = waiting, kept, held
        self._all: dict[str, Job] = {}
        self._queue: deque[Job] = deque()
        self._changed = threading.Condition()
        self._worker: threading.Thread | None = None
        self._closed = False

    def submit(self, kind: str, case: str, title: str, asked: dict[str, Any], work: Callable[[Job], Any]) -> Job:
        """Queue some work; raise `RefusedError` (503) where too many jobs wait already."""
        with self._changed:
            if self._closed:
                raise RefusedError("the app is closing", status=503)
            if len(self._queue) >= self.waiting:
                hint = "wait for one to end, or cancel one"
                raise RefusedError(f"{len(self._queue)} jobs are waiting already", status=503, hint=hint)
            job = Job(secrets.token_hex(6), kind, case, title, asked, work)
            self._all[job.id] = job
            self._queue.append(job)
            self._forget()
            if self._worker is None:
                self._worker = threading.Thread(target=self._run, name="interbellum-jobs", daemon=True)
                self._worker.start()
            self._changed.notify_all()
        return job

    def get(self, kind: str, id_: str) -> Job:
        """Return a job; raise `NotThereError` where there is none of this kind and id."""
        with self._changed:
            job = self._all.get(id_)
        if job is None or job.kind != kind:
            raise NotThereError(f"no run {id_[:40]!r} is kept", hint="the oldest give way to new ones; run it again")
        return job

    def all(self, kind: str, case: str) -> list[Job]:
        """Return the kept jobs of a kind for a case, the newest first."""
        with self._changed:
            return [job for job in reversed(self._all.values()) if (job.kind, job.case) == (kind, case)]

    def cancel(self, kind: str, id_: str) -> Job:
        """Tell a job to stop: one that waits ends at once, one that runs at its next step."""
        job = self.get(kind, id_)
        with self._changed:
            job.stop.set()
            if job in self._queue:
                self._queue.remove(job)
                job.state, job.stage = "cancelled", "cancelled before it began"
            self._changed.notify_all()
        return job

    def close(self) -> None:
        """Stop what runs, drop what waits."""
        with self._changed:
            self._closed = True
            for job in self._all.values():
                job.stop.set()
            self._queue.clear()
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait for the worker to end after `close`, at most so long; return whether it has."""
        if self._worker is not None:
            self._worker.join(seconds)
        return self._worker is None or not self._worker.is_alive()

    async def follow(self, kind: str, id_: str) -> AsyncIterator[dict[str, Any] | None]:
        """Yield the job as it changes, the last time as it ended; `None` now and then where nothing changed."""
        job, last, quiet = self.get(kind, id_), None, 0.0
        while True:
            over = job.ended or self._closed
            now = job.to_dict()
            if now != last:
                yield now
                last, quiet = now, 0.0
            if over:
                return
            await asyncio.sleep(CHECK)
            quiet += CHECK
            if quiet >= BEAT:
                yield None
                quiet = 0.0

    def _forget(self) -> None:
        """Let the oldest ended jobs go until those that are left are few and small enough."""
        ended = [job for job in reversed(self._all.values()) if job.ended]
        held = 0
        for number, job in enumerate(ended):
            held += job.size
            if number and (number >= self.kept or held > self.held):
                del self._all[job.id]

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._queue and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                job = self._queue.popleft()
                job.state, job.stage = "running", "starting"
            self._work(job)
            with self._changed:
                self._forget()

    def _work(self, job: Job) -> None:
        """Do a job's work. A fault of the program ends the job, not the worker; its trace goes where the app's do."""
        try:
            job.result = job.work(job)
            job.state, job.stage = "done", "done"
        except CancelledError:
            job.state, job.stage = "cancelled", "cancelled"
        except InterbellumError as error:
            job.problem, job.state, job.stage = of_error(error), "failed", "failed"
        except Exception as error:
            traceback.print_exception(error, file=sys.stderr)
            what = "a fault of the program; its trace is in the window that serves the app"
            job.problem, job.state, job.stage = Problem(500, "Fault", what), "failed", "failed"
