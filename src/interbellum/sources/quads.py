"""The four classes of events: verbal or material, cooperation or conflict.

Classes of PLOVER's types as in the PLOVER manual, draft 0.8 of 17 September 2021, where each type's section names its
quad category. (The manual's closing table has SANCTION among verbal conflict; its section, and GDELT for CAMEO 16,
among material.) CAMEO codes go to them by way of their type (`sources.cameo`), so that ICEWS and GDELT are counted
alike; GDELT's own `QuadClass` follows CAMEO's roots and differs where PLOVER gave a code to another type. Statements
and appeals without a type have no class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from interbellum.case.vocabulary import EventType
from interbellum.sources.tables import listed, literal

Quad = Literal["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]
QUADS: tuple[Quad, ...] = get_args(Quad)
TYPES_OF: Mapping[Quad, tuple[EventType, ...]] = {
    "verbal-cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material-cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal-conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material-conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}


def quad_of(column: str) -> str:
    """Return the SQL of the class of a column of types; NULL where it has none."""
    cases = " ".join(f"WHEN {column} IN ({listed(types)}) THEN {literal(quad)}" for quad, types in TYPES_OF.items())
    return f"CASE {cases} END"
