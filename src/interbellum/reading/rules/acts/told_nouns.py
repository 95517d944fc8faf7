"""Acts told by a noun and what follows it: "the dismissal of a police commander", "A's attempt to seize the bridge".

Such a noun names the act whether or not it was done ("calls for the release of ..."), so that it counts only where the
text takes the act as done (`data/told_nouns.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from interbellum.case.vocabulary import EventType
from interbellum.reading.dating.anchors import Moment
from interbellum.reading.dating.calendar_words import words_value
from interbellum.reading.dating.dates_relative import moved
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE, UNCHANGED
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.acts.nominals import Nominal, date_beside, reach, roles_beside, with_own
from interbellum.reading.rules.acts.plain_acts import type_of
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import Times
from interbellum.reading.rules.who.memory import Roles

_NOUN_PHRASE = frozenset(("DT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "PRP$", "VBN", "VBG"))
_NONE = frozenset(
    ("no", "any", "every", "each", "another", "further", "possible", "potential", "future", "planned", "imminent")
)
"""Words in a noun phrase of what was not, or not yet, done."""
SINCE = re.compile(
    r"\b(?:after|before|since|until|following|upon|despite|because\s+of|owing\s+to|in\s+(?:response|reaction)\s+to|"
    r"in\s+(?:retaliation|revenge|reprisal)\s+for|in\s+protest\s+(?:at|against|over)|in\s+the\s+(?:wake|"
    r"aftermath)\s+of|"
    r"within\s+(?:[\w-]+\s+)?(?:hours|days|weeks|months|an?\s+(?:hour|day|week|month|year))\s+of|on\s+the\s+(?:eve|"
    r"day)\s+of)\s+$",
    re.IGNORECASE,
)
"""Before a noun: the time or the cause of something else."""
_FACT = re.compile(
    r"\b(?:(?:condemn|denounc|deplor|critici[sz]|mourn|celebrat|document|record|detect|observ|register|witness|avenge?|"
    r"welcom|justif|defend|investigat|forg[io]v|regret|commemorat|call|term|brand)(?:e?[sd]|ted|ie[sd]|en|ing)|"
    r"protest(?:s|ed)?\s+(?:against|at)|"
    r"(?:prompted|triggered|caused|provoked|angered|alarmed|sparked|preceded|followed|accompanied)\s+by|"
    r"followed|preceded|(?:led|respond(?:s|ed)|react(?:s|ed))\s+to|result(?:s|ed)\s+in|ended\s+(?:in|with)|met\s+with|"
    r"began\s+with|culminat(?:es|ed)\s+in|"
    r"(?:indict|convict|sentenc|jail|imprison|punish|prosecut|blam|condemn|thank|prais|apologi[sz]|compensat|responsib|"
    r"responsible)(?:e[sd]|ed|le|s|ing)?\b[^.;]{0,40}\bfor)\s+$",
    re.IGNORECASE,
)
"""Before a noun: what somebody saw, judged or answered, or was punished for."""
_SEEN = re.compile(r"\b(?:document|record|detect|observ|register|witness)(?:e?[sd]|ing)\s+$", re.IGNORECASE)
"""Before a noun: what somebody saw at the time that the clause tells."""
_NOT_DONE = frozenset(
    (
        "plan", "expect", "schedule", "postpone", "propose", "foresee", "reject", "demand", "discuss", "prevent",
        "prohibit", "ban", "consider", "envisage", "delay", "suspend", "require", "depend", "need", "oppose", "rule",
        "due", "imminent", "likely", "unlikely", "impossible", "conditional", "uncertain", "possible", "rumour",
        "cancel", "forbid", "put",
    )
)  # fmt: skip
"""What is told of an act that was not done, or not yet."""
_PRESENT = frozenset(("have", "suggest", "show", "mark", "prove", "demonstrate"))
"""Verbs of which an act done is the subject in the present, too."""
_COUNTED_FROM = re.compile(
    r"\b(?P<number>the|an?|[\w-]+)\s+(?P<unit>day|week|month|year)s?\s+(?P<way>after|before)\s+$", re.IGNORECASE
)
_PUT_IN = re.compile(
    r"[^,;:]{1,80},\s+(?:first\s+|only\s+)?(?:completed|carried\s+out|begun|made|launched|ordered|decreed|effected|"
    r"announced)\s+"
    r"(?:(?:in|on|by|during|at)\s+)?(?:the\s+)?"
)
_OBJECT = re.compile(
    r"(?:\s+(?:in|at|near|outside|on|from)\s+(?:the\s+)?(?:[A-Z][\w’'-]*|\d{1,2}\s+[A-Z][a-z]+|\d{4})"
    r"(?:\s+(?:[A-Z][\w’'-]*|\d{4}))?){0,2}\s+of\s"
)
"""After a noun: of what or whom it is, perhaps past where and when ("the murder in Ona on 4 May of the mayor")."""
_ALSO = re.compile(r"\s+of\s+[^,;:.]{2,60}(?:,|,?\s+and)\s+")
_DONE_BY = re.compile(r"\b(?:its|their|his|her)\s+$", re.IGNORECASE)
_TO_DO = re.compile(r"\s+(?:by\s+[^,;.]{2,40}?\s+)?to\s+(?:\w+ly\s+)?([a-z]+)\b")


@dataclass(frozen=True)
class _Told:
    """A noun phrase that may tell an act: its first token, its noun, the clause it stands in, the type of the act."""

    first: int
    noun: int
    clause: Clause
    type: EventType


@cache
def _types() -> dict[str, EventType]:
    return {noun: kind for kind, nouns in load_yaml("told_nouns.yaml")["acts"].items() for noun in nouns}


@cache
def _listed(row: str) -> frozenset[str]:
    return frozenset(load_yaml("told_nouns.yaml")[row])


def told_nouns(sentence: Sentence, times: Times) -> list[Nominal]:
    """Return the acts of a sentence that nouns tell as done, where it says who acted, on whom, or when."""
    done: list[_Told] = []
    for one in _phrases(sentence):
        if _is_done(sentence, one, times) or (done and _is_listed(sentence, done[-1], one)):
            done.append(one)
    found = (_nominal(sentence, one, times, done) for one in done)
    return [one for one in found if one is not None]


def _is_listed(sentence: Sentence, last: _Told, one: _Told) -> bool:
    """Say whether a noun goes on with a list of acts done ("met with the closure of roads and the arrest of many")."""
    between = sentence.text[sentence.tokens[last.noun].end : sentence.tokens[one.first].start]
    return last.clause == one.clause and _ALSO.fullmatch(between) is not None


def _phrases(sentence: Sentence) -> Iterator[_Told]:
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        kind = _kind(sentence.text, token) if token.tag[:2] in ("NN", "VB", "JJ") else None
        if kind is None:
            continue
        clause = next((one for one in sentence.clauses if one.first <= index < one.last), None)
        if clause is None:
            continue
        first = _first(sentence, clause, index)
        named = token.tag.startswith("NN") or tokens[index - 1].tag in ("DT", "POS", "JJ", "PRP$", "NNP", "CD")
        if named and (first < index or token.text[0].isupper()):
            yield _Told(first, index, clause, kind)


def _first(sentence: Sentence, clause: Clause, index: int) -> int:
    """Return where the phrase of a noun begins: at its article, and never in a date before it."""
    tokens, first = sentence.tokens, index
    while first > clause.first and tokens[first].tag != "DT":
        before = tokens[first - 1]
        dated = any(d.start <= before.start < d.end for d in sentence.dates)
        if dated or not (before.tag in _NOUN_PHRASE or before.lower in ("’s", "'s")):
            break
        first -= 1
    return first


def _kind(text: str, token: Token) -> EventType | None:
    """Return the type of the act that a noun tells with what follows it, or None."""
    if token.lemma == "attempt" and (match := _TO_DO.match(text, token.end)):
        told = "ASSAULT" if match[1] in _listed("attempts") else type_of(match[1])
        return told if told in ("ASSAULT", "COERCE", "SANCTION") else None
    kind = _types().get(token.lower)
    if kind is None or _OBJECT.match(text, token.end):
        return kind
    taken = _DONE_BY.search(text[: token.start]) and text.startswith(" by ", token.end)
    return kind if taken else None


def _is_done(sentence: Sentence, one: _Told, times: Times) -> bool:
    """Say whether the text takes an act as done: as subject, as time or cause, as what is judged or recorded."""
    tokens, lead = sentence.tokens, sentence.text[: sentence.tokens[one.first].start]
    before = tokens[one.clause.first : one.first]
    if any(token.lower in _NONE for token in tokens[one.first : one.noun]):
        return False
    if any(token.tag == "MD" or token.lower in ("if", "unless", "whether") for token in before):
        return False
    if SINCE.search(lead):
        return not any(token.tag == "MD" for token in tokens)
    return _FACT.search(lead) is not None or (_is_subject(sentence, one) and _is_told_of(tokens, one.noun, times))


def _is_subject(sentence: Sentence, one: _Told) -> bool:
    """Say whether a noun phrase begins its clause, at most after a date ("In May the arrest of ... led")."""
    lead = [t for t in sentence.tokens[one.clause.first : one.first] if t.text[0].isalnum()]
    while lead and (lead[0].tag == "CC" or lead[0].lower in ("that", "while", "when", "although", "because", "as")):
        lead.pop(0)
    dated = [t for t in lead if any(d.start <= t.start < d.end for d in sentence.dates)]
    return not lead or (bool(dated) and lead[-1] is dated[-1] and len(lead) - len(dated) <= 2)


def _is_told_of(tokens: Sequence[Token], noun: int, times: Times) -> bool:
    """Say whether the verb of which a noun is the subject tells what an act done did, or how it fared."""
    verb = _verb(tokens, noun)
    if verb is None or any(token.lemma in _NOT_DONE for token in tokens[verb : verb + 6]):
        return False
    if tokens[verb].tag in ("VBD", "VB"):
        return [token.lower for token in tokens[verb + 1 : verb + 3]] != ["to", "be"]
    return tokens[verb].tag == "VBZ" and (tokens[verb].lemma in _PRESENT or times.entry is not None)


def _verb(tokens: Sequence[Token], noun: int) -> int | None:
    """Return the finite verb of which a noun is the subject, past the participles and relatives that describe it."""
    relative = False
    for index in range(noun + 1, len(tokens)):
        token = tokens[index]
        if token.text == ";":
            return None
        if token.lower in ("which", "who", "that", "where"):
            relative = True
            continue
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        aside = tokens[index - 1].tag.startswith("NN") or tokens[index - 1].text == ","
        if not _is_finite(tokens, index) or (token.tag == "VBD" and aside and following == "by"):
            continue
        if not relative:
            return index
        relative = False
    return None


def _is_finite(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word is a finite verb; "cut" and "hit" are, where nothing asks for the bare form."""
    bare = tokens[index].tag == "VB" and tokens[index].lower in UNCHANGED
    return tokens[index].tag in FINITE or (bare and tokens[index - 1].tag not in ("TO", "MD"))


