"""What verbs and verb phrases tell: acts, what holds, what somebody wants; and where the same words tell none of it."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def told(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2022-06-01")).claims)


def types(text: str, reader: RuleReader) -> list[str]:
    return [one.event_type or one.kind for one in told(text, reader)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Turkey put its army on the highest level of alert.", "MOBILIZE"),
        ("Turkey hired two private companies in 2019.", "MOBILIZE"),
        ("Both sides accept a truce proposed by Turkey on 12 January 2020.", "REQUEST"),
        ("Turkey and Russia signed two memoranda, one on the other's military cooperation.", "AGREE"),
        ("Russian mercenaries appeared on the front south of Kars.", "MOBILIZE"),
        ("The airbase fell to Turkey on 18 May 2020.", "ASSAULT"),
        ("Turkey told the companies to get out of Kars.", "REQUEST"),
        ("Turkey let Russian jets fly over its territory.", "COOPERATE"),
        ("Turkey co-sponsored a resolution in Geneva.", "SUPPORT"),
        ("Turkey called the decrees a direct threat.", "ACCUSE"),
        ("Turkey declared force majeure on its gas project.", "SANCTION"),
        ("The last of the Turkish prisoners were let out in September 2012.", "RETREAT"),
        ("Turkey moved its posts forward.", "MOBILIZE"),
        ("Turkey invited journalists to a military exercise with live ammunition.", "MOBILIZE"),
        ("Turkish troops reached the river on 6 October 1992.", "MOBILIZE"),
        ("Turkey excluded Armenia from a joint exercise.", "SANCTION"),
        ("Turkey responded by excluding Armenia from a joint exercise.", "SANCTION"),
        ("Turkey raised tariffs on Armenian goods in 2019.", "SANCTION"),
        ("Turkey withheld arms as long as Russian troops stood on the border.", "SANCTION"),
        ("Turkey grounded the helicopters of the mission in October 2005.", "COERCE"),
        ("Turkey later cut off their fuel.", "SANCTION"),
        ("Turkey decreed a general curfew in May 2020.", "COERCE"),
        ("Turkish jets entered Armenian airspace on 4 May 2020.", "COERCE"),
        ("Turkey continued to violate Armenian airspace in May 2020.", "COERCE"),
        ("Turkey forced its opponents to evacuate the town.", "COERCE"),
        ("The Turkish infantry was thrown back with terrible losses in March 1999.", "ASSAULT"),
        ("The Turks returned to the attack; Turkey went over to the offensive in May 2020.", "ASSAULT"),
        ("Turkey halted the rebels in 1983.", "ASSAULT"),
        ("A Russian jet was brought down near the river on 19 March 2020.", "ASSAULT"),
        ("Russian jets dropped three bombs on the town on 5 June 1998.", "ASSAULT"),
        ("Turkish gunners retaliated within hours against Armenia.", "ASSAULT"),
        ("Two Turkish soldiers were wounded and the Turkish governor was executed in September 1993.", "ASSAULT"),
        ("Russia brought Turkey and Armenia together in Geneva in March 2019.", "CONSULT"),
        ("The Russian side had been informed in advance by Turkey.", "CONSULT"),
        ("Turkey replied to the Russian note in May 2020.", "CONSULT"),
        ("Turkey entered into an agreement with Russia in 1974.", "AGREE"),
        ("Turkey offered a joint investigation in May 2020.", "AGREE"),
        ("Turkey implemented the ruling in 1977.", "AGREE"),
        ("Turkey postponed the measure.", "CONCEDE"),
        ("Turkey revoked the decree in May 2020.", "CONCEDE"),
        ("Turkey gave way in May 2020.", "CONCEDE"),
        ("Turkey evacuated its advisers in May 2020.", "RETREAT"),
        ("Turkey confined itself to evacuating its advisers.", "RETREAT"),
        ("Turkey had removed most of its tanks from the valley.", "RETREAT"),
        ("Turkish ships turned back on 25 November 2018.", "RETREAT"),
        ("Turkey let the captain go on 4 May 2020.", "RETREAT"),
        ("Turkey furnished intelligence and missiles.", "AID"),
        ("Turkey smuggled arms to the rebels in 1992.", "AID"),
        ("Turkey sold Armenia fighters.", "COOPERATE"),
        ("Turkey took over the checkpoint from Russian border guards in January 2025.", "COOPERATE"),
        ("Turkey nominated the Russian premier for a prize in May 2020.", "SUPPORT"),
        ("Turkey swore in the new mayors on 26 May 2020.", "SUPPORT"),
        ("Turkey advised Russia against going to war in 1973.", "REQUEST"),
        ("Turkey struck down the region's oil law.", "REJECT"),
        ("Turkey gave notice in July 2019 that it would terminate the treaty.", "REJECT"),
        ("Turkey denied the mission access in 2003.", "REJECT"),
        ("Turkey left the talks in May 2020.", "REJECT"),
    ],
)
def test_what_an_act_is(text: str, kind: str, reader: RuleReader) -> None:
    assert kind in types(text, reader)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Turkey engaged in talks with Russia.", "ASSAULT"),
        ("Turkey fell on hard times in 2019.", "ASSAULT"),
        ("Turkey won back the trust of investors in 2020.", "ASSAULT"),
        ("Turkey brought together three brigades for the parade.", "CONSULT"),
        ("Turkey raised a glass to the Russian visitors.", "SANCTION"),
        ("Turkey raised the question of tariffs with Russia.", "SANCTION"),
        ("Turkey held up the treaty as a model in 2020.", "COERCE"),
        ("Turkey broke the record in May 2020.", "REJECT"),
        ("Turkey gave the rebels notice of the talks.", "REJECT"),
        ("Turkey sent the letter back in May 2020.", "RETREAT"),
        ("The agreement obliged Turkey to stop issuing plates.", "SANCTION"),
        ("Turkey updated Russia on the agreement.", "AGREE"),
        ("Turkey took in the view.", "AID"),
        ("Turkey swore in the new mayors on 26 May 2020.", "THREATEN"),
        ("Russia stands by the river.", "tie"),
        ("Turkey stands by the road.", "position"),
    ],
)
def test_what_the_same_words_do_not_tell(text: str, kind: str, reader: RuleReader) -> None:
    assert kind not in types(text, reader)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The presidency of Armenia has been vacant since 31 October 2020.", "leadership"),
        ("A Russian battalion was garrisoned in the town.", "control"),
        ("Russian ships have been stationed at the base since 2020.", "control"),
        ("The treaty between Russia and Turkey is still being negotiated.", "talks"),
        ("The Russian captain is in custody.", "condition"),
        ("Crude from Russia was flowing to the port.", "state"),
    ],
)
def test_what_holds(text: str, about: str, reader: RuleReader) -> None:
    assert ("status", about) in [(one.kind, one.about) for one in told(text, reader)]


@pytest.mark.parametrize(
    "text",
    [
        "Turkey would not hear of a truce.",
        "Turkey will accept no mediation over its own borders.",
        "Turkey remains committed to the declaration.",
        "Turkey does not accept the court's jurisdiction.",
        "Turkey sees no need for talks.",
        "Turkey reserves the right to respond.",
        "Turkey does not consider itself bound by the treaty.",
        "Turkey is contesting the award before a court.",
    ],
)
def test_what_somebody_holds_to(text: str, reader: RuleReader) -> None:
    assert [one.kind for one in told(text, reader)] == ["position"]


def test_who_is_made_to_do_it_does_not_act(reader: RuleReader) -> None:
    found = told("Turkey compelled Armenia to return the village.", reader)
    assert [(one.event_type, one.actors, one.recipients) for one in found] == [("COERCE", ("TUR",), ("ARM",))]


def test_who_is_taken_up_by_which_denies(reader: RuleReader) -> None:
    text = "Reports linked the suspects to Russia, which has always denied any association with the crime."
    assert ("RUS", "denies") in [(one.asserted_by, one.stance) for one in told(text, reader)]


@pytest.mark.parametrize(
    ("text", "kind", "negated"),
    [
        ("Turkey has not signed the agreement of May 2020.", "AGREE", True),
        ("Neither Turkey nor Armenia has joined the convention.", "AGREE", True),
        ("Turkey did not sign the agreement in May 2020.", "REJECT", False),
        ("Turkey refused to sign the agreement in May 2020.", "REJECT", False),
    ],
)
def test_what_is_not_yet_done_is_no_refusal(text: str, kind: str, negated: bool, reader: RuleReader) -> None:
    assert [(one.event_type, one.negated) for one in told(text, reader)] == [(kind, negated)]
