"""Clauses to proposed claims: the kind, the PLOVER type, who, where, when, how many, according to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.case.vocabulary import ClaimKind
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.modality import does_little, is_future, is_hypothetical, is_negated, nobody_does
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.acts.acts import EventReading, best_event
from interbellum.reading.rules.acts.alleged import alleged_word
from interbellum.reading.rules.acts.awaiting import awaited, awaits
from interbellum.reading.rules.acts.by_who_acts import by_who_acts
from interbellum.reading.rules.acts.meant import meant
from interbellum.reading.rules.acts.named_events import named_events
from interbellum.reading.rules.acts.nobody import nobody_acts, nobody_meant
from interbellum.reading.rules.acts.occurring import occurrence
from interbellum.reading.rules.acts.own_forces import whose_act
from interbellum.reading.rules.acts.plain_acts import plain_act
from interbellum.reading.rules.acts.put_in import put_in_acts
from interbellum.reading.rules.acts.reciprocal import to_each_other
from interbellum.reading.rules.acts.steps_taken import steps_taken
from interbellum.reading.rules.acts.testimony import reported_fire
from interbellum.reading.rules.acts.undone import UNDONE
from interbellum.reading.rules.counted.figures import brokered, compared, compounds, fated, other_figures, whose
from interbellum.reading.rules.counted.taken_up import with_taken_up
from interbellum.reading.rules.deciding import (
    ACTED,
    DEFAULT,
    NAMELESS,
    Decision,
    decide,
    main_verb,
    measured,
    yields,
)
from interbellum.reading.rules.ellipsis import left_out, shared
from interbellum.reading.rules.holding.about import about_of, given_up
from interbellum.reading.rules.holding.commitments import with_fate
from interbellum.reading.rules.holding.lasting import lasting_in
from interbellum.reading.rules.holding.named_positions import named_positions
from interbellum.reading.rules.holding.named_ties import besides_help, named_ties
from interbellum.reading.rules.holding.openness import carried_on, with_openness
from interbellum.reading.rules.holding.reduced import besides, held
from interbellum.reading.rules.listed import listed
from interbellum.reading.rules.parties import Parties, anything, parties
from interbellum.reading.rules.recommending import ASKED
from interbellum.reading.rules.said.attribution import Attribution, attributions, is_condition
from interbellum.reading.rules.said.main_subject import keep_main_subject
from interbellum.reading.rules.said.rebuttals import answered, of_what
from interbellum.reading.rules.said.reported import (
    acts_next,
    alleging,
    charges,
    charges_rival,
    denies_own,
    is_frame,
    is_showing,
    suffers,
)
from interbellum.reading.rules.said.rumours import rumoured
from interbellum.reading.rules.said.said_nouns import answers_a_noun
from interbellum.reading.rules.said.unnamed_holders import UNNAMED
from interbellum.reading.rules.text.idioms import fell_to
from interbellum.reading.rules.text.kinds import kind_scores
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import Times, date_of, place_of, settled, story_day
from interbellum.reading.rules.when_and_where.same_ground import on_same_ground
from interbellum.reading.rules.when_and_where.same_place import at_the_same, spots
from interbellum.reading.rules.when_and_where.several_places import at_each_place
from interbellum.reading.rules.who.appositions import asides, counted, described, outside
from interbellum.reading.rules.who.at_home import among_others
from interbellum.reading.rules.who.former_latter import with_former
from interbellum.reading.rules.who.groups import group_of
from interbellum.reading.rules.who.memory import Memory, Roles
from interbellum.reading.rules.who.roles import means_both
from interbellum.reading.rules.worth import (
    of_the_text_itself,
    only_took_place,
    points_elsewhere,
    unverified,
    worth_recording,
)

_SHORTEST, _SHORT = 12, 4
"""So many characters a clause must have to say something; one that goes on after an aside may be a verb alone."""
_NOBODY = "a tie of nobody"
"""The rule of a clause that speaks of a relation and names no party to it: it makes no claim."""


def claims_of(sentence: Sentence, memory: Memory, times: Times) -> list[Proposal]:
    """Return the claims of a sentence, spans in the sentence. Clauses that only lead in or repeat make none."""
    sentence = with_former(sentence, memory)
    spoken = attributions(sentence.text, sentence.tokens, sentence.clauses, sentence.outer, memory)
    out: list[Proposal] = []
    led: int | None = None
    shown = False
    for number, (clause, attribution) in enumerate(zip(sentence.clauses, spoken, strict=True)):
        before = sentence.clauses[number - 1] if number else clause
        if clause.joint == "frame" or (clause.joint == "complement" and is_condition(sentence.tokens, before)):
            continue
        if is_condition(sentence.tokens, clause) and _supposes(sentence, number):
            memory.subject = _first_named(sentence, clause) or memory.subject
            continue
        waits = awaited(clause.joiner, out) or awaits(sentence.tokens, clause, before)
        if waits or answers_a_noun(sentence.tokens, sentence.clauses, number):
            continue
        span = sentence.span(clause)
        shown = is_showing(sentence, number) or (shown and led is not None)
        if (shown and led is None) or is_frame(sentence, number, attribution):
            memory.meet([mention for mention in sentence.outer if span[0] <= mention.start < span[1]])
            led = span[0] if led is None else led
            continue
        if span[1] - span[0] < (_SHORT if clause.joint == "resumed" else _SHORTEST):
            continue
        claim = rumoured(sentence, clause, _clause_claim(sentence, clause, span, attribution, memory, times))
        if led is not None:
            claim = replace(claim, span=(led, span[1]), quote=sentence.text[led : span[1]])
            claim = _as_shown(claim) if shown else claim
            led, shown = None, False
        claim = of_what(carried_on(left_out(claim, out[-1]), out[-1]) if out else claim, memory.alleged)
        if claim.kind == "allegation" and claim.stance == "alleges":
            memory.alleged = fated(sentence, claim)
        out.append(claim)
        if claim.rule.startswith("lasting"):
            out.extend(
                replace(claim, about=other.construction.about, rule=f"{claim.rule}; and {other.construction.text}")
                for other in lasting_in(sentence, clause)[1:]
            )
    memory.join(sentence.text, sentence.outer)
    keep_main_subject(sentence, out, memory)
    out = answered(on_same_ground(sentence, out, memory))
    out = [shared(claim, *out[number + 1 : number + 2]) for number, claim in enumerate(out)]
    out, ties = named_ties(sentence, out, memory)
    out, states = held(sentence, out)
    out, wishes = named_positions(sentence, out)
    ties = [*ties, *described(sentence, [*out, *ties])]
    named = named_events(sentence, out, memory, times)
    acts = [*put_in_acts(sentence, [*out, *named], memory), *steps_taken(sentence, out)]
    named = [*named, *acts, *ties, *states, *wishes]
    out = [claim for claim in out if not only_took_place(claim, named)]
    kept = [one for claim in out if _is_kept(sentence, claim) for one in compared(sentence, claim)]
    kept = [one for claim in kept for one in listed(sentence, claim, memory)]
    kept = [one for claim in kept for one in at_each_place(sentence, claim, memory)]
    figures = [fated(sentence, whose(sentence, claim)) for claim in kept]
    others = [fated(sentence, claim) for claim in other_figures(sentence, out)]
    found = [*figures, *named, *others, *brokered(sentence, out), *compounds(sentence, out, memory.rivals)]
    memory.spots.extend(here := spots(sentence.text, sentence.mentions, memory.states))
    found = [at_the_same(claim, memory.spots, here) for claim in found]
    return with_taken_up(sentence, [with_fate(with_openness(claim)) for claim in found], memory)


def _supposes(sentence: Sentence, number: int) -> bool:
    """Say whether a condition only leads in what is supposed ("if A concludes that ...")."""
    return number + 1 < len(sentence.clauses) and sentence.clauses[number + 1].joint == "complement"


def _first_named(sentence: Sentence, clause: Clause) -> tuple[str, ...]:
    first, last = sentence.span(clause)
    return tuple(m.id for m in sentence.outer if m.type == "actor" and first <= m.start < last)[:1]


_TELLING = re.compile(
    r"(?:they|you|we|he|she|some|many|critics)\s+(?:will|would|may|might)\s+(?:also\s+)?(?:tell|say|ask|argue|remember|object|"
    r"answer|reply)\b",
    re.IGNORECASE,
)


def _as_shown(claim: Proposal) -> Proposal:
    """Return what something is said to show: a reading of it, unless a figure or a party's word."""
    if claim.kind in ("observation", "allegation"):
        return claim
    rule = f"interpretation: what something shows; {claim.rule}"
    stance = "asserts" if claim.stance == "expects" else claim.stance
    return replace(claim, kind="interpretation", event_type=None, mode="", about="", stance=stance, rule=rule)


