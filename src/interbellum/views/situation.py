"""The state of a day in words: what holds, grouped by topic, each part with the claims behind it.

A statement is `{topic, lead, parts, tail}`; a part is `{text, claims, about, mark}`, where `about` is the thing it
speaks of (`zone:ID`, `corridor:ID`, ...) and `mark` says what weakens it: `claimed`, `contested`, `approximate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from interbellum.dates import parse_edtf
from interbellum.record import Holding, Record
from interbellum.views.chronicle import events
from interbellum.views.dispute_words import DisputeWords
from interbellum.views.labels import Labels, counted, day_words, edtf_words, month_words, number

PERIOD = 90
"""Days up to the day shown whose events are on the map."""
_ROADS = {"open": "Open", "restricted": "Restricted", "closed": "Closed"}
_STAGES = {
    "none": "no talks",
    "contact": "in contact",
    "framework": "talking within an agreed framework",
    "initialled": "a text initialled",
    "signed": "a settlement signed",
}
_PHASES = {
    "lull": "a lull",
    "tension": "tension without deaths",
    "lull or tension": "no deaths counted; calm or tension is not coded",
    "clashes": "clashes",
    "war": "war-rate fighting",
    "unknown": "not known",
}

Statement = dict[str, Any]
Part = dict[str, Any]


def situation(record: Record, labels: Labels, on: date, known_by: date | None = None) -> dict[str, Any]:
    """Return a day: what the record cannot say of it, its `statements`, the `events` of its period, and what is
    disputed."""
    state, told = record.state(on, known_by), DisputeWords(record, labels, known_by)
    first = date.fromordinal(max(on.toordinal() - PERIOD + 1, 1))
    recent = [one for one in events(record, labels, first, on, known_by) if one["last"] >= first.isoformat()]
    return {
        "on": on.isoformat(),
        "title": day_words(on),
        "known_by": known_by.isoformat() if known_by else None,
        "caveats": caveats(record, on, known_by),
        "statements": [*statements(state, record, labels), *_conditions(record.at(on, known_by), labels)],
        "events": recent,
        "period": {"first": first.isoformat(), "last": on.isoformat(), "days": PERIOD},
        "disputes": [_dispute(one, told) for one in state["disputes"]],
        "tables": tables(state, labels),
    }


def caveats(record: Record, on: date, known_by: date | None = None) -> list[str]:
    """Return what the record cannot say of a day: what came after it was known, and the model's state before its
    start."""
    found, start = [], record.steps.start(0)
    if known_by is not None and known_by < on:
        found.append(
            f"Nothing after {day_words(known_by)} is known here: what held then as known is shown as still holding on "
            f"{day_words(on)}, and what happened in between is missing."
        )
    if on < start:
        found.append(
            f"The model begins on {day_words(start)}: of earlier days there is the record alone, and what it does not "
            "cover is shown as unknown."
        )
    return found


def statements(state: Mapping[str, Any], record: Record, labels: Labels) -> list[Statement]:
    """Return what holds, topic by topic, in the order in which a stranger would ask."""
    found = [
        *_violence(state, record, labels),
        *_under_way(state, labels),
        *_ground(state, labels),
        *_roads(state, labels),
    ]
    return [*found, *_missions(state, labels), *_talks(state, labels), *_people(state, labels)]


def _violence(state: Mapping[str, Any], record: Record, labels: Labels) -> list[Statement]:
    month = month_words(date.fromisoformat(state["step_end"]))
    if record.steps.step == "week":
        month = f"the week to {day_words(date.fromisoformat(state['step_end']))}"
    found = []
    for rivalry, phase in state["phase"].items():
        deaths = phase["deaths"]
        counts = "" if deaths is None else f", {counted(deaths, 'death')}"
        text = f"{_PHASES[phase['name']]}{counts if phase['name'] != 'lull or tension' else ''}"
        found.append(_part(f"{labels[rivalry]}: {text}", phase["claims"], f"rivalry:{rivalry}"))
    return [_statement("Violence", f"In {month},", found)] if found else []


def _under_way(state: Mapping[str, Any], labels: Labels) -> list[Statement]:
    """Return what goes on on the day, or happens on it; what has no end yet as known is told by who does it to whom."""
    parts = []
    for event in state["events"]:
        sides = " towards ".join(labels.all(event[side]) for side in ("actors", "recipients") if event[side])
        a_day = parse_edtf(event["date"]).width_days == 1
        since = "" if a_day else f"since {edtf_words(event['since'])}"
        deaths = None if event["deaths"] is None else counted(event["deaths"], "death")
        told = ", ".join(part for part in (since, deaths) if part)
        text = event["gloss"].rstrip(".") if event["gloss"] else f"{sides}, going on"
        mark = "approximate" if event["approximate"] else None
        parts.append(_part(f"{text} ({told})" if told else text, event["claims"], f"event:{event['id']}", mark))
    return [_statement("Under way", "", parts)] if parts else []


def _ground(state: Mapping[str, Any], labels: Labels) -> list[Statement]:
    by: dict[str | None, list[Part]] = {}
    for zone, held in state["control"].items():
        if not held["ended"]:
            part = _part(labels[zone], held["claims"], f"zone:{zone}", _mark(held))
            others = sorted({labels[str(one["value"])] for one in held["variants"] if one["value"] != held["by"]})
            part["also"] = others
            by.setdefault(held["by"], []).append(part)
    order = sorted(by, key=lambda actor: (actor is None, -len(by[actor])))
    return [
        _statement("Ground", f"{labels[actor]} holds" if actor else "Nobody is on record as holding", by[actor],
                   actor=actor)
        for actor in order
    ]  # fmt: skip


def _roads(state: Mapping[str, Any], labels: Labels) -> list[Statement]:
    by: dict[str | None, list[Part]] = {}
    for road, held in state["corridors"].items():
        if held["ended"] or held["state"] is None:
            continue
        held_by = f" ({labels[held['controller']]})" if held["controller"] else ""
        by.setdefault(held["state"], []).append(
            _part(f"{labels[road]}{held_by}", held["claims"], f"corridor:{road}", _mark(held))
        )
    return [
        _statement("Roads and borders", f"{_ROADS.get(str(name), str(name))}:", by[name], state=name)
        for name in ("closed", "restricted", "open")
        if name in by
    ]


def _missions(state: Mapping[str, Any], labels: Labels) -> list[Statement]:
    parts = [
        _part(f"{labels[name]}, {number(held['strength'])} strong", held["claims"], f"mission:{name}", _mark(held))
        for name, held in state["missions"].items()
        if not held["ended"] and held["strength"] is not None
    ]
    return [_statement("Missions", "Between the sides:", parts)] if parts else []


def _talks(state: Mapping[str, Any], labels: Labels) -> list[Statement]:
    parts = [
        _part(f"{labels[name]}: {_STAGES.get(held['stage'], held['stage'])}{_since(held)}", held["claims"],
              f"rivalry:{name}", _mark(held))
        for name, held in state["talks"].items()
        if held["stage"] is not None
    ]  # fmt: skip
    several = sum(held["last"] is not None for held in state["talks"].values()) > 1
    for name, held in state["talks"].items():
        if (last := held["last"]) and not held["ended"]:
            where = f"{labels[name]}, last round" if several else "Last round"
            parts.append(_part(f"{where}: {round_words(last, labels)}", last["claims"], f"event:{last['id']}"))
    return [_statement("Talks", "", parts)] if parts else []


def round_words(last: Mapping[str, Any], labels: Labels) -> str:
    """Return a round of talks in words: when, mediated by whom, where, and what came of it."""
    when = edtf_words(last["date"])
    told = [
        when if last["gloss"] else f"since {when}",
        *([f"mediated by {labels.all(last['mediators'])}"] if last["mediators"] else []),
    ]
    place = f" ({labels[last['place']]})" if last["place"] else ""
    came = last["gloss"].rstrip(".") if last["gloss"] else "going on, what comes of it is not known yet"
    return f"{', '.join(told)}{place}: {came}"


def _people(state: Mapping[str, Any], labels: Labels) -> list[Statement]:
    parts = []
    for name, held in state["communities"].items():
        told = []
        if held["population"] is not None:
            told.append(f"{number(held['population'])} people")
        if held["displaced"] is not None:
            told.append(f"{number(held['displaced'])} displaced")
        if held["stock"] is not None:
            told.append(f"{number(held['stock'])} days of supplies")
        if told and not held["ended"]:
            parts.append(_part(f"{labels[name]}: {', '.join(told)}", held["claims"], f"community:{name}"))
    return [_statement("People", "", parts)] if parts else []


def _conditions(held: Holding, labels: Labels) -> list[Statement]:
    """Return who leads whom, and any other lasting condition that is on record."""
    found = []
    for attribute, topic in (("condition", "Conditions"), ("leadership", "Leaders")):
        parts = [
            _part(f"{labels[subject]}: {labels[one.value]}", one.claims, f"actor:{subject}",
                  "approximate" if one.approximate else None)
            for (subject, name), one in held.status.items() if name == attribute
        ]  # fmt: skip
        if parts:
            found.append(_statement(topic, "", parts))
    return found


def _since(held: Mapping[str, Any]) -> str:
    return f" since {edtf_words(held['since'])}" if held["since"] else ""


def _mark(held: Mapping[str, Any]) -> str | None:
    if held["standing"] in ("claimed", "contested"):
        return str(held["standing"])
    return "approximate" if held["approximate"] else None


def _part(text: str, claims: Sequence[str], about: str, mark: str | None = None) -> Part:
    return {"text": text, "claims": list(claims), "about": about, "mark": mark, "also": []}


def _statement(topic: str, lead: str, parts: list[Part], **more: Any) -> Statement:
    return {"topic": topic, "lead": lead, "parts": parts, "actor": None, "state": None, **more}


def _dispute(dispute: Mapping[str, Any], told: DisputeWords) -> dict[str, Any]:
    variants = [
        {"text": told.side(one["value"], one["record"]), "claims": one["claims"], "rank": one["rank"]}
        for one in dispute["variants"]
    ]
    return {"title": told.title(dispute["about"], dispute["title"]), "variants": variants}


def titled(text: str, labels: Labels) -> str:
    """Return a title of the record's with names in place of ids."""
    names = labels.names()
    return " ".join(_named(word, names) for word in text.split(" "))


