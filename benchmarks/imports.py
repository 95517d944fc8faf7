"""How fast datasets come into a case, and in how much memory: a GED-sized file, and one of GDELT's shape.

The first is made by repeating the rows of a GED or Candidate file (or of a made-up one) under new ids, to 400,000 rows
of 49 columns. The second is made by repeating a line of 61 columns with new ids, days and codes; it is read in passes
and never held. Each import runs in a process of its own on two threads; wall seconds, processor seconds and the peak of
resident memory are reported. That memory stays bounded is shown by importing a quarter and half of the second file,
too; each is taken in twice, as single events of a day and as counts by month, dyad and class.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS, LINES = 400_000, 4_000_000
_DAYS = 28


def ged_file(path: Path, rows: int, base: Path | None) -> None:
    """Write a file of GED's layout by repeating the rows of another."""
    from interbellum.sources.ucdp import GED

    csv.field_size_limit(10_000_000)
    if base is not None:
        with base.open(encoding="utf-8", newline="") as stream:
            given = list(csv.DictReader(stream))
    else:
        given = [_made(number) for number in range(1000)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, GED, lineterminator="\n")
        writer.writeheader()
        for number in range(rows):
            writer.writerow({**given[number % len(given)], "id": number + 1})


def _made(number: int) -> dict[str, object]:
    """Return one event of a made-up war, with texts as long as those of the real file (some 800 bytes a row)."""
    from interbellum.sources.ucdp import GED

    sides = ("Government of Armenia", 371, "Government of Azerbaijan", 373) if number % 50 == 0 else (
        f"Band {number % 97}", "", f"Government of State {number % 89}", "")  # fmt: skip
    day = f"2020-{number % 12 + 1:02d}-{number % _DAYS + 1:02d} 00:00:00.000"
    return {
        **dict.fromkeys(GED, ""), "relid": f"X-2020-1-{number}", "year": 2020, "active_year": 1,
        "code_status": "Clear", "type_of_violence": 1, "conflict_dset_id": 388, "conflict_new_id": 388,
        "conflict_name": "A conflict", "dyad_dset_id": 1, "dyad_new_id": 1, "dyad_name": "A dyad", "side_a": sides[0],
        "side_a_new_id": number % 97 + 1, "side_b": sides[2], "side_b_new_id": number % 89 + 200, "gwnoa": sides[1],
        "gwnob": sides[3], "number_of_sources": 2, "source_article": "x" * 300, "source_headline": "y" * 150,
        "source_office": "Agency;Paper", "source_date": "2020-01-01;2020-01-02", "where_prec": number % 6 + 1,
        "where_coordinates": f"Village {number}", "where_description": "z" * 60, "latitude": 39 + number % 100 / 100,
        "longitude": 46 + number % 90 / 100, "geom_wkt": "POINT (46 39)", "priogrid_gid": 186000,
        "country": "Azerbaijan", "country_id": 373, "region": "Asia", "event_clarity": 1, "date_prec": 1,
        "date_start": day, "date_end": day, "deaths_a": 1, "deaths_b": 1, "deaths_civilians": 0, "deaths_unknown": 0,
        "best": 2, "high": 3, "low": 2,
    }  # fmt: skip


