"""HTML documents: the article without the site around it (trafilatura), its title and its date."""

from __future__ import annotations

import re

from interbellum.errors import DocumentError, Where
from interbellum.sources.document import Document
from interbellum.sources.encoding import decode
from interbellum.sources.limits import Limits
from interbellum.sources.paragraphs import mark, split

_TAG = re.compile(r"(?is)<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]{0,5000}>")
_ERROR_PAGE = re.compile(
    r"(?:error\W*)?[45]\d\d\b|(?:page |file |url )?not found|forbidden|access denied|just a moment|attention required|"
    r"(?:service|site|page)(?: temporarily)? unavailable|bad gateway|gateway time-?out|internal server error",
    re.IGNORECASE,
)
"""How the title of a page begins that a server sends in place of what was asked for."""
_ERROR_CHARACTERS = 600
"""An article is longer than such a page."""
_BLOCK_END = re.compile(r"(?i)</(?:p|div|h[1-6]|li|tr|section|article|blockquote|title)\s*>|<br\s*/?>")


def read_html(data: bytes, name: str, limits: Limits) -> Document:
    """Return the article's text, stored as extracted. Scripts are never run, links never followed."""
    import trafilatura

    source, warnings = decode(data, name)
    if len(source) > 4 * limits.characters:
        raise DocumentError(f"the page has {len(source):,} characters", where=Where(name), hint="split it")
    text = trafilatura.extract(
        source, include_comments=False, include_tables=True, output_format="txt", favor_recall=True
    )
    if not text:
        text, warnings = _fallback(source), (*warnings, "no article was recognised: all of the page's text was taken")
    meta = trafilatura.extract_metadata(source, extensive=False)
    date = str(meta.date) if meta is not None and meta.date else None
    title = str(meta.title) if meta is not None and meta.title else None
    basis = "the page's metadata" if date else None
    if title and _ERROR_PAGE.match(title.strip(" -–|:!")) and len(text) < _ERROR_CHARACTERS:
        warnings = (*warnings, f"this looks like a server's error ({title!r}) and no article: fetch the page again")
    text = text.replace("\n", "\n\n")
    return Document(name, text, mark(text, split(text)), "text/html", title, date, basis, warnings=warnings)


def _fallback(source: str) -> str:
    import html

    stripped = _TAG.sub(
        " ", _BLOCK_END.sub("\n", re.sub(r"(?is)<(script|style|noscript|template)\b.*?</\1\s*>", " ", source))
    )
    lines = (" ".join(html.unescape(line).split()) for line in stripped.splitlines())
    return "\n".join(line for line in lines if line)
