"""new, check and cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import Run

import interbellum as ib


def test_a_new_case_is_made_and_sound(run: Run, answer: Any, tmp_path: Path) -> None:
    folder = tmp_path / "rivers"
    words = ("--title", "Two rivers", "--side", "North", "--side", "South", "--period", "2018/2022", "--author", "Me")
    result = run("new", folder, *words)
    assert result.exit_code == 0, result.stderr
    case = ib.open_case(folder)
    assert (case.meta.title, case.meta.period, case.meta.authors) == ("Two rivers", "2018/2022", ("Me",))
    assert [actor.label for actor in case.actors] == ["North", "South"]
    assert answer("check", folder)["sound"] is True


def test_a_group_whose_name_is_that_of_a_state_but_for_a_slip_is_pointed_out(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "kashmir"
    result = run("new", folder, "--side", "Indai", "--side", "Pakistan")
    assert "Indai is INDAI, kind group. If India is meant, correct it in actors.yaml" in result.stdout
    assert "is meant" not in run("add", folder, "--actor", "China", "--actor", "Hill League").stdout
    assert "If Sri Lanka is meant" in run("add", folder, "--actor", "Sri Lnaka").stdout


def test_a_state_and_rebels_are_told_apart(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "tigray"
    result = run("new", folder, "--side", "Ethiopia", "--side", "Tigray People's Liberation Front, id=TPLF")
    assert "Ethiopia is ETH, kind state with the ISO code ETH." in result.stdout
    assert "Tigray People's Liberation Front is TPLF, kind group." in result.stdout
    assert [(one.id, one.kind, one.iso3) for one in ib.open_case(folder).actors] == [
        ("ETH", "state", "ETH"),
        ("TPLF", "group", None),
    ]


def test_a_kind_that_there_is_not_is_refused(refused: Any, tmp_path: Path) -> None:
    assert "no kind is called 'rebels'" in refused("new", tmp_path / "x", "--side", "X, kind=rebels", "--side", "Y")
    assert not (tmp_path / "x").exists()


def test_a_new_case_is_not_made_over_something(refused: Any, valleys: Path) -> None:
    assert "there is something here already" in refused("new", valleys)


def test_a_rivalry_needs_two_sides(refused: Any, tmp_path: Path) -> None:
    assert "two sides" in refused("new", tmp_path / "x", "--side", "North")
    assert not (tmp_path / "x").exists()


def test_a_side_is_named_before_its_fields(refused: Any, tmp_path: Path) -> None:
    assert "has no name" in refused("new", tmp_path / "x", "--side", "MAR=Morocco", "--side", "North")
    assert not (tmp_path / "x").exists()


def test_a_period_that_is_no_date_is_refused(refused: Any, tmp_path: Path) -> None:
    assert "period" in refused("new", tmp_path / "x", "--period", "sometimes")
    assert not (tmp_path / "x").exists()


def test_the_bundled_cases_are_sound(answer: Any) -> None:
    for name in ib.bundled():
        data = answer("check", name)
        assert data["sound"] is True
        assert data["errors"] == 0
        assert data["hash"]


def test_warnings_alone_are_exit_0_and_listed(run: Run, answer: Any, valleys: Path) -> None:
    (valleys / "stray.csv").write_text("a,b\n1,2\n")
    data = answer("check", valleys)
    assert data["sound"] is True
    assert data["warnings"] == len(data["findings"]) > 0
    assert {"severity", "code", "file", "row", "column", "what", "hint"} == set(data["findings"][0])
    assert "warning: " in run("check", valleys).stdout


def test_many_warnings_of_one_kind_are_told_by_their_number(run: Run, answer: Any, valleys: Path) -> None:
    path = valleys / "status.csv"
    head, *_ = path.read_text().splitlines()
    rows = (f"S-NEW-{year},UPPER,condition,quiet,{year},{year},,assessed,normal," for year in range(2001, 2010))
    path.write_text("\n".join([*path.read_text().splitlines(), *rows]) + "\n")
    assert head.startswith("id,subject,attribute")
    unbacked = [one for one in answer("check", valleys)["findings"] if one["code"] == "unbacked"]
    assert len(unbacked) == 9
    told = run("check", valleys).stdout
    assert told.count("no accepted claim backs") == 4
    assert "warning: status.csv: 5 more of this kind (--all lists them)" in told
    assert told.splitlines()[-1].endswith("0 errors, 9 warnings")
    assert run("check", valleys, "--all").stdout.count("no accepted claim backs") == 9


def test_many_faults_of_one_kind_are_told_by_their_number(run: Run, answer: Any, valleys: Path) -> None:
    path = valleys / "status.csv"
    rows = (f"S-NEW-{year},UPPER,condition,quiet,{year},{year},,guessed,normal," for year in range(2001, 2010))
    path.write_text("\n".join([*path.read_text().splitlines(), *rows]) + "\n")
    told = run("check", valleys).stdout
    assert told.count("'guessed' is not allowed") == 4
    assert "error: status.csv: 5 more of this kind (--all lists them)" in told
    assert run("check", valleys, "--all").stdout.count("'guessed' is not allowed") == 9
    assert len(answer("check", valleys, code=2)["findings"]) == 9


def test_every_fault_of_a_file_is_listed_at_once(run: Run, answer: Any, valleys: Path) -> None:
    path = valleys / "events.csv"
    path.write_text(path.read_text().replace("CONSULT", "CHAT").replace("THREATEN", "SHOUT"))
    data = answer("check", valleys, code=2)
    assert data["sound"] is False
    assert len([item for item in data["findings"] if item["file"] == "events.csv"]) >= 2
    assert run("check", valleys).stdout.count("error: events.csv:") >= 2


def test_check_writes_the_descriptor_of_a_sound_case_only(run: Run, valleys: Path) -> None:
    assert run("check", valleys, "--write").exit_code == 0
    package = json.loads((valleys / "datapackage.json").read_text())
    assert package["name"] == "two-valleys"
    (valleys / "datapackage.json").unlink()
    path = valleys / "claims.csv"
    path.write_text(path.read_text().replace("event:E-2000-TALKS", "event:E-NOWHERE", 1))
    assert run("check", valleys, "--write").exit_code == 2
    assert not (valleys / "datapackage.json").exists()


def test_cases_lists_what_is_bundled(run: Run, answer: Any) -> None:
    assert [case["case"] for case in answer("cases", "list")] == list(ib.bundled())
    plain = run("cases")
    assert plain.exit_code == 0
    assert all(name in plain.stdout for name in ib.bundled())


def test_cases_show_tells_what_one_holds(run: Run, answer: Any) -> None:
    data = answer("cases", "show", "two-valleys")
    case = ib.open_case("two-valleys")
    assert data["counts"]["claims"] == len(case.claims)
    assert data["units"]["rivalries"] == ["UPPER-LOWER"]
    assert [one["id"] for one in data["scenarios"]] == [one.id for one in case.scenarios]
    assert data["summary"]["by_kind"]["event"] > 0
    assert [one["unexplained"] for one in data["summary"]["coverage"]] == [[], []]
    plain = run("cases", "show", "two-valleys").stdout
    assert case.meta.question in plain
    assert "says only that the article is made up" in plain


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("mechanisms: [escalation, displacement]", "needs communities"),
        ("mechanisms: [escalation]\nparameters:\n  - {name: escalation.heta, value: 1, unit: x, basis: judgement, "
         "source: x}", "unknown parameter 'escalation.heta'"),
        ("mechanisms: [escalation]\nparameters:\n  - {name: escalation.heat, prior: {family: normal, a: 0, b: -2}, "
         "unit: x, basis: fitted, source: x}", "cannot be sampled"),
    ],
)  # fmt: skip
def test_a_model_that_cannot_be_set_up_is_not_sound(answer: Any, valleys: Path, model: str, said: str) -> None:
    path = valleys / "model.yaml"
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(model if row.startswith("mechanisms:") else row for row in rows), encoding="utf-8")
    data = answer("check", valleys, code=2)
    (fault,) = [one for one in data["findings"] if one["severity"] == "error"]
    assert fault["code"] == "model"
    assert said in fault["what"]


def test_a_zone_that_nobody_holds_at_the_start_is_no_sound_case(run: Run, answer: Any, valleys: Path) -> None:
    path = valleys / "status.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("UPPER,1991,,,", "UPPER,2000-01-20,,,"), encoding="utf-8")
    (fault,) = answer("check", valleys, code=2)["findings"]
    assert (fault["file"], fault["what"]) == ("status.csv", "nobody controls zone RIDGE at the model's start")
    assert run("fit", valleys).exit_code == 2
