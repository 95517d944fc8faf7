"""The analyst's own frame around a brief: a title, a question, a reader, a judgement of theirs, told as theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from interbellum.brief.document import Brief
from interbellum.brief.notes import Footnotes
from interbellum.brief.sentence import Paragraph, Section, Sentence
from interbellum.errors import UsageError, Where
from interbellum.record.known import KnownRules
from interbellum.views.labels import day_words
from interbellum.views.words import mixes_confidence

ANALYST = "analyst"
"""The key of the note that says whose judgement it is."""
LONGEST = 4000
"""The longest judgement, in characters."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=\S)")


@dataclass(frozen=True)
class Framing:
    """What an analyst puts around a brief; an empty field changes nothing. `day` is when it was written."""

    title: str = ""
    question: str = ""
    audience: str = ""
    judgement: str = ""
    author: str = ""
    day: date | None = None

    def __post_init__(self) -> None:
        if len(self.judgement) > LONGEST:
            raise UsageError(f"the judgement has over {LONGEST:,} characters", where=Where("judgement"), hint="cut it")
        if self.judgement.strip() and not self.author.strip():
            hint = "a judgement in a brief says whose it is"
            raise UsageError("nobody is named as author", where=Where("author"), hint=hint)
        for sentence in _SENTENCES.split(self.judgement):
            if mixes_confidence(sentence):
                raise UsageError(
                    f"a sentence speaks of likelihood and of confidence at once: {sentence[:80]!r}",
                    where=Where("judgement"),
                    hint="ICD 203 keeps them apart: make two sentences of it",
                )

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return not any(part.strip() for part in (self.title, self.question, self.audience, self.judgement))


def framed(made: Brief, framing: Framing) -> Brief:
    """Return a brief in an analyst's frame. What the analyst adds stands first, under their name, with a note."""
    if framing.empty:
        return made
    section = _section(framing)
    sections = (*((section,) if section else ()), *made.sections)
    head, material = made.headline, made.material
    opening = Section("headline", "", (Paragraph((*head.reasons, head.outlook, *head.points)),))
    notes = Footnotes(
        (opening, *sections),
        material.claims,
        material.record.sources,
        material.labels,
        {**material.computed(), ANALYST: _note(framing)},
        KnownRules(material.record.sources, material.case.meta.public_event_lag),
    )
    return replace(
        made,
        title=_plain(framing.title) or made.title,
        question=_plain(framing.question) or made.question,
        as_of=f"For {_plain(framing.audience)}. {made.as_of}" if _plain(framing.audience) else made.as_of,
        sections=sections,
        footnotes=notes,
    )


def _section(framing: Framing) -> Section | None:
    """Return the judgement as a section of its own, a paragraph where the analyst begins one."""
    parts = [_plain(part) for part in re.split(r"\n\s*\n", framing.judgement) if part.strip()]
    if not parts:
        return None
    said = tuple(
        Paragraph(tuple(Sentence(sentence, notes=(ANALYST,)) for sentence in _SENTENCES.split(part))) for part in parts
    )
    return Section("analyst", f"Judgement added by {_plain(framing.author)}", said)


def _note(framing: Framing) -> str:
    when = f" on {day_words(framing.day)}" if framing.day else ""
    return (
        f"Written by {_plain(framing.author) or 'the analyst'}{when}: the analyst's own judgement, "
        "which the program has neither computed nor checked."
    )


def _plain(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
