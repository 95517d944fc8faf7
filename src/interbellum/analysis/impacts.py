"""Cross-impact: what it does to everything else when one thing happens, by paired runs with the same luck.

In the manner of cross-impact analysis (Gordon & Hayward 1968, Futures 1:100-116), but with the model's own futures in
place of experts' conditional guesses: each event is made to happen in the first step, and all else is left to chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from interbellum.case.documents import Choice, Scenario
from interbellum.simulation.assembly import Assembly
from interbellum.simulation.comparing import Comparison, compare
from interbellum.simulation.running import Ensemble

TOLD = ("p_war", "p_violence", "deaths")


@dataclass(frozen=True)
class CrossImpact:
    """The effects of events on measures: one row an event and measure, paired differences as in a comparison."""

    events: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]
    provenance: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the matrix as plain data."""
        return {"events": dict(self.events), "rows": [dict(r) for r in self.rows], "provenance": dict(self.provenance)}


def events(assembly: Assembly, first: int) -> Iterator[Scenario]:
    """Yield what may happen in the step `first`, one thing at a time: war, a settlement, a closed road, a mission that
    leaves, a power tied down, for units that are there, by the mechanisms that the case chooses."""
    system, chosen = assembly.system, {m.name for m in assembly.engine.mechanisms}
    label = system.steps.label(first) if system.steps.step == "month" else system.steps.start(first).isoformat()
    one = {"from": label, "until": label if system.steps.step == "month" else system.steps.end(first).isoformat()}

    def living(kind: Any) -> list[str]:
        return [u for u, (a, b) in zip(system.ids[kind], system.lifetimes[kind], strict=True) if a <= first <= b]

    def event(id_: str, title: str, *choices: dict[str, Any]) -> Scenario:
        made = tuple(Choice.model_validate({**choice, **one}) for choice in choices)
        return Scenario(id=id_, title=title, gloss=f"{title} in {label}.", choices=made)

    for rivalry in living("rivalries"):
        if "escalation" in chosen:
            war = {"op": "draw", "target": "escalation.phase", "unit": rivalry, "value": "war"}
            yield event(f"WAR-{rivalry}", f"War: {rivalry}", war)
        if "talks" in chosen:
            signed = {"op": "draw", "target": "talks.stage", "unit": rivalry, "value": "signed"}
            yield event(f"SIGNED-{rivalry}", f"A signed settlement: {rivalry}", signed)
    for corridor in living("corridors") if "corridor" in chosen else ():
        shut = {"op": "draw", "target": "corridor.corridor", "unit": corridor, "value": "closed"}
        yield event(f"CLOSED-{corridor}", f"{corridor} closes", shut)
    for mission in living("missions") if "mission" in chosen else ():
        leave = {"op": "draw", "target": "mission.strength", "unit": mission, "value": 0}
        yield event(f"LEAVES-{mission}", f"{mission} leaves", leave)
    patrons = {system.ids["actors"][a] for a in system.patron.tolist()}
    for patron in [a for a in living("actors") if a in patrons] if "attention" in chosen else ():
        tied = ({"op": "draw", "target": "attention.what", "unit": patron, "value": 1},
                {"op": "draw", "target": "attention.share", "unit": patron, "value": 0.5})  # fmt: skip
        yield event(f"TIED-{patron}", f"{patron} tied down, half of its free means", *tied)


def cross_impact(ensemble: Ensemble) -> CrossImpact:
    """Return how each scenario of an ensemble shifts every measure, against its baseline, the first."""
    found: Comparison = compare(ensemble)
    horizon = ensemble.dataset.sizes["lead"]
    first = [
        {**row, "kind": "rivalries", "unit": row["rivalry"], "of": "",
         "scale": "number" if row["measure"] == "deaths" else "share", "unit_of": ""}
        for row in found.rows
        if row["horizon"] == horizon and row["measure"] in TOLD
    ]  # fmt: skip
    rows = [row for row in (*first, *found.others) if row["changed"] > 0]
    titles = {name: title for name, title in ensemble.titles.items() if name != ensemble.scenarios[0]}
    return CrossImpact(titles, tuple(sorted(rows, key=lambda r: (r["scenario"], -r["changed"]))), ensemble.provenance)
