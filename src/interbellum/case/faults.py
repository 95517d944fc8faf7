"""Faults of a case, gathered over a whole pass and said in the analyst's terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from interbellum.case.tables import SUPPORTS
from interbellum.errors import SchemaError

MOST = 1000
"""Faults kept of one pass."""

_PATTERNS = {
    r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$": ("an id", "letters, digits and _ . : - only, no spaces"),
    SUPPORTS: (
        "something a claim can back",
        "for instance event:ID, tie:ID, status:ID, series:NAME or position:ISSUE/ACTOR",
    ),
    r"^[0-9a-f]{64}$": ("a SHA-256", "64 hexadecimal digits in lower case"),
    r"^Q\d+$": ("a Wikidata id", "Q and digits, for instance Q227"),
    r"^[A-Z]{3}$": ("an ISO 3166 code", "three capitals, for instance ARM"),
    r"^[a-z_]+\.[A-Za-z0-9_.>:-]+$": ("a parameter's name", "mechanism.parameter, for instance escalation.heat"),
}
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "more than"),
    "less_than": ("lt", "less than"),
}
_KINDS = {
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "dict_type": "a mapping",
}


class Faults:
    """Faults found so far, in the order of finding; at most `MOST` are kept."""

    def __init__(self) -> None:
        self._found: list[SchemaError] = []

    def add(self, fault: SchemaError) -> None:
        """Keep a fault and those it carries."""
        for one in (fault, *fault.others):
            if len(self._found) < MOST:
                self._found.append(one)

    def pass_to(self, other: Faults) -> None:
        """Hand all faults on."""
        for one in self._found:
            other.add(one)

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_any(self) -> None:
        """Raise the first fault with the others attached, if there is any."""
        if self._found:
            first, *rest = self._found
            first.others = tuple(rest)
            raise first


def say(details: ErrorDetails) -> tuple[str, str | None]:
    """Return what is wrong and what is allowed, for one fault that pydantic found."""
    kind, context = details["type"], details.get("ctx", {})
    found = shown(details["input"])
    if kind in _KINDS:
        return f"{found} is not {_KINDS[kind]}", None
    if kind in _BOUNDS and str(details["input"]).strip().lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return f"{found} is not a finite number", None
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"{found} is out of range", f"allowed: {words} {context[key]:g}"
    if kind == "string_pattern_mismatch":
        name, rule = _PATTERNS.get(context["pattern"], ("in the right form", context["pattern"]))
        return f"{found} is not {name}", rule
    return _say_other(kind, context, found, details)


def _say_other(kind: str, context: dict[str, Any], found: str, details: ErrorDetails) -> tuple[str, str | None]:
    if kind == "missing":
        return "a value is required here", None
    if kind == "extra_forbidden":
        return "this field is not known", None
    if kind == "literal_error":
        return f"{found} is not allowed", f"allowed: {context['expected'].replace(' or ', ', ').replace(chr(39), '')}"
    if kind == "string_type":
        return f"{found} is not text", "put it in quotes"
    if kind == "string_unicode":
        return "there is something here that is no character", None
    if kind == "string_too_long":
        return f"{found} is too long", f"at most {context['max_length']} characters"
    if kind == "too_short":
        return f"{context['actual_length']} entries are too few", f"at least {context['min_length']}"
    if kind == "too_long":
        return f"{context['actual_length']} entries are too many", f"at most {context['max_length']}"
    if kind == "json_invalid":
        return f"this is not JSON: {context['error']}", None
    if kind in ("edtf", "value_of", "day"):
        return str(context["what"]), str(context["hint"]) or None
    if kind == "value_error":
        return str(context["error"]), None
    return f"{found}: {details['msg'][:1].lower()}{details['msg'][1:]}", None


def shown(value: Any) -> str:
    """Return a found value in quotes, cut where it is long."""
    text = " ".join(str(value).split()) if isinstance(value, str) else str(value)
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


_INNER = ("float", "constrained-str", "str", "finite-float")
"""What pydantic puts behind a place of its own making: members of a union and validators."""


def details_of(error: ValidationError) -> list[ErrorDetails]:
    """Return the faults of one validation, those that a union repeats for each of its members once."""
    kept: dict[tuple[int | str, ...], ErrorDetails] = {}
    for details in error.errors(include_url=False):
        location = details["loc"]
        while location and (location[-1] in _INNER or str(location[-1]).startswith("function-")):
            location = location[:-1]
        kept.setdefault(location, details)
    return [{**details, "loc": location} for location, details in kept.items()]


def first_fault(error: ValidationError) -> tuple[str, str, str | None]:
    """Return the field of a validation's first fault (parts joined by points), what is wrong, and what is allowed."""
    details = details_of(error)[0]
    what, hint = say(details)
    return ".".join(str(part) for part in details["loc"]), what, hint


def nearest(name: str, known: Sequence[str] | Iterable[str]) -> str:
    """Return a hint with the nearest known name, or all of them where none is near."""
    import difflib

    names = list(known)
    small = {one.casefold(): one for one in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), small, n=1)
    return f"did you mean {small[near[0]]}?" if near else f"allowed: {', '.join(names)}"
