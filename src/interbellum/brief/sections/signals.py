"""What moved: changes of roads, ground, missions, talks and promises, each as a sentence and as worse or better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from interbellum.brief.material import RECORD, Material
from interbellum.brief.sentence import Sentence
from interbellum.case.vocabulary import CORRIDOR_STATES, TALKS_STAGES
from interbellum.dates import parse_edtf
from interbellum.record import Change
from interbellum.views.labels import counted, day_words, number, when_words

_DATE = re.compile(r"(?<![\w/-])\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d))?~?(?![\w/-])")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_MEANS = {"force": ", by force", "agreement": ", by agreement", "decision": ", by decision"}


@dataclass(frozen=True, slots=True)
class Moved:
    """A change: its day (`None`: over the period), its sentence, and whether it is for the worse (1) or better (-1)."""

    day: date | None
    sentence: Sentence
    worse: int


def backed(text: str, claims: tuple[str, ...]) -> Sentence:
    """Return a sentence with its claims, or with the note on the record where no claim backs it."""
    return Sentence(text, claims) if claims else Sentence(text, notes=(RECORD,))


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def named(material: Material, text: str) -> str:
    """Return a text of the record with ids replaced by names and dates written out."""
    names = material.labels.names()
    dated = _DATE.sub(lambda found: when_words(parse_edtf(found.group())), text)
    return _WORD.sub(lambda found: names.get(found.group(), found.group()), dated)


def moved(material: Material, since: date) -> list[Moved]:
    """Return all that moved after `since`, up to the day, by day; promises stand at their end."""
    record, known_by = material.record, material.known_by
    ended = record.at(material.on, known_by).ended
    found = [
        one
        for change in record.changes(since, material.on, known_by=known_by)
        if change.subject not in ended and change.day > since
        for one in _status(material, change)
    ]
    return [*found, *_promises(material, since)]


def _status(material: Material, change: Change) -> Iterator[Moved]:
    name, before, after = material.labels[change.subject], change.before, change.after
    when = f"On {day_words(change.day)}"
    claims = material.cited(change.claims)
    if change.attribute == "state":
        text = f"{when} the {_bare(name)} went from {before or 'a state unknown'} to {after or 'a state unknown'}."
        yield Moved(change.day, backed(text, claims), _order(CORRIDOR_STATES, before, after))
    elif change.attribute == "control":
        giver = material.labels[before] if before else "nobody known"
        taker = material.labels[after] if after else "nobody known"
        means = _MEANS.get(change.means or "", "")
        text = f"{when} control of {name} passed from {giver} to {taker}{means}."
        yield Moved(change.day, backed(text, claims), 1 if change.means == "force" else 0)
    elif change.attribute == "controller":
        holder = material.labels[after] if after else "nobody known"
        text = f"{when} the switch of the {_bare(name)} came into the hands of {holder}."
        yield Moved(change.day, backed(text, claims), 0)
    elif change.attribute == "talks":
        text = f"{when} talks between {name} moved from {before or 'none'} to {after or 'none'}."
        yield Moved(change.day, backed(text, claims), _order(TALKS_STAGES, before, after))
    elif change.attribute == "strength":
        text = f"{when} the strength of the {_bare(name)} went from {_count(before)} to {_count(after)}."
        yield Moved(change.day, backed(text, claims), 0)
    elif after is not None:
        yield Moved(change.day, backed(f"{when} the record notes of {name}: {named(material, after)}.", claims), 0)


def _promises(material: Material, since: date) -> Iterator[Moved]:
    one, other = (material.record.at(day, material.known_by) for day in (since, material.on))
    before = {promise.commitment: promise for promise in one.promises}
    for promise in other.promises:
        old = before[promise.commitment]
        broken, kept = promise.broken - old.broken, promise.kept - old.kept
        if not broken and not kept:
            continue
        new = tuple(key for key in promise.events if key not in old.events)
        claims = material.cited(
            claim.id for key in new for claim in material.record.claims_behind(key, material.known_by)
        )
        verb = "broke" if broken > kept else "kept" if kept > broken else "kept only in part"
        title = material.labels[promise.commitment]
        text = (
            f"{material.labels[promise.patron]} {verb} its word to {material.labels[promise.client]} "
            f"({title}), whose record now stands at {number(promise.kept)} kept and {number(promise.broken)} broken."
        )
        yield Moved(None, backed(text, claims), 1 if broken > kept else -1 if kept > broken else 0)


def _order(scale: tuple[str, ...], before: str | None, after: str | None) -> int:
    """Return 1 where a move on a scale from bad to good is for the worse, -1 for the better, 0 for neither."""
    if before not in scale or after not in scale:
        return 0
    step = scale.index(after) - scale.index(before)
    return -1 if step > 0 else 1 if step < 0 else 0


def _count(text: str | None) -> str:
    return "a strength unknown" if text is None else counted(float(text), "person", "persons")


def _bare(name: str) -> str:
    """Return a name without its own article."""
    return name[4:] if name.lower().startswith("the ") else name
