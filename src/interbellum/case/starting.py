"""A new case: small, valid, and ready to be filled."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import ValidationError

from interbellum.case.case import Case
from interbellum.case.csv_write import header_text
from interbellum.case.documents import CaseMeta
from interbellum.case.faults import details_of, say
from interbellum.case.files import write_folder
from interbellum.case.geojson_text import EMPTY
from interbellum.case.hashing import plain
from interbellum.case.layout import SERIES
from interbellum.case.loading import load_case
from interbellum.case.tables import TABLES, Point
from interbellum.case.vocabulary import Step
from interbellum.case.yaml_write import block, inline
from interbellum.dates import parse_edtf
from interbellum.errors import CaseError, UsageError, Where

MECHANISMS = ("escalation", "lethality")
"""What a new case's model is made of: the two mechanisms that need nothing but a series of deaths."""

_ACTORS = """\
# Who takes part. The first name is the label; add every other name, alias and adjective that texts use.
- id: A
  names:
    - {{name: {first}}}
  kind: state
- id: B
  names:
    - {{name: {second}}}
  kind: state
"""
_MODEL = """\
# How the case maps onto the model: its units, the state at the start, coefficients that differ from the shipped ones.
start: {start}
mechanisms: {mechanisms}

units:
  actors: [A, B]
  rivalries:
    - id: A-B
      title: {rivalry}
      sides: [[A], [B]]
"""
_LISTS = {
    "perspectives.yaml": "# Readings of the conflict: who holds them, and what they change in the model.\n",
    "scenarios.yaml": "# What-ifs: exact choices in the language of the model, and what they assume.\n",
    "questions.yaml": "# Forecast questions, each with a horizon and the rule by which the record settles it.\n",
}


def new_case(
    path: Path | str,
    *,
    title: str | None = None,
    question: str = "What happens next between the two sides?",
    sides: tuple[str, str] = ("First side", "Second side"),
    period: str = "2015-01/2024-12",
    step: Step = "month",
    time_zone: str = "UTC",
    languages: tuple[str, ...] = ("en",),
    licence: str = "CC-BY-4.0",
    authors: tuple[str, ...] = ("Unnamed",),
) -> Case:
    """Make the folder `path` with a minimal case of two sides and one rivalry, and return it loaded.

    The case's id is the folder's name. `period` is EDTF and needs a start, which is that of the model. Raises
    `CaseError` where the folder holds something already and `UsageError` for an argument that cannot be.
    """
    root = Path(path)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CaseError("there is something here already", where=Where(str(path)), hint="give a new folder")
    name = re.sub(r"[^A-Za-z0-9_.:-]+", "-", root.resolve().name).strip("-_.:") or "case"
    fields = {
        "id": name,
        "title": title or name,
        "question": question,
        "period": period,
        "step": step,
        "time_zone": time_zone,
        "languages": languages,
        "licence": licence,
        "authors": authors,
    }
    try:
        meta = CaseMeta.model_validate(fields)
    except ValidationError as error:
        details = details_of(error)[0]
        what, hint = say(details)
        raise UsageError(f"{details['loc'][0]}: {what}", hint=hint) from error
    start = parse_edtf(period).earliest
    if start is None:
        raise UsageError(f"the period {period!r} has no start", hint="write for instance 2015-01/2024-12")
    write_folder(root, {name: text.encode() for name, text in _files(meta, sides, f"{start:%Y-%m}").items()})
    return load_case(root)


def _files(meta: CaseMeta, sides: tuple[str, str], start: str) -> dict[str, str]:
    first, second = (inline(side) for side in sides)
    head = plain(meta)
    text = block({"id": head.pop("id"), "title": head.pop("title"), **head, "format": meta.format})
    return {
        "case.yaml": f"# What the case is about.\n{text}",
        "actors.yaml": _ACTORS.format(first=first, second=second),
        "model.yaml": _MODEL.format(
            start=start, mechanisms=inline(list(MECHANISMS)), rivalry=inline(f"{sides[0]} and {sides[1]}")
        ),
        "places.geojson": EMPTY,
        f"{SERIES}/deaths.csv": header_text(Point),
        **_LISTS,
        **{name: header_text(row) for name, row in TABLES.items()},
    }
