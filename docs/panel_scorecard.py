"""The panel's part of the scorecard, read from docs/panel.json, which `benchmarks/views.py --out` writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from diagrams import picture as drawn

RESULTS = Path(__file__).resolve().parent / "panel.json"
SHOWN = {"ign": "IGN", "crps_log1p": "CRPS of log1p", "brier": "Brier ≥25", "crps": "CRPS", "mis": "MIS"}
FIGURES = {"ign": ".3f", "crps_log1p": ".4f", "brier": ".5f", "crps": ".2f", "mis": ".1f"}
KINDS = ("all", "active", "inactive", "onset", "continuation")
AIM = {"crps": 46.5, "ign": 0.55, "mis": 800.0}
"""A mark set for this benchmark before any of this was run: to be reached on all three at once."""
BASELINES = {
    "own_last_12": "own last 12 months",
    "last_value_poisson": "last value, Poisson",
    "bootstrap_240": "bootstrap of 240 months",
    "zero": "zero",
}


def kept() -> dict[str, Any]:
    """Return the kept results."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def wins(data: Mapping[str, Any]) -> Iterable[str]:
    """Say in plain words, first, where the model is beaten: over all windows, in each, and by how much for sure."""
    models = _means(data)
    lines = []
    for metric, title in SHOWN.items():
        own = models["model"][metric]
        ahead = sorted((row[metric], name) for name, row in models.items() if row[metric] < own)
        said = ", ".join(f"{_called(name, data)} {score:{FIGURES[metric]}}" for score, name in ahead)
        lines.append(f"- {title}: the model scores {own:{FIGURES[metric]}}; " + (
            f"ahead of it: {said}." if ahead else "nothing on this card is ahead of it."
        ))  # fmt: skip
    yield "\n".join(lines)
    yield " ".join([*_window_losses(data), *_aim(models["model"]), _sure(data)])


def _window_losses(data: Mapping[str, Any]) -> Iterable[str]:
    """Say in which windows a baseline (not a part of the model) is ahead."""
    for metric in ("ign", "crps", "mis"):
        lost = []
        for year, window in data["windows"].items():
            rows: dict[str, float] = {name: parts["all"][metric] for name, parts in window["models"].items()}
            best = min(data["baselines"], key=rows.__getitem__)
            if rows[best] < rows["model"]:
                lost.append(f"{year} ({BASELINES[best]} {rows[best]:{FIGURES[metric]}} against "
                            f"{rows['model']:{FIGURES[metric]}})")  # fmt: skip
        yield f"On {SHOWN[metric]} a baseline is ahead in {_listed(lost) if lost else 'no window'}."


def _aim(own: Mapping[str, float]) -> Iterable[str]:
    met = [SHOWN[metric] for metric, aim in AIM.items() if own[metric] <= aim]
    marks = ", ".join(f"{SHOWN[metric]} {aim:g}" for metric, aim in AIM.items())
    yield f"An aim set beforehand ({marks}, at once) is reached on {_listed(met) if met else 'none of the three'}."


def _sure(data: Mapping[str, Any]) -> str:
    open_ = {
        SHOWN[metric]: [BASELINES[name] for name in data["baselines"] if _open(data["paired"][name][metric])]
        for metric in ("ign", "crps", "mis")
    }
    said = "; ".join(f"on {title} {_listed(names) if names else 'none'}" for title, names in open_.items())
    return f"Ahead is not the same as told apart. Baselines whose 95% interval of the difference includes zero: {said}."


def _open(row: Mapping[str, float]) -> bool:
    return row["low"] <= 0 <= row["high"]


def sections(data: Mapping[str, Any]) -> Iterable[str]:
    """Return the panel's sections, from what was scored to calibration."""
    facts, seconds = data["provenance"], data["seconds"]
    years, leads = list(data["windows"]), data["leads"]
    yield "## The panel: what was scored"
    yield (
        f"Deaths by month of {facts['unit']}: {len(years)} origins, each October before {years[0]} to {years[-1]}, "
        f"leads {leads[0]} to {leads[-1]} months, {data['samples']:,} draws, "
        f"{data['over_all']['cells']['all']:,} forecasts a model. Outcomes: {facts['outcomes']}. History: "
        f"{facts['history']}. Counting rule: {facts['counting_rule']}. These are {facts['vintage_note']}. Settings "
        f"were chosen on {data['chosen_on'][0]}–{data['chosen_on'][-1]} and earlier windows only. Version "
        f"{data['version']}, seed {data['seed']}, computed in {seconds:.0f} s. What the models are: "
        "[Panel forecasts](explanation/panel-forecasts.md)."
    )
    yield "## The panel: mean scores"
    yield _table(["model", *SHOWN.values()], _mean_rows(data))
    yield (
        "IGN by kind of cell: active countries had a death in the year before the origin; onset cells are those with "
        "deaths of the others, continuation those of active ones (chosen by outcome, so no proper scores)."
    )
    yield _table(["model", *KINDS], _kind_rows(data))
    yield "## The panel: by origin"
    for metric in ("ign", "crps", "mis"):
        yield f"{SHOWN[metric]}, every window (origin: the October before it):"
        yield _table(["model", *years], _window_rows(data, metric))
    yield "## The panel: by lead"
    for metric in ("ign", "crps"):
        yield f"{SHOWN[metric]} by lead in months:"
        yield _table(["model", *map(str, leads)], _lead_rows(data, metric))
    yield "## The panel: the model less each other, and skill"
    yield (
        "Difference of mean scores with a 95% interval from a bootstrap of whole countries; skill is the share of the "
        "other's score that is saved."
    )
    yield _table(["other", "score", "difference", "95%", "skill", "told apart"], _pair_rows(data))
    yield "## The panel: without the most influential country"
    yield _table(["model", "score", "country", "its share", "mean of all others"], _influence_rows(data))
    yield "## The panel: calibration"
    yield from _calibrated(data)


