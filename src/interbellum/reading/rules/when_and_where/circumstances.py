"""When and where: the date and the place of what a clause or a noun tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from interbellum.case.vocabulary import ClaimKind, EventType
from interbellum.reading.dating.dates import TimeExpression
from interbellum.reading.language.words import FINITE
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.text.citations import Citation, cited, narrowed
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.until import counted_from, of_other_figure, until_when

_ANAPHORIC = re.compile(
    r"^\s*(?:this|these|that|those|there|then|subsequently|following\s+this|however|later|meanwhile|"
    r"he|she|it|they|moreover|also)\b|^\s*(?:the\s+)?(?:[\w’'-]+\s+){1,3}(?:then|subsequently)\s",
    re.I,
)
_BOUND = re.compile(
    r"\b(?:after|before|since|until|following|towards?|preceding|leading\s+to)\s+(?:the\s+)?"
    r"(?:(?:end|start|beginning|outbreak|close|conclusion|aftermath)\s+of\s+)?(?:the\s+)?$",
    re.I,
)
_DEFINITE = re.compile(
    r"\b(?:the|this|that|aforementioned)\s+(?:[\w-]+\s+){0,2}?(ceasefire|cease-fire|truce|armistice|declaration|treaty|"
    r"memorandum|summit|protocol|accord)\b",
    re.I,
)
_NOUN = re.compile(
    r"\b(ceasefire|cease-fire|truce|armistice|declaration|treaty|memorandum|summit|protocol|accord)\b", re.I
)


@dataclass(frozen=True)
class Times:
    """What is known of dates around a sentence.

    The last date said in its paragraph, named wars by date, citations by footnote number, the citation of the footnote
    that the sentence stands in, the date of the entry of a chronology that it stands in, and the acts met so far by
    noun (filled as the text is read; "" where there were two).
    """

    last: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Citation] = field(default_factory=dict)
    own: Citation | None = None
    entry: str | None = None
    acts: MutableMapping[str, str] = field(default_factory=dict)


_FRONTIER = re.compile(r"\s+(?:frontier|border|side)\b")
"""After an adjective of a land: it only says near what something lies ("on the A frontier")."""


def place_of(sentence: Sentence, span: tuple[int, int], asides: Sequence[tuple[int, int]] = ()) -> str | None:
    """Return where: a place of the clause (one that is no state first), none of those `asides` that say who one is."""
    inside = [
        mention
        for mention in sentence.mentions
        if mention.type == "place"
        and span[0] <= mention.start < span[1]
        and not (mention.form == "adjective" and _FRONTIER.match(sentence.text, mention.end))
        and not _AWAY.search(sentence.text, max(0, mention.start - 40), mention.start)
        and not any(first <= mention.start < last for first, last in asides)
    ]
    proper = [
        mention
        for mention in inside
        if (mention.form == "name" and not mention.id.isupper()) or "_" in mention.id or len(mention.id) > 3
    ]
    chosen = proper or inside
    reached = [mention for mention in chosen if not _WHENCE.search(sentence.text[: mention.start])]
    return (reached or chosen)[0].id if chosen else None


_WHENCE = re.compile(r"\bfrom\s+(?:the\s+)?(?:[\w-]+(?:\s+and|,)\s+)*$", re.IGNORECASE)
"""Before a place: something comes from it, and is done elsewhere where another place is named."""


def _without_asides(sentence: Sentence, span: tuple[int, int], dates: list[TimeExpression]) -> list[TimeExpression]:
    """Return the dates of a clause without one that ends words between commas about its subject, where another follows
    ("A, independent since May 1993, announced a claim in November 1995")."""
    if len(dates) < 2 or not sentence.text.startswith(",", dates[0].end):
        return dates
    comma = sentence.text.rfind(",", span[0], dates[0].start)
    between = [token for token in sentence.tokens if comma <= token.start < dates[0].start]
    lead = [token for token in sentence.tokens if span[0] <= token.start < comma]
    told = any(token.tag in FINITE for token in (*lead, *between))
    named = any(token.tag.startswith("NN") for token in lead)
    return dates[1:] if comma > span[0] and named and not told else dates


_AWAY = re.compile(
    r"\b\d[\d.,]*\s*(?:km|kms|kilomet(?:er|re)s?|miles?|m|met(?:er|re)s?)\s+(?:to\s+the\s+)?(?:(?:north|south|east|west)[\w-]*\s+)?"
    r"(?:of|from|outside|away\s+from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before a place: it only says how far away another one is ("a village 30 km south of A")."""
