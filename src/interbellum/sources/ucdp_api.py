"""The API of UCDP: GED events by version, page by page, into a CSV in the layout of GED.

As documented at https://ucdp.uu.se/apidocs: `GET /api/gedevents/VERSION?pagesize=1000&page=0` with the header
`x-ucdp-access-token` (asked for by e-mail; needed since February 2026); an answer has `TotalCount`, `TotalPages`,
`NextPageUrl` and `Result`. 5,000 calls a day are allowed.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path

from interbellum.errors import ImportDataError, UsageError, Where
from interbellum.sources.fetching import Kept, Patience, asked
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

    token = token or os.environ.get(TOKEN)
    if not token:
        raise UsageError("the API needs a token", hint=f"set {TOKEN}; the CSV files of the download page need none")
    patience, url = patience or Patience(), f"{base}/gedevents/{version}"
    kept = Kept.open(out.with_name(out.name + ".part"), f"{url} {page_size} {sorted((filters or {}).items())}")
    with httpx.Client(timeout=60, follow_redirects=False) as client:
        while True:
            number = len(kept.pages)
            if number and number >= int(kept.pages[0]["TotalPages"]):
                break
            params = {**(filters or {}), "pagesize": str(page_size), "page": str(number)}
            page = asked(client, "GET", url, patience, params=params, headers={"x-ucdp-access-token": token})
            _checked(page, kept, version, url)
            kept.add({name: page.get(name) for name in ("TotalCount", "TotalPages", "Result")})
            patience.sleep(patience.pause)
    rows = [row for page in kept.pages for row in page["Result"]]
    if len(rows) != int(kept.pages[0]["TotalCount"]):
        raise ImportDataError(
            f"{len(rows):,} events came of {kept.pages[0]['TotalCount']}", where=Where(url), hint="fetch them anew"
        )
    temporary = out.with_name(out.name + ".new")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, GED, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    temporary.replace(out)
    kept.path.unlink()
    return len(rows)


def _checked(page: object, kept: Kept, version: str, url: str) -> None:
    where = Where(url)
    if not isinstance(page, dict) or not isinstance(page.get("Result"), list):
        raise ImportDataError("the answer has no Result", where=where, hint="is this the address of the API?")
    following = page.get("NextPageUrl") or ""
    if following and f"/gedevents/{version}" not in following:
        raise ImportDataError(f"the next page is of another version: {following}", where=where, hint="fetch it anew")
    if kept.pages and page.get("TotalCount") != kept.pages[0]["TotalCount"]:
        raise ImportDataError(
            "the number of events changed while they were fetched",
            where=where,
            hint="remove the .part file, fetch anew",
        )
    rows = page["Result"]
    missing = [name for name in GED if rows and name not in rows[0]]
    if missing:
        raise ImportDataError(f"field {missing[0]!r} is missing", where=Where(url, None, missing[0]))