def _means(data: Mapping[str, Any]) -> dict[str, Mapping[str, float]]:
    return {name: parts["all"] for name, parts in data["over_all"]["models"].items()}


def _called(name: str, data: Mapping[str, Any]) -> str:
    return BASELINES.get(name, name) + ("" if name in data["baselines"] else " (a part of it)")


def _bold(name: str) -> str:
    return "**model**" if name == "model" else BASELINES.get(name, name)


def _mean_rows(data: Mapping[str, Any]) -> Iterable[list[str]]:
    for name, row in _means(data).items():
        yield [_bold(name), *(f"{row[metric]:{FIGURES[metric]}}" for metric in SHOWN)]


def _kind_rows(data: Mapping[str, Any]) -> Iterable[list[str]]:
    for name, parts in data["over_all"]["models"].items():
        yield [_bold(name), *(f"{parts[kind]['ign']:.3f}" if kind in parts else "–" for kind in KINDS)]


def _window_rows(data: Mapping[str, Any], metric: str) -> Iterable[list[str]]:
    for name in _means(data):
        rows = (window["models"][name]["all"][metric] for window in data["windows"].values())
        yield [_bold(name), *(f"{row:{FIGURES[metric]}}" for row in rows)]


def _lead_rows(data: Mapping[str, Any], metric: str) -> Iterable[list[str]]:
    for name, rows in data["by_lead"].items():
        yield [_bold(name), *(f"{rows[str(lead)][metric]:{FIGURES[metric]}}" for lead in data["leads"])]


def _pair_rows(data: Mapping[str, Any]) -> Iterable[list[str]]:
    for name, rows in data["paired"].items():
        for metric in ("ign", "crps", "mis"):
            row, figures = rows[metric], FIGURES[metric]
            skill = row["skill"]
            saved = f"{skill['value']:+.1%} ({skill['low']:+.1%} to {skill['high']:+.1%})" if skill else "–"
            yield [BASELINES.get(name, name), SHOWN[metric], f"{row['mean']:+{figures}}",
                   f"{row['low']:+{figures}} to {row['high']:+{figures}}", saved,
                   "no" if _open(row) else "yes"]  # fmt: skip


def _influence_rows(data: Mapping[str, Any]) -> Iterable[list[str]]:
    for name in ("model", *data["baselines"]):
        for metric in ("crps", "ign", "mis"):
            row = data["over_all"]["without_most_influential"][name][metric]
            yield [_bold(name), SHOWN[metric], data["names"].get(row["unit"], row["unit"]), f"{row['share']:.0%}",
                   f"{row['mean']:{FIGURES[metric]}}"]  # fmt: skip


def _calibrated(data: Mapping[str, Any]) -> Iterable[str]:
    own = data["calibration"]["model"]
    held = ", ".join(f"{kind} {own[kind]['coverage_90']:.1%}" for kind in own)
    yield f"Share of outcomes in the model's 90% interval: {held} (an interval from zero holds every zero)."
    yield "PIT in tenths (even: 10% each):\n\n" + _table(
        ["countries", *(f"{n / 10:.1f}–{(n + 1) / 10:.1f}" for n in range(10))],
        ([kind, *(f"{share:.1%}" for share in own[kind]["pit"])] for kind in own),
    )
    yield f"![Reliability of the chance of {data['threshold']} deaths or more, and PIT](panel-calibration.svg)"
    yield f"Probability of {data['threshold']} deaths or more in a country's month:\n\n" + _table(
        ["given", "forecasts", "mean given", "happened", "95% (Wilson, as if independent)"],
        (
            [f"{p['low']:.0%}–{p['high']:.0%}", f"{p['n']:,}", f"{p['forecast']:.1%}", f"{p['frequency']:.1%}",
             f"{p['frequency_low']:.1%}–{p['frequency_high']:.1%}"]
            for p in data["reliability"]["model"]
        ),
    )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if names[1:] else "") + names[-1]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows))


def picture(data: Mapping[str, Any]) -> str:
    """Return the picture of the model's calibration beside the strongest baseline's."""
    rival = min(data["baselines"], key=lambda name: data["over_all"]["models"][name]["all"]["brier"])
    shown = {"the model": data["reliability"]["model"], BASELINES[rival]: data["reliability"][rival]}
    return drawn("Calibration of the panel's forecasts", shown, data["calibration"]["model"]["active"]["pit"])