_AND_THAT = re.compile(r"\b(?:and|but|or)\s*,?\s+that\s", re.IGNORECASE)
_THAT = re.compile(r"\bthat\s", re.IGNORECASE)


def _said_apart(text: str, date: TimeExpression, span: tuple[int, int]) -> bool:
    """Say whether a date is of another of two clauses that are said ("says that A fired in May and that B fled")."""
    if date.start >= span[1]:
        return _THAT.search(text, 0, span[0]) is not None and _AND_THAT.search(text, span[0], date.start) is not None
    said = _THAT.search(text, 0, date.start) is not None
    return said and date.end <= span[0] and _AND_THAT.search(text, date.end, span[0] + 1) is not None


_THAT_IS = re.compile(r",\s+(?:on\s+)?(?:the\s+)?")


def _spelt_out(text: str, dates: Sequence[TimeExpression]) -> list[TimeExpression]:
    """Return dates without those that the next one spells out to the day ("A week later, on 2 January 2016, ...")."""
    pairs = zip_longest(dates, dates[1:])
    return [
        date
        for date, after in pairs
        if after is None
        or not (date.anchored and not after.anchored and len(after.edtf or "") == 10)
        or not _THAT_IS.fullmatch(text, date.end, after.start)
    ]


def date_of(sentence: Sentence, span: tuple[int, int], kind: ClaimKind, times: Times) -> str | None:
    """Return when: a date of the clause, of a named war in it, of the sentence's opening, or carried by "this".

    What happened after or before a named war is not dated by it.
    """
    told = kind != "observation"
    dates = [
        date
        for date in _spelt_out(sentence.text, sentence.dates)
        if (told or not _BEFORE_WHAT.search(sentence.text[: date.start]))
        and not _MET.search(sentence.text[: date.start])
        and not (kind in ("event", "observation") and _FIRST_SINCE.search(sentence.text[: date.start]))
        and not (kind == "event" and (_is_due(sentence, date, span[0]) or until_when(sentence.text, date, span[0])))
        and not (kind in ("event", "observation") and of_other_figure(sentence.text, date))
    ]
    inside = [
        date for date in dates if span[0] <= date.start < span[1] and not _TEXT_OF.search(sentence.text[: date.start])
    ]
    then = next((date for date in sentence.dates if _when_follows(sentence.text, date, span[0])), None)
    if then is not None and all(_DEADLINE.search(sentence.text[: date.start]) for date in inside):
        return then.edtf
    if not inside and (last := _trailing(sentence, span)) is not None:
        return last.edtf
    inside = _without_asides(sentence, span, inside)
    if inside:
        plain = [date for date in inside if not _names_what(sentence.text, date)]
        charged = kind == "allegation" and all(len(date.edtf or "") == 4 for date in inside)
        if not plain and (times.entry or charged):
            return times.entry
        if kind == "observation" and len(inside) == 1 and _UP_FROM.search(sentence.text[span[0] : inside[0].start]):
            return times.entry
        if kind == "event" and (over := _lasted(sentence, (plain or inside)[-1])) is not None:
            return over
        if (lasted := _from_the_entry(sentence.text, (plain or inside)[0], times)) is not None:
            return lasted
        if kind == "event" and _takes_effect(sentence.text, (plain or inside)[0], times):
            return times.entry
        return _since(sentence.text, (plain or inside)[0], kind)
    for name, date in times.known.items():
        at = sentence.text.find(name)
        if span[0] <= at < span[1] and not (kind == "event" and _BOUND.search(sentence.text[:at])):
            return date
    if kind in ("event", "observation", "allegation"):
        around = [
            date
            for date in dates
            if not _said_apart(sentence.text, date, span)
            and not (kind == "allegation" and len(date.edtf or "") == 4 and _names_what(sentence.text, date))
            and (
                len(date.edtf or "") > 4
                or not (span[0] <= date.start < span[1] or _TEXT_OF.search(sentence.text[: date.start]))
            )
        ]
        outside = [date for date in around if date.end <= span[0]] or [
            date for date in around if kind == "event" or not _SINCE.search(sentence.text[: date.start])
        ]
        if outside and outside[-1].end <= span[0] and _GONE_ON.search(sentence.text[slice(*span)]):
            began = outside[-1].edtf or ""
            return f"{began}/.." if began and "/" not in began else began or None
        if outside and outside[-1].end <= span[0] and _ends_then(sentence.text, outside[-1]):
            return (outside[-1].edtf or "").split("/")[-1] or None
        if outside and outside[-1].end <= span[0]:
            return counted_from(sentence.text[slice(*span)], outside[-1])
        between = sentence.text[span[1] : outside[0].start] if outside else ""
        if (
            outside
            and ";" not in between
            and not any(other.search(between) for other in (_OPENS_NEXT, _CONTRAST, _OF_WHOM, _TAKEN_UP))
        ):
            return outside[0].edtf
        if _ANAPHORIC.match(sentence.text) and kind == "event":
            return times.last
        if kind in ("event", "observation") and not dates and _same_day(sentence.text, span, times.last):
            return times.last
        if kind == "observation" and not dates and _same_war(sentence.text, span, times.last):
            return times.last
        of_war = kind == "observation" and not dates and _IN_THE_WAR.search(sentence.text, *span)
        if of_war and times.last and not _SO_FAR.search(sentence.text):
            return times.last if "/" in times.last else times.last[:4]
    if kind in ("status", "tie") and (opened := _ever_since(sentence, span)):
        return opened
    if times.entry and kind in ("status", "tie") and _SINCE_THEN.search(sentence.text[slice(*span)]):
        return f"{times.entry}/.." if "/" not in times.entry else times.entry
    return times.entry


