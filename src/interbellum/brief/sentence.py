"""Sentences that cannot stand without a source, and the blocks that a brief is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from interbellum.errors import UsageError
from interbellum.views.table import Table
from interbellum.views.view import View


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the ids of its claims, and the keys of the notes that say how its numbers were computed.

    Raises `UsageError` where it has neither: a brief says nothing without a source.
    """

    text: str
    claims: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.claims and not self.notes:
            raise UsageError(f"the sentence {self.text!r} has no source", hint="give it claims or a note")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together; `strong` ones lead a section."""

    sentences: tuple[Sentence, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item has a label (a date, a name; may be blank) and its sentences."""

    items: tuple[tuple[str, tuple[Sentence, ...]], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table twin."""

    view: View


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose first column is a heading and whose other cells carry sources. A row without cells is a group."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Sentence, ...]], ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """A table of figures that share one source, named by its caption's sentence."""

    caption: Sentence
    table: Table


@dataclass(frozen=True, slots=True)
class Reading:
    """A rival reading: who holds it, what it says, and what the record has for and against it."""

    title: str
    sentences: tuple[Sentence, ...]
    supporting: tuple[Sentence, ...]
    opposing: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks that are closed until opened."""

    summary: str
    blocks: tuple[Block, ...]


Block = Paragraph | Items | Figure | Sheet | Plain | Reading | Folded


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks."""

    id: str
    title: str
    blocks: tuple[Block, ...] = field(default=())


def sentences_of(blocks: Iterable[Block]) -> Iterator[Sentence]:
    """Yield the sentences of blocks in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.sentences
        elif isinstance(block, Items):
            for _, said in block.items:
                yield from said
        elif isinstance(block, Sheet):
            for _, cells in block.rows:
                yield from cells
        elif isinstance(block, Plain):
            yield block.caption
        elif isinstance(block, Reading):
            yield from (*block.sentences, *block.supporting, *block.opposing)
        elif isinstance(block, Folded):
            yield from sentences_of(block.blocks)
