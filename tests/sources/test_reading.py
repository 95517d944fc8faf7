"""Documents to text: every kind of file, and every kind of file that cannot be read."""

import gzip
import io
import zipfile

import pytest

from interbellum.errors import DocumentError
from interbellum.sources.limits import Limits
from interbellum.sources.passages import around
from interbellum.sources.reading import open_document, read_bytes, read_text

LONG = (
    "The delegation left the capital in the morning and reached the border crossing after dark, as "
    "it had said it would."
)


def test_offsets_point_into_the_stored_text() -> None:
    document = read_text(f"A short title\n\n{LONG}\n\n{LONG[:60]} again, differently.\n")
    for paragraph in document.paragraphs:
        assert document.text[paragraph.start : paragraph.end].strip() == document.text[paragraph.start : paragraph.end]
    assert [paragraph.number for paragraph in document.paragraphs] == [1, 2, 3]


def test_hyphenation_and_hard_breaks_are_undone_and_mapped_back() -> None:
    text = "The govern-\nment with-\ndrew its long-\nstanding offer."
    document = read_text(text)
    cleaned = document.clean(document.paragraphs[0], frozenset({"long", "standing", "government", "withdrew"}))
    assert cleaned.text == "The government withdrew its long-standing offer."
    start = cleaned.text.index("withdrew")
    first, last = cleaned.span(start, start + len("withdrew"))
    assert document.text[first:last] == "with-\ndrew"


def test_soft_hyphens_vanish_and_offsets_stay_right() -> None:
    document = read_text("A cease\u00adfire was signed on the bridge by both of the commanders present.")
    cleaned = document.clean(document.paragraphs[0])
    assert "ceasefire" in cleaned.text
    first, last = cleaned.span(cleaned.text.index("signed"), cleaned.text.index("signed") + 6)
    assert document.text[first:last] == "signed"


def test_wrapped_lines_are_one_paragraph_and_long_lines_are_their_own() -> None:
    wrapped = "\n".join(
        [
            "The commission met in the spring and in the autumn of the",
            "same year and published a report on what it had seen in",
            "the valley.",
        ]
    )
    assert len(read_text(wrapped).paragraphs) == 1
    assert len(read_text(f"{LONG * 2}\n{LONG * 2}").paragraphs) == 2


def test_furniture_footnotes_and_repeats_are_marked() -> None:
    text = (
        f"Share this\n\n{LONG}\n\nAnother paragraph that says something else at some length, as they "
        f"do.\n\n{LONG}\n\n[1] A note on sources.\n\nRead next\n\nOther story"
    )
    kinds = [paragraph.kind for paragraph in read_text(text).paragraphs]
    assert kinds == ["furniture", "body", "body", "repeat", "footnote", "furniture", "furniture"]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Published: 12 March 2021", "2021-03-12"),
        ("Posted on March 3, 2020 by the editors", "2020-03-03"),
        ("No. 318, January 2024", "2024-01"),
        ("14.02.2019", "2019-02-14"),
        ("An open encyclopaedia. Last edited on 12 February 2024.", "2024-02-12"),
        ("For the Committee on Defence | State of affairs: 20 November 2024", "2024-11-20"),
    ],
)
def test_publication_date_is_found_where_the_document_states_it(line: str, published: str) -> None:
    assert read_text(f"{line}\n\n{LONG}").published == published


def test_a_date_inside_running_text_is_no_publication_date() -> None:
    assert read_text(f"On 3 May 2011 the river rose. {LONG}").published is None


def test_a_row_of_a_table_is_no_publication_date() -> None:
    assert read_text(f"| Jets | France | June 2024 | - |\n\n{LONG}").published is None


def test_a_title_that_begins_with_a_month_is_no_publication_date() -> None:
    assert read_text(f"September 2023 offensive in the hills\n\n{LONG}").published is None


