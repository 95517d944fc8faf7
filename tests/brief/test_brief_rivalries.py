"""A brief of a case with several rivalries: the gravest leads whatever their order, and each sentence names its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

import made_up
from interbellum.brief import Brief, brief
from interbellum.brief.material import leading
from interbellum.brief.rivalries import between
from interbellum.brief.sections.drivers import hinge
from interbellum.brief.sentence import Figure, Items, sentences_of
from interbellum.case import Case, open_case
from interbellum.case.documents import Scenario
from interbellum.case.model import Rivalry
from interbellum.case.vocabulary import SIGNED, WAR
from interbellum.simulation.running import run
from interbellum.views.words import percent

DAY = "2009-02-01"
NAMED = ("between Upper Vale and Lower Vale", "between Lower Vale and Haven")


@pytest.fixture(scope="module")
def valleys() -> Case:
    """Return the case of the two valleys with a second rivalry, of which no death was counted; it comes first."""
    case = open_case("two-valleys")
    second = {"id": "LOWER-HAVEN", "title": "Lower Vale and Haven", "sides": [["LOWER"], ["HAVEN"]]}
    quiet = [
        point.model_copy(update={"subject": "LOWER-HAVEN", "value": 0.0})
        for point in case.series["deaths"]
        if point.subject == "UPPER-LOWER"
    ]
    counted = [
        row.model_copy(update={"rivalry": "LOWER-HAVEN"}) for row in case.model.coverage if row.rivalry == "UPPER-LOWER"
    ]
    model = case.model.model_copy(update={"coverage": (*case.model.coverage, *counted)})
    case = replace(case, model=model, series={**case.series, "deaths": (*case.series["deaths"], *quiet)})
    return _ordered(case, (Rivalry.model_validate(second), *case.model.units.rivalries))


def _ordered(case: Case, rivalries: Sequence[Rivalry]) -> Case:
    units = case.model.units.model_copy(update={"rivalries": tuple(rivalries)})
    return replace(case, model=case.model.model_copy(update={"units": units}))


def _run(case: Case, push: float = 0.0, start: str = DAY, hotter: str | None = None) -> made_up.Ensemble:
    """Return futures of which those of UPPER-LOWER come to war more often; `hotter` is a what-if's name."""
    turned = _ordered(case, sorted(case.model.units.rivalries, key=lambda unit: unit.id, reverse=True))
    made = made_up.ensemble(turned, start, members=200, push=push, apart=0.05, scenarios=(hotter or "baseline",))
    return replace(made, provenance={**made.provenance, "case_hash": case.hash})


def _all(made: Brief) -> list[str]:
    return [sentence.text for sentence in made.sentences]


def _text(made: Brief, section: str) -> str:
    (found,) = [one for one in made.sections if one.id == section]
    return " ".join(sentence.text for sentence in sentences_of(found.blocks))


def test_a_brief_does_not_depend_on_the_order_of_the_rivalries(valleys: Case) -> None:
    turned = _ordered(valleys, valleys.model.units.rivalries[::-1])
    one, other = (brief(case, _run(case), what_ifs=[_run(case, 0.02, hotter="SC-THIRD")]) for case in (valleys, turned))
    assert one.headline == other.headline
    assert _all(one) == _all(other)


def test_the_gravest_rivalry_leads_and_each_sentence_names_the_one_it_speaks_of(valleys: Case) -> None:
    made = brief(valleys, _run(valleys))
    head = made.headline
    assert leading(valleys, _run(valleys)) == "UPPER-LOWER"
    assert head.rivalry == "Upper Vale and Lower Vale; Lower Vale and Haven"
    assert all(name in head.outlook.text for name in NAMED)
    assert head.outlook.text.index(NAMED[0]) < head.outlook.text.index(NAMED[1])
    assert all(alert.startswith("conflict risk alert: Upper Vale and Lower Vale") for alert in head.alerts[:1])
    ahead = [one.text for one in head.points if one.text.startswith("Over twelve months")]
    assert [name in text for name, text in zip(NAMED, ahead, strict=True)] == [True, True]
    assert f"deaths {NAMED[0]} (" in head.reasons[0].text