_IT = re.compile(
    r"\W*(?:In\s+)?[Tt]he\s+(?:[a-z-]+\s+)?(?:attacks?|shelling|clash(?:es)?|fighting|explosion|blasts?|incident|strikes?|raid|assault|"
    r"exchange|skirmish(?:es)?|ambush|bombardment|shooting|killings?|firefight|battle)\b"
)
"""How a sentence begins that goes on about the violence told just before."""
_FATE = re.compile(
    r"(?<!have\s)(?<!has\s)(?<!had\s)\b(?:was|were)\s+(?:\w+\s+)?(?:killed|wounded|injured|hurt|captured)\b|\b(?:died|lost\s+their\s+lives)\b"
)
_IN_ALL = re.compile(
    r"\b(?:since|so\s+far|in\s+all|altogether|total|over\s+the|during|every|each|years?|months?|weeks?|earlier|later|before|after|war)\b",
    re.IGNORECASE,
)


def _same_day(text: str, span: tuple[int, int], last: str | None) -> bool:
    """Say whether a sentence without a date goes on about the day told just before: the same violence, its victims."""
    if last is None or len(last) != 10 or _IN_ALL.search(text):
        return False
    return _IT.match(text) is not None or _FATE.search(text[slice(*span)]) is not None


_TOTAL = re.compile(
    r"\b(?:killed|dead|died|deaths?|death\s+toll|toll|fatalities|lost\s+their\s+lives)\b", re.IGNORECASE
)


def story_day(sentence: Sentence, head: int, event_type: EventType, date: str | None, times: Times) -> str | None:
    """Return the day of force that a sentence without a date tells in the past: that told just before."""
    if date or event_type not in ("ASSAULT", "COERCE") or len(times.last or "") != 10 or _IN_ALL.search(sentence.text):
        return date
    helped = any(token.lemma == "have" for token in sentence.tokens[max(0, head - 3) : head])
    past = any(token.tag == "VBD" for token in sentence.tokens[max(0, head - 3) : head + 1])
    return times.last if past and not helped and not sentence.dates else None


def _same_war(text: str, span: tuple[int, int], last: str | None) -> bool:
    """Say whether dead without a date are those of the years told just before ("The war of 1998 to 2000 ...")."""
    years = re.fullmatch(r"(\d{4})(?:-\d\d){0,2}/(\d{4})(?:-\d\d){0,2}", last or "")
    return years is not None and years[1] < years[2] and _TOTAL.search(text, *span) is not None


_IN_THE_WAR = re.compile(
    r"\b(?:killed|dead|died|deaths?|lives|lost|lose|fell|fatalities|casualties)\b[^.;]*\bin\s+(?:the|that|this)\s+"
    r"(?:war|fighting|campaign|conflict)\b(?!\s+(?:in|on|over|of|with|against|between))",
    re.IGNORECASE,
)
"""The dead of the war that the paragraph tells of, of which a year or a day was told."""
_SO_FAR = re.compile(r"\b(?:so\s+far|in\s+all|altogether|in\s+total|by\s+now|to\s+date|since)\b", re.IGNORECASE)
"""A count up to now is of no year."""
_GONE_ON = re.compile(r"\b(?:has|have)\s+since\s+(?:\w+ly\s+)?(?!been\s+\w+ed\b)\w+")
"""What has gone on since a date told before ("signed it in 2010 and have since held exercises")."""


