"""What stands around the text of a document: its head, datelines, bullets, entries of a chronology."""

import pytest

from interbellum.reading.dating.anchors import Anchor
from interbellum.reading.rules.reader import RuleReader
from interbellum.reading.rules.text.openers import only_a_date, opener
from interbellum.sources.published import find_published
from interbellum.sources.reading import read_text

ANCHOR = Anchor.of("2021-03-04")


@pytest.mark.parametrize(
    ("text", "rest", "date"),
    [
        ("KYIV, 3 March (Agency) - The army left.", "The army left.", "2021-03-03"),
        ("NAIROBI (Wire) — Rebels took a town.", "Rebels took a town.", None),
        ("Geneva, March 2, 2021 – The envoy spoke.", "The envoy spoke.", "2021-03-02"),
        ("BANGKOK/PHNOM PENH, July 24 - Guns fell silent.", "Guns fell silent.", "2020-07-24"),
        ("10 February 1995: A bridge fell.", "A bridge fell.", "1995-02-10"),
        ("1960 - The treaty is declared void.", "The treaty is declared void.", "1960"),
        ("• 14 September: Guards opened fire.", "Guards opened fire.", "2020-09-14"),
        ("- The road is open.", "The road is open.", None),
        ("The UN - an observer - left.", "The UN - an observer - left.", None),
        ("In 1998 the war began: nobody won.", "In 1998 the war began: nobody won.", None),
    ],
)
def test_what_opens_a_paragraph_is_not_part_of_its_text(text: str, rest: str, date: str | None) -> None:
    found = opener(text, ANCHOR)
    assert (text[found.size :], found.date.edtf if found.date else None) == (rest, date)


def test_a_line_that_is_only_a_date_is_told_from_one_that_says_more() -> None:
    found = only_a_date("14 September 2022:", ANCHOR)
    assert found is not None
    assert found.edtf == "2022-09-14"
    assert only_a_date("14 September 2022: guns", ANCHOR) is None


def test_the_head_of_a_document_makes_no_claims(reader: RuleReader) -> None:
    text = (
        "Truce takes hold as armies pull back\nPublished 3 March 2021\nBy A. Writer and B. Other\n\n"
        "ANKARA, 3 March (Wire) - Russia shelled a bridge on Tuesday.\n\nKey developments\n\nTurkey left the road open."
    )
    reading = reader.read(read_text(text))
    assert reading.published == "2021-03-03"
    assert [claim.quote for claim in reading.claims if claim.kind == "event"] == ["Russia shelled a bridge on Tuesday"]
    assert min(claim.span[0] for claim in reading.claims) == text.index("Russia")
    assert not any("Key" in claim.quote for claim in reading.claims)


def test_entries_of_a_chronology_are_dated_and_told_in_the_present(reader: RuleReader) -> None:
    text = (
        "Chronology of a feud\n\n5 July 1941: Russia attacks Turkish outposts.\nMarch 1942: Russia and Turkey sign the "
        "river protocol.\n\n14 May 1950\n\nTurkey withdraws its troops.\n"
    )
    reading = reader.read(read_text(text, published="1960"))
    events = [(claim.event_type, claim.actors, claim.date) for claim in reading.claims if claim.kind == "event"]
    assert events == [
        ("ASSAULT", ("RUS",), "1941-07-05"),
        ("AGREE", ("RUS",), "1942-03"),
        ("RETREAT", ("TUR",), "1950-05-14"),
    ]
    assert find_published("CAIRO, 2 August 2021 (Wire) - Guns fell silent.") == ("2021-08-02", "the dateline")
    assert find_published("A feud\n\n5 July 1941: Guns are heard along the river.\n1942 - A treaty follows.\n") is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("By an invented analyst, 2 November 2011.", "2011-11-02"),
        ("By John Smith, Tbilisi, 2 November 2011", "2011-11-02"),
        ("By the terms of the accord, Russia was to withdraw its troops from Georgia by 2 November 2011.", None),
    ],
)
def test_a_byline_dates_the_text_to_the_day(line: str, date: str | None) -> None:
    assert find_published(f"Who began it?\n\n{line}\n\nThe war was short.") == (date and (date, "the byline"))


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("From: Frontiers of the North, second edition, 2011", "2011"),
        ("A University Press, Oxford, 1998", "1998"),
        ("Journal of Valleys 12(3), 2004.", "2004"),
        ("The reader will find the source of the war in 1998", None),
        ("The war began in 1998", None),
    ],
)
def test_the_year_of_an_imprint_is_when_a_text_was_published(line: str, year: str | None) -> None:
    assert find_published(f"Who began it?\n\n{line}\n\nThe war was short.") == (year and (year, "the imprint"))


