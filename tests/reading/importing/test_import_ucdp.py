"""UCDP events into a case: claims with vintage, precision and bounds; again, revised, by several counting rules."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from interbellum.case import check_case, find_case, load_case
from interbellum.case.documents import Name
from interbellum.errors import ImportDataError, UsageError
from interbellum.reading.importing.api import import_data
from interbellum.reading.importing.choosing import Choice, condition
from interbellum.reading.importing.linking import Linker
from interbellum.record import Record
from interbellum.scoring.recorded import RecordAnswers
from interbellum.simulation.replaying import replay
from made_datasets import ged, ged_file


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def deaths(folder: Path, source: str = "ucdp-candidate-21-0-3") -> dict[str, tuple[float | None, str]]:
    return {point.date: (point.value, point.rule) for point in load_case(folder).series[f"deaths-{source}"]}


def test_an_event_becomes_a_claim_with_source_vintage_precision_and_bounds(lands: Path, tmp_path: Path) -> None:
    file = ged_file(tmp_path, [ged(7, where_prec=3, date_prec=2, date_end="2021-03-04 00:00:00.000")])
    import_data(lands, "ucdp", file, accessed=date(2026, 1, 2))
    case = load_case(lands)
    claim = next(one for one in case.claims if one.kind == "event")
    assert (claim.actors, claim.recipients, claim.date) == (("A",), ("B",), "2021-03-03/2021-03-04")
    assert (claim.low, claim.value, claim.high, claim.unit, claim.of) == (4, 5, 7, "person", "deaths")
    assert (claim.event_type, claim.known_basis, claim.source) == ("ASSAULT", "vintage", "UCDP_CANDIDATE_21_0_3")
    (row,) = case.imported
    assert (row.record, row.vintage, row.dataset) == ("7", "UCDP Candidate 21.0.3", "ucdp-ged")
    assert (row.place_precision, row.date_precision, row.latitude) == ("district", "days", 40.25)
    source = next(one for one in case.sources if one.id == "UCDP_CANDIDATE_21_0_3")
    assert source.retrieved == "2026-01-02"
    assert source.published == "2021-04~"
    assert "Filters: records of parties on opposite sides" in (source.note or "")
    assert not check_case(case)


def test_the_same_file_twice_changes_no_byte(lands: Path, tmp_path: Path) -> None:
    file = ged_file(tmp_path, [ged(1), ged(2, day="2021-03-09", best=0, low=0)])
    assert import_data(lands, "ucdp", file).changed
    before = contents(lands)
    again = import_data(lands, "ucdp", file)
    assert not again.changed
    assert again.files[0].unchanged == 2
    assert contents(lands) == before


def test_a_revision_is_a_new_vintage_beside_the_old_one(lands: Path, tmp_path: Path) -> None:
    import_data(lands, "ucdp", ged_file(tmp_path, [ged(1), ged(2, day="2021-03-08")]))
    later = ged_file(tmp_path, [ged(1, best=9, high=9), ged(2, day="2021-03-08")], "ged221.csv")
    summary = import_data(lands, "ucdp", later).files[0]
    assert (summary.revised, summary.unchanged) == (1, 1)
    case = load_case(lands)
    assert [one.revises for one in case.imported] == [None, None, "UCDP_CANDIDATE_21_0_3-1"]
    assert {one.value for one in case.claims if one.locator and "record 1 " in one.locator} == {5, 9}
    assert deaths(lands) == {"2021-03": (10, "start")}
    assert deaths(lands, "ucdp-ged-221") == {"2021-03": (14, "start")}
    assert not import_data(lands, "ucdp", tmp_path / "GEDEvent_v21_0_3.csv", later).changed
    assert not check_case(case)


def test_a_dry_run_says_what_would_come_and_writes_nothing(lands: Path, tmp_path: Path) -> None:
    before = contents(lands)
    summary = import_data(lands, "ucdp", ged_file(tmp_path, [ged()]), dry_run=True)
    assert summary.changed
    assert summary.files[0].claims == 2
    assert contents(lands) == before


def test_what_cannot_be_linked_is_listed_and_not_guessed(lands: Path, tmp_path: Path) -> None:
    rows = [
        ged(1),
        ged(2, side_b="Northland Liberation Front", side_b_new_id=77),
        ged(3, side_a="Military of Northland", side_b="Civilians", side_b_new_id=9999),
    ]
    summary = import_data(lands, "ucdp", ged_file(tmp_path, rows), choice=Choice(countries=("Northland",))).files[0]
    assert summary.chosen == 3
    assert [(one.name, one.ids, one.records) for one in summary.unlinked] == [
        ("Northland Liberation Front", "ucdp:77", 1)
    ]
    claims = {one.locator: one for one in load_case(lands).claims if one.kind == "event"}
    assert claims["record 2 (Agency 2021-03-04)"].recipients == ()
    assert claims["record 3 (Agency 2021-03-04)"].actors == ("A",)


def test_violence_against_civilians_is_left_out_and_told(lands: Path, tmp_path: Path) -> None:
    on_civilians = {"type_of_violence": 3, "side_b": "Civilians", "side_b_new_id": 9999}
    file = ged_file(tmp_path, [ged(1), ged(2, **on_civilians), ged(3, day="2020-01-01", **on_civilians)])
    (told,) = import_data(lands, "ucdp", file, dry_run=True).files[0].notes
    assert told.startswith("2 records between an actor of the case and civilians left out")
    bounded = Choice(first=date(2021, 1, 1))
    (told,) = import_data(lands, "ucdp", file, choice=bounded, dry_run=True).files[0].notes
    assert told.startswith("1 record between")
    assert import_data(lands, "ucdp", file, choice=Choice(linked=True), dry_run=True).files[0].notes == ()
    assert import_data(lands, "ucdp", file, choice=Choice(linked=True)).files[0].chosen == 3


def test_a_state_is_known_under_the_name_and_number_that_it_had_before(lands: Path) -> None:
    case = load_case(lands)
    serbia = case.actors[0].model_copy(
        update={"id": "SRB", "iso3": "SRB", "kind": "state", "names": (Name(name="Serbia"),), "aliases": (), "ids": ()}
    )
    linker = Linker(replace(case, actors=(*case.actors, serbia)))
    assert linker.link("Government of Serbia (Yugoslavia)", "gw:345").actor == "SRB"
    assert linker.link("Government of Yugoslavia", "gw:345").actor is None


def test_an_actor_is_linked_by_the_id_that_the_dataset_gives_it(lands: Path, tmp_path: Path) -> None:
    actors = lands / "actors.yaml"
    known = actors.read_text().replace("  kind: group\n- id: B", '  kind: group\n  ids: ["ucdp:77"]\n- id: B')
    actors.write_text(known)
    file = ged_file(tmp_path, [ged(1, side_a="Another name", side_a_new_id=77)])
    assert import_data(lands, "ucdp", file).files[0].linked["Another name"] == "A (by id)"


@pytest.mark.parametrize(
    ("choice", "records"),
    [
        (Choice(), {"1", "2", "3"}),
        (Choice(conflicts=("9001",)), {"1", "3", "4"}),
        (Choice(conflicts=("Other War",)), {"2"}),
        (Choice(countries=("990",)), {"1", "3", "4"}),
        (Choice(actors=("B",)), {"1", "2", "3"}),
        (Choice(first=date(2021, 3, 5)), {"3"}),
        (Choice(last=date(2021, 3, 5)), {"1", "2"}),
        (Choice(bbox=(40, 30, 46, 41)), {"2"}),
        (Choice(everything=True), {"1", "2", "3", "4"}),
    ],
)
def test_an_analyst_gets_what_concerns_the_case(lands: Path, tmp_path: Path, choice: Choice, records: set[str]) -> None:
    rows = [
        ged(1),
        ged(2, conflict_new_id=9002, conflict_name="Other War", country_id=991, country="Else", longitude=45.0),
        ged(3, day="2021-03-09"),
        ged(4, side_b="Some band", side_b_new_id=55),
    ]
    import_data(lands, "ucdp", ged_file(tmp_path, rows), choice=choice)
    assert {one.record for one in load_case(lands).imported} == records


def test_autumn_2020_by_rule_is_what_the_published_tables_have(lands: Path, tmp_path: Path) -> None:
    """Two of the four tables follow from one set of records; the other two are of other vintages (see the panel)."""
    rows = [
        ged(1, day="2020-09-29", best=147, low=147, high=147),
        ged(2, day="2020-10-15", best=1421, low=1421, high=1421),
        ged(3, day="2020-11-05", best=172, low=172, high=172),
        ged(4, date_start="2020-09-30", date_end="2020-10-01", best=24, low=24, high=24),
        ged(5, date_start="2020-09-27", date_end="2020-11-10", best=5819, low=5819, high=5819),
    ]
    file = ged_file(tmp_path, rows, "ged211.csv")
    found = {}
    for rule in ("end", "drop-multi-month", "start", "spread"):
        folder = tmp_path / rule
        shutil.copytree(lands, folder)
        import_data(folder, "ucdp", file, counting=rule)
        found[rule] = [value for value, _ in deaths(folder, "ucdp-ged-211").values()]
        assert not check_case(load_case(folder))
    assert found["end"] == [147, 1445, 5991]
    assert found["drop-multi-month"] == [147, 1421, 172]
    assert found["start"] == [147 + 24 + 5819, 1421, 172]
    assert found["spread"] == [676, 5442, 1465]
    assert sum(found["spread"]) == sum(found["end"]) == sum(found["start"])  # type: ignore[arg-type]


def test_months_without_a_record_are_zeros_only_where_the_files_cover_them(lands: Path, tmp_path: Path) -> None:
    file = ged_file(tmp_path, [ged(1), ged(2, day="2021-05-02")])
    import_data(lands, "ucdp", file)
    assert list(deaths(lands)) == ["2021-03", "2021-05"]
    import_data(lands, "ucdp", file, covers="2021-03/2021-05")
    assert dict(deaths(lands))["2021-04"] == (0, "start")


def _with_more_rivalries(folder: Path) -> Path:
    """Add Norway, a band that no dataset names, and a rivalry of each that the files have no record of."""
    actors, model = folder / "actors.yaml", folder / "model.yaml"
    both = [("NOR", "Norway", "state\n  iso3: NOR"), ("BAND", "Band", "group")]
    told = [f"- id: {name}\n  names:\n    - {{name: {label}}}\n  kind: {kind}\n" for name, label, kind in both]
    actors.write_text(actors.read_text(encoding="utf-8").rstrip("\n") + "\n" + "".join(told), encoding="utf-8")
    more = (("A-NOR", "A", "NOR", ""), ("B-NOR", "B", "NOR", ", from: 2021-04"), ("A-BAND", "A", "BAND", ""))
    rows = [f"    - {{id: {name}, sides: [[{one}], [{other}]]{begun}}}\n" for name, one, other, begun in more]
    text = model.read_text(encoding="utf-8").replace("actors: [A, B]", "actors: [A, B, NOR, BAND]")
    model.write_text(text.rstrip("\n") + "\n" + "".join(rows), encoding="utf-8")
    return folder


def test_a_rivalry_of_states_without_a_record_is_quiet_where_the_files_cover_it(lands: Path, tmp_path: Path) -> None:
    begun = _with_more_rivalries(lands)
    file = ged_file(tmp_path, [ged(1), ged(2, day="2021-05-02")])
    notes = import_data(begun, "ucdp", file, covers="2021-03/2021-05", dry_run=True).files[0].notes
    assert notes[0] == "no record of A-NOR, B-NOR: zeros from 2021-03 to 2021-05, as --covers says"
    assert notes[1].startswith("no record of A-BAND, and of one side no party either")
    import_data(begun, "ucdp", file, covers="2021-03/2021-05")
    case = load_case(begun)
    counted: dict[str, list[tuple[str, float | None]]] = {}
    for point in case.series["deaths-ucdp-candidate-21-0-3"]:
        counted.setdefault(point.subject, []).append((point.date, point.value))
    months = ["2021-03", "2021-04", "2021-05"]
    assert counted["A-NOR"] == [(month, 0) for month in months]
    assert counted["B-NOR"] == [(month, 0) for month in months[1:]], "from its own beginning on"
    assert [value for _, value in counted["A-B"]] == [5, 0, 5]
    assert "A-BAND" not in counted
    (quiet,) = (one for one in case.claims if one.supports == ("series:deaths-ucdp-candidate-21-0-3/A-NOR",))
    assert quiet.gloss == "The release has no record of deaths of A-NOR."
    assert not check_case(case)


def test_a_choice_of_records_says_nothing_of_the_rivalries_it_leaves_out(lands: Path, tmp_path: Path) -> None:
    begun = _with_more_rivalries(lands)
    choice = Choice(actors=("A",))
    import_data(begun, "ucdp", ged_file(tmp_path, [ged(1)]), choice=choice, covers="2021-03/2021-05")
    assert {point.subject for point in load_case(begun).series["deaths-ucdp-candidate-21-0-3"]} == {"A-B"}


def test_files_of_one_month_each_cover_their_time_together(lands: Path, tmp_path: Path) -> None:
    march = ged_file(tmp_path, [ged(1, day="2021-03-02", best=30, high=40)], "GEDEvent_v21_0_3.csv")
    may = ged_file(tmp_path, [ged(2, day="2021-05-02", best=7)], "GEDEvent_v21_0_5.csv")
    import_data(lands, "ucdp", march, may, covers="2021-03/2021-05")
    counts = Record.of(load_case(lands)).counts("deaths", "A-B")
    found = {counts.at(index).value for index in counts.indices()}  # type: ignore[union-attr]
    assert found == {30, 0, 7}, "no month of one file is a zero of the other"
    assert "2021-03" not in deaths(lands, "ucdp-candidate-21-0-5")


def test_another_rule_for_the_same_release_is_refused(lands: Path, tmp_path: Path) -> None:
    file = ged_file(tmp_path, [ged(1, date_start="2021-03-30", date_end="2021-04-02"), ged(2)])
    import_data(lands, "ucdp", file, counting="start")
    before = contents(lands)
    with pytest.raises(ImportDataError, match=r"deaths of A-B for 2021-03 is 10 \(start\) in the case, 5 \(end\) now"):
        import_data(lands, "ucdp", file, counting="end")
    assert contents(lands) == before


def test_event_records_come_only_when_asked_for(lands: Path, tmp_path: Path) -> None:
    import_data(lands, "ucdp", ged_file(tmp_path, [ged()]), events=True)
    case = load_case(lands)
    assert [(one.id, one.deaths, one.deaths_high) for one in case.events] == [("E-UCDP_CANDIDATE_21_0_3-1", 5, 7)]
    assert not check_case(case)


def test_several_files_are_one_transaction(lands: Path, tmp_path: Path) -> None:
    good = ged_file(tmp_path, [ged()])
    bad = ged_file(tmp_path, [ged(2, latitude=140)], "GEDEvent_v21_0_4.csv")
    before = contents(lands)
    with pytest.raises(ImportDataError, match="off the globe"):
        import_data(lands, "ucdp", good, bad)
    assert contents(lands) == before


def test_a_bundled_case_stays_as_it_is(tmp_path: Path) -> None:
    file = ged_file(tmp_path, [ged()])
    with pytest.raises(UsageError, match="bundled"):
        import_data("two-valleys", "ucdp", file)
    summary = import_data("two-valleys", "ucdp", file, to=tmp_path / "mine")
    assert summary.folder == tmp_path / "mine"
    assert load_case(tmp_path / "mine").id == "two-valleys"


def test_all_releases_at_hand_twice_change_nothing_the_second_time(shared: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(find_case("karabakh"), tmp_path / "karabakh"))
    first = import_data(folder, "ucdp", shared / "data" / "ucdp")
    assert {one.source: one.chosen for one in first.files} == {
        "UCDP_CANDIDATE_21_01_21_12": 21, "UCDP_CANDIDATE_22_0_2": 0, "UCDP_CANDIDATE_23_0_10": 2,
        "UCDP_PRIO_231": 24, "UCDP_EXTRACT_7B68BE95": 78, "UCDP_GED_231": 0,
    }  # fmt: skip
    before = contents(folder)
    again = import_data(folder, "ucdp", shared / "data" / "ucdp")
    assert not again.changed
    assert contents(folder) == before
    case = load_case(folder)
    assert not check_case(case)
    new, old = (replay(one, on="2023-09-30").data for one in (case, load_case(find_case("karabakh"))))
    assert new == old, "earlier releases of a dataset that the case has are no dispute"


def test_a_zip_and_its_table_say_the_same(lands: Path, tmp_path: Path) -> None:
    file = ged_file(tmp_path, [ged(1), ged(2, day="2021-03-06")])
    packed = tmp_path / "GEDEvent_v21_0_3.csv.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, file.name)
        archive.writestr("__MACOSX/._GEDEvent_v21_0_3.csv", b"\0furniture")
    assert import_data(lands, "ucdp", packed).files[0].chosen == 2
    assert not import_data(lands, "ucdp", file).changed


def test_a_later_release_counts_over_an_earlier_one_wherever_deaths_are_read(lands: Path, tmp_path: Path) -> None:
    days = ("2021-02-03", "2021-03-03", "2021-04-03")
    old = [ged(i, day=day, best=5, low=5, high=5) for i, day in enumerate(days)]
    new = [ged(i, day=day, best=90, low=90, high=90) for i, day in enumerate(days)][1:]
    import_data(lands, "ucdp", ged_file(tmp_path, old, "ged241.csv"))
    import_data(lands, "ucdp", ged_file(tmp_path, new, "ged251.csv"))
    record = Record.of(load_case(lands))
    rivalry = record.case.model.units.rivalries[0].id
    counts = record.counts("deaths", rivalry)
    found = {record.steps.label(i): one.value for i in counts.indices() if (one := counts.at(i))}
    assert found == {"2021-02": 5, "2021-03": 90, "2021-04": 90}
    told = RecordAnswers(record).series_values("deaths", rivalry, date(2021, 2, 1), date(2021, 12, 31))
    assert [one.value for one in told] == [5, 90, 90]
    assert not [one for one in record.disputes() if one.about.startswith("series:")]


def test_of_the_months_before_the_chosen_days_nothing_is_counted(lands: Path, tmp_path: Path) -> None:
    spans = ged(1, date_start="2021-02-20 00:00:00.000", date_end="2021-03-02 00:00:00.000", date_prec=3)
    file = ged_file(tmp_path, [spans, ged(2, day="2021-03-08"), ged(3, day="2021-05-08")])
    import_data(lands, "ucdp", file, choice=Choice(first=date(2021, 3, 1), last=date(2021, 4, 30)))
    assert deaths(lands) == {"2021-03": (5, "start")}


def test_a_country_is_known_by_any_of_its_names() -> None:
    for name in ("DR Congo", "Democratic Republic of the Congo", "COD"):
        assert "'gw:490'" in condition(Choice(countries=(name,)))
    assert "'gw:490'" not in condition(Choice(countries=("Congo River",)))