_OURS = re.compile(r"(?:and\s+|but\s+)?(?:we|I)\b", re.IGNORECASE)


def _is_kept(sentence: Sentence, claim: Proposal) -> bool:
    """Say whether a clause makes a claim: not a pointer, a tie of nobody, or a remark that a thing was not checked."""
    if of_the_text_itself(claim.quote) or (claim.kind == "expectation" and _TELLING.match(claim.quote)):
        return False
    ours = claim.kind in ("position", "expectation") and claim.rule != ASKED and not claim.actors
    if ours and _OURS.match(claim.quote):
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


_TOWARDS_A_THING = tuple(
    f"lasting tie alliance: {verb}" for verb in ("back", "host", "shelter", "have", "share/V ~ intel")
)
"""Rules of ties to somebody or something else, which two joined subjects do not have with each other."""
_RECEIVING = frozenset(("receive", "get", "obtain", "acquire"))


def _given(sentence: Sentence, span: tuple[int, int], event: EventReading, roles: Roles) -> Roles:
    """Return who gave and who got ("A received jets from B and rifles from C"): the subject of getting acts not."""
    pivot = sentence.tokens[event.head].end
    after = [m for m in sentence.outer if m.type == "actor" and pivot <= m.start < span[1]]
    groups = [group_of(sentence.text, after, m) for m in after if _FROM.search(sentence.text[: m.start][-12:])]
    givers = tuple(dict.fromkeys(name for group in groups for name in group))
    return Roles(givers, tuple(name for name in roles.actors if name not in givers))


