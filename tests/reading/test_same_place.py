"""Where "the town" and "the airport" are that an act is told of."""

from pathlib import Path

import pytest

from interbellum.case.starting import new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.reviewing.adding import with_places
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RuleReader:
    folder: Path = tmp_path_factory.mktemp("case") / "case"
    case = new_case(folder, sides=sides_of("Kenya", "Chad"))
    return rule_reader(with_places(case, [f"{name}, at=30 10" for name in ("Ona", "Oda", "Ona airport")]))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The truce broke down at Ona. Kenyan forces captured the town on 4 May 2015.", "ONA"),
        ("The truce broke down at Ona, a junction near Oda. Kenyan forces captured the town on 4 May 2015.", "ONA"),
        (
            "The truce broke down at Ona airport near Oda. Kenyan forces captured the airport on 4 May 2015.",
            "ONA_AIRPORT",
        ),
        ("The truce broke down at Ona and Oda. Kenyan forces captured the town on 4 May 2015.", None),
        ("The truce broke down in the Ona region. Kenyan forces captured the town on 4 May 2015.", None),
        ("The truce broke down at Ona.\n\nKenyan forces captured the town on 4 May 2015.", None),
        ("The truce broke down at Ona. Kenyan forces captured the town of Lyman on 4 May 2015.", None),
        ("Ona was lost; Kenyan forces recaptured it on 4 May 2015.", "ONA"),
        ("Ona and Oda were lost; Kenyan forces recaptured it on 4 May 2015.", None),
    ],
)
def test_the_town_is_the_only_one_told_of(text: str, place: str | None, reader: RuleReader) -> None:
    told = [claim for claim in reader.read(read_text(text, published="2016-01-01")).claims if claim.event_type]
    assert [claim.place for claim in told if claim.event_type == "ASSAULT"] == [place]
