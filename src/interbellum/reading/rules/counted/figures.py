"""Figures beside what a clause tells: the second number of a sentence, the dead of an attack, who brokered a truce."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.proposal import Proposal, beside
from interbellum.reading.quantities import Quantity
from interbellum.reading.rules.text.sentence import Sentence

_FATE = re.compile(
    r"\b(?:kill|wound|injur|displac|evacuat|uproot|detain|captur|arrest|abduct|fled|flee|died|dead|death|missing|homeless|"
    r"casualt|losses|loss\s+of|lives\b|perish)",
    re.IGNORECASE,
)
_MEASURES = frozenset(("person", "USD", "EUR", "GBP", "RUB", "percent", "km2", "tonne", "barrel"))
_AGAINST = re.compile(r"\b(?:compared\s+(?:with|to)|against|versus)\s", re.IGNORECASE)
_OWN_FIGURE = re.compile(r"(?:’s|'s|’|')\s+(?:about\s+|some\s+|nearly\s+)?(\d+(?:[.,]\d+)*)(?![\d%])")
_BROKERED = re.compile(
    r"\b(?:(?P<sealed>truce|ceasefire|cease-fire|armistice|agreement|accord|deal|settlement|pact|meeting|summit|exchange)|"
    r"talks|negotiations|roadmap|plan|peace|process|dialogue)"
    r"\s*,?\s+(?:(?:that|which)\s+was\s+)?"
    r"(?:brokered|mediated|facilitated)\s+by\s+(?:the\s+)?",
    re.IGNORECASE,
)
"""What somebody mediated: something `sealed`, which was done once, or talks that go on."""
_COMPOUND = {
    "backed supported funded financed aligned allied sponsored": ("tie", "alliance"),
    "made built supplied manufactured produced": ("tie", "arms"),
    "trained": ("tie", "training"),
    "brokered mediated facilitated": ("tie", "mediation"),
    "led dominated headed": ("tie", "alliance"),
    "controlled held occupied administered ruled governed run": ("status", "control"),
}
"""What a participle joined to a name by a hyphen says ("A-backed forces", "the B-held hills")."""
WEAPON = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}(?:drones?|missiles?|rockets?|tanks?|jets?|aircraft|helicopters?|guns?|rifles?|radars?|weapons?|"
    r"weaponry|arms|ammunition|munitions|artillery|UAVs?|submarines?|systems?|vehicles?)\b",
    re.IGNORECASE,
)
_COMES_TO = re.compile(r"(?:,\s+worth|\b(?:totall?ing|amounting\s+to))\s+$", re.IGNORECASE)
"""Before a figure: something comes to it."""
_BEFORE, _AFTER = 34, 24
"""How many characters before and after a number may say what became of those it counts."""


def other_figures(sentence: Sentence, said: Sequence[Proposal]) -> list[Proposal]:
    """Return an observation for each figure that no claim of the sentence is about yet.

    A second figure beside an observation counts; beside anything else only people with what became of them do, and what
    something comes to ("flights totalling 641 hours").
    """
    out: list[Proposal] = []
    for quantity in sentence.quantities:
        claim = next((claim for claim in said if claim.span[0] <= quantity.start < claim.span[1]), None)
        claim = claim or _just_counted(sentence, quantity, said)
        summed = _COMES_TO.search(sentence.text[: quantity.start]) is not None and quantity.unit != "count"
        if claim is None or not (summed or quantity.unit in _MEASURES) or _is_told(quantity, claim):
            continue
        fate = quantity.unit == "person" and _has_fate(sentence.text, quantity, claim)
        second = claim.kind == "observation" and claim.quantity is not None
        if claim.kind in ("expectation", "position") or claim.negated or not (fate or second or summed):
            continue
        inside = quantity.start < claim.span[1]
        span = claim.span if second and inside else (_start(sentence, quantity, claim), quantity.end)
        out.append(
            replace(
                claim,
                span=span,
                kind="observation",
                event_type=None,
                mode="",
                actors=_counted(sentence, quantity, claim) if second else (),
                recipients=(),
                quantity=quantity,
                date=_when(sentence, quantity) or _since_then(sentence, claim.date),
                stance="asserts" if claim.stance == "expects" else claim.stance,
                about="",
                quote=sentence.text[slice(*span)],
                rule=f"observation: {quantity.unit}, beside {claim.kind}",
            )
        )
    return out


def _just_counted(sentence: Sentence, quantity: Quantity, said: Sequence[Proposal]) -> Proposal | None:
    """Return the observation of people that a figure goes on ("left 12 dead and 30 wounded")."""
    if quantity.unit != "person":
        return None
    counts = (one for one in said if one.kind == "observation" and one.quantity and one.quantity.unit == "person")
    return next((one for one in counts if _AND_MORE.fullmatch(sentence.text, one.span[1], quantity.start)), None)


_AND_MORE = re.compile(r",?\s+and\s+(?:another\s+)?")


def whose(sentence: Sentence, claim: Proposal) -> Proposal:
    """Return an observation with the one whose figure it is, where two stand side by side in one clause."""
    if claim.kind == "observation" and _OF_THE_FOE.search(claim.quote):
        return replace(claim, actors=())
    if claim.kind != "observation" or claim.quantity is None or len(_inside(sentence, claim)) < 2:
        return claim
    date = _when(sentence, claim.quantity) or claim.date
    actors = _counted(sentence, claim.quantity, claim)
    owned = {_for_whom(sentence, other) for other in _inside(sentence, claim) if other != claim.quantity}
    others = tuple(name for name in claim.recipients if name not in actors and name not in owned)
    return replace(claim, actors=actors, recipients=others, date=date)


_OF_THE_FOE = re.compile(
    r"\b(?:those|that|losses|dead)\s+of\s+(?:the|its|their)\s+(?:enemy|foe|opponent|adversary|other\s+side)\b"
)
"""Whose a figure is that the speaker gives for the other side, not for himself."""


def _when(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return the date said right after a figure ("from $2 billion in 2021 to $5 billion in 2023"), if any."""
    for date in sentence.dates:
        if re.fullmatch(r",?\s+(?:in|by|at\s+the\s+end\s+of|as\s+of)\s+", sentence.text[quantity.end : date.start]):
            return date.edtf
    return None


