"""Representative futures as dated stories: each turn a sentence, in the order in which it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interbellum.case.case import Case
from interbellum.case.vocabulary import CORRIDOR_STATES, TALKS_STAGES
from interbellum.views.articles import the
from interbellum.views.labels import Labels, counted, day_words, listed, month_words, number
from interbellum.views.words import percent, shares_of_futures

if TYPE_CHECKING:
    from interbellum.analysis.representatives import Future, Representatives
    from interbellum.analysis.turns import Turn

SENTENCES = 12
"""Sentences of a story; where more happened, the weightier kinds are told and the rest is counted."""
TALKS = ("no talks", "contact", "a framework", "an initialled text", "a signed settlement")
assert len(TALKS) == len(TALKS_STAGES)


@dataclass(frozen=True)
class Story:
    """A representative future in words: a headline, for how many futures it stands, dated sentences."""

    headline: str
    stands_for: str
    sentences: tuple[str, ...]
    member: int
    share: float

    def to_dict(self) -> dict[str, Any]:
        """Return the story as plain data."""
        return {**vars(self), "sentences": list(self.sentences)}


def stories(found: Representatives, case: Case, sentences: int = SENTENCES) -> tuple[Story, ...]:
    """Return each representative future as a story of its weightiest turns, at most as many as `sentences`."""
    near = shares_of_futures([future.share for future in found.futures])
    told = zip(found.futures, near, strict=True)
    return tuple(_story(future, share, found, case, sentences) for future, share in told)


def shares_words(found: Representatives, step: str) -> str:
    """Return what the shares of stories are, beside the chance of war that all futures give."""
    return (
        "Futures are parted by their worst: quiet throughout, clashes, or war. The share of a story is that of the "
        "futures of its kind nearest to it, not the chance of what it tells: of all futures "
        f"{percent(found.quiet)} are quiet throughout, and {percent(found.war)} have a war-rate {step}"
        f"{some_rivalry(found.futures[0])}."
    )


def some_rivalry(future: Future) -> str:
    """Return where a chance of any war counts, in a case with several rivalries."""
    return " in some rivalry" if len(future.war) > 1 else ""


def _story(future: Future, near: str, found: Representatives, case: Case, most: int) -> Story:
    from interbellum.analysis.turns import GOLD

    words = _Words(case)
    ranked = sorted(future.turns, key=lambda turn: (GOLD.index(turn.kind), turn.first))[:most]
    told = _joined([turn for turn in future.turns if turn in ranked])
    sentences = [words.sentence(group) for group in told]
    left = len(future.turns) - len(ranked)
    if left > 0:
        sentences.append(f"Another {counted(left, 'lesser turn')} {'is' if left == 1 else 'are'} left out.")
    if not sentences:
        sentences.append("Nothing changes: no violence, no ground lost, no road opened or closed.")
    total = found.provenance.get("members")
    stands = f"{near} go most like this ({percent(future.share)} of {int(total or 0):,}); {_those(future, words.step)}"
    return Story(_headline(future, words.labels), stands, tuple(sentences), future.member, future.share)


def _those(future: Future, step: str) -> str:
    """Return what comes of the futures that a story stands for."""
    if future.quiet == 1.0:
        return "nobody is killed in any of those"
    low, _, high = future.total
    quiet = f", {percent(future.quiet)} are quiet throughout" if future.quiet > 0 else ""
    war = {0.0: "none", 1.0: "all"}.get(future.any_war, percent(future.any_war))
    return (
        f"{war} of those have a war-rate {step}{some_rivalry(future)}{quiet}; nine in ten count "
        f"{number(round(low))} to {number(round(high))} deaths"
    )


def _headline(future: Future, labels: Labels) -> str:
    wars = [labels[name] for name, war in future.own_war.items() if war]
    deaths = sum(future.own_deaths.values())
    if wars:
        return f"War: {listed(wars)}; {counted(deaths, 'death')}"
    lost = sum(turn.kind == "control" for turn in future.turns)
    ground = f", {counted(lost, 'change')} of control" if lost else ""
    if deaths:
        return f"No war, but clashes: {counted(deaths, 'death')}{ground}"
    return f"{'Quiet throughout: nobody is killed' if future.quiet == 1.0 else 'No violence'}{ground}"


def _joined(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Return turns with those of zones that one actor takes in the same step put together."""
    groups: list[list[Turn]] = []
    for turn in turns:
        alike = groups and turn.kind == "control" and groups[-1][0].kind == "control"
        if alike and (groups[-1][0].first, groups[-1][0].after) == (turn.first, turn.after):
            groups[-1].append(turn)
        else:
            groups.append([turn])
    return groups


