"""Scenarios against the baseline, with the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interbellum.brief.material import RUN, Material
from interbellum.brief.rivalries import between
from interbellum.brief.sentence import Block, Figure, Folded, Items, Paragraph, Section, Sentence
from interbellum.brief.wording import about, capital, count_words, ended, in_words, rounded
from interbellum.views.charts.scenarios import scenario_differences
from interbellum.views.futures import origin
from interbellum.views.labels import day_words, listed
from interbellum.views.note import SourceNote
from interbellum.views.words import change_words, percent

TOLD = 12
"""The horizon told in words, or the run's last where it is shorter."""
WHOLE = 10
"""Percentage points from which a difference is told without a decimal."""
DECIDING = ("escalation.phase", "phase", "lethality.deaths", "deaths")
"""Targets of choices that say themselves whether there is war."""
Row = Mapping[str, Any]


def what_ifs(material: Material) -> Section:
    """Return what each scenario changes in every rivalry that scenarios bear on; where none was run it says so."""
    names = list(dict.fromkeys(row["scenario"] for row in material.differences))
    if not names:
        said = Sentence("No scenario was run beside this baseline.", notes=(RUN,))
        return Section("scenarios", "Scenarios against the baseline", (Paragraph((said,)),))
    many = "One scenario was" if len(names) == 1 else f"{capital(count_words(len(names), 'scenario'))} were"
    intro = (
        Sentence(
            f"{many} run with the same luck as the baseline, so that what differs comes from its choices alone.",
            notes=(RUN,),
        ),
        Sentence("The intervals speak of the number of futures, not of what the model may have wrong.", notes=(RUN,)),
    )
    bearing = bears_on(material)
    items = tuple(_item(material, name, bearing) for name in names)
    charts, others = ([_chart(material, one, bearing, kind) for one in bearing] for kind in ("p_war", "deaths"))
    blocks: list[Block] = [Paragraph(intro), Items(items), *charts]
    blocks.append(Folded("The scenarios’ deaths against the baseline’s", tuple(others)))
    return Section("scenarios", "Scenarios against the baseline", tuple(blocks))


def _chart(material: Material, rivalry: str, bearing: Sequence[str], measure: str) -> Figure:
    note = SourceNote.of_run(material.run_facts)
    of = material.labels[rivalry] if len(bearing) > 1 else ""
    rows = scenario_rows(material, rivalry)
    return Figure(scenario_differences(rows, material.titles, note, measure, material.step, of))


def scenario_rows(material: Material, rivalry: str) -> list[Row]:
    """Return the rows of comparisons that are about a rivalry."""
    return [row for row in material.differences if row["rivalry"] == rivalry]


def bears_on(material: Material) -> tuple[str, ...]:
    """Return the rivalries that scenarios are told for: those with an outlook, and any other whose chance of war one
    measurably moves."""
    ahead = [unit.id for unit in material.ahead]
    names = dict.fromkeys(row["scenario"] for row in material.differences)
    moved = [
        unit.id for unit in material.rivalries if any(_moved(scenario_rows(material, unit.id), name) for name in names)
    ]
    return tuple(dict.fromkeys((*ahead, *moved)))


def _moved(rows: Sequence[Row], scenario: str) -> bool:
    return any(moves(find(rows, scenario, "p_war")) for find in (told, latest))


def decides(material: Material, scenario: str, rivalry: str) -> bool:
    """Return whether a scenario, or one of those it combines, sets the phase or the deaths of a rivalry itself: what
    becomes of war there is then its choice and no finding."""
    chosen = [one for one in material.case.scenarios if one.id in scenario.split("+")]
    return any(
        choice.op in ("draw", "clamp") and choice.target in DECIDING and choice.unit in (None, rivalry)
        for one in chosen
        for choice in one.choices
    )


def of_several(material: Material, rivalry: str, bearing: Sequence[str]) -> str:
    """Return ` between A and B` where scenarios are told for several rivalries, or nothing."""
    return f" {between(material.labels[rivalry])}" if len(bearing) > 1 else material.where(rivalry)


def told(rows: Sequence[Row], scenario: str, measure: str) -> Row:
    """Return the row of a scenario at the horizon that is told in words."""
    mine = [row for row in rows if row["scenario"] == scenario and row["measure"] == measure]
    return next((row for row in mine if row["horizon"] == TOLD), mine[-1])


