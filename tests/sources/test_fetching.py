"""The APIs of UCDP and ACLED, against servers on this machine that do as their documentation says."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from interbellum.errors import ImportDataError, UsageError
from interbellum.sources import acled_api, ucdp_api
from interbellum.sources.acled import COLUMNS
from interbellum.sources.fetching import Patience
from made_datasets import ged


class Server(BaseHTTPRequestHandler):
    """Answers as UCDP and ACLED do; `refusals` are given first, `broken` is a page that fails for good."""

    events: ClassVar[list[dict[str, object]]] = [ged(number) for number in range(25)]
    refusals: ClassVar[list[tuple[int, dict[str, str]]]] = []
    broken: ClassVar[int | None] = None
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        Server.asked.append(f"{split.path} {query.get('page')}")
        if Server.refusals:
            code, headers = Server.refusals.pop(0)
            return self.answer(code, "slow down", headers)
        if split.path.startswith("/api/gedevents/"):
            return self.ged(split.path, query)
        return self.acled(query)

    def ged(self, path: str, query: dict[str, str]) -> None:
        if self.headers.get("x-ucdp-access-token") != "secret":
            return self.answer(401, "API token required")
        size, page = int(query["pagesize"]), int(query["page"])
        if page == Server.broken:
            return self.answer(500, "broken")
        pages = -(-len(Server.events) // size)
        following = f"http://here{path}?pagesize={size}&page={page + 1}" if page + 1 < pages else ""
        rows = Server.events[page * size : (page + 1) * size]
        return self.answer(
            200,
            {"TotalCount": len(Server.events), "TotalPages": pages, "PreviousPageUrl": "", "NextPageUrl": following,
             "Result": rows},
        )  # fmt: skip

    def acled(self, query: dict[str, str]) -> None:
        if self.headers.get("Authorization") != "Bearer open":
            return self.answer(401, "unauthorised")
        size, page = int(query["limit"]), int(query["page"])
        rows = [{**dict.fromkeys(COLUMNS, ""), "event_id_cnty": f"NOR{number}"} for number in range(7)]
        return self.answer(200, {"status": 200, "data": rows[(page - 1) * size : page * size]})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = form == {"username": ["me"], "password": ["word"], "grant_type": ["password"], "client_id": ["acled"]}
        self.answer(200 if right else 401, {"access_token": "open", "refresh_token": "later", "expires_in": 86400})

    def answer(self, code: int, body: Any, headers: dict[str, str] | None = None) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(code)
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Server.refusals, Server.broken, Server.asked = [], None, []
    found = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


def patient(waits: list[float], tries: int = 4) -> Patience:
    return Patience(tries=tries, pause=0, sleep=waits.append)


def test_all_pages_of_a_version_come_into_one_file(server: str, tmp_path: Path) -> None:
    out = tmp_path / "ged251.csv"
    count = ucdp_api.fetch(
        "25.1", out, token="secret", base=f"{server}/api", page_size=10, patience=patient([]),
        filters={"Country": "373"},
    )  # fmt: skip
    assert count == 25
    assert [row["id"] for row in csv.DictReader(out.open())] == [str(number) for number in range(25)]
    assert Server.asked == [f"/api/gedevents/25.1 {page}" for page in range(3)]
    assert list(tmp_path.iterdir()) == [out]


def test_refusals_are_met_with_patience(server: str, tmp_path: Path) -> None:
    Server.refusals = [(429, {"Retry-After": "30"}), (400, {}), (503, {})]
    waits: list[float] = []
    count = ucdp_api.fetch("25.1", tmp_path / "a.csv", token="secret", base=f"{server}/api", patience=patient(waits))
    assert count == 25
    assert [wait for wait in waits if wait] == [30, 60, 90]


def test_a_break_costs_one_page(server: str, tmp_path: Path) -> None:
    out, options = tmp_path / "a.csv", {"token": "secret", "base": f"{server}/api", "page_size": 10}
    Server.broken = 2
    with pytest.raises(ImportDataError, match="gave up after 4 tries"):
        ucdp_api.fetch("25.1", out, patience=patient([]), **options)  # type: ignore[arg-type]
    assert not out.exists()
    with (tmp_path / "a.csv.part").open("a") as stream:
        stream.write('{"TotalCount": 25, "Result": [')
    Server.broken, Server.asked = None, []
    assert ucdp_api.fetch("25.1", out, patience=patient([]), **options) == 25  # type: ignore[arg-type]
    assert Server.asked == ["/api/gedevents/25.1 2"]


def test_what_is_kept_of_another_version_is_not_mixed_in(server: str, tmp_path: Path) -> None:
    out, options = tmp_path / "a.csv", {"token": "secret", "base": f"{server}/api", "page_size": 10}
    Server.broken = 1
    with pytest.raises(ImportDataError, match="gave up"):
        ucdp_api.fetch("25.1", out, patience=patient([]), **options)  # type: ignore[arg-type]
    with pytest.raises(ImportDataError, match="something else is kept here"):
        ucdp_api.fetch("26.1", out, patience=patient([]), **options)  # type: ignore[arg-type]


def test_without_the_right_token_access_is_denied_in_one_line(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImportDataError, match=r"access is denied \(answer 401: API token required\)"):
        ucdp_api.fetch("25.1", tmp_path / "a.csv", token="wrong", base=f"{server}/api", patience=patient([]))
    monkeypatch.delenv(ucdp_api.TOKEN, raising=False)
    with pytest.raises(UsageError, match="needs a token"):
        ucdp_api.fetch("25.1", tmp_path / "b.csv", base=f"{server}/api")


def test_acled_is_fetched_with_a_login_and_page_by_page(server: str, tmp_path: Path) -> None:
    out = tmp_path / "acled.csv"
    login = {"username": "me", "password": "word", "base": server, "limit": 3, "patience": patient([])}
    assert acled_api.fetch(out, **login) == 7  # type: ignore[arg-type]
    assert [row["event_id_cnty"] for row in csv.DictReader(out.open())] == [f"NOR{number}" for number in range(7)]
    with pytest.raises(ImportDataError, match="access is denied"):
        acled_api.fetch(tmp_path / "b.csv", **{**login, "password": "wrong"})  # type: ignore[arg-type]
