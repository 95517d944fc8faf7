"""Brief: the cited brief, to read, to frame and to send."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from interbellum.brief import formats
from interbellum.views.theme import ThemeName
from interbellum.web.address import Address
from interbellum.web.briefing import (
    FORMS,
    FramingAsked,
    brief_of,
    drawn,
    figure_of,
    file_name,
    framing_of,
    keep_framing,
    plain_of,
)
from interbellum.web.desk import Desk
from interbellum.web.errors import NotThereError
from interbellum.web.pages.page import Page


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return the brief, its frame, and the forms it can be had in; without futures, how to make some."""
    opened = desk.of_address(address)
    made = brief_of(desk, opened, address)
    meta, frame = opened.case.meta, framing_of(opened.case)
    return {
        "title": meta.title,
        "question": meta.question,
        "ready": made is not None,
        "command": f"interbellum open {opened.case.id}",
        "framing": {**asdict(frame), "day": frame.day.isoformat() if frame.day else None},
        "forms": [{"name": form.name, "title": form.title, "suffix": form.suffixes[0]} for form in formats()],
        "since": made.material.since if made else address.since,
        "brief": plain_of(made) if made else None,
    }


class ChartAddress(Address):
    """A chart of the brief, for a theme and a width."""

    theme: ThemeName = "light"
    width: Literal["wide", "narrow"] = "wide"


def routes(desk: Desk) -> APIRouter:
    """Return the router of the brief's files, charts and frame."""
    router = APIRouter(tags=["Brief"])

    @router.get("/api/brief/brief.{form}", summary="The brief as a file.", response_class=Response)
    def file(form: FORMS, address: Annotated[Address, Query()]) -> Response:
        opened = desk.of_address(address)
        made = brief_of(desk, opened, address)
        if made is None:
            raise NotThereError("no futures were run for this case", hint="run some on the page Futures")
        chosen = next(one for one in formats() if one.name == form)
        name = file_name(opened, made, chosen.suffixes[0])
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(made.render(form), media_type=chosen.media_type, headers=headers)

    @router.get("/api/brief/charts/{name}.svg", summary="A chart of the brief.", response_class=Response)
    def chart(name: str, address: Annotated[ChartAddress, Query()]) -> Response:
        opened = desk.of_address(address)
        made = brief_of(desk, opened, address)
        if made is None:
            raise NotThereError("no futures were run for this case", hint="run some on the page Futures")
        svg = drawn(desk, opened, figure_of(made, name), address.theme, address.width == "wide")
        headers = {
            "cache-control": "no-cache",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        }
        return Response(svg, media_type="image/svg+xml", headers=headers)

    @router.put("/api/brief/framing", summary="Put a frame around the brief.")
    def frame(asked: FramingAsked) -> dict[str, Any]:
        opened = desk.of_address(Address(case=asked.case))
        kept = keep_framing(opened.case, asked)
        return {**asdict(kept), "day": kept.day.isoformat() if kept.day else None}

    return router


PAGE = Page("brief", "Brief", "The cited brief, to read and to send.", data, routes=routes, scripts=("brief.js",))
