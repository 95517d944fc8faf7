"""Claims of different sources or speakers that contradict one another although no record holds them together."""

from __future__ import annotations

from typing import Any

import pytest

from interbellum.case.tables import Claim
from interbellum.record.disagreements import disagreements


def claim(name: str, source: str, **fields: Any) -> Claim:
    return Claim(id=name, source=source, gloss=name, known_basis="publication", **fields)


def toll(name: str, source: str, value: float, **fields: Any) -> Claim:
    given = {"date": "2004-08", "unit": "person", "of": "soldiers killed", "actors": ("GEO",), **fields}
    return claim(name, source, kind="observation", value=value, **given)


def act(name: str, source: str, date: str, **fields: Any) -> Claim:
    given = {"event_type": "SANCTION", "actors": ("GEO",), **fields}
    return claim(name, source, kind="event", date=date, **given)


def found(*claims: Claim) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(one.kind, tuple((said.claim, said.value) for said in one.told)) for one in disagreements(claims)]


def test_two_tolls_of_one_battle_contradict() -> None:
    assert found(toll("a", "essay", 17), toll("b", "list", 16, date="2004")) == [("number", (("a", "17"), ("b", "16")))]


@pytest.mark.parametrize(
    "other",
    [
        toll("b", "essay", 16),
        toll("b", "list", 16, date="2005"),
        toll("b", "list", 16, date=None),
        toll("b", "list", 16, of="civilians displaced"),
        toll("b", "list", 16, actors=("RUS",)),
        toll("b", "list", 16, unit="USD"),
        toll("b", "list", 17),
        claim("b", "list", kind="observation", unit="person", date="2004-08", of="soldiers dead", low=15, high=20),
        toll("b", "list", 16, future=True),
        toll("b", "list", 170, date="2004/2006"),
        toll("b", "list", 40, date="2004"),
        toll("b", "list", 9, actors=(), supports=("series:deaths-v1/GEO-OSS",)),
    ],
    ids=[
        "one source",
        "another year",
        "no date",
        "others",
        "another party",
        "unit",
        "same",
        "a range",
        "to come",
        "longer",
        "a year",
        "the sum of a series",
    ],
)
def test_figures_of_two_things_or_that_agree_do_not(other: Claim) -> None:
    assert found(toll("a", "essay", 17), other) == []


def way(name: str, source: str, value: str, date: str = "2021-05/2021-09", **fields: Any) -> Claim:
    given = {"place": "MILL", **fields}
    made = claim(name, source, kind="status", mode="state", date=date, **given)
    return made.model_copy(update={"gloss": f"A road, border or service ({value}): parties not named [Mill] ({date})."})


def test_a_bound_contradicts_only_what_lies_beyond_it() -> None:
    assert found(toll("a", "essay", 17, low=17), toll("b", "list", 40)) == []
    assert found(toll("a", "essay", 17, high=17), toll("b", "list", 9)) == []
    assert found(toll("a", "essay", 17, low=17), toll("b", "list", 9)) == [("number", (("a", "17"), ("b", "9")))]


def test_a_road_that_is_open_and_closed_contradicts() -> None:
    assert found(way("a", "essay", "closed"), way("b", "list", "open", "2021-06")) == [
        ("state", (("a", "closed"), ("b", "open")))
    ]


@pytest.mark.parametrize(
    "other",
    [
        way("b", "list", "closed", "2021-06"),
        way("b", "list", "open", "2021-10"),
        way("b", "list", "open", "2021-06", place="PORT"),
        way("b", "list", "open", "2021-06", stance="denies"),
        way("b", "essay", "open", "2021-06"),
    ],
    ids=["same", "later", "another place", "denied", "one source"],
)
def test_roads_of_other_times_and_places_do_not_contradict(other: Claim) -> None:
    assert found(way("a", "essay", "closed"), other) == []


def test_a_part_of_the_time_cannot_have_more_than_the_whole() -> None:
    assert found(toll("a", "essay", 170), toll("b", "list", 16, date="2004/2006"))


def test_what_backs_one_record_is_the_dispute_of_that_record() -> None:
    both = ("event:E-1",)
    assert found(toll("a", "essay", 17, supports=both), toll("b", "list", 16, supports=both)) == []


