"""What each mechanism does, worked out by its own law at the medians of its priors, as rows to plot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import jax.numpy as jnp
import numpy as np

import interbellum as ib
from interbellum.mechanisms.registry import available, parameters
from interbellum.simulation.inputs import sample_priors
from interbellum.system.system import System, build_system

Row = dict[str, Any]
MONTH = 1 / 12
NONE = jnp.float32(0.0)


@dataclass(frozen=True)
class Plot:
    """Rows with `x`, `y`, `line` and perhaps `low` and `high`; what the axes say; what the picture shows in words."""

    rows: Sequence[Row]
    x: str
    y: str
    words: str
    log: bool = False


@cache
def system() -> System:
    """Return the units of the bundled case, whose prior rows the plots are drawn with."""
    return build_system(ib.open_case("karabakh"))


@cache
def _medians() -> Mapping[str, float]:
    chosen = tuple(cls(system()) for cls in available().values())
    rows = parameters(system(), chosen)
    found = {name: float(np.median(draws)) for name, draws in sample_priors(rows, 2001, 0).items()}
    return found | {name: row.value for name, row in rows.items() if row.value is not None}


def theta() -> dict[str, Any]:
    """Return the medians of all parameters."""
    return {name: jnp.float32(value) for name, value in _medians().items()}


def made(name: str) -> Any:
    """Return a mechanism bound to the case's units; what its law holds besides the protocol's is read here."""
    return available()[name](system())


def softmax(logits: Any) -> np.ndarray:
    """Return shares (..., categories) of log-odds."""
    whole = np.asarray(logits, float)
    weights = np.exp(whole - whole.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def lines(x: np.ndarray, ys: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the rows of several lines over the same x."""
    for line, y in ys.items():
        for one, value in zip(x, np.asarray(y, float), strict=True):
            yield {"x": float(one), "y": float(value), "line": line}


def full(count: int, **values: Any) -> dict[str, Any]:
    """Return covariates as arrays of `count`, single values repeated."""
    return {name: jnp.broadcast_to(jnp.asarray(value), (count,)) for name, value in values.items()}


def attention() -> Plot:
    """Attention over ten years, from wholly free and from tied down."""
    mechanism, years, members = made("attention"), 10, 4000
    rng, rows = np.random.default_rng(1), []
    for start, line in ((1.0, "free at first"), (0.3, "tied down at first")):
        level = np.full(members, start)
        for month in range(12 * years + 1):
            low, middle, high = np.quantile(level, [0.1, 0.5, 0.9])
            rows.append({"x": month / 12, "y": middle, "low": low, "high": high, "line": line})
            seen = full(members, alive=True, months=0.0) | {"tied": jnp.asarray(level < 0.999)}
            mark = mechanism.law(seen, theta(), NONE).draw(jnp.asarray(rng.uniform(size=2 * members), jnp.float32))
            share, what = np.asarray(mark["share"]), np.asarray(mark["what"])
            level = np.where(what == 1, level * (1 - share), np.where(what == 2, level + (1 - level) * share, level))
    words = "A free power is tied down every ten to twenty years; one that is tied down comes free in some years."
    return Plot(rows, "years", "share of means that is free (median, 80% of cases)", words)


def spending() -> Plot:
    """Capability over twenty years, with and without income from oil and gas."""
    mechanism, values, members = made("spending"), theta(), 4000
    rng, rows = np.random.default_rng(1), []
    wear = float(values["spending.depreciation"])
    for resource, line in ((0.0, "no oil or gas"), (0.3, "a third of income from oil and gas")):
        level, growth = np.ones(members), np.zeros(members)
        stock = level / wear
        for year in range(21):
            low, middle, high = np.quantile(stock * wear, [0.1, 0.5, 0.9])
            rows.append({"x": year, "y": middle, "low": low, "high": high, "line": line})
            seen = full(members, resource=resource, active=True) | {
                "level": jnp.asarray(level, jnp.float32), "growth": jnp.asarray(growth, jnp.float32)
            }  # fmt: skip
            u = jnp.asarray(rng.uniform(size=members), jnp.float32)
            after = np.asarray(mechanism.law(seen, values, NONE).draw(u)["spending"], float)
            level, growth, stock = after, np.log(after / level), stock * (1 - wear) + level
    return Plot(
        rows,
        "years",
        "military capital, 1 at first (median, 80% of cases)",
        "Capital follows spending with a lag of years; resource income lets it grow faster.",
    )


