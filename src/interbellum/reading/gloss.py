"""A gloss for a proposed claim in the program's own plain words: never the document's sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interbellum.reading.proposal import Proposal

_EVENTS = {
    "AGREE": "agreed with",
    "CONSULT": "met or talked with",
    "SUPPORT": "spoke up for",
    "CONCEDE": "gave way to",
    "COOPERATE": "worked together with",
    "AID": "helped",
    "RETREAT": "eased off towards",
    "REQUEST": "asked something of",
    "ACCUSE": "criticised or accused",
    "REJECT": "turned down",
    "THREATEN": "threatened",
    "PROTEST": "protested against",
    "SANCTION": "took sanctions against",
    "MOBILIZE": "mobilised against",
    "COERCE": "coerced",
    "ASSAULT": "used force against",
}
_KINDS = {
    "tie": "a lasting relation of {a} to {b}",
    "status": "a state of things concerning {a} and {b}",
    "observation": "a figure for {a}",
    "position": "a position of {a} towards {b}",
    "allegation": "a reproach or claim about {a} and {b}",
    "expectation": "something expected of {a} towards {b}",
    "interpretation": "a reading of {a} and {b}",
}


def gloss(claim: Proposal, labels: Mapping[str, str]) -> str:
    """Return one short sentence: who, what, to whom, where, when, according to whom."""
    actors, recipients = _names(claim.actors, labels), _names(claim.recipients, labels)
    if claim.kind == "event" and claim.event_type:
        verb = _EVENTS[claim.event_type]
        core = f"{actors or 'Someone'} {'did not do this: ' if claim.negated else ''}{verb} {recipients or 'someone'}"
    else:
        core = _KINDS[claim.kind].format(a=actors or "parties not named", b=recipients or "others").capitalize()
        core = core[0] + _KINDS[claim.kind].format(a=actors or "parties not named", b=recipients or "others")[1:]
    parts = [core if claim.quantity is None else f"{core}{_amount(claim)}"]
    if claim.place:
        parts.append(f"at {labels.get(claim.place, claim.place)}")
    if claim.date:
        parts.append(f"({claim.date})")
    if claim.asserted_by != "author":
        parts.append(f"— {claim.stance} {labels.get(claim.asserted_by, claim.asserted_by)}")
    return " ".join(parts) + "."


def _names(ids: Sequence[str], labels: Mapping[str, str]) -> str:
    return " and ".join(labels.get(name, name) for name in ids)


def _amount(claim: Proposal) -> str:
    quantity = claim.quantity
    assert quantity is not None
    value = f"{quantity.value:g}" if quantity.value is not None else f"{quantity.low:g} to {quantity.high:g}"
    return f": {'about ' if quantity.approx else ''}{value} {quantity.unit}"
