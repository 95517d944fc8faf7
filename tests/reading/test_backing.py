"""Naming the claims behind a record: which fit, and what is written."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from interbellum.case import Case, find_case, load_case, new_case, save_case
from interbellum.case.documents import Actor, Name
from interbellum.case.model import Mission
from interbellum.case.tables import Claim, Review, Source, Status, Tie
from interbellum.cli.backing import back
from interbellum.errors import UsageError
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.reviewing.adding import with_places
from interbellum.reading.reviewing.backing import candidates, targets, unbacked, with_support

PASS = "status:S-PASS"


def claim(name: str, **fields: Any) -> Claim:
    base = {"id": name, "source": "A", "kind": "status", "gloss": "The pass is shut.", "known_basis": "publication"}
    return Claim.model_validate({**base, **fields})


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = with_places(
        new_case(tmp_path / "case", sides=sides_of("India", "Pakistan"), period="2021-01/2021-12"),
        ["Reed Pass, id=PASS, at=74 34", "Kargil, at=76 34.5"],
    )
    source = Source.model_validate(
        {"id": "A", "title": "A letter", "publisher": "A", "published": "2021-06-01", "language": "en",
         "reliability": "B", "retrieved": "2021-06-02"}
    )  # fmt: skip
    status = Status.model_validate(
        {"id": "S-PASS", "subject": "PASS", "attribute": "condition", "value": "shut", "from": "2021-03-04"}
    )
    tie = Tie.model_validate(
        {"id": "T-1", "from": "2021", "actor": "IND", "other": "PAK", "type": "hostility", "gloss": "They quarrel."}
    )
    claims = (
        claim("a", place="PASS", date="2021-03"),
        claim("b", gloss="Reed was closed in spring.", date="2021-04/.."),
        claim("c", gloss="The town was shelled.", place="KARGIL", date="2021-03-04"),
        claim("d", place="PASS", date="2020-01"),
        claim("e", place="PASS", kind="interpretation"),
        claim("f", place="PASS", date="2021-03"),
    )
    review = Review(claim="f", decision="reject", reviewer="ana", at="2021-06-03T10:00:00+00:00")
    return replace(made, sources=(source,), status=(status,), ties=(tie,), claims=claims, reviews=(review,))


def test_words_of_a_partys_name_speak_of_no_place(case: Case) -> None:
    front = Actor(id="FRONT", names=(Name(name="Kargil Peoples Front"),), kind="group")
    held = Status.model_validate(
        {"id": "S-K", "subject": "KARGIL", "attribute": "control", "value": "IND", "from": "2021-03-04"}
    )
    fires = claim("a", kind="event", event_type="ASSAULT", actors=["FRONT"], date="2021-03-04",
                  gloss="Kargil Peoples Front used force (fire) (2021-03-04).")  # fmt: skip
    holds = claim("z", mode="control", actors=["IND"], gloss="Who controls or holds ground: India.")
    series = claim("b", kind="observation", date="2021", supports=["series:deaths/IND-PAK"], gloss="Figures of Kargil.")
    made = replace(case, actors=(*case.actors, front), status=(held,), claims=(fires, series, holds), reviews=())
    assert [one.claim.id for one in candidates(made, "status:S-K")] == ["z", "b"]


def test_the_stage_of_talks_is_told_by_what_its_sides_sign(case: Case) -> None:
    stage = Status.model_validate(
        {"id": "S-T", "subject": "IND-PAK", "attribute": "talks", "value": "signed", "from": "2021-03-04"}
    )
    common: dict[str, Any] = {"kind": "event", "actors": ["IND"], "recipients": ["PAK"], "date": "2021-03-04"}
    shells = claim("a", event_type="ASSAULT", gloss="India used force against Pakistan.", **common)
    signs = claim("z", event_type="AGREE", gloss="India agreed with Pakistan (sign).", **common)
    made = replace(case, status=(stage,), claims=(shells, signs), reviews=())
    assert [one.claim.id for one in candidates(made, "status:S-T")] == ["z", "a"]


def test_the_claim_of_the_day_itself_stands_before_those_of_other_days(case: Case) -> None:
    held = Status.model_validate(
        {"id": "S-K", "subject": "KARGIL", "attribute": "control", "value": "IND", "from": "2021-03-14"}
    )
    common: dict[str, Any] = {"kind": "event", "event_type": "ASSAULT"}
    before = claim("a", actors=["IND"], date="2021-03-07", gloss="India shelled Kargil.", **common)
    taken = claim("z", actors=["PAK"], date="2021-03-14", gloss="Kargil was captured.", **common)
    made = replace(case, status=(held,), claims=(before, taken), reviews=())
    assert [(one.claim.id, one.why) for one in candidates(made, "status:S-K")] == [
        ("z", "says kargil; of its first day"),
        ("a", "names IND; says kargil; dated then"),
    ]


def test_the_strength_of_a_mission_is_told_of_who_sends_it(case: Case) -> None:
    mission = Mission(id="GUARD", title="Border guards", sent_by="IND", rivalry="IND-PAK")
    units = case.model.units.model_copy(update={"missions": (mission,)})
    strong = Status.model_validate(
        {"id": "S-G", "subject": "GUARD", "attribute": "strength", "value": "1500", "from": "2021-03-04"}
    )
    figure = claim("a", kind="observation", actors=["IND"], date="2021-03-04", value=1500, gloss="1,500 soldiers.")
    made = replace(case, model=case.model.model_copy(update={"units": units}), status=(strong,), claims=(figure,))
    assert [one.claim.id for one in candidates(made, "status:S-G")] == ["a"]


def test_claims_that_fit_stand_first(case: Case) -> None:
    found = candidates(case, PASS)
    assert [one.claim.id for one in found] == ["a", "b", "e"]
    assert found[0].why == "names PASS; says pass; dated then"
    assert found[1].why == "says reed; dated then"
    assert [one.claim.id for one in candidates(case, PASS, most=1)] == ["a"]


def test_a_record_is_unbacked_until_a_claim_is_named_and_again_when_it_is_taken_back(case: Case) -> None:
    assert [one.key for one in unbacked(case)] == ["tie:T-1", PASS]
    made = with_support(case, PASS, ["a", "a"])
    assert made.claims[0].supports == (PASS,)
    assert [one.key for one in unbacked(made)] == ["tie:T-1"]
    assert with_support(made, PASS, ["a"]).claims[0].supports == (PASS,)
    assert with_support(made, PASS, ["a"], off=True).claims == case.claims
    assert [one.claim.id for one in candidates(made, PASS)] == ["b", "e"]


@pytest.mark.parametrize(
    ("key", "name", "message"),
    [
        ("status:S-PAS", "a", "no record of the case.*status:S-PASS"),
        ("foo", "a", r"no record of the case \(none of the \d+ records is called so; they are named as status:ID"),
        (PASS, "x", "claim 'x' is not in the case"),
        (PASS, "f", "claim 'f' was rejected"),
    ],
)
def test_what_is_not_there_backs_nothing(key: str, name: str, message: str, case: Case) -> None:
    with pytest.raises(UsageError, match=message):
        with_support(case, key, [name])


def test_every_kind_of_record_can_be_named() -> None:
    karabakh = load_case(find_case("karabakh"))
    keys = {key.partition(":")[0] for key in targets(karabakh)}
    assert keys == {"event", "tie", "status", "position"}
    assert unbacked(karabakh) == []
    for kind in sorted(keys):
        key = next(key for key in targets(karabakh) if key.startswith(kind))
        assert len(candidates(karabakh, key)) <= 10


def test_the_command_lists_writes_and_takes_back(case: Case) -> None:
    root = case.root
    assert root is not None
    save_case(case, root)
    run = CliRunner().invoke
    assert PASS in run(back, [str(root)]).output
    assert "names PASS" in run(back, [str(root), PASS]).output
    assert run(back, [str(root), PASS, "--claim", "a"]).output == f"a backs {PASS}.\n"
    assert load_case(root).claims[0].supports == (PASS,)
    assert PASS not in run(back, [str(root), "--json"]).output
    assert run(back, [str(root), PASS, "--claim", "a", "--off"]).output == f"a no longer backs {PASS}.\n"
    assert load_case(root).claims[0].supports == ()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["karabakh", "--claim", "D000-256"], "no record is named"),
        (["karabakh", "status:S-LACHIN_CORRIDOR-AZE-2023", "--off"], "no claim is named"),
        (["karabakh", "status:S-LACHIN_CORRIDOR-AZE-2023", "--claim", "D000-256"], "read-only"),
    ],
)
def test_what_the_command_refuses(args: list[str], message: str) -> None:
    result = CliRunner().invoke(back, args)
    assert isinstance(result.exception, UsageError)
    assert message in str(result.exception)


def test_a_case_without_gaps_says_so() -> None:
    assert CliRunner().invoke(back, ["karabakh"]).output == "Every record has an accepted claim behind it.\n"
