"""GDELT 2.0 events: 61 columns separated by tabs, without a header, CAMEO codes as text.

Columns as in the GDELT Event Database Format Codebook 2.0 (2015). `ActionGeo_Type` 1 is a country, 2 a state of the
USA, 5 a province elsewhere: their coordinates are centroids; 3 and 4 are towns. Some extracts carry a header of their
own making, a column of row numbers before and the confidence of the mention behind; they are read by position.
"""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.errors import ImportDataError, Where
from interbellum.sources import layout as tests
from interbellum.sources.about import About
from interbellum.sources.cameo import coded
from interbellum.sources.events import Names, bad_number, event_view
from interbellum.sources.tables import quoted

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{one}" for one in _ACTOR),
    *(f"Actor2{one}" for one in _ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", *(f"Actor1Geo_{one}" for one in _GEO),
    *(f"Actor2Geo_{one}" for one in _GEO), *(f"ActionGeo_{one}" for one in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
TESTS = {
    "GLOBALEVENTID": tests.matching(r"\d{3,12}"),
    "SQLDATE": tests.matching(r"(19|20)\d{6}"),
    "MonthYear": tests.matching(r"(19|20)\d{4}"),
    "Year": tests.YEAR,
    "IsRootEvent": tests.matching(r"[01]"),
    "EventCode": tests.matching(r"[01]\d{2,3}|20\d{1,2}|20"),
    "QuadClass": tests.matching(r"[1-4]"),
    "GoldsteinScale": tests.between(-10, 10),
    "ActionGeo_Type": tests.matching(r"[0-5]"),
    "ActionGeo_Lat": tests.LATITUDE,
    "ActionGeo_Long": tests.LONGITUDE,
    "DATEADDED": tests.matching(r"(19|20)\d{12}"),
    "SOURCEURL": tests.matching(r"https?:.*|.*[a-z].*"),
}
NAMES = Names({"record": "GLOBALEVENTID", "first": "SQLDATE", "last": "SQLDATE", "latitude": "ActionGeo_Lat",
               "longitude": "ActionGeo_Long", "type": "EventCode"})  # fmt: skip


def seen(rows: Sequence[Sequence[str]], name: str) -> tests.Seen:
    """Return the columns of a file, told by their places and checked by their cells.

    Raises `ImportDataError`, naming the column, for another number of columns and for cells that do not fit.
    """
    if not rows:
        raise ImportDataError("the file is empty", where=Where(name))
    width = len(rows[0])
    headed = not any(cell.isdigit() and len(cell) >= 8 for cell in rows[0])
    body = rows[1:] if headed else rows
    extra = width - len(COLUMNS)
    before, after = (("row",), ("Confidence",)) if extra == 2 else ((), ())
    if extra not in (0, 2) or not body:
        raise ImportDataError(
            f"not the layout of GDELT 2.0 events: {width} columns, expected {len(COLUMNS)}",
            where=Where(name, 1),
            hint="give an .export.CSV file of GDELT 2.0; version 1 has 58 columns and its mentions are another table",
        )
    columns = (*before, *COLUMNS, *after)
    wrong = tests.misfits(columns, body, TESTS)
    if wrong:
        position = columns.index(wrong[0])
        cell = next((row[position] for row in body if position < len(row) and row[position].strip()), "")
        lost = "leading zeros are lost: codes were read as numbers" if wrong == ["EventCode"] else "cells are shifted"
        raise ImportDataError(
            f"column {position + 1} is {wrong[0]} and holds {cell[:40]!r}: {lost}",
            where=Where(name, 2 if headed else 1, wrong[0]),
            hint="give the file as it was published",
        )
    return tests.Seen(columns, headed, _notes(rows[0], columns) if headed else ())


def _notes(header: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Return what a header made by others says wrongly: where it calls a column by the name of another."""
    shifted = [
        (given, column)
        for given, column in zip(header, columns, strict=True)
        if _bare(given) != _bare(column) and _bare(given) in {_bare(one) for one in COLUMNS}
    ]
    if not shifted:
        return ("the file has a header of its own making: its columns were told by their places",)
    given, column = shifted[0]
    return (
        f"the header is shifted: it says {given!r} over {column} ({len(shifted)} columns bear the name of another); "
        "the columns were told by their places and their cells",
    )


def _bare(name: str) -> str:
    return name.replace("_", "").lower()


def about(first: str, last: str, published: str | None) -> About:
    """Return what a file is called: by the days on which its events were added."""
    span = first if first == last else f"{first}_{last}"
    return About(
        "gdelt-events", f"GDELT_{span.replace('-', '')}", f"GDELT 2.0 events added {first} to {last}",
        f"GDELT 2.0 {first}/{last}", "GDELT Project", published or last, "https://www.gdeltproject.org/data.html",
        reliability="D", terms="Open data, cite the GDELT Project. Coded by machine from news.",
    )  # fmt: skip


def view(relation: str, columns: Sequence[str]) -> str:
    """Return the SQL of the events of a relation with GDELT's columns."""

    def text(name: str) -> str:
        return f"nullif(trim({quoted(name)}), '')"

    day = f"CAST(TRY_STRPTIME({text('SQLDATE')}, '%Y%m%d') AS DATE)"
    code = text("EventCode")
    numbers = ("GLOBALEVENTID", "ActionGeo_Lat", "ActionGeo_Long", "GoldsteinScale")
    return event_view(
        coded(relation, "EventCode"),
        {
            "record": text("GLOBALEVENTID"),
            "first": day,
            "last": day,
            "date_precision": "'day'",
            "a_name": text("Actor1Name"),
            "a_ids": _ids("Actor1"),
            "b_name": text("Actor2Name"),
            "b_ids": _ids("Actor2"),
            "type": "plover_type",
            "mode": "plover_mode",
            "context": "plover_context",
            "code": f"'CAMEO ' || {code}",
            "place": text("ActionGeo_FullName"),
            "country": text("ActionGeo_CountryCode"),
            "latitude": f"TRY_CAST({text('ActionGeo_Lat')} AS DOUBLE)",
            "longitude": f"TRY_CAST({text('ActionGeo_Long')} AS DOUBLE)",
            "place_precision": f"CASE WHEN {text('ActionGeo_Type')} IN ('1', '2', '5') THEN 'centroid' "
            f"WHEN {text('ActionGeo_Type')} IN ('3', '4') THEN 'near' ELSE 'unknown' END",
            "doubt": "4",
            "locator": f"coalesce({text('SOURCEURL')}, '')",
            "country_ids": f"coalesce('fips:' || {text('ActionGeo_CountryCode')}, '')",
            "bad": bad_number([one for one in numbers if one in columns]),
        },
    )


def _ids(side: str) -> str:
    """Return the SQL of an actor's ids: its own code, and its state's where it has no role but that of the state."""
    code, state = f"nullif(trim({quoted(side + 'Code')}), '')", f"nullif(trim({quoted(side + 'CountryCode')}), '')"
    own = f"{code} IN ({state}, {state} || 'GOV', {state} || 'MIL', {state} || 'COP', {state} || 'LEG')"
    return f"concat_ws('|', 'gdelt:' || {code}, CASE WHEN {own} THEN 'iso3:' || {state} END)"
