"""Claims about one thing across documents: one proposed record with its corroboration, and its disputes.

Copies count once: near-duplicate passages (`shingles`) are one voice. Numbers that differ beyond rounding, opposite
stances and dates that cannot both hold become a dispute, shown with who says what, never averaged.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import Any

from interbellum.case.grounds import TAKING
from interbellum.case.vocabulary import DONE_ONCE, MUTUAL, Contradiction
from interbellum.dates import When, parse_edtf
from interbellum.errors import DateError
from interbellum.reading.proposal import Proposal, Reading, proposal_of
from interbellum.reading.quantities import Quantity
from interbellum.reading.shingles import copy_groups

_NEAR = timedelta(days=10)
"""Acts done once, of one type between the same actors, whose dates miss each other by no more than this are one act.

Disputed in date. Other violence and talks recur from day to day.
"""
_FREE_TEXT = frozenset(("position", "expectation", "interpretation", "allegation"))


@dataclass(frozen=True)
class Voice:
    """A claim in its document (by the SHA-256 of its text and its name)."""

    document: str
    name: str
    claim: Proposal

    @property
    def key(self) -> str:
        """What tells this voice from every other."""
        return f"{self.document[:16]}:{self.claim.id}"


@dataclass(frozen=True)
class Contested:
    """What sources differ on: the field, and each variant with the keys of those who say it."""

    field: Contradiction
    variants: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Merged:
    """A proposed record: its voices, how many are independent, and what they dispute."""

    id: str
    voices: tuple[Voice, ...]
    independent: int
    disputes: tuple[Contested, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents that tell of it, each once."""
        return tuple({voice.document: voice.name for voice in self.voices}.values())

    def row(self) -> dict[str, Any]:
        """Return it as plain values."""
        first = self.voices[0].claim
        return {
            "id": self.id,
            "kind": first.kind,
            "event_type": first.event_type,
            "actors": list(first.actors),
            "recipients": list(first.recipients),
            "place": first.place,
            "gloss": first.gloss,
            "independent": self.independent,
            "documents": list(self.documents),
            "voices": [
                {"key": voice.key, "document": voice.name, "claim": voice.claim.id, "span": list(voice.claim.span)}
                for voice in self.voices
            ],
            "disputes": [
                {"field": dispute.field, "variants": [[value, list(keys)] for value, keys in dispute.variants]}
                for dispute in self.disputes
            ],
        }


def merge(readings: Iterable[Reading]) -> tuple[Merged, ...]:
    """Merge the claims of documents. Reading one document twice changes nothing."""
    return _merge(
        Voice(reading.document.sha256, reading.document.name, claim) for reading in readings for claim in reading.claims
    )


def merge_rows(readings: Iterable[Mapping[str, Any]]) -> tuple[Merged, ...]:
    """Merge the claims of readings as `interbellum read --out` writes them (`Reading.to_json`)."""
    return _merge(
        Voice(reading["document"]["sha256"], reading["document"]["name"], proposal_of(row))
        for reading in readings
        for row in reading["claims"]
    )


def _merge(told: Iterable[Voice]) -> tuple[Merged, ...]:
    keyed = {voice.key: voice for voice in told}
    voices = [keyed[key] for key in sorted(keyed)]
    groups = copy_groups({voice.key: voice.claim.quote for voice in voices})
    clusters: list[list[Voice]] = []
    buckets: dict[tuple[Any, ...], list[int]] = {}
    for voice in voices:
        home = None
        bucket = buckets.setdefault(_bucket(voice.claim, groups[voice.key]), [])
        for index in bucket:
            if all(_one_thing(voice, other, groups) for other in clusters[index]):
                home = index
                break
        if home is None:
            bucket.append(len(clusters))
            clusters.append([voice])
        else:
            clusters[home].append(voice)
    return tuple(_merged(cluster, groups) for cluster in clusters)


def _bucket(claim: Proposal, group: str) -> tuple[Any, ...]:
    """Return what claims about one thing must share at least."""
    if _is_state(claim) and claim.place:
        return (claim.kind, claim.about, claim.place)
    if _is_total(claim):
        return (claim.kind, "total")
    if claim.kind in _FREE_TEXT or not (claim.actors or claim.recipients):
        return (claim.kind, group)
    parties = (*claim.actors, *claim.recipients)
    first = tuple(sorted(parties)) if claim.event_type in MUTUAL else claim.actors[:1]
    return (claim.kind, claim.event_type, first, claim.quantity.unit if claim.quantity else None)