def test_a_short_sentence_that_ends_with_a_month_is_no_publication_date() -> None:
    assert read_text(f"{LONG}\n\nMany villagers fled south in August 1974.").published is None
    assert read_text(f"{LONG}\n\nThe Hague, 3 August 1974.").published == "1974-08-03"


def test_html_gives_the_article_and_not_the_site() -> None:
    body = "".join(f"<p>{LONG} Number {number} of the story goes on for a while longer.</p>" for number in range(6))
    page = (
        f"<html><head><title>A story</title><script>var "
        f"x='NO';</script></head><body><nav>Home</nav><article>{body}</article></body></html>"
    )
    document = read_bytes(page.encode(), "story.html")
    assert "Number 3 of the story" in document.text
    assert "var x" not in document.text
    assert document.media_type == "text/html"


def test_docx_gives_paragraphs_and_tables() -> None:
    import docx

    made = docx.Document()
    made.add_paragraph(LONG)
    made.add_table(1, 2).rows[0].cells[1].text = "forty trucks"
    stream = io.BytesIO()
    made.save(stream)
    document = read_bytes(stream.getvalue(), "report.docx")
    assert LONG in document.text
    assert "forty trucks" in document.text


def _pdf(text: str, *, locked: bool = False, damaged: bool = False) -> bytes:
    """Return a one-page PDF with a line of text (or nothing on the page); a locked one asks for a password.

    A damaged one has a second page that is none.
    """
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R%s] /Count %d >>" % (b" 6 0 R" if damaged else b"", 1 + damaged),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 "
        b"5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"null",
    ]
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"ab" * 32, b"cd" * 32)
    more = b"/Encrypt %s /ID [<%s> <%s>]" % (lock, b"01" * 16, b"01" * 16) if locked else b""
    out.write(b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, more, start))
    return out.getvalue()


def test_pdf_gives_text_with_its_page() -> None:
    document = read_bytes(_pdf("The envoys met at the bridge."), "note.pdf")
    assert "The envoys met at the bridge." in document.text
    assert document.paragraphs[0].page == 1
    assert document.locator(0, 5).startswith("p. 1, ¶ 1")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "empty.txt", "empty"),
        (b"  \n ", "blank.txt", "empty"),
        (bytes(range(256)) * 40, "blob.txt", "binary"),
        (gzip.compress(b"hello", mtime=0), "a.txt.gz", "archive"),
        (b"%PDF-1.4 broken", "broken.pdf", "damaged"),
        (_pdf(""), "scan.pdf", "pictures"),
        (_pdf("Secret.", locked=True), "locked.pdf", "encrypted"),
        (b"\0" * 257 + b"ustar\0" + b"\0" * 249, "a.tar", "tar archive"),
        (b"PK\x05\x06" + bytes(18), "empty.zip", "zip archive"),
        (b"{\\rtf1 The envoys met.}", "note.rtf", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc", "Office file"),
        (b"<html><body><script>var x = 'The envoys met.'</script></body></html>", "script.html", "no text"),
        (b"PK\x03\x04rubbish", "bad.docx", "damaged"),
        (b"The envoys met at the bridge.", "letter.docx", "no docx"),
        (b"\xc3\xa9\x9c\x01" * 40, "junk.DOCX", "no docx"),
    ],
)
def test_what_cannot_be_read_says_so_in_one_line(data: bytes, name: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read_bytes(data, name)
    assert "\n" not in str(caught.value)


def test_a_damaged_page_is_left_out_and_said() -> None:
    document = read_bytes(_pdf("The envoys met.", damaged=True), "broken.pdf")
    assert "The envoys met." in document.text
    assert document.warnings == ("1 of 2 pages are damaged and left out",)
    with pytest.raises(DocumentError, match="damaged"):
        read_bytes(_pdf("", damaged=True), "broken.pdf")


@pytest.mark.parametrize("name", ["nest.zip", "nest.docx", "nest.txt", "nest"])
def test_a_zip_that_is_no_docx_is_refused_whatever_its_name(name: str) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    for stream, member, data in ((inner, "a.txt", b"The envoys met."), (outer, "inner.zip", inner)):
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(member, data if isinstance(data, bytes) else data.getvalue())
    with pytest.raises(DocumentError, match="zip archive"):
        read_bytes(outer.getvalue(), name)


def test_a_year_in_the_text_of_a_page_is_not_its_date() -> None:
    page = f"<html><body><article><p>{LONG} That was in 2019.</p><p>{LONG[:80]} again.</p></article></body></html>"
    assert read_bytes(page.encode(), "page.html").published is None


def test_limits_are_kept(tmp_path: object) -> None:
    with pytest.raises(DocumentError, match="characters"):
        read_bytes(b"word " * 100, "long.txt", limits=Limits(characters=100))
    with pytest.raises(DocumentError, match="MB"):
        read_bytes(b"x" * 2000, "big.txt", limits=Limits(bytes=1000))


def test_a_missing_file_is_one_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DocumentError, match="cannot be opened"):
        open_document(tmp_path / "nowhere.txt")


