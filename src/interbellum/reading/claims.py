"""Clauses to proposed claims: the kind, the PLOVER type, who, where, when, how many, according to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.case.vocabulary import ClaimKind
from interbellum.reading.acts import EventReading, best_event
from interbellum.reading.attribution import Attribution, attributions
from interbellum.reading.circumstances import Times, date_of, place_of, settled
from interbellum.reading.clauses import Clause
from interbellum.reading.deciding import ACTED, DEFAULT, decide, main_verb, measured
from interbellum.reading.figures import brokered, compounds, fated, other_figures, whose
from interbellum.reading.kinds import about, kind_scores
from interbellum.reading.lasting import Lasting, lasting_in
from interbellum.reading.memory import Memory, Roles
from interbellum.reading.modality import is_future, is_hypothetical, is_negated
from interbellum.reading.named_events import named_events
from interbellum.reading.named_ties import besides_help, named_ties
from interbellum.reading.proposal import Proposal
from interbellum.reading.reduced import besides, held
from interbellum.reading.reported import (
    alleging,
    charges,
    charges_rival,
    is_elided,
    is_frame,
    is_self,
    resumed,
)
from interbellum.reading.rivals import other_side
from interbellum.reading.roles import is_passive, means_both, roles_of
from interbellum.reading.sentence import Sentence
from interbellum.reading.tagging import Token
from interbellum.reading.worth import points_elsewhere, unverified, worth_recording

_NOBODY = "a tie of nobody"
"""The rule of a clause that speaks of a relation and names no party to it: it makes no claim."""


def claims_of(sentence: Sentence, memory: Memory, times: Times) -> list[Proposal]:
    """Return the claims of a sentence, spans in the sentence. Clauses that only lead in or repeat make none."""
    spoken = attributions(sentence.text, sentence.tokens, sentence.clauses, sentence.outer, memory)
    out: list[Proposal] = []
    led: int | None = None
    for number, (clause, attribution) in enumerate(zip(sentence.clauses, spoken, strict=True)):
        span = sentence.span(clause)
        if is_frame(sentence, number, attribution):
            led = span[0] if led is None else led
            continue
        if span[1] - span[0] < 12:
            continue
        claim = _clause_claim(sentence, clause, span, attribution, memory, times)
        if led is not None:
            claim = replace(claim, span=(led, span[1]), quote=sentence.text[led : span[1]])
            led = None
        out.append(claim)
        if claim.rule.startswith("lasting"):
            out.extend(
                replace(claim, about=other.construction.about, rule=f"{claim.rule}; and {other.construction.text}")
                for other in lasting_in(sentence, clause)[1:]
            )
    memory.join(sentence.text, sentence.outer)
    out = [_shared(claim, *out[number + 1 : number + 2]) for number, claim in enumerate(out)]
    out, ties = named_ties(sentence, out, memory)
    out, states = held(sentence, out)
    named = [*named_events(sentence, out, memory, times), *ties, *states]
    kept = [claim for claim in out if _is_kept(sentence, claim)]
    figures = [fated(sentence, whose(sentence, claim)) for claim in kept]
    others = [fated(sentence, claim) for claim in other_figures(sentence, out)]
    return [*figures, *named, *others, *brokered(sentence, out), *compounds(sentence, out)]


_TELLING = re.compile(
    r"(?:they|you|we|he|she|some|many|critics)\s+(?:will|would|may|might)\s+(?:also\s+)?(?:tell|say|ask|argue|remember|object|"
    r"answer|reply)\b",
    re.IGNORECASE,
)


def _shared(claim: Proposal, following: Proposal | None = None) -> Proposal:
    """Return a tie without an object with that of the tie it is joined to ("A arms and funds B")."""
    if following is None or claim.kind != "tie" or claim.recipients or not claim.rule.startswith("lasting"):
        return claim
    joined = following.kind == "tie" and following.actors == claim.actors and following.span[0] - claim.span[1] < 8
    return replace(claim, recipients=following.recipients) if joined else claim


def _is_kept(sentence: Sentence, claim: Proposal) -> bool:
    """Say whether a clause makes a claim: not a pointer, a tie of nobody, or a remark that a thing was not checked."""
    if claim.kind == "expectation" and _TELLING.match(claim.quote):
        return False
    if claim.rule == _NOBODY or (claim.kind == "expectation" and unverified(claim.quote)):
        return False
    if claim.kind != "interpretation":
        return True
    return not points_elsewhere(claim.quote) and (claim.rule != DEFAULT.cue or worth_recording(sentence, claim.span))


def _told_as_event(sentence: Sentence, event: EventReading, times: Times) -> bool:
    """Say whether an entry of a chronology tells in the present what somebody did, not what holds ("A deploys ...")."""
    verb = sentence.tokens[event.head]
    active = verb.tag in ("VBZ", "VBP") and verb.lemma not in ("be", "remain", "stay", "control", "hold", "claim")
    return times.entry is not None and active and event.score >= ACTED


def _truce(event: EventReading, roles: Roles) -> EventReading:
    """Read a truce that nobody or both sides declare as an agreement; one side's own stays a retreat."""
    if event.type == "RETREAT" and event.mode == "ceasefire" and len({*roles.actors, *roles.recipients}) != 1:
        return replace(event, type="AGREE", mode="")
    return event


