"""The rows of the case's tables: one strict model a CSV file.

Cells that hold lists are separated by `;`. Empty cells are `None` (or an empty list). Dates are EDTF text, checked
here and interpreted by `interbellum.dates`.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from interbellum.case import vocabulary as v
from interbellum.dates import parse_edtf
from interbellum.errors import DateError


def _split(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return () if value is None else value


def _no_flag(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("float_type", "a number is expected")
    return value


def _year_as_text(value: Any) -> Any:
    return f"{value:04d}" if isinstance(value, int) and not isinstance(value, bool) else value


def _valid_edtf(text: str) -> str:
    try:
        parse_edtf(text)
    except DateError as error:
        raise PydanticCustomError("edtf", "{what}", {"what": error.what, "hint": error.hint or ""}) from error
    return text


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=120)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_split)]
SUPPORTS = (
    r"^(event|tie|status|series|position|perspective|scenario|question|model)"
    r":[A-Za-z0-9][A-Za-z0-9_.:>-]*(/[A-Za-z0-9][A-Za-z0-9_.:>-]*)*$"
)
Support = Annotated[str, Field(pattern=SUPPORTS, max_length=240)]
Supports = Annotated[tuple[Support, ...], BeforeValidator(_split)]
"""What a claim backs, as `record:id`; a series can name its subject (`series:deaths/AZE-ARM`), and what is
counted of it (`series:figures/AZE/budget`)."""
Edtf = Annotated[
    str, BeforeValidator(_year_as_text), AfterValidator(_valid_edtf), Field(json_schema_extra={"format": "edtf"})
]
Finite = Annotated[float, BeforeValidator(_no_flag), Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), BeforeValidator(_no_flag)]
Flag = bool


PEOPLE = 1e9
"""No place, mission or count of people of a case is larger, and 32 bits can count them."""


def _is_count(text: str) -> bool:
    try:
        return 0 <= float(text) <= PEOPLE
    except ValueError:
        return False


def refuse_unsuited(attribute: str | None, value: str) -> None:
    """Raise what pydantic takes as a fault for a value that no status of this attribute can have."""
    allowed = {"state": v.CORRIDOR_STATES, "talks": v.TALKS_STAGES}.get(attribute or "", ())
    if allowed and value not in allowed:
        raise PydanticCustomError(
            "value_of",
            "{what}",
            {"what": f"{value!r} is not a value of {attribute}", "hint": f"allowed: {', '.join(allowed)}"},
        )
    if attribute == "strength" and not _is_count(value):
        raise ValueError(f"{value!r} is not a number of troops or monitors")


class Row(BaseModel):
    """A row of a table: frozen, unknown columns refused, blank cells read as missing."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Source(Row):
    """A document or dataset that claims are taken from. `published` is EDTF, as wide as it is uncertain.

    `dataset` names what all releases of one dataset have in common; of their values for one time the latest release's
    count.
    """

    id: Id
    title: str
    publisher: str | None = None
    author: str | None = None
    published: Edtf | None = None
    retrieved: Edtf | None = None
    language: str | None = None
    url: str | None = None
    file: str | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    reliability: v.Reliability
    dataset: Id | None = None
    note: str | None = None


class Claim(Row):
    """What one source says about one thing, with its place in the source and a gloss in the coder's own words.

    `span_start` and `span_end` are code-point offsets into the source's text (end exclusive); `text_sha256` is the
    SHA-256 of the passage between them. `supports` lists what the claim backs as `record:id` pairs, for instance
    `event:E-2020-WAR`, `status:S-LACHIN-3`, `series:deaths`, `position:ZANGEZUR_REGIME/IRN`, `perspective:P-DRIFT`.
    """

    id: Id
    source: Id
    locator: str | None = None
    span_start: Annotated[int, Field(ge=0)] | None = None
    span_end: Annotated[int, Field(ge=0)] | None = None
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    kind: v.ClaimKind
    event_type: v.EventType | None = None
    mode: str | None = None
    historical: Flag = False
    future: Flag = False
    hypothetical: Flag = False
    negated: Flag = False
    actors: Ids = ()
    recipients: Ids = ()
    place: Id | None = None
    date: Edtf | None = None
    value: Finite | None = None
    low: Finite | None = None
    high: Finite | None = None
    unit: str | None = None
    of: str | None = None
    approx: Flag = False
    asserted_by: Id = "author"
    stance: v.Stance = "asserts"
    gloss: str
    credibility: Annotated[int, Field(ge=1, le=6)] | None = None
    caveat: v.Caveat | None = None
    known: Edtf | None = None
    known_basis: v.KnownBasis
    supports: Supports = ()
    reader: str | None = None
    recorded: Edtf | None = None

    @property
    def paragraph(self) -> str:
        """The paragraph that the locator names (`¶ 12` of `p. 3, ¶ 12, 40-58`), else its first part; blank for none."""
        parts = [part.strip() for part in (self.locator or "").split(",")]
        return next((part for part in parts if part.startswith("¶")), parts[0])


