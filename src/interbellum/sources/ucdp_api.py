"""The API of UCDP: GED events by version, page by page, into a CSV in the layout of GED.

As documented at https://ucdp.uu.se/apidocs: `GET /api/gedevents/VERSION?pagesize=1000&page=0` with the header
`x-ucdp-access-token` (asked for by e-mail; needed since February 2026); an answer has `TotalCount`, `TotalPages`,
`NextPageUrl` and `Result`. 5,000 calls a day are allowed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from interbellum.errors import ImportDataError, UsageError, Where
from interbellum.sources.fetching import Kept, Patience, asked, refuse_address, secret_of, write_rows
from interbellum.sources.ucdp import GED

BASE = "https://ucdpapi.pcr.uu.se/api"
TOKEN = "UCDP_ACCESS_TOKEN"


def fetch(
    version: str,
    out: Path,
    *,
    filters: Mapping[str, str] | None = None,
    token: str | None = None,
    base: str = BASE,
    page_size: int = 1000,
    patience: Patience | None = None,
) -> int:
    """Write the events of one version to `out` and return how many; a call that broke off goes on where it stopped.

    `version` is pinned: every page must come from it and speak of the same number of events. `filters` are those of
    the API (`Country` by Gleditsch-Ward numbers, `StartDate`, `EndDate`). The token is `token` or the variable
    UCDP_ACCESS_TOKEN. `out` appears whole or not at all; pages are kept beside it until then.
    """
    import httpx

    token = secret_of(token or os.environ.get(TOKEN), TOKEN)
    if not token:
        raise UsageError("the API needs a token", hint=f"set {TOKEN}; the CSV files of the download page need none")
    if not re.fullmatch(r"\d\d\.\d+(\.\d+)*", version):
        raise UsageError(f"{version!r} is no version", hint="write for instance 25.1 (GED) or 26.0.8 (candidates)")
    refuse_address(base)
    patience, url = patience or Patience(), f"{base.rstrip('/')}/gedevents/{version}"
    kept = Kept.open(out.with_name(out.name + ".part"), f"{url} {page_size} {sorted((filters or {}).items())}")
    if kept.pages:
        patience.say(f"{len(kept.pages)} pages are kept from before")
    with httpx.Client(timeout=60, follow_redirects=False) as client:
        while (number := len(kept.pages)) == 0 or number < kept.pages[0]["TotalPages"]:
            params = {**(filters or {}), "pagesize": str(page_size), "page": str(number)}
            page = asked(client, "GET", url, patience, params=params, headers={"x-ucdp-access-token": token})
            kept.add(_checked(page, kept, version, url))
            patience.say(f"page {number + 1} of {max(1, kept.pages[0]['TotalPages'])}")
            patience.sleep(patience.pause)
    rows = _events(kept, url)
    write_rows(out, GED, rows)
    kept.path.unlink()
    return len(rows)


def _events(kept: Kept, url: str) -> list[dict[str, Any]]:
    """Return the events of all pages: as many as the first said, and each once. Raises `ImportDataError`."""
    rows = [row for page in kept.pages for row in page["Result"]]
    total = kept.pages[0]["TotalCount"]
    if not rows and not total:
        kept.path.unlink()
        raise ImportDataError("no event passes the filters", where=Where(url), hint="check version and filters")
    if len(rows) != total:
        kept.refuse(f"{len(rows):,} events came of {total:,}", url)
    kept.each_once(rows, "id", url)
    return rows


def _checked(page: object, kept: Kept, version: str, url: str) -> dict[str, Any]:
    """Return a page with what is kept of it. Raises `ImportDataError` for one that does not belong to the others."""
    where = Where(url)
    rows = page.get("Result") if isinstance(page, dict) else None
    if not isinstance(page, dict) or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ImportDataError("the answer has no Result", where=where, hint="is this the address of the API?")
    counts = {name: _count(page.get(name), name, where) for name in ("TotalCount", "TotalPages")}
    following = str(page.get("NextPageUrl") or "")
    if following and f"/gedevents/{version}" not in following:
        kept.refuse(f"the next page is of another version: {following}", url)
    before = kept.pages[0] if kept.pages else counts
    if counts["TotalCount"] != before["TotalCount"]:
        kept.refuse("the number of events changed while they were fetched", url)
    if counts["TotalPages"] != before["TotalPages"]:
        kept.refuse("the number of pages changed while they were fetched", url)
    missing = [name for name in GED if rows and name not in rows[0]]
    if missing:
        raise ImportDataError(f"field {missing[0]!r} is missing", where=Where(url, None, missing[0]))
    return {**counts, "Result": rows}


def _count(value: object, name: str, where: Where) -> int:
    try:
        return int(str(value))
    except ValueError as error:
        raise ImportDataError(f"{name} is {value!r} and no number", where=where, hint="is this the API?") from error
