"""What the OpenAPI promises of writes, asked at random on a copy of a case: no fault, one shape of error, all or none.

Whatever a write is answered with, the case on disk is sound and is the one that the app shows; where it was refused, no
byte of the folder has changed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import TOKEN
from hypothesis import HealthCheck, settings

import made_up
from interbellum.case import check_case, find_case, load_case, open_case
from interbellum.errors import ScoreError
from interbellum.web import Opened, create_app
from interbellum.web.pages import futures

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

HOST = "testserver"
SCHEMA = schemathesis.openapi.from_asgi(
    "/openapi.json", create_app(open_case("two-valleys"), hosts=(HOST,), token=TOKEN)
)
WRITING = SCHEMA.include(method=["POST", "PUT", "DELETE"])
SHAPE = {"status", "type", "what", "where", "hint"}


@dataclass(frozen=True)
class Workplace:
    """A copy of a case, and the app on it."""

    root: Path
    app: Any

    def digest(self) -> str:
        """Return a hash of every file of the copy."""
        found = hashlib.sha256()
        for path in sorted(self.root.rglob("*")):
            if path.is_file():
                found.update(str(path.relative_to(self.root)).encode() + b"\0" + path.read_bytes())
        return found.hexdigest()


def nothing(*_: Any, **__: Any) -> None:
    """End a job at once, as one whose work cannot be done."""
    raise ScoreError("not in this test")


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    folder = tmp_path_factory.mktemp("writes")
    root = Path(shutil.copytree(find_case("two-valleys"), folder / "valleys"))
    case = load_case(root)
    ensemble: Any = made_up.ensemble(case, "2010-06-01", leads=6, members=20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERBELLUM_CACHE", str(folder / "cache"))
        patch.setattr(futures, "work", nothing)
        patch.setattr("interbellum.web.scoring_jobs.score", nothing)
        patch.setattr("interbellum.web.update_jobs.run_as_of", nothing)
        app = create_app(Opened(case, ensemble=ensemble), hosts=(HOST,), token=TOKEN)
        yield Workplace(root, app)


@WRITING.parametrize()
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_written_is_answered_without_a_fault_and_whole(
    case: schemathesis.Case, workplace: Workplace
) -> None:
    before = workplace.digest()
    answer = case.call(app=workplace.app, headers={"x-write-token": TOKEN})
    assert answer.status_code < 500 or answer.status_code == 503, answer.text[:400]
    if answer.status_code >= 400:
        assert set(answer.json()["error"]) == SHAPE
        assert workplace.digest() == before
    if workplace.digest() != before:
        whole = load_case(workplace.root)
        assert not [found for found in check_case(whole) if found.severity == "error"]
        assert workplace.app.state.desk.opened[whole.id].case.hash == whole.hash


def test_every_write_is_asked_for() -> None:
    paths = SCHEMA.raw_schema["paths"]
    writes = {path for path, found in paths.items() if found.keys() & {"post", "put", "delete"}}
    assert {operation.ok().path for operation in WRITING.get_all_operations()} == writes
    assert len(writes) >= 10