def _one_thing(one: Voice, other: Voice, groups: dict[str, str]) -> bool:
    a, b = one.claim, other.claim
    if groups[one.key] == groups[other.key]:
        return a.kind == b.kind and a.event_type == b.event_type
    if a.kind in _FREE_TEXT or (one.document == other.document and a.span == b.span):
        return False
    if _is_state(a) and _is_state(b) and a.place == b.place and a.word != b.word:
        return bool(a.word and b.word) and not (a.negated or b.negated) and _at_once(a, b)
    if _is_total(a) and _is_total(b):
        return _one_total(a, b)
    mutual = a.event_type in MUTUAL
    if not mutual and set(a.actors) != set(b.actors):
        return False
    if not mutual and a.recipients and b.recipients and not set(a.recipients) & set(b.recipients):
        return False
    if a.place and b.place and a.place != b.place:
        return False
    if a.kind == "event":
        most = _NEAR if _done_once(a, b) else timedelta(0)
        return bool(a.date and b.date) and _gap(a.date, b.date) <= most and not _same_vague(a.date, b.date)
    if a.kind == "observation":
        return (
            a.date == b.date
            and (a.place == b.place or bool(a.date))
            and a.quantity is not None
            and b.quantity is not None
            and counts_same(a.quantity.of, b.quantity.of, dated=a.date is not None)
        )
    same = a.about == b.about and (a.kind != "status" or (a.place == b.place and bool(a.place or a.date)))
    return same and a.date == b.date and set(a.recipients) == set(b.recipients)


_WAR = timedelta(days=180)
"""A count of the dead over so long a time or longer is a total of a war, whoever is named beside it."""


def _is_total(claim: Proposal) -> bool:
    """Say whether a claim counts the dead of a whole war: its dates lie half a year apart or more."""
    quantity, when = claim.quantity, _when(claim.date)
    if claim.kind != "observation" or quantity is None or quantity.unit != "person" or when is None:
        return False
    dead = not _FATES[0].isdisjoint(quantity.of.lower().split())
    return dead and when.earliest is not None and when.latest is not None and when.latest - when.earliest >= _WAR


def _one_total(a: Proposal, b: Proposal) -> bool:
    """Say whether two totals are of the same dead of one war: most of the time of both is the same, nobody differs."""
    parties = [{*one.actors, *one.recipients} for one in (a, b)]
    named = all(parties) and not (parties[0] <= parties[1] or parties[1] <= parties[0])
    if named or (a.place and b.place and a.place != b.place):
        return False
    whom = [{word.lower() for word in one.quantity.of.split()} - _FATES[0] - _ANYBODY for one in (a, b) if one.quantity]
    (first, last), (begin, end) = _days(a), _days(b)
    shared, whole = min(last, end) - max(first, begin), max(last, end) - min(first, begin)
    return whom[0] == whom[1] and 2 * shared >= whole


def _days(claim: Proposal) -> tuple[date, date]:
    when = _when(claim.date)
    return (when and when.earliest) or date.min, (when and when.latest) or date.max


def _is_state(claim: Proposal) -> bool:
    """Say whether a claim is of whether a road, border or service is open."""
    return claim.kind == "status" and claim.about == "state"


def _at_once(one: Proposal, other: Proposal) -> bool:
    """Say whether two states share a day: by their dates, or because one is said to have held always."""
    if any(claim.date is None and _ALWAYS.search(claim.quote) for claim in (one, other)):
        return True
    return _gap(one.date, other.date) == timedelta(0)


_ALWAYS = re.compile(r"\b(?:at\s+all\s+times|always|throughout|all\s+along)\b", re.IGNORECASE)


def _done_once(one: Proposal, other: Proposal) -> bool:
    """Say whether two claims tell acts of a kind that is done once: of form, or a place that both name is taken."""
    if one.event_type == "ASSAULT":
        same = one.place is not None and one.place == other.place
        return same and bool(TAKING.search(one.gloss) and TAKING.search(other.gloss))
    return one.event_type in DONE_ONCE


_FATES = (
    frozenset(("killed", "dead", "died", "deaths", "death", "fatalities", "slain")),
    frozenset(("wounded", "injured", "hurt")),
    frozenset(("displaced", "evacuated", "fled", "expelled", "refugees", "uprooted", "moved")),
    frozenset(("captured", "taken", "prisoner", "prisoners", "detained", "arrested", "released", "freed")),
    frozenset(("missing",)),
)
_ANYBODY = frozenset(
    ("people", "persons", "person", "others", "more", "lives", "a", "of", "the", "among", "these", "by")
)


def counts_same(one: str, other: str, *, dated: bool = True) -> bool:
    """Say whether two counts are of the same: what became of them, whose they are and what they are do not differ.

    Without a day (not `dated`) only counts of exactly the same are one.
    """
    words, others = set(one.split()), set(other.split())
    if not dated:
        return {word.lower() for word in words} == {word.lower() for word in others}
    if not words or not others:
        return True
    fates = [
        {n for n, fate in enumerate(_FATES) if {word.lower() for word in found} & fate} for found in (words, others)
    ]
    if fates[0] != fates[1]:
        return False
    whose = [{word for word in found if word[:1].isupper()} for found in (words, others)]
    if whose[0] and whose[1] and whose[0].isdisjoint(whose[1]):
        return False
    told = frozenset(word for fate in _FATES for word in fate)
    what = [{word for word in found if word.islower()} - told - _ANYBODY for found in (words, others)]
    return not (what[0] and what[1] and what[0].isdisjoint(what[1]))