def latest(rows: Sequence[Row], scenario: str, measure: str) -> Row:
    """Return the row of a scenario at the run's last horizon."""
    return max(
        (row for row in rows if row["scenario"] == scenario and row["measure"] == measure),
        key=lambda row: row["horizon"],
    )


def moves(row: Row) -> bool:
    """Return whether the 90% interval of a difference lies on one side of zero."""
    return not row["low"] <= 0 <= row["high"]


def _item(material: Material, scenario: str, bearing: Sequence[str]) -> tuple[str, tuple[Sentence, ...]]:
    coded = {one.id: one for one in material.case.scenarios}.get(scenario)
    said = []
    if scenario in material.idle:
        said.append(Sentence(_nothing(material, material.idle[scenario]), notes=(RUN,)))
    for rivalry in () if said else bearing:
        rows, where = scenario_rows(material, rivalry), of_several(material, rivalry, bearing)
        war, deaths = (told(rows, scenario, measure) for measure in ("p_war", "deaths"))
        said.append(Sentence(effect(material, war, deaths, where), notes=(RUN,)))
        if decides(material, scenario, rivalry):
            said.append(Sentence("Whether there is war in it is chosen, and no finding.", notes=(RUN,)))
        last = latest(rows, scenario, "p_war")
        if moves(last) and not moves(war):
            said.append(Sentence(f"{_war(material, last, where)}.", notes=(RUN,)))
    if coded is not None:
        claims = material.known(coded.claims)
        said.insert(0, Sentence(ended(coded.gloss), claims, () if claims else (RUN,)))
        if coded.assumes:
            assumed = listed([_lower(one) for one in coded.assumes])
            said.append(Sentence(f"This assumes that {assumed}.", claims, (RUN,)))
    return material.titles.get(scenario, scenario), tuple(said)


def _nothing(material: Material, absent: Sequence[str]) -> str:
    """Return that a scenario changes nothing, and why where its units are not in being."""
    day = day_words(origin(material.baseline))
    why = f" (not in being on {day}: {material.all(absent)})" if absent else ""
    return f"It changes nothing in any future{why}."


def _lower(text: str) -> str:
    """Return an assumption as it stands inside a sentence: its first word small where it is a common one."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first.lower() in _COMMON else text


_COMMON = frozenset((
    "the", "there", "a", "an", "no", "nobody", "nothing", "none", "its", "their", "it", "they", "peacekeepers", "all",
    "both", "each", "every",
))  # fmt: skip


def effect(material: Material, war: Row, deaths: Row, where: str = "") -> str:
    """Return in words what a scenario does to the chance of war and to the mean toll; `where` names the rivalry."""
    return f"{'; '.join((_war(material, war, where), *_toll(war, deaths)))}."


def _war(material: Material, row: Row, where: str) -> str:
    what = f"the chance of a war-rate {material.step}{where} within {in_words(row['horizon'])} {material.step}s"
    points, low, high = (100 * row[name] for name in ("difference", "low", "high"))
    if not moves(row):
        return f"It does not measurably move {what}, which stays near {percent(row['baseline'])}"
    ends = sorted((abs(low), abs(high)))
    verb, change = "raises" if points > 0 else "lowers", change_words(row["baseline"], row["what_if"])
    size = f"{abs(points):.0f}" if abs(points) >= WHOLE else f"{abs(points):.1f}"
    noun = "point" if size == "1" else "points"
    least, most = (f"{end:.0f}" if abs(points) >= WHOLE else f"{end:.1f}" for end in ends)
    by = f", by {size} percentage {noun}" if size != "0.0" else ""
    return f"It {verb} {what} {change}{by} (90% interval {least} to {most})"


def _toll(war: Row, row: Row) -> Iterator[str]:
    if not moves(row):
        if moves(war):
            yield f"mean deaths do not measurably differ from the baseline’s {about(row['baseline'])}"
        else:
            yield f"nor mean deaths, near {rounded(row['baseline'])}"
        return
    way = "more" if row["difference"] > 0 else "fewer"
    yield f"on average {rounded(row['what_if'])} die, {way} than the baseline’s {rounded(row['baseline'])}"
