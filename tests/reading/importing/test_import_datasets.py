"""The other datasets: ACLED, GDELT, ICEWS, SIPRI, COW, ATOP, World Bank, and any CSV by a mapping."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from interbellum.case import Case, check_case, effective_claims, find_case, load_case, new_case
from interbellum.errors import ImportDataError
from interbellum.reading.importing.api import import_data
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.counting import Counting
from interbellum.reading.reviewing.recording import record_claims
from interbellum.sources import gdelt
from interbellum.sources.cameo import cameo
from made_datasets import ACLED, acled_file, ged, ged_file


@pytest.fixture(scope="module")
def karabakh() -> Case:
    return load_case(find_case("karabakh"))


def gdelt_line(number: int, code: str = "190", **changes: str) -> str:
    row = dict.fromkeys(gdelt.COLUMNS, "")
    row |= {
        "GLOBALEVENTID": str(954680550 + number), "SQLDATE": "20210303", "MonthYear": "202103", "Year": "2021",
        "FractionDate": "2021.16", "Actor1Code": "NLD", "Actor1Name": "NORTHLAND", "Actor1CountryCode": "NLD",
        "Actor2Code": "SLD", "Actor2Name": "SOUTHLAND", "Actor2CountryCode": "SLD", "IsRootEvent": "1",
        "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": "4",
        "GoldsteinScale": "-10.0", "NumMentions": "1", "NumSources": "1", "NumArticles": "1", "AvgTone": "-2",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Ford, Northland", "ActionGeo_CountryCode": "NL",
        "ActionGeo_Lat": "40.2", "ActionGeo_Long": "46.4", "DATEADDED": "20210304001500",
        "SOURCEURL": "https://news.example/1",
    }  # fmt: skip
    return "\t".join((row | changes).values())


def test_acled_events_come_with_the_terms_that_acled_asks_for(lands: Path, tmp_path: Path) -> None:
    file = acled_file(tmp_path, {}, {"event_id_cnty": "NOR2", "sub_event_type": "Air/drone strike", "geo_precision": 3})
    import_data(lands, "acled", file, accessed=date(2026, 5, 6), choice=Choice(countries=("Northland",)))
    case = load_case(lands)
    source = next(one for one in case.sources if one.id == "ACLED_20260506")
    assert source.retrieved == "2026-05-06"
    assert "attribution" in (source.note or "")
    assert "ilters: country northland" in (source.note or "").lower()
    assert "start" in (source.note or "")
    claims = [one for one in case.claims if one.kind == "event"]
    assert [(one.actors, one.recipients, one.mode) for one in claims] == [
        (("A",), ("B",), "heavy-weapons"), (("A",), ("B",), "aerial"),
    ]  # fmt: skip
    assert [one.place_precision for one in case.imported] == ["exact", "centroid"]
    assert not check_case(case)


def test_acled_json_says_what_its_csv_says(lands: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps({"status": 200, "data": [ACLED]}))
    import_data(lands, "acled", answer, accessed=date(2026, 5, 6))
    assert not import_data(lands, "acled", acled_file(tmp_path, {}), accessed=date(2026, 5, 6)).changed
    answer.write_text(json.dumps({"status": 403, "message": "no access"}))
    with pytest.raises(ImportDataError, match="holds no events: no access"):
        import_data(lands, "acled", answer)


def test_what_acled_deletes_is_rejected_and_stays_to_be_seen(lands: Path, tmp_path: Path) -> None:
    import_data(lands, "acled", acled_file(tmp_path, {}), accessed=date(2026, 5, 6))
    gone = tmp_path / "deleted.csv"
    gone.write_text("event_id_cnty,deleted_timestamp\nNOR1,1780000000\nXXX9,1780000000\n")
    assert import_data(lands, "acled", gone).files[0].deleted == 1
    case = load_case(lands)
    assert [(one.decision, one.at) for one in case.reviews] == [("reject", "2026-05-28")]
    assert all(one.kind != "event" for one in effective_claims(case))
    assert not import_data(lands, "acled", gone).changed


def test_one_event_in_two_datasets_is_found_by_time_place_and_parties(lands: Path, tmp_path: Path) -> None:
    import_data(lands, "ucdp", ged_file(tmp_path, [ged(1), ged(2, day="2021-03-09")]))
    near = {"latitude": 40.3, "longitude": 46.5}
    far = {"event_id_cnty": "NOR2", "latitude": 41.5}
    later = {"event_id_cnty": "NOR3", "event_date": "2021-03-05"}
    summary = import_data(lands, "acled", acled_file(tmp_path, near, far, later), accessed=date(2026, 5, 6))
    assert summary.files[0].same == 1
    rows = [one for one in load_case(lands).imported if one.dataset == "acled"]
    assert [one.same_as for one in rows] == ["UCDP_CANDIDATE_21_0_3-1", None, None]


def test_gdelt_codes_stay_text_and_centroids_are_flagged(lands: Path, tmp_path: Path) -> None:
    file = tmp_path / "20210304001500.export.CSV"
    lines = [gdelt_line(1), gdelt_line(2, "046", ActionGeo_Type="1"), gdelt_line(3, "0841"), gdelt_line(4, "010")]
    file.write_text("\n".join(lines) + "\n")
    summary = import_data(lands, "gdelt", file, choice=Choice(linked=True))
    assert summary.files[0].chosen == 4
    case = load_case(lands)
    assert [one.code for one in case.imported] == ["CAMEO 190", "CAMEO 046", "CAMEO 0841", "CAMEO 010"]
    assert [one.place_precision for one in case.imported] == ["near", "centroid", "near", "near"]
    types = [one.event_type for one in case.claims if one.kind == "event"]
    assert types == ["ASSAULT", "CONSULT", "RETREAT", None]
    assert not import_data(lands, "gdelt", file, choice=Choice(linked=True)).changed


def test_gdelt_codes_that_lost_their_zeros_are_refused(lands: Path, tmp_path: Path) -> None:
    file = tmp_path / "20210304001500.export.CSV"
    file.write_text("\n".join(gdelt_line(n, "46") for n in range(3)) + "\n")
    with pytest.raises(ImportDataError, match="EventCode and holds '46': leading zeros are lost"):
        import_data(lands, "gdelt", file)


def test_gdelt_cells_that_are_shifted_are_refused_by_column(lands: Path, tmp_path: Path) -> None:
    file = tmp_path / "20210304001500.export.CSV"
    cells = gdelt_line(1).split("\t")
    file.write_text("\t".join([*cells[:5], "", *cells[5:-1]]) + "\n")
    with pytest.raises(ImportDataError, match=r"is IsRootEvent|is EventCode|is QuadClass|is GoldsteinScale"):
        import_data(lands, "gdelt", file)
    file.write_text("\t".join(cells[:58]) + "\n")
    with pytest.raises(ImportDataError, match="58 columns, expected 61"):
        import_data(lands, "gdelt", file)


def test_the_gdelt_extracts_at_hand_have_a_shifted_header_which_is_said(shared: Path, karabakh: Case) -> None:
    for day in ("13", "14", "15"):
        file = shared / "data" / "coded" / f"gdelt_202011{day}.csv"
        summary = import_data(karabakh, "gdelt", file, dry_run=True, choice=Choice(linked=True)).files[0]
        assert "the header is shifted: it says 'Actor_1_Country_Code' over Actor1Code" in summary.notes[0]
        assert summary.chosen > 0


def test_the_icews_sample_comes_in(shared: Path, karabakh: Case) -> None:
    file = shared / "data" / "coded" / "icews_2018-06_sample.csv"
    summary = import_data(karabakh, "icews", file, dry_run=True, choice=Choice(linked=True)).files[0]
    assert (summary.read, summary.source) == (4993, "ICEWS_20180601_20180603")
    assert summary.chosen > 100


@pytest.mark.parametrize(
    ("kind", "name", "release", "series", "subject", "when", "value"),
    [
        (
            "sipri",
            "sipri_milex_1949_2024.xlsx",
            None,
            "military_spending-sipri-milex-2024",
            "AZE",
            "2020",
            2238029411.8,
        ),
        ("cow", "cow_nmc.csv", "7.0", "military_spending-cow-nmc-70", "ARM", "1992", 75e6),
        ("worldbank", "worldbank_gdp.csv", None, "gdp-wb-ny-gdp-mktp-cd", "ARM", "1992", 1272577456.0),
    ],
)
def test_figures_of_states_become_series(
    shared: Path, karabakh: Case, tmp_path: Path, kind: str, name: str, release: str | None, series: str, subject: str,
    when: str, value: float,
) -> None:  # fmt: skip
    folder, file = tmp_path / "case", shared / "data" / "structure" / name
    choice = Choice(actors=("ARM", "AZE"))
    assert import_data(karabakh, kind, file, release=release, to=folder, choice=choice).changed
    case = load_case(folder)
    (point,) = (one for one in case.series[series] if (one.subject, one.date) == (subject, when))
    assert point.value == pytest.approx(value, rel=0.01)
    assert point.vintage
    assert f"series:{series}/{subject}" in {target for one in case.claims for target in one.supports}
    assert not check_case(case)
    assert not import_data(folder, kind, file, release=release, choice=choice).changed


def test_treaties_and_deals_become_claims_about_ties(shared: Path, karabakh: Case, tmp_path: Path) -> None:
    folder, structure = tmp_path / "case", shared / "data" / "structure"
    choice = Choice(actors=("ARM",))
    import_data(karabakh, "atop", structure / "atop_alliance.csv", release="5.1", to=folder, choice=choice)
    import_data(folder, "sipri", structure / "sipri_arms_trade_register_2000_2023.csv", choice=choice)
    case = load_case(folder)
    glosses = [one.gloss for one in case.claims if one.reader in ("import atop", "import sipri") and one.actors]
    assert any("defence" in one and "alliance" in one for one in glosses)
    assert any("TIV million" in one for one in glosses)
    assert not check_case(case)
    made = {(one.actor, one.other, one.type, one.from_, one.to) for one in record_claims(case).ties}
    assert ("UKR", "ARM", "arms", "2004", None) in made  # the first of its deliveries in the register
    assert ("ARM", "GEO", "alliance", "1993", "2009") in made
    pledged = [one for one in case.claims if one.reader == "import atop" and "defence" not in one.gloss]
    assert pledged
    assert {one.mode for one in pledged} == {None}  # a pact of nonaggression is no guarantee


MAPPING = """\
source: {id: PANEL, title: Deaths by four rules, publisher: UCDP through VIEWS, published: 2026-06, reliability: B}
vintage: four rules
figures:
  date: "{year}-{month:0>2}"
  subject: AZE-ARM
  columns:
    - {column: aze_sb_views2023challenge, variable: deaths, unit: person, rule: end, vintage: challenge}
    - {column: aze_sb_viewscomp_vintage2021, variable: deaths, unit: person, rule: start, vintage: of 2021}
    - {column: aze_all_pace_hist_2026_06, variable: deaths, unit: person, rule: drop, vintage: PaCE}
    - {column: aze_sb_pace_spread_daily, variable: deaths_by_day, unit: person, rule: spread, vintage: PaCE by day}
