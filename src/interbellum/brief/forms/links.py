"""Links from a claim to the page that shows its passage."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from interbellum.errors import UsageError

PLACE = "{claim}"
"""What stands for a claim's id in the pattern of a link."""


def checked_pattern(pattern: str | None) -> str | None:
    """Return the pattern of links to evidence. Raises `UsageError` unless it is a path or http(s), with `{claim}`."""
    if pattern is None:
        return None
    if urlsplit(pattern).scheme not in ("", "http", "https") or PLACE not in pattern or "\\" in pattern:
        raise UsageError(
            f"{pattern!r} is no pattern of links to evidence",
            hint="write a path or an http(s) address with {claim} in it",
        )
    return pattern


def evidence_link(pattern: str | None, claim: str) -> str | None:
    """Return the link to a claim's evidence, or `None` without a pattern."""
    return None if pattern is None else pattern.replace(PLACE, quote(claim, safe=""))
