"""The brief of an opened case: made once for its futures and scores, framed by the analyst, written in every form."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from interbellum.brief import Brief, brief
from interbellum.brief.framing import LONGEST, Framing, framed
from interbellum.brief.sentence import Block, Figure, Folded
from interbellum.case.cache import cache_folder
from interbellum.case.case import Case
from interbellum.case.files import write_files
from interbellum.case.period import time_zone
from interbellum.errors import UsageError
from interbellum.scoring import Scorecard
from interbellum.views.theme import ThemeName
from interbellum.views.view import NARROW, WIDE, View
from interbellum.web.address import Address
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import NotThereError
from interbellum.web.kept_scores import own_card
from interbellum.web.update_jobs import checked_since, earlier_of

EVIDENCE = "/evidence?selected=claim%3A{claim}"
"""Where the note of a claim leads, on the page."""
FORMS = Literal["html", "pdf", "md", "docx"]
FIELDS = ("title", "question", "audience", "judgement", "author")


class FramingAsked(BaseModel):
    """The analyst's frame around the brief; empty fields change nothing."""

    model_config = ConfigDict(extra="forbid")

    case: Annotated[str | None, Field(max_length=240)] = None
    title: Annotated[str, Field(max_length=240)] = ""
    question: Annotated[str, Field(max_length=600)] = ""
    audience: Annotated[str, Field(max_length=120)] = ""
    judgement: Annotated[str, Field(max_length=LONGEST)] = ""
    author: Annotated[str, Field(max_length=80)] = ""


def framing_path(case: Case) -> Path:
    """Return where the frame of a case's brief is kept: in the user's cache, since it is no part of the case."""
    place = str(case.root.resolve()) if case.root else case.id
    return cache_folder() / "framing" / f"{case.id}-{hashlib.sha256(place.encode()).hexdigest()[:12]}.json"


def framing_of(case: Case) -> Framing:
    """Return the frame that was kept for a case's brief; an empty one where there is none or it cannot be read."""
    path = framing_path(case)
    if not path.is_file() or path.stat().st_size > 100_000:
        return Framing()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(str(data["day"])) if data.get("day") else None
        return Framing(**{name: str(data.get(name, "")) for name in FIELDS}, day=day)
    except (ValueError, KeyError, AttributeError, TypeError, UsageError):
        return Framing()


def keep_framing(case: Case, asked: FramingAsked) -> Framing:
    """Keep the frame of a case's brief. Raises `UsageError` for one that cannot stand in a brief."""
    made = Framing(**{name: getattr(asked, name) for name in FIELDS}, day=datetime.now(time_zone(case)).date())
    path = framing_path(case)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {**asdict(made), "day": made.day.isoformat() if made.day else None}
    write_files(path.parent, {path.name: json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")})
    return made


class BriefAddress(Address):
    """The address of the brief: the whole one, or the update since a day."""

    kind: Annotated[Literal["whole", "update"], BeforeValidator(lambda value: value or "whole"), Field(
        description="The whole brief, or the update: only what changed since the day, and which chances moved."
    )] = "whole"  # fmt: skip


def brief_of(desk: Desk, opened: Opened, address: BriefAddress) -> Brief | None:
    """Return the brief in its frame; `None` where no futures were run for the case, or for an update none as of the
    earlier day. Never runs any."""
    ensemble = opened.ensemble
    if ensemble is None:
        return None
    if address.since is not None or address.kind == "update":
        checked_since(ensemble, address.since)
    earlier = earlier_of(desk, opened, address.since) if address.kind == "update" else None
    if address.kind == "update" and earlier is None:
        return None
    card = cast(Scorecard | None, opened.card or own_card(desk, opened))
    key = f"brief-{id(card)}-{address.since}-{id(earlier)}"

    def make() -> Brief:
        return brief(opened.case, ensemble, card, posterior=opened.posterior, since=address.since, earlier=earlier)

    return framed(desk.memo(opened, key, make), framing_of(opened.case))


def figure_of(made: Brief, name: str) -> View:
    """Return a chart of a brief by its name. Raises `NotThereError`."""
    for section in made.sections:
        found = _figure(section.blocks, name)
        if found is not None:
            return found
    raise NotThereError(f"the brief has no chart {name[:60]!r}")


def _figure(blocks: tuple[Block, ...], name: str) -> View | None:
    for block in blocks:
        if isinstance(block, Figure) and block.view.name == name:
            return block.view
        if isinstance(block, Folded) and (found := _figure(block.blocks, name)) is not None:
            return found
    return None


def drawn(desk: Desk, opened: Opened, view: View, theme: ThemeName, wide: bool) -> str:
    """Return a chart as SVG, drawn once."""
    key = f"brief-chart-{id(view)}-{view.name}-{theme}-{wide}"
    # The view is kept with its drawing: no other can come to have its identity meanwhile.
    return desk.memo(opened, key, lambda: (view, view.svg(theme, WIDE if wide else NARROW, bare=True)))[1]


def file_name(opened: Opened, made: Brief, suffix: str) -> str:
    """Return the name that a brief is saved under."""
    update = "" if made.material.earlier is None else f"-since-{made.material.since.isoformat()}"
    return f"{opened.case.id}-{made.material.on.isoformat()}{update}{suffix}"


def plain_of(made: Brief) -> dict[str, Any]:
    """Return what a brief says as plain data, each claim's note with a link to its evidence."""
    return made.to_dict(EVIDENCE)
