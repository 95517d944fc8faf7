"""The brief as a value: its headline, its sections, its notes; rendered to one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from interbellum.brief.material import Material, PosteriorLike, gather, since_words
from interbellum.brief.notes import Footnotes
from interbellum.brief.sections.assumptions import assumptions
from interbellum.brief.sections.changes import changes
from interbellum.brief.sections.disputes import disputes
from interbellum.brief.sections.drivers import drivers
from interbellum.brief.sections.figures import figures
from interbellum.brief.sections.headline import Headline, headline
from interbellum.brief.sections.outlook import outlook
from interbellum.brief.sections.readings import readings
from interbellum.brief.sections.scores import scores
from interbellum.brief.sections.what_ifs import what_ifs
from interbellum.brief.sentence import Paragraph, Section, Sentence, sentences_of
from interbellum.case.case import Case
from interbellum.errors import UsageError
from interbellum.scoring import Scorecard
from interbellum.views.futures import EnsembleLike
from interbellum.views.labels import day_words
from interbellum.views.view import write_whole

ORDER = (changes, figures, readings, outlook, what_ifs, drivers, disputes, scores, assumptions)
"""The sections after the headline, in order."""


@dataclass(frozen=True)
class Brief:
    """A cited brief. `sections` follow the headline; `footnotes` number the claims as the text refers to them."""

    title: str
    question: str
    as_of: str
    headline: Headline
    sections: tuple[Section, ...]
    footnotes: Footnotes
    provenance: str
    material: Material = field(repr=False)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in reading order, each with the ids of its claims and the keys of its notes."""
        return tuple(
            sentence
            for section in (_opening(self.headline), *self.sections)
            for sentence in sentences_of(section.blocks)
        )

    def html(self) -> str:
        """Return the brief as one page that needs nothing from elsewhere."""
        from interbellum.brief.rendering import render

        return render(self)

    def save(self, path: str | Path) -> Path:
        """Write the brief to a `.html` file, atomically, and return where it lies. Raises `UsageError` for others."""
        target = Path(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise UsageError(f"a brief cannot be saved as {target.name!r}", hint="name a file that ends in .html")
        write_whole(target, self.html())
        return target

    def _repr_html_(self) -> str:
        from interbellum.brief.rendering import framed

        return framed(self.html())


def brief(
    case: Case,
    baseline: EnsembleLike,
    card: Scorecard | None = None,
    what_ifs: Sequence[EnsembleLike] = (),
    posterior: PosteriorLike | None = None,
    on: str | date | None = None,
    since: str | date | None = None,
) -> Brief:
    """Return the brief of a case on the day that `baseline` starts (or `on`), looking back to `since`.

    `what_ifs` are ensembles run with the baseline's luck; scenarios that stand beside the baseline in its own ensemble
    count too. The record is read as known by the baseline's known-by day. Without a scorecard or a posterior the brief
    says that it has none.
    """
    material = gather(case, baseline, card, what_ifs, posterior, on, since)
    first = headline(material)
    sections = tuple(make(material) for make in ORDER)
    notes = Footnotes(
        (_opening(first), *sections), material.claims, material.record.sources, material.labels, material.computed()
    )
    known = f"as known by {day_words(material.known_by)}" if material.known_by else "with all that is known now"
    facts: dict[str, Any] = material.run_facts
    return Brief(
        title=case.meta.title,
        question=case.meta.question,
        as_of=f"As of {day_words(material.on)}, {known}; changes {since_words(material)}",
        headline=first,
        sections=sections,
        footnotes=notes,
        provenance=(
            f"Case {case.id}, hash {case.hash[:16]}; posterior {str(facts.get('posterior'))[:16]}; "
            f"seed {facts.get('seed')}; {facts['members']:,} members; version {facts.get('version')}; "
            f"licence {case.meta.licence}."
        ),
        material=material,
    )


def _opening(first: Headline) -> Section:
    return Section("headline", "", (Paragraph((*first.reasons, first.outlook)),))
