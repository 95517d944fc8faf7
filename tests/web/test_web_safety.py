"""The app against those who mean harm: hosts, origins, tokens, sizes, slow clients, paths, script in a case."""

from __future__ import annotations

import dataclasses
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from browsing import BASE, TOKEN, serving
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from interbellum.case import Case, open_case
from interbellum.case.documents import Name
from interbellum.web import create_app
from interbellum.web.pages import PAGES
from interbellum.web.safety import BODY, HEADERS, TOKEN_HEADER, Guard, Rules, is_loopback, name_of

SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def echo() -> TestClient:
    """An app of one write, behind the same guard."""
    app, router = FastAPI(), APIRouter()

    @router.post("/api/echo")
    def back(body: dict[str, Any]) -> dict[str, Any]:
        return body

    @router.post("/api/large/echo")
    def back_large(body: dict[str, Any]) -> dict[str, Any]:
        return body

    app.include_router(router)
    app.add_middleware(Guard, rules=Rules(TOKEN, limits={"/api/large": 4 * BODY}))
    return TestClient(app, base_url=BASE)


def post(client: TestClient, path: str = "/api/echo", body: Any = None, **headers: str) -> Any:
    sent = {TOKEN_HEADER: TOKEN, "content-type": "application/json", **headers}
    content = body if isinstance(body, bytes | str) else json.dumps(body or {"a": 1})
    return client.post(path, content=content, headers={k: v for k, v in sent.items() if v})


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "10.0.0.7", "", "[::2]"]
)
def test_a_wrong_host_is_refused_before_anything_else(client: TestClient, host: str) -> None:
    answer = client.get("/situation", headers={"host": host})
    assert (answer.status_code, answer.json()["error"]["type"]) == (421, "WrongHost")


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "LOCALHOST:8765", "[::1]:8765"])
def test_this_machine_is_known_by_its_names(client: TestClient, host: str) -> None:
    assert client.get("/scorecard.json", headers={"host": host}).status_code == 200


def test_an_app_for_others_answers_to_addresses_and_the_names_it_was_given(karabakh: Case) -> None:
    client = TestClient(create_app(karabakh, hosts=("analyst.lan",), addresses=True), base_url="http://analyst.lan")
    assert client.get("/scorecard.json").status_code == 200
    assert client.get("/scorecard.json", headers={"host": "10.0.0.7:8765"}).status_code == 200
    assert client.get("/scorecard.json", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({TOKEN_HEADER: ""}, "NoToken"),
        ({TOKEN_HEADER: "guess"}, "NoToken"),
        ({"origin": "http://evil.example"}, "OtherOrigin"),
        ({"origin": "http://127.0.0.1:9999"}, "OtherOrigin"),
        ({"origin": "null"}, "OtherOrigin"),
        ({"sec-fetch-site": "cross-site"}, "OtherOrigin"),
        ({"sec-fetch-site": "same-site"}, "OtherOrigin"),
    ],
)
def test_a_write_without_token_or_from_elsewhere_is_refused(
    echo: TestClient, headers: dict[str, str], kind: str
) -> None:
    answer = post(echo, **headers)
    assert (answer.status_code, answer.json()["error"]["type"]) == (403, kind)


def test_a_write_of_the_page_itself_is_taken(echo: TestClient) -> None:
    answer = post(echo, origin=BASE, **{"sec-fetch-site": "same-origin"})
    assert (answer.status_code, answer.json()) == (200, {"a": 1})


def test_each_process_has_a_token_of_its_own(karabakh: Case) -> None:
    tokens = {create_app(karabakh).state.desk.token for _ in range(2)}
    assert len(tokens) == 2
    assert all(len(token) > 30 for token in tokens)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/situation", "/theme.css", "/nowhere", "/api/situation/atlas"])
