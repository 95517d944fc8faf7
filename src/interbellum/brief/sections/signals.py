"""What moved: changes of ground, roads, missions, talks and promises, each as a sentence and as worse or better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal

from interbellum.brief.material import RECORD, Material
from interbellum.brief.rivalries import between
from interbellum.brief.sections.promises import promises
from interbellum.brief.sentence import Sentence
from interbellum.brief.wording import adverb, capital, count_words, days_words, on_words
from interbellum.case.vocabulary import CORRIDOR_STATES, TALKS_STAGES
from interbellum.dates import When, add_days, parse_edtf
from interbellum.record import StatusChange
from interbellum.views.labels import edtf_words, listed, number

Theme = Literal["violence", "ground", "roads", "promises", "talks", "missions", "conditions"]
THEMES: tuple[Theme, ...] = ("ground", "roads", "promises", "talks", "missions", "conditions")
_DATE = re.compile(r"(?<![\w/-])\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?~?(?![\w/-])")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
STAGES = {
    "none": "no talks",
    "contact": "contacts",
    "framework": "an agreed framework",
    "initialled": "an initialled text",
    "signed": "a signed settlement",
}
"""The stages of talks as they stand in a sentence."""
_ROAD = {
    ("open", "restricted"): "was narrowed",
    ("open", "closed"): "was closed",
    ("restricted", "closed"): "was closed altogether",
    ("closed", "restricted"): "was opened in part",
    ("closed", "open"): "was opened",
    ("restricted", "open"): "was opened fully",
}


@dataclass(frozen=True, slots=True)
class Signal:
    """A change, or several of one kind told together.

    `day` is that of the last (`None`: over the period); `worse` counts those for the worse, less those for the better.
    """

    theme: Theme
    day: date | None
    sentence: Sentence
    worse: int


def backed(text: str, claims: Iterable[str]) -> Sentence:
    """Return a sentence with its claims, or with the note on the record where no claim backs it."""
    found = tuple(dict.fromkeys(claims))
    return Sentence(text, found) if found else Sentence(text, notes=(RECORD,))


def said_by(material: Material, text: str, claims: Iterable[str]) -> Sentence:
    """Return a sentence with its claims; where they are all one party's word, it says whose."""
    found = tuple(dict.fromkeys(claims))
    party = material.voice(found)
    return backed(f"{text} Told only by {material.the(party)}." if party else text, found)


def undated(item: Mapping[str, Any]) -> str:
    """Return that the dates of what holds on the day leave it open whether it holds already or still, or nothing."""
    return " (the dates leave this day open)" if item["approximate"] else ""


def named(material: Material, text: str) -> str:
    """Return a text of the record with ids replaced by names and dates written out."""
    names = material.labels.names()
    dated = _DATE.sub(lambda found: edtf_words(found.group()), text)
    return _WORD.sub(lambda found: names.get(found.group(), found.group()), dated)


def moved(material: Material, since: date) -> list[Signal]:
    """Return all that moved after `since`, up to the day, by theme and then by day."""
    record, known_by = material.record, material.known_by
    ended = record.at(material.on, known_by).ended
    found = [
        change
        for change in record.changes(since, material.on, known_by=known_by)
        if change.subject not in ended and change.day > since
    ]
    ground = [change for change in found if change.attribute == "control"]
    rest = [one for change in found for one in _rest(material, change)]
    told = [*_ground(material, ground), *_roads(material, found), *_talks(material, found), *rest]
    told += [Signal("promises", None, one.sentence, one.worse) for one in promises(material, since)]
    return sorted(told, key=lambda one: (THEMES.index(one.theme), one.day is None, str(one.day)))


def _ground(material: Material, found: list[StatusChange]) -> Iterator[Signal]:
    """Yield what happened to ground, zones that passed in the same way between the same two told together."""

    def way(change: StatusChange) -> tuple[str, str, str]:
        return (change.before or "", change.after or "", change.means or "")

    for (before, after, means), group in groupby(sorted(found, key=way), key=way):
        changes = sorted(group, key=lambda change: change.day)
        zones = material.all(change.subject for change in changes)
        when = moments_words([moment(material, change) for change in changes])
        text = _passed(material, before, after, means, zones, when)
        claims = material.cited(claim for change in changes for claim in change.claims)
        worse = len(changes) if means == "force" else 0
        yield Signal("ground", changes[-1].day, said_by(material, capital(text), claims), worse)


def _passed(material: Material, before: str, after: str, means: str, zones: str, when: str) -> str:
    giver = material.the(before) if before else "hands unknown"
    if not after:
        return f"who controls {zones} has been unknown since {_bare(when)}; before, it was {giver}."
    taker = material.the(after)
    if means == "force" and before:
        return f"{taker} took {zones} from {giver} by force {when}."
    if means == "force":
        return f"{taker} took {zones} by force {when}."
    if means == "agreement" and before:
        return f"{giver} gave up {zones} to {taker} by agreement {when}."
    tail = f" by {means}" if means else ""
    return f"{when}, control of {zones} passed from {giver} to {taker}{tail}."


def moment(material: Material, change: StatusChange) -> When:
    """Return when a change came, as wide as the date behind it is: that of the record which then began, or ended where
    nothing followed."""
    line = material.record.knowledge(material.known_by).status_lines.get((change.subject, change.attribute))
    rows = sorted(line.rows if line else (), key=lambda entry: entry.key != change.record)
    for entry in rows:
        if change.day in (entry.span.first, entry.span.begun):
            return parse_edtf(entry.row.from_)
    for entry in rows:
        if entry.row.to and add_days(change.day, -1) in (entry.span.ending, entry.span.last):
            end = parse_edtf(entry.row.to)
            return end if change.after is None or end.precision != "day" else parse_edtf(change.day.isoformat())
    return parse_edtf(change.day.isoformat())