def _since_then(sentence: Sentence, date: str | None) -> str | None:
    """Return an open interval where a figure has grown since a date ("mines have killed 40 since 2020")."""
    if date is None or "/" in date or not re.search(r"\b(?:has|have)\b", sentence.text):
        return date
    since = any(
        one.edtf == date and re.search(r"\bsince\s+(?:the\s+)?$", sentence.text[: one.start]) for one in sentence.dates
    )
    return f"{date}/.." if since else date


def compared(sentence: Sentence, claim: Proposal) -> list[Proposal]:
    """Return a figure with those it is held against, each an observation of its own ("A scored 1, compared with B's 35
    and C's 34"): they share unit and what is counted."""
    against = _AGAINST.search(sentence.text, *claim.span)
    quantity = claim.quantity
    if claim.kind != "observation" or quantity is None or quantity.unit not in ("score", "percent", "person"):
        return [claim]
    if against is None or quantity.end > against.start():
        return [claim]
    others: list[Proposal] = []
    for mention in sentence.outer:
        figure = _OWN_FIGURE.match(sentence.text, mention.end, claim.span[1])
        if mention.type != "actor" or mention.start < against.end() or figure is None:
            continue
        value = float(figure[1].replace(",", ""))
        own = replace(
            quantity, start=figure.start(1), end=figure.end(1), value=value, low=None, high=None, approx=False
        )
        span = (mention.start, figure.end(1))
        others.append(
            replace(
                claim, span=span, actors=(mention.id,), recipients=(), quantity=own, quote=sentence.text[slice(*span)],
                rule=f"observation: {quantity.unit}, held against another",
            )
        )  # fmt: skip
    ids = {name for other in others for name in other.actors}
    first = tuple(name for name in claim.actors if name not in ids)
    own_span = (claim.span[0], len(sentence.text[: against.start()].rstrip(" ,(")))
    kept = replace(claim, actors=first, recipients=tuple(name for name in claim.recipients if name not in ids))
    return [replace(kept, span=own_span, quote=sentence.text[slice(*own_span)]), *others] if others else [claim]


_FATES = (
    (
        "killed",
        re.compile(
            r"\b(?:kill|dead\b|died\b|dying\b|dies\b|deaths?\b|lives\b|bodies\b|murder|slain|perish|massacr|toll\b|fatalit)",
            re.I,
        ),
    ),
    ("wounded", re.compile(r"\b(?:wound|injur|hurt\b|maim)", re.I)),
    ("displaced", re.compile(r"\b(?:displac|evacuat|uproot|fled\b|flee|driven\s+from|homeless|refuge)", re.I)),
    ("captured", re.compile(r"\b(?:captur|detain|arrest|abduct|imprison|hostage)", re.I)),
)


