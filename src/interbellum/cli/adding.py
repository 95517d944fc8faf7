"""The command that adds actors and places to a case: `add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from interbellum.cli.folders import slip
from interbellum.cli.options import case_argument
from interbellum.cli.output import write_line

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.case.documents import Place

HELP = {"help_option_names": ["-h", "--help"]}
"""The same help options whether a command is called by itself or under `interbellum`."""


@click.command(context_settings=HELP)
@case_argument
@click.option(
    "--actor",
    "actors",
    multiple=True,
    metavar="ACTOR",
    help="NAME, kind=KIND, iso3=CODE, id=ID, alias=NAME, as of --side of new (repeatable).",
)
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="PLACE",
    help="NAME, at=LONGITUDE LATITUDE, id=ID, alias=NAME (repeatable).",
)
def add(case: str, actors: tuple[str, ...], places: tuple[str, ...]) -> None:
    """Add actors and places to CASE, so that documents that name them can be read again.

    An actor who is there already only gets the names that are new.
    """
    from interbellum.case import ensure_sound, find_case, load_case, save_case
    from interbellum.case.catalogue import CASES
    from interbellum.errors import UsageError
    from interbellum.reading.reviewing.adding import with_actors, with_places

    if not actors and not places:
        raise UsageError("nothing is to be added", hint='for instance --actor "Allied Democratic Forces, alias=ADF"')
    found = load_case(find_case(case))
    if found.root is None or found.root.parent == CASES:
        raise UsageError(f"{found.id} is a bundled case, which is read-only", hint="copy it: interbellum new --from")
    made = with_places(with_actors(found, actors), places)
    ensure_sound(made)
    save_case(made, found.root)
    actors_before = {one.id: one for one in found.actors}
    places_before = {one.id for one in found.places}
    for actor in made.actors:
        if actors_before.get(actor.id) != actor:
            code = f" with the ISO code {actor.iso3}" if actor.iso3 else ""
            others = f", also {', '.join(actor.aliases)}" if actor.aliases else ""
            write_line(f"{actor.label} is {actor.id}, kind {actor.kind}{code}{others}.{slip(actor)}")
    for place in made.places:
        if place.id not in places_before:
            where, note = _degrees(place), _meant_instead(made, place.id, place.label)
            write_line(f"{place.label} is the place {place.id}, {where}.{note}")


def _degrees(place: Place) -> str:
    """Return where a point lies as `1.68° S, 29.23° E`, so that exchanged coordinates are seen."""
    east, north = place.geometry["coordinates"]
    return f"{abs(north):g}° {'S' if north < 0 else 'N'}, {abs(east):g}° {'W' if east < 0 else 'E'}"


def _meant_instead(case: Case, place: str, name: str) -> str:
    """Return a note where texts that say a place's name may mean somebody else who is called so."""
    from interbellum.reading.language.words import lexicon
    from interbellum.reading.naming.mentions import find_mentions, seat_of
    from interbellum.reading.naming.names import case_gazetteer

    gazetteer = case_gazetteer(case)
    if seat := seat_of(name, gazetteer):
        return f' Without "in", "near" or the like before it, it stands for its government, {seat}.'
    meant = {mention.id for mention in find_mentions(name, gazetteer, lexicon().words)}
    others = sorted(meant - {place})
    return "" if place in meant or not others else f" Texts that say so mean {others[0]}, which is called that, too."
