"""The commands by name: where each lives and what it does in one line, so that help needs none of their modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """Where a command lives (`module:attribute` below `interbellum.cli`), and its short help."""

    home: str
    help: str


COMMANDS: Mapping[str, Entry] = {
    "open": Entry("opening:open_command", "Do the whole job: check, replay, fit, run, score, brief."),
    "new": Entry("folders:new", "Start a case: a small, valid folder to fill."),
    "add": Entry("adding:add", "Add actors and places to a case."),
    "check": Entry("folders:check", "Say everything that is wrong with a case, and where."),
    "cases": Entry("folders:cases", "List the bundled cases, or show what one holds."),
    "import": Entry("imports:import_command", "Take a dataset into a case: UCDP, ACLED, GDELT and others."),
    "replay": Entry("past:replay", "Show the state of a day, as known by a day."),
    "diff": Entry("past:diff", "Show what changed from one day to another, and why."),
    "timeline": Entry("past:timeline", "Show what happened, began and ended between two days."),
    "fit": Entry("future:fit", "Fit the model to the record up to a day."),
    "run": Entry("future:run", "Run the model forward: an ensemble of futures."),
    "compare": Entry("future:compare", "Run a what-if beside the baseline with the same luck."),
    "explain": Entry("insight:explain", "Say why a chance is what it is: term by term, with claims."),
    "futures": Entry("insight:futures", "Tell the few futures that stand for all, as dated stories."),
    "perspectives": Entry("readings:perspectives", "Test rival readings on the record, and say what it says."),
    "analyse": Entry("analysing:analyse", "Ask one state: balance, network, routes, settlement, drivers."),
    "forecast": Entry("panels:forecast", "Forecast every unit of a panel from its own past."),
    "backtest": Entry("scores:backtest", "Forecast from past days and score it beside baselines."),
    "score": Entry("scores:score", "Score forecasts in a file against the record."),
    "questions": Entry("questions:questions", "Settle the case's questions; seal and score forecasts."),
    "brief": Entry("briefs:brief", "Write the cited brief: page, PDF, Markdown or Word."),
    "serve": Entry("serving:serve_command", "Serve the web app: one clock, six pages."),
    "export": Entry("exports:export", "Write a case or its futures in other programs' formats."),
}
"""The commands in the order in which help lists them."""

READING: Mapping[str, Entry] = {
    "read": Entry("reading:read", "Read documents and propose claims."),
    "classify": Entry("reading:classify", "Say what kind of event a sentence tells of."),
    "dates": Entry("reading:dates", "Find the dates in a text and what they mean."),
    "review": Entry("reading:review", "Accept, edit or reject proposed claims."),
    "merge": Entry("merging:merge", "List what several documents tell of one thing."),
    "record": Entry("recording:record", "Turn accepted claims into events and ties."),
    "back": Entry("backing:back", "Name the claims behind a record, or list records without."),
}
"""The commands that read documents, listed where their module is installed."""