def _nominal(sentence: Sentence, one: _Told, times: Times, done: Sequence[_Told] = ()) -> Nominal | None:
    text, token = sentence.text, sentence.tokens[one.noun]
    stop = _stop(sentence, one)
    roles = _named(sentence, token, roles_beside(text, token, stop, sentence.outer))
    if token.lower in _listed("own"):
        roles = with_own(text, token, stop, sentence.outer, roles)
    when = date_beside(text, token, stop, sentence.dates, times.known) or _put_in(sentence, token)
    when = when or _counted_from(sentence, one)
    if when is None and (_is_subject(sentence, one) or _SEEN.search(text[: sentence.tokens[one.first].start])):
        when = _opening(sentence, one) or times.entry
    people = roles.recipients if token.lower not in _listed("marking") else ()
    if when is None and (
        token.lower in _listed("lasting") or not (roles.actors or people or _is_cause(sentence, one, done))
    ):
        return None
    ends = [m.end for m in sentence.outer if token.end <= m.start and m.end <= stop]
    ends += [d.end for d in sentence.dates if token.end <= d.start and d.end <= stop]
    first = sentence.tokens[one.first + (sentence.tokens[one.first].tag == "DT")]
    span = (first.start, max([_object_end(sentence, one, stop), *ends]))
    return Nominal(span, one.type, "", roles, when, token.lower, alone=True)