def changed_fields(text: str) -> dict[str, Any]:
    """Return the changed fields of a claim that a review's cell holds as JSON. Raises `ValueError`."""
    try:
        fields = json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise ValueError('the changed fields as a JSON object are expected, for instance {"date": "2001-09"}')
    unknown = sorted(set(fields) - set(Claim.model_fields))
    if unknown or "id" in fields:
        raise ValueError(f"{unknown[0] if unknown else 'id'} is not a field of a claim that can be changed")
    return fields


class Review(Row):
    """One decision about a claim; the latest row counts. `before` and `after` are JSON of the changed fields."""

    claim: Id
    decision: v.Decision
    reviewer: str
    at: str
    before: str | None = None
    after: str | None = None
    why: str | None = None

    @field_validator("before", "after")
    @classmethod
    def _fields_of_a_claim(cls, text: str | None) -> str | None:
        if text is not None:
            changed_fields(text)
        return text

    @model_validator(mode="after")
    def _edit_says_what(self) -> Review:
        if self.decision == "edit" and self.after is None:
            raise ValueError("an edit needs the changed fields under after, as JSON")
        return self


class Event(Row):
    """Something that happened: who did what to whom, when, where. `commitment` and `outcome` mark a patron's answer."""

    id: Id
    date: Edtf
    type: v.EventType
    mode: str | None = None
    context: Ids = ()
    actors: Ids = ()
    recipients: Ids = ()
    place: Id | None = None
    deaths: Annotated[int, Field(ge=0)] | None = None
    deaths_low: Annotated[int, Field(ge=0)] | None = None
    deaths_high: Annotated[int, Field(ge=0)] | None = None
    commitment: Id | None = None
    outcome: v.Outcome | None = None
    rank: v.Rank = "normal"
    variant_of: Id | None = None
    gloss: str


class Tie(Row):
    """A lasting relation of one actor to another. `strength` is a judgement in 0..1; missing is not zero."""

    id: Id
    from_: Annotated[Edtf | None, Field(alias="from")] = None
    to: Edtf | None = None
    actor: Id
    other: Id
    type: v.TieType
    strength: Annotated[float, Field(ge=0, le=1)] | None = None
    rank: v.Rank = "normal"
    variant_of: Id | None = None
    gloss: str


class Status(Row):
    """What holds of a subject over an interval: control, state, controller, strength, talks, leadership, condition."""

    id: Id
    subject: Id
    attribute: v.Attribute
    value: Annotated[str, Field(min_length=1)]
    from_: Annotated[Edtf, Field(alias="from")]
    to: Edtf | None = None
    by: v.Means | None = None
    standing: v.Standing = "assessed"
    rank: v.Rank = "normal"
    variant_of: Id | None = None

    @field_validator("value")
    @classmethod
    def _suits_attribute(cls, value: str, info: ValidationInfo) -> str:
        refuse_unsuited(info.data.get("attribute"), value)
        return value


class Point(Row):
    """One dated value of a series; the file's name is the series' id."""

    date: Edtf
    subject: Id
    variable: Id
    value: Finite | None = None
    low: Finite | None = None
    high: Finite | None = None
    unit: str
    rule: v.Rule = "none"
    vintage: str | None = None
    source: Id


class Position(Row):
    """Where an actor stands on an issue (0 to 100) and how much it cares (salience, 0 to 1)."""

    issue: Id
    actor: Id
    position: Annotated[float, Field(ge=0, le=100)]
    salience: Annotated[float, Field(ge=0, le=1)]
    date: Edtf
    claim: Id


class Imported(Row):
    """Where in a dataset an imported claim comes from, and what its row says that a claim has no column for.

    `dataset` and `record` name the row in every release of the dataset, `vintage` the release it was taken from,
    `content` the SHA-256 of what was read of it. `actor` and `recipient` are the parties as the dataset names them,
    `code` its own code of the act. `revises` is the claim of an earlier vintage of the same record, `same_as` that of
    another record, maybe of another dataset, which seems to tell of the same event.
    """

    claim: Id
    dataset: Id
    record: Annotated[str, Field(min_length=1)]
    vintage: str
    content: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    code: str | None = None
    actor: str | None = None
    recipient: str | None = None
    country: str | None = None
    place: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    place_precision: v.PlacePrecision = "unknown"
    date_precision: v.DatePrecision = "unknown"
    revises: Id | None = None
    same_as: Id | None = None


class Uncoded(Row):
    """A paragraph of a source (numbered from 1) that no claim was taken from, and why."""

    source: Id
    paragraph: Annotated[int, Field(ge=1)]
    reason: Annotated[str, Field(min_length=1)]


TABLES: dict[str, type[Row]] = {
    "sources.csv": Source,
    "claims.csv": Claim,
    "reviews.csv": Review,
    "events.csv": Event,
    "ties.csv": Tie,
    "status.csv": Status,
    "positions.csv": Position,
    "coverage.csv": Uncoded,
    "imported.csv": Imported,
}
"""Each table's file name and row model; `series/*.csv` hold `Point` rows."""


def columns(row: type[Row]) -> tuple[str, ...]:
    """Return a table's column names in file order."""
    return tuple(field.alias or name for name, field in row.model_fields.items())


def blank_cells(cells: dict[str, str]) -> dict[str, Any]:
    """Return the cells of a CSV row without the empty ones, so that defaults apply."""
    return {name: value for name, value in cells.items() if value and not value.isspace()}
