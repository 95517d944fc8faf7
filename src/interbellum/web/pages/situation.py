"""The situation on a day: map, timeline, the state in words, and what changed.

The twin holds the day in words; the map's shapes, the whole time as spells and the futures have addresses of their own,
so that a page fetches them once and draws any day without asking again.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import Field

from interbellum.dates import add_days
from interbellum.views.atlas import atlas
from interbellum.views.chronicle import chronicle
from interbellum.views.futures import EnsembleLike
from interbellum.views.futures_map import futures, member
from interbellum.views.note import hindsight, outdated
from interbellum.views.plain import plain
from interbellum.views.situation import situation
from interbellum.views.what_changed import what_changed
from interbellum.web.address import Address, Name
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import ErrorAnswer, NotThereError
from interbellum.web.pages.page import Page

REPRESENTATIVES = 7
"""How many futures stand for all, at most."""
SINCE = 90
"""Days before the day shown with which it is compared where no day is named."""
WRONG: dict[int | str, dict[str, Any]] = {400: {"model": ErrorAnswer}, 404: {"model": ErrorAnswer}}


class SituationAddress(Address):
    """The address of the situation page."""

    names: Annotated[Name, Field(description="Language of the names on the map; the first names if empty.")] = None


Asked = Annotated[SituationAddress, Query()]


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return the day in words, what changed since an earlier day, and the chosen future's story beyond the record."""
    opened = desk.of_address(address)
    on = opened.day(address)
    since = address.since or add_days(on, -SINCE)
    beyond = on > opened.last_day
    shown = min(on, opened.last_day)
    return {
        "day": situation(opened.record, opened.labels, shown, address.known_by),
        "changed": what_changed(opened.record, opened.labels, min(since, shown), shown, address.known_by),
        "beyond": beyond,
        "future": _future(opened, address) if beyond and address.member is not None and opened.ensemble else None,
        "futures": opened.ensemble is not None,
        "stale": opened.ensemble is not None and outdated(opened.case, opened.ensemble.provenance),
        "hindsight": hindsight(opened.ensemble.provenance) if opened.ensemble is not None else None,
        "record_ends": opened.last_day.isoformat(),
    }


def _future(opened: Opened, address: Address) -> dict[str, Any]:
    found = member(_ensemble(opened), opened.labels, address.member or 0, address.scenario)
    return {"member": found["member"], "scenario": found["scenario"], "story": found["story"]}


def _fan(ensemble: EnsembleLike, rivalry: str, scenario: str | None) -> dict[str, Any]:
    """Return the fan with the members that stand for all, where the run can tell which these are."""
    from interbellum.analysis.representatives import representatives
    from interbellum.simulation.running import Ensemble

    standing = None
    if isinstance(ensemble, Ensemble):
        found = representatives(ensemble, REPRESENTATIVES, scenario=scenario).futures
        standing = {one.member: one.share for one in found}
    return futures(ensemble, rivalry, scenario, standing)


def _ensemble(opened: Opened) -> Any:
    if opened.ensemble is None:
        raise NotThereError("no futures have been run for this case yet", hint="run them on the Futures page")
    return opened.ensemble


def _cut(opened: Opened, known_by: date | None) -> date | None:
    """Return the last day up to `known_by` on which anything became known: all days up to the next see the same."""
    if known_by is None:
        return None
    days = [day for day in opened.record.known_days() if day <= known_by]
    return days[-1] if days else known_by


def routes(desk: Desk) -> APIRouter:
    """Return what the map and the timeline are drawn from."""
    router = APIRouter(prefix="/api/situation", tags=["Situation"], responses=WRONG)

    @router.get("/atlas", summary="The shapes of the map.")
    def shapes(address: Asked) -> dict[str, Any]:
        opened = desk.of_address(address)
        found: dict[str, Any] = desk.memo(opened, "atlas", lambda: plain(atlas(opened.case)))
        return found

    @router.get("/chronicle", summary="All of the case's time, as known by a day.")
    def time(address: Asked) -> dict[str, Any]:
        opened = desk.of_address(address)
        cut = _cut(opened, address.known_by)
        made = desk.memo(opened, f"chronicle-{cut}", lambda: plain(chronicle(opened.record, opened.labels, cut)))
        return {**made, "known_by": address.known_by.isoformat() if address.known_by else None}

    @router.get("/futures", summary="The fan of the future and a few of its members.")
    def fan(address: Asked) -> dict[str, Any]:
        opened = desk.of_address(address)
        rivalries = opened.case.model.units.rivalries
        if not rivalries:
            raise NotThereError(f"case {opened.case.id} has no rivalry whose future could be shown")
        ensemble, rivalry = _ensemble(opened), rivalries[0].id
        scenario = address.scenario
        found: dict[str, Any] = desk.memo(opened, f"fan-{scenario}", lambda: plain(_fan(ensemble, rivalry, scenario)))
        return found

    @router.get("/member", summary="One future as spells, to be replayed like the past.")
    def one(address: Asked) -> dict[str, Any]:
        opened = desk.of_address(address)
        found: dict[str, Any] = plain(member(_ensemble(opened), opened.labels, address.member or 0, address.scenario))
        return found

    @router.get("/words", summary="The column of the page for a day.", response_class=HTMLResponse)
    def words(address: Asked, request: Request) -> HTMLResponse:
        return HTMLResponse(
            request.app.state.renderer.part("situation_words.html.j2", address, plain(data(desk, address)))
        )

    return router


PAGE = Page(
    "situation",
    "Situation",
    "Where things stand on a day, and how they came to it.",
    data,
    address=SituationAddress,
    routes=routes,
    scripts=("situation/situation.js",),
)