def _is_cause(sentence: Sentence, one: _Told, done: Sequence[_Told]) -> bool:
    """Say whether a noun, or the list that it goes on with, is the time or cause of what the past tense tells
    ("Following the dismissal of a minister")."""
    past = any(token.tag == "VBD" for token in sentence.tokens[one.clause.first : one.clause.last])
    leads = (sentence.text[: sentence.tokens[n.first].start] for n in (one, *done) if n.clause == one.clause)
    return past and any(SINCE.search(lead) or _FACT.search(lead) for lead in leads)


def _named(sentence: Sentence, token: Token, roles: Roles) -> Roles:
    """Return the roles with whoever is named right before a noun as who acted ("two Tiger attempts to cross it")."""
    before = (m for m in sentence.outer if m.type == "actor" and sentence.text[m.end : token.start] == " ")
    name = next(before, None)
    return roles if roles.actors or name is None else Roles((name.id,), roles.recipients)


def _stop(sentence: Sentence, one: _Told) -> int:
    """Return where the noun's own words end: at its verb, or where a subject begins ("since the fall of A | the B")."""
    tokens, end = sentence.tokens, sentence.tokens[one.noun].end
    verb = _verb(tokens, one.noun)
    stop = min(reach(sentence.text, end), tokens[verb].start if verb is not None else len(sentence.text))
    if SINCE.search(sentence.text[: tokens[one.first].start]):
        commas = (token.start for token in tokens[one.noun :] if token.text == ",")
        stop = min(stop, next(commas, stop))
    for index in range(one.noun + 2, len(tokens)):
        opens = tokens[index].tag == "DT" or tokens[index].lower in ("he", "she", "it", "they", "we")
        if opens and tokens[index - 1].tag.startswith("NN"):
            return min(stop, tokens[index].start)
    return stop


