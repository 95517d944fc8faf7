"""The same event told by two datasets: found by time, place and parties, whatever else is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from interbellum.case.tables import Claim, Imported
from interbellum.reading.importing.twins import Told, near
from interbellum.sources.events import EventRow

DAYS = st.integers(0, 1500).map(lambda days: date(2018, 1, 1) + timedelta(days))
SPANS = st.tuples(DAYS, st.integers(0, 1200)).map(lambda span: (span[0], span[0] + timedelta(span[1])))
RECORDS = st.tuples(
    SPANS,
    st.sampled_from(("ged", "acled", "gdelt")),
    st.sampled_from(("A", "B", "C")),
    st.sampled_from(("B", "C")),
    st.sampled_from(("ASSAULT", "AGREE")),
    st.sampled_from((39.0, 39.1, 41.0)),
)
Record = tuple[tuple[date, date], str, str, str, str, float]


def told(number: int, record: Record) -> tuple[Claim, Imported]:
    (first, last), dataset, actor, other, kind, latitude = record
    claim = Claim(
        id=f"C{number}", source="S", kind="event", event_type=kind, actors=(actor,),  # type: ignore[arg-type]
        recipients=(other,) if other != actor else (), gloss="x", known_basis="vintage",
        date=str(first) if first == last else f"{first}/{last}",
    )  # fmt: skip
    row = Imported(
        claim=claim.id, dataset=dataset, record=str(number), vintage="v", content="0" * 64, latitude=latitude,
        longitude=46.0, place_precision="near", date_precision="day",
    )  # fmt: skip
    return claim, row


def event(record: Record) -> EventRow:
    (first, last), _, actor, other, kind, latitude = record
    return EventRow(
        "r", first, last, "day", actor, "", other, "", kind, None, None, None, None, None, latitude, 46.0, "near",
        None, None, None, None, 3, "", None, "",
    )  # fmt: skip


def searched(known: Sequence[tuple[Claim, Imported]], records: Sequence[Record], new: Record) -> str | None:
    """Return the twin by looking at every record there is."""
    parties, asked = {new[2], new[3]}, event(new)
    for (claim, row), (span, dataset, actor, other, kind, _) in zip(known, records, strict=True):
        overlap = span[0] <= asked.last and span[1] >= asked.first
        same = {actor, other} == parties and len(parties) > 1 and kind == new[4] and dataset != new[1]
        if overlap and same and near(asked, row):
            return claim.id
    return None


@given(st.lists(RECORDS, max_size=12), RECORDS)
def test_the_twin_found_by_months_is_the_first_found_by_looking_at_all(records: list[Record], new: Record) -> None:
    index, known = Told(), [told(number, record) for number, record in enumerate(records)]
    for claim, row in known:
        index.add(claim, row)
    assert index.twin(told(99, new)[0], event(new), new[1]) == searched(known, records, new)
