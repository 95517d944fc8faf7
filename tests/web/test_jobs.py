"""The queue of long work: bounded, followed, cancelled, and never brought down by a fault."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pytest
from browsing import TOKEN, serving

from interbellum.case import open_case
from interbellum.errors import ScenarioError
from interbellum.web import create_app
from interbellum.web.errors import NotThereError, RefusedError
from interbellum.web.job_routes import jobs_of
from interbellum.web.jobs import Job, Jobs
from interbellum.web.pages.futures import KIND


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    queue = Jobs(waiting=2, kept=2)
    yield queue
    queue.close()


def put(jobs: Jobs, work: Callable[[Job], object], title: str = "a run", kind: str = "run") -> Job:
    return jobs.submit(kind, "two-valleys", title, {}, work)


def wait(job: Job) -> Job:
    for _ in range(500):
        if job.ended:
            return job
        threading.Event().wait(0.01)
    raise AssertionError(f"{job} did not end")


def held() -> tuple[Callable[[Job], str], threading.Event, threading.Event]:
    begun, go = threading.Event(), threading.Event()

    def work(job: Job) -> str:
        begun.set()
        while not go.wait(0.01):
            job.tell("holding", 1, 2)
        return "result"

    return work, begun, go


def test_a_job_keeps_its_result(jobs: Jobs) -> None:
    job = wait(put(jobs, lambda _: {"answer": 42}))
    assert (job.state, job.result) == ("done", {"answer": 42})
    assert jobs.get("run", job.id) is job


def test_a_full_queue_refuses_politely_and_takes_more_later(jobs: Jobs) -> None:
    work, begun, go = held()
    first = put(jobs, work)
    assert begun.wait(5)
    waiting = [put(jobs, lambda _: None) for _ in range(2)]
    with pytest.raises(RefusedError, match="2 jobs are waiting already") as refused:
        put(jobs, lambda _: None)
    assert refused.value.status == 503
    assert refused.value.hint
    go.set()
    for job in (first, *waiting):
        assert wait(job).state == "done"
    assert wait(put(jobs, lambda _: None)).state == "done"


def test_a_running_job_stops_at_its_next_step_and_a_waiting_one_at_once(jobs: Jobs) -> None:
    work, begun, _ = held()
    running = put(jobs, work)
    assert begun.wait(5)
    waiting = put(jobs, lambda _: "never")
    assert jobs.cancel("run", waiting.id).state == "cancelled"
    jobs.cancel("run", running.id)
    assert wait(running).state == "cancelled"
    assert running.result is None
    assert waiting.result is None


def test_a_bad_run_says_what_is_wrong_and_a_fault_does_not_end_the_worker(
    jobs: Jobs, capsys: pytest.CaptureFixture[str]
) -> None:
    def bad(_: Job) -> None:
        raise ScenarioError("no such road", hint="look at the roads")

    def fault(_: Job) -> None:
        raise ZeroDivisionError

    refused, broken = wait(put(jobs, bad)), wait(put(jobs, fault))
    assert refused.to_dict()["error"]["what"] == "no such road"
    assert broken.to_dict()["error"]["status"] == 500
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert wait(put(jobs, lambda _: 1)).state == "done"


def test_only_the_last_ended_jobs_are_kept(jobs: Jobs) -> None:
    ended = [wait(put(jobs, lambda _: None, str(number))) for number in range(4)]
    put(jobs, lambda _: None)
    with pytest.raises(NotThereError, match="kept"):
        jobs.get("run", ended[0].id)
    assert jobs.get("run", ended[-1].id) is ended[-1]


def test_one_job_runs_at_a_time_of_whatever_kind(jobs: Jobs) -> None:
    work, begun, go = held()
    first = put(jobs, work, kind="run")
    assert begun.wait(5)
    second = put(jobs, lambda _: first.state, kind="backtest")
    threading.Event().wait(0.1)
    assert second.state == "queued"
    go.set()
    assert wait(second).result == "done"


def test_jobs_are_found_under_their_own_kind_alone(jobs: Jobs) -> None:
    job = wait(put(jobs, lambda _: None, kind="update"))
    assert jobs.all("update", "two-valleys") == [job]
    assert jobs.all("run", "two-valleys") == jobs.all("update", "karabakh") == []
    with pytest.raises(NotThereError):
        jobs.get("run", job.id)


def test_results_are_kept_as_far_as_their_bytes_go_and_the_newest_always() -> None:
    jobs = Jobs(kept=9, held=1000)
    made = [wait(put(jobs, lambda _, size=size: np.zeros(size, np.uint8))) for size in (400, 500, 300)]
    wait(put(jobs, lambda _: None))
    assert jobs.all("run", "two-valleys")[1:] == [made[2], made[1]]
    large = wait(put(jobs, lambda _: np.zeros(5000, np.uint8)))
    for _ in range(500):
        if jobs.all("run", "two-valleys") == [large]:
            break
        threading.Event().wait(0.01)
    assert jobs.all("run", "two-valleys") == [large]
    jobs.close()


def follow(jobs: Jobs, job: Job, told: Callable[[], object]) -> list[str]:
    """Return the states that are told of a job; `told` is called at each, before the next is asked for."""

    async def states() -> list[str]:
        found = []
        async for now in jobs.follow("run", job.id):
            assert now is not None
            found.append(now["state"])
            told()
        return found

    with ThreadPoolExecutor(1) as apart:  # a browser of another test may keep a loop running in this thread
        return apart.submit(lambda: asyncio.run(asyncio.wait_for(states(), 60))).result()


def test_following_a_job_tells_every_stage_and_ends_with_it(jobs: Jobs) -> None:
    work, begun, go = held()
    job = put(jobs, work)
    assert begun.wait(5)
    states = follow(jobs, job, go.set)
    assert states[0] == "running"
    assert states[-1] == "done"


def test_a_job_that_ends_while_it_is_told_of_is_told_as_ended(jobs: Jobs) -> None:
    begun, go = threading.Event(), threading.Event()

    def work(_: Job) -> None:
        begun.set()
        go.wait(10)

    job = put(jobs, work)
    assert begun.wait(10)

    def end() -> None:
        go.set()
        wait(job)

    assert follow(jobs, job, end) == ["running", "done"]


def test_closing_ends_what_heeds_it_and_says_what_does_not() -> None:
    jobs, deaf = Jobs(), Jobs()
    work, begun, _ = held()
    put(jobs, work)
    assert begun.wait(5)
    jobs.close()
    assert jobs.wait(5)
    running, go = threading.Event(), threading.Event()
    put(deaf, lambda _: (running.set(), go.wait(20)))
    assert running.wait(5)
    deaf.close()
    assert not deaf.wait(0.05)
    go.set()
    assert deaf.wait(5)
    assert Jobs().wait(0)


def test_who_follows_a_job_is_let_go_when_the_server_ends() -> None:
    app = create_app(open_case("two-valleys"), token=TOKEN)
    go, told = threading.Event(), threading.Event()
    job = put(jobs_of(app.state.desk), lambda _: go.wait(20), kind=KIND)

    def follow(address: str) -> list[str]:
        found = []
        with httpx.stream("GET", f"{address}/api/futures/runs/{job.id}/events", timeout=20) as answer:
            for line in answer.iter_lines():
                found.append(line)
                told.set()
        return found

    with ThreadPoolExecutor(1) as apart:
        with serving(app) as address:
            following = apart.submit(follow, address)
            assert told.wait(10)
        assert following.result(10)[0].startswith("data: ")
    go.set()
