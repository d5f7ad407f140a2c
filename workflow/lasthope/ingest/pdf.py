"""Read court filings and other PDFs: each paragraph is a document.

Paragraphs are what a reader cites: ``page 3, paragraph 2``. How they are found is said
in :mod:`lasthope.ingest.pdf_paragraphs`, and what of a page is no text, but a head, a
foot or a number, in :mod:`lasthope.ingest.pdf_margins`; that is dropped, each with its
reason. Text at an angle is dropped too. Of two columns the left one is read first. A
page without letters is quarantined: it may be a scan, which has to be read by a machine
for that first.

A PDF that opens without a password is read, even if it asks not to be copied from.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from lasthope.errors import UserError
from lasthope.ingest.reading import About, Bad, Dropped, Found, Item, byte_range

if TYPE_CHECKING:
    from lasthope.ingest.pdf_pages import Page

MOST_BYTES = 256 * 2**20
# A page with more unknown characters than this share has no text that can be read.
MOST_UNKNOWN = 0.5
UNKNOWN = "\ufffd"
UNDECODABLE = "undecodable characters"


def read(file: BinaryIO, about: About) -> Iterator[Item]:
    """Yield the paragraphs of a PDF.

    A file needs to be read from its end, so it is held in memory.

    Args:
        file: the unpacked file.
        about: what is known of it; nothing of it is used.
    """
    # The library takes half a second, which only those pay who read PDFs.
    from lasthope.ingest.pdf_pages import pages

    content = file.read(MOST_BYTES + 1)
    locator = byte_range(0, len(content))
    if len(content) > MOST_BYTES:
        yield Bad(locator, "a PDF of more than 256 MiB", content)
        return
    try:
        found = list(pages(content))
    except ValueError as error:
        yield Bad(locator, str(error), content)
        return
    items = [*_without_text(found), *_with_text(found)]
    items.sort(key=lambda numbered: numbered[0])
    yield from (item for _, item in items)


def raw(file: BinaryIO, locator: str) -> bytes:
    """Return the text of the paragraph at a locator, in UTF-8.

    A PDF has no bytes of a paragraph: its letters are drawn one by one, often packed
    and numbered by their font. So this is the text as :func:`read` extracts it.

    Raises:
        UserError: if the file has no such paragraph.
    """
    for item in read(file, About("")):
        if isinstance(item, Found) and item.locator == locator:
            return item.text.encode()
    raise UserError(f"no paragraph stands at {locator!r}; was the file changed?")


def _without_text(found: Sequence["Page"]) -> Iterator[tuple[int, Item]]:
    """Yield what has no text to read, with the number of its page."""
    if not found:
        yield 1, Bad("page 1", "a PDF without pages", b"")
    for page in found:
        locator = f"page {page.number}"
        if page.n_turned:
            yield page.number, Dropped(locator, "text at an angle")
        if reason := _why_unread(page):
            yield page.number, Bad(locator, reason, b"")
        elif not page.lines and not page.n_turned:
            yield page.number, Dropped(locator, "blank page")


def _why_unread(page: "Page") -> str | None:
    if page.problem:
        return page.problem
    text = "".join(line.text for line in page.lines)
    if text.count(UNKNOWN) > MOST_UNKNOWN * len(text):
        return "the font does not tell which letters it draws"
    is_scan = page.n_drawn and not text and not page.n_turned
    return "page has no text layer" if is_scan else None


def _with_text(found: Sequence["Page"]) -> Iterator[tuple[int, Item]]:
    """Yield the paragraphs and what stands in the margins, with the page's number."""
    from lasthope.ingest.pdf_margins import columns_of, filed, margins
    from lasthope.ingest.pdf_paragraphs import joined, known_words, paragraphs, text_of

    readable = [page for page in found if not _why_unread(page)]
    left_out = margins(readable)
    columns = []
    for page, outside in zip(readable, left_out, strict=True):
        for reason in dict.fromkeys(outside.values()):
            yield page.number, Dropped(f"page {page.number}", reason)
        lines = [line for line in page.lines if line not in outside]
        columns.append((page.number, columns_of(lines)))
    known = known_words(row for _, parts in columns for rows in parts for row in rows)
    created_at = filed(readable)
    for paragraph in joined(paragraphs(number, parts) for number, parts in columns):
        text = text_of(paragraph.rows, known)
        document = Found(
            paragraph.locator,
            text,
            created_at=created_at,
            created_precision="day" if created_at else "unknown",
            medium="court filing",
            repairs=(UNDECODABLE,) if UNKNOWN in text else (),
        )
        yield paragraph.page, document