@pytest.mark.parametrize(
    ("title", "kind"), [("War in the Valley (1992–1993)", "heading"), ("They fought (and lost).", "body")]
)
def test_a_title_with_its_years_is_a_heading(title: str, kind: str) -> None:
    assert read_text(f"{title}\n\nArmenia attacked Turkey in May 2019.").paragraphs[0].kind == kind


def test_what_a_text_says_of_itself_is_no_claim(reader: RuleReader) -> None:
    text = "We consider three cases in turn. Consider first what Armenia was permitted to do. Turkey shelled Armenia."
    assert [one.kind for one in reader.read(read_text(text)).claims] == ["event"]


def test_a_line_with_a_year_dates_the_days_below_it(reader: RuleReader) -> None:
    text = (
        "Key dates of a feud\n\n2018\n\n4 April: Russia attacks Turkish outposts.\n\nSeptember: Russia and Turkey sign "
        "a truce.\n\n2019\n\n12-14 January: Turkey withdraws its troops from Armenia.\n"
    )
    reading = reader.read(read_text(text, published="2021-03-30"))
    dates = [claim.date for claim in reading.claims if claim.kind == "event"]
    assert dates == ["2018-04-04", "2018-09", "2019-01-12/2019-01-14"]


def test_names_in_what_parts_a_sentence_are_none_of_its_claim(reader: RuleReader) -> None:
    """The passage holds the footnote, since it is as it stands in the text; what it tells does not."""
    signed = "Armenia and Russia signed a treaty in Moscow on 3 May 2021."
    told = "In March 2022, after a winter of talks and of threats from all sides, Azerbaijan attacked Armenia in the"
    note = "[1] See the report of the Halden Commission, page 4."
    reading = reader.read(read_text(f"{signed}\n\n{told}\n\n{note}\n\nhills near Tegh. It was the worst of days."))
    (found,) = [claim for claim in reading.claims if claim.event_type == "ASSAULT"]
    assert "Halden" in found.quote == reading.document.text[slice(*found.span)]
    assert "[Tegh]" in found.gloss


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Harbour Institute for Peace and Dialogue, Working Paper No 7, 3 May 2016", "2016-05-03"),
        ("Harbour Institute for Peace and the Study of Wars, Special Report | May 3, 2016", "2016-05-03"),
        ("Harbour Institute for Peace and Dialogue in the North, on the truce, 3 May 2016", None),
        ("The guns of Harbour fell silent in the North and the South on the night of 3 May 2016", None),
    ],
)
def test_who_brought_a_text_out_says_when_below_its_title(line: str, day: str | None) -> None:
    found = find_published(f"Who began it?\n{line}\n\nThe war was short.")
    assert found == (day and (day, "the publisher's line"))
    assert find_published(f"{line}\n\nThe war was short.") is None, "a title may end with a day of what it tells"


def test_what_a_text_tells_to_hold_as_of_a_day_does_not_date_it() -> None:
    text = (
        "A summary\n\nWorking Note 7\n\nSeptember 2016\n\nThe sides shall cease fire as of 00:00 on 15 February 2015.\n"
    )
    assert find_published(text) == ("2016-09", "a line that is a date")
    assert find_published("This page was last edited on 3 May 2015, at 10:15.") == ("2015-05-03", "stated in the text")
