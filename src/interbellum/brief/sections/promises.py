"""How patrons answered when a client called: those who answered in the same way told together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from interbellum.brief.material import RECORD, Material
from interbellum.brief.sentence import Sentence
from interbellum.brief.wording import capital, in_words
from interbellum.record.holding import Promise
from interbellum.views.labels import listed

Answer = Literal["broken", "partial", "kept"]
_TOLD: Mapping[Answer, tuple[str, str]] = {
    "broken": ("did not keep its word to", "did not keep their word to"),
    "partial": ("kept its word only in part to", "kept their word only in part to"),
    "kept": ("stood by", "stood by"),
}


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """How one or more patrons answered a client: the sentence, and how many broke their word.

    A kept word counts for neither: to stand by one side in a war does not ease it.
    """

    answer: Answer
    sentence: Sentence
    worse: int


def promises(material: Material, since: date) -> Iterator[ToldAnswer]:
    """Yield the answers of patrons after `since`, client by client, the broken word first."""
    one, other = (material.record.at(day, material.known_by) for day in (since, material.on))
    before = {promise.commitment: promise for promise in one.promises}
    groups: dict[tuple[str, Answer], list[tuple[Promise, tuple[str, ...]]]] = {}
    for promise in other.promises:
        old = before[promise.commitment]
        broken, kept = promise.broken - old.broken, promise.kept - old.kept
        if not broken and not kept:
            continue
        new = [key for key in promise.events if key not in old.events]
        claims = material.cited(
            claim.id for key in new for claim in material.record.claims_behind(key, material.known_by)
        )
        answer: Answer = "broken" if broken > kept else "kept" if kept > broken else "partial"
        groups.setdefault((promise.client, answer), []).append((promise, claims))
    for (client, answer), found in sorted(groups.items(), key=lambda item: (list(_TOLD).index(item[0][1]), item[0][0])):
        yield _answered(material, client, answer, found)


def _answered(
    material: Material, client: str, answer: Answer, found: Sequence[tuple[Promise, tuple[str, ...]]]
) -> ToldAnswer:
    patrons = material.all(promise.patron for promise, _ in found)
    verb = _TOLD[answer][len(found) > 1]
    text = f"{capital(patrons)} {verb} {material.the(client)}{_standing(material, answer, found)}."
    claims = tuple(dict.fromkeys(claim for _, ids in found for claim in ids))
    worse = len(found) if answer == "broken" else 0
    return ToldAnswer(answer, Sentence(text, claims, () if claims else (RECORD,)), worse)


def _standing(material: Material, answer: Answer, found: Sequence[tuple[Promise, tuple[str, ...]]]) -> str:
    """Return how the record of the patron with most answers stands after this one, where there were earlier ones."""
    if answer == "partial":
        return ""
    most = max((promise for promise, _ in found), key=lambda promise: promise.kept + promise.broken)
    if most.kept + most.broken <= 1:
        return ""
    kept, broken = most.whole
    counts = ((kept, "kept"), (most.partial, "kept in part"), (broken, "broken"))
    stands = listed([f"{in_words(count)} {how}" for count, how in counts if count])
    whose = "its" if len(found) == 1 else f"{material.labels[most.patron]}’s"
    return f"; {whose} record there now stands at {stands}"