def _named(word: str, names: Mapping[str, str]) -> str:
    core = word.rstrip(":,;")
    return names.get(core, core) + word[len(core) :]


def tables(state: Mapping[str, Any], labels: Labels) -> list[dict[str, Any]]:
    """Return the table twin of the map: ground, roads and missions."""
    ground = [
        [labels[zone], labels[held["by"]] if held["by"] else None, held["standing"], held["since"],
         "yes" if held["approximate"] else "no", held["claims"]]
        for zone, held in state["control"].items() if not held["ended"]
    ]  # fmt: skip
    roads = [
        [labels[road], held["state"], labels[held["controller"]] if held["controller"] else None, held["since"],
         held["claims"]]
        for road, held in state["corridors"].items() if not held["ended"]
    ]  # fmt: skip
    missions = [
        [labels[name], held["strength"], held["since"], held["claims"]]
        for name, held in state["missions"].items() if not held["ended"]
    ]  # fmt: skip
    head = ("Since", "Claims")
    return [
        {
            "title": "Ground",
            "columns": ["Area", "Held by", "Standing", "Since", "Dates wide", "Claims"],
            "rows": ground,
        },
        {"title": "Roads and borders", "columns": ["Way", "State", "Controlled by", *head], "rows": roads},
        {"title": "Missions", "columns": ["Mission", "Strength", *head], "rows": missions},
    ]