DISASTERS = (
    "tsunami", "earthquake", "flood", "flooding", "floods", "cyclone", "hurricane", "typhoon", "landslide", "mudslide",
    "famine", "epidemic", "cholera", "drought", "avalanche", "pandemic", "plane crash", "train crash", "shipwreck",
    "accident",
)  # fmt: skip
"""What people die of that is no violence."""
_DISASTER = re.compile(
    rf"\b(?P<a>{'|'.join(DISASTERS)})\b(?:\s+(?!the\b)\w+){{0,4}}?\s+(?:kill|claim|left|took|cost|drown)|"
    r"\b(?:kill(?:ed)?|died?|dead|deaths?|lives|perished|drowned)\b[^.;,]*\b(?:in|by|from|of|after|to)\s+(?:an?\s+|the\s+)?"
    rf"(?:\w+\s+){{0,2}}?(?P<b>{'|'.join(DISASTERS)})\b",
    re.IGNORECASE,
)
UNREST = ("protest", "protests", "demonstration", "demonstrations", "riot", "riots", "rally", "rallies", "stampede")
"""Where people die whom no side of a conflict kills."""
_UNREST = re.compile(
    r"\b(?:kill(?:ed)?|died?|dead|deaths?|lives|perished)\b[^.;,]*\b(?:in|during|at)\s+(?:an?\s+|the\s+)?"
    rf"(?:\w+\s+){{0,2}}?(?P<where>{'|'.join(UNREST)})\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:including|among\s+(?:them|these|whom)|of\s+whom|of\s+which|of\s+these)\s+(?:at\s+least\s+|about\s+|some\s+)?$",
    re.IGNORECASE,
)
"""Before a number: it is a part of one told just before ("40 people, including 12 children")."""
_JOINED_BEFORE = re.compile(r"\b(?:and|while|but)\b|;")
_APART = 40
"""How much further away a word for fate counts that belongs to the figure before ("30,000 died and a million were")."""


def fated(sentence: Sentence, claim: Proposal) -> Proposal:
    """Return a figure of people with what became of them in what it counts ("soldiers killed"): the nearest word."""
    quantity = claim.quantity
    if claim.kind not in ("observation", "allegation", "event") or quantity is None or quantity.unit != "person":
        return claim
    ends = _clause_end(sentence, quantity) if claim.span[1] == quantity.end else claim.span[1]
    low, high = max(claim.span[0], quantity.start - _BEFORE), min(ends, quantity.end + 2 * _AFTER)
    near: list[tuple[int, str]] = []
    for fate, words in _FATES:
        for match in words.finditer(sentence.text, low, high):
            joined = _JOINED_BEFORE.search(sentence.text, match.end(), max(quantity.start, match.end()))
            apart = min(abs(match.start() - quantity.end), abs(quantity.start - match.end()))
            near.append((apart + _APART * (joined is not None), fate))
    told = any(words.search(quantity.of) for _, words in _FATES)
    if not near and not told and _fell(sentence.text, quantity):
        near = [(0, "killed")]
    if not near and not told:
        return claim
    own = _OF_ITS_OWN.match(sentence.text, quantity.end)
    counted = quantity.of or (f"own {own[1].lower()}" if own else "people")
    fate = quantity.of if told else f"{counted} {min(near)[1]}"
    cause = _DISASTER.search(sentence.text)
    by = f" by {(cause['a'] or cause['b']).lower()}" if cause else ""
    crowd = _UNREST.search(sentence.text, max(0, quantity.start - _APART)) if not cause else None
    by = f" in {crowd['where'].lower()}" if crowd else by
    part = " among these" if _PART.search(sentence.text[: quantity.start]) or _adds_up(sentence, quantity) else ""
    if _OWN_SIDE.match(sentence.text, quantity.end) is not None and not fate.startswith("own "):
        fate = f"own {fate}"
    war = " in the war" if fate.endswith("killed") and _IN_A_WAR.match(sentence.text, quantity.end) else ""
    return replace(claim, quantity=replace(quantity, of=f"{fate}{by}{war}{part}"))


