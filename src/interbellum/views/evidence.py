"""Evidence: claims with where they come from and how they were reviewed, found by filters; disputes side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from interbellum.case.case import Case
from interbellum.case.reviewing import Reviewed, reviewed_claims
from interbellum.case.tables import Claim, Source
from interbellum.case.vocabulary import Caveat, Reliability
from interbellum.dates import When, parse_edtf
from interbellum.errors import UsageError
from interbellum.record import Dispute, Record
from interbellum.record.known import Known, KnownRules
from interbellum.sources.document import clean
from interbellum.sources.passages import LACKS, Documents, Passage
from interbellum.views.dispute_words import DisputeWords, date_words
from interbellum.views.labels import Labels, when_words
from interbellum.views.table import Table

Standing = Literal["accepted", "edited", "rejected", "unreviewed", "proposed"]
PROPOSED = "proposed"
"""The reason in the review row that holds a proposal back until someone decides (`reading.reviewing.review`)."""
REVIEWED = ("reviewed", "unreviewed", "rejected", "edited")
PAGE = 25
"""Claims on one page."""
RELIABILITY: Mapping[Reliability, str] = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "cannot be judged",
}  # fmt: skip
"""The letters of a source's reliability (NATO STANAG 2511)."""
CREDIBILITY: Mapping[int, str] = {
    1: "confirmed by other sources", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable",
    6: "cannot be judged",
}  # fmt: skip
"""The numbers of a claim's credibility (NATO STANAG 2511)."""
CAVEATS: Mapping[Caveat, str] = {
    "unsourced": "its document marks a missing source", "unattributed": "quoted, nobody says of whom",
    "unnamed": "laid to nobody named", "foretold": "the future told as certain",
}  # fmt: skip
"""The caveats of a claim in words."""
BASES: Mapping[str, str] = {
    "publication": "its source came out", "public-event": "a public act", "contemporaneous": "news of the day",
    "vintage": "the release of the data",
}  # fmt: skip
"""Why a claim counts as known from its day on."""


