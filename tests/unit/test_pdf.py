"""Paragraphs of PDFs that are written here, byte by byte."""

import io
import zlib
from datetime import UTC, datetime

import pytest

from lasthope.errors import UserError
from lasthope.ingest import pdf
from lasthope.ingest.reading import Dropped, Found
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


def test_a_paragraph_and_its_raw_text():
    content = pages(down(THREE))
    (item,) = read(content)
    assert item == Found("page 1, paragraph 1", WHOLE, medium="court filing")
    assert pdf.raw(io.BytesIO(content), item.locator) == WHOLE.encode()
    with pytest.raises(UserError, match="no paragraph stands at 'page 2, paragraph 1'"):
        pdf.raw(io.BytesIO(content), "page 2, paragraph 1")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # More space between.
        (down(THREE) + down(THREE, top=640), [WHOLE, WHOLE]),
        # First lines are indented, double spacing.
        (
            [(108, 700, THREE[0]), *down(THREE[1:], top=676, step=24)]
            + [(108, 628, THREE[0]), *down(THREE[1:], top=604, step=24)],
            [WHOLE, WHOLE],
        ),
        # Numbered paragraphs of one line and more.
        (
            down(["1. Blurb is a forum.", "2. Cloudberry is a host.", "3. " + THREE[0]])
            + down(THREE[1:], top=658),
            ["1. Blurb is a forum.", "2. Cloudberry is a host.", "3. " + WHOLE],
        ),
        # A number that hangs out.
        (
            [(72, 700, "1. " + THREE[0]), *down(THREE[1:], top=686, x=90)],
            ["1. " + WHOLE],
        ),
        # An indented block within double spacing.
        (
            down(THREE[:2], step=24)
            + down(THREE[:2], top=652, x=144)
            + down(THREE[1:], top=614, step=24),
            [" ".join(THREE[:2]), " ".join(THREE[:2]), " ".join(THREE[1:])],
        ),
        # A heading in the middle, and larger letters.
        (
            [(270, 700, "ARGUMENT"), *down(THREE, top=686)],
            ["ARGUMENT", WHOLE],
        ),
        (
            [(184, 700, "Order to close the forum"), *down(THREE, top=686)],
            ["Order to close the forum", WHOLE],
        ),
        (
            [(72, 700, "Order of the court", 18), *down(THREE, top=680)],
            ["Order of the court", WHOLE],
        ),
        # A line that ends early.
        (
            down(["They have not.", *THREE]),
            ["They have not.", WHOLE],
        ),
        # Two sides of a caption, read across.
        (
            [(72, 700, "BLURB LLC,"), (320, 700, "Case No. 21-17")]
            + [(72, 686, "Plaintiff,"), (320, 686, "COMPLAINT")],
            ["BLURB LLC, Case No. 21-17 Plaintiff, COMPLAINT"],
        ),
        # Hyphens: of the word, of the line's end, and before a capital.
        (
            down(
                [
                    "the host of the web-site and the mod-",
                    "eration of it and of anti-",
                    "trust law, of web-",
                    "site and Anglo-",
                    "Saxon law, a long line of it",
                ]
            ),
            [
                "the host of the web-site and the moderation of it and of antitrust "
                "law, of web-site and Anglo-Saxon law, a long line of it"
            ],
        ),
    ],
)
def test_paragraphs(lines, expected):
    assert [text for _, text in texts(pages(lines))] == expected
    # The order in which lines are drawn means nothing.
    assert [text for _, text in texts(pages(lines[::-1]))] == expected


def test_two_columns_are_read_one_after_the_other():
    left = down([f"left line {n} of it," for n in range(12)])
    right = down([f"right line {n} of it," for n in range(12)], x=330)
    both = [line for pair in zip(left, right, strict=True) for line in pair]
    assert [text for _, text in texts(pages(both))] == [
        " ".join(f"left line {n} of it," for n in range(12)),
        " ".join(f"right line {n} of it," for n in range(12)),
    ]


def test_a_paragraph_that_a_page_break_cuts():
    content = pages(
        down(["They left.", *THREE[:2]]), down(THREE[2:]), down(["The end."])
    )
    assert texts(content) == [
        ("page 1, paragraph 1", "They left."),
        ("page 1, paragraph 2 to page 2, paragraph 1", WHOLE),
        ("page 3, paragraph 1", "The end."),
    ]
    assert pdf.raw(io.BytesIO(content), texts(content)[1][0]) == WHOLE.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [("and that is so.", "then it went on"), ("and that is so", "Then it went on")],
)
def test_a_sentence_that_ends_is_not_cut(before, after):
    assert [text for _, text in texts(pages(down([before]), down([after])))] == [
        before,
        after,
    ]


