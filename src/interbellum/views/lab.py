"""What a run of the scenario lab says: chances in words, paired differences, stories, drivers, coefficients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from interbellum.case.case import Case
from interbellum.errors import UsageError
from interbellum.record import Record
from interbellum.scoring.base_rates import BaseRate, base_rates
from interbellum.simulation.leads import horizons
from interbellum.views.charts.fan import deaths_fan
from interbellum.views.charts.scenarios import scenario_differences
from interbellum.views.explanations import driver_sentences, share_table
from interbellum.views.futures import chance_table, ends, fan_table, origin
from interbellum.views.labels import Labels, counted, month_words
from interbellum.views.note import SourceNote, hindsight
from interbellum.views.stories import shares_words, stories
from interbellum.views.table import Table
from interbellum.views.view import View
from interbellum.views.words import change_words, is_likelihood, percent, told

if TYPE_CHECKING:
    from interbellum.analysis.drivers import Drivers
    from interbellum.analysis.representatives import Representatives
    from interbellum.simulation.comparing import Comparison
    from interbellum.simulation.running import Ensemble


MADE_BY = (
    "The chances are those of the mechanisms, run forward, and not of the stack, which weighs the mechanisms with "
    "simple histories; the scorecard tells of both."
)
"""Which model makes the chances of a run."""


class RunLike(Protocol):
    """What is shown of a run: futures, their comparison, representatives by scenario, drivers, the posterior."""

    @property
    def ensemble(self) -> Ensemble:
        """The futures."""
        ...

    @property
    def posterior(self) -> Any:
        """The posterior they live by, or `None`."""
        ...

    @property
    def comparison(self) -> Comparison | None:
        """The paired differences from the baseline."""
        ...

    @property
    def futures(self) -> Mapping[str, Representatives]:
        """Representative futures by scenario."""
        ...

    @property
    def drivers(self) -> Drivers | None:
        """What separates futures with war from those without."""
        ...


def table_data(table: Table) -> dict[str, Any]:
    """Return a table as plain data: columns with titles, and rows."""
    return {"columns": [[column.key, column.head] for column in table.columns], "rows": table.to_dicts()}


def chosen_rivalry(run: RunLike, rivalry: str | None) -> str:
    """Return the rivalry asked for, the first where none is; raise `UsageError` where the run has no such one."""
    known = [str(one) for one in run.ensemble.dataset["rivalries"].values]
    if rivalry is not None and rivalry not in known:
        raise UsageError(f"the run has no rivalry {rivalry!r}", hint=f"it has {', '.join(known)}")
    return rivalry or known[0]


def lab_data(case: Case, run: RunLike, rivalry: str | None = None) -> dict[str, Any]:
    """Return everything that a page shows of a run, as plain data."""
    one, labels, ensemble = chosen_rivalry(run, rivalry), Labels(case), run.ensemble
    titles = dict(ensemble.titles)
    before = base_rates(Record.of(case), one, origin(ensemble), horizons(int(ensemble.dataset.sizes["lead"])))
    return {
        "rivalry": one,
        "made_by": MADE_BY,
        "past": {"words": _past_words(before, ensemble), "table": table_data(_past_table(before))} if before else None,
        "rivalry_name": labels[one],
        "rivalries": [{"id": str(r), "name": labels[str(r)]} for r in ensemble.dataset["rivalries"].values],
        "provenance": ensemble.provenance,
        "hindsight": hindsight(ensemble.provenance),
        "scenarios": [_scenario(case, run, name, one) for name in ensemble.scenarios],
        "comparison": _comparison(run, one, titles),
        "drivers": _drivers(run, titles, labels),
        "coefficients": coefficient_data(run.posterior),
    }


def _past_words(before: Mapping[int, BaseRate], ensemble: Ensemble) -> str:
    """Return how often past spans as long as the run, or as the longest there are, had war."""
    last, step = before[max(before)], ensemble.provenance["step"]
    return (
        f"In the record before, {percent(last.war)} of {counted(last.spans, 'span')} of {counted(last.length, step)} "
        f"had a war-rate {step}, and {percent(last.violence)} a death."
    )


def _past_table(before: Mapping[int, BaseRate]) -> Table:
    rows = [asdict(one) for one in before.values()]
    heads = [("length", "Horizon", "steps"), ("war", "Share of past spans with war"), ("violence", "With a death")]
    return Table.of([*heads, ("spans", "Past spans")], rows)


def _scenario(case: Case, run: RunLike, name: str, rivalry: str) -> dict[str, Any]:
    ensemble = run.ensemble
    chances = chance_table(ensemble, rivalry, name)
    last = chances.rows[-1]
    told_of = run.futures.get(name)
    return {
        "id": name,
        "title": ensemble.titles[name],
        "words": _chance_words(last["war"], last["lead"], ensemble),
        "war": last["war"],
        "deaths": [last["q5"], last["q50"], last["q95"]],
        "chances": table_data(chances),
        "fan": table_data(fan_table(ensemble, rivalry, name)),
        "fan_words": fan_view(case, run, name, rivalry).words,
        "stories": [] if told_of is None else [story.to_dict() for story in stories(told_of, case)],
        "shares": None if told_of is None else shares_words(told_of, case.meta.step),
    }


def _chance_words(war: float, leads: int, ensemble: Ensemble) -> str:
    """Return the chance of war in ICD 203 words with the number beside them."""
    members = int(ensemble.dataset.sizes["member"])
    until = month_words(date.fromisoformat(ends(ensemble)[leads - 1]))
    step = ensemble.provenance["step"]
    return f"A war-rate {step} by the end of {until} {is_likelihood(war)} ({told(war, members)})."


def _comparison(run: RunLike, rivalry: str, titles: Mapping[str, str]) -> dict[str, Any] | None:
    if run.comparison is None:
        return None
    rows = [row for row in run.comparison.rows if row.get("rivalry", rivalry) == rivalry]
    longest = max(row["horizon"] for row in rows)
    war = [row for row in rows if row["measure"] == "p_war" and row["horizon"] == longest]
    return {
        "horizon": longest,
        "words": [_difference_words(row, titles) for row in war],
        "rows": [{**row, "title": titles.get(row["scenario"], row["scenario"])} for row in rows],
    }


def _difference_words(row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return one paired difference of the chance of war as a sentence."""
    title, change = titles.get(row["scenario"], row["scenario"]), row["difference"] * 100
    low, high = row["low"] * 100, row["high"] * 100
    moved = change_words(row["baseline"], row["what_if"])
    if row["changed"] == 0:
        return f"{title}: in no future does it change whether there is war ({percent(row['baseline'])})."
    if low <= 0 <= high:
        return (
            f"{title}: the chance of war goes {moved}; with so many futures that cannot be told from no difference "
            f"({low:+.1f} to {high:+.1f} points)."
        )
    verb = "rises" if change > 0 else "falls"
    least, most = sorted((abs(low), abs(high)))
    return f"{title}: the chance of war {verb} {moved}, by {least:.1f} to {most:.1f} points."


