"""The direction of imports: a part may import what stands above it in the layout, never what stands below."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from interbellum.simulation.executables import PARTS

ROOT = Path(__file__).resolve().parents[1] / "src" / "interbellum"
LAYOUT = (
    "errors", "dates", "case", "sources", "reading", "record", "system", "mechanisms", "simulation", "inference",
    "scoring", "forecasting", "analysis", "views", "brief", "web", "cli",
)  # fmt: skip
"""The parts, highest first. The two faces come last; the command line may start the web page."""
DATA = {"cases"}
"""Folders of the package that hold data and no code."""
FACES = {"__init__", "__main__", "cli", "web"}
"""Modules that may use the public face of the package itself."""
NOT_PART = {"__pycache__"}


def part_of(path: Path) -> str:
    """Return the part that a module belongs to: the first name below the package."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of every import of a module of `package`, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, *filter(None, [node.module])))
            if name == "interbellum":
                yield from ((node.lineno, f"interbellum.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, name


def violations(part: str, tree: ast.AST, package: tuple[str, ...]) -> list[str]:
    """Return what a module of `part` imports against the layout."""
    found = []
    for line, name in imported(tree, package):
        first, _, rest = name.partition(".")
        if first != "interbellum" or rest == "__version__":
            continue
        target = rest.split(".")[0]
        if not target:
            if part not in FACES:
                found.append(f"line {line}: the public face, which lies below {part}")
        elif part in LAYOUT and target in LAYOUT and LAYOUT.index(target) > LAYOUT.index(part):
            found.append(f"line {line}: {name}, which lies below {part}")
    return found


def modules() -> list[Path]:
    """Return every module of the package."""
    return sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_from_above(path: Path) -> None:
    relative = path.relative_to(ROOT.parent).with_suffix("")
    package = relative.parts[:-1]
    found = violations(part_of(path), ast.parse(path.read_text(encoding="utf-8")), package)
    assert not found, f"{path.relative_to(ROOT)} imports {'; '.join(found)}"


RULES = ("text", "who", "when_and_where", "said", "counted", "acts", "holding")
"""The folders of the rule reader, each of which imports only from those before it."""


@pytest.mark.parametrize("folder", RULES)
def test_a_folder_of_the_rule_reader_imports_only_from_those_before_it(folder: str) -> None:
    rules = ROOT / "reading" / "rules"
    assert {path.name for path in rules.iterdir() if path.is_dir()} - NOT_PART == {*RULES}
    found = set()
    for path in (rules / folder).glob("*.py"):
        for _, name in imported(ast.parse(path.read_text(encoding="utf-8")), ()):
            if name.startswith("interbellum.reading.rules."):
                found.add(name.split(".")[3])
    assert found <= {*RULES[: RULES.index(folder) + 1]}


def reached(name: str) -> set[str]:
    """Return the modules of the program that importing one of them loads, by their dotted names."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        module = waiting.pop()
        stem = ROOT.joinpath(*module.split(".")[1:])
        path = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
        if module in found or not path.is_file():
            continue
        found.add(module)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("interbellum."):
                waiting += [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
                waiting.append(str(node.module).rpartition(".")[0])
    return found - {"interbellum"}


def test_what_is_kept_of_a_fit_is_known_by_all_the_code_that_makes_it() -> None:
    assert {name.split(".")[1] for name in reached("interbellum.inference.fitting")} == {*PARTS, "inference", "errors"}
    assert {name.split(".")[1] for name in reached("interbellum.simulation.assembly")} == {*PARTS, "errors"}


def test_every_part_has_its_place_in_the_layout() -> None:
    found = {path.name.removesuffix(".py") for path in ROOT.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert found - NOT_PART - DATA - {"__init__", "__main__"} <= set(LAYOUT)


def test_folders_of_data_hold_no_code() -> None:
    assert not [path for name in DATA for path in (ROOT / name).rglob("*.py")]


@pytest.mark.parametrize(
    ("part", "package", "source", "count"),
    [
        ("record", ("interbellum", "record"), "from interbellum.cli import main", 1),
        ("record", ("interbellum", "record"), "from ..simulation import engine", 1),
        ("record", ("interbellum", "record"), "def f():\n    import interbellum.views.fan", 1),
        ("case", ("interbellum", "case"), "import interbellum as ib", 1),
        ("case", ("interbellum", "case"), "from interbellum import record", 1),
        ("cli", ("interbellum", "cli"), "import interbellum as ib", 0),
        ("record", ("interbellum", "record"), "from interbellum.dates import Steps\nfrom .known import Known", 0),
        ("dates", ("interbellum",), "from interbellum.case import Case", 1),
    ],
)
def test_a_wrong_import_is_found(part: str, package: tuple[str, ...], source: str, count: int) -> None:
    assert len(violations(part, ast.parse(source), package)) == count
