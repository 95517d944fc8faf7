"""The update brief: what changed since a day and why, which judgements moved, nothing of what stayed as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_brief_sentences import Posterior

import made_up
from interbellum.brief import Brief, brief
from interbellum.brief.sentence import Plain
from interbellum.case import Case, open_case
from interbellum.errors import UsageError


@pytest.fixture(scope="module")
def karabakh() -> Case:
    return open_case("karabakh")


@pytest.fixture(scope="module")
def update(karabakh: Case) -> Brief:
    earlier = made_up.ensemble(karabakh, "2022-06-01", members=200)
    baseline = made_up.ensemble(karabakh, "2022-12-01", members=200, push=0.05)
    return brief(
        karabakh, baseline, made_up.card(karabakh), posterior=Posterior(karabakh), on="2022-12-20", earlier=earlier
    )


def _said(made: Brief, section: str) -> str:
    from interbellum.brief.sentence import sentences_of

    (found,) = [one for one in made.sections if one.id == section]
    return " ".join(sentence.text for sentence in sentences_of(found.blocks))


def test_an_update_says_so_and_looks_back_to_the_earlier_run(update: Brief) -> None:
    assert update.kicker == "Update brief"
    assert "changes since 1 June 2022" in update.as_of
    assert [one.id for one in update.sections] == ["changes", "judgements", "learned", "disputes", "rest"]


def test_an_update_tells_old_and_new_chance_with_both_runs_noted(update: Brief) -> None:
    text = _said(update, "judgements")
    assert "The chance of war-rate fighting within twelve months has risen since 1 June 2022 from" in text
    assert "Six months have passed since and one of them reached war rate" in text
    first = next(one for one in update.sentences if "has risen since" in one.text)
    assert set(first.notes) == {"earlier", "run"}
    notes = {note.key: note.text for note in update.footnotes.computed}
    assert "1 June 2022" in notes["earlier"]
    assert "seed 1" in notes["earlier"]


def test_an_update_says_why_changes_matter_and_what_the_record_does_not_tell(update: Brief) -> None:
    text = _said(update, "changes")
    assert "Why it matters: in the fit, the odds of a further step up rise with recent deaths" in text
    assert "closed roads" in text


def test_a_table_of_moved_chances_holds_only_those_that_moved(update: Brief) -> None:
    (section,) = [one for one in update.sections if one.id == "judgements"]
    (table,) = [block.table for block in section.blocks if isinstance(block, Plain)]
    assert table.rows
    assert all(row["move"] not in ("+0", "−0") for row in table.rows)


def test_where_nothing_moved_an_update_says_that_and_shows_no_table(karabakh: Case) -> None:
    earlier = made_up.ensemble(karabakh, "2022-06-01", members=200)
    same = made_up.ensemble(karabakh, "2022-12-01", members=200)
    assert np.array_equal(earlier.dataset.phase.values, same.dataset.phase.values)
    made = brief(karabakh, same, on="2022-12-20", earlier=earlier)
    assert "is about what it was on 1 June 2022" in _said(made, "judgements")
    (section,) = [one for one in made.sections if one.id == "judgements"]
    assert not [block for block in section.blocks if isinstance(block, Plain)]


def test_disputes_that_were_there_before_are_left_out(update: Brief, karabakh: Case) -> None:
    text = _said(update, "disputes")
    assert "Sources have come to differ on" in text
    whole = brief(karabakh, made_up.ensemble(karabakh, "2022-12-01", leads=3, members=20), on="2022-12-20")
    assert "Khojaly" in _said(whole, "disputes")
    assert "Khojaly" not in text


def test_tests_that_fell_due_are_answered_from_the_record(update: Brief) -> None:
    assert "Do 25 or more people die in September 2022? Yes." in _said(update, "learned")


def test_every_sentence_of_an_update_has_its_source(update: Brief) -> None:
    for sentence in update.sentences:
        assert sentence.claims or sentence.notes
        assert update.footnotes.marks(sentence)


def test_an_update_since_the_day_itself_is_refused(karabakh: Case) -> None:
    made = made_up.ensemble(karabakh, "2022-12-01", leads=3, members=20)
    with pytest.raises(UsageError, match="nothing can have changed since"):
        brief(karabakh, made, on="2022-12-01", earlier=replace(made))


def test_an_attack_after_the_last_counted_month_leads(karabakh: Case) -> None:
    made = brief(karabakh, made_up.ensemble(karabakh, "2020-09-01", leads=6, members=40), on="2020-09-27")
    assert made.headline.reasons[0].text.startswith("New violence began on 27 September 2020")
    after = brief(karabakh, made_up.ensemble(karabakh, "2020-11-01", leads=6, members=40), on="2020-11-11")
    assert after.headline.reasons[0].text.startswith("The sides agreed on 10 November 2020")


def test_what_goes_on_is_told_without_what_it_came_to(karabakh: Case) -> None:
    made = brief(karabakh, made_up.ensemble(karabakh, "2020-09-01", leads=6, members=40), on="2020-09-27")
    assert "7,593 deaths" not in _said(made, "changes")


def test_several_changes_of_one_road_are_one_sentence_counted_by_what_they_come_to(karabakh: Case) -> None:
    made = brief(karabakh, made_up.ensemble(karabakh, "2023-09-01", leads=6, members=40), on="2023-09-20")
    text = _said(made, "changes")
    road = "The Agdam-Askeran road, closed since 23 July 1993, was opened in part on 12 September 2023 and was closed"
    assert road in text
    assert "a road narrowed" in text
