"""A fault of content says on which line of its file it stands, in every dataset, and never as a traceback."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from test_import_datasets import ACLED, acled_file, gdelt_line

from interbellum.errors import ImportDataError
from interbellum.reading.importing.api import import_data
from interbellum.reading.importing.choosing import Choice
from interbellum.sources import atop, cow, prio, sipri
from made_datasets import table


def refused(case: Path, kind: str, file: Path, **options: object) -> str:
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    with pytest.raises(ImportDataError) as found:
        import_data(case, kind, file, choice=Choice(everything=True), **options)  # type: ignore[arg-type]
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before
    assert "\n" not in str(found.value)
    return str(found.value)


def test_acled_says_the_line_and_of_json_the_entry(lands: Path, tmp_path: Path) -> None:
    rows = [{"notes": "one,\ntwo"}, {"event_id_cnty": "NOR2"}, {"event_id_cnty": "NOR3", "fatalities": "many"}]
    assert "acled.csv:5:fatalities: event_id_cnty NOR3" in refused(lands, "acled", acled_file(tmp_path, *rows))
    answer = tmp_path / "acled.json"
    answer.write_text(json.dumps({"data": [{**ACLED, **row} for row in rows]}))
    assert "NOR3: 'many' is no number (entry 3)" in refused(lands, "acled", answer)
    answer.write_text(json.dumps({"data": [ACLED, {"event_id_cnty": "NOR9"}]}))
    assert "field 'event_date' is missing in entry 2" in refused(lands, "acled", answer)


def test_gdelt_says_the_line(lands: Path, tmp_path: Path) -> None:
    file = tmp_path / "20210303.export.CSV"
    lines = [gdelt_line(1), gdelt_line(2), gdelt_line(3, ActionGeo_Lat="140.2"), gdelt_line(4)]
    file.write_text("\n".join(lines) + "\n")
    assert "export.CSV:3:ActionGeo_Lat: record 954680553 lies off the globe" in refused(lands, "gdelt", file)


def test_gdelt_comes_through_a_named_pipe(lands: Path, tmp_path: Path) -> None:
    lines = "".join(gdelt_line(number) + "\n" for number in range(1, 50))
    path = tmp_path / "20210303.export.CSV"
    os.mkfifo(path)
    threading.Thread(target=lambda: path.write_text(lines), daemon=True).start()
    summary = import_data(lands, "gdelt", path, choice=Choice(everything=True)).files[0]
    assert (summary.read, summary.chosen) == (49, 49)


def test_a_mapped_event_says_the_line(lands: Path, tmp_path: Path) -> None:
    mapping, file = tmp_path / "map.yaml", tmp_path / "events.csv"
    mapping.write_text(
        "source: {id: MINE, title: Mine, publisher: Me}\nvintage: v1\nskip: 1\n"
        "events: {record: '{year}-{n}', first: '{day}', type: 'ASSAULT', value: '{dead}'}\n"
    )
    file.write_text('made by hand\nyear,n,day,dead,note\n2021,1,2021-03-03,1,"a\nb"\n2021,2,2021-03-04,-5,c\n')
    assert "events.csv:5:dead: record 2021-2 has -5.0 deaths" in refused(lands, "csv", file, mapping=mapping)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("2021,1,-5,0,9,c", "t.csv:5:best: deaths is a count of people (write whole numbers from 0)"),
        (
            "2021,1,1e12,0,1e13,c",
            "t.csv:5:best: deaths of 1e+12 person is more than there can be (write at most 1e+09)",
        ),
        ("2021,1,5,-4,9,c", "t.csv:5:low: deaths is a count of people (write whole numbers from 0)"),
        ("2021,1,5,6,9,c", "t.csv:5:low: low, value and high are out of order: 6, 5, 9"),
        ("2021,1,5,4,3,c", "t.csv:5:high: low, value and high are out of order: 4, 5, 3"),
        (
            "2021,1,5,,,c\n2021,2,5,,,c\n2021,1,5,,,c",
            "t.csv:7:best: deaths of NOR-SUD for 2021-01 is in the file twice",
        ),
    ],
)
def test_a_mapped_figure_that_cannot_be_says_the_line(lands: Path, tmp_path: Path, rows: str, said: str) -> None:
    mapping, file = tmp_path / "map.yaml", tmp_path / "t.csv"
    mapping.write_text(
        "source: {id: MINE, title: Mine, publisher: Me}\nvintage: v1\nskip: 1\n"
        "figures: {date: '{year}-{n:0>2}', subject: NOR-SUD, columns: [{column: best, low: low, high: high, "
        "variable: deaths, unit: person, rule: end}]}\n"
    )
    file.write_text(f'made by hand\nyear,n,best,low,high,note\n2020,1,1,,,"a\nb"\n{rows}\n')
    assert said in refused(lands, "csv", file, mapping=mapping)


def test_two_releases_are_not_taken_in_as_one_source(lands: Path, tmp_path: Path) -> None:
    mapping, file = tmp_path / "map.yaml", tmp_path / "t.csv"
    of = (
        "source: {{id: MINE, title: Mine, publisher: Me, published: {year}}}\nvintage: v{year}\n"
        "figures: {{date: '{{year}}', subject: A-B, columns: [{{column: best, variable: deaths, unit: person, "
        "rule: end}}]}}\n"
    )
    mapping.write_text(of.format(year=2013))
    file.write_text("year,best\n2020,650\n")
    import_data(lands, "csv", file, mapping=mapping)
    mapping.write_text(of.format(year=2014))
    file.write_text("year,best\n2020,700\n")
    said = refused(lands, "csv", file, mapping=mapping)
    assert "the case has MINE as published 2013, and this release is of 2014" in said


NMC = {**dict.fromkeys(cow.LAYOUT.columns, "1"), "stateabb": "AAA", "ccode": "371", "year": "2000"}
ALLIANCE = {**dict.fromkeys(atop.LAYOUT.columns, "1"), "ccode1": "371", "ccode2": "373", "year": "2000"}
DEAL = {
    **{name: "No" if name.endswith("is estimate") else "1" for name in sipri.REGISTER_LAYOUT.columns},
    "Delivery year": "2010", "Order date": "2009",
    "TIV delivery values": "1.5",
}  # fmt: skip
CONFLICT = {
    **dict.fromkeys(prio.LAYOUT.columns, ""), "conflict_id": "388", "year": "2016", "side_a": "A", "side_b": "B",
    "side_a_id": "1", "side_b_id": "2", "intensity_level": "1", "type_of_conflict": "2", "ep_end": "0",
    "incompatibility": "1", "region": "1", "version": "23.1", "cumulative_intensity": "1", "gwno_loc": "373",
    "ep_end_date": "2016-12-31",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "layout", "row", "column", "cell", "said"),
    [
        ("cow", cow.LAYOUT, NMC, "milex", "lots", ":4:milex: 'lots' is no number"),
        ("cow", cow.LAYOUT, NMC, "year", "19x9", ":4:year: '19x9' is no year"),
        ("atop", atop.LAYOUT, ALLIANCE, "ccode2", "AZE", ":4:ccode2: 'AZE' is no whole number"),
        ("atop", atop.LAYOUT, ALLIANCE, "year", "", ":4:year: '' is no year"),
        ("sipri", sipri.REGISTER_LAYOUT, DEAL, "TIV delivery values", "n/a", ":15:TIV delivery values: 'n/a' is no"),
        ("sipri", sipri.REGISTER_LAYOUT, DEAL, "Delivery year", "soon", ":15:Delivery year: 'soon' is no year"),
        ("ucdp", prio.LAYOUT, CONFLICT, "year", "many", ":4:year: 'many' is no year"),
        ("ucdp", prio.LAYOUT, CONFLICT, "ep_end_date", "late", ":4:ep_end_date: 'late' is not an EDTF date"),
    ],
)
def test_figures_and_ties_say_the_line(
    lands: Path, tmp_path: Path, kind: str, layout: object, row: dict[str, str], column: str, cell: str, said: str
) -> None:
    file = tmp_path / "table.csv"
    head = "note\n" * layout.skip  # type: ignore[attr-defined]
    file.write_text(head + table([row, row, {**row, column: cell}], layout.columns))  # type: ignore[attr-defined]
    assert said in refused(lands, kind, file)
