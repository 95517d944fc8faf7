"""What goes out: JSON and tables to stdout, progress to stderr."""

from __future__ import annotations

import errno
import json
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from interbellum.errors import UsageError, Where
from interbellum.views.plain import plain

if TYPE_CHECKING:
    from rich.console import Console

Tick = Callable[[int, int], None]
"""Called with what is done and what there is to do in all."""
WIDTH = 200
"""Columns of output that no terminal reads."""
PATIENCE = 15.0
"""Seconds after which long work says how far it is where no terminal shows a bar."""


def write_json(data: object) -> None:
    """Write data as JSON to stdout. Numbers that are not finite become null."""
    click.echo(as_json(data))


def as_json(data: object) -> str:
    """Return data as JSON text; numpy's numbers, dates and paths are taken in, NaN and infinity become null."""
    return json.dumps(plain(data), ensure_ascii=False, indent=2, allow_nan=False)


def console() -> Console:
    """Return the console of stdout."""
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> NoReturn:
            raise BrokenPipeError

    told = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    return Piped(file=sys.stdout, highlight=False, soft_wrap=False, width=None if told else WIDTH, emoji=False)


def ensure_writable(path: Path, option: str = "--out", *, into: bool = False) -> None:
    """Raise `UsageError` where nothing can be written to a path, before the work whose result it is to hold.

    With `into`, files are to be written into the folder `path`; otherwise the result is to lie at `path` itself.
    """
    from interbellum.case.files import ensure_replaceable

    if not into:
        ensure_replaceable(path, by_folder=path.suffix == ".zarr")
    place = next((one for one in (path, *path.parents) if one.exists()), Path())
    if place != path and not place.is_dir():
        fault = f"{place} is a file and no folder"
    elif not os.access(place, os.W_OK) or (place == path and path.is_file() and not os.access(path.parent, os.W_OK)):
        fault = os.strerror(errno.EACCES)
    else:
        return
    raise UsageError(f"{path} cannot be written: {fault}", where=Where(option), hint="choose another place")


def write_table(title: str | None, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table; columns whose name begins with `>` are set to the right. Without rows it is one line."""
    rows = list(rows)
    if not rows:
        name = title or columns[0].removeprefix(">")
        write_line(f"{name[:1].upper()}{name[1:]}: none.")
        return
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        number = column.startswith(">")
        side: Any = "right" if number else "left"
        table.add_column(column.removeprefix(">"), justify=side, overflow="fold", no_wrap=number)
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console().print(table)


def write_line(text: str = "", style: str | None = None) -> None:
    """Write one line of text as it is."""
    console().print(text, style=style, markup=False, soft_wrap=True)


def few(values: Iterable[object], most: int = 4) -> str:
    """Return the first few of many, and how many more there are."""
    shown = [str(value) for value in values]
    return ", ".join(shown[:most]) + (f" +{len(shown) - most}" if len(shown) > most else "")


def several(count: int, one: str, many: str | None = None) -> str:
    """Return `1 claim`, `2 claims`, `0 claims`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def number(value: float | None) -> str:
    """Return a number in four figures, grouped from a thousand on; a dash for none."""
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 or float(value).is_integer() else f"{value:.4g}"


def _cell(value: object) -> Any:
    from rich.text import Text

    if isinstance(value, bool):
        return Text("yes" if value else "no")
    if isinstance(value, (int, float)):
        return Text(number(value))
    return Text("–" if value is None else str(value))


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Tick]:
    """Show how far work is: a bar on a terminal, a line now and then elsewhere, nothing when `quiet`.

    An interrupt that a library swallowed is raised again at the next sign of progress.
    """
    with _interruptible() as heed, _shown(what, quiet) as show:

        def tick(done: int, total: int) -> None:
            heed()
            show(done, total)

        yield tick


@contextmanager
def _interruptible() -> Iterator[Callable[[], None]]:
    """Yield what raises `KeyboardInterrupt` once the program was interrupted."""
    asked = False

    def interrupt(*_: object) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    def heed() -> None:
        if asked:
            raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, None):  # a job in the background ignores it
        yield heed
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield heed
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _shown(what: str, quiet: bool) -> Iterator[Tick]:
    if quiet:
        yield lambda *_: None
    elif sys.stderr.isatty():
        yield from _bar(what)
    else:
        yield _lines(what)


def _bar(what: str) -> Iterator[Tick]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*shown, console=Console(file=sys.stderr), transient=True) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _lines(what: str) -> Tick:
    last = time.monotonic()

    def tick(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PATIENCE:
            last = time.monotonic()
            click.echo(f"{what}: {done} of {total}", err=True)

    return tick
