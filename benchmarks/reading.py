"""Measure the reading part on the development sets and print the tables of docs/reading-scores.md.

Run from the project's root: python benchmarks/reading.py [--write] [--many 10000]. Sets that are not there are left
out, with a line; --many alone measures only the stream of documents.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from interbellum.reading.api import read_document, rule_reader
from interbellum.reading.classify import classify
from interbellum.reading.dating.anchors import Anchor
from interbellum.reading.dating.dates import find_dates, resolve_phrase
from interbellum.reading.expected import compare, load_expected, read_expected
from interbellum.reading.naming.mentions import find_mentions
from interbellum.reading.naming.names import world_gazetteer
from interbellum.reading.quantities import find_quantities
from interbellum.reading.score import Scores, load_gold, score_reading
from interbellum.sources.reading import read_text

ROOT = Path(__file__).resolve().parents[1]
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
"""PLOVER's gold sentences use four names of an older list."""


def gold_documents(shared: Path) -> Iterator[str]:
    """Score the two annotated documents, read with the bundled case."""
    from interbellum.case.catalogue import find_case
    from interbellum.case.loading import load_case

    case = load_case(find_case("karabakh"))
    scores = Scores()
    for name in ("000", "002"):
        (path,) = (shared / "seeds").glob(f"{name}*")
        scores += score_reading(read_document(path, case).to_json(), load_gold(shared / "gold", name))
    yield from _table(scores, "gold")
    yield "On claims paired with a gold claim by largest overlap: " + "; ".join(
        f"{name} {tally.precision:.3f}" for name, tally in scores.shares.items()
    )


def coded_documents(shared: Path) -> Iterator[str]:
    """Score the other two seeds against what the bundled case takes from them, a claim for each of its statements.

    The case was coded by hand, a clause at a time and with dates and places from the context, so these are finer than
    the annotations of the first two and no reader finds them all.
    """
    from interbellum.case.catalogue import find_case
    from interbellum.case.loading import load_case

    case = load_case(find_case("karabakh"))
    scores = Scores()
    for source in ("D001", "D003"):
        rows = [
            {**claim.model_dump(), "span": [claim.span_start, claim.span_end]}
            for claim in case.claims
            if claim.source == source and claim.span_start is not None
        ]
        (path,) = (shared / "seeds").glob(f"{source[1:]}*")
        scores += score_reading(read_document(path, case).to_json(), {"claims": rows})
    yield from _table(scores, "coded")
    yield "On claims paired with a coded claim by largest overlap: " + "; ".join(
        f"{name} {tally.precision:.3f}" for name, tally in scores.shares.items()
    )


def _table(scores: Scores, wanted: str) -> Iterator[str]:
    yield f"| | precision | recall | F1 | found | {wanted} |"
    yield "|---|---|---|---|---|---|"
    for name, p, r, f, found, there in scores.rows():
        yield f"| {name} | {p:.3f} | {r:.3f} | {f:.3f} | {found} | {there} |"
    yield ""


OWN = ROOT / "tests" / "reading"


def own_documents(folder: str) -> Iterator[str]:
    """Score documents of our own with hand-written expectations, each read in a fresh case of two sides."""
    scores = Scores()
    for path in sorted((OWN / folder).glob("*.txt")):
        scores += compare(read_expected(path), load_expected(path.with_suffix(".yaml"), path.read_text("utf-8")))[0]
    yield from _table(scores, "expected")
    yield "Fields asked for, on claims found with the right kind: " + "; ".join(
        f"{name} {tally.precision:.3f}" for name, tally in sorted(scores.shares.items())
    )


def plover(shared: Path) -> Iterator[str]:
    """Score PLOVER's gold sentences given the actor pair: F1 of each root type, macro-F1, accuracy."""
    tallies: dict[str, list[int]] = {}
    path = shared / "data/reading/plover/gold_standard_records/PLOVER_GSR_CAMEO.txt"
    for row in json.loads(path.read_text(encoding="utf-8")):
        gold = RENAMED.get(row["event"], row["event"])
        if gold == "DOCUMENT":
            continue
        rows = [row.get(side) or [] for side in ("source", "target")]
        sides = [", ".join(actor["actorText"] for actor in actors if isinstance(actor, dict)) for actors in rows]
        found = classify(row["text"], *sides).type
        tallies.setdefault(gold, [0, 0, 0])[0] += 1
        tallies.setdefault(found, [0, 0, 0])[1] += 1
        tallies[gold][2] += found == gold
    scores = {name: 2 * hits / (a + b) for name, (a, b, hits) in sorted(tallies.items())}
    total, hits = sum(row[0] for row in tallies.values()), sum(row[2] for row in tallies.values())
    yield f"Macro-F1 {sum(scores.values()) / len(scores):.3f}, accuracy {hits / total:.3f}, {total} sentences."
    yield "By type: " + ", ".join(f"{name} {score:.2f}" for name, score in scores.items()) + "."


