"""How cases, replays, records, ensembles and scorecards show themselves in a notebook.

Each function returns escaped HTML that takes its colours from the notebook, so that it is readable in light and dark:
the point first, the long tables folded, and under each the hash, seed and posterior that it can be traced by.
`register` gives the classes their `_repr_html_`, in this one place, so that the parts below know nothing of how they
are shown; calling it twice does no harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from html import escape
from importlib import import_module
from typing import Any

from interbellum.case.case import Case
from interbellum.record import Dispute, Record
from interbellum.views.futures import EnsembleLike, chance_table, origin
from interbellum.views.labels import Labels, counted, day_words, edtf_words, number
from interbellum.views.note import SourceNote, hindsight
from interbellum.views.record_tables import commitment_table
from interbellum.views.table import Table
from interbellum.views.words import likelihood, told

_SHOWN = 12
_CLAIMS = 3
"""Claims that a row names; the rest are counted."""
_MUTED = "opacity:.7;margin:.25em 0"
_Rows = list[dict[str, Any]]


def case_html(case: Case) -> str:
    """Return what a case asks, what it holds, and on whom it leans."""
    held = [
        counted(len(case.claims), "claim"), counted(len(case.sources), "source"), counted(len(case.events), "event"),
        counted(len(case.status), "status", "statuses"), counted(len(case.ties), "tie"),
        counted(sum(map(len, case.series.values())), "series value"), counted(len(case.actors), "actor"),
        counted(len(case.places), "place"), counted(len(case.perspectives), "reading"),
        counted(len(case.scenarios), "scenario"), counted(len(case.questions), "question"),
    ]  # fmt: skip
    claims = Counter(claim.source for claim in case.claims)
    leaned = sorted(case.sources, key=lambda source: -claims[source.id])
    rows = [
        {"source": source.title, "letter": source.reliability, "dated": source.published, "n": claims[source.id]}
        for source in leaned
    ]
    columns = [("source", "Source"), ("letter", "Reliability"), ("dated", "Published"), ("n", "Claims")]
    lines = [case.meta.question, f"Holds {', '.join(held)}."]
    foot = f"Case {case.id}, hash {case.hash[:12]}; {case.meta.period}, by {case.meta.step}; {case.meta.licence}."
    table = Table.of(columns, rows).html("Reliability from A (completely reliable) to E (unreliable)")
    return _block(case.meta.title, lines, [_folded(f"{counted(len(rows), 'source')} by number of claims", table)], foot)


def record_html(record: Record) -> str:
    """Return what a record holds, what it lacks, and what sources dispute, each value with its claims."""
    entries, found = record.entries, record.disputes()
    days = record.turning_days()
    span = f"from {day_words(days[0])} to {day_words(days[-1])}" if days else "of no dated thing"
    lines = [
        f"{record.case.meta.title}, {span}.",
        f"{counted(len(record.claims), 'accepted claim')} behind {counted(len(entries.all()), 'record')}; "
        f"{counted(len(record.unbacked()), 'record')} without a claim; {counted(len(found), 'dispute')}.",
    ]
    latest = sorted(found, key=lambda one: (max(one.begins), one.about), reverse=True)[:_SHOWN]
    labels = Labels(record.case)
    columns = [("about", "Sources dispute"), ("values", "They say"), ("claims", "Claims")]
    table = Table.of(columns, [_dispute(one, labels) for one in latest])
    shown = table.html(f"The latest {len(latest)} of {len(found)} disputes") if found else ""
    return _block("Record", lines, [shown], SourceNote.of_case(record.case).line())


def _dispute(dispute: Dispute, labels: Labels) -> dict[str, Any]:
    values = [number(v.value) if isinstance(v.value, float) else str(v.value) for v in dispute.variants]
    claims = [claim for variant in dispute.variants for claim in variant.claims]
    return {
        "about": _worded(dispute.title, labels),
        "values": _worded(" · ".join(values), labels),
        "claims": _named(claims),
    }


def replay_html(replay: Any) -> str:
    """Return the state of a replayed day: phases, roads and ground, then promises."""
    data: dict[str, Any] = replay.data
    assembly = getattr(replay, "assembly", None)
    record: Record = replay.record if assembly is None else assembly.record
    labels = Labels(record.case)
    known = data.get("known_by")
    phases = [f"{labels[name]}: {item['name']}" for name, item in data["phase"].items()]
    lines = [
        f"As known by {known}." if known else "With all that is known now.",
        f"{'; '.join(phases)} (the step that ended on {data['step_end']}).",
    ]
    tables = [
        _held_table("Roads, missions and talks", [
            *(_held(labels[name], item["state"], item) for name, item in data["corridors"].items()),
            *(_held(labels[name], item["strength"], item) for name, item in data["missions"].items()),
            *(_held(f"Talks: {labels[name]}", item["stage"], item) for name, item in data["talks"].items()),
        ]),
        _held_table("Ground", [
            _held(labels[name], labels[item["by"] or ""], item) for name, item in data["control"].items()
        ]),
    ]  # fmt: skip
    promises = commitment_table(record, labels, replay.on, replay.known_by)
    tables.append(_folded("Promises kept and broken", promises.html()))
    foot = f"{SourceNote.of_case(record.case, replay.known_by).line()} Sources dispute {len(data['disputes'])} points."
    return _block(f"{record.case.meta.title} on {day_words(replay.on)}", lines, tables, foot)


def ensemble_html(ensemble: EnsembleLike) -> str:
    """Return the chances and deaths of each scenario and rivalry by horizon, in words and numbers."""
    names = [str(name) for name in ensemble.dataset["rivalries"].values]
    members = int(ensemble.dataset.sizes["member"])
    titles: Mapping[str, str] = getattr(ensemble, "titles", {})
    tables = [
        _chances(ensemble, rivalry, scenario).html(f"{titles.get(scenario, scenario)}, {rivalry}")
        for scenario in ensemble.scenarios
        for rivalry in names
    ]
    lines = [f"{members:,} futures from {day_words(origin(ensemble))}; words of likelihood are those of ICD 203."]
    if warning := hindsight(ensemble.provenance):
        lines.append(warning)
    facts = {"members": members, **ensemble.provenance}
    shown = [*tables[: len(names)], *([_folded("The scenarios", "".join(tables[len(names) :]))] if tables[1:] else [])]
    if len(ensemble.scenarios) == 1:
        shown = tables
    return _block("Ensemble", lines, shown, SourceNote.of_run(facts).line())


def _chances(ensemble: EnsembleLike, rivalry: str, scenario: str) -> Table:
    members = int(ensemble.dataset.sizes["member"])
    rows = [
        {
            "lead": row["lead"], "time": row["time"], "war": f"{likelihood(row['war'])} ({told(row['war'], members)})",
            "violence": told(row["violence"], members),
            "deaths": f"{number(round(row['q50']))} ({number(round(row['q5']))}–{number(round(row['q95']))})",
        }
        for row in chance_table(ensemble, rivalry, scenario).rows
    ]  # fmt: skip
    columns = [("lead", "Steps"), ("time", "To"), ("war", "A war-rate step by then"), ("violence", "Any death by then")]
    return Table.of([*columns, ("deaths", "Deaths, median (90%)")], rows)


def scorecard_html(card: Any) -> str:
    """Return the scores of each model, the best of each column marked, and what they say."""
    from interbellum.scoring import METRICS
    from interbellum.views.score_tables import score_table

    found = score_table(card)
    best = {metric: min(row[metric] for row in found.rows) for metric in METRICS}
    rows = [
        {**row, **{m: f"{row[m]:.3g}{' ◂' if row[m] == best[m] else ''}" for m in METRICS},
         "coverage": f"{row['coverage']:.0%}"}
        for row in found.rows
    ]  # fmt: skip
    table = Table(found.columns, tuple(rows)).html("Mean scores; lower is better, ◂ marks the best of each")
    verdict = list(card.verdict())
    said = "".join(f"<p>{escape(line)}</p>" for line in verdict[1:])
    note = SourceNote.of_run({name: card.provenance.get(name) for name in ("case", "case_hash", "seed", "known_by")})
    return _block("Scorecard", verdict[:1], [table, _folded("What the scores say", said)], note.line())


def _held(what: str, value: Any, item: Mapping[str, Any]) -> dict[str, Any]:
    shown = f"{value} ({item['standing']})" if item.get("standing") not in (None, "assessed") else value
    since = edtf_words(item["since"]) if item.get("since") else None
    return {
        "what": what, "value": "ended" if item.get("ended") else shown, "since": since,
        "claims": _named(item["claims"]), "other": len(item.get("variants", ())) or None,
    }  # fmt: skip


def _held_table(caption: str, rows: _Rows) -> str:
    known = [row for row in rows if row["value"] not in (None, "", "ended")]
    columns = [("what", "What"), ("value", "Holds"), ("since", "Since"), ("other", "Also stated"), ("claims", "Claims")]
    table = Table.of(columns, known).html()
    return _folded(f"{caption} ({len(known)})", table, shut=len(known) > _SHOWN)


def _named(claims: Iterable[str]) -> str | None:
    """Return the first few claims by name, and how many more there are."""
    found = list(dict.fromkeys(claims))
    more = f" +{len(found) - _CLAIMS}" if len(found) > _CLAIMS else ""
    return f"{', '.join(found[:_CLAIMS])}{more}" if found else None


def _worded(text: str, labels: Labels) -> str:
    return " ".join(labels[word] for word in text.split(" "))


def _folded(title: str, inner: str, *, shut: bool = True) -> str:
    return f"<details{'' if shut else ' open'}><summary>{escape(title)}</summary>{inner}</details>"


def _block(title: str, lines: Iterable[str], parts: Iterable[str], foot: str) -> str:
    said = "".join(f'<p style="margin:.25em 0">{escape(line)}</p>' for line in lines)
    head = f'<h4 style="margin:.2em 0">{escape(title)}</h4>'
    note = f'<p style="{_MUTED}"><small>{escape(foot)}</small></p>'
    return f'<div class="interbellum" style="max-width:60em">{head}{said}{"".join(parts)}{note}</div>'


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
