"""A YAML document as nodes that know their line, and as plain values.

The subset is that of a file people write by hand: block and flow collections, plain, quoted and block scalars
(YAML 1.2, core schema), comments. Anchors, aliases and tags are refused. Dates stay text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from interbellum.case.documents import YamlMapping
from interbellum.case.faults import Faults, details_of, nearest, say, shown
from interbellum.errors import SchemaError, Where

D = TypeVar("D", bound=YamlMapping)

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_TAGS = "tag:yaml.org,2002:"
_DEEPEST = 40


_LIBYAML: Any = getattr(yaml, "CSafeLoader", None)
"""libyaml's loader, where PyYAML was built with it."""
_RARE = re.compile(
    r"(^|[\s\[{,])([&*!]\S|[?%]|---|\.\.\.)|[\t\x85\u2028\u2029\ufeff]|\\(u|U0000)[dD][89a-fA-F]", re.MULTILINE
)
"""What only the slower reader is asked about: anchors, aliases, tags, complex keys, directives, several documents, tabs
and line ends, which the two versions of YAML treat differently, and escapes of half a character."""


@dataclass(frozen=True)
class YamlText:
    """A parsed YAML file: its text and its plain value."""

    name: str
    text: str
    value: Any

    @cached_property
    def root(self) -> Node | None:
        """Return the root node, which knows its line; `None` where the file is empty."""
        return _composed(self.text, self.name)


def parse_yaml(text: str, name: str) -> YamlText:
    """Return a YAML document with its nodes. Raises `SchemaError` with the row of what cannot be read.

    What libyaml reads of the format's subset is taken from it, being ten times as fast; what it refuses is read again
    by the library that says well what is wrong.
    """
    if _LIBYAML is not None and not _RARE.search(text):
        try:
            return YamlText(name, text, _quickly(text))
        except (yaml.YAMLError, RecursionError, _UnusualError):
            pass
    root = _composed(text, name)
    return YamlText(name, text, None if root is None else _Builder(name).value(root, 0))


class _UnusualError(ValueError):
    """Something that the quick reader leaves to the other."""


def _quickly(text: str) -> Any:
    """Return a document's plain value by libyaml."""
    loader = _LIBYAML(text)
    try:
        root = loader.get_single_node()
    finally:
        loader.dispose()
    if isinstance(root, yaml.ScalarNode):
        raise _UnusualError
    return None if root is None else _plain(root, 0)


def _plain(node: yaml.Node, depth: int) -> Any:
    if depth > _DEEPEST:
        raise _UnusualError
    if isinstance(node, yaml.ScalarNode):
        return scalar(node.value, quoted=bool(node.style))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, depth + 1) for child in node.value]
    pairs: dict[str, Any] = {}
    for key, child in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in pairs:
            raise _UnusualError
        pairs[key.value] = _plain(child, depth + 1)
    return pairs


def _composed(text: str, name: str) -> Node | None:
    """Return a document's root node. Raises `SchemaError` with the row of what cannot be read."""
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = None if mark is None else mark.line + 1
        fault = (error.problem or error.context or "cannot be read").strip()
        raise SchemaError(f"not YAML: {fault}", where=Where(name, row), hint="check indentation and quotes") from error
    except (YAMLError, RecursionError) as error:
        fault = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise SchemaError(f"not YAML: {fault}", where=Where(name)) from error
    return root


class _Builder:
    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: set[int] = set()

    def value(self, node: Node, depth: int) -> Any:
        """Return a node's plain value."""
        if id(node) in self._seen or node.anchor:
            raise self._fault(node, "anchors and aliases are not part of the case format", "write the value out")
        if not str(node.tag).startswith(_TAGS):
            raise self._fault(node, f"tags such as {node.tag} are not part of the case format", "remove it")
        if depth > _DEEPEST:
            raise self._fault(node, "nested too deeply", None)
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        text = str(node.value)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise self._fault(node, f"{text!a} holds half a character", "write the character itself")
        return scalar(text, quoted=bool(getattr(node, "style", None)))

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, ScalarNode):
                raise self._fault(key, "a key must be a plain word", None)
            if key.value in pairs:
                raise self._fault(key, f"key {shown(key.value)} is there twice", "remove one")
            pairs[key.value] = self.value(child, depth + 1)
        return pairs

    def _fault(self, node: Node, what: str, hint: str | None) -> SchemaError:
        return SchemaError(what, where=Where(self._name, node.start_mark.line + 1), hint=hint)


