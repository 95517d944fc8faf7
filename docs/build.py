"""Write the generated pages of the documentation: the reference of commands and of the Python API, the JSON Schemas.

Run by `make docs`; tests fail while a page differs from what the code says. The picture is drawn by docs/picture.py.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click

import interbellum as ib

DOCS = Path(__file__).resolve().parent
_WIDTH = 100
_PARTS = {
    "inference.posterior": ("Diagnosis",),
    "analysis.explaining": ("Explained", "Contribution"),
    "analysis.representatives": ("Future",),
    "scoring.readings": ("ReadingScore", "Duel"),
}
"""What public classes are made of, documented beside them."""


def pages() -> dict[str, str]:
    """Return the generated pages by path below docs/."""
    from interbellum.case.schemas import schema_texts

    sys.path.insert(0, str(DOCS))
    try:
        hindcasts, scorecard = (import_module(name) for name in ("hindcasts", "scorecard"))
        results = {"hindcasts.md": hindcasts.written(), "scorecard.md": scorecard.written(), **scorecard.pictures()}
    finally:
        sys.path.remove(str(DOCS))
    schemas = {f"schema/{name}": text for name, text in schema_texts().items()}
    return {"reference/cli.md": cli_page(), "reference/api.md": api_page(), **results, **schemas}


def cli_page() -> str:
    """Return the reference of all commands, as their help tells it."""
    from interbellum.cli import cli

    parts = [
        "# Commands",
        "Written by `make docs` from the commands themselves.",
        "Every command that reads writes its answer as JSON to stdout with `--json`. Exit codes: 0; 1 where the\n"
        "answer is no (nothing differs, nothing was found); 2 for usage or input that cannot be, with one line on\n"
        "stderr that says what is wrong, where, and what to do; 130 when interrupted.",
    ]
    for command, context in walk(cli):
        level = "##" if command is cli or context.parent is None or context.parent.parent is None else "###"
        parts.append(f"{level} {context.command_path}\n\n```text\n{help_of(command, context)}\n```")
    return "\n\n".join(parts) + "\n"


def help_of(command: click.Command, context: click.Context) -> str:
    """Return a command's help at a fixed width."""
    formatter = click.HelpFormatter(width=_WIDTH, max_width=_WIDTH)
    command.format_help(context, formatter)
    return "\n".join(line.rstrip() for line in formatter.getvalue().rstrip().splitlines())


def walk(command: click.Command, parent: click.Context | None = None) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield a command and all below it, each with a context that knows its full name."""
    context = click.Context(command, info_name=command.name, parent=parent, **command.context_settings)
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from walk(below, context)


def api_page() -> str:
    """Return the reference of the public names and of what they return, from their docstrings."""
    parts = [
        "# Python API",
        "Written by `make docs` from the docstrings. What this page calls `ib.` is public; nothing else is promised.\n"
        "A path is text or a `Path`, a day is text as `2022-12-20` or a `date`. `EnsembleLike`, `PosteriorLike`,\n"
        "`Fitted` and `SummarisedFit` are what a function needs of an `ib.Ensemble` or an `ib.Posterior`.",
        "```python\nimport interbellum as ib\n```",
        "## Functions",
    ]
    values = {name: getattr(ib, name) for name in ib.__all__ if name != "__version__"}
    functions = {name: value for name, value in values.items() if inspect.isfunction(value)}
    classes = {n: v for n, v in values.items() if inspect.isclass(v) and not issubclass(v, Exception)}
    errors = {n: v for n, v in values.items() if inspect.isclass(v) and issubclass(v, Exception)}
    parts += [_function(f"ib.{name}", value) for name, value in functions.items()]
    parts += ["## Classes", *(_class(f"ib.{name}", value) for name, value in classes.items())]
    parts += ["## Parts of classes", *(_class(name, value) for name, value in _parts().items())]
    parts += ["## Errors", _table(errors), "`str(error)` is one line: where, what, and in brackets what to do."]
    return "\n\n".join(parts) + "\n"


def _parts() -> Mapping[str, type]:
    found: dict[str, type] = {}
    for home, names in _PARTS.items():
        module = import_module(f"interbellum.{home}")
        found |= {name: getattr(module, name) for name in names}
    return found


def _function(name: str, value: Any) -> str:
    return f"### {name}\n\n```python\n{name}{_signature(value)}\n```\n\n{inspect.getdoc(value)}"


_STARS: Mapping[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def _signature(value: Any) -> str:
    found = inspect.signature(value)
    parts, starred = [], False
    for one in found.parameters.values():
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
        starred = starred or one.kind in (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_POSITIONAL)
        stars = _STARS.get(one.kind, "")
        default = "" if one.default is inspect.Parameter.empty else f" = {one.default!r}"
        parts.append(f"{stars}{one.name}: {_spelt(one.annotation, value)}{default}")
    returned = f" -> {found.return_annotation}"
    line = f"({', '.join(parts)}){returned}"
    return line if len(line) <= 90 else "(\n" + "".join(f"    {part},\n" for part in parts) + f"){returned}"


def _spelt(annotation: Any, function: Any) -> str:
    """Return an annotation in which names of a few allowed words (`Literal`) are spelt out."""

    def words(found: re.Match[str]) -> str:
        meant = vars(sys.modules[function.__module__]).get(found[0])
        return " | ".join(map(repr, get_args(meant))) if get_origin(meant) is Literal else found[0]

    return re.sub(r"\b[A-Z]\w+", words, str(annotation))


def _class(name: str, value: type) -> str:
    parts = [f"### {name}", inspect.getdoc(value) or ""]
    fields = inspect.get_annotations(value)
    rows = {k: f"`{kind}`" for k, kind in fields.items() if not k.startswith("_") and "ClassVar" not in str(kind)}
    for member, found in vars(value).items():
        function = getattr(found, "func", None) or getattr(found, "fget", None) or getattr(found, "__func__", found)
        said = inspect.getdoc(function) if inspect.isfunction(function) else None
        if said and not member.startswith("_"):
            called = inspect.isfunction(found) or isinstance(found, (classmethod, staticmethod))
            rows[f"{member}({_names(found)})" if called else member] = said.split("\n\n")[0]
    if rows:
        parts.append("\n".join(["| member | |", "|---|---|", *(f"| `{k}` | {_cell(v)} |" for k, v in rows.items())]))
    return "\n\n".join(parts)


def _names(found: Any) -> str:
    """Return the arguments of a method as a call of it shows them."""
    function = getattr(found, "__func__", found)
    parts, starred = [], False
    for one in list(inspect.signature(function).parameters.values())[not isinstance(found, staticmethod) :]:
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        default = "" if one.default is inspect.Parameter.empty else f"={one.default!r}"
        parts.append(f"{_STARS.get(one.kind, '')}{one.name}{default}")
    return ", ".join(parts)


def _table(values: Mapping[str, type]) -> str:
    rows = [
        f"| `{name}` | `{value.__bases__[0].__name__}` | {_cell(inspect.getdoc(value) or '')} |"
        for name, value in values.items()
    ]
    return "\n".join(["| error | is a | |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the pages that differ."""
    for name, text in pages().items():
        path = DOCS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {path.relative_to(DOCS.parent)}\n")


if __name__ == "__main__":
    main()
