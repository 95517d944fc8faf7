"""Where the actors of a case stand on its issues on a day, and how each issue would be settled from that."""

from __future__ import annotations

from datetime import date

import numpy as np

from interbellum.analysis.settling import ROUNDS, Settlement, Stand, settlement
from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.case.tables import Position
from interbellum.dates import parse_edtf
from interbellum.errors import UsageError
from interbellum.record import Record, asked
from interbellum.simulation.assembly import assemble
from interbellum.simulation.replaying import as_day, fold

STRIDE = 10


def settle(
    case: Case, issue: str | None = None, on: str | date | None = None, *, rounds: int = ROUNDS
) -> tuple[Settlement, ...]:
    """Return how each issue with positions would be settled on a day (one issue where it is named).

    An actor's latest accepted position by that day counts, the mean of several of one date; its capability is the
    median of its military capital at the last completed step, that of actors without any the least of all. Raises
    `UsageError` for an issue that the case has not or nobody stands on, `DateError` for a day outside its period.
    """
    day = last_day(case) if on is None else as_day(on)
    record = Record.of(case)
    asked(record, day)
    known = [unit.id for unit in case.model.units.issues]
    if issue is not None and issue not in known:
        raise UsageError(f"the case has no issue {issue!r}", hint=f"it has {', '.join(known) or 'none'}")
    accepted = {claim.id for claim in record.claims}
    rows = [row for row in case.positions if row.claim in accepted and _begun(row) <= day]
    wanted = [issue] if issue is not None else [name for name in known if any(row.issue == name for row in rows)]
    capability = _capability(case, day)
    found = []
    for name in wanted:
        latest = _latest([row for row in rows if row.issue == name])
        stands = [_stand(actor, held, capability) for actor, held in sorted(latest.items())]
        found.append(settlement(name, stands, rounds))
    return tuple(found)


def _begun(row: Position) -> date:
    """Return the first day of a position; of one that only ends, its last."""
    when = parse_edtf(row.date)
    return when.earliest or when.latest or date.min


def _latest(rows: list[Position]) -> dict[str, list[Position]]:
    """Return each actor's positions of its latest date."""
    last: dict[str, date] = {}
    for row in rows:
        last[row.actor] = max(last.get(row.actor, date.min), _begun(row))
    found: dict[str, list[Position]] = {}
    for row in rows:
        if _begun(row) == last[row.actor]:
            found.setdefault(row.actor, []).append(row)
    return found


def _stand(actor: str, held: list[Position], capability: dict[str, float]) -> Stand:
    position = sum(row.position for row in held) / len(held)
    salience = sum(row.salience for row in held) / len(held)
    least = min(capability.values(), default=1.0)
    return Stand(actor, capability.get(actor, least), position, salience, tuple(dict.fromkeys(r.claim for r in held)))


def _capability(case: Case, day: date) -> dict[str, float]:
    """Return the median military capital of each actor at the last completed step, USD, where it is known."""
    assembly = assemble(case)
    count = max(min(assembly.system.steps.last_completed(day) + 1, assembly.observed.count), 1)
    states = fold(assembly, assembly.priors, count, stride=STRIDE)
    values = np.median(np.asarray(states.capability)[count - 1], axis=-1)
    return {name: float(values[a]) for a, name in enumerate(assembly.system.ids["actors"]) if values[a] > 0}
