"""No sentence of a brief stands without a source, and none says more than its material."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import made_up
from interbellum.brief import Brief, Sentence, brief
from interbellum.brief.sections.drivers import coefficient_words, hinge
from interbellum.brief.sections.what_ifs import what_ifs
from interbellum.brief.sentence import Folded, Items, sentences_of
from interbellum.brief.wording import in_words
from interbellum.case import Case, open_case
from interbellum.case.tables import Claim, Event, Source
from interbellum.errors import UsageError
from interbellum.record import Record
from interbellum.record.known import KnownRules
from interbellum.simulation.running import run
from interbellum.views.words import mixes_confidence, percent

WORDS = re.compile(r"\b(is (very )?(un)?likely|has (almost no|a roughly even) chance|is almost certain)\b")
IDS = (
    "standing",
    "changes",
    "figures",
    "readings",
    "outlook",
    "scenarios",
    "drivers",
    "disputes",
    "scores",
    "assumptions",
)


class Posterior:
    """A posterior of three coefficients, one of which the record hardly informed."""

    id = "abcdef0123456789"

    def __init__(self, case: Case) -> None:
        self.provenance = {"case": case.id, "case_hash": case.hash}

    def summary(self) -> list[dict[str, Any]]:
        made = (("heat", 0.5, 0.2, 0.6), ("shield", -0.9, 0.2, 0.5), ("closure", 0.3, 0.4, 0.02))
        return [
            {
                "name": f"escalation.{name}", "mean": mean, "sd": sd, "q05": mean - 1.64 * sd, "q50": mean,
                "q95": mean + 1.64 * sd, "unit": "log-odds", "basis": "fitted", "source": "made up",
                "contraction": share, "informed": share > 0.1,
            }
            for name, mean, sd, share in made
        ]  # fmt: skip


@pytest.fixture(scope="module")
def karabakh() -> Case:
    return open_case("karabakh")


@pytest.fixture(scope="module")
def whole(karabakh: Case) -> Brief:
    baseline = made_up.ensemble(karabakh, members=200)
    what_if = made_up.ensemble(karabakh, members=200, scenarios=("SC-BOTH-ROADS",), push=-0.02)
    return brief(karabakh, baseline, made_up.card(karabakh), [what_if], Posterior(karabakh))


@pytest.fixture(scope="module")
def bare() -> Brief:
    case = open_case("two-valleys")
    return brief(case, made_up.ensemble(case, "2010-06-01", leads=3, members=40))


def _text(made: Brief, section: str) -> str:
    (found,) = [one for one in made.sections if one.id == section]
    return " ".join(sentence.text for sentence in sentences_of(found.blocks))


def test_a_conflict_that_the_case_lets_end_is_said_to_be_over_before_any_chance() -> None:
    case = open_case("two-valleys")
    over = [one.model_copy(update={"to": "2009-05-19"}) for one in case.model.units.rivalries]
    units = case.model.units.model_copy(update={"rivalries": tuple(over)})
    ended = replace(case, model=case.model.model_copy(update={"units": units}))
    made = brief(ended, made_up.ensemble(ended, "2010-06-01", leads=3, members=40))
    assert "ended on 19 May 2009: no violence is drawn for it" in made.headline.outlook.text
    assert _text(made, "outlook").startswith("The case says that the rivalry")
    assert not [one for one in made.headline.points if "war-rate" in one.text]


def test_where_hardly_a_future_counts_a_death_no_worst_twentieth_is_told() -> None:
    case = open_case("two-valleys")
    quiet = _text(brief(case, made_up.ensemble(case, "2010-06-01", leads=3, members=40, push=-0.6)), "outlook")
    assert "at least nineteen in twenty futures count no deaths at all." in quiet
    assert "worst twentieth" not in quiet
    assert "The mean" not in quiet


def test_violence_is_no_lesser_act_where_nobody_counted_its_dead() -> None:
    case = open_case("two-valleys")
    told = {"type": "ASSAULT", "actors": ("UPPER",), "recipients": ("LOWER",), "gloss": "A village burned."}
    raids = [Event.model_validate({**told, "id": f"E-RAID-{day}", "date": f"2010-03-{day:02}"}) for day in range(1, 11)]
    word = Event.model_validate(
        {**told, "id": "E-WORD", "date": "2010-03-12", "type": "ACCUSE", "gloss": "It accused."}
    )
    case = replace(case, events=(*case.events, *raids, word))
    made = brief(case, made_up.ensemble(case, "2010-06-01", leads=3, members=40))
    (section,) = [one for one in made.sections if one.id == "changes"]
    folded = {
        one.summary: [s.text for s in sentences_of(one.blocks)] for one in section.blocks if isinstance(one, Folded)
    }
    assert folded["2 further acts of violence of the period"] == ["A village burned."] * 2
    assert all("burned" not in text for name, texts in folded.items() if "lesser" in name for text in texts)


def test_a_sentence_without_a_source_cannot_be_made() -> None:
    with pytest.raises(UsageError, match="has no source"):
        Sentence("War is likely.")


def test_every_sentence_has_claims_of_the_case_or_a_note_on_its_computation(whole: Brief, bare: Brief) -> None:
    for made in (whole, bare):
        claims, notes = set(made.material.claims), set(made.material.computed())
        assert len(made.sentences) > 20
        for sentence in made.sentences:
            assert sentence.claims or sentence.notes
            assert set(sentence.claims) <= claims
            assert set(sentence.notes) <= notes
            assert made.footnotes.marks(sentence)


def test_every_claim_of_a_sentence_has_a_footnote_with_source_place_and_reliability(whole: Brief) -> None:
    cited = {claim for sentence in whole.sentences for claim in sentence.claims}
    notes = {note.claim: note for note in whole.footnotes.claims}
    assert set(notes) == cited
    assert [note.number for note in whole.footnotes.claims] == list(range(1, len(cited) + 1))
    for name, note in notes.items():
        claim = whole.material.claims[name]
        assert note.gloss == claim.gloss
        assert note.source == whole.material.record.sources[claim.source].title
        assert note.reliability in "ABCDEF"
        assert note.place


def test_numbers_of_the_model_carry_seed_members_posterior_and_case_hash(whole: Brief, karabakh: Case) -> None:
    text = {note.key: note.text for note in whole.footnotes.computed}
    for part in ("seed 1", "200 members", "posterior abcdef012345", karabakh.hash[:12]):
        assert part in text["run"]
    assert "2023-09-01" in text["record"]
    assert text["fit"] == f"Computed from posterior {Posterior.id} of case karabakh, hash {karabakh.hash[:16]}."
    assert "hindcast" in text["card"]


def test_a_brief_of_a_case_that_changed_since_says_so_first(karabakh: Case) -> None:
    old = replace(karabakh, questions=())
    made = brief(karabakh, made_up.ensemble(old, members=100), made_up.card(karabakh))
    said = made.headline.reasons[0]
    assert said.text.startswith("The case has changed since the futures were run: what was added")
    assert set(said.notes) == {"record", "run"}
    assert f"hash {karabakh.hash[:16]}, its futures of hash {old.hash[:16]}; posterior" in made.provenance
    assert said.text in made.render("md").decode()
    several = brief(karabakh, made_up.ensemble(old, members=100), made_up.card(old), posterior=Posterior(old))
    start = "The case has changed since the model was fitted, the futures were run and the scores were computed: "
    assert several.headline.reasons[0].text.startswith(start)
    (fit,) = [note.text for note in several.footnotes.computed if note.key == "fit"]
    assert fit.endswith(f"of case karabakh, hash {old.hash[:16]}.")


def test_a_brief_says_among_its_assumptions_that_the_fit_has_seen_what_was_not_known_yet(
    karabakh: Case, bare: Brief
) -> None:
    told = "with hindsight: the parameters were fitted with all that is known now, not with what was by 2023-09-01"
    futures = made_up.ensemble(karabakh, members=100)
    seen = replace(futures, provenance={**futures.provenance, "hindsight": told})
    words = f"is not a forecast of its day, {told}."
    assert f"The outlook {words}" in _text(brief(karabakh, seen), "assumptions")
    assert "not a forecast of its day" not in _text(bare, "assumptions")
    update = brief(karabakh, made_up.ensemble(karabakh, "2023-11-01", members=100), on="2023-11-10", earlier=seen)
    assert f"The earlier outlook {words}" in _text(update, "rest")


def test_a_brief_of_the_case_as_it_is_says_nothing_of_changes(karabakh: Case, bare: Brief) -> None:
    assert "has changed since" not in bare.headline.reasons[0].text
    assert "its futures of hash" not in bare.provenance


def test_no_sentence_mixes_likelihood_with_confidence(whole: Brief, bare: Brief) -> None:
    for made in (whole, bare):
        assert not [sentence.text for sentence in made.sentences if mixes_confidence(sentence.text)]
        assert "Confidence" in _text(made, "outlook")


def test_the_sections_stand_in_the_order_of_a_brief(whole: Brief) -> None:
    assert tuple(section.id for section in whole.sections) == IDS


def test_the_headline_gives_direction_alert_and_reason_with_claims(whole: Brief) -> None:
    head = whole.headline
    assert head.direction == "unchanged"  # the road closed, and fewer died than in the half-year of September 2022
    assert head.alerts == ("conflict risk alert",)
    texts = [reason.text for reason in head.reasons]
    assert texts[0].startswith("New violence began on 1 September 2023, and its toll is not in the counts yet")
    assert "has not changed on balance" in texts[1]
    assert "fewer deaths (25 in the six months to August 2023 against 296 in the six before) for it" in texts[1]
    assert "The Lachin corridor, restricted since 12 December 2022, was closed altogether" in texts[2]
    assert "ICRC_2023-001" in head.reasons[2].claims


def test_likelihood_words_have_their_number_beside_them(whole: Brief) -> None:
    told = [one.text for one in whole.sentences if WORDS.search(one.text) and "ICD 203" not in one.text]
    assert len(told) >= 5
    for text in told:
        assert "of 20 futures" in text or "of 200 futures" in text


def test_what_changed_is_what_changed_since_the_day_named(karabakh: Case) -> None:
    baseline = made_up.ensemble(karabakh, leads=3, members=20)
    since_2022 = _text(brief(karabakh, baseline, since="2022-09-01"), "changes")
    assert "Russia and the Collective Security Treaty Organization did not keep their word to Armenia" in since_2022
    assert "Azerbaijan took the border salients of 2022 from Armenia by force on 13 September 2022" in since_2022
    assert "did not keep their word" not in _text(brief(karabakh, baseline, since="2023-08-01"), "changes")


def test_nothing_is_cited_that_was_not_known_by_the_known_by_day(karabakh: Case) -> None:
    made = made_up.ensemble(karabakh, "2021-01-01", leads=3, members=20)
    known = replace(made, provenance={**made.provenance, "known_by": "2023-09-25"})
    written = brief(karabakh, known)
    record = Record.of(karabakh)
    rules = KnownRules(record.sources, karabakh.meta.public_event_lag)
    knowledge = record.knowledge(date(2023, 9, 25))
    values = set(knowledge.ids(*(entry.key for entry in knowledge.points)))  # each value is known by its own date
    cited = {claim for sentence in written.sentences for claim in sentence.claims}
    assert cited
    late = {name for name in cited if not rules.of_claim(written.material.claims[name]).by(date(2023, 9, 25))}
    assert late <= values
    everything = {claim for sentence in brief(karabakh, made).sentences for claim in sentence.claims}
    assert not everything <= cited


def test_counts_known_month_by_month_are_cited_also_where_the_dataset_goes_on(karabakh: Case) -> None:
    made = made_up.ensemble(karabakh, "2020-09-01", leads=2, members=20)
    written = brief(karabakh, replace(made, provenance={**made.provenance, "known_by": "2020-09-01"}))
    (counted,) = [one for one in written.sentences if "The record counts" in one.text]
    assert counted.claims


def test_a_case_without_a_rivalry_is_refused_in_one_line(karabakh: Case) -> None:
    units = karabakh.model.units.model_copy(update={"rivalries": ()})
    empty = replace(karabakh, model=karabakh.model.model_copy(update={"units": units}))
    with pytest.raises(UsageError, match="has no rivalry"):
        brief(empty, made_up.ensemble(karabakh, leads=2, members=4))


def test_a_brief_says_plainly_where_another_forecast_wins(whole: Brief) -> None:
    card = whole.material.card
    assert card is not None
    best = min(card.models, key=lambda name: card.mean(name, "ign"))
    assert best != card.reference
    text = _text(whole, "scores")
    assert "another forecast did better than the model" in text
    assert best.replace("_", " ") in text
    assert "Confidence in these figures is low: the model has not forecast" in _text(whole, "outlook")


def test_uninformed_parameters_and_judged_inputs_are_named(whole: Brief) -> None:
    text = _text(whole, "assumptions")
    assert "did not inform 1 of 3 fitted parameters, which stay at their priors" in text
    model = whole.material.case.model
    judged = sum(row.basis == "judgement" for row in (*model.initial, *model.parameters))
    weights = sum(one.weight.basis == "judgement" for one in model.units.commitments)
    assert f"takes {judged + weights} inputs on judgement" in text


def test_scenarios_are_compared_with_the_same_luck_and_say_what_they_assume(whole: Brief) -> None:
    text = _text(whole, "scenarios")
    assert "This assumes that Baku accepts international sight of both roads" in text
    assert "It lowers the chance of a war-rate month within twelve months" in text
    row = next(
        row for row in whole.material.differences
        if (row["rivalry"], row["measure"], row["horizon"]) == ("AZE-ARM", "p_war", 12)
    )  # fmt: skip
    assert f"by {abs(100 * row['difference']):.0f} percentage points" in text


def test_a_scenario_that_changes_nothing_is_said_to(whole: Brief) -> None:
    idle = {"SC-BOTH-ROADS": ("PEACEKEEPERS_RUS",)}
    (_, items, *_) = what_ifs(replace(whole.material, idle=idle)).blocks
    assert isinstance(items, Items)
    told = [sentence.text for sentence in items.items[0][1]]
    who = whole.material.the("PEACEKEEPERS_RUS")
    assert f"It changes nothing in any future (not in being on 1 September 2023: {who})." in told
    assert not any("measurably" in text or "lowers" in text for text in told)


def test_what_is_not_there_is_said_to_be_missing(bare: Brief) -> None:
    assert "No scenario was run" in _text(bare, "scenarios")
    assert "No backtest was given" in _text(bare, "scores")
    assert "No posterior was given" in _text(bare, "assumptions")
    assert "Neither a posterior nor a scenario" in _text(bare, "drivers")


def test_disputed_values_stand_side_by_side_with_their_own_claims(bare: Brief) -> None:
    found = [one for one in bare.sentences if "Truce of the second war" in one.text]
    assert {one.claims for one in found} == {("C-14",), ("C-15",)}


def test_claims_that_contradict_without_a_common_record_are_shown(whole: Brief) -> None:
    told = {one.text: one.claims for one in whole.sentences}
    assert told["6,500: The second war's dead were put at just under 6,500."] == ("D003-076",)
    other = next(text for text, claims in told.items() if text.startswith("7,593: ") and claims)
    assert told[other] == ("UCDP_GED_251-002",)
    assert "second war" not in other


def test_claims_of_two_speakers_are_shown_where_no_record_is_disputed() -> None:
    case = open_case("two-valleys")
    plain = {"kind": "observation", "value": None, "low": None, "high": None, "date": "2008-08", "supports": ()}
    counts = {"unit": "person", "of": "civilians killed", "actors": (), "recipients": (), "place": None}
    cells = {**plain, **counts, "source": case.claims[0].source}
    told = tuple(
        claim.model_copy(update={**cells, "value": value, "asserted_by": who})
        for claim, value, who in zip(case.claims, (2000.0, 44.0), ("NORTH", "SOUTH"), strict=False)
    )
    bases = replace(case, claims=told, reviews=(), events=(), status=(), ties=(), series=())
    text = _text(brief(bases, made_up.ensemble(case, "2010-06-01", leads=3, members=40)), "disputes")
    assert text.startswith("The claims behind the records dispute nothing; what other claims contradict stands below.")
    assert "2,000: " in text
    assert "44: " in text


def test_what_raises_the_odds_is_told_in_a_sentence_that_agrees() -> None:
    from interbellum.brief.sections.drivers import DRIVERS

    plural = [what for _, what in DRIVERS.values() if what.split()[0] in ("Two", "Earlier", "Years")]
    assert not plural


def test_a_part_of_the_model_that_beats_it_is_called_a_part(karabakh: Case) -> None:
    card = made_up.card(karabakh)
    best = min(card.models, key=lambda name: card.mean(name, "crps"))
    renamed = {"mechanisms" if name == best else name: found for name, found in card.models.items()}
    paired = {(metric, "mechanisms" if name == best else name): one for (metric, name), one in card.paired.items()}
    made = brief(
        karabakh, made_up.ensemble(karabakh, leads=3, members=20), replace(card, models=renamed, paired=paired)
    )
    assert "mechanisms (a part of the model, alone)" in _text(made, "scores")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("escalation.stakes", "the pull of open stakes"),
        ("escalation.B.2>3", "the rate of moving from clashes to war-rate fighting"),
        ("talks.base", "the coefficient talks.base"),
    ],
)
def test_a_coefficient_is_told_in_words_where_it_has_any(name: str, words: str) -> None:
    assert coefficient_words(name) == words


def test_what_moves_the_chance_of_war_only_later_is_told_at_the_last_horizon(whole: Brief) -> None:
    last = max(row["horizon"] for row in whole.material.differences)
    assert last > 12

    def still(row: Any) -> Any:
        return row if row["measure"] != "p_war" or row["horizon"] == last else {**row, "low": -0.1, "high": 0.1}

    late = replace(whole.material, differences=tuple(map(still, whole.material.differences)))
    told = " ".join(sentence.text for sentence in sentences_of(what_ifs(late).blocks))
    assert "does not measurably move the chance of a war-rate month within twelve months" in told
    assert f"It lowers the chance of a war-rate month within {in_words(last)} months from" in told
    assert f"would lower the chance of war-rate fighting within {last} months" in next(hinge(late)).text
    never = tuple({**row, "low": -0.1, "high": 0.1} for row in late.differences)
    assert "does not measurably move" in next(hinge(replace(late, differences=never))).text


@pytest.mark.parametrize(
    ("source", "claim", "said"),
    [
        ({"publisher": "Ministry of Defence of the Lower Vale"}, {}, "Told only by the Lower Vale."),
        ({"title": "Ministry of Defence of the Lower Vale"}, {}, "Told only by the Lower Vale."),
        ({"publisher": "The Valleys Review"}, {"asserted_by": "UPPER"}, "Told only by the Upper Vale."),
        ({"publisher": "Government of the Upper Vale; Government of the Lower Vale"}, {}, ""),
        ({"publisher": "The Valleys Review", "title": "Ministry of Defence of the Lower Vale"}, {}, ""),
        ({"publisher": "Lower Vale Weekly"}, {}, ""),
        ({"publisher": "Ministry of Defence of Haven"}, {}, ""),
    ],
)
def test_what_only_a_party_says_is_told_with_who_says_it(
    source: dict[str, str], claim: dict[str, str], said: str
) -> None:
    case = open_case("two-valleys")
    given = {"id": "PARTY", "title": "A letter", "reliability": "F", "published": "2010-03-20", **source}
    claimed = {
        "id": "C-PARTY", "source": "PARTY", "kind": "event", "gloss": "A village burned.", "known_basis": "publication",
        "supports": ["event:E-PARTY"], **claim,
    }  # fmt: skip
    told = {"id": "E-PARTY", "type": "ASSAULT", "date": "2010-03-12", "actors": ("UPPER",), "recipients": ("LOWER",)}
    case = replace(
        case,
        sources=(*case.sources, Source.model_validate(given)),
        claims=(*case.claims, Claim.model_validate(claimed)),
        events=(*case.events, Event.model_validate({**told, "gloss": "A village burned."})),
    )
    made = brief(case, made_up.ensemble(case, "2010-06-01", leads=3, members=40))
    assert f"A village burned. {said}".strip() in [one.text for one in made.sentences]


def test_paths_have_the_chance_of_war_in_all_futures_beside_the_share_of_those_nearest() -> None:
    case = open_case("two-valleys")
    made = brief(case, run(case, start="2010-06-01", months=6, members=60, seed=1))
    war = (made.material.baseline.dataset.phase.values[0] == 3).any(axis=(1, 2)).mean()
    (section,) = [one for one in made.sections if one.id == "outlook"]
    (paths,) = [block for block in section.blocks if isinstance(block, Items)]
    assert all(label.startswith("Nearest to ") for label, _ in paths.items)
    quiet = (made.material.baseline.dataset.phase.values[0] < 2).all(axis=(1, 2)).mean()
    told = {said[1].text for _, said in paths.items}
    assert "Nobody is killed in any of the futures nearest to it." in told
    assert all("futures nearest to it" in text for text in told)
    assert (
        f"of all futures of the baseline, {percent(quiet)} are quiet throughout, and {percent(war)} have a war-rate "
        "month within six months."
    ) in _text(made, "outlook")


def test_an_answer_in_part_is_not_told_as_whole_ones() -> None:
    case = open_case("two-valleys")
    made = brief(case, made_up.ensemble(case, "2007-01-01", leads=3, members=20), since="2005-01-01")
    told = "its record there now stands at one kept in part and one broken."
    assert told in _text(made, "changes")


def test_a_small_move_of_a_chance_is_told_so_that_it_can_be_seen(whole: Brief) -> None:
    small = {"baseline": 0.062, "what_if": 0.058, "difference": -0.004, "low": -0.006, "high": -0.002}
    rows = tuple({**row, **small} if row["measure"] == "p_war" else row for row in whole.material.differences)
    moved = replace(whole.material, differences=rows)
    told = " ".join(sentence.text for sentence in sentences_of(what_ifs(moved).blocks))
    assert "from 6.2% to 5.8%, by 0.4 percentage points (90% interval 0.2 to 0.6)" in told
    assert "from 6.2% to 5.8%" in next(hinge(moved)).text


def test_the_paths_stand_for_all_futures_together() -> None:
    case = open_case("two-valleys")
    made = brief(case, run(case, start="2010-06-01", months=6, members=60, seed=1))
    (section,) = [one for one in made.sections if one.id == "outlook"]
    (paths,) = [block for block in section.blocks if isinstance(block, Items)]
    counts = [re.fullmatch(r"Nearest to (\d+) of 20 futures", label) for label, _ in paths.items]
    assert sum(int(found[1]) for found in counts if found) == 20


def test_a_disputed_tie_without_a_date_is_told_without_one() -> None:
    case = open_case("two-valleys")
    (tie,) = [one for one in case.ties if one.id == "T-GUARANTEE"]
    (claim, *_) = [one for one in case.claims if "tie:T-GUARANTEE" in one.supports]
    other = tie.model_copy(update={"id": "T-OTHER", "from_": None, "strength": 0.9, "variant_of": tie.id})
    said = claim.model_copy(update={"id": "C-OTHER", "supports": ("tie:T-OTHER",)})
    case = replace(case, ties=(*case.ties, other), claims=(*case.claims, said))
    told = [one.text for one in brief(case, made_up.ensemble(case, "2009-02-01", members=50)).sentences]
    assert {"Guarantee, strength 0.6 of 1, from 1995", "Guarantee, strength 0.9 of 1"} <= set(told)
