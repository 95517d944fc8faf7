"""Figures by time and ties by span, as all datasets of countries give them."""

from __future__ import annotations

from dataclasses import dataclass

from interbellum.case.vocabulary import Rule, TieType


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One number about one subject at one time: `ids` are `scheme:id` joined by `|`, `date` is EDTF.

    `rule` says how the dataset booked events that span; `vintage` is the figure's own where it is not its release's.
    """

    name: str
    ids: str
    date: str
    variable: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    rule: Rule = "none"
    vintage: str | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class TieRow:
    """One lasting relation or one delivery of one party to another: `span` is EDTF, `value` a figure that goes along.

    `of` says in words what it is (`defence pact`, `12 combat drones`), `code` is the dataset's own of it. It is not
    `plain` where `type` is only the nearest that there is: then somebody has to say which tie it is, if any.
    """

    record: str
    a_name: str
    a_ids: str
    b_name: str
    b_ids: str
    span: str
    type: TieType
    of: str
    locator: str
    code: str | None = None
    value: float | None = None
    unit: str | None = None
    estimate: bool = False
    plain: bool = True