def _lasted(sentence: Sentence, date: TimeExpression) -> str | None:
    """Return from when to when something lasted ("broke out in 1988 and lasted until 1994"), or None."""
    for other in sentence.dates:
        between = sentence.text[date.end : other.start] if date.end <= other.start else ""
        if _LASTING.fullmatch(between) and date.edtf and other.edtf and "/" not in f"{date.edtf}{other.edtf}":
            return f"{date.edtf}/{other.edtf}" if date.edtf < other.edtf else None
    return None


_LASTING = re.compile(
    r",?\s+(?:and|which|that)\s+(?:only\s+)?(?:lasted|continued|raged|went\s+on|dragged\s+on|ran|(?:was\s+)?ended|ceased|"
    r"did\s+not\s+end)\s+(?:until|till|through|up\s+to|in|on)\s+(?:the\s+)?"
)
_UP_TO = re.compile(r"\b(?:until|till|through)\s+(?:the\s+)?$", re.IGNORECASE)


def _from_the_entry(text: str, date: TimeExpression, times: Times) -> str | None:
    """Return the days from that of a chronicle's entry to the one until which it lasted ("4 May: ... until 7 May")."""
    last, first = date.edtf or "", times.entry or ""
    if not first or "/" in f"{first}{last}" or len(last) != len(first) or not _UP_TO.search(text[: date.start]):
        return None
    return f"{first}/{last}" if first < last else None


def _takes_effect(text: str, date: TimeExpression, times: Times) -> bool:
    """Say whether what an entry of a chronology tells only holds from a later date, or has to be done by it ("28 May: A
    signs a decree dissolving the league from 1 January")."""
    later = bool(times.entry) and "/" not in f"{date.edtf}{times.entry}" and (date.edtf or "") > (times.entry or "")
    return later and _EFFECT.search(text[: date.start]) is not None


_EFFECT = re.compile(r"\b(?:from|as\s+of|as\s+from|by|effective|before)\s+(?:the\s+)?$", re.IGNORECASE)


def _ever_since(sentence: Sentence, span: tuple[int, int]) -> str | None:
    """Return the open interval of what has held since the date that opens a sentence ("Since 2019, when ..., A")."""
    first = next((date for date in sentence.dates if date.end <= span[0]), None)
    if first is None or first.edtf is None or "/" in first.edtf or not _OPENS_SINCE.match(sentence.text[: first.start]):
        return None
    return f"{first.edtf}/.." if _PERFECT.search(sentence.text[slice(*span)]) else None


_OPENS_SINCE = re.compile(r"(?:Ever\s+)?[Ss]ince\s+(?:the\s+)?$")
_WHO = re.compile(r"(?:,|[a-z])\s+(?:who|which|whose|where|whom)\b")


def _trailing(sentence: Sentence, span: tuple[int, int]) -> TimeExpression | None:
    """Return the date that ends a sentence after an aside and is of its beginning ("A, who ..., left on 4 May")."""
    last = max(sentence.dates, key=lambda date: date.end, default=None)
    if last is None or span[0] > 8 or last.start < span[1] or len(sentence.text[last.end :].strip(" .")) > 1:
        return None
    aside = _WHO.search(sentence.text, max(span[1] - 6, 0), last.start)
    if aside is None or not _OWN_DAY.search(sentence.text[: last.start]):
        return None
    between = sentence.text[aside.end() : last.start]
    return last if between.count(",") == 1 and not _ACTS_ON.search(between.rsplit(",", 1)[1]) else None


_OWN_DAY = re.compile(r"(?:\bon|\bin)\s+(?:the\s+)?$")
_ACTS_ON = re.compile(r"\b(?:and|but|was|were|had|has|[a-z]+ed|then)\b")
"""After an aside's comma: a verb, so that the date is of what that verb tells."""


