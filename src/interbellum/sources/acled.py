"""ACLED events: 31 columns since March 2023, from CSV or from the JSON of its API; deleted events.

Columns as in the ACLED codebook and column guide (2023). `geo_precision` 1 is the place, 2 near it, 3 the region;
`time_precision` 1 the day, 2 the week, 3 the month. Events are edited and deleted: the day of access is the vintage.
The terms ask for attribution, the date of access, the filters used and what was done to the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from interbellum.sources import layout as tests
from interbellum.sources.about import About
from interbellum.sources.events import Names, bad_number, event_view
from interbellum.sources.tables import literal, quoted

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
POPULATION = ("population_1km", "population_2km", "population_5km", "population_best")
LAYOUT = tests.Layout(
    "ACLED",
    (*COLUMNS, *POPULATION),
    tests={
        "event_id_cnty": tests.matching(r"[A-Z]{2,4}\d+"),
        "event_date": tests.matching(r"\d{4}-\d\d-\d\d|\d{1,2} [A-Z]+ \d{4}"),
        "year": tests.YEAR,
        "time_precision": tests.matching(r"[1-3]"),
        "event_type": tests.matching(r"Battles|Explosions/Remote violence|Violence against civilians|Protests|Riots|"
                                     r"Strategic developments"),
        "iso": tests.WHOLE,
        "latitude": tests.LATITUDE,
        "longitude": tests.LONGITUDE,
        "geo_precision": tests.matching(r"[1-3]"),
        "fatalities": tests.COUNT,
        "timestamp": tests.WHOLE,
    },
    optional=frozenset(POPULATION),
)  # fmt: skip
NAMES = Names({"record": "event_id_cnty", "first": "event_date", "last": "event_date", "value": "fatalities"})
DELETED = ("event_id_cnty", "deleted_timestamp")
TERMS = (
    "ACLED, Armed Conflict Location and Event Data (acleddata.com), under its terms of use: attribution on every visual"
)
_TYPES = {
    "Battles": ("ASSAULT", "heavy-weapons"),
    "Explosions/Remote violence": ("ASSAULT", "explosives"),
    "Violence against civilians": ("ASSAULT", "targeted"),
    "Protests": ("PROTEST", "demo"),
    "Riots": ("PROTEST", "riot"),
    "Strategic developments": ("MOBILIZE", ""),
}
_FINER = {
    "Air/drone strike": ("ASSAULT", "aerial"),
    "Shelling/artillery/missile attack": ("ASSAULT", "heavy-weapons"),
    "Suicide bomb": ("ASSAULT", "suicide-attack"),
    "Abduction/forced disappearance": ("ASSAULT", "abduct"),
    "Sexual violence": ("ASSAULT", "sexual"),
    "Agreement": ("AGREE", ""),
    "Arrests": ("COERCE", "arrest"),
    "Change to group/activity": ("MOBILIZE", ""),
    "Disrupted weapons use": ("COERCE", "seize"),
    "Headquarters or base established": ("MOBILIZE", "troops"),
    "Looting/property destruction": ("ASSAULT", "destroy"),
    "Non-violent transfer of territory": ("RETREAT", "withdraw"),
}
"""ACLED's types as PLOVER types and modes (judgement: the nearest by the two codebooks)."""


def about(accessed: date | None, published: str | None) -> About:
    """Return what an extract is called: by the day on which it was fetched, since ACLED is revised all the time."""
    day = str(accessed or published or "undated")
    source = f"ACLED_{day.replace('-', '')}"
    return About(
        "acled", source, f"Armed Conflict Location and Event Data, accessed {day}", f"ACLED {day}", "ACLED",
        published or (str(accessed) if accessed else None), "https://acleddata.com", terms=TERMS + ".",
    )  # fmt: skip


def deleted(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the deleted events of ACLED's list with the day of deletion, from its time in seconds since 1970."""
    return {
        str(row["event_id_cnty"]): datetime.fromtimestamp(int(row["deleted_timestamp"]), UTC).date().isoformat()
        for row in rows
        if str(row.get("deleted_timestamp") or "").isdigit()
    }


def view(relation: str, columns: Sequence[str]) -> str:
    """Return the SQL of the events of a relation with ACLED's columns."""

    def text(name: str) -> str:
        return f"nullif(trim({quoted(name)}::VARCHAR), '')" if name in columns else "CAST(NULL AS VARCHAR)"

    day = (
        f"coalesce(TRY_CAST({text('event_date')} AS DATE), "
        f"CAST(TRY_STRPTIME({text('event_date')}, '%d %B %Y') AS DATE))"
    )
    return event_view(
        relation,
        {
            "record": text("event_id_cnty"),
            "first": day,
            "last": day,
            "date_precision": f"CASE {text('time_precision')} WHEN '1' THEN 'day' WHEN '2' THEN 'week' "
            "WHEN '3' THEN 'month' ELSE 'unknown' END",
            "a_name": text("actor1"),
            "a_ids": f"coalesce('acled:' || {text('actor1')}, '')",
            "b_name": text("actor2"),
            "b_ids": f"coalesce('acled:' || {text('actor2')}, '')",
            "type": _kind(text("event_type"), text("sub_event_type"), 0),
            "mode": f"nullif({_kind(text('event_type'), text('sub_event_type'), 1)}, '')",
            "code": f"concat_ws(': ', {text('event_type')}, {text('sub_event_type')})",
            "place": text("location"),
            "country": text("country"),
            "latitude": f"TRY_CAST({text('latitude')} AS DOUBLE)",
            "longitude": f"TRY_CAST({text('longitude')} AS DOUBLE)",
            "place_precision": f"CASE {text('geo_precision')} WHEN '1' THEN 'exact' WHEN '2' THEN 'near' "
            "WHEN '3' THEN 'centroid' ELSE 'unknown' END",
            "value": f"TRY_CAST({text('fatalities')} AS DOUBLE)",
            "of": "'deaths'",
            "doubt": "3",
            "locator": text("source"),
            "country_ids": f"coalesce({text('country')}, '')",
            "bad": bad_number([one for one in ("latitude", "longitude", "fatalities") if one in columns]),
        },
    )


def _kind(event: str, finer: str, part: int) -> str:
    one = "".join(f" WHEN {literal(name)} THEN {literal(found[part])}" for name, found in _FINER.items())
    other = "".join(f" WHEN {literal(name)} THEN {literal(found[part])}" for name, found in _TYPES.items())
    return f"CASE {finer}{one} ELSE CASE {event}{other} END END"
