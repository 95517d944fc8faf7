"""Acts told in nouns and phrases: "the dismissal of ...", requests turned down, steps taken."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def claims(text: str) -> list[Proposal]:
    return list(rule_reader().read(read_text(text, published="2022-06-01")).claims)


def told(text: str, rule: str) -> list[tuple[object, ...]]:
    """Return type, actors, recipients and date of the events that a rule told."""
    found = [claim for claim in claims(text) if claim.kind == "event" and rule in claim.rule]
    return [(one.event_type, one.actors, one.recipients, one.date) for one in found]


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients", "date"),
    [
        ("The deployment of Serbian tanks on 29 September alarmed Turkey.", "MOBILIZE", ("SRB",), (), "2021-09-29"),
        ("On 5 May, two days after the dismissal of a judge, it rained.", "COERCE", (), (), "2022-05-03"),
        ("Three weeks before the signing of the accord on 30 May, it rained.", "AGREE", (), (), "2022-05-30"),
        (
            "The transfer of the town to Turkey, completed on 9 May, was peaceful.",
            "CONCEDE",
            (),
            ("TUR",),
            "2022-05-09",
        ),
        ("A court jailed five men for the murder of a Turkish officer.", "ASSAULT", (), ("TUR",), None),
        ("In May 2021 the arrest of a Turkish officer led to riots.", "COERCE", (), ("TUR",), "2021-05"),
        ("The release of two priests by Turkey on 3 May pleased all.", "RETREAT", ("TUR",), (), "2022-05-03"),
        ("Armenia's ratification of the statute on 3 May angered many.", "AGREE", ("ARM",), (), "2022-05-03"),
        ("The resignation of the Armenian government in May 2021 was a blow.", "RETREAT", ("ARM",), (), "2021-05"),
        ("On 3 May radars detected the firing of 34 rockets.", "ASSAULT", (), (), "2022-05-03"),
        (
            "Despite the sacking of a minister by Turkey in May 2021, the talks went on.",
            "COERCE",
            ("TUR",),
            (),
            "2021-05",
        ),
        (
            "Turkey's attempt to replace the plates, first made in May 2021, was vain.",
            "COERCE",
            ("TUR",),
            (),
            "2021-05",
        ),
        ("Two Russian attempts to cross the river were beaten back.", "ASSAULT", ("RUS",), (), None),
        ("An attempt by Turkish troops to enter the village on 3 May failed.", "ASSAULT", ("TUR",), (), "2022-05-03"),
        ("The imposition of a tax by Turkey on 5 May hurt exporters.", "SANCTION", ("TUR",), (), "2022-05-05"),
        (
            "Serbia retook the hill in May 2021, a year after its capture by Turkey.",
            "ASSAULT",
            ("TUR",),
            ("SRB",),
            "2020",
        ),
        ("Serbia replied to the withdrawal of Turkish troops by inviting Iran.", "RETREAT", ("TUR",), (), None),
        ("After the expulsion of its envoy in May 2021 Serbia sent aid.", "COERCE", (), (), "2021-05"),
        ("The murder of a priest in the Turkish embassy on 5 May shocked all.", "ASSAULT", (), (), "2022-05-05"),
        ("The advance of Turkish troops in May 2021 alarmed Serbia.", "ASSAULT", ("TUR",), (), "2021-05"),
        ("Serbia has never forgiven the downing of its jet by Turkey.", "ASSAULT", ("TUR",), (), None),
        ("The minister defended the closure of the crossing on 4 May.", "COERCE", (), (), "2022-05-04"),
    ],
)
def test_a_noun_tells_an_act_that_the_text_takes_as_done(
    text: str, event_type: str, actors: tuple[str, ...], recipients: tuple[str, ...], date: str | None
) -> None:
    assert (event_type, actors, recipients, date) in told(text, " noun: ")


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine called for the release of the sailors by Russia.",
        "A ban on the deployment of Russian troops was agreed in May 2021.",
        "No deployment of Russian tanks was reported on 4 May.",
        "The treaty bars the deployment of Russian forces along the frontier.",
        "Russia demanded the dismissal of the commander in May 2021.",
        "The release of the sailors by Russia was postponed on 5 May 2021.",
        "The ratification of the treaty by Armenia is expected in May.",
        "Turkey will open the port after the withdrawal of Russian troops.",
        "If the arrest of a Serb officer led to clashes, Serbia would act.",
        "The closure of the border by Turkey would hurt Armenia.",
        "The recognition of Kosovo by Serbia remains unlikely.",
        "Any attempt to seize the bridge on 4 May was doomed.",
        "Serbia's attempt to join the union failed in 2021.",
        "The invasion of Ukraine ended what was left of the talks.",
        "The leader spoke of the possible arrest of a Turkish officer on 4 May.",
        "The murder of a priest shocked the town.",
        "The army prevented the capture of the town by Russian forces in May 2021.",
        "The chamber voted for the expulsion of the Turkish ambassador on 3 May.",
        "The plan provides for the withdrawal of Russian troops.",
        "He is accused of having taken part in the killing of villagers in 1991.",
        "Serbia said on Thursday that the revocation of a permit was an internal affair.",
    ],
)
def test_what_is_asked_for_planned_or_of_nobody_is_no_act(text: str) -> None:
    assert told(text, " noun: ") == []


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "date"),
    [
        ("Serbia asked Turkey for aid, a request that was turned down in May 2021.", "REJECT", ("TUR",), "2021-05"),
        ("The plan put forward by Turkey in May 2021 was dropped.", "REQUEST", ("TUR",), "2021-05"),
        ("Turkey left the agreement on gas accepted in Minsk on 27 May.", "AGREE", (), "2022-05-27"),
        ("Turkey left the accord accepted in May 2020 and supplemented in May 2021.", "AGREE", (), "2021-05"),
        ("Turkey cut the funds, a penalty lifted in May 2022.", "RETREAT", (), "2022-05"),
        ("The swap did not extend to the 62 soldiers seized near Hadrut in May 2020.", "COERCE", (), "2020-05"),
        ("The army, expelled from Goma in May 2020, is regrouping.", "SANCTION", (), "2020-05"),
        ("The embassy, closed in May 2012, opened again in May 2020.", "COERCE", (), "2012-05"),
        ("Turkey froze the funds, a decision reversed in May 2021.", "CONCEDE", (), "2021-05"),
        ("Talks begun in Geneva in May 2016 got nowhere.", "CONSULT", (), "2016-05"),
        ("It annulled the treaty of friendship concluded with Turkey in 2002.", "AGREE", (), "2002"),
    ],
)
def test_a_participle_tells_what_became_of_a_thing(
    text: str, event_type: str, actors: tuple[str, ...], date: str
) -> None:
    assert (event_type, actors, date) in [(one[0], one[1], one[3]) for one in told(text, "put in: ")]


@pytest.mark.parametrize(
    "text",
    [
        "The crossings, shut since May 2021, are quiet.",
        "Ona, called Una until May 1993, was rebuilt.",
        "The base, built by Turkey in May 1993, was sold.",
        "The demand for gas met in Europe in May 2021 was low.",
        "Serbia has not heard of a request that was refused.",
    ],
)
def test_a_participle_of_what_holds_or_without_a_day_tells_no_act(text: str) -> None:
    assert told(text, "put in: ") == []


def test_the_date_of_an_answer_is_not_that_of_the_request() -> None:
    first = claims("Turkey asked Serbia for aid, a request that was turned down in May 2021.")[0]
    assert (first.event_type, first.date) == ("REQUEST", None)


def test_a_step_taken_is_the_act_spoken_of_before() -> None:
    text = "Armenia was preparing to ratify the statute, a step it duly took on 3 May."
    assert [one[0] for one in told(text, "step taken")] == ["AGREE"]
    assert told("Armenia was preparing to ratify the statute, a step it has not taken.", "step taken") == []


@pytest.mark.parametrize(
    ("text", "actors", "asserted_by"),
    [
        ("Former detainees described beatings and electric shocks.", (), "author"),
        ("Witnesses told of executions by Russian soldiers.", ("RUS",), "author"),
        ("Media reports linked the suspects to Turkey.", ("TUR",), "author"),
        ("Armenia's ministry reported gunfire by Turkish troops on 3 May.", ("TUR",), "ARM"),
        ("Armenia reported Turkish gunfire on 3 May.", ("TUR",), "ARM"),
    ],
)
def test_what_is_reported_of_somebodys_violence_is_an_allegation(
    text: str, actors: tuple[str, ...], asserted_by: str
) -> None:
    found = [claim for claim in claims(text) if claim.kind == "allegation"]
    assert [(one.actors, one.asserted_by, one.stance) for one in found] == [(actors, asserted_by, "alleges")]


@pytest.mark.parametrize(
    "text",
    [
        "Residents described the weather in Armenia.",
        "A railway linked the port to Turkey.",
        "Survivors spoke of hope in Armenia.",
        "Armenia reported shelling on 3 May.",
    ],
)
def test_a_report_of_nothing_done_or_of_nobody_is_no_allegation(text: str) -> None:
    assert [claim for claim in claims(text) if claim.kind == "allegation"] == []


def test_whoever_reports_does_not_own_what_is_reported() -> None:
    (event,) = told("Armenia's ministry reported attacks by Turkey on 3 May.", "attacks")
    assert event[1] == ("TUR",)
