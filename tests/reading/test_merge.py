"""Merge: copies count once, a second reading changes nothing, and what differs is a dispute."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from interbellum.reading.proposal import Proposal, Reading
from interbellum.reading.quantities import Quantity
from interbellum.reading.reviewing.merge import compatible, merge, significant
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


def test_near_dates_are_one_event_in_dispute_and_far_ones_two_events() -> None:
    one = reading("a", attack("Guns opened up on the town before dawn.", "2020-10-04"))
    near = reading("b", attack("Artillery pounded the place, locals told us.", "2020-10-09"))
    far = reading("c", attack("There was shelling in the winter too.", "2021-02-01"))
    assert sorted(len(merged.voices) for merged in merge([one, near, far])) == [1, 2]
    disputed = next(merged for merged in merge([one, near, far]) if len(merged.voices) == 2)
    assert [dispute.field for dispute in disputed.disputes] == ["date"]


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
