"""What a warning is worth: how a year of threats or shows of force without deaths moves what the next year brings.

    python tools/warnings_lift.py --data ../shared/data --until 2004

Reads strategic rivalries (Thompson, Sakuwa & Suhas 2021) and militarised disputes (COW MID 5, directed dyad-years),
neither of which is shipped, and prints log-odds ratios from which `escalation.B.1>2` and `escalation.B.1>3` have their
priors. A rivalry's year is tense where it had disputes, none of which used force (hostility of 3 or less) or killed;
calm where it had none. Counted is whether a dispute with deaths, or a war, began in the next year; Armenia and
Azerbaijan lend nothing. Pooled, and within rivalries (Mantel & Haenszel 1959), where what makes a rivalry dangerous all
along is taken out. A threat that led to deaths within its own dispute is no tense year, so both are low.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd

DISPUTES, RIVALRIES = "structure/cow_mid_dirdisps.csv", "structure/tss_rivalries.csv"
SINCE = 1946
DISPLAY, WAR = 3, 5
"""Highest hostility of a dispute without force, and that of a war."""
WITHOUT = {(371, 373)}
DYAD = ["one", "other"]


def disputes(path: Path) -> pd.DataFrame:
    """Return a row a dispute and pair: its first and last year, whether it was mild, deadly, a war."""
    table = pd.read_csv(path)
    codes = table[["ccode1", "ccode2"]].astype(int)
    table = table.assign(
        one=codes.min(axis=1), other=codes.max(axis=1), level=table[["hostlev1", "hostlev2"]].max(axis=1),
        dead=table[["fatality1", "fatality2"]].max(axis=1),
    )  # fmt: skip
    found = table.groupby(["dispnum", *DYAD]).agg(
        first=("year", "min"), last=("year", "max"), level=("level", "max"), dead=("dead", "max")
    )
    war, deadly = found["level"] == WAR, (found["dead"] > 0) | (found["level"] == WAR)
    return found.assign(war=war, deadly=deadly, mild=(found["level"] <= DISPLAY) & ~deadly).reset_index()


def years(rivalries: pd.DataFrame, found: pd.DataFrame, until: int) -> pd.DataFrame:
    """Return a row a rivalry and year that was calm or tense: `tense`, and whether deaths, or a war, began next."""
    by = dict(iter(found.groupby(DYAD)))
    rows = []
    for one, other, start, last in rivalries[["ccode1", "ccode2", "start", "end"]].to_numpy(float):
        pair = (int(min(one, other)), int(max(one, other)))
        end = until if np.isnan(last) else min(int(last), until)
        mine = by.get(pair, found.iloc[:0])
        for year in range(max(int(start), SINCE), end if pair not in WITHOUT else 0):
            now = mine[(mine["first"] <= year) & (mine["last"] >= year)]
            if now["mild"].all():
                began = mine[mine["first"] == year + 1]
                rows.append((pair, len(now) > 0, bool(began["deadly"].any()), bool(began["war"].any())))
    return pd.DataFrame(rows, columns=["pair", "tense", "deadly", "war"])


def lift(rows: pd.DataFrame, what: str) -> dict[str, float]:
    """Return shares after calm and tense years, and the log-odds ratio pooled (with its sd) and within rivalries.

    Where nothing followed a tense year there is no ratio.
    """

    def counts(some: pd.DataFrame) -> np.ndarray:
        tense, came = some["tense"].to_numpy(), some[what].to_numpy()
        return np.array([(tense & came).sum(), (tense & ~came).sum(), (~tense & came).sum(), (~tense & ~came).sum()])

    a, b, c, d = (int(one) for one in counts(rows))
    shares = {"after_calm": round(c / (c + d), 4), "after_tense": round(a / (a + b), 4), "tense_years": a + b}
    if not a:
        return shares
    each = np.array([counts(some) for _, some in rows.groupby("pair")], float)
    total = each.sum(axis=1)
    within = (each[:, 0] * each[:, 3] / total).sum() / (each[:, 1] * each[:, 2] / total).sum()
    sd = float(np.sqrt((1 / np.array([a, b, c, d])).sum()))
    logs = {"pooled": np.log(a * d / (b * c)), "sd": sd, "within": np.log(within)}
    return shares | {name: round(float(value), 2) for name, value in logs.items()}


def main() -> None:
    """Read arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--until", type=int, default=2004)
    words = parser.parse_args()
    rows = years(pd.read_csv(words.data / RIVALRIES), disputes(words.data / DISPUTES), words.until)
    print(json.dumps({"rivalry_years": len(rows), **{what: lift(rows, what) for what in ("deadly", "war")}}, indent=1))


if __name__ == "__main__":
    main()