def test_a_page_between_keeps_two_parts_apart():
    image = b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI "
    content = built(drawn(down(THREE[:1])), image, drawn(down(THREE[1:])))
    assert [locator for locator, _ in texts(content)] == [
        "page 1, paragraph 1",
        "page 3, paragraph 1",
    ]
    assert others(content) == [("Bad", "page 2", "page has no text layer")]


def test_the_margins_of_pleading_paper():
    def words(number, n):
        return f"the {'abcd'[number - 1]}-{'efghijklmn'[n]} words of a longer sentence"

    def page(number):
        numbers = [(40, 700 - 24 * n, str(n + 1)) for n in range(25)]
        body = [(90, 700 - 24 * n, words(number, n)) for n in range(10)]
        stamp = f"Case 2:21-cv-00031-ABC Document 1 Filed 01/11/21 Page {number} of 4"
        foot = [(90, 40, f"COMPLAINT - {number}"), (400, 40, "Lund & Reyes, Harbour")]
        return [*numbers, *body, (150, 770, stamp), *foot, (300, 20, str(number))]

    content = pages(*(page(number) for number in range(1, 5)))
    body = " ".join(words(number, n) for number in range(1, 5) for n in range(10))
    (item,) = [one for one in read(content) if isinstance(one, Found)]
    assert item.text == body
    assert item.locator == "page 1, paragraph 1 to page 4, paragraph 1"
    assert item.created_at == datetime(2021, 1, 11, tzinfo=UTC)
    assert item.created_precision == "day"
    reasons = {"line numbers", "page number", "running head or foot"}
    reasons |= {"stamp of the court"}
    assert {one.reason for one in read(content) if isinstance(one, Dropped)} == reasons
    assert len(read(content)) == 1 + 4 * 4


@pytest.mark.parametrize(
    "lines",
    [
        # A short list of numbers, numbers out of order, a foot that stands once.
        [(40, 700 - 24 * n, str(n + 1)) for n in range(9)] + down(["Words."], x=90),
        [(40, 700 - 24 * n, str(n + 2)) for n in range(12)] + down(["Words."], x=90),
        [*down(["Words."]), (72, 40, "Lund & Reyes, Harbour")],
        [*down(["Words."]), (300, 40, "1997")],
        [*down(["Words."]), (300, 400, "1")],
    ],
)
def test_what_may_be_text_stays(lines):
    content = pages(lines)
    assert others(content) == []
    found = " ".join(text for _, text in texts(content)).split()
    assert sorted(found) == sorted(" ".join(line[2] for line in lines).split())


@pytest.mark.parametrize("name", [b"Fl", b"FlateDecode"])
def test_packed_content(name):
    packed = zlib.compress(drawn(down(THREE)))
    content = built(stream(packed, Filter=b"/" + name))
    assert [text for _, text in texts(content)] == [WHOLE]
    # Damaged at its end, it is read as far as it goes.
    damaged = built(stream(packed[:-9], Filter=b"/" + name))
    assert WHOLE.startswith(texts(damaged)[0][1])


def test_text_in_a_form_and_at_an_angle():
    form = stream(
        drawn(down(THREE)), Type=b"/XObject", Subtype=b"/Form", BBox=b"[0 0 612 792]"
    )
    resources = b"/XObject << /X 4 0 R >>"
    turned = b"BT /F1 12 Tf 0 1 -1 0 30 300 Tm (Lund) Tj ET"
    content = built(b"/X Do " + turned, resources=resources, extra=[form])
    assert [text for _, text in texts(content)] == [WHOLE]
    assert others(content) == [("Dropped", "page 1", "text at an angle")]


def test_pages_without_text():
    content = built(b"", b"0 0 50 50 re f", drawn(down(["Words."])))
    assert others(content) == [
        ("Dropped", "page 1", "blank page"),
        ("Bad", "page 2", "page has no text layer"),
    ]
    assert texts(content) == [("page 3, paragraph 1", "Words.")]


def test_letters_that_the_font_does_not_tell():
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X "
        b"/CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement 0 >> >>] >>"
    )
    unknown = b"BT /F2 12 Tf 72 700 Td <00010002000300040005> Tj ET "

    def with_font(content):
        made = built(content, extra=[font])
        return made.replace(
            b"/Font << /F1 3 0 R >> ", b"/Font << /F1 3 0 R /F2 4 0 R >>"
        )

    content = with_font(unknown)
    assert others(content) == [
        ("Bad", "page 1", "the font does not tell which letters it draws")
    ]
    (item,) = read(with_font(unknown + drawn(down(THREE, top=650))))[1:]
    assert (item.text, item.repairs) == (WHOLE, ())
