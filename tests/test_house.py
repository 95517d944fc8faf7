"""The house: dependencies declared and pinned, files short, the checks that are promised runnable."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINES = 500
CODE = sorted(
    path for folder in ("src", "tests", "benchmarks", "docs", "tools") for path in (ROOT / folder).rglob("*.py")
)


def named(requirement: str) -> str:
    """Return the normalised name of a requirement or a pin."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def imported(path: Path) -> Iterator[str]:
    """Yield the top-level names that a module imports from elsewhere."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0]


def test_everything_that_is_imported_is_a_declared_dependency() -> None:
    declared = {named(one) for one in PROJECT["project"]["dependencies"]}
    homes = packages_distributions()
    missing = {}
    for path in (ROOT / "src").rglob("*.py"):
        for name in imported(path):
            if name in sys.stdlib_module_names or name == "interbellum":
                continue
            owners = {named(one) for one in homes.get(name, [name])}
            if not owners & declared and not owners & {"pydantic-core"}:
                missing[name] = path.relative_to(ROOT).as_posix()
    assert not missing


def test_every_dependency_is_pinned() -> None:
    groups = PROJECT["dependency-groups"]
    wanted = {named(one) for one in (*PROJECT["project"]["dependencies"], *groups["dev"])}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {named(line) for line in lines if line and not line.startswith("#")}
    assert wanted <= pinned
    assert all("==" in line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_stays_short_enough_to_do_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < LINES


@pytest.mark.parametrize("target", ["run", "setup", "test", "lint", "types", "docs", "bench"])
def test_make_knows_every_promised_target(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_make_run_hands_its_arguments_on() -> None:
    done = subprocess.run(
        ["make", "-n", "run", "ARGS=--no-serve"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "interbellum open karabakh --no-serve" in done.stdout


def test_the_check_script_is_a_sound_and_executable_shell_script() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", script], capture_output=True).returncode == 0


@pytest.mark.parametrize("name", ["State", "Dispute"])
def test_one_name_is_one_thing(name: str) -> None:
    """What the model's state is and what a dispute of the record is has one definition, by which all others go."""
    defined = [path for path in sorted((ROOT / "src").rglob("*.py")) if _defines(path, name)]
    assert len(defined) == 1, defined


TWO_THINGS = frozenset(
    {"Choice", "Corridor", "Known", "Mission", "Name", "Paragraph", "Plain", "Reader", "Reading", "Sentence", "Table",
     "Tally"}
)  # fmt: skip
"""Classes whose name another class has as well; no more are to come."""


def test_no_two_classes_have_one_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    twice = {name: found for name, found in homes.items() if len(found) > 1}
    assert {name: found for name, found in twice.items() if name not in TWO_THINGS} == {}
    assert twice.keys() >= TWO_THINGS, "a name that is one thing again leaves the list"


def _defines(path: Path, name: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    given = {node.id for one in ast.walk(tree) if isinstance(one, ast.Assign) for node in one.targets
             if isinstance(node, ast.Name)}  # fmt: skip
    return name in classes | given
