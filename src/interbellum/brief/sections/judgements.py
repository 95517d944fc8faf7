"""What of an earlier judgement moved: the chances as they were given then, and as they are given now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from interbellum.brief.material import EARLIER, RECORD, RUN, Material
from interbellum.brief.sentence import Block, Paragraph, Plain, Section, Sentence
from interbellum.brief.wording import about, capital, count_words, in_words, rounded
from interbellum.case.model import Rivalry
from interbellum.record import WAR_DEATHS
from interbellum.views.futures import EnsembleLike, chance_table, origin
from interbellum.views.labels import day_words
from interbellum.views.table import Table
from interbellum.views.words import likelihood, percent

TOLD = 12
"""The horizon at which judgements are compared in words, or the longest that both runs have."""
LEAST, LEVEL = 0.01, 1.645
"""A chance that moved by less than a percentage point, or within the 90% interval of two runs' finite numbers of
futures, has not changed."""
_Row = Mapping[str, Any]


def judgements(material: Material) -> Section:
    """Return the chances that moved since the earlier run, and how the earlier judgement has fared so far."""
    rows = [row for rivalry in material.rivalries for row in _compared(material, rivalry)]
    moved = [row for row in rows if _differ(material, row["then"], row["now"])]
    blocks: list[Block] = [Paragraph(tuple(moves(material)), strong=True)]
    fared = tuple(said for unit in material.ahead for said in _fared(material, unit.id))
    if fared:
        blocks.append(Paragraph(fared))
    if moved:
        caption = Sentence("Chances then and now, where they moved", notes=(EARLIER, RUN))
        blocks.append(Plain(caption, _printed(material, moved)))
    still = len(rows) - len(moved)
    if still:
        share = f"{capital(in_words(still))} of {in_words(len(rows))} chances"
        text = f"{share} did not move, or by no more than the number of futures leaves open."
        blocks.append(Paragraph((Sentence(text, notes=(EARLIER, RUN)),)))
    return Section("judgements", "What of our judgements moved", tuple(blocks))


def moves(material: Material) -> Iterator[Sentence]:
    """Yield how the chance of war and the toll moved in each rivalry told."""
    for unit in material.ahead:
        yield from _moves(material, unit)


def _moves(material: Material, unit: Rivalry) -> Iterator[Sentence]:
    then, now, lead = _both(material, unit)
    one, other = float(then["war"]), float(now["war"])
    where = material.where(unit.id)
    what = f"war-rate fighting{where} within {in_words(lead)} {material.step}s"
    first = day_words(_origin(material))
    if not _differ(material, one, other):
        text = f"The chance of {what} is about what it was on {first}: {percent(other)}, {_term(other)}."
    else:
        verb = "risen" if other > one else "fallen"
        terms = (
            f"still {_term(other)}" if likelihood(one) == likelihood(other) else f"from {_term(one)} to {_term(other)}"
        )
        text = f"The chance of {what} has {verb} since {first} from {percent(one)} to {percent(other)}, {terms}."
    yield Sentence(text, notes=(EARLIER, RUN))
    if rounded(then["q50"]) != rounded(now["q50"]):
        counts = f"{about(now['q50'])} deaths{where} in that time, where it counted {rounded(then['q50'])}"
        yield Sentence(f"The median future counts {counts}.", notes=(EARLIER, RUN))


def _differ(material: Material, then: float, now: float) -> bool:
    """Return whether two chances differ by more than a point, and by more than the numbers of futures leave open."""
    counts = (int(run.dataset.sizes["member"]) for run in (_earlier(material), material.baseline))
    spread = sum(chance * (1 - chance) / count for chance, count in zip((then, now), counts, strict=True))
    return abs(now - then) >= max(LEAST, LEVEL * math.sqrt(spread))


def _term(chance: float) -> str:
    """Return the word of a chance as it stands after `from` or `still`."""
    word = likelihood(chance)
    return f"a {word}" if word.startswith("roughly") else word


def _fared(material: Material, rivalry: str) -> Iterator[Sentence]:
    """Yield what came of a rivalry, in the steps that have passed, of what the earlier run gave a chance to."""
    first, last = material.record.steps.index(_origin(material)), material.last_step
    passed = last - first + 1
    if passed < 1:
        return
    phases = [material.record.phase(rivalry, i, material.on, material.known_by) for i in range(first, last + 1)]
    wars = sum(phase.name == "war" for phase in phases)
    claims = tuple(dict.fromkeys(claim for phase in phases for claim in phase.claims))
    deaths = WAR_DEATHS[material.case.meta.step]
    spell = count_words(passed, material.step)
    came = "none" if wars == 0 else in_words(wars)
    verb = "has passed and it" if passed == 1 else f"have passed since and {came} of them"
    tail = f"{'did not reach' if not wars else 'reached'} war rate" if passed == 1 else "reached war rate"
    rows = {row["lead"]: row for row in chance_table(_earlier(material), rivalry).rows}
    given = rows.get(passed)
    chance = "" if given is None else f"; the earlier run gave that at least one would {percent(float(given['war']))}"
    text = f"{capital(spell)} {verb} {tail}{material.where(rivalry)} ({deaths} deaths or more){chance}."
    yield Sentence(text, claims, (EARLIER,) if given is not None or not claims else (RECORD,))


def _compared(material: Material, rivalry: Rivalry) -> Iterator[dict[str, Any]]:
    table = {row["lead"]: row for row in chance_table(_earlier(material), rivalry.id).rows}
    for row in chance_table(material.baseline, rivalry.id).rows:
        if row["lead"] in table:
            old = table[row["lead"]]
            for key, name in (("war", "a war-rate step"), ("violence", "any death")):
                yield {
                    "rivalry": material.labels[rivalry.id], "what": f"{name} within {row['lead']}",
                    "then": float(old[key]), "now": float(row[key]),
                }  # fmt: skip


def _printed(material: Material, rows: list[dict[str, Any]]) -> Table:
    cells = [
        {
            **row,
            "then": f"{percent(row['then'])}, {likelihood(row['then'])}",
            "now": f"{percent(row['now'])}, {likelihood(row['now'])}",
            "move": f"{round(100 * row['now']) - round(100 * row['then']):+d}".replace("-", "−"),
        }
        for row in rows
    ]
    columns = [("rivalry", "Between"), ("what", f"Chance of, in {material.step}s"), ("then", "Then"), ("now", "Now")]
    return Table.of([*columns, ("move", "Moved, points")], cells)


def _both(material: Material, rivalry: Rivalry) -> tuple[_Row, _Row, int]:
    """Return the rows of both runs at the horizon told, and that horizon."""
    old = {row["lead"]: row for row in chance_table(_earlier(material), rivalry.id).rows}
    new = {row["lead"]: row for row in chance_table(material.baseline, rivalry.id).rows}
    shared = sorted(old.keys() & new.keys())
    lead = TOLD if TOLD in shared else shared[-1]
    return old[lead], new[lead], lead


def _earlier(material: Material) -> EnsembleLike:
    assert material.earlier is not None, "an update brief has an earlier run"
    return material.earlier


def _origin(material: Material) -> Any:
    return origin(_earlier(material))
