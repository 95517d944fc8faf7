"""How good this model has been: beside simple histories, and plainly where one of them wins."""

from __future__ import annotations

from interbellum.brief.material import CARD, RUN, Material
from interbellum.brief.sentence import Block, Figure, Folded, Items, Paragraph, Plain, Section, Sentence
from interbellum.scoring import METRICS, Scorecard
from interbellum.views.charts.scores import model_words, reliability, scores_by_lead
from interbellum.views.labels import listed
from interbellum.views.score_tables import score_table
from interbellum.views.table import Table

TITLE = "How good this model has been"


def scores(material: Material) -> Section:
    """Return the scorecard in words, as a table and as charts."""
    card = material.card
    if card is None:
        said = Sentence("No backtest was given, so nothing here says how good this model has been.", notes=(RUN,))
        return Section("scores", TITLE, (Paragraph((said,)),))
    lines = tuple(("", (Sentence(_tidy(card, line), notes=(CARD,)),)) for line in card.verdict())
    blocks: list[Block] = [
        Paragraph((_plainly(card),), strong=True),
        Plain(Sentence("Mean scores; lower is better, the best of each in bold", notes=(CARD,)), _printed(card)),
        Figure(scores_by_lead(card, "ign")),
        Figure(reliability(card)),
        Folded("The verdict, score by score", (Items(lines),)),
    ]
    return Section("scores", TITLE, tuple(blocks))


def _plainly(card: Scorecard) -> Sentence:
    """Return which scores a simple history wins."""
    lost = []
    for metric, name in METRICS.items():
        best = min(card.models, key=lambda model: card.mean(model, metric))
        if card.mean(best, metric) < card.mean(card.reference, metric):
            pair = f"{card.mean(best, metric):.3g} against {card.mean(card.reference, metric):.3g}"
            lost.append(f"{name} ({model_words(best)}, {pair})")
    own = model_words(card.reference)
    many = f"all {len(METRICS)}" if len(lost) == len(METRICS) else f"{len(lost)} of {len(METRICS)}"
    if not lost:
        text = f"On all {len(METRICS)} scores the {own} did at least as well as every other forecast beside it."
    else:
        text = f"On {many} scores another forecast did better than the {own}: {listed(lost)}."
    return Sentence(text, notes=(CARD,))


def _tidy(card: Scorecard, line: str) -> str:
    for name in card.models:
        line = line.replace(name, model_words(name))
    return line


def _printed(card: Scorecard) -> Table:
    """Return the scores as text, the best of each column marked by two asterisks."""
    table = score_table(card)
    best = {metric: min(row[metric] for row in table.rows) for metric in METRICS}
    rows = [
        {
            "model": model_words(row["model"]),
            **{m: f"**{row[m]:.3g}**" if row[m] == best[m] else f"{row[m]:.3g}" for m in METRICS},
            "coverage": f"{row['coverage']:.0%}",
        }
        for row in table.rows
    ]
    heads = [(column.key, column.title) for column in table.columns if column.key != "n"]
    return Table.of(heads, rows)