def _put_in(sentence: Sentence, token: Token) -> str | None:
    """Return the date that an aside after the noun's object tells ("the transfer of A, completed on 3 May, had")."""
    dates = (d for d in sentence.dates if d.start > token.end)
    return next((d.edtf for d in dates if _PUT_IN.fullmatch(sentence.text, token.end, d.start)), None)


def _object_end(sentence: Sentence, one: _Told, stop: int) -> int:
    """Return where the noun's object ends: at the next noun that no other noun follows."""
    tokens = sentence.tokens
    for index in range(one.noun + 1, len(tokens) - 1):
        if tokens[index].start >= stop:
            break
        if tokens[index].tag.startswith("NN") and not tokens[index + 1].tag.startswith("NN"):
            return tokens[index].end
    return tokens[one.noun].end


def _opening(sentence: Sentence, one: _Told) -> str | None:
    """Return the date that begins the clause in which a noun is the subject, or what somebody saw."""
    start, end = sentence.tokens[one.clause.first].start, sentence.tokens[one.first].start
    return next((d.edtf for d in sentence.dates if start <= d.start and d.end <= end), None)


def _counted_from(sentence: Sentence, one: _Told) -> str | None:
    """Return the day that is so many days from that of the clause ("On 5 May, two days after the arrest of ...")."""
    found = _COUNTED_FROM.search(sentence.text[: sentence.tokens[one.first].start])
    before = [d.edtf for d in sentence.dates if found and d.end <= found.start()]
    base = Moment.parse(before[-1]) if before else None
    if found is None or base is None:
        return None
    word = found["number"].lower()
    number = 1 if word in ("the", "a", "an") else words_value(word)
    if number is None:
        return None
    then = moved(base, found["unit"].lower(), int(-number if found["way"].lower() == "after" else number))
    return then.edtf if then is not None else None
