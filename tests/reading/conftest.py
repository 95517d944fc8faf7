"""A small gazetteer of invented and real names for the reader's tests."""

import pytest

from interbellum.reading.naming.names import Gazetteer, Name, build
from interbellum.reading.rules.reader import RuleReader

STATES = {
    "ARM": (["Armenia", "Yerevan"], ["Armenian", "Armenians"]),
    "AZE": (["Azerbaijan", "Baku"], ["Azerbaijani"]),
    "RUS": (["Russia", "Moscow", "Kremlin"], ["Russian"]),
    "TUR": (["Turkey", "Türkiye", "Ankara"], ["Turkish"]),
    "USA": (["United States", "US", "Washington"], ["American"]),
}


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    names = [Name(text, code, "actor") for code, (texts, _) in STATES.items() for text in texts]
    names += [Name(text, code, "actor", "adjective") for code, (_, texts) in STATES.items() for text in texts]
    names += [Name(text, "PREMIER", "actor") for text in ("Nikol Pashinyan", "Pashinyan", "Armenian Prime Minister")]
    names += [Name("M23", "M23", "actor"), Name("CSTO", "CSTO", "actor"), Name("Ilham Aliyev", "ALIYEV", "actor")]
    names += [Name("Lachin", "LACHIN", "place"), Name("Lachin corridor", "LACHIN_CORRIDOR", "place")]
    names += [Name("Nagorno-Karabakh", "NK", "place")]
    return build(
        names, STATES, {code: texts[0] for code, (texts, _) in STATES.items()}, ("PREMIER", "ALIYEV"), ("CSTO",)
    )


@pytest.fixture(scope="session")
def reader(gazetteer: Gazetteer) -> RuleReader:
    return RuleReader(gazetteer, ((("AZE",), ("ARM",)),))
