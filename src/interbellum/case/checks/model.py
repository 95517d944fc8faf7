"""Units, initial rows and judged numbers of `model.yaml` that do not hold together, and the case's own description."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import available_timezones

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, Path, error, warning
from interbellum.case.checks.index import unit_lists
from interbellum.case.checks.series import LARGEST
from interbellum.case.model import Initial, Judged, Parameter
from interbellum.case.tables import PEOPLE

FILE = "model.yaml"


def model(case: Case) -> Founds:
    """Yield what is wrong within the model and the case's own description."""
    if case.meta.time_zone not in available_timezones():
        what = f"{case.meta.time_zone!r} is no time zone"
        yield error("time-zone", "case.yaml", ("time_zone",), what, "for instance Asia/Yerevan or UTC")
    yield from _repeated(case)
    yield from _sides(case)
    for path, name, number in _numbers(case):
        yield from _based(path, name, number)


def _repeated(case: Case) -> Founds:
    seen: dict[str, str] = {}
    for kind, units in unit_lists(case):
        for i, unit in enumerate(units):
            if seen.setdefault(unit.id, kind) != kind:
                what = f"id {unit.id!r} is used in {seen[unit.id]} already"
                yield error("repeated", FILE, ("units", kind, i, "id"), what, "give one of the units another id")
    rows: set[tuple[str, ...]] = set()
    for i, row in enumerate(case.model.initial):
        if ("initial", row.field, row.unit_id) in rows:
            what = f"{row.field} of {row.unit_id} has two initial values"
            yield error("repeated", FILE, ("initial", i, "field"), what, "keep one")
        rows.add(("initial", row.field, row.unit_id))
        yield from _possible(i, row)
    for i, parameter in enumerate(case.model.parameters):
        if ("parameter", parameter.name) in rows:
            yield error("repeated", FILE, ("parameters", i, "name"), f"{parameter.name} is there twice", "keep one")
        rows.add(("parameter", parameter.name))


def _possible(i: int, row: Initial) -> Founds:
    """Yield an initial value that is larger than any quantity of a case, or below zero where nothing is."""
    most = PEOPLE if row.field in _OF_PEOPLE else LARGEST
    if abs(row.value) > most:
        what = f"{row.field} of {row.unit_id} begins at {row.value:g}, more than there can be"
        yield error("huge", FILE, ("initial", i, "value"), what, f"write at most {most:g}")
    elif row.value < 0 and row.field in (*_OF_PEOPLE, "spending", "stock"):
        what = f"{row.field} of {row.unit_id} begins below zero"
        yield error("negative", FILE, ("initial", i, "value"), what, "write 0 or more")
    elif row.field in _SHARES and not 0 <= row.value <= 1:
        what = f"{row.field} of {row.unit_id} begins at {row.value:g} and is a share"
        yield error("share", FILE, ("initial", i, "value"), what, "write a number from 0 to 1")


_OF_PEOPLE = ("population", "displaced", "strength")
_SHARES = ("attention", "alignment", "stakes", "resource", "salience")


def _sides(case: Case) -> Founds:
    for i, rivalry in enumerate(case.model.units.rivalries):
        path: Path = ("units", "rivalries", i, "sides")
        first, second = rivalry.sides
        if not first or not second:
            yield error("sides", FILE, path, f"a side of {rivalry.id} is empty", "name the actors of both sides")
        for actor in sorted(set(first) & set(second)):
            yield error("sides", FILE, path, f"{actor} stands on both sides of {rivalry.id}", "keep it on one")


def _numbers(case: Case) -> Iterator[tuple[Path, str, Judged | Parameter]]:
    for kind, units in unit_lists(case):
        for i, unit in enumerate(units):
            for column in ("weight", "capacity", "area"):
                number = getattr(unit, column, None)
                if number is not None:
                    yield ("units", kind, i, column), f"{column} of {unit.id}", number
    for i, row in enumerate(case.model.initial):
        yield ("initial", i), f"{row.field} of {row.unit_id}", row
    for i, parameter in enumerate(case.model.parameters):
        yield ("parameters", i), parameter.name, parameter


def _based(path: Path, name: str, number: Judged | Parameter) -> Founds:
    if not number.source.strip():
        what = f"{name} has basis {number.basis} and no source"
        yield error("unsourced", FILE, (*path, "source"), what, "say where the number comes from")
    prior = number.prior if isinstance(number, Parameter) else None
    if number.basis == "judgement" and prior is None and number.low is None:
        what = f"{name} is a judgement without a range"
        yield warning("no-range", FILE, (*path, "low"), what, "give low and high, the central 90%")
