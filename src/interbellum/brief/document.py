"""The brief as a value: its headline, its sections, its notes; rendered to one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from interbellum.brief.forms import form_named, form_of
from interbellum.brief.forms.links import checked_pattern
from interbellum.brief.material import RUN, Material, PosteriorLike, gather
from interbellum.brief.notes import Footnotes
from interbellum.brief.sections.assumptions import assumptions
from interbellum.brief.sections.changes import changes
from interbellum.brief.sections.disputes import disputes
from interbellum.brief.sections.drivers import drivers
from interbellum.brief.sections.figures import figures
from interbellum.brief.sections.headline import Headline, headline
from interbellum.brief.sections.judgements import judgements
from interbellum.brief.sections.news import fresh_disputes, learned, left_out
from interbellum.brief.sections.outlook import outlook
from interbellum.brief.sections.readings import readings
from interbellum.brief.sections.scores import scores
from interbellum.brief.sections.standing import standing
from interbellum.brief.sections.what_ifs import what_ifs
from interbellum.brief.sentence import Paragraph, Section, Sentence, sentences_of
from interbellum.case.case import Case
from interbellum.record.known import KnownRules
from interbellum.scoring import Scorecard
from interbellum.views.futures import EnsembleLike
from interbellum.views.labels import day_words
from interbellum.views.view import write_whole

ORDER: tuple[Callable[[Material], Section | None], ...] = (
    standing,
    changes,
    figures,
    readings,
    outlook,
    what_ifs,
    drivers,
    disputes,
    scores,
    assumptions,
)
"""The sections after the headline, in order."""
UPDATE: tuple[Callable[[Material], Section | None], ...] = (changes, judgements, learned, fresh_disputes, left_out)
"""The sections of an update, in order; those that have nothing new are left out."""


@dataclass(frozen=True)
class Brief:
    """A cited brief. `sections` follow the headline; `footnotes` number the claims as the text refers to them."""

    title: str
    question: str
    kicker: str
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

    @cached_property
    def drawings(self) -> Mapping[str, str]:
        """The charts by name as SVG for a printed page, drawn once for all forms."""
        from interbellum.brief.forms.charts import drawn

        return drawn(self)

    def html(self, evidence_url: str | None = None) -> str:
        """Return the brief as one page that needs nothing from elsewhere."""
        return self.render("html", evidence_url).decode("utf-8")

    def render(self, form: str = "html", evidence_url: str | None = None) -> bytes:
        """Return the brief in a form: `html`, `pdf`, `md` or `docx` (`formats()` lists them with their media types).

        `evidence_url` is a pattern such as `/evidence?claim={claim}`: each claim's note then links to its passage.
        Raises `UsageError` for an unknown form, and for a pattern that is neither a path nor http(s).
        """
        return form_named(form).write(self, checked_pattern(evidence_url))

    def to_dict(self, evidence_url: str | None = None) -> dict[str, Any]:
        """Return what the brief says as plain data, ready for JSON."""
        from interbellum.brief.plain import as_data

        return as_data(self, checked_pattern(evidence_url))

    def save(self, path: str | Path, evidence_url: str | None = None) -> Path:
        """Write the brief as its suffix says (.html, .pdf, .md, .docx), atomically, and return where it lies.

        Raises `UsageError` for other suffixes, and where the file cannot be written.
        """
        target = Path(path)
        write_whole(target, self.render(form_of(target).name, evidence_url))
        return target

    def _repr_html_(self) -> str:
        from interbellum.brief.forms.html import framed

        return framed(self.html())


def brief(
    case: Case,
    baseline: EnsembleLike,
    card: Scorecard | None = None,
    what_ifs: Sequence[EnsembleLike] = (),
    posterior: PosteriorLike | None = None,
    on: str | date | None = None,
    since: str | date | None = None,
    earlier: EnsembleLike | None = None,
) -> Brief:
    """Return the brief of a case on the day that `baseline` starts (or `on`), looking back to `since`.

    With `earlier`, a run that starts on an earlier day, it is an update brief: what changed since that day and why it
    matters, and which of the earlier chances moved; what has not changed is left out.

    `what_ifs` are ensembles run with the baseline's luck; scenarios that stand beside the baseline in its own ensemble
    count too. The record is read as known by the baseline's known-by day. Without a scorecard or a posterior the brief
    says that it has none.
    """
    material = gather(case, baseline, card, what_ifs, posterior, on, since, earlier)
    first = headline(material)
    made = (make(material) for make in (ORDER if earlier is None else UPDATE))
    sections = tuple(section for section in made if section is not None)
    notes = Footnotes(
        (_opening(first), *sections),
        material.claims,
        material.record.sources,
        material.labels,
        material.computed(),
        KnownRules(material.record.sources, case.meta.public_event_lag),
    )
    known = f"as known by {day_words(material.known_by)}" if material.known_by else "with all that is known now"
    facts: dict[str, Any] = material.run_facts
    return Brief(
        title=case.meta.title,
        question=case.meta.question,
        kicker="Brief" if earlier is None else "Update brief",
        as_of=f"As of {day_words(material.on)}, {known}; changes since {day_words(material.since)}",
        headline=first,
        sections=sections,
        footnotes=notes,
        provenance=(
            f"Case {case.id}, hash {case.hash[:16]}{_made_of(material)}; posterior {str(facts.get('posterior'))[:16]}; "
            f"seed {facts.get('seed')}; {facts['members']:,} members; version {facts.get('version')}; "
            f"licence {case.meta.licence}."
        ),
        material=material,
    )


def _made_of(material: Material) -> str:
    """Return the hash of the state of the case that the futures were run on, where it is another."""
    found = str(material.baseline.provenance.get("case_hash"))
    return f", its futures of hash {found[:16]}" if RUN in material.outdated else ""


def _opening(first: Headline) -> Section:
    return Section("headline", "", (Paragraph((*first.reasons, first.outlook, *first.points)),))
