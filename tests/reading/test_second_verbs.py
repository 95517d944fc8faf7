"""A further verb of a sentence, however far its subject stands: past dates, asides and what a noun renames."""

import pytest

from interbellum.reading.language.clauses import clauses
from interbellum.reading.language.tagging import tag
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients", "date"),
    [
        ("Russia attacked Turkey in May 2020 and, in December 2020, imposed an arms embargo on Armenia.",
         "SANCTION", ("RUS",), ("ARM",), "2020-12"),
        ("In May Turkey armed the militia and, after the first shots had been fired, withdrew its envoy from Armenia.",
         "SANCTION", ("TUR",), ("ARM",), "2022-05"),
        ("Turkey, which condemned the drilling as illegal, cut its aid to Armenia in July 2019.",
         "SANCTION", ("TUR",), ("ARM",), "2019-07"),
        ("Russia shelled the town in May 2020, a step that the Turkish ministry denounced.",
         "ACCUSE", ("TUR",), ("RUS",), "2020-05"),
        ("Ona made his peace with Russia in September 1996.", "AGREE", (), ("RUS",), "1996-09"),
        ("Turkey, alleging that Armenia had broken the truce, shelled the ridge on 16 May 2019.",
         "ASSAULT", ("TUR",), (), "2019-05-16"),
        ("Turkey, having lost patience with Armenia, closed the border in May 2019.",
         "COERCE", ("TUR",), (), "2019-05"),
        ("Russia, which in May 2020 had expelled the Turkish envoys and abrogated the treaty of friendship, left.",
         "REJECT", ("RUS",), (), "2020-05"),
        ("Three soldiers were captured by Turkey in May 2020 and executed in June.",
         "ASSAULT", ("TUR",), (), "2020-06"),
        ("Turkey stormed Gyumri on 1 October 2020 and by the sixth had besieged Kars.",
         "COERCE", ("TUR",), (), "2020-10-06"),
        ("Armenia was attacked by Turkey in May 2020 and withdrew its troops.", "RETREAT", ("ARM",), (), "2020-05"),
        ("Turkey was condemned by Russia in June 1974 and recalled its ambassador.",
         "SANCTION", ("TUR",), (), "1974-06"),
        ("Having routed the Turkish army in May 1920, Armenia invaded Russia.",
         "ASSAULT", ("ARM",), ("TUR",), "1920-05"),
    ],
)  # fmt: skip
def test_who_acts_by_the_second_verb(
    text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], date: str, reader: RuleReader
) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert (kind, actors, date) in [(one.event_type, one.actors, one.date) for one in found]


def test_who_opens_with_a_participle_is_the_subject_and_not_its_object(reader: RuleReader) -> None:
    text = "Having overthrown the government of Armenia in 1992, the rebels invited Russia to mediate."
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert ("ASSAULT", (), ("ARM",)) in [(one.event_type, one.actors, one.recipients) for one in found]


def test_who_is_flown_to_a_place_visits_nobody(reader: RuleReader) -> None:
    found = reader.read(read_text("Ona was arrested in Armenia in May 2020 and flown to Ankara.")).claims
    assert "CONSULT" not in [one.event_type for one in found]


def test_forces_that_still_control_a_place_are_a_clause(reader: RuleReader) -> None:
    text = "Russian troops hold the ridge, aid workers say, and Turkish forces still control western Lachin."
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert ("control", ("TUR",)) in [(one.about, one.actors) for one in found]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They sent a force, to which Russia, Turkey and Armenia contributed troops.", 2),
        ("Russia lifted it in part, a decision that Turkey denounced as poison.", 2),
        ("Turkey made the decision that Russia had asked for.", 1),
        ("Turkey called the drilling illegal.", 1),
    ],
)
def test_where_clauses_begin(text: str, count: int) -> None:
    assert len(clauses(tag(text))) == count


def test_members_who_act_are_no_membership(reader: RuleReader) -> None:
    found = reader.read(read_text("In September 2021 members of the CSTO established a joint force.")).claims
    assert [one.kind for one in found] == ["event"]


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("Since January 2019, when voters approved the law, Turkey has governed the region.", "status", "2019-01/.."),
        ("Mines have killed or injured more than 370 people in Armenia since 2020.", "observation", "2020/.."),
        ("In 2019 the mines killed 370 people in Armenia.", "observation", "2019"),
    ],
)
def test_since_when_a_thing_holds(text: str, kind: str, date: str, reader: RuleReader) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert date in [one.date for one in found if one.kind == kind]


def test_two_names_with_an_aside_each_go_on_together(reader: RuleReader) -> None:
    text = "Turkey, which sheltered the leader, and Russia, which armed his rival, acted as mediators for Armenia."
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert "mediation" in [one.about for one in found]
    assert ("AID", ("RUS",), ()) in [(one.event_type, one.actors, one.recipients) for one in found]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("It trained the band in May, sent 80,000 men to disarm it in June, lost 200 of these and, in May, a minister.",
         ["It trained", "sent", "lost"]),
        ("Russia shelled Kars, sent a column which Turkey stopped, and left the valley.",
         ["Russia", "sent", "which", "and left"]),
        ("Russia put its fleet on alert, complained to Turkey and let the envoy leave.",
         ["Russia", "complained", "and let"]),
        ("Russia bought a ship, escorted by a frigate, and left the port.", ["Russia", "and left"]),
        ("Although Turkey had insisted that all was well, the loss of Kars, which Russia had taken, left it weak.",
         ["Although", "that", "which"]),
        ("It felt the loss of the port, which the insurgents of Ansar and of Kars overran on 12 August 2020.",
         ["It felt", "which"]),
        ("Russia declared, before anybody had left, that its troops had won.", ["Russia", "before", "that"]),
        ("It found that as many as 400 men had died.", ["It", "that"]),
        ("It was a charge that both the government and the company have denied.", ["It was"]),
    ],
)  # fmt: skip
def test_where_a_clause_begins(text: str, starts: list[str]) -> None:
    tokens = tag(text)
    begun = [text[tokens[clause.first].start :] for clause in clauses(tokens)]
    assert len(begun) == len(starts), begun
    assert [rest[: len(start)] for rest, start in zip(begun, starts, strict=True)] == starts


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Turkish insurgents of the M23 fought Russia in May 2020.", "ASSAULT", ("M23",), ("RUS",)),
        ("Turkey put up barricades in the town in May 2020 after the arrest of a judge.", "PROTEST", ("TUR",), ()),
        ("Russia imposed measures against Turkey in May 2020.", "SANCTION", ("RUS",), ("TUR",)),
        ("Turkish police moved to the northern crossings in May 2020.", "MOBILIZE", ("TUR",), ()),
    ],
)
def test_whose_men_act_and_what_is_put_up(
    text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert (kind, actors, recipients) in [(one.event_type, one.actors, one.recipients) for one in found]


@pytest.mark.parametrize("verb", ["became prime minister of", "was president of", "remained premier of"])
def test_who_holds_an_office_is_a_status_of_its_leadership(verb: str, reader: RuleReader) -> None:
    found = reader.read(read_text(f"Ona {verb} Turkey in May 2020.", published="2022-06-01")).claims
    assert [(one.kind, one.about, one.actors) for one in found] == [("status", "leadership", ("TUR",))]
