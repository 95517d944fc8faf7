"""When an event was: its own words, named wars, what a footnote cites, and what a date does not belong to."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.reading.rules.text.citations import Citation, citations_of, narrowed
from interbellum.sources.reading import read_text


def events(text: str, reader: RuleReader) -> list[Proposal]:
    claims = reader.read(read_text(text, published="2023-05-10")).claims
    return [claim for claim in claims if claim.kind == "event"]


NOTE = "[4] “Joint statement by Turkey and Armenia”, 12.03.2019. Available here:"


def test_the_record_of_an_act_dates_it(reader: RuleReader) -> None:
    text = f"Armenia and Turkey signed a protocol on trade at the border crossing.[4] It was a hard winter.\n\n{NOTE}"
    assert next((event.event_type, event.date) for event in events(text, reader)) == ("AGREE", "2019-03-12")


def test_a_cited_document_of_another_year_dates_nothing(reader: RuleReader) -> None:
    text = f"Armenia and Turkey signed a protocol on trade in 2009.[4] It was a hard winter.\n\n{NOTE}"
    assert events(text, reader)[0].date == "2009"


@pytest.mark.parametrize(
    ("date", "event_type", "record", "expected"),
    [
        (None, "AGREE", True, "2019-03-12"),
        (None, "AGREE", False, None),
        (None, "ASSAULT", True, None),
        ("2019", "CONSULT", True, "2019-03-12"),
        ("2019", "CONSULT", False, "2019-03"),
        ("2019-03-10", "AGREE", True, "2019-03-10"),
        ("2018", "AGREE", True, "2018"),
    ],
)
def test_a_citation_only_makes_a_vague_date_precise(
    date: str | None, event_type: str, record: bool, expected: str | None
) -> None:
    citation = Citation("2019-03-12", record, frozenset({"TUR"}))
    assert narrowed(date, event_type, ("TUR",), citation) == expected  # type: ignore[arg-type]


def test_a_footnote_with_two_days_or_none_cites_no_day(reader: RuleReader) -> None:
    text = f"The talks went on.\n\n[1] A report, 2.3.2019 and 4.5.2020.\n\n[2] A book of 2011.\n\n{NOTE}"
    found = citations_of(read_text(text), reader.gazetteer)
    assert set(found) == {"4"}
    assert found["4"].record


@pytest.mark.parametrize(
    "text",
    [
        "Armenia and Turkey met on 26 December 2015. A week later, on 2 January 2016, Turkey attacked Armenia.",
        "Armenia and Turkey met on 26 December 2015. The next day, 2 January 2016, Turkey attacked Armenia.",
        "Armenia and Turkey met on 26 December 2015. On 2 January 2016, a week later, Turkey attacked Armenia.",
    ],
)
def test_a_day_that_is_spelt_out_is_taken_as_it_is(text: str, reader: RuleReader) -> None:
    assert [event.date for event in events(text, reader) if event.event_type == "ASSAULT"] == ["2016-01-02"]


def test_what_came_after_a_named_war_is_not_dated_by_it(reader: RuleReader) -> None:
    text = (
        "The First Valley War (1988-1994) was long. Armenia and Turkey signed a protocol after the end of the First "
        "Valley War."
    )
    signed = [event for event in events(text, reader) if event.event_type == "AGREE"]
    assert signed[0].date is None


def test_the_date_of_an_end_or_of_something_since_is_not_that_of_a_war(reader: RuleReader) -> None:
    text = "Armenia and Azerbaijan fought two wars since the collapse of the kingdom in 1801."
    wars = [event for event in events(text, reader) if event.rule.startswith("ASSAULT noun")]
    assert all(event.date != "1801" for event in wars)


def test_three_who_were_named_together_act_together(reader: RuleReader) -> None:
    text = "Armenia, Russia and Turkey talk often. In May 2021 the three states held a meeting on trade."
    assert events(text, reader)[-1].actors == ("ARM", "RUS", "TUR")
    drill = "Ties of Armenia, Russia and Turkey (seen in the exercise held between these countries in 2021) are known."
    assert events(drill, reader)[-1].actors == ("ARM", "RUS", "TUR")


def test_a_verb_that_carries_a_noun_gives_it_its_actor(reader: RuleReader) -> None:
    (event,) = events("Armenia has pursued a policy that includes outreach to Turkey.", reader)
    assert (event.event_type, event.actors, event.recipients) == ("CONSULT", ("ARM",), ("TUR",))


def test_what_was_brought_about_happened_and_what_was_not_acted_did_not(reader: RuleReader) -> None:
    brought = events("This was enough reason for Russia to summon the Armenian ambassador in 2021.", reader)
    assert [(event.actors, event.date) for event in brought] == [(("RUS",), "2021")]
    assert not events("The document condemned the Turkish plan.", reader)


def test_naming_an_act_with_a_verdict_is_an_allegation(reader: RuleReader) -> None:
    text = "The question came up after Turkey’s illegal attacks on Armenia in 2021."
    claims = reader.read(read_text(text, published="2023-05-10")).claims
    assert [(claim.stance, claim.actors) for claim in claims if claim.kind == "allegation"] == [("alleges", ("TUR",))]


@pytest.mark.parametrize(
    "text",
    [
        "Available here:",
        "Speaking to the paper, he added.",
        "On the one hand this goes on.",
        "See “The road to peace”.",
    ],
)
def test_a_clause_that_says_nothing_of_anybody_is_no_claim(text: str, reader: RuleReader) -> None:
    assert not reader.read(read_text(text, published="2023-05-10")).claims


def test_the_month_of_may_is_no_modal(reader: RuleReader) -> None:
    (event,) = events("In May 2021 Turkey attacked a bridge.", reader)
    assert (event.date, event.hypothetical) == ("2021-05", False)


def test_then_carries_the_date_on_and_the_two_countries_act_past_what_is_put_in_between(reader: RuleReader) -> None:
    text = "Armenia and Turkey signed a protocol in May 2021. Turkey then expelled two envoys."
    assert events(text, reader)[-1].date == "2021-05"
    text = "Armenia and Turkey quarrelled. After the storm, the two countries, helped by Russia, withdrew their troops."
    withdrawn = events(text, reader)[-1]
    assert {*withdrawn.actors, *withdrawn.recipients} >= {"ARM", "TUR"}
    assert "RUS" not in withdrawn.actors


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Armenia may attack Turkey before the election in June.", "2023-06"),
        ("Armenia will attack Turkey in February.", "2024-02"),
        ("Armenia attacked Turkey in June.", "2022-06"),
        ("Armenia will, its minister said in June, attack Turkey.", "2022-06"),
    ],
)
def test_a_month_that_words_before_it_put_ahead_is_still_to_come(words: str, date: str, reader: RuleReader) -> None:
    claims = reader.read(read_text(words, published="2023-05-14")).claims
    assert claims[-1].date == date


def test_a_party_put_in_between_with_its_help_does_not_act_for_the_subject(reader: RuleReader) -> None:
    (attack,) = events("Turkey, backed by Russia, shelled Armenia on 3 May 2021.", reader)
    assert (attack.actors, attack.recipients) == (("TUR",), ("ARM",))
    (attack,) = events("The militia, armed by Russia, attacked Armenia on 3 May 2021.", reader)
    assert (attack.actors, attack.recipients) == ((), ("ARM",))
    text = "Turkish forces, trained by Russia, may withdraw in 2024."
    claims = reader.read(read_text(text, published="2023-05")).claims
    assert claims[-1].kind == "expectation"


def test_what_is_said_in_two_clauses_has_its_own_dates(reader: RuleReader) -> None:
    text = "The CSTO reports that Turkey shelled Lachin{}, and that Armenia shelled Kars{}."
    assert [claim.date for claim in said(text.format("", " on 3 May 2020"), reader)] == [None, "2020-05-03"]
    assert [claim.date for claim in said(text.format(" on 3 May 2020", ""), reader)] == ["2020-05-03", None]
    opened = "On 3 May 2020 " + text.format("", "")
    assert [claim.date for claim in said(opened, reader)] == ["2020-05-03", "2020-05-03"]


def said(text: str, reader: RuleReader) -> list[Proposal]:
    claims = reader.read(read_text(text, published="2020-06-01")).claims
    return [claim for claim in claims if claim.kind in ("event", "allegation")]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Turkey strongly condemned the decision of the Armenian government of 26 August 2019.", None),
        ("Turkey condemned the elections held on 3 March 2017 in Armenia.", None),
        ("Turkey condemned on 5 March 2017 the elections of 3 March 2017 in Armenia.", "2017-03-05"),
        ("Armenia has not withdrawn its forces to the positions held before 7 August 2018.", None),
        ("Armenia withdrew its troops to the lines of before 7 August 2018 on 9 October 2018.", "2018-10-09"),
        ("Armenia took up positions on 7 August 2017.", "2017-08-07"),
    ],
)
def test_the_date_of_what_an_act_is_about_is_not_the_date_of_the_act(
    text: str, date: str | None, reader: RuleReader
) -> None:
    assert [event.date for event in events(text, reader)] == [date]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("In September 2017 Turkey invaded Armenia. In August Russia had shelled Turkey.", ["2017-09", "2017-08"]),
        ("In October 2017 Turkey invaded Armenia. In March Russia shelled Turkey.", ["2017-10", "2018-03"]),
        ("Turkey attacked Armenia in October 2020 and by the end of the month had occupied Gyumri.", ["2020-10"] * 2),
        ("Oil has flowed for the first time since 25 March 2021. It was on that day that Turkey shut the line.",
         ["2021-03-25"]),
        ("On 3 May 1999 Turkey invaded Armenia. It was Russia who now wanted more. It shelled Turkey in June.",
         ["1999-05-03", "1999-06"]),
    ],
)  # fmt: skip
def test_dates_without_a_year_are_of_the_time_told_of(text: str, dates: list[str], reader: RuleReader) -> None:
    assert [event.date for event in events(text, reader)] == dates


def test_an_entry_of_a_chronology_may_look_ahead_to_what_its_document_knows(reader: RuleReader) -> None:
    text = (
        "18 June - Turkey invades Armenia. The court suspends Russia on 1 July.\n\n"
        "26 October - Russia is to free the men that Turkey has held since July."
    )
    found = reader.read(read_text(text, published="2022-11-13"))
    dates = [date.edtf for date in found.dates]
    assert dates == ["2022-06-18", "2022-07-01", "2022-10-26", "2022-07"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Turkey signed a decree on 3 May 2022 dissolving the council by 1 January 2023.", "2022-05-03"),
        ("Turkey signed a decree dissolving the council by 1 January 2023.", None),
        ("Turkish troops left the district by 20 May 2022.", "2022-05-20"),
    ],
)
def test_a_day_by_which_something_is_to_be_done_dates_no_act(text: str, date: str | None, reader: RuleReader) -> None:
    assert [one.date for one in events(text, reader)] == [date]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Armenia, a member of the council since 2001, expelled two envoys in March 2006.", "2006-03"),
        ("Georgia, independent since May 1918, signed a treaty with Turkey in November 1921.", "1921-11"),
        ("Armenia and Turkey have met 25 times since December 2002.", "2002-12/.."),
    ],
)
def test_what_a_subject_has_been_since_does_not_date_what_it_did(text: str, date: str, reader: RuleReader) -> None:
    assert [event.date for event in events(text, reader)][-1] == date


def test_a_tie_of_who_somebody_is_lasts_from_its_own_date(reader: RuleReader) -> None:
    text = "Armenia, an ally of Turkey since 2000, expelled two envoys in March 2006."
    ties = [one for one in reader.read(read_text(text, published="2023-05-10")).claims if one.kind == "tie"]
    assert [one.date for one in ties] == ["2000/.."]