_FROM = re.compile(r"\bfrom\s+(?:the\s+|both\s+)?$")
_ONE_WAY = frozenset(
    ("arms", "training", "energy", "mediation", "guarantee", "recognition", "dependence", "membership")
)
"""Ties of one with another of which two joined subjects are both the first."""


def _mutual(roles: Roles, kind: ClaimKind, event: EventReading | None) -> Roles:
    """Read two joined subjects of a two-sided act or tie as one with the other, the first-named first."""
    sealed = kind == "event" and event is not None and event.type == "AGREE"
    return roles if roles.recipients and not sealed else Roles(roles.actors[:1], roles.actors[1:])


def _clause_claim(
    sentence: Sentence,
    clause: Clause,
    span: tuple[int, int],
    attribution: Attribution,
    memory: Memory,
    times: Times,
) -> Proposal:
    event, decided = _decided(sentence, clause, span, attribution, times)
    who = parties(sentence, clause, span, attribution, memory, decided, event)
    if event is not None and decided.kind == "event":
        nobody = nobody_acts(sentence, clause, event, who.roles) or nobody_meant(sentence, span, event, who.roles)
        if nobody:
            event, decided = _decided(sentence, clause, span, attribution, times, happened=False)
    roles, attribution = reported_fire(sentence, clause, event, who.roles, attribution)
    decided, attribution, roles = _charged(sentence, clause, decided, event, attribution, roles, memory)
    kind, head, rule = decided.kind, decided.head, decided.rule
    parted = decided.lasting.subject if decided.lasting is not None and rule.startswith("lasting") else None
    whole = span if parted is None else (sentence.tokens[parted].start, span[1])
    proposal = Proposal(
        span=whole,
        kind=kind,
        actors=roles.actors,
        recipients=roles.recipients,
        place=place_of(sentence, whole, asides(sentence, head)),
        date=date_of(sentence, span, kind, times),
        quantity=decided.quantity,
        rule=rule,
        quote=sentence.text[slice(*whole)],
        about=about_of(kind, rule, decided.lasting, sentence.tokens[clause.first : clause.last]),
    )
    proposal = given_up(sentence, _flagged(sentence, head, clause, proposal, attribution), head)
    if kind == "tie" and not roles.actors and not roles.recipients:
        proposal = replace(proposal, kind="interpretation", about="", rule=_NOBODY)
    spoken_of = who.named if kind == "tie" and roles.actors == who.named.recipients else roles
    proposal = _paired(proposal, event)
    if proposal.kind == "event" and event is not None:
        proposal = _happened(sentence, span, proposal, event, memory, times)
    if proposal.kind == "allegation":
        proposal = replace(proposal, word=alleged_word(sentence, clause, event))
    if event is not None and event.type == "ASSAULT" and proposal.kind in ("event", "allegation"):
        memory.fought(Roles(proposal.actors, proposal.recipients))
    _remember(sentence, clause, span, Roles(proposal.actors, proposal.recipients), spoken_of, who, memory)
    if event is not None and decided.kind == "event" and suffers(sentence, clause, event.head):
        memory.subject = proposal.recipients
    accuses = attribution.accusing and attribution.holder not in UNNAMED
    if accuses and clause.first <= attribution.verb < clause.last and acts_next(sentence, clause):
        memory.subject = (attribution.holder,)
    return proposal


