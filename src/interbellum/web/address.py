"""The state of a page as its address holds it: case, day, known-by day, scenario, selection.

The same address asked of every page shows the same moment, so that a view can be sent to somebody else.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from interbellum.dates import parse_day
from interbellum.errors import DateError


def _day(value: Any) -> Any:
    if value is None or isinstance(value, date):
        return value
    text = str(value).strip()
    if not text:
        return None
    try:
        return parse_day(text)
    except DateError as error:
        raise PydanticCustomError("day", "{what}", {"what": error.what, "hint": error.hint or ""}) from error


def unless_blank(value: Any) -> Any:
    """Return a field of an address, `None` where it is empty."""
    return None if isinstance(value, str) and not value.strip() else value


Day = Annotated[date | None, BeforeValidator(_day)]
"""One day in full; an empty field is no day."""
Selection = Annotated[str, Field(max_length=4000)]
Index = Annotated[int, Field(ge=0)]
Text = Annotated[str, Field(max_length=240)]
Name = Annotated[Text | None, BeforeValidator(unless_blank)]


class Address(BaseModel):
    """What a page's address says; a page with fields of its own extends it. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: Annotated[Name, Field(description="The case; the first of those served where none is named.")] = None
    on: Annotated[Day, Field(description="The day shown; the last day of the record where none is named.")] = None
    known_by: Annotated[Day, Field(description="Only what was known by this day; all that is known now if empty.")] = (
        None
    )
    since: Annotated[Day, Field(description="The earlier day that the day shown is compared with.")] = None
    now: Annotated[Day, Field(description="Where the record ends and sampled futures begin.")] = None
    scenario: Annotated[Name, Field(description="The what-if whose futures are shown; the baseline if empty.")] = None
    member: Annotated[Index | None, BeforeValidator(unless_blank), Field(description="The future replayed.")] = None
    selected: Annotated[
        Selection | None,
        BeforeValidator(unless_blank),
        Field(description="What is selected: references as kind:id, separated by commas."),
    ] = None

    @property
    def references(self) -> tuple[str, ...]:
        """The selected things, each as `kind:id`."""
        return tuple(part.strip() for part in (self.selected or "").split(",") if part.strip())

    def selected_of(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the selected things of one kind, for instance `claim`."""
        return tuple(one.partition(":")[2] for one in self.references if one.partition(":")[0] == kind)

    def but(self, **changes: Any) -> Self:
        """Return the address with some fields changed; a field set to `None` is left out."""
        return self.model_copy(update=changes)

    def shared(self) -> dict[str, str]:
        """Return the fields that every page knows, as text, without the empty ones."""
        found = {name: getattr(self, name) for name in Address.model_fields}
        return {name: str(value) for name, value in found.items() if value is not None}

    def own(self) -> dict[str, str]:
        """Return the fields that only this page knows, as text, without those that say nothing new."""
        fields = type(self).model_fields
        mine = {name: getattr(self, name) for name in fields if name not in Address.model_fields}
        return {
            name: ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            for name, value in mine.items()
            if value not in (None, [], ()) and value != fields[name].default
        }

    def query(self) -> str:
        """Return the fields that every page knows as the query part of an address."""
        return urlencode(self.shared())

    def url(self, page: str, /, **changes: Any) -> str:
        """Return the address of a page in this state with some fields changed; others become fields of that page."""
        known = {name: value for name, value in changes.items() if name in Address.model_fields}
        more = {name: str(v) for name, v in changes.items() if name not in known and v is not None}
        query = urlencode({**self.but(**known).shared(), **more})
        return f"/{page}?{query}" if query else f"/{page}"