def test_encodings_are_detected_and_mixed_ones_repaired() -> None:
    assert "Türkiye" in read_bytes("Türkiye ve Gürcistan sınırı açıldı.".encode("utf-16"), "a.txt").text
    latin = ("Le général a quitté la réunion à Genève après l'échec des négociations. " * 5).encode("cp1252")
    assert "général" in read_bytes(latin, "b.txt").text
    english = b"The talks were na\xefvely hailed in Geneva. " + b"Nobody there believed a word of it, they said. " * 20
    western = read_bytes(english, "d.txt")
    assert "naïvely" in western.text
    assert western.warnings == ("not UTF-8: read as cp1252",)
    mixed = "Ümit was here.\n".encode() + "café closed.\n".encode("cp1252")
    document = read_bytes(mixed, "c.txt")
    assert "Ümit" in document.text
    assert "café" in document.text
    assert any("mixed encodings" in warning for warning in document.warnings)


def test_a_line_of_a_million_characters_is_read() -> None:
    document = read_bytes(b"word " * 200_000, "line.txt")
    assert len(document.text) == 1_000_000


def test_two_columns_are_read_one_after_the_other_around_a_bar() -> None:
    from interbellum.sources.pdf import _columns, _gutter, _join, _Line

    bar = _Line(50, 700, 550, 712, "A headline across the page")
    left = [_Line(50, 660 - 14 * row, 280, 672 - 14 * row, f"left {row}") for row in range(12)]
    right = [_Line(320, 660 - 14 * row, 550, 672 - 14 * row, f"right {row}") for row in range(12)]
    lines = [bar, *(line for pair in zip(left, right, strict=True) for line in pair)]
    gutter = _gutter(lines, 600.0)
    assert gutter is not None
    assert 280 <= gutter <= 320
    text = " ".join(_join(part) for part in _columns(lines, gutter)).split()
    assert text.index("headline") < text.index("left") < text.index("right")
    assert text[text.index("right") - 1] == "11"


def test_running_heads_are_furniture() -> None:
    from interbellum.sources.pdf import _running_heads

    pages = [f"Security Notes, page {number}\nText of the page {number} as such.\nMore of it." for number in range(4)]
    assert "Security Notes, page #" in _running_heads(pages)


def test_a_paragraph_that_a_page_break_cuts_in_a_sentence_is_whole_again() -> None:
    last = "The other one went home by the long way over the hills."
    text = f"{LONG} Then the com-\n\nmission met again in the valley. It was late.\n\nA heading\n\n{last}"
    document = read_text(text)
    assert [paragraph.kind for paragraph in document.paragraphs] == ["body", "heading", "body"]
    cleaned = document.clean(document.paragraphs[0])
    assert "the commission met" in cleaned.text
    first, last = cleaned.span(cleaned.text.index("commission"), cleaned.text.index("commission") + 10)
    assert document.text[first:last] == "com-\n\nmission"


PART = "The commission met in the spring of that year and published a report on what it had seen in the valley and in "


