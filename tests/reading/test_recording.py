"""Recording: accepted claims become events, ties and counts of the dead, each backed by the claims it came from."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from interbellum.case import Case, check_case, load_case, new_case, save_case
from interbellum.case.documents import Actor, Name
from interbellum.case.tables import Claim, Event, Review, Source
from interbellum.cli.reading import review as review_command
from interbellum.cli.recording import record as record_command
from interbellum.reading.api import read_document
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.reviewing.recording import record_claims
from interbellum.reading.reviewing.review import accept_all, items_of
from interbellum.reading.reviewing.whose_dead import NOBODY, ONE_SIDE, OTHERS, WHOLE
from interbellum.record import Record
from interbellum.sources.reading import read_text

AT = "2030-01-01T00:00:00+00:00"
TEXT = (
    "On 4 March 2021 India shelled a village in Pakistan, killing 12 people. Pakistan expelled two Indian diplomats on "
    "6 March 2021. China supplies Pakistan with jets. India may withdraw its troops. On 9 March 2021 India and "
    "Pakistan signed a ceasefire."
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    found = new_case(tmp_path / "case", sides=sides_of("India", "Pakistan"), period="2021-01/2021-12")
    return replace(found, sources=(Source(id="S", title="A letter", published="2021-05-01", reliability="C"),))


def claim(name: str, **fields: Any) -> Claim:
    common = {"id": name, "source": "S", "kind": "event", "gloss": "Something.", "known_basis": "publication"}
    return Claim.model_validate({**common, **fields})


def recorded(case: Case, *claims: Claim, **how: Any) -> Any:
    return record_claims(replace(case, claims=claims), **how)


def test_claims_of_one_event_back_one_record_with_the_closest_date(case: Case) -> None:
    made = recorded(
        case,
        claim("a", event_type="ASSAULT", actors=["IND"], recipients=["PAK"], date="2021-03"),
        claim("b", event_type="ASSAULT", actors=["IND"], date="2021-03-04"),
        claim("c", event_type="ASSAULT", actors=["IND"], recipients=["PAK"], date="2021-04-24"),
    )
    assert [(one.date, one.recipients) for one in made.events] == [("2021-03-04", ("PAK",)), ("2021-04-24", ("PAK",))]
    assert made.backed["a"] == made.backed["b"] != made.backed["c"]


def test_the_gloss_of_an_event_says_what_its_fields_say(case: Case) -> None:
    told = {"event_type": "ASSAULT", "reader": "rules", "place": "PAK"}
    was = claim(
        "a", **told, actors=["IND"], date="2021-03-04", gloss="India used force (shell) [Pakistan] (2021-03-04)."
    )
    edit = {"claim": "a", "decision": "edit", "reviewer": "ana", "at": AT, "before": '{"actors": ["IND"]}'}
    again = Review.model_validate({**edit, "after": '{"actors": ["CHN"]}'})
    more = claim("b", **told, actors=["CHN"], recipients=["IND"], date="2021-03-04")
    made = record_claims(replace(case, claims=(was, more), reviews=(again,)))
    assert [one.gloss for one in made.events] == ["China used force against India (shell) [Pakistan]."]
    own = Review.model_validate({**edit, "after": '{"actors": ["CHN"], "gloss": "A village burned."}'})
    made = record_claims(replace(case, claims=(was,), reviews=(own,)))
    assert [one.gloss for one in made.events] == ["A village burned."]


def test_what_is_denied_supposed_alleged_or_without_a_date_stays_a_claim(case: Case) -> None:
    told = {"event_type": "AGREE", "actors": ["IND"], "recipients": ["PAK"], "date": "2021-03-04"}
    made = recorded(
        case,
        claim("a", **told, negated=True),
        claim("b", **told, hypothetical=True),
        claim("c", **told, stance="alleges"),
        claim("d", **{**told, "date": None}),
        claim("e", **{**told, "date": "2015/2020"}),
        claim("f", **{**told, "actors": [], "recipients": []}),
        claim("g", kind="tie", actors=["IND"], recipients=["PAK"]),
        claim("h", kind="expectation", actors=["IND"]),
    )
    assert made.events == made.ties == ()
    assert set(made.left) == {"a", "b", "c", "d", "e", "f", "g"}


def test_what_is_dated_after_its_source_stays_a_claim(case: Case) -> None:
    made = recorded(case, claim("a", event_type="AGREE", actors=["IND"], recipients=["PAK"], date="2021-06-04"))
    assert (made.events, made.left) == ((), {"a": "its date is later than its source"})


def test_the_dead_of_another_time_are_not_booked(case: Case) -> None:
    counted = {"kind": "observation", "value": 1000, "unit": "person", "of": "people killed", "actors": ["IND"]}
    made = recorded(
        case, claim("a", **counted, date="1999-06-24"), claim("b", **counted, date="2021-07-02"), deaths=True
    )
    assert made.counts == ()
    assert made.left == {"a": "it lies outside the case's period", "b": "its date is later than its source"}


def test_a_second_run_finds_nothing_to_do_and_a_later_claim_backs_the_record_that_is_there(case: Case) -> None:
    told = {"event_type": "SANCTION", "actors": ["PAK"], "recipients": ["IND"], "date": "2021-03-06"}
    first = recorded(case, claim("a", **told))
    assert record_claims(first.case).backed == {}
    again = record_claims(replace(first.case, claims=(*first.case.claims, claim("b", **told))))
    assert again.events == ()
    assert again.backed == {"b": (f"event:{first.events[0].id}",)}


def test_an_event_is_called_by_its_final_date(case: Case) -> None:
    told = {"event_type": "SANCTION", "actors": ["PAK"], "recipients": ["IND"]}
    made = recorded(case, claim("a", **told, date="2021-03"), claim("b", **told, date="2021-03-06"))
    assert [one.id for one in made.events] == ["E-2021-03-06-SANCTION-PAK"]
    assert made.backed == dict.fromkeys(("a", "b"), ("event:E-2021-03-06-SANCTION-PAK",))
    assert record_claims(made.case).backed == {}


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2021-03", "2021-03"),
        ("2021", "2021"),
        ("2021-03~/2021-05", "2021-03"),
        ("2021-03-04/2021-03-08", "2021-03-04"),
    ],
)
def test_the_name_of_an_event_makes_up_no_day(case: Case, date: str, name: str) -> None:
    made = recorded(case, claim("a", event_type="SANCTION", actors=["PAK"], date=date))
    assert [one.id for one in made.events] == [f"E-{name}-SANCTION-PAK"]


@pytest.fixture
def letters(case: Case) -> Case:
    """The case with a better source beside the letter."""
    better = Source(id="T", title="A report", published="2021-06-01", reliability="B")
    return replace(case, sources=(*case.sources, better))


def test_two_days_of_one_capture_are_one_event_of_the_better_source_and_a_dispute(letters: Case) -> None:
    told = {
        "event_type": "ASSAULT",
        "actors": ["IND"],
        "recipients": ["PAK"],
        "place": "PAK",
        "gloss": "It captured P.",
    }
    first, second = claim("a", **told, date="2021-03-04"), claim("b", **told, source="T", date="2021-03-05")
    made = recorded(letters, first, second)
    assert [(one.id, one.date) for one in made.events] == [("E-2021-03-05-ASSAULT-IND", "2021-03-05")]
    (dispute,) = Record.of(made.case).disputes()
    assert (dispute.kind, [one.value for one in dispute.variants]) == ("date", ["2021-03-05", "2021-03-04"])
    assert record_claims(made.case).backed == {}
    later = recorded(letters, first)
    again = record_claims(replace(later.case, claims=(*later.case.claims, second)))
    assert (again.events, [one.date for one in again.case.events]) == ((), ["2021-03-04"])
    assert set(again.backed) == {"b"}


@pytest.mark.parametrize(
    "fields",
    [{"place": None}, {"gloss": "It shelled P."}, {"source": "S"}, {"date": "2021-03-08"}, {"place": "IND"}],
    ids=str,
)
def test_other_violence_some_days_apart_is_another_event(letters: Case, fields: dict[str, Any]) -> None:
    told = {"event_type": "ASSAULT", "actors": ["IND"], "place": "PAK", "gloss": "It took P.", "date": "2021-03-04"}
    made = recorded(letters, claim("a", **told), claim("b", **{**told, "source": "T", "date": "2021-03-05", **fields}))
    assert len(made.events) == 2


def test_a_source_that_tells_two_captures_tells_two(letters: Case) -> None:
    told = {"event_type": "ASSAULT", "actors": ["IND"], "place": "PAK", "gloss": "It took P."}
    made = recorded(
        letters,
        claim("a", **told, date="2021-03-04"),
        claim("b", **told, date="2021-03-12"),
        claim("c", **told, date="2021-03-05", source="T"),
    )
    assert len(made.events) == 3


def test_who_is_named_first_does_not_matter_where_two_act_together(letters: Case) -> None:
    told = {"event_type": "AGREE", "date": "2021-03-04"}
    made = recorded(
        letters,
        claim("a", **told, actors=["IND"], recipients=["PAK"]),
        claim("b", **told, actors=["PAK"], recipients=["IND"], source="T"),
        claim("c", **{**told, "date": "2021-03-05"}, actors=["PAK", "IND"], source="T", stance="asserts", negated=True),
        claim("d", **{**told, "event_type": "ASSAULT"}, actors=["PAK"], recipients=["IND"], source="T"),
        claim("e", **{**told, "event_type": "ASSAULT"}, actors=["IND"], recipients=["PAK"], source="T"),
    )
    assert [one.type for one in made.events] == ["AGREE", "ASSAULT", "ASSAULT"]
    assert made.backed["a"] == made.backed["b"]


def test_a_tie_is_written_for_each_pair_and_without_a_date_holds_from_its_publication(case: Case) -> None:
    made = recorded(
        case,
        claim("a", kind="tie", mode="mediation", actors=["QAT"], recipients=["IND", "PAK"]),
        claim("b", kind="tie", mode="arms", actors=["CHN"], recipients=["PAK"], date="2019-05/.."),
    )
    rows = [(one.actor, one.other, one.type, one.from_, one.to) for one in made.ties]
    assert rows == [
        ("CHN", "PAK", "arms", "2019-05", None),
        ("QAT", "IND", "mediation", "2021-05-01", None),
        ("QAT", "PAK", "mediation", "2021-05-01", None),
    ]
    assert made.backed["a"] == ("tie:T-QAT-IND-MEDIATION", "tie:T-QAT-PAK-MEDIATION")


def test_a_tie_begins_with_the_first_claim_of_it_and_one_that_had_ended_is_another(case: Case) -> None:
    made = recorded(
        case,
        claim("late", kind="tie", mode="arms", actors=["CHN"], recipients=["PAK"], date="2015"),
        claim("first", kind="tie", mode="arms", actors=["CHN"], recipients=["PAK"], date="2007"),
        claim("again", kind="tie", mode="hostility", actors=["IND"], recipients=["PAK"], date="2016/2020"),
        claim("war", kind="tie", mode="hostility", actors=["IND"], recipients=["PAK"], date="1999-05/1999-07"),
        claim("in", kind="tie", mode="hostility", actors=["IND"], recipients=["PAK"], date="2019/.."),
    )
    rows = {(one.id, one.from_, one.to) for one in made.ties}
    assert rows == {
        ("T-CHN-PAK-ARMS", "2007", None), ("T-IND-PAK-HOSTILITY", "1999-05", "1999-07"),
        ("T-IND-PAK-HOSTILITY-2", "2016", "2020"),
    }  # fmt: skip
    assert made.backed["late"] == made.backed["first"] == ("tie:T-CHN-PAK-ARMS",)
    assert made.backed["again"] == made.backed["in"] == ("tie:T-IND-PAK-HOSTILITY-2",)


def dead(name: str, value: float, date: str, **fields: Any) -> Claim:
    given: dict[str, Any] = {"of": "people killed", "actors": ["IND"], "recipients": ["PAK"], **fields}
    return claim(name, kind="observation", value=value, unit="person", date=date, **given)


def nobodys(name: str, value: float, **fields: Any) -> Claim:
    return dead(name, value, "2021-03-04", **{"actors": (), "recipients": (), **fields})


def booked(case: Case, *claims: Claim) -> list[float | None]:
    return [point.value for point in recorded(case, *claims, deaths=True).counts]


def test_the_dead_are_booked_once_a_source_and_only_on_request(case: Case) -> None:
    claims = (
        dead("a", 38, "2021-03-04/2021-03-08"),
        dead("b", 12, "2021-03-04"),
        dead("c", 5, "2021-04-01"),
        dead("d", 900, "2021"),
        dead("e", 70, "2021-04-08", asserted_by="IND", stance="alleges"),
        claim("f", kind="observation", value=5, unit="person", of="soldiers", date="2021-03-04"),
    )
    assert recorded(case, *claims).countable == 2
    made = recorded(case, *claims, deaths=True)
    assert [(one.date, one.value, one.subject) for one in made.counts] == [
        ("2021-03-04/2021-03-08", 38, "IND-PAK"),
        ("2021-04-01", 5, "IND-PAK"),
    ]
    assert set(made.left) == {"b", "d", "e"}
    assert record_claims(made.case, deaths=True).counts == ()


def test_the_dead_of_others_told_in_the_same_breath_are_not_booked(case: Case) -> None:
    ours = claim("a", kind="event", event_type="ASSAULT", actors=["IND"], recipients=["PAK"], span_start=0, span_end=40)
    others = claim("b", kind="event", event_type="ASSAULT", actors=["CHN"], span_start=900, span_end=940)
    made = recorded(
        case, ours, others,
        nobodys("c", 12, span_start=41, span_end=60),
        nobodys("d", 30, span_start=880, span_end=899),
        deaths=True,
    )  # fmt: skip
    assert [point.value for point in made.counts] == [12]
    assert "d" in made.left


def test_a_document_goes_from_reading_to_a_record_that_replays(tmp_path: Path) -> None:
    root = tmp_path / "case"
    new_case(root, sides=sides_of("India", "Pakistan"), period="2021-01/2021-12")
    reading = read_document(read_text(TEXT, "letter.txt", published="2021-05-01"), load_case(root)).to_json()
    items = list(items_of([reading], load_case(root)))
    accept_all(root, items, "ana", AT, "all of it")
    result = CliRunner().invoke(record_command, [str(root), "--deaths"])
    assert result.exit_code == 0
    case = load_case(root)
    assert {(one.type, one.date) for one in case.events} >= {
        ("ASSAULT", "2021-03-04"),
        ("SANCTION", "2021-03-06"),
        ("AGREE", "2021-03-09"),
    }
    assert [(one.actor, one.other, one.type) for one in case.ties] == [("CHN", "PAK", "arms")]
    assert [point.value for point in case.series["deaths"]] == [12]
    assert [one for one in check_case(case) if one.severity == "error"] == []
    assert Record.of(case).state(date(2021, 4, 1))["phase"]["IND-PAK"]["name"] == "clashes"


def test_a_dry_run_writes_nothing_and_a_bundled_case_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "case"
    new_case(root, sides=sides_of("India", "Pakistan"))
    before = {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}
    assert CliRunner().invoke(record_command, [str(root), "--dry-run", "--json"]).exit_code == 0
    assert {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()} == before
    refused = CliRunner().invoke(record_command, ["karabakh"])
    assert refused.exit_code != 0
    assert "read-only" in str(refused.exception)


def test_kinds_of_claims_are_accepted_without_asking(tmp_path: Path) -> None:
    root, out = tmp_path / "case", tmp_path / "readings.jsonl"
    new_case(root, sides=sides_of("India", "Pakistan"))
    reading = read_document(read_text(TEXT, "letter.txt", published="2021-05-01"), load_case(root)).to_json()
    out.write_text(json.dumps(reading) + "\n", encoding="utf-8")
    result = CliRunner().invoke(review_command, [str(out), "--case", str(root), "--accept", "event"])
    assert result.exit_code == 0
    assert "China" not in result.output
    case = load_case(root)
    assert {one.kind for one in case.claims} == {"event"}
    assert {row.decision for row in case.reviews} == {"reject", "accept"}
    again = CliRunner().invoke(review_command, [str(out), "--case", str(root), "--accept", "event"])
    assert again.output.startswith("accepted 0 claims")


def test_the_way_in_python_is_the_same(tmp_path: Path) -> None:
    import interbellum as ib
    from interbellum.reading.reviewing.review import waiting

    file = tmp_path / "letter.txt"
    file.write_text(TEXT, encoding="utf-8")
    case = new_case(tmp_path / "case", sides=sides_of("India", "Pakistan"), period="2021-01/2021-12")
    reading = ib.read_document(str(file), case, published="2021-05-01")
    items = waiting(items_of([reading.to_json()], case), case)
    accept_all(tmp_path / "case", [one for one in items if one.claim.kind == "event"], "ana", AT, "read")
    made = ib.record_claims(ib.load_case(tmp_path / "case"))
    ib.save_case(made.case, tmp_path / "case")
    assert {one.type for one in ib.load_case(tmp_path / "case").events} >= {"ASSAULT", "SANCTION", "AGREE"}


def test_the_dead_of_a_disaster_and_parts_of_a_count_are_not_booked(case: Case) -> None:
    made = recorded(
        case,
        dead("a", 35_000, "2021-03-05").model_copy(update={"of": "people killed by tsunami"}),
        dead("b", 40, "2021-03-06"),
        dead("c", 12, "2021-03-06").model_copy(update={"of": "children killed among these"}),
        dead("d", 3, "2021-03-07").model_copy(update={"of": "guardsmen killed in protests"}),
        deaths=True,
    )
    assert [point.value for point in made.counts] == [40]
    assert {made.left[one] for one in "acd"} == {"its dead are of a disaster or unrest, or part of another count"}


def test_the_dead_of_both_sides_told_in_one_breath_add_up(case: Case) -> None:
    span = {"span_start": 10, "span_end": 60}
    rebels = dead("a", 14, "2021-03-04", **span).model_copy(update={"of": "rebels killed"})
    soldiers = dead("b", 7, "2021-03-04", **span).model_copy(update={"of": "soldiers killed"})
    made = recorded(case, rebels, soldiers, deaths=True)
    assert [point.value for point in made.counts] == [21]
    assert made.backed == {"a": ("series:deaths/IND-PAK",), "b": ("series:deaths/IND-PAK",)}
    assert record_claims(made.case, deaths=True).counts == ()


def test_two_sources_of_one_figure_do_not_add_up(case: Case) -> None:
    twice = [dead(name, 14, "2021-03-04", span_start=10, span_end=60) for name in ("a", "b")]
    assert [point.value for point in recorded(case, *twice, deaths=True).counts] == [14]


def test_the_dead_of_a_clash_with_somebody_else_are_not_booked(case: Case) -> None:
    clash = claim(
        "a", kind="event", event_type="ASSAULT", actors=["IND"], recipients=["CHN"], span_start=0, span_end=40
    )
    made = recorded(case, clash, nobodys("b", 70, span_start=41, span_end=60), deaths=True)
    assert made.counts == ()
    assert made.left["b"] == NOBODY


@pytest.mark.parametrize(
    "around",
    [
        claim("a", event_type="ASSAULT", actors=["IND", "PAK"], span_start=0, span_end=40),
        claim("a", event_type="ASSAULT", actors=["CHN"], span_start=0, span_end=40),
        claim("a", kind="interpretation", actors=["IND", "CHN"], span_start=0, span_end=40),
    ],
    ids=["rivals together", "force by another", "a rival and another"],
)
def test_the_dead_of_nobody_are_not_booked_where_the_text_shows_another_fight(case: Case, around: Claim) -> None:
    china = Actor(id="CHN", names=(Name(name="China"),), kind="state")
    case = replace(case, actors=(*case.actors, china))
    between = claim("b", event_type="ASSAULT", actors=["IND"], recipients=["PAK"], span_start=81, span_end=90)
    toll = nobodys("c", 70, span_start=41, span_end=60)
    assert recorded(case, around, between, toll, deaths=True).counts == ()
    named = dead("c", 70, "2021-03-04", span_start=41, span_end=60, actors=["PAK"], recipients=["CHN"])
    assert recorded(case, named, deaths=True).counts == ()


def test_the_dead_beside_the_word_of_somebody_else_are_booked(case: Case) -> None:
    china = Actor(id="CHN", names=(Name(name="China"),), kind="state")
    case = replace(case, actors=(*case.actors, china))
    between = claim("a", event_type="ASSAULT", actors=["IND"], recipients=["PAK"], span_start=0, span_end=40)
    blame = claim("b", event_type="ACCUSE", actors=["CHN"], recipients=["IND"], span_start=81, span_end=90)
    made = recorded(case, between, blame, nobodys("c", 70, span_start=41, span_end=60), deaths=True)
    assert [point.value for point in made.counts] == [70]


def why(case: Case, toll: Claim, *around: Claim) -> str | None:
    """Return why a toll is not booked, or `None` where it is."""
    reason: str | None = recorded(case, *around, toll, deaths=True).left.get(toll.id)
    return reason


def test_the_dead_of_one_side_are_booked_only_where_the_other_takes_part(case: Case) -> None:
    toll = dead("t", 9, "2021-03-04", recipients=(), span_start=50, span_end=60)
    act = claim("a", event_type="ASSAULT", actors=["PAK"], recipients=["IND"], span_start=0, span_end=40)
    assert why(case, toll) == ONE_SIDE
    assert why(case, nobodys("t", 9)) == NOBODY
    assert why(case, toll, act) is None
    assert why(case, toll, act.model_copy(update={"date": "2021-02"})) == ONE_SIDE
    blame = claim("a", kind="allegation", actors=["PAK"], recipients=["IND"], span_start=0, span_end=40)
    assert why(case, toll, blame) is None
    assert why(case, nobodys("t", 8, of="peacekeepers killed", span_start=50, span_end=60), blame) == OTHERS
    group = replace(case, actors=(*case.actors, Actor(id="LET", names=(Name(name="Lashkar"),), kind="group")))
    assert why(group, toll, blame.model_copy(update={"actors": ("LET",)})) == OTHERS


def test_civilians_killed_by_one_side_are_booked_by_the_act_of_the_day(case: Case) -> None:
    case = replace(case, actors=(*case.actors, Actor(id="LET", names=(Name(name="Lashkar"),), kind="group")))
    act = claim("a", event_type="ASSAULT", actors=["IND"], recipients=["PAK"], date="2021-03-04")
    act = act.model_copy(update={"span_start": 0, "span_end": 20})
    aside = claim("b", kind="interpretation", actors=["IND"], recipients=["LET"], span_start=21, span_end=40)
    toll = nobodys("t", 31, of="civilians killed", span_start=50, span_end=60)
    assert why(case, toll, act, aside) is None
    assert why(case, toll, act.model_copy(update={"date": None}), aside) == OTHERS


@pytest.mark.parametrize(
    ("fields", "toll", "reason"),
    [
        ({"actors": ("PAK",), "recipients": ("IND",)}, {"actors": ["IND"]}, None),
        ({"actors": ("PAK",), "recipients": ("IND",)}, {"actors": ["IND"], "place": "URI"}, None),
        ({"actors": ("LET",), "recipients": ("IND",)}, {"actors": ["IND"], "place": "URI"}, OTHERS),
        ({"actors": ("PAK",), "recipients": ("IND",)}, {"place": "URI"}, None),
        ({"actors": ("PAK",), "recipients": ("IND",)}, {"place": "MUMBAI"}, NOBODY),
        ({"actors": ("PAK",), "recipients": ("IND",), "date": "2021-01-03/2021-03-04"}, {"actors": ["IND"]}, WHOLE),
    ],
    ids=["one side that day", "one side there", "others there", "there", "elsewhere", "the end of a war"],
)
def test_the_dead_of_a_recorded_act_are_of_its_rivalry(
    case: Case, fields: dict[str, Any], toll: dict[str, Any], reason: str | None
) -> None:
    given = {"id": "E", "date": "2021-03-04", "type": "ASSAULT", "place": "URI", "gloss": "An attack.", **fields}
    group = Actor(id="LET", names=(Name(name="Lashkar"),), kind="group")
    known = replace(case, events=(Event.model_validate(given),), actors=(*case.actors, group))
    assert why(known, nobodys("t", 9, **toll)) == reason


def test_what_each_side_says_of_its_own_dead_adds_up(case: Case) -> None:
    def told(name: str, value: float, who: str, start: int, of: str = "soldiers killed") -> Claim:
        where = {"locator": f"¶ 3, {start}-{start + 20}", "span_start": start, "span_end": start + 20}
        return nobodys(name, value, actors=[who], of=of, **where)

    assert booked(case, told("a", 527, "IND", 0), told("b", 453, "PAK", 30)) == [980]
    assert booked(case, told("a", 527, "IND", 0), told("b", 30, "IND", 30), told("c", 9, "PAK", 60)) == [536]
    assert booked(case, told("a", 200, "IND", 0, "Pakistani soldiers killed"), told("b", 120, "PAK", 30)) == [200]


def test_each_count_that_is_not_booked_is_listed_with_the_reason(tmp_path: Path) -> None:
    root = tmp_path / "case"
    made = new_case(root, sides=sides_of("India", "Pakistan"), period="2021-01/2021-12")
    source = Source(id="S", title="A letter", published="2021-05-01", reliability="C")
    save_case(replace(made, sources=(source,), claims=(nobodys("t", 9),)), root)
    told = CliRunner().invoke(record_command, [str(root), "--deaths", "--dry-run"])
    assert "Counts of the dead that are not booked" in told.output
    assert NOBODY in " ".join(told.output.split())


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The tsunami killed 35,000 people in March 2021.", "people killed by tsunami"),
        ("The shelling killed 40 people, including 12 children.", "children killed among these"),
        ("On 4 March 2021 the shelling killed 40 people.", "people killed"),
        ("Some 300 people died in the March earthquake.", "people died by earthquake"),
        ("After the earthquake of 2020 the shelling killed 40 people.", "people killed"),
    ],
)
def test_what_a_count_is_of(text: str, of: str) -> None:
    found = read_document(read_text(text, "letter.txt", published="2021-05-01")).claims
    assert of in [one.quantity.of for one in found if one.quantity]
