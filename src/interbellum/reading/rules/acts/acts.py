"""Readings of a clause as an act: which PLOVER pattern it holds, and how strongly it says that something happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.modality import (
    asked_that,
    came_about,
    is_future,
    is_hypothetical,
    left_undone,
    shifted,
    unmeant,
)
from interbellum.reading.language.participles import answered_by
from interbellum.reading.language.patterns import Match
from interbellum.reading.language.resuming import shared_helper
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive, signed_by
from interbellum.reading.language.words import FINITE
from interbellum.reading.rules.text.idioms import IDIOMS
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import Times
from interbellum.reading.rules.who.strangers import PEOPLE


@dataclass(frozen=True)
class EventReading:
    """A PLOVER reading of a clause: type, mode, the head token and how strongly it says that something happened.

    `word` is the lemma of the verb or noun that tells the act.
    """

    type: EventType
    mode: str
    head: int
    score: float
    rule: str
    noun: bool = False
    word: str = ""


SIGNING: tuple[EventType, str] = ("SUPPORT", "sign")
"""PLOVER files a signature under SUPPORT (CAMEO 057); a record of events reads it as the agreement that it seals."""


def best_event(sentence: Sentence, clause: Clause, times: Times) -> EventReading | None:
    """Return the strongest reading of a clause as something that happened, or None."""
    found = []
    resumed = any(one.first == clause.last and one.joint == "resumed" for one in sentence.clauses)
    for match in sentence.matches:
        beyond = 0 if resumed and match.pattern.type not in ("AGREE", SIGNING[0]) else 3
        if clause.first <= match.head < clause.last and match.end <= clause.last + beyond:
            reading = _event(sentence, clause, match, times)
            if reading is not None:
                found.append(reading)
    return max(found, key=lambda reading: reading.score, default=None)


def _event(sentence: Sentence, clause: Clause, match: Match, times: Times) -> EventReading | None:
    tokens = sentence.tokens
    if _is_none(sentence, match):
        return None
    event_type, rule = shifted(tokens, match)
    if (event_type, match.pattern.mode) == SIGNING:
        event_type = "AGREE"
    span = sentence.span(clause)
    dated = any(span[0] <= date.start < span[1] and not date.edtf_open for date in sentence.dates)
    happened = _happened(sentence, clause, match, event_type, dated, times)
    if happened is None:
        return None
    more, head = happened
    score = 0.2 * match.pattern.weight - 0.015 * (match.head - clause.first) + more + 0.4 * dated
    if event_type in _JOINT and _only_tried(tokens, match.head):
        return None
    if is_hypothetical(tokens, match.head) or is_future(tokens, match.head) or left_undone(tokens, match.head):
        score -= 1.5
    if (asking := asked_that(tokens, match.head)) >= clause.first:
        head = asking
    finite = tokens[head].tag in ("VBD", "VBG", "VBZ", "VBP", "VB")
    if (event_type in _SUFFERED and not finite) or tokens[head].lemma == "be":
        head = _undergone(tokens, match, head)
    mode = match.pattern.mode if event_type == match.pattern.type else ""
    word = "refuse" if rule.endswith("; refused") else _word(tokens, match)
    return EventReading(event_type, mode, head, score, rule, tokens[match.head].tag.startswith("NN"), word)


def _is_none(sentence: Sentence, match: Match) -> bool:
    """Say whether the words of a pattern tell no act here: an idiom, a hearsay, a letter that nobody signed."""
    tokens = sentence.tokens
    if any(bars(tokens, match) for bars in _BARS):
        return True
    if match.pattern.text.startswith("=signed") and not signed_by(tokens, match.head):
        return True
    return match.pattern.slots[-1].named and _is_somebody(sentence, tokens[match.end - 1])


def _happened(
    sentence: Sentence, clause: Clause, match: Match, event_type: EventType, dated: bool, times: Times
) -> tuple[float, int] | None:
    """Return how much the form of an act's word says that it happened, and the token that tells it; None for no act."""
    tokens, head, token = sentence.tokens, match.head, sentence.tokens[match.head]
    before = {other.lower for other in tokens[max(clause.first, head - 4) : head]} | shared_helper(tokens, head - 1)
    had = before & {"has", "have", "been", "having"}
    if _in_the_past(tokens, match, before, times.entry is not None):
        carried = token.lemma in PEOPLE and tokens[match.end - 1].tag.startswith("VB")
        return 1.9, match.end - 1 if carried else head
    if token.tag == "VBN" and had:
        return 1.5 - 1.2 * (event_type not in _REPEATED and is_lasting(sentence.text, sentence.span(clause))), head
    noun = token.tag.startswith("NN") or token.lower in _DEEDS
    if noun and _took_place(tokens, match) and not _only_which(tokens, match, clause):
        return 1.7 - 1.5 * _reduced(tokens, match.end, clause.last), match.end - 1
    if token.tag == "VBG":
        return _going_on(tokens, clause, match, event_type, before), head
    if token.lemma == "expect" and is_passive(tokens, head):
        return None
    passive = token.tag == "VBN" and is_passive(tokens, head)
    if passive and (dated or _in_named_war(sentence, sentence.span(clause), times.known)):
        return 1.7, head
    if token.tag.startswith("VB"):
        only = [other.lower for other in tokens[max(0, head - 3) : head]] == [",", "only", "to"]
        decided = only or came_about(tokens, clause.first, head, present=times.entry is not None)
        return 2.4 if decided else 0.9 if dated else 0.45, head
    return None


