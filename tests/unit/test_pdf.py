"""Paragraphs of PDFs that are written here, byte by byte."""

import io
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.ingest import pdf, pdf_bounds, pdf_pages
from lasthope.ingest.reading import About, Bad, Dropped, Found

ABOUT = About("filings")
LETTER = (0, 0, 612, 792)
# The words of a paragraph of three lines, in 12 points from 72 to some 500 points.
THREE = [
    "The court has read the papers that both of the parties filed and",
    "has heard what their counsel had to say about them, and finds that",
    "nothing in them bears out the claim.",
]


def escaped(text):
    for mark in "\\()":
        text = text.replace(mark, "\\" + mark)
    return text.encode("cp1252")


def drawn(lines):
    """Return the content of a page: lines of (x, y, text) or (x, y, text, size)."""
    parts = [
        b"BT /F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj ET"
        % (*(line[3:] or (12,)), line[0], line[1], escaped(line[2]))
        for line in lines
    ]
    return b"\n".join(parts)


def stream(content, **entries):
    told = b" ".join(b"/%s %s" % (k.encode(), v) for k, v in entries.items())
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), told, content)


def written(objects):
    """Return a PDF of numbered objects, the first of which is the catalog."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    n = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF" % (n, table, n, len(out))
    )


def built(*contents, resources=b"", extra=()):
    """Return a PDF with pages of such content; ``extra`` are objects from 4 on."""
    first = 4 + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        b"/Encoding /WinAnsiEncoding >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids),
        font,
        *extra,
    ]
    for number, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%d %d %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>"
            % (*LETTER, first + 2 * number + 1, resources),
            content if content.startswith(b"<<") else stream(content),
        ]
    return written(objects)


def pages(*lines):
    return built(*(drawn(page) for page in lines))


def down(texts, *, top=700, step=14, x=72):
    return [(x, top - step * n, text) for n, text in enumerate(texts)]


def read(content):
    return list(pdf.read(io.BytesIO(content), ABOUT))


def texts(content):
    return [(one.locator, one.text) for one in read(content) if isinstance(one, Found)]


def others(content):
    return [
        (type(one).__name__, one.locator, one.reason)
        for one in read(content)
        if not isinstance(one, Found)
    ]


WHOLE = " ".join(THREE)


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
