"""What a document may be at most, so that a bad file costs a line of text and not the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds: file bytes, characters of text, pages of a PDF, bytes unpacked from a docx.

    Seconds are not bounded.
    """

    bytes: int = 50_000_000
    characters: int = 5_000_000
    pages: int = 2_000
    unpacked: int = 200_000_000
