"""A scorecard as it was kept in a file: what the views ask of one, without forecasting anything anew."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from interbellum.errors import ScoreError, Where
from interbellum.scoring import METRICS, Scorecard
from interbellum.scoring.paired import PairedDifference
from interbellum.scoring.scorecard import paired_from

LIMIT = 60_000_000
"""The largest file of a scorecard that is read, in bytes."""
_NEEDED = ("models", "reference", "threshold", "units", "origins", "leads", "verdict", "provenance", "paired")


@dataclass(frozen=True)
class CardData:
    """The plain data of a scorecard (`Scorecard.to_dict`), made by this run of the program or an earlier one."""

    data: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, card: Scorecard) -> CardData:
        """Return the data of a scorecard, with every single forecast."""
        return cls(card.to_dict(cells=True))

    @classmethod
    def read(cls, path: Path) -> CardData:
        """Return the scorecard of a file that `interbellum open` wrote. Raises `ScoreError` for anything else."""
        where, hint = Where(str(path)), "make it anew with interbellum open"
        try:
            if path.stat().st_size > LIMIT:
                raise ScoreError("the scorecard is too large", where=where, hint=hint)
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise ScoreError(f"the scorecard cannot be read: {error}", where=where, hint=hint) from error
        missing = [name for name in _NEEDED if not isinstance(data, dict) or name not in data]
        if missing:
            raise ScoreError(f"this is no scorecard: {missing[0]} is missing", where=where, hint=hint)
        return cls(data)

    def to_dict(self) -> Mapping[str, Any]:
        """Return the plain data."""
        return self.data

    def verdict(self) -> tuple[str, ...]:
        """Return what the scores say, in sentences."""
        return tuple(str(line) for line in self.data["verdict"])

    @property
    def reference(self) -> str:
        """The model that the others are compared with."""
        return str(self.data["reference"])

    @property
    def targets(self) -> tuple[tuple[str, ...], ...]:
        """The steps forecast, origin by origin."""
        mine = [row for row in self.cells if row["model"] == self.reference]
        return tuple(tuple(str(row["target"]) for row in mine if row["origin"] == origin) for origin in self.origins)

    def seen_from(self, model: str) -> CardData:
        """Return the scorecard with another of its models as the reference, and without a verdict."""
        if model == self.reference:
            return self
        scored = [origin for origin in self.origins if any(row["origin"] == origin for row in self.cells)]
        means = {name: {metric: self._by_origin(name, metric, scored) for metric in METRICS} for name in self.models}
        found = paired_from(model, means, next(iter(self.paired.values())))
        rows = [
            {"model": model, "other": other, "metric": metric, **asdict(one)} for (metric, other), one in found.items()
        ]
        return CardData({**self.data, "reference": model, "paired": rows, "verdict": []})

    def _by_origin(self, model: str, metric: str, origins: Sequence[str]) -> np.ndarray:
        """Return a model's mean score at each of some origins (origins,)."""
        values: dict[str, list[float]] = {origin: [] for origin in origins}
        for row in self.cells:
            if row["model"] == model:
                values[row["origin"]].append(float(row[metric]))
        return np.array([np.mean(values[origin]) for origin in origins])

    @property
    def threshold(self) -> int:
        """The count whose probability is scored."""
        return int(self.data["threshold"])

    @property
    def leads(self) -> tuple[int, ...]:
        """The leads, in steps."""
        return tuple(int(lead) for lead in self.data["leads"])

    @property
    def origins(self) -> tuple[str, ...]:
        """The steps forecast from."""
        return tuple(str(origin) for origin in self.data["origins"])

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Where it comes from."""
        found: Mapping[str, Any] = self.data["provenance"]
        return found

    @property
    def models(self) -> Mapping[str, Mapping[str, Any]]:
        """The scores of each model."""
        found: Mapping[str, Mapping[str, Any]] = self.data["models"]
        return found

    @cached_property
    def outcomes(self) -> np.ndarray:
        """What happened, once for every forecast of the reference whose outcome is known (n,)."""
        return np.array([row["outcome"] for row in self.cells if row["model"] == self.reference], dtype=np.float64)

    @cached_property
    def paired(self) -> Mapping[tuple[str, str], PairedDifference]:
        """The differences of the reference from each other model, by metric and model."""
        names = PairedDifference.__dataclass_fields__
        return {
            (str(row["metric"]), str(row["other"])): PairedDifference(**{name: row[name] for name in names})
            for row in self.data["paired"]
        }

    @cached_property
    def cells(self) -> Sequence[Mapping[str, Any]]:
        """Every single forecast; none where the file does not hold them."""
        return tuple(self.data.get("cells", ()))

    def mean(self, model: str, metric: str) -> float:
        """Return a model's mean score."""
        return float(self.models[model][metric])
