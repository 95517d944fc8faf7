"""UCDP GED and Candidate events: 49 columns, one row an event.

Layout and codes as in Högbladh, UCDP GED Codebook (version 25.1): https://ucdp.uu.se/downloads/. `where_prec` 1 is the
spot, 2 near it, 3 the district, 4 the province, 5 a line or area, 6 the country, 7 beyond any; `date_prec` 1 is the
day, 2 a few days, 3 the week, 4 the month, 5 the year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from interbellum.errors import ImportDataError, Where
from interbellum.sources import layout as l
from interbellum.sources.about import About
from interbellum.sources.events import Names, bad_number, event_view, reports, whole_number
from interbellum.sources.tables import quoted

GED = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
ORIGIN = "origin"
"""A column that extracts of several releases have: it says which release a row is from."""
NUMBERS = (
    "latitude", "longitude", "best", "low", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
    "type_of_violence", "where_prec", "date_prec", "event_clarity",
)  # fmt: skip
LAYOUT = l.Layout(
    "UCDP GED",
    GED,
    tests={
        "id": l.WHOLE,
        "year": l.YEAR,
        "type_of_violence": l.matching(r"[123](\.0+)?"),
        "conflict_new_id": l.WHOLE,
        "dyad_new_id": l.WHOLE,
        "side_a_new_id": l.WHOLE,
        "side_b_new_id": l.WHOLE,
        "number_of_sources": l.WHOLE,
        "where_prec": l.matching(r"[1-7](\.0+)?"),
        "latitude": l.LATITUDE,
        "longitude": l.LONGITUDE,
        "geom_wkt": l.matching(r"POINT ?\(.*\)"),
        "priogrid_gid": l.WHOLE,
        "country_id": l.WHOLE,
        "region": l.matching(r"Africa|Americas|Asia|Europe|Middle East"),
        "event_clarity": l.matching(r"[0-3](\.0+)?"),
        "date_prec": l.matching(r"[0-5](\.0+)?"),
        "date_start": l.DAY,
        "date_end": l.DAY,
        **dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), l.COUNT),
        **dict.fromkeys(("best", "high", "low", "gwnoa", "gwnob"), l.COUNT),
    },
)
CORE = ("id", "date_start", "best")
EXTRACT = l.Layout("an extract of UCDP GED", (*GED, ORIGIN), LAYOUT.tests, frozenset(GED) - set(CORE))
NAMES = Names({"record": "id", "first": "date_start", "last": "date_end", "value": "best"})
URL = "https://ucdp.uu.se/downloads/"
TERMS = "CC BY 4.0; cite Sundberg and Melander (2013) and Davies, Pettersson and Öberg (latest year)."

_CONSOLIDATED = re.compile(r"v(\d\d)_(\d\d)_(\d\d)_(\d\d)(?!\d)", re.IGNORECASE)
_CANDIDATE = re.compile(r"v(\d\d)_0_(\d\d?)(?!\d)", re.IGNORECASE)
_GED = re.compile(r"ged(?:event)?[_-]?v?(\d\d)[_.]?(1)(?!\d)", re.IGNORECASE)
_POINT = re.compile(r"POINT ?\(\s*(\S+)\s+(\S+?)\s*\)")
_VERSION = re.compile(r"\d\d\.(1|0\.\d\d?|\d\d\.\d\d\.\d\d)")


def about(path: Path, version: str | None = None, published: str | None = None) -> About:
    """Return what a release is called, from its version or from the names of the file and its folder.

    `25.1` is GED, `26.0.8` the candidates of a month, `21.01.21.12` those of several. The date of publication is that
    of the publisher's habit: GED in June, candidates in the month after. Raises `ImportDataError` for a file that does
    not say which release it is.
    """
    if version and not _VERSION.fullmatch(version):
        raise _unknown(path, version)
    text = f"v{version.replace('.', '_')}" if version else path.name
    if found := _CONSOLIDATED.search(text):
        first, last = f"{found[1]}.{found[2]}", f"{found[3]}.{found[4]}"
        when = _after(int(found[3]), int(found[4]))
        return _candidate(f"{first}-{last}", when, published)
    if found := _CANDIDATE.search(text):
        return _candidate(f"{found[1]}.0.{int(found[2])}", _after(int(found[1]), int(found[2])), published)
    for name in (f"ged{version.replace('.', '')}" if version else path.name, path.parent.name):
        if found := _GED.search(name):
            number = f"{found[1]}.{found[2]}"
            return About(
                "ucdp-ged", f"UCDP_GED_{found[1]}{found[2]}",
                f"UCDP Georeferenced Event Dataset (GED) Global, version {number}", f"UCDP GED {number}",
                "Uppsala Conflict Data Program", published or f"20{found[1]}-06~", URL, terms=TERMS,
            )  # fmt: skip
    raise _unknown(path, version)


def _unknown(path: Path, version: str | None) -> ImportDataError:
    return ImportDataError(
        f"no release is called {version!r}" if version else "the file does not say which release it is",
        where=Where(path.name),
        hint="give --release, for instance 25.1 (GED) or 26.0.8 (candidates)",
    )


def _candidate(number: str, when: str, published: str | None) -> About:
    source = "UCDP_CANDIDATE_" + re.sub(r"\W", "_", number)
    return About(
        "ucdp-ged", source, f"UCDP Candidate Events Dataset, version {number}", f"UCDP Candidate {number}",
        "Uppsala Conflict Data Program", published or when, URL, reliability="C",
        terms=f"{TERMS} Candidates are preliminary and revised by the yearly release.",
    )  # fmt: skip


def _after(year: int, month: int) -> str:
    return f"20{year + month // 12:02d}-{month % 12 + 1:02d}~"


def is_extract(header: tuple[str, ...]) -> bool:
    """Return whether a header is that of an extract of several releases: it says for each row which it is from."""
    return ORIGIN in header and set(CORE) <= set(header)


def view(relation: str, columns: tuple[str, ...]) -> str:
    """Return the SQL that gives the events of a relation with (some of) the columns of GED."""

    def text(name: str) -> str:
        return f"nullif(trim({quoted(name)}), '')" if name in columns else "CAST(NULL AS VARCHAR)"

    def whole(name: str) -> str:
        return whole_number(text(name))

    def real(name: str) -> str:
        return f"TRY_CAST({text(name)} AS DOUBLE)"

    def day(name: str) -> str:
        return f"TRY_CAST(substr({text(name)}, 1, 10) AS DATE)"

    first, last = day("date_start"), f"coalesce({day('date_end')}, {day('date_start')})"
    if "date_end" in columns:
        last = f"CASE WHEN {text('date_end')} IS NULL THEN {first} ELSE {day('date_end')} END"
    return event_view(
        relation,
        {
            "record": whole("id"),
            "first": first,
            "last": last,
            "date_precision": _DATES.format(whole("date_prec")),
            "a_name": text("side_a"),
            "a_ids": _ids(whole("side_a_new_id"), whole("gwnoa"), text("side_a")),
            "b_name": text("side_b"),
            "b_ids": _ids(whole("side_b_new_id"), whole("gwnob"), text("side_b")),
            "type": "'ASSAULT'",
            "context": "'military'",
            "code": _VIOLENCE.format(whole("type_of_violence")),
            "place": text("where_coordinates"),
            "country": text("country"),
            "latitude": real("latitude"),
            "longitude": real("longitude"),
            "place_precision": _PLACES.format(whole("where_prec")),
            "value": real("best"),
            "low": real("low"),
            "high": real("high"),
            "of": "'deaths'",
            "doubt": f"CASE WHEN coalesce({text('code_status')}, 'Clear') <> 'Clear' THEN 4 "
            f"WHEN {whole('event_clarity')} = '1' THEN 2 ELSE 3 END",
            "locator": reports(text("source_office"), text("source_date")),
            "vintage": text(ORIGIN),
            "conflict_ids": f"concat_ws('|', {whole('conflict_new_id')}, {text('conflict_name')}, "
            f"{whole('dyad_new_id')}, {text('dyad_name')})",
            "country_ids": f"concat_ws('|', 'gw:' || {whole('country_id')}, {text('country')})",
            "bad": bad_number([one for one in NUMBERS if one in columns]),
        },
    )


def _ids(ucdp: str, state: str, name: str) -> str:
    return (
        f"concat_ws('|', 'ucdp:' || {ucdp}, CASE WHEN starts_with({name}, 'Government of') THEN 'gw:' || {state} END)"
    )


_DATES = (
    "CASE {0} WHEN '1' THEN 'day' WHEN '2' THEN 'days' WHEN '3' THEN 'week' WHEN '4' THEN 'month' "
    "WHEN '5' THEN 'year' ELSE 'unknown' END"
)
_PLACES = (
    "CASE {0} WHEN '1' THEN 'exact' WHEN '2' THEN 'near' WHEN '3' THEN 'district' WHEN '4' THEN 'province' "
    "WHEN '5' THEN 'line' WHEN '6' THEN 'country' WHEN '7' THEN 'beyond' ELSE 'unknown' END"
)
_VIOLENCE = "CASE {0} WHEN '1' THEN 'state-based' WHEN '2' THEN 'non-state' WHEN '3' THEN 'one-sided' END"


def refuse_exchanged(rows: Sequence[Sequence[str]], columns: Sequence[str], name: str) -> None:
    """Raise `ImportDataError` where latitude and longitude bear each other's name: `geom_wkt` says which is which."""
    wanted = ("latitude", "longitude", "geom_wkt")
    if not set(wanted) <= set(columns):
        return
    places = [columns.index(one) for one in wanted]
    found = []
    for row in rows:
        latitude, longitude, point = (row[place].strip() if place < len(row) else "" for place in places)
        match = _POINT.fullmatch(point)
        if match and latitude != longitude:
            found.append(_same(latitude, match[1]) and _same(longitude, match[2]))
    if found and all(found):
        raise ImportDataError(
            "the columns 'latitude' and 'longitude' are exchanged: geom_wkt has them the other way round",
            where=Where(name, 1, "latitude"),
            hint="give the file as it was published, or mend its first line",
        )


def _same(one: str, other: str) -> bool:
    try:
        return abs(float(one) - float(other)) < 1e-6
    except ValueError:
        return False