@dataclass(frozen=True)
class ClaimFilter:
    """What claims are asked for; an empty field asks nothing. `start` and `end` bound the days a claim may be about.

    `reviewed` is one of `REVIEWED`; `text` is words that the gloss, locator, id and passage must hold among them;
    `record` a key such as `event:ID` that the claim supports.
    """

    kind: str | None = None
    source: str | None = None
    actor: str | None = None
    place: str | None = None
    stance: str | None = None
    asserted_by: str | None = None
    credibility: int | None = None
    caveat: str | None = None
    reviewed: str | None = None
    start: date | None = None
    end: date | None = None
    text: str | None = None
    record: str | None = None
    known_by: date | None = None

    def __post_init__(self) -> None:
        if self.reviewed is not None and self.reviewed not in REVIEWED:
            raise UsageError(f"no claim is {self.reviewed!r}", hint=f"ask for {', '.join(REVIEWED)}")
        if self.start and self.end and self.end < self.start:
            raise UsageError(f"the period ends on {self.end}, before it begins on {self.start}")

    @property
    def asked(self) -> dict[str, str]:
        """The fields that ask something, as text."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in found.items() if value is not None and name != "known_by"}


@dataclass(frozen=True)
class Evidence:
    """One claim: as its reviews leave it, as it was written, its source, when it became known."""

    claim: Claim
    original: Claim
    standing: Standing
    source: Source | None
    known: Known
    why: str | None

    @property
    def when(self) -> When | None:
        """The date that the claim is about."""
        return parse_edtf(self.claim.date) if self.claim.date else None


class EvidenceShelf:
    """All claims of a case as evidence, in the order of the case.

    Passages are searched where `documents` holds the texts of the sources.
    """

    def __init__(self, case: Case, record: Record, documents: Documents | None = None) -> None:
        self.case = case
        self.record = record
        self.documents = documents
        self._rules = KnownRules(record.sources, case.meta.public_event_lag)

    @cached_property
    def all(self) -> tuple[Evidence, ...]:
        """Every claim of the case, the rejected and the proposed among them."""
        return tuple(self._of(state) for state in reviewed_claims(self.case).values())

    @cached_property
    def by_id(self) -> Mapping[str, Evidence]:
        """The claims by id."""
        return {one.claim.id: one for one in self.all}

    @cached_property
    def _words(self) -> Mapping[str, str]:
        return {one.claim.id: " ".join(filter(None, self._told(one.claim))).casefold() for one in self.all}

    def _told(self, claim: Claim) -> tuple[str | None, ...]:
        found = self.documents.passage(claim) if self.documents else None
        passage = clean(found.text).text if isinstance(found, Passage) else None
        return claim.id, claim.gloss, claim.locator, claim.of, passage

    def _of(self, state: Reviewed) -> Evidence:
        claim = state.claim
        why = state.decision.why if state.decision else None
        source = self.record.sources.get(claim.source)
        return Evidence(claim, state.original, standing_of(state), source, self._rules.of_claim(claim), why)

    def found(self, wanted: ClaimFilter) -> tuple[Evidence, ...]:
        """Return the claims that a filter asks for; proposals that nobody has decided on are in the queue instead."""
        tests = self._tests(wanted)
        return tuple(one for one in self.all if one.standing != "proposed" and all(test(one) for test in tests))

    def _tests(self, wanted: ClaimFilter) -> list[Callable[[Evidence], bool]]:
        same = ("kind", "source", "place", "stance", "asserted_by", "credibility", "caveat")
        tests = [_has(name, value) for name in same if (value := getattr(wanted, name)) is not None]
        if (actor := wanted.actor) is not None:
            tests.append(lambda one: actor in (*one.claim.actors, *one.claim.recipients))
        if (record := wanted.record) is not None:
            tests.append(lambda one: _supports(one.claim, record))
        if (reviewed := wanted.reviewed) is not None:
            tests.append(lambda one: _is_reviewed(one.standing, reviewed))
        if wanted.known_by is not None:
            tests.append(lambda one: one.known.by(wanted.known_by))
        if wanted.start is not None or wanted.end is not None:
            tests.append(lambda one: _touches(one.when, wanted.start, wanted.end))
        if words := (wanted.text or "").casefold().split():
            tests.append(lambda one: all(word in self._words[one.claim.id] for word in words))
        return tests

    def facets(self, labels: Labels) -> dict[str, list[tuple[str, str, int]]]:
        """Return what each filter can ask for: (value, label, number of claims), the most frequent first."""
        shown = [one.claim for one in self.all if one.standing != "proposed"]
        count: dict[str, Counter[str]] = {
            "kind": Counter(claim.kind for claim in shown),
            "source": Counter(claim.source for claim in shown),
            "actor": Counter(name for claim in shown for name in {*claim.actors, *claim.recipients}),
            "place": Counter(claim.place for claim in shown if claim.place),
            "stance": Counter(claim.stance for claim in shown),
            "asserted_by": Counter(claim.asserted_by for claim in shown),
            "credibility": Counter(str(claim.credibility) for claim in shown if claim.credibility),
            "caveat": Counter(claim.caveat for claim in shown if claim.caveat),
        }
        named = {name: _facet_label(name, labels, self.record.sources) for name in count}
        return {
            name: [(value, named[name](value), n) for value, n in sorted(found.items(), key=lambda item: (-item[1],
                                                                                                          item[0]))]
            for name, found in count.items()
        }  # fmt: skip


def _has(name: str, value: object) -> Callable[[Evidence], bool]:
    """Return the test whether a field of a claim has a value."""
    return lambda one: bool(getattr(one.claim, name) == value)


def _facet_label(name: str, labels: Labels, sources: Mapping[str, Source]) -> Callable[[str], str]:
    if name == "source":
        return lambda value: f"{value}: {sources[value].title}" if value in sources else value
    if name == "credibility":
        return lambda value: f"{value}, {CREDIBILITY[int(value)]}"
    if name == "caveat":
        return lambda value: next(words for caveat, words in CAVEATS.items() if caveat == value)
    if name == "asserted_by":
        return lambda value: "the source's author" if value == "author" else labels[value]
    return lambda value: labels[value]


def standing_of(state: Reviewed) -> Standing:
    """Return how a claim's reviews leave it."""
    if state.decision is None:
        return "unreviewed"
    if not state.accepted:
        return "proposed" if state.decision.why == PROPOSED else "rejected"
    return "edited" if state.edited else "accepted"


def _is_reviewed(standing: Standing, wanted: str) -> bool:
    if wanted == "reviewed":
        return standing in ("accepted", "edited", "rejected")
    return standing == wanted


def _supports(claim: Claim, key: str) -> bool:
    """Return whether a claim backs a record; a value of a series (`series:deaths/AZE-ARM`) is backed by its file."""
    return any(one == key or key.startswith(f"{one}/") or one.startswith(f"{key}/") for one in claim.supports)


def _touches(when: When | None, start: date | None, end: date | None) -> bool:
    if when is None:
        return False
    late = end is None or when.earliest is None or when.earliest <= end
    return late and (start is None or when.latest is None or when.latest >= start)


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """One page of many: `number` from 1 to `pages`, and which of `total` claims it holds."""

    rows: tuple[Evidence, ...]
    number: int
    pages: int
    total: int
    first: int


