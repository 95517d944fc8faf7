"""The review in the terminal: one claim at a time, one key a decision. Stops and resumes at any claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click

from interbellum.case.loading import load_case
from interbellum.errors import InterbellumError, UsageError
from interbellum.reading.proposal import rule_in_short
from interbellum.reading.reviewing import review
from interbellum.reading.reviewing.review import EDITABLE, Item

CHANGES = f"changes, field=value; field=value (fields: {', '.join(EDITABLE)})"
KEYS = "a accept · e edit · r reject · s split · m merge with the next · u undo · n next · q quit"


@dataclass
class Session:
    """Where a review stands: what waits, the place in it, the ids decided in this sitting, newest last.

    `actors` are those of the case that have been told of.
    """

    root: Path
    reviewer: str
    items: list[Item]
    place: int = 0
    decided: list[str] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)

    @property
    def item(self) -> Item | None:
        """The claim shown now, or None at the end."""
        return self.items[self.place] if self.place < len(self.items) else None


def run_review(readings: Path, root: Path, reviewer: str) -> None:
    """Go through the proposals in a file until the end or `q`. Decisions are written as they are made."""
    case = load_case(root)
    every = list(review.items_of(review.load_readings(readings), case))
    session = Session(root, reviewer, review.waiting(every, case), actors={actor.id for actor in case.actors})
    click.echo(f"{len(session.items)} of {len(every)} claims wait. {KEYS}")
    while session.item is not None:
        show(session)
        key = click.prompt("", prompt_suffix="> ", default="n", show_default=False).strip().lower()[:1]
        if key == "q":
            break
        try:
            step(session, key, every)
        except InterbellumError as error:
            click.echo(f"error: {error}", err=True)
        tell_newcomers(session)
    click.echo(f"{len(session.decided)} decided, {len(session.items) - session.place} left.")


def accept_kinds(readings: Path, root: Path, reviewer: str, kinds: Collection[str]) -> None:
    """Accept what waits of some kinds (`all`: of every kind) as it is, and say how much of what."""
    case = load_case(root)
    items = review.waiting(review.items_of(review.load_readings(readings), case), case)
    chosen = [item for item in items if "all" in kinds or item.claim.kind in kinds]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    if chosen:
        review.accept_all(root, chosen, reviewer, at, "accepted with its kind, unread")
    told = ", ".join(f"{count} {kind}" for kind, count in Counter(item.claim.kind for item in chosen).most_common())
    click.echo(f"accepted {len(chosen)} claims{f' ({told})' if told else ''}; {len(items) - len(chosen)} wait.")
    old = {actor.id for actor in case.actors}
    new = [actor for actor in load_case(root).actors if actor.id not in old]
    if new:
        click.echo(f"{len(new)} actors joined the case: {', '.join(actor.label for actor in new)}.")
    click.echo(f"Next: interbellum record {root}")


def tell_newcomers(session: Session) -> None:
    """Print which actors joined the case with the last decision."""
    for actor in load_case(session.root).actors:
        if actor.id not in session.actors:
            session.actors.add(actor.id)
            click.echo(f"  {actor.id} is now an actor of the case: {actor.label}, {actor.kind}.")


def show(session: Session) -> None:
    """Print the claim at hand with its passage."""
    item = session.item
    assert item is not None
    claim = item.claim
    label = f"{claim.kind} {claim.event_type}" if claim.event_type else claim.kind
    click.echo(f"\n[{session.place + 1}/{len(session.items)}] {claim.source}, {claim.locator or ''}")
    click.echo(f"  “{' '.join(item.quote.split())}”")
    click.echo(f"  {label}: {claim.gloss}")
    click.echo(
        f"  actors {', '.join(claim.actors) or '-'} > {', '.join(claim.recipients) or '-'}; place "
        f"{claim.place or '-'}; "
        f"date {claim.date or '-'}; {claim.asserted_by} {claim.stance}{'; negated' if claim.negated else ''}"
        f"{f'; {claim.caveat}' if claim.caveat else ''}"
    )
    click.echo(f"  {rule_in_short(item.rule)}")
    if item.nameless:
        click.echo(f"  nobody is named for “{item.nameless}”: e, then actors=ID")


def step(session: Session, key: str, every: list[Item], ask: Callable[[str], str] | None = None) -> None:
    """Carry out one key. `ask` puts a question to the analyst (a prompt by default)."""
    question = ask or (lambda text: str(click.prompt(text, default="", show_default=False)))
    item = session.item
    if item is None:
        return
    at = datetime.now(UTC).isoformat(timespec="seconds")
    if key == "a":
        review.accept(session.root, item, session.reviewer, at)
    elif key == "r":
        review.reject(session.root, item, session.reviewer, at, question("why"))
    elif key == "e":
        review.edit(session.root, item, changes(question(CHANGES)), session.reviewer, at)
    elif key == "s":
        texts = [
            question(f"part {number}: field=value; ...") for number in range(1, int(question("into how many") or 2) + 1)
        ]
        review.split(session.root, item, [changes(text) for text in texts], session.reviewer, at)
    elif key == "m":
        if session.place + 1 >= len(session.items):
            raise UsageError("there is no next claim to merge with")
        review.merge(session.root, session.items[session.place : session.place + 2], session.reviewer, at)
        session.decided.append(item.claim.id)
        session.place += 2
        return
    elif key == "u":
        _undo(session, every, at)
        return
    elif key != "n":
        raise UsageError(f"{key!r} is no key here", hint=KEYS)
    if key != "n":
        session.decided.append(item.claim.id)
    session.place += 1


def _undo(session: Session, every: list[Item], at: str) -> None:
    if not session.decided:
        raise UsageError("nothing has been decided in this sitting")
    last = session.decided.pop()
    review.undo(session.root, last, session.reviewer, at)
    session.items = review.waiting(every, load_case(session.root))
    session.place = next((number for number, item in enumerate(session.items) if item.claim.id == last), 0)


def changes(text: str) -> dict[str, object]:
    """Return the fields of "date=2022-09; actors=ARM,RUS"; an empty value means none.

    Raises UsageError for other text.
    """
    found: dict[str, object] = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        name, sign, value = part.partition("=")
        if not sign:
            raise UsageError(f"{part.strip()!r} is not field=value")
        folded = value.strip()
        if name.strip() in ("actors", "recipients", "supports"):
            found[name.strip()] = [piece.strip() for piece in folded.split(",") if piece.strip()]
        else:
            found[name.strip()] = folded or None
    return found
