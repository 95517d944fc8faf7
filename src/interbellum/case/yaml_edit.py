"""A YAML text changed in as few places as its new value needs; all other lines stay as they were written."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from interbellum.case.yaml_text import YamlText
from interbellum.case.yaml_write import block, entry, inline, item

_DASH = re.compile(r"[ \t]*-[ \t]+")
_IN_FLOW = -1
"""The indent of what stands within a flow collection, where no block can begin."""
_IDENTITIES = (("id",), ("field", "unit_id"), ("rivalry", "what"), ("name",))
"""Fields by which the entries of a list are told apart, tried in this order."""


def edited_yaml(document: YamlText, old: Any, new: Any) -> str:
    """Return the text of `document` with what differs between the plain values `old` and `new` changed.

    Both are without fields at their defaults. Where the text says a default and `new` keeps it, the text stays.
    """
    if document.root is None:
        joint = "" if document.text.endswith("\n") or not document.text else "\n"
        return document.text + joint + (block(new) if new else "")
    editor = _Editor(document.text)
    editor.value(document.root, old, new, 0)
    return editor.result()


class _Editor:
    """Collects replacements of spans of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self._edits: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """Return the text with all replacements made."""
        text = self._text
        # From the end, so that offsets stay true; of two additions at one place the inner one was noted first.
        order = sorted(range(len(self._edits)), key=lambda i: (*self._edits[i][:2], i), reverse=True)
        for start, end, replacement in (self._edits[i] for i in order):
            lead = self._line_end if start == len(self._text) and start and not self._text.endswith("\n") else ""
            text = text[:start] + lead + replacement.replace("\n", self._line_end) + text[end:]
        return text

    def value(self, node: Node, old: Any, new: Any, indent: int) -> None:
        """Change the text of a node from `old` to `new`; `indent` is where a block under it would begin."""
        if old == new:
            return
        if isinstance(node, MappingNode) and isinstance(new, dict):
            self._mapping(node, old if isinstance(old, dict) else {}, new)
        elif isinstance(node, SequenceNode) and isinstance(new, list) and isinstance(old, list):
            self._sequence(node, old, new, indent)
        else:
            self._replace(node, new, indent)

    def _mapping(self, node: MappingNode, old: dict[str, Any], new: dict[str, Any]) -> None:
        there = {key.value: (key, child) for key, child in node.value}
        removed = [name for name in there if name in old and name not in new]
        added = [name for name in new if name not in there]
        if not new:
            self._replace(node, new, 0)
            return
        if node.flow_style and (removed or added):
            kept = {name: new[name] for name in there if name in new}
            self._replace(node, kept | {name: new[name] for name in added}, 0)
            return
        if any(self._prefix(there[name][0]).strip() for name in removed):
            self._edits.append((node.start_mark.index, self._end(node), self._lines(new, node.start_mark.column)))
            return
        for name, (key, child) in there.items():
            if name in removed:
                self._edits.append((self._line_start(key), self._next_line(child), ""))
            elif name in new:
                inner = _IN_FLOW if node.flow_style else key.start_mark.column + 2
                self.value(child, old.get(name), new[name], inner)
        if added:
            column = node.value[0][0].start_mark.column
            text = "".join(entry(name, new[name], column) for name in added)
            after = self._next_line(node.value[-1][1])
            self._edits.append((after, after, text))

    def _lines(self, value: dict[str, Any], column: int) -> str:
        """Return a mapping as block lines that go where one began, without the first indent and the last line end."""
        return block(value, column)[column:-1]

    def _sequence(self, node: SequenceNode, old: list[Any], new: list[Any], indent: int) -> None:
        before, after = _names(old), _names(new)
        if before is None or after is None:
            before, after = list(range(len(old))), list(range(len(new)))
        kept = [name for name in before if name in after]
        same = kept == [name for name in after if name in before]
        if len(node.value) != len(old) or not same or (len(kept) < max(len(old), len(new)) and node.flow_style):
            self._replace(node, new, indent)
            return
        if not kept:
            self._replace(node, new, indent)
            return
        entries = dict(zip(before, zip(node.value, old, strict=True), strict=True))
        for name, (child, value) in entries.items():
            if name in after:
                inner = _IN_FLOW if node.flow_style else child.start_mark.column
                self.value(child, value, new[after.index(name)], inner)
            else:
                self._edits.append((self._line_start(child), self._next_line(child), ""))
        self._insert(node, entries, after, new)

    def _insert(self, node: SequenceNode, entries: dict[Any, Any], names: list[Any], new: list[Any]) -> None:
        column = len(self._prefix(node.value[0])) - len(self._prefix(node.value[0]).lstrip())
        at = self._line_start(node.value[0])
        texts: dict[int, str] = {}
        for name, value in zip(names, new, strict=True):
            if name in entries:
                at = self._next_line(entries[name][0])
            else:
                texts[at] = texts.get(at, "") + item(value, column)
        self._edits.extend((at, at, text) for at, text in texts.items())

    def _replace(self, node: Node, new: Any, indent: int) -> None:
        start, end = node.start_mark.index, self._end(node)
        listed = isinstance(new, list) and new and indent != _IN_FLOW
        if listed and all(isinstance(child, dict) and "id" in child for child in new):
            own_line = not self._prefix(node).strip()
            start = self._line_start(node) if own_line else start
            head = "" if own_line else "\n"
            self._edits.append((start, end, head + block(new, indent)[:-1]))
            return
        gap = " " if start == end and start and self._text[start - 1] not in " \n" else ""
        self._edits.append((start, end, gap + inline(new)))

    def _prefix(self, node: Node) -> str:
        start = int(node.start_mark.index)
        return self._text[start - node.start_mark.column : start]

    def _line_start(self, node: Node) -> int:
        return int(node.start_mark.index - node.start_mark.column)

    def _next_line(self, node: Node) -> int:
        found = self._text.find("\n", self._end(node))
        return len(self._text) if found < 0 else found + 1

    def _end(self, node: Node) -> int:
        """Return where a node's own text ends; the marks of block nodes lie at the next token."""
        if isinstance(node, MappingNode) and not node.flow_style and node.value:
            return self._end(node.value[-1][1])
        if isinstance(node, SequenceNode) and not node.flow_style and node.value:
            return self._end(node.value[-1])
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        while end > start and self._text[end - 1] in " \t\r\n":
            end -= 1
        return end


def _names(entries: list[Any]) -> list[Any] | None:
    """Return what tells the entries of a list apart, or `None` where nothing does."""
    if all(not isinstance(entry, dict | list) for entry in entries):
        return entries if len(set(map(str, entries))) == len(entries) else None
    for fields in _IDENTITIES:
        names = [
            tuple(entry.get(field) for field in fields) if isinstance(entry, dict) else (None,) for entry in entries
        ]
        if all(None not in name for name in names) and len(set(names)) == len(names):
            return names
    return None
