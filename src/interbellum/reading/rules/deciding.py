"""Which kind a clause's claim is: its cues, what happened, what holds and what is counted, weighed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interbellum.case.vocabulary import ClaimKind
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive
from interbellum.reading.language.words import FINITE
from interbellum.reading.quantities import Quantity
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.acts.testimony import testifies
from interbellum.reading.rules.acts.undone import UNDONE, undone
from interbellum.reading.rules.holding.lasting import Lasting
from interbellum.reading.rules.holding.openness import PRESENCE
from interbellum.reading.rules.recommending import ASKED, recommends
from interbellum.reading.rules.said.attribution import Attribution, is_condition
from interbellum.reading.rules.text.kinds import KindScore
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.strangers import people_act

_MEASURED = frozenset(
    ("USD", "EUR", "GBP", "RUB", "percent", "person", "km2", "score", "ratio", "tonne", "m3", "barrel")
)
_TYPE_RANK: dict[ClaimKind, float] = {
    "interpretation": 0.0,
    "status": 0.15,
    "tie": 0.2,
    "position": 0.25,
    "expectation": 0.3,
}
_HAPPENS = 1.3
"""What an event reading must score at least to count as something that happened."""
ACTED = 1.9
"""An event reading so strong is told for itself, with the people that it counts beside it ("expelled two envoys")."""
_HOLDS = 2.7
"""What a construction of something that holds counts: more than a cue or a figure beside it."""
_WANTED, _OUGHT = 3.2, 1.8
"""What it counts that whoever writes asks for something, or says that it should be done."""
_UNDONE = 0.9
"""What it counts that something has not been done: more than no cue at all and than a joining word."""
DEFAULT = KindScore("interpretation", 0.4, "interpretation by default", 0)


NAMELESS = "allegation: somebody without a name accuses"
"""The rule of a charge of which nobody known is said to make it."""


@dataclass(frozen=True)
class Decision:
    """The kind of a clause's claim, the token its roles turn on, the rule, what is counted and what holds."""

    kind: ClaimKind
    head: int
    rule: str
    quantity: Quantity | None
    lasting: Lasting | None


def decide(
    sentence: Sentence,
    clause: Clause,
    scores: dict[ClaimKind, KindScore],
    event: EventReading | None,
    quantity: Quantity | None,
    attribution: Attribution,
    lasting: Lasting | None = None,
) -> tuple[ClaimKind, int, str]:
    """Return the kind of a clause, the token its roles turn on, and the rule's name."""
    reproached = _reproached(sentence, clause, event, quantity, attribution)
    if reproached is not None:
        return "allegation", *reproached
    acted = _acts_by_main_verb(sentence, clause, event)
    options = [_by_words(sentence, clause, kind, score, acted) for kind, score in scores.items()]
    if event is not None and event.score >= _HAPPENS:
        options.append((event.score, "event", event.head, event.rule))
    stationed = any(
        token.lemma in ("station", "garrison", "base") and token.tag.startswith("VB")
        for token in sentence.tokens[clause.first : clause.last]
    )
    if quantity is not None:
        options.append(_by_figure(sentence, clause, event, quantity, stationed))
    if lasting is not None:
        options.append(_by_construction(sentence, lasting, quantity, stationed))
    options.extend(_by_what_is_to_come(sentence, clause, attribution))
    if (at := undone(sentence, clause)) >= 0:
        options.append((_UNDONE, "status", at, UNDONE))
    options.append((DEFAULT.score, DEFAULT.kind, main_verb(sentence, clause), DEFAULT.cue))
    _, kind, head, rule = max(options, key=lambda row: row[0])
    return kind, head if kind in ("event", "tie", "status") else main_verb(sentence, clause), rule


_Option = tuple[float, ClaimKind, int, str]
"""A kind that a clause may be: how much speaks for it, its token, the rule's name. The first of the highest counts."""


def _reproached(
    sentence: Sentence, clause: Clause, event: EventReading | None, quantity: Quantity | None, attribution: Attribution
) -> tuple[int, str] | None:
    """Return the token and rule of what a clause reports as somebody's accusation, claim or denial, if it does."""
    charged = attribution.holder not in ("author", "ANALYSTS") and attribution.stance in ("alleges", "denies")
    told = quantity is not None and attribution.cue.startswith("according")
    mild = attribution.stance == "alleges" and not attribution.accusing
    if charged and not told and not (mild and _demands(sentence, clause)):
        within = clause.first <= attribution.verb < clause.last
        saying = attribution.verb if within else clause.first
        head = event.head if event and not attribution.accusing else saying
        return max(head, clause.first), f"allegation: {attribution.cue}"
    accused = _stands_accused(sentence, clause) if attribution.holder in ("author", "ANALYSTS") else None
    return None if accused is None else (accused, NAMELESS)


