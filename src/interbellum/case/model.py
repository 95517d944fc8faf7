"""`model.yaml`: how the case maps onto units, parameters and an initial state."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from interbellum.case import vocabulary as v
from interbellum.case.documents import YamlMapping
from interbellum.case.tables import Edtf, Finite, Id, Share


class Judged(YamlMapping):
    """A number with its range, its basis and where it comes from. A range is a central 90% interval."""

    value: Finite
    low: Finite | None = None
    high: Finite | None = None
    unit: str = ""
    basis: v.Basis
    source: str
    note: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Judged:
        if (self.low is not None and self.low > self.value) or (self.high is not None and self.high < self.value):
            raise ValueError(f"value {self.value:g} lies outside its range {self.low} to {self.high}")
        if (self.low is None) != (self.high is None):
            raise ValueError("a range needs both low and high")
        return self


class Weight(Judged):
    """A judged share from 0 to 1, its range included."""

    value: Share
    low: Share | None = None
    high: Share | None = None


class Unit(YamlMapping):
    """Anything the model keeps a state for. Before `from` and after `to` it draws nothing and is shown as ended.

    A future that is run from a day knows of no beginning and no end that comes later, unless it was announced:
    `from_known` and `to_known` say on what day.
    """

    id: Id
    title: str | None = None
    from_: Annotated[Edtf | None, Field(alias="from")] = None
    to: Edtf | None = None
    from_known: Edtf | None = None
    to_known: Edtf | None = None
    note: str | None = None


class Rivalry(Unit):
    """Two sides, each a set of actors, led by the first-named; deaths of the rivalry are counted together."""

    sides: tuple[tuple[Id, ...], tuple[Id, ...]]


class Commitment(Unit):
    """A patron's commitment to a client. `weight` (0..1) stands for its kind and for distance."""

    client: Id
    patron: Id
    kind: Literal["defence", "guarantee", "arms", "political", "association"]
    weight: Weight


class Corridor(Unit):
    """A way that can be closed, restricted or open. `joins` are zones, communities or actors at its ends."""

    joins: tuple[Id, ...] = ()
    through: tuple[Id, ...] = ()
    capacity: Judged | None = None


class Zone(Unit):
    """A piece of ground with one actor in control. `neighbours` are zones, or actors for their undisputed ground."""

    rivalry: Id
    neighbours: tuple[Id, ...]
    area: Judged | None = None


class Community(Unit):
    """People who live somewhere. `supplied_by` are corridors, `lives_in` zones.

    `sided_with` are the actors under whose control they stay; ground in the hands of these actors' foes is lost to
    them. `shares` says how they are spread over `lives_in`, in the same order; evenly where it is left out.
    """

    lives_in: tuple[Id, ...] = ()
    shares: tuple[Annotated[Finite, Field(ge=0)], ...] = ()
    supplied_by: tuple[Id, ...] = ()
    sided_with: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _one_share_a_place(self) -> Community:
        if self.shares and len(self.shares) != len(self.lives_in):
            raise ValueError(f"{len(self.shares)} shares for {len(self.lives_in)} places it lives in")
        if self.shares and not sum(self.shares) > 0:
            raise ValueError("shares add up to nothing")
        return self


class Mission(Unit):
    """Peacekeepers or monitors between the sides of a rivalry. `stands_in` are zones or corridors."""

    sent_by: Id
    rivalry: Id
    stands_in: tuple[Id, ...] = ()


class Issue(Unit):
    """What a rivalry is about. Its stake falls when no living claimant is without a zone it claims, or the sides sign.

    `claimants` are the actors who claim the zones for themselves; where none is named, all of both sides.
    """

    rivalry: Id
    zones: tuple[Id, ...] = ()
    claimants: tuple[Id, ...] = ()


class Terms(Unit):
    """What takes effect when the talks of a rivalry reach `stage`: zones to actors, corridors to states, missions to
    strengths. On the table between `from` and `to`.

    Where several terms of a rivalry are on the table at a stage, one of them is agreed, in proportion to `weight`
    (0..1); what the weights leave to one is an agreement that moves nothing.
    """

    rivalry: Id
    stage: Literal["contact", "framework", "initialled", "signed"]
    zones: Annotated[dict[Id, Id], Field(default_factory=dict)]
    corridors: Annotated[dict[Id, Literal["closed", "restricted", "open"]], Field(default_factory=dict)]
    missions: Annotated[dict[Id, Annotated[Finite, Field(ge=0)]], Field(default_factory=dict)]
    weight: Weight


class Units(YamlMapping):
    """All units of the case, in the order of their arrays. `actors` are those the model keeps a state for."""

    actors: tuple[Id, ...]
    rivalries: tuple[Rivalry, ...]
    commitments: tuple[Commitment, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    zones: tuple[Zone, ...] = ()
    communities: tuple[Community, ...] = ()
    missions: tuple[Mission, ...] = ()
    issues: tuple[Issue, ...] = ()


class Initial(Judged):
    """The value of one state field for one unit at `start`."""

    field: str
    unit_id: Id
    value: Finite


class Coverage(YamlMapping):
    """When somebody coded a rivalry's hostile events (or counted its deaths); outside it, silence says nothing."""

    rivalry: Id
    what: Literal["hostile_events", "deaths"]
    from_: Annotated[Edtf, Field(alias="from")]
    to: Edtf
    note: str | None = None


class Prior(YamlMapping):
    """A prior by family. normal: mean, scale; lognormal: of the log; beta: both shapes; halfnormal: scale in `b`."""

    family: Literal["normal", "lognormal", "beta", "halfnormal", "uniform", "gamma"]
    a: Finite
    b: Finite


class Parameter(YamlMapping):
    """A coefficient of a mechanism: a prior (fitted) or a value with a range, with its unit, basis and source."""

    name: Annotated[str, Field(pattern=r"^[a-z_]+\.[A-Za-z0-9_.>:-]+$")]
    prior: Prior | None = None
    value: Finite | None = None
    low: Finite | None = None
    high: Finite | None = None
    unit: str
    basis: v.Basis
    source: str
    note: str | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Parameter:
        if (self.prior is None) == (self.value is None):
            raise ValueError("a parameter has either a prior or a value")
        if self.basis == "fitted" and self.prior is None:
            raise ValueError("a fitted parameter needs a prior")
        if (self.low is None) != (self.high is None):
            raise ValueError("a range needs both low and high")
        span = (self.low, self.value, self.high)
        if self.low is not None and self.value is not None and list(span) != sorted(x for x in span if x is not None):
            raise ValueError(f"value {self.value:g} lies outside its range {self.low} to {self.high}")
        return self


class Model(YamlMapping):
    """The whole of `model.yaml`. `mechanisms` are applied in the model's own order, not in theirs."""

    start: Edtf
    mechanisms: tuple[str, ...]
    units: Units
    terms: tuple[Terms, ...] = ()
    initial: tuple[Initial, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    parameters: tuple[Parameter, ...] = ()
