"""What is assumed: judged inputs with their range and basis, and parameters that the record did not inform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interbellum.brief.material import EARLIER, FIT, RECORD, RUN, SPAN, Material
from interbellum.brief.sentence import Block, Folded, Items, Paragraph, Plain, Section, Sentence
from interbellum.brief.wording import capital, in_words
from interbellum.case.model import Judged
from interbellum.record import WAR_DEATHS
from interbellum.views.labels import counted, money
from interbellum.views.note import hindsight
from interbellum.views.table import Table
from interbellum.views.words import BANDS, rule_of_alerts, rule_of_direction

_GIVEN = "The outlook stands or falls with what the model was given."


def assumptions(material: Material) -> Section:
    """Return what the figures rest on beyond the sources."""
    judged = list(_judged(material))
    ranged = sum(row["range"] is not None for row in judged)
    rest = f"{ranged} of them with" if ranged < len(judged) else "each with"
    sampled = f", {rest} a range that the futures sample" if judged else ""
    said = Sentence(f"{_GIVEN} The model takes {counted(len(judged), 'input')} on judgement{sampled}.", notes=(RECORD,))
    columns = [("what", "Input"), ("value", "Value"), ("range", "90% range"), ("unit", "Unit"), ("source", "Leans on")]
    table = Plain(Sentence("Inputs taken on judgement", notes=(RECORD,)), Table.of(columns, judged))
    blocks: list[Block] = [Paragraph((*foreknown(material), said, *_uninformed(material)))]
    if judged:
        blocks.append(Folded("All judged inputs", (table,)))
    fitted = _parameters(material)
    if fitted is not None:
        blocks.append(Folded("All parameters of the model", (fitted,)))
    blocks.append(Folded("Method and words of likelihood", (_method(material),)))
    places = _places(material)
    if places is not None:
        blocks.append(Folded("Places by all their names", (places,)))
    return Section("assumptions", "Assumptions", tuple(blocks))


def foreknown(material: Material) -> Iterator[Sentence]:
    """Yield that the parameters of a run have seen more than it is asked to know, where they have."""
    for note, run in ((RUN, material.baseline), (EARLIER, material.earlier)):
        if run is not None and (warning := hindsight(run.provenance)):
            which = "The outlook is" if note == RUN else "The earlier outlook is"
            yield Sentence(f"{which} n{warning[1:]}", notes=(note,))


def _places(material: Material) -> Plain | None:
    """Return the case's places with every name they go by, in the order of the case; a brief prefers none."""
    rows = []
    for place in material.case.places:
        others = dict.fromkeys([*(name.name for name in place.names[1:]), *place.aliases])
        if others:
            rows.append({"place": place.label, "names": "; ".join(others)})
    if not rows:
        return None
    caption = Sentence("Places by all their names; which stands first follows the case, not a side", notes=(RECORD,))
    return Plain(caption, Table.of([("place", "As written here"), ("names", "Also")], rows))


def _judged(material: Material) -> Iterator[dict[str, Any]]:
    units, labels = material.case.model.units, material.labels
    for row in material.case.model.initial:
        if row.basis == "judgement":
            yield _row(capital(f"{row.field.replace('_', ' ')} of {labels[row.unit_id]} at the start"), row)
    for commitment in units.commitments:
        if commitment.weight.basis == "judgement":
            yield _row(f"Weight of {labels[commitment.id]}", commitment.weight)
    for parameter in material.case.model.parameters:
        if parameter.basis == "judgement" and parameter.value is not None:
            yield {
                "what": parameter.name,
                "value": money(parameter.value),
                "range": _range(parameter.low, parameter.high),
                "unit": parameter.unit,
                "source": parameter.source,
            }


def _row(what: str, judged: Judged) -> dict[str, Any]:
    return {
        "what": what,
        "value": money(judged.value),
        "range": _range(judged.low, judged.high),
        "unit": judged.unit,
        "source": judged.source,
    }


def _range(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{money(low)}–{money(high)}"


def _uninformed(material: Material) -> Iterator[Sentence]:
    if material.posterior is None:
        yield Sentence("No posterior was given, so the parameters are not listed here.", notes=(RUN,))
        return
    rows = [row for row in material.posterior.summary() if row.get("contraction") is not None]
    silent = [str(row["name"]) for row in rows if not row["informed"]]
    if silent:
        yield Sentence(
            f"The record did not inform {len(silent)} of {counted(len(rows), 'fitted parameter')}, which stay at their "
            f"priors; the table of parameters marks them.",
            notes=(FIT,),
        )
    elif rows:
        yield Sentence(f"The record informed all {counted(len(rows), 'fitted parameter')}.", notes=(FIT,))


def _parameters(material: Material) -> Plain | None:
    if material.posterior is None:
        return None
    rows = [
        {
            "name": row["name"],
            "value": f"{row['q50']:.3g}",
            "range": f"{row['q05']:.3g} to {row['q95']:.3g}",
            "unit": row["unit"],
            "basis": row["basis"],
            "informed": None if row.get("contraction") is None else bool(row["informed"]),
            "source": row["source"],
        }
        for row in material.posterior.summary()
    ]
    columns = [("name", "Parameter"), ("value", "Median"), ("range", "90% range"), ("unit", "Unit"), ("basis", "Basis")]
    more = [("informed", "Informed by the record"), ("source", "Source")]
    return Plain(Sentence("Parameters of the model", notes=(FIT,)), Table.of([*columns, *more], rows))


def _method(material: Material) -> Items:
    step, deaths = material.step, WAR_DEATHS[material.case.meta.step]
    bands = "; ".join(f"{band.word} {band.printed}" for band in BANDS)
    war = f"A {step} is at war rate from {deaths} deaths on, a thousand a year"
    lines = {
        "Direction": rule_of_direction(f"{in_words(SPAN)} {step}s", SPAN * deaths, step),
        "Alerts": rule_of_alerts(step),
        "Likelihood": f"Words of likelihood follow ICD 203: {bands}.",
        "Phases": f"{war}; at clashes from one death on; in tension where nobody died but a hostile act was coded.",
        "Known": (
            "Claims count as known on the basis each is coded with; public acts "
            f"{counted(material.case.meta.public_event_lag, 'day')} after their day."
        ),
    }
    return Items(tuple((label, (Sentence(text, notes=(RECORD,)),)) for label, text in lines.items()))