def test_no_path_takes_a_write_without_a_token(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 403


def test_a_body_that_says_it_is_too_large_is_refused_unread(echo: TestClient) -> None:
    answer = post(echo, body=b"x", **{"content-length": str(BODY + 1)})
    assert (answer.status_code, answer.json()["error"]["type"]) == (413, "TooLarge")


def test_a_body_that_turns_out_too_large_is_refused(echo: TestClient) -> None:
    big = json.dumps({"a": "x" * BODY})
    chunks = (big[i : i + 65_536].encode() for i in range(0, len(big), 65_536))
    headers = {TOKEN_HEADER: TOKEN, "content-type": "application/json"}
    answer = echo.post("/api/echo", content=chunks, headers=headers)
    assert (answer.status_code, answer.json()["error"]["type"]) == (413, "TooLarge")
    assert post(echo, "/api/large/echo", {"a": "x" * BODY}).status_code == 200


@pytest.mark.parametrize("body", ["[" * 200_000, '{"a":' * 100_000, "{", "[]", "\x00", b"\xff\xfe"])
def test_json_that_is_deep_or_broken_costs_a_line(echo: TestClient, body: str | bytes) -> None:
    assert post(echo, body=body).status_code in (400, 422)


def test_a_body_that_takes_too_long_is_given_up() -> None:
    import asyncio

    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("the app is not asked")

    async def never() -> Message:
        await asyncio.sleep(60)
        raise AssertionError("nothing comes")

    async def take(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1"), (TOKEN_HEADER.encode(), TOKEN.encode())]
    scope = {"type": "http", "method": "POST", "path": "/api/x", "headers": headers}
    guarded = Guard(app, Rules(TOKEN, seconds=0.05))
    with ThreadPoolExecutor(1) as apart:  # a browser of other tests has a loop running in this thread
        apart.submit(lambda: asyncio.run(guarded(scope, never, take))).result()
    assert sent[0]["status"] == 408


def test_a_client_that_dribbles_its_headers_is_hung_up_on(karabakh: Case) -> None:
    with serving(create_app(karabakh), header_seconds=0.5) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as slow:
            slow.sendall(b"GET /scorecard.json HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            began = time.monotonic()
            assert slow.recv(1024) == b""
            assert time.monotonic() - began >= 0.4


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2ferrors.py",
        "/static/css/..%5c..%5capp.py",
        "/static//etc/passwd",
        "/static/css/%00",
        "/static/",
        "/static/css",
    ],
)
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404, 405)
    assert "import" not in answer.text


@pytest.mark.parametrize("path", ["/situation", "/situation.json", "/static/css/base.css", "/nowhere", "/openapi.json"])
def test_every_answer_carries_the_safe_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in HEADERS.items():
        assert headers[name] == value
    assert "unsafe" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_pages_hold_no_inline_script_or_style(client: TestClient) -> None:
    for page in PAGES:
        text = client.get(f"/{page.name}").text
        assert " style=" not in text, page.name
        assert "<style" not in text, page.name
        assert " onclick=" not in text, page.name
        assert all('src="/static/' in part.partition(">")[0] for part in text.split("<script")[1:])


def hostile(case: Case) -> Case:
    """A case in whose every free text stands a script."""
    named = (Name(name=SCRIPT),)
    return dataclasses.replace(
        case,
        meta=case.meta.model_copy(update={"title": SCRIPT, "question": SCRIPT, "licence": SCRIPT}),
        actors=tuple(one.model_copy(update={"names": named}) for one in case.actors),
        places=tuple(one.model_copy(update={"names": named, "precision": SCRIPT}) for one in case.places),
        claims=tuple(one.model_copy(update={"gloss": SCRIPT, "locator": SCRIPT}) for one in case.claims),
        events=tuple(one.model_copy(update={"gloss": SCRIPT}) for one in case.events),
        ties=tuple(one.model_copy(update={"gloss": SCRIPT}) for one in case.ties),
        sources=tuple(one.model_copy(update={"title": SCRIPT}) for one in case.sources),
        scenarios=tuple(one.model_copy(update={"title": SCRIPT, "gloss": SCRIPT}) for one in case.scenarios),
    )


@pytest.fixture(scope="module")
def owned() -> Any:
    return create_app(hostile(open_case("two-valleys")), token=TOKEN)


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_script_in_a_case_is_text_on_every_page(owned: FastAPI, page: str) -> None:
    text = TestClient(owned, base_url=BASE).get(f"/{page}").text
    assert "<script>document" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;" in text


def test_script_in_a_case_is_text_in_a_browser(owned: FastAPI, visit: Any) -> None:
    with serving(owned) as address:
        tab = visit(at=address)
        for page in PAGES:
            tab.goto(f"/{page.name}")
            if page.name == "situation":
                tab.page.wait_for_selector("html[data-ready=yes]")
                tab.page.keyboard.press("Tab")
                tab.page.locator("#column a[data-select]").first.click()
                assert "<script>" in tab.page.locator("#about h2").inner_text()
            assert "owned" not in tab.page.title().replace(SCRIPT, "")
            assert tab.page.locator("img").count() == 0


def test_script_in_an_address_is_text(client: TestClient) -> None:
    answer = client.get("/ties", params={"on": SCRIPT}, headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert "<script>document" not in answer.text
    answer = client.get("/ties", params={"selected": SCRIPT, "scenario": SCRIPT})
    assert "<script>document" not in answer.text


def test_a_very_long_address_field_is_refused(client: TestClient) -> None:
    assert client.get("/ties.json", params={"selected": "x" * 5000}).status_code == 400


@pytest.mark.parametrize(
    ("host", "name"), [("a:1", "a"), ("[::1]:80", "::1"), ("::1", "::1"), (" LocalHost ", "localhost"), ("", "")]
)
def test_the_name_in_a_host_header(host: str, name: str) -> None:
    assert name_of(host) == name


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)])
def test_which_addresses_are_this_machine(host: str, own: bool) -> None:
    assert is_loopback(host) is own
