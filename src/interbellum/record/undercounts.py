"""Events that tell of more dead than the series of their rivalry counts in the steps they fall in.

A dataset leaves out what it does not count as fighting, what nobody reported to it, and what it books elsewhere. The
step keeps the dataset's count, by its one counting rule; the difference is a dispute over the event's dead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, takewhile

from interbellum.case.tolls import same_number
from interbellum.dates import Steps
from interbellum.record.disputes import Dispute
from interbellum.record.holding import Variant
from interbellum.record.knowledge import Knowledge
from interbellum.record.rivalry import RivalryEvent
from interbellum.record.series import StepCounts

LONGEST = 3
"""Steps over which an event may be spread, its date's uncertainty included, to be set against their count."""
FOLLOWING = 60
"""Steps after an event whose fighting it may have opened."""


def undercounts(
    knowledge: Knowledge,
    events: Iterable[RivalryEvent],
    counts: StepCounts,
    steps: Steps,
    deaths: Callable[[int], float | None],
) -> Iterator[Dispute]:
    """Yield a dispute for each of a rivalry's events with more dead, at least, than its steps have by the series.

    `deaths` returns those of a step, or `None` where nobody counted; `counts` are what they come from, and before the
    first of them there is nothing to set an event against. The dead told of an event may be those of the fighting that
    it opens: steps with deaths that follow one another after it count too; the dispute begins with the first without.
    """
    begins = min(counts.indices(), default=None)
    for event in events:
        row, span = event.entry.row, event.entry.span
        least = row.deaths if row.deaths_low is None else row.deaths_low
        first, last = steps.index(span.first), steps.index(span.last)
        if row.deaths is None or not least or last - first >= LONGEST or begins is None or first < begins:
            continue
        by_step = [deaths(index) for index in range(first, last + 1)]
        if None in by_step:
            continue
        spell = [*by_step, *takewhile(bool, (deaths(index) for index in range(last + 1, last + 1 + FOLLOWING)))]
        counted, total = sum(filter(None, by_step)), sum(filter(None, spell))
        if total >= least or any(same_number(one, float(least)) for one in accumulate(filter(None, spell))):
            continue
        records = [key for index in range(first, last + 1) if (found := counts.at(index)) for key in found.records]
        told = f"{counted:,.12g} counted in the {steps.step}{'s' if last > first else ''} of it"
        variants = (
            Variant(float(row.deaths), event.claims, row.rank),
            Variant(told, knowledge.ids(*records), "normal"),
        )
        yield Dispute(
            event.entry.key, "number", "deaths counted", row.gloss, variants, (steps.end(first + len(spell)),) * 2
        )
