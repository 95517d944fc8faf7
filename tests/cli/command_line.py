"""The types of the fixtures that run commands, and a posterior that costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

from priors import Priors

__all__ = ["Priors", "Run"]

Run = Callable[..., Result]
