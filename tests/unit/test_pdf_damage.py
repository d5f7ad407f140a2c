"""PDFs that are damaged, locked or hostile."""

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.ingest import pdf, pdf_bounds, pdf_pages
from lasthope.ingest.reading import Bad, Found
from pdfs import (
    THREE,
    WHOLE,
    built,
    down,
    drawn,
    others,
    pages,
    read,
    stream,
    texts,
)


def expected_bad(content, reason):
    assert read(content) == [Bad(f"bytes 0-{len(content)}", reason, content)]


def test_what_is_no_pdf():
    expected_bad(b"", "no PDF")
    expected_bad(b"<html>", "no PDF")
    expected_bad(b"%PDF-1.4\n", "damaged")
    expected_bad(b"%PDF-1.4 " + b"x" * 2**24, "a line of more than 16 MiB")


def test_a_pdf_that_is_too_large(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_BYTES", 9)
    (item,) = read(b"%PDF-1.4\n more")
    assert (item.locator, item.reason) == ("bytes 0-10", "a PDF of more than 256 MiB")


def test_a_pdf_with_a_password():
    content = pages(down(THREE)).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
        b"/O (%s) /U (%s) >>" % (b"o" * 32, b"u" * 32),
    )
    expected_bad(content, "encrypted, and opens with a password only")


def test_a_damaged_page_does_not_hide_the_others():
    bad = stream(b"BT /F1 12 Tf (x) Tj", Filter=b"/JBIG2Decode")
    content = built(drawn(down(["One."])), bad, drawn(down(["Two."])))
    assert others(content) == [("Bad", "page 2", "the page is damaged")]
    assert [text for _, text in texts(content)] == ["One.", "Two."]


def test_a_table_of_objects_that_is_wrong_is_made_anew():
    content = pages(down(THREE)).replace(b"startxref\n", b"startxref\n9")
    assert [text for _, text in texts(content)] == [WHOLE]


def test_pages_that_no_list_names_are_found():
    content = pages(down(["Words."])).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert texts(content) == [("page 1, paragraph 1", "Words.")]


def bomb():
    """Return packed bytes that unpack to 1,000 times as many."""
    return zlib.compress(b" " * 2**27, 9)


def laughs():
    """Return forms that draw each other, 10 to the 12th times in all."""
    forms = []
    for number in range(12):
        resources = b"<< /XObject << /X %d 0 R >> >>" % (5 + number)
        told = {"Subtype": b"/Form", "BBox": b"[0 0 9 9]", "Resources": resources}
        forms.append(stream(b"/X Do " * 10, **told))
    forms.append(stream(b"", Subtype=b"/Form", BBox=b"[0 0 9 9]"))
    return built(b"/X Do", resources=b"/XObject << /X 4 0 R >>", extra=forms)


def counting():
    """Return a font whose table of letters counts to four billion."""
    table = stream(b"1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 4 0 R >>"
    made = built(drawn(down(["x"])), extra=[table, font])
    return made.replace(b"/F1 3 0 R", b"/F1 5 0 R")


def endless_reference():
    made = built(drawn(down(["x"])), extra=[b"4 0 R"])
    return made.replace(b"/MediaBox [0 0 612 792]", b"/MediaBox 4 0 R         ")


def wide_prediction():
    parms = b"<< /Predictor 12 /Columns 999999999 >>"
    packed = zlib.compress(b"BT ET")
    return built(stream(packed, Filter=b"/FlateDecode", DecodeParms=parms))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (built(stream(bomb(), Filter=b"/Fl")), "unpacks to more than a page can hold"),
        (
            built(stream(zlib.compress(bomb()), Filter=b"[/Fl /Fl]")),
            "unpacks to more than a page can hold",
        ),
        (laughs(), "asks for more than 200 forms"),
        (counting(), "asks for more than 20000000 counted steps"),
        (endless_reference(), "asks for more than 10000 look-ups"),
        (wide_prediction(), "unpacks to more than a page can hold"),
    ],
)
def test_hostile_files_are_given_up(content, reason, monkeypatch):
    monkeypatch.setitem(pdf_bounds.BOUNDS, "forms", 200)
    monkeypatch.setitem(pdf_bounds.BOUNDS, "look-ups", 10_000)
    assert ("Bad", "page 1", reason) in others(content)


def test_too_many_pages_and_letters(monkeypatch):
    monkeypatch.setitem(pdf_bounds.BOUNDS, "pages", 2)
    content = pages(down(["a."]), down(["b."]), down(["c."]))
    assert others(content) == [("Bad", "page 3", "asks for more than 2 pages")]
    assert len(texts(content)) == 2
    monkeypatch.setattr(pdf_pages, "MOST_ON_PAGE", 1)
    (item, *_) = read(pages(down(["ab"])))
    assert item.reason == "a page of more than 1 characters"


SOUND = pages(
    [*down(THREE), (300, 20, "1")], [*down(["1. One.", "2. (Two) of–it."]), (9, 9, "2")]
)
PIECES = st.sampled_from(
    [b"obj", b"endobj", b"stream", b"endstream", b"<<", b">>", b"[", b"]", b"(", b")"]
    + [
        b"0 R",
        b"4 0 R",
        b"/Kids",
        b"/Type",
        b"/F1",
        b"-1",
        b"99999999999",
        b"\0",
        b"BT",
    ]
    + [
        b"Tj",
        b"Tm",
        b"cm",
        b"1e999",
        b"%",
        b"xref",
        b"trailer",
        b"\xff",
        b"\r",
        b"q",
        b"Do",
    ]
)


@given(
    st.lists(
        st.tuples(st.integers(0, len(SOUND)), st.integers(0, 40), PIECES), max_size=6
    ),
    st.integers(0, len(SOUND)),
)
@settings(deadline=None, max_examples=60)
def test_a_broken_pdf_never_raises(changes, end):
    content = SOUND
    for place, length, piece in changes:
        content = content[:place] + piece + content[place + length :]
    content = content[: max(end, 400)] if end % 3 == 0 else content
    items = read(content)
    assert items
    for item in items:
        if isinstance(item, Found):
            assert pdf.raw(io.BytesIO(content), item.locator) == item.text.encode()
    assert items == read(content)
