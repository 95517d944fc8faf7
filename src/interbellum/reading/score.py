"""Scoring a reading against gold annotations: precision, recall and F1 by kind of thing.

Matching: a mention needs the same span and id; a date an overlapping span and the same EDTF; a quantity an overlapping
span, unit, and value (or range) within one per cent. A gold claim is located if any proposed claim overlaps it. Claims
are paired one to one by largest overlap (intersection over union); kind, stance, attribution are judged on the pairs.
An event needs overlap, the same type, the same set of actors and the same date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from interbellum.errors import ScoreError, Where

Row = Mapping[str, Any]
_PARTS = ("claims", "mentions", "dates", "quantities")


@dataclass(frozen=True)
class Tally:
    """True positives, number predicted, number in the gold."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Hits over predicted; 0 where nothing was predicted."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Hits over gold; 0 where there is none."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (self.predicted + self.gold) if self.predicted + self.gold else 0.0


@dataclass
class Scores:
    """Tallies by name; `shares` are hits over pairs for what is judged on matched claims."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    shares: dict[str, Tally] = field(default_factory=dict)

    def add(self, name: str, tally: Tally) -> None:
        """Add to a tally."""
        self.tallies[name] = self.tallies.get(name, Tally()) + tally

    def share(self, name: str, right: bool) -> None:
        """Count one judged pair."""
        self.shares[name] = self.shares.get(name, Tally()) + Tally(int(right), 1, 1)

    def __add__(self, other: Scores) -> Scores:
        merged = Scores(dict(self.tallies), dict(self.shares))
        for name, tally in other.tallies.items():
            merged.add(name, tally)
        for name, tally in other.shares.items():
            merged.shares[name] = merged.shares.get(name, Tally()) + tally
        return merged

    def rows(self) -> list[tuple[str, float, float, float, int, int]]:
        """Return (name, precision, recall, F1, predicted, gold) rows."""
        return [(name, t.precision, t.recall, t.f1, t.predicted, t.gold) for name, t in self.tallies.items()]

    def text(self) -> str:
        """Return the scores as a table in plain text."""
        lines = [f"{'':34}{'P':>7}{'R':>7}{'F1':>7}{'found':>8}{'gold':>7}"]
        lines += [f"{name:34}{p:7.3f}{r:7.3f}{f:7.3f}{found:8d}{gold:7d}" for name, p, r, f, found, gold in self.rows()]
        lines += [
            f"{name + ' (matched claims)':34}{tally.precision:21.3f}{tally.predicted:15d}"
            for name, tally in self.shares.items()
        ]
        return "\n".join(lines)


def load_gold(folder: Path, name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the gold rows of one document, by part.

    `name` is its file name, of which the first three characters count.
    """
    gold: dict[str, list[dict[str, Any]]] = {}
    for part in _PARTS:
        path = folder / f"{name[:3]}.{part}.jsonl"
        if path.is_file():
            gold[part] = [json.loads(line) for line in StringIO(path.read_text(encoding="utf-8")) if line.strip()]
    if not gold:
        raise ScoreError(
            f"no gold annotations for {name}", where=Where(str(folder)), hint=f"expected {name[:3]}.claims.jsonl there"
        )
    return gold


def score_reading(reading: Mapping[str, Any], gold: Mapping[str, Sequence[Row]]) -> Scores:
    """Score a reading (its JSON object) against the gold rows of the same document."""
    scores = Scores()
    if "mentions" in gold:
        scores.add(
            "mentions",
            _tally(reading["mentions"], gold["mentions"], lambda a, b: a["span"] == b["span"] and a["id"] == b["id"]),
        )
        scores.add("mentions with type", _tally(reading["mentions"], gold["mentions"], _same_mention))
    if "dates" in gold:
        scores.add(
            "dates", _tally(reading["dates"], gold["dates"], lambda a, b: _overlap(a, b) > 0 and a["edtf"] == b["edtf"])
        )
        scores.add("dates, spans only", _tally(reading["dates"], gold["dates"], lambda a, b: _overlap(a, b) > 0))
    if "quantities" in gold:
        scores.add("quantities", _tally(reading["quantities"], gold["quantities"], _same_quantity))
    if "claims" in gold:
        _score_claims(scores, reading["claims"], gold["claims"])
    return scores


