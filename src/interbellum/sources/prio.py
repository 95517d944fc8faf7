"""UCDP/PRIO Armed Conflict Dataset: conflict-years with intensity and the days on which episodes began and ended.

Layout of versions 17.1 to 26.1 (28 columns): codebook of the UCDP/PRIO Armed Conflict Dataset. `intensity_level` 1 is
25 to 999 battle deaths in the year, 2 at least 1,000.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interbellum.dates import parse_edtf
from interbellum.errors import DateError, ImportDataError, Where
from interbellum.sources import layout as tests
from interbellum.sources.about import About
from interbellum.sources.cow import year_of
from interbellum.sources.figures import TieRow

COLUMNS = (
    "conflict_id", "location", "side_a", "side_a_id", "side_a_2nd", "side_b", "side_b_id", "side_b_2nd",
    "incompatibility", "territory_name", "year", "intensity_level", "cumulative_intensity", "type_of_conflict",
    "start_date", "start_prec", "start_date2", "start_prec2", "ep_end", "ep_end_date", "ep_end_prec", "gwno_a",
    "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc", "region", "version",
)  # fmt: skip
LAYOUT = tests.Layout(
    "the UCDP/PRIO Armed Conflict Dataset",
    COLUMNS,
    tests={
        "conflict_id": tests.WHOLE,
        "year": tests.YEAR,
        "intensity_level": tests.matching(r"[12]"),
        "cumulative_intensity": tests.matching(r"[01]"),
        "type_of_conflict": tests.matching(r"[1-4]"),
        "start_date": tests.DAY,
        "start_date2": tests.DAY,
        "ep_end": tests.matching(r"[01]"),
        "ep_end_date": tests.DAY,
        "version": tests.matching(r"\d\d\.\d"),
    },
    optional=frozenset(("version",)),
)
_MARK = ("conflict_id", "year", "intensity_level")


def is_conflict_years(header: tuple[str, ...]) -> bool:
    """Return whether a header is that of conflict-years."""
    return set(_MARK) <= set(header)


def about(version: str | None, published: str | None) -> About:
    """Return what a release is called; a yearly version comes out in June."""
    number = version or "of unknown version"
    source = f"UCDP_PRIO_{number.replace('.', '')}" if version else "UCDP_PRIO"
    when = published or (f"20{version[:2]}-06~" if version else None)
    return About(
        "ucdp-prio", source, f"UCDP/PRIO Armed Conflict Dataset, version {number}", f"UCDP/PRIO {number}",
        "Uppsala Conflict Data Program; Peace Research Institute Oslo", when, "https://ucdp.uu.se/downloads/",
        terms="CC BY 4.0; cite Gleditsch et al. (2002) and Davies, Pettersson and Öberg (latest year).",
    )  # fmt: skip


def ties(rows: Sequence[Mapping[str, Any]], file: str) -> list[TieRow]:
    """Return the conflict-years as ties of hostility; sides with several members are taken one by one.

    Raises `ImportDataError` with column and number of the record for a year or a day that is none.
    """
    found = []
    for place, row in enumerate(rows, 2):
        year_of(row["year"], Where(file, place, "year"))
        for column in ("start_date2", "ep_end_date"):
            _day(row[column], Where(file, place, column))
        end = row["ep_end_date"] if row["ep_end"] == "1" and row["ep_end_date"] else None
        began = row["start_date2"] if (row["start_date2"] or "")[:4] == row["year"] else None
        span = f"{began or row['year']}/{end or row['year']}" if began or end else row["year"]
        level = {"1": "25 to 999", "2": "1,000 or more"}.get(row["intensity_level"], "some")
        for number, (a, b) in enumerate(_pairs(row)):
            found.append(
                TieRow(
                    f"{row['conflict_id']}-{row['year']}" + (f"-{number}" if number else ""), a[0], a[1], b[0], b[1],
                    span, "hostility", f"armed conflict with {level} battle deaths in {row['year']}",
                    f"conflict {row['conflict_id']}, year {row['year']}", code=f"intensity {row['intensity_level']}",
                )
            )  # fmt: skip
    return found


def _day(text: str | None, where: Where) -> None:
    """Raise `ImportDataError` for a day that is none; it may be empty."""
    try:
        if text:
            parse_edtf(text)
    except DateError as error:
        raise ImportDataError(error.what, where=where, hint=error.hint) from error


def _pairs(row: Mapping[str, Any]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    sides = []
    for side in ("a", "b"):
        names = [one.strip() for one in (row[f"side_{side}"] or "").split(",") if one.strip()]
        states = [one.strip() for one in (row[f"gwno_{side}"] or "").split(",") if one.strip()]
        ids = [one.strip() for one in (row[f"side_{side}_id"] or "").split(",") if one.strip()]
        members = []
        for position, name in enumerate(names):
            known = [f"ucdp:{ids[position]}"] if position < len(ids) else []
            if name.startswith("Government of") and position < len(states):
                known.append(f"gw:{states[position]}")
            members.append((name, "|".join(known)))
        sides.append(members)
    return [(a, b) for a in sides[0] for b in sides[1]]
