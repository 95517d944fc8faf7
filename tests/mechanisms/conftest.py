"""The made-up world, as it is, by weeks, and with units that end."""

from __future__ import annotations

import pytest

from worlds import World, world


@pytest.fixture(scope="session")
def home() -> World:
    return world(count=24)


@pytest.fixture(scope="session")
def weekly() -> World:
    return world(count=60, step="week")


@pytest.fixture(scope="session")
def ended() -> World:
    """The world in which the second rivalry, the zone HILL and the rebels end in 2001."""
    return world(count=60, second_to="2001-06", hill_to="2001-06", rebels_to="2001-06")
