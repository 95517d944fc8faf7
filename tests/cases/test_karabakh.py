"""The bundled case of Nagorno-Karabakh: sound, backed, anchored in its sources, and true to the public calendar."""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from interbellum.case import Case, check_case, find_case, load_case
from interbellum.case.coverage import coverage_of
from interbellum.record import Record
from interbellum.scoring import resolve
from interbellum.scoring.recorded import RecordAnswers
from interbellum.sources.paragraphs import split

NK = ("NK_NORTH", "NK_CORE", "NK_SHUSHA", "NK_HADRUT")
DISTRICTS = ("KALBAJAR", "LACHIN_DISTRICT", "AGDAM", "FIZULI", "JABRAYIL", "ZANGILAN", "QUBADLI")


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(find_case("karabakh"))


@pytest.fixture(scope="module")
def record(case: Case) -> Record:
    return Record.of(case)


def test_the_case_is_sound_and_every_record_is_backed(case: Case, record: Record) -> None:
    assert [str(finding) for finding in check_case(case)] == []
    assert record.unbacked() == ()


def test_every_passage_is_where_the_claim_says(case: Case, shared: Path) -> None:
    texts = {path.name: path.read_bytes() for path in (shared / "seeds").glob("*.txt")}
    documents = {source.id: source for source in case.sources if source.file}
    assert len(documents) == len(texts) == 4
    for source in documents.values():
        assert source.file is not None
        assert hashlib.sha256(texts[source.file]).hexdigest() == source.sha256
    claims = [claim for claim in case.claims if claim.source in documents]
    assert len(claims) > 800
    for claim in claims:
        text = texts[documents[claim.source].file or ""].decode("utf-8")
        passage = text[claim.span_start : claim.span_end]
        assert hashlib.sha256(passage.encode()).hexdigest() == claim.text_sha256, claim.id


NAMED = {
    "D000": """periodic escalation|almost 20 years|deliberately delayed|border clashes|did not sign|leaving the
        CSTO|recalled its ambassador|strategic mistake|International Criminal Court|CSTO military
        maneuvers|10-day|humanitarian aid|summon the|one nation|TB2|MAM-L|Akıncı|Shusha in 2021|declaration of
        alliance|consulate|Turkish corridor|Zangezur corridor|cut off|serving the interests|Mighty
        Iran|Fraternal Fist|Since December 2022|Russian peacekeeping|supply the Armenian|European Union,
        showing|Pelosi|Agdam-Askeran|three brothers|trilateral meeting|Pinaka|SWATHI|energy
        diversification|anti-Turkish|simultaneously|754 million|2.6 billion|one-third|did not condemn|175
        Armenian|85 American|larger suppliers|Middle Corridor|Velayati|15-25%|LORA|tariffs|stabbing|arrest
        of|Point 6|EU Statement|Secretary Blinken|illegal and deadly|2027""",
    "D001": """Safavid|Caucasus Bu|1987|Tens of thousands|Minsk Group|non-use of force|self-determi|territorial
        integrity|return to Azerbaijan|land corridor|placed persons|peacekeeping force|asymmetrical|higher
        ground|eightfold|40 billion|8 billion|Velvet Revolution|coronavirus|44 days|3,800|4,700|blockade|ethnic
        cleansing|withdrawal of Russian|NATO military exercises|Abkhazia|mere tool|3+3|skeptical|Crossroads|Iran
        has recently|bypass Armenia|membership commitment|Association Agreement|candidate
        status|Republicans|Democrats|Italy|France, an original|opposition to Moscow|need for gas|unrelated to
        Geor|weaker nation|escapist|national catastrophe|opportunity for Armenia|divide|Azerbaijani
        invasion|national identity|authoritarianism|1 out of
        100|textbooks|popularity|revanchism|commemoration|exclave|precedent|tangible benefits|normative""",
    "D002": """anti-terrorist|two mines|disarmed|Türkiye and Russia|full sovereignty|2,000-strong|prolonged
        blockade|significant casualties|collective defense|participate in maneuvers|arrest warrant|outreach to
        Ukraine|diversify its alliances|broader confrontation""",
    "D003": """ethnic cleansing|24 hours|disband|six weeks|only road|food and medicine|military supplies|build-up|Red
        Cross|spontaneously|120,000|30,000|more than a million|seven regions|6,500|1/3|Turkey and Israel|2,000
        Russian|600 people|military base|CSTO|2018|unfriendly|effectively recognized|what should we do""",
}


