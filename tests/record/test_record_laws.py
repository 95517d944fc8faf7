"""Laws of the record, over records made at random."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from record_cases import case, claim, event, point, position, source, status, tie

from interbellum.case.case import Case
from interbellum.dates import Asof, add_days, parse_edtf
from interbellum.record import Record
from interbellum.record.holding import held_on

DAYS = st.dates(date(2019, 1, 1), date(2023, 12, 31))
RANKS = st.sampled_from(["preferred", "normal", "normal", "deprecated"])
BASES = st.sampled_from(["publication", "public-event", "contemporaneous", "vintage"])


@st.composite
def dates(draw: st.DrawFn) -> str:
    text = draw(DAYS).isoformat()
    return text[: draw(st.sampled_from([4, 7, 10, 10]))] + draw(st.sampled_from(["", "", "~", "?"]))


@st.composite
def statuses(draw: st.DrawFn, number: int) -> Any:
    subject, attribute, values = draw(
        st.sampled_from(
            [
                ("EAST", "control", ["NOR", "SUD", "HIL"]),
                ("WEST", "control", ["NOR", "SUD"]),
                ("ROAD", "state", ["closed", "restricted", "open"]),
                ("WATCH", "strength", ["0", "1000", "1960"]),
                ("NOR-SUD", "talks", ["contact", "framework"]),
            ]
        )
    )
    end = draw(st.one_of(st.none(), dates()))
    root = draw(st.one_of(st.none(), st.integers(0, max(number - 1, 0))))
    return status(
        f"S{number}", subject, attribute, draw(st.sampled_from(values)), draw(dates()), end,
        standing=draw(st.sampled_from(["assessed", "assessed", "claimed", "contested"])),
        rank=draw(RANKS), variant_of=None if root is None or number == 0 else f"S{root}",
    )  # fmt: skip


@st.composite
def events(draw: st.DrawFn, number: int) -> Any:
    outcome = draw(st.sampled_from([None, "kept", "partial", "broken"]))
    return event(
        f"E{number}", draw(dates()), type=draw(st.sampled_from(["ASSAULT", "COERCE", "AID"])),
        actors=(draw(st.sampled_from(["NOR", "SUD", "CHIEF"])),), recipients=(draw(st.sampled_from(["NOR", "BAND"])),),
        deaths=draw(st.one_of(st.none(), st.integers(0, 50))), rank=draw(RANKS),
        variant_of=draw(st.sampled_from([None, "E0"])) if number else None,
        commitment="PAT-SUD" if outcome else None, outcome=outcome,
    )  # fmt: skip


@st.composite
def claims(draw: st.DrawFn, name: str, keys: list[str]) -> Any:
    return claim(
        name, *draw(st.lists(st.sampled_from(keys), max_size=3)), source=draw(st.sampled_from(["S1", "S2", "S3"])),
        date=draw(st.one_of(st.none(), dates())), known_basis=draw(BASES),
        stance=draw(st.sampled_from(["asserts", "asserts", "alleges", "denies"])),
        value=draw(st.one_of(st.none(), st.integers(0, 50))), unit="person", of="deaths",
    )  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows: list[Any] = [draw(statuses(i)) for i in range(draw(st.integers(0, 6)))]
    rows += [draw(events(i)) for i in range(draw(st.integers(0, 4)))]
    rows += [tie(f"T{i}", draw(dates()), strength=draw(st.sampled_from([None, 0.5]))) for i in range(2)]
    rows += [position("NOR", draw(st.integers(0, 100)), draw(dates()), "C0")]
    points = tuple(
        point(draw(dates()), draw(st.integers(0, 200)), rule=draw(st.sampled_from(["start", "end", "spread", "none"])))
        for _ in range(draw(st.integers(0, 5)))
    )
    keys = [f"{kind}:{row.id}" for kind, row in ((_kind(row), row) for row in rows) if kind != "position"]
    rows += [draw(claims(f"C{i}", [*keys, "series:deaths"])) for i in range(draw(st.integers(1, 8)))]
    rows += [source(f"S{i}", draw(dates())) for i in (1, 2, 3)]
    return case(*rows, series={"deaths": points})


def _kind(row: Any) -> str:
    return type(row).__name__.lower()


def _shuffled(made: Case, seed: int) -> Case:
    luck = random.Random(seed)
    fields = ("claims", "events", "ties", "status", "positions", "sources", "actors")
    mixed = {name: tuple(luck.sample(getattr(made, name), len(getattr(made, name)))) for name in fields}
    series = {stem: tuple(luck.sample(points, len(points))) for stem, points in made.series.items()}
    return replace(made, **mixed, series=series)


@given(cases(), DAYS, DAYS, st.integers(0, 9))
@settings(deadline=None)
def test_the_order_of_rows_does_not_matter(made: Case, on: date, known_by: date, seed: int) -> None:
    one, other = Record.of(made), Record.of(_shuffled(made, seed))
    for known in (None, known_by):
        assert one.state(on, known) == other.state(on, known)
        assert one.timeline(date(2019, 1, 1), on, known) == other.timeline(date(2019, 1, 1), on, known)
    assert one.disputes() == other.disputes()


@given(cases(), st.data(), DAYS, DAYS)
@settings(deadline=None)
def test_a_claim_known_later_never_changes_what_was_known_earlier(
    made: Case, data: st.DataObject, on: date, known_by: date
) -> None:
    keys = [f"{_kind(row)}:{row.id}" for table in (made.events, made.ties, made.status) for row in table]
    late = data.draw(claims("LATE", [*keys, "series:deaths", "position:STATUS/NOR"]))
    late = late.model_copy(update={"known": add_days(known_by, data.draw(st.integers(1, 400))).isoformat()})
    more = replace(made, claims=(*made.claims, late))
    before, after = Record.of(made), Record.of(more)
    assert before.state(on, known_by) == after.state(on, known_by)
    assert before.timeline(date(2019, 1, 1), on, known_by) == after.timeline(date(2019, 1, 1), on, known_by)
    assert before.disputes(None, known_by) == after.disputes(None, known_by)
    for key in keys:
        assert before.corroboration(key, known_by) == after.corroboration(key, known_by)


@given(cases(), DAYS, DAYS, DAYS)
@settings(deadline=None)
def test_what_is_known_only_grows(made: Case, one: date, other: date, on: date) -> None:
    early, late = sorted((one, other))
    record = Record.of(made)
    then, now = record.knowledge(early), record.knowledge(late)
    assert {entry.key for entry in then.all()} <= {entry.key for entry in now.all()}
    for entry in then.all():
        behind = {claim.id for claim in then.behind(entry.key)}
        assert set(then.ids(entry.key)) <= behind <= {claim.id for claim in now.behind(entry.key)}
        assert then.known(entry.key) == now.known(entry.key)


def _begins_by(text: str | None, on: date) -> bool:
    earliest = None if text is None else parse_edtf(text).earliest
    return earliest is None or earliest <= on


@given(cases(), DAYS)
@settings(deadline=None)
def test_a_day_never_sees_the_rest_of_its_step(made: Case, on: date) -> None:
    """Everything that cannot have begun by the day, whatever a source dates it, and every value whose date is not over,
    may go."""
    dated = [claim for claim in made.claims if claim.date is not None and _begins_by(claim.date, on)]
    told = {one for claim in dated for one in claim.supports}
    past = replace(
        made,
        events=tuple(row for row in made.events if _begins_by(row.date, on) or f"event:{row.id}" in told),
        ties=tuple(row for row in made.ties if _begins_by(row.from_, on)),
        status=tuple(row for row in made.status if _begins_by(row.from_, on)),
        positions=tuple(row for row in made.positions if _begins_by(row.date, on)),
        series={
            stem: tuple(row for row in points if (parse_edtf(row.date).latest or date.max) <= on)
            for stem, points in made.series.items()
        },
    )
    kept = {row.id for row in (*past.events, *past.status)}
    assume(all(row.variant_of is None or row.variant_of in kept for row in (*past.events, *past.status)))
    seen, whole = Record.of(past).state(on), Record.of(made).state(on)
    assert _same_but_leaders(seen, whole, made, on)


def _same_but_leaders(seen: dict[str, Any], whole: dict[str, Any], made: Case, on: date) -> bool:
    """Compare states where no group of variants has a better row in the future than in the past."""
    future = {row.variant_of or row.id for row in (*made.events, *made.status) if not _begins_by(_start(row), on)}
    grouped = {row.variant_of for row in (*made.events, *made.status) if row.variant_of}
    return bool(future & grouped) or seen == whole


def _start(row: Any) -> str:
    return str(row.date) if hasattr(row, "date") else str(row.from_)


@given(cases(), DAYS, DAYS)
@settings(deadline=None)
def test_disputed_records_keep_all_their_variants(made: Case, on: date, known_by: date) -> None:
    record = Record.of(made)
    for known in (None, known_by):
        knowledge = record.knowledge(known)
        shown = {dispute.about: dispute for dispute in record.disputes(None, known) if dispute.kind == "variants"}
        for root, group in knowledge.groups.items():
            if len(group) > 1:
                assert {entry.key for entry in group} == {one.record for one in shown[root].variants}
        for dispute in record.disputes(on, known):
            assert len(dispute.variants) >= 2


@given(cases(), DAYS, DAYS)
@settings(deadline=None)
def test_a_zone_has_one_owner_that_some_row_names(made: Case, on: date, known_by: date) -> None:
    record = Record.of(made)
    for known in (None, known_by):
        for (subject, attribute), held in record.at(on, known).status.items():
            rows = [
                row
                for row in made.status
                if (row.subject, row.attribute, row.value, row.rank) == (subject, attribute, held.value, held.rank)
            ]
            assert rows
            assert held.rank != "deprecated"
            assert held.record not in {variant.record for variant in held.variants}


@given(cases(), DAYS, DAYS, DAYS, DAYS)
@settings(deadline=None)
def test_the_difference_back_is_the_inverse_of_the_difference_there(
    made: Case, one: date, other: date, known_one: date, known_other: date
) -> None:
    record = Record.of(made)
    for a, b in ((Asof(one), Asof(other)), (Asof(one, known_one), Asof(other, known_other))):
        there, back = record.diff(a, b), record.diff(b, a)
        assert len(set(there)) == len(there)
        assert {difference.inverse() for difference in there} == set(back)
    assert record.diff(one, one) == ()


@given(cases(), DAYS, DAYS)
@settings(deadline=None)
def test_changes_lead_from_the_first_state_to_the_last(made: Case, one: date, other: date) -> None:
    start, end = sorted((one, other))
    record = Record.of(made)
    knowledge = record.knowledge()
    for (subject, attribute), line in knowledge.status_lines.items():
        first, last = (held_on(knowledge, line, day) for day in (start - timedelta(days=1), end))
        value = first.value if first else None
        for change in record.changes(start, end, attribute, subject):  # type: ignore[arg-type]
            assert change.before == value
            value = change.after
        assert value == (last.value if last else None)
