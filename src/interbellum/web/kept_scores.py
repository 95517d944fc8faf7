"""Where the scores of a case lie: made in this run, kept by an earlier backtest, or published with the program."""

from __future__ import annotations

from pathlib import Path

from interbellum.case.cache import cache_folder
from interbellum.case.case import Case
from interbellum.errors import ScoreError
from interbellum.views.kept_card import CardData
from interbellum.web.desk import Desk, Opened

KEPT = "scores.json"
"""The file that `interbellum open` keeps its scorecard in."""
SCORED = "karabakh"
"""The bundled case whose scorecard is published."""


def kept_path(case: Case) -> Path:
    """Return where the scorecard of a case as it is was kept by an earlier backtest of the app."""
    return cache_folder() / "scores" / f"{case.id}-{case.hash[:16]}.json"


def shipped_path(case: Case) -> Path | None:
    """Return the published scorecard of a bundled case: in an installed package, or in `docs` of a checkout.

    Its provenance names the case as it was scored, so that the page can say where the case has changed since.
    """
    import interbellum

    package = Path(interbellum.__file__).parent
    if case.root is None or not case.root.resolve().is_relative_to(package.resolve()):
        return None
    installed = package / "cases" / "scorecards" / f"{case.id}.json"
    places = [installed, *([package.parents[1] / "docs" / "scorecard.json"] if case.id == SCORED else [])]
    return next((place for place in places if place.is_file()), None)


def card_of(desk: Desk, opened: Opened) -> CardData | None:
    """Return the scorecard made in this run, kept in the case's folder or published with it; never makes one."""
    if opened.card is not None:
        card = opened.card
        return desk.memo(opened, f"card-{id(card)}", lambda: CardData.of(card))
    shipped = shipped_path(opened.case)
    folder = [opened.folder / KEPT] if opened.folder else []
    places = [*folder, kept_path(opened.case), *([shipped] if shipped else [])]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return None
    stamp = path.stat()
    return desk.memo(opened, f"card-{path}-{stamp.st_mtime_ns}-{stamp.st_size}", lambda: CardData.read(path))


def own_card(desk: Desk, opened: Opened) -> CardData | None:
    """Return the scores of the case's own model on the case as it is: those of this run, or kept by an earlier one.

    What is published with the program scores another model, and a case that has changed since is another case.
    """
    try:
        card = card_of(desk, opened)
    except ScoreError:
        return None
    if card is None or str(card.provenance.get("case_hash")) != opened.case.hash or not card.cells:
        return None
    return card if _is_own(opened) else None


def _is_own(opened: Opened) -> bool:
    shipped = shipped_path(opened.case)
    kept = opened.card is not None or kept_path(opened.case).is_file()
    kept = kept or (opened.folder is not None and (opened.folder / KEPT).is_file())
    return kept or shipped is None