def test_an_act_of_form_on_two_near_days_is_dated_wrong_by_somebody() -> None:
    one, other = act("a", "essay", "2008-08-29"), act("b", "list", "2008-09-02")
    assert found(one, other) == [("date", (("a", "2008-08-29"), ("b", "2008-09-02")))]


@pytest.mark.parametrize(
    "claims",
    [
        (act("a", "essay", "2008-08-29"), act("b", "list", "2008-10-02")),
        (act("a", "essay", "2008-08-29"), act("b", "list", "2008-09")),
        (act("a", "essay", "2008-08-29", event_type="ASSAULT"), act("b", "list", "2008-09-02", event_type="ASSAULT")),
        (act("a", "essay", "2008-08-29"), act("b", "list", "2008-09-02", actors=("RUS",))),
        (act("a", "essay", "2008-08-29"), act("c", "essay", "2008-09-02"), act("b", "list", "2008-09-02")),
    ],
    ids=["far", "a month", "violence", "others", "one source tells two"],
)
def test_acts_that_recur_or_lie_apart_are_two(claims: tuple[Claim, ...]) -> None:
    assert found(*claims) == []


def test_what_one_tells_and_another_denies_contradicts() -> None:
    one, other = act("a", "essay", "2008-08-29"), act("b", "list", "2008-08-29", stance="denies")
    assert found(one, other) == [("stance", (("a", "asserted"), ("b", "denied")))]


def test_what_one_party_alleges_and_another_denies_in_one_text_contradicts() -> None:
    cells = {"kind": "allegation", "actors": ("RUS",), "date": "2008-08-07"}
    one = claim("a", "essay", **cells, place="ROKI", asserted_by="GEO", stance="alleges")
    other = claim("b", "essay", **cells, asserted_by="RUS", stance="denies")
    assert found(one, other) == [("stance", (("a", "asserted"), ("b", "denied")))]
    assert [said.gloss for said in disagreements([one, other])[0].told] == ["a", "b"]
    assert found(one, other.model_copy(update={"date": "2008-08-08"})) == []
    assert found(one, other.model_copy(update={"asserted_by": "GEO"})) == []


def attack(name: str, source: str, date: str, **fields: Any) -> Claim:
    return act(name, source, date, **{"event_type": "ASSAULT", "place": "MILL", **fields})


def test_an_attack_at_one_place_told_a_night_apart_is_dated_wrong_by_somebody() -> None:
    one, other = attack("a", "essay", "2008-08-29"), attack("b", "list", "2008-08-30")
    assert found(one, other) == [("date", (("a", "2008-08-29"), ("b", "2008-08-30")))]
    assert found(one, attack("b", "list", "2008-08-31")) == []
    assert found(one, attack("b", "list", "2008-08-30", place="PORT")) == []
    assert found(one, other, attack("c", "list", "2008-08-31")) == []


def answer(**fields: Any) -> Claim:
    given = {"kind": "allegation", "asserted_by": "OSS", "stance": "denies", "locator": "¶ 3, 50-60", "span_start": 50}
    return claim("b", "essay", **{**given, "actors": ("RUS",), **fields})


def test_what_a_paragraph_tells_and_somebody_in_it_denies_is_disputed_although_the_denial_has_no_day() -> None:
    where = {"locator": "¶ 3, 4-9", "span_start": 4}
    told = act("a", "essay", "2008-08-29", event_type="CONSULT", actors=("RUS",), asserted_by="RUS", **where)
    disputed = [("stance", (("a", "asserted"), ("b", "denied")))]
    assert found(answer(), told) == disputed
    again = answer(span_start=70).model_copy(update={"id": "c"})
    assert found(told, answer(), again) == disputed
    for other in (
        answer(locator="¶ 4, 50-60"),
        answer(asserted_by="RUS"),
        answer(asserted_by="author"),
        answer(actors=("GEO",)),
        answer(date="2009"),
        answer(span_start=1),
        answer(event_type="ASSAULT"),
        answer(stance="alleges", negated=True),
    ):
        assert found(told, other) == []


def test_two_paragraphs_of_one_page_are_two() -> None:
    told = act("a", "essay", "2008-08-29", event_type="CONSULT", actors=("RUS",), asserted_by="RUS", span_start=4)
    at = "p. 7, ¶ 3, 4-9"
    assert found(told.model_copy(update={"locator": at}), answer(locator="p. 7, ¶ 4, 50-60")) == []
    assert found(told.model_copy(update={"locator": at}), answer(locator="p. 8, ¶ 3, 50-60")) != []


