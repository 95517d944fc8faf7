"""Draw the pictures of the documentation from the bundled case: docs/picture-*.svg. Run by hand, to change them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import interbellum as ib
from interbellum.views import Scope, control_over_time, phase_timeline

DOCS = Path(__file__).resolve().parent
RIVALRY = "AZE-ARM"


def main() -> None:
    """Write the timeline of the rivalry and who held the ground, from the record alone."""
    record = ib.Record.of(ib.open_case("karabakh"))
    scope = Scope(date(2010, 1, 1), date(2024, 12, 31))
    pictures = {"timeline": phase_timeline(record, RIVALRY, scope), "control": control_over_time(record, scope)}
    for name, view in pictures.items():
        (DOCS / f"picture-{name}.svg").write_text(view.svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
