"""Whom "the latter" is, who comes under fire, what is refused, whom figures count."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.quantities import find_quantities
from interbellum.sources.reading import read_text


def claims(text: str) -> list[Proposal]:
    return list(rule_reader().read(read_text(text, "text.txt", published="2022-06-01")).claims)


def test_the_former_and_the_latter_are_the_two_named_before() -> None:
    denial = claims("Russia accused Ukraine of shelling the port. The latter denied any responsibility.")[-1]
    assert (denial.asserted_by, denial.stance) == ("UKR", "denies")
    demand = claims("Russia met Ukraine on 3 May. The former demands the withdrawal of the troops.")[-1]
    assert (demand.kind, demand.actors) == ("position", ("RUS",))


def test_a_former_president_is_nobody_named_before() -> None:
    text = "Russia met Ukraine on 3 May. The former president attacked the plan on 5 May."
    met, *rest = claims(text)
    assert (met.actors, met.recipients) == (("RUS",), ("UKR",))
    assert all("RUS" not in claim.actors for claim in rest)


@pytest.mark.parametrize(
    ("text", "kind", "event_type", "actors", "recipients"),
    [
        ("A Russian convoy came under fire on 3 May.", "event", "ASSAULT", (), ("RUS",)),
        ("A Russian convoy that carried food came under fire on 3 May.", "event", "ASSAULT", (), ("RUS",)),
        ("A Russian convoy came under fire from Ukraine on 3 May.", "event", "ASSAULT", ("UKR",), ("RUS",)),
        ("Germany has refused to supply Taurus missiles.", "event", "REJECT", ("DEU",), ()),
        ("Russia called the leadership of Ukraine fascist in May.", "event", "ACCUSE", ("RUS",), ("UKR",)),
        ("Russia burned 300 fuel tankers on the road in May.", "event", "ASSAULT", ("RUS",), ()),
        ("The European Union called for sanctions on 5 May.", "event", "REQUEST", ("EU",), ()),
        ("The United Nations closed its last camp in December.", "event", "RETREAT", ("UN",), ()),
    ],
)
def test_acts_and_wants(
    text: str, kind: str, event_type: str | None, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    claim = next(claim for claim in claims(text) if claim.kind == kind and claim.event_type == event_type)
    assert (claim.kind, claim.event_type, claim.actors, claim.recipients) == (kind, event_type, actors, recipients)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It killed two more soldiers.", 2),
        ('Nine "terrorists" were killed.', 9),
        ("Of whom 23,000 crossed the border.", 23000),
        ("64 of whom died on the way.", 64),
        ("Three guardsmen died.", 3),
    ],
)
def test_figures_count_people(text: str, value: int) -> None:
    assert [(quantity.value, quantity.unit) for quantity in find_quantities(text)] == [(value, "person")]


def test_further_things_are_no_people() -> None:
    assert all(quantity.unit != "person" for quantity in find_quantities("They planned two more attacks."))
