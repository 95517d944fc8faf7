"""Cases that come with the program, and finding a case by name or folder."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from interbellum.case.case import Case
from interbellum.case.checking import ensure_sound
from interbellum.case.faults import nearest
from interbellum.case.loading import load_case
from interbellum.errors import CaseError, Where

CASES = Path(__file__).resolve().parents[1] / "cases"


def bundled() -> tuple[str, ...]:
    """Return the names of the bundled cases, sorted."""
    return tuple(sorted(path.parent.name for path in CASES.glob("*/case.yaml")))


def argument_of(case: Case) -> str:
    """Return how a case is named on the command line: a bundled one by its id, else its folder, quoted for a shell."""
    root = case.root
    return case.id if root is None or root.resolve().is_relative_to(CASES) else quote(str(root))


def find_case(name_or_path: Path | str) -> Path:
    """Return the folder of a case: an existing folder, or a bundled case by its name. Raises `CaseError`."""
    path = Path(name_or_path)
    if path.is_dir():
        return path
    names = bundled()
    if str(name_or_path) in names:
        return CASES / str(name_or_path)
    raise CaseError(
        "there is no such folder, and no bundled case of that name",
        where=Where(str(name_or_path)),
        hint=nearest(str(name_or_path), names) if names else None,
    )


def open_case(name_or_path: Path | str) -> Case:
    """Return a bundled case or the case in a folder, loaded and found sound.

    Raises `CaseError` in one line for what cannot be read and for the first finding of severity `error`.
    """
    case = load_case(find_case(name_or_path))
    ensure_sound(case)
    return case
