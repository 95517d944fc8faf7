"""How the answer to a question is told: here in the record's own keys; a subclass may say the same in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from interbellum.case.documents import Resolution


class Telling:
    """The parts of the sentence that says why a question is answered so: days, amounts, values and what is asked."""

    def day(self, day: date) -> str:
        """Return a day."""
        return str(day)

    def amount(self, value: float) -> str:
        """Return an amount."""
        return f"{value:g}"

    def values(self, values: Iterable[str]) -> str:
        """Return the values that a status had."""
        return " / ".join(values)

    def counted(self, rule: Resolution) -> str:
        """Return what of a series is counted."""
        return f"{rule.aggregate} of {rule.variable} of {rule.subject}"

    def compared(self, rule: Resolution) -> str:
        """Return what a count is compared with. The rule's value is a number."""
        return f"{rule.compare} {rule.value:g}"

    def asked(self, rule: Resolution) -> str:
        """Return what is asked of a status."""
        return f"{rule.attribute} of {rule.subject} {rule.compare} {rule.value}"


KEYS = Telling()
