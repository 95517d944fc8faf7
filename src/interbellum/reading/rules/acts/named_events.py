"""Claims for the events that nouns name, where the clause around them does not tell the same event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.acts.nominals import Nominal, find_nominals
from interbellum.reading.rules.acts.told_nouns import SINCE, told_nouns
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import Times, date_around, place_of, settled
from interbellum.reading.rules.who.at_home import among_others
from interbellum.reading.rules.who.memory import Memory

_POINTER = re.compile(r"\b[Ss]ee(?:\s+also)?:?\s+(?:[“\"‘'][^”\"]*)?$")
"""A title that the reader is only pointed to ("See “...”") tells nothing of its own."""
_FEARED = re.compile(
    r"\b(?:years|decades|months|weeks|days)\s+of\s+(?:[a-z-]+\s+)?$|"
    r"\b(?:risks?|threats?|fears?|possibility|possibilities|prospects?|danger|dangers|likelihood|chances?|warnings?|"
    r"plans?|"
    r"scenario|idea|event|case|(?:avoid|avert|prevent|deter|thwart|foil|forestall)(?:s|ed|ing|red|ring)?)\s+(?:of|"
    r"about|for|against)?\s*(?:an?|the|any|another|new|further|future|"
    r"possible|potential|imminent|renewed|large-scale|full-scale|all-out|\s)*$|"
    r"\b(?:accus|charg|suspect)\w*\b[^.;]*\b(?:part|involvement|complicity|role|hand)\s+in\s+(?:the\s+)?$|"
    r"\b(?:possible|potential|future|planned|imminent|threatened|feared|hypothetical)\s+(?:[a-z-]+\s+)?$",
    re.IGNORECASE,
)
"""Before a noun: what it names is feared or thought of, or is a stretch of time ("ten years of war"), and no event."""
_ASKED_FOR = re.compile(
    r"\b(?:call(?:s|ed|ing)?\s+for|appeal(?:s|ed|ing)?\s+for|demand\w*|urg(?:e|es|ed|ing)|seek(?:s|ing)?|sought|"
    r"propos(?:e|es|ed|ing)|"
    r"request(?:s|ed|ing)?|want(?:s|ed|ing)?|press(?:es|ed|ing)?\s+for|vot(?:e|es|ed|ing)\s+(?:for|on|against)|"
    r"provid(?:e|es|ed|ing)\s+for|"
    r"envisag(?:e|es|ed|ing)|stipulat(?:e|es|ed)|requir(?:e|es|ed))\s+"
    r"(?:an?|the|immediate|unconditional|full|new|lasting|humanitarian|permanent|\s)*$",
    re.IGNORECASE,
)
"""Before a noun: what it names is only asked for ("called for a ceasefire in May")."""
_ARTICLE = re.compile(r"\b(?:the|its|their|an?)\s+$", re.IGNORECASE)
_ABOUT_TALKS = ("THREATEN", "SANCTION", "REJECT", "REQUEST")
"""Acts about talks ("threatened to suspend trade talks") tell no talks of their own."""
_JUDGED = re.compile(
    r"\b(?:illegal|unlawful|unprovoked|unjustified|so-called|alleged|brutal|barbaric|criminal|treacherous|terrorist)\b",
    re.I,
)
"""Words that make naming an act an accusation."""


def named_events(sentence: Sentence, said: Sequence[Proposal], memory: Memory, times: Times) -> list[Proposal]:
    """Return the events that nouns name, where the clause's own claim is not that event already."""
    told = told_nouns(sentence, times)
    found = find_nominals(sentence.text, sentence.tokens, sentence.outer, sentence.dates, memory, times)
    nominals = [one for one in found if one.date is not None or not any(_overlap(one, other) for other in told)]
    nominals += [one for one in told if not any(_overlap(one, other) for other in nominals)]
    return [
        _claim(sentence, nominal, said, memory, times)
        for nominal in (_carried(sentence, nominal, said) for nominal in nominals)
        if not _POINTER.search(sentence.text[: nominal.span[0]])
        and not _FEARED.search(sentence.text[: nominal.span[0]])
        and not _ASKED_FOR.search(sentence.text[: nominal.span[0]])
        and (nominal.alone or nominal.roles.actors or nominal.type in ("ASSAULT", "COERCE", "PROTEST"))
        and not _told(nominal, [claim for claim in said if not _came_first(sentence, nominal, claim)])
        and not _only_ahead(sentence, nominal)
    ]


