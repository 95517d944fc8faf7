"""Rendering a brief to one HTML file: inline style, charts as inline vectors, no script and no request."""

from __future__ import annotations

import re
from functools import partial
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from interbellum.brief.forms.links import evidence_link
from interbellum.brief.plain import TABLE_ROWS
from interbellum.views.table import cell_text
from interbellum.views.theme import DARK, LIGHT, darkening
from interbellum.views.view import NARROW, WIDE, View

if TYPE_CHECKING:
    from interbellum.brief.document import Brief

_OUTER = re.compile(r"<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>")
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_IDS = re.compile(r"(id=\"|url\(#|href=\"#)([A-Za-z_][\w:.-]*)")


def write(brief: Brief, evidence_url: str | None = None) -> bytes:
    """Return the page as a file's bytes."""
    return page(brief, evidence_url).encode("utf-8")


def page(brief: Brief, evidence_url: str | None = None) -> str:
    """Return the page; with a pattern, each claim's note links to its evidence."""
    environment = Environment(
        loader=PackageLoader("interbellum.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["cell"] = cell
    environment.globals.update(
        svg=figure, marks=brief.footnotes.marks, table_rows=TABLE_ROWS, link=partial(evidence_link, evidence_url)
    )
    return environment.get_template("brief.html.j2").render(brief=brief, css=Markup(style()))


def style() -> str:
    """Return the style sheet, with the colours of both themes and the exchange of a drawing's colours for the dark."""
    sheet = resources.files("interbellum.brief").joinpath("templates", "brief.css").read_text(encoding="utf-8")
    dark = "".join(
        f'.drawing [fill="{light}"]{{fill:{other}}}.drawing [stroke="{light}"]{{stroke:{other}}}'
        for light, other in darkening().items()
    )
    names = ("paper", "ink", "muted", "grid", "accent", "contrast")
    for theme in (LIGHT, DARK):
        for name in names:
            sheet = sheet.replace(f"${theme.name}-{name}", getattr(theme, name))
    return sheet.replace("/*drawings*/", dark)


def figure(view: View) -> Markup:
    """Return a view as two inline drawings, for a page and for a phone, of which style shows one."""
    drawn = "".join(
        f'<div class="drawing {name}">{_inline(view, width, name)}</div>'
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Markup(drawn)


def cell(value: Any) -> Markup:
    """Return a cell of a table as escaped HTML; text between double asterisks is set bold."""
    text = cell_text(value)
    if len(text) > 4 and text.startswith("**") and text.endswith("**"):
        return Markup("<strong>{}</strong>").format(text[2:-2])
    if _DAY.fullmatch(text):
        return Markup('<span class="nw">{}</span>').format(text)
    return Markup(escape(text))


def framed(page: str) -> str:
    """Return a page inside a frame of its own, for a notebook."""
    return f'<iframe title="Brief" style="width:100%;height:44rem;border:0" srcdoc="{escape(page)}"></iframe>'


def _inline(view: View, width: int, name: str) -> str:
    """Return the SVG of a view for use inside a page: named for those who do not see it, with ids of its own."""
    svg = view.svg("light", width, bare=True)
    prefix = re.sub(r"\W", "-", f"{view.name}-{name}")
    svg = _IDS.sub(lambda found: f"{found.group(1)}{prefix}-{found.group(2)}", svg)
    named = f'role="img" aria-label="{escape(view.words)}" preserveAspectRatio="xMinYMin"'

    def head(found: re.Match[str]) -> str:
        box = found.group(1)
        return f'<svg viewBox="{box}" style="max-width:{float(box.split()[2]):.0f}px" {named}>'

    return _OUTER.sub(head, svg, count=1)
