"""Quotations, denials and conditions: whose word it is, and what nobody says happened."""

import pytest

from interbellum.reading.language.clauses import clauses
from interbellum.reading.language.quoting import frames
from interbellum.reading.language.tagging import tag
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2022-06-01")).claims)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('"The road is shut," said the minister on Monday.', "said the minister on Monday ."),
        ("“The road is shut,” the minister told us.", "the minister told us ."),
        ("“It is shut,” said one who was there, “and will stay so.”", "said one who was there ,"),
        ("The road is shut, says the ministry.", "says the ministry ."),
        ("The road is shut, the minister said.", ""),
        ("The army left, told the villagers to flee and burned the mill.", ""),
        ("The ministry said that the road is shut.", ""),
        ("Who", ""),
    ],
)
def test_words_that_only_say_who_speaks(text: str, frame: str) -> None:
    tokens = tag(text)
    found = [" ".join(token.text for token in tokens[first:last]) for first, last in frames(tokens)]
    assert found == ([frame] if frame else [])
    joints = [clause.joint for clause in clauses(tokens)]
    assert joints.count("frame") == len(found)


@pytest.mark.parametrize(
    ("text", "kind", "holder", "stance", "actors"),
    [
        ('"Azerbaijan has destroyed the village," said Pashinyan in a speech.',
         "allegation", "PREMIER", "alleges", ("AZE",)),
        ("“Azerbaijan shelled the village,” the Armenian ministry told reporters.",
         "allegation", "ARM", "alleges", ("AZE",)),
        ('"We hold no one in secret," said an Azerbaijani official.', "allegation", "AZE", "denies", ("AZE",)),
        ("Turkey says it took no part in the fighting.", "allegation", "TUR", "denies", ("TUR",)),
        ("Russia, whose officers had planned the raid, says that it did not carry it out.",
         "allegation", "RUS", "denies", ("RUS",)),
        ("Yerevan regards the men as hostages, a description that Baku rejects.",
         "allegation", "AZE", "denies", ("AZE",)),
    ],
)  # fmt: skip
def test_whose_word_it_is(
    text: str, kind: str, holder: str, stance: str, actors: tuple[str, ...], reader: RuleReader
) -> None:
    found = [(one.kind, one.asserted_by, one.stance, one.actors) for one in claims(text, reader)]
    assert (kind, holder, stance, actors) in found


@pytest.mark.parametrize("condition", ["If Azerbaijan concludes", "Should Azerbaijan conclude"])
def test_what_is_only_supposed_is_nobody_s_word(condition: str, reader: RuleReader) -> None:
    found = claims(f"{condition} that Armenia will never yield, it may open the passage by force.", reader)
    assert [(one.kind, one.actors, one.asserted_by) for one in found] == [("expectation", ("AZE",), "author")]


def test_he_who_is_quoted_is_the_one_spoken_of(reader: RuleReader) -> None:
    found = claims('Ilham Aliyev met Pashinyan in May. "Turkey shelled the town," he said.', reader)
    assert found[-1].asserted_by in ("ALIYEV", "PREMIER")


def test_people_on_no_list_act_too(reader: RuleReader) -> None:
    texts = {
        "Ona Baret, a teacher, founded the movement in 1969.": "COOPERATE",
        "Baret, who accused the movement of sloth, broke with it in 1977.": "SANCTION",
        "The judges suspended the ceremony in August 2008.": "SANCTION",
        "A large majority of voters approved the treaty in 2019.": "AGREE",
    }
    for text, kind in texts.items():
        assert kind in [one.event_type for one in claims(text, reader)], text


def test_what_is_no_person_does_not_act(reader: RuleReader) -> None:
    assert [one.event_type for one in claims("The text of the accord condemned the raid in May 2008.", reader)] == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Russia attacked Turkey, which had sought help from Armenia, on 24 February 2022.", "2022-02-24"),
        ("Azerbaijan attacked Armenia on 3 July.", "2021-07-03"),
        ("Talks opened in 1994. Armenia left them on 17 September of that year.", "1994-09-17"),
        ("In April Armenia returned villages, which its troops had taken in 1992, and Russia left on 24 May.",
         "2022-05-24"),
    ],
)  # fmt: skip
def test_the_day_of_an_act(text: str, date: str, reader: RuleReader) -> None:
    assert date in [one.date for one in claims(text, reader) if one.kind == "event"]


def test_who_gets_help_does_not_give_it(reader: RuleReader) -> None:
    found = claims("In 2017 the Azerbaijani army received jets from Turkey and rifles from Russia.", reader)
    assert [(one.actors, one.recipients) for one in found if one.event_type == "AID"] == [(("TUR", "RUS"), ("AZE",))]


def test_the_two_neighbours_are_those_just_named(reader: RuleReader) -> None:
    found = claims("Armenia trades with Turkey. The two neighbours signed a treaty in January 2022.", reader)
    assert [(one.actors, one.recipients) for one in found if one.event_type == "AGREE"] == [(("ARM",), ("TUR",))]


@pytest.mark.parametrize(
    ("text", "holder", "stance"),
    [
        ("The reason was that, according to Pashinyan, the text did not condemn Azerbaijan.", "PREMIER", "alleges"),
        ("Armenian voices express disappointment over Moscow's inability to halt attacks.", "ARM", "alleges"),
        ("Russia left the town. “Armenia must give up its claims,” Ilham Aliyev, 18.09.2022.", "ALIYEV", "asserts"),
    ],
)
def test_views_are_of_whoever_stands_beside_them(text: str, holder: str, stance: str, reader: RuleReader) -> None:
    assert (holder, stance) in [(one.asserted_by, one.stance) for one in claims(text, reader)]


def test_according_to_somebody_is_of_its_own_clause(reader: RuleReader) -> None:
    found = claims("According to Pashinyan, Azerbaijan shelled the town and Turkey supplied the drones.", reader)
    assert found[0].asserted_by == "PREMIER"
