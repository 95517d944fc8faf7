"""What dense prose tells in passing: acts of participles, denials, counts of others, days half said."""

from pathlib import Path

import pytest

from interbellum import open_case
from interbellum.case.starting import new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml
from interbellum.sources.reading import read_text


def claims(text: str, published: str = "2022-06-01") -> list[Proposal]:
    return list(rule_reader().read(read_text(text, "text.txt", published=published)).claims)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Fighting began on 27 September last year in Croatia.\n\nOn 4 October Serbia shelled Vukovar.", "2021-10-04"),
        ("Serbia and Croatia met on 3 May.\n\nA pact was concluded on 10 February by the two courts.", "2022-02-10"),
        ("On 10 May Russia shelled Kyiv. By the 19th Russia had withdrawn its troops.", "2022-05-19"),
        ("On 10 May Russia shelled Kyiv. The next evening Ukraine shelled Belgorod.", "2022-05-11"),
        ("On 10 May Russia shelled Kyiv. Hours later Ukraine shelled Belgorod.", "2022-05-10"),
        ("On 10 May 2021 Russia shelled Kyiv. Ukraine agreed to a truce from noon on 12 May.", "2021-05-12"),
        ("Invoking the treaty of 1997, Ukraine appealed to Turkey for help.", None),
        ("Russian troops, which had seized the town in May 2011, withdrew a year later.", "2012"),
        (
            "On 12 December 2021 Serbia blocked the road. A court had ordered Serbia in February to keep it open.",
            "2021-02",
        ),
        ("Serbia will release a pilot on Friday.", "2022-06-03"),
        ("In 1997 both accepted the plan. The president of Serbia resigned the following February.", "1998-02"),
        ("Turkey objected a year earlier in 2020. On 5 May Serbia shelled Vukovar.", "2022-05-05"),
        ("Croatia announced that the summit will open in Zagreb on 11 November.", "2022-11-11"),
        ("On 10 May Russia shelled Kyiv. Ukrainian forces attacked a depot in Belgorod.", "2022-05-10"),
        ("On 10 May Russia shelled Kyiv. Ukrainian forces had attacked a depot in Belgorod.", None),
        (
            "On 3 May 2021 Russia met Ukraine, as it had in April 2020.\n\nThe following day Ukraine shelled it.",
            "2021-05-04",
        ),
        ("20 May 2016: Russia leaves the talks. Russia cut its ties with Ukraine in June.", "2016-06"),
        ("20 May 2016: Russia leaves the talks. Russia had cut its ties with Ukraine in June.", "2015-06"),
        ("Between December 2020 and 24 April 2021 aid ceased. On 17 November Ukraine shelled Belgorod.", "2021-11-17"),
    ],
)
def test_a_day_half_said_is_found_by_the_story(text: str, date: str | None) -> None:
    assert claims(text)[-1].date == date


def test_since_when_there_had_been_nothing_like_it_is_no_date_of_it() -> None:
    (dead,) = claims("Twenty Indians died, the first soldiers killed on that frontier since 1975.")
    assert (dead.kind, dead.date) == ("observation", None)


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "date"),
    [
        ("A deal on the plates, struck in Oslo on 23 March, came too late.", "AGREE", (), "2022-03-23"),
        ("A tenth meeting of commanders, held on 20 February, lasted 16 hours.", "CONSULT", (), "2022-02-20"),
        ("A compromise tabled on 3 March by Norway foundered.", "REQUEST", ("NOR",), "2022-03-03"),
        ("The withdrawal, announced by Russia on 20 April, was slow.", "RETREAT", ("RUS",), "2022-04-20"),
        ("An offensive launched by Ukraine on 4 May failed.", "ASSAULT", ("UKR",), "2022-05-04"),
    ],
)
def test_a_participle_put_in_tells_an_act(text: str, event_type: str, actors: tuple[str, ...], date: str) -> None:
    found = [(one.event_type, one.actors, one.date) for one in claims(text) if one.kind == "event"]
    assert sum(one == (event_type, actors, date) for one in found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "A deal on the plates, struck after months of doubt, came too late.",
        "The meeting was held in Oslo.",
        "A resolution adopted on 3 May was welcomed in Serbia.",
        "Norway has a plan submitted by nobody in particular.",
    ],
)
def test_a_participle_without_a_day_or_a_doer_tells_nothing(text: str) -> None:
    assert not [one for one in claims(text) if " put in: " in one.rule]


