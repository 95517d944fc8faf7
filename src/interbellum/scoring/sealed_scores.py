"""How sealed forecasts did: each beside what happened, with means by who gave them, and their calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from interbellum.scoring.calibration import ReliabilityBin, reliability_diagram
from interbellum.scoring.questions import Answer, QuestionScore, score_answers
from interbellum.scoring.sealing import Sealed

BINS = 5
"""Groups of probability in the calibration of question forecasts: there are few of them."""


@dataclass(frozen=True)
class SealedScore:
    """A sealed forecast, the answer its question has, and its scores, `None` where it is open or void."""

    entry: Sealed
    answer: Answer
    score: QuestionScore | None


@dataclass(frozen=True)
class SealedScores:
    """All forecasts of a log with their answers."""

    rows: tuple[SealedScore, ...]

    @property
    def settled(self) -> tuple[SealedScore, ...]:
        """The rows with a score."""
        return tuple(row for row in self.rows if row.score is not None)

    def means(self) -> list[dict[str, Any]]:
        """Return mean scores by who forecast and whether it was issued before the horizon ended, beside a coin's."""
        groups: dict[tuple[str, bool], list[QuestionScore]] = {}
        for row in self.settled:
            if row.score is not None:
                groups.setdefault((row.entry.by, row.entry.foresight), []).append(row.score)
        return [
            {
                "by": by,
                "kind": "forecast" if foresight else "hindcast",
                "n": len(scores),
                "yes": sum(one.happened for one in scores),
                "brier": float(np.mean([one.brier for one in scores])),
                "log_score": float(np.mean([one.log_score for one in scores])),
                "brier_of_base_rate": _base_rate(scores),
            }
            for (by, foresight), scores in sorted(groups.items())
        ]

    def calibration(self, by: str | None = None) -> tuple[ReliabilityBin, ...]:
        """Return the reliability diagram of the settled forecasts (of one forecaster)."""
        scores = [row.score for row in self.settled if by in (None, row.entry.by)]
        if not scores:
            return ()
        given = [one.probability for one in scores if one is not None]
        return reliability_diagram(given, [one.happened for one in scores if one is not None], bins=BINS)

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain data: `forecasts`, `means`, `calibration` of all and by who forecast."""
        return {
            "forecasts": [_row(row) for row in self.rows],
            "means": self.means(),
            "calibration": [asdict(point) for point in self.calibration()],
            "calibration_by": {
                by: [asdict(point) for point in self.calibration(by)]
                for by in dict.fromkeys(row.entry.by for row in self.settled)
            },
        }


def score_sealed(entries: Sequence[Sealed], answers: Sequence[Answer]) -> SealedScores:
    """Return how sealed forecasts did; `answers` stand in the order of `entries`, each to the question as sealed."""
    rows = []
    for entry, answer in zip(entries, answers, strict=True):
        found = score_answers({answer.question: entry.probability}, [answer])
        rows.append(SealedScore(entry, answer, found[0] if found else None))
    return SealedScores(tuple(rows))


def _base_rate(scores: Sequence[QuestionScore]) -> float:
    """Return the Brier score of the settled questions' own share of yes, known only afterwards."""
    share = float(np.mean([one.happened for one in scores]))
    return share * (1 - share)


def _row(row: SealedScore) -> Mapping[str, object]:
    entry, score = row.entry, row.score
    return {
        "number": entry.number, "question": entry.question["id"], "title": entry.question["title"], "by": entry.by,
        "issued": entry.issued, "origin": entry.origin, "kind": "forecast" if entry.foresight else "hindcast",
        "known_by": entry.known_by, "known_basis": entry.known_basis, "case_hash": entry.case_hash,
        "version": entry.version, "posterior": entry.posterior, "seed": entry.seed,
        "probability": entry.probability, "answer": row.answer.verdict, "why": row.answer.why,
        "evidence": list(row.answer.evidence), "seal": entry.seal,
        "brier": None if score is None else score.brier, "log_score": None if score is None else score.log_score,
    }  # fmt: skip
