"""World Bank tables in the layouts of its site, of DataBank and of its API."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from interbellum.case import load_case, new_case
from interbellum.case.starting import Side
from interbellum.errors import ImportDataError, InterbellumError, UsageError
from interbellum.reading.importing.api import import_data
from interbellum.sources import worldbank

GDP = "NY.GDP.MKTP.CD"
SITE = (
    '\ufeff"Data Source","World Development Indicators",\r\n\r\n"Last Updated Date","2024-12-16",\r\n\r\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022","2023",\r\n'
    '"Eritrea","ERI","GDP (current US$)","NY.GDP.MKTP.CD","","","",\r\n'
    '"Ethiopia","ETH","GDP (current US$)","NY.GDP.MKTP.CD","111261994743.4","","163697927593.9",\r\n'
)
DATABANK = (
    '"Country Name","Country Code","Series Name","Series Code","2021 [YR2021]","2022 [YR2022]","2023 [YR2023]"\n'
    "Ethiopia,ETH,GDP (current US$),NY.GDP.MKTP.CD,111261994743.4,..,163697927593.9\n"
    ",,,,,,\n,,,,,,\nData from database: World Development Indicators,,,,,,\nLast Updated: 12/16/2024,,,,,,\n"
)


def entry(year: str, value: float | None, code: str = "ETH") -> dict[str, object]:
    return {
        "indicator": {"id": GDP, "value": "GDP (current US$)"}, "country": {"id": "ET", "value": "Ethiopia"},
        "countryiso3code": code, "date": year, "value": value, "unit": "", "obs_status": "", "decimal": 0,
    }  # fmt: skip


HEAD = {"page": 1, "pages": 1, "per_page": 50, "total": 3, "sourceid": "2", "lastupdated": "2024-12-16"}
API = json.dumps([HEAD, [entry("2023", 163697927593.9), entry("2022", None), entry("2021", 111261994743.4)]])


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def read(path: Path, *variables: str) -> tuple[str, worldbank.Sheet]:
    return worldbank.sheet(path, path.name, path, variables)


@pytest.mark.parametrize("text", [SITE, DATABANK, DATABANK.replace(",,,,,,\n", "\n").replace(",,,,,,", ""), API])
def test_every_layout_says_the_same(tmp_path: Path, text: str) -> None:
    code, found = read(written(tmp_path, text))
    assert (code, found.updated) == (GDP, "2024-12-16")
    assert sorted((one.name, one.ids, one.date, one.variable, one.value) for one in found.figures) == [
        ("Ethiopia", "iso3:ETH", "2021", "gdp", 111261994743.4),
        ("Ethiopia", "iso3:ETH", "2023", "gdp", 163697927593.9),
    ]


def test_the_sites_zip_is_taken_as_it_is_and_a_later_update_is_a_vintage_of_its_own(tmp_path: Path) -> None:
    new_case(tmp_path / "case", sides=(Side("Ethiopia", "state", "ETH"), "Others"))
    for day, value in (("2024-12-16", "111261994743.4"), ("2025-04-15", "111000000000")):
        with zipfile.ZipFile(tmp_path / f"{day}.zip", "w") as archive:
            archive.writestr("Metadata_Country_API_NY.GDP.MKTP.CD.csv", "Country Code,Region\n")
            archive.writestr("API_NY.GDP.MKTP.CD.csv", SITE.replace("2024-12-16", day).replace("111261994743.4", value))
            archive.writestr("Metadata_Indicator_API_NY.GDP.MKTP.CD.csv", "INDICATOR_CODE\n")
        assert import_data(tmp_path / "case", "worldbank", tmp_path / f"{day}.zip").changed
        assert not import_data(tmp_path / "case", "worldbank", tmp_path / f"{day}.zip").changed
    case = load_case(tmp_path / "case")
    assert [(one.id, one.published) for one in case.sources] == [
        ("WB_NY_GDP_MKTP_CD_20241216", "2024-12-16"), ("WB_NY_GDP_MKTP_CD_20250415", "2025-04-15"),
    ]  # fmt: skip
    assert len(case.series["gdp-wb-ny-gdp-mktp-cd-20241216"]) == 2
    assert case.series["gdp-wb-ny-gdp-mktp-cd-20250415"][0].value == 111e9


def test_of_several_indicators_one_is_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, SITE + '"Ethiopia","ETH","Population, total","SP.POP.TOTL","120","123","126",\r\n')
    with pytest.raises(UsageError, match=r"several indicators: NY.GDP.MKTP.CD, SP.POP.TOTL.*--variable NY.GDP.MKTP.CD"):
        read(path)
    code, found = read(path, "SP.POP.TOTL")
    assert (code, [one.value for one in found.figures]) == ("SP.POP.TOTL", [120, 123, 126])
    with pytest.raises(UsageError, match=r"the table holds NY.GDP.MKTP.CD and not MS.MIL.XPND.CD"):
        read(path, "MS.MIL.XPND.CD")
    with pytest.raises(UsageError, match="taken in by itself"):
        read(path, "SP.POP.TOTL", GDP)


def test_an_answer_of_several_pages_says_so(tmp_path: Path) -> None:
    text = json.dumps([{**HEAD, "pages": 3}, [entry("2023", 1.0)]])
    assert read(written(tmp_path, text))[1].notes == ("page 1 of 3: ask with per_page=20000 for all of it",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"message":[{"id":"120","key":"Invalid value","value":"The value is not valid"}]}]',
         "t.csv: the answer holds no figures: The value is not valid (ask with ?format=json)"),
        ('[{"page":0,"pages":0},null]', "t.csv: the answer holds no figures (ask with ?format=json)"),
        ('[{"page":1,"pages":1},[{"indicator"', "t.csv: not JSON: "),
        ('[{"page":1,"pages":1},[{"year":1}]]', "t.csv::entry 1: this is no figure of an indicator"),
        (json.dumps([HEAD, [entry("2023Q1", 1.0)]]), "t.csv::Year: '2023Q1' is no year"),
        ("a,b\n1,2\n", "t.csv:1:Country Name: column 'Country Name' is missing: not a table of World Bank"),
        (SITE.replace('"111261994743.4"', '"many"'), "t.csv:7:2021: 'many' is no number"),
        (SITE[:-30], "t.csv:7: "),
        ('"Data Source","WDI",\n', "t.csv:1: the table has no header"),
        ("Country Name,Country Code,Year,Value\nEthiopia,ETH,2021,1\n", "t.csv: the table does not say which"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_indicators_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InterbellumError) as caught:
        read(written(tmp_path, text, "t.csv"))
    assert isinstance(caught.value, ImportDataError)
    assert str(caught.value).startswith(message)


def test_a_long_table_takes_its_indicator_from_its_name_or_the_caller(tmp_path: Path) -> None:
    text = "Country Name,Country Code,Year,Value\nEthiopia,ETH,2021,5\n"
    assert read(written(tmp_path, text, "SP.POP.TOTL.csv"))[0] == "SP.POP.TOTL"
    assert read(written(tmp_path, text, "t.csv"), GDP)[1].figures[0].variable == "gdp"