def body_of(text: str) -> list[str]:
    document = read_text(text)
    return [document.clean(paragraph).text for paragraph in document.paragraphs if paragraph.kind == "body"]


@pytest.mark.parametrize(
    ("between", "then"),
    [
        ("Map of the valley before the war\n\n", "the towns below it, where few had stayed."),
        ("12\n\n", "Northern towns below it, where few had stayed."),
        ("[1] A note on the sources of this report.\n\n", "the towns below it, where few had stayed."),
        (f"{LONG}\n\n", "the towns below it, where few had stayed."),
        ("", "Northern towns below it, where few had stayed."),
    ],
)
def test_a_sentence_goes_on_after_what_parts_it(between: str, then: str) -> None:
    """A caption, a page's number, a footnote or a pull quote in the middle of a sentence does not cut it in two."""
    text = f"{LONG}\n\n{PART.rstrip()}\n\n{between}{then}"
    assert body_of(text) == [" ".join(LONG.split()), f"{PART}{then}"]


def test_every_character_of_a_parted_paragraph_is_found_again() -> None:
    """Cleaned text maps back to the original over a hyphen at a page's end and over what stands between."""
    text = (
        f"{LONG}\n\n{PART}the moun-\n\nMap of the valley\n\ntains above the towns, and\n\n13\n\nin others far-\naway."
    )
    document = read_text(text)
    last = document.paragraphs[1]
    cleaned = document.clean(last)
    assert cleaned.text == f"{PART}the mountains above the towns, and in others faraway."
    for offset, sign in enumerate(cleaned.text):
        assert document.text[cleaned.original(offset)] in (sign, "\n") or sign == " "
    assert document.paragraph_at(text.index("tains")) == last
    assert document.locator(text.index("tains"), text.index("tains") + 5).startswith("¶ 2, ")
    first, end = cleaned.span(cleaned.text.index("above"), cleaned.text.index("towns"))
    assert document.text[first:end] == "above the "


def test_what_stands_around_a_passage_is_shown_over_what_parts_its_paragraph() -> None:
    """The rest of the sentence after a passage on either side of the gap."""
    gap = "\n\n[1] A note on the sources of this report.\n\n"
    document = read_text(f"{LONG}\n\n{PART.rstrip()}{gap}the towns below it, where few had stayed.\n\n{LONG[:-5]}.")
    passage, over = document.text.index("towns below"), document.text.index("valley and in")
    assert around(document, passage, passage + 5).after == " below it, where few had stayed."
    assert around(document, over, passage + 5).after == " below it, where few had stayed."
    assert around(document, over, over + 6).after == f" and in{gap}the towns below it, where few had stayed."


def test_a_pull_quote_glued_to_the_lines_below_it_is_parted_from_them() -> None:
    quote = "Money and trade play a large part in this\nentangled neighbourhood."
    text = (
        f"{quote.replace(chr(10), ' ')} The rest of the paragraph says why that is so and for whom.\n\n"
        f"{PART}largely\n\n{quote}\n agrees with the first of these views, it was said."
    )
    assert body_of(text)[1] == f"{PART}largely agrees with the first of these views, it was said."


def test_paragraphs_that_begin_alike_are_all_read() -> None:
    """Daily reports begin with the same words; only a passage met as a whole is a repeat."""
    opening = "The mission recorded violations of the ceasefire in the northern region, including"
    kinds = [p.kind for p in read_text(f"{opening} 12 explosions.\n\n{opening} 340 explosions.").paragraphs]
    assert kinds == ["body", "body"]


def test_a_title_right_above_its_text_is_a_paragraph_of_its_own() -> None:
    told = "Official speeches presented the events of the\nwar as a punishment for what had come before it."
    text = f"{LONG}\n\nRegional Views\n{told}"
    assert [p.kind for p in read_text(text).paragraphs] == ["body", "heading", "body"]