def test_a_noun_and_a_participle_tell_one_type_of_act() -> None:
    rows = load_yaml("put_in.yaml")
    pairs = [(noun, verb) for row in rows for noun in row["nouns"] for verb in row["participles"]]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("text", "recipients", "actors"),
    [
        ("Vukovar was taken on 18 November 1991.", (), ()),
        ("On 18 November 1991 Vukovar fell to Serbian forces.", (), ("SRB",)),
        ("Mosul fell in June 2014.", (), ()),
    ],
)
def test_a_place_that_is_taken_or_falls(text: str, recipients: tuple[str, ...], actors: tuple[str, ...]) -> None:
    (fallen,) = claims(text)
    assert (fallen.event_type, fallen.actors, fallen.recipients) == ("ASSAULT", actors, recipients)


@pytest.mark.parametrize("text", ["Brent fell by 4 percent on 3 May.", "Oil prices fell on 4 May in Serbia."])
def test_what_only_becomes_less_is_not_taken(text: str) -> None:
    assert "ASSAULT" not in [claim.event_type for claim in claims(text)]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Croatia accused Serbia of shelling the town, a charge that Belgrade called baseless.", "SRB"),
        ("Croatia said that its troops had left, a claim that Serbia rejected.", "SRB"),
        ("Moscow dismissed it as a fake.", "RUS"),
        ("The defence ministry of Serbia called that a falsehood.", "SRB"),
        ("The report, which Serbian officials dismissed as a fabrication, came out in May.", "SRB"),
    ],
)
def test_what_is_called_untrue_is_denied(text: str, holder: str) -> None:
    assert ("allegation", holder, "denies") in [(c.kind, c.asserted_by, c.stance) for c in claims(text)]


@pytest.mark.parametrize(
    ("text", "value", "holder"),
    [
        ("Serbia spoke of 12 dead.", 12, "SRB"),
        ("Kyiv put the value of the damage at 815 million dollars.", 815e6, "UKR"),
        ("Serbia admitted to 19 dead.", 19, "SRB"),
        ("By the Indian army's count 20 soldiers were killed.", 20, "IND"),
    ],
)
def test_a_figure_is_of_whoever_gives_it(text: str, value: float, holder: str) -> None:
    found = [(c.quantity.value, c.asserted_by) for c in claims(text) if c.quantity is not None]
    assert (value, holder) in found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A missile killed 13 people in Ganja, and 21 more died in Barda.", 21),
        ("Serbia shot down a helicopter, killing two of its crew.", 2),
        ("Twenty Indians died, and ten more were held for three days.", 10),
    ],
)
def test_others_are_counted_too(text: str, value: float) -> None:
    counted = [(c.quantity.value, c.quantity.unit) for c in claims(text) if c.quantity is not None]
    assert (value, "person") in counted


def test_two_counts_of_one_noun_are_one_clause() -> None:
    found = claims("The fighting, in which 200 Armenian and 80 Azerbaijani servicemen died, went on.")
    assert [(c.quantity.value, c.actors[:1]) for c in found if c.quantity is not None] == [
        (200, ("ARM",)),
        (80, ("AZE",)),
    ]


def test_what_somebody_put_in_between_claims_is_his_claim() -> None:
    (claim,) = claims("Within days, Kyiv claimed, Russian aircraft had bombed the town.")
    assert (claim.kind, claim.asserted_by, claim.actors) == ("allegation", "UKR", ("RUS",))


def test_a_subject_keeps_its_verb_past_a_participle_put_in() -> None:
    text = "The clashes went on, and on 10 April Russian troops, advancing from Crimea, overran Kherson."
    assert claims(text)[-1].actors == ("RUS",)


def test_a_verb_alone_goes_on_after_what_is_put_in() -> None:
    text = "Serbian troops, which had seized the town in May 2011, putting 100,000 people to flight, withdrew."
    assert "RETREAT" in [claim.event_type for claim in claims(text)]


def test_each_side_blames_the_other_without_a_finite_verb() -> None:
    text = "Armenia and Azerbaijan fought in 2008. The truce was violated in May, each side blaming the other."
    assert ("ACCUSE", ("ARM",), ("AZE",)) in [(c.event_type, c.actors, c.recipients) for c in claims(text)]


@pytest.mark.parametrize(
    ("sides", "text", "actors"),
    [
        (("Sudan", "South Sudan"), "On 4 May 2012 the North bombed Bentiu.", ("SDN",)),
        (("Sudan", "South Sudan"), "On 4 May 2012 Southern troops left Heglig.", ("SSD",)),
        (("North Korea", "South Korea"), "On 4 May 2012 the South shelled an island.", ("KOR",)),
    ],
)
def test_halves_of_a_land_are_known_by_their_side(
    tmp_path: Path, sides: tuple[str, str], text: str, actors: tuple[str, ...]
) -> None:
    case = new_case(tmp_path / "case", sides=sides_of(*sides))
    read = rule_reader(case).read(read_text(text, "text.txt", published="2012-11-01"))
    assert [claim.actors for claim in read.claims] == [actors]


