"""The page of hindcasts, read from docs/hindcasts.json, which benchmarks/hindcasts.py writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "hindcasts.json"
TITLES = {
    "model": "**the model** (stack)", "phases": "phases", "memories": "memories", "decayed_history": "decayed history",
    "climatology": "climatology (since 1995)", "own_last_12": "persistence: own last 12 months",
    "last_value_poisson": "persistence: last month", "mechanisms": "the case's mechanisms",
}  # fmt: skip
HORIZONS = ("1", "3", "6", "12")


def page(data: Mapping[str, Any]) -> str:
    """Return the page as Markdown."""
    facts = data["provenance"]
    parts = [
        "# Hindcasts: what would have been said, and what came",
        "Written by `make docs` from `docs/hindcasts.json`, which `python benchmarks/hindcasts.py --mechanisms` "
        "computes. Whatever came out is printed.",
        f"**{facts['known_by'].capitalize()}.** Deaths of {facts['rivalry']}, {facts['vintage']}, events "
        "booked by their "
        f"{facts['counting_rule']} date, used since {facts['counts_since'][:4]}. Counts are monthly, so the "
        "eve of a day "
        f"is the end of the month before. *War* is a month at the war rate: {facts['war_rate']} deaths or more. "
        f"Case `{facts['case_hash'][:12]}`, version {facts['version']}, seed {facts['seed']}, "
        f"{facts['samples']} draws.",
        "The case's mechanisms, where they are shown, are fitted to what is dated before the January of the year of "
        "the latest eve that is not after the origin: their parameters saw nothing later than the origin, and up to "
        "two or three years less.",
        *_lessons(data),
        "## From the eves",
        *(_eve(one) for one in data["eves"]),
        "## After each war: how fast the model lets go",
        "Chance of 25 deaths or more next month, and deaths in the twelve months to come, so many months "
        "after the last "
        "month of 25 deaths or more.",
        *(_after(one) for one in data["after_wars"]),
        "## From the last day of the documents",
        f"The documents end in November 2023; the forecast begins with {data['after_documents']['origin']} "
        "and runs two "
        "years. The record ends in December 2024, so the second year cannot be scored yet.",
        _said(data["after_documents"], (*HORIZONS, "24")),
    ]
    return "\n\n".join(parts) + "\n"


def _lessons(data: Mapping[str, Any]) -> Iterable[str]:
    """Say in words, first, where a baseline was as good or better."""
    yield "## In short"
    lines = []
    for horizon in HORIZONS:
        scores = {name: _brier(data["eves"], name, horizon) for name in data["eves"][0]["said"]}
        best = min(scores, key=lambda name: scores[name])
        others = ", ".join(
            f"{TITLES[name]} {scores[name]:.3f}" for name in ("model", "climatology", "own_last_12") if name in scores
        )
        lines.append(
            f"- War within {horizon} month{'s' if horizon != '1' else ''}, mean Brier score over the five eves: "
            f"{others}; "
            f"best of all is {TITLES[best].replace('*', '')} ({scores[best]:.3f})."
        )
    yield "\n".join(lines)
    yield (
        "Five eves, chosen because something followed four of them, say little about skill: any model that always "
        "expected more war would do better here and worse in the [228 origins](scorecard.md) in between."
    )


def _brier(eves: Sequence[Mapping[str, Any]], name: str, horizon: str) -> float:
    pairs = [(one["said"][name]["war_within"][horizon], one["came"]["war_within"][horizon]) for one in eves]
    return float(sum((p - happened) ** 2 for p, happened in pairs) / len(pairs))


def _eve(one: Mapping[str, Any]) -> str:
    name = one["name"][0].upper() + one["name"][1:]
    return f"### {name}\n\nFirst forecast month {one['origin']}.\n\n{_said(one, HORIZONS)}"


def _said(one: Mapping[str, Any], horizons: Sequence[str]) -> str:
    came = one["came"]
    head = ["", *(f"war within {h}" for h in horizons), "first month, 5–50–95%", "all months, 5–50–95%"]
    rows = [
        [TITLES[name], *(_share(said["war_within"].get(h)) for h in horizons), _range(said["first_month"]),
         _range(said["total"])]
        for name, said in one["said"].items()
    ]  # fmt: skip
    answers = [{True: "yes", False: "no", None: "not yet known"}[came["war_within"].get(h)] for h in horizons]
    whole = len(came["deaths"]) >= int(horizons[-1])
    total = f"{came['total']:,}" + ("" if whole else f" in {len(came['deaths'])} months")
    rows.append(["*what came*", *answers, f"{came['deaths'][0]:,}", total])
    weights = ", ".join(f"{TITLES[name]} {share:.2f}" for name, share in one["weights"]["weights"].items())
    return table(head, rows) + f"\n\nWeights of the stack, from {one['weights']['targets']} targets before: {weights}."


def _after(one: Mapping[str, Any]) -> str:
    shown = [("model", "model"), ("mechanisms", "mechanisms"), ("own_last_12", "own last 12")]
    names = [(key, word) for key, word in shown if key in one["rows"][0]]
    head = ["months after", "month", *(f"{word}: ≥25 next" for _, word in names), "model: median next",
            *(f"{word}: year, mean (median)" for _, word in names), "came that month"]  # fmt: skip
    rows = [
        [str(row["after"]), row["origin"], *(_share(row[key]["many_next"]) for key, _ in names),
         f"{row['model']['median_next']:,.0f}",
         *(f"{row[key]['mean_year']:,.0f} ({row[key]['median_year']:,.0f})" for key, _ in names),
         f"{row['came']:,}"]
        for row in one["rows"]
    ]  # fmt: skip
    return f"### After {one['war']}\n\n" + table(head, rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _range(quantiles: Sequence[float]) -> str:
    low, middle, high = quantiles[0], quantiles[2], quantiles[-1]
    return f"{low:,.0f} – {middle:,.0f} – {high:,.0f}"


def written() -> str:
    """Return the page of the results that are kept."""
    return page(json.loads(RESULTS.read_text(encoding="utf-8")))
