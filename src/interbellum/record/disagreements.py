"""Claims of different sources or speakers that contradict one another although no record holds them together.

The kinds here: `number` (figures for the same thing that differ beyond rounding), `date` (an act of form dated days
apart), `stance` (what one tells or alleges, another denies) and `state` (a road or border open by one, closed by
another). Violence and talks recur from day to day, so that two dates of theirs are two events; to sign, to recognise,
to break off are done once, and so is an attack at one place that each source tells once, a night apart. What two
speakers say counts although one source tells both; what one speaker says in one source is set against itself only where
both are plain figures for one thing at one time. `record.misfits` holds claims against records and adds two kinds:
`party` and `time`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, product
from math import isfinite
from typing import Literal

from interbellum.case.tables import Claim
from interbellum.case.vocabulary import DONE_ONCE, MUTUAL, Contradiction
from interbellum.dates import days_meet, days_of, only_day
from interbellum.record.disputes import Stated, agree, stated_number
from interbellum.record.entries import opposes
from interbellum.record.holding import bounds_words

NEAR = timedelta(days=10)
"""Two days so near to each other may be one day, told wrong by somebody."""
_NIGHT = timedelta(days=1)
"""An attack by night is of the day before to some, and of the day after to others."""
_MONTH = timedelta(days=31)
"""A date no wider than this is vague; a wider one is a time of which a figure may be told."""
_COMMON = frozenset(
    ("people", "persons", "person", "men", "of", "the", "a", "an", "in", "and", "total", "at", "least", "from", "to",
     "all", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december", "war", "fighting")
)  # fmt: skip
"""Words that say no more of whom a figure counts than its date and its parties do."""
_FIGHTERS = frozenset(
    ("soldier", "troop", "serviceman", "servicemen", "fighter", "combatant", "side", "both", "militar")
)
"""Words for the dead of a battle that leave none of the two armies out."""
_DEAD = frozenset(("dead", "deaths", "died", "killed", "fatalities", "victims", "lives"))
_WORD = re.compile(r"[a-z]+")
_OPENNESS = re.compile(r"\((open|restricted|closed)\)")


@dataclass(frozen=True, slots=True)
class ClaimedValue:
    """What one claim says of what is disagreed on: its id, its value in words, and its gloss.

    Of what the case itself says without a claim (when an actor begins and ends) the id is empty.
    """

    claim: str
    value: str
    gloss: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that cannot all hold: the kind, the gloss of the first, and what every claim says."""

    kind: Contradiction
    title: str
    told: tuple[ClaimedValue, ...]


_Voice = tuple[str, str]
"""A source and who speaks in it."""


