"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from interbellum.dates import Asof, add_days, months, parse_day
from interbellum.errors import DateError, UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case

Function = TypeVar("Function", bound=Callable[..., Any])
BASES = ("claim", "publication", "public-event", "contemporaneous", "vintage")
"""The known bases of a replay; `claim` is each claim's own."""


class Day(click.ParamType[date]):
    """One day, as 2022-12-20."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ARG002
        """Return the day; raise `DateError`, naming the option, for anything else."""
        return value if isinstance(value, date) else day_of(value, _where(param))


class AsofDay(click.ParamType[Asof]):
    """A day, or a day as known by a day: 2022-12-20@2023-01-15."""

    name = "day[@known-by]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Asof:  # noqa: ARG002
        """Return the pair; raise `DateError`, naming the argument, for anything else."""
        if isinstance(value, Asof):
            return value
        valid, at, known = str(value).partition("@")
        where = _where(param)
        return Asof(day_of(valid, where), day_of(known, where) if at else None)


class Month(click.ParamType[str]):
    """One month, as 2016-01."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return the month as written; raise `DateError`, naming the option, for anything else."""
        try:
            months(value, value)
        except DateError as error:
            raise DateError(error.what, where=_where(param), hint=error.hint) from None
        return str(value)


def _where(param: click.Parameter | None) -> Where | None:
    if param is None:
        return None
    return Where(param.opts[0] if param.param_type_name == "option" else param.human_readable_name)


def day_of(text: str, where: Where | None = None) -> date:
    """Return the day that `text` names; the error says where it was given."""
    try:
        return parse_day(text)
    except DateError as error:
        raise DateError(error.what, where=where, hint=error.hint) from None


def opened(name: str) -> Case:
    """Return a case, loaded and found sound."""
    from interbellum.case import open_case

    return open_case(name)


def day_after(case: Case) -> date:
    """Return the first day that the record does not reach."""
    from interbellum.case.period import last_day

    return add_days(last_day(case), 1)


case_argument = click.argument("case", metavar="CASE")
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON to stdout and nothing else.")
seed_option = click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of chance.")


def known_options(command: Function) -> Function:
    """Add `--known-by` and `--known-basis`."""
    basis = click.option(
        "--known-basis",
        type=click.Choice(BASES),
        default="claim",
        show_default=True,
        help="When things count as known: each claim's own basis, or one for all.",
    )
    by = click.option("--known-by", type=Day(), metavar="DAY", help="Only what was known by this day.")
    return by(basis(command))


def run_options(command: Function) -> Function:
    """Add the options of a run: start, months, members, seed, workers."""
    for option in (
        click.option("--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Threads to run on."),
        seed_option,
        click.option(
            "--members", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="Futures to run."
        ),
        click.option(
            "--months",
            type=click.IntRange(1, 1200),
            default=24,
            show_default=True,
            help="Steps to run (months; weeks in a case by week).",
        ),
        click.option(
            "--start",
            type=Day(),
            metavar="DAY",
            help="First day of the future, whose month or week is the first [default: after the record].",
        ),
    ):
        command = option(command)
    return command


def chosen_scenarios(case: Case, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names (`A+B`: the choices of both).

    Raises `UsageError` for a scenario that the case has not, `ScenarioError` for one that no run of it can make.
    """
    from interbellum.case.faults import nearest

    known = [scenario.id for scenario in case.scenarios]
    for name in (part for one in names for part in one.split("+")):
        if name not in known:
            raise UsageError(
                f"the case has no scenario {name!r}", hint=nearest(name, known) if known else "it has none"
            )
    if names:
        from interbellum.inference.soundness import refuse_unrunnable

        refuse_unrunnable(case, names)
    return names
