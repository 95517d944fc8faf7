"""The main job, end to end: check a case, replay it, fit it, run it forward, score it, write the brief."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.briefs import past_origins, scored
from interbellum.cli.future import fitted, posterior_data, ran, share
from interbellum.cli.options import day_after, json_option, opened, seed_option
from interbellum.cli.output import as_json as json_text
from interbellum.cli.output import ensure_writable, number, several, write_json, write_line, write_table
from interbellum.cli.serving import PORT, serve_cases
from interbellum.cli.what_ifs import what_ifs
from interbellum.errors import UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.scoring import Scorecard
    from interbellum.simulation.running import Ensemble
    from interbellum.web.desk import Opened

SCORES = ("crps", "ign", "brier")
"""Scores that the summary shows."""
SHOWN = 12
"""Steps ahead that the summary tells the chances of."""


@dataclass
class StageTeller:
    """Says what has been done as it is done, with the seconds it took, unless `quiet`."""

    quiet: bool
    began: float = field(default_factory=time.monotonic)

    def __call__(self, stage: str, text: str) -> None:
        """Tell of one finished stage."""
        if not self.quiet:
            seconds, self.began = time.monotonic() - self.began, time.monotonic()
            write_line(f"{stage:<9}{text} ({seconds:.1f} s)")


@click.command("open")
@click.argument("case", default="karabakh", metavar="[CASE]")
@click.option("--no-serve", is_flag=True, help="End after the brief instead of serving the web app.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port of the web app; 0 takes a free one.",
)
@click.option("--open/--no-open", "open_page", default=True, show_default=True, help="Open the page in a browser.")
@click.option("--order", is_flag=True, help="Only print the order of the mechanisms, and what each reads and writes.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder to write to [default: out/CASE].")
@click.option(
    "--members", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="Futures of each scenario."
)
@click.option("--months", type=click.IntRange(1, 1200), default=24, show_default=True, help="Steps to run.")
@seed_option
@json_option
def open_command(
    case: str,
    no_serve: bool,
    port: int,
    open_page: bool,
    order: bool,
    out: Path | None,
    members: int,
    months: int,
    seed: int,
    as_json: bool,
) -> None:
    """Open CASE (default: karabakh): check, replay to its last day, fit, run, score, write the brief, and serve it.

    Runs the baseline and two scenarios of the case, scores the model at a few past origins beside simple histories, and
    writes everything into a folder. The web app is then served on this machine until interrupted.
    """
    if order:
        show_order(opened(case), as_json)
        return
    told = StageTeller(quiet=as_json)
    loaded, warnings = _checked(case)
    folder = out or Path("out") / loaded.id
    if folder.is_file():
        raise UsageError(f"{folder} is a file", where=Where("--out"), hint="name a folder")
    ensure_writable(folder, into=True)
    told("checked", f"{loaded.meta.title}: sound, {several(warnings, 'warning')}")
    work = _Work(loaded, folder, members, months, seed, told)
    result = work.done()
    if as_json:
        write_json({**result, "warnings": warnings})
        return
    _summary(result)
    if not no_serve:
        serve_cases([work.opened()], port=port, open_page=open_page)


def _checked(name: str) -> tuple[Case, int]:
    """Return a sound case and the number of warnings about it; raise its first error."""
    from interbellum.case import check_case, find_case, load_case

    case = load_case(find_case(name))
    findings = check_case(case)
    if findings and findings[0].severity == "error":
        raise findings[0].error()
    return case, len(findings)


@dataclass
class _Work:
    """One opening of a case: what is done in order, and the files it leaves."""

    case: Case
    folder: Path
    members: int
    months: int
    seed: int
    told: StageTeller
    files: dict[str, Path] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)

    def opened(self) -> Opened:
        """Return the case with what has been made of it, for the web app."""
        from interbellum.web.desk import Opened

        return Opened(self.case, folder=self.folder, **self.results)

    def done(self) -> dict[str, Any]:
        """Do everything and return the summary as plain data."""
        from interbellum.brief import brief
        from interbellum.brief.material import leading

        self.folder.mkdir(parents=True, exist_ok=True)
        state = self._replayed()
        start = day_after(self.case)
        posterior = self._fitted(start)
        ensemble, differences = self._ran(posterior, start)
        card = self._scored(start, leading(self.case, ensemble))
        self.results = {"ensemble": ensemble, "posterior": posterior, "card": card}
        path = self.folder / "brief.html"
        brief(self.case, ensemble, card, posterior=posterior).save(path)
        self.files["brief"] = path
        self.told("wrote", f"the brief, {path}")
        return {
            "case": self.case.id,
            "title": self.case.meta.title,
            "hash": self.case.hash,
            "on": state["on"],
            "phase": {name: one["name"] for name, one in state["phase"].items()},
            "disputes": len(state["disputes"]),
            "posterior": {key: posterior_data(posterior)[key] for key in ("id", "converged", "diagnosis")},
            "run": ensemble.summary(),
            "comparisons": differences,
            "scores": _means(card) if card else {},
            "verdict": list(card.verdict()) if card else [],
            "files": {name: str(path) for name, path in self.files.items()},
        }  # fmt: skip

    def _replayed(self) -> dict[str, Any]:
        from interbellum.case.period import last_day
        from interbellum.record import Record

        state = Record.of(self.case).state(last_day(self.case))
        self._keep("state", state)
        self.told("replayed", f"to {state['on']}; phases of the step that ended on {state['step_end']}")
        return state

    def _fitted(self, start: date) -> Any:
        posterior = fitted(self.case, start, self.seed, quiet=self.told.quiet)
        self._keep("posterior", posterior_data(posterior))
        words = "; ".join(posterior.diagnosis.words()[:1]) or "nothing is fitted in this model"
        self.told("fitted", words)
        return posterior

    def _ran(self, posterior: Any, start: date) -> tuple[Ensemble, list[dict[str, Any]]]:
        from interbellum.simulation.comparing import compare

        names = what_ifs(self.case, (), start, self.months)
        ensemble = ran(
            self.case, posterior, quiet=self.told.quiet, scenario=list(names) or None, start=start, months=self.months,
            members=self.members, seed=self.seed, workers=os.cpu_count() or 2,
        )  # fmt: skip
        self._keep("run", ensemble.summary())
        self.files["ensemble"] = ensemble.save(self.folder / "ensemble.nc")
        text = f"{several(self.members, 'future')} of {several(self.months, 'step')} from {start}: baseline"
        self.told("ran", ", ".join([text, *names]))
        return ensemble, list(compare(ensemble).rows) if names else []

    def _scored(self, start: date, rivalry: str) -> Scorecard | None:
        """Return the scorecard, or `None` where the record allows none; scores of an earlier opening do not stay."""
        card = scored(self.case, start, self.seed, rivalry=rivalry, quiet=self.told.quiet)
        if card is None:
            (self.folder / "scores.json").unlink(missing_ok=True)
            return None
        origins = past_origins(self.case, start, rivalry)
        self._keep("scores", card.to_dict(cells=True))
        at = f"{several(len(origins), 'origin')} from {origins[0]:%Y-%m} to {origins[-1]:%Y-%m}"
        self.told("scored", f"at {at}, fitted once before all of them, beside simple histories")
        return card

    def _keep(self, name: str, data: object) -> None:
        """Write data as JSON into the folder, whole or not at all."""
        from interbellum.case.files import replacing

        path = self.folder / f"{name}.json"
        with replacing(path) as part:
            part.write_text(json_text(data) + "\n", encoding="utf-8")
        self.files[name] = path


def _means(card: Scorecard) -> dict[str, dict[str, float]]:
    """Return each model's mean scores over the origins."""
    return {name: {metric: card.mean(name, metric) for metric in SCORES} for name in card.models}