def _acts_by_main_verb(sentence: Sentence, clause: Clause, event: EventReading | None) -> int:
    """Return the verb by which a clause tells in the past what was done, if that is its own verb, or -1."""
    if event is None or event.score < _HAPPENS:
        return -1
    verb = sentence.tokens[event.head]
    own = main_verb(sentence, clause) == event.head and verb.tag == "VBD"
    return event.head if own and verb.lemma not in _OF_WANTING else -1


_OF_WANTING = ("want", "wish", "hope", "intend", "insist", "seek", "aim", "have", "be")


def _by_words(sentence: Sentence, clause: Clause, kind: ClaimKind, score: KindScore, acted: int) -> _Option:
    """Return what a clause's words say that it is, less what speaks against that: the most where they only stand behind
    the verb by which the clause tells what was done (`acted`)."""
    weight = (
        score.score
        + _TYPE_RANK.get(kind, 0.0)
        - 1.2 * _under_modal(sentence, clause, kind, score.head)
        - 3.0 * (kind in ("status", "tie") and (_supposed(sentence, clause) or _refused(sentence, score.head)))
        - _BESIDE * (kind == "tie" and _only_named(sentence, clause, score.head))
        - 2.5 * (kind == "expectation" and _looks_back(sentence, score.head))
        - _BEHIND * (kind in ("position", "expectation", "status") and 0 <= acted <= score.head)
    )
    return weight, kind, score.head, score.cue


def _by_figure(
    sentence: Sentence, clause: Clause, event: EventReading | None, quantity: Quantity, stationed: bool
) -> _Option:
    """Return how much speaks for a measured quantity: less where the number only goes with an act or a force."""
    people = quantity.unit == "person"
    acted = people and event is not None and event.score >= ACTED and _somebody_acts(sentence, clause, event)
    ahead = people and sentence.tokens[main_verb(sentence, clause)].lower in ("will", "would")
    beside = (
        quantity.unit in ("ratio", *_SPANS)
        or acted
        or stationed
        or ahead
        or _describes(sentence, quantity)
        or _voted(sentence, quantity, event)
    )
    return 1.5 if beside else 2.4, "observation", clause.first, f"observation: {quantity.unit}"


def _by_construction(sentence: Sentence, lasting: Lasting, quantity: Quantity | None, stationed: bool) -> _Option:
    """Return what a construction says that lasts: less where it only says of what people a number is."""
    found = lasting.construction
    held = found.about in ("control", PRESENCE)
    kept = held and sentence.tokens[lasting.head].lemma in ("keep", "maintain", "retain")
    people = quantity is not None and quantity.unit == "person"
    peopled = people and found.kind != "tie" and not (stationed or kept)
    return _HOLDS - 0.4 * peopled, found.kind, lasting.head, f"lasting {found.kind} {found.about}: {found.text}"


def _by_what_is_to_come(sentence: Sentence, clause: Clause, attribution: Attribution) -> Iterator[_Option]:
    """Yield what a clause demands, recommends or expects."""
    if attribution.holder != "author" and _demands(sentence, clause):
        yield 2.2, "position", main_verb(sentence, clause), "position: must or should, in somebody's mouth"
    wanted, by = recommends(sentence, clause) if attribution.holder == "author" else (-1, "")
    if wanted >= 0:
        yield _WANTED if by == ASKED else _OUGHT, "position", wanted, by
    if (at := _is_to(sentence, clause)) >= 0:
        yield 2.6, "expectation", at, "expectation: is to"
    if attribution.stance == "expects":
        modal = any(token.tag == "MD" for token in sentence.tokens[clause.first : clause.last])
        yield 2.8 if modal else 1.8, "expectation", clause.first, f"expectation: {attribution.cue}"


_WORTH = re.compile(
    r"\b(?:worth|at\s+a\s+(?:total\s+)?cost\s+of|costing|valued\s+at)\s+(?:(?:a|at|little|least|under|about|some|more|than|nearly|over|up|to)\s+)*$",
    re.IGNORECASE,
)
"""Before a sum: it only says what a thing is worth or cost ("jets worth 4 billion dollars")."""


