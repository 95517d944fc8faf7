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
    """Answers as UCDP and ACLED do; `refusals` are given first, `broken` is a page that fails for good.

    `bodies` are what a page of UCDP says otherwise than it should, by its number; `tokens` are those that ACLED's login
    gives, one after another, of which the last given is the only good one; `forms` are those sent to it.
    """

    events: ClassVar[list[dict[str, object]]] = [ged(number) for number in range(25)]
    refusals: ClassVar[list[tuple[int, dict[str, str]]]] = []
    broken: ClassVar[int | None] = None
    asked: ClassVar[list[str]] = []
    bodies: ClassVar[dict[str, Any]] = {}
    tokens: ClassVar[list[str]] = ["open"]
    forms: ClassVar[list[dict[str, list[str]]]] = []

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
        body: Any = {"TotalCount": len(Server.events), "TotalPages": pages, "PreviousPageUrl": "",
                     "NextPageUrl": following, "Result": rows}  # fmt: skip
        other = Server.bodies.get(str(page), {})
        return self.answer(200, {**body, **other} if isinstance(other, dict) else other)

    def acled(self, query: dict[str, str]) -> None:
        if self.headers.get("Authorization") != f"Bearer {Server.tokens[0]}":
            return self.answer(401, "unauthorised")
        size, page = int(query["limit"]), int(query["page"])
        if len(Server.tokens) > 1:
            Server.tokens.pop(0)
        if "acled" in Server.bodies:
            return self.answer(200, Server.bodies["acled"])
        rows = [{**dict.fromkeys(COLUMNS, ""), "event_id_cnty": f"NOR{number}"} for number in range(7)]
        return self.answer(200, {"status": 200, "data": rows[(page - 1) * size : page * size]})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        Server.forms.append(form)
        login = {"username": ["me"], "password": ["word"], "grant_type": ["password"], "client_id": ["acled"]}
        renew = {"refresh_token": ["later"], "grant_type": ["refresh_token"], "client_id": ["acled"]}
        if form not in (login, renew) or (form == renew and Server.bodies.get("renew") == "no"):
            return self.answer(400, {"error": "invalid_grant", "message": "Invalid credentials"})
        return self.answer(200, {"access_token": Server.tokens[0], "refresh_token": "later", "expires_in": 86400})

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
    Server.bodies, Server.tokens, Server.forms = {}, ["open"], []
    found = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True)
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
    with pytest.raises(ImportDataError, match="the login is refused"):
        acled_api.fetch(tmp_path / "b.csv", **{**login, "password": "wrong"})  # type: ignore[arg-type]


def ucdp(server: str, out: Path, *, said: list[str] | None = None, **options: Any) -> int:
    patience = Patience(tries=2, pause=0, sleep=lambda _: None, say=(said if said is not None else []).append)
    login = {"token": "secret", "base": f"{server}/api", "page_size": 10, "patience": patience}
    return ucdp_api.fetch("25.1", out, **{**login, **options})


def test_it_says_how_far_it_is_and_what_it_waits_for(server: str, tmp_path: Path) -> None:
    Server.refusals, said = [(429, {})], []
    ucdp(server, tmp_path / "a.csv", said=said)
    assert said == ["answer 429: slow down; asking again in 2 s", *(f"page {number} of 3" for number in (1, 2, 3))]


