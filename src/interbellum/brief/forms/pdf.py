"""The brief as PDF: set by Typst from plain data, so that no text can be taken for markup.

Typst comes with its own fonts (Libertinus Serif, SIL Open Font License; DejaVu Sans Mono, Bitstream Vera licence),
which have Latin, Greek, Cyrillic, Armenian, Georgian and Arabic letters: they alone are used, so that the same brief
gives the same bytes on every machine. Only where a letter is in none of them are the machine's fonts asked, and a
letter that no font has is printed as an empty box rather than left out. The file is tagged (PDF/UA-1) for readers who
do not see it.
"""

from __future__ import annotations

import json
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from interbellum.brief.forms.charts import share
from interbellum.brief.plain import as_data

if TYPE_CHECKING:
    from interbellum.brief.document import Brief


def write(brief: Brief, evidence_url: str | None = None) -> bytes:
    """Return the brief as PDF."""
    with tempfile.TemporaryDirectory(prefix="interbellum-") as name:
        folder = Path(name)
        main = _lay_out(brief, evidence_url, folder)
        return _set(main, folder)


def _lay_out(brief: Brief, evidence_url: str | None, folder: Path) -> Path:
    """Write the template, the text and the drawings into a folder, and return the template's path."""
    data = as_data(brief, evidence_url)
    drawings = {}
    for number, (view, svg) in enumerate(brief.drawings.items()):
        name = f"drawing-{number}.svg"
        drawings[view] = {"file": name, "share": share(svg)}
        (folder / name).write_text(svg, encoding="utf-8")
    text = json.dumps({**data, "drawings": drawings}, ensure_ascii=False)
    (folder / "brief.json").write_text(text, encoding="utf-8", errors="replace")
    main = folder / "brief.typ"
    main.write_text(template(), encoding="utf-8")
    return main


def template() -> str:
    """Return the Typst template."""
    return resources.files("interbellum.brief").joinpath("templates", "brief.typ").read_text(encoding="utf-8")


def _set(main: Path, folder: Path) -> bytes:
    import typst

    made, root = folder / "brief.pdf", str(folder)
    try:
        typst.compile(str(main), output=str(made), root=root, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        typst.compile(str(main), output=str(made), root=root)
    return made.read_bytes()
