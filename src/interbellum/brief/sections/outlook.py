"""The outlook: likelihood in ICD 203's words with the number beside it; confidence in a paragraph of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from interbellum.brief.material import CARD, RECORD, RUN, Material
from interbellum.brief.rivalries import between
from interbellum.brief.sections.paths import paths
from interbellum.brief.sentence import Block, Figure, Paragraph, Plain, Section, Sentence
from interbellum.brief.wording import about, capital, in_words, rounded
from interbellum.case.model import Rivalry
from interbellum.record import WAR_DEATHS
from interbellum.scoring.backtest import STACK
from interbellum.scoring.scorecard import FEW_EVENTS, Scorecard
from interbellum.views.charts.fan import deaths_fan
from interbellum.views.futures import chance_table
from interbellum.views.labels import counted, day_words, edtf_words, listed, step_words
from interbellum.views.table import Table
from interbellum.views.words import is_likelihood, of_futures, percent

TOLD = (6, 12)
"""Horizons told in words; the table has all."""
MECHANISMS = "mechanisms"
PARTS = (MECHANISMS, "phases", "memories")
"""Parts of the stack that stand on the scorecard without being simple histories."""
JUDGED_BY = ("ign", "crps_log1p")
"""The scores that confidence rests on: they see the whole distribution without being ruled by its tail."""
_Row = Mapping[str, Any]


def outlook(material: Material) -> Section:
    """Return the outlook of each living rivalry, and how far to trust it."""
    main = material.main
    rows = {row["lead"]: row for row in chance_table(material.baseline, main.id).rows}
    leads = _leads(rows)
    blocks: list[Block] = [
        Paragraph((*over(material), _chances(material, main, rows, leads)), strong=True),
        Paragraph((_rate(material), _maker(material), *unseen(material), *_toll(material, main, rows[leads[-1]]))),
        Paragraph(confidence(material)),
    ]
    others = tuple(_elsewhere(material))
    if others:
        blocks.append(Paragraph(others))
    blocks.extend(paths(material))
    for unit in material.ahead:
        blocks.append(Figure(deaths_fan(material.record, material.baseline, unit.id)))
        blocks.append(Plain(_caption(material, unit), _printed(material, unit.id)))
    return Section("outlook", "Outlook", tuple(blocks))


def over(material: Material) -> tuple[Sentence, ...]:
    """Return that no rivalry is in being on the day, where none is: the chances then follow from that alone."""
    if material.rivalries:
        return ()
    name, end = material.labels[material.main.id], material.main.to
    ended = f"ended on {edtf_words(end)}" if end else "is not in being"
    text = (
        f"The case says that the rivalry “{name}” {ended}: no violence is drawn for it, so that its chances are given"
    )
    return (Sentence(f"{text} and not found.", notes=(RECORD,)),)


def another(material: Material, rivalry: str) -> str:
    """Return how a war-rate step is named: another one, where the last was one."""
    return "Another" if material.state["phase"][rivalry]["name"] == "war" else "A"


def year_ahead(material: Material) -> Iterator[Sentence]:
    """Yield, for each rivalry told, the chance of war at the last horizon that is told, beside the toll of the middle
    half of futures."""
    if not material.rivalries:
        return
    for unit in material.ahead:
        rows = {row["lead"]: row for row in chance_table(material.baseline, unit.id).rows}
        lead = _leads(rows)[-1]
        row = rows[lead]
        chance = float(row["war"])
        yield Sentence(
            f"Over {in_words(lead)} {material.step}s, to {_day(row['time'])}, war-rate fighting"
            f"{material.where(unit.id)} {is_likelihood(chance)} ({material.chance(chance, unit.id, lead)}); "
            f"{_half(row, 'half of the futures')}.",
            notes=(RUN,),
        )


def unseen(material: Material) -> Iterator[Sentence]:
    """Yield what deaths the chances were drawn without, for the rivalries that lack the same ones together."""
    lacks: dict[str, list[str]] = {}
    for unit in material.rivalries:
        if lack := material.blind(unit.id):
            lacks.setdefault(lack, []).append(unit.id)
    known = "is on record" if material.known_by is None else f"was known by {day_words(material.known_by)}"
    for lack, ids in lacks.items():
        every = len(ids) == len(material.rivalries)
        whose = "" if every else f" of {listed([f'“{material.labels[one]}”' for one in ids])}"
        yield Sentence(f"The chances{whose} are made without {lack}: no count of them {known}.", notes=(RUN,))


def asked(material: Material) -> str:
    """Return the nearest that the model can say of a question about the main rivalry."""
    rows = {row["lead"]: row for row in chance_table(material.baseline, material.main.id).rows}
    lead = _leads(rows)[-1]
    chance = float(rows[lead]["war"])
    return (
        f"The nearest that the model can say: war-rate fighting{material.where(material.main.id)} within "
        f"{in_words(lead)} {material.step}s, to {_day(rows[lead]['time'])}, {is_likelihood(chance)} "
        f"({material.chance(chance, material.main.id, lead)})."
    )


def _leads(rows: Mapping[int, _Row]) -> list[int]:
    return [lead for lead in TOLD if lead in rows] or [max(rows)]


def _chances(material: Material, rivalry: Rivalry, rows: Mapping[int, _Row], leads: list[int]) -> Sentence:
    said = []
    for lead in leads:
        chance = float(rows[lead]["war"])
        reach = f"within {in_words(lead)} {material.step}s, to {_day(rows[lead]['time'])},"
        said.append(f"{reach} {is_likelihood(chance)} ({material.chance(chance, rivalry.id, lead)})")
    step = f"{another(material, rivalry.id)} {material.step} of war-rate fighting{material.where(rivalry.id)}"
    return Sentence(f"{step} {'; '.join(said)}.", notes=(RUN,))


def _rate(material: Material) -> Sentence:
    deaths = WAR_DEATHS[material.case.meta.step]
    return Sentence(f"War rate means {deaths} deaths or more in a {material.step}, a thousand a year.", notes=(RECORD,))


def _maker(material: Material) -> Sentence:
    """Return which model makes the chances, how they are made, and what stands beside them."""
    card = material.card
    stack = (
        "; the scores below are also of the stack, which weighs them with simple histories"
        if card is not None and of_stack(card)
        else ""
    )
    past = "; beside each stands how often it was so in past spans as long" if material.before(material.main.id) else ""
    return Sentence(f"The chances are those of the model’s mechanisms, run forward{past}{stack}.", notes=(RUN,))


def _toll(material: Material, rivalry: Rivalry, row: _Row) -> tuple[Sentence, ...]:
    """Return the chance that nobody dies, and how many do."""
    where = material.where(rivalry.id)
    return (_quiet(material, rivalry, row), *_deaths(row, where))


def _quiet(material: Material, rivalry: Rivalry, row: _Row) -> Sentence:
    quiet = 1 - float(row["violence"])
    reach = f"{in_words(row['lead'])} {material.step}s" if row["lead"] > 1 else f"a {material.step}"
    return Sentence(
        f"That nobody dies{material.where(rivalry.id)} for {reach} {is_likelihood(quiet)} "
        f"({material.chance(quiet, rivalry.id, row['lead'], 'quiet')}).",
        notes=(RUN,),
    )


def _half(row: _Row, half: str) -> str:
    """Return what the middle half of futures count, or where its lower end is none, what three of four do at most."""
    low, high = float(row["q25"]), float(row["q75"])
    if round(high) == 0:
        return f"{half} count no deaths at all"
    if round(low) == 0:
        return f"three of four futures count {about(high)} {'death' if round(high) == 1 else 'deaths'} or fewer"
    return f"{half} count {rounded(low)} to {rounded(high)} deaths"


def _deaths(row: _Row, where: str) -> tuple[Sentence, ...]:
    told = (
        f"{_half(row, 'the middle half of futures')}{where}, and the worst twentieth more than {rounded(row['q95'])}"
        if round(float(row["q95"]))
        else f"at least nineteen in twenty futures count no deaths at all{where}"
    )
    first = Sentence(f"By {_day(row['time'])} {told}.", notes=(RUN,))
    if row["mean"] > max(row["q75"], 0.5):
        text = f"The mean, {about(row['mean'])}, is pulled up by a few terrible futures; most count far fewer."
        return (first, Sentence(text, notes=(RUN,)))
    return (first,)


def _elsewhere(material: Material) -> Iterator[Sentence]:
    """Yield the outlook of the other living rivalries, a sentence each."""
    for rivalry in material.rivalries:
        if rivalry.id == material.main.id:
            continue
        rows = {row["lead"]: row for row in chance_table(material.baseline, rivalry.id).rows}
        row = rows[_leads(rows)[-1]]
        war, quiet = float(row["war"]), 1 - float(row["violence"])
        yield Sentence(
            f"{material.labels[rivalry.id]}: war-rate fighting within {in_words(row['lead'])} {material.step}s "
            f"{is_likelihood(war)} ({material.chance(war, rivalry.id, row['lead'])}), and that nobody dies "
            f"{is_likelihood(quiet)} ({material.chance(quiet, rivalry.id, row['lead'], 'quiet')}).",
            notes=(RUN,),
        )


def confidence(material: Material) -> tuple[Sentence, ...]:
    """Return how far to trust the outlook, and why; it names no likelihood. A scorecard speaks of one rivalry."""
    card = material.card
    if card is None:
        text = f"Confidence in these figures is low: no backtest of the model{backtest_words(material)} was given."
        return (Sentence(text, notes=(RUN,)),)
    card = judged(card)
    level, why = grade(card)
    where = scored_where(material, card)
    whose = f"the figures of war{where}" if where else "these figures"
    rest = "; how the model has forecast the others was not scored" if where else ""
    return (
        Sentence(f"Confidence in {whose} is {level}{_because(card, level)}{rest}.", notes=(CARD,)),
        Sentence(why, notes=(CARD,)),
    )


def backtest_words(material: Material) -> str:
    """Return that a backtest had to be of deaths known by then, where the brief is as known by a day."""
    return "" if material.known_by is None else f" on deaths known by {day_words(material.known_by)}"


def scored_where(material: Material, card: Scorecard) -> str:
    """Return ` between A and B` for the rivalry that a scorecard is of, or nothing where that goes without saying."""
    rivalry = str(card.provenance.get("rivalry") or material.main.id)
    return f" {between(material.labels[rivalry])}" if rivalry != material.main.id else material.where(rivalry)


def _because(card: Scorecard, level: str) -> str:
    if level == "low":
        who = _forecaster(card)
        if _clearly_ahead(card, _ahead(card)):
            return f": simple histories forecast this conflict better than {who} done"
        return f": {who} not forecast this conflict better than the best simple history"
    few = int((card.outcomes >= card.threshold).sum()) < FEW_EVENTS
    return ": the record holds few violent outcomes to learn from" if few else ""


def judged(card: Scorecard) -> Scorecard:
    """Return a scorecard with the mechanisms, which make the chances of a brief, in the place of the stack."""
    return card.seen_from(MECHANISMS) if of_stack(card) else card


def of_stack(card: Scorecard) -> bool:
    """Return whether a scorecard compares the stack with others, and has the mechanisms beside it."""
    return card.reference == STACK and MECHANISMS in card.models


def _forecaster(card: Scorecard) -> str:
    return "the mechanisms have" if card.reference == MECHANISMS else "the model has"


def grade(card: Scorecard) -> tuple[str, str]:
    """Return the level of confidence that a scorecard allows, and why."""
    ahead = _ahead(card)
    clear = all(card.paired[metric, name].separable for metric in JUDGED_BY for name in _histories(card))
    events = int((card.outcomes >= card.threshold).sum())
    who = _forecaster(card).removesuffix(" has").removesuffix(" have")
    few = f"the record holds {counted(events, 'outcome')} of {card.threshold} deaths or more"
    if ahead:
        names = sorted({name.replace("_", " ") for _, name in ahead})
        though = "" if _clearly_ahead(card, ahead) else ", though not clearly"
        return (
            "low",
            f"On IGN or CRPS of log1p, {listed(names)} scored better than {who} in the past{though}, and {few}.",
        )
    if clear and events >= FEW_EVENTS:
        return "high", f"{capital(who)} scored clearly better than every simple history, and {few}."
    better = f"{capital(who)} scored better than the simple histories, though not clearly than all"
    return "moderate", f"{better}, and {few}."


def _histories(card: Scorecard) -> list[str]:
    """Return the simple histories that a scorecard compares its model with."""
    return [name for name in card.models if name not in (card.reference, STACK, *PARTS)]


def _ahead(card: Scorecard) -> list[tuple[str, str]]:
    """Return each measure with a history whose mean score on it is better than that of the card's model."""
    return [
        (metric, name)
        for metric in JUDGED_BY
        for name in _histories(card)
        if card.mean(name, metric) < card.mean(card.reference, metric)
    ]