class _Words:
    """Sentences with a case's names."""

    def __init__(self, case: Case) -> None:
        self.labels, self.units, self.step = Labels(case), case.model.units, case.meta.step
        self.actors = case.model.units.actors
        self.sides = {unit.id: unit.sides for unit in case.model.units.rivalries}
        self.promises = {unit.id: unit for unit in case.model.units.commitments}

    def sentence(self, group: Sequence[Turn]) -> str:
        """Return one turn (or several changes of control at once) as a dated sentence."""
        turn = group[0]
        said: str = getattr(self, f"_{turn.kind}")(turn, group)
        return said

    def _name(self, unit: str) -> str:
        """Return a name as it stands inside a sentence: `the European Union`, `Armenia`."""
        return the(self.labels[unit])

    def _way(self, unit: str) -> str:
        """Return the name of a way, a mission or a community, which always takes an article."""
        name = self._name(unit)
        return name if name.startswith("the ") else f"the {name}"

    def _when(self, turn: Turn) -> str:
        return f"In {month_words(turn.first)}" if self.step == "month" else f"In the week of {day_words(turn.first)}"

    def _span(self, turn: Turn) -> str:
        return counted(turn.steps, self.step)

    def _side(self, rivalry: str, side: float) -> str:
        return self._name(self.sides[rivalry][int(side)][0])

    def _war(self, turn: Turn, _: Sequence[Turn]) -> str:
        attack = f": {self._side(turn.unit, turn.side)} attacks" if turn.side is not None and turn.side >= 0 else ""
        won = f", and {self._side(turn.unit, turn.after)} has the upper hand" if turn.after is not None else ""
        return (
            f"{self._when(turn)} war begins between {self._pair(turn.unit)}{attack}; it lasts {self._span(turn)} and "
            f"kills {number(turn.value or 0)}{won}."
        )

    def _pair(self, rivalry: str) -> str:
        one, other = self.sides[rivalry]
        return f"{self._name(one[0])} and {self._name(other[0])}"

    def _clashes(self, turn: Turn, _: Sequence[Turn]) -> str:
        return (
            f"In {turn.first.year} clashes between {self._pair(turn.unit)} in {self._span(turn)} kill "
            f"{number(turn.value or 0)}."
        )

    def _control(self, turn: Turn, group: Sequence[Turn]) -> str:
        owner = self._name(self.actors[int(turn.after or 0)])
        return f"{self._when(turn)} {owner} comes to control {listed([self._name(one.unit) for one in group])}."

    def _corridor(self, turn: Turn, _: Sequence[Turn]) -> str:
        state = CORRIDOR_STATES[int(turn.after or 0)]
        return f"{self._when(turn)} {self._way(turn.unit)} becomes {state}."

    def _talks(self, turn: Turn, _: Sequence[Turn]) -> str:
        after, before = int(turn.after or 0), int(turn.before or 0)
        if after > before:
            return f"{self._when(turn)} {self._pair(turn.unit)} reach {TALKS[after]}."
        fell = "break off their talks" if after == 0 else f"fall back to {TALKS[after]}"
        return f"{self._when(turn)} {self._pair(turn.unit)} {fell}."

    def _mission(self, turn: Turn, _: Sequence[Turn]) -> str:
        name, before, after = self._way(turn.unit), turn.before or 0, turn.after or 0
        if after == 0:
            return f"{self._when(turn)} {name} leave."
        if before == 0:
            return f"{self._when(turn)} {name} arrive, {number(after)} strong."
        return f"{self._when(turn)} {name} go from {number(before)} to {number(after)}."

    def _flight(self, turn: Turn, _: Sequence[Turn]) -> str:
        return f"{self._when(turn)} {number(turn.value or 0)} of {self._way(turn.unit)} flee."

    def _hunger(self, turn: Turn, _: Sequence[Turn]) -> str:
        return f"{self._when(turn)} the supplies of {self._way(turn.unit)} run out, for {self._span(turn)}."

    def _answer(self, turn: Turn, _: Sequence[Turn]) -> str:
        promise, share = self.promises[turn.unit], turn.value or 0.0
        patron, client = self._name(promise.patron), self._name(promise.client)
        kept = "keeps" if share > 0.75 else "half keeps" if share > 0.25 else "does not keep"
        return f"{self._when(turn)} {patron} {kept} its word to {client}."

    def _shock(self, turn: Turn, _: Sequence[Turn]) -> str:
        free = f"from {percent(turn.before or 0)} to {percent(turn.after or 0)} of its means free"
        return f"{self._when(turn)} {self._name(turn.unit)} is tied down elsewhere, {free}."
