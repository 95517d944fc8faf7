"""Two joined subjects of one verb: what both do to others, and what they do to each other."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def events(text: str, published: str = "2022-12-01") -> list[Proposal]:
    claims = rule_reader().read(read_text(text, "text.txt", published=published)).claims
    return [claim for claim in claims if claim.kind == "event"]


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2022 Serbian and Croatian forces captured Bihac.",
        "Serbia and Croatia bombed the port of Ploce on 3 May 2022.",
        "On 3 May 2022 Serbian and Croatian troops took control of Bihac.",
        "Bihac was captured by Serbian and Croatian forces on 3 May 2022.",
        "Serbian and Croatian units fought their way into Bihac on 3 May 2022.",
        "On 3 May 2022 Serbia and Croatia fought side by side at Bihac.",
        "Serbian and Croatian troops withdrew from Bihac on 3 May 2022.",
        "Serbia and Croatia offered mediation on 3 May 2022.",
        "Serbia and Croatia pledged help on 3 May 2022.",
    ],
)
def test_an_act_of_two_against_a_place_or_a_third_is_of_both(text: str) -> None:
    (claim,) = events(text)
    assert (claim.actors, claim.recipients) == (("SRB", "HRV"), ())


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2022 Serbian and Croatian troops clashed near Bihac.",
        "Serbia and Croatia exchanged fire on 3 May 2022.",
        "Serbia and Croatia attacked each other on 3 May 2022.",
        "Serbia and Croatia resumed hostilities on 3 May 2022.",
        "Serbia and Croatia went to war in May 2022.",
        "Serbia and Croatia declared a ceasefire on 3 May 2022.",
        "On 3 May 2022 both armies, those of Serbia and Croatia, withdrew from Bihac.",
        "Serbia and Croatia signed a treaty on 3 May 2022.",
    ],
)
def test_what_two_do_to_each_other_is_of_the_one_with_the_other(text: str) -> None:
    (claim,) = events(text)
    assert (claim.actors, claim.recipients) == (("SRB",), ("HRV",))


def test_they_are_the_joined_subjects_and_not_whom_they_acted_on() -> None:
    text = "The United States and the European Union sanctioned Serbia, and they criticised Croatia on 3 May 2022."
    assert [(claim.actors, claim.recipients) for claim in events(text)] == [
        (("USA", "EU"), ("SRB",)),
        (("USA", "EU"), ("HRV",)),
    ]
    (first, second) = events("Turkey imposed sanctions on Serbia and Croatia. They protested on 3 May 2022.")
    assert (first.recipients, second.actors) == (("SRB", "HRV"), ("SRB", "HRV"))


def test_a_third_who_is_named_suffers_what_both_do() -> None:
    (claim,) = events("Serbia and Croatia fought the Bosnian army near Bihac on 3 May 2022.")
    assert (claim.actors, claim.recipients) == (("SRB", "HRV"), ("BIH",))
