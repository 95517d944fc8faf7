"""Dense prose of reports and histories: acts of nobody named, figures without a noun, verbs of the long tail."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def claims(text: str, published: str = "2011-02-14") -> list[Proposal]:
    return list(rule_reader().read(read_text(text, "text.txt", published=published)).claims)


@pytest.mark.parametrize(
    ("text", "event_type", "date"),
    [
        ("Joseph Kabui was elected president in June 2005.", "SUPPORT", "2005-06"),
        ("The party was legalised in August 1999.", "CONCEDE", "1999-08"),
        ("Members of both houses were sworn in on 14 April 2010.", "SUPPORT", "2010-04-14"),
    ],
)
def test_what_was_done_on_a_day_is_told_though_nobody_is_named(text: str, event_type: str, date: str) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.event_type, claim.date) == ("event", event_type, date)


def test_what_nobody_did_on_no_day_is_no_act() -> None:
    assert [claim for claim in claims("The party was legalised.") if claim.kind == "event"] == []


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Russian troops crossed the river, capturing a border post.", "ASSAULT"),
        ("Russian jets bombed the airfield, destroying three helicopters and the tower.", "ASSAULT"),
        ("Russia signed the treaty, ending the fighting in the valley.", "RETREAT"),
    ],
)
def test_what_was_done_along_with_an_act_is_an_act(text: str, event_type: str) -> None:
    claim = claims(text)[1]
    assert (claim.kind, claim.event_type, claim.actors) == ("event", event_type, ("RUS",))


def test_what_only_says_why_is_no_act() -> None:
    assert [claim.kind for claim in claims("Russia closes the road, hoping to capture the post.")].count("event") < 2


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Russia stepped up its attacks on Georgian posts.", "ASSAULT"),
        ("Russian howitzers replied with 80 rounds.", "ASSAULT"),
        ("Georgia abandoned the ceasefire in November.", "REJECT"),
        ("Georgia shelved the plan in March.", "REJECT"),
        ("The European Union added nine generals to its sanctions list.", "SANCTION"),
        ("Russia separated the men from the women.", "COERCE"),
        ("The court ordered his release in April.", "REQUEST"),
    ],
)
def test_verbs_of_long_prose(text: str, event_type: str) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.event_type) == ("event", event_type)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Russia shelled a base, killing three soldiers and wounding 28.", [3, 28]),
        ("Some 80 people were killed and upward of 54,000 driven from their homes.", [80, 54000]),
        ("In all 760,000 have left their homes.", [760000]),
        ("Georgia put the figure at more than 170.", [170]),
        ("The campaign had cost Russia 373 soldiers.", [373]),
        ("Monitors heard 41 explosions.", [41]),
        ("Nine howitzers were seen near Gori.", [9]),
    ],
)
def test_figures_of_what_has_no_noun_or_was_only_seen(text: str, values: list[int]) -> None:
    told = [claim.quantity for claim in claims(text) if claim.kind == "observation"]
    assert [quantity and quantity.value for quantity in told] == values


@pytest.mark.parametrize(
    ("text", "kind", "holder"),
    [
        ("Three men were killed at dawn, Georgian officials said, hours after the talks ended.", "observation", "GEO"),
        ("Georgia regards the captured men as hostages.", "interpretation", "GEO"),
        ("Georgia has been accused by Russia of pulling the strings.", "allegation", "RUS"),
        ("Georgia indicated that no further funds would be made available.", "expectation", "GEO"),
        ("Russia suspects Georgia of arming the rebels.", "allegation", "RUS"),
    ],
)
def test_whose_word_it_is(text: str, kind: str, holder: str) -> None:
    claim = claims(text)[0]
    assert (claim.kind, claim.asserted_by) == (kind, holder)


def test_what_follows_who_is_put_in_is_the_text_s_own_word() -> None:
    after = claims("Three men were killed at dawn, Georgian officials said, after Russia left the talks.")[-1]
    assert after.asserted_by == "author"


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Georgia should reconsider its plan.", ("GEO",), ()),
        ("We call on Georgia to release all prisoners.", (), ("GEO",)),
        ("I condemn in the strongest terms the attack on Gori.", (), ()),
    ],
)
def test_what_the_text_itself_wants_is_a_position(
    text: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.actors, claim.recipients) == ("position", actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "Had Georgia not closed its border, many of the victims would be alive.",
        "This paper sets out the background to the war in Georgia.",
        "We know Georgia well.",
    ],
)
def test_what_would_have_been_and_what_a_paper_is_about_are_no_expectation_or_position(text: str) -> None:
    assert {claim.kind for claim in claims(text)} <= {"interpretation"}


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("The OSCE, whose chairman was Swiss, begged both governments to accept a truce.", ("OSCE",), ("ARM", "AZE")),
        ("Armenia threatened to shoot.", ("ARM",), ("AZE",)),
        ("Turkey took the hill and, in revenge, razed the village.", ("TUR",), ()),
    ],
)
def test_whom_an_act_is_of_and_on_whom(text: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    last = [claim for claim in claims(f"Armenia and Azerbaijan fought in 2008. {text}") if claim.kind == "event"][-1]
    assert (last.actors, last.recipients) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "about", "actors", "recipients"),
    [
        ("China, on which Georgia depends for its oil, abstained.", "dependence", ("GEO",), ("CHN",)),
        ("The United Kingdom has had an embassy in Georgia since 1992.", "recognition", ("GBR",), ("GEO",)),
        ("China has investments in Georgia.", "trade", ("CHN",), ("GEO",)),
        ("The United States lists the PKK as a terrorist organisation.", "hostility", ("USA",), ("PKK",)),
        ("Georgia hosts 200 American instructors.", "alliance", ("GEO",), ("USA",)),
    ],
)
def test_ties_of_long_prose(text: str, about: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    (tie,) = [claim for claim in claims(text) if claim.kind == "tie"]
    assert (tie.about, tie.actors, tie.recipients) == (about, actors, recipients)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The talks have been in abeyance since May.", "talks"),
        ("The dispute within the cabinet persisted.", "condition"),
        ("Its access remained restricted in all three areas.", "state"),
        ("The mission was unable to travel on that road.", "condition"),
        ("Russian border guards patrol the frontier.", "control"),
        ("Two of its four team sites were operational.", "condition"),
    ],
)
def test_statuses_of_reports(text: str, about: str) -> None:
    (claim,) = [claim for claim in claims(text) if claim.kind == "status"]
    assert claim.about == about