def _in_the_past(tokens: Sequence[Token], match: Match, before: Set[str], entry: bool) -> bool:
    """Say whether a verb tells what was done: in the past, or in the present of a chronology's entry."""
    token = tokens[match.head]
    if token.tag.startswith("VB") and token.tag != "VBG" and (token.tag == "VBD" or before & _PAST_HELPERS):
        return True
    if not entry or "to" in before:
        return False
    suffered = token.tag == "VBN" and bool(before & {"is", "are"}) and not before & {"was", "were", "have", "has"}
    return token.tag in ("VB", "VBZ", "VBP") or suffered or _took_place(tokens, match, present=True)


_PAST_HELPERS = frozenset(("was", "were", "had", "did"))


def _going_on(tokens: Sequence[Token], clause: Clause, match: Match, event_type: EventType, before: Set[str]) -> float:
    """Return how much a word in "-ing" says that something happened: most beside a past that it goes along with."""
    if any(told(tokens, match.head) for told in (answered_by, _begun, _was_seen, _before_that, _only_did)):
        return 1.9
    along = event_type not in ("REQUEST", "ACCUSE") and goes_along(tokens, clause, match.head)
    if along or clause.joiner in ("each", "both", "with"):
        return 1.9
    if "been" in before and event_type in _REPEATED | {"MOBILIZE"}:
        return 1.7
    return 1.0 if before & {"was", "were"} else 0.2


_JOINT = frozenset(("AGREE", "CONSULT", "COOPERATE"))
"""Acts that need somebody else: to try to bring them about is none yet."""