def escalation() -> Plot:
    """Chance of a war-rate month, by what is pulling."""
    mechanism, x = made("escalation"), np.linspace(0, 25, 60)
    zero = jnp.zeros((1,))
    rows: list[Row] = []
    cases = {
        "lull, all covariates at zero": {}, "relapsed four times": {"relapses": np.log1p(4.0)},
        "hot (heat 20)": {"heat": 2.0}, "1,960 peacekeepers": {"mission": np.log1p(1960) / 7},
        "corridors closed": {"closure": 1.0},
    }  # fmt: skip
    size = system().size("rivalries")
    for line, changes in cases.items():
        ys = []
        for years in x:
            seen = {name: jnp.zeros(size) for name in (
                "heat", "relapses", "stakes", "mission", "talks", "closure", "season_cos", "season_sin", "months"
            )}  # fmt: skip
            seen |= {"quiet": jnp.full(size, np.log1p(years)), "phase": jnp.zeros(size, jnp.int32)}
            seen |= {name: jnp.zeros((size, 2)) for name in ("balance", "shield", "diversion")}
            seen |= {"alive": jnp.ones(size, bool), "told_apart": jnp.ones(size, bool)}
            seen |= {name: jnp.full(size, value) for name, value in changes.items()}
            ys.append(softmax(mechanism.law(seen, theta(), zero).phase)[0, 2:].sum())
        rows += lines(x, {line: ys})
    return Plot(
        rows,
        "years since the last death",
        "chance of deaths next month",
        "Risk falls with quiet, steeply at first; relapses and heat raise it.",
    )


def lethality() -> Plot:
    """Deaths of a month by heat, in clashes and at war's rate."""
    mechanism, heat, rows = made("lethality"), np.linspace(0, 40, 41), []
    for war, line in ((False, "clashes"), (True, "war-rate month")):
        seen = full(41, war=war, deadly=True, months=0.0, ceiling=50_000.0) | {
            "warm": jnp.asarray(heat / 10, jnp.float32)
        }
        law = mechanism.law(seen, theta(), NONE)
        low, middle, high = (np.asarray(law.draw(jnp.full(41, q))["deaths"]) for q in (0.1, 0.5, 0.9))
        for i, one in enumerate(heat):
            rows.append({"x": one, "y": float(middle[i]), "low": float(low[i]), "high": float(high[i]), "line": line})
    return Plot(
        rows,
        "heat",
        "deaths in the month (median, 80% of cases)",
        "A month of clashes never has the deaths of a war-rate month, nor the other way round.",
        log=True,
    )


def response() -> Plot:
    """Chance of a kept word by attention and alignment."""
    mechanism, x = made("response"), np.linspace(0, 1, 41)
    ys = {}
    for alignment in (0.2, 0.8):
        for record, line in ((0.5, "untested"), (0.2, "broken before")):
            seen = full(41, called=1.0, reliability=np.log(record / (1 - record)), alignment=alignment)
            seen["attention"] = jnp.asarray(x, jnp.float32)
            share = softmax(mechanism.law(seen, theta(), NONE).answers)[:, 2]
            ys[f"alignment {alignment}, word {line}"] = share
    return Plot(
        [*lines(x, ys)],
        "the patron's attention",
        "chance that the word is kept in full",
        "A free, aligned and reliable patron keeps its word more often; each reading is one coefficient.",
    )


def realignment() -> Plot:
    """Alignment over fifteen years by the patron's record."""
    mechanism, values, rows = made("realignment"), theta(), []
    for record in (0.2, 0.5, 0.9):
        level = 0.6
        for month in range(15 * 12 + 1):
            rows.append({"x": month / 12, "y": level, "line": f"reliability {record}"})
            seen = full(1, now=np.log(level / (1 - level)), reliability=record, alive=True, years=MONTH)
            drift = float(mechanism.law(seen, values, NONE).mean[0])
            level = float(1 / (1 + np.exp(-(np.log(level / (1 - level)) + drift))))
    return Plot(rows, "years", "mean alignment", "A client drifts towards what its patron's record earns.")


def conquest() -> Plot:
    """Chance to win, and how fast ground falls, by the ratio of strength."""
    mechanism, ratio, zones = made("conquest"), np.geomspace(0.1, 10, 61), system().size("zones")
    seen = full(61, winner=-1, phase=3, initiator=0, months=1.0)
    seen |= {"balance": jnp.asarray(np.log(ratio), jnp.float32)}
    seen |= {"depth": jnp.zeros((zones, 2), jnp.int32), "leads": jnp.zeros((61, 2), jnp.int32)}
    ys = {}
    for m in (0.22, 0.41, 0.6):
        law = mechanism.law(seen, {**theta(), "conquest.exponent": jnp.float32(m)}, NONE)
        ys[f"it wins the war, m = {m}"] = 1 / (1 + np.exp(-np.asarray(law.first, float)))
        if m == 0.41:
            ground = np.asarray(law.each[:, 0], float)
    words = (
        "Twice the strength wins 57% at m = 0.41; wars since 1946 alone give 0.22, those before 0.6. The stronger a"
        " winner, the faster it takes ground."
    )
    ys["as the winner it takes a frontier zone in a month, m = 0.41"] = ground
    return Plot([*lines(ratio, ys)], "ratio of strengths of a side to the other", "chance", words)


def _kernel(logits: Any, months: int) -> np.ndarray:
    return np.linalg.matrix_power(softmax(logits), months)


