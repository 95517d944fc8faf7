"""Reliability diagrams and PIT histograms as small SVG pictures, drawn from the kept results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

SIDE, LEFT, TOP, GAP = 200, 44, 30, 60
INK, MODEL, OTHER = "#333333", "#0072b2", "#d55e00"
"""Colours of Okabe and Ito, told apart by the colour-blind."""


def picture(title: str, reliability: Mapping[str, Sequence[Mapping[str, Any]]], pit: Sequence[float]) -> str:
    """Return an SVG: the reliability of the model beside one other, and the model's PIT in tenths (shares)."""
    width, height = 2 * (SIDE + LEFT) + GAP + 10, SIDE + TOP + 36
    colours = dict(zip(reliability, (MODEL, OTHER), strict=False))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="10" fill="{INK}" role="img"><title>{escape(title)}</title>',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        _frame(LEFT, "chance given", "happened"),
        _line([(0, 0), (1, 1)], "#999999", ' stroke-dasharray="4 3"'),
        *(_curve(points, colours[name]) for name, points in reliability.items()),
        *(_label(n, name, colours[name]) for n, name in enumerate(reliability)),
        _histogram(pit, 2 * LEFT + SIDE + GAP),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(left: int, across: str, up: str) -> str:
    ticks = "".join(
        f'<text x="{left + SIDE * at:g}" y="{TOP + SIDE + 14}" text-anchor="middle">{at:.0%}</text>'
        f'<text x="{left - 5}" y="{TOP + SIDE * (1 - at) + 3:g}" text-anchor="end">{at:.0%}</text>'
        for at in (0, 0.5, 1)
    )
    return (
        f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{INK}"/>{ticks}'
        f'<text x="{left + SIDE / 2:g}" y="{TOP + SIDE + 28}" text-anchor="middle">{escape(across)}</text>'
        f'<text x="{left}" y="{TOP - 8}">{escape(up)}</text>'
    )


def _at(x: float, y: float) -> str:
    return f"{LEFT + SIDE * x:.1f},{TOP + SIDE * (1 - y):.1f}"


def _line(points: Sequence[tuple[float, float]], colour: str, more: str = "") -> str:
    return f'<polyline points="{" ".join(_at(*p) for p in points)}" fill="none" stroke="{colour}"{more}/>'


def _curve(points: Sequence[Mapping[str, Any]], colour: str) -> str:
    """Return the points of a diagram, each with its 95% interval, joined in order of chance."""
    bars = "".join(
        _line([(p["forecast"], p["frequency_low"]), (p["forecast"], p["frequency_high"])], colour) for p in points
    )
    dots = "".join(
        f'<circle cx="{_at(p["forecast"], 0).split(",")[0]}" cy="{_at(0, p["frequency"]).split(",")[1]}" r="3" '
        f'fill="{colour}"/>'
        for p in points
    )
    return _line([(p["forecast"], p["frequency"]) for p in points], colour) + bars + dots


def _label(n: int, name: str, colour: str) -> str:
    return f'<text x="{LEFT + 8}" y="{TOP + 16 + 13 * n}" fill="{colour}">{escape(name)}</text>'


def _histogram(shares: Sequence[float], left: int) -> str:
    """Return the bars of a PIT histogram; even bars touch the dashed line."""
    most = max(0.2, *shares)
    wide = SIDE / len(shares)
    bars = "".join(
        f'<rect x="{left + n * wide:.1f}" y="{TOP + SIDE * (1 - share / most):.1f}" width="{wide - 1:.1f}" '
        f'height="{SIDE * share / most:.1f}" fill="{MODEL}"/>'
        for n, share in enumerate(shares)
    )
    even = TOP + SIDE * (1 - 1 / len(shares) / most)
    return (
        f'{bars}<line x1="{left}" x2="{left + SIDE}" y1="{even:.1f}" y2="{even:.1f}" stroke="{INK}" '
        f'stroke-dasharray="4 3"/><rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" '
        f'stroke="{INK}"/><text x="{left}" y="{TOP - 8}">share of outcomes (dashed: even)</text>'
        f'<text x="{left + SIDE / 2:g}" y="{TOP + SIDE + 28}" text-anchor="middle">place in the forecast (PIT)</text>'
        f'<text x="{left - 5}" y="{TOP + 3}" text-anchor="end">{most:.0%}</text>'
        f'<text x="{left - 5}" y="{TOP + SIDE + 3}" text-anchor="end">0%</text>'
    )
