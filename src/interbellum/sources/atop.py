"""ATOP alliances by dyad and year, as spans of one set of obligations.

Columns as in the ATOP codebook (Leeds et al. 2002, version 5): a pact of defence, offence, neutrality, nonaggression or
consultation binds two states in a year. A treaty is not side-taking: members of one treaty organisation count as bound
to defend each other even where they are at war.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from interbellum.errors import Where
from interbellum.sources import layout as tests
from interbellum.sources.about import About
from interbellum.sources.cow import whole, whole_number, year_of
from interbellum.sources.figures import TieRow
from interbellum.sources.states import name_of

DUTIES = {
    "atop_defense": "defence",
    "atop_offense": "offence",
    "atop_neutral": "neutrality",
    "atop_nonagg": "nonaggression",
    "atop_consul": "consultation",
}
_FLAG = tests.matching(r"[01](\.0+)?")
LAYOUT = tests.Layout(
    "ATOP alliances by dyad and year",
    ("ccode1", "ccode2", "year", *DUTIES),
    tests={"ccode1": tests.WHOLE, "ccode2": tests.WHOLE, "year": tests.YEAR, **dict.fromkeys(DUTIES, _FLAG)},
)


def about(release: str | None, published: str | None) -> About:
    """Return what a version is called."""
    number = release or "of unknown version"
    tag = f"_{release.replace('.', '')}" if release else ""
    return About(
        "atop", f"ATOP{tag}", f"Alliance Treaty Obligations and Provisions, version {number}", f"ATOP {number}",
        "Rice University", published, "http://www.atopdata.org/",
        terms="For research, with citation: Leeds, Ritter, Mitchell and Long (2002). Treaties, not side-taking.",
    )  # fmt: skip


def ties(rows: Sequence[Mapping[str, Any]], name: str) -> list[TieRow]:
    """Return spans of years in which two states had the same obligations, each pair once.

    Raises `ImportDataError` with column and number of the record for a code or a year that is none.
    """
    years: dict[tuple[str, str, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, row in enumerate(rows, 2):
        a, b = (whole_number(row[column], Where(name, number, column)) for column in ("ccode1", "ccode2"))
        year = year_of(row["year"], Where(name, number, "year"))
        duties = tuple(word for column, word in DUTIES.items() if whole(row[column]) == "1")
        if duties and int(a) < int(b):
            years[a, b, duties].append(int(year))
    found = []
    for (a, b, duties), given in sorted(years.items()):
        for first, last in _spans(sorted(set(given))):
            kind = "alliance" if "defence" in duties or "offence" in duties else "guarantee"
            found.append(
                TieRow(
                    f"{a}-{b}-{first}-{'.'.join(duties)}",
                    name_of(f"cow:{a}"), f"cow:{a}", name_of(f"cow:{b}"), f"cow:{b}",
                    f"{first}/{last}" if last > first else str(first), kind,  # type: ignore[arg-type]
                    f"treaty of {', '.join(duties)}", f"dyad {a}-{b}, years {first} to {last}", code=",".join(duties),
                    plain=kind == "alliance",
                )
            )  # fmt: skip
    return found


def _spans(years: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], year)
        else:
            spans.append((year, year))
    return spans
