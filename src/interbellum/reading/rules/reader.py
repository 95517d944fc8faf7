"""The rule reader: deterministic, offline, no weights."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from interbellum.reading.caveats import caveat_notes, caveat_of, quotations_of_nobody, unnamed
from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.dates import TimeExpression, is_background, looks_back, names_a_text
from interbellum.reading.gloss import gloss, unknown_names
from interbellum.reading.language.english import foreign
from interbellum.reading.language.sentences import sentences
from interbellum.reading.language.tagging import Token, has_finite_verb
from interbellum.reading.language.words import FINITE, lexicon
from interbellum.reading.naming.grounds import Grounds
from interbellum.reading.naming.issuers import issuers
from interbellum.reading.naming.learned import as_notes, strangers, with_acronyms
from interbellum.reading.naming.mentions import Mention, find_mentions, settle_corridors
from interbellum.reading.naming.names import Gazetteer
from interbellum.reading.naming.officials import with_officials
from interbellum.reading.naming.rivals import rivals_of
from interbellum.reading.proposal import Proposal, Reading
from interbellum.reading.quality import quality
from interbellum.reading.quantities import Quantity
from interbellum.reading.rules.claims import claims_of
from interbellum.reading.rules.holding.table_rows import row_claim
from interbellum.reading.rules.text.citations import citations_of, number_of
from interbellum.reading.rules.text.openers import only_a_date, opener, opens_a_year
from interbellum.reading.rules.text.sentence import Sentence, read_sentence
from interbellum.reading.rules.unresolved import as_warning, unresolved
from interbellum.reading.rules.when_and_where.circumstances import Times
from interbellum.reading.rules.when_and_where.until import until_when
from interbellum.reading.rules.who.memory import Memory
from interbellum.sources.document import Clean, Document, Paragraph

_NAMED_PERIOD = re.compile(
    r"\b((?:the\s+)?(?:(?:First|Second|Third)\s+)?(?:[A-Z][\w-]+\s+){0,3}(?:War|Revolution|Agreement|"
    r"Clashes|Operation))\s*\((\d{4}(?:\s*[-–]\s*\d{2,4})?)\)"
)
_OF_TODAY = ("now", "today", "part of today")
"""Rules of dates that only say when the document was written: a history may name its day."""
_LOOKED_AT = 20_000
"""Of how many characters of a document it is asked whom it is about."""
_MOST_SPOKEN = 2
_LONG_AGO = 2
"""A claim is historical where its date ends more than this many years before the document (PLOVER.

Not current news).
"""


@dataclass
class _Found:
    claims: list[Proposal] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    dates: list[TimeExpression] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    sentences: int = 0
    unspoken: list[str] = field(default_factory=list)
    narrative: Moment | None = None
    heads: int = 0
    mentioned: Moment | None = None
    written: Moment | None = None

    def long_ago(self, anchor: Anchor) -> Moment | None:
        """Return when the last paragraph left off, where the document has told of the past only.

        A history goes on in its year ("... in 1999. [new paragraph] On 4 July ..."); once a date of the document's own
        year or the one before was met, a day without a year is one of those. What tells of the year before only, goes
        on in it.
        """
        now, then = anchor.document, self.narrative
        if now is None or then is None or then.year >= now.year:
            return None
        long = then.year <= now.year - _LONG_AGO
        if not long and then.month is None:
            return None
        recent = (str(now.year), str(now.year - 1)) if long else (str(now.year),)
        told = [date for date in self.told if date.rule not in _OF_TODAY and date.edtf != now.text]
        return None if any((date.edtf or "").startswith(recent) for date in told) else then

    @property
    def told(self) -> list[TimeExpression]:
        """The dates that are told of something, without those of the document's head."""
        return self.dates[self.heads :]


