"""Taking datasets into a case: read, link, choose, plan, check, write; all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from interbellum.case import Case, ensure_sound, find_case, load_case, save_case
from interbellum.case.catalogue import CASES
from interbellum.dates import parse_edtf
from interbellum.errors import DateError, UsageError, Where
from interbellum.reading.importing.batch import Batch
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.counting import RULES, Counting
from interbellum.reading.importing.linking import Linker
from interbellum.reading.importing.options import Options
from interbellum.reading.importing.plan import FileSummary, How, apply, refuse_clash
from interbellum.reading.importing.readers import COUNTABLE, NAMED, RELEASED, reader_of
from interbellum.reading.importing.tallies import together
from interbellum.sources.events import Bounds


@dataclass(frozen=True)
class ImportSummary:
    """What an import did, or with `dry_run` would do: by file, and the hash of the case before and after."""

    case: str
    kind: str
    files: tuple[FileSummary, ...]
    before: str
    after: str
    dry_run: bool
    folder: Path | None

    @property
    def changed(self) -> bool:
        """Whether the case changed, or would."""
        return self.before != self.after

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "case": self.case,
            "kind": self.kind,
            "dry_run": self.dry_run,
            "changed": self.changed,
            "hash_before": self.before,
            "hash_after": self.after,
            "folder": str(self.folder) if self.folder else None,
            "files": [one.to_json() for one in self.files],
        }


def import_data(
    case: Case | Path | str,
    kind: str,
    *paths: Path | str,
    choice: Choice | Mapping[str, Any] | None = None,
    counting: Counting = "start",
    covers: str | None = None,
    events: bool = False,
    release: str | None = None,
    published: str | None = None,
    mapping: Path | str | None = None,
    bounds: Bounds = "few",
    variables: Iterable[str] = (),
    accessed: date | None = None,
    counts: bool = False,
    dry_run: bool = False,
    to: Path | str | None = None,
) -> ImportSummary:
    """Take files of a dataset into a case and return a summary; the case's folder changes as a whole or not at all.

    `kind` is `ucdp`, `acled`, `gdelt`, `icews`, `sipri`, `cow`, `atop`, `worldbank` or `csv` (which needs a `mapping`).
    `choice` says which records concern the case, by default those of parties on opposite sides of one of its rivalries:
    `conflicts`, `countries`, `actors`, `first`, `last`, `bbox`, `linked`, `everything`, as a mapping. `counting` books
    deaths of events that span steps: `start`, `end`, `spread` or `drop-multi-month`; `covers` (EDTF) makes steps
    without a record zeros. `events` also writes event records. `counts` counts the events of `gdelt` or `icews` by
    month, dyad and class (verbal or material, cooperation or conflict) instead, all files together. `to` saves to a new
    folder, which a bundled case needs.

    Raises `ImportDataError` for files that cannot be taken in, `CaseError` where the case would not be sound.
    """
    if not paths:
        raise UsageError("no file is given", hint="name one or more files of the dataset")
    if counting not in RULES:
        raise UsageError(f"no counting rule is called {counting!r}", hint=f"one of {', '.join(RULES)}")
    loaded = case if isinstance(case, Case) else load_case(find_case(case))
    choice = choice if isinstance(choice, Choice) else Choice(**(choice or {}))
    target = _target(loaded, to, dry_run)
    _refuse_unknown_actors(loaded, choice)
    _refuse_uncountable(kind, counts)
    _refuse_idle(kind, release, published)
    options = Options(
        release, published, Path(mapping) if mapping else None, bounds, tuple(variables), accessed, counts
    )
    linker, reader, batches = Linker(loaded), reader_of(kind), []
    for path in _files(paths):
        batch = reader(path, linker, choice, options)
        refuse_clash(loaded, batch)
        batches.append(batch)
    if counts:
        batches = [_counted_together(kind, batches, published)]
    how = How(choice, counting, _span(covers), events, accessed)
    filled, summaries = apply(loaded, batches, how, kind)
    return _written(loaded, filled, kind, summaries, target, dry_run)


def _refuse_uncountable(kind: str, counts: bool) -> None:
    if counts and kind not in COUNTABLE:
        raise UsageError(
            f"the events of {kind} cannot be counted by class", hint=f"those of {', '.join(COUNTABLE)} can"
        )


def _refuse_idle(kind: str, release: str | None, published: str | None) -> None:
    """Raise `UsageError` for a name of a release, or a day, that would not be used."""
    if release and kind not in RELEASED:
        raise UsageError(f"the release of {kind} is not named by hand", hint=f"leave --release out; {NAMED[kind]}")
    if published and kind == "csv":
        raise UsageError("a CSV's day of publication stands in its mapping", hint="source: {published: 2026-06}")


def _counted_together(kind: str, batches: Sequence[Batch], published: str | None) -> Batch:
    """Return counted files as one of all their days. Raises `UsageError` where the same file is given twice."""
    hashes = [one.sha256 for one in batches]
    twice = next((one for n, one in enumerate(batches) if one.sha256 in hashes[:n]), None)
    if twice is not None:
        raise UsageError(f"a file of {twice.about.vintage} is given twice", hint="its records would count double")
    spans = [one.tally for one in batches if one.tally is not None]
    first, last = min(one.first for one in spans), max(one.last for one in spans)
    return together(batches, COUNTABLE[kind](str(first), str(last), published))


def _written(
    before: Case, after: Case, kind: str, files: tuple[FileSummary, ...], target: Path | None, dry_run: bool
) -> ImportSummary:
    from interbellum.case.saving import refuse_oversized

    changed = after.hash
    if changed != before.hash:
        ensure_sound(after)
        if dry_run:
            refuse_oversized(after)
    if not dry_run and target is not None and (changed != before.hash or target != before.root):
        save_case(after, target)
    return ImportSummary(before.id, kind, files, before.hash, changed, dry_run, target)


def _target(case: Case, to: Path | str | None, dry_run: bool) -> Path | None:
    if to is not None:
        return Path(to)
    if case.root is not None and case.root.resolve().parent == CASES and not dry_run:
        raise UsageError(
            f"{case.id} is a bundled case and stays as it is",
            hint="give --out (in Python to) with a new folder for the case with the import, or --dry-run",
        )
    return case.root


def _files(paths: Iterable[Path | str]) -> list[Path]:
    """Return the files, folders replaced by the tables in them and `-` by standard input."""
    found: list[Path] = []
    for path in map(Path, paths):
        if str(path) == "-":
            found.append(Path("/dev/stdin"))
        elif path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
            if not inside:
                raise UsageError("the folder is empty", hint=f"looked in {path}")
            found += inside
        else:
            found.append(path)
    return found


def _refuse_unknown_actors(case: Case, choice: Choice) -> None:
    known = {actor.id for actor in case.actors}
    for actor in choice.actors:
        if actor not in known:
            raise UsageError(f"the case has no actor {actor!r}", hint="give ids of its actors.yaml")


def _span(covers: str | None) -> tuple[date, date] | None:
    if covers is None:
        return None
    when = parse_edtf(covers)
    if when.earliest is None or when.latest is None:
        raise DateError(f"{covers!r} is open", where=Where("--covers"), hint="write for instance 2021-01/2021-12")
    return when.earliest, when.latest
