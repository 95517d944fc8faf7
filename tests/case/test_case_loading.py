"""Loading refuses what the format does not allow, in one line that says where, what was found and what is allowed."""

# ruff: noqa: E501  (whole messages are easier to compare than broken ones)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from interbellum.case import Case, load_case
from interbellum.case import files as files_module
from interbellum.errors import CaseError, NewerCaseError, SchemaError

Change = Callable[[str, str, str], Path]
EDTF = "(write for instance 1994-05-12, 1994-05, 1994-05~, 1994/1995 or ../1994)"

FAULTS = [
    # columns
    ("ties.csv", "strength", "strenght", "ties.csv:1:strenght: unknown column 'strenght' (did you mean strength?)"),
    ("ties.csv", "strength,", "colour,", "ties.csv:1:colour: unknown column 'colour' (allowed: id, from, to, actor, other, "
     "type, strength, rank, variant_of, gloss)"),
    ("ties.csv", "actor,other", "actor", "ties.csv:1:other: the required column 'other' is missing (the columns are id, "
     "from, to, actor, other, type, strength, rank, variant_of, gloss)"),
    ("ties.csv", "rank,", "to,", "ties.csv:1:to: column 'to' is there twice (remove one)"),
    ("ties.csv", "rank,", ",", "ties.csv:1:column 8: unknown column '' (allowed: id, from, to, actor, other, type, "
     "strength, rank, variant_of, gloss)"),
    # cells
    ("events.csv", ",CONSULT,", ",TALK,", "events.csv:2:type: 'TALK' is not allowed (allowed: AGREE, CONSULT, SUPPORT, "
     "CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT)"),
    ("events.csv", "2000-05", "sometime in 2000", f"events.csv:2:date: 'sometime in 2000' is not an EDTF date {EDTF}"),
    ("events.csv", "2002-07-21", "2002-02-30", "events.csv:6:date: '2002-02-30' does not exist: February 2002 has 28 days "
     "(write for instance 2002-02-28)"),
    ("events.csv", "E-2000-TALKS,2000-05", "E-2000-TALKS,", "events.csv:2:date: a value is required here"),
    ("events.csv", ",930,", ",9.5,", "events.csv:4:deaths: '9.5' is not a whole number"),
    ("events.csv", ",930,", ",-930,", "events.csv:4:deaths: '-930' is out of range (allowed: at least 0)"),
    ("ties.csv", ",0.6,", ",NaN,", "ties.csv:2:strength: 'NaN' is not a finite number"),
    ("ties.csv", ",0.6,", ",strong,", "ties.csv:2:strength: 'strong' is not a number"),
    ("ties.csv", ",0.6,", ",1.6,", "ties.csv:2:strength: '1.6' is out of range (allowed: at most 1)"),
    ("series/deaths.csv", ",0,", ",inf,", "series/deaths.csv:2:value: 'inf' is not a finite number"),
    ("ties.csv", "T-TRADE", "T TRADE", "ties.csv:3:id: 'T TRADE' is not an id (letters, digits and _ . : - only, no spaces)"),
    ("ties.csv", "T-TRADE", "T" * 121, f"ties.csv:3:id: '{'T' * 57}...' is too long (at most 120 characters)"),
    ("claims.csv", "event:E-2000-TALKS", "news:E-2000-TALKS", "claims.csv:2:supports: 'news:E-2000-TALKS' is not something "
     "a claim can back (for instance event:ID, tie:ID, status:ID, series:NAME or position:ISSUE/ACTOR)"),
    ("status.csv", "state,restricted", "state,shut", "status.csv:9:value: 'shut' is not a value of state (allowed: closed, "
     "restricted, open)"),
    ("status.csv", "talks,contact", "talks,good", "status.csv:14:value: 'good' is not a value of talks (allowed: none, "
     "contact, framework, initialled, signed)"),
    ("status.csv", "strength,120", "strength,many", "status.csv:12:value: 'many' is not a number of troops or monitors"),
    ("status.csv", "strength,120", "strength,-1", "status.csv:12:value: '-1' is not a number of troops or monitors"),
    # rows
    ("ties.csv", ",normal,,Haven guarantees", "", "ties.csv:2: the row breaks off: 7 cells, the header has 10 (put cells "
     "that hold a comma in quotes)"),
    ("ties.csv", "Haven guarantees", "Haven, they say, guarantees", "ties.csv:2: too many cells: 12 cells, the header has 10 "
     "(put cells that hold a comma in quotes)"),
    ("ties.csv", "T-TRADE", "T-GUARANTEE", "ties.csv:3:id: id 'T-GUARANTEE' is already used in row 2 (give one of them "
     "another id)"),
    ("ties.csv", "Haven guarantees", '"Haven guarantees', "ties.csv:2: the quotes are not balanced in the row that starts "
     'here (a cell that begins with a quote must end with one; write a quote inside it as "")'),
    ("ties.csv", "Haven guarantees", '"Haven" guarantees', "ties.csv:2: the quotes are not balanced in the row that starts "
     'here (a cell that begins with a quote must end with one; write a quote inside it as "")'),
    ("ties.csv", "Haven guarantees", "Haven\rguarantees", "ties.csv:2: a carriage return without a line feed (save the file "
     "with LF or CRLF line ends)"),
    ("ties.csv", "Haven guarantees", "H" * 140_000, "ties.csv:2: a cell is longer than 131,072 characters (is a quote missing "
     "in this row?)"),
    ("ties.csv", "Haven guarantees", "Haven\0guarantees", "ties.csv:2: a NUL character at offset 116 (save the file as plain "
     "UTF-8 text)"),
    # reviews
    ("reviews.csv", '"{""date"": ""2001-09""}"', "2001-09", "reviews.csv:3:after: not JSON: Extra data: line 1 column 5 "
     "(char 4)"),
    ("reviews.csv", '"{""date"": ""2001-09""}"', "[1]", "reviews.csv:3:after: the changed fields as a JSON object are "
     'expected, for instance {"date": "2001-09"}'),
    ("reviews.csv", '"{""date"": ""2001-09""}"', "", "reviews.csv:3: an edit needs the changed fields under after, as JSON"),
    ("reviews.csv", '{""date"": ""2001-09""}', '{""datum"": ""2001-09""}', "reviews.csv:3:after: datum is not a field of a "
     "claim that can be changed"),
    ("reviews.csv", '{""date"": ""2001-09""}', '{""id"": ""C-0""}', "reviews.csv:3:after: id is not a field of a claim that "
     "can be changed"),
    # YAML
    ("case.yaml", "format: 1", "format: one", "case.yaml:8:format: 'one' is not a whole number"),
    ("case.yaml", "format: 1", "format: 0", "case.yaml:8:format: '0' is out of range (allowed: at least 1)"),
    ("case.yaml", "step: month", "step: day", "case.yaml:10:step: 'day' is not allowed (allowed: month, week)"),
    ("case.yaml", "step: month", "step: month\nsetp: month", "case.yaml:11:setp: unknown field 'setp' (did you mean step?)"),
    ("case.yaml", "step: month", "step: month\nstep: week", "case.yaml:11: key 'step' is there twice (remove one)"),
    ("case.yaml", "title: Two Valleys (made up)", "title: 2001", "case.yaml:3:title: '2001' is not text (put it in quotes)"),
    ("case.yaml", "languages: [en]", "languages: en", "case.yaml:12:languages: 'en' is not a list"),
    ("case.yaml", "languages: [en]", "languages: [en", "case.yaml:13: not YAML: expected ',' or ']', but got ':' (check "
     "indentation and quotes)"),
    ("case.yaml", "licence: CC0-1.0", "licence: &a CC0-1.0", "case.yaml:13: anchors and aliases are not part of the case "
     "format (write the value out)"),
    ("case.yaml", "licence: CC0-1.0", "licence: !odd CC0-1.0", "case.yaml:13: tags such as !odd are not part of the case "
     "format (remove it)"),
    ("case.yaml", "licence: CC0-1.0", "licence: CC0-1.0\n[a]: b", "case.yaml:14: a key must be a plain word"),
    ("case.yaml", "licence: CC0-1.0", f"licence: {'[' * 60}{']' * 60}", "case.yaml:13: nested too deeply"),
    ("actors.yaml", "- id: LOWER", "- id: UPPER", "actors.yaml:8:UPPER.id: id 'UPPER' is already used in this list (give one "
     "of them another id)"),
    ("actors.yaml", "names:\n    - {name: Lower Vale}", "names: []", "actors.yaml:9:LOWER.names: 0 entries are too few (at "
     "least 1)"),
    ("actors.yaml", "from: 1991", "iso3: uv", "actors.yaml:7:UPPER.iso3: 'uv' is not an ISO 3166 code (three capitals, for "
     "instance ARM)"),
    ("model.yaml", "{value: 0.6", "{value: high", "model.yaml:17:units.commitments.HAVEN-UPPER.weight.value: 'high' is not a "
     "number"),
    ("model.yaml", "value: 0.6, low: 0.4", "value: 0.6, low: .nan", "model.yaml:17:units.commitments.HAVEN-UPPER.weight.low: "
     "'nan' is not a finite number"),
    ("model.yaml", "value: 0.6, low: 0.4", "value: 0.6, low: 0.7", "model.yaml:17:units.commitments.HAVEN-UPPER.weight: value "
     "0.6 lies outside its range 0.7 to 0.8"),
    ("model.yaml", "sides: [[UPPER], [LOWER]]", "sides: [[UPPER]]", "model.yaml:10:units.rivalries.UPPER-LOWER.sides.1: a "
     "value is required here"),
    ("model.yaml", "sides: [[UPPER], [LOWER]]", "sides: [[UPPER], [LOWER], [HAVEN]]", "model.yaml:10:units.rivalries."
     "UPPER-LOWER.sides: 3 entries are too many (at most 2)"),
    ("model.yaml", "    - id: RIDGE", "    - id: FORD", "model.yaml:29:units.zones.FORD.id: id 'FORD' is already used in this "
     "list (give one of them another id)"),
    ("model.yaml", "title: Pass Road", "titel: Pass Road", "model.yaml:20:units.corridors.PASS_ROAD.titel: unknown field "
     "'titel' (did you mean title?)"),
    ("questions.yaml", "record: series, subject: UPPER-LOWER,", "record: series,", "questions.yaml:5:Q-DEATHS-2010.resolution:"
     " a resolution by series needs subject"),
    ("model.yaml", "low: 0.4, high: 0.8,", "low: 0.4,", "model.yaml:17:units.commitments.HAVEN-UPPER.weight: a range needs both low and high"),
    ("model.yaml", "coverage:", "parameters:\n  - {name: a.b, unit: x, basis: published, source: y}\ncoverage:", "model.yaml:60:parameters.0: a parameter has either a prior or a value"),
    ("model.yaml", "coverage:", "parameters:\n  - {name: a.b, value: 1, unit: x, basis: fitted, source: y}\ncoverage:", "model.yaml:60:parameters.0: a fitted parameter needs a prior"),
    ("model.yaml", "weight: {", "weight: &w {", "model.yaml:17: anchors and aliases are not part of the case format (write the value out)"),
    # places
    ("places.geojson", "[-30.5, 1.4]", "[-300.5, 1.4]", "places.geojson:4:RIDGE.geometry: [-300.5, 1.4] is not on the globe: "
     "first longitude, -180 to 180, then latitude, -90 to 90"),
    ("places.geojson", "[-30.5, 1.4]", "[-30.5, 91]", "places.geojson:4:RIDGE.geometry: [-30.5, 91] is not on the globe: "
     "first longitude, -180 to 180, then latitude, -90 to 90"),
    ("places.geojson", "[-30.5, 1.4]", "[-30.5, NaN]", "places.geojson: not JSON: NaN is not a number that JSON knows"),
    ("places.geojson", "[-30.5, 1.4]", "[-30.5, 1e999]", "places.geojson:4:RIDGE.geometry: a position must be finite"),
    ("places.geojson", "[-30.5, 1.4]", '[-30.5, "1.4"]', "places.geojson:4:RIDGE.geometry: a position holds something that is "
     "no number: [-30.5, '1.4']"),
    ("places.geojson", "[-30.5, 1.4]", "-30.5", "places.geojson:4:RIDGE.geometry: a position is [longitude, latitude], found "
     "-30.5"),
    ("places.geojson", "[-30.0, 1.4], [-30.0, 1.8], ", "", "places.geojson:4:RIDGE.geometry: a ring needs four positions or "
     "more"),
    ("places.geojson", "[-30.5, 1.4]]]", "[-30.5, 1.3]]]", "places.geojson:4:RIDGE.geometry: a ring must end where it begins"),
    ("places.geojson", "[[-30.25, 1.6], [-30.1, 1.2], [-29.9, 0.8], [-29.6, 0.5]]", "[[-30.25, 1.6]]",
     "places.geojson:7:PASS_ROAD.geometry: a line needs two positions or more"),
    ("places.geojson", "[[-30.25, 1.6], [-30.1, 1.2], [-29.9, 0.8], [-29.6, 0.5]]", "[]",
     "places.geojson:7:PASS_ROAD.geometry: the coordinates of a LineString must be a list of at least one entry"),
    ("places.geojson", '"type": "LineString"', '"type": "Line"', "places.geojson:7:PASS_ROAD.geometry: a geometry of type "
     "'Line' where LineString or MultiLineString is expected"),
    ("places.geojson", '"type": "LineString", "coordinates"', '"type": "LineString", "points"',
     "places.geojson:7:PASS_ROAD.geometry: unknown field 'points' in a geometry"),
    ("places.geojson", '"coordinates": [-30.2, 1.05]', '"bbox": [-30.2, 1.05]', "places.geojson:8:RIVER_POST.geometry: a "
     "geometry without coordinates"),
    ("places.geojson", '"zone"', '"region"', "places.geojson:4:RIDGE.kind: 'region' is not allowed (allowed: point, corridor, "
     "zone)"),
    ("places.geojson", '"precision"', '"drawn_from": "x", "precision"', "places.geojson: not JSON: field 'drawn_from' is "
     "there twice"),
    ("places.geojson", '"precision"', '"drwn_from": "x", "precision"', "places.geojson:4:RIDGE.drwn_from: unknown property "
     "'drwn_from' (did you mean drawn_from?)"),
    ("places.geojson", '"id": "FORD"', '"id": "RIDGE"', "places.geojson:5:id: id 'RIDGE' is already used (give one another "
     "id)"),
    ("places.geojson", '"Feature", "id": "RIDGE"', '"Feature" "id": "RIDGE"', "places.geojson:4: not JSON: Expecting ',' "
     "delimiter (column 24)"),
    ("places.geojson", '"type": "Feature", ', '"type": "Thing", ', "places.geojson:4: a GeoJSON Feature is expected"),
    ("places.geojson", '"id": "RIDGE", ', '"id": "RIDGE", "colour": 1, ', "places.geojson:4: unknown field 'colour' in a "
     "feature: put it under properties"),
    ("places.geojson", '"properties": {"kind": "point"', '"properties": {"id": "POST", "kind": "point"', "places.geojson:8: "
     "two ids: 'RIVER_POST' and 'POST'"),
    ("places.geojson", '"properties": {"kind": "point"', '"properties": {"geometry": {}, "kind": "point"', "places.geojson:8: "
     "the geometry belongs beside the properties"),
    ("places.geojson", '"properties": {"kind": "point"', '"properties": null, "x": {"kind": "point"', "places.geojson:8: unknown field 'x' in a feature: put it under properties"),
    ("places.geojson", '"properties": {"kind": "point"', '"properties": null, "bbox": {"kind": "point"', "places.geojson:8: a feature needs properties"),
    ("places.geojson", '"id": "RIDGE", ', "", "places.geojson:4:id: a value is required here"),
    ("places.geojson", "FeatureCollection", "Features", "places.geojson:1: a GeoJSON FeatureCollection is expected "
     '({"type": "FeatureCollection", "features": [...]})'),
    ("places.geojson", '"features"', '"crs": {}, "features"', "places.geojson:1:crs: unknown field 'crs' (coordinates are "
     "longitude, latitude in WGS 84; remove it)"),
    ("places.geojson", '"features"', '"date": {}, "features"', "places.geojson:1:date: unknown field 'date' (remove it)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), FAULTS)
def test_a_fault_is_one_line_with_its_place_what_was_found_and_what_is_allowed(
    change: Change, name: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(SchemaError) as caught:
        load_case(change(name, old, new))
    assert str(caught.value) == message
    assert "\n" not in str(caught.value)


def test_all_faults_of_a_pass_are_found_in_all_files(change: Change) -> None:
    change("case.yaml", "step: month", "step: day")
    change("events.csv", ",CONSULT,", ",TALK,")
    change("events.csv", "2002-07-21", "21 July")
    change("ties.csv", "strength", "strenght")
    change("series/deaths.csv", "start", "begin")
    with pytest.raises(SchemaError) as caught:
        load_case(change("places.geojson", '"zone"', '"region"'))
    places = [str(fault.where) for fault in (caught.value, *caught.value.others)]
    assert places == [
        "case.yaml:10:step",
        "places.geojson:4:RIDGE.kind",
        "events.csv:2:type",
        "events.csv:6:date",
        "ties.csv:1:strenght",
        "series/deaths.csv:2:rule",
    ]


def test_no_more_than_a_thousand_faults_are_kept(valleys: Path) -> None:
    rows = "".join(f"P-{i},REVIEW\n" for i in range(1500))
    (valleys / "claims.csv").write_text(f"id,source,kind,gloss,known_basis\n{rows}", encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_case(valleys)
    assert len(caught.value.others) == 999


def test_a_newer_format_is_refused_before_anything_else_is_read(change: Change) -> None:
    change("case.yaml", "step: month", "pace: month")
    with pytest.raises(NewerCaseError) as caught:
        load_case(change("case.yaml", "format: 1", "format: 2"))
    expected = (
        "case.yaml:8:format: the case has format 2, this program reads formats up to 1 (install a newer interbellum)"
    )
    assert str(caught.value) == expected


def test_a_file_in_another_encoding_names_the_byte_and_its_row(valleys: Path) -> None:
    path = valleys / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"First talks", b"Premi\xe8res"))
    with pytest.raises(SchemaError) as caught:
        load_case(valleys)
    assert str(caught.value) == "events.csv:2: not UTF-8: byte 0xe8 at offset 190 (save the file as UTF-8)"


def test_a_file_too_large_is_refused_without_being_read(valleys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(files_module.LIMITS, "claims.csv", 0)
    opened: list[str] = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: (opened.append(self.name), read(self))[1])
    with pytest.raises(SchemaError) as caught:
        load_case(valleys)
    size = (valleys / "claims.csv").stat().st_size
    assert str(caught.value) == (
        f"claims.csv: the file is too large: {size:,} bytes, allowed 0 (split it, or keep bulk data outside the case)"
    )
    assert "events.csv" in opened
    assert "claims.csv" not in opened


@pytest.mark.parametrize("name", ["model.yaml", "sources.csv", "actors.yaml", "claims.csv"])
def test_a_missing_required_file_is_named(valleys: Path, name: str) -> None:
    (valleys / name).unlink()
    with pytest.raises(SchemaError) as caught:
        load_case(valleys)
    assert str(caught.value) == f"{name}: the file is missing (looked in {valleys})"


def test_a_folder_where_a_file_should_be_is_refused(valleys: Path) -> None:
    (valleys / "ties.csv").unlink()
    (valleys / "ties.csv").mkdir()
    with pytest.raises(SchemaError, match=r"^ties\.csv: this is no file"):
        load_case(valleys)


def test_an_unreadable_file_is_one_line(valleys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SchemaError, match=r"^case\.yaml: cannot be read: Permission denied \(looked at "):
        load_case(valleys)


def test_optional_files_may_be_absent(valleys: Path) -> None:
    for name in ("reviews.csv", "ties.csv", "perspectives.yaml", "places.geojson"):
        (valleys / name).unlink()
    for path in (valleys / "series").iterdir():
        path.unlink()
    (valleys / "series").rmdir()
    case = load_case(valleys)
    assert (case.reviews, case.ties, case.perspectives, case.places, case.series) == ((), (), (), (), {})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ties.csv", "", "ties.csv:1: the header line is missing (name the columns in the first line)"),
        ("ties.csv", "\nid\n", "ties.csv:1: the header line is missing (name the columns in the first line)"),
        ("case.yaml", "- 1\n", "case.yaml:1: a mapping of fields is expected here"),
        ("model.yaml", "", "model.yaml:1: a mapping of fields is expected here"),
        ("actors.yaml", "a: 1\n", "actors.yaml:1: a list is expected here (begin each entry with '- id:')"),
        ("actors.yaml", "- 1\n", "actors.yaml:1:0: '1' is not a mapping of fields"),
        ("scenarios.yaml", "[" * 5000, "scenarios.yaml: not YAML: nested too deeply"),
        ("places.geojson", "[" * 200_000, "places.geojson: not JSON: nested too deeply"),
        ("case.yaml", "id: \x07\n", "case.yaml: not YAML: "),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(valleys: Path, name: str, text: str, message: str) -> None:
    (valleys / name).write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_case(valleys)
    assert str(caught.value).startswith(message)


def test_a_folder_without_a_case_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        load_case(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: there is no case.yaml in this folder (give the folder of a case, or start one with interbellum new)"
    )
    with pytest.raises(CaseError, match="there is no such folder"):
        load_case(tmp_path / "nowhere")


def test_dates_and_years_in_yaml_stay_text_as_written(valleys: Path) -> None:
    case = load_case(valleys)
    assert case.actors[0].from_ == "1991"
    assert case.questions[0].start == "2009-12-31"


def test_yaml_scalars_follow_the_core_schema(change: Change) -> None:
    change("actors.yaml", "name: Haven}", "name: No, lang: no}")
    change("actors.yaml", "kind: group", "kind: group\n  part_of: ~\n  aliases: ['true', \"1\"]")
    case = load_case(change("model.yaml", "value: 1.5, low: 1.2", "value: 15.0e-1, low: +1.2"))
    assert case.actors[2].names[0].name == "No"
    assert case.actors[4].part_of is None
    assert case.actors[4].aliases == ("true", "1")
    assert case.model.initial[2].value == 1.5


@pytest.mark.parametrize("value", ["true", ".inf", "-.inf", "9" * 500])
def test_what_is_no_finite_number_is_refused_in_yaml(change: Change, value: str) -> None:
    folder = change("perspectives.yaml", "value: 0}", f"value: {value}}}")
    with pytest.raises(SchemaError, match=r"^perspectives\.yaml:6:P-WORTHLESS\.changes\.0\.value: .* is not a "):
        load_case(folder)


def test_a_byte_order_mark_and_windows_line_ends_are_read(valleys: Path) -> None:
    plain = load_case(valleys)
    for path in [*valleys.glob("*.csv"), *valleys.glob("*.yaml"), *valleys.glob("*.geojson")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    case = load_case(valleys)
    assert case.hash == plain.hash


def test_blank_lines_and_line_breaks_in_quotes_keep_row_numbers_true(change: Change) -> None:
    change("ties.csv", "gloss\n", "gloss\n\n")
    change("ties.csv", "Haven guarantees the Upper Vale", '"Haven guarantees\n\nthe Upper Vale"')
    with pytest.raises(SchemaError, match=r"^ties\.csv:6:strength: 'half' is not a number$"):
        load_case(change("ties.csv", ",0.5,", ",half,"))


def test_the_same_folder_gives_an_equal_case(valleys: Path) -> None:
    assert load_case(valleys) == load_case(valleys)


def test_the_case_is_a_value(valleys: Path) -> None:
    case = load_case(valleys)
    assert isinstance(case, Case)
    assert case.id == "two-valleys"
    assert (case.actors[0].label, case.places[0].label) == ("Upper Vale", "the Ridge")
    assert {stem: len(points) for stem, points in case.series.items()} == {
        "attention": 4,
        "deaths": 132,
        "military_spending": 33,
    }
    with pytest.raises(AttributeError):
        case.events = ()  # type: ignore[misc]
