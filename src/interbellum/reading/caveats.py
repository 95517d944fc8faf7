"""What a reader marks on a claim for whoever would lean on it: no source, nobody quoted, nobody named, a future told as
certain.

The document's own words decide, never what is known of the matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from interbellum.case.vocabulary import Caveat
from interbellum.reading.language.sentences import UNSOURCED, sentences
from interbellum.reading.proposal import Proposal

_MISSING = re.compile(rf"\s*(?:{UNSOURCED}|\[Citation:[^\]]*\])", re.IGNORECASE)
_PEOPLE = (
    r"(?:experts?|observers?|analysts?|commentators?|specialists?|sources?|insiders?|critics|historians|scholars|"
    r"(?:some|many|most)(?:\s+(?:people|observers|experts|analysts|in\s+the\s+region|locals|officials))?)"
)
_HOLD = (
    r"(?:say|says|said|believe|believes|believed|think|thinks|argue|argues|argued|hold|holds|held|claim|claims|claimed|"
    r"suspect|suspects|suspected|maintain|insist|suggest|reckon|estimate|fear|agree|speak\s+of|point\s+to)"
)
_UNNAMED = re.compile(
    rf"(?:^|(?<=[,;:—–]\s))(?:[\w’'-]+\s+){{0,2}}?{_PEOPLE}(?:\s+(?:close\s+to|in|familiar\s+with)\s+(?:[\w’'-]+\s+){{0,4}}?)?\s*"
    rf"(?:\s*,)?\s*(?:now\s+|also\s+|still\s+|have\s+(?:long\s+)?)?{_HOLD}\b"
    rf"|[,—–]\s*{_PEOPLE}\s+{_HOLD}\b(?=\s*[.,;]|$)"
    r"|\bit\s+(?:is|was)\s+(?:(?:widely|generally|often|commonly|also|now|long|universally|frequently)\s+)*"
    r"(?:believed|said|thought|reported|rumou?red|alleged|assumed|claimed|held|understood|accepted|suspected|whispered)(?=\s+that\b|\s*[,.;])"
    r"|\baccording\s+to\s+(?:(?:some|several|various|many|unnamed|anonymous|unconfirmed|certain|informed|other|most)\s+)+"
    r"(?:\w+\s+)?(?:estimates?|reports?|accounts?|sources?|observers|experts|analysts|versions|rumou?rs)\b"
    r"|\baccording\s+to\s+(?:experts|observers|analysts|sources|rumou?rs|insiders)\b"
    r"|\b(?:reportedly|allegedly|supposedly|purportedly|rumou?r\s+has\s+it|by\s+all\s+accounts)\b"
    r"|\b(?:is|are|was|were)\s+(?:widely\s+|generally\s+)?(?:said|rumou?red|reputed|believed|thought|reported)\s+to\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^“”]{12,}[”]|(?<![\w\"])\"[^\"]{12,}\"")
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|ask(?:s|ed)?|repl(?:y|ies|ied)|warn(?:s|ed)?|complain(?:s|ed)?|"
    r"explain(?:s|ed)?|recall(?:s|ed)?|remember(?:s|ed)?|conclude[sd]?|admit(?:s|ted)?|writes?|wrote|written|add(?:s|ed)|"
    r"note[sd]?|insist(?:s|ed)?|argue[sd]?|declare[sd]?|remark(?:s|ed)?|quip(?:s|ped)?|according|words?|quot(?:e|es|ed|ing)|"
    r"reads?|statement|speech|interview|shout(?:s|ed)?|chant(?:s|ed)?|slogans?|banners?|describe[sd]?|call(?:s|ed)?|"
    r"announce[sd]?|promise[sd]?|vow(?:s|ed)?|whisper(?:s|ed)?|murmur(?:s|ed)?|joke[sd]?|sigh(?:s|ed)?|answer(?:s|ed)?|"
    r"comment(?:s|ed)?|stat(?:es|ed|ing)|put\s+it|proverb|saying|motto|phrase|formula|title|headline|text|message|telegram|"
    r"letter|tweet(?:s|ed)?|post(?:s|ed)?|"
    r"expects|reckons|believes|thinks|fears|hopes|doubts)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:may|might|could|would|likely|unlikely|probabl[ey]|possibl[ey]|perhaps|expect(?:s|ed)?|plan(?:s|ned)?|hopes?|if|"
    r"unless|whether|scheduled|due|intends?|agreed|should|supposed|doubt|opinion|think|believe|fear|feel|suspect|question|how|who|whom|which|negotiated)\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:will|shall|is\s+going\s+to|are\s+going\s+to)\b(?!\s+(?:not\s+)?(?:depend|remain\s+to))", re.IGNORECASE
)


def unnamed(sentence: str, span: tuple[int, int]) -> bool:
    """Say whether a sentence lays what it tells at a span to people whom it does not name ("experts say", "it is
    believed"): there, or where the sentence begins or ends. Who speaks for a body with a name is somebody.
    """
    lower = sentence.lower()
    if not any(hint in lower for hint in _HINTS):
        return False
    for match in _UNNAMED.finditer(sentence):
        start, end = match.span()
        whole = not sentence[:start].strip(_MARKS) or not sentence[end:].strip(_MARKS)
        if _ACRONYM.search(match.group()) is None and (whole or (start < span[1] and span[0] < end)):
            return True
    return False


_HINTS = (
    "expert", "observer", "analyst", "commentator", "specialist", "source", "insider", "critic", "historian", "scholar",
    "some ", "many ", "most ", "it is ", "it was ", "according to", "edly", "rumo", "by all accounts", " said to",
    " reputed",
    " believed", " thought",
)  # fmt: skip
"""One of these is in whatever names nobody: a sentence without them is not looked at closely."""
_MARKS = " .,;:!?\"'“”‘’—–"
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")


def quotations_of_nobody(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of a paragraph's quotations, whole sentences long, of which nothing near them says who spoke."""
    if '"' not in paragraph and "“" not in paragraph:
        return
    spans = list(sentences(paragraph))
    for match in _QUOTED.finditer(paragraph):
        inside = match.group()[1:-1].rstrip()
        if inside[-1:] not in ".!?…" or not inside[0].isupper() or len(inside.split()) < _WORDS:
            continue
        if not _SAYING.search(_around(paragraph, match.span(), spans)) and not paragraph[
            : match.start()
        ].rstrip().endswith(":"):
            yield match.span()


_WORDS = 4
"""Words from which on a quotation is a saying and no name or term."""


def _around(paragraph: str, span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> str:
    """Return the sentences that a quotation stands in, the one before and the one after, without what is quoted."""
    touched = [n for n, (start, end) in enumerate(spans) if start < span[1] and span[0] < end]
    first, last = spans[max(touched[0] - 1, 0)][0], spans[min(touched[-1] + 1, len(spans) - 1)][1]
    return _QUOTED.sub(" ", paragraph[first : span[0]] + " " + paragraph[span[1] : last])


def caveat_of(
    claim: Proposal, paragraph: str, sentence: tuple[int, int], quoted: Sequence[tuple[int, int]]
) -> Caveat | None:
    """Return what to know before leaning on a claim, whose span is in its sentence, or nothing.

    `quoted` are the quotations of nobody in its paragraph.
    """
    start, end = sentence
    text = paragraph[start:end]
    at = start + claim.span[0]
    if any(first <= at < last for first, last in quoted):
        return "unattributed"
    if _MISSING.match(paragraph, end) or _MISSING.search(text):
        return "unsourced"
    if claim.asserted_by in ("author", *_HOLDERS) and unnamed(text, claim.span):
        return "unnamed"
    certain = claim.kind in ("expectation", "event") and claim.future and claim.asserted_by == "author"
    if certain and _WILL.search(claim.quote) and not (_HEDGED.search(text) or _SAYING.search(text)):
        return "foretold"
    return None


def caveat_notes(claims: Iterable[Proposal], unspoken: Sequence[str]) -> Iterator[str]:
    """Yield the lines that tell of a document's claims with a caveat, and of what `unspoken` nobody named says."""
    count = Counter(claim.caveat for claim in claims if claim.caveat in _SAID)
    if count:
        told = ", ".join(f"{number} {_SAID[caveat]}" for caveat, number in sorted(count.items()) if caveat)
        yield f"claims to lean on with care: {told}"
    if unspoken:
        shown = "; ".join(" ".join(text.split()) for text in unspoken[:_SHOWN])
        yield f"nobody is named who says: {shown}{'; …' if len(unspoken) > _SHOWN else ''}"


_SHOWN = 3
_SAID: Mapping[Caveat | None, str] = {
    "unsourced": "marked as without a source", "unattributed": "in quotations of nobody",
    "unnamed": "laid to nobody named", "foretold": "of the future told as certain",
}  # fmt: skip
_HOLDERS = ("ANALYSTS", "MEDIA", "REGIONAL_ACTORS", "SOURCES")
