"""Brief: the cited brief, to read, to frame and to send."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from interbellum.brief import Brief, formats
from interbellum.case.catalogue import argument_of
from interbellum.views.futures import origin
from interbellum.views.theme import ThemeName
from interbellum.web.address import Address
from interbellum.web.briefing import (
    FORMS,
    BriefAddress,
    FramingAsked,
    brief_of,
    drawn,
    figure_of,
    file_name,
    framing_of,
    keep_framing,
    plain_of,
)
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import NotThereError
from interbellum.web.pages.page import Page
from interbellum.web.update_jobs import add_jobs, latest


def data(desk: Desk, address: BriefAddress) -> dict[str, Any]:
    """Return the brief, its frame, and the forms it can be had in; without futures, how to make some.

    Where an update is asked for whose earlier run was not made yet, `job` is the work on it, if there is any.
    """
    opened = desk.of_address(address)
    made = brief_of(desk, opened, address)
    meta, frame = opened.case.meta, framing_of(opened.case)
    return {
        "title": meta.title,
        "question": meta.question,
        "ready": made is not None,
        "futures": opened.ensemble is not None,
        "kind": address.kind,
        "job": latest(desk, opened, address.since) if address.kind == "update" else None,
        "command": f"interbellum open {argument_of(opened.case)}",
        "framing": {**asdict(frame), "day": frame.day.isoformat() if frame.day else None},
        "forms": [{"name": form.name, "title": form.title, "suffix": form.suffixes[0]} for form in formats()],
        "since": made.material.since if made else address.since,
        "day": origin(opened.ensemble) if opened.ensemble is not None else None,
        "brief": plain_of(made) if made else None,
    }


class BriefChartAddress(BriefAddress):
    """A chart of the brief, for a theme and a width."""

    theme: ThemeName = "light"
    width: Literal["wide", "narrow"] = "wide"


def routes(desk: Desk) -> APIRouter:
    """Return the router of the brief's files, charts and frame."""
    router = APIRouter(tags=["Brief"])

    @router.get("/api/brief/brief.{form}", summary="The brief as a file.", response_class=Response)
    def file(form: FORMS, address: Annotated[BriefAddress, Query()]) -> Response:
        opened = desk.of_address(address)
        made = _made(desk, opened, address)
        chosen = next(one for one in formats() if one.name == form)
        name = file_name(opened, made, chosen.suffixes[0])
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return Response(made.render(form), media_type=chosen.media_type, headers=headers)

    @router.get("/api/brief/charts/{name}.svg", summary="A chart of the brief.", response_class=Response)
    def chart(name: str, address: Annotated[BriefChartAddress, Query()]) -> Response:
        opened = desk.of_address(address)
        made = _made(desk, opened, address)
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

    add_jobs(router, desk)
    return router


def _made(desk: Desk, opened: Opened, address: BriefAddress) -> Brief:
    """Return the brief of an address. Raises `NotThereError` where the futures that it needs were not run."""
    made = brief_of(desk, opened, address)
    if made is None and opened.ensemble is None:
        raise NotThereError("no futures were run for this case", hint="run some on the page Futures")
    if made is None:
        what = f"the model was not run as of {address.since} yet"
        raise NotThereError(what, hint="start the update on the page Brief, or use interbellum brief --since")
    return made


PAGE = Page(
    "brief",
    "Brief",
    "The cited brief, to read and to send.",
    data,
    address=BriefAddress,
    routes=routes,
    scripts=("brief.js",),
)
