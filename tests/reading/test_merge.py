"""Merge: copies count once, a second reading changes nothing, and what differs is a dispute."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from interbellum.cli.merging import merge as merge_command
from interbellum.reading.proposal import Proposal, Reading, proposal_of
from interbellum.reading.quantities import Quantity
from interbellum.reading.reviewing.merge import compatible, counts_same, merge, merge_rows, significant
from interbellum.reading.shingles import containment, copy_groups, shingles
from interbellum.sources.reading import read_text


def reading(name: str, *claims: Proposal) -> Reading:
    document = read_text("\n\n".join(claim.quote for claim in claims) or name, name)
    return Reading(document, None, tuple(replace(claim, id=f"{name}-{number}") for number, claim in enumerate(claims)))


def deaths(
    quote: str, value: float, *, approx: bool = False, stance: str = "asserts", date: str = "2020-10-04"
) -> Proposal:
    quantity = Quantity(0, 4, value, None, None, "person", "people killed", approx)
    return Proposal(
        (0, len(quote)), "observation", actors=("AZE",), quantity=quantity, date=date, quote=quote, stance=stance
    )  # type: ignore[arg-type]


def attack(quote: str, date: str, **changes: object) -> Proposal:
    made = Proposal((0, len(quote)), "event", "ASSAULT", actors=("AZE",), recipients=("ARM",), date=date, quote=quote)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_syndicated_story_counts_once() -> None:
    story = (
        "The army shelled the town on Sunday morning, killing several villagers and wounding others, officials said."
    )
    one, two = (
        reading("a", attack(story, "2020-10-04")),
        reading("b", attack(story.replace("officials", "an official"), "2020-10-04")),
    )
    (merged,) = merge([one, two])
    assert len(merged.voices) == 2
    assert merged.independent == 1


def test_two_tellings_of_one_event_corroborate_each_other() -> None:
    one = reading("a", attack("Guns opened up on the town before dawn.", "2020-10-04"))
    two = reading("b", attack("Artillery pounded the place early on Sunday, locals told us.", "2020-10-04"))
    (merged,) = merge([one, two])
    assert merged.independent == 2
    assert merged.disputes == ()


def total(quote: str, value: float, of: str = "people killed", date: str = "1998/2000", **changes: object) -> Proposal:
    quantity = Quantity(0, 4, value, None, None, "person", of, False)
    made = Proposal((0, len(quote)), "observation", quantity=quantity, date=date, quote=quote)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "disputed"),
    [
        (total("The war is put at more than that by others.", 100_000, "deaths", actors=("ERI",)), True),
        (total("Others speak of far more dead.", 100_000, "dead", "1998-05/2000-06"), True),
        (total("Some of them wore a uniform.", 19_000, "Eritrean soldiers killed"), False),
        (total("In one year alone it was fewer.", 30_000, date="1999"), False),
        (total("The next war was worse.", 600_000, date="2020-11/2022-11"), False),
        (total("Those who fled were more.", 500_000, "people displaced"), False),
    ],
    ids=["of a party", "months", "soldiers", "a year", "another war", "displaced"],
)
def test_totals_of_one_war_that_differ_are_a_dispute(other: Proposal, disputed: bool) -> None:
    merged = merge([reading("a", total("Seventy thousand fell between the two.", 70_000)), reading("b", other)])
    assert [[dispute.field for dispute in one.disputes] for one in merged] == ([["number"]] if disputed else [[], []])


@pytest.mark.parametrize(("more", "disputed"), [(10.0, False), (3.0, True)])
def test_a_bound_is_disputed_only_by_what_lies_beyond_it(more: float, disputed: bool) -> None:
    least = deaths("At least four villagers were killed by the shells.", 4)
    assert least.quantity is not None
    least = replace(least, quantity=replace(least.quantity, low=4.0))
    (merged,) = merge([reading("a", least), reading("b", deaths("The count of the hospital was another.", more))])
    assert bool(merged.disputes) == disputed


def road(quote: str, word: str, date: str | None, **changes: object) -> Proposal:
    made = Proposal((0, len(quote)), "status", about="state", word=word, place="MILL", date=date, quote=quote)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "disputed"),
    [
        (road("The road to the mill was open in June.", "open", "2021-06"), True),
        (road("The roads to the mill were open at all times.", "open", None, actors=("ARM",)), True),
        (road("It was only partly closed.", "restricted", "2021-08"), True),
        (road("The road to the mill was open a year before.", "open", "2020-06"), False),
        (road("The road to the mill was open once.", "open", None), False),
        (road("The road to the port was open in June.", "open", "2021-06", place="PORT"), False),
        (road("The road to the mill was not open.", "open", "2021-06", negated=True), False),
    ],
)
def test_open_and_closed_at_one_time_are_a_dispute(other: Proposal, disputed: bool) -> None:
    closed = road("From May to September the mill could not be reached by road.", "closed", "2021-05/2021-09")
    merged = merge([reading("a", closed), reading("b", other)])
    assert [[dispute.field for dispute in one.disputes] for one in merged] == ([["state"]] if disputed else [[], []])


def test_reading_a_document_twice_changes_nothing() -> None:
    one = reading(
        "a", attack("Guns opened up on the town before dawn.", "2020-10-04"), deaths("Twelve people died there.", 12)
    )
    assert merge([one, one]) == merge([one])


def test_numbers_that_differ_beyond_rounding_are_a_dispute_and_never_averaged() -> None:
    merged = merge(
        [
            reading("a", deaths("Twelve people were killed in the raid.", 12)),
            reading("b", deaths("Local doctors counted nineteen bodies.", 19)),
        ]
    )
    (dispute,) = merged[0].disputes
    assert dispute.field == "number"
    assert {value for value, _ in dispute.variants} == {"12", "19"}


def test_undated_counts_of_the_dead_of_two_places_are_two_things() -> None:
    one, other = deaths("At least 16 died in the town.", 16), deaths("Two of its soldiers had been killed.", 2)
    one, other = replace(one, date=None, place="TOWN"), replace(other, date=None)
    assert len(merge([reading("a", one), reading("b", other)])) == 2
    (merged,) = merge([reading("a", one), reading("b", replace(other, place="TOWN"))])
    assert [dispute.field for dispute in merged.disputes] == ["number"]


def test_roundings_agree() -> None:
    merged = merge(
        [
            reading("a", deaths("Some 6,500 were killed.", 6500, approx=True)),
            reading("b", deaths("The register lists 6,502 names.", 6502)),
        ]
    )
    assert merged[0].disputes == ()


def test_a_denial_is_a_dispute() -> None:
    two = reading("b", attack("The other side says no shot was fired on it.", "2020-10-04", stance="denies"))
    (merged,) = merge([reading("a", attack("Guns opened up on the town before dawn.", "2020-10-04")), two])
    assert [dispute.field for dispute in merged.disputes] == ["stance"]


def sealed(quote: str, date: str, **changes: object) -> Proposal:
    return attack(quote, date, event_type="AGREE", **changes)


def test_near_dates_of_an_act_done_once_are_one_in_dispute_and_far_ones_two() -> None:
    one = reading("a", sealed("They put their names to a truce before dawn.", "2020-10-04"))
    near = reading("b", sealed("The guns were to be silent, as both had promised.", "2020-10-09"))
    far = reading("c", sealed("There was a truce in the winter too.", "2021-02-01"))
    assert sorted(len(merged.voices) for merged in merge([one, near, far])) == [1, 2]
    disputed = next(merged for merged in merge([one, near, far]) if len(merged.voices) == 2)
    assert [dispute.field for dispute in disputed.disputes] == ["date"]


@pytest.mark.parametrize(
    ("changes", "things"),
    [
        ({"place": "TOWN", "gloss": "It took the town."}, 1),
        ({"place": None, "gloss": "It took the town."}, 2),
        ({"place": "TOWN", "gloss": "It shelled the town."}, 2),
    ],
)
def test_violence_on_other_days_is_another_event_unless_a_place_is_taken(changes: dict[str, str], things: int) -> None:
    one = reading("a", attack("Guns opened up on the town before dawn.", "2020-10-04", **changes))
    two = reading("b", attack("Artillery pounded the place, locals told us.", "2020-10-05", **changes))
    assert len(merge([one, two])) == things


def test_who_of_two_that_agree_is_named_first_does_not_matter() -> None:
    one = reading("a", sealed("They put their names to a truce before dawn.", "2020-10-04"))
    other = sealed("The guns were to be silent.", "2020-10-04", actors=("ARM",), recipients=("AZE",))
    (merged,) = merge([one, reading("b", other)])
    assert merged.disputes == ()


def test_readings_as_they_are_kept_merge_like_readings() -> None:
    claims = [sealed("They put their names to a truce.", "2020-10-04"), deaths("Twelve people died there.", 12)]
    readings = [reading("a", *claims), reading("b", deaths("Doctors counted nineteen bodies.", 19, approx=True))]
    kept = [json.loads(json.dumps(one.to_json())) for one in readings]
    assert [one.row() for one in merge_rows(kept)] == [one.row() for one in merge(readings)]
    assert proposal_of(kept[0]["claims"][0]) == readings[0].claims[0]


def test_the_command_lists_what_several_documents_tell(tmp_path: Path) -> None:
    file = tmp_path / "readings.jsonl"
    one = reading("a", deaths("Twelve people died there.", 12), sealed("They put their names to it.", "2020-10-04"))
    kept = [one, reading("b", deaths("Doctors counted nineteen bodies.", 19))]
    file.write_text("".join(json.dumps(each.to_json()) + "\n" for each in kept), encoding="utf-8")
    told = CliRunner().invoke(merge_command, [str(file)])
    assert "number: 12 (a) or 19 (b)" in told.output
    assert "1 told by several documents or speakers, 1 of them in dispute." in told.output
    (row,) = json.loads(CliRunner().invoke(merge_command, [str(file), "--json"]).output)
    assert (row["documents"], row["independent"]) == (["a", "b"], 2)
    file.write_text(json.dumps(one.to_json()), encoding="utf-8")
    assert CliRunner().invoke(merge_command, [str(file)]).output == "No two documents tell of one thing.\n"


@pytest.mark.parametrize(("documents", "says"), [(1, "number: 2,000 (RUS) or 44 (HRW)"), (2, "2,000 (a) or 44 (b)")])
def test_the_command_lists_what_speakers_dispute_whom_no_party_joins(documents: int, says: str, tmp_path: Path) -> None:
    told = [
        replace(deaths("Moscow told of the slain.", 2000), actors=(), asserted_by="RUS"),
        replace(deaths("The rights group counted bodies.", 44), actors=(), asserted_by="HRW"),
    ]
    kept = [reading("a", *told)] if documents == 1 else [reading("a", told[0]), reading("b", told[1])]
    file = tmp_path / "readings.jsonl"
    file.write_text("".join(json.dumps(each.to_json()) + "\n" for each in kept), encoding="utf-8")
    (row,) = json.loads(CliRunner().invoke(merge_command, [str(file), "--disputes", "--json"]).output)
    assert [value for value, _ in row["disputes"][0]["variants"]] == ["2,000", "44"]
    assert says in CliRunner().invoke(merge_command, [str(file), "--disputes"]).output


@given(st.floats(1, 1e9), st.integers(1, 6))
def test_a_number_is_compatible_with_its_own_rounding(number: float, digits: int) -> None:
    rounded = float(f"{number:.{digits}g}")
    if significant(rounded) == digits:
        assert compatible(number, number, rounded, rounded)


@given(st.text(max_size=100), st.text(max_size=100))
def test_containment_is_symmetric_and_bounded(one: str, other: str) -> None:
    a, b = shingles(one), shingles(other)
    assert containment(a, b) == containment(b, a)
    assert 0 <= containment(a, b) <= 1


def test_groups_of_copies_are_transitive() -> None:
    base = "one two three four five six seven eight nine ten"
    groups = copy_groups(
        {"a": base, "b": base + " eleven", "c": base + " eleven twelve", "d": "quite another text that shares nothing"}
    )
    assert groups == {"a": "a", "b": "a", "c": "a", "d": "d"}


@pytest.mark.parametrize(
    ("one", "other", "dated", "same"),
    [
        ("people killed", "soldiers dead", True, True),
        ("people wounded", "people evacuated", True, False),
        ("Thai soldiers killed", "Cambodian soldiers killed", True, False),
        ("civilians killed", "soldiers killed", True, False),
        ("", "houses", True, True),
        ("people killed", "soldiers dead", False, False),
        ("people killed", "People killed", False, True),
    ],
)
def test_counts_are_of_the_same_by_fate_owner_and_kind(one: str, other: str, dated: bool, same: bool) -> None:
    assert counts_same(one, other, dated=dated) is same
    assert counts_same(other, one, dated=dated) is same
