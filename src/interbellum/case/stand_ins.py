"""Who acts for whom: persons, offices and missions act for the state or body that a case counts them to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from interbellum.case.case import Case


def leaders(case: Case) -> dict[str, str]:
    """Return for the persons and offices of a case whom they act for."""
    return {actor.id: actor.part_of for actor in case.actors if actor.part_of and actor.kind in ("person", "office")}


def stand_ins(case: Case) -> dict[str, str]:
    """Return for the persons and offices of a case, and for the missions of its model, whom they act for."""
    return leaders(case) | {mission.id: mission.sent_by for mission in case.model.units.missions}


def alike(some: Collection[str], others: Collection[str], whole: Mapping[str, str]) -> bool:
    """Say whether two sets of actors are the same but for who stands for whom.

    A leader is alike to the state, not another leader of it: two persons of one state are two.
    """
    return within(some, others, whole) and within(others, some, whole)


def within(some: Collection[str], others: Collection[str], whole: Mapping[str, str]) -> bool:
    """Say whether each of some actors is among the others, by itself or as who it stands for."""
    stood_for = {whole[one] for one in others if one in whole}
    return all(one in others or whole.get(one) in others or one in stood_for for one in some)