def _same_vague(one: str | None, other: str | None) -> bool:
    """Say whether both dates are whole years or wider: two attacks of one year are not one attack."""
    widths = [when.width_days for text in (one, other) if (when := _when(text)) is not None]
    return any(width is None or width > 62 for width in widths)


def _gap(one: str | None, other: str | None) -> timedelta:
    a, b = _when(one), _when(other)
    if a is None or b is None:
        return timedelta.max
    late = max(a.earliest or date.min, b.earliest or date.min)
    early = min(a.latest or date.max, b.latest or date.max)
    return max(timedelta(0), late - early)


def _when(text: str | None) -> When | None:
    try:
        return parse_edtf(text) if text else None
    except DateError:
        return None


def _merged(cluster: Sequence[Voice], groups: dict[str, str]) -> Merged:
    heads = {groups[voice.key] for voice in cluster}
    documents = {voice.document for voice in cluster}
    found = (_numbers(cluster), _stances(cluster), _dates(cluster), _states(cluster))
    disputes = [dispute for dispute in found if dispute is not None]
    return Merged(merged_id(cluster), tuple(cluster), min(len(heads), len(documents)), tuple(disputes))


def merged_id(voices: Iterable[Voice]) -> str:
    """Return the id of what these voices tell of, the same in whatever order they come."""
    keys = "\n".join(sorted(voice.key for voice in voices))
    return f"m-{hashlib.sha256(keys.encode()).hexdigest()[:12]}"


def _numbers(cluster: Sequence[Voice]) -> Contested | None:
    """Return the numbers that cannot be roundings of one another or lie in one another's range."""
    variants: list[tuple[tuple[float, float, bool], list[str]]] = []
    for voice in cluster:
        quantity = voice.claim.quantity
        if quantity is None:
            continue
        bounds = _bounds(quantity)
        if bounds is None:
            continue
        low, high = bounds
        for (first, last, approx), keys in variants:
            if compatible(low, high, first, last, approx=approx or quantity.approx):
                keys.append(voice.key)
                break
        else:
            variants.append(((low, high, quantity.approx), [voice.key]))
    if len(variants) < 2:
        return None
    return Contested(
        "number",
        tuple((_range_words(low, high), tuple(keys)) for (low, high, _), keys in variants),
    )


def _bounds(quantity: Quantity) -> tuple[float, float] | None:
    """Return the least and the most that a number can be, infinite where it is only a bound ("at least 40")."""
    value, low, high = quantity.value, quantity.low, quantity.high
    if value is None:
        return None if low is None or high is None else (low, high)
    return (-inf if high == value and low is None else value), (inf if low == value and high is None else value)


def _range_words(low: float, high: float) -> str:
    if low == high:
        return f"{low:g}"
    if high == inf:
        return f"at least {low:g}"
    return f"at most {high:g}" if low == -inf else f"{low:g} to {high:g}"


def compatible(low: float, high: float, other_low: float, other_high: float, *, approx: bool = False) -> bool:
    """Say whether two numbers (or ranges) may be the same: they overlap, or one is the other rounded; 5% if hedged."""
    largest = max(abs(number) for number in (low, high, other_low, other_high) if abs(number) != inf)
    slack = 0.05 * largest if approx else 0.0
    if low <= other_high + slack and other_low <= high + slack:
        return True
    if low != high or other_low != other_high:
        return False
    digits = min(significant(low), significant(other_low))
    return f"{low:.{digits}g}" == f"{other_low:.{digits}g}"


def significant(number: float) -> int:
    """Return the significant digits a number is written with, trailing zeros not counted (3800 has two)."""
    digits = f"{abs(number):.10g}".split("e")[0].replace(".", "").lstrip("0")
    return max(1, len(digits.rstrip("0")))


def _stances(cluster: Sequence[Voice]) -> Contested | None:
    sides: dict[str, list[str]] = {}
    for voice in cluster:
        denied = voice.claim.stance == "denies" or voice.claim.negated
        sides.setdefault("denied" if denied else "asserted", []).append(voice.key)
    return (
        Contested("stance", tuple((side, tuple(keys)) for side, keys in sorted(sides.items())))
        if len(sides) > 1
        else None
    )


def _dates(cluster: Sequence[Voice]) -> Contested | None:
    variants: list[tuple[str, list[str]]] = []
    for voice in cluster:
        text = voice.claim.date
        if not text:
            continue
        for known, keys in variants:
            if _gap(known, text) == timedelta(0):
                keys.append(voice.key)
                break
        else:
            variants.append((text, [voice.key]))
    return Contested("date", tuple((text, tuple(keys)) for text, keys in variants)) if len(variants) > 1 else None


def _states(cluster: Sequence[Voice]) -> Contested | None:
    """Return what a road, border or service is said to be, where one says open and another closed or restricted."""
    values: dict[str, list[str]] = {}
    for voice in cluster:
        if _is_state(voice.claim) and voice.claim.word:
            values.setdefault(voice.claim.word, []).append(voice.key)
    variants = tuple((value, tuple(keys)) for value, keys in sorted(values.items()))
    return Contested("state", variants) if len(variants) > 1 else None