def _only_ahead(sentence: Sentence, nominal: Nominal) -> bool:
    """Say whether a noun without a day names what is only weighed or to come ("the closure of a road would ...")."""
    if nominal.date is not None:
        return False
    clause = next(
        (
            one
            for one in sentence.clauses
            if sentence.tokens[one.first].start <= nominal.span[0] < sentence.tokens[one.last - 1].end
        ),
        None,
    )
    words = sentence.tokens[clause.first : clause.last] if clause else ()
    return any(token.tag == "MD" and token.lower in ("will", "would", "shall", "may", "might") for token in words)


def _only_says_when(sentence: Sentence, nominal: Nominal) -> bool:
    """Say whether a noun stands after "after", "despite" and the like."""
    return SINCE.search(_ARTICLE.sub("", sentence.text[: nominal.span[0]])) is not None


def _came_first(sentence: Sentence, nominal: Nominal, claim: Proposal) -> bool:
    """Say whether a noun tells what was done at another time than what a clause tells ("a year after its capture")."""
    dated = nominal.date is not None and claim.date is not None and nominal.date != claim.date
    return dated and _only_says_when(sentence, nominal)


def _overlap(one: Nominal, other: Nominal) -> bool:
    return one.type == other.type and one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _carried(sentence: Sentence, nominal: Nominal, said: Sequence[Proposal]) -> Nominal:
    """Return the noun with the actors of the clause whose verb carries it ("Their talks included outreach to B").

    Who brokered an agreement is no party to it, and who acts after something was done need not have done that.
    """
    if nominal.roles.actors or nominal.alone or nominal.type == "ASSAULT":
        return nominal
    if _only_says_when(sentence, nominal):
        return nominal
    around = [claim for claim in said if claim.span[0] <= nominal.span[0] < claim.span[1]]
    if nominal.type == "AGREE" and any(claim.event_type == "CONSULT" for claim in around[:1]):
        return nominal
    actors = tuple(name for claim in around[:1] for name in claim.actors if name not in nominal.roles.recipients)
    return replace(nominal, roles=replace(nominal.roles, actors=actors))


def _told(nominal: Nominal, said: Sequence[Proposal]) -> bool:
    first, last = nominal.span
    return any(
        (
            claim.event_type == nominal.type
            or (nominal.type == "AGREE" and claim.event_type == "RETREAT")
            or (
                nominal.type == "CONSULT"
                and (claim.about in ("mediation", "talks") or claim.event_type in _ABOUT_TALKS)
            )
        )
        and claim.span[0] < last
        and first < claim.span[1]
        and (claim.actors or not nominal.roles.actors)
        and not _of_others(nominal, claim)
        for claim in said
    )


def _of_others(nominal: Nominal, claim: Proposal) -> bool:
    """Say whether a noun tells what others did to others than the clause does ("since A's invasion of B, C took D")."""
    by, to = {*nominal.roles.actors}, {*nominal.roles.recipients}
    return bool(by and to) and not (by | to) & {*claim.actors, *claim.recipients}


def _claim(sentence: Sentence, nominal: Nominal, said: Sequence[Proposal], memory: Memory, times: Times) -> Proposal:
    roles, span = nominal.roles, nominal.span
    date = nominal.date if nominal.alone else nominal.date or date_around(sentence, span, said) or times.entry
    date = settled(sentence, span, nominal.type, roles.actors, date, times)
    quote = sentence.text[slice(*span)]
    judged = _JUDGED.search(quote) is not None
    home = among_others(sentence.text, sentence.tokens, sentence.outer, span, memory)
    holder = next((claim.asserted_by for claim in said if claim.span[0] <= span[0] < claim.span[1]), "author")
    return Proposal(
        span=span,
        kind="allegation" if judged else "event",
        event_type=None if judged else nominal.type,
        mode="" if judged else nominal.mode,
        word="" if judged else next(token.lemma for token in sentence.tokens if token.lower == nominal.noun),
        actors=roles.actors,
        recipients=roles.recipients or (() if home else memory.foe(nominal.type, roles.actors)),
        place=place_of(sentence, span),
        date=date,
        asserted_by=holder if judged else "author",
        stance="alleges" if judged else "asserts",
        quote=quote,
        rule=f"{nominal.type} noun: {nominal.noun}" + (", judged" if judged else ""),
    )
