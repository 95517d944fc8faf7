"""Long reads: who brokered what, wars long past beside the war that is told of, what lasted from when to when."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text

WAR = "Armenia and Azerbaijan fought a war in 2020. "


def claims(text: str) -> list[Proposal]:
    """Return what is told of a text after a sentence that says who fought."""
    found = rule_reader().read(read_text(WAR + text, "text.txt", published="2023-12-01")).claims
    return [claim for claim in found if claim.span[0] >= len(WAR)]


def act(claim: Proposal) -> tuple[str | None, tuple[str, ...], tuple[str, ...], str | None]:
    return claim.event_type, claim.actors, claim.recipients, claim.date


@pytest.mark.parametrize("verb", ["brokered", "negotiated", "secured"])
def test_a_truce_that_a_third_party_brings_about_is_its_mediation(verb: str) -> None:
    found = claims(f"Russia {verb} a ceasefire in May 2021.")
    assert act(found[0]) == ("CONSULT", ("RUS",), ("ARM", "AZE"), "2021-05")
    own = claims(f"Armenia {verb} a ceasefire in May 2021.")
    assert own[0].event_type != "CONSULT" or not own[0].recipients


def test_a_verb_goes_on_past_a_relative_clause_that_no_comma_opens() -> None:
    found = claims("Russia which has a defence treaty with Armenia, negotiated a ceasefire in May 2021.")
    assert ("CONSULT", ("RUS",), ("ARM", "AZE"), "2021-05") in [act(claim) for claim in found]


def test_a_truce_brokered_by_one_is_mediated_between_the_two() -> None:
    found = claims("A Moscow-brokered ceasefire held for a year.")
    assert [(claim.actors, claim.recipients) for claim in found if claim.about == "mediation"] == [
        (("RUS",), ("ARM", "AZE"))
    ]


def test_a_long_subject_after_a_clause_put_first_acts_by_itself() -> None:
    text = "After the army had occupied all of Georgia, the Moscow-controlled bureau of the party of Russia banned it."
    first = claims(text)[0]
    assert (first.event_type, first.recipients) == ("ASSAULT", ("GEO",))


def test_a_war_of_others_long_ago_is_not_the_one_that_breaks_out() -> None:
    found = claims("In 1921 the Soviet Union conquered all of Georgia.\n\nFull-scale war broke out in 1992.")
    assert act(found[-1]) == ("ASSAULT", ("ARM",), ("AZE",), "1992")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The war broke out in 1988 and lasted until 1994.", "1988/1994"),
        ("The war broke out in 1988, which dragged on until 1994.", "1988/1994"),
        ("Armenia and Azerbaijan waged a war in the late 1980s and early 1990s.", "1987~/1993~"),
        ("Turkey and Russia signed an accord in 2010 and have since held joint exercises.", "2010/.."),
    ],
)
def test_when_something_began_and_how_long_it_went_on(text: str, date: str) -> None:
    assert claims(text)[-1].date == date or claims(text)[0].date == date


def test_who_launched_a_war_is_told_beside_it() -> None:
    found = claims("Because of the war launched by Russia in Ukraine, attention was elsewhere.")
    assert ("ASSAULT", ("RUS",), ("UKR",), None) in [act(claim) for claim in found]


def test_whose_troops_are_built_up_builds_them_up() -> None:
    found = claims("Observers reported a build-up of Azerbaijani troops.")
    assert [(c.event_type, c.actors) for c in found if c.kind == "event"] == [("MOBILIZE", ("AZE",))]


def test_competition_comes_from_the_competitors() -> None:
    (tie,) = claims("Turkey also faces significant competition in the region from China, Russia, and Iran.")
    assert (tie.kind, tie.actors, tie.recipients) == ("tie", ("CHN", "RUS", "IRN"), ("TUR",))


def test_the_date_of_a_taking_that_is_told_in_passing_is_its_own() -> None:
    found = claims("Azerbaijan demanded the return of the districts captured by Armenian forces in 1993.")
    assert [act(claim) for claim in found if claim.kind == "event"] == [
        ("REQUEST", ("AZE",), (), None),
        ("ASSAULT", ("ARM",), ("AZE",), "1993"),
    ]
    told = claims("The town, captured by Armenian forces on 4 May 1992, was rebuilt.")
    assert [(c.event_type, c.date) for c in told if c.kind == "event"] == [("ASSAULT", "1992-05-04")]
