"""PDFs written byte by byte, and ways to read them."""

import io

from lasthope.ingest import pdf
from lasthope.ingest.reading import About, Found

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