def _drivers(run: RunLike, titles: dict[str, str], labels: Labels) -> dict[str, Any] | None:
    if run.drivers is None:
        return None
    found = run.drivers
    words = [labels.sided(line, found.rivalry) if found.rivalry else line for line in driver_sentences(found, titles)]
    return {"words": words, "shares": table_data(share_table(found))}


def coefficient_data(posterior: Any) -> list[dict[str, Any]]:
    """Return every coefficient with its range, unit, basis, source and whether the record informed it."""
    if posterior is None:
        return []
    keep = ("name", "mean", "q05", "q95", "unit", "basis", "source", "informed")
    rows: Iterable[Mapping[str, Any]] = posterior.summary()
    return [{key: row[key] for key in keep} for row in rows]


def fan_view(case: Case, run: RunLike, scenario: str | None, rivalry: str | None) -> View:
    """Return the fan of deaths of one scenario."""
    name = run.ensemble.scenarios[0] if scenario is None else scenario
    if name not in run.ensemble.scenarios:
        raise UsageError(f"the run has no scenario {name!r}", hint=f"it has {', '.join(run.ensemble.scenarios)}")
    return deaths_fan(
        Record.of(case), run.ensemble, chosen_rivalry(run, rivalry), name, title=run.ensemble.titles[name]
    )


def comparison_view(run: RunLike, measure: str, rivalry: str | None) -> View:
    """Return the chart of paired differences of one measure (`p_war`, `deaths`)."""
    one = chosen_rivalry(run, rivalry)
    if run.comparison is None:
        raise UsageError("this run has no scenario to compare", hint="choose one beside the baseline")
    rows = [row for row in run.comparison.rows if row.get("rivalry", one) == one]
    note = SourceNote.of_run(run.ensemble.provenance)
    return scenario_differences(rows, run.ensemble.titles, note, measure, str(run.ensemble.provenance["step"]))
