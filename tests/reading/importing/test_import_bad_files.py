"""Bad files: one clear line, and the case stays as it was to the byte."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from interbellum.errors import ImportDataError
from interbellum.reading.importing.api import import_data
from interbellum.sources.limits import DatasetLimits
from interbellum.sources.ucdp import GED
from interbellum.sources.unpacking import plain_file
from made_datasets import ged, ged_file, table

NAME = "GEDEvent_v21_0_3.csv"


def text_file(folder: Path, text: str | bytes, name: str = NAME) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def without(column: str) -> str:
    return table([ged(1), ged(2)], [name for name in GED if name != column])


def shifted_from(column: str, extra: str) -> str:
    """Return a table whose header has one name too many before `column`, as after a bad join."""
    header, body = list(GED), table([ged(1), ged(2)])
    header.insert(header.index(column), extra)
    return ",".join(header[:-1]) + "\n" + body.split("\n", 1)[1]


def row_names() -> str:
    """Return a table as R writes it: row names in the rows and none in the header."""
    head, *lines = table([ged(1), ged(2)]).splitlines()
    return "\n".join([head, *(f"{number},{line}" for number, line in enumerate(lines, 1)), ""])


def far_down() -> list[dict[str, object]]:
    """Return rows of which the first has a headline of three lines, and the last lies off the globe."""
    return [ged(1, source_headline='Words,\nand "more"\nwords'), ged(2), ged(5, latitude=95.5)]


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "another layout": (lambda f: text_file(f, "a,b,c\n1,2,3\n"), "not the layout of UCDP GED: 3 columns"),
    "an empty file": (lambda f: text_file(f, ""), "the file is empty"),
    "a header alone": (lambda f: text_file(f, ",".join(GED) + "\n"), "a header and no records"),
    "a missing column": (lambda f: text_file(f, without("date_end")), ":1:date_end: column 'date_end' is missing"),
    "a shifted header": (
        lambda f: text_file(f, shifted_from("adm_1", "adm_0")),
        ":1:adm_0: the header is shifted by 1 to the right against its cells from column 'adm_0' on",
    ),
    "a shifted header at its end": (
        lambda f: text_file(f, shifted_from("best", "total")),
        ":1:total: the header is shifted by 1 to the right",
    ),
    "row names of R": (
        lambda f: text_file(f, row_names()),
        ":1:id: the header is shifted by 1 to the left against its cells from column 'id' on",
    ),
    "mixed encodings": (
        lambda f: text_file(
            f,
            table([ged(1, where_coordinates="Şuşa"), ged(2)]).encode()
            + table([ged(3, where_coordinates="Müller")]).split("\n", 1)[1].encode("latin-1"),
        ),
        ":4: mixed encodings: row 4 is not UTF-8, row 2 is",
    ),
    "an extract of other columns": (
        lambda f: text_file(
            f,
            "id,year,type_of_violence,region,best,high,low,country_id,latitude,longitude,adm_1,adm_2,"
            "geom_wkt\n1,2020,state,Caucasus,many,few,none,AZE,40,46,x,y,z\n",
        ),
        ":1:relid: column 'relid' is missing, and 35 more",
    ),
    "a web page": (
        lambda f: text_file(f, "<!DOCTYPE html><html><head><title>403 Forbidden</title></head></html>"),
        "this is a web page and no dataset: '403 Forbidden'",
    ),
    "binary data": (lambda f: text_file(f, b"\x7fELF\0\0\0\0" * 50), "binary data"),
    "a wrong ending": (lambda f: text_file(f, "no archive", "GEDEvent_v21_0_3.zip"), "cut off or damaged"),
    "different contents for one id": (
        lambda f: ged_file(f, [ged(5), ged(6), ged(5, best=6)]),
        ":2:id: record 5 is there 2 times with different contents (lines 2 and 4)",
    ),
    "a place off the globe": (
        lambda f: ged_file(f, [ged(5, latitude=95.5)]),
        ":2:latitude: record 5 lies off the globe",
    ),
    "a fault below cells of several lines": (
        lambda f: ged_file(f, far_down()),
        ":6:latitude: record 5 lies off the globe",
    ),
    "a meridian off the globe": (lambda f: ged_file(f, [ged(5, longitude=-181)]), ":2:longitude: record 5 lies off"),
    "deaths below low": (
        lambda f: ged_file(f, [ged(1), ged(5, best=3, low=4)]),
        ":3:low: record 5 has its deaths out of order: low 4, best 3, high 7",
    ),
    "deaths above high": (
        lambda f: ged_file(f, [ged(1), ged(5, best=8)]),
        ":3:high: record 5 has its deaths out of order: low 4, best 8, high 7",
    ),
    "dates out of order": (
        lambda f: ged_file(f, [ged(5, date_start="2021-03-05", date_end="2021-03-04")]),
        ":2:date_end: record 5 ends (2021-03-04) before it starts (2021-03-05)",
    ),
    "a day that does not exist": (
        lambda f: ged_file(f, [ged(1), ged(2), ged(5, date_start="2021-02-30")]),
        ":4:date_start: record 5 has no day",
    ),
    "NaN": (lambda f: ged_file(f, [ged(1), ged(2), ged(5, best="NaN")]), ":4:best: id 5: 'NaN' is no number"),
    "words for a number": (lambda f: ged_file(f, [ged(1), ged(2), ged(5, best="many")]), "'many' is no number"),
    "fewer than nobody": (lambda f: ged_file(f, [ged(1), ged(2), ged(5, best=-1, low=-1)]), "record 5 has -1.0 deaths"),
    "no id": (lambda f: ged_file(f, [ged(1), ged(2), {**ged(), "id": ""}]), ":4:id: 1 records have no id"),
    "an open quote": (
        lambda f: text_file(f, table([ged(1)]) + table([ged(2)]).split("\n", 1)[1].replace("Words", '"Words', 1)),
        "quote",
    ),
    "a row that breaks off": (
        lambda f: text_file(f, table([ged(number) for number in range(1, 30)]) + "31,NOR-2021-1-31,2021\n"),
        "the row has 3 cells, the header 49",
    ),
    "no release": (lambda f: ged_file(f, [ged()], "events.csv"), "does not say which release it is"),
    "no file": (lambda f: f / "absent.csv", "there is no such file"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_costs_one_line_and_nothing_else(lands: Path, tmp_path: Path, fault: str) -> None:
    make, message = BAD[fault]
    file = make(tmp_path)
    before = {path: path.read_bytes() for path in lands.rglob("*") if path.is_file()}
    with pytest.raises(ImportDataError) as found:
        import_data(lands, "ucdp", file)
    assert message in str(found.value)
    assert "\n" not in str(found.value)
    assert {path: path.read_bytes() for path in lands.rglob("*") if path.is_file()} == before


def zipped(folder: Path, content: bytes) -> Path:
    path = folder / "GEDEvent_v21_0_3.csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, content)
    return path


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.97])
def test_a_zip_that_is_cut_off_is_refused(lands: Path, tmp_path: Path, kept: float) -> None:
    luck = random.Random(1)
    rows = [ged(number, source_headline=str(luck.random())) for number in range(200)]
    path = zipped(tmp_path, table(rows).encode())
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(ImportDataError, match="cut off or damaged"):
        import_data(lands, "ucdp", path)


def test_a_zip_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    path = zipped(tmp_path, b"0" * 3_000_000)
    limits = DatasetLimits(suspect=1_000_000)
    with pytest.raises(ImportDataError, match="a zip bomb"), plain_file(path, limits=limits):
        pass


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, b"0" * 3_000_000)
    data = bytearray(path.read_bytes())
    true, told = (3_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")
    assert data.count(true) == 2
    path.write_bytes(bytes(data).replace(true, told))
    limits = DatasetLimits(suspect=1_000_000)
    with pytest.raises(ImportDataError, match=r"bomb|cut off or damaged"), plain_file(path, limits=limits):
        pass


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / NAME
    with path.open("wb") as stream:
        stream.truncate(17_000_000_000)
    with pytest.raises(ImportDataError, match="17,000,000,000 bytes, allowed are 16,000,000,000"), plain_file(path):
        pass


def test_a_file_in_windows_1252_is_read_and_said_to_be(lands: Path, tmp_path: Path) -> None:
    file = text_file(tmp_path, table([ged(1, where_coordinates="Müller")]).encode("cp1252"))
    summary = import_data(lands, "ucdp", file)
    assert summary.files[0].notes == ("not UTF-8: read as Windows-1252",)


def test_few_bounds_out_of_order_in_a_release_are_left_out_and_said(lands: Path, tmp_path: Path) -> None:
    rows = [ged(number, day="2021-03-03") for number in range(1, 600)] + [ged(600, best=3, low=4)]
    summary = import_data(lands, "ucdp", ged_file(tmp_path, rows)).files[0]
    assert summary.aside == 1
    with pytest.raises(ImportDataError, match="out of order"):
        import_data(lands, "ucdp", ged_file(tmp_path, rows[:20] + rows[-1:], "GEDEvent_v21_0_4.csv"))


def test_a_release_without_a_header_is_told_by_its_places(lands: Path, tmp_path: Path) -> None:
    file = text_file(tmp_path, table([ged(1), ged(2)]).split("\n", 1)[1])
    summary = import_data(lands, "ucdp", file)
    assert summary.files[0].chosen == 2
    assert "no header" in summary.files[0].notes[0]
