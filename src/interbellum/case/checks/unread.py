"""Series that are nearly called what the model reads, and so are shown and never used."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, warning
from interbellum.case.checks.index import Index
from interbellum.case.layout import series_file

SPELLINGS = {
    "military_spending": ("spending", "milex", "military_expenditure", "military_expenditures", "defence_spending",
                          "defense_spending", "military_budget", "defence_budget", "defense_budget"),
    "deaths": ("death", "fatalities", "killed", "dead", "battle_deaths"),
    "population": ("inhabitants", "people", "residents"),
    "displaced": ("idps", "idp", "displacement", "displaced_persons", "refugees"),
    "left": ("leavers", "fled"),
    "stock": ("supply", "supplies", "stocks"),
}  # fmt: skip
"""Variables that the model reads, and what else they are commonly called."""


def read(index: Index) -> Mapping[str, Collection[str]]:
    """Return the units that the model reads a series of, by variable."""
    return {
        "deaths": index.rivalries, "military_spending": index.actors, "attention": index.actors,
        "quality": index.actors, "resource": index.actors, "alignment": index.commitments,
        "population": index.communities, "displaced": index.communities, "left": index.communities,
        "stock": index.communities,
    }  # fmt: skip


def unread(case: Case) -> Founds:
    """Yield the first point of each series of a unit under another name than the model reads it by, where the unit has
    none by that name."""
    units = read(Index.of(case))
    told = {(one.variable, one.subject) for points in case.series.values() for one in points}
    called = {other: name for name, others in SPELLINGS.items() for other in (*others, name)}
    seen: set[tuple[str, str]] = set()
    for stem, points in case.series.items():
        for i, point in enumerate(points):
            name = called.get(point.variable.casefold().replace(" ", "_"), point.variable)
            if name == point.variable or point.subject not in units[name] or (name, point.subject) in told:
                continue
            if (point.variable, point.subject) not in seen:
                seen.add((point.variable, point.subject))
                what = f"{point.variable} of {point.subject} is shown and not used: the model reads {name}"
                hint = f"call the variable {name} if it is that, and leave it where it is something else"
                yield warning("unread", series_file(stem), (i, "variable"), what, hint)