def scalar(text: str, *, quoted: bool = False) -> Any:
    """Return a scalar's value by the core schema of YAML 1.2; quoted and block scalars are text."""
    if quoted:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text) if len(text) < 400 else text
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return -math.inf if text.startswith("-") else math.inf
    return math.nan if text in (".nan", ".NaN", ".NAN") else text


def line_of(root: Node | None, location: tuple[int | str, ...]) -> tuple[int, str | None]:
    """Return the line of a place in a document and its name there, as far down as the document has it."""
    line = 1 if root is None else root.start_mark.line + 1
    name: list[str] = []
    node = root
    for step in location:
        found = _child(node, step)
        if found is None:
            name.append(str(step))
            break
        line, node = found
        name.append(_label(node, step))
    return line, ".".join(name) or None


def _child(node: Node | None, step: int | str) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        for key, child in node.value:
            if key.value == step:
                return key.start_mark.line + 1, child
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def _label(node: Node, step: int | str) -> str:
    if isinstance(step, int) and isinstance(node, MappingNode):
        for key, child in node.value:
            if key.value == "id" and isinstance(child, ScalarNode):
                return str(child.value)
    return str(step)


def checked_document(document: YamlText, model: type[D], faults: Faults) -> D | None:
    """Return a file's one mapping as a model; what is wrong goes to `faults`."""
    if not isinstance(document.value, dict):
        faults.add(SchemaError("a mapping of fields is expected here", where=Where(document.name, 1)))
        return None
    return _validated(document, model, document.value, (), faults)


def checked_list(document: YamlText, model: type[D], faults: Faults) -> tuple[D, ...]:
    """Return a file's list of mappings as models, ids not repeated; what is wrong goes to `faults`."""
    if document.value is None:
        return ()
    if not isinstance(document.value, list):
        faults.add(
            SchemaError("a list is expected here", where=Where(document.name, 1), hint="begin each entry with '- id:'")
        )
        return ()
    found: list[D] = []
    for index, value in enumerate(document.value):
        one = _validated(document, model, value, (index,), faults)
        if one is not None:
            found.append(one)
    repeated_ids(document, found_ids(document.value), (), faults)
    return tuple(found)


def found_ids(entries: Any) -> list[Any]:
    """Return the ids of a list of mappings, `None` where there is none."""
    return [entry.get("id") if isinstance(entry, dict) else None for entry in entries]


def repeated_ids(document: YamlText, ids: list[Any], path: tuple[int | str, ...], faults: Faults) -> None:
    """Find ids that a list has twice."""
    for index, identifier in enumerate(ids):
        if isinstance(identifier, str) and identifier in ids[:index]:
            line, name = line_of(document.root, (*path, index, "id"))
            faults.add(
                SchemaError(
                    f"id {shown(identifier)} is already used in this list",
                    where=Where(document.name, line, name),
                    hint="give one of them another id",
                )
            )


def _validated(document: YamlText, model: type[D], value: Any, path: tuple[int | str, ...], faults: Faults) -> D | None:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for details in details_of(error):
            location = (*path, *details["loc"])
            line, name = line_of(document.root, location)
            what, hint = say(details)
            if details["type"] == "extra_forbidden":
                what = f"unknown field {shown(str(details['loc'][-1]))}"
                hint = nearest(str(details["loc"][-1]), _fields(model, details["loc"][:-1]))
            faults.add(SchemaError(what, where=Where(document.name, line, name), hint=hint))
        return None


def _fields(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the field names of the model at a place inside `model`."""
    current = model
    for step in location:
        if isinstance(step, str):
            for name, field in current.model_fields.items():
                if (field.alias or name) == step:
                    current = _model_in(field.annotation) or current
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