def _only_tried(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a verb is what somebody tried to do ("had tried to bring the sides together")."""
    return head > 1 and tokens[head - 1].lower == "to" and tokens[head - 2].lemma in ("try", "attempt", "struggle")


_SUFFERED = frozenset(("ASSAULT", "COERCE", "SANCTION"))


def _undergone(tokens: Sequence[Token], match: Match, head: int) -> int:
    """Return the participle by which a pattern with "was" or "were" in it tells what somebody suffered, or `head`."""
    inside = range(match.head, match.end)
    helper = next((n for n in inside if tokens[n].lower in ("was", "were", "been")), match.end)
    return next((n for n in range(helper + 1, match.end) if tokens[n].tag == "VBN"), head)


_REPEATED = frozenset(("ASSAULT", "CONSULT", "PROTEST", "SANCTION", "THREATEN"))
"""Acts that somebody does again and again where he has done them "since" a day: none of them is a tie."""
_CARRYING = frozenset(
    (
        "be", "have", "do", "hold", "make", "give", "launch", "carry", "conduct", "begin", "start", "open",
        "impose", "let", "put", "pay", "hand", "reach", "conclude", "announce", "declare", "agree", "break", "erupt",
        "flare", "occur", "use", "resume", "return", "rage", "escalate", "intensify", "follow", "ensue", "come", "end",
    )
)  # fmt: skip
"""Verbs that leave it to a noun to tell the act ("held talks", "opened fire", "clashes erupted")."""


def _word(tokens: Sequence[Token], match: Match) -> str:
    """Return the lemma that tells the act of a pattern: its verb, or the noun that a verb only carries."""
    ends = tokens[match.head], tokens[match.end - 1]
    telling = [token for token in ends if token.tag.startswith("VB") and token.lemma not in _CARRYING]
    among = tokens[match.head : match.end] if ends[0].lemma == "use" else ends
    nouns = [token for token in among if token.tag in ("NN", "NNS")]
    carrying = [token for token in ends if token.tag.startswith("VB") and token.lemma not in ("be", "have", "do")]
    return next((token.lemma for token in (*telling, *nouns, *carrying)), "")


_DEEDS = frozenset(("fighting", "shelling", "bombing", "killing", "shooting", "looting"))
"""Gerunds that are nouns where something is told of them ("the heaviest fighting took place")."""


_PUBLISHED = frozenset(
    (
        "video", "statement", "footage", "image", "report", "figure", "data", "list", "name", "document", "map",
        "photo",
        "photograph", "picture", "detail", "information", "recording", "text", "result", "transcript", "clip", "book",
        "letter", "communiqué", "communique", "study", "survey", "estimate", "toll", "note", "update", "readout",
    )
)  # fmt: skip


def publishes(tokens: Sequence[Token], head: int) -> bool:
    """Say whether "release" only makes a text or pictures known: nobody is let go."""
    near = tokens[max(0, head - 5) : head] if is_passive(tokens, head) else ()
    after = tokens[head + 1 : head + 5]
    told = next((token for token in (*after, *near) if token.tag in ("NN", "NNS")), None)
    return tokens[head].lemma == "release" and told is not None and told.lemma in _PUBLISHED


def _is_hearsay(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether nobody accuses: "A is alleged to have fired" tells what A is said to have done."""
    said = match.pattern.type == "ACCUSE" and is_passive(tokens, match.head)
    return said and tokens[match.head + 1 : match.head + 2] != [] and tokens[match.head + 1].lower == "to"


def _already_counted(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether a participle right after a number only tells what became of those counted ("20,000 killed")."""
    head = match.head
    counted = head > 0 and tokens[head - 1].tag == "CD" and tokens[head].tag in ("VBN", "VBD")
    alone = head + 1 >= len(tokens) or tokens[head + 1].tag in ("CC", "IN", ",", ".", ":", "RB")
    return counted and alone and tokens[head].lemma in ("kill", "wound", "injure", "capture", "displace", "maim")


def _only_fulfilled(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "met" tells of aims or terms that were fulfilled ("its demands had been met"): nobody meets."""
    lead = [token for token in tokens[max(0, match.head - 6) : match.head] if token.tag.startswith("NN")]
    passive = tokens[match.head].lemma == "meet" and is_passive(tokens, match.head)
    return passive and bool(lead) and lead[-1].lemma in _TERMS


_TERMS = frozenset(
    (
        "aim", "goal", "demand", "condition", "term", "target", "need", "obligation", "commitment", "deadline",
        "requirement",         "expectation", "criterion", "objective", "request", "promise", "cost", "wish",
    )
)  # fmt: skip


def _by_accident(tokens: Sequence[Token], match: Match) -> bool:
    return unmeant(tokens, match.head)


def _is_flown(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether somebody is taken to a place, who visits nobody there ("was arrested and flown to the capital")."""
    return tokens[match.head].lemma == "fly" and is_passive(tokens, match.head)


def _publishes(tokens: Sequence[Token], match: Match) -> bool:
    return publishes(tokens, match.head)


_TRUCES = frozenset(("ceasefire", "cease-fire", "truce", "armistice"))


def _only_qualifies(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether the truce a pattern ends with only says which talks are meant ("ceasefire negotiations")."""
    last, after = tokens[match.end - 1], tokens[match.end : match.end + 1]
    if last.lemma == "war" and after and after[0].lemma in ("game", "crime", "effort", "economy", "memorial"):
        return True
    return last.lemma in _TRUCES and match.end - 1 > match.head and bool(after) and after[0].lemma in _OF_TRUCES


def _only_feared(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether what a pattern begins with is only feared or talked of ("fears of a new war erupted")."""
    lead = tokens[max(0, match.head - 5) : match.head]
    of = next((n for n in range(len(lead) - 1, 0, -1) if lead[n].lower == "of"), 0)
    return bool(of) and tokens[match.head].tag.startswith("NN") and lead[of - 1].lemma in _FEARS


_RECEPTION = frozenset(
    (
        "silence", "resistance", "opposition", "criticism", "scepticism", "skepticism", "hostility", "derision",
        "approval", "anger", "relief", "condemnation", "indifference", "protest", "protests", "alarm", "suspicion",
        "success", "failure", "outrage", "fire", "force", "refusal", "disbelief", "applause",
    )
)  # fmt: skip


def _met_with(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "met with silence" or "met in A with disbelief" only tells how something was taken."""
    after = tokens[match.head + 1 : match.head + 7]
    if match.head + 1 == match.end and after[:1] and after[0].lower == "with" and is_passive(tokens, match.head):
        return tokens[match.head].lemma == "meet"
    at = next((n for n, token in enumerate(after) if token.lower == "with"), None)
    return (
        tokens[match.head].lemma == "meet"
        and at is not None
        and any(token.lemma in _RECEPTION for token in after[at + 1 : at + 4])
    )


def retorts(tokens: Sequence[Token], head: int) -> bool:
    """Say whether "shot back that" is only said."""
    after = [token.lower for token in tokens[head + 1 : head + 3]]
    return tokens[head].lemma in ("shoot", "hit", "fire") and after == ["back", "that"]


def _retorts(tokens: Sequence[Token], match: Match) -> bool:
    return retorts(tokens, match.head)


_FEARS = frozenset(
    ("fear", "risk", "threat", "danger", "possibility", "prospect", "talk", "rumour", "rumor", "warning")
)
_OF_TRUCES = frozenset(
    (
        "negotiation",
        "negotiations",
        "talk",
        "talks",
        "violation",
        "breach",
        "proposal",
        "monitor",
        "monitors",
        "line",
        "mechanism",
    )
)


def _declines(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "decline" has nothing that is declined: then something only became less."""
    head = match.head
    after = tokens[head + 1].tag if head + 1 < len(tokens) else "."
    return tokens[head].lemma == "decline" and after in ("IN", "RB", "CC", "CD", ".", ",", ":")


def _bargains(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "struck" is said of a deal: then nobody was hit."""
    lead = tokens[max(0, match.head - 6) : match.head]
    said = any(token.lemma in ("deal", "bargain", "accord", "agreement", "compromise") for token in lead)
    return said and tokens[match.head].lemma == "strike" and match.pattern.type == "ASSAULT"


def _begins_with(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether something only began when another thing did ("began with the war", "started after the attack")."""
    within = {token.lower for token in tokens[match.head + 1 : match.end]}
    if tokens[match.head].lemma in ("end", "conclude", "finish", "result", "culminate"):
        put_in = match.pattern.type == "AGREE" and match.head > 0 and tokens[match.head - 1].text == ","
        if "without" in within or put_in:
            return True
    return tokens[match.head].lemma in ("begin", "start") and bool(
        within & {"with", "after", "before", "during", "amid", "since"}
    )


def _is_somebody(sentence: Sentence, token: Token) -> bool:
    """Say whether a name is that of an actor: "took Harmouth" is force, "took Russia to court" is not."""
    return any(m.type == "actor" and m.form != "seat" and m.start <= token.start < m.end for m in sentence.mentions)


def _begun(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a gerund is what was begun or gone on with ("A began shelling B")."""
    verb = tokens[head - 1 - (tokens[head - 1].lower == "on")] if head > 1 else None
    going = verb is not None and verb.lemma == "go" and tokens[head - 1].lower == "on"
    return verb is not None and verb.tag == "VBD" and (going or verb.lemma in _GOING)


_GOING = ("begin", "start", "resume", "continue", "keep")


def goes_along(tokens: Sequence[Token], clause: Clause, head: int) -> bool:
    """Say whether a gerund after a comma tells what was done with what the past tense before it tells ("troops crossed
    the river, capturing two posts")."""
    if head != clause.first or clause.joint != "adverbial" or tokens[head - 1].text != "," or tokens[head].tag != "VBG":
        return False
    lead = [token for token in tokens[:head] if token.tag in FINITE]
    return bool(lead) and lead[-1].tag == "VBD" and tokens[head].lemma not in ("kill", "wound", "injure", "use")


def _only_did(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a gerund is all that was done ("A confined itself to evacuating its advisers")."""
    lead = tokens[max(0, head - 3) : head]
    return len(lead) == 3 and lead[0].lemma in ("confine", "limit", "restrict") and lead[1].lower in _SELVES


def _looks_on(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "stood by" has nobody after it: then somebody only looked on."""
    after = tokens[match.head + 1 : match.head + 3]
    by = bool(after) and tokens[match.head].lemma == "stand" and after[0].lower == "by"
    return by and (len(after) < 2 or after[1].tag in ("IN", "CC", ".", ",", "RB", "WRB", "VBG"))


_SELVES = ("itself", "himself", "herself", "themselves")


def _forced(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether an infinitive is what somebody was made to do ("A forced B to withdraw"): to force is A's act."""
    head = match.head
    if head < 3 or tokens[head - 1].lower != "to" or tokens[head].tag != "VB":
        return False
    verb = next((n for n in range(head - 3, max(-1, head - 9), -1) if tokens[n].tag.startswith("VB")), -1)
    return verb >= 0 and tokens[verb].lemma in ("force", "compel", "oblige") and not is_passive(tokens, verb)


def _was_seen(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a gerund is what somebody was seen to do ("the war saw A seizing", "which included A invading B")."""
    lead = tokens[max(0, head - 5) : head]
    seen = next((n for n, token in enumerate(lead) if token.lemma in ("see", "include") and token.tag == "VBD"), None)
    return (
        seen is not None
        and lead[-1].tag.startswith("NN")
        and all(token.tag.startswith(("NN", "DT", "JJ")) for token in lead[seen + 1 :])
    )


def _before_that(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a gerund tells what came before or after in a story ("after capturing the town, the column ...")."""
    joined = head > 0 and tokens[head - 1].lower in ("after", "before", "upon")
    return joined and any(token.tag == "VBD" for token in tokens)


def _in_named_war(sentence: Sentence, span: tuple[int, int], known: Mapping[str, str]) -> bool:
    return any(name in sentence.text[slice(*span)] for name in known)


def _took_place(tokens: Sequence[Token], match: Match, *, present: bool = False) -> bool:
    """Say whether a noun's pattern has a verb that says so ("clashes erupted", in a chronology "erupt"): at its end, or
    before the preposition that ends it ("troops crossed into")."""
    return any(_tells(tokens, at, match.head, present) for at in _verbs_of(tokens, match))


def _tells(tokens: Sequence[Token], at: int, head: int, present: bool) -> bool:
    token = tokens[at]
    if present and token.tag in ("VB", "VBZ", "VBP"):
        return True
    helped = at > head + 1 and tokens[at - 1].lemma in ("have", "be")
    return token.tag == "VBD" or (token.tag == "VBN" and helped and not _awaited(tokens, at, head))


def _awaited(tokens: Sequence[Token], at: int, head: int) -> bool:
    """Say whether something else waits for what a passive in the present tells ("before a treaty is signed")."""
    lead = {token.lower for token in tokens[max(0, head - 5) : head]}
    return tokens[at - 1].lower in ("is", "are") and bool(lead & {"before", "until", "once", "unless", "till"})


def _verbs_of(tokens: Sequence[Token], match: Match) -> Iterator[int]:
    """Yield where the verbs stand that a noun's pattern names: the last word, and those of slots between."""
    last = match.end - 1
    if last > match.head:
        yield last
    between = [slot for slot in match.pattern.slots[1:-1] if slot.tags == ("VB",)]
    for at in range(match.head + 1, last):
        if any(tokens[at].lemma in slot.lemmas for slot in between):
            yield at


def _only_which(tokens: Sequence[Token], match: Match, clause: Clause) -> bool:
    """Say whether a participle only tells which text is meant ("sent troops under a pact concluded in May")."""
    last = match.end - 1
    helped = any(token.lemma in ("be", "have") for token in tokens[match.head + 1 : last])
    told = any(token.lower == "that" for token in tokens[match.head + 1 : last])
    finite = any(token.tag in ("VBD", "VBZ", "VBP", "MD", "VBN") for token in tokens[clause.first : match.head])
    return match.pattern.type == "AGREE" and finite and not helped and not told


def _reduced(tokens: Sequence[Token], start: int, last: int) -> bool:
    """Say whether another finite verb follows: then "the agreement signed in May" only says which agreement."""
    return any(token.tag in ("MD", "VBZ", "VBP", "VBD") for token in tokens[start:last])


def is_lasting(text: str, span: tuple[int, int]) -> bool:
    """Say whether a clause speaks of something that goes on: "since", "in recent years", "increasingly"."""
    return bool(
        re.search(
            r"\b(?:(?<!have\s)(?<!has\s)(?<!had\s)since(?!\s+then)|recent\s+years|progressively|increasingly|regularly|been\s+\w+ing|(?<!as\s)long|"
            r"always|still|prolonged|long-standing|continuous|permanent(?:ly)?|ongoing|never)\b",
            text[slice(*span)],
            re.I,
        )
    )


_BARS = (
    _met_with, _declines, _begins_with, _bargains, _publishes, _only_qualifies, _only_feared, _retorts, _is_flown,
    _is_hearsay, _by_accident, _forced, _looks_on, _already_counted, _only_fulfilled, *IDIOMS,
)  # fmt: skip
"""What each says of a pattern's words that they tell no act."""