"""


def test_the_four_results_for_autumn_2020_come_in_by_a_mapping(shared: Path, karabakh: Case, tmp_path: Path) -> None:
    mapping, folder = tmp_path / "map.yaml", tmp_path / "case"
    mapping.write_text(MAPPING)
    panel = shared / "data" / "panel" / "aze_arm_monthly_four_rules_to_2024-04.csv"
    import_data(karabakh, "csv", panel, mapping=mapping, to=folder)
    case = load_case(folder)
    found: dict[str, list[int]] = {}
    for stem in ("deaths-panel", "deaths_by_day-panel"):
        for point in case.series[stem]:
            if point.date in ("2020-09", "2020-10", "2020-11"):
                found.setdefault(point.rule, []).append(round(point.value or 0))
    assert found == {
        "end": [147, 1445, 5991], "start": [169, 1435, 4345], "drop": [147, 1421, 172], "spread": [711, 5779, 1405],
    }  # fmt: skip
    assert not check_case(case)


@pytest.mark.parametrize("counting", ["start", "end", "spread", "drop-multi-month"])
@pytest.mark.parametrize("kind", ["ucdp", "acled", "csv"])
def test_deaths_come_into_a_case_by_weeks(tmp_path: Path, kind: str, counting: Counting) -> None:
    folder, mapping = tmp_path / "lands", tmp_path / "map.yaml"
    new_case(folder, title="Lands", sides=("Northland", "Southland"), step="week")
    mapping.write_text(
        "source: {id: LIST, title: A list, published: 2022}\nvintage: v1\nevents:\n"
        '  {record: "{n}", first: "{day}", actor: "{who}", recipient: "{whom}", type: ASSAULT, value: "{dead}"}\n'
    )
    csv = tmp_path / "list.csv"
    csv.write_text("n,day,who,whom,dead\n1,2021-03-03,Northland,Southland,4\n2,2021-04-08,Northland,Southland,5\n")
    file = {
        "ucdp": lambda: ged_file(tmp_path, [ged(1, best=4, low=4), ged(2, day="2021-04-08", low=5)]),
        "acled": lambda: acled_file(
            tmp_path, {"fatalities": 4}, {"event_id_cnty": "NOR2", "event_date": "2021-04-08", "fatalities": 5}
        ),
        "csv": lambda: csv,
    }[kind]()
    by = mapping if kind == "csv" else None
    import_data(folder, kind, file, mapping=by, counting=counting, accessed=date(2026, 5, 6))
    case = load_case(folder)
    assert not check_case(case)
    (points,) = filter(None, case.series.values())
    weeks = {"2021-03-01/2021-03-07": 4, "2021-04-05/2021-04-11": 5}
    assert {point.date: point.value for point in points} == weeks
    (whole,) = [claim for claim in case.claims if claim.kind == "observation"]
    assert (whole.date, whole.value) == ("2021-03-01/2021-04-11", 9)
    assert not import_data(folder, kind, file, mapping=by, counting=counting, accessed=date(2026, 5, 6)).changed


def test_events_of_any_csv_come_in_by_a_mapping(lands: Path, tmp_path: Path) -> None:
    mapping, file = tmp_path / "map.yaml", tmp_path / "list.csv"
    mapping.write_text(
        "source: {id: LIST, title: A list}\nvintage: v1\ndelimiter: ';'\nevents:\n"
        '  {record: "{n}", first: "{day}", actor: "{who}", recipient: "{whom}", type: ASSAULT, value: "{dead}"}\n'
    )
    file.write_text("n;day;who;whom;dead\n1;2021-03-03;Northland;Southland;4\n")
    import_data(lands, "csv", file, mapping=mapping)
    assert [one.value for one in load_case(lands).claims if one.kind == "event"] == [4]
    for content, message in (
        (
            "n;day;who;dead\n1;2021-03-03;Northland;4\n",
            "column 'whom' is missing, which the mapping reads as recipient",
        ),
        ("n;day;who;whom;dead\n1;3 March;Northland;Southland;4\n", "has no day that can be read"),
        ("n;day;who;whom;dead\n1;2021-03-03;Northland;Southland;nan\n", "'nan' is no number"),
    ):
        file.write_text(content)
        with pytest.raises(ImportDataError, match=message):
            import_data(lands, "csv", file, mapping=mapping)
    mapping.write_text("source: {id: LIST}\n")
    with pytest.raises(ImportDataError, match=r"map\.yaml"):
        import_data(lands, "csv", file, mapping=mapping)


def test_cameo_codes_are_converted_as_the_plover_manual_does(shared: Path) -> None:
    lines = (shared / "data" / "reading" / "plover" / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8").splitlines()
    given = {line.split(":")[0]: line.split(":")[1].split(",")[0].split("#")[0].strip()
             for line in lines if line[:2].isdigit() and ":" in line}  # fmt: skip
    assert {code: row[0] for code, row in cameo().items()} == given


def test_each_column_of_a_table_may_be_of_another_rivalry(lands: Path, tmp_path: Path) -> None:
    mapping, file = tmp_path / "map.yaml", tmp_path / "wide.csv"
    file.write_text("month,ours,people\n2021-03,4,1450000000\n2021-04,0,1450100000\n")
    head = "source: {id: WIDE, title: Wide}\nvintage: v1\nfigures:\n  date: '{month}'\n  columns:\n"
    ours = "    - {column: ours, subject: A-B, variable: deaths, unit: person, rule: end}\n"
    people = "    - {column: people, SUBJECTvariable: population_total, unit: person}\n"
    mapping.write_text(head + ours + people.replace("SUBJECT", ""))
    with pytest.raises(ImportDataError, match="column people has no subject: give it one"):
        import_data(lands, "csv", file, mapping=mapping)
    mapping.write_text(head + ours + people.replace("SUBJECT", "subject: A, "))
    assert import_data(lands, "csv", file, mapping=mapping).files[0].chosen == 4
    case = load_case(lands)
    assert [(one.subject, one.value) for one in case.series["deaths-wide"]] == [("A-B", 4), ("A-B", 0)]
    assert [one.value for one in case.series["population_total-wide"]] == [1_450_000_000, 1_450_100_000]
    assert not [found for found in check_case(case) if found.level == "error"]


def test_states_that_were_not_asked_for_are_not_missed(lands: Path, tmp_path: Path) -> None:
    mapping, file = tmp_path / "map.yaml", tmp_path / "long.csv"
    mapping.write_text(
        "source: {id: LONG, title: Long}\nvintage: v1\nfigures:\n  date: '{year}'\n  subject: '{who}'\n"
        "  columns: [{column: spent, variable: military_spending, unit: USD}]\n"
    )
    file.write_text("year,who,spent\n2020,Northland,5\n2020,Southland,6\n2020,Farland,7\n")
    asked = import_data(lands, "csv", file, mapping=mapping, choice=Choice(actors=("A",)))
    assert (asked.files[0].chosen, asked.files[0].unlinked) == (1, ())
    assert [one.name for one in import_data(lands, "csv", file, mapping=mapping).files[0].unlinked] == ["Farland"]
