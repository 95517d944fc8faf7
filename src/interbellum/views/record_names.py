"""What a record is called in a link: the words of an event, tie, status, position or series in place of its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from interbellum.case.case import Case
from interbellum.errors import DateError
from interbellum.views.labels import Labels, edtf_words, variable_words


class RecordNames:
    """The words of a case's records by key (`event:ID`, `series:deaths/ID@2016-04`); another key stands for itself."""

    def __init__(self, case: Case, labels: Labels) -> None:
        self._case, self._labels = case, labels

    def __getitem__(self, key: str) -> str:
        kind, _, name = key.partition("#")[0].partition(":")
        if kind in self._told:
            return self._told[kind](name)
        words = self._titles.get(f"{kind}:{name}")
        return words[:1].upper() + words[1:] if words else key

    def within(self, key: str) -> str:
        """Return what a record is called where its series is named already: a value by its date alone."""
        _, series, day = key.partition("#")[0].partition("@")
        return _date(day) if series and key.startswith("series:") else self[key]

    @cached_property
    def _told(self) -> Mapping[str, Callable[[str], str]]:
        return {"series": self._series, "position": self._position, "model": self._row_of_model}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        case, labels = self._case, self._labels
        found = {f"event:{row.id}": row.gloss.rstrip(".") for row in case.events}
        found |= {f"tie:{row.id}": f"{labels[row.actor]} and {labels[row.other]}: {row.type}" for row in case.ties}
        found |= {
            f"status:{row.id}": f"{row.attribute} of {labels[row.subject]}: {labels[row.value]}" for row in case.status
        }
        found |= {f"perspective:{one.id}": one.title for one in case.perspectives}
        found |= {f"scenario:{one.id}": one.title for one in case.scenarios}
        return found | {f"question:{one.id}": one.title for one in case.questions}

    def _series(self, name: str) -> str:
        name, _, day = name.partition("@")
        variable, _, rest = name.partition("/")
        words = variable_words(variable)
        words = f"{words} of {self._labels[rest.partition('/')[0]]}" if rest else words
        return f"{words}{f', {_date(day)}' if day else ''}"

    def _position(self, name: str) -> str:
        issue, _, actor = name.partition("/")
        return f"{self._labels[actor.partition('/')[0]]} on {self._labels[issue]}" if actor else self._labels[issue]

    def _row_of_model(self, name: str) -> str:
        return f"Model: {', '.join(self._labels[part].replace('_', ' ') for part in name.split('/'))}"


def _date(text: str) -> str:
    try:
        return edtf_words(text)
    except DateError:
        return text
