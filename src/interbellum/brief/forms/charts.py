"""The charts of a brief as vectors for print, each drawn once, and as pictures for readers that know no vectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from interbellum.brief.sentence import Block, Figure, Folded
from interbellum.views.view import View

if TYPE_CHECKING:
    from interbellum.brief.document import Brief

PRINT_WIDTH = 640
"""The width in pixels at which a chart is drawn for a page: its letters come out at about nine points."""

_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) [\d.]+"')


def views_of(brief: Brief) -> tuple[View, ...]:
    """Return the brief's charts, those of the text and then those of the annex, each once."""
    found: dict[str, View] = {}
    for folded in (False, True):
        for section in brief.sections:
            for block in section.blocks:
                if isinstance(block, Folded) == folded:
                    found |= {view.name: view for view in _in(block)}
    return tuple(found.values())


def _in(block: Block) -> Iterator[View]:
    if isinstance(block, Figure):
        yield block.view
    elif isinstance(block, Folded):
        for inner in block.blocks:
            yield from _in(inner)


def drawn(brief: Brief) -> dict[str, str]:
    """Return the brief's charts by name as SVG for a page: with neither title nor note, which the text has."""
    return {view.name: view.svg("light", PRINT_WIDTH, bare=True) for view in views_of(brief)}


def share(svg: str) -> float:
    """Return how much of the page's width a drawing takes: its own width against that of a full one."""
    found = _BOX.search(svg)
    return 1.0 if found is None else min(1.0, float(found.group(1)) / PRINT_WIDTH)


def png(svg: str, scale: float = 3.0) -> bytes:
    """Return a drawing as PNG."""
    import vl_convert as vlc

    return bytes(vlc.svg_to_png(svg, scale=scale))
