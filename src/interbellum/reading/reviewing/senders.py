"""Documents that a party to a conflict gives out itself: a ministry's statement, an embassy's note.

What such a document tells is that party's word until others tell it, too: it is known from its publication on.
"""

from __future__ import annotations

import re
from functools import cache

from interbellum.case.case import Case
from interbellum.case.tables import Source
from interbellum.reading.language.tagging import has_finite_verb, tag
from interbellum.reading.language.words import lexicon
from interbellum.reading.naming.mentions import find_mentions
from interbellum.reading.naming.names import case_gazetteer
from interbellum.reading.resources import load_yaml


def sender_of(source: Source, case: Case) -> str:
    """Return the id of the actor whose office gives a source out by its title, publisher or author, or nothing.

    "Ministry of Information of Eritrea" is an office; "Eritrea's ministry denies it" is a headline.
    """
    for name in filter(None, (source.publisher, source.author, source.title)):
        if not _offices().search(name) or has_finite_verb(tag(name)):
            continue
        mentions = find_mentions(name, case_gazetteer(case), lexicon().words)
        whose = dict.fromkeys(mention.id for mention in mentions if mention.type == "actor")
        if len(whose) == 1:
            return next(iter(whose))
    return ""


@cache
def _offices() -> re.Pattern[str]:
    words = load_yaml("attribution.yaml")["offices"]
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b", re.IGNORECASE)