def corridor() -> Plot:
    """Share of open ways over five years under different circumstances."""
    mechanism, rows = made("corridor"), []
    cases: dict[str, dict[str, float]] = {
        "quiet": {}, "in a foe's hands": {"hostile": 1.0}, "in a foe's hands, guarded by 1,960": {
            "hostile": 1.0, "mission": np.log1p(1960) / 7
        }, "under war": {"phase": 1.0},
    }  # fmt: skip
    for line, changes in cases.items():
        seen = full(3, phase=0.0, hostile=0.0, mission=0.0, pressure=0.0, alive=True, months=0.0, switch=0)
        seen |= {"state": jnp.arange(3)} | {name: jnp.full(3, value) for name, value in changes.items()}
        logits = mechanism.law(seen, theta(), NONE).logits
        rows += [{"x": m / 12, "y": float(_kernel(logits, m)[2, 2]), "line": line} for m in range(0, 61, 3)]
    return Plot(
        rows,
        "years after it was open",
        "chance that the way is open",
        "Fighting and a foe's hand shut ways; inertia keeps them as they are for years.",
    )


def supply() -> Plot:
    """Days of supply by the state of the way."""
    mechanism, values, rows = made("supply"), theta(), []
    brought = {"closed": 0.0, "restricted": float(values["supply.restricted"]), "open": float(values["supply.open"])}
    for line, inflow in brought.items():
        stock = 40.0
        for month in range(13):
            rows.append({"x": month, "y": stock, "line": line})
            seen = full(1, inflow=inflow + float(values["supply.own"]), days=365.25 / 12, stock=stock)
            seen |= full(1, reserve=float(values["supply.reserve"]))
            stock += float(mechanism.law(seen, values, NONE).draw(jnp.zeros(0))["balance"][0])
    return Plot(
        rows,
        "months",
        "days of supply in store",
        "Stores last for weeks when a road is shut, for months when it is narrowed.",
    )


def displacement() -> Plot:
    """Share that leaves in a month, by the share on lost ground."""
    mechanism, x, rows = made("displacement"), np.linspace(0, 1, 41), []
    for line, changes in {"quiet": {}, "war": {"war": 1.0}, "nothing left to live on": {"want": 1.0}}.items():
        seen = full(41, people=1e5, war=0.0, clashes=0.0, want=0.0, months=1.0)
        seen |= {"lost": jnp.asarray(np.minimum(x, 0.9999), jnp.float32)}
        seen |= {name: jnp.full(41, value) for name, value in changes.items()}
        law = mechanism.law(seen, theta(), NONE)
        low, middle, high = (np.asarray(law.draw(jnp.full(41, q))["left"]) / 1e5 for q in (0.1, 0.5, 0.9))
        for i, one in enumerate(x):
            rows.append({"x": one, "y": float(middle[i]), "low": float(low[i]), "high": float(high[i]), "line": line})
    return Plot(
        rows,
        "share of those present who would leave lost ground",
        "share that leaves in the month (median, 80%)",
        "Lost ground empties within months of those who will not stay; war and want alone move few.",
    )


def mission() -> Plot:
    """Strength of a mission over five years, by what its sender and the ground do."""
    mechanism, members = made("mission"), 4000
    rng, rows = np.random.default_rng(1), []
    cases = {"sender free": (0.0, 0.0), "sender tied down": (0.7, 0.0), "one side holds all the ground": (0.0, 1.0)}
    for line, (tied, undivided) in cases.items():
        strength = np.full(members, 1960.0)
        for month in range(61):
            low, middle, high = np.quantile(strength, [0.1, 0.5, 0.9])
            rows.append({"x": month / 12, "y": middle, "low": low, "high": high, "line": line})
            seen = full(members, ended_war=0.0, violence=0.0, tied=tied, undivided=undivided, alive=True, months=0.0)
            seen |= {"present": jnp.asarray(strength > 0)}
            mark = mechanism.law(seen, theta(), NONE).draw(jnp.asarray(rng.uniform(size=2 * members), jnp.float32))
            move, share = np.asarray(mark["move"]), np.asarray(mark["share"], float)
            back = [strength, 1960 * (1 - share), strength * (1 - share), 0 * strength, strength * (1 + share)]
            strength = np.choose(move, back)
    return Plot(
        rows,
        "years",
        "strength (median, 80% of cases)",
        "Missions outlast years when there is something to divide, and months when there is not, and grow or shrink.",
    )


def talks() -> Plot:
    """Shares of the stages over ten years from contact, in quiet and free mediators."""
    mechanism, rows = made("talks"), []
    stages = ("none", "contact", "framework", "initialled", "signed")
    seen = full(5, phase=0.0, mediators=0.8, quiet=np.log1p(2.0), alive=True, months=0.0, ceasefire=0.0)
    seen |= {"stage": jnp.arange(5)}
    logits = mechanism.law(seen, theta(), NONE).logits
    for m in range(0, 121, 4):
        shares = _kernel(logits, m)[1]
        rows += [{"x": m / 12, "y": float(share), "line": name} for name, share in zip(stages, shares, strict=True)]
    return Plot(rows, "years after contact", "chance of each stage", "Stages last for years and follow one another.")


PLOTS: dict[str, Callable[[], Plot]] = {
    "attention": attention, "spending": spending, "escalation": escalation, "lethality": lethality,
    "response": response, "realignment": realignment, "conquest": conquest, "corridor": corridor, "supply": supply,
    "displacement": displacement, "mission": mission, "talks": talks,
}  # fmt: skip