_OF_ITS_OWN = re.compile(r"\s+of\s+(?:its|their|his|her)\s+(?:own\s+)?([a-z]+)\b")
"""After a figure: some of somebody's own are counted ("two of its crew")."""
_OWN_SIDE = re.compile(r"[^.;,]{0,60}\bon\s+(?:its|their|his|our)\s+(?:own\s+)?side\b(?!\s+of\b)")
"""After a figure: only those of the side that gives it are counted."""
_IN_A_WAR = re.compile(r"[^.;,]{0,40}\bin\s+(?:the|that|this)\s+war\b(?!\s+(?:in|on|over|of|with|between)\b)")
"""After a figure: all of a war's dead are counted, whatever year is told of it."""
_ARMED = re.compile(r"\b(?:soldiers?|troops|men|servicemen|fighters|officers|conscripts|combatants)$", re.IGNORECASE)
_LOST = re.compile(r"\b(?:lost|loses?|losing)\s+(?:(?:about|some|over|at|least|more|than|nearly|around)\s+)*$")
_FELL = re.compile(r"\s+fell\b(?!\s+(?:to|by|from|into|back|ill|short|behind|under|below))")


def _fell(text: str, quantity: Quantity) -> bool:
    """Say whether the soldiers counted are dead by another word ("A lost 3,800 soldiers", "2,900 soldiers fell")."""
    if _ARMED.search(quantity.of) is None:
        return False
    return _LOST.search(text[: quantity.start]) is not None or _FELL.match(text, quantity.end) is not None


def _clause_end(sentence: Sentence, quantity: Quantity) -> int:
    """Return where what is told of the people counted ends: at a comma, a "while" or the next number."""
    stop = _STOP.search(sentence.text, quantity.end)
    following = (other.start for other in sentence.quantities if other.start >= quantity.end)
    return min(stop.start() if stop else len(sentence.text), next(following, len(sentence.text)))


_STOP = re.compile(r"[,;:]|\b(?:and|while|but|when|after|before)\b")


def _adds_up(sentence: Sentence, quantity: Quantity) -> bool:
    """Say whether a count is one of several that add up to the one told before ("13 people: eight men, five boys")."""
    people = [other for other in sentence.quantities if other.unit == "person"]
    at = next((n for n, other in enumerate(people) if other.start == quantity.start), 0)
    for total in range(at):
        sums = [sum(other.value or 0.0 for other in people[total + 1 : last + 1]) for last in range(at, len(people))]
        if at > total and people[total].value in sums and len(people) > total + 2:
            return True
    return False


def _counted(sentence: Sentence, quantity: Quantity, claim: Proposal) -> tuple[str, ...]:
    """Return whose figure it is: the people counted ("85 American troops"), or the same place in the list of owners."""
    if owner := _for_whom(sentence, quantity):
        return (owner,)
    for mention in sentence.outer:
        if mention.type == "actor" and mention.end == quantity.end and mention.start > quantity.start:
            return (mention.id,)
        if (
            mention.type == "actor"
            and quantity.start < mention.start < quantity.end + 14
            and mention.form == "adjective"
        ):
            return (mention.id,)
    figures = _inside(sentence, claim)
    if len(figures) == len(claim.actors) > 1 and re.search(r"\brespectively\b", claim.quote):
        return (claim.actors[figures.index(quantity)],)
    return claim.actors


def _for_whom(sentence: Sentence, quantity: Quantity) -> str:
    """Return whose a figure is that is held against another ("1.4 billion, against 3.8 billion for B"), or nothing."""
    if not _AGAINST.search(sentence.text[: quantity.start][-14:]):
        return ""
    for mention in sentence.outer:
        if mention.type == "actor" and _FOR.fullmatch(sentence.text, quantity.end, mention.start):
            return mention.id
    return ""


_FOR = re.compile(r"\s+(?:for|in)\s+(?:the\s+)?")


def _inside(sentence: Sentence, claim: Proposal) -> list[Quantity]:
    return [q for q in sentence.quantities if claim.span[0] <= q.start < claim.span[1] and q.unit in _MEASURES]


def _is_told(quantity: Quantity, claim: Proposal) -> bool:
    same = claim.quantity is not None and claim.quantity.start == quantity.start
    return same and claim.kind == "observation"


