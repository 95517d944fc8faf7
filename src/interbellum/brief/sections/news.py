"""What an update adds: what became known, which tests fell due, what sources dispute anew."""

from __future__ import annotations

from collections.abc import Iterator

from interbellum.brief.material import RECORD, RUN, Material
from interbellum.brief.sections.assumptions import foreknown
from interbellum.brief.sections.disputes import sheet
from interbellum.brief.sections.readings import weighed
from interbellum.brief.sections.signals import backed
from interbellum.brief.sentence import Block, Items, Paragraph, Section, Sentence
from interbellum.brief.wording import count_words, ended
from interbellum.dates import parse_edtf
from interbellum.scoring.questions import resolve
from interbellum.scoring.recorded import RecordAnswers
from interbellum.views.labels import day_words


def learned(material: Material) -> Section | None:
    """Return the readings on which something became known since, or `None` where nothing did."""
    blocks: list[Block] = []
    items = []
    for view in material.case.perspectives:
        pro, contra = (material.learned(ids) for ids in (view.claims_for, view.claims_against))
        if pro or contra:
            said = [Sentence(f"Newly known: {weighed(material, pro, contra)}", (*pro, *contra), (RECORD,))]
            said += [Sentence(ended(material.claims[name].gloss), (name,)) for name in (*pro[:2], *contra[:2])]
            items.append((view.title, tuple(said)))
    if items:
        blocks.append(Items(tuple(sorted(items, key=lambda item: -len(item[1][0].claims))[:6])))
    tests = tuple(_tests(material))
    if tests:
        blocks.append(Paragraph((Sentence("Tests that fell due in the period:", notes=(RECORD,)),)))
        blocks.append(Items(tests))
    return Section("learned", "What we learned", tuple(blocks)) if blocks else None


def _tests(material: Material) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Yield the questions whose end came in the period, each with its answer."""
    record = RecordAnswers(material.record, known_by=material.known_by, last_day=material.on)
    for question in material.case.questions:
        end = parse_edtf(question.end).latest
        if end is None or not material.since < end <= material.on:
            continue
        answer = resolve(question, record, asof=material.on)
        claims = material.cited(
            claim.id
            for key in answer.evidence
            if ":" in key
            for claim in material.record.claims_behind(key, material.known_by)
        )
        verdict = {"yes": "Yes.", "no": "No.", "open": "Still open."}[answer.verdict]
        yield f"By {day_words(end)}", (backed(f"{ended(question.title)} {verdict}", claims),)


def fresh_disputes(material: Material) -> Section | None:
    """Return the disputes that came up since, or `None` where there are none."""
    old = {one.about for one in material.record.disputes(material.since, material.earlier_known_by)}
    found = [one for one in material.record.disputes(material.on, material.known_by) if one.about not in old]
    if not found:
        return None
    text = f"Sources have come to differ on {count_words(len(found), 'more point')}."
    return Section(
        "disputes",
        "What the sources newly dispute",
        (Paragraph((Sentence(text, notes=(RECORD,)),)), sheet(material, "Disputes that are new", found)),
    )


def left_out(material: Material) -> Section:
    """Return what an update leaves out, and how far its figures are to be trusted."""
    text = (
        f"What has not changed since {day_words(material.since)} is left out here: the standing figures, the readings "
        "without new evidence, the earlier disputes, the record of scores, the assumptions."
    )
    said = (Sentence(text, notes=(RUN,)), *foreknown(material))
    return Section("rest", "What is left out", (Paragraph(said),))