def moments_words(moments: Sequence[When]) -> str:
    """Return one moment as `in July 2021`, several as `between July 2021 and 3 September 2021`."""
    days = [one.earliest for one in moments if one.earliest is not None and on_words(one).startswith("on ")]
    if len(days) == len(moments):
        return days_words(days)
    first, last = moments[0], moments[-1]
    return adverb(first) if first.text == last.text else f"between {_bare(adverb(first))} and {_bare(adverb(last))}"


def _when(material: Material, change: StatusChange) -> str:
    return adverb(moment(material, change))


def _bare(adverb: str) -> str:
    """Return `on 3 July 2021` or `in July 2021` without its preposition."""
    return adverb.removeprefix("on ").removeprefix("in ")


def _chains(found: list[StatusChange], attribute: str) -> Iterator[list[StatusChange]]:
    """Yield the changes of one attribute, a list a subject, by day."""
    mine = sorted((one for one in found if one.attribute == attribute), key=lambda one: (one.subject, one.day))
    for _, group in groupby(mine, key=lambda one: one.subject):
        yield list(group)


def _roads(material: Material, found: list[StatusChange]) -> Iterator[Signal]:
    """Yield what became of each road: all its changes in one sentence, counted by what they come to."""
    for chain in _chains(found, "state"):
        first, last, name = chain[0], chain[-1], capital(material.the(chain[0].subject))
        told = [_ROAD.get((one.before or "", one.after or ""), _plainly(one)) for one in chain]
        acts = listed([f"{act} {_when(material, one)}" for act, one in zip(told, chain, strict=True)])
        held = material.record.at(add_days(first.day, -1), material.known_by).of(first.subject, "state")
        since = f", {held.value} since {edtf_words(held.since)}," if held and held.since else ""
        claims = material.cited(claim for one in chain for claim in one.claims)
        worse = _order(CORRIDOR_STATES, first.before, last.after)
        yield Signal("roads", last.day, backed(f"{name}{since} {acts}.", claims), worse)
    for chain in _chains(found, "controller"):
        last, name = chain[-1], capital(material.the(chain[-1].subject))
        holder = f"into the hands of {material.the(last.after)}" if last.after else "out of all known hands"
        text = f"{name} came {holder} {_when(material, last)}."
        yield Signal("roads", last.day, backed(text, material.cited(last.claims)), 0)


def _plainly(change: StatusChange) -> str:
    if change.after is None:
        return "fell out of the record"
    return f"was {change.after}" if change.before is None else f"went from {change.before} to {change.after}"


def _talks(material: Material, found: list[StatusChange]) -> Iterator[Signal]:
    """Yield how the talks of each rivalry went: all their changes in one sentence, counted by what they come to."""
    for chain in _chains(found, "talks"):
        first, last = chain[0], chain[-1]
        acts = [f"{_talked(one)} {_when(material, one)}" for one in chain]
        before = "" if first.before in (None, "none") else f", which stood at {STAGES.get(first.before, first.before)},"
        claims = material.cited(claim for one in chain for claim in one.claims)
        worse = _order(TALKS_STAGES, first.before or "none", last.after or "none")
        text = f"{_between(material, first.subject)}{before} {listed(acts)}."
        yield Signal("talks", last.day, backed(text, claims), worse)


def _talked(change: StatusChange) -> str:
    after = change.after or "none"
    if after == "none":
        return "broke off"
    back = _order(TALKS_STAGES, change.before or "none", after) > 0
    return f"{'fell back' if back else 'came'} to {STAGES.get(after, after)}"


def _between(material: Material, rivalry: str) -> str:
    """Return the talks of a rivalry: between the sides where it is the only one told, by name elsewhere."""
    if rivalry == material.main.id and len(material.told) == 1:
        return "Talks between the sides"
    return f"Talks {between(material.labels[rivalry])}"


def _rest(material: Material, change: StatusChange) -> Iterator[Signal]:
    """Yield a change of a mission's strength, of who leads, or of a condition."""
    claims = material.cited(change.claims)
    name, before, after = material.the(change.subject), change.before, change.after
    when = _when(material, change)
    if change.attribute == "strength":
        yield Signal("missions", change.day, backed(capital(_mission(name, before, after, when)), claims), 0)
    elif change.attribute == "leadership" and after is not None:
        text = f"{capital(material.the(after))} came to lead {name} {when}."
        yield Signal("conditions", change.day, backed(text, claims), 0)
    elif change.attribute == "condition" and after is not None:
        text = f"Of {name} the record notes from {_bare(when)} on: {named(material, after)}."
        yield Signal("conditions", change.day, backed(text, claims), 0)


def _mission(name: str, before: str | None, after: str | None, when: str) -> str:
    one, other = (float(value) if value else 0.0 for value in (before, after))
    if after is None:
        return f"the strength of {name} is not known from {_bare(when)} on."
    if not one:
        return f"{name} deployed {when}, {number(other)} strong."
    if not other:
        return f"{name} left {when}; they had been {number(one)} strong."
    verb = "reinforced" if other > one else "drawn down"
    return f"{name} were {verb} from {number(one)} to {count_words(other, 'person', 'persons')} {when}."


def _order(scale: tuple[str, ...], before: str | None, after: str | None) -> int:
    """Return 1 where a move on a scale from bad to good is for the worse, -1 for the better, 0 for neither."""
    if before not in scale or after not in scale:
        return 0
    step = scale.index(after) - scale.index(before)
    return -1 if step > 0 else 1 if step < 0 else 0
