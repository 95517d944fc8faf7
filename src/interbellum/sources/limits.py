"""What a document or a dataset may be at most, so that a bad file costs a line of text and not the machine."""

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


@dataclass(frozen=True)
class DatasetLimits:
    """Upper bounds of a dataset's file: its bytes, those it unpacks to, and how many times as many those may be.

    Deflated event data unpacks to about five to thirty times its size; `ratio` is looked at from `suspect` bytes on.
    """

    bytes: int = 16_000_000_000
    unpacked: int = 16_000_000_000
    ratio: int = 200
    suspect: int = 50_000_000
    workbook: int = 200_000_000
