"""Pages from a web API with patience: back-off on refusals, a pause between calls, resuming where it broke off."""

from __future__ import annotations

import csv
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from interbellum.case.files import replacing
from interbellum.errors import ImportDataError, UsageError, Where
from interbellum.sources.unpacking import refuse_page

if TYPE_CHECKING:
    import httpx

BUSY = (400, 408, 425, 429, 500, 502, 503, 504)
"""Answers after which asking again later may help. UCDP's server answers 400 after some forty quick calls."""
DENIED = (401, 403)


def _silent(text: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Patience:
    """How often to ask again and how long to wait: `first` seconds, doubled each time, at most `longest`.

    `say` is told how far it is and what it waits for.
    """

    tries: int = 7
    first: float = 2.0
    longest: float = 90.0
    pause: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    say: Callable[[str], None] = _silent


def refuse_address(base: str) -> None:
    """Raise `UsageError` for an address that no API can have."""
    if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", base):
        raise UsageError(f"{base!r} is no address of an API", hint="write https://HOST/PATH")


def secret_of(text: str | None, name: str) -> str | None:
    """Return a token as it is sent, without the blanks around it. Raises `UsageError` for one that cannot be sent."""
    found = (text or "").strip()
    if not all(" " < letter <= "~" for letter in found):
        raise UsageError(f"{name} holds a blank or a letter that no token has", hint="copy the token again")
    return found or None


def write_rows(out: Path, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows to a CSV that appears whole or not at all."""
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, tuple(columns), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@dataclass
class Kept:
    """Pages kept on disk as they come, one line each, so that a break costs one page."""

    path: Path
    key: str
    pages: list[Any] = field(default_factory=list)

    @staticmethod
    def open(path: Path, key: str) -> Kept:
        """Return what is kept of the same question (`key`); an answer to another question is refused."""
        kept = Kept(path, key)
        if not path.parent.is_dir():
            raise UsageError("there is no such folder", where=Where(str(path.parent)), hint="make it first")
        if not path.exists():
            path.write_text(json.dumps({"question": key}) + "\n", encoding="utf-8")
            return kept
        lines = path.read_bytes().decode("utf-8", "replace").splitlines(keepends=True)
        whole = [line for line in lines if line.endswith("\n")]
        if _question(whole) != key:
            raise ImportDataError(
                "a download of something else is kept here", where=Where(str(path)), hint="remove it or name another"
            )
        if whole != lines:
            path.write_text("".join(whole), encoding="utf-8")
        kept.pages = [json.loads(line) for line in whole[1:]]
        return kept

    def refuse(self, what: str, url: str) -> NoReturn:
        """Forget the pages, which do not fit together, and raise `ImportDataError`: the next call begins anew."""
        self.path.unlink(missing_ok=True)
        raise ImportDataError(what, where=Where(url), hint="run it again: it begins anew")

    def each_once(self, rows: Iterable[Mapping[str, Any]], name: str, url: str) -> None:
        """Refuse pages of which two have an event with the same `name`: they changed while they were fetched."""
        for event, count in Counter(str(row[name]) for row in rows).items():
            if count > 1:
                self.refuse(f"event {event} came on two pages: they changed while they were fetched", url)

    def add(self, page: Any) -> None:
        """Keep one more page, flushed to disk."""
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(page) + "\n")
        self.pages.append(page)


def _question(lines: list[str]) -> str | None:
    """Return the question that a file of pages answers; `None` where it is no such file."""
    try:
        head = json.loads(lines[0]) if lines else None
    except ValueError:
        return None
    return head.get("question") if isinstance(head, dict) else None


def asked(
    client: httpx.Client,
    method: str,
    url: str,
    patience: Patience,
    *,
    params: Mapping[str, str] | None = None,
    data: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """Return the JSON of an answer. Raises `ImportDataError` where access is denied or patience is over."""
    answer = answered(client, method, url, patience, params=params, data=data, headers=headers)
    if answer.status_code in DENIED:
        raise ImportDataError(
            f"access is denied ({_said(answer)})", where=Where(url), hint="check the token or the account's rights"
        )
    return content_of(answer, url)


def answered(
    client: httpx.Client,
    method: str,
    url: str,
    patience: Patience,
    *,
    params: Mapping[str, str] | None = None,
    data: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    denied: Collection[int] = DENIED,
) -> httpx.Response:
    """Return an answer that is good (200) or one of `denied`; the other ones of `BUSY` are met with patience.

    Raises `ImportDataError` for any other answer and where patience is over, `UsageError` for what cannot be asked.
    """
    import httpx

    wait, fault = patience.first, ""
    for attempt in range(patience.tries):
        try:
            answer = client.request(method, url, params=params, data=data, headers=headers)
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise UsageError(f"this cannot be asked: {error}", where=Where(url)) from error
        except httpx.HTTPError as error:
            fault = f"no answer: {type(error).__name__}"
        else:
            if answer.status_code in (200, *denied):
                return answer
            fault = _said(answer)
            if answer.is_redirect:
                to = str(answer.headers.get("location", ""))[:120]
                raise ImportDataError(f"{fault} sent on to {to}", where=Where(url), hint="give --base its new address")
            if answer.status_code not in BUSY:
                raise ImportDataError(fault, where=Where(url), hint="check version and filters")
            after = answer.headers.get("retry-after", "")
            wait = max(wait, float(after)) if after.isdigit() else wait
        if attempt + 1 < patience.tries:
            patience.say(f"{fault}; asking again in {min(wait, patience.longest):g} s")
            patience.sleep(min(wait, patience.longest))
            wait *= 2
    raise ImportDataError(
        f"gave up after {patience.tries} tries ({fault})",
        where=Where(url),
        hint="run it again later: what came is kept",
    )


def _said(answer: httpx.Response) -> str:
    text = " ".join(answer.text.split())[:80]
    return f"answer {answer.status_code}" + (f": {text}" if text else "")


def content_of(answer: httpx.Response, url: str) -> Any:
    """Return the JSON of an answer. Raises `ImportDataError` for a web page and for what is no JSON."""
    refuse_page(answer.content[: 1 << 16], url)
    try:
        return answer.json()
    except ValueError as error:
        raise ImportDataError(f"the answer is not JSON: {error}", where=Where(url)) from error