def _between_rivals(event: EventReading, roles: Roles) -> bool:
    if event.type == "ASSAULT":
        return event.noun
    return event.type == "AGREE" and event.rule.startswith("RETREAT") and not roles.recipients


def _fitting(roles: Roles, kind: ClaimKind, attribution: Attribution, text: str) -> Roles:
    """Return the roles as the kind asks for: who is accused acts; where only one side is named, it is the actor."""
    if kind == "allegation" and attribution.accusing and roles.recipients and attribution.stance == "alleges":
        return Roles(
            roles.recipients, tuple(name for name in roles.actors if name != attribution.holder) or roles.actors
        )
    if kind == "tie" and roles.recipients and roles.actors and _FROM_THERE.search(text):
        return Roles(roles.recipients, roles.actors)
    if kind != "event" and roles.recipients and not roles.actors:
        return Roles(roles.recipients[:1], roles.recipients[1:])
    return roles


_WHOSE = re.compile(
    r"\b(?:of\s+)?(?:its|their)\s+(?:[a-z-]+\s+){0,2}(?:weapons|arms|gas|oil|energy|army|forces|drones|weaponry)\b"
)
"""Somebody else's arms or gas, in a tie: of the one spoken of before ("B supplies most of its weapons")."""
_FROM_THERE = re.compile(
    r"\b(?:support|backing|aid|assistance|help|weapons|arms|drones|hardware|missiles|gas|oil)\b[^.;]{0,30}\bfrom\b|"
    r"\b(?:received|receives|bought|buys|purchased|imports?)\b[^.;]{0,40}\bfrom\b",
    re.IGNORECASE,
)


_MUTUAL = frozenset(("ASSAULT", "AGREE", "CONSULT", "COOPERATE", "RETREAT"))


_ONE_WAY = frozenset(
    ("arms", "training", "energy", "mediation", "guarantee", "recognition", "dependence", "membership")
)
"""Ties of one with another of which two joined subjects are both the first."""


def _mutual(roles: Roles, kind: ClaimKind, event: EventReading | None) -> Roles:
    """Read two joined subjects of a two-sided act or tie as one with the other, the first-named first."""
    sealed = kind == "event" and event is not None and event.type == "AGREE"
    if kind == "event" and (event is None or event.type not in _MUTUAL):
        return roles
    return roles if roles.recipients and not sealed else Roles(roles.actors[:1], roles.actors[1:])