def test_the_south_is_a_direction_where_no_half_is_a_side() -> None:
    (claim,) = claims("On 4 May 2012 the South shelled Lebanon.", "2012-11-01")
    assert not claim.actors


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Serbian columns drove through Vukovar.", "ASSAULT"),
        ("Shots rang out in Serbia on 4 May.", "ASSAULT"),
        ("Shells started to fall on Kyiv on 4 May.", "ASSAULT"),
        ("Rockets filled with explosives burst over a street in Kyiv on 4 May.", "ASSAULT"),
        ("Serbs parked lorries across the roads.", "PROTEST"),
        ("The Serbs walked out.", "REJECT"),
        ("A pastor from Armenia was taken off a bus.", "COERCE"),
        ("Norway kept the ministers at the table for ten hours.", "CONSULT"),
        ("The EU talked both courts into a truce.", "AGREE"),
        ("The African Union gave them six weeks.", "REQUEST"),
        ("Both Indian armies cleared the shores of the lake.", "RETREAT"),
        ("Washington urged Serbia to pull them back.", "REQUEST"),
        ("On 22 February the International Court of Justice ordered Serbia to ensure free movement.", "REQUEST"),
        ("Aid from the Red Cross was let in through Serbia on 18 May.", "RETREAT"),
        ("Serbia prevented a delegation of the European Parliament from visiting the site.", "COERCE"),
        ("Khan's cabinet overturned a recommendation on 1 April.", "REJECT"),
        ("Norway's premier received Ukraine's president.", "CONSULT"),
        ("Serbia blocked the road from 12 May, first by means of trucks.", "COERCE"),
    ],
)
def test_verbs_of_reporters(text: str, event_type: str) -> None:
    assert event_type in [claim.event_type for claim in claims(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Serbia refuses to let engineers repair the line.", "position"),
        ("Serbia accepts the plan.", "position"),
        ("Serbia makes the restart of exports conditional on a vote.", "position"),
        ("Bread is rationed at 200 grams a day in Kosovo.", "status"),
        ("Traffic on the road to Kosovo came to a halt on 15 May.", "status"),
        ("Since January the electricity line from Serbia has been out of order.", "status"),
    ],
)
def test_stands_and_states(text: str, kind: str) -> None:
    assert kind in [claim.kind for claim in claims(text)]


def test_a_weekday_counts_from_the_dateline_of_its_item() -> None:
    text = (
        "A feature of our own, with items of an agency, was published in October.\n\n"
        "BANJSKA, Kosovo, 24 Sept (Balkan Press) – A Serbian officer was killed on Sunday.\n\n"
        "The next item of the agency says no more.\n\n"
        "What was said elsewhere\n\n"
        "On Sunday Serbia shelled Vukovar."
    )
    dates = [claim.date for claim in claims(text, "2023-10-05") if claim.event_type == "ASSAULT"]
    assert dates == ["2023-09-24", "2023-10-01"]


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("Armenia has paid for rockets.", "tie", "arms"),
        ("A Russian company runs the railways of Armenia.", "status", "control"),
        ("Russian border guards watch over the frontier of Armenia.", "status", "control"),
    ],
)
def test_who_runs_and_pays_for_what(text: str, kind: str, about: str) -> None:
    assert (kind, about) in [(claim.kind, claim.about) for claim in claims(text)]


def test_what_the_other_does_not_is_the_same_denied() -> None:
    one, other = claims("Sudan accepts the plan, South Sudan does not.")
    assert (one.kind, one.actors, one.negated) == ("position", ("SDN",), False)
    assert (other.kind, other.actors, other.negated) == ("position", ("SSD",), True)


def test_a_council_of_a_state_is_not_the_united_nations() -> None:
    text = "The secretary of its Security Council appealed to Russia for help."
    assert "UN" not in [name for claim in claims(text) for name in claim.actors]
    assert claims("The Security Council condemned Serbia.")[0].actors == ("UN",)


