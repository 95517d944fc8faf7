"""Figures as series: what events add up to, and what datasets of countries give, each with rule, vintage and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from interbellum.case.case import Case
from interbellum.case.model import Rivalry
from interbellum.case.tables import Claim, Point
from interbellum.case.vocabulary import Rule
from interbellum.dates import Steps, days_of, parse_edtf
from interbellum.errors import ImportDataError, Where
from interbellum.reading.importing.batch import Batch
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.counting import Counted, Counting, Total, count
from interbellum.sources.events import EventRow

MOST_BEHIND = 1000
"""Up to so many event claims are each named as backing their series; beyond, the claim of the whole series is."""
MUCH = 0.05
"""The share of deaths in records that span steps from which on the counting rule is worth a word."""
_RULES: Mapping[Counting, Rule] = {"start": "start", "end": "end", "spread": "spread", "drop-multi-month": "drop"}


@dataclass(frozen=True)
class Line:
    """The points of one series file that one source adds, by subject, and the claims that say where they are from."""

    stem: str
    points: tuple[Point, ...]
    claims: tuple[Claim, ...]


def series_stem(variable: str, source: str) -> str:
    """Return the name of the series file of one variable from one release: vintages lie side by side."""
    return f"{variable}-{source.lower().replace('_', '-')}"


@dataclass(frozen=True)
class Zeros:
    """Where a batch has zeros: from day to day of `covers`, of the rivalries that it has any record of and of the
    `quiet` ones, these while they are in being. Not in the steps, by rivalry, in which `others` of the same command
    have records, since the files are said to cover that time together."""

    covers: tuple[date, date]
    quiet: Collection[str] = ()
    others: Mapping[str, Collection[int]] = field(default_factory=dict)

    def fill(self, totals: Mapping[int, Total], case: Case, subject: str, steps: Steps) -> dict[int, Total]:
        """Return the totals of a rivalry within what is covered, with zeros where there is no record."""
        span = range(steps.index(self.covers[0]), steps.index(self.covers[1]) + 1)
        none, elsewhere = Total(0.0, 0.0, 0.0), self.others.get(subject, ())
        filled = {i: totals.get(i, none) for i in span if i in totals or i not in elsewhere}
        if subject not in self.quiet:
            return filled
        return {i: total for i, total in filled.items() if _meets(steps, i, _being(case, subject))}


def deaths_series(
    case: Case,
    batch: Batch,
    rule: Counting,
    zeros: Zeros | None,
    reader: str,
    chosen: tuple[date, date] = (date.min, date.max),
) -> tuple[Line, ...]:
    """Return the deaths of the case's rivalries by step, as the events of a batch count them.

    Steps without a record are left out, since a file need not cover everything, unless `zeros` says where it does.
    Steps outside the `chosen` days are left out too: of those the batch has only what reaches into these days. An
    extract of some columns or rows is never added up.
    """
    if batch.partial:
        return ()
    steps, found = _steps(case), _events_of(case, batch)
    subjects = sorted(found) if zeros is None else sorted({*found, *_all_rivalries(case, batch), *zeros.quiet})
    points: list[Point] = []
    claims: list[Claim] = []
    for subject in subjects:
        events = found.get(subject, [])
        totals = count(events, steps, rule)
        if zeros:
            totals = zeros.fill(totals, case, subject, steps)
        totals = {index: total for index, total in totals.items() if _meets(steps, index, chosen)}
        own = tuple(_point(case, batch, subject, steps, index, total, rule) for index, total in sorted(totals.items()))
        if own:
            points += own
            claims.append(_whole(batch, subject, own, len(events), rule, reader))
    return (Line(series_stem("deaths", batch.about.source), tuple(points), tuple(claims)),) if points else ()


def counted_steps(case: Case, batch: Batch, rule: Counting) -> dict[str, set[int]]:
    """Return the steps in which a batch has a record of a death, or of none, by rivalry."""
    steps = _steps(case)
    return {subject: set(count(events, steps, rule)) for subject, events in _events_of(case, batch).items()}


def _steps(case: Case) -> Steps:
    return Steps(parse_edtf(case.model.start).earliest or date(1900, 1, 1), case.meta.step)


def _events_of(case: Case, batch: Batch) -> dict[str, list[Counted]]:
    """Return the events that count deaths, by rivalry."""
    found: dict[str, list[Counted]] = defaultdict(list)
    for event in batch.events:
        subject = _rivalry(case, batch, event)
        if subject is not None and event.of == "deaths" and event.value is not None:
            found[subject].append(_counted(event))
    return found


def unrecorded(case: Case, batch: Batch, choice: Choice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rivalries that a batch has no record of: those of which it would have one, and those where nobody
    can say.

    It would where each side has an actor whom a party of the file is linked to, or a state, since states are known by
    their codes. A choice of conflicts, countries, actors or a box leaves out what it does, so that nobody can say.
    """
    if batch.partial or choice.conflicts or choice.countries or choice.actors or choice.bbox:
        return (), ()
    told = set(_all_rivalries(case, batch))
    silent = [one for one in case.model.units.rivalries if one.id not in told]
    named = {link.actor for link in batch.links.values()} | {one.id for one in case.actors if one.iso3}
    seen = {one.id for one in silent if all(named.intersection(side) for side in one.sides)}
    return tuple(one.id for one in silent if one.id in seen), tuple(one.id for one in silent if one.id not in seen)


