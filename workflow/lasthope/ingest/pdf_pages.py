"""Read the lines of a PDF's pages."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LAParams, LTChar, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream

from lasthope.ingest.pdf_bounds import (
    BoundedDocument,
    BoundedInterpreter,
    BoundedParser,
    Budget,
    Current,
    TooMuch,
)
from lasthope.ingest.plain import SURROGATE

MOST_ON_PAGE = 200_000
# Longer lines take the parser the square of their length.
LONGEST_LINE = 2**24
LINE = re.compile(rb"[^\r\n]+")
# What stands for a character that the font does not tell.
UNKNOWN = "\ufffd"


class Line(NamedTuple):
    """Characters side by side: their text, where they stand, and how large."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float


@dataclass(frozen=True)
class Page:
    """A page.

    Attributes:
        number: the first is 1.
        height: in points.
        lines: in the order they are drawn.
        n_turned: characters that stand at an angle, which are in no line.
        n_drawn: images and shapes.
        problem: why the page cannot be read; None if it can.
    """

    number: int
    height: float = 0.0
    lines: tuple[Line, ...] = ()
    n_turned: int = 0
    n_drawn: int = 0
    problem: str | None = None


class _Device(PDFLayoutAnalyzer):
    """Collects the characters of a page, of forms too, and counts images and shapes."""

    page: LTPage
    n_drawn = 0
    n_characters = 0

    def begin_page(self, page: Any, ctm: Any) -> None:
        """Start a page."""
        super().begin_page(page, ctm)
        self.n_drawn = self.n_characters = 0

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keep the page."""
        self.page = ltpage

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """Count a form; its text belongs to the page."""
        Current.budget.spend("forms", 1)

    def end_figure(self, name: str) -> None:
        """Do nothing."""

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Count an image."""
        self.n_drawn += 1

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        """Count a shape."""
        self.n_drawn += 1

    def handle_undefined_char(self, font: Any, cid: int) -> str:
        """Return what stands for a character that the font does not tell."""
        return UNKNOWN

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        """Take a character."""
        Current.budget.spend("characters", 1)
        self.n_characters += 1
        if self.n_characters > MOST_ON_PAGE:
            raise TooMuch(f"a page of more than {MOST_ON_PAGE} characters")
        return float(super().render_char(*args, **kwargs))


def pages(content: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF; what goes wrong is their ``problem``.

    Args:
        content: the whole file.

    Raises:
        ValueError: if the file cannot be read at all, with the reason.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    budget = Budget()
    Current.budget = budget
    document = _document(content)
    resources = PDFResourceManager()
    device = _Device(resources)
    found = PDFPage.create_pages(document)
    number = 0
    while True:
        number += 1
        Current.budget = budget
        try:
            budget.spend("pages", 1)
            page = next(found, None)
        # The library raises anything when a file is damaged, in every place below.
        except Exception as error:
            yield Page(number, problem=_reason(error, "the list of pages is damaged"))
            return
        if page is None:
            return
        try:
            BoundedInterpreter(resources, device).process_page(page)
            yield _page(number, device)
        except Exception as error:
            yield Page(number, problem=_reason(error, "the page is damaged"))


def _document(content: bytes) -> PDFDocument:
    if b"%PDF-" not in content[:1024]:
        raise ValueError("no PDF")
    if any(m.end() - m.start() > LONGEST_LINE for m in LINE.finditer(content)):
        raise ValueError("a line of more than 16 MiB")
    try:
        return BoundedDocument(BoundedParser(BytesIO(content)))
    except PDFEncryptionError as error:
        raise ValueError("encrypted, and opens with a password only") from error
    except Exception as error:
        raise ValueError(_reason(error, "damaged")) from error


def _reason(error: Exception, otherwise: str) -> str:
    return str(error) if isinstance(error, TooMuch) else otherwise


def _page(number: int, device: _Device) -> Page:
    characters = [one for one in device.page if isinstance(one, LTChar)]
    level = [one for one in characters if one.upright and not one.matrix[1]]
    grouped = device.page.group_objects(LAParams(), level) if level else ()
    lines = (_line(line) for line in grouped)
    return Page(
        number=number,
        height=float(device.page.height),
        lines=tuple(line for line in lines if line.text),
        n_turned=len(characters) - len(level),
        n_drawn=device.n_drawn,
    )


def _line(line: Any) -> Line:
    sizes = sorted(one.size for one in line if isinstance(one, LTChar))
    text = SURROGATE.sub(UNKNOWN, " ".join(line.get_text().split()))
    middle = sizes[len(sizes) // 2]
    return Line(text, line.x0, line.x1, line.y0, line.y1, middle)