def _clause_claim(
    sentence: Sentence,
    clause: Clause,
    span: tuple[int, int],
    attribution: Attribution,
    memory: Memory,
    times: Times,
) -> Proposal:
    scores = kind_scores(besides(sentence, clause, besides_help(sentence)), clause.first, clause.last)
    event = best_event(sentence, clause, times)
    quantity = measured(sentence.quantities, span, sentence.text)
    lasting = next(iter(lasting_in(sentence, clause)), None)
    if event is not None and _told_as_event(sentence, event, times):
        lasting = None if lasting is not None and lasting.head == event.head else lasting
        scores = {
            kind: score
            for kind, score in scores.items()
            if kind not in ("tie", "status", "position") or score.head != event.head
        }
    kind, head, rule = decide(sentence, clause, scores, event, quantity, attribution, lasting)
    roles = roles_of(sentence.text, sentence.tokens, head, span, sentence.outer, memory)
    if clause.joint == "resumed":
        roles = resumed(sentence, clause, roles, memory)
    if is_self(sentence, clause) and attribution.holder != "author":
        others = tuple(name for name in (*roles.actors, *roles.recipients) if name != attribution.holder)
        passive = kind == "event" and is_passive(sentence.tokens, head)
        rest = tuple(name for name in roles.recipients if name != attribution.holder)
        roles = Roles(others, (attribution.holder,)) if passive else Roles((attribution.holder,), rest)
    spoke = clause.first <= attribution.verb < clause.last and attribution.holder not in ("author", *roles.recipients)
    if spoke and kind == "expectation" and is_elided(sentence, clause):
        roles = Roles((attribution.holder,), roles.recipients)
    stranger = not roles.actors and not is_elided(sentence, clause)
    subject = roles
    if not rule.startswith("lasting tie dependence"):
        roles = _fitting(roles, kind, attribution, sentence.text[slice(*span)])
    if kind == "tie" and subject.recipients and not subject.actors and is_elided(sentence, clause):
        roles = Roles(memory.subject, subject.recipients) if not {*memory.subject} & {*subject.recipients} else roles
    if (
        rule.startswith("lasting tie")
        and roles.actors
        and not roles.recipients
        and _WHOSE.search(sentence.text[slice(*span)])
    ):
        roles = Roles(roles.actors, tuple(name for name in memory.subject if name not in roles.actors))
    if kind == "tie" and rule.startswith("lasting tie training") and is_passive(sentence.tokens, head):
        roles = _trainers(sentence, span, roles, memory)
    if (
        not roles.actors
        and not roles.recipients
        and kind in ("tie", "position", "event", "allegation", "observation", "status")
        and not (_anybody(sentence, span) if kind == "observation" else _anything(sentence, span))
        and is_elided(sentence, clause)
        and not (memory.stale and sentence.tokens[clause.first].lower in ("they", "both"))
    ):
        roles = Roles(memory.subject)
    if (
        kind == "event"
        and event is not None
        and (_nobody_acts(sentence, event, roles) or _nobody_meant(sentence, span, event, roles))
    ):
        event = None
        kind, head, rule = decide(sentence, clause, scores, None, quantity, attribution, lasting)
    if kind == "event" and event is not None and charges(event.type, roles.actors, attribution):
        kind, rule, attribution = (
            "allegation",
            f"allegation: {rule}, said by {attribution.holder}",
            alleging(attribution),
        )
        roles = Roles(roles.actors, roles.recipients or other_side(event.type, roles.actors, memory.rivals))
    elif (
        (
            kind == "interpretation"
            or (kind == "event" and event is not None and event.type in ("AID", "REJECT", "ACCUSE"))
        )
        and attribution.stance == "asserts"
        and charges_rival(sentence, clause, roles.actors, attribution.holder, memory.rivals)
    ):
        kind, rule, attribution = "allegation", f"allegation: said by {attribution.holder}", alleging(attribution)
    proposal = Proposal(
        span=span,
        kind=kind,
        actors=roles.actors,
        recipients=roles.recipients,
        place=place_of(sentence, span),
        date=date_of(sentence, span, kind, times),
        quantity=quantity,
        rule=rule,
        quote=sentence.text[slice(*span)],
        about=_about(kind, rule, lasting, sentence.tokens[clause.first : clause.last]),
    )
    proposal = _flagged(sentence, head, clause, proposal, attribution)
    if kind == "tie" and not roles.actors and not roles.recipients:
        kind, proposal = "interpretation", replace(proposal, kind="interpretation", about="", rule=_NOBODY)
    spoken_of = subject if kind == "tie" and roles.actors == subject.recipients else roles
    both = kind == "event" or (kind == "tie" and proposal.about not in _ONE_WAY) or proposal.about == "talks"
    if both and event is not None and event.rule.startswith("CONSULT mediate"):
        both = False
    if both and len(roles.actors) == 2:
        roles = _mutual(roles, kind, event)
        proposal = replace(proposal, actors=roles.actors, recipients=roles.recipients)
    if kind == "event" and event is not None:
        if event.mode == "ceasefire" and is_passive(sentence.tokens, event.head) and not _anything(sentence, span):
            roles, proposal = Roles(), replace(proposal, actors=(), recipients=())
        event = _truce(event, roles)
        if not roles.actors and len(memory.rivals) == 2 and _between_rivals(event, roles):
            roles = Roles(memory.rivals[:1], memory.rivals[1:])
            proposal = replace(proposal, actors=roles.actors)
        recipients = roles.recipients or other_side(event.type, roles.actors, memory.rivals)
        proposal = replace(proposal, event_type=event.type, mode=event.mode, recipients=recipients)
        if event.type == "REJECT":
            proposal = replace(proposal, negated=False)
        date = settled(sentence, span, event.type, proposal.actors, proposal.date, times)
        proposal = replace(proposal, date=date)
    told = [mention for mention in sentence.mentions if span[0] <= mention.start < span[1]]
    if means_both(sentence.text[slice(*span)]) and len({*roles.actors, *roles.recipients}) == 2:
        spoken_of = Roles((*roles.actors, *roles.recipients))
    memory.note(told, spoken_of if len(spoken_of.actors) == 2 or spoken_of is subject else roles)
    following = sentence.clauses[sentence.clauses.index(clause) + 1 :][:1]
    if stranger and following and following[0].joint in ("coordinate", "adverbial"):
        memory.subject = ()
    return proposal


