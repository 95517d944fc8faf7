"""Who issues a document speaks and acts in it under a short name: the Ministry, the Mission."""

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text

STATEMENT = """Ministry of Foreign Affairs of the Republic of Armenia

16 September 2022

Azerbaijan attacked Armenia on 13 September 2022.

The Ministry rejects the assertion of the Azerbaijani side that its actions were a response. The Ministry condemned
Russia on 15 September 2022. The Ministry stated that Azerbaijan had shelled a town.
"""
REPORT = """RUSSIAN MISSION IN ARMENIA

8 April 2023

Azerbaijan and Armenia are at odds. The Mission inspected a post on 14 February 2023.
"""


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text)).claims)


def test_the_ministry_of_a_statement_speaks_for_its_state(reader: RuleReader) -> None:
    found = claims(STATEMENT, reader)
    denied = next(one for one in found if one.stance == "denies")
    assert (denied.kind, denied.asserted_by) == ("allegation", "ARM")
    condemned = next(one for one in found if one.event_type == "ACCUSE")
    assert (condemned.actors, condemned.recipients) == (("ARM",), ("RUS",))
    assert (found[-1].kind, found[-1].asserted_by, found[-1].actors) == ("allegation", "ARM", ("AZE",))


def test_the_mission_of_a_report_is_of_those_who_sent_it(reader: RuleReader) -> None:
    assert claims(REPORT, reader)[-1].actors == ("RUS",)


def test_a_document_of_two_ministries_has_no_ministry_of_its_own(reader: RuleReader) -> None:
    other = "\nMinistry of Foreign Affairs of the Russian Federation\n\nThe Ministry met Turkey on 17 September 2022.\n"
    met = [one for one in claims(STATEMENT + other, reader) if one.event_type == "CONSULT"]
    assert [("ARM" in one.actors, "ARM" in one.recipients) for one in met] == [(False, False)]


def test_a_ministry_that_the_text_names_is_whose_it_says(reader: RuleReader) -> None:
    text = STATEMENT + "\nThe Russian Ministry of Defence condemned Turkey on 17 September 2022.\n"
    assert claims(text, reader)[-1].actors == ("RUS",)
