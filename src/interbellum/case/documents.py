"""The case's documents other than the model: the case itself, actors, places, perspectives, scenarios, questions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from interbellum.case import vocabulary as v
from interbellum.case.geometry import check_geometry
from interbellum.case.tables import Edtf, Finite, Id, refuse_unsuited

DatasetId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*:\S(.*\S)?$")]
"""What a dataset calls an actor, as `scheme:id`: `ucdp:131`, `gw:373`, `cow:373`, `gdelt:AZE`, `acled:Military...`."""


class YamlMapping(BaseModel):
    """A mapping in a YAML document: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class CaseMeta(YamlMapping):
    """`case.yaml`: what the case is about. `public_event_lag` is in days; `format` is the case format's version."""

    id: Id
    title: str
    question: str
    description: str | None = None
    format: Annotated[int, Field(ge=1)] = 1
    period: Edtf
    step: v.Step
    time_zone: str
    languages: tuple[str, ...]
    licence: str
    authors: tuple[str, ...]
    public_event_lag: Annotated[int, Field(ge=0, le=30)] = 1


class Name(YamlMapping):
    """A name in one language (BCP 47), and who uses it where names are disputed."""

    name: str
    lang: str = "en"
    used_by: str | None = None


class Actor(YamlMapping):
    """An actor of the conflict. The first name is the label; `aliases` and `adjectives` serve the reader.

    `from_known` and `to_known` say from when it was known that it begins or ends, where that was announced. `ids` say
    what datasets call it, as `scheme:id`; a state with an `iso3` needs none for its government.
    """

    id: Id
    names: Annotated[tuple[Name, ...], Field(min_length=1)]
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    kind: v.ActorKind
    part_of: Id | None = None
    from_: Annotated[Edtf | None, Field(alias="from")] = None
    to: Edtf | None = None
    from_known: Edtf | None = None
    to_known: Edtf | None = None
    wikidata: Annotated[str, Field(pattern=r"^Q\d+$")] | None = None
    iso3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    ids: tuple[DatasetId, ...] = ()
    note: str | None = None

    @property
    def label(self) -> str:
        """The first name."""
        return self.names[0].name


class Place(YamlMapping):
    """A feature of `places.geojson`. `geometry` is GeoJSON (longitude, latitude; WGS 84)."""

    id: Id
    kind: v.PlaceKind
    names: Annotated[tuple[Name, ...], Field(min_length=1)]
    aliases: tuple[str, ...] = ()
    part_of: Id | None = None
    drawn_from: str
    precision: str
    mode: v.Mode | None = None
    places: tuple[Id, ...] = ()
    capacity: str | None = None
    note: str | None = None
    geometry: dict[str, Any]

    @field_validator("geometry")
    @classmethod
    def _on_the_globe(cls, geometry: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        check_geometry(geometry, info.data.get("kind"))
        return geometry

    @property
    def label(self) -> str:
        """The first name."""
        return self.names[0].name


class Change(YamlMapping):
    """What a perspective does to one parameter of the model: fixes it at a value or shifts it by one."""

    op: Literal["fix", "shift"]
    parameter: str
    value: Finite


class Perspective(YamlMapping):
    """A reading of the conflict held by someone, as changes to the model, with the claims for and against."""

    id: Id
    held_by: tuple[Id, ...]
    title: str
    gloss: str
    changes: tuple[Change, ...] = ()
    claims_for: tuple[Id, ...] = ()
    claims_against: tuple[Id, ...] = ()


class Choice(YamlMapping):
    """One choice of a scenario. `target` is `mechanism.mark` (draw, shift), a state field (clamp) or a parameter."""

    op: v.Operation
    target: str
    unit: Id | None = None
    value: Finite | str
    from_: Annotated[Edtf | None, Field(alias="from")] = None
    until: Edtf | None = None


class Scenario(YamlMapping):
    """A what-if: exact choices, in analysts' words, with what they assume."""

    id: Id
    title: str
    gloss: str
    assumes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    claims: tuple[Id, ...] = ()


class Resolution(YamlMapping):
    """How the record answers a question.

    `series`: `aggregate` of `variable` of `subject` over the horizon, compared with `value`.
    `status`: `attribute` of `subject`, compared with `value`, on the last day (`end`) or on any day (`any`).
    `event`: an event of `types` between `actors` and `recipients` (each optional) at `place` (optional) happens.
    `open`: the record cannot answer it; it stays open.
    """

    record: Literal["series", "status", "event", "open"]
    subject: Id | None = None
    variable: Id | None = None
    aggregate: Literal["sum", "max", "last"] = "sum"
    attribute: v.Attribute | None = None
    types: tuple[v.EventType, ...] = ()
    actors: tuple[Id, ...] = ()
    recipients: tuple[Id, ...] = ()
    place: Id | None = None
    outcome: v.Outcome | None = None
    compare: Literal[">=", ">", "<=", "<", "==", "!="] = ">="
    value: Finite | str | None = None
    when: Literal["any", "end"] = "any"

    @model_validator(mode="after")
    def _complete(self) -> Resolution:
        needs = {"series": ("subject", "variable", "value"), "status": ("subject", "attribute", "value")}
        missing = [name for name in needs.get(self.record, ()) if getattr(self, name) is None]
        if missing:
            raise ValueError(f"a resolution by {self.record} needs {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _comparable(self) -> Resolution:
        if self.record == "series" and isinstance(self.value, str):
            raise ValueError(f"{self.value!r} is not a number, which a series is compared with")
        if self.record == "status":
            refuse_unsuited(self.attribute, str(self.value))
            if self.compare not in ("==", "!=") and self.attribute not in v.ORDERED:
                what = f"{self.attribute} {self.compare} {str(self.value)!r} has no meaning"
                hint = f"words compare with == and != only, those of {', '.join(v.ORDERED)} by their order, too"
                raise PydanticCustomError("value_of", "{what}", {"what": what, "hint": hint})
        return self


class Question(YamlMapping):
    """A forecast question with its horizon (`start` exclusive to `end` inclusive) and the rule that settles it.

    `void` says why a question was withdrawn, where it was: it then has no answer and is never scored.
    """

    id: Id
    title: str
    start: Edtf
    end: Edtf
    resolution: Resolution
    source: Id | None = None
    background: str | None = None
    claims: tuple[Id, ...] = ()
    void: str | None = None
