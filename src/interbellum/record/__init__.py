"""Claims to record: what the accepted claims of a case amount to, on any day, as known by any day."""

from interbellum.case.tolls import same_number
from interbellum.record.asking import asked
from interbellum.record.changes import StatusChange
from interbellum.record.difference import Difference
from interbellum.record.disputes import Dispute
from interbellum.record.entries import Entry, EntryKind
from interbellum.record.holding import HeldPosition, HeldStatus, HeldTie, HeldValue, Holding, Promise, Variant
from interbellum.record.independence import Corroboration
from interbellum.record.knowledge import Knowledge
from interbellum.record.known import Known, ReplayBasis
from interbellum.record.phase import WAR_DEATHS, Phase, PhaseName, phase_name
from interbellum.record.record import Record
from interbellum.record.rivalry import Membership, RivalryEvent, within
from interbellum.record.series import StepCount, StepCounts, level_at
from interbellum.record.spans import Span, steps_of
from interbellum.record.state import StateData, dispute_data
from interbellum.record.timeline import Filters, TimelineItem
from interbellum.record.under_way import UnderWay

__all__ = [
    "WAR_DEATHS",
    "Corroboration",
    "Difference",
    "Dispute",
    "Entry",
    "EntryKind",
    "Filters",
    "HeldPosition",
    "HeldStatus",
    "HeldTie",
    "HeldValue",
    "Holding",
    "Knowledge",
    "Known",
    "Membership",
    "Phase",
    "PhaseName",
    "Promise",
    "Record",
    "ReplayBasis",
    "RivalryEvent",
    "Span",
    "StateData",
    "StatusChange",
    "StepCount",
    "StepCounts",
    "TimelineItem",
    "UnderWay",
    "Variant",
    "asked",
    "dispute_data",
    "level_at",
    "phase_name",
    "same_number",
    "steps_of",
    "within",
]
