"""Scorecard: how good the forecasts were, beside simple histories; which questions the record has settled."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BeforeValidator, Field

from interbellum.case.catalogue import argument_of
from interbellum.errors import ScoreError
from interbellum.scoring import METRICS, Scorecard
from interbellum.views.charts.forecasts import forecasts, pit
from interbellum.views.charts.scores import card_note, reliability, scores_by_lead
from interbellum.views.kept_card import CardData
from interbellum.views.note import outdated
from interbellum.views.question_rows import question_table
from interbellum.views.score_tables import model_words, reliability_table, score_table
from interbellum.views.scorecard import (
    contests,
    forecast_table,
    headline,
    histories,
    origin_table,
    pit_table,
    pit_words,
)
from interbellum.views.theme import ThemeName
from interbellum.views.view import NARROW, WIDE, View
from interbellum.web.address import Address, unless_blank
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import NotThereError
from interbellum.web.job_routes import jobs_of
from interbellum.web.kept_scores import card_of
from interbellum.web.pages.page import Page
from interbellum.web.scoring_jobs import KIND, add_jobs

Metric = Literal["crps", "crps_log1p", "ign", "log_score", "mis", "brier"]
Lead = Annotated[int, Field(ge=1, le=1200)]
ChartName = Literal["forecasts", "scores", "reliability", "pit"]


class ScorecardAddress(Address):
    """A page of scores: the lead and the score that are shown."""

    lead: Annotated[Lead | None, BeforeValidator(unless_blank), Field(description="Lead shown, in steps.")] = None
    metric: Annotated[
        Metric | None, BeforeValidator(unless_blank), Field(description="Score shown by lead and origin.")
    ] = None


class ScoreChartAddress(ScorecardAddress):
    """A chart of the page, for a theme and a width."""

    theme: ThemeName = "light"
    width: Literal["wide", "narrow"] = "wide"


def data(desk: Desk, address: ScorecardAddress) -> dict[str, Any]:
    """Return the scores in words and tables, and the questions; without a scorecard, how to make one."""
    opened = desk.of_address(address)
    asked = question_table(opened.record, address.on, address.known_by)
    found: dict[str, Any] = {
        "card": None,
        "problem": None,
        "command": f"interbellum open {argument_of(opened.case)}",
        "questions": asked.to_dicts(),
        "job": _job(desk, opened),
    }
    try:
        card = card_of(desk, opened)
    except ScoreError as error:
        return {**found, "problem": str(error)}
    return found if card is None else {**found, "card": _card(card, address, opened)}


def _job(desk: Desk, opened: Opened) -> dict[str, Any] | None:
    """Return the backtest of the case that waits or runs, or the last one where it failed."""
    found = jobs_of(desk).all(KIND, opened.case.id)
    return found[0].to_dict() if found and found[0].state != "done" else None


def _card(card: CardData, address: ScorecardAddress, opened: Opened) -> dict[str, Any]:
    lead, metric = _lead(card, address), address.metric or "ign"
    found = contests(card)
    like = cast(Scorecard, card)
    table, histogram = score_table(like), pit_table(card)
    return {
        "headline": headline(found),
        "contests": [{**asdict(one), "words": one.words} for one in found],
        "extent": card.verdict()[0] if card.verdict() else "",
        "cautions": [line for line in card.verdict() if line.startswith(("Only ", "This is "))],
        "reference": card.reference,
        "rivals": list(histories(card)),
        "threshold": card.threshold,
        "leads": list(card.leads),
        "lead": lead,
        "metric": metric,
        "metrics": [(name, title) for name, title in METRICS.items()],
        "scores": [{**row, "words": model_words(row["model"])} for row in table.to_dicts()],
        "best": {name: min(row[name] for row in table.rows) for name in METRICS},
        "forecasts": forecast_table(card, lead).to_dicts(),
        "origins": origin_table(card, metric).to_dicts(),
        "models": [(name, model_words(name)) for name in card.models],
        "reliability": reliability_table(like).to_dicts(),
        "pit": histogram.to_dicts(),
        "pit_words": pit_words(histogram),
        "charts": {name: _about(_chart(card, name, address)) for name in _charts(card)},
        "stale": outdated(opened.case, card.provenance),
        "weights": _weights(card),
        "note": card_note(like).line(),
    }


def _lead(card: CardData, address: ScorecardAddress) -> int:
    if address.lead is not None and address.lead not in card.leads:
        raise NotThereError(
            f"nothing was scored at lead {address.lead}", hint=f"leads are {', '.join(map(str, card.leads))}"
        )
    return address.lead or card.leads[0]


def _weights(card: CardData) -> dict[str, float]:
    """Return the stack's weights at the last origin."""
    entries = card.data.get("weights") or ()
    found = entries[-1].get("weights", {}) if entries else {}
    return {model_words(name): float(weight) for name, weight in found.items()}


def _charts(card: CardData) -> tuple[ChartName, ...]:
    plain: tuple[ChartName, ...] = ("scores", "reliability", "pit")
    return ("forecasts", *plain) if card.cells and histories(card) else plain


def _chart(card: CardData, name: ChartName, address: ScorecardAddress) -> View:
    like = cast(Scorecard, card)
    if name == "forecasts":
        rivals = histories(card)
        if not rivals or not card.cells:
            raise NotThereError("this scorecard holds no single forecasts", hint="make it anew with interbellum open")
        rival = min(rivals, key=lambda other: card.mean(other, "ign"))
        return forecasts(card, _lead(card, address), rival)
    if name == "scores":
        return scores_by_lead(like, address.metric or "ign")
    return reliability(like) if name == "reliability" else pit(card)


def _about(view: View) -> dict[str, str]:
    return {"title": view.title, "subtitle": view.subtitle, "words": view.words}


def routes(desk: Desk) -> APIRouter:
    """Return the router of the charts."""
    router = APIRouter(tags=["Scorecard"])

    def chart(name: ChartName, address: Any) -> Response:
        opened = desk.of_address(address)
        card = card_of(desk, opened)
        if card is None:
            raise NotThereError("no scorecard was made for this case", hint="make one with interbellum open")
        view = _chart(card, name, address)
        width = WIDE if address.width == "wide" else NARROW
        key = f"chart-{id(card)}-{view.name}-{address.theme}-{address.width}"
        _, drawn = desk.memo(opened, key, lambda: (card, view.svg(address.theme, width, bare=True)))
        headers = {
            "cache-control": "no-cache",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        }
        return Response(drawn, media_type="image/svg+xml", headers=headers)

    chart.__annotations__["address"] = Annotated[ScoreChartAddress, Query()]
    add_jobs(router, desk)
    router.get("/api/scorecard/charts/{name}.svg", summary="A chart of the scorecard.", response_class=Response)(chart)
    return router


PAGE = Page(
    "scorecard",
    "Scorecard",
    "Forecasts against what happened, beside simple histories.",
    data,
    address=ScorecardAddress,
    routes=routes,
    scripts=("scorecard.js",),
)
