"""How cases, replays, records, ensembles and scorecards show themselves in a notebook.

Each function returns escaped HTML. `register` gives the classes their `_repr_html_`, in this one place, so that the
parts below know nothing of how they are shown; calling it twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from importlib import import_module
from typing import Any

from interbellum.case.case import Case
from interbellum.record import Record
from interbellum.views.futures import EnsembleLike, chance_table, origin
from interbellum.views.labels import Labels, counted, day_words
from interbellum.views.record_tables import commitment_table
from interbellum.views.table import Table

_SHOWN = 12


def case_html(case: Case) -> str:
    """Return what a case holds."""
    held = [
        ("Sources", len(case.sources)), ("Claims", len(case.claims)), ("Events", len(case.events)),
        ("Ties", len(case.ties)), ("Statuses", len(case.status)),
        ("Series", sum(map(len, case.series.values()))), ("Actors", len(case.actors)),
        ("Places", len(case.places)), ("Readings", len(case.perspectives)), ("Scenarios", len(case.scenarios)),
        ("Questions", len(case.questions)),
    ]  # fmt: skip
    table = Table.of([("what", "Holds"), ("n", "Number")], [{"what": name, "n": n} for name, n in held])
    lines = [case.meta.question, f"{case.meta.period}, by {case.meta.step}; hash {case.hash[:12]}"]
    return _block(case.meta.title, lines, [table.html()])


def record_html(record: Record) -> str:
    """Return what a record holds, and what it lacks."""
    entries, found = record.entries, record.disputes()
    days = record.turning_days()
    span = f"from {day_words(days[0])} to {day_words(days[-1])}" if days else "of no dated thing"
    lines = [
        f"Record of {record.case.meta.title}, {span}.",
        f"{counted(len(record.claims), 'accepted claim')} behind {counted(len(entries.all()), 'record')}; "
        f"{counted(len(record.unbacked()), 'record')} without a claim; {counted(len(found), 'dispute')}.",
    ]
    table = Table.of(
        [("about", "Disputed"), ("kind", "Kind")], [{"about": d.title, "kind": d.kind} for d in found[:_SHOWN]]
    )
    return _block("Record", lines, [table.html(f"First {min(_SHOWN, len(found))} of {len(found)} disputes")])


def replay_html(replay: Any) -> str:
    """Return the state of a replayed day: ground, roads, phases, promises."""
    data: dict[str, Any] = replay.data
    assembly = getattr(replay, "assembly", None)
    record: Record = replay.record if assembly is None else assembly.record
    labels = Labels(record.case)
    rows = [
        *(_held("ground", labels[name], labels[item["by"] or ""], item) for name, item in data["control"].items()),
        *(_held("road", labels[name], item["state"], item) for name, item in data["corridors"].items()),
        *(_held("phase", labels[name], item["name"], item) for name, item in data["phase"].items()),
        *(_held("talks", labels[name], item["stage"], item) for name, item in data["talks"].items()),
        *(_held("mission", labels[name], item["strength"], item) for name, item in data["missions"].items()),
    ]  # fmt: skip
    table = Table.of([("kind", "Kind"), ("what", "What"), ("value", "Holds"), ("claims", "Claims")], rows)
    known = data.get("known_by")
    lines = [
        f"As known by {known}." if known else "With all that is known now.",
        f"Phases are of the step that ended on {data['step_end']}.",
    ]
    promises = commitment_table(record, labels, replay.on, replay.known_by)
    return _block(f"{data['case']} on {data['on']}", lines, [table.html(), promises.html("Promises")])


def ensemble_html(ensemble: EnsembleLike) -> str:
    """Return the chances and deaths of each scenario and rivalry, by horizon."""
    names = [str(name) for name in ensemble.dataset["rivalries"].values]
    facts = ensemble.provenance
    lines = [
        f"{facts.get('case')}: {ensemble.dataset.sizes['member']:,} futures from {origin(ensemble)}, "
        f"seed {facts.get('seed')}, posterior {str(facts.get('posterior'))[:12]}."
    ]
    tables = [
        chance_table(ensemble, rivalry, scenario).html(f"{scenario}, {rivalry}")
        for scenario in ensemble.scenarios
        for rivalry in names
    ]
    return _block("Ensemble", lines, tables)


def scorecard_html(card: Any) -> str:
    """Return the scores of each model, and what they say."""
    from interbellum.views.score_tables import score_table

    return _block("Scorecard", card.verdict(), [score_table(card).html("Mean scores; lower is better")])


def _held(kind: str, what: str, value: Any, item: dict[str, Any]) -> dict[str, Any]:
    shown = f"{value} ({item['standing']})" if item.get("standing") not in (None, "assessed") else value
    return {"kind": kind, "what": what, "value": "ended" if item.get("ended") else shown, "claims": len(item["claims"])}


def _block(title: str, lines: Iterable[str], tables: Iterable[str]) -> str:
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div class="interbellum"><h4>{escape(title)}</h4>{said}{"".join(tables)}</div>'


_SHOWS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("interbellum.case.case", "Case", case_html),
    ("interbellum.record.record", "Record", record_html),
    ("interbellum.simulation.replaying", "Replay", replay_html),
    ("interbellum.simulation.running", "Ensemble", ensemble_html),
    ("interbellum.scoring.scorecard", "Scorecard", scorecard_html),
)


def register(*classes: type) -> None:
    """Give classes their `_repr_html_` by name; without arguments, all that can be shown (which imports them)."""
    if classes:
        for kind in classes:
            for module, name, show in _SHOWS:
                if (kind.__module__, kind.__name__) == (module, name):
                    setattr(kind, "_repr_html_", show)  # noqa: B010
        return
    for module, name, show in _SHOWS:
        try:
            found = getattr(import_module(module), name, None)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            found = None
        if found is not None:
            setattr(found, "_repr_html_", show)  # noqa: B010