@pytest.mark.parametrize(
    ("locator", "paragraph"),
    [
        ("p. 7, ¶ 3, 4-9", "¶ 3"),
        ("¶ 3, 4-9", "¶ 3"),
        ("p12", "p12"),
        ("table 2, row 4", "table 2"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_locator_names_a_paragraph_or_what_comes_nearest(locator: str | None, paragraph: str) -> None:
    assert claim("a", "essay", kind="event", locator=locator).paragraph == paragraph


def test_a_denial_that_names_only_who_denies_answers_what_stands_right_before_it() -> None:
    told = act("a", "essay", "2008-08-29", event_type="ASSAULT", locator="¶ 3, 4-9", span_start=4)
    denial = answer(actors=("OSS",), date="2008-08-29")
    assert found(told, denial) == [("stance", (("a", "asserted"), ("b", "denied")))]
    between = act("c", "essay", "2008-08-29", event_type="MOBILIZE", locator="¶ 3, 20-30", span_start=20)
    assert [one[1][0][0] for one in found(told, between, denial)] == ["c"]
    assert found(told, answer(actors=("OSS",))) == []


def test_a_figure_that_another_calls_unfounded_is_disputed_without_a_day() -> None:
    cells = {"kind": "allegation", "value": 2000, "unit": "person", "locator": "¶ 3, 4-9"}
    one = claim("a", "essay", **cells, asserted_by="RUS", stance="alleges")
    other = claim("b", "essay", **cells, asserted_by="HRW", stance="denies")
    assert found(one, other) == [("stance", (("a", "asserted"), ("b", "denied")))]
    assert found(one, other.model_copy(update={"value": 3000})) == []


def test_counts_of_one_thing_by_two_speakers_of_one_text_contradict() -> None:
    one = toll("a", "essay", 2000, asserted_by="RUS", locator="¶ 3, 4-9")
    other = toll("b", "essay", 44, asserted_by="HRW", locator="¶ 3, 20-29")
    assert found(one, other) == [("number", (("a", "2,000"), ("b", "44")))]
    undated = [told.model_copy(update={"date": None}) for told in (one, other)]
    assert found(*undated) == found(one, other)
    assert found(undated[0], undated[1].model_copy(update={"locator": "¶ 4, 20-29"})) == []


@pytest.mark.parametrize(
    "part",
    [{"asserted_by": "author"}, {"actors": ()}, {"place": "MILL"}, {"date": "2004-08-09"}],
    ids=["one speaker", "all parties", "a smaller place", "a day of the month"],
)
def test_a_part_told_beside_the_whole_in_one_text_does_not(part: dict[str, Any]) -> None:
    assert found(toll("a", "essay", 2000), toll("b", "essay", 44, **{"asserted_by": "HRW", **part})) == []


def test_ranges_are_told_as_they_are() -> None:
    low = claim("b", "list", kind="observation", unit="person", date="2004-08", of="soldiers killed", low=30)
    span = claim("c", "note", kind="observation", unit="person", date="2004-08", of="soldiers killed", low=40, high=50)
    assert found(toll("a", "essay", 17), low)[0][1][1] == ("b", "at least 30")
    assert found(toll("a", "essay", 17), span)[0][1][1] == ("c", "40 to 50")


def test_girls_and_schoolgirls_of_one_day_are_the_same_dead() -> None:
    cells = {"date": "2006-08-14", "actors": ()}
    one, other = (
        toll("a", "essay", 61, of="girls killed", **cells),
        toll("b", "list", 51, of="schoolgirls dead", **cells),
    )
    assert found(one, other) == [("number", (("a", "61"), ("b", "51")))]
    assert found(one, toll("b", "list", 51, of="soldiers killed", **cells)) == []
    assert found(one, toll("b", "list", 51, of="people killed", **cells)) == []
    month = {"date": "2006-08", "actors": ()}
    assert found(toll("a", "essay", 61, of="girls killed", **month), other) == []


def test_the_civilians_of_one_side_are_not_those_of_the_other() -> None:
    cells = {"date": "2020-09-27"}
    thai = toll("a", "essay", 13, of="Thai civilians killed", **cells)
    assert found(thai, toll("b", "list", 8, of="Cambodian civilians killed", **cells)) == []
    assert found(thai, toll("b", "list", 8, of="civilians killed", **cells)) != []


def test_one_calendar_day_of_two_years_is_a_slip_of_the_year() -> None:
    cells = {"event_type": "ASSAULT", "actors": ("GEO",), "recipients": ("OSS",)}
    one, other = act("a", "essay", "2008-08-07", **cells), act("b", "list", "2007-08-07", **cells)
    assert found(one, other) == [("date", (("a", "2008-08-07"), ("b", "2007-08-07")))]
    assert found(one, act("b", "list", "2006-08-07", **cells)) == []
    assert found(one, act("b", "list", "2007-08-09", **cells)) == []
    assert found(one, act("b", "list", "2007-08-07", **{**cells, "recipients": ()})) == []
    assert found(one, other, act("c", "list", "2008-08-07", **cells)) == []


def test_a_leader_and_the_state_do_one_thing() -> None:
    cells = {"event_type": "AGREE", "recipients": ("RUS",)}
    one, other = act("a", "essay", "2008-08-12", **cells), act("b", "list", "2008-08-15", **{**cells, "actors": ("S",)})
    assert found(one, other) == []
    assert [one.kind for one in disagreements((one, other), {"S": "GEO"})] == ["date"]


def test_who_of_two_that_agree_is_named_first_does_not_matter() -> None:
    one = act("a", "essay", "2008-08-12", event_type="AGREE", recipients=("RUS",))
    other = act("b", "list", "2008-08-15", event_type="AGREE", actors=("RUS",), recipients=("GEO",))
    assert found(one, other) == [("date", (("a", "2008-08-12"), ("b", "2008-08-15")))]


def test_two_plain_figures_for_one_thing_in_one_text_contradict_where_they_stand_apart() -> None:
    one = toll("a", "essay", 1400, span_start=10, span_end=60)
    other = toll("b", "essay", 2100, span_start=300, span_end=350)
    assert found(one, other) == [("number", (("a", "1,400"), ("b", "2,100")))]
    for cells in ({"span_start": 70}, {"date": None}, {"low": 2100}, {"actors": (), "of": "people killed"}):
        near = [
            told.model_copy(update=cells if told is other or "span_start" not in cells else {}) for told in (one, other)
        ]
        assert found(*near) == []
    whole = toll("c", "essay", 3500, span_start=600, span_end=650)
    assert found(one, other, whole) == []


def test_two_days_on_which_a_road_was_shut_a_month_apart_contradict() -> None:
    shut = {"kind": "status", "mode": "state", "place": "ROAD"}
    days = ("2004-08-12", "2004-09-12", "2004-10-20")
    told = [claim(f"c{n}", f"s{n}", date=day, **shut) for n, day in enumerate(days)]
    told = [one.model_copy(update={"gloss": "A road, border or service (closed)."}) for one in told]
    assert found(*told) == [("date", (("c0", "2004-08-12"), ("c1", "2004-09-12")))]


def test_a_denial_answers_the_accusation_right_before_it() -> None:
    place = {"source": "paper", "locator": "¶ 3, 4-9"}
    launch = claim(
        "a", kind="event", event_type="AID", actors=("EU",), date="2004-08-01", span_start=0, span_end=30, **place
    )
    charge = claim(
        "b",
        kind="allegation",
        actors=("AZE",),
        asserted_by="AZE",
        stance="alleges",
        span_start=40,
        span_end=80,
        **place,
    )
    denial = claim(
        "c", kind="allegation", actors=("EU",), asserted_by="EU", stance="denies", span_start=82, span_end=99, **place
    )
    assert found(launch, charge, denial) == [("stance", (("b", "asserted"), ("c", "denied")))]


def test_the_dead_of_a_whole_war_contradict_those_of_its_days_though_told_of_a_year() -> None:
    war = toll("b", "list", 4150, of="soldiers killed in the war", date="2004")
    assert found(toll("a", "essay", 2906), war) == [("number", (("a", "2,906"), ("b", "4,150")))]
    assert found(toll("a", "essay", 2906), war.model_copy(update={"of": "soldiers killed"})) == []