def test_a_sentence_goes_on_over_a_page_s_end_its_notes_and_its_head() -> None:
    from interbellum.sources.pdf import _assemble

    bodies = [
        f"{LONG}\n\n1",
        "The second page ends with a stop.\n\n2",
        f"{PART.rstrip()}\n\n[1] A note on sources.\n\n3",
        "the towns below it, where few had stayed.\n\n4",
    ]
    document = _assemble([f"Journal of the Valley\n\n{body}" for body in bodies], "report.pdf")
    whole = [document.clean(paragraph).text for paragraph in document.paragraphs if paragraph.rest]
    assert whole[-1].endswith("in the valley and in the towns below it, where few had stayed.")
    assert document.locator(document.text.index("the towns"), document.text.index("the towns") + 9).startswith("p. 4, ")


def test_a_pull_quote_is_parted_whatever_ends_the_lines() -> None:
    quote = "Money and trade play a large part in this\nentangled neighbourhood."
    told = f"{quote.replace(chr(10), ' ')} The rest of the paragraph says why that is so and for whom."
    text = f"{told}\n\n{PART}largely\n\n{quote}\nagrees with the first of these views."
    kinds = [paragraph.kind for paragraph in read_text(text).paragraphs]
    assert [p.kind for p in read_text(text.replace("\n", "\r\n")).paragraphs] == kinds == ["body", "body", "repeat"]


def test_lines_in_lower_case_are_not_each_looked_up_with_all_above_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph of very many lines is read in a time that grows with its length."""
    from interbellum.sources import paragraphs

    read: list[int] = []
    letters = paragraphs._letters
    monkeypatch.setattr(paragraphs, "_letters", lambda content: read.append(len(content)) or letters(content))
    text = "\n".join(f"and on day {n} the town below the hill was shelled again." for n in range(300))
    read_text(text)
    assert sum(read) < 4 * len(text)


def test_messages_and_titles_without_stops_stay_apart() -> None:
    """Where nobody ends with a stop, a long paragraph without one is whole, and so is what begins with a capital."""
    report = f"{LONG[:-1]}, and many who had waited there for days went on in the direction of the other town with them"
    told = "forces shelled the towns below the hill on Monday and two people were killed in the attack of that morning"
    others = [f"{name} {told}" for name in ("Northern", "Southern", "Western")]
    text = "\n\n".join([f"{LONG} {report}", *others])
    assert [paragraph.rest for paragraph in read_text(text).paragraphs] == [(), (), (), ()]
    title = f"{report}\n\n{LONG}\n\n{LONG[:-1]} and not before.\n\n{LONG[:-1]} and not after."
    assert not any(paragraph.rest for paragraph in read_text(title).paragraphs)


def test_a_sentence_of_a_paragraph_of_several_goes_on_with_a_name() -> None:
    then = f"Georgia as a country that took part in the war. {LONG}"
    text = f"{LONG} {PART}the towns of the valley, and nobody sees\n\n{then}"
    assert len(read_text(text).paragraphs) == 1


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Error 503 Service Unavailable", "Access denied | Example", "Just a moment...", "403"]
)
def test_a_page_of_a_servers_error_is_told(title: str) -> None:
    body = f"<body><h1>{title}</h1><p>Nothing of the kind lies here.</p></body>"
    page = f"<html><head><title>{title}</title></head>{body}</html>"
    assert any("server's error" in warning for warning in read_bytes(page.encode(), "page.html").warnings)


@pytest.mark.parametrize("title", ["Not found in translation", "404 days of siege", "A forbidden road"])
def test_an_article_is_no_page_of_an_error(title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><article><p>{LONG * 12}</p></article></body></html>"
    assert not any("server's error" in warning for warning in read_bytes(page.encode(), "page.html").warnings)


def test_a_numbered_heading_may_end_with_its_years() -> None:
    text = "1. From mutiny to defeat, 1992–1994\n\nThe men had left the army in May.\n\n1. Ona, Wars (2012), p. 3."
    assert [row.kind for row in read_text(text, "t.txt").paragraphs] == ["heading", "body", "footnote"]
