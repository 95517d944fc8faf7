"""Units that join nothing or promise themselves something, and ground in the hands of no party to its quarrel."""

from __future__ import annotations

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, error, warning

FILE = "model.yaml"


def units(case: Case) -> Founds:
    """Yield commitments of an actor to itself, corridors with less than two ends, and strangers who hold a zone."""
    for i, commitment in enumerate(case.model.units.commitments):
        if commitment.patron == commitment.client:
            what = f"{commitment.id} is a commitment of {commitment.patron} to itself"
            hint = "name two actors, as patron and client"
            yield error("self-commitment", FILE, ("units", "commitments", i, "patron"), what, hint)
    for i, corridor in enumerate(case.model.units.corridors):
        again = next((end for end in corridor.joins if corridor.joins.count(end) > 1), None)
        if again is not None or len(corridor.joins) == 1:
            what = f"{corridor.id} joins {f'{again} to itself' if again else f'only {corridor.joins[0]}'}"
            hint = "name the different zones, communities or actors at its ends"
            yield error("ends", FILE, ("units", "corridors", i, "joins"), what, hint)
    yield from _strangers(case)


def _strangers(case: Case) -> Founds:
    """Yield statuses by which neither a party to a zone's rivalry nor a patron of one holds the zone."""
    parties = {one.id: {actor for side in one.sides for actor in side} for one in case.model.units.rivalries}
    rivalry_of = {zone.id: zone.rivalry for zone in case.model.units.zones}
    for i, status in enumerate(case.status):
        rivalry = rivalry_of.get(status.subject)
        if status.attribute != "control" or status.rank == "deprecated" or rivalry not in parties:
            continue
        patrons = {one.patron for one in case.model.units.commitments if one.client in parties[rivalry]}
        if status.value not in parties[rivalry] | patrons:
            what = f"{status.value} holds {status.subject} and is neither a party to {rivalry} nor a patron of one"
            hint = f"the parties are {', '.join(sorted(parties[rivalry]))}; correct the value, or add it to a side"
            yield warning("stranger", "status.csv", (i, "value"), what, hint)
