"""The forms that a brief is written in: HTML, PDF, Markdown and DOCX, all from the one document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from interbellum.errors import UsageError, Where

if TYPE_CHECKING:
    from interbellum.brief.document import Brief


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the brief: its name, the suffixes of its files (the first is the usual one), and its media type."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_type: str

    def write(self, brief: Brief, evidence_url: str | None = None) -> bytes:
        """Return the brief in this form; the module that does it is imported when first used."""
        writer: Callable[[Brief, str | None], bytes] = import_module(f"{__name__}.{_MODULES[self.name]}").write
        return writer(brief, evidence_url)


_MODULES = {"html": "html", "pdf": "pdf", "md": "markdown", "docx": "docx"}
_FORMS = (
    Form("html", "Web page", (".html", ".htm"), "text/html; charset=utf-8"),
    Form("pdf", "PDF", (".pdf",), "application/pdf"),
    Form("md", "Markdown", (".md", ".markdown"), "text/markdown; charset=utf-8"),
    Form(
        "docx",
        "Word document",
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
)


def formats() -> tuple[Form, ...]:
    """Return the forms that a brief can be written in."""
    return _FORMS


def form_named(name: str) -> Form:
    """Return a form by its name. Raises `UsageError` for others."""
    for form in _FORMS:
        if form.name == name.lower():
            return form
    raise UsageError(f"a brief has no form {name!r}", hint=f"use one of {', '.join(form.name for form in _FORMS)}")


def form_of(path: str | Path) -> Form:
    """Return the form that a file's suffix names. Raises `UsageError` for others."""
    target = Path(path)
    for form in _FORMS:
        if target.suffix.lower() in form.suffixes:
            return form
    usual = ", ".join(form.suffixes[0] for form in _FORMS)
    raise UsageError(
        f"a brief cannot be saved as {target.name!r}",
        where=Where(str(path)),
        hint=f"name a file that ends in one of {usual}",
    )
