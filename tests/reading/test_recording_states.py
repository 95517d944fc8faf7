"""What accepted claims say that holds of ways, ground and talks, as rows of `status.csv`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from interbellum.case import Case, load_case, new_case, save_case
from interbellum.case.documents import Name
from interbellum.case.model import Corridor, Zone
from interbellum.case.tables import Status
from interbellum.cli import cli
from interbellum.reading.api import read_document
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.reviewing import review
from interbellum.reading.reviewing.recording import Recorded, record_claims

Row = tuple[str, str, str, str, str | None]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new_case(tmp_path / "case", sides=sides_of("Malawi", "Zambia"), period="2000-01/2023-12")
    units = replace_units(made)
    rows = tuple(
        Status.model_validate(
            {"id": f"S-{zone}", "subject": zone, "attribute": "control", "value": "ZMB", "from": "2000"}
        )
        for zone in ("CHIPATA_ZONE", "LUNDAZI")
    )
    made = replace(made, model=made.model.model_copy(update={"units": units}), status=rows)
    save_case(made, tmp_path / "case")
    return load_case(tmp_path / "case")


def replace_units(case: Case) -> object:
    zones = [
        Zone.model_validate({"id": name, "title": title, "rivalry": "MWI-ZMB", "neighbours": ["MWI", "ZMB"]})
        for name, title in (("CHIPATA_ZONE", "Chipata (Fort Jameson)"), ("LUNDAZI", "Lundazi"))
    ]
    way = Corridor.model_validate({"id": "MCHINJI_ROAD", "title": "Mchinji road", "joins": ["MWI", "ZMB"]})
    return case.model.units.model_copy(update={"zones": tuple(zones), "corridors": (way,)})


def recorded(case: Case, *texts: str, states: bool = True) -> Recorded:
    assert case.root is not None
    for number, text in enumerate(texts):
        path = case.root.parent / f"text{number}.txt"
        path.write_text(f"Published: 2 June 2022\n\n{text}\n", encoding="utf-8")
        case = load_case(case.root)
        reading = read_document(path, case).to_json()
        items = review.waiting(review.items_of([reading], case), case)
        review.accept_all(case.root, items, "ana", "2022-06-03T10:00:00+00:00", "read")
    return record_claims(load_case(case.root), states=states)


def rows(case: Case) -> list[Row]:
    return [(one.subject, one.attribute, one.value, one.from_, one.to) for one in case.status]


def new(made: Recorded) -> list[Row]:
    return [(one.subject, one.attribute, one.value, one.from_, one.to) for one in made.states]


def test_a_way_is_as_the_last_claim_says(case: Case) -> None:
    made = recorded(
        case, "The Mchinji road was reopened on 4 May 2021.\n\nThe Mchinji road was closed on 3 March 2020."
    )
    assert new(made) == [
        ("MCHINJI_ROAD", "state", "closed", "2020-03-03", "2021-05-04"),
        ("MCHINJI_ROAD", "state", "open", "2021-05-04", None),
    ]
    assert all(f"status:{one.id}" in sum(made.backed.values(), ()) for one in made.states)


def test_ground_that_a_side_took_is_its_own_from_then_on(case: Case) -> None:
    made = recorded(
        case, "Malawian forces captured Chipata on 5 May 2021. Rwandan forces captured Lundazi on 6 May 2021."
    )
    assert new(made) == [("CHIPATA_ZONE", "control", "MWI", "2021-05-05", None)]
    assert ("CHIPATA_ZONE", "control", "ZMB", "2000", "2021-05-05") in rows(made.case)
    (row,) = made.states
    assert row.by == "force"
    assert any({f"status:{row.id}"} < {*records} for records in made.backed.values()), "its event is backed as well"


def test_what_the_case_has_already_is_backed_and_what_it_has_otherwise_is_left(case: Case) -> None:
    first = recorded(case, "Malawian forces captured Chipata on 5 May 2021.")
    assert case.root is not None
    save_case(first.case, case.root)
    made = recorded(
        load_case(case.root),
        "Malawi seized Fort Jameson on 7 May 2021.",
        "Malawian troops seized Chipata on 2 March 2021.",
    )
    assert made.states == ()
    assert any(f"status:{first.states[0].id}" in records for records in made.backed.values())
    assert "the case has it otherwise then (S-CHIPATA_ZONE: ZMB)" in made.left.values()


def test_talks_end_and_begin_again(case: Case) -> None:
    made = recorded(
        case,
        "Talks between Malawi and Zambia collapsed in March 2019.\n\nMalawi and Zambia held talks on 7 July 2021.\n\n"
        "Malawi met Rwanda on 8 July 2021.",
    )
    assert new(made) == [
        ("MWI-ZMB", "talks", "none", "2019-03", "2021-07-07"),
        ("MWI-ZMB", "talks", "contact", "2021-07-07", None),
    ]


def test_without_a_day_a_unit_or_a_value_nothing_is_written(case: Case) -> None:
    made = recorded(
        case,
        "The Mchinji road is closed. Zambia has not closed the Mchinji road since 4 May 2020.\n\n"
        "The Kasungu road was closed on 4 May 2021.\n\nTanzania has controlled Lundazi since 4 May 2021.",
    )
    assert made.states == ()
    assert {"it does not say since when", "no way that is a unit lies there"} <= {*made.left.values()}


def test_it_is_asked_for(case: Case) -> None:
    text = "Malawian forces captured Chipata on 5 May 2021."
    made = recorded(case, text, states=False)
    assert (made.states, made.stateable, made.case.status) == ((), 1, case.status)
    said = CliRunner().invoke(cli, ["record", str(case.root), "--dry-run"])
    assert said.exit_code == 0
    assert "1 claim says what holds of a way, of ground or of talks: --states" in " ".join(said.output.split())
    assert "CHIPATA_ZONE: MWI" in CliRunner().invoke(cli, ["record", str(case.root), "--states"]).output
    assert case.root is not None
    assert ("CHIPATA_ZONE", "control", "MWI", "2021-05-05", None) in rows(load_case(case.root))
    assert record_claims(load_case(case.root), states=True).states == ()


def test_what_is_said_of_a_way_and_of_talks_is_carried_on(case: Case) -> None:
    made = recorded(
        case,
        "The Mchinji road was closed on 3 March 2020 and reopened on 4 May 2021. Talks between Malawi and Zambia were "
        "suspended in 2012 and resumed in February 2014.",
    )
    assert [row[1:] for row in sorted(new(made))] == [
        ("state", "closed", "2020-03-03", "2021-05-04"),
        ("state", "open", "2021-05-04", None),
        ("talks", "contact", "2014-02", None),
        ("talks", "none", "2012", "2014-02"),
    ]


def test_ground_that_its_holder_leaves_is_the_other_sides(case: Case) -> None:
    made = recorded(
        case,
        "Malawian forces captured Chipata on 5 May 2021. Malawi withdrew from Chipata on 9 May 2021.\n\n"
        "Malawi withdrew 300 men from Lundazi on 10 May 2021. Malawi left Lundazi on 11 May 2021. "
        "Zambia left Lundazi on 12 May 2021.",
    )
    assert new(made) == [
        ("CHIPATA_ZONE", "control", "MWI", "2021-05-05", "2021-05-09"),
        ("CHIPATA_ZONE", "control", "ZMB", "2021-05-09", None),
    ]
    assert "the record does not have it taken by who left it" in made.left.values()


def test_who_helps_to_take_ground_does_not_hold_it(case: Case) -> None:
    made = recorded(case, "Malawian and Rwandan troops captured Chipata on 5 May 2021.")
    assert new(made) == [("CHIPATA_ZONE", "control", "MWI", "2021-05-05", None)]


def test_who_has_forces_somewhere_is_not_said_to_hold_the_ground(case: Case) -> None:
    made = recorded(case, "Malawi has had troops in Chipata since 5 May 2021.")
    assert made.states == ()
    assert "it says who has forces there, not who holds the ground" in made.left.values()
    (claim,) = made.case.claims
    assert (claim.mode, claim.gloss[:29]) == ("control", "Who has forces where (station")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Malawi closed the Mchinji road on 3 March 2020.", "closed"),
        ("Malawi reopened the Mchinji road on 3 March 2020.", "open"),
        ("On 3 March 2020 Malawi partially reopened the Mchinji road.", "restricted"),
    ],
)
def test_a_way_is_as_an_act_on_it_leaves_it(case: Case, text: str, value: str) -> None:
    assert new(recorded(case, text)) == [("MCHINJI_ROAD", "state", value, "2020-03-03", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Malawi closed the Mchinji road for several hours on 3 March 2020.",
        "Malawi blocked a convoy on the Mchinji road on 3 March 2020.",
        "Malawi did not close the Mchinji road on 3 March 2020.",
        "Malawi threatened on 3 March 2020 to close the Mchinji road.",
    ],
)
def test_a_way_is_not_shut_by_what_does_not_last_or_is_not_done(case: Case, text: str) -> None:
    assert new(recorded(case, text)) == []


def test_of_several_of_one_side_the_neighbour_of_the_ground_took_it(case: Case) -> None:
    units = case.model.units
    sides = (("MWI",), ("ZMB", "NORTH"))
    rivalry = units.rivalries[0].model_copy(update={"sides": sides})
    north = case.actors[0].model_copy(update={"id": "NORTH", "names": (Name(name="Northern League"),), "iso3": None})
    north = north.model_copy(update={"kind": "group"})
    units = units.model_copy(update={"rivalries": (rivalry,), "actors": (*units.actors, "NORTH")})
    held = tuple(row.model_copy(update={"value": "MWI"}) for row in case.status)
    changed = replace(
        case, model=case.model.model_copy(update={"units": units}), actors=(*case.actors, north), status=held
    )
    assert case.root is not None
    made = recorded(save_case(changed, case.root), "Zambia and the Northern League captured Lundazi on 3 March 2020.")
    assert new(made) == [("LUNDAZI", "control", "ZMB", "2020-03-03", None)]


def test_ground_that_a_side_came_into_is_pointed_out_and_not_given_to_it(case: Case) -> None:
    made = recorded(case, "Malawian troops entered Chipata on 5 May 2021.")
    assert made.states == ()
    assert [(one.zone, one.holder) for one in made.entered] == [("CHIPATA_ZONE", "ZMB")]
    assert recorded(case, "Malawian troops entered Chipata on 5 May 2021.", states=False).entered == ()
    told = CliRunner().invoke(cli, ["record", str(case.root), "--states", "--dry-run"]).output
    assert "CHIPATA_ZONE is ZMB's in status.csv" in told
    assert recorded(case, "Malawian forces captured Chipata on 6 May 2021.").entered == ()


def test_a_row_begins_on_the_day_that_the_closest_claim_names(case: Case) -> None:
    made = recorded(case, "Malawi captured Chipata in May 2021.", "Malawian forces captured Chipata on 5 May 2021.")
    assert new(made) == [("CHIPATA_ZONE", "control", "MWI", "2021-05-05", None)]
    assert ("CHIPATA_ZONE", "control", "ZMB", "2000", "2021-05-05") in rows(made.case)


def test_ground_that_a_side_lost_is_not_written_as_its_own(case: Case) -> None:
    made = recorded(
        case, "Malawian forces captured Chipata on 5 May 2021. Malawi lost Chipata to Zambia on 9 May 2021."
    )
    assert new(made) == [
        ("CHIPATA_ZONE", "control", "MWI", "2021-05-05", "2021-05-09"),
        ("CHIPATA_ZONE", "control", "ZMB", "2021-05-09", None),
    ]
    made = recorded(case, "Malawi has lost most of the territory of Lundazi since 9 May 2021.")
    assert not [row for row in new(made) if row[0] == "LUNDAZI"]


def test_ground_taken_by_who_has_long_held_it_backs_nothing(case: Case) -> None:
    made = recorded(case, "Zambian forces recaptured Lundazi from Malawi on 3 March 2020.")
    assert new(made) == []
    assert any("held by the same long before" in why for why in made.left.values())