def _score_claims(scores: Scores, found: Sequence[Row], gold: Sequence[Row]) -> None:
    located = sum(any(_overlap(row, claim) > 0 for claim in found) for row in gold)
    bearing = sum(any(_overlap(row, claim) > 0 for row in gold) for claim in found)
    scores.tallies["claims located"] = Tally(located, len(gold), len(gold))
    scores.tallies["claims that overlap a gold one"] = Tally(bearing, len(found), len(found))
    pairs = pair(found, gold)
    for kind in sorted({row["kind"] for row in gold} | {row["kind"] for row in found}):
        hits = sum(a["kind"] == b["kind"] == kind for a, b in pairs)
        scores.add(
            f"kind {kind}", Tally(hits, sum(a["kind"] == kind for a in found), sum(b["kind"] == kind for b in gold))
        )
    events, gold_events = ([row for row in rows if row["kind"] == "event"] for rows in (found, gold))
    scores.add("event claims (type, actors, date)", _tally(events, gold_events, _same_event))
    scores.add(
        "event claims (type, actors)",
        _tally(events, gold_events, lambda a, b: _same_event({**a, "date": b["date"]}, b)),
    )
    for a, b in pairs:
        scores.share("kind", a["kind"] == b["kind"])
        scores.share("stance", a["stance"] == b["stance"])
        scores.share("attribution", a["asserted_by"] == b["asserted_by"])
        scores.share("negation", bool(a["negated"]) == bool(b["negated"]))
        scores.share("actors", set(a["actors"]) == set(b["actors"]))
        scores.share("place", a["place"] == b["place"])


def pair(found: Sequence[Row], gold: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pair claims one to one, the largest overlap first."""
    options = sorted(
        ((_iou(a, b), -i, -j) for i, a in enumerate(found) for j, b in enumerate(gold) if _overlap(a, b) > 0),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, i, j in options:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((found[-i], gold[-j]))
    return pairs


def _tally(found: Sequence[Row], gold: Sequence[Row], same: Any) -> Tally:
    """Count one-to-one matches, each gold row taken by the first found row that fits it best."""
    free = list(range(len(found)))
    hits = 0
    for row in gold:
        fits = [index for index in free if same(found[index], row)]
        if fits:
            free.remove(max(fits, key=lambda index: _iou(found[index], row)))
            hits += 1
    return Tally(hits, len(found), len(gold))


def _overlap(a: Row, b: Row) -> int:
    return int(min(a["span"][1], b["span"][1]) - max(a["span"][0], b["span"][0]))


def _iou(a: Row, b: Row) -> float:
    union = max(a["span"][1], b["span"][1]) - min(a["span"][0], b["span"][0])
    return max(0, _overlap(a, b)) / union if union else 0.0


def _same_mention(a: Row, b: Row) -> bool:
    return bool(a["span"] == b["span"] and a["id"] == b["id"] and a["type"] == b["type"])


def _same_quantity(a: Row, b: Row) -> bool:
    if _overlap(a, b) <= 0 or a["unit"] != b["unit"]:
        return False
    if b["value"] is not None:
        return a["value"] is not None and abs(a["value"] - b["value"]) <= 0.01 * abs(b["value"])
    return bool(a["low"] == b["low"] and a["high"] == b["high"])


def _same_event(a: Row, b: Row) -> bool:
    return bool(
        _overlap(a, b) > 0
        and a["event_type"] == b["event_type"]
        and set(a["actors"]) == set(b["actors"])
        and (a["date"] or None) == (b["date"] or None)
    )
