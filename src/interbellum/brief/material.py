"""What a brief is written from: the case's record on a day, the futures, the scores, and the notes on computations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

from interbellum.brief.rivalries import (
    TELLING,
    between,
    by_gravity,
    last_counted,
    named_in,
    recent_deaths,
    swayed,
    war_chance,
)
from interbellum.brief.voices import Voices
from interbellum.case.case import Case
from interbellum.case.model import Rivalry
from interbellum.case.tables import Claim
from interbellum.dates import add_months, as_day
from interbellum.errors import UsageError
from interbellum.record import Record
from interbellum.record.known import KnownRules
from interbellum.scoring import Scorecard
from interbellum.scoring.base_rates import BaseRate, base_rates
from interbellum.views.articles import the
from interbellum.views.charts.scores import card_note
from interbellum.views.futures import EnsembleLike, origin
from interbellum.views.labels import Labels, counted, day_words, listed, step_words
from interbellum.views.note import SourceNote, known_day, outdated
from interbellum.views.words import percent, told

if TYPE_CHECKING:
    from interbellum.simulation.comparing import Comparison

SINCE_MONTHS = 6
"""How far back a brief looks for what changed, where no day is named."""
SPAN = 6
"""Steps that the direction compares with as many before."""
Kind = Literal["war", "violence", "quiet"]
"""What a chance is of: a step at war rate, a death, or that nobody dies."""
RECORD, RUN, CARD, FIT, EARLIER = "record", "run", "card", "fit", "earlier"


class PosteriorLike(Protocol):
    """What a brief needs of a posterior."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Where it comes from."""
        ...

    def summary(self) -> list[dict[str, Any]]:
        """Return one row a parameter."""
        ...


