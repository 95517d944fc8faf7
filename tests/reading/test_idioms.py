"""Words that tell no act where they stand, and names that take no part in what is told."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return rule_reader()


def claims(text: str, reader: RuleReader) -> tuple[Proposal, ...]:
    return reader.read(read_text(text, published="2021-05-10")).claims


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Chad calls them occupied territories.", "ASSAULT"),
        ("A memorandum of 19 September 2014 provided for heavy weapons of Chad to be withdrawn.", "AID"),
        ("On 26 November 2018 Chad's parliament approved martial law for 60 days.", "CONCEDE"),
        ("Hungary has blocked meetings with Chad since 2017.", "CONSULT"),
        (
            "The truce between Chad and Kenya was made in May 2020. It had broken down by the spring of 2021.",
            "SANCTION",
        ),
        ("Chad launched what it called an anti-terrorist operation on 14 April 2014.", "ACCUSE"),
        ("The texts of 2014 are not a treaty between Chad and Kenya.", "AGREE"),
    ],
)
def test_what_tells_no_such_act(text: str, never: str, reader: RuleReader) -> None:
    assert never not in {claim.event_type for claim in claims(text, reader)}


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("A truck of the OSCE hit a mine near Ona on 23 April 2017.", "ASSAULT", (), ("OSCE",)),
        (
            "On 21 May 2014 Chad and Kenya signed a pact in Ona, witnessed by ministers of Germany and Poland.",
            "AGREE", ("TCD",), ("KEN",),
        ),
        ("Minsk II was agreed on 12 February 2015.", "AGREE", (), ()),
        ("On 1 October 2019 Ukraine agreed to the Steinmeier formula.", "AGREE", ("UKR",), ()),
        (
            "Under the Lake Memorandum of 5 December 1994 Chad, Kenya and Uganda pledged to respect Niger.",
            "AGREE", ("TCD", "KEN", "UGA"), ("NER",),
        ),
    ],
)  # fmt: skip
def test_who_takes_part(
    text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    assert (kind, actors, recipients) in [(one.event_type, one.actors, one.recipients) for one in claims(text, reader)]


def test_who_is_only_cited_suffers_nothing(reader: RuleReader) -> None:
    (told,) = claims("In August 2014 Chadian units crossed the border, according to Kenya and Uganda.", reader)
    assert (told.kind, told.actors, told.recipients) == ("allegation", ("TCD",), ())


def test_a_single_state_is_no_them(reader: RuleReader) -> None:
    text = "Chad protested in May 2014. The towns are poor. Kenya supports them with money."
    assert claims(text, reader)[-1].recipients == ()


def test_it_is_nobody_where_something_is_only_unlikely(reader: RuleReader) -> None:
    text = "Chad protested in May 2014. It is unlikely that Kenya will move before June."
    assert claims(text, reader)[-1].actors == ("KEN",)


@pytest.mark.parametrize("what", ["Ona", "The town of Ona", "Ona airport", "The base"])
def test_whom_a_place_falls_to_took_it(what: str, reader: RuleReader) -> None:
    (told,) = claims(f"{what} fell to Kenya on 4 May 2015.", reader)
    assert (told.event_type, told.actors, told.recipients) == ("ASSAULT", ("KEN",), ())


def test_what_somebody_is_without_denies_nothing_that_he_does(reader: RuleReader) -> None:
    (told,) = claims("On 27 May 2014 Kenyan men without badges seized Ona.", reader)
    assert (told.event_type, told.negated) == ("ASSAULT", False)


def test_for_whom_each_signed_took_part(reader: RuleReader) -> None:
    text = "A pact was signed on 12 May 2015 by Ana for the OSCE, Leo for Ukraine and Miko for Russia, and by Chad."
    assert claims(text, reader)[0].actors == ("OSCE", "UKR", "RUS", "TCD")


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("On 21 June 1992 Russian troops intervened on the side of Chad.", ("RUS",), ()),
        ("Kenya and Chad reopened the bridge in 2017, which had been closed since 1992.", (), ()),
    ],
)
def test_nobody_is_said_to_suffer_or_to_have_done_what_is_told_of_others(
    text: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    told = claims(text, reader)[-1]
    assert (told.actors, told.recipients) == (actors, recipients)


def test_what_shares_a_would_is_only_supposed(reader: RuleReader) -> None:
    text = "The plan would have split Chad and kept Russian troops there until 2018."
    assert claims(text, reader)[-1].hypothetical