def _summary(result: Mapping[str, Any]) -> None:
    """Write what came out, and where everything lies."""
    write_line()
    write_line(f"{result['title']}, as it stood on {result['on']}", style="bold")
    phases = ", ".join(f"{name}: {phase}" for name, phase in result["phase"].items())
    write_line(f"Phases: {phases}. Sources dispute {several(result['disputes'], 'thing')}.")
    for line in result["posterior"]["diagnosis"]:
        write_line(line)
    write_table(
        f"Chances within {SHOWN} steps", ("scenario", "rivalry", ">violence", ">war-rate month"), _chances(result)
    )
    rows = [(name, *(number(one[key]) for key in SCORES)) for name, one in result["scores"].items()]
    if rows:
        write_table("Scores at past origins (lower is better)", ("model", ">CRPS", ">IGN", ">Brier"), rows)
    else:
        write_line("Not scored at any past origin: the record does not allow it yet.")
    for line in result["verdict"]:
        write_line(line)
    write_line()
    write_line("Written:", style="bold")
    for name, path in result["files"].items():
        write_line(f"  {name:<10}{path}")


def _chances(result: Mapping[str, Any]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name, one in result["run"]["scenarios"].items():
        for rivalry, found in one["rivalries"].items():
            lead = str(SHOWN) if str(SHOWN) in found["p_war"] else max(found["p_war"], key=int)
            rows.append(
                (one.get("title", name), rivalry, share(found["p_violence"][lead]), share(found["p_war"][lead]))
            )
    return rows


def show_order(case: Case, as_json: bool) -> None:
    """Print the mechanisms in the order in which they act, with their marks and the state fields they write."""
    from interbellum.mechanisms.registry import chosen
    from interbellum.system.system import build_system

    steps: list[dict[str, Any]] = [
        {"mechanism": one.name, "marks": dict(one.marks), "writes": list(one.writes)}
        for one in chosen(build_system(case))
    ]
    if as_json:
        write_json({"case": case.id, "step": case.meta.step, "order": steps})
        return
    rows: list[tuple[object, ...]] = [
        (index, step["mechanism"], ", ".join(f"{mark} ({kind})" for mark, kind in step["marks"].items()),
         ", ".join(step["writes"]))
        for index, step in enumerate(steps, start=1)
    ]  # fmt: skip
    write_table(f"Each {case.meta.step}, in this order", (">", "mechanism", "marks (over)", "writes"), rows)