_CONTRAST = re.compile(r"\b(?:while|whereas|although|though|but)\b")
"""Between a clause and a later date: the date is of what is set against it."""
_OPENS_NEXT = re.compile(r"(?:,|;)\s+(?:and|but|while|whereas)\s+(?:then\s+)?(?:on|in|by)?\s*(?:the\s+)?$")
"""Between a clause and a later date: the date begins what is told next ("A invaded, and on 10 August B withdrew")."""
_OF_WHOM = re.compile(r",\s+(?:(?:to|of|from|for|in|with|by)\s+)?(?:who|whom|whose|which)\b")
"""Between a clause and a later date: the date is of what is told of somebody named in between."""
_TAKEN_UP = re.compile(
    r"^,\s+an?\s+(?:[a-z-]+\s+)?(?:request|demand|appeal|plea|application|offer|proposal|decision|step|move|measure|penalty|"
    r"promise|pledge|threat|order|restriction|claim|charge)\b"
)
"""Between a clause and a later date: the date is of what became of it ("asked B for aid, a request refused in May")."""
_DEADLINE = re.compile(r"\b(?:by|until|before)\s+(?:the\s+end\s+of\s+)?$", re.IGNORECASE)
"""Before a date in what was promised or planned: it is not when that was said ("promised to leave by 2002")."""


def _is_due(sentence: Sentence, date: TimeExpression, start: int) -> bool:
    """Say whether a date is that by which something told with an infinitive or a participle is to be done ("signed a
    decree dissolving it by 1 January")."""
    if not _DEADLINE.search(sentence.text[: date.start]):
        return False
    words = [token for token in sentence.tokens if start <= token.start and token.end <= date.start]
    last = next((n for n in range(len(words) - 1, 0, -1) if words[n].tag.startswith(("VB", "MD"))), 0)
    return last > 0 and (words[last].tag == "VBG" or words[last - 1].tag == "TO")


def _when_follows(text: str, date: TimeExpression, start: int) -> bool:
    """Say whether a clause tells what happened at a time named just before it ("since 1999, when A promised")."""
    if date.edtf is None or "/" in date.edtf or not 0 <= start - date.end < 8:
        return False
    return re.fullmatch(r",?\s*(?:when\s+)?", text[date.end : start]) is not None and bool(
        re.search(r"\bwhen\b", text[date.end : start + 5])
    )


def date_around(sentence: Sentence, span: tuple[int, int], said: Sequence[Proposal]) -> str | None:
    """Return the nearest date of the clause that a noun stands in, else the only date of its sentence."""
    for claim in said:
        if claim.span[0] <= span[0] < claim.span[1]:
            inside = [date for date in sentence.dates if claim.span[0] - 4 <= date.start < claim.span[1] + 16]
            if inside:
                return min(inside, key=lambda date: max(date.start - span[1], span[0] - date.end)).edtf
    dates = [date.edtf for date in sentence.dates if not date.edtf_open]
    return dates[0] if len(dates) == 1 else None


def settled(
    sentence: Sentence,
    span: tuple[int, int],
    event_type: EventType | None,
    actors: Sequence[str],
    date: str | None,
    times: Times,
) -> str | None:
    """Return an event's date once its footnote and earlier mentions of the same act ("the ceasefire") had a say."""
    citation = cited(sentence.text, *span, times.notes) or times.own
    if citation is not None:
        date = narrowed(date, event_type, actors, citation)
    text = sentence.text[slice(*span)]
    if event_type != "AGREE":
        return date
    named = _DEFINITE.search(sentence.text, max(0, span[0] - 30), span[1])
    if date is None and named:
        date = times.acts.get(named[1].lower()) or None
    noun = _NOUN.search(text)
    if date is not None and len(date) >= 7 and noun:
        key = noun[1].lower()
        times.acts[key] = date if times.acts.get(key, date) == date else ""
    return date


def _ends_then(text: str, date: TimeExpression) -> bool:
    """Say whether what follows a time happened at its end ("from 1995 until October 1998, when A signed")."""
    lasted = re.search(r"\b(?:to|until|till|through)\b", text[date.start : date.end], re.IGNORECASE)
    return lasted is not None and re.match(r",?\s*when\b", text[date.end :], re.IGNORECASE) is not None


_SINCE = re.compile(r"\b(?:since|until|before)\s+(?:the\s+)?$", re.IGNORECASE)


def _since_perfect(text: str, date: TimeExpression) -> bool:
    """Say whether something has gone on since a date ("have struck since 12 January", "Since 2019 A has")."""
    lead = text[: date.start]
    if _OPENS_SINCE.fullmatch(lead):
        return _PERFECT.search(text[date.end :]) is not None
    return _HAS_SINCE.search(lead) is not None


_HAS_SINCE = re.compile(r"\b(?:has|have)\s+(?!to\b|since\b)(?:\w+\s+){1,3}?[^.;,]*\bsince\s+(?:the\s+)?$", re.I)
_PERFECT = re.compile(r"\b(?:has|have)\b(?!\s+to\b)", re.IGNORECASE)
_SINCE_THEN = re.compile(r"\bsince(?:\s+then)?\s*[.;,]?\s*$", re.IGNORECASE)