@pytest.mark.parametrize(
    ("bodies", "message"),
    [
        ({"1": {"TotalCount": 26}}, "the number of events changed while they were fetched"),
        ({"1": {"TotalPages": 4}}, "the number of pages changed while they were fetched"),
        ({"1": {"NextPageUrl": "http://here/api/gedevents/24.1?page=2"}}, "the next page is of another version"),
        ({"2": {"Result": []}}, "20 events came of 25"),
        ({"2": {"Result": [ged(number) for number in range(5)]}}, "event 0 came on two pages"),
    ],
)
def test_pages_that_do_not_fit_together_are_forgotten_and_the_next_call_begins_anew(
    server: str, tmp_path: Path, bodies: dict[str, Any], message: str
) -> None:
    Server.bodies = bodies
    with pytest.raises(ImportDataError, match=message):
        ucdp(server, tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []
    Server.bodies = {}
    assert ucdp(server, tmp_path / "a.csv") == 25


@pytest.mark.parametrize(
    ("bodies", "message"),
    [
        ({"0": {"TotalPages": None}}, "TotalPages is None and no number"),
        ({"0": [1, 2]}, "the answer has no Result"),
        ({"0": {"Result": [1, 2]}}, "the answer has no Result"),
        ({"0": "<!DOCTYPE html><title>Maintenance</title>"}, "this is a web page and no dataset: 'Maintenance'"),
        ({"0": {"TotalCount": 0, "TotalPages": 0, "Result": []}}, "no event passes the filters"),
    ],
)
def test_an_answer_that_is_none_is_one_line_and_leaves_no_file(
    server: str, tmp_path: Path, bodies: dict[str, Any], message: str
) -> None:
    Server.bodies = bodies
    with pytest.raises(ImportDataError, match=message):
        ucdp(server, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_an_api_that_moved_says_where_to(server: str, tmp_path: Path) -> None:
    Server.refusals = [(301, {"Location": "https://elsewhere.org/api"})]
    with pytest.raises(ImportDataError, match=r"sent on to https://elsewhere.org/api \(give --base its new address\)"):
        ucdp(server, tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"token": "sec\nret"}, "UCDP_ACCESS_TOKEN holds a blank or a letter that no token has"),
        ({"token": "sécret"}, "UCDP_ACCESS_TOKEN holds a blank or a letter that no token has"),
        ({"base": "ftp://here/api"}, "'ftp://here/api' is no address of an API"),
        ({"out": Path("/there/is/no/such/folder/a.csv")}, "there is no such folder"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_once(
    server: str, tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        ucdp(server, **{"out": tmp_path / "a.csv", **options})
    assert Server.asked == []


def test_a_version_that_is_none_never_reaches_the_server(server: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'\.\./users' is no version"):
        ucdp_api.fetch("../users", tmp_path / "a.csv", token="secret", base=f"{server}/api")
    assert Server.asked == []


def test_blanks_around_a_token_are_not_sent(server: str, tmp_path: Path) -> None:
    assert ucdp(server, tmp_path / "a.csv", token=" secret\n") == 25


def acled(server: str, out: Path, **options: Any) -> int:
    login = {"username": "me", "password": "word", "base": server, "limit": 3, "patience": patient([], tries=2)}
    return acled_api.fetch(out, **{**login, **options})


def test_a_token_that_runs_out_is_renewed_and_nothing_is_lost(server: str, tmp_path: Path) -> None:
    Server.tokens = ["open", "second", "third"]
    assert acled(server, tmp_path / "a.csv") == 7
    assert [form["grant_type"] for form in Server.forms] == [["password"], ["refresh_token"], ["refresh_token"]]


def test_where_renewing_is_refused_the_login_is_done_again(server: str, tmp_path: Path) -> None:
    Server.tokens, Server.bodies = ["open", "second"], {"renew": "no"}
    assert acled(server, tmp_path / "a.csv") == 7
    assert [form["grant_type"] for form in Server.forms] == [["password"], ["refresh_token"], ["password"]]


def test_a_wrong_password_is_said_at_once(server: str, tmp_path: Path) -> None:
    waits: list[float] = []
    with pytest.raises(ImportDataError, match=r"the login is refused: .*Invalid credentials.* \(check ACLED_USERNAME"):
        acled(server, tmp_path / "a.csv", password="wrong", patience=patient(waits))
    assert (waits, len(Server.forms)) == ([], 1)


def test_an_account_without_rights_is_told_so(server: str, tmp_path: Path) -> None:
    Server.bodies = {"acled": {"status": 200, "message": "Access denied", "count": 0}}
    with pytest.raises(
        ImportDataError, match=r"holds no events: Access denied \(the login worked; the account may lack"
    ):
        acled(server, tmp_path / "a.csv")
    Server.bodies = {"acled": {"status": 200, "data": []}}
    with pytest.raises(ImportDataError, match="no event passes the filters"):
        acled(server, tmp_path / "b.csv")


def test_acled_events_that_change_while_they_are_fetched_are_refused(server: str, tmp_path: Path) -> None:
    row = {**dict.fromkeys(COLUMNS, ""), "event_id_cnty": "NOR1"}
    other = {**row, "event_id_cnty": "NOR2"}
    Server.bodies = {"acled": {"status": 200, "data": [row, other, row]}}
    with pytest.raises(ImportDataError, match=r"event NOR1 came on two pages.*run it again: it begins anew"):
        acled(server, tmp_path / "a.csv", limit=5)
    assert list(tmp_path.iterdir()) == []


def test_acled_events_without_an_id_are_refused(server: str, tmp_path: Path) -> None:
    row = dict.fromkeys(COLUMNS, "")
    Server.bodies = {"acled": {"status": 200, "data": [row, {"iso": "1"}]}}
    with pytest.raises(ImportDataError, match="field 'event_id_cnty' is missing"):
        acled(server, tmp_path / "a.csv", limit=5)
