"""ICEWS coded events: who did what to whom by CAMEO code, by day and town.

Columns as in Boschee et al., ICEWS Coded Event Data (Harvard Dataverse, doi:10.7910/DVN/28075), in either spelling:
`Event ID` or `event_id`, `CAMEO Code` or `cameo_code`.
"""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.sources import layout as tests
from interbellum.sources.about import About
from interbellum.sources.cameo import coded
from interbellum.sources.events import Names, bad_number, event_view
from interbellum.sources.tables import quoted

COLUMNS = (
    "event_id", "event_date", "source_name", "source_sectors", "source_country", "event_text", "cameo_code",
    "intensity", "target_name", "target_sectors", "target_country", "story_id", "sentence_number", "publisher", "city",
    "district", "province", "country", "latitude", "longitude",
)  # fmt: skip
LAYOUT = tests.Layout(
    "ICEWS coded events",
    (*COLUMNS, "year", "yearmonth"),
    tests={
        "event_id": tests.WHOLE,
        "event_date": tests.DAY,
        "cameo_code": tests.matching(r"[01]\d{1,3}|20\d{0,2}"),
        "intensity": tests.between(-10, 10),
        "story_id": tests.WHOLE,
        "latitude": tests.LATITUDE,
        "longitude": tests.LONGITUDE,
    },
    optional=frozenset(("year", "yearmonth", "source_sectors", "target_sectors", "event_text", "sentence_number")),
)
NAMES = Names({"record": "event_id", "first": "event_date", "last": "event_date", "type": "cameo_code"})
_OWN = ("Government", "Military", "Police", "Executive", "Head of Government", "Foreign Ministry")
"""Sectors that speak for their state."""


def spelled(header: Sequence[str]) -> tuple[str, ...]:
    """Return a header in the spelling of `COLUMNS`."""
    return tuple(cell.strip().lower().replace(" ", "_") for cell in header)


def about(first: str, last: str, published: str | None) -> About:
    """Return what a file is called: by the days of its events."""
    span = f"{first.replace('-', '')}_{last.replace('-', '')}"
    return About(
        "icews", f"ICEWS_{span}", f"ICEWS Coded Event Data, {first} to {last}", f"ICEWS {first}/{last}",
        "Lockheed Martin; Harvard Dataverse", published or last, "https://doi.org/10.7910/DVN/28075", reliability="D",
        terms="Terms of ICEWS on Harvard Dataverse. Coded by machine from news: repeats and misreadings.",
    )  # fmt: skip


def view(relation: str, columns: Sequence[str]) -> str:
    """Return the SQL of the events of a relation with the columns of ICEWS."""

    def text(name: str) -> str:
        return f"nullif(nullif(trim({quoted(name)}), ''), 'NULL')" if name in columns else "CAST(NULL AS VARCHAR)"

    day = f"TRY_CAST(substr({text('event_date')}, 1, 10) AS DATE)"
    code = text("cameo_code")
    return event_view(
        coded(relation, "cameo_code"),
        {
            "record": text("event_id"),
            "first": day,
            "last": day,
            "date_precision": "'day'",
            "a_name": _name(text("source_name"), text("source_sectors"), text("source_country")),
            "b_name": _name(text("target_name"), text("target_sectors"), text("target_country")),
            "type": "plover_type",
            "mode": "plover_mode",
            "context": "plover_context",
            "code": f"'CAMEO ' || {code}",
            "place": text("city"),
            "country": text("country"),
            "latitude": f"TRY_CAST({text('latitude')} AS DOUBLE)",
            "longitude": f"TRY_CAST({text('longitude')} AS DOUBLE)",
            "place_precision": f"CASE WHEN {text('city')} IS NOT NULL THEN 'near' WHEN {text('province')} IS NOT NULL "
            "THEN 'centroid' ELSE 'centroid' END",
            "doubt": "4",
            "locator": f"concat_ws(', ', {text('publisher')}, 'story ' || {text('story_id')})",
            "country_ids": f"coalesce({text('country')}, '')",
            "bad": bad_number([one for one in ("latitude", "longitude", "intensity") if one in columns]),
        },
    )


def _name(name: str, sectors: str, state: str) -> str:
    """Return the SQL of a party: the state where it speaks for it, else its own name."""
    own = " OR ".join(f"list_contains(string_split(coalesce({sectors}, ''), ','), '{one}')" for one in _OWN)
    return f"CASE WHEN {name} = {state} OR {own} THEN 'Government of ' || {state} ELSE {name} END"