def disagreements(claims: Iterable[Claim], whole: Mapping[str, str] | None = None) -> list[Disagreement]:
    """Return the disagreements among claims of different sources or speakers, in the order of the claims.

    What claims that back one record differ on is the dispute of that record and no disagreement here. `whole` says of
    leaders for whom they act: what one source tells of a leader, and another of the state, is of one.
    """
    groups: dict[tuple[object, ...], dict[_Voice, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    paragraphs: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if (claim.kind in _TELLING or openness(claim)) and not (claim.future or claim.hypothetical):
            groups[_thing(claim, whole or {})][claim.source, claim.asserted_by].append(claim)
            if claim.kind in _ACTS and claim.paragraph:
                paragraphs[claim.source, claim.paragraph].append(claim)
    found = [one for by_voice in groups.values() for one in _between(by_voice, whole or {})]
    found += [one for by_voice in groups.values() for told in by_voice.values() for one in _of_one_voice(told)]
    pairs = {frozenset(said.claim for said in one.told) for one in found}
    answers = (one for told in paragraphs.values() for one in _answers(told))
    return found + [one for one in answers if frozenset(said.claim for said in one.told) not in pairs]


_ACTS = ("event", "allegation")
_TELLING = (*_ACTS, "observation")


def _thing(claim: Claim, whole: Mapping[str, str]) -> tuple[object, ...]:
    """Return what two claims must share at least to be about one thing."""
    if claim.kind in _ACTS:
        mutual = claim.event_type in MUTUAL and bool(claim.recipients)
        doers = (*claim.actors, *claim.recipients) if mutual else claim.actors
        return (claim.kind, claim.event_type, frozenset(whole.get(one, one) for one in doers))
    if claim.kind == "status":
        return (claim.mode, claim.place)
    subject = _subject(claim)
    return (claim.unit, frozenset(("dead",)) if "dead" in subject else subject)


def _between(by_voice: Mapping[_Voice, list[Claim]], whole: Mapping[str, str]) -> Iterator[Disagreement]:
    for one, other in chain.from_iterable(product(*pair) for pair in combinations(by_voice.values(), 2)):
        if set(one.supports) & set(other.supports) or not _same_parties(one, other, whole):
            continue
        kind = _number(one, other) or _stance(one, other) or _date(one, other, by_voice) or _state(one, other)
        if kind:
            yield _disagreement(kind, one, other)


def _of_one_voice(told: Sequence[Claim]) -> Iterator[Disagreement]:
    """Yield the plain figures for one thing at one time that one speaker gives in one source, and that differ.

    Whoever they count, and at what time, must be said; a figure that two others make up is their sum.
    """
    figures = [claim for claim in told if claim.kind == "observation" and claim.value is not None and _is_plain(claim)]
    for one, other in combinations(figures, 2):
        if not (_one_count(one, other) and one.date and _subject(one) == _subject(other) and _said_of(one)):
            continue
        if not _far_apart(one, other):
            continue
        first, second = stated_number(one), stated_number(other)
        if first is None or second is None or not differ(first, second, one) or set(one.supports) & set(other.supports):
            continue
        if not _add_up(one, other, figures):
            yield _disagreement("number", one, other)


def _add_up(one: Claim, other: Claim, figures: Iterable[Claim]) -> bool:
    """Say whether two figures make up a third, or one of them and a third the other."""
    first, second = one.value or 0, other.value or 0
    sums = (first + second, abs(first - second))
    return any(third not in (one, other) and third.value in sums for third in figures)


def _is_plain(claim: Claim) -> bool:
    """Say whether a figure is neither a bound nor a range, and no part of another."""
    return claim.low is None and claim.high is None and not _PART_OF.search(claim.of or "")


def _far_apart(one: Claim, other: Claim) -> bool:
    """Say whether two claims stand in passages of their own, with more than a few words between them."""
    first, second = sorted((one, other), key=lambda claim: claim.span_start or 0)
    return first.span_end is not None and second.span_start is not None and second.span_start - first.span_end > _APART


_APART = 40
"""Characters between two passages that are no parts of one sentence."""
_PART_OF = re.compile(r"\bpart of\b|\bmore\b|\bother\b|\bfurther\b")


def _said_of(claim: Claim) -> bool:
    """Say whether a figure names what it counts: by parties or a place, or by more than a word for people."""
    return bool(claim.actors or claim.recipients or claim.place or len(_subject(claim)) > 1)


def _disagreement(kind: Contradiction, one: Claim, other: Claim) -> Disagreement:
    return Disagreement(
        kind, one.gloss, tuple(ClaimedValue(claim.id, said_value(claim, kind), claim.gloss) for claim in (one, other))
    )


def _answers(paragraph: Iterable[Claim]) -> Iterator[Disagreement]:
    """Yield what somebody denies of what one paragraph tells before it: the last that the denial can answer, once."""
    told = sorted(paragraph, key=lambda claim: (claim.span_start or 0, claim.id))
    seen: set[tuple[str, str]] = set()
    for position, denial in enumerate(told):
        refused = denial.stance == "denies" or (denial.negated and denial.kind == "event")
        if not refused or denial.asserted_by == "author":
            continue
        before = told[:position][::-1]
        charged = before[:1] if before and _charges(before[0], denial) else []
        met = (one for number, one in enumerate(before) if _answered(denial, one, last=number == 0))
        said = next(chain(charged, met), None)
        if said and not set(said.supports) & set(denial.supports) and (said.id, denial.asserted_by) not in seen:
            seen.add((said.id, denial.asserted_by))
            yield _disagreement("stance", said, denial)


def _charges(one: Claim, denial: Claim) -> bool:
    """Say whether a claim is somebody else's allegation, which a denial right behind it answers whomever it names."""
    accused = one.kind in _ACTS and one.stance == "alleges" and one.asserted_by not in ("author", denial.asserted_by)
    behind = (denial.span_start or 0) - (one.span_end or 0) < _BEHIND
    return accused and behind and denial.value is None and not opposes(one)


_BEHIND = 80
"""Characters within which a denial stands right behind what it denies."""


def _answered(denial: Claim, one: Claim, *, last: bool) -> bool:
    """Say whether a denial can answer a claim of somebody else: it is of the same doers at a time that both can mean.

    What names nobody but who denies it answers the `last` claim before it, where both are of one day. A denied act
    answers only an act of its type.
    """
    if opposes(one) or one.asserted_by == denial.asserted_by or denial.event_type not in (None, one.event_type):
        return False
    if (
        last
        and denial.actors == (denial.asserted_by,)
        and only_day(one.date) is not None
        and only_day(one.date) == only_day(denial.date)
    ):
        return True
    timely = not (one.date and denial.date) or days_meet(one.date, denial.date)
    return timely and bool(one.actors) and {*one.actors} == {*denial.actors}


def _number(one: Claim, other: Claim) -> Literal["number"] | None:
    """Return `number` where two figures for the same thing and time differ beyond rounding.

    A figure for part of the other's time contradicts it only where it is the larger one, or is of a whole war.
    What adds up a series (the
    records of a release) is no figure that somebody stated.
    """
    first, second = stated_number(one), stated_number(other)
    if one.kind != "observation" or first is None or second is None:
        return None
    if not (_one_count(one, other) if one.source == other.source else days_meet(one.date, other.date)):
        return None
    if not _same_subject(one, other) or not differ(first, second, one, other) or _sums(one) or _sums(other):
        return None
    part, whole = (first, second) if _part(one, other) else (second, first)
    of_war = any(_OF_WAR.search(claim.of or "") for claim in (one, other))
    counts_part = (_part(one, other) or _part(other, one)) and part.low < whole.low and not of_war
    return None if counts_part else "number"


def differ(first: Stated, second: Stated, *told: Claim) -> bool:
    """Say whether two numbers cannot both hold, nor are near each other where one of the claims only gives it about."""
    near = 1 - abs(first.high - second.low) / max(abs(first.high), abs(second.low), 1) if isfinite(first.high) else 0
    about = any(claim.approx for claim in told) and first.low == first.high and second.low == second.high
    return not (agree(first, second) or (about and near >= _ABOUT))


_ABOUT = 0.95
"""How near two numbers are to be the same where one is said to be about so many: a convention."""


def _one_count(one: Claim, other: Claim) -> bool:
    """Say whether two speakers of one source count the same: parties, place and time are alike, where no time is said
    in one paragraph. Other parties, a smaller place or a shorter time make a part.
    """
    told = [(claim.actors, claim.recipients, claim.place, claim.date) for claim in (one, other)]
    if told[0] != told[1]:
        return False
    return one.date is not None or one.paragraph == other.paragraph != ""


def _state(one: Claim, other: Claim) -> Literal["state", "date"] | None:
    """Return `state` where two claims say of one place, for times that share a day, that its way is open and is not,
    and `date` where two sources say that it became so on days that a slip makes of one another.
    """
    values = openness(one), openness(other)
    if not all(values) or one.place is None or opposes(one) or opposes(other):
        return None
    if values[0] == values[1]:
        return "date" if _slipped(one, other) else None
    return "state" if days_meet(one.date, other.date) else None


def _slipped(one: Claim, other: Claim) -> bool:
    """Say whether two sources date the closing or opening of one way apart by a slip of the month or of the year."""
    first, second = only_day(one.date), only_day(other.date)
    return one.source != other.source and first is not None and second is not None and slip_of_date(first, second)


def openness(claim: Claim) -> str:
    """Return what a reader's gloss says that a road, border or service is, or nothing."""
    found = _OPENNESS.search(claim.gloss) if claim.kind == "status" and claim.mode == "state" else None
    return found[1] if found else ""


def _sums(claim: Claim) -> bool:
    """Say whether a claim is the sum behind a series: it names no party, the series does."""
    return any(one.startswith("series:") for one in claim.supports) and not (claim.actors or claim.recipients)


def _part(one: Claim, other: Claim) -> bool:
    """Say whether a claim's time is a part of the other's: that one runs from a day to another, is longer than a month,
    or is said to be the time of its count ("deaths in August 2004")."""
    (first, last), (begin, end) = days_of(one.date), days_of(other.date)
    long = "/" in (other.date or "") or end - begin > _MONTH or _TOTAL.search((other.of or "").lower()) is not None
    return long and begin <= first and last <= end and (first, last) != (begin, end)


_OF_WAR = re.compile(r"\bin the war\b")
_TOTAL = re.compile(r"\bin (?:[a-z]+ )?(?:1[89]|20)\d\d\b|\btotal\b")


def _stance(one: Claim, other: Claim) -> Literal["stance"] | None:
    """Return `stance` where one claim tells or alleges an act of the same day, or a figure, that the other denies."""
    days = only_day(one.date), only_day(other.date)
    figure = one.source == other.source and one.value is not None and one.value == other.value
    same = (days[0] is not None and days[0] == days[1]) or (figure and _one_count(one, other))
    if one.kind not in _ACTS or not same:
        return None
    return "stance" if opposes(one) != opposes(other) else None


def _date(one: Claim, other: Claim, by_voice: Mapping[_Voice, Sequence[Claim]]) -> Literal["date"] | None:
    """Return `date` where two sources date an act by the same actors apart, each once: of form by a few days, an attack
    at one place by a night, or an act on one calendar day of two years that follow one another.
    """
    days = only_day(one.date), only_day(other.date)
    attack = one.event_type == "ASSAULT" and one.place is not None and one.place == other.place
    if days[0] is None or days[1] is None or opposes(one) or opposes(other) or not one.actors:
        return None
    if _another_year(one, other, by_voice):
        return "date"
    most = NEAR if one.event_type in DONE_ONCE else _NIGHT if attack else timedelta(0)
    if not timedelta(0) < abs(days[0] - days[1]) <= most:
        return None
    return "date" if all(_only(claim, chain.from_iterable(by_voice.values())) for claim in (one, other)) else None


def _another_year(one: Claim, other: Claim, by_voice: Mapping[_Voice, Sequence[Claim]]) -> bool:
    """Say whether two sources tell an act between the same two on one calendar day, one of them a year later: a slip
    of the year, where neither tells the other's day as well.
    """
    days = only_day(one.date), only_day(other.date)
    if days[0] is None or days[1] is None or abs(days[0].year - days[1].year) != 1 or one.source == other.source:
        return False
    parties = [{*claim.actors, *claim.recipients} for claim in (one, other)]
    if len(parties[0] & parties[1]) < 2 or (days[0].month, days[0].day) != (days[1].month, days[1].day):
        return False
    told = {(claim.source, only_day(claim.date)) for claims in by_voice.values() for claim in claims}
    return (one.source, days[1]) not in told and (other.source, days[0]) not in told


def _only(claim: Claim, told: Iterable[Claim]) -> bool:
    """Say whether a claim's source tells such an act of these actors on one day only, around then."""
    days = {only_day(one.date) for one in told if one.source == claim.source}
    own = only_day(claim.date)
    return own is not None and not any(one is not None and one != own and abs(one - own) <= NEAR * 2 for one in days)


def _same_parties(one: Claim, other: Claim, whole: Mapping[str, str]) -> bool:
    """Say whether claims may be about the same: one's parties and place are among the other's, or not said."""
    sets = [{whole.get(actor, actor) for actor in (*claim.actors, *claim.recipients)} for claim in (one, other)]
    if one.place and other.place and one.place != other.place:
        return False
    return not sets[0] or not sets[1] or sets[0] <= sets[1] or sets[1] <= sets[0]


def _subject(claim: Claim) -> frozenset[str]:
    """Return what a figure counts, as words: all words for death are one."""
    words = [word for word in _WORD.findall((claim.of or "").lower()) if word not in _COMMON]
    return frozenset("dead" if word in _DEAD else word.rstrip("s") for word in words)


def _same_subject(one: Claim, other: Claim) -> bool:
    """Say whether two figures count the same: by the same words, or on one day dead by words of which all of one
    hold, or are held by, the other's ("girls", "schoolgirls", but not "Thai civilians", "Cambodian civilians").
    """
    first, second = _subject(one), _subject(other)
    if first == second:
        return bool(first)
    day = only_day(one.date)
    if "dead" not in first & second or day is None or day != only_day(other.date):
        return False
    sides = first - {"dead"}, second - {"dead"}
    return any(one and all(any(a in b or b in a for b in other) for a in one) for one, other in (sides, sides[::-1]))


def counts_all_dead(claim: Claim, said: Collection[str] = ()) -> bool:
    """Say whether a figure counts all the dead of what it tells of, or the soldiers of both sides. `said` are words
    that only say of what ("deaths at the mill").
    """
    subject = _subject(claim)
    whose = claim.actors if claim.kind == "observation" else ()
    one_side = len(whose) == 1 or claim.asserted_by in (*claim.actors, *claim.recipients)
    return claim.unit == "person" and "dead" in subject and subject <= _FIGHTERS | {"dead", *said} and not one_side


def slip_of_date(day: date, other: date) -> bool:
    """Say whether one day is the other but for its month, one before or after, or for its year."""
    years = abs(day.year - other.year)
    months = abs(day.year * 12 + day.month - other.year * 12 - other.month)
    if years == 1 and day.month == other.month:
        return day.day == other.day
    return months == 1 and abs(day.day - other.day) <= 1


def said_value(claim: Claim, kind: str) -> str:
    """Return what a claim says of what is disagreed on."""
    if kind == "date":
        return claim.date or ""
    if kind == "time":
        return claim.date or "told as lasting"
    if kind == "party":
        return ", ".join((*claim.actors, *claim.recipients))
    if kind == "state":
        return openness(claim)
    if kind == "stance":
        return "denied" if opposes(claim) else "asserted"
    if claim.value is not None:
        return f"{claim.value:,.12g}"
    return bounds_words(claim.low, claim.high)
