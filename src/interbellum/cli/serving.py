"""Serving the web app."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interbellum.cli.options import opened
from interbellum.cli.output import write_line

if TYPE_CHECKING:
    from fastapi import FastAPI

    from interbellum.web.desk import Opened

HOST, PORT = "127.0.0.1", 8765
PATIENCE = 2.0
"""Seconds that a job which runs is given to end when the app does."""
INTERRUPTED = 130
"""The exit code of a program that was interrupted."""


@click.command("serve")
@click.argument("cases", metavar="[CASE]...", nargs=-1)
@click.option("--host", default=HOST, show_default=True, help="Address to listen on; only this machine's by default.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port of the web app; 0 takes a free one.",
)
@click.option("--open/--no-open", "open_page", default=True, show_default=True, help="Open the page in a browser.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="Answer to this host name as well (repeatable).")
@click.option(
    "--documents",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with texts of the sources, to show passages from (repeatable).",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder that open wrote to [default: out/CASE]."
)
def serve_command(
    cases: tuple[str, ...],
    host: str,
    port: int,
    open_page: bool,
    names: tuple[str, ...],
    documents: tuple[Path, ...],
    out: Path | None,
) -> None:
    """Serve the web app for each CASE (default: karabakh) until interrupted, with the futures that open left."""
    from interbellum.cli.kept_runs import with_results

    found = [opened(name) for name in cases or ("karabakh",)]
    served = [with_results(case, out or Path("out") / case.id, documents) for case in found]
    serve_cases(served, host, port, open_page=open_page, names=names)


def serve_cases(
    cases: Sequence[Opened], host: str = HOST, port: int = PORT, *, open_page: bool = True, names: Sequence[str] = ()
) -> None:
    """Serve cases until interrupted, after a loud warning where others can reach them."""
    from interbellum.web.safety import is_loopback
    from interbellum.web.serving import address_of, app_for, listening, serve

    app = app_for(cases, host, names)
    bound = listening(host, port)
    if not is_loopback(host):
        click.secho(
            f"WARNING: everybody who can reach {host} can read these cases and, with a page open, write to them. There "
            "is no password and no encryption. Leave --host out to serve this machine alone.",
            err=True, bold=True, fg="red",
        )  # fmt: skip
    address = address_of(host, bound.getsockname()[1])

    def ready() -> None:
        write_line(f"Serving {address} (Ctrl-C ends)")
        if open_page:
            _show(address)

    try:
        serve(app, bound, ready)
    finally:
        _leave(app)


def _leave(app: FastAPI) -> None:
    """Wait a moment for a job that runs; end the program at once where it goes on, since nothing else can stop it."""
    from interbellum.web.job_routes import jobs_of

    jobs = jobs_of(app.state.desk)
    jobs.close()
    if not jobs.wait(PATIENCE):
        click.echo("interrupted", err=True)
        sys.stdout.flush()
        os._exit(INTERRUPTED)


def _show(address: str) -> None:
    """Open an address in the browser, where this machine has one: without one its opener would only complain."""
    import webbrowser

    try:
        webbrowser.get()
    except webbrowser.Error:
        return
    click.launch(address)