def page_of(found: Sequence[Evidence], number: int, size: int = PAGE) -> ClaimsPage:
    """Return one page of some claims; a number past the end means the last page."""
    pages = max(1, -(-len(found) // size))
    at = min(max(number, 1), pages)
    return ClaimsPage(tuple(found[(at - 1) * size : at * size]), at, pages, len(found), (at - 1) * size + 1)


def evidence_row(one: Evidence, labels: Labels) -> dict[str, Any]:
    """Return a claim as plain data, with the words that a page shows."""
    claim, source = one.claim, one.source
    return {
        **claim.model_dump(mode="json"),
        "when": when_words(one.when) if one.when else None,
        "actors_words": [labels[name] for name in claim.actors],
        "recipients_words": [labels[name] for name in claim.recipients],
        "place_words": labels[claim.place] if claim.place else None,
        "asserted_by_words": "the source's author" if claim.asserted_by == "author" else labels[claim.asserted_by],
        "credibility_words": CREDIBILITY[claim.credibility] if claim.credibility else None,
        "caveat_words": CAVEATS[claim.caveat] if claim.caveat else None,
        "standing": one.standing,
        "why": one.why,
        "edited": sorted(name for name, value in claim if getattr(one.original, name) != value),
        "known": one.known.day.isoformat() if one.known.day else None,
        "known_basis": one.known.basis,
        "known_basis_words": BASES[one.known.basis],
        "source_title": source.title if source else None,
        "reliability": source.reliability if source else None,
        "reliability_words": RELIABILITY[source.reliability] if source else None,
    }


def passage_row(documents: Documents, one: Evidence) -> dict[str, Any]:
    """Return the passage of a claim as it is read, lines joined and hyphens undone; without one, `lack` says why."""
    found = documents.passage(one.claim)
    if isinstance(found, Passage):
        before, text, after = (clean(part).text for part in (found.before, found.text, found.after))
        return {"before": before, "text": text, "after": after, "file": found.file, "lack": None}
    return {"before": "", "text": "", "after": "", "file": None, "lack": LACKS[found]}


def claim_table(found: Iterable[Evidence], labels: Labels) -> Table:
    """Return one row a claim: the table twin of the list."""
    rows = [evidence_row(one, labels) for one in found]
    columns = [("id", "Claim"), ("kind", "Kind"), ("when", "About"), ("gloss", "What it says")]
    more = [("source", "Source"), ("locator", "Place"), ("asserted_by_words", "Asserted by"), ("stance", "Stance")]
    last = [("credibility", "Credibility"), ("standing", "Review"), ("known", "Known")]
    return Table.of([*columns, *more, *last], rows)


@dataclass(frozen=True)
class DisputeSide:
    """One side of a dispute: its value, the rank the case gives it, and the claims behind it."""

    value: str
    rank: str
    record: str | None
    claims: tuple[Evidence, ...]


@dataclass(frozen=True)
class DisputeView:
    """What sources dispute, its sides beside one another."""

    about: str
    kind: str
    what: str
    title: str
    sides: tuple[DisputeSide, ...]


def dispute_views(shelf: EvidenceShelf, labels: Labels, day: date | None = None, known_by: date | None = None
                  ) -> tuple[DisputeView, ...]:  # fmt: skip
    """Return what sources dispute as it can be had on a day (`None`: all of it), as known by a day."""
    told = DisputeWords(shelf.record, labels, known_by)
    return tuple(_dispute(one, shelf, told) for one in shelf.record.disputes(day, known_by))


def contradiction_views(shelf: EvidenceShelf, known_by: date | None = None) -> tuple[DisputeView, ...]:
    """Return the claims that contradict one another though no record holds them together, and those that do not fit
    the record, a claim a side."""
    return tuple(
        DisputeView(
            "claims", one.kind, one.kind, one.title,
            tuple(
                DisputeSide(date_words(said.value), "normal", None, tuple(filter(None, [shelf.by_id.get(said.claim)])))
                for said in one.told
            ),
        )
        for one in shelf.record.disagreements(known_by)
    )  # fmt: skip


def _dispute(found: Dispute, shelf: EvidenceShelf, told: DisputeWords) -> DisputeView:
    sides = tuple(
        DisputeSide(
            told.side(side.value, side.record), side.rank, side.record,
            tuple(shelf.by_id[name] for name in side.claims if name in shelf.by_id),
        )
        for side in found.variants
    )  # fmt: skip
    return DisputeView(found.about, found.kind, found.what, told.title(found.about, found.title), sides)


def without(wanted: ClaimFilter, name: str) -> ClaimFilter:
    """Return a filter that no longer asks for one field."""
    return replace(wanted, **{name: None})
