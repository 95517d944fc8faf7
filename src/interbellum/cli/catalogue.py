"""The commands by name: where each lives and what it does in one line, so that help needs none of their modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CommandEntry:
    """Where a command lives (`module:attribute` below `interbellum.cli`), and its short help."""

    home: str
    help: str


COMMANDS: Mapping[str, CommandEntry] = {
    "open": CommandEntry("opening:open_command", "Do the whole job: check, replay, fit, run, score, brief."),
    "new": CommandEntry("folders:new", "Start a case: a small, valid folder to fill."),
    "add": CommandEntry("adding:add", "Add actors and places to a case."),
    "check": CommandEntry("folders:check", "Say everything that is wrong with a case, and where."),
    "cases": CommandEntry("folders:cases", "List the bundled cases, or show what one holds."),
    "import": CommandEntry("imports:import_command", "Take a dataset into a case: UCDP, ACLED, GDELT and others."),
    "replay": CommandEntry("past:replay", "Show the state of a day, as known by a day."),
    "diff": CommandEntry("past:diff", "Show what changed from one day to another, and why."),
    "timeline": CommandEntry("past:timeline", "Show what happened, began and ended between two days."),
    "evidence": CommandEntry("evidence:evidence", "Show claims: what they say, who says it, and where it stands."),
    "fit": CommandEntry("future:fit", "Fit the model to the record up to a day."),
    "run": CommandEntry("future:run", "Run the model forward: an ensemble of futures."),
    "compare": CommandEntry("future:compare", "Run a what-if beside the baseline with the same luck."),
    "explain": CommandEntry("insight:explain", "Say why a chance is what it is: term by term, with claims."),
    "futures": CommandEntry("insight:futures", "Tell the few futures that stand for all, as dated stories."),
    "perspectives": CommandEntry("readings:perspectives", "Test rival readings on the record, and say what it says."),
    "analyse": CommandEntry("analysing:analyse", "Ask one state: balance, network, routes, settlement, drivers."),
    "forecast": CommandEntry("panels:forecast", "Forecast every unit of a panel from its own past."),
    "backtest": CommandEntry("scores:backtest", "Forecast from past days and score it beside baselines."),
    "score": CommandEntry("scores:score", "Score forecasts in a file against the record."),
    "questions": CommandEntry("questions:questions", "Settle the case's questions; seal and score forecasts."),
    "brief": CommandEntry("briefs:brief", "Write the cited brief: page, PDF, Markdown or Word."),
    "serve": CommandEntry("serving:serve_command", "Serve the web app: one clock, six pages."),
    "export": CommandEntry("exports:export", "Write a case or its futures in other programs' formats."),
}
"""The commands in the order in which help lists them."""

READING: Mapping[str, CommandEntry] = {
    "read": CommandEntry("reading:read", "Read documents and propose claims."),
    "classify": CommandEntry("reading:classify", "Say what kind of event a sentence tells of."),
    "dates": CommandEntry("reading:dates", "Find the dates in a text and what they mean."),
    "review": CommandEntry("reading:review", "Accept, edit or reject proposed claims."),
    "merge": CommandEntry("merging:merge", "List what several documents tell of one thing."),
    "record": CommandEntry("recording:record", "Turn accepted claims into events and ties."),
    "back": CommandEntry("backing:back", "Name the claims behind a record, or list records without."),
}
"""The commands that read documents, listed where their module is installed."""
