"""serve: what it serves, where, and how loudly it warns."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest
import xarray as xr
from click.testing import CliRunner, Result

import interbellum as ib
from interbellum.cli import cli
from interbellum.cli.opening import open_command
from interbellum.web import serving
from interbellum.web.job_routes import jobs_of


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have been served: the app and its socket; serving says at once that it is ready."""
    found: list[Any] = []

    def serve(app: Any, bound: socket.socket, ready: Any) -> None:
        found.append((app, bound.getsockname()))
        bound.close()
        ready()

    monkeypatch.setattr(serving, "serve", serve)
    return found


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["serve", *words, "--no-open"])


def test_serve_serves_the_named_cases_on_this_machine(served: list[Any]) -> None:
    result = run("two-valleys", "--port", "0")
    [(app, (host, port))] = served
    assert (host, list(app.state.desk.opened)) == ("127.0.0.1", ["two-valleys"])
    assert f"http://127.0.0.1:{port}/" in result.stdout
    assert "WARNING" not in result.output


def test_serving_others_is_warned_of_loudly(served: list[Any]) -> None:
    result = run("two-valleys", "--port", "0", "--host", "0.0.0.0")
    assert "WARNING" in result.stderr
    assert "no password" in result.stderr
    assert len(served) == 1


def test_a_port_in_use_is_told_in_one_line(served: list[Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("two-valleys", "--port", str(port))
    assert (result.exit_code, served) == (2, [])
    [line] = result.stderr.strip().splitlines()
    assert line.startswith(f"UsageError: 127.0.0.1:{port}: ")
    assert "--port" in line


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere",), "nowhere"),
        (("two-valleys", "--port", "99999"), "99999"),
        (("two-valleys", "two-valleys"), "two cases"),
    ],
)
def test_what_cannot_be_served_is_told_in_one_line(served: list[Any], words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert (result.exit_code, served) == (2, [])
    [line] = result.stderr.strip().splitlines()
    assert told in line


def test_serve_takes_up_the_futures_that_open_left(served: list[Any], tmp_path: Path) -> None:
    ib.run(ib.open_case("two-valleys"), months=2, members=20).save(tmp_path / "ensemble.nc")
    result = run("two-valleys", "--port", "0", "--out", str(tmp_path))
    assert "left out" not in result.stderr
    opened = served[0][0].state.desk.opened["two-valleys"]
    assert dict(opened.ensemble.dataset.sizes)["member"] == 20
    assert opened.ensemble.draws.id == "prior"
    with xr.load_dataset(tmp_path / "ensemble.nc", engine="h5netcdf") as data:
        data.attrs["case_hash"] = "of another day"
    data.to_netcdf(tmp_path / "ensemble.nc", engine="h5netcdf")
    assert "another state of the case" in run("two-valleys", "--port", "0", "--out", str(tmp_path)).stderr
    assert served[1][0].state.desk.opened["two-valleys"].ensemble is None


def test_futures_that_cannot_be_read_are_left_out(served: list[Any], tmp_path: Path) -> None:
    (tmp_path / "ensemble.nc").write_bytes(b"spoilt")
    assert "it cannot be read" in run("two-valleys", "--port", "0", "--out", str(tmp_path)).stderr
    assert served[0][0].state.desk.opened["two-valleys"].ensemble is None


def test_futures_whose_posterior_is_spoilt_are_left_out(
    served: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERBELLUM_CACHE", str(tmp_path / "cache"))
    case = ib.open_case("two-valleys")
    ib.run(case, months=2, members=20).save(tmp_path / "ensemble.nc")
    with xr.load_dataset(tmp_path / "ensemble.nc", engine="h5netcdf") as data:
        data.attrs["posterior"] = "spoilt"
    data.to_netcdf(tmp_path / "ensemble.nc", engine="h5netcdf")
    (tmp_path / "cache" / "posteriors").mkdir(parents=True)
    (tmp_path / "cache" / "posteriors" / "spoilt.nc").write_bytes(b"spoilt")
    assert "its posterior cannot be read" in run("two-valleys", "--port", "0", "--out", str(tmp_path)).stderr
    assert served[0][0].state.desk.opened["two-valleys"].ensemble is None


def test_open_serves_unless_told_not_to() -> None:
    names = {option for parameter in open_command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {"--no-serve", "--port", "--open", "--no-open"} <= names


def test_a_job_that_does_not_heed_the_end_does_not_hold_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go, left = threading.Event(), threading.Event(), []

    def serve(app: Any, bound: socket.socket, ready: Any) -> None:
        bound.close()
        jobs_of(app.state.desk).submit("run", "two-valleys", "a run", {}, lambda _: (begun.set(), go.wait(20)))
        assert begun.wait(5)
        raise KeyboardInterrupt

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr("interbellum.cli.serving.PATIENCE", 0.05)
    monkeypatch.setattr("os._exit", lambda code: (left.append(code), go.set()))
    result = run("two-valleys", "--port", "0")
    assert (left, result.exit_code) == ([130], 130)
