"""Drawing and scoring agree: inverse distribution functions against probabilities, to the ends of float32."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from interbellum.mechanisms import distributions as d

GRID = (np.arange(20_000) + 0.5) / 20_000
LEVELS = jnp.asarray(GRID, jnp.float32)
FEW = settings(max_examples=60, deadline=None)


def floats(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_subnormal=False)


def counts(mean: float, sd: float, low: float, high: float, n: np.ndarray) -> np.ndarray:
    one = jnp.ones(len(n), jnp.float32)
    return np.asarray(d.count_log_prob(mean * one, sd * one, low * one, high * one, jnp.asarray(n, jnp.int32)))


def drawn_counts(mean: float, sd: float, low: float, high: float, u: np.ndarray) -> np.ndarray:
    one = jnp.ones(len(u), jnp.float32)
    return np.asarray(d.count_draw(mean * one, sd * one, low * one, high * one, jnp.asarray(u, jnp.float32)))


def exact_counts(mean: float, sd: float, low: float, high: float, n: np.ndarray) -> np.ndarray:
    """The law in double precision, on the side of zero where tails do not cancel."""

    def mass(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        flip = a > 0
        first, last = np.where(flip, -b, a), np.where(flip, -a, b)
        upper, lower = special.log_ndtr(last), special.log_ndtr(first)
        return upper + np.log(-np.expm1(lower - upper))

    def edge(x: np.ndarray) -> np.ndarray:
        return (np.log(x) - mean) / sd

    whole = mass(edge(np.array(low - 0.5)), edge(np.array(high + 0.5)))
    return mass(edge(n - 0.5), edge(n + 0.5)) - whole


def test_a_uniform_becomes_each_category_as_often_as_its_probability_says() -> None:
    logits = jnp.array([[0.0, 1.0, -2.0, 0.5], [0.0, d.IMPOSSIBLE, d.IMPOSSIBLE, d.IMPOSSIBLE]])
    drawn = jax.vmap(lambda u: d.categorical_draw(logits, jnp.array([u, u])))(LEVELS)
    shares = np.bincount(np.asarray(drawn[:, 0]), minlength=4) / len(GRID)
    assert np.allclose(shares, special.softmax([0.0, 1.0, -2.0, 0.5]), atol=2e-4)
    assert (drawn[:, 1] == 0).all()


@FEW
@given(st.lists(floats(-30, 30), min_size=2, max_size=5))
def test_categories_are_drawn_where_their_log_probability_puts_them(logits: list[float]) -> None:
    row = jnp.array([logits], jnp.float32)
    each = [float(d.categorical_log_prob(row, jnp.arange(len(logits))[None] == k)[0]) for k in range(len(logits))]
    assert np.exp(each).sum() == pytest.approx(1.0, abs=1e-5)
    edges = np.concatenate([[0.0], np.cumsum(np.exp(each))])
    for k in range(len(logits)):
        if edges[k + 1] - edges[k] > 1e-4:
            middle = jnp.array([(edges[k] + edges[k + 1]) / 2], jnp.float32)
            assert int(d.categorical_draw(row, middle)[0]) == k


@FEW
@given(st.lists(floats(-50, 50), min_size=4, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_set_of_categories_has_the_sum_of_their_probabilities(logits: list[float], allowed: list[bool]) -> None:
    row, some = jnp.array([logits], jnp.float32), jnp.array([allowed])
    expected = special.softmax(np.array(logits))[np.array(allowed)].sum()
    found = float(jnp.exp(d.categorical_log_prob(row, some)[0]))
    assert found == pytest.approx(max(expected, d.LEAST), abs=2e-6)


def test_what_a_definition_rules_out_counts_as_the_least_probability_and_pulls_on_nothing() -> None:
    def score(x: jax.Array) -> jax.Array:
        logits = jnp.array([[0.0, d.IMPOSSIBLE, d.IMPOSSIBLE]]) + x
        return d.categorical_log_prob(logits, jnp.array([[False, True, False]]))[0]

    assert float(score(jnp.float32(0.0))) == pytest.approx(np.log(d.LEAST), rel=1e-5)
    assert float(jax.grad(score)(jnp.float32(0.0))) == 0.0


@FEW
@given(floats(-60, 60))
def test_an_event_and_its_absence_share_one(logit: float) -> None:
    x = jnp.float32(logit)
    both = jnp.exp(d.bernoulli_log_prob(x, jnp.array(True))) + jnp.exp(d.bernoulli_log_prob(x, jnp.array(False)))
    assert float(both) == pytest.approx(1.0, abs=1e-6)


@FEW
@given(floats(-3, 3), floats(0.0625, 4), floats(0.001, 0.999))
def test_normal_quantiles_invert_the_normal_law(mean: float, sd: float, u: float) -> None:
    x = d.normal_draw(jnp.float32(mean), jnp.float32(sd), jnp.float32(u))
    assert stats.norm(mean, sd).cdf(float(x)) == pytest.approx(u, abs=1e-4)
    assert float(d.normal_log_prob(mean, sd, x)) == pytest.approx(stats.norm(mean, sd).logpdf(float(x)), abs=1e-3)


@FEW
@given(floats(0.25, 8), floats(0.25, 8))
def test_kumaraswamy_draws_follow_its_distribution_function(a: float, b: float) -> None:
    x = np.asarray(d.kumaraswamy_draw(jnp.float32(a), jnp.float32(b), LEVELS), float)
    assert ((x >= 0) & (x <= 1)).all()
    assert (np.diff(x) >= 0).all()
    inner = (x > 1e-5) & (x < 1 - 1e-5)
    assert np.allclose(1 - (1 - x[inner] ** a) ** b, GRID[inner], atol=0.01)


@FEW
@given(floats(1, 8), floats(1, 8))
def test_kumaraswamy_density_integrates_to_one(a: float, b: float) -> None:
    x = jnp.linspace(1e-4, 1 - 1e-4, 4001)
    density = np.exp(np.asarray(d.kumaraswamy_log_prob(jnp.float32(a), jnp.float32(b), x), float))
    assert integrate.simpson(density, x=np.asarray(x, float)) == pytest.approx(1.0, abs=5e-3)


@pytest.mark.parametrize("x", [0.0, 1e-9, 0.5, 1 - 1e-7, 1.0])
@pytest.mark.parametrize(("a", "b"), [(0.05, 0.05), (0.05, 60.0), (60.0, 0.05), (60.0, 60.0)])
def test_kumaraswamy_scores_and_their_gradients_stay_finite_at_the_ends(x: float, a: float, b: float) -> None:
    value, slope = jax.value_and_grad(d.kumaraswamy_log_prob, argnums=(0, 1))(
        jnp.float32(a), jnp.float32(b), jnp.float32(x)
    )
    assert np.isfinite([value, *slope]).all()


RANGES = [(1.0, 83.0), (84.0, 50_000.0), (1.0, 19.0), (20.0, 50_000.0)]


@pytest.mark.parametrize(("low", "high"), RANGES)
@pytest.mark.parametrize(("mean", "sd"), [(1.0, 1.1), (5.8, 1.3), (8.0, 0.4), (-3.0, 2.0)])
def test_probabilities_of_counts_sum_to_one_over_their_range(mean: float, sd: float, low: float, high: float) -> None:
    n = np.arange(low, high + 1)
    assert np.exp(counts(mean, sd, low, high, n).astype(float)).sum() == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize(("low", "high"), RANGES)
@pytest.mark.parametrize(("mean", "sd"), [(1.0, 1.1), (5.8, 1.3), (9.0, 0.8), (3.0, 0.1), (-4.0, 3.0)])
def test_probabilities_of_counts_agree_with_double_precision(mean: float, sd: float, low: float, high: float) -> None:
    n = np.unique(np.round(np.geomspace(low, high, 60)))
    exact = exact_counts(mean, sd, low, high, n)
    likely = exact > -60
    assert np.allclose(counts(mean, sd, low, high, n)[likely], exact[likely], atol=0.02, rtol=2e-3)


@pytest.mark.parametrize(("low", "high"), RANGES)
@pytest.mark.parametrize(("mean", "sd"), [(1.0, 1.1), (5.8, 1.3), (9.0, 0.8), (-2.0, 2.0)])
def test_counts_are_drawn_as_often_as_their_probability_says(mean: float, sd: float, low: float, high: float) -> None:
    drawn = drawn_counts(mean, sd, low, high, GRID)
    assert drawn.min() >= low
    assert drawn.max() <= high
    assert (np.diff(drawn) >= 0).all()
    points = np.unique(np.round(np.geomspace(low, high, 12)))
    exact = np.exp(exact_counts(mean, sd, low, high, np.arange(low, high + 1)))
    for point in points:
        assert (drawn <= point).mean() == pytest.approx(exact[: int(point - low) + 1].sum(), abs=2e-3)


EXTREMES = {
    "mean": floats(-200, 200),
    "sd": floats(0.03125, 32),
    "n": st.sampled_from([1, 2, 83, 84, 500, 6_000, 50_000]),
    "war": st.booleans(),
}


@settings(max_examples=300, deadline=None)
@given(**EXTREMES)
def test_scores_of_counts_and_their_gradients_stay_finite_in_extreme_tails(
    mean: float, sd: float, n: int, war: bool
) -> None:
    low, high = (84.0, 50_000.0) if war else (1.0, 83.0)

    def score(mean: jax.Array, sd: jax.Array) -> jax.Array:
        return d.count_log_prob(mean, sd, jnp.float32(low), jnp.float32(high), jnp.int32(n))

    value, slope = jax.value_and_grad(score, argnums=(0, 1))(jnp.float32(mean), jnp.float32(sd))
    assert np.isfinite([value, *slope]).all()
    rounding = 2e-7 * ((np.log(n) - mean) / sd) ** 2
    assert value < 0.1 + rounding


@settings(max_examples=150, deadline=None)
@given(**EXTREMES, u=floats(0, 1))
def test_counts_stay_in_their_range_in_extreme_tails(mean: float, sd: float, n: int, war: bool, u: float) -> None:
    low, high = (84.0, 50_000.0) if war else (1.0, 83.0)
    assert low <= drawn_counts(mean, sd, low, high, np.array([u]))[0] <= high


def test_the_gradient_of_a_count_score_points_where_double_precision_says() -> None:
    for mean, sd, n in [(5.8, 1.3, 90), (5.8, 1.3, 700), (6.5, 1.5, 5_966), (7.0, 0.9, 40_000)]:
        at = np.array([float(n)])
        steps = [(exact_counts(mean + h, sd, 84.0, 50_000.0, at)[0]) for h in (-1e-4, 1e-4)]
        slope = jax.grad(
            lambda m, sd=sd, n=n: d.count_log_prob(
                m, jnp.float32(sd), jnp.float32(84), jnp.float32(50_000), jnp.int32(n)
            )
        )(jnp.float32(mean))
        assert float(slope) == pytest.approx((steps[1] - steps[0]) / 2e-4, rel=0.02, abs=0.005)