def test_deaths_are_counted_for_every_rivalry_and_none_is_said_to_be_quiet_for_another(valleys: Case) -> None:
    told = _text(brief(valleys, _run(valleys)), "changes")
    assert f"deaths {NAMED[0]} from August 2008 to January 2009, against" in told
    assert f"Nobody is recorded killed {NAMED[1]} from August 2008 to January 2009" in told


def test_each_rivalry_has_its_timeline_and_its_fan(valleys: Case) -> None:
    made = brief(valleys, _run(valleys))
    names = {block.view.name for section in made.sections for block in section.blocks if isinstance(block, Figure)}
    assert {f"{kind}-{one}" for kind in ("phases", "deaths") for one in ("UPPER-LOWER", "LOWER-HAVEN")} <= names


def test_a_scenario_is_told_for_every_rivalry_that_it_moves(valleys: Case) -> None:
    run, what_if = _run(valleys), _run(valleys, 0.05, hotter="SC-THIRD")
    kept = what_if.dataset.copy(deep=True)
    for name in ("phase", "deaths"):
        kept[name].loc[{"rivalries": "UPPER-LOWER"}] = run.dataset[name].sel(rivalries="UPPER-LOWER").values
    made = brief(valleys, run, what_ifs=[replace(what_if, dataset=kept)])
    told = _text(made, "scenarios")
    assert f"It does not measurably move the chance of a war-rate month {NAMED[0]}" in told
    assert f"It raises the chance of a war-rate month {NAMED[1]}" in told
    texts = [one.text for one in hinge(made.material)]
    assert f"would raise the chance of war-rate fighting {NAMED[1]}" in texts[0]
    assert texts[1].startswith(
        f"The scenario run here does not measurably move the chance of war-rate fighting {NAMED[0]} within"
    )
    still = brief(valleys, run, what_ifs=[replace(what_if, dataset=run.dataset.assign_coords(scenario=["SC-THIRD"]))])
    (said,) = hinge(still.material)
    assert said.text.endswith("in any rivalry of the case.")


def test_a_scenario_that_sets_war_itself_is_no_reason_why_it_may_come(valleys: Case) -> None:
    war = {"op": "draw", "target": "escalation.phase", "unit": "LOWER-HAVEN", "value": "war", "from": "2009-04"}
    third = {"id": "SC-THIRD", "title": "War with Haven", "gloss": "They fight.", "choices": [war]}
    case = replace(valleys, scenarios=(Scenario.model_validate(third),))
    made = brief(case, _run(case), what_ifs=[_run(case, 0.05, hotter="SC-THIRD")])
    hinges = [one.text for one in hinge(made.material)]
    assert len(hinges) == 1
    assert NAMED[0] in hinges[0]
    told = _text(made, "scenarios")
    assert told.count("Whether there is war in it is chosen, and no finding.") == 1
    assert f"It raises the chance of a war-rate month {NAMED[1]}" in told.split(" Whether there is war")[0]
    assert "is chosen" not in _text(
        brief(valleys, _run(valleys), what_ifs=[_run(valleys, 0.05, hotter="X")]), "scenarios"
    )


def test_alerts_need_a_count_of_the_dead_and_talks_that_somebody_coded(valleys: Case) -> None:
    futures = _run(valleys)
    futures.dataset["phase"][:] = WAR
    futures.dataset["talks"][:] = SIGNED
    uncounted = tuple(point for point in valleys.series["deaths"] if point.subject != "LOWER-HAVEN")
    model = valleys.model.model_copy(
        update={"coverage": tuple(one for one in valleys.model.coverage if one.rivalry != "LOWER-HAVEN")}
    )
    silent = replace(valleys, series={**valleys.series, "deaths": uncounted}, model=model)
    both, one = (brief(case, futures).headline.alerts for case in (valleys, silent))
    page = brief(valleys, futures).render("html").decode()
    assert "Conflict risk alert: Upper Vale and Lower Vale; Lower Vale and Haven" in page, "names keep their capitals"
    assert both[0] == "conflict risk alert: Upper Vale and Lower Vale; Lower Vale and Haven"
    assert one[0] == "conflict risk alert: Upper Vale and Lower Vale"
    assert both[1] == one[1] == "resolution opportunity: Upper Vale and Lower Vale"


