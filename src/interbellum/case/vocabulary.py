"""The closed vocabularies of the case format: what a cell may hold.

PLOVER types are those of the PLOVER manual (Open Event Data Alliance, 2021 revision, 16 types); Admiralty reliability
and credibility are NATO STANAG 2511's.
"""

from __future__ import annotations

from typing import Literal, get_args

ClaimKind = Literal["event", "tie", "status", "observation", "position", "allegation", "expectation", "interpretation"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
HOSTILE_TYPES: tuple[EventType, ...] = ("THREATEN", "MOBILIZE", "COERCE", "SANCTION", "ASSAULT")
"""Types whose occurrence inside a rivalry makes a step without deaths one of tension."""
TieType = Literal[
    "alliance", "guarantee", "arms", "training", "mediation", "trade",
    "energy", "transit", "recognition", "hostility", "membership", "dependence",
]  # fmt: skip
Attribute = Literal["control", "state", "controller", "strength", "talks", "leadership", "condition"]
"""What a status says of its subject: control of a zone; state and controller of a corridor; strength of a mission;
stage of talks of a rivalry; who leads an actor; any other lasting condition in words."""
ORDERED: tuple[Attribute, ...] = ("state", "strength", "talks")
"""Attributes whose values are more or less of something, so that they can be compared by order."""
CorridorState = Literal["closed", "restricted", "open"]
TalksStage = Literal["none", "contact", "framework", "initialled", "signed"]
Means = Literal["force", "agreement", "decision"]
Standing = Literal["assessed", "claimed", "contested"]
Rank = Literal["preferred", "normal", "deprecated"]
Stance = Literal["asserts", "denies", "alleges", "expects"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
KnownBasis = Literal["publication", "public-event", "contemporaneous", "vintage"]
Outcome = Literal["kept", "partial", "broken"]
Decision = Literal["accept", "edit", "reject", "undo"]
ActorKind = Literal["state", "de_facto_entity", "organisation", "alliance", "group", "person", "office"]
PlaceKind = Literal["point", "corridor", "zone"]
Mode = Literal["road", "rail", "pipeline", "sea", "air", "mixed"]
Basis = Literal["observed", "fitted", "published", "judgement"]
Step = Literal["month", "week"]
Operation = Literal["draw", "clamp", "shift", "parameter"]
Rule = Literal["start", "end", "spread", "drop", "none"]
"""How an event that spans steps is booked in a series: on its first day, its last, spread by day, left out, or not
applicable."""
DatePrecision = Literal["day", "days", "week", "month", "year", "unknown"]
"""How closely a dataset dates a record: the day, within a few days, the week, the month, the year."""
PlacePrecision = Literal["exact", "near", "district", "province", "line", "country", "beyond", "centroid", "unknown"]
"""How closely a dataset places a record: the spot, near a known place, second- or first-order unit, a line or area,
the country, beyond any country; `centroid` is the middle of a unit that only stands for it."""

CORRIDOR_STATES: tuple[CorridorState, ...] = get_args(CorridorState)
TALKS_STAGES: tuple[TalksStage, ...] = get_args(TalksStage)
PHASES = ("lull", "tension", "clashes", "war")
"""The phases of a rivalry in a step, the calmest first; arrays hold their places in it."""
LULL, TENSION, CLASHES, WAR = (PHASES.index(name) for name in ("lull", "tension", "clashes", "war"))
CONTACT, SIGNED = TALKS_STAGES.index("contact"), TALKS_STAGES.index("signed")
MUTUAL: frozenset[EventType] = frozenset(("AGREE", "CONSULT", "COOPERATE"))
"""Types of acts that two do with one another: who is named first does not matter."""
Caveat = Literal["unsourced", "unattributed", "unnamed", "foretold"]
"""What to know before leaning on a claim: its document marks that a source is missing, quotes nobody knows whom, names
nobody who says it, or tells the future as certain in its own voice."""
Contradiction = Literal["number", "date", "stance", "state", "party", "time"]
"""In what respect claims contradict one another, or the record."""
DONE_ONCE: frozenset[EventType] = frozenset(("AGREE", "CONCEDE", "REJECT", "SANCTION", "RETREAT"))
"""Types of acts that are mostly done once; others recur from day to day."""
