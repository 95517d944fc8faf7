"""What is said of a dataset's release in the case's sources."""

from __future__ import annotations

from dataclasses import dataclass

from interbellum.case.vocabulary import Reliability


@dataclass(frozen=True)
class About:
    """A release of a dataset: what it is called everywhere, and what its row in `sources.csv` says.

    `dataset` names all releases of one dataset, whose record ids mean the same; `source` is the id of this release in
    `sources.csv`; `published` is EDTF; `terms` are licence and what the publisher asks of its users.
    """

    dataset: str
    source: str
    title: str
    vintage: str
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = "en"
    reliability: Reliability = "B"
    terms: str = ""
