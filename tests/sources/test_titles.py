"""What a document is called: the title that its file or its first lines give."""

import io

import docx
import pytest

from interbellum.sources.reading import read_bytes, read_text

BODY = "The army took the town on 2 January 2009, and it held it for a long while afterwards."


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", f"The fall of the town\n\n15 January 2009\n\n{BODY}", "The fall of the town"),
        ("a.txt", f"15 January 2009\n\nBy Ana Lund\n\nThe fall of the town\n\n{BODY}", "The fall of the town"),
        ("a.txt", f"From Truce to War: the River\n\n15 January 2009\n\n{BODY}", "From Truce to War: the River"),
        ("a.txt", f"From Our Correspondent\n\nThe fall of the town\n\n{BODY}", "The fall of the town"),
        ("a.txt", f"{BODY}\n\nA later heading\n\n{BODY}!", None),
        ("a.md", f"---\ndate: 2009-01-20\ntitle: 'Wanni diary'\n---\n# January\n\n{BODY}", "Wanni diary"),
        ("a.md", f"# Who holds the **town**? #\n\n{BODY}", "Who holds the town?"),
        ("a.md", f"The fall of the town\n\n{BODY}", "The fall of the town"),
        ("a.html", f"<html><head><title>The fall</title></head><body><p>{BODY}</p></body></html>", "The fall"),
    ],
)
def test_a_document_is_called_as_it_says(name: str, text: str, title: str | None) -> None:
    assert read_bytes(text.encode(), name).title == title


def test_a_memorandum_is_called_by_its_subject() -> None:
    head = "MEMORANDUM\nTo: Members\nFrom: Staff\nDate: 3 October 2016\nSubject: The attack on the camp"
    assert read_text(f"{head}\n\n{BODY}").title == "The attack on the camp"
    assert (
        read_text(f"The fall of the town\n\n{BODY}\n" + f"{BODY}\n" * 12 + "Subject: aside").title
        == "The fall of the town"
    )


def test_a_text_in_memory_has_its_title_too() -> None:
    assert read_text(f"The fall of the town\n\n{BODY}").title == "The fall of the town"


def test_a_word_document_is_called_by_its_properties_or_its_first_line() -> None:
    document = docx.Document()
    document.add_heading("The fall of the town", 0)
    document.add_paragraph(BODY)
    for own, title in (("", "The fall of the town"), ("Town report", "Town report")):
        document.core_properties.title = own
        file = io.BytesIO()
        document.save(file)
        assert read_bytes(file.getvalue(), "a.docx").title == title
