"""New cases, bundled cases, and finding them by name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import interbellum.case as package
from interbellum.case import Side, bundled, check_case, find_case, load_case, new_case, open_case, save_case
from interbellum.errors import CaseError, UsageError


def test_a_new_case_opens_without_findings(tmp_path: Path) -> None:
    case = new_case(tmp_path / "my case", sides=("Alpha: one", "yes"), title="No", authors=("A, B",))
    assert case == load_case(tmp_path / "my case")
    assert check_case(case) == ()
    assert (case.id, case.meta.title, case.model.start) == ("my-case", "No", "2015-01")
    assert [actor.label for actor in case.actors] == ["Alpha: one", "yes"]
    assert [actor.kind for actor in case.actors] == ["group", "group"]
    assert case.series == {"deaths": ()}


def test_a_folder_named_in_any_script_has_an_id_and_title_of_its_own(tmp_path: Path) -> None:
    cases = [new_case(tmp_path / name) for name in ("Dağlıq Qarabağ", "Հայաստան", "საქართველო")]
    ids = [case.id for case in cases]
    assert ids[0] == "Dagl-q-Qarabag"
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"case-[0-9a-f]{8}", one) for one in ids[1:])
    assert [case.meta.title for case in cases] == ["Dağlıq Qarabağ", "Հայաստան", "საქართველო"]
    assert [check_case(case) for case in cases] == [(), (), ()]


def test_sides_have_their_kinds_and_ids_and_the_rivalry_is_named_for_them(tmp_path: Path) -> None:
    sides = (Side("Ethiopia", "state", "ETH", "ETH"), Side("The Front", id="NO", aliases=("a: b", "TPLF")))
    case = new_case(tmp_path / "case", sides=sides)
    assert check_case(case) == ()
    assert [(one.id, one.kind, one.iso3, one.aliases) for one in case.actors] == [
        ("ETH", "state", "ETH", ()),
        ("NO", "group", None, ("a: b", "TPLF")),
    ]
    (rivalry,) = case.model.units.rivalries
    assert (rivalry.id, rivalry.sides) == ("ETH-NO", (("ETH",), ("NO",)))


@pytest.mark.parametrize(
    ("sides", "message"),
    [
        (("North", Side("South", id="A")), "both sides are called A (give them ids that differ)"),
        (("North", Side("South", iso3="SOU")), "side 'South': a group has no ISO code (only a state has one)"),
        (("North", Side("South", id="a b")), "side 'South', id: 'a b' is not an id "),
        (("North", " "), "a side has no name (give each side the name that it is known by)"),
    ],
)
def test_sides_that_cannot_be_are_refused(tmp_path: Path, sides: tuple[str | Side, str | Side], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        new_case(tmp_path / "case", sides=sides)
    assert str(caught.value).startswith(message)
    assert not (tmp_path / "case").exists()


def test_a_new_case_can_be_saved_again_without_a_changed_byte(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    before = {path: path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file()}
    save_case(case, tmp_path / "case")
    assert {path: path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file()} == before


def test_what_is_added_to_a_new_case_keeps_its_comments(tmp_path: Path) -> None:
    from dataclasses import replace

    teaching = load_case(find_case("two-valleys"))
    case = new_case(tmp_path / "case")
    save_case(replace(case, scenarios=teaching.scenarios), tmp_path / "case")
    text = (tmp_path / "case" / "scenarios.yaml").read_text(encoding="utf-8")
    assert text.startswith("# What-ifs")
    assert load_case(tmp_path / "case").scenarios == teaching.scenarios


def test_a_new_case_needs_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    for path in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(CaseError) as caught:
            new_case(path)
        assert str(caught.value) == f"{path}: there is something here already (give a new folder)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"step": "day"}, "step: 'day' is not allowed (allowed: month, week)"),
        ({"period": "often"}, "period: 'often' is not an EDTF date "),
        ({"period": "../2020"}, "the period '../2020' has no start (write for instance 2015-01/2024-12)"),
    ],
)
def test_an_argument_that_cannot_be_is_refused(tmp_path: Path, arguments: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        new_case(tmp_path / "case", **arguments)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)
    assert not (tmp_path / "case").exists()


def test_bundled_cases_open_by_name_and_are_sound() -> None:
    assert "two-valleys" in bundled()
    case = open_case("two-valleys")
    assert case.id == "two-valleys"
    assert check_case(case) == ()


def test_a_case_opens_by_its_folder(valleys: Path) -> None:
    assert open_case(valleys).root == valleys
    assert open_case(str(valleys)).hash == open_case("two-valleys").hash


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CaseError) as caught:
        open_case("two-valley")
    assert str(caught.value) == (
        "two-valley: there is no such folder, and no bundled case of that name (did you mean two-valleys?)"
    )
    monkeypatch.setattr("interbellum.case.catalogue.CASES", tmp_path)
    with pytest.raises(CaseError, match=r"no bundled case of that name$"):
        open_case("two-valleys")


def test_an_unsound_case_does_not_open(valleys: Path) -> None:
    path = valleys / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("C-03,REVIEW", "C-03,REVUE"), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        open_case(valleys)
    assert str(caught.value) == "claims.csv:4:source: 'REVUE' is no source of the case (did you mean REVIEW?)"


def test_the_package_names_what_it_offers_and_nothing_else() -> None:
    assert sorted(package.__all__) == package.__all__
    for name in package.__all__:
        assert getattr(package, name).__doc__
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        package.nothing  # noqa: B018


def test_importing_the_package_reads_no_yaml_library_and_no_schema() -> None:
    code = "import sys, interbellum.case; print([m for m in ('pydantic', 'ruamel.yaml', 'edtf') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_question_names_the_sides_where_none_is_given(tmp_path: Path) -> None:
    assert (
        new_case(tmp_path / "one", sides=("Hill", "Vale")).meta.question == "What happens next between Hill and Vale?"
    )
    assert new_case(tmp_path / "two", question="Who holds the ford?").meta.question == "Who holds the ford?"
