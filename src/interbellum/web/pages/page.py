"""What a page is: a name, a title, one data definition, a template; its `.json` twin returns what the page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interbellum.web.address import Address

if TYPE_CHECKING:
    from fastapi import APIRouter

    from interbellum.web.desk import Desk

Data = Callable[["Desk", Any], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """A page. `data` turns the desk and the page's address into plain data, ready for JSON.

    `address` is the model of its address, `Address` or an extension of it with fields of the page's own. `routes`
    makes a router of further paths (writes, streams), all of which should begin with `/api/NAME`. `uploads` gives more
    bytes to bodies sent there, by the beginning of the path. `scripts` are modules below `static/js`.
    """

    name: str
    title: str
    purpose: str
    data: Data
    address: type[Address] = Address
    routes: Callable[[Desk], APIRouter] | None = None
    uploads: Mapping[str, int] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"{self.name}.html.j2"
