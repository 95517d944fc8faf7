"""Names that two actors share, so that a text that says one of them may mean either."""

from __future__ import annotations

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, warning
from interbellum.case.finding import plain


def names(case: Case) -> Founds:
    """Yield names and aliases of an actor that belong to an earlier one of the case.

    Places may share theirs: a town with the zone around it, a land with its government.
    """
    owners: dict[str, str] = {}
    for i, actor in enumerate(case.actors):
        for column, texts in (("names", [one.name for one in actor.names]), ("aliases", list(actor.aliases))):
            for text in texts:
                owner = owners.setdefault(plain(text), actor.id)
                if owner != actor.id:
                    what = f"{text!r} is a name of {owner} and of {actor.id}"
                    hint = "texts that say so may mean either: keep it with one of them"
                    yield warning("shared-name", "actors.yaml", (i, column), what, hint)