def silence(lines: Iterable[Line], quiet: Collection[str], unseen: Collection[str]) -> tuple[str, ...]:
    """Return in words which rivalries without a record were given zeros, and which were not."""
    zeros = [point for line in lines for point in line.points if point.subject in quiet]
    notes = []
    if zeros:
        subjects, dates = sorted({point.subject for point in zeros}), [point.date for point in zeros]
        first, last = min(dates).partition("/")[0], max(dates).rpartition("/")[2]
        notes.append(f"no record of {', '.join(subjects)}: zeros from {first} to {last}, as --covers says")
    if unseen:
        notes.append(f"no record of {', '.join(unseen)}, and of one side no party either: what it covers stays unknown")
    return tuple(notes)


def _being(case: Case, rivalry: str) -> tuple[date, date]:
    unit = next(one for one in case.model.units.rivalries if one.id == rivalry)
    return days_of(unit.from_)[0], days_of(unit.to)[1]


def _meets(steps: Steps, index: int, days: tuple[date, date]) -> bool:
    return steps.start(index) <= days[1] and steps.end(index) >= days[0]


def spanning(case: Case, batch: Batch, rule: Counting) -> tuple[str, ...]:
    """Return in words how many of the rivalries' deaths hang on the counting rule, where `MUCH` of them or more do."""
    if batch.partial:
        return ()
    steps = _steps(case)
    counted = [one for one in batch.events if one.of == "deaths" and one.value and _rivalry(case, batch, one)]
    over = [one for one in counted if steps.index(one.first) != steps.index(one.last)]
    total, deaths = sum(one.value or 0 for one in counted), sum(one.value or 0 for one in over)
    if not total or deaths < MUCH * total:
        return ()
    records, hold = ("1 record spans", "holds") if len(over) == 1 else (f"{len(over)} records span", "hold")
    return (
        f"{records} more than one {case.meta.step} and {hold} {deaths:,.0f} of {total:,.0f} deaths, "
        f"counted by the rule {rule!r}: --counting has others",
    )


def _counted(event: EventRow) -> Counted:
    assert event.value is not None
    ordered = (event.low is None or event.low <= event.value) and (event.high is None or event.value <= event.high)
    return Counted(
        event.first, event.last, event.value, event.low if ordered else None, event.high if ordered else None
    )


def _all_rivalries(case: Case, batch: Batch) -> list[str]:
    """Return the rivalries that the batch has any event of: only those does a zero mean something for."""
    return [one for event in batch.events if (one := _rivalry(case, batch, event)) is not None]


def _rivalry(case: Case, batch: Batch, event: EventRow) -> str | None:
    a, b = (
        batch.links[name or "", ids].actor if (name or "", ids) in batch.links else None
        for name, ids in ((event.a_name, event.a_ids), (event.b_name, event.b_ids))
    )
    return None if a is None or b is None else rivalry_of(case, a, b)


def rivalry_of(case: Case, a: str, b: str) -> str | None:
    """Return the rivalry in which two actors stand on opposite sides, where there is one and only one."""
    found = [one.id for one in case.model.units.rivalries if _opposes(one, a, b)]
    return found[0] if len(found) == 1 else None


def _opposes(rivalry: Rivalry, a: str, b: str) -> bool:
    one, other = rivalry.sides
    return (a in one and b in other) or (b in one and a in other)