def gdelt_file(path: Path, lines: int) -> None:
    """Write a file of GDELT's shape, some 400 bytes a line."""
    from interbellum.sources.gdelt import COLUMNS

    names = {"ARM": "ARMENIA", "AZE": "AZERBAIJAN"}
    codes = ("010", "046", "0841", "111", "173", "190", "193")
    states = ("ARM", "AZE", "RUS", "TUR", "USA", "FRA", "DEU", "IND", "CHN", "BRA", "NGA", "MEX", "ZAF", "JPN")
    block: list[str] = []
    with path.open("w", encoding="utf-8") as stream:
        for number in range(lines):
            a, b = states[number % 14], states[number // 14 % 13]
            day = f"202011{number % _DAYS + 1:02d}"
            row = dict.fromkeys(COLUMNS, "")
            row |= {
                "GLOBALEVENTID": str(900_000_000 + number), "SQLDATE": day, "MonthYear": "202011", "Year": "2020",
                "FractionDate": "2020.8575", "Actor1Code": a, "Actor1Name": names.get(a, a), "Actor1CountryCode": a,
                "Actor2Code": b, "Actor2Name": names.get(b, b), "Actor2CountryCode": b, "IsRootEvent": "1",
                "EventCode": codes[number % 7], "EventBaseCode": codes[number % 7][:3],
                "EventRootCode": codes[number % 7][:2], "QuadClass": "4", "GoldsteinScale": "-10.0",
                "NumMentions": "1", "NumSources": "1", "NumArticles": "1", "AvgTone": "-2.1",
                "ActionGeo_Type": "4", "ActionGeo_FullName": "Helmand, Helmand, Afghanistan",
                "ActionGeo_CountryCode": "AF", "ActionGeo_Lat": "31.0", "ActionGeo_Long": "64.0",
                "DATEADDED": f"{day}001500", "SOURCEURL": "https://news.example/" + "s" * 90,
            }  # fmt: skip
            block.append("\t".join(row.values()))
            if len(block) == 50_000:
                stream.write("\n".join(block) + "\n")
                block.clear()
        stream.write("".join(f"{line}\n" for line in block))


RUN = """
import json, resource, sys, time
from datetime import date
from interbellum.reading.importing.api import import_data
from interbellum.reading.importing.choosing import Choice
kind, case, file = sys.argv[1:4]
kind, _, counts = kind.partition(" ")
start = time.perf_counter()
single = kind == "gdelt" and not counts
choice = Choice(first=date(2020, 11, 1), last=date(2020, 11, 1)) if single else Choice()
release = "25.1" if kind == "ucdp" else None
summary = import_data(case, kind, file, release=release, choice=choice, counts=bool(counts))
seconds = time.perf_counter() - start
usage = resource.getrusage(resource.RUSAGE_SELF)
cpu = usage.ru_utime + usage.ru_stime
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
one = summary.files[0]
print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak,
    "rows": one.read, "chosen": one.chosen, "claims": one.claims}))
"""


def measured(kind: str, case: Path, file: Path) -> dict[str, float]:
    """Import a file in a process of its own and return what it took; `gdelt counts` counts its events by month."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, kind, str(case), str(file)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return {**found, "file_mb": file.stat().st_size / 1e6}


def fresh_case(folder: Path) -> Path:
    """Return a new case of Armenia against Azerbaijan."""
    from interbellum.case import new_case

    new_case(folder, title="Two states", sides=("Armenia", "Azerbaijan"))
    return folder


def report(rows: int, lines: int, base: Path | None) -> dict[str, object]:
    """Measure both imports."""
    with tempfile.TemporaryDirectory(prefix="interbellum-imports-") as name:
        folder = Path(name)
        ged = folder / "ged251.csv"
        ged_file(ged, rows, base)
        found: dict[str, object] = {"ged": measured("ucdp", fresh_case(folder / "ged"), ged)}
        ged.unlink()
        flat, counted = {}, {}
        for part in (lines // 4, lines // 2, lines):
            file = folder / "20201101.export.CSV"
            gdelt_file(file, part)
            flat[str(part)] = measured("gdelt", fresh_case(folder / f"gdelt-{part}"), file)
            counted[str(part)] = measured("gdelt counts", fresh_case(folder / f"counts-{part}"), file)
            file.unlink()
        found |= {"gdelt": flat, "gdelt_counts": counted}
    return {**found, "machine": platform.processor() or platform.machine(), "python": platform.python_version()}


def main() -> None:
    """Run the benchmark and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the GED-sized file")
    parser.add_argument("--lines", type=int, default=LINES, help="lines of the GDELT-shaped file")
    parser.add_argument("--ged", type=Path, help="a GED or Candidate file whose rows are repeated")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    start = time.perf_counter()
    found = report(given.rows, given.lines, given.ged)
    found["all_seconds"] = time.perf_counter() - start
    found["own_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if given.json:
        print(json.dumps(found, indent=2))
        return
    print(f"GED: {found['ged']}")
    for name, title in (("gdelt", "GDELT"), ("gdelt_counts", "GDELT, counted")):
        for part, one in found[name].items():  # type: ignore[attr-defined]
            print(f"{title}, {int(part):,} lines: {one}")


if __name__ == "__main__":
    main()
