"""The API of ACLED: OAuth with name and password, events and deleted events page by page, into a CSV.

As documented at https://acleddata.com/api-documentation: `POST /oauth/token` (`grant_type=password`,
`client_id=acled`) gives an access token for 24 hours and one to refresh it for 14 days; `GET /api/acled/read` takes
`_format`, `limit` and `page`. A token does not mean that the account may read data.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interbellum.errors import ImportDataError, UsageError, Where
from interbellum.sources.acled import COLUMNS, DELETED
from interbellum.sources.fetching import Kept, Patience, asked

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
    ACLED_USERNAME and ACLED_PASSWORD.
    """
    import httpx

    username, password = username or os.environ.get(NAME), password or os.environ.get(PASSWORD)
    if not username or not password:
        raise UsageError("ACLED needs an account", hint=f"set {NAME} and {PASSWORD}")
    patience, columns = patience or Patience(), DELETED if deleted else COLUMNS
    url = f"{base}/api/{'deleted' if deleted else 'acled'}/read"
    kept = Kept.open(out.with_name(out.name + ".part"), f"{url} {limit} {sorted((filters or {}).items())}")
    with httpx.Client(timeout=60, follow_redirects=False) as client:
        token = _token(client, base, {"username": username, "password": password, "grant_type": "password"}, patience)
        while not kept.pages or len(kept.pages[-1]) == limit:
            params = {**(filters or {}), "_format": "json", "limit": str(limit), "page": str(len(kept.pages) + 1)}
            bearer = {"Authorization": f"Bearer {token}"}
            answer = asked(client, "GET", url, patience, params=params, headers=bearer)
            kept.add(_rows(answer, url, columns))
            patience.sleep(patience.pause)
    rows = [row for page in kept.pages for row in page]
    temporary = out.with_name(out.name + ".new")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    temporary.replace(out)
    kept.path.unlink()
    return len(rows)


def _token(client: httpx.Client, base: str, form: Mapping[str, str], patience: Patience) -> str:
    url = f"{base}/oauth/token"
    answer = asked(client, "POST", url, patience, data={**form, "client_id": "acled"})
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if not token:
        raise ImportDataError("the login gave no token", where=Where(url), hint="check name and password")
    return str(token)


def _rows(answer: Any, url: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        said = (answer.get("message") or answer.get("error")) if isinstance(answer, dict) else None
        raise ImportDataError(
            f"the answer holds no events{f': {said}' if said else ''}",
            where=Where(url),
            hint="the login worked; the account may lack the right to read data",
        )
    missing = [name for name in columns if rows and name not in rows[0]]
    if missing:
        raise ImportDataError(f"field {missing[0]!r} is missing", where=Where(url, None, missing[0]))
    return rows