def _point(case: Case, batch: Batch, subject: str, steps: Steps, index: int, total: Total, rule: Counting) -> Point:
    name = steps.label(index) if case.meta.step == "month" else f"{steps.start(index)}/{steps.end(index)}"
    return Point(
        date=name, subject=subject, variable="deaths", value=total.value, low=total.low, high=total.high,
        unit="person", rule=_RULES[rule], vintage=batch.about.vintage, source=batch.about.source,
    )  # fmt: skip


def _whole(batch: Batch, subject: str, points: tuple[Point, ...], events: int, rule: Counting, reader: str) -> Claim:
    about = batch.about
    total = sum(point.value or 0 for point in points)
    begin, end = points[0].date.partition("/")[0], points[-1].date.rpartition("/")[2]
    booked = {
        "start": "booked in the step of their first day",
        "end": "booked in the step of their last day",
        "spread": "spread over their days",
        "drop-multi-month": "left out where they span steps",
    }[rule]
    return Claim(
        id=f"{about.source}-deaths-{subject}", source=about.source, locator=f"sum of {events} records of the release",
        kind="observation", date=f"{begin}/{end}" if len(points) > 1 else points[0].date, value=total, unit="person",
        of="deaths", credibility=2, known_basis="vintage", reader=reader,
        gloss=f"Deaths of {subject} by best estimate, {events} records {booked}: {total:g} in all."
        if events else f"The release has no record of deaths of {subject}.",
        supports=(f"series:{series_stem('deaths', about.source)}/{subject}",),
    )  # fmt: skip


def figure_series(batch: Batch, reader: str) -> tuple[Line, ...]:
    """Return the figures of a batch as series, one file a variable, with one claim a subject behind them."""
    by_stem: dict[str, list[tuple[str, Point]]] = defaultdict(list)
    for row in batch.figures:
        actor = batch.links[row.name, row.ids].actor
        if actor is None:
            continue
        point = Point(
            date=row.date, subject=actor, variable=row.variable, value=row.value, low=row.low, high=row.high,
            unit=row.unit, rule=row.rule, vintage=row.vintage or batch.about.vintage, source=batch.about.source,
        )  # fmt: skip
        by_stem[series_stem(row.variable, batch.about.source)].append((actor, point))
    lines = []
    for stem, found in sorted(by_stem.items()):
        points = sorted((point for _, point in found), key=lambda one: (one.subject, one.vintage or "", one.date))
        subjects = sorted({point.subject for point in points})
        claims = tuple(_figures_claim(batch, stem, one, points, reader) for one in subjects)
        lines.append(Line(stem, tuple(points), claims))
    return tuple(lines)


def _figures_claim(batch: Batch, stem: str, subject: str, points: Iterable[Point], reader: str) -> Claim:
    own = [point for point in points if point.subject == subject]
    variable, unit = own[0].variable, own[0].unit
    span = own[0].date if own[0].date == own[-1].date else f"{own[0].date}/{own[-1].date}"
    return Claim(
        id=f"{batch.about.source}-{variable}-{subject}"[:120], source=batch.about.source,
        locator=f"{len(own)} figures of {variable}", kind="observation", actors=(), date=span, unit=unit,
        of=variable.replace("_", " "), credibility=2, known_basis="vintage", reader=reader,
        gloss=f"{len(own)} figures of {variable.replace('_', ' ')} of {subject}, in {unit}.",
        supports=(f"series:{stem}/{subject}",),
    )  # fmt: skip


def merged_points(case: Case, line: Line) -> tuple[Point, ...]:
    """Return the points of a line that the case does not have; raise `ImportDataError` where it has other values.

    A release is one vintage: the same figure of the same vintage cannot have two values.
    """
    have = {(p.date, p.subject, p.variable, p.vintage, p.source): p for p in case.series.get(line.stem, ())}
    fresh = []
    for point in line.points:
        old = have.get((point.date, point.subject, point.variable, point.vintage, point.source))
        if old is None:
            fresh.append(point)
        elif old != point:
            raise ImportDataError(
                f"{point.variable} of {point.subject} for {point.date} is {_said(old)} in the case, "
                f"{_said(point)} now, both from {point.vintage}",
                where=Where(f"series/{line.stem}.csv"),
                hint="count by the same rule and choose the same records as before",
            )
    return tuple(fresh)


def _said(point: Point) -> str:
    return f"{point.value:g} ({point.rule})" if point.value is not None else "empty"
