"""GEXF 1.3 (gexf.net): all ties over time as a dynamic graph, for Gephi and the like."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as Xml

from interbellum.record import Record
from interbellum.record.known import ReplayBasis
from interbellum.views.labels import Labels
from interbellum.views.network import FAMILIES, UNDIRECTED, tied

SPACE = "http://gexf.net/1.3"
ATTRIBUTES = (("type", "string"), ("family", "string"), ("strength", "double"), ("gloss", "string"),
              ("claims", "string"), ("dates", "string"))  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def gexf(record: Record, known_by: date | None = None, basis: ReplayBasis = "claim") -> str:
    """Return the ties known by a day, each from the first to the last day that it can have held, as GEXF text.

    The bounds of imprecise dates are the widest ones; the dates as they are written stand in the attribute `dates`.
    """
    case, labels, known = record.case, Labels(record.case), record.knowledge(known_by, basis)
    root = Xml.Element("gexf", {"xmlns": SPACE, "version": "1.3"})
    meta = Xml.SubElement(root, "meta")
    Xml.SubElement(meta, "creator").text = "Interbellum"
    Xml.SubElement(meta, "description").text = _plain(
        f"{case.meta.title}; case {case.id}, hash {case.hash[:12]}, licence {case.meta.licence}"
    )
    graph = Xml.SubElement(root, "graph", {"mode": "dynamic", "defaultedgetype": "undirected", "timeformat": "date"})
    kinds = Xml.SubElement(graph, "attributes", {"class": "edge"})
    for name, kind in ATTRIBUTES:
        Xml.SubElement(kinds, "attribute", {"id": name, "title": name, "type": kind})
    nodes = Xml.SubElement(graph, "nodes")
    for name in tied(case):
        Xml.SubElement(nodes, "node", {"id": name, "label": _plain(labels[name])})
    edges = Xml.SubElement(graph, "edges")
    for entry in known.leading_ties:
        row, span = entry.row, entry.span
        about = {"id": row.id, "source": row.actor, "target": row.other, "kind": row.type}
        about["type"] = "undirected" if row.type in UNDIRECTED else "directed"
        about |= {"start": span.first.isoformat()} if span.first > date.min else {}
        about |= {"end": span.last.isoformat()} if span.last < date.max else {}
        about |= {"weight": f"{row.strength:g}"} if row.strength is not None else {}
        values = Xml.SubElement(Xml.SubElement(edges, "edge", about), "attvalues")
        told: dict[str, str] = {
            "type": row.type,
            "family": FAMILIES[row.type],
            "strength": "" if row.strength is None else f"{row.strength:g}",
            "gloss": row.gloss,
            "claims": ";".join(known.ids(entry.key)),
            "dates": f"{row.from_ or '..'}/{row.to or '..'}",
        }
        for name, value in told.items():
            if value:
                Xml.SubElement(values, "attvalue", {"for": name, "value": _plain(value)})
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _plain(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not allow."""
    return _NOT_XML.sub("", text)
