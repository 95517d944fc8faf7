"""Small made-up tables in the layouts of the field's datasets, for tests of importers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from interbellum.sources.acled import COLUMNS as ACLED_COLUMNS
from interbellum.sources.ucdp import GED

EVENT: Mapping[str, object] = {
    "id": 1, "relid": "NOR-2021-1-1", "year": 2021, "active_year": 1, "code_status": "Clear", "type_of_violence": 1,
    "conflict_dset_id": 9001, "conflict_new_id": 9001, "conflict_name": "Northland: Valley", "dyad_dset_id": 9101,
    "dyad_new_id": 9101, "dyad_name": "Government of Northland - Government of Southland", "side_a_dset_id": 801,
    "side_a_new_id": 801, "side_a": "Government of Northland", "side_b_dset_id": 802, "side_b_new_id": 802,
    "side_b": "Government of Southland", "number_of_sources": 1, "source_article": "Agency, 2021-03-04, Words",
    "source_office": "Agency", "source_date": "2021-03-04", "source_headline": "Words", "source_original": "army",
    "where_prec": 1, "where_coordinates": "Ford village", "where_description": "at Ford", "adm_1": "Vale", "adm_2": "",
    "latitude": 40.25, "longitude": 46.5, "geom_wkt": "POINT (46.5 40.25)", "priogrid_gid": 187654,
    "country": "Northland", "country_id": 990, "region": "Asia", "event_clarity": 1, "date_prec": 1,
    "date_start": "2021-03-03 00:00:00.000", "date_end": "2021-03-03 00:00:00.000", "deaths_a": 2, "deaths_b": 3,
    "deaths_civilians": 0, "deaths_unknown": 0, "best": 5, "high": 7, "low": 4, "gwnoa": "", "gwnob": "",
}  # fmt: skip
"""One event in the layout of GED; `ged` changes what a test is about."""


def ged(number: int = 1, **changes: object) -> dict[str, object]:
    """Return one GED row; a `day` sets both its days."""
    day = changes.pop("day", None)
    days = {} if day is None else {"date_start": f"{day} 00:00:00.000", "date_end": f"{day} 00:00:00.000"}
    return {**EVENT, "id": number, "relid": f"NOR-2021-1-{number}", **days, **changes}


def table(rows: Iterable[Mapping[str, object]], columns: Sequence[str] = GED) -> str:
    """Return rows as CSV text under a header."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return stream.getvalue()


def ged_file(folder: Path, rows: Iterable[Mapping[str, object]], name: str = "GEDEvent_v21_0_3.csv") -> Path:
    """Write GED rows under a name that says which release they are, and return the file."""
    path = folder / name
    path.write_text(table(rows), encoding="utf-8")
    return path


ACLED: Mapping[str, object] = {
    **dict.fromkeys(ACLED_COLUMNS, ""),
    "event_id_cnty": "NOR1", "event_date": "2021-03-03", "year": 2021, "time_precision": 1,
    "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Northland (2010-)", "actor2": "Military Forces of Southland", "iso": 31,
    "region": "Caucasus and Central Asia", "country": "Northland", "location": "Ford", "latitude": 40.2,
    "longitude": 46.4, "geo_precision": 1, "source": "Agency", "source_scale": "International", "fatalities": 6,
    "timestamp": 1700000000,
}  # fmt: skip


def acled_file(folder: Path, *rows: Mapping[str, object], name: str = "acled.csv") -> Path:
    """Write events of ACLED, each as it differs from `ACLED`, and return the file."""
    path = folder / name
    path.write_text(table(({**ACLED, **row} for row in rows), ACLED_COLUMNS), encoding="utf-8")
    return path
