"""Whom a clause only holds its subject against ("bought more drones than A"): no party to what it tells."""

from __future__ import annotations

import re

from interbellum.reading.naming.mentions import Mention

_THAN = re.compile(
    r"\b(?:(?:more|fewer|less|larger|bigger|better|faster|higher|rather|other|earlier|later)\b[^,;.]{0,40}\bthan|"
    r"as\s+(?:many|much|large|high|great|long)\b[^,;.]{0,30}\sas)\s+(?:those\s+of\s+|that\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


def held_against(text: str, mention: Mention) -> bool:
    """Say whether a name is one that something is compared with."""
    return _THAN.search(text, max(0, mention.start - 80), mention.start) is not None
