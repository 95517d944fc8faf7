"""The app: pages with their twins, static files, and one way of answering errors."""

from __future__ import annotations

import secrets
import sys
import traceback
from collections.abc import Iterable
from importlib.resources import files
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from interbellum.case.case import Case
from interbellum.errors import InterbellumError
from interbellum.views.plain import plain
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import ErrorAnswer, Problem, of_error, of_status, of_validation
from interbellum.web.pages import PAGES, Page
from interbellum.web.rendering import Renderer, theme_css
from interbellum.web.safety import LOOPBACK, Guard, Rules

ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorAnswer, "description": words}
    for code, words in ((400, "A field is wrong."), (404, "There is no such thing."), (421, "Wrong host."))
}


def create_app(
    cases: Case | Opened | Iterable[Case | Opened],
    *,
    hosts: Iterable[str] = LOOPBACK,
    addresses: bool = False,
    token: str | None = None,
) -> FastAPI:
    """Return the app for some cases, each by itself or `Opened` with its results.

    `hosts` are the names it answers to; `addresses` lets it answer to any host written as a number. `token` is what
    writes must carry, a new one where none is given.
    """
    given = [cases] if isinstance(cases, Case | Opened) else list(cases)
    opened = [one if isinstance(one, Opened) else Opened(one) for one in given]
    desk = Desk.of(opened, token or secrets.token_urlsafe(32))
    app = FastAPI(title="Interbellum", version=_version(), docs_url=None, redoc_url=None, lifespan=desk.lifespan)
    app.state.desk = desk
    app.state.renderer = renderer = Renderer(desk)
    _answer_errors(app, renderer)
    limits: dict[str, int] = {}
    for page in PAGES:
        _add(app, desk, renderer, page)
        limits |= page.uploads
        if page.routes is not None:
            app.include_router(page.routes(desk))
    _add_shared(app)
    rules = Rules(desk.token, frozenset(hosts), addresses, limits)
    app.add_middleware(Guard, rules=rules)
    return app


def _add(app: FastAPI, desk: Desk, renderer: Renderer, page: Page) -> None:
    """Add a page and its twin. Both are worked out by threads, so that a long answer holds up no other.

    A day that the case does not hold is refused on every page, whatever the page does with it.
    """
    kind: Any = page.address

    def data(address: Any) -> dict[str, Any]:
        desk.of_address(address).day(address)
        return page.data(desk, address)

    def shown(address: Annotated[kind, Query()]) -> HTMLResponse:
        found = data(address)
        return HTMLResponse(renderer.page(page, desk.of_address(address), address, plain(found)))

    def twin(address: Annotated[kind, Query()]) -> JSONResponse:
        found, fault = data(address), desk.of_address(address).fault
        about = {"page": page.name, "address": address.shared(), "fault": None if fault is None else str(fault)}
        return JSONResponse(plain({**about, **found}))

    about: dict[str, Any] = {"summary": page.purpose, "tags": [page.title], "responses": ERRORS}
    for function in (shown, twin):
        function.__annotations__["address"] = Annotated[kind, Query()]
    app.get(f"/{page.name}", name=page.name, operation_id=page.name, response_class=HTMLResponse, **about)(shown)
    app.get(f"/{page.name}.json", name=f"{page.name}.json", operation_id=f"{page.name}_data", **about)(twin)


def _add_shared(app: FastAPI) -> None:
    """Add the first page, the colours and the static files."""

    @app.get("/", include_in_schema=False)
    def first(request: Request) -> RedirectResponse:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{PAGES[0].name}{query}")

    @app.get("/theme.css", include_in_schema=False)
    def theme() -> Response:
        return Response(theme_css(), media_type="text/css", headers={"cache-control": "no-cache"})

    app.mount("/static", StaticFiles(directory=str(files("interbellum.web").joinpath("static"))), name="static")


def _answer_errors(app: FastAPI, renderer: Renderer) -> None:
    """Give every error the one shape: as JSON for twins and the API, as a page elsewhere."""

    def answer(request: Request, problem: Problem) -> Response:
        if wants_json(request):
            return JSONResponse(problem.body(), problem.status)
        return HTMLResponse(renderer.problem(problem), problem.status)

    @app.exception_handler(InterbellumError)
    def own(request: Request, error: InterbellumError) -> Response:
        return answer(request, of_error(error))

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: RequestValidationError) -> Response:
        return answer(request, of_validation(error.errors()))

    @app.exception_handler(HTTPException)
    def plain_error(request: Request, error: HTTPException) -> Response:
        return answer(request, of_status(error.status_code, str(error.detail)))

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        traceback.print_exception(error, file=sys.stderr)
        what = "a fault of the program; its trace is in the window that serves the app"
        return answer(request, Problem(500, "Fault", what, request.url.path))


def wants_json(request: Request) -> bool:
    """Return whether an answer should be JSON: a twin, the API, or a client that asks for JSON and not for HTML."""
    path, accepted = request.url.path, request.headers.get("accept", "")
    return path.endswith(".json") or path.startswith("/api/") or ("json" in accepted and "html" not in accepted)


def _version() -> str:
    from importlib.metadata import version

    return version("interbellum")
