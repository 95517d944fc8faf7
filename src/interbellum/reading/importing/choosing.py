"""Which records of a dataset concern the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from interbellum.case.case import Case
from interbellum.errors import UsageError
from interbellum.sources.tables import listed, texts


@dataclass(frozen=True)
class Choice:
    """What to take from a dataset. By default, the records of parties on opposite sides of a rivalry of the case.

    `conflicts` and `countries` are ids or names as the dataset has them, `actors` ids of the case, `bbox` is west,
    south, east, north in degrees; `first` and `last` bound the days. `linked` takes the records whose parties are all
    actors of the case, `everything` all records.
    """

    conflicts: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    bbox: tuple[float, float, float, float] | None = None
    linked: bool = False
    everything: bool = False

    @property
    def concerns(self) -> bool:
        """Whether it says by itself which records concern the case, whoever their parties are."""
        return bool(self.conflicts or self.countries or self.actors or self.bbox or self.linked or self.everything)

    def words(self) -> str:
        """Return the choice in words, for the note of the source."""
        parts = [
            f"{name} {', '.join(values)}"
            for name, values in (("conflict", self.conflicts), ("country", self.countries), ("actor", self.actors))
            if values
        ]
        if self.first or self.last:
            parts.append(f"days {self.first or '..'} to {self.last or '..'}")
        if self.bbox:
            parts.append("bounding box " + ", ".join(f"{edge:g}" for edge in self.bbox))
        if self.everything:
            parts.append("all records")
        elif self.linked:
            parts.append("records whose parties are all actors of the case")
        elif not self.concerns:
            parts.append("records of parties on opposite sides of a rivalry of the case")
        return "; ".join(parts)


def box_of(text: str) -> tuple[float, float, float, float]:
    """Return a bounding box written as `west,south,east,north`. Raises `UsageError`."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"{text!r} is no bounding box", hint="write west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise UsageError(f"the box {text!r} is empty or off the globe", hint="write west,south,east,north in degrees")
    return west, south, east, north


def rivals(case: Case) -> tuple[str, ...]:
    """Return the pairs of actors on opposite sides of a rivalry, as `A>B` in both directions."""
    found = []
    for rivalry in case.model.units.rivalries:
        one, other = rivalry.sides
        found += [pair for a in one for b in other for pair in (f"{a}>{b}", f"{b}>{a}")]
    return tuple(dict.fromkeys(found))


def condition(choice: Choice, pairs: Sequence[str] = ()) -> str:
    """Return the SQL condition of a choice over the view of events joined with their links.

    `pairs` are the rivals of the case. `a_actor` and `b_actor` are the linked actors, `a_nobody` and `b_nobody` say
    that there is nobody to link.
    """
    parts: list[str] = []
    for column, wanted in (("conflict_ids", choice.conflicts), ("country_ids", choice.countries)):
        if wanted:
            names = texts(alias for one in wanted for alias in _aliases(column, one))
            parts.append(f"list_has_any(string_split(lower({column}), '|'), {names})")
    if choice.actors:
        parts.append(f"(a_actor IN ({listed(choice.actors)}) OR b_actor IN ({listed(choice.actors)}))")
    if choice.first:
        parts.append(f"last >= DATE '{choice.first}'")
    if choice.last:
        parts.append(f"first <= DATE '{choice.last}'")
    if choice.bbox:
        west, south, east, north = choice.bbox
        parts.append(f"longitude BETWEEN {west!r} AND {east!r} AND latitude BETWEEN {south!r} AND {north!r}")
    if choice.linked or (not choice.concerns and not pairs):
        parts.append(
            "(a_actor IS NOT NULL OR a_nobody) AND (b_actor IS NOT NULL OR b_nobody) "
            "AND (a_actor IS NOT NULL OR b_actor IS NOT NULL) AND NOT (coalesce(a_actor, '') = coalesce(b_actor, '-'))"
        )
    elif not choice.concerns:
        parts.append(f"a_actor || '>' || b_actor IN ({listed(pairs)})")
    return " AND ".join(parts) or "true"


def _aliases(column: str, text: str) -> list[str]:
    """Return what a conflict or a country may be called in the view: as given, and a state's other names and codes."""
    from interbellum.reading.naming.sides import code_of
    from interbellum.sources.states import states

    wanted = text.strip().lower()
    found = [wanted]
    if column == "country_ids":
        for state in states():
            if wanted in (state.iso3.lower(), state.name.lower(), state.gw) or state.iso3 == code_of(text):
                found += [
                    f"gw:{state.gw}",
                    f"iso3:{state.iso3.lower()}",
                    f"fips:{state.fips.lower()}",
                    state.name.lower(),
                ]
    return found
