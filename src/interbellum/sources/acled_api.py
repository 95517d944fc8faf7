"""The API of ACLED: OAuth with name and password, events and deleted events page by page, into a CSV.

As documented at https://acleddata.com/api-documentation: `POST /oauth/token` (`grant_type=password`,
`client_id=acled`) gives an access token for 24 hours and one to refresh it for 14 days; `GET /api/acled/read` takes
`_format`, `limit` and `page`. A token does not mean that the account may read data.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interbellum.errors import ImportDataError, UsageError, Where
from interbellum.sources.acled import COLUMNS, DELETED
from interbellum.sources.fetching import (
    DENIED,
    Kept,
    Patience,
    answered,
    asked,
    content_of,
    refuse_address,
    secret_of,
    write_rows,
)

if TYPE_CHECKING:
    import httpx

BASE = "https://acleddata.com"
NAME, PASSWORD = "ACLED_USERNAME", "ACLED_PASSWORD"


def fetch(
    out: Path,
    *,
    filters: Mapping[str, str] | None = None,
    deleted: bool = False,
    username: str | None = None,
    password: str | None = None,
    base: str = BASE,
    limit: int = 5000,
    patience: Patience | None = None,
) -> int:
    """Write events (with `deleted`: the list of deleted ones) to `out`, return how many; a break costs one page.

    `filters` are those of the API, for instance `country` or `event_date`. Name and password are given or come from
    ACLED_USERNAME and ACLED_PASSWORD. The API says no total, so events that change while they are fetched are noticed
    where one comes twice; that is refused.
    """
    import httpx

    username, password = username or os.environ.get(NAME), password or os.environ.get(PASSWORD)
    if not username or not password:
        raise UsageError("ACLED needs an account", hint=f"set {NAME} and {PASSWORD}")
    refuse_address(base)
    base = base.rstrip("/")
    patience, columns = patience or Patience(), DELETED if deleted else COLUMNS
    url = f"{base}/api/{'deleted' if deleted else 'acled'}/read"
    kept = Kept.open(out.with_name(out.name + ".part"), f"{url} {limit} {sorted((filters or {}).items())}")
    if kept.pages:
        patience.say(f"{len(kept.pages)} pages are kept from before")
    with httpx.Client(timeout=60, follow_redirects=False) as client:
        login = _Login(client, base, username, password, patience)
        while not kept.pages or len(kept.pages[-1]) == limit:
            params = {**(filters or {}), "_format": "json", "limit": str(limit), "page": str(len(kept.pages) + 1)}
            kept.add(_rows(login.asked(url, params), url, columns))
            patience.say(f"page {len(kept.pages)}")
            patience.sleep(patience.pause)
    rows = [row for page in kept.pages for row in page]
    if not rows and not deleted:
        kept.path.unlink()
        raise ImportDataError("no event passes the filters", where=Where(url), hint="check the filters")
    kept.each_once(rows, "event_id_cnty", url)
    write_rows(out, columns, rows)
    kept.path.unlink()
    return len(rows)


@dataclass
class _Login:
    """An account as the API sees it: a token for 24 hours, and one to renew it with."""

    client: httpx.Client
    base: str
    username: str
    password: str
    patience: Patience
    token: str = ""
    refresh: str = ""

    def asked(self, url: str, params: Mapping[str, str]) -> Any:
        """Return the JSON of an answer; a token that has run out is renewed once. Raises `ImportDataError`."""
        if not self.token:
            self._enter()
        elif (answer := self._answered(url, params)).status_code == 200:
            return content_of(answer, url)
        else:
            self.patience.say("the token has run out: renewing it")
            self._renew()
        return asked(self.client, "GET", url, self.patience, params=params, headers=self._bearer())

    def _answered(self, url: str, params: Mapping[str, str]) -> httpx.Response:
        return answered(self.client, "GET", url, self.patience, params=params, headers=self._bearer())

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _enter(self) -> None:
        said = self._given({"username": self.username, "password": self.password, "grant_type": "password"})
        if said is not None:
            raise ImportDataError(
                f"the login is refused{f': {said}' if said else ''}",
                where=Where(f"{self.base}/oauth/token"),
                hint=f"check {NAME} and {PASSWORD}",
            )

    def _renew(self) -> None:
        """Take a new token for the one to renew with; where that has run out too, name and password give one."""
        if not self.refresh or self._given({"refresh_token": self.refresh, "grant_type": "refresh_token"}) is not None:
            self._enter()

    def _given(self, form: Mapping[str, str]) -> str | None:
        """Take the tokens that a form is given, and return `None`; or what is said where it is given none."""
        url, sent = f"{self.base}/oauth/token", {**form, "client_id": "acled"}
        answer = answered(self.client, "POST", url, self.patience, data=sent, denied=(400, *DENIED))
        if answer.status_code != 200:
            return " ".join(answer.text.split())[:80]
        found = content_of(answer, url)
        token = found.get("access_token") if isinstance(found, dict) else None
        if not isinstance(token, str) or not secret_of(token, "the login's token"):
            raise ImportDataError("the login gave no token", where=Where(url), hint="check name and password")
        self.token, self.refresh = token.strip(), str(found.get("refresh_token") or "")
        return None


def _rows(answer: Any, url: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        said = (answer.get("message") or answer.get("error")) if isinstance(answer, dict) else None
        raise ImportDataError(
            f"the answer holds no events{f': {said}' if said else ''}",
            where=Where(url),
            hint="the login worked; the account may lack the right to read data",
        )
    missing = [name for row in rows for name in columns if name not in row]
    if missing:
        raise ImportDataError(f"field {missing[0]!r} is missing", where=Where(url, None, missing[0]))
    return rows