def _decided(
    sentence: Sentence,
    clause: Clause,
    span: tuple[int, int],
    attribution: Attribution,
    times: Times,
    *,
    happened: bool = True,
) -> tuple[EventReading | None, Decision]:
    """Return the act that a clause tells, if any, and its kind; `happened` is false where nobody acts in it."""
    cues = besides(sentence, clause, outside(sentence, besides_help(sentence)))
    scores = kind_scores(cues, clause.first, clause.last)
    event = best_event(sentence, clause, times)
    quantity = measured(counted(sentence, main_verb(sentence, clause)), span, sentence.text)
    lasting = next(iter(lasting_in(sentence, clause)), None)
    if event is not None and _told_as_event(sentence, event, times):
        lasting = None if lasting is not None and lasting.head == event.head else lasting
        scores = {
            kind: score
            for kind, score in scores.items()
            if kind not in ("tie", "status", "position") or score.head != event.head
        }
    event = event if happened else None
    kind, head, rule = decide(sentence, clause, scores, event, quantity, attribution, lasting)
    plain = plain_act(sentence, clause, times) if happened else None
    if plain is not None and yields(sentence, clause, kind, rule, quantity, plain):
        return plain, Decision("event", plain.head, plain.rule, quantity, lasting)
    if kind == "interpretation" and (came := occurrence(sentence, clause, times)) is not None:
        return came, Decision("event", came.head, came.rule, quantity, lasting)
    return event, Decision(kind, head, rule, quantity, lasting)


def _charged(
    sentence: Sentence,
    clause: Clause,
    decided: Decision,
    event: EventReading | None,
    attribution: Attribution,
    roles: Roles,
    memory: Memory,
) -> tuple[Decision, Attribution, Roles]:
    """Return an allegation for what one party tells of another's violence, or one rival of the other."""
    kind, holder = decided.kind, attribution.holder
    if kind == "event" and event is not None and charges(event.type, roles.actors, attribution):
        rule = f"allegation: {decided.rule}, said by {holder}"
        home = among_others(sentence.text, sentence.tokens, sentence.outer, sentence.span(clause), memory)
        whom = roles.recipients or (() if home else memory.foe(event.type, roles.actors))
        return replace(decided, kind="allegation", rule=rule), alleging(attribution), Roles(roles.actors, whom)
    if kind in ("interpretation", "event", "status", "tie") and denies_own(sentence, clause, attribution):
        rule = f"allegation: {holder} denies it of itself"
        return replace(decided, kind="allegation", rule=rule), replace(attribution, stance="denies"), roles
    told = kind == "event" and event is not None and event.type in ("AID", "REJECT", "ACCUSE")
    if (
        (kind == "interpretation" or told)
        and attribution.stance == "asserts"
        and charges_rival(sentence, clause, roles.actors, holder, memory.rivals)
    ):
        rule = f"allegation: said by {holder}"
        return replace(decided, kind="allegation", rule=rule), alleging(attribution), roles
    return decided, attribution, roles


def _paired(proposal: Proposal, event: EventReading | None) -> Proposal:
    """Return a two-sided act or tie of two joined subjects as one with the other."""
    if proposal.kind == "event":
        both = event is not None and to_each_other(event, proposal.quote)
    else:
        both = proposal.about == "talks" or (proposal.kind == "tie" and proposal.about not in _ONE_WAY)
        both = both and not proposal.rule.startswith(_TOWARDS_A_THING)
    if not both or len(proposal.actors) != 2:
        return proposal
    roles = _mutual(Roles(proposal.actors, proposal.recipients), proposal.kind, event)
    return replace(proposal, actors=roles.actors, recipients=roles.recipients)


