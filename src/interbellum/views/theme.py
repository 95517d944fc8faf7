"""Colours and type of every chart, light and dark.

Both themes have the same roles in the same order, and within the light one no two roles share a colour, so that a
drawing made in light can be turned dark by exchanging colours (`darkening`). Phases run along one scale of lightness,
readable without hue. Actors take neutral colours that stay apart under colour-blindness; none is red or green, and
which actor takes which follows the case's order, never a side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

ThemeName = Literal["light", "dark"]
FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
"""Fonts of one width, so that text measured with one of them fits with another."""


@dataclass(frozen=True)
class Theme:
    """Colours by role, as hex."""

    name: ThemeName
    paper: str
    ink: str
    muted: str
    grid: str
    accent: str
    reference: str
    contrast: str
    fan: tuple[str, str, str]
    actors: tuple[str, ...]
    phases: Mapping[str, str] = field(default_factory=dict)

    def roles(self) -> list[str]:
        """Return all colours in the order of their roles."""
        plain = [self.paper, self.ink, self.muted, self.grid, self.accent, self.reference, self.contrast]
        return [*plain, *self.fan, *self.actors, *self.phases.values()]

    def actor(self, order: Sequence[str], actor: str) -> str:
        """Return the colour of an actor by its place in `order`; those beyond the palette share the muted one."""
        place = list(order).index(actor) if actor in order else len(self.actors)
        return self.actors[place] if place < len(self.actors) else self.muted

    def config(self) -> dict[str, Any]:
        """Return the Vega-Lite configuration."""
        axis = {
            "labelColor": self.muted, "titleColor": self.muted, "tickColor": self.grid, "domainColor": self.grid,
            "gridColor": self.grid, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
            "labelFont": FONT, "titleFont": FONT, "gridOpacity": 0.7, "labelLimit": 220,
            "ticks": False, "labelPadding": 6,
        }  # fmt: skip
        legend = {
            "labelColor": self.ink, "titleColor": self.muted, "labelFontSize": 12, "titleFontSize": 12,
            "labelFont": FONT, "titleFont": FONT, "titleFontWeight": "normal",
            "orient": "top", "symbolType": "square", "labelLimit": 240,
        }  # fmt: skip
        title = {
            "color": self.ink, "subtitleColor": self.muted, "font": FONT, "subtitleFont": FONT, "fontSize": 15,
            "subtitleFontSize": 12, "anchor": "start", "frame": "bounds", "fontWeight": 600,
        }  # fmt: skip
        return {
            "background": self.paper, "aria": False, "font": FONT, "axis": axis, "legend": legend, "title": title,
            "view": {"stroke": None}, "concat": {"spacing": 10},
        }  # fmt: skip


LIGHT = Theme(
    name="light",
    paper="#fdfcf9",
    ink="#1d2127",
    muted="#5b626c",
    grid="#dcdad3",
    accent="#1f5f8b",
    reference="#8a8f98",
    contrast="#a65e0c",
    fan=("#c9dcea", "#9dc0da", "#6a9fc5"),
    actors=("#2f6690", "#d79a2c", "#9a7fb8", "#5aa9b5", "#7c5c3e", "#c98aa5", "#44546a", "#b7b06a"),
    phases={
        "lull": "#e6e2d6",
        "lull or tension": "#dfd7bd",
        "tension": "#e9c46a",
        "clashes": "#d9812e",
        "war": "#7f2704",
        "unknown": "#bfc3ca",
    },
)
DARK = Theme(
    name="dark",
    paper="#15181c",
    ink="#e9e7e2",
    muted="#a7adb6",
    grid="#343940",
    accent="#79b8e3",
    reference="#868d97",
    contrast="#f0a95a",
    fan=("#1e3547", "#2a5170", "#3f7ba6"),
    actors=("#6ba6d6", "#e3b04f", "#bfa6dc", "#7fcbd6", "#b08d6a", "#e0a9c1", "#8ea0b8", "#d3cc8a"),
    phases={
        "lull": "#2c2f33",
        "lull or tension": "#3b3930",
        "tension": "#7d6528",
        "clashes": "#cf7a2c",
        "war": "#ffd0a1",
        "unknown": "#565b63",
    },
)
THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK}
OPACITY: dict[str, float] = {"assessed": 1.0, "contested": 0.55, "claimed": 0.3}
"""How strongly ground is filled by the standing of who controls it; what is not assessed is also hatched."""


def darkening() -> dict[str, str]:
    """Return, for each colour of the light theme, the one of the same role in the dark theme."""
    return dict(zip(LIGHT.roles(), DARK.roles(), strict=True))