def _has_fate(text: str, quantity: Quantity, claim: Proposal) -> bool:
    start, end = max(claim.span[0], quantity.start - _BEFORE), min(claim.span[1], quantity.end + _AFTER)
    return _FATE.search(text[start:end]) is not None


def _start(sentence: Sentence, quantity: Quantity, claim: Proposal) -> int:
    """Return where a figure's own phrase begins: at the verb just before it, else at the figure."""
    before = [token for token in sentence.tokens if claim.span[0] <= token.start and token.end <= quantity.start]
    for token in reversed(before[-3:]):
        if token.tag.startswith("VB"):
            return token.start
    return quantity.start


def compounds(sentence: Sentence, said: Sequence[Proposal], rivals: tuple[str, ...] = ()) -> list[Proposal]:
    """Return ties and statuses that a hyphen makes: "A-backed forces", "A-made drones", "the A-held hills".

    What one brokers who is none of the rivals is between these where nobody else is named.
    """
    out: list[Proposal] = []
    for mention in sentence.outer:
        match = re.compile(r"[-‐–]([a-z]+)(?=\s)").match(sentence.text, mention.end)
        row = next((row for words, row in _COMPOUND.items() if match and match[1] in words.split()), None)
        if match is None or row is None:
            continue
        end = _noun_end(sentence, match.end())
        if end == match.end() or (row[1] == "arms" and not WEAPON.match(sentence.text, match.end())):
            continue
        around = next((claim for claim in said if claim.span[0] <= mention.start < claim.span[1]), None)
        named = [m.id for m in sentence.outer if m.type == "actor" and match.end() <= m.start < end]
        owner = [name for name in (around.actors if around else ()) if name != mention.id] if row[1] == "arms" else []
        if row[1] == "mediation" and mention.id not in rivals:
            owner = [*rivals]
        span = (mention.start, end)
        out.append(
            beside(
                sentence.text,
                around,
                "tie" if row[0] == "tie" else "status",
                span,
                actors=(mention.id,),
                recipients=tuple(name for name in (named or owner) if name != mention.id),
                about=row[1],
                rule=f"{row[0]} {row[1]}: -{match[1]}",
            )
        )
    return out


def _noun_end(sentence: Sentence, start: int) -> int:
    """Return where the noun phrase ends that goes on at `start`: adjectives, then nouns."""
    end, nouns = start, 0
    for token in sentence.tokens:
        if token.start < start:
            continue
        if token.tag.startswith("NN"):
            end, nouns = token.end, nouns + 1
        elif nouns or token.tag not in ("JJ", "CD", "VBN"):
            break
    return end


def brokered(sentence: Sentence, said: Sequence[Proposal]) -> list[Proposal]:
    """Return the mediation in "a truce brokered by A", of A with those whom the claim around it joins.

    To broker what is sealed is an act; talks and peace processes have a tie with who mediates them.
    """
    out: list[Proposal] = []
    for match in _BROKERED.finditer(sentence.text):
        broker = next((m for m in sentence.outer if m.type == "actor" and m.start == match.end()), None)
        claim = next((claim for claim in said if claim.span[0] <= match.start() < claim.span[1]), None)
        if broker is None or claim is None or claim.kind not in ("event", "status", "observation", "interpretation"):
            continue
        span = (match.start(), broker.end)
        if any(other.kind == "tie" and other.actors == (broker.id,) and _covers(other, span) for other in said):
            continue
        sides = tuple(name for name in (*claim.actors, *claim.recipients) if name != broker.id)
        out.append(_mediation(sentence, claim, span, (broker.id,), sides, once=match["sealed"] is not None))
    return out


def _mediation(
    sentence: Sentence,
    claim: Proposal,
    span: tuple[int, int],
    actors: tuple[str, ...],
    sides: tuple[str, ...],
    *,
    once: bool,
) -> Proposal:
    return replace(
        claim,
        span=span,
        kind="event" if once else "tie",
        event_type="CONSULT" if once else None,
        mode="",
        actors=actors,
        recipients=sides,
        date=(claim.date or "").removesuffix("/..") or None if once else claim.date,
        quantity=None,
        negated=False,
        about="" if once else "mediation",
        word="mediate" if once else "",
        quote=sentence.text[slice(*span)],
        rule=f"{'CONSULT' if once else 'tie'} mediation: brokered by",
    )


def _covers(claim: Proposal, span: tuple[int, int]) -> bool:
    return claim.span[0] <= span[0] and span[1] <= claim.span[1]