_UP_FROM = re.compile(r"\b(?:(?:up|down)\s+from|compared\s+(?:to|with))\b[^.;]*$", re.IGNORECASE)


def _names_what(text: str, date: TimeExpression) -> bool:
    """Say whether a date is part of a name ("the 1991 ceasefire", "the round tables of 2018"): it tells which one."""
    if _OF_THAT.search(text[: date.start]):
        return True
    lead = re.search(r"\b(?:the|that|this|its|their|a|an)\s+$|[“\"‘]$", text[: date.start], re.IGNORECASE)
    inner = re.search(r"\bthe\s+\d{4}$", text[date.start : date.end])
    return bool(lead or inner) and re.match(r"\s+[a-z]{4,}", text[date.end :]) is not None


_OF_THAT = re.compile(
    r"\b(?:the|that|this|those|these|its|their)\s+(?:(?!(?:mornings?|evening|night|afternoon|hours|eve|days?|weekend|weeks?|"
    r"months?|start|beginning|middle|end|spring|summer|autumn|winter)\b)[a-z-]+\s+){1,3}of\s+$",
    re.IGNORECASE,
)
_TEXT_OF = re.compile(
    r"\b(?:plan|proposal|initiative|roadmap|treaty|agreements?|accords?|constitution|resolution|declaration|framework|"
    r"ceasefire|cease-fire|truce|armistice|statement|protocol|pact)\s+of\s+$",
    re.IGNORECASE,
)
"""Before a date: it names a text ("the plan of 2007")."""


_MET = re.compile(
    r"\b(?:violat\w+|breach\w*|br(?:eak|eaks|eaking|oke|oken)|abrogat\w+|renounc\w+|denounc\w+|repudiat\w+|withdr[ae]w\w*\s+from|"
    r"condemn\w*|critici[sz]\w+|deplor\w+|oppos\w+|protest\w*|reject\w*|welcom\w+|regret\w*|recogni[sz]\w+|revok\w+|revers\w+|"
    r"overturn\w*|annul\w*)\s+"
    r"(?:[\w’'-]+\s+){0,4}(?:ceasefire|cease-fire|truce|armistice|treaty|agreements?|accords?|statements?|protocol|pact|"
    r"decisions?|resolutions?|declarations?|decrees?|orders?|rulings?|laws?|votes?|elections?|referendums?)\s+"
    r"(?:of\s+(?:[\w’'-]+\s+){1,4})?(?:of|from|(?:taken|adopted|issued|passed|held)\s+(?:on|in))\s+(?:the\s+)?$|"
    r"\b(?:positions?|lines?|borders?|frontiers?|status\s+quo)\s+(?:[\w’'-]+\s+){0,4}(?:before|prior\s+to|as\s+of)\s+$",
    re.IGNORECASE,
)
"""Before a date: it is of what somebody broke, condemned or recognised, or of a line held before, not of his act."""
_FIRST_SINCE = re.compile(
    r"\b(?:first|worst|deadliest|heaviest|largest|biggest|bloodiest|most)\b[^.;]*\bsince\s+(?:the\s+)?$", re.IGNORECASE
)
"""Before a date: it says how long there had been nothing like it."""
_BEFORE_WHAT = re.compile(r"\bbefore\s+the\s+(?:[\w’'-]+\s+){1,5}(?:of|in)\s+$", re.I)
"""Before a date: it is of what came later ("died before the Sochi Agreement of 24 June 1992")."""


def _since(text: str, date: TimeExpression, kind: ClaimKind) -> str | None:
    """Return an open interval for "since 2005" where the claim is of something lasting, else the date."""
    lead = text[: date.start].lower().rstrip()
    first, _, last = (date.edtf or "").partition("/")
    edtf = first if first.endswith("~") and last.endswith("~") and lead.endswith(("since", "since the")) else date.edtf
    if (
        edtf
        and "/" not in edtf
        and re.search(
            r"\b(?:since|from|after)(?:\s+the)?$|\bsince\s+(?:the|an?|its|their)\s+(?:[\w-]+\s+){1,4}(?:in|of)$", lead
        )
        and (
            kind in ("status", "tie", "interpretation")
            or (kind == "observation" and _PERFECT.search(text[: date.start]))
            or (kind in ("event", "observation") and _since_perfect(text, date))
        )
    ):
        return f"{edtf}/.."
    return date.edtf
