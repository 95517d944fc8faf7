"""The documentation: generated pages are fresh, every command and option is told of, no link leads nowhere."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

import interbellum as ib
from interbellum.cli import cli
from interbellum.cli.app import entries

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))


def builder() -> ModuleType:
    """Return docs/build.py as a module."""
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = builder()
COMMANDS = {context.command_path: command for command, context in BUILD.walk(cli)}


@pytest.mark.parametrize("page", ["reference/cli.md", "reference/api.md"])
def test_a_generated_page_says_what_the_code_says(page: str) -> None:
    fresh = {"reference/cli.md": BUILD.cli_page, "reference/api.md": BUILD.api_page}[page]()
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == fresh, "run make docs"


def test_the_page_of_the_api_shows_which_arguments_take_several() -> None:
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    for name in ib.__all__:
        function = getattr(ib, name)
        for one in inspect.signature(function).parameters.values() if inspect.isfunction(function) else ():
            stars = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind)
            assert stars is None or f" {stars}{one.name}: " in page, (name, one.name)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.get_short_help_str(200)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    silent = [p.opts[0] for p in command.params if isinstance(p, click.Option) and not p.help]
    if name.split()[-1] in ("read", "classify", "dates", "review"):
        silent = [one for one in silent if one != "--reader"]
    assert not silent


@pytest.mark.parametrize("name", [name for name in COMMANDS if " " in name])
def test_every_argument_is_named_in_the_help_of_its_command(name: str) -> None:
    command = COMMANDS[name]
    context = click.Context(command)
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            word = parameter.make_metavar(context).strip("[].").split(".")[0].rstrip("]")
            assert word in (command.help or "") or word in command.get_usage(context), f"{name}: {word}"


def test_the_catalogue_and_the_commands_agree_on_the_first_words() -> None:
    for name, entry in entries().items():
        assert entry.help.endswith("."), name
        assert len(entry.help) <= 64, name


def shown_commands() -> Iterator[Any]:
    """Yield every command line of the program that the pages show."""
    for page in PAGES:
        for block in re.findall(r"```(?:console|sh|bash)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                words = line.strip().removeprefix("$ ")
                if words.startswith("interbellum "):
                    yield pytest.param(words, id=f"{page.relative_to(ROOT)}: {words[:60]}")


@pytest.mark.parametrize("line", list(shown_commands()))
def test_the_commands_that_pages_show_are_understood(line: str) -> None:
    words = shlex.split(line.split("#")[0].split(" > ")[0].split(" | ")[0])[1:]
    command: click.Command = cli
    context = click.Context(cli, info_name="interbellum")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        _, below, words = command.resolve_command(context, words)
        assert below is not None, line
        command, context = below, click.Context(below, info_name=below.name, parent=context)
    if not {"--help", "--version"} & set(words):
        command.parse_args(context, words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_link_leads_nowhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_page_is_told_of_in_the_table_of_contents(page: Path) -> None:
    contents = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    if page.parent != ROOT and page.name != "README.md":
        assert page.relative_to(ROOT / "docs").as_posix() in contents


def shown_python() -> list[Any]:
    """Return every block of Python that the pages show."""
    return [
        pytest.param(block, id=f"{page.relative_to(ROOT)} {number}")
        for page in PAGES
        if page.name != "api.md"
        for number, block in enumerate(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    ]


@pytest.mark.parametrize("block", shown_python())
def test_the_python_that_pages_show_uses_only_what_is_public(block: str) -> None:
    tree = ast.parse(block)
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ib"
    }
    assert used <= set(ib.__all__)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        function = call.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "ib":
            names = [keyword.arg for keyword in call.keywords if keyword.arg]
            fillers = dict.fromkeys(names)
            inspect.signature(getattr(ib, function.attr)).bind(*call.args, **fillers)


def test_the_scenarios_that_pages_name_are_bundled() -> None:
    known = {scenario.id for name in ib.bundled() for scenario in ib.open_case(name).scenarios}
    named = {word for page in PAGES for word in re.findall(r"\bSC-[A-Z0-9-]+[A-Z0-9]\b", page.read_text("utf-8"))}
    assert named
    assert named <= known