def _clearly_ahead(card: Scorecard, ahead: Iterable[tuple[str, str]]) -> bool:
    """Return whether one of those that are ahead is so beyond the interval of its paired difference."""
    return any(card.paired[pair].separable for pair in ahead)


def _caption(material: Material, rivalry: Rivalry) -> Sentence:
    lack = material.blind(rivalry.id)
    text = f"Chances and deaths by horizon, {material.labels[rivalry.id]}{f'; made without {lack}' if lack else ''}"
    return Sentence(text, notes=(RUN,))


def _printed(material: Material, rivalry: str) -> Table:
    """Return the table of chances as it is printed: percentages beside their words, and how often it was so before."""
    before = material.before(rivalry)
    rows = [
        {
            "lead": row["lead"],
            "time": row["time"],
            "war": _short(row["war"]),
            "violence": _short(row["violence"]),
            "q50": rounded(row["q50"]),
            "band": f"{rounded(row['q5'])}–{rounded(row['q95'])}",
            "past": None if (found := before.get(row["lead"])) is None
            else f"{percent(found.war)}; {percent(found.violence)} ({found.spans:,})",
        }
        for row in chance_table(material.baseline, rivalry).rows
    ]  # fmt: skip
    columns = [
        ("lead", "Horizon", "steps"),
        ("time", "To"),
        ("war", "War-rate step by then", "futures of 20"),
        ("violence", "Any death by then", "futures of 20"),
        ("q50", "Deaths, median"),
        ("band", "Deaths, 90% of futures"),
    ]
    past = [("past", "The two in past spans as long", "of so many")] if before else []
    return Table.of([*columns, *past], rows)


def _short(chance: float) -> str:
    return f"{percent(chance)} ({of_futures(chance).removesuffix(' of 20 futures')})"


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text[:10])) if len(text) >= 10 else step_words(text)
