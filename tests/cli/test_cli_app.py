"""The group of commands: lazy help, one line an error, exit codes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest
from command_line import Run

from interbellum.cli import cli
from interbellum.cli.app import entries, line_of
from interbellum.cli.output import progress, write_table
from interbellum.errors import CaseError, SchemaError, Where

HEAVY = ("numpy", "pandas", "pydantic", "jax", "rich", "xarray", "ruamel.yaml", "altair", "interbellum.case")


def program(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the installed program."""
    return subprocess.run([sys.executable, "-m", "interbellum", *words], capture_output=True, text=True, **more)


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(word: str) -> None:
    code = (
        "import sys, atexit; from interbellum.cli import main; "
        f"atexit.register(lambda: print([m for m in {HEAVY!r} if m in sys.modules])); main([{word!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_lists_every_command_with_what_it_does(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name, entry in entries().items():
        assert f"  {name} " in result.stdout
        assert entry.help.split()[0] in result.stdout


def test_every_command_of_the_catalogue_is_there_under_its_name() -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"interbellum {version('interbellum')}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "UsageError: No such command 'nonsense'"),
        (("replay",), "UsageError: Missing argument 'CASE'"),
        (("replay", "two-valleys", "--nonsense"), "UsageError: No such option"),
        (("replay", "two-valleys", "--known-basis", "rumour"), "UsageError: Invalid value for '--known-basis'"),
        (("replay", "two-valleys", "--on", "2022"), "DateError: --on: '2022' is not one day"),
        (("replay", "two-valleys", "--on", "2022-02-30"), "DateError: --on: '2022-02-30' does not exist"),
        (("replay", "two-valleys", "--known-by", "soon"), "DateError: --known-by: 'soon' is not an EDTF date"),
        (("diff", "two-valleys", "2004-01-01", "2005-13-01"), "DateError: B: "),
        (("replay", "karabah"), "CaseError: karabah: there is no such folder, and no bundled case of that name"),
        (("run", "two-valleys", "--members", "0"), "UsageError: Invalid value for '--members'"),
        (("run", "two-valleys", "--out", "x.csv"), "UsageError: x.csv: an ensemble cannot be written as .csv"),
        (("run", "two-valleys", "--scenario", "PEACE"), "UsageError: the case has no scenario 'PEACE'"),
        (("brief", "two-valleys", "--out", "x.odt"), "UsageError: x.odt: a brief cannot be saved as 'x.odt'"),
        (("brief", "two-valleys", "--since", "2030-01-01"), "UsageError: --since: nothing can have changed since"),
        (("backtest", "two-valleys", "--from", "2004-05-06"), "DateError: --from: '2004-05-06' is not one month"),
        (("backtest", "two-valleys", "--from", "2006-01", "--to", "2004-01"), "DateError: 2006-01 lies after 2004-01"),
        (("backtest", "two-valleys", "--from", "2010-06"), "UsageError: --from: 2010-06 lies after 2010-01, which is"),
        (("backtest", "two-valleys", "--origins", ","), "UsageError: --origins: no origin is named"),
        (("backtest", "two-valleys", "--origins", "2004-01", "--to", "2005-01"), "UsageError: --origins: origins are"),
        (("score", "two-valleys", "none.csv"), "UsageError: none.csv: there is no such file"),
        (("score", "two-valleys", "none.nc"), "UsageError: no ensemble at none.nc"),
        (("score", "two-valleys", "none.txt"), "UsageError: none.txt: this is no table"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_exit_2(refused: Any, words: tuple[str, ...], said: str) -> None:
    assert refused(*words).startswith(said)


def test_a_usage_error_says_where_help_is(refused: Any) -> None:
    assert refused("replay", "two-valleys", "--nonsense").endswith("(see interbellum replay --help)")


def test_an_error_line_names_the_type_the_place_and_what_to_do() -> None:
    error = SchemaError("what", where=Where("claims.csv", 3, "date"), hint="do this", others=(SchemaError("more"),))
    line = "SchemaError: claims.csv:3:date: what (do this) [and 1 more: run interbellum check]"
    assert line_of(error) == line
    assert line_of(CaseError("two\nlines")) == "CaseError: two lines"


def broken(error: BaseException) -> Any:
    """Return a function that raises."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def test_a_fault_of_the_program_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERBELLUM_TRACEBACK", raising=False)
    monkeypatch.setattr("interbellum.record.Record.state", broken(KeyError("x")))
    result = run("replay", "two-valleys")
    assert result.exit_code == 2
    assert result.stderr.startswith("KeyError: 'x' (a fault of the program")
    assert result.stderr.count("\n") == 1


def test_the_traceback_is_shown_to_whoever_asks_for_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERBELLUM_TRACEBACK", "1")
    monkeypatch.setattr("interbellum.record.Record.state", broken(KeyError("x")))
    assert isinstance(run("replay", "two-valleys").exception, KeyError)


def test_an_interruption_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interbellum.record.Record.state", broken(KeyboardInterrupt()))
    result = run("replay", "two-valleys")
    assert result.exit_code == 130
    assert result.stderr.strip() == "interrupted"


def test_a_reader_that_goes_away_ends_the_program_without_a_word() -> None:
    command = f"{sys.executable} -m interbellum replay karabakh --json | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_a_folder_that_cannot_be_written_is_one_line(refused: Any, tmp_path: Any) -> None:
    (tmp_path / "file").write_text("")
    line = refused("export", "geojson", "two-valleys", "--out", tmp_path / "file" / "x.json")
    assert line.startswith("UsageError: ")
    assert "is a file and no folder" in line


def test_the_program_runs_as_a_module_and_exits_with_its_codes() -> None:
    assert program("diff", "two-valleys", "2004-01-01", "2004-01-01").returncode == 1
    failed = program("replay", "nowhere", env={**os.environ, "PYTHONUTF8": "1"})
    assert failed.returncode == 2
    assert failed.stderr.count("\n") == 1


def test_a_table_loses_no_letter_of_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    words, name = "a sentence of words " * 14, "x" * 230
    write_table(None, ("name", ">number", "words"), [(name, 1.5, words)])
    shown = capsys.readouterr().out
    assert "…" not in shown
    assert shown.count("x") == len(name)
    assert shown.count("sentence") == 14


def test_a_number_is_never_broken(capsys: pytest.CaptureFixture[str]) -> None:
    write_table(None, ("name", ">number"), [("x" * 400, 1_234_567.0)])
    assert "1,234,567" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "meant"), [("opne", "open"), ("bref", "brief"), ("REPLAY", "replay"), ("forcast", "forecast")]
)
def test_a_mistyped_command_is_told_the_nearest(run: Run, word: str, meant: str) -> None:
    result = run(word)
    assert result.exit_code == 2
    assert f"Did you mean '{meant}'?" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_word_like_no_command_is_told_none(run: Run) -> None:
    assert "Did you mean" not in run("zzzzzz").stderr


@pytest.mark.parametrize("group", ["analyse", "export", "import"])
def test_a_group_without_a_command_shows_its_help(run: Run, group: str) -> None:
    result = run(group)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Usage: interbellum {group}")
    assert "\nCommands:\n" in result.stderr


def test_an_error_of_the_system_is_one_line() -> None:
    long = OSError(28, "Unable to write\n, filename = '/x', errno = 28, error message = 'No space left on device'")
    assert line_of(long) == "OSError: No space left on device"


def test_a_scenario_is_found_whatever_its_case(run: Run) -> None:
    said = run("run", "karabakh", "--scenario", "sc-peacekeepers-stay").stderr
    assert "did you mean SC-PEACEKEEPERS-STAY?" in said


def test_a_width_that_is_asked_for_is_kept_in_a_pipe() -> None:
    environment = {**os.environ, "COLUMNS": "60"}
    done = program("replay", "two-valleys", env=environment)
    tables = [line for line in done.stdout.splitlines() if line.startswith(" ")]
    assert tables
    assert max(len(line) for line in tables) <= 60


def test_a_reader_that_goes_away_ends_tables_as_a_shell_expects() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "interbellum", "replay", "two-valleys"]
    done = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_closed_output_is_one_line() -> None:
    line = f'"{sys.executable}" -m interbellum replay two-valleys >&-'
    done = subprocess.run(line, shell=True, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["UsageError: standard output is closed (give it a file or a terminal)"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "two-valleys", "--out", "{file}/x.nc"), "UsageError: --out: {file}/x.nc cannot be written"),
        (("brief", "two-valleys", "--out", "{file}/b.html"), "UsageError: --out: {file}/b.html cannot be written"),
        (("fit", "two-valleys", "--chart", "{file}/c.svg"), "UsageError: --chart: {file}/c.svg cannot be written"),
        (("fit", "two-valleys", "--chart", "c.gif"), "UsageError: --chart: a chart cannot be saved as 'c.gif'"),
        (("fit", "two-valleys", "--since", "2005-01-01", "--until", "2004-01-01"), "UsageError: --since: nothing came"),
        (("open", "two-valleys", "--no-serve", "--out", "{file}"), "UsageError: --out: {file} is a file"),
        (("open", "two-valleys", "--no-serve", "--out", "{file}/o"), "UsageError: --out: {file}/o cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_work(
    refused: Any, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "file"
    file.write_text("here")
    assert refused(*(word.format(file=file) for word in words)).startswith(said.format(file=file))
    assert file.read_text() == "here"


@pytest.mark.parametrize(
    ("command", "option", "name"), [("run", "--out", "x.nc"), ("brief", "--out", "x.html"), ("fit", "--chart", "x.svg")]
)
def test_a_folder_in_the_way_is_said_before_the_work(
    refused: Any, tmp_path: Path, command: str, option: str, name: str
) -> None:
    (tmp_path / name).mkdir()
    said = refused(command, "two-valleys", option, tmp_path / name)
    assert said.startswith(f"UsageError: {tmp_path / name}: this is a folder, and is left as it is")


def test_one_document_that_cannot_be_read_is_one_line(run: Run, tmp_path: Path) -> None:
    found = run("read", tmp_path / "none.txt")
    assert found.exit_code == 2
    (line,) = found.stderr.splitlines()
    assert line.startswith("1 of 1 could not be read: ")
    assert "No such file" in line


def test_an_interrupt_that_a_library_swallows_ends_the_work_at_its_next_step() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts with none
    try:
        with pytest.raises(KeyboardInterrupt):
            _work_that_swallows_an_interrupt()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def _work_that_swallows_an_interrupt() -> None:
    with progress("work", quiet=True) as tick:
        tick(0, 2)
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        tick(1, 2)
