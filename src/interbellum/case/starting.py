"""A new case: small, valid, and ready to be filled."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from interbellum.case.case import Case
from interbellum.case.csv_write import header_text
from interbellum.case.documents import Actor, CaseMeta
from interbellum.case.faults import first_fault
from interbellum.case.files import write_folder
from interbellum.case.geojson_text import EMPTY
from interbellum.case.hashing import plain
from interbellum.case.layout import SERIES
from interbellum.case.loading import load_case
from interbellum.case.tables import TABLES, Point
from interbellum.case.vocabulary import ActorKind, Step
from interbellum.case.yaml_write import block, inline
from interbellum.dates import parse_edtf
from interbellum.errors import CaseError, UsageError, Where

MECHANISMS = ("escalation", "lethality")
"""What a new case's model is made of: the two mechanisms that need nothing but a series of deaths."""

_ACTORS = "# Who takes part. The first name is the label; add every other name, alias and adjective that texts use.\n"
_MODEL = """\
# How the case maps onto the model: its units, the state at the start, coefficients that differ from the shipped ones.
start: {start}
mechanisms: {mechanisms}

units:
  actors: [{first}, {second}]
  rivalries:
    - id: {first}-{second}
      title: {rivalry}
      sides: [[{first}], [{second}]]
"""
_LISTS = {
    "perspectives.yaml": "# Readings of the conflict: who holds them, and what they change in the model.\n",
    "scenarios.yaml": "# What-ifs: exact choices in the language of the model, and what they assume.\n",
    "questions.yaml": "# Forecast questions, each with a horizon and the rule by which the record settles it.\n",
}


@dataclass(frozen=True)
class Side:
    """A side of a new case's rivalry: its name, what kind of actor it is, and for a state its ISO 3166-1 code.

    `id` is what the case calls it (`None`: A or B), `aliases` are other names that texts and datasets use.
    """

    name: str
    kind: ActorKind = "group"
    iso3: str | None = None
    id: str | None = None
    aliases: tuple[str, ...] = ()


def new_case(
    path: Path | str,
    *,
    title: str | None = None,
    question: str | None = None,
    sides: tuple[str | Side, str | Side] = ("First side", "Second side"),
    period: str = "2015-01/2024-12",
    step: Step = "month",
    time_zone: str = "UTC",
    languages: tuple[str, ...] = ("en",),
    licence: str = "CC-BY-4.0",
    authors: tuple[str, ...] = ("Unnamed",),
) -> Case:
    """Make the folder `path` with a minimal case of two sides and one rivalry, and return it loaded.

    The case's id is the folder's name in Latin letters, its title by default that name as it is, its question what
    happens next between the two. A side given by its name alone is a group; a state is a `Side` that says so. `period`
    is EDTF and needs a start, which is that of the model. Raises `CaseError` where the folder holds something already
    and `UsageError` for an argument that cannot be.
    """
    root = Path(path)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CaseError("there is something here already", where=Where(str(path)), hint="give a new folder")
    actors, folder = _actors(sides), root.resolve().name
    _refuse_half_characters(folder, title or "", question or "", *authors, *(actor.label for actor in actors))
    fields = {
        "id": _id_of(folder),
        "title": title or folder,
        "question": question or f"What happens next between {actors[0].label} and {actors[1].label}?",
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
        field, what, hint = first_fault(error)
        raise UsageError(f"{field}: {what}", hint=hint) from error
    start = parse_edtf(period).earliest
    if start is None:
        raise UsageError(f"the period {period!r} has no start", hint="write for instance 2015-01/2024-12")
    texts = _files(meta, actors, f"{start:%Y-%m}")
    write_folder(root, {name: text.encode() for name, text in texts.items()})
    return load_case(root)


def _id_of(folder: str) -> str:
    """Return a folder's name as an id: letters without accents; one of its own where it has no Latin letter at all."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", folder) if not unicodedata.combining(one))
    return re.sub(r"[^A-Za-z0-9_.:-]+", "-", bare).strip("-_.:") or f"case-{sha256(folder.encode()).hexdigest()[:8]}"


def _refuse_half_characters(*texts: str) -> None:
    """Raise `UsageError` for a text that UTF-8 cannot hold, as a shell gives it that is set to another encoding."""
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            raise UsageError(f"{text!a} holds what is no character", hint="give it in UTF-8") from None


def _actors(sides: tuple[str | Side, str | Side]) -> tuple[Actor, Actor]:
    """Return the sides as actors. Raises `UsageError` for what no actor can be, and for one actor on both sides."""
    found = []
    for side, letter in zip(sides, "AB", strict=True):
        one = side if isinstance(side, Side) else Side(side)
        fields: dict[str, Any] = {"id": one.id or letter, "names": [{"name": one.name}], "aliases": one.aliases}
        try:
            found.append(Actor.model_validate({**fields, "kind": one.kind, "iso3": one.iso3}))
        except ValidationError as error:
            field, what, hint = first_fault(error)
            raise UsageError(f"side {one.name!r}, {field}: {what}", hint=hint) from error
        if not one.name.strip():
            raise UsageError("a side has no name", hint="give each side the name that it is known by")
        if one.iso3 and one.kind != "state":
            raise UsageError(f"side {one.name!r}: a {one.kind} has no ISO code", hint="only a state has one")
    first, second = found
    if first.id == second.id:
        raise UsageError(f"both sides are called {first.id}", hint="give them ids that differ")
    return first, second


def _written(actor: Actor) -> str:
    """Return an actor's entry in `actors.yaml`: what it has, in the order of the case format."""
    lines = [f"- id: {inline(actor.id)}", "  names:", f"    - {{name: {inline(actor.label)}}}"]
    if actor.aliases:
        lines.append(f"  aliases: {inline(list(actor.aliases))}")
    lines.append(f"  kind: {actor.kind}")
    if actor.iso3:
        lines.append(f"  iso3: {inline(actor.iso3)}")
    return "\n".join(lines) + "\n"


def _files(meta: CaseMeta, sides: tuple[Actor, Actor], start: str) -> dict[str, str]:
    first, second = sides
    head = plain(meta)
    text = block({"id": head.pop("id"), "title": head.pop("title"), **head, "format": meta.format})
    return {
        "case.yaml": f"# What the case is about.\n{text}",
        "actors.yaml": _ACTORS + "".join(_written(actor) for actor in sides),
        "model.yaml": _MODEL.format(
            start=start,
            mechanisms=inline(list(MECHANISMS)),
            rivalry=inline(f"{first.label} and {second.label}"),
            first=inline(first.id),
            second=inline(second.id),
        ),
        "places.geojson": EMPTY,
        f"{SERIES}/deaths.csv": header_text(Point),
        **_LISTS,
        **{name: header_text(row) for name, row in TABLES.items()},
    }
