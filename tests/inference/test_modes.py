"""Jumps between modes: they find both sides of a posterior that a chain sees one of, and leave it as it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpyro.distributions import biject_to
from scipy import stats

from interbellum.case.model import Parameter, Prior
from interbellum.inference.likelihood import natural, places_of, site_law
from interbellum.inference.modes import Modes, apart, jumped, jumps_from, modes_from
from interbellum.inference.sampling import ChainPlaces, Floats, Hop, Luck, laplace, walk

CHAINS = 40
LEFT, RIGHT, SHARE = np.array([-4.0, 1.0]), np.array([5.0, 0.0]), 0.3
"""Where the two modes of the law below lie, and how much of it is the right one's."""
COVARIANCES = np.array([[[1.0, 0.6], [0.6, 1.0]], [[0.25, 0.0], [0.0, 2.0]]])


def two_modes(places: Floats) -> tuple[Floats, Floats]:
    """Potentials and slopes of two normal laws apart, the left one wider."""
    parts = [np.linalg.inv(c) for c in COVARIANCES]
    away = [places - LEFT, places - RIGHT]
    logs = np.stack(
        [
            np.log(weight) - 0.5 * np.linalg.slogdet(c)[1] - 0.5 * np.einsum("ci,ij,cj->c", a, p, a)
            for weight, c, p, a in zip((1 - SHARE, SHARE), COVARIANCES, parts, away, strict=True)
        ]
    )
    share = np.exp(logs - np.logaddexp.reduce(logs))
    slope = sum(s[:, None] * (a @ p) for s, a, p in zip(share, away, parts, strict=True))
    return -np.logaddexp.reduce(logs), np.asarray(slope)


def lucks(steps: int, seed: int) -> Iterator[Luck]:
    """The luck of a walk in two dimensions."""
    rng = np.random.default_rng(seed)
    for _ in range(steps):
        accept, vary = 1.0 - rng.random((2, CHAINS))
        yield Luck(rng.standard_normal((CHAINS, 2)), accept, vary)


def walked(hop: Hop | None) -> Floats:
    """Where chains that all begin at the left mode come, (steps, chains, parameters)."""
    begin = np.broadcast_to(LEFT, (CHAINS, 2)).copy()
    return np.stack([at for at, _ in walk(begin, lucks(700, 3), 100, two_modes, hop)][100:])


def here_and_there(count: int = CHAINS) -> Hop:
    """Jumps between the two modes, in the coordinates of the law itself."""
    starts = np.array([[-3.0, 0.0], [4.0, 0.5]])
    flat = np.zeros((count, 2)), np.broadcast_to(np.eye(2), (count, 2, 2))
    return jumps_from(starts, 1)(two_modes, *flat)


def test_chains_that_jump_see_both_modes_in_their_shares_and_as_wide_as_they_are() -> None:
    assert walked(None)[..., 0].max() < 2.0  # without jumps none of them ever sees the right one
    found = walked(here_and_there())
    right = found[..., 0] > 1.0
    assert np.all(right.mean(axis=0) > 0.15)
    assert np.all(right.mean(axis=0) < 0.45)
    assert abs(right.mean() - SHARE) < 0.015
    for side, middle, covariance in ((~right, LEFT, COVARIANCES[0]), (right, RIGHT, COVARIANCES[1])):
        assert np.allclose(found[side].mean(axis=0), middle, atol=0.05)
        assert np.allclose(np.cov(found[side].T), covariance, atol=0.08)


def test_a_jump_and_its_reverse_come_back_to_where_they_began() -> None:
    modes = modes_from(two_modes, np.array([[-3.0, 0.0], [4.0, 0.5]]), 3)
    assert np.allclose(modes.at[:, 0], LEFT, atol=0.05)
    assert np.allclose(modes.at[:, 1], RIGHT, atol=0.05)
    assert np.allclose(np.exp(2.0 * modes.size), [[0.64, 0.5]] * 3, rtol=0.05)
    at = LEFT + np.array([[0.0, 0.0], [0.5, -0.5], [1.0, 1.0]])
    begin, always = ChainPlaces(at, *two_modes(at)), np.full(3, 1e-12)
    left, right = np.zeros(3, np.int64), np.ones(3, np.int64)
    across = jumped(begin, modes, (left, right), always, two_modes)
    assert np.all(across.at[:, 0] > 2.0)
    assert np.allclose(jumped(across, modes, (right, left), always, two_modes).at, at, atol=1e-6)


def test_a_jump_that_leads_out_of_the_numbers_is_not_made() -> None:
    def cliff(places: Floats) -> tuple[Floats, Floats]:
        return np.where(places[:, 0] > 0, np.nan, 0.0), np.zeros_like(places)

    roots = np.broadcast_to(np.eye(2), (1, 2, 2, 2))
    modes = Modes(np.array([[LEFT, RIGHT]]), roots, np.zeros((1, 2)))
    begin = ChainPlaces(LEFT[None], *cliff(LEFT[None]))
    ways = np.zeros(1, np.int64), np.ones(1, np.int64)
    assert np.array_equal(jumped(begin, modes, ways, np.full(1, 1e-12), cliff).at, begin.at)


def test_modes_seen_from_whitened_coordinates_are_the_same_modes() -> None:
    chains = 2
    mode, root = laplace(two_modes, np.broadcast_to(LEFT, (chains, 2)).copy())
    modes = modes_from(two_modes, np.array([[-3.0, 0.0], [4.0, 0.5]]), chains)
    seen = modes.seen_from(mode, root)
    assert np.allclose(mode[:, None] + np.einsum("cij,ckj->cki", root, seen.at), modes.at, atol=1e-6)
    assert np.allclose(root[:, None] @ seen.root, modes.root, atol=1e-6)


def test_places_apart_are_the_extremes_of_what_did_not_mix() -> None:
    rng = np.random.default_rng(2)
    places = np.concatenate([rng.normal((-3, 0), (0.1, 9), (50, 2)), rng.normal((3, 0), (0.1, 9), (50, 2))])
    chosen = apart(places, [0])
    assert len(chosen) == 4
    assert chosen[:2, 0].min() < -2.5
    assert chosen[:2, 0].max() > 2.5
    assert len(apart(places[:1], [0])) == 1


def test_one_place_leads_nowhere() -> None:
    with pytest.raises(ValueError, match="nowhere to jump"):
        jumps_from(np.zeros((1, 2)), 1)


def test_places_of_draws_are_those_that_make_the_draws() -> None:
    priors = {
        "made.normal": Prior(family="normal", a=0.4, b=2.0), "made.lognormal": Prior(family="lognormal", a=-1.0, b=0.5),
        "made.beta": Prior(family="beta", a=2.0, b=3.0), "made.halfnormal": Prior(family="halfnormal", a=0.0, b=2.0),
        "made.uniform": Prior(family="uniform", a=-1.0, b=4.0), "made.gamma": Prior(family="gamma", a=2.0, b=1.5),
    }  # fmt: skip
    rows = {k: Parameter(name=k, prior=p, unit="1", basis="fitted", source="made up") for k, p in priors.items()}
    places = stats.norm(0, 0.8).rvs((30, len(rows)), random_state=5)
    draws = {
        name: np.asarray(natural(prior, biject_to(site_law(prior).support)(places[:, i].astype(np.float32))))
        for i, (name, prior) in enumerate(priors.items())
    }
    assert np.allclose(places_of(rows, draws), places, atol=1e-4)