@pytest.mark.parametrize("document", NAMED)
def test_what_a_document_names_has_a_claim(case: Case, shared: Path, document: str) -> None:
    """Each of these words stands, at least once, in a passage that a claim was taken from."""
    source = next(source for source in case.sources if source.id == document)
    text = " ".join((shared / "seeds" / (source.file or "")).read_text("utf-8").split("\n"))
    spans = [(claim.span_start or 0, claim.span_end or 0) for claim in case.claims if claim.source == document]
    for word in re.split(r"\s*\|\s*", " ".join(NAMED[document].split())):
        places = [match.start() for match in re.finditer(re.escape(word), text)]
        assert places, word
        assert any(start < at + len(word) and at < end for at in places for start, end in spans), word


def test_every_paragraph_has_a_claim_or_a_reason(case: Case, shared: Path) -> None:
    covered = {one.source: one for one in coverage_of(case)}
    for source in case.sources:
        if source.file:
            paragraphs = split((shared / "seeds" / source.file).read_text("utf-8"))
            assert covered[source.id].last == len(paragraphs)
            assert covered[source.id].gaps == ()
            for claim in (claim for claim in case.claims if claim.source == source.id):
                begun = max(one.number for one in paragraphs if one.start <= (claim.span_start or 0))
                assert claim.locator == f"p{begun}", claim.id


def test_no_gloss_is_a_sentence_of_a_source(case: Case, shared: Path) -> None:
    texts = [" ".join(path.read_text("utf-8").split()).casefold() for path in (shared / "seeds").glob("*.txt")]
    for claim in case.claims:
        gloss = claim.gloss.rstrip(".").casefold()
        assert len(gloss.split()) < 4 or not any(gloss in text for text in texts), claim.id


def test_the_deaths_are_those_of_the_panel(case: Case, shared: Path) -> None:
    path = shared / "data" / "panel" / "aze_arm_monthly_ucdp251_start_date_rule_1992_2024.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        panel = {month: float(deaths) for month, deaths in list(csv.reader(stream))[1:]}
    series = {point.date: point.value for point in case.series["deaths"] if point.subject == "AZE-ARM"}
    assert series == panel
    assert {point.rule for point in case.series["deaths"]} == {"start"}


@pytest.mark.parametrize(
    ("day", "of_azerbaijan"),
    [
        (date(1994, 6, 1), set()),
        (date(2020, 9, 26), set()),
        (date(2020, 10, 26), {"FIZULI", "JABRAYIL", "ZANGILAN", "QUBADLI", "NK_HADRUT"}),
        (date(2020, 11, 10), {"FIZULI", "JABRAYIL", "ZANGILAN", "QUBADLI", "NK_HADRUT", "NK_SHUSHA"}),
        (date(2020, 12, 1), {*DISTRICTS, "NK_HADRUT", "NK_SHUSHA"}),
        (date(2023, 9, 18), {*DISTRICTS, "NK_HADRUT", "NK_SHUSHA"}),
        (date(2023, 9, 21), {*DISTRICTS, *NK}),
    ],
)
def test_control_follows_the_public_calendar(record: Record, day: date, of_azerbaijan: set[str]) -> None:
    held = record.at(day).status
    assert {zone for zone in (*NK, *DISTRICTS) if held[zone, "control"].value == "AZE"} == of_azerbaijan


def test_half_of_what_changed_hands_in_2020_did_so_by_agreement(case: Case) -> None:
    areas = {zone.id: zone.area.value for zone in case.model.units.zones if zone.area}
    moved = {
        (status.subject, status.by)
        for status in case.status
        if status.attribute == "control" and status.value == "AZE" and status.from_.startswith("2020")
    }
    agreed = sum(areas[zone] for zone, means in moved if means == "agreement")
    taken = sum(areas[zone] for zone, means in moved if means == "force")
    assert agreed > 4_500
    assert agreed / (agreed + taken) == pytest.approx(0.53, abs=0.03)


