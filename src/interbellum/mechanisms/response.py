"""Response: whether a patron keeps its word when its client's side is attacked.

An answer is called for when a war begins, and now and then in a step of clashes, in which the other side attacks the
client's. A patron that stands on that other side is asked for none: an attack of its own tests no promise. The answer
is broken, partial or kept by an ordered logit in the patron's record, its attention and the client's alignment: two
rival readings of one refusal, that the patron was tied down or that it punished, are two of its coefficients.
Reliability of alliances is a range, not a number (74.5% before 1945 in Leeds, Long & Mitchell 2000, 22 to 50% after in
Berkemeier & Fuhrmann 2018), so the priors are wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.vocabulary import CLASHES, WAR
from interbellum.mechanisms import distributions as d
from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Mark, Mechanism, Theta, only
from interbellum.system.observations import Observations
from interbellum.system.state import Kind, State
from interbellum.system.strength import reliability
from interbellum.system.system import System

NONE, BROKEN, PARTIAL, KEPT = 0, 1, 2, 3


@dataclass(frozen=True)
class ResponseChance:
    """Chance that an answer is called for (P,), and the log-odds of an answer that is not broken, and of one that is
    kept (P,)."""

    called: jax.Array
    unbroken: jax.Array
    kept: jax.Array

    @property
    def answers(self) -> jax.Array:
        """Log-probabilities of broken, partial and kept (P, 3)."""
        log_broken, log_kept = -jax.nn.softplus(self.unbroken), -jax.nn.softplus(-self.kept)
        middle = jnp.maximum(1.0 - jnp.exp(log_broken) - jnp.exp(log_kept), d.LEAST)
        return jnp.stack([log_broken, jnp.log(middle), log_kept], axis=-1)

    def draw(self, u: jax.Array) -> Mark:
        """Return the answers (P,), 0 where none is called for, and how many there were; `u` is (2P,)."""
        n = self.called.shape[0]
        least = jnp.where(u[n:] > jax.nn.sigmoid(-self.unbroken), PARTIAL, BROKEN)
        answer = jnp.where(u[n:] > jax.nn.sigmoid(-self.kept), KEPT, least)
        answer = jnp.where(u[:n] < self.called, answer, NONE)
        return {"answer": answer, "times": (answer != NONE).astype(jnp.float32), "share": share_kept(answer)}

    def log_prob(self, evidence: Evidence) -> jax.Array:
        """Return the log-probability of the coded answers, given that one was called for."""
        allowed = jnp.arange(1, 4) == evidence["answer"][:, None]
        return jnp.where(evidence["answer"] != NONE, d.categorical_log_prob(self.answers, allowed), 0.0)


class Response(Mechanism):
    """Answers of patrons, by commitment."""

    name: ClassVar[str] = "response"
    marks: ClassVar[Mapping[str, Kind]] = {"answer": "commitments", "times": "commitments", "share": "commitments"}
    shifts: ClassVar[Kind] = "commitments"
    luck: ClassVar[tuple[Kind, ...]] = ("commitments", "commitments")
    writes: ClassVar[tuple[str, ...]] = ("kept", "broken")
    needs: ClassVar[tuple[Kind, ...]] = ("commitments",)
    carried: ClassVar[tuple[str, ...]] = ("response.call",)

    def __init__(self, system: System) -> None:
        super().__init__(system)
        against = system.sides[:, ::-1, system.patron]
        tested = np.moveaxis(system.sides[:, :, system.client] & ~against, -1, 0).astype(np.float32)
        self._tested = tested.reshape(system.size("commitments"), 2 * system.size("rivalries"))
        self._patron = system.patron

    def evidence(self, observed: Observations) -> Evidence:
        """Return `answer`, how many `times` and the `share` kept (T, P); mixed answers in one step are partial."""
        kept, broken = observed.responses[..., 0], observed.responses[..., 2]
        times = observed.responses.sum(axis=-1)
        pure = np.where(kept == times, KEPT, np.where(broken == times, BROKEN, PARTIAL))
        return {
            "answer": np.where(times > 0, pure, NONE).astype(np.int32),
            "times": times.astype(np.float32),
            "share": ((kept + 0.5 * observed.responses[..., 1]) / np.maximum(times, 1)).astype(np.float32),
            "followed": np.ones(times.shape, bool),
        }

    def silence(self, evidence: Evidence) -> Evidence:
        """Return the same arrays with no answer coded and none of the commitments followed."""
        return {name: np.zeros_like(value) for name, value in evidence.items()}

    def telling(self, covariates: Covariates, evidence: Evidence) -> tuple[Covariates, Evidence]:
        """Return the steps with a coded answer."""
        return only(np.asarray((evidence["answer"] != NONE).any(axis=1)), covariates, evidence)

    def covariates(self, state: State, clock: Clock, theta: Theta) -> Covariates:
        """Return record, attention and alignment (P), and the chance that the step calls for an answer."""
        side = jnp.arange(2) != state.initiator[:, None]
        hit = side & (state.initiator[:, None] >= 0) & (state.phase[:, None] >= CLASHES)
        at_war = hit & (state.phase[:, None] == WAR)
        begun = at_war & (state.time_in_phase[:, None] <= 0.0)
        hits = jnp.stack([hit.reshape(-1), at_war.reshape(-1), begun.reshape(-1)], axis=-1).astype(jnp.float32)
        calls = self._tested @ hits > 0.0
        attacked, warring, begins = calls[:, 0], calls[:, 1], calls[:, 2]
        rate = 1.0 - (1.0 - theta["response.call"]) ** (12.0 * clock.years)
        called = jnp.where(begins, 1.0, jnp.where(attacked & ~warring, rate, 0.0))
        word = reliability(state, theta)
        return {
            "called": jnp.where(clock.alive["commitments"], called, 0.0),
            "reliability": jnp.log(word / (1.0 - word)),
            "attention": state.attention[self._patron],
            "alignment": state.alignment,
        }

    def law(self, covariates: Covariates, theta: Theta, shift: jax.Array) -> ResponseChance:
        """Return the law of the answer; `shift` (P,) is added to the log-odds of keeping the word."""
        score = sum(self.explain(covariates, theta).values(), jnp.float32(0.0)) + shift
        half = theta["response.width"] / 2
        return ResponseChance(covariates["called"], score + half, score - half)

    def complete(self, mark: Mark, evidence: Evidence) -> Mark:
        """Return the coded answers; where the record is followed and codes none, none was called for."""
        return {name: jnp.where(evidence["followed"], evidence[name], mark[name]) for name in self.marks}

    def effect(self, state: State, mark: Mark, clock: Clock, theta: Theta) -> State:
        """Book the answers into the patron's record, half of a partial one on either side."""
        times = jnp.where(mark["answer"] == NONE, 0.0, jnp.maximum(mark["times"], 1.0))
        share = jnp.where(times > 1.0, mark["share"], share_kept(mark["answer"]))
        return replace(state, kept=state.kept + times * share, broken=state.broken + times * (1.0 - share))

    def explain(self, covariates: Covariates, theta: Theta) -> Covariates:
        """Return the parts of the log-odds of keeping the word, by commitment."""
        base = jnp.broadcast_to(-theta["response.cut"], covariates["attention"].shape)
        names = ("reliability", "attention", "alignment")
        return {"cut": base, **{name: theta[f"response.{name}"] * covariates[name] for name in names}}


def share_kept(answer: jax.Array) -> jax.Array:
    """Return how much of the word an answer keeps: all, half or nothing."""
    return jnp.where(answer == KEPT, 1.0, jnp.where(answer == PARTIAL, 0.5, 0.0))
