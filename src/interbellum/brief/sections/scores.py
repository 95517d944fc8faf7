"""How good this model has been: beside simple histories, and plainly where one of them wins."""

from __future__ import annotations

from collections.abc import Iterator

from interbellum.brief.material import CARD, RUN, Material
from interbellum.brief.sections.outlook import MECHANISMS, PARTS, backtest_words, of_stack, scored_where
from interbellum.brief.sentence import Block, Figure, Folded, Items, Paragraph, Plain, Section, Sentence
from interbellum.brief.wording import capital, count_words, in_words
from interbellum.scoring import METRICS, Scorecard
from interbellum.scoring.scorecard import FEW_EVENTS
from interbellum.views.charts.scores import reliability, scores_by_lead
from interbellum.views.labels import listed, score
from interbellum.views.score_tables import model_words, score_table
from interbellum.views.table import Table

TITLE = "How good this model has been"


def scores(material: Material) -> Section:
    """Return the scorecard in words, as a table and as charts."""
    card = material.card
    if card is None:
        text = f"No backtest{backtest_words(material)} was given, so nothing here says how good this model has been."
        said = Sentence(text, notes=(RUN,))
        return Section("scores", TITLE, (Paragraph((said,)),))
    lines = tuple(("", (Sentence(_tidy(card, line), notes=(CARD,)),)) for line in card.verdict())
    blocks: list[Block] = [
        Paragraph((*_whose(material, card), *_of_stack(card), _plainly(card)), strong=True),
        Paragraph(tuple(_detail(card, material.step))),
        Plain(Sentence("Mean scores; lower is better, the best of each in bold", notes=(CARD,)), _printed(card)),
        Figure(scores_by_lead(card, "ign")),
        Figure(reliability(card, MECHANISMS if of_stack(card) else None)),
        Folded("The verdict, score by score", (Items(lines),)),
    ]
    return Section("scores", TITLE, tuple(blocks))


def _whose(material: Material, card: Scorecard) -> Iterator[Sentence]:
    """Yield of which rivalry the scores are, where several are told."""
    if where := scored_where(material, card):
        yield Sentence(f"The scores are of forecasts of the deaths{where}.", notes=(CARD,))


def _of_stack(card: Scorecard) -> Iterator[Sentence]:
    """Yield that the scores are of the stack, where they are, and how the mechanisms did, whose chances a brief has."""
    if not of_stack(card):
        return
    own = MECHANISMS
    yield Sentence(
        "“Model” here is the stack, which weighs the mechanisms with simple histories; the chances of this brief are "
        "those of the mechanisms alone.",
        notes=(CARD,),
    )
    marks = listed([
        f"{score(card.mean(own, metric))} against {score(card.mean(card.reference, metric))} on {METRICS[metric]}"
        for metric in ("ign", "crps", "brier")
    ])  # fmt: skip
    simple = [name for name in card.models if name not in (card.reference, *PARTS)]
    ahead = [name for name in simple if card.mean(name, "ign") < card.mean(own, "ign")]
    beaten = f"{in_words(len(ahead))} of {in_words(len(simple))} simple histories did better on IGN"
    yield Sentence(f"By themselves the mechanisms scored {marks}, lower being better; {beaten}.", notes=(CARD,))


def _lost(card: Scorecard) -> dict[str, str]:
    """Return, for each score on which another forecast did better than the model, the best one."""
    found = {}
    for metric in METRICS:
        best = min(card.models, key=lambda model: card.mean(model, metric))
        if card.mean(best, metric) < card.mean(card.reference, metric):
            found[metric] = best
    return found


def _winner(name: str) -> str:
    """Return a forecast's name; a part of the model's own stack says that it is one."""
    return f"{model_words(name)} (a part of the model, alone)" if name in PARTS else model_words(name)


def _plainly(card: Scorecard) -> Sentence:
    """Return on how many scores another forecast did better, and which."""
    lost, own = _lost(card), f"the {model_words(card.reference)}"
    if not lost:
        text = f"On all {in_words(len(METRICS))} scores {own} did at least as well as every other forecast beside it."
        return Sentence(text, notes=(CARD,))
    many = (
        f"all {in_words(len(METRICS))}"
        if len(lost) == len(METRICS)
        else f"{in_words(len(lost))} of {in_words(len(METRICS))}"
    )
    winners = [_winner(name) for name in dict.fromkeys(lost.values())]
    which = f"{winners[0]} was best on each" if len(winners) == 1 else f"the best were {listed(winners)}"
    single = f"{winners[0]} was best" if len(lost) == 1 else which
    return Sentence(f"On {many} scores another forecast did better than {own}: {single}.", notes=(CARD,))


def _detail(card: Scorecard, step: str) -> Iterator[Sentence]:
    """Yield what was scored, how far ahead the best is, whether that is clear, and how few events it rests on."""
    known = card.outcomes == card.outcomes
    events = int((card.outcomes >= card.threshold).sum())
    first, last = card.origins[0], card.origins[-1]
    yield Sentence(
        f"It forecast from {count_words(len(card.origins), 'past origin')}, {first} to {last}, up to "
        f"{in_words(max(card.leads))} {step}s ahead, fitted only on what is dated before each: "
        f"{count_words(int(known.sum()), 'forecast')} in all.",
        notes=(CARD,),
    )
    lost = _lost(card)
    if "ign" in lost:
        best = lost["ign"]
        found = card.paired["ign", best]
        clear = "clearly" if found.separable else "though not clearly"
        yield Sentence(
            f"On the ignorance score it lies at {card.mean(card.reference, 'ign'):.2f} against "
            f"{card.mean(best, 'ign'):.2f} of {model_words(best)}, {clear} so.",
            notes=(CARD,),
        )
    if events < FEW_EVENTS:
        how_many = f"Only {count_words(events, 'outcome')}" if events else "No outcome"
        yield Sentence(
            f"{how_many} reached {card.threshold} deaths, so that all of this rests on few events.",
            notes=(CARD,),
        )


def _tidy(card: Scorecard, line: str) -> str:
    for name in card.models:
        line = line.replace(name, model_words(name))
    return capital(line)


def _printed(card: Scorecard) -> Table:
    """Return the scores as text, the best of each column marked by two asterisks."""
    table = score_table(card)
    best = {metric: min(row[metric] for row in table.rows) for metric in METRICS}
    rows = [
        {
            "model": model_words(row["model"]),
            **{m: f"**{score(row[m])}**" if row[m] == best[m] else score(row[m]) for m in METRICS},
            "coverage": f"{row['coverage']:.0%}",
        }
        for row in table.rows
    ]
    heads = [(column.key, column.title) for column in table.columns if column.key != "n"]
    return Table.of(heads, rows)
