"""The web app: six pages over the same views, one clock, every number one click from its source.

`create_app` returns it for some cases; nothing of it is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interbellum.web.app import create_app
    from interbellum.web.desk import Desk, Opened

__all__ = ["Desk", "Opened", "create_app"]


def __getattr__(name: str) -> Any:
    if name == "create_app":
        from interbellum.web.app import create_app

        return create_app
    if name in ("Desk", "Opened"):
        from interbellum.web import desk

        return getattr(desk, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
