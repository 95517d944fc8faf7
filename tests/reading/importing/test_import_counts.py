"""Coded events counted by month, dyad and class: none is lost, months and vintages are told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interbellum.case import Case, load_case
from interbellum.case.vocabulary import EventType
from interbellum.errors import UsageError
from interbellum.reading.importing.api import import_data
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.linking import Linker
from interbellum.reading.importing.tallies import tallied
from interbellum.sources import gdelt
from interbellum.sources.quads import QUADS, TYPES_OF
from interbellum.sources.tables import database, reading

NORTH, SOUTH = ("NLD", "NORTHLAND"), ("SLD", "SOUTHLAND")
IDS = {NORTH: "A", SOUTH: "B"}
CODES = {"010": None, "046": "verbal-cooperation", "071": "material-cooperation", "111": "verbal-conflict",
         "173": "material-conflict", "190": "material-conflict"}  # fmt: skip


def line(number: int, code: str, day: str, one: tuple[str, str] = NORTH, other: tuple[str, str] = SOUTH) -> str:
    row = dict.fromkeys(gdelt.COLUMNS, "")
    row |= {
        "GLOBALEVENTID": str(954680550 + number), "SQLDATE": day, "MonthYear": day[:6], "Year": day[:4],
        "FractionDate": "2021.16", "Actor1Code": one[0], "Actor1Name": one[1], "Actor1CountryCode": one[0],
        "Actor2Code": other[0], "Actor2Name": other[1], "Actor2CountryCode": other[0], "IsRootEvent": "1",
        "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": "4",
        "GoldsteinScale": "-10.0", "NumMentions": "1", "NumSources": "1", "NumArticles": "1", "AvgTone": "-2",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Ford, Northland", "ActionGeo_CountryCode": "NL",
        "ActionGeo_Lat": "40.2", "ActionGeo_Long": "46.4", "DATEADDED": f"{day}001500",
        "SOURCEURL": "https://news.example/1",
    }  # fmt: skip
    return "\t".join(row.values())


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def counts_of(case: Case) -> dict[tuple[str, str, str, str], float]:
    return {
        (claim.date or "", *claim.actors, *claim.recipients, claim.of or ""): claim.value or 0  # type: ignore[misc]
        for claim in case.claims
        if claim.reader == "import gdelt"
    }


def test_every_type_has_one_class() -> None:
    found = Counter(one for types in TYPES_OF.values() for one in types)
    assert set(found) == set(get_args(EventType))
    assert set(found.values()) == {1}
    assert tuple(TYPES_OF) == QUADS


def test_files_of_one_month_are_counted_together_with_month_source_and_vintage(lands: Path, tmp_path: Path) -> None:
    one = written(tmp_path, "20210301.export.CSV", line(1, "190", "20210301"), line(2, "173", "20210301"))
    two = written(tmp_path, "20210331.export.CSV", line(3, "190", "20210331"), line(4, "046", "20210331", SOUTH, NORTH))
    summary = import_data(lands, "gdelt", one, two, counts=True).files[0]
    case = load_case(lands)
    assert counts_of(case) == {
        ("2021-03", "A", "B", "events of material conflict"): 3.0,
        ("2021-03", "B", "A", "events of verbal cooperation"): 1.0,
    }
    assert (summary.read, summary.chosen, summary.claims) == (4, 4, 2)
    claim, row = case.claims[-1], case.imported[-1]
    assert (claim.kind, claim.unit, claim.approx, claim.known_basis) == ("observation", "event", False, "vintage")
    assert (row.date_precision, row.dataset, row.vintage) == (
        "month", "gdelt-events-counts", "GDELT 2.0 2021-03-01/2021-03-31",
    )  # fmt: skip
    assert "counted by month, dyad and class" in (case.sources[-1].note or "").lower()
    assert not import_data(lands, "gdelt", one, two, counts=True).changed


def test_a_month_covered_in_part_says_so_and_more_files_revise_its_counts(lands: Path, tmp_path: Path) -> None:
    one = written(tmp_path, "20210301.export.CSV", line(1, "190", "20210301"))
    two = written(tmp_path, "20210315.export.CSV", line(2, "190", "20210315"))
    import_data(lands, "gdelt", one, counts=True)
    first = load_case(lands).claims[-1]
    assert first.approx
    assert "part of the month" in first.gloss
    summary = import_data(lands, "gdelt", one, two, counts=True).files[0]
    case = load_case(lands)
    assert (summary.revised, case.imported[-1].revises, case.claims[-1].value) == (1, first.id, 2.0)


def test_parties_without_an_actor_are_listed_and_not_counted(lands: Path, tmp_path: Path) -> None:
    far = ("XXX", "FARLAND")
    file = written(
        tmp_path, "20210301.export.CSV", line(1, "190", "20210301"), line(2, "190", "20210301", NORTH, far),
        line(3, "190", "20210301", far, far),
    )  # fmt: skip
    summary = import_data(lands, "gdelt", file, counts=True).files[0]
    assert [(one.name, one.records) for one in summary.unlinked] == [("FARLAND", 1)]
    assert (summary.read, summary.chosen) == (3, 1)


def test_what_cannot_be_counted_is_refused(lands: Path, tmp_path: Path) -> None:
    file = written(tmp_path, "20210301.export.CSV", line(1, "190", "20210301"))
    with pytest.raises(UsageError, match="given twice"):
        import_data(lands, "gdelt", file, file, counts=True)
    with pytest.raises(UsageError, match="events of ucdp cannot be counted"):
        import_data(lands, "ucdp", file, counts=True)


PARTIES: Any = st.sampled_from((NORTH, SOUTH, ("XXX", "FARLAND"), ("", "")))
LINES = st.lists(
    st.tuples(st.sampled_from(tuple(CODES)), st.sampled_from(("20210110", "20210220", "20210301")), PARTIES, PARTIES),
    min_size=1, max_size=25,
)  # fmt: skip
CHOICES = st.sampled_from(
    (Choice(), Choice(linked=True), Choice(everything=True), Choice(actors=("A",)), Choice(first=date(2021, 2, 1)))
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, CHOICES)
def test_counts_conserve_records(lands: Path, tmp_path: Path, told: list[Any], choice: Choice) -> None:
    rows = [line(number, *one) for number, one in enumerate(told)]
    path = written(tmp_path, "20210301.export.CSV", *rows)
    with database() as connection:
        relation = reading(path, gdelt.COLUMNS, has_header=False, delimiter="\t")
        connection.execute(f"CREATE TEMP VIEW events AS {gdelt.view(relation, gdelt.COLUMNS)}")
        days = (date(2021, 1, 1), date(2021, 3, 31))
        tally, _, _ = tallied(connection, "events", Linker(load_case(lands)), choice, days)
    assert tally.total == len(told)
    if choice == Choice():
        wanted = Counter(
            (date(int(day[:4]), int(day[4:6]), 1), IDS[one], IDS[other], CODES[code])
            for code, day, one, other in told
            if {one, other} == {NORTH, SOUTH} and CODES[code] is not None
        )
        assert {(c.month, c.actor, c.other, c.quad): n for c, n in tally.cells.items()} == wanted