def test_lachin_closes_and_its_switch_changes_hands(record: Record) -> None:
    def lachin(day: date) -> tuple[str, str]:
        held = record.at(day).status
        return held["LACHIN_CORRIDOR", "state"].value, held["LACHIN_CORRIDOR", "controller"].value

    assert lachin(date(2020, 9, 1)) == ("open", "NKR")
    assert lachin(date(2022, 6, 1)) == ("open", "RUS")
    assert lachin(date(2023, 3, 1)) == ("restricted", "RUS")
    assert lachin(date(2023, 8, 1)) == ("closed", "AZE")


def test_the_offensive_is_known_the_day_after_it_began_and_not_before(record: Record) -> None:
    for key in ("event:E-2023-09-19-OFFENSIVE", "status:S-NK_CORE-AZE-2023"):
        known = record.known(key)
        assert known is not None
        assert known.day is not None
        assert date(2023, 9, 20) <= known.day <= date(2023, 9, 22), key
    assert record.at(date(2023, 9, 19), known_by=date(2023, 9, 18)).status["NK_CORE", "control"].value == "NKR"


def test_an_authors_reading_is_known_with_the_document_only(case: Case) -> None:
    documents = {source.id for source in case.sources if source.file}
    own = [claim for claim in case.claims if claim.source in documents and claim.asserted_by == "author"]
    readings = [claim for claim in own if claim.kind == "interpretation"]
    assert len(readings) > 100
    assert {claim.known_basis for claim in readings} == {"publication"}


@pytest.mark.parametrize(
    "about",
    [
        "event:E-1988-WAR",
        "event:E-1992-02-KHOJALY",
        "status:S-LACHIN_CORRIDOR-restricted-2022",
        "status:S-PEACEKEEPERS_RUS-1960",
        "series:observations/AZE/military_spending_total@2006/2022",
        "tie:T-RUS-AZE-ALLIANCE",
    ],
)
def test_what_the_sources_dispute_is_shown(record: Record, about: str) -> None:
    assert about in {dispute.about for dispute in record.disputes()}


def test_the_record_settles_every_question_that_is_not_an_outlook(case: Case, record: Record) -> None:
    answers = RecordAnswers(record)
    verdicts = {question.id: resolve(question, answers).verdict for question in case.questions}
    open_ones = {question.id for question in case.questions if question.resolution.record == "open"}
    assert {question for question, verdict in verdicts.items() if verdict == "open"} == open_ones
    assert verdicts["Q-2020-SHUSHA"] == "yes"
    assert verdicts["Q-2020-CORE"] == "no"
    assert verdicts["Q-2020-RUS-KEPT"] == "no"
    settled = [verdict for verdict in verdicts.values() if verdict != "open"]
    assert settled.count("yes") > 10
    assert settled.count("no") > 10


def _area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def test_the_zones_tile_their_ground_without_overlap(case: Case) -> None:
    rings = {place.id: place.geometry["coordinates"][0] for place in case.places if place.id in (*NK, *DISTRICTS)}
    edges = [(tuple(a), tuple(b)) for ring in rings.values() for a, b in pairwise(ring)]
    assert len(edges) == len(set(edges)), "two neighbours run along an edge in the same direction"
    whole = {place.id: place.geometry["coordinates"][0] for place in case.places}
    for outline, parts in (("NAGORNO_KARABAKH", NK), ("SURROUNDING_DISTRICTS", DISTRICTS)):
        assert _area(whole[outline]) == pytest.approx(sum(_area(rings[part]) for part in parts), rel=1e-9)


def test_a_unit_is_in_being_as_far_as_anybody_could_know(record: Record) -> None:
    early = record.at(date(2020, 11, 10), date(1990, 1, 1)).ended
    assert {"PEACEKEEPERS_RUS", "RUS-NKR", "AZE-ARM"} <= early
    day = date(2020, 11, 10)
    assert "PEACEKEEPERS_RUS" not in record.at(day, day).ended
    later = date(2024, 2, 1)
    assert "LACHIN_CORRIDOR" in record.at(later, later).ended
    assert "LACHIN_CORRIDOR" not in record.at(later, date(2023, 8, 1)).ended
    assert "LACHIN_CORRIDOR" in record.at(later, date(2023, 10, 1)).ended
