"""How fast the web app answers: a day, a page, fifty readers at once, and scrubbing in a real browser.

The app is served by a process of its own on a free port of this machine. Times are wall times as a client sees them, in
milliseconds; scrubbing is the number of days a second that the page draws while its slider is moved as fast as it goes
(left out where Chromium or Playwright is missing).
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import httpx

CHROMIUM = Path("/usr/bin/chromium")
FIRST, LAST = date(1995, 1, 1), date(2024, 12, 1)
DRAWN = """() => new Promise((done) => {
  const slider = document.querySelector('.handle.day');
  const began = performance.now();
  let days = 0;
  const step = () => {
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
    days += 1;
    const spent = performance.now() - began;
    if (days < 150) requestAnimationFrame(step); else done(days / spent * 1000);
  };
  requestAnimationFrame(step);
})"""


@contextmanager
def served(case: str) -> Iterator[str]:
    """Serve a case by the command line; yield its address."""
    command = [sys.executable, "-m", "interbellum", "serve", case, "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        try:
            yield found.group().rstrip("/")
        finally:
            process.terminate()


def days(count: int) -> list[str]:
    """Return days of the record, drawn with one seed."""
    luck, span = Random(7), (LAST - FIRST).days
    return [(FIRST + timedelta(days=luck.randrange(span))).isoformat() for _ in range(count)]


def timed(call: Callable[[], httpx.Response]) -> float:
    """Return the milliseconds of a call that must succeed."""
    began = time.perf_counter()
    call().raise_for_status()
    return (time.perf_counter() - began) * 1000


def spread(times: list[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of some times."""
    return {"p50_ms": round(statistics.median(times), 1), "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1)}


def answers(address: str, count: int) -> dict[str, Any]:
    """Return what single answers take, after one that warms the record."""
    with httpx.Client(base_url=address, timeout=60) as client:
        first = timed(lambda: client.get("/situation"))
        asked = days(count)
        return {
            "first page, cold": {"ms": round(first, 1)},
            "state of a day": spread([timed(partial(client.get, f"/situation.json?on={day}")) for day in asked]),
            "words of a day": spread([timed(partial(client.get, f"/api/situation/words?on={day}")) for day in asked]),
            "page of a day": spread([timed(partial(client.get, f"/situation?on={day}")) for day in asked]),
        }


def readers(address: str, many: int, each: int) -> dict[str, Any]:
    """Return the times and the errors of many readers who ask at once."""
    with httpx.Client(base_url=address, timeout=120, limits=httpx.Limits(max_connections=many)) as client:

        def read(number: int) -> list[float]:
            wanted = days(many * each)[number * each : (number + 1) * each]
            return [timed(partial(client.get, f"/situation.json?on={day}")) for day in wanted]

        errors, times = 0, []
        with ThreadPoolExecutor(many) as pool:
            for job in [pool.submit(read, number) for number in range(many)]:
                try:
                    times += job.result()
                except httpx.HTTPError:
                    errors += 1
    return {**spread(times), "readers": many, "errors": errors}


def scrubbed(address: str) -> dict[str, Any] | None:
    """Return how many days a second the page draws, and when it was ready after its address was opened."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if not CHROMIUM.exists():
        return None
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(f"{address}/situation?on=2024-06-01")
        page.wait_for_selector("html[data-ready=yes]")
        ready = time.perf_counter() - began
        rate = page.evaluate(DRAWN)
        browser.close()
    return {"days_a_second": round(rate, 1), "ready_ms": round(ready * 1000)}


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--case", default="karabakh")
    parser.add_argument("--count", type=int, default=200, help="days asked for, one after the other")
    parser.add_argument("--readers", type=int, default=50)
    words = parser.parse_args()
    with served(words.case) as address:
        found = answers(address, words.count)
        found["at once"] = readers(address, words.readers, 4)
        found["scrubbing"] = scrubbed(address)
    if words.json:
        machine = {"python": platform.python_version(), "platform": platform.platform()}
        sys.stdout.write(json.dumps({**machine, "measured": found}, indent=2) + "\n")
        return
    for name, one in found.items():
        told = ", ".join(f"{key} {value}" for key, value in one.items()) if one else "left out: no browser"
        sys.stdout.write(f"{name:18} {told}\n")


if __name__ == "__main__":
    main()
