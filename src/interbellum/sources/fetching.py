"""Pages from a web API with patience: back-off on refusals, a pause between calls, resuming where it broke off."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interbellum.errors import ImportDataError, Where
from interbellum.sources.unpacking import refuse_page

if TYPE_CHECKING:
    import httpx

BUSY = (400, 408, 425, 429, 500, 502, 503, 504)
"""Answers after which asking again later may help. UCDP's server answers 400 after some forty quick calls."""
DENIED = (401, 403)


@dataclass(frozen=True)
class Patience:
    """How often to ask again and how long to wait: `first` seconds, doubled each time, at most `longest`."""

    tries: int = 7
    first: float = 2.0
    longest: float = 90.0
    pause: float = 0.5
    sleep: Callable[[float], None] = time.sleep


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
        if not path.exists():
            path.write_text(json.dumps({"question": key}) + "\n", encoding="utf-8")
            return kept
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        whole = [line for line in lines if line.endswith("\n")]
        if not whole or json.loads(whole[0]).get("question") != key:
            raise ImportDataError(
                "a download of something else is kept here", where=Where(str(path)), hint="remove it or name another"
            )
        if whole != lines:
            path.write_text("".join(whole), encoding="utf-8")
        kept.pages = [json.loads(line) for line in whole[1:]]
        return kept

    def add(self, page: Any) -> None:
        """Keep one more page, flushed to disk."""
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(page) + "\n")
        self.pages.append(page)


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
    import httpx

    wait, fault = patience.first, ""
    for attempt in range(patience.tries):
        try:
            answer = client.request(method, url, params=params, data=data, headers=headers)
        except httpx.HTTPError as error:
            fault = f"no answer: {type(error).__name__}"
        else:
            if answer.status_code == 200:
                return _json(answer, url)
            fault = f"answer {answer.status_code}: {' '.join(answer.text.split())[:80]}"
            if answer.status_code in DENIED:
                raise ImportDataError(
                    f"access is denied ({fault})", where=Where(url), hint="check the token or the account's rights"
                )
            if answer.status_code not in BUSY:
                raise ImportDataError(fault, where=Where(url), hint="check version and filters")
            after = answer.headers.get("retry-after", "")
            wait = max(wait, float(after)) if after.isdigit() else wait
        if attempt + 1 < patience.tries:
            patience.sleep(min(wait, patience.longest))
            wait *= 2
    raise ImportDataError(
        f"gave up after {patience.tries} tries ({fault})",
        where=Where(url),
        hint="run it again later: what came is kept",
    )


def _json(answer: httpx.Response, url: str) -> Any:
    refuse_page(answer.content[: 1 << 16], url)
    try:
        return answer.json()
    except ValueError as error:
        raise ImportDataError(f"the answer is not JSON: {error}", where=Where(url)) from error
