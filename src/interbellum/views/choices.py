"""Choices of a what-if in words, and the catalogue of what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from interbellum.case.documents import Choice
from interbellum.case.vocabulary import CORRIDOR_STATES, PHASES, TALKS_STAGES
from interbellum.views.labels import Labels, number

if TYPE_CHECKING:
    from interbellum.simulation.assembly import Assembly

FIELD_WORDS: Mapping[str, str] = {
    "phase": "phase", "initiator": "side that attacks", "war_winner": "side that wins the war",
    "time_in_phase": "years in the phase", "time_since_violence": "years without violence", "heat": "heat",
    "relapses": "relapses", "capability": "military capital", "quality": "quality of the forces",
    "attention": "attention", "kept": "promises kept", "broken": "promises broken", "alignment": "alignment",
    "control": "control", "corridor": "state of the road", "controller": "who holds the switch",
    "stock": "days of supply", "population": "people present", "displaced": "people displaced",
    "strength": "strength of the mission", "talks": "stage of talks", "stakes": "open stakes",
    "spending": "military spending", "growth": "growth of spending", "resource": "share of oil and gas",
    "salience": "salience",
}  # fmt: skip
"""State fields as analysts say them."""
MARK_WORDS: Mapping[str, str] = {
    "attention.what": "shock (1) or release (2) of attention", "attention.share": "share of attention that it moves",
    "spending.spending": "next year's military spending", "escalation.phase": "phase",
    "escalation.initiator": "side that attacks", "lethality.deaths": "deaths", "response.response": "answer to a call",
    "response.outcome": "answer to a call", "realignment.drift": "drift of alignment",
    "conquest.winner": "side that wins the war", "conquest.taken": "who takes the ground",
    "corridor.corridor": "state of the road", "corridor.state": "state of the road",
    "mission.move": "what the mission does", "mission.share": "share by which its strength changes",
    "talks.stage": "stage of talks", "talks.ceded": "who is ceded the ground",
    "talks.ceasefire": "ceasefire",
    "displacement.leavers": "people who leave",
}  # fmt: skip
"""Marks as analysts say them; others go by their own name."""
VALUE_WORDS: Mapping[str, tuple[str, ...]] = {
    "corridor": CORRIDOR_STATES, "state": CORRIDOR_STATES, "talks": TALKS_STAGES, "stage": TALKS_STAGES,
    "phase": PHASES, "ceasefire": ("none", "made"),
}  # fmt: skip
ACTORS = {"control", "controller", "taken", "ceded"}


def field_words(name: str) -> str:
    """Return a state field or `mechanism.mark` in words."""
    own = FIELD_WORDS.get(name) or MARK_WORDS.get(name)
    return own or name.rpartition(".")[2].replace("_", " ")


def choice_words(choice: Choice, labels: Labels) -> str:
    """Return one choice as a sentence without its full stop."""
    value = labels[choice.value] if isinstance(choice.value, str) else _value_words(choice.target, choice.value)
    of = f" of {labels[choice.unit]}" if choice.unit else ""
    when = _when(choice.from_, choice.until)
    if choice.op == "parameter":
        return f"the coefficient {choice.target} is {value}"
    if choice.op == "shift":
        mechanism = choice.target.partition(".")[0]
        sign = "raised" if float(choice.value) >= 0 else "lowered"
        return f"the log-odds of {mechanism}{of} are {sign} by {number(abs(float(choice.value)))}{when}"
    verb = "is held at" if choice.op == "clamp" else "is drawn as"
    return f"{field_words(choice.target)}{of} {verb} {value}{when}"


def _value_words(target: str, value: float) -> str:
    """Return a number of a choice as the word that it stands for, where its target has words."""
    words = VALUE_WORDS.get(target.rpartition(".")[2], ())
    return words[int(value)] if value.is_integer() and 0 <= value < len(words) else number(value)


def _when(first: str | None, last: str | None) -> str:
    if first and last:
        return f" from {first} to {last}"
    return f" from {first}" if first else f" until {last}" if last else ""


def choice_catalogue(assembly: Assembly, labels: Labels) -> dict[str, list[dict[str, Any]]]:
    """Return, by operation, what may be chosen: target, its words, the units it is over, words or range of values."""
    from interbellum.system.state import FIELDS

    marks = [(m.name, mark, kind) for m in assembly.engine.mechanisms for mark, kind in m.marks.items()]
    units = {kind: _units(ids, labels) for kind, ids in assembly.system.ids.items()}
    actors = [one["id"] for one in units["actors"]]

    def entry(target: str, name: str, kind: Any, words: str) -> dict[str, Any]:
        values = actors if name in ACTORS else list(VALUE_WORDS.get(name, ()))
        return {"target": target, "words": words, "units": units[kind], "values": values, **_range(name)}

    return {
        "clamp": [entry(name, name, kind, field_words(name)) for name, (kind, _, _) in FIELDS.items()],
        "draw": [entry(f"{m}.{k}", k, kind, f"{m}: {field_words(f'{m}.{k}')}") for m, k, kind in marks],
        "shift": [
            {"target": m.name, "words": m.name, "units": units[m.shifts], "values": [], "low": None, "high": None}
            for m in assembly.engine.mechanisms
        ],
        "parameter": _parameters(assembly),
    }


def _units(ids: Iterable[str], labels: Labels) -> list[dict[str, str]]:
    return [{"id": one, "name": labels[one]} for one in ids]


def _range(name: str) -> dict[str, float | None]:
    from interbellum.simulation.choices import RANGES

    low, high = RANGES.get(name, (0.0, float("inf")))
    return {"low": low, "high": high if high < 1e15 else None}


def _parameters(assembly: Assembly) -> list[dict[str, Any]]:
    from interbellum.simulation.inputs import support

    found: list[dict[str, Any]] = []
    for name, row in assembly.rows.items():
        low, high = support(row)
        found.append(
            {"target": name, "words": f"{name} ({row.unit})", "units": [], "values": [], "low": _finite(low),
             "high": _finite(high)}
        )  # fmt: skip
    return found


def _finite(value: float) -> float | None:
    return float(value) if abs(value) < 1e15 else None


def scenario_data(assembly: Assembly, labels: Labels, reasons: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the case's scenarios with their choices in words, those that cannot be run last, with the reason."""
    return [
        {
            "id": one.id, "title": one.title, "gloss": one.gloss, "assumes": list(one.assumes),
            "choices": [choice_words(choice, labels) for choice in one.choices], "claims": list(one.claims),
            "why_not": reasons.get(one.id),
        }
        for one in sorted(assembly.case.scenarios, key=lambda one: one.id in reasons)
    ]  # fmt: skip


def refusals(assembly: Assembly, first: int, count: int) -> dict[str, str]:
    """Return, for the scenarios that a run of `count` steps from step `first` cannot make, the reason."""
    from interbellum.errors import ScenarioError
    from interbellum.simulation.scenarios import compile_scenario

    found: dict[str, str] = {}
    for scenario in assembly.case.scenarios:
        try:
            compile_scenario(
                assembly.engine, scenario, first=first, count=count, rows=assembly.rows, origin=assembly.origin(first)
            )
        except ScenarioError as error:
            what = error.what.partition(": ")[2] or error.what
            found[scenario.id] = f"{what}; {error.hint}" if error.hint else what
    return found
