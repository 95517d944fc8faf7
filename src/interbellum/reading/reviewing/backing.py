"""Which accepted claims could back a record, and naming them in its support: what a person decides in one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from interbellum.case.case import Case
from interbellum.case.faults import nearest
from interbellum.case.reviewing import effective_claims
from interbellum.case.tables import Claim, Event, Status, Tie
from interbellum.dates import only_day, parse_edtf
from interbellum.errors import UsageError

_SLACK = timedelta(days=31)
"""A claim may be dated so far from what it backs: texts say a month where a record says a day."""
_FITTING = {
    "event": ("event", "observation"), "tie": ("tie", "event"), "status": ("status", "event", "observation", "tie"),
    "position": ("position", "interpretation", "event"),
}  # fmt: skip
"""Kinds of claim that back each kind of record."""
_TELLING = {
    "talks": ("AGREE", "CONSULT", "REJECT"), "control": ("ASSAULT", "RETREAT"), "controller": ("ASSAULT", "RETREAT"),
    "state": ("COERCE", "COOPERATE"), "strength": ("MOBILIZE", "RETREAT"),
}  # fmt: skip
"""Types of event that change what a status says of its subject."""
_WORD = re.compile(r"[^\W_]{2,}")


@dataclass(frozen=True)
class Target:
    """A record: its key (`status:S-1`), what it says, whom and what it is about, and when it happened or holds.

    `attribute` is what a status says of its subject.
    """

    key: str
    says: str
    names: frozenset[str]
    words: frozenset[str]
    begins: date | None
    ends: date | None
    attribute: str = ""


@dataclass(frozen=True)
class Candidate:
    """A claim that could back a record, and what speaks for it."""

    claim: Claim
    score: int
    why: str


def targets(case: Case) -> dict[str, Target]:
    """Return the events, ties, statuses and positions of a case by key."""
    found = [_of_event(case, row) for row in case.events]
    found += [_of_tie(case, row) for row in case.ties]
    found += [_of_status(case, row) for row in case.status]
    for row in case.positions:
        says = f"{row.actor} on {row.issue}: {row.position:g}"
        found.append(
            _target(case, f"position:{row.issue}/{row.actor}", says, (row.actor,), (row.issue,), row.date, None)
        )
    return {one.key: one for one in found}


def unbacked(case: Case) -> list[Target]:
    """Return the records that no accepted claim names in its support, in the order of the case."""
    accepted = effective_claims(case)
    named = {key for claim in accepted for key in claim.supports}
    own = {claim.id for claim in accepted}
    stated = {f"position:{row.issue}/{row.actor}" for row in case.positions if row.claim in own}
    return [one for key, one in targets(case).items() if key not in named | stated]


def candidates(case: Case, key: str, most: int = 10) -> list[Candidate]:
    """Return the accepted claims that could back a record, the best first. Raises `UsageError` for an unknown key."""
    target = _known(case, key)
    labels = {actor.id: tuple(name.name for name in actor.names) for actor in case.actors}
    found = [_candidate(target, claim, labels) for claim in effective_claims(case) if key not in claim.supports]
    return sorted((one for one in found if one is not None), key=lambda one: (-one.score, one.claim.id))[:most]


def with_support(case: Case, key: str, claims: Iterable[str], *, off: bool = False) -> Case:
    """Return a case in which claims name a record in their support, or with `off` name it no more.

    Raises `UsageError` for a record or claim that is not there, and for a claim that was rejected.
    """
    _known(case, key)
    wanted = tuple(dict.fromkeys(claims))
    accepted = {claim.id for claim in effective_claims(case)}
    there = {claim.id for claim in case.claims}
    for name in wanted:
        if name not in there:
            raise UsageError(
                f"claim {name!r} is not in the case", hint="interbellum back CASE RECORD lists those that fit"
            )
        if name not in accepted:
            raise UsageError(f"claim {name!r} was rejected", hint="accept it first: interbellum review")
    changed = tuple(_named(claim, key, off=off) if claim.id in wanted else claim for claim in case.claims)
    return replace(case, claims=changed)


def _named(claim: Claim, key: str, *, off: bool) -> Claim:
    others = tuple(one for one in claim.supports if one != key)
    return claim.model_copy(update={"supports": others if off else (*others, key)})


def _known(case: Case, key: str) -> Target:
    found = targets(case)
    if key not in found:
        hint = nearest(key, sorted(found)) if found else "the case has no records yet"
        if hint.startswith("allowed"):
            hint = f"none of the {len(found)} records is called so; they are named as status:ID, event:ID, tie:ID"
        raise UsageError(f"{key!r} is no record of the case", hint=hint)
    return found[key]


def _candidate(target: Target, claim: Claim, labels: Mapping[str, tuple[str, ...]]) -> Candidate | None:
    kind = target.key.partition(":")[0]
    named = {*claim.actors, *claim.recipients, claim.place} & target.names
    told = {word.lower() for word in _WORD.findall(_without_names(claim, labels))} & target.words
    if not named and not told:
        return None
    near = _near(target, claim)
    if near is False:
        return None
    first = near and _begins_with(target, claim)
    score = 2 * len(named) + min(2, len(told)) + 3 * bool(near) + 3 * bool(first) + _fit(target, kind, claim)
    why = [f"names {', '.join(sorted(name for name in named if name))}"] if named else []
    why += [f"says {', '.join(sorted(told))}"] if told else []
    why += ["of its first day" if first else "dated then"] if near else []
    return Candidate(claim, score, "; ".join(why))


def _without_names(claim: Claim, labels: Mapping[str, tuple[str, ...]]) -> str:
    """Return a claim's gloss without the names of its parties: a word of theirs is no word for a place."""
    names = {name for one in (*claim.actors, *claim.recipients) for name in labels.get(one, ())}
    gloss = claim.gloss
    for name in sorted(names, key=len, reverse=True):
        gloss = gloss.replace(name, " ")
    return gloss