def _describes(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a number only describes a force ("a 2,000-strong force remains")."""
    if _WORTH.search(sentence.text[: quantity.start]):
        return True
    return re.match(r"\s*-?\s*strong\b", sentence.text[quantity.end :]) is not None or sentence.text[
        quantity.start : quantity.end
    ].endswith("strong")


_BY = re.compile(r"\b(?:by|with)\s+(?:(?:about|some|around|nearly|over|more|than|a|margin|of)\s+)*$", re.IGNORECASE)


def _voted(sentence: Sentence, quantity: Quantity, event: EventReading | None) -> bool:
    """Say whether a share only tells by how much an act was voted ("rejected the plan by 76 per cent")."""
    return (
        event is not None
        and event.type in ("REJECT", "AGREE", "SUPPORT")
        and quantity.unit == "percent"
        and sentence.tokens[event.head].end <= quantity.start
        and _BY.search(sentence.text[: quantity.start]) is not None
    )


def _somebody_acts(sentence: Sentence, clause: Clause, event: EventReading) -> bool:
    """Say whether an event is more than the fate of the people counted beside it: violence needs somebody known."""
    if event.type not in ("ASSAULT", "COERCE"):
        return True
    start, verb = sentence.tokens[clause.first].start, sentence.tokens[event.head]
    active = verb.tag.startswith("VB") and not is_passive(sentence.tokens, event.head)
    if active and event.type == "COERCE" and people_act(sentence, event.head):
        return True
    return active and any(m.type == "actor" and start <= m.start and m.end <= verb.start for m in sentence.outer)


def _supposed(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause is a condition ("if the talks fail"): what it says does not hold."""
    words = (token.lower for token in sentence.tokens[clause.first : clause.last] if token.text[0].isalnum())
    if is_condition(sentence.tokens, clause):
        return True
    return next((word for word in words if word not in _LEAD), "") in ("if", "unless")


def _refused(sentence: Sentence, head: int) -> bool:
    """Say whether a cue is what somebody refused to do ("refused to supply missiles"): then it does not hold."""
    lead = sentence.tokens[max(0, head - 2) : head]
    return len(lead) == 2 and lead[1].tag == "TO" and lead[0].lemma in ("refuse", "decline")


_BEHIND = 1.2
_BESIDE = 0.8
_TREND = frozenset(
    (
        "be", "face", "remain", "become", "stay", "grow", "deepen", "improve", "worsen", "deteriorate", "weaken",
        "strengthen", "expand", "continue", "persist", "collapse", "end", "exist", "go", "last", "develop",
        "increase", "cool", "warm", "have", "maintain", "keep", "enjoy", "intensify", "build", "receive", "get",
        "rest", "depend", "rely", "date", "share", "provide", "offer", "give",
    )
)  # fmt: skip
"""Verbs that tell of a relation that it is, how it fares, or who has it."""


def _only_named(sentence: Sentence, clause: Clause, head: int) -> bool:
    """Say whether a clause only names a relation in telling something else ("A's ties with B worry C")."""
    verb = sentence.tokens[main_verb(sentence, clause)]
    return sentence.tokens[head].tag.startswith("NN") and verb.tag in FINITE and verb.lemma not in _TREND


_LEAD = ("however", "moreover", "but", "and", "so", "then", "yet", "thus")


def _looks_back(sentence: Sentence, modal: int) -> bool:
    """Say whether a modal weighs what is past ("would have lost", "could not impose order"): nothing is expected."""
    if sentence.tokens[modal].lower not in ("would", "could", "might", "may"):
        return False
    following = [token.lower for token in sentence.tokens[modal + 1 : modal + 2]]
    lead = {token.lower for token in sentence.tokens[max(0, modal - 4) : modal]}
    if sentence.tokens[modal].lower == "could" and lead & {"no", "nobody", "none", "nothing"}:
        return True
    if sentence.tokens[modal].lower == "could" and following in (["not"], ["n't"], ["hardly"], ["barely"]):
        return True
    after = [token for token in sentence.tokens[modal + 1 : modal + 5] if token.tag != "RB"]
    if sentence.tokens[0].text in ("Had", "Were") and sentence.tokens[1].tag in ("DT", "NNP", "NN", "NNS", "PRP"):
        return True
    return len(after) > 1 and after[0].lower == "have" and after[1].tag in ("VBN", "VBD")


def _demands(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause says what must be done ("must", "should", a bare "be returned"): in somebody's mouth that
    is a demand, not a reproach.
    """
    tokens = sentence.tokens[clause.first : clause.last]
    lowers = [token.lower for token in tokens]
    asking = not {*lowers}.isdisjoint(("what", "why", "how"))
    if {*lowers} & {"must", "should"} and not {*lowers} & {"have"} and not asking:
        return True
    if _insisted(sentence, clause) and (_is_bare(tokens) or _on_terms(sentence, clause)):
        return True
    for index, token in enumerate(tokens[:-1]):
        if token.lower == "be" and tokens[index + 1].tag in ("VBN", "VBD"):
            return index > 0 and not any(other.tag in ("MD", "TO", "VBD", "VBZ", "VBP") for other in tokens[:index])
    return False


def _is_to(sentence: Sentence, clause: Clause) -> int:
    """Return where a clause tells what somebody is to do or what is to be done ("A is to open the road"), or -1.

    "The aim is to open it" and "to see is to believe" say what something is.
    """
    tokens = sentence.tokens
    for index in range(clause.first + 1, min(clause.last - 2, clause.first + 24)):
        if tokens[index].lower not in ("is", "are") or tokens[index].tag not in ("VBZ", "VBP"):
            continue
        rest = [token for token in tokens[index + 1 : index + 5] if token.tag != "RB"]
        subject = [token for token in tokens[clause.first : index] if token.tag.startswith(("NN", "PRP", "CD"))]
        if len(rest) > 1 and rest[0].tag == "TO" and rest[1].tag == "VB" and subject:
            blamed = [token.lower for token in rest[1:3]] in (["be", "blamed"], ["be", "found"], ["be", "seen"])
            named = any(token.lemma in _AIMS for token in subject) or tokens[clause.first].tag == "TO"
            return -1 if named or blamed or rest[1].lower == "blame" else index
    return -1


_AIMS = frozenset(
    (
        "aim", "goal", "purpose", "idea", "task", "point", "objective", "plan", "intention", "priority", "answer",
        "way", "job", "role", "challenge", "solution", "alternative", "function", "best", "mission", "trick", "step",
        "thing", "option", "temptation", "mandate", "effect", "need", "question", "duty", "ambition", "hope", "wish",
    )
)  # fmt: skip
"""Nouns of which "is to" says what they consist in."""


def _insisted(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a verb of demanding with "that" stands right before a clause or begins it."""
    lead = sentence.tokens[max(0, clause.first - 2) : clause.first + 6]
    return any(token.lemma in _DEMANDING and after.lower == "that" for token, after in itertools.pairwise(lead))


def _on_terms(sentence: Sentence, clause: Clause) -> bool:
    """Say whether what is insisted on is refused until something else is done ("cannot return before B has left")."""
    words = [token.lower for token in sentence.tokens[clause.first :]]
    refused = any(one in ("can", "could", "will", "would") for one in words) and {*words} & {
        "not",
        "no",
        "never",
        "n't",
    }
    return bool(refused or "cannot" in words) and bool({*words} & {"until", "unless", "before", "without"})


def _is_bare(tokens: Sequence[Token]) -> bool:
    """Say whether the verb after one who is named is bare, as of what is to be ("that Sudan withdraw")."""
    first = next((n + 1 for n, token in enumerate(tokens[:6]) if token.lower == "that"), 0)
    rest = list(itertools.dropwhile(lambda token: token.tag in ("DT", "JJ", "NN", "NNP"), tokens[first:]))
    named = len(rest) < len(tokens) - first and tokens[len(tokens) - len(rest) - 1].tag in ("NN", "NNP")
    return named and rest[:1] != [] and rest[0].tag in ("VB", "VBP") and rest[0].lower == rest[0].lemma


_DEMANDING = frozenset(("insist", "demand", "propose", "recommend", "require", "urge", "ask", "suggest"))


def _under_modal(sentence: Sentence, clause: Clause, kind: ClaimKind, head: int) -> bool:
    """Say whether what a cue tells is only said to be possible or to come ("may seek", "the road would cut"): then it
    does not hold yet."""
    lowers = [token.lower for token in sentence.tokens[max(0, head - 2) : head] if token.tag == "MD"]
    verb = sentence.tokens[main_verb(sentence, clause)]
    if kind in ("tie", "status") and verb.tag == "MD":
        lowers.append(verb.lower)
    return kind in ("position", "tie", "status") and bool({*lowers} & {"may", "might", "could", "will", "would"})


def main_verb(sentence: Sentence, clause: Clause) -> int:
    """Return the clause's first finite verb (past auxiliaries), or its first token."""
    for index in range(clause.first, clause.last):
        if sentence.tokens[index].tag in FINITE:
            return index
    for index in range(clause.first, clause.last):
        if sentence.tokens[index].tag.startswith("VB"):
            return index
    return clause.first


_LENGTH = re.compile(
    r"\b(?:border|frontier|line|boundary|coast|stretch|front|fence|wall)\b[^.;]*\b(?:of|is|stretches|runs|measures|some|"
    r"about)\b[^.;]*$|\s+(?:long|wide)\b|\bit\s+is\b",
    re.IGNORECASE,
)


_COUNTING = re.compile(
    r"\b(?:(?:record|count|register|document|observ|logg?|tall|verifi|catalogu?|spott|detect)(?:e?d|es|s|ied|ies)|heard|saw)\s+"
    r"(?:(?:a\s+total\s+of|more\s+than|at\s+least|some|about|over|only)\s+)?$",
    re.IGNORECASE,
)
"""Before a number of things: somebody counted them ("the mission recorded 14 violations")."""

_COUNTED = re.compile(
    r"\s+(?:were|was)\s+(?:again\s+|once\s+(?:again|more)\s+)?(?:seen|counted|observed|recorded|spotted|missing)\b"
)
"""After a number of things: they were counted ("nine howitzers were seen")."""


_SPANS = ("hour", "day", "week", "month")
_LASTED = re.compile(r"\blast(?:ed|s)\s+(?:for\s+)?$", re.IGNORECASE)
"""Before a length of time: how long something went on."""


def measured(quantities: Sequence[Quantity], span: tuple[int, int], text: str = "") -> Quantity | None:
    """Return the first measured quantity of a clause (money, people, area, share, a line's length), or None."""
    for quantity in quantities:
        if not span[0] <= quantity.start < span[1]:
            continue
        length = quantity.unit == "km" and _LENGTH.search(text, max(span[0], quantity.start - 60), quantity.end + 6)
        counted = quantity.unit == "count" and (
            _COUNTING.search(text[span[0] : quantity.start]) or _COUNTED.match(text, quantity.end, span[1])
        )
        lasted = quantity.unit in _SPANS and _LASTED.search(text[span[0] : quantity.start])
        if quantity.unit in _MEASURED or length or counted or lasted:
            return quantity
    return None


def _stands_accused(sentence: Sentence, clause: Clause) -> int | None:
    """Return the verb of a charge of somebody without a name ("critics accuse A of having ceded"), or None."""
    tokens = sentence.tokens[: clause.last]
    if (verb := testifies(tokens, clause)) is not None:
        return verb
    for index in range(clause.first, clause.last):
        charged = tokens[index].lemma in ("accuse", "blame", "charge") and tokens[index].tag in ("VBZ", "VBP")
        if charged and {token.lower for token in tokens[index + 1 : index + 9]} & {"of", "for", "with"}:
            return index
    return None


def yields(
    sentence: Sentence, clause: Clause, kind: ClaimKind, rule: str, quantity: Quantity | None, act: EventReading
) -> bool:
    """Say whether the kind that words and figures give a clause yields to the act that its verb tells by itself."""
    if rule == UNDONE:
        return sentence.tokens[main_verb(sentence, clause)].lower not in ("has", "have")
    if kind == "interpretation":
        return True
    if quantity is None or kind != "observation":
        return False
    return _counts_doers(sentence, clause, rule, quantity) or _goes_with_act(sentence, clause, quantity, act)


def _goes_with_act(sentence: Sentence, clause: Clause, quantity: Quantity, act: EventReading) -> bool:
    """Say whether a figure only belongs to what somebody known did, no harm to those counted ("approved a sale worth
    two million")."""
    start, verb = sentence.tokens[clause.first].start, sentence.tokens[act.head]
    if act.type in ("ASSAULT", "COERCE") or is_passive(sentence.tokens, act.head):
        return False
    if quantity.start < verb.end or verb.lemma in _OF_LOSSES:
        return False
    return any(m.type == "actor" and start <= m.start and m.end <= verb.start for m in sentence.outer)


_OF_LOSSES = ("lose", "acknowledge", "admit", "concede", "name", "suffer")
"""Verbs of which a number after them is what is told ("lost 40 men", "admitted to 19 dead")."""


def _counts_doers(sentence: Sentence, clause: Clause, rule: str, quantity: Quantity) -> bool:
    """Say whether a clause counts those who do what its verb tells ("130,000 soldiers attacked on a wide front")."""
    verb = sentence.tokens[main_verb(sentence, clause)]
    doers = rule == "observation: person" and quantity.end <= verb.start
    return doers and verb.tag == "VBD" and verb.lemma in _DONE


_DONE = frozenset(
    ("attack", "march", "advance", "clash", "fight", "invade", "protest", "demonstrate", "rally", "riot", "withdraw")
)
