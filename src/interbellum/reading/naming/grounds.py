"""Who holds which ground on a day, as the case has it: whose people are struck where only a place is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from interbellum.case.case import Case
from interbellum.case.grounds import units_of_places
from interbellum.dates import days_of

Hold = tuple[date, date, str]
"""The first and the last day on which somebody may have held a ground, and his id."""


@dataclass(frozen=True)
class Grounds:
    """Holds by the id of a zone, and the zone that a place is, or the larger place of which it is a part."""

    holds: Mapping[str, Sequence[Hold]] = field(default_factory=dict)
    part_of: Mapping[str, str] = field(default_factory=dict)

    def holder(self, place: str | None, when: str | None) -> str:
        """Return who alone held the ground of a place on the first day of a date in EDTF, or "" where that is not
        known: of one who takes it that day, the one from whom he takes it.
        """
        seen: set[str] = set()
        while place and place not in self.holds and place not in seen:
            seen.add(place)
            place = self.part_of.get(place)
        if not place or not when:
            return ""
        day = days_of(when)[0]
        held = [hold for hold in self.holds.get(place, ()) if hold[0] <= day <= hold[1]]
        before = [hold for hold in held if hold[0] < day] or held
        names = {hold[2] for hold in before}
        return names.pop() if len(names) == 1 else ""


def grounds_of(case: Case) -> Grounds:
    """Return who controls which zone when, as the case assesses it: claims and deprecated variants are left out."""
    holds: dict[str, list[Hold]] = {}
    for row in case.status:
        if row.attribute == "control" and row.standing != "claimed" and row.rank != "deprecated":
            hold = days_of(row.from_)[0], days_of(row.to)[1], row.value
            holds.setdefault(row.subject, []).append(hold)
    part_of = {place.id: place.part_of for place in case.places if place.part_of}
    same = {place: unit for place, unit in units_of_places(case).items() if place != unit}
    return Grounds(holds, part_of | same)
