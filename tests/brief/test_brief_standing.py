"""What a brief tells whatever it looks back on: the question, the last war, the weightiest acts, what is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import made_up
from interbellum.brief import Brief, brief
from interbellum.brief.rivalries import named_in
from interbellum.brief.sections.outlook import grade
from interbellum.brief.sentence import Figure, Plain, Sheet, sentences_of
from interbellum.case import Case, open_case
from interbellum.case.model import Rivalry
from interbellum.case.tables import Event, Status
from interbellum.cli.briefs import scored
from interbellum.scoring import Scorecard
from interbellum.scoring.base_rates import base_rates
from interbellum.views.words import percent

NEXT = {"id": "LOWER-HAVEN", "title": "Lower Vale and Haven", "sides": [["LOWER"], ["HAVEN"]]}


@pytest.fixture(scope="module")
def valleys() -> Case:
    return open_case("two-valleys")


def _asking(case: Case, question: str) -> Case:
    """Return the case with a second rivalry, calmer in every future, and with a question of its own."""
    units = case.model.units.model_copy(
        update={"rivalries": (*case.model.units.rivalries, Rivalry.model_validate(NEXT))}
    )
    model = case.model.model_copy(update={"units": units})
    return replace(case, model=model, meta=case.meta.model_copy(update={"question": question}))


def _made(case: Case, start: str = "2010-06-01") -> Brief:
    return brief(case, made_up.ensemble(case, start, leads=12, members=60, apart=0.05))


def _text(made: Brief, section: str) -> str:
    (found,) = [one for one in made.sections if one.id == section]
    return " ".join(sentence.text for sentence in sentences_of(found.blocks))


@pytest.mark.parametrize(
    ("question", "first"),
    [("Will Lower Vale and Haven fight?", "LOWER-HAVEN"), ("What may come?", "UPPER-LOWER")],
)
def test_the_rivalry_that_the_question_names_leads(valleys: Case, question: str, first: str) -> None:
    case = _asking(valleys, question)
    made = _made(case)
    assert made.material.main.id == first
    told = _text(made, "standing")
    assert told.startswith(f"The case asks: “{question}”")
    nearest = "The nearest that the model can say: war-rate fighting between Lower Vale and Haven within twelve months"
    assert (nearest in told) == (first == "LOWER-HAVEN")


def test_a_text_names_a_rivalry_by_an_actor_of_each_side(valleys: Case) -> None:
    case = _asking(valleys, "")
    assert named_in(case, "Haven and the Lower Vale") == {"LOWER-HAVEN"}
    assert named_in(case, "Havenly and the Lower Vale") == frozenset()


def test_the_last_war_is_told_with_its_toll_though_the_brief_looks_back_less_far(valleys: Case) -> None:
    made = _made(valleys)
    war = "The last war-rate fighting came from August to October 2008: 580 deaths."
    assert war in _text(made, "standing")
    assert war in [one.text for one in made.headline.reasons]
    acts = _text(made, "standing").split("The weightiest acts before")[1]
    assert "The Upper Vale opens the second war. 580 deaths." in acts
    assert "opens the first war" not in acts
    before = _text(_made(valleys, "2002-03-01"), "standing")
    assert "No month counted since January 2000 reached war rate." in before


def test_the_agreement_that_ended_the_last_war_is_told_beside_its_violence(valleys: Case) -> None:
    def act(name: str, day: str, kind: str, others: tuple[str, ...] = ("LOWER",)) -> Event:
        cells = {
            "id": name.replace(" ", "-"),
            "type": kind,
            "date": day,
            "actors": ("UPPER",),
            "recipients": others,
            "gloss": f"{name}.",
        }
        return Event.model_validate({**cells, "rank": "normal"})

    more = [act(f"Battle {number}", f"2008-09-{number:02}", "ASSAULT") for number in range(10, 15)]
    more += [act("Truce", "2008-09-20", "AGREE"), act("Peace", "2008-11-03", "AGREE")]
    more += [act("Protocol", "2008-11-20", "AGREE"), act("Deal", "2009-01-09", "AGREE")]
    more.append(act("Treaty with Haven", "2008-11-05", "AGREE", ("HAVEN",)))
    case = replace(valleys, events=(*valleys.events, *more))
    told = _text(_made(case), "standing")
    acts = told.split("The weightiest acts before")[1]
    assert "Truce of the second war" in acts
    assert acts.count("Battle") == 1, "beside the opening of the war, which killed most"
    assert not any(name in acts for name in ("Truce.", "Peace.", "Protocol.", "Deal", "Treaty with Haven"))
    broken = replace(case, events=(*case.events, act("Raid", "2008-11-10", "ASSAULT")))
    assert "Protocol." in _text(_made(broken), "standing")
    assert "Truce of the second war" not in _text(_made(broken), "standing")
    earlier = brief(case, made_up.ensemble(case, "2008-12-01", leads=3, members=20), since="2008-10-01")
    assert "Peace." in _text(earlier, "changes")
    assert "Peace." not in _text(earlier, "standing")


def test_what_is_told_of_the_period_is_not_told_of_the_time_before(valleys: Case) -> None:
    made = brief(valleys, made_up.ensemble(valleys, "2008-12-01", leads=3, members=20), since="2008-06-01")
    assert "opens the second war" in _text(made, "changes")
    assert "opens the second war" not in _text(made, "standing")


def test_treaties_conditions_and_promises_in_force_stand_in_the_figures(valleys: Case) -> None:
    kept = {"attribute": "condition", "standing": "assessed", "rank": "normal"}
    rows = [
        {**kept, "id": "S-TREATY", "subject": "PASS_ROAD", "value": "transit treaty in abeyance", "from": "2009-03-04"},
        {**kept, "id": "S-OVER", "subject": "FORD", "value": "mined", "from": "2001", "to": "2005"},
    ]
    made = _made(replace(valleys, status=(*valleys.status, *map(Status.model_validate, rows))))
    (section,) = [one for one in made.sections if one.id == "figures"]
    sheet = next(block for block in section.blocks if isinstance(block, Sheet))
    cells = {name: [one.text for one in said] for name, said in sheet.rows}
    assert cells["Pass Road"][1] == "Transit treaty in abeyance (since 4 March 2009)"
    assert cells["Promises to the Upper Vale"] == ["Haven's guarantee: kept 0, in part 1, broken 1"]
    assert not any("ined" in text for said in cells.values() for text in said)


def test_the_figures_tell_the_last_round_of_talks(valleys: Case) -> None:
    mediated = [
        event.model_copy(update={"actors": ("HAVEN",), "recipients": ("UPPER", "LOWER"), "date": "2009-03-02"})
        if event.id == "E-2000-TALKS" else event
        for event in valleys.events
    ]  # fmt: skip
    made = _made(replace(valleys, events=tuple(mediated)))
    assert "last round 2 March 2009, mediated by Haven (Haven): First talks of the Vales, in Haven" in _text(
        made, "figures"
    )


def test_an_open_question_is_told_without_claims_behind_it(valleys: Case) -> None:
    assert "Will the Upper Vale hold the Ford at the end of 2010?" in _text(_made(valleys), "drivers")


def _known_by(case: Case, day: str) -> Brief:
    """Return the brief of 1 June 2010 as known by a day, where every count of deaths came out in February 2011."""
    late = [
        one.model_copy(update={"known_basis": "publication"}) if "series:deaths" in " ".join(one.supports) else one
        for one in case.claims
    ]
    case = replace(case, claims=tuple(late))
    run = made_up.ensemble(case, "2010-06-01", leads=12, members=60)
    return brief(case, replace(run, provenance={**run.provenance, "known_by": day}), made_up.card(case))


def test_deaths_that_were_counted_later_are_not_said_to_be_counted_by_nobody(valleys: Case) -> None:
    made = _known_by(valleys, "2010-06-01")
    texts = [one.text for one in made.sentences]
    assert "The deaths of December 2009 to May 2010 were not all known by 1 June 2010." in texts
    assert not any("Nobody counted" in text or "not counted" in text for text in texts)
    chances = [text for text in texts if "of 20 futures" in text or "of 60 futures" in text]
    assert len(chances) > 3
    assert not any("made without" in text for text in chances)
    lack = "The chances are made without any count of deaths: no count of them was known by 1 June 2010."
    assert [one.text for one in made.headline.points].count(lack) == 1
    assert _text(made, "outlook").count(lack) == 1


@pytest.mark.parametrize(("day", "shown"), [("2023-09-01", True), ("2016-01-01", False)])
def test_scores_are_shown_only_of_outcomes_that_were_known_by_then(day: str, shown: bool) -> None:
    case = open_case("karabakh")
    run = made_up.ensemble(case, day, leads=3, members=20)
    made = brief(case, replace(run, provenance={**run.provenance, "known_by": day}), made_up.card(case))
    assert (made.material.card is not None) == shown
    assert ("No backtest on deaths known by 1 January 2016 was given" in _text(made, "scores")) != shown


def test_a_brief_as_known_is_scored_at_origins_whose_outcomes_were_known(
    valleys: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    late = _known_by(valleys, "2010-06-01").material.case
    day = date(2010, 6, 1)
    assert scored(late, day, 1, rivalry="UPPER-LOWER", quiet=True, known_by=day) is None
    assert "no deaths of UPPER-LOWER were known by 2010-06-01" in capsys.readouterr().err


def _scored(case: Case) -> Scorecard:
    """Return a scorecard of the stack on which one of the others is called the mechanisms."""
    card = made_up.card(case)
    name = next(other for other in card.models if other != card.reference)
    called = {name: "mechanisms"}
    models = {called.get(one, one): scores for one, scores in card.models.items()}
    paired = {(metric, called.get(one, one)): found for (metric, one), found in card.paired.items()}
    return replace(card, models=models, paired=paired)


def test_a_brief_says_which_model_makes_its_chances_and_scores_that_one(valleys: Case) -> None:
    card = _scored(valleys)
    made = brief(valleys, made_up.ensemble(valleys, "2010-06-01", leads=12, members=60), card)
    assert "The chances are those of the model’s mechanisms, run forward" in _text(made, "outlook")
    told = _text(made, "scores")
    assert "“Model” here is the stack" in told
    one, other = (card.mean(name, "ign") for name in ("mechanisms", "model"))
    assert f"By themselves the mechanisms scored {one:.3g} against {other:.3g} on IGN" in told
    names = [block.view.name for part in made.sections for block in part.blocks if isinstance(block, Figure)]
    assert "reliability-mechanisms" in names
    level, why = grade(card.seen_from("mechanisms"))
    assert why in _text(made, "outlook")
    assert f"Confidence in these figures is {level}" in _text(made, "outlook")
    assert "mechanisms scored" in why or "than the mechanisms" in why


@pytest.mark.parametrize(
    ("interval", "because", "though"),
    [
        ((0.1, 0.9), ": simple histories forecast this conflict better than the model has done", ""),
        (
            (-0.1, 0.9),
            ": the model has not forecast this conflict better than the best simple history",
            ", though not clearly",
        ),
    ],
)
def test_a_history_ahead_by_chance_is_not_said_to_forecast_better(
    valleys: Case, interval: tuple[float, float], because: str, though: str
) -> None:
    card = made_up.card(valleys)
    history = next(name for name in card.models if name != card.reference)
    worse = {metric: values + 0.5 for metric, values in card.models[history].scores.items()}
    models = {**card.models, card.reference: replace(card.models[card.reference], scores=worse)}
    paired = {pair: replace(found, low=interval[0], high=interval[1]) for pair, found in card.paired.items()}
    card = replace(card, models=models, paired=paired)
    level, why = grade(card)
    assert level == "low"
    assert f"scored better than the model in the past{though}, and" in why
    made = brief(valleys, made_up.ensemble(valleys, "2010-06-01", leads=12, members=60), card)
    assert f"Confidence in these figures is low{because}." in _text(made, "outlook")


def test_beside_each_chance_stands_how_often_it_was_so_before(valleys: Case) -> None:
    made = _made(valleys)
    past = base_rates(made.material.record, "UPPER-LOWER", date(2010, 6, 1), [6, 12])
    year, half = past[12], past[6]
    assert f"; so in {percent(year.war)} of {year.spans} past spans)" in made.headline.points[0].text
    assert f"; so in {percent(half.war)} of {half.spans} past spans)" in made.headline.outlook.text
    told = _text(made, "outlook")
    assert f"; so in {percent(1 - year.violence)} of {year.spans} past spans)." in told
    (table,) = [
        block.table
        for part in made.sections
        for block in part.blocks
        if isinstance(block, Plain) and block.caption.text.startswith("Chances and deaths by horizon")
    ]
    row = next(row for row in table.rows if row["lead"] == 12)
    assert row["past"] == f"{percent(year.war)}; {percent(year.violence)} ({year.spans})"


def test_the_headline_leads_with_the_dead_and_the_weightiest_act_of_the_span(valleys: Case) -> None:
    texts = [one.text for one in _made(valleys, "2008-12-01").headline.reasons]
    assert texts[0].startswith("Since June 2008 the conflict has worsened: more deaths (612 in the six months")
    assert texts[1] == "14 August 2008: The Upper Vale opens the second war. 580 deaths."
    assert not any("14 August" in one.text for one in _made(valleys, "2010-06-01").headline.reasons)