def _about(kind: ClaimKind, rule: str, lasting: Lasting | None, tokens: Sequence[Token]) -> str:
    """Return what a tie or status is about: as its construction says, else as its words show."""
    if lasting is not None and rule.startswith("lasting") and kind in ("tie", "status"):
        return lasting.construction.about
    return about(kind, tokens)


def _nobody_acts(sentence: Sentence, event: EventReading, roles: Roles) -> bool:
    """Say whether something other than an actor is the subject of an active verb ("the text did not condemn B")."""
    verb = sentence.tokens[event.head].tag.startswith("VB")
    return verb and event.type != "ASSAULT" and not roles.actors and not is_passive(sentence.tokens, event.head)


_SEALED = re.compile(
    r"\b(?:cease-?fire|truce|armistice|treaty|accord|agreement|declaration|protocol|deal|pact|settlement|resolution)\b",
    re.IGNORECASE,
)


def _nobody_meant(sentence: Sentence, span: tuple[int, int], event: EventReading, roles: Roles) -> bool:
    """Say whether an act that is of somebody towards somebody names neither, or a refusal names nobody who refuses."""
    if event.type == "AGREE" and _SEALED.search(sentence.text[slice(*span)]):
        return False
    if event.type in ("REJECT", "REQUEST"):
        return not roles.actors and is_passive(sentence.tokens, event.head)
    return (
        event.type in ("AGREE", "AID", "SUPPORT", "CONCEDE", "THREATEN") and not roles.actors and not roles.recipients
    )


def _trainers(sentence: Sentence, span: tuple[int, int], roles: Roles, memory: Memory) -> Roles:
    """Read a state where somebody's officers are trained as the one who trains them."""
    place = place_of(sentence, span)
    trained = (*roles.actors, *roles.recipients)
    return Roles((place,), trained) if place in memory.states and place is not None and place not in trained else roles


def _anybody(sentence: Sentence, span: tuple[int, int]) -> bool:
    return any(span[0] <= m.start < span[1] and m.type == "actor" for m in sentence.mentions)


def _anything(sentence: Sentence, span: tuple[int, int]) -> bool:
    return any(span[0] <= mention.start < span[1] for mention in sentence.mentions)


_OWN_VIEW = re.compile(r"position/N ~ be|hold\|share\|take|fear\|concern\|worry/N")
"""Cues that put what follows in the mouth of the clause's subject ("its position is that", "it has fears about")."""

_NOT_DENIED = re.compile(
    r"\b(?:not\s+rule\s+out|not\s+only|no\s+doubt|not\s+the\s+only|not\s+exclude)\b", re.IGNORECASE
)


def _helped(sentence: Sentence, clause: Clause, head: int) -> int:
    """Return the verb that a modal or auxiliary at `head` helps ("will", "did not", "has been"), or `head` itself."""
    tokens = sentence.tokens
    if tokens[head].tag != "MD" and tokens[head].lemma not in ("be", "have", "do"):
        return head
    for index in range(head + 1, min(clause.last, head + 6)):
        if tokens[index].tag.startswith("VB") and tokens[index].lemma not in ("be", "have", "do"):
            return index
    return head + 1 if tokens[head].tag == "MD" and head + 1 < clause.last else head


def _none_of_it(tokens: Sequence[Token], verb: int) -> bool:
    """Say whether "no" stands right after a verb ("have held no talks")."""
    return any(token.lower == "no" for token in tokens[verb + 1 : verb + 2])


def _flagged(sentence: Sentence, head: int, clause: Clause, proposal: Proposal, attribution: Attribution) -> Proposal:
    tokens = sentence.tokens
    said = head if tokens[head].tag.startswith(("VB", "MD")) else main_verb(sentence, clause)
    verb = _helped(sentence, clause, said)
    future, hypothetical = is_future(tokens, verb), is_hypothetical(tokens, verb)
    stance = attribution.stance
    holder = attribution.holder
    if proposal.kind == "expectation" and stance == "asserts":
        stance = "expects"
    if proposal.kind != "expectation" and stance == "expects" and proposal.kind != "allegation":
        stance = "asserts"
    if holder == "author" and proposal.actors and _OWN_VIEW.search(proposal.rule):
        holder = proposal.actors[0]
    return replace(
        proposal,
        asserted_by=holder,
        stance=stance,
        negated=proposal.kind != "interpretation"
        and (is_negated(tokens, verb) or (proposal.kind in ("status", "tie") and _none_of_it(tokens, verb)))
        and not _NOT_DENIED.search(sentence.text[slice(*proposal.span)]),
        future=future,
        hypothetical=hypothetical,
    )