@dataclass(frozen=True)
class RuleReader:
    """Reads a document with rules alone. `name` is written into each claim, `entities` are ids of those that no state
    recognises, `grounds` who holds which ground.
    """

    gazetteer: Gazetteer
    sides: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    name: str = "rules"
    entities: frozenset[str] = frozenset()
    grounds: Grounds = field(default_factory=Grounds)

    def read(self, document: Document) -> Reading:
        """Return everything found, with spans into the document's text."""
        learned = with_officials(document, with_acronyms(document, self.gazetteer, lexicon().words), lexicon().words)
        if learned is not self.gazetteer:
            return replace(self, gazetteer=learned).read(document)
        published = document.published
        times = Times(known=named_periods(document), notes=citations_of(document, self.gazetteer))
        text = document.text[:_LOOKED_AT]
        mentions = find_mentions(text, self.gazetteer, lexicon().words)
        rivals = rivals_of(text, mentions, self.sides, self.gazetteer.bodies, self._insurgency()[1])
        memory = Memory(
            persons=self.gazetteer.persons,
            rivals=rivals,
            entity=self._entity(rivals),
            fronts=self._fronts(),
            insurgency=self._insurgency(mentions),
            bodies=self.gazetteer.bodies,
            states=self.gazetteer.states,
            titles=issuers(document, self.gazetteer, lexicon().words),
            grounds=self.grounds,
            sides=self.sides,
        )
        found = _Found()
        anchor = Anchor.of(published)
        front = True
        entry: str | None = None
        years = _years_over_days(document)
        for paragraph in (paragraph for paragraph in document.paragraphs if paragraph.read):
            front = front and paragraph.kind == "heading"
            if paragraph.kind == "heading":
                date = only_a_date(document.text[paragraph.start : paragraph.end], anchor)
                titles = front and not (date is not None and date.edtf in years)
                entry = date.edtf if date is not None and not titles else None
            telling = not front or all(other.kind == "heading" for other in document.paragraphs)
            self._paragraph(document, paragraph, anchor, memory, replace(times, entry=entry), found, telling)
            found.heads = len(found.dates) if front else found.heads
        settled = settle_corridors(found.mentions, document.text)
        spans = sorted([*((mention.start, mention.end) for mention in settled), *document.gaps])
        claims = tuple(self._finish(claim, number, published, spans) for number, claim in enumerate(found.claims, 1))
        warnings = [*document.warnings, *foreign(document.text)]
        nameless = unresolved(claims)
        unknown = strangers(document, self.gazetteer, settled, lexicon().words)
        report = {
            "sentences": found.sentences,
            "claims": len(claims),
            "warnings": warnings,
            "published_basis": document.published_basis,
            "quality": {**quality(document), "said_by_nobody": len(found.unspoken)},
            "unresolved": nameless,
            "unknown": unknown,
        }
        if nameless:
            warnings.append(as_warning(nameless))
        warnings.extend(as_notes(unknown))
        warnings.extend(caveat_notes(claims, found.unspoken))
        if published is None:
            warnings.append("no date of publication was found: relative dates are left open (give --published)")
        return Reading(document, published, claims, tuple(settled), tuple(found.dates), tuple(found.quantities), report)

    def _fronts(self) -> tuple[str, ...]:
        """Return the two sides of the case's only rivalry, if each is one actor."""
        if len(self.sides) != 1 or any(len(side) != 1 for side in self.sides[0]):
            return ()
        return self.sides[0][0][0], self.sides[0][1][0]

    def _entity(self, rivals: tuple[str, ...]) -> tuple[str, ...]:
        """Return the only entity that stands beside a state on a side of the case, where the document is about that
        side or its foes.
        """
        near = {
            name: {*left, *right}
            for left, right in self.sides
            for side in (left, right)
            for name in side
            if name in self.entities and not self.entities.issuperset(side)
        }
        return tuple(name for name, named in near.items() if len(near) == 1 and named & {*rivals})

    def _insurgency(self, mentions: Sequence[Mention] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the one state of the case that fights such as are none, and all these; nobody where mentions are given
        and tell mostly of others.
        """
        states = self.gazetteer.states - self.entities
        found = [
            (tuple(one), tuple(other))
            for left, right in self.sides
            for one, other in ((left, right), (right, left))
            if len(one) == 1 and {*one} <= states and states.isdisjoint(other)
        ]
        if len(found) != 1:
            return (), ()
        spoken = Counter(mention.id for mention in mentions if mention.id in states or mention.id in found[0][1])
        most = {name for name, _ in spoken.most_common(_MOST_SPOKEN)}
        return found[0] if not most or most & {*found[0][0], *found[0][1]} else ((), ())

    def _paragraph(
        self,
        document: Document,
        paragraph: Paragraph,
        anchor: Anchor,
        memory: Memory,
        times: Times,
        found: _Found,
        telling: bool,
    ) -> None:
        """Read a paragraph; from the lines of a document's head (not `telling`) no claims are taken."""
        cleaned = document.clean(paragraph, lexicon().words)
        if paragraph.kind == "footnote":
            times = replace(times, own=times.notes.get(number_of(cleaned.text)))
        year = Moment.parse(times.entry)
        of_a_year = year is not None and year.month is None and year.text == times.entry
        opening = opener(cleaned.text, Anchor(narrative=year) if of_a_year else anchor)
        opened = opening.date.edtf if opening.date else None
        if opening.entry and opening.date is not None:
            times = replace(times, entry=opened)
            found.dates.append(_moved(opening.date, cleaned, document))
        narrative = Moment.parse(opened or times.entry) or found.long_ago(anchor)
        if paragraph.kind == "heading" or (opening.date is not None and not opening.entry):
            found.written = Moment.parse(opened)
        written = Moment.parse(opened) or found.written
        if written is not None and written.day is not None:
            anchor = Anchor(written, published=anchor.document)
        last_date: str | None = times.entry
        memory.paragraph()
        row = row_claim(document.text[paragraph.start : paragraph.end], cleaned.text, self.gazetteer, anchor, memory)
        if row is not None and telling:
            found.claims.append(_placed(row, cleaned, 0, document))
        quoted = [] if paragraph.kind == "heading" else list(quotations_of_nobody(cleaned.text))
        found.unspoken.extend(cleaned.text[slice(*span)] for span in quoted)
        for start, end in sentences(cleaned.text[opening.size :]):
            start, end = start + opening.size, end + opening.size
            told = replace(anchor, narrative=narrative, mentioned=found.mentioned)
            sentence = read_sentence(cleaned.text[start:end], start, self.gazetteer, told)
            found.mentioned = _last_day(sentence) or found.mentioned
            found.sentences += 1
            proposals = claims_of(sentence, memory, replace(times, last=last_date)) if telling else []
            bare = paragraph.kind == "heading" and (
                not has_finite_verb(_unbracketed(sentence)) or _ASKING.match(sentence.text) is not None
            )
            run_in = start == opening.size and end < len(cleaned.text.rstrip()) and times.entry is None
            if bare or (run_in and _is_title(sentence)) or sentence.text.rstrip(' "”’)').endswith("?"):
                proposals = []
            if row is not None:
                proposals = [claim for claim in proposals if claim.kind == "observation"]
            for date in _moving(sentence):
                last_date = date.edtf
                narrative = date.moment or narrative
            marked = (replace(one, caveat=caveat_of(one, cleaned.text, (start, end), quoted)) for one in proposals)
            found.claims.extend(_placed(claim, cleaned, start, document) for claim in marked)
            if not proposals and telling and unnamed(sentence.text, (0, len(sentence.text))):
                found.unspoken.append(sentence.text.strip())
            _collect(sentence, cleaned, found, document)
        if paragraph.kind != "heading":
            found.narrative = narrative

    def _finish(
        self, claim: Proposal, number: int, published: str | None, known: Sequence[tuple[int, int]]
    ) -> Proposal:
        historical = _ended_before(claim.date, published)
        labelled = replace(claim, id=f"r{number}", historical=historical, reader=self.name)
        told = claim.kind in ("event", "status", "observation")
        places = self._places(claim, known) if told else ()
        return replace(labelled, gloss=gloss(labelled, self.gazetteer.labels, places))

    def _places(self, claim: Proposal, known: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """Return the names in a claim's passage that are none of what is known: mentions, and what parts a sentence."""
        start, end = claim.span
        inside = known[bisect_left(known, (start, 0)) : bisect_left(known, (end, 0))]
        taken = [(first - start, last - start) for first, last in inside]
        return unknown_names(claim.quote, self.gazetteer, lexicon().words, taken, people=False)


def _years_over_days(document: Document) -> frozenset[str]:
    """Return the years that stand alone on a line over an entry of a chronology with only a day ("4 April: ...")."""
    read = [paragraph for paragraph in document.paragraphs if paragraph.read]
    lines = [document.text[paragraph.start : paragraph.end].strip() for paragraph in read]
    return frozenset(line for line, after in pairwise(lines) if _YEAR.fullmatch(line) and opens_a_year(after))


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def _last_day(sentence: Sentence) -> Moment | None:
    """Return the last day that a sentence names."""
    named = [moment for date in sentence.dates if (moment := Moment.parse(date.edtf)) and moment.day is not None]
    return named[-1] if named else None


def _moving(sentence: Sentence) -> Iterator[TimeExpression]:
    """Yield the dates to which a sentence moves its story: not since when something goes on, nor what is put in of
    something earlier ("In August 2010 they returned their envoys, withdrawn in November 2009"), nor a "now" of the past
    ("it was A who now wanted more")."""
    reached: Moment | None = None
    past = {token.tag for token in sentence.tokens} & {"VBD", "VBZ", "VBP"} == {"VBD"}
    for date in sentence.dates:
        if past and date.rule == "now":
            continue
        if not date.edtf or date.edtf_open or is_background(sentence.text, date.start) or looks_back(date):
            continue
        if names_a_text(sentence.text, date) or until_when(sentence.text, date, 0):
            continue
        moment = Moment.parse(date.edtf)
        back = moment is not None and reached is not None and moment.latest < reached.latest
        if back and (_PUT_IN.search(sentence.text[: date.start]) or _is_apposed(sentence, date)):
            continue
        reached = moment or reached
        yield date


def _is_apposed(sentence: Sentence, date: TimeExpression) -> bool:
    """Say whether a date ends words between commas that only say what stands before them ("On 25 August, the
    anniversary of the killing of B in 2006, A ...")."""
    lead = _APPOSED.search(sentence.text[: date.start])
    if lead is None or not sentence.text.startswith(",", date.end):
        return False
    return not any(lead.start() < token.start < date.start and token.tag in FINITE for token in sentence.tokens)


_APPOSED = re.compile(r",\s+(?:the|an?|its|their|his|her)\s+(?:[\w’'-]+\s+){1,14}(?:in|of|on|during)\s+(?:the\s+)?$")
_PUT_IN = re.compile(
    r",\s+(?:(?:which|who|that)\s+(?:had|was|were)\s+(?:been\s+)?|first\s+|itself\s+)?(?:[a-z]+ed|withdrawn|made|taken|held|built|set\s+up|"
    r"begun|given|broken|left|lost|won|sent|drawn\s+up|shut|cut|seen|known)\s+(?:[\w’'-]+\s+){0,4}(?:in|on|of|during)\s+"
    r"(?:early\s+|late\s+|mid-?)?$"
)


_TITLE_WORDS = 6


def _unbracketed(sentence: Sentence) -> Sequence[Token]:
    """Return the words of a title without what it ends with in brackets."""
    bracket = next((n for n, token in enumerate(sentence.tokens) if token.text == "("), len(sentence.tokens))
    return sentence.tokens[:bracket] if sentence.tokens and sentence.tokens[-1].text == ")" else sentence.tokens


def _is_title(sentence: Sentence) -> bool:
    """Say whether a sentence at the head of a paragraph is only its title ("The wars of the 1990s. ...")."""
    words = [token for token in sentence.tokens if token.text[0].isalnum()]
    ended = sentence.text.rstrip().endswith(".")
    return ended and 0 < len(words) <= _TITLE_WORDS and not any(token.tag[:2] in ("VB", "MD") for token in words)


_ASKING = re.compile(r"(?:(?:[A-Z]|[IVX]{1,4}|\d{1,2})[.)]\s+)?(?:How|Why|What|Where|When|Who|Whose)\b")
"""How a heading begins that only says what follows is about ("How the road was closed")."""


def _placed(claim: Proposal, cleaned: Clean, start: int, document: Document) -> Proposal:
    span = cleaned.span(start + claim.span[0], start + claim.span[1])
    return replace(claim, span=span, quote=document.text[slice(*span)])


def _collect(sentence: Sentence, cleaned: Clean, found: _Found, document: Document) -> None:
    def spans(start: int, end: int) -> tuple[int, int]:
        return cleaned.span(sentence.start + start, sentence.start + end)

    for mention in sentence.mentions:
        first, last = spans(mention.start, mention.end)
        found.mentions.append(replace(mention, start=first, end=last, text=document.text[first:last]))
    found.dates.extend(_moved(date, cleaned, document, sentence.start) for date in sentence.dates)
    for quantity in sentence.quantities:
        first, last = spans(quantity.start, quantity.end)
        found.quantities.append(replace(quantity, start=first, end=last))


def _moved(date: TimeExpression, cleaned: Clean, document: Document, start: int = 0) -> TimeExpression:
    first, last = cleaned.span(start + date.start, start + date.end)
    return replace(date, start=first, end=last, text=document.text[first:last])


def named_periods(document: Document) -> dict[str, str]:
    """Return the names of wars and the like that the document dates in brackets: "Second ... War (2020)" -> 2020."""
    return dict(_periods(document.text))


def _periods(text: str) -> Iterator[tuple[str, str]]:
    for match in _NAMED_PERIOD.finditer(text):
        name = re.sub(r"^[Tt]he\s+", "", " ".join(match[1].split()))
        years = re.findall(r"\d+", match[2])
        last = years[0][:2] + years[1] if len(years) > 1 and len(years[1]) == 2 else years[-1]
        yield name, years[0] if len(years) == 1 else f"{years[0]}/{last}"


def _ended_before(date: str | None, published: str | None) -> bool:
    moment, day = Moment.parse((date or "").split("/")[-1]), Moment.parse(published)
    return bool(moment and day and moment.year < day.year - _LONG_AGO)