@dataclass(frozen=True)
class Material:
    """All that the sections draw on. `differences` are rows of comparisons; `titles` names scenarios.

    `idle` are the scenarios that change nothing in any future, each with its units that are not in being on the day.
    `earlier` is the run that an update compares the baseline with.
    """

    case: Case
    record: Record
    baseline: EnsembleLike
    card: Scorecard | None
    posterior: PosteriorLike | None
    on: date
    since: date
    known_by: date | None
    differences: tuple[Mapping[str, Any], ...]
    titles: Mapping[str, str]
    labels: Labels = field(repr=False)
    earlier: EnsembleLike | None = None
    idle: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def state(self) -> Mapping[str, Any]:
        """The state of the day."""
        return self.record.state(self.on, self.known_by)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The accepted claims by id."""
        return {claim.id: claim for claim in self.record.claims}

    @property
    def step(self) -> str:
        """What a step is called."""
        return self.case.meta.step

    @property
    def last_step(self) -> int:
        """The number of the last completed step."""
        return self.record.steps.last_completed(self.on)

    @cached_property
    def rivalries(self) -> tuple[Rivalry, ...]:
        """The rivalries that are alive on the day: those of the case's question first, then the gravest."""
        ended = self.record.at(self.on, self.known_by).ended
        return tuple(unit for unit in self._weighed if unit.id not in ended)

    @property
    def main(self) -> Rivalry:
        """The rivalry that the brief leads with: the first that is alive, or the first of all where none is."""
        return (self.rivalries or self._weighed)[0]

    @cached_property
    def told(self) -> tuple[Rivalry, ...]:
        """The main rivalry and those beside it that weigh: each is named where there are several.

        A rivalry weighs where it has deaths of late, or a chance of war of `TELLING` or more in the run, in the earlier
        one or in a scenario.
        """
        rest = [unit for unit in (*self.rivalries, *self._weighed) if unit.id != self.main.id and self._weighs(unit)]
        return tuple({unit.id: unit for unit in (self.main, *rest)}.values())

    @property
    def ahead(self) -> tuple[Rivalry, ...]:
        """Those told that are alive, or the main one where none is: the rivalries with an outlook."""
        return tuple(unit for unit in self.told if unit in self.rivalries) or (self.main,)

    def where(self, rivalry: str) -> str:
        """Return ` between A and B` for a sentence about one rivalry, or nothing where only one is told."""
        return f" {between(self.labels[rivalry])}" if len(self.told) > 1 else ""

    @cached_property
    def _weighed(self) -> tuple[Rivalry, ...]:
        chances = {unit.id: war_chance(self.baseline, unit.id) for unit in self.case.model.units.rivalries}
        ordered = by_gravity(self.case.model.units.rivalries, chances, self._recent)
        about = named_in(self.case, self.case.meta.question) or named_in(self.case, self.case.meta.title)
        return tuple(sorted(ordered, key=lambda unit: unit.id not in about))

    @property
    def questioned(self) -> bool:
        """Whether the case's question asks of the main rivalry, which is alive."""
        return bool(self.rivalries) and self.main.id in named_in(self.case, self.case.meta.question)

    @cached_property
    def _recent(self) -> Mapping[str, float]:
        """The deaths of the last months by rivalry."""
        units = self.case.model.units.rivalries
        return {unit.id: recent_deaths(self.record, unit.id, self.on, self.known_by) for unit in units}

    def _weighs(self, unit: Rivalry) -> bool:
        runs = (self.baseline,) if self.earlier is None else (self.baseline, self.earlier)
        likely = any(war_chance(run, unit.id) >= TELLING for run in runs) or swayed(self.differences, unit.id)
        return self._recent[unit.id] > 0 or (unit in self.rivalries and likely)

    def the(self, name: str) -> str:
        """Return the name of an actor, unit or place as it stands inside a sentence, with its article."""
        label = self.labels[name]
        return f"the {label}" if f"the {label}" in self._articles else the(label)

    def all(self, ids: Iterable[str]) -> str:
        """Return several names as a phrase, each with its article."""
        return listed([self.the(one) for one in ids])

    @cached_property
    def _articles(self) -> frozenset[str]:
        """Names that the case itself writes with an article."""
        return frozenset(alias for actor in self.case.actors for alias in actor.aliases if alias.startswith("the "))

    def step_name(self, index: int) -> str:
        """Return the name of a step in words."""
        return step_words(self.record.steps.label(index))

    def cited(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return claims that the record itself names for what is known by then, each once."""
        return tuple(dict.fromkeys(ids))

    def voice(self, ids: Iterable[str]) -> str | None:
        """Return the one party to the conflict that says all of some claims, `None` where others say it too."""
        return self._voices.only((self.claims[name] for name in ids if name in self.claims), self.record.sources)

    @cached_property
    def _voices(self) -> Voices:
        return Voices(self.case)

    def known(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return those of some claims that are accepted and known by then, for claims that a document names."""
        rules = KnownRules(self.record.sources, self.case.meta.public_event_lag)
        found = [self.claims[name] for name in dict.fromkeys(ids) if name in self.claims]
        return tuple(claim.id for claim in found if rules.of_claim(claim).by(self.known_by))

    def learned(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return those of some claims that became known between the day looked back to and the day (or known-by)."""
        rules = KnownRules(self.record.sources, self.case.meta.public_event_lag)
        last = self.known_by or self.on
        found = {name: rules.of_claim(self.claims[name]).day for name in self.known(ids)}
        return tuple(name for name, day in found.items() if day is not None and self.since < day <= last)

    @property
    def earlier_known_by(self) -> date | None:
        """By when things had to be known for the earlier run."""
        return None if self.earlier is None else known_day(self.earlier.provenance.get("known_by"))

    def deaths(self, rivalry: str, first: int, last: int) -> tuple[float, tuple[str, ...]] | None:
        """Return deaths from step `first` to `last` with their claims; `None` where a step was not counted."""
        phases = [self.record.phase(rivalry, i, self.on, self.known_by) for i in range(first, last + 1)]
        if not phases or any(phase.deaths is None for phase in phases):
            return None
        counts = self.record.counts("deaths", rivalry, self.known_by)
        knowledge = self.record.knowledge(self.known_by)
        keys = [key for i in range(first, last + 1) if (found := counts.at(i, self.on)) for key in found.records]
        return sum(phase.deaths or 0.0 for phase in phases), knowledge.ids(*keys)

    def missing(self, rivalry: str, first: int, last: int) -> str:
        """Return what missing deaths are not: `counted`, or `known by 1 March 2021` where they were later."""
        later = (self.record.phase(rivalry, step, self.on).deaths for step in range(first, last + 1))
        if self.known_by is None or any(deaths is None for deaths in later):
            return "counted"
        return f"known by {day_words(self.known_by)}"

    def chance(self, probability: float, rivalry: str, lead: int, kind: Kind = "war") -> str:
        """Return a chance of a rivalry within some steps as it is told, and how often it was so before."""
        futures = told(probability, int(self.baseline.dataset.sizes["member"]))
        return f"{futures}{self._before(rivalry, lead, kind)}"

    def _before(self, rivalry: str, lead: int, kind: Kind) -> str:
        found = self.before(rivalry).get(lead)
        if found is None:
            return ""
        share = {"war": found.war, "violence": found.violence, "quiet": 1 - found.violence}[kind]
        return f"; so in {percent(share)} of {counted(found.spans, 'past span')}"

    def before(self, rivalry: str) -> Mapping[int, BaseRate]:
        """Return how often it was so in the rivalry's own record up to the day, by length in steps."""
        if rivalry not in self._rates:
            leads = range(1, int(self.baseline.dataset.sizes["lead"]) + 1)
            self._rates[rivalry] = base_rates(self.record, rivalry, self.on, leads, self.known_by)
        return self._rates[rivalry]

    @cached_property
    def _rates(self) -> dict[str, Mapping[int, BaseRate]]:
        return {}

    def blind(self, rivalry: str) -> str:
        """Return the deaths of a rivalry that its chances were drawn without, or nothing where all were known."""
        last = self._counted[rivalry]
        if last >= self.last_step:
            return ""
        return "any count of deaths" if last < 0 else f"the deaths from {self.step_name(last + 1)} on"

    def is_counted(self, rivalry: str) -> bool:
        """Return whether any deaths of a rivalry were known."""
        return self._counted[rivalry] >= 0

    def has_talks(self, rivalry: str) -> bool:
        """Return whether the record speaks of the talks of a rivalry."""
        return (rivalry, "talks") in self.record.knowledge(self.known_by).status_lines

    @cached_property
    def _counted(self) -> Mapping[str, int]:
        """The last step whose deaths were known, by rivalry."""
        units = self.case.model.units.rivalries
        return {unit.id: last_counted(self.record, unit.id, self.on, self.known_by) for unit in units}

    def computed(self) -> dict[str, str]:
        """Return the provenance of each computation, by the key of its note."""
        found = {
            RECORD: (
                f"Read from the record of case {self.case.id} as of {self.on}, "
                f"{f'known by {self.known_by}' if self.known_by else 'with all that is known now'}; case hash "
                f"{self.case.hash[:16]}. Rules are printed under Method."
            ),
            RUN: f"Computed from the ensemble. {_made_from(self.baseline)}",
        }
        if self.earlier is not None:
            day = day_words(origin(self.earlier))
            found[EARLIER] = (
                f"The judgement of {day}, as the model gives it from what is dated before. {_made_from(self.earlier)}"
            )
        if self.card is not None:
            found[CARD] = f"Computed from the scorecard. {card_note(self.card).line()}"
        if self.posterior is not None:
            made = self.posterior.provenance
            case, state = (str(made.get(name) or "not recorded") for name in ("case", "case_hash"))
            found[FIT] = f"Computed from posterior {self.posterior.id} of case {case}, hash {state[:16]}."
        return found

    @cached_property
    def outdated(self) -> Mapping[str, str]:
        """What was computed from another state of the case than the record is read from: words by the note's key."""
        made = {
            FIT: ("the model was fitted", self.posterior),
            RUN: ("the futures were run", self.baseline),
            EARLIER: ("the earlier futures were run", self.earlier),
            CARD: ("the scores were computed", self.card),
        }
        return {
            key: words for key, (words, one) in made.items() if one is not None and outdated(self.case, one.provenance)
        }

    @property
    def run_facts(self) -> dict[str, Any]:
        """The run's provenance with its number of members."""
        return _facts(self.baseline)


def _facts(ensemble: EnsembleLike) -> dict[str, Any]:
    return {"members": int(ensemble.dataset.sizes["member"]), **ensemble.provenance}


def _made_from(ensemble: EnsembleLike) -> str:
    note = ensemble.provenance.get("hindcast")
    remark = f" {str(note).capitalize()}." if note else ""
    return f"{SourceNote.of_run(_facts(ensemble)).line()}{remark}"


def refuse_without_rivalry(case: Case) -> None:
    """Raise `UsageError` for a case whose model has no rivalry: there is no conflict to write about."""
    if not case.model.units.rivalries:
        raise UsageError(f"case {case.id} has no rivalry to write about", hint="declare one in model.yaml")


def gather(
    case: Case,
    baseline: EnsembleLike,
    card: Scorecard | None,
    what_ifs: Sequence[EnsembleLike],
    posterior: PosteriorLike | None,
    on: str | date | None,
    since: str | date | None,
    earlier: EnsembleLike | None = None,
) -> Material:
    """Return the material of a brief; `on` is the day the run starts unless named.

    `since` is the day the earlier run starts, or half a year before `on` where there is none.
    """
    refuse_without_rivalry(case)
    for ensemble in (baseline, *what_ifs, *(() if earlier is None else (earlier,))):
        if ensemble.provenance.get("case") != case.id:
            raise UsageError(
                f"the futures are of case {ensemble.provenance.get('case')}, not of {case.id}", hint="run this case"
            )
    day = origin(baseline) if on is None else as_day(on)
    before = origin(earlier) if earlier is not None else add_months(day, -SINCE_MONTHS)
    start = before if since is None else as_day(since)
    if start >= day:
        raise UsageError(f"nothing can have changed since {start}: the brief is of {day}", hint="name an earlier day")
    titles = {scenario.id: scenario.title for scenario in case.scenarios}
    for ensemble in (baseline, *what_ifs):
        titles |= dict(getattr(ensemble, "titles", {}))
    known_by = known_day(baseline.provenance.get("known_by"))
    found, record = tuple(_comparisons(baseline, what_ifs)), Record.of(case)
    return Material(
        case=case,
        record=record,
        baseline=baseline,
        card=card if card is None or _known(card, case, record, known_by) else None,
        posterior=posterior,
        on=day,
        since=start,
        known_by=known_by,
        differences=tuple(row for one in found for row in one.rows),
        titles=titles,
        labels=Labels(case),
        earlier=earlier,
        idle=dict(_idle(case, found, origin(baseline), known_by)),
    )


def _known(card: Scorecard, case: Case, record: Record, known_by: date | None) -> bool:
    """Return whether all outcomes that a scorecard scores were known by a day, as far as they are steps of the record.

    A card that names no rivalry is of the case's first.
    """
    if known_by is None:
        return True
    rivalry = str(card.provenance.get("rivalry") or case.model.units.rivalries[0].id)
    number = {record.steps.label(step): step for step in range(record.steps.last_completed(known_by) + 1)}
    scored = {name for names in card.targets for name in names}
    return all(
        name in number and record.phase(rivalry, number[name], known_by, known_by).deaths is not None for name in scored
    )


def leading(case: Case, baseline: EnsembleLike, on: str | date | None = None) -> str:
    """Return the id of the rivalry that a brief of a run leads with; `on` is as in `gather`."""
    return gather(case, baseline, None, (), None, on, None).main.id


def _comparisons(baseline: EnsembleLike, what_ifs: Sequence[EnsembleLike]) -> Iterable[Comparison]:
    from interbellum.simulation.comparing import compare

    run: Any = baseline
    if len(baseline.scenarios) > 1:
        yield compare(run)
    for what_if in what_ifs:
        other: Any = what_if
        yield compare(run, other)


def _idle(
    case: Case, found: Iterable[Comparison], day: date, known_by: date | None
) -> Iterable[tuple[str, tuple[str, ...]]]:
    from interbellum.simulation.comparing import absent_units

    for one in found:
        for scenario in one.idle:
            yield scenario, absent_units(case, scenario, day, known_by)


def since_words(material: Material) -> str:
    """Return the period that the brief looks back on."""
    return f"from {day_words(material.since)} to {day_words(material.on)}"
