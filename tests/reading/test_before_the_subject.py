"""Names in a phrase before the subject do not act: "Under pressure from A, B met C"."""

import pytest

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