def test_ministers_who_meet_are_those_who_agree() -> None:
    text = "Meeting in Moscow on 10 May, the foreign ministers of India and China subscribed to five points."
    found = [(claim.event_type, claim.actors, claim.recipients) for claim in claims(text)]
    assert found == [("AGREE", ("IND",), ("CHN",)), ("CONSULT", ("IND",), ("CHN",))]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("The tribunal convicted the general of a plan to remove the Serbs, and sentenced him to 24 years.", "COERCE"),
        ("A crowd broke into the parliament in Yerevan and beat its speaker.", "ASSAULT"),
        ("The Houthis drove the president into exile; the coalition intervened in March 2015.", "ASSAULT"),
        ("Russian forces entered Kherson on 2 March 2022, only to abandon it in May.", "RETREAT"),
        ("Japan imposed sanctions after the annexation of Crimea in 2014.", "ASSAULT"),
        ("Within hours Azerbaijani units had taken a handful of posts.", "ASSAULT"),
        ("About 130,000 Croatian soldiers attacked on a front of 600 kilometres.", "ASSAULT"),
        ("Serbia commandeered the trucks.", "COERCE"),
    ],
)
def test_a_second_act_of_a_sentence(text: str, event_type: str) -> None:
    assert claims(text)[-1].event_type == event_type


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Chinese units still block Indian patrols.", "condition"),
        ("The demilitarised zone exists on paper only.", "condition"),
        ("The frontier of Armenia has never been demarcated.", "condition"),
        ("The lease of the Russian base runs until 2044.", "condition"),
        ("The fighting left Azerbaijan in possession of the heights.", "control"),
        ("Disengagement in India is not even on the agenda.", "talks"),
    ],
)
def test_conditions_of_dense_prose(text: str, about: str) -> None:
    assert ("status", about) in [(claim.kind, claim.about) for claim in claims(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In the clash one Azerbaijani border guard was wounded.", 1),
        ("The Serbian president spoke of 52 hurt on the other side.", 52),
        ("Azerbaijan lists 2,908 servicemen killed.", 2908),
    ],
)
def test_people_counted_in_other_words(text: str, value: float) -> None:
    assert (value, "person") in [(c.quantity.value, c.quantity.unit) for c in claims(text) if c.quantity is not None]


def test_an_accusation_dismissed_by_somebody_is_his_denial() -> None:
    text = (
        'India alleged that hackers had attacked its grid, an accusation dismissed by the Chinese embassy as "slander".'
    )
    assert claims(text)[-1].asserted_by == "CHN"
    assert claims(text)[-1].stance == "denies"


def test_what_goes_on_after_an_aside_is_according_to_the_same() -> None:
    text = "According to India, the colonel's men, who had gone to check a tent, were set upon by Chinese soldiers."
    assert [claim.asserted_by for claim in claims(text)] == ["IND", "IND"]


def test_a_heading_that_asks_tells_nothing() -> None:
    text = "How Serbia shelled the town\n\nSerbia shelled the town on 4 May 2022 with guns of its own, for a long time."
    assert [claim.date for claim in claims(text)] == ["2022-05-04"]


def test_whoever_had_done_it_is_named_after_it() -> None:
    surrendered = claims("China met India in 2020. Having surrendered the crests, India may find China in no hurry.")[1]
    assert (surrendered.event_type, surrendered.actors) == ("RETREAT", ("IND",))


def test_a_town_stands_for_its_entity_where_it_acts_and_is_a_place_where_things_happen() -> None:
    reader = rule_reader(open_case("karabakh"))
    text = "Stepanakert rejected the plan on 4 May 2020. A depot near Stepanakert exploded on 25 May 2020."
    rejected, exploded = reader.read(read_text(text, "text.txt", published="2020-06-01")).claims
    assert (rejected.event_type, rejected.actors) == ("REJECT", ("NKR",))
    assert (exploded.event_type, exploded.place) == ("ASSAULT", "STEPANAKERT")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Azerbaijan sides with Turkey.", "alliance"),
        ("Ethiopia contributes most of the troops of the African Union.", "alliance"),
        ("The two fronts and Serbia have distrusted Kosovo ever since.", "hostility"),
        ("No other state recognised Serbia.", "recognition"),
        ("Japan remains the largest donor of Ukraine.", "dependence"),
    ],
)
def test_ties_in_other_words(text: str, about: str) -> None:
    assert ("tie", about) in [(claim.kind, claim.about) for claim in claims(text)]


def test_the_words_of_a_body_s_name_are_no_tie() -> None:
    text = "Two days later Armenia turned to the Collective Security Treaty Organization."
    assert "tie" not in [claim.kind for claim in claims(text)]


def test_a_standing_charge_of_somebody_without_a_name_is_an_allegation() -> None:
    (claim,) = claims("Prosecutors accuse Serbia of having shelled the town.")
    assert (claim.kind, claim.stance, claim.actors) == ("allegation", "alleges", ("SRB",))
