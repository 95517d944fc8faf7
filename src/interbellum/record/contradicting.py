"""Claims of readings that contradict one another although no two tell of one thing: those `disagreements` finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from interbellum.case.tables import Claim
from interbellum.reading.proposal import proposal_of
from interbellum.reading.reviewing.merge import Contested, Merged, Voice, merged_id
from interbellum.reading.reviewing.review import claim_of
from interbellum.record.disagreements import Disagreement, disagreements


def contradicting(readings: Iterable[Mapping[str, Any]], merged: Iterable[Merged]) -> tuple[Merged, ...]:
    """Return what claims of several documents or speakers contradict one another on, beyond what `merged` disputes.

    `readings` are as `merge_rows` takes them. Once their claims are accepted, `analyse disputes` lists the same.
    """
    voices: dict[str, Voice] = {}
    claims: dict[str, Claim] = {}
    for reading in readings:
        document = reading["document"]
        for row in reading["claims"]:
            voice = Voice(document["sha256"], document["name"], proposal_of(row))
            claim = claim_of(row, document["sha256"], {row.get("place")})
            voices[voice.key], claims[voice.key] = voice, claim.model_copy(update={"id": voice.key})
    known = [{voice.key for voice in one.voices} for one in merged if one.disputes]
    found = (_merged(one, voices) for one in disagreements(claims.values()))
    return tuple(one for one in found if not any(keys >= {voice.key for voice in one.voices} for keys in known))


def _merged(one: Disagreement, voices: Mapping[str, Voice]) -> Merged:
    told: Sequence[Voice] = [voices[said.claim] for said in one.told]
    dispute = Contested(one.kind, tuple((said.value, (said.claim,)) for said in one.told))
    return Merged(merged_id(told), tuple(told), len({voice.document for voice in told}), (dispute,))