def _happened(
    sentence: Sentence, span: tuple[int, int], proposal: Proposal, event: EventReading, memory: Memory, times: Times
) -> Proposal:
    """Return the claim of an event: its type and mode, the rivals where nobody else is meant, its date."""
    roles = Roles(proposal.actors, proposal.recipients)
    day = story_day(sentence, event.head, event.type, proposal.date, times)
    if event.mode == "ceasefire" and is_passive(sentence.tokens, event.head) and not anything(sentence, span):
        roles = Roles()
    if event.type == "AID" and sentence.tokens[event.head].lemma in _RECEIVING:
        roles = _given(sentence, span, event, roles)
    roles = whose_act(sentence, event, roles, memory)
    if "come/V ~ under" in event.rule and roles.actors:
        roles = Roles(roles.recipients, roles.actors)
    if fell_to(sentence.tokens, event.head, event.word) and not roles.actors:
        roles = Roles(roles.recipients)
    event = by_who_acts(sentence, event, roles, memory)
    roles = meant(sentence, span, event, proposal, roles, day, memory)
    return replace(
        proposal,
        actors=roles.actors,
        recipients=roles.recipients,
        event_type=event.type,
        mode=event.mode,
        word=event.word,
        negated=proposal.negated and event.type != "REJECT",
        date=settled(sentence, span, event.type, roles.actors, day, times),
    )


def _remember(
    sentence: Sentence,
    clause: Clause,
    span: tuple[int, int],
    roles: Roles,
    spoken_of: Roles,
    who: Parties,
    memory: Memory,
) -> None:
    """Note who was spoken of, for the clauses that follow."""
    told = [mention for mention in sentence.mentions if span[0] <= mention.start < span[1]]
    if means_both(sentence.text[slice(*span)]) and len({*roles.actors, *roles.recipients}) == 2:
        spoken_of = Roles((*roles.actors, *roles.recipients))
    memory.note(told, spoken_of if len(spoken_of.actors) == 2 or spoken_of is who.named else roles)
    if roles.actors and _MEMBERS.match(sentence.text, span[0]):
        memory.joint = roles.actors
    following = sentence.clauses[sentence.clauses.index(clause) + 1 :][:1]
    aside = clause.joint == "adverbial" and following and following[0].joint == "coordinate"
    if who.stranger and following and not aside and following[0].joint in ("coordinate", "adverbial"):
        memory.subject = ()


_MEMBERS = re.compile(r"(?:the\s+)?(?:members|delegates|representatives|ministers)\s+of\b", re.IGNORECASE)
"""A subject of many that stands for one body: "they" are it."""


_OWN_VIEW = re.compile(r"position(?:/N)? ~ =?(?:be|is)|hold\|share\|take|fear\|concern\|worry/N")
"""Cues that put what follows in the mouth of the clause's subject ("its position is that", "it has fears about")."""

_BREAKING = frozenset(("sever", "cut", "break", "end", "suspend", "abandon", "renounce", "drop", "abolish"))
"""Verbs that end a tie: where they are denied ("never severed its ties"), it stands."""
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
    stance, holder = attribution.stance, attribution.holder
    if proposal.kind == "expectation" and stance == "asserts":
        stance = "expects"
    if proposal.rule == NAMELESS:
        stance = "alleges"
    if proposal.kind != "expectation" and stance == "expects" and proposal.kind != "allegation":
        stance = "asserts"
    if holder == "author" and proposal.actors and _OWN_VIEW.search(proposal.rule):
        holder = proposal.actors[0]
    return replace(
        proposal,
        asserted_by=holder,
        stance=stance,
        negated=(proposal.kind != "interpretation" or proposal.rule == DEFAULT.cue)
        and not (proposal.kind == "tie" and tokens[verb].lemma in _BREAKING)
        and (
            is_negated(tokens, verb)
            or _none_of_it(tokens, verb)
            or nobody_does(tokens, clause.first, verb)
            or (proposal.rule == UNDONE and does_little(tokens, head))
        )
        and not _NOT_DENIED.search(sentence.text[slice(*proposal.span)]),
        future=future,
        hypothetical=hypothetical,
    )
