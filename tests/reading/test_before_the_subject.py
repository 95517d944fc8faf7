"""Names in a phrase before the subject do not act: "Under pressure from A, B met C"."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text

PHRASES = (
    "At the request of Russia", "At Russia's urging", "On the advice of Russia", "Thanks to Russia", "Unlike Russia",
    "Like Russia", "Instead of Russia", "To the annoyance of Russia", "To Russia's dismay", "For fear of Russia",
    "Fearing Russia", "Without Russian consent", "Over Russian objections", "Because of Russia",
    "Through Russian mediation", "Left alone by Russia", "Backed by Russia", "Contrary to Russia's wishes",
    "Behind Russia's back", "In the presence of the Russian president", "In May, under pressure from Russia",
)  # fmt: skip


@pytest.mark.parametrize("phrase", PHRASES)
def test_only_the_subject_acts(phrase: str, reader: RuleReader) -> None:
    found = reader.read(read_text(f"{phrase}, Turkey signed the treaty in May 2020.", published="2022-06-01")).claims
    assert [(one.actors, one.recipients) for one in found if one.kind == "event"] == [(("TUR",), ())]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Under pressure from Russia, Turkey and Armenia met in Oslo on 3 September 1992.", ("TUR",), ("ARM",)),
        ("In 1991 the leaders of Russia, Turkey and Armenia signed an accord.", ("RUS", "TUR", "ARM"), ()),
        ("Together with Russia, Turkey signed the treaty in May 2020.", ("TUR",), ("RUS",)),
        ("With Russia, Turkey signed a treaty in May 2020.", ("TUR",), ("RUS",)),
        ("In a letter to Russia, Turkey demanded an apology.", ("TUR",), ("RUS",)),
        ("King Ona of Russia, a friend of Armenia, attacked Turkey in May 2020.", ("RUS",), ("TUR",)),
        ("A plan of Russia was accepted by Armenia but turned down by Turkey.", ("TUR",), ()),
        ("Russia was punished: Turkey expelled Russian diplomats in May 2020.", ("TUR",), ("RUS",)),
    ],
)
def test_who_acts_on_whom(text: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert (actors, recipients) in [(one.actors, one.recipients) for one in found if one.kind == "event"]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("A Russian Su-27 flown by a major was brought down near the town on 19 March 2020.", (), ("RUS",)),
        ("The Russian column was caught in an ambush in May 2020.", (), ("RUS",)),
        ("Russia, whose president had threatened Turkey with war in May 2020, gave in.", ("RUS",), ("TUR",)),
        ("Russia continued to violate Turkish airspace in May 2020.", ("RUS",), ("TUR",)),
        ("Russia halted deliveries to Turkey in May 2020.", ("RUS",), ("TUR",)),
        ("Russia rejected the plan in 2011, while Turkey accepted it in the same year.", ("TUR",), ()),
    ],
)
def test_who_suffers_it(text: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert (actors, recipients) in [(one.actors, one.recipients) for one in found if one.kind == "event"]


def test_who_leads_a_leadership_stands_for_it(reader: RuleReader) -> None:
    text = "The Turkish leadership under Ona Rell withdrew to the coast. On 4 May 2020 Rell met the Russian premier."
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert ("CONSULT", ("TUR",), ("RUS",)) in [(one.event_type, one.actors, one.recipients) for one in found]


WORLD = rule_reader()


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("Putin went to Ankara in May 2020. His army had begun an exercise with Chinese troops.", "MOBILIZE", ("RUS",)),
        ("Putin went to Ankara in May 2020. He refused to sign the treaty.", "REJECT", ("RUS",)),
        ("Russia rejected the plan in May 2020. Turkey accepted it four days later.", "AGREE", ("TUR",)),
        ("The plan was written in haste. It was accepted by Turkey and turned down by Russia.", "AGREE", ("TUR",)),
        ("The plan was written in haste. It was accepted by Turkey and turned down by Russia.", "REJECT", ("RUS",)),
        ("A plan of Russia and China, which would have ended it, was accepted by Turkey.", "AGREE", ("TUR",)),
        ("4,200 Turkish soldiers were posted in the valley in May 2020.", "MOBILIZE", ("TUR",)),
        ("Turkey decreed that from 1 August 2022 drivers would change their plates.", "COERCE", ("TUR",)),
    ],
)
def test_who_is_meant(text: str, kind: str, actors: tuple[str, ...]) -> None:
    found = WORLD.read(read_text(text, published="2022-06-01")).claims
    assert (kind, actors) in [(one.event_type, one.actors) for one in found]


def test_both_states_suffer_it() -> None:
    text = "Russia and Turkey fought on. The United Nations imposed an arms embargo on both states in May 2020."
    found = WORLD.read(read_text(text, published="2022-06-01")).claims
    assert [{*one.recipients} for one in found if one.event_type == "SANCTION"] == [{"RUS", "TUR"}]


def test_who_only_looks_on_supports_nobody() -> None:
    found = WORLD.read(read_text("Russian soldiers stood by on 19 September 2020.", published="2022-06-01")).claims
    assert "SUPPORT" not in [one.event_type for one in found]
