"""Pages as HTML: templates, what they are told, and the colours of both themes as one style sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from interbellum.case.catalogue import argument_of
from interbellum.views.labels import counted, day_words, number, score
from interbellum.views.table import cell_text
from interbellum.views.theme import DARK, LIGHT, Theme, darkening
from interbellum.web.address import Address
from interbellum.web.desk import Desk, Opened
from interbellum.web.errors import Problem
from interbellum.web.pages import PAGES, Page


def environment() -> Environment:
    """Return the templates, with escaping on and every undefined name an error."""
    found = Environment(
        loader=PackageLoader("interbellum.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(claim_ref="claim:{}".format, cell=cell_text, day_words=_day_words, number=number)
    found.filters.update(argument=argument_of, score=score)
    found.globals.update(pages=PAGES, counted=counted)
    return found


class Renderer:
    """Renders pages and errors for one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.templates = environment()

    def page(self, page: Page, opened: Opened, address: Address, data: dict[str, Any]) -> str:
        """Return a page as HTML."""
        told = {"page": page, "opened": opened, "case": opened.case, "address": address, "data": data}
        shown = {"on": opened.day(address), "now": opened.now(address), "labels": opened.labels}
        return self.templates.get_template(page.template).render(desk=self.desk, token=self.desk.token, **told, **shown)

    def part(self, template: str, address: Address, data: dict[str, Any]) -> str:
        """Return a part of a page as HTML."""
        opened = self.desk.of_address(address)
        shown = {"on": opened.day(address), "now": opened.now(address), "labels": opened.labels}
        told = {"opened": opened, "case": opened.case, "address": address, "data": data}
        return self.templates.get_template(template).render(**told, **shown)

    def problem(self, problem: Problem) -> str:
        """Return an error as a page."""
        opened = next(iter(self.desk.opened.values()))
        told = {"page": None, "opened": opened, "case": opened.case, "address": Address(), "problem": problem}
        shown = {"on": opened.last_day, "now": opened.last_day, "labels": opened.labels}
        return self.templates.get_template("error.html.j2").render(desk=self.desk, token="", **told, **shown)


def _day_words(day: date | str) -> str:
    return day_words(date.fromisoformat(day) if isinstance(day, str) else day)


def theme_css() -> str:
    """Return the colours of both themes as custom properties, and the exchange of a drawing's colours in the dark.

    Drawings made in the light theme, inside an element of class `drawing`, turn dark with the page.
    """
    dark = "".join(
        f'.drawing [fill="{light}"]{{fill:{other}}}.drawing [stroke="{light}"]{{stroke:{other}}}'
        for light, other in darkening().items()
    )
    return (
        f":root{{color-scheme:light dark;{_properties(LIGHT)}}}\n"
        f"@media (prefers-color-scheme: dark){{:root{{{_properties(DARK)}}}{dark}}}\n"
    )


def _properties(theme: Theme) -> str:
    plain = ("paper", "ink", "muted", "grid", "accent", "reference", "contrast")
    named = {name: getattr(theme, name) for name in plain}
    named |= {f"fan-{i}": colour for i, colour in enumerate(theme.fan, start=1)}
    named |= {f"actor-{i}": colour for i, colour in enumerate(theme.actors)}
    named |= {f"phase-{name.replace(' ', '-')}": colour for name, colour in theme.phases.items()}
    return "".join(f"--{name}:{colour};" for name, colour in named.items())