def _fit(target: Target, kind: str, claim: Claim) -> int:
    """Return how well a claim's kind fits a record: best where it says of the subject what a status does.

    A claim that backs another record of the kind, or a whole series, fits less.
    """
    same = bool(target.attribute) and claim.kind == "status" and claim.mode == target.attribute
    telling = claim.kind == "event" and claim.event_type in _TELLING.get(target.attribute, ())
    taken = any(one.startswith((f"{kind}:", "series:")) for one in claim.supports)
    return 2 * (claim.kind in _FITTING[kind]) + 3 * same + 2 * telling - 2 * taken


def _near(target: Target, claim: Claim) -> bool | None:
    """Return whether a claim is of the time of a record; `None` where either has no date."""
    when = parse_edtf(claim.date) if claim.date else None
    if when is None or target.begins is None or (when.earliest is None and when.latest is None):
        return None
    first, last = when.earliest or date.min, when.latest or date.max
    until = (target.ends or target.begins) if target.ends != date.max else date.max
    return first <= _after(until) and _before(target.begins) <= last


def _begins_with(target: Target, claim: Claim) -> bool:
    """Say whether a claim is of the very day on which a record happened or began to hold."""
    day = only_day(claim.date)
    return day is not None and day == target.begins


def _after(day: date) -> date:
    return day if day > date.max - _SLACK else day + _SLACK


def _before(day: date) -> date:
    return day if day < date.min + _SLACK else day - _SLACK


def _of_event(case: Case, row: Event) -> Target:
    names = (*row.actors, *row.recipients, *((row.place,) if row.place else ()))
    return _target(case, f"event:{row.id}", f"{row.date} {row.type}: {row.gloss}", names, (), row.date, row.date)


def _of_tie(case: Case, row: Tie) -> Target:
    says = f"{row.actor} {row.type} {row.other}"
    return _target(case, f"tie:{row.id}", says, (row.actor, row.other), (), row.from_, row.to or "..")


def _of_status(case: Case, row: Status) -> Target:
    says = f"{row.attribute} of {row.subject}: {row.value}"
    names = (row.subject, *((row.value,) if row.attribute in ("control", "controller", "leadership") else ()))
    rivalry = next((one for one in case.model.units.rivalries if one.id == row.subject), None)
    sides = tuple(name for side in rivalry.sides for name in side) if rivalry else ()
    senders = tuple(one.sent_by for one in case.model.units.missions if one.id == row.subject)
    whom = (*names, *sides, *senders)
    found = _target(case, f"status:{row.id}", says, whom, (row.subject,), row.from_, row.to or "..")
    return replace(found, attribute=row.attribute)


def _target(
    case: Case, key: str, says: str, names: Sequence[str], units: Sequence[str], begins: str | None, ends: str | None
) -> Target:
    first = parse_edtf(begins).earliest if begins else None
    last = date.max if ends == ".." else parse_edtf(ends).latest if ends else None
    return Target(key, says, frozenset(names), _words(case, units), first, last)


def _words(case: Case, units: Sequence[str]) -> frozenset[str]:
    """Return the words by which claims may speak of units of the model or places: of their ids, titles and names."""
    lists = case.model.units
    titled = [*lists.corridors, *lists.zones, *lists.missions, *lists.communities, *lists.rivalries, *lists.issues]
    texts = [unit.title or "" for unit in titled if unit.id in units]
    texts += [name.name for place in case.places if place.id in units for name in place.names]
    words = {word.lower() for text in (*texts, *units) for word in _WORD.findall(text)}
    return frozenset(words - _COMMON)


_COMMON = frozenset(
    (
        "the", "of", "and", "in", "to", "road", "corridor", "zone", "area", "district", "region", "mission", "status",
        "from", "between", "for", "force", "town", "province", "route",
    )
)  # fmt: skip
"""Words that many titles share and that tell no unit from another."""
