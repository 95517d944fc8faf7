"""A view: one chart with its table twin, its words for those who do not see it, and its source note.

Charts are Vega-Lite, drawn by Altair, and turned into SVG, PNG and HTML by vl-convert without a network.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interbellum.case.files import replacing
from interbellum.errors import UsageError
from interbellum.views.note import SourceNote
from interbellum.views.table import Table
from interbellum.views.theme import THEMES, Theme, ThemeName

if TYPE_CHECKING:
    import altair as alt

WIDE, NARROW = 820, 360
"""Widths of a drawing in pixels: a page, a phone."""
SUFFIXES = (".svg", ".png", ".html", ".json")
_CHARACTER = 6.3
"""The mean width of a character of 12 pixels, for breaking lines."""

Draw = Callable[[Theme, int], "Sequence[alt.TopLevelMixin]"]


@dataclass(frozen=True)
class View:
    """A chart defined once. `draw` returns its panels from top to bottom for a theme and a width in pixels.

    `words` says what the chart shows, for those who do not see it; `subtitle` names what is drawn and its units.
    """

    name: str
    title: str
    subtitle: str
    words: str
    table: Table
    note: SourceNote
    draw: Draw

    def chart(self, theme: ThemeName = "light", width: int = WIDE, *, bare: bool = False) -> alt.TopLevelMixin:
        """Return the Altair chart; a `bare` one has neither title nor note, for pages that print them beside it."""
        import altair as alt

        colours = THEMES[theme]
        panels: list[Any] = list(self.draw(colours, width))
        if not bare:
            note = textwrap.wrap(f"Source: {self.note.line()}", int(width / 5.3))
            panels[-1] = panels[-1].properties(
                title=alt.TitleParams(
                    text=note,
                    orient="bottom",
                    anchor="start",
                    fontSize=10,
                    fontWeight="normal",
                    color=colours.muted,
                    offset=10,
                )
            )
        config = {**colours.config(), **({"background": "transparent"} if bare else {})}
        found: alt.VConcatChart = alt.vconcat(*panels).configure(**config).resolve_scale(color="independent")
        if bare:
            return found
        wrap = int(width / _CHARACTER)
        title = alt.TitleParams(
            text=textwrap.wrap(self.title, int(wrap * 0.8)), subtitle=textwrap.wrap(self.subtitle, wrap), offset=12
        )
        titled: alt.VConcatChart = found.properties(title=title, description=self.words)
        return titled

    def spec(self, theme: ThemeName = "light", width: int = WIDE, *, bare: bool = False) -> dict[str, Any]:
        """Return the Vega-Lite specification."""
        found: dict[str, Any] = self.chart(theme, width, bare=bare).to_dict()
        return found

    def svg(self, theme: ThemeName = "light", width: int = WIDE, *, bare: bool = False) -> str:
        """Return the chart as SVG."""
        import vl_convert as vlc

        return str(vlc.vegalite_to_svg(self.spec(theme, width, bare=bare), vl_version=_version()))

    def png(self, theme: ThemeName = "light", width: int = WIDE, scale: float = 2.0) -> bytes:
        """Return the chart as PNG, `scale` pixels a unit."""
        import vl_convert as vlc

        return bytes(vlc.vegalite_to_png(self.spec(theme, width), scale=scale, vl_version=_version()))

    def html(self, theme: ThemeName = "light", width: int = WIDE) -> str:
        """Return the chart as a page that needs nothing from elsewhere."""
        import vl_convert as vlc

        return str(vlc.vegalite_to_html(self.spec(theme, width), bundle=True, vl_version=_version()))

    def save(self, path: str | Path, theme: ThemeName = "light", width: int = WIDE) -> Path:
        """Write the chart as its suffix says (.svg, .png, .html, .json for the specification), atomically."""
        target = Path(path)
        makers: dict[str, Callable[[], str | bytes]] = {
            ".svg": lambda: self.svg(theme, width),
            ".png": lambda: self.png(theme, width),
            ".html": lambda: self.html(theme, width),
            ".json": lambda: json.dumps(self.spec(theme, width), indent=1),
        }
        if target.suffix not in makers:
            raise UsageError(f"a chart cannot be saved as {target.name!r}", hint=f"use one of {', '.join(SUFFIXES)}")
        write_whole(target, makers[target.suffix]())
        return target

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> Any:
        return self.chart()._repr_mimebundle_(*args, **kwargs)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    try:
        with replacing(path) as part:
            part.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}", hint="choose another place") from error


def _version() -> str:
    """Return the Vega-Lite version that Altair writes for, as vl-convert names it."""
    import altair as alt

    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
