"""Names that stand together: joined by "and", "or" or commas, or an adjective with the name it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interbellum.reading.naming.mentions import Mention
from interbellum.reading.rules.who.pairs import APPOSED, JOINED

_TITLE = re.compile(
    r"\s+(?:[A-Z][\w-]+\s+){0,3}|"
    r"\s+(?:(?!(?:from|of|in|into|to|at|on|near|with|by|for|against|over|and|or)\b)[a-z-]+\s+){1,2}"
)
"""What stands between an adjective and the name it belongs to ("Russian president Putin"), no preposition."""
_POSSESSIVE = re.compile(r"(?:’|')s\s")


def group_of(text: str, mentions: Sequence[Mention], start: Mention) -> tuple[str, ...]:
    """Return the ids of a mention with those joined to it by "and", "or" or commas."""
    ids = [start.id]
    last = start
    for mention in mentions:
        if mention.start <= last.start:
            continue
        gap = APPOSED.sub("", text[last.end : mention.start])
        if _POSSESSIVE.match(text, mention.end) and not _POSSESSIVE.match(text, start.end) and "and" in gap:
            break
        if JOINED.fullmatch(gap) and (gap.strip() or last.end == mention.start):
            ids.append(mention.id)
        elif last.form == "adjective" and _TITLE.fullmatch(gap) and mention.form == "name" and " " in gap + " ":
            ids[-1] = mention.id
        else:
            break
        last = mention
    return tuple(dict.fromkeys(ids))
