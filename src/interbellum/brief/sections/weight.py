"""Why changes matter: what the fit says of the things that moved."""

from __future__ import annotations

from collections.abc import Iterator

from interbellum.brief.material import FIT, Material
from interbellum.brief.sections.drivers import DRIVERS, tells
from interbellum.brief.sections.signals import Theme, moved
from interbellum.brief.sentence import Sentence
from interbellum.views.labels import listed

_WEIGHS: dict[Theme, str] = {
    "violence": "heat",
    "ground": "stakes",
    "roads": "closure",
    "promises": "shield",
    "talks": "talks",
    "missions": "mission",
}
"""The covariate of escalation that each theme of change bears on."""


def why(material: Material) -> Iterator[Sentence]:
    """Yield why the changes matter: what the fit says of the things that moved."""
    if material.posterior is None:
        return
    rows = {row["name"]: row for row in material.posterior.summary()}
    themes: list[Theme] = list(dict.fromkeys(one.theme for one in moved(material, material.since)))
    first, last = material.record.steps.last_completed(material.since) + 1, material.last_step
    tolls = (material.deaths(unit.id, first, last) for unit in material.told)
    if any(toll and toll[0] for toll in tolls):
        themes.insert(0, "violence")
    known: dict[str, list[str]] = {"rise": [], "fall": []}
    silent = []
    for name in (_WEIGHS[theme] for theme in themes if theme in _WEIGHS):
        row = rows.get(f"escalation.{name}")
        if row is None:
            continue
        if tells(row):
            known["rise" if row["q50"] > 0 else "fall"].append(DRIVERS[name][0])
        else:
            silent.append(DRIVERS[name][0])
    parts = [f"{verb} with {listed(names)}" for verb, names in known.items() if names]
    if parts:
        text = f"Why it matters: in the fit, the odds of a further step up {listed(parts)}."
        yield Sentence(text, notes=(FIT,))
    if silent:
        lead = "Of" if parts else "Why it matters is open: of"
        yield Sentence(
            f"{lead} {listed(silent)}, which also moved, the record does not tell which way the odds go.", notes=(FIT,)
        )
