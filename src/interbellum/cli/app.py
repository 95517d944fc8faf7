"""The group of commands: lazy, and with every error on one line."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, NoReturn

import click

from interbellum.cli.catalogue import COMMANDS, READING, CommandEntry
from interbellum.errors import InterbellumError, one_line

NO, BAD = 1, 2
"""Exit codes: the answer is no; usage or input that cannot be."""
INTERRUPTED, PIPE = 130, 141
"""Exit codes, as shells give them, of a program that was interrupted or whose reader went away."""


def entries() -> Mapping[str, CommandEntry]:
    """Return all commands that are installed."""
    return {**COMMANDS, **READING} if find_spec("interbellum.cli.reading") else COMMANDS


class LazyGroup(click.Group):
    """A group whose commands are imported when they run, and that ends with an exit code and one line on any error."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the catalogue."""
        return list(entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        entry = entries().get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.home.partition(":")
        command = getattr(importlib.import_module(f"interbellum.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command asked for; fail with the nearest name where there is none such."""
        name = args[0]
        if name not in entries() and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(name.casefold(), entries(), n=1)
            ctx.fail(f"No such command {name!r}.{f' Did you mean {near[0]!r}?' if near else ''}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from the catalogue alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in entries().items()])

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any, **more: Any) -> Any:
        """Run the command line and exit: 0, 1 (the answer is no) or 2 (usage or bad input), never with a traceback."""
        more["standalone_mode"] = False
        if sys.stdout is None:
            _say("UsageError: standard output is closed (give it a file or a terminal)")
            sys.exit(BAD)
        try:
            code = super().main(args, prog_name or "interbellum", *rest, **more)
            sys.stdout.flush()
        except click.Abort:
            _say("interrupted")
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            _leave_pipe()
        except click.exceptions.NoArgsIsHelpError as error:
            _say(error.format_message())
            sys.exit(BAD)
        except Exception as error:
            if os.environ.get("INTERBELLUM_TRACEBACK"):
                raise
            _say(line_of(error))
            sys.exit(BAD)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, before click turns a broken pipe into an exit of its own."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _leave_pipe()


def line_of(error: Exception) -> str:
    """Return an error as `Type: what is wrong, where and what to do`, on one line."""
    if isinstance(error, InterbellumError):
        others = len(getattr(error, "others", ()))
        more = f" [and {others} more: run interbellum check]" if others else ""
        return f"{type(error).__name__}: {error}{more}"
    if isinstance(error, click.ClickException):
        ctx = getattr(error, "ctx", None)
        hint = f" (see {ctx.command_path} --help)" if ctx is not None else ""
        return f"UsageError: {' '.join(error.format_message().split())}{hint}"
    if isinstance(error, OSError) and error.strerror:
        place = f"{one_line(str(error.filename))}: " if error.filename else ""
        return f"OSError: {place}{os.strerror(error.errno) if error.errno else ' '.join(error.strerror.split())}"
    if isinstance(error, UnicodeEncodeError):
        letters = ascii(error.object[error.start : error.end])
        return f"UsageError: {letters} cannot be written as UTF-8 (give the text in UTF-8)"
    what = " ".join(str(error).split())
    return f"{type(error).__name__}: {what} (a fault of the program: set INTERBELLUM_TRACEBACK=1 to see where)"


def _say(line: str) -> None:
    click.echo(line, err=True)


def _leave_pipe() -> NoReturn:
    """Exit without a word: whoever read the output has gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None  # nothing is left to flush at exit
    sys.exit(PIPE)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from interbellum import __version__

        click.echo(f"interbellum {__version__}")
        ctx.exit()


@click.group(
    "interbellum", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Interbellum: a regional conflict as a working model.

    A case is a folder, or the name of a bundled one: interbellum cases lists them. Days are written 2022-12-20.
    """


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    cli.main(args)
    raise AssertionError("the group exits by itself")