def test_the_direction_is_unclear_where_nothing_moved_and_nobody_counted(valleys: Case) -> None:
    model = valleys.model.model_copy(update={"coverage": ()})
    deaths = valleys.series["deaths"]
    early = tuple(point for point in deaths if point.date < "2004-01")
    one = tuple(point for point in deaths if point.date < "2004-01" or point.subject == "LOWER-HAVEN")
    futures = _run(valleys, start="2007-02-01")
    heads = []
    for kept in (early, one):
        case = replace(valleys, series={**valleys.series, "deaths": kept}, model=model)
        heads.append(brief(case, futures).headline)
    assert [head.direction for head in heads] == ["unclear", "unchanged"]
    (said,) = (one.text for one in heads[0].reasons if "whether the conflict worsened or eased" in one.text)
    assert "nobody can say from the record" in said
    assert "do not bear on this" not in said
    made = brief(replace(valleys, series={**valleys.series, "deaths": early}, model=model), futures)
    assert "◆ **Unclear**" in made.render("md").decode()
    assert 'class="arrow unclear"' in made.render("html").decode()
    assert made.render("pdf").startswith(b"%PDF")


def test_an_update_tells_how_every_rivalry_fared(valleys: Case) -> None:
    made = brief(valleys, _run(valleys), since="2008-09-01", earlier=_run(valleys, start="2008-09-01"))
    told = _text(made, "judgements")
    for name in NAMED:
        assert f"war-rate fighting {name} within twelve months" in told
    assert f"Five months have passed since and two of them reached war rate {NAMED[0]}" in told
    assert f"Five months have passed since and none of them reached war rate {NAMED[1]}" in told


def test_confidence_says_of_which_rivalry_the_scores_are(valleys: Case) -> None:
    card = made_up.card(valleys)
    card = replace(card, provenance={**card.provenance, "rivalry": "LOWER-HAVEN"})
    alone = made_up.ensemble(_ordered(valleys, valleys.model.units.rivalries[::-1]), DAY, members=200)
    assert f"Confidence in the figures of war {NAMED[1]} is" in _text(brief(valleys, alone, card), "outlook")
    made = brief(valleys, _run(valleys), card)
    assert f"Confidence in the figures of war {NAMED[1]} is" in _text(made, "outlook")
    assert _text(made, "scores").startswith(f"The scores are of forecasts of the deaths {NAMED[1]}.")


def test_a_rivalry_that_hardly_ever_comes_to_war_leaves_the_other_unnamed(valleys: Case) -> None:
    run = made_up.ensemble(_ordered(valleys, valleys.model.units.rivalries[::-1]), DAY, members=200)
    made = brief(valleys, run)
    assert made.headline.rivalry == "Upper Vale and Lower Vale"
    assert not any(NAMED[0] in text for text in _all(made))
    assert "Lower Vale and Haven: war-rate fighting within twelve months" in _text(made, "outlook")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Upper Vale and Lower Vale", "between Upper Vale and Lower Vale"),
        ("One against two and three", "in “One against two and three”"),
        ("The river war", "in “The river war”"),
    ],
)
def test_a_rivalry_is_named_as_its_title_allows(title: str, words: str) -> None:
    assert between(title) == words


def test_the_chance_of_war_beside_the_paths_is_of_the_same_wars_as_theirs(valleys: Case) -> None:
    made = brief(valleys, run(valleys, start="2010-06-01", months=12, members=80, seed=1))
    war = (made.material.baseline.dataset.phase.values[0] == 3).any(axis=1)
    each = dict(zip(made.material.baseline.dataset.rivalries.values, war.mean(axis=0), strict=True))
    (paths,) = [
        block for one in made.sections if one.id == "outlook" for block in one.blocks if isinstance(block, Items)
    ]
    near = {said[1].text for _, said in paths.items} - {"Nobody is killed in any of the futures nearest to it."}
    assert near
    assert all("have a war-rate month in some rivalry." in text for text in near)
    text = _text(made, "outlook")
    told = f"{percent(war.any(axis=1).mean())} have a war-rate month in some rivalry within twelve months; it is "
    assert told in text
    assert f"{percent(each['UPPER-LOWER'])} {NAMED[0]}" in text.split(told)[1]