def time_expressions(shared: Path) -> Iterator[str]:
    """Score time expressions: share of TIMEX3 values that are right, by type."""
    counts: dict[str, list[int]] = {}
    document, fresh = "", True
    for line in (shared / "data/reading/timenorm/train.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) < 3:
            fresh = True
            continue
        if fresh:
            document, fresh = cells[2][:10], False
        row = counts.setdefault(cells[1], [0, 0])
        row[0] += resolve_phrase(cells[0], document).timex == cells[2]
        row[1] += 1
    yield "; ".join(f"{kind} {hits / total:.3f} of {total}" for kind, (hits, total) in counts.items()) + "."


def physical_quantities(shared: Path) -> Iterator[str]:
    """Score quantulum3's sentences: values found (units of physics are not this reader's business)."""
    rows = json.loads((shared / "data/reading/quantulum3/quantities.json").read_text(encoding="utf-8"))
    hits = found_all = gold_all = 0
    for row in rows:
        found = [
            (quantity.value if quantity.value is not None else ((quantity.low or 0) + (quantity.high or 0)) / 2)
            for quantity in find_quantities(row["req"], bare=True)
        ]
        gold = [quantity["value"] for quantity in row["res"]]
        found_all, gold_all = found_all + len(found), gold_all + len(gold)
        for value in gold:
            near = [other for other in found if abs(other - value) <= 0.02 * max(abs(value), 1e-9)]
            if near:
                found.remove(near[0])
                hits += 1
    yield f"Values: precision {hits / found_all:.3f}, recall {hits / gold_all:.3f} ({len(rows)} sentences)."


def re3d(shared: Path) -> Iterator[str]:
    """Score re3d: recall of entity types that the reader looks for, by overlap of spans, without a case."""
    gazetteer = world_gazetteer()
    counts: dict[str, list[int]] = {}
    for folder in sorted((shared / "data/reading/re3d").iterdir()):
        if not folder.is_dir():
            continue
        texts = {row["_id"]: row["text"] for row in _lines(folder / "documents.json")}
        spans = {name: _found(text, gazetteer) for name, text in texts.items()}
        for row in _lines(folder / "entities.json"):
            if row["type"] not in ("Nationality", "Temporal", "Money", "Quantity") or row["confidence"] < 0.8:
                continue
            tally = counts.setdefault(row["type"], [0, 0])
            tally[0] += any(
                start < row["end"] and row["begin"] < end for start, end in spans[row["documentId"]][row["type"]]
            )
            tally[1] += 1
    yield (
        "Recall: "
        + "; ".join(f"{kind} {hits / total:.3f} of {total}" for kind, (hits, total) in sorted(counts.items()))
        + "."
    )


def _found(text: str, gazetteer: Any) -> dict[str, list[tuple[int, int]]]:
    mentions = [(mention.start, mention.end) for mention in find_mentions(text, gazetteer)]
    dates = [(date.start, date.end) for date in find_dates(text, Anchor.of("2016-10-15"))]
    quantities = [(quantity.start, quantity.end) for quantity in find_quantities(text, dates, bare=True)]
    return {"Nationality": mentions, "Temporal": dates + quantities, "Money": quantities, "Quantity": quantities}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def speed(shared: Path) -> Iterator[str]:
    """Measure sentences a second of the whole rule reader, one process."""
    texts = [
        row["text"]
        for folder in sorted((shared / "data/reading/re3d").iterdir())
        if folder.is_dir()
        for row in _lines(folder / "documents.json")
    ]
    reader = rule_reader()
    reader.read(read_text(texts[0], published="2016-10"))
    start, count = time.process_time(), 0
    for text in texts:
        count += reader.read(read_text(text, published="2016-10")).report["sentences"]
    elapsed = time.process_time() - start
    yield f"{count / elapsed:.0f} sentences a second of one core ({count} sentences of {len(texts)} documents)."


def _count(folder: str) -> int:
    return len(list((OWN / folder).glob("*.txt")))


PARTS: dict[str, Callable[[Path], Iterator[str]]] = {
    "The two annotated documents": gold_documents,
    "The other two seeds, against what the bundled case records of them": coded_documents,
    f"{_count('unseen')} documents of our own (rules and expectations by the same hands)": lambda _shared: (
        own_documents("unseen")
    ),
    f"{_count('heldout')} more of our own, scored but not looked into while the rules were made": lambda _shared: (
        own_documents("heldout")
    ),
    "PLOVER's gold sentences": plover,
    "Time expressions (timenorm, training part)": time_expressions,
    "Quantities (quantulum3)": physical_quantities,
    "Entities (re3d: CENTCOM, US State Department, UK Government)": re3d,
    "Speed": speed,
}


def many(count: int) -> Iterator[str]:
    """Read so many generated documents by the command, stopped half-way and taken up again; time and memory of both."""
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "documents", Path(name) / "read.jsonl"
        folder.mkdir()
        for number, text in enumerate(_generated(count)):
            (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
        for stop in (count // 10, count // 2, count):
            start = time.perf_counter()
            code, peak, already = _stream(folder, out, stop if stop < count else None)
            read = _finished(out) - already
            yield (
                f"- {'stopped' if stop < count else 'finished'} after {_finished(out):,} of {count:,} documents "
                f"({read:,} of them in this run, {time.perf_counter() - start:.0f} s): "
                f"peak memory {peak / 1024:.0f} MiB, exit code {code}"
            )
        ids = [json.loads(line)["document"]["file_sha256"] for line in out.open(encoding="utf-8")]
        yield f"- {len(ids):,} readings of {len(set(ids)):,} different documents in the output"


def _generated(count: int) -> Iterator[str]:
    """Yield documents of a few sentences, no two alike."""
    states = ("Russia", "Turkey", "Georgia", "Iran", "France", "Poland", "Armenia")
    acts = (
        "attacked a bridge of",
        "signed a treaty with",
        "sent aid to",
        "criticised the army of",
        "expelled envoys of",
    )
    for number in range(count):
        one, other = states[number % 7], states[(number // 7 + 1 + number % 7) % 7]
        day = f"{number % 28 + 1} {('March', 'May', 'October')[number % 3]} {1950 + number % 70}"
        yield (
            f"Report {number}\n\n{one} {acts[number % 5]} {other} on {day}. The talks stalled because nobody trusted "
            f"the {number % 900 + 100} observers.\n\nAnalysts said that {other} wants a new corridor through {one}.\n"
        )


def _stream(folder: Path, out: Path, stop: int | None) -> tuple[int, int, int]:
    """Run the command until `stop` documents are done (None: to its end); return exit code, peak KiB, done before."""
    already = _finished(out)
    command = [sys.executable, "-m", "interbellum", "read", str(folder), "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status")
        rows = status.read_text().splitlines() if status.exists() else []
        peak = max([peak, *(int(row.split()[1]) for row in rows if row.startswith("VmHWM"))])
        if stop is not None and _finished(out) >= stop:
            process.terminate()
            process.wait()
        time.sleep(0.2)
    return process.returncode, peak, already


def _finished(out: Path) -> int:
    if not out.exists():
        return 0
    with out.open("rb") as handle:
        return sum(piece.count(b"\n") for piece in iter(lambda: handle.read(1 << 20), b""))


def main() -> None:
    """Print every table; with --write, also into docs/reading-scores.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, nargs="?", const=10_000, help="stream so many documents (default: 10,000)")
    parser.add_argument("--write", action="store_true", help="write docs/reading-scores.md")
    arguments = parser.parse_args()
    parts = {} if arguments.many and not arguments.write else dict(PARTS)
    if arguments.many:
        parts["Many documents, stopped and taken up again"] = lambda _shared: many(arguments.many)
    shared = Path(os.environ.get("INTERBELLUM_SHARED", ROOT.parent / "shared"))
    lines = [
        "# How well the reader reads",
        "",
        "Measured by `python benchmarks/reading.py --write` on development sets: the lexicons and grammars were made",
        "with these sets in sight, so expect less on unseen text. `interbellum.reading.score` says what is a match.",
    ]
    for title, part in parts.items():
        lines += ["", f"## {title}", ""]
        try:
            lines += list(part(shared))
        except (OSError, ValueError) as error:
            lines.append(f"Left out: {error}")
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.write:
        (ROOT / "docs" / "reading-scores.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
