"""What tests of the command line share."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from command_line import Run

from interbellum.case import find_case
from interbellum.cli import cli


@pytest.fixture(scope="session")
def run() -> Run:
    """Return a function that runs a command line; stdout and stderr are kept apart, and no width is asked for."""

    def ran(*words: object, **more: Any) -> Result:
        env = {"COLUMNS": None, **(more.pop("env", None) or {})}
        return CliRunner().invoke(cli, [str(word) for word in words], env=env, **more)

    return ran


@pytest.fixture(scope="session")
def answer(run: Run) -> Callable[..., Any]:
    """Return a function that runs a command with --json and gives back what it wrote, read as strict JSON."""

    def read(*words: object, code: int = 0) -> Any:
        result = run(*words, "--json")
        assert result.exit_code == code, result.stderr
        return json.loads(result.stdout, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))

    return read


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """Return a function that runs a command which must fail: one line on stderr, nothing on stdout, exit 2."""

    def said(*words: object) -> str:
        result = run(*words)
        lines = result.stderr.splitlines()
        assert result.exit_code == 2, (result.exit_code, result.output)
        assert result.stdout == ""
        assert len(lines) == 1, lines
        assert "Traceback" not in lines[0]
        assert "a fault of the program" not in lines[0]
        return lines[0]

    return said


@pytest.fixture
def valleys(tmp_path: Path) -> Path:
    """Return a copy of the teaching case."""
    return Path(shutil.copytree(find_case("two-valleys"), tmp_path / "valleys"))
