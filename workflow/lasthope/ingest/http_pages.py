"""Read the answer of a web server: its page, unpacked, and the page's main text."""

import codecs
import re
import zlib
from datetime import date
from typing import NamedTuple

from lxml import html

from lasthope.ingest.html_outline import has_monstrous_tag
from lasthope.ingest.html_text import tree_of
from lasthope.ingest.opening import GZIP
from lasthope.ingest.warc_records import HEADER_END, MOST_HEADER, headers_of

MOST_BYTES = 64 * 2**20
HTML_TYPES = ("text/html", "application/xhtml+xml")
STATUS = re.compile(r"\S* ?([1-5]\d\d)\b")
MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}")
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
META_CHARSET = re.compile(rb"<meta\b[^>]{0,500}?%b" % CHARSET.pattern.encode(), re.I)
# How far into a page its encoding is looked for: HTML standard, section 13.2.3.2.
PRESCAN = 1024
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,999})?\r\n")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings of the web under their commonest names; what is called Latin-1 or ASCII
# there is Windows-1252: Encoding standard, section 4.2.
ENCODINGS = {
    **{"utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16-le"},
    **{"utf-16le": "utf-16-le", "utf-16be": "utf-16-be"},
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii"), "cp1252"),
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 5, 6, 7, 8, 15)},
    **{"koi8-r": "koi8-r", "koi8-u": "koi8-u", "macintosh": "mac-roman"},
    **{"shift_jis": "cp932", "euc-jp": "euc-jp", "iso-2022-jp": "iso2022-jp"},
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **{"big5": "big5hkscs", "euc-kr": "cp949"},
}
# A date after the capture is refused below, so nothing hangs on this one; without one
# the date of the day on which the pipeline runs would be taken.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


class Unreadable(Exception):
    """An answer that cannot be read; its message says why."""


class Answer(NamedTuple):
    """What a server answered.

    Attributes:
        status: such as 200.
        media_type: such as text/html; empty if not told or no media type.
        charset: the encoding's name; empty if not told.
        is_chunked: the body is in chunks.
        packed: how the body is packed, the last first.
        body: as it was sent.
    """

    status: int
    media_type: str
    charset: str
    is_chunked: bool
    packed: list[str]
    body: bytes


def answer_of(content: bytes) -> Answer:
    """Return the answer that a record holds.

    Raises:
        Unreadable: if it holds none.
    """
    end = HEADER_END.search(content, 0, MOST_HEADER)
    headers = headers_of(content[: end.end()], "HTTP/") if end else None
    status = STATUS.match(headers.statusline) if headers else None
    if end is None or headers is None or status is None:
        raise Unreadable("no answer of a web server")
    told = {name.lower(): value or "" for name, value in reversed(headers.headers)}
    kind = told.get("content-type", "").partition(";")[0].strip().lower()
    charset = CHARSET.search(told.get("content-type", ""))
    packed = told.get("content-encoding", "").lower().split(",")
    return Answer(
        status=int(status[1]),
        media_type=kind if MEDIA_TYPE.fullmatch(kind) else "",
        charset=charset[1] if charset else "",
        is_chunked="chunked" in told.get("transfer-encoding", "").lower(),
        packed=[name.strip() for name in reversed(packed) if name.strip()],
        body=content[end.end() :],
    )


def page_of(answer: Answer) -> bytes:
    """Return an answer's page, unpacked.

    Raises:
        Unreadable: if it is damaged, too large or packed in a way that is not known.
    """
    page = _joined(answer.body) if answer.is_chunked else answer.body
    for name in answer.packed:
        if name in ("gzip", "x-gzip"):
            # Many archives keep the header of a page that they have unpacked.
            if page.startswith(GZIP):
                page = _inflated(page, 16 + zlib.MAX_WBITS)
        elif name == "deflate":
            # Sent with or without the header of RFC 1950.
            has_header = page[:1] == b"\x78" and int.from_bytes(page[:2]) % 31 == 0
            page = _inflated(page, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        elif name != "identity":
            known = name in ("br", "zstd", "compress")
            raise Unreadable(f"packed with {name if known else 'an unknown method'}")
    if len(page) > MOST_BYTES:
        raise Unreadable("larger than 64 MiB")
    return page


def _joined(body: bytes) -> bytes:
    """Return a body of chunks as one; many archives have joined them already."""
    pieces: list[bytes] = []
    at = 0
    while True:
        size = CHUNK_SIZE.match(body, at)
        if size is None:
            if at == 0:
                return body
            raise Unreadable("its chunks are damaged")
        start, n_bytes = size.end(), int(size[1], 16)
        if n_bytes == 0:
            return b"".join(pieces)
        pieces.append(body[start : start + n_bytes])
        at = start + n_bytes + 2
        if body[at - 2 : at] != b"\r\n":
            raise Unreadable("its chunks are damaged")


def _inflated(packed: bytes, window_bits: int) -> bytes:
    inflate = zlib.decompressobj(window_bits)
    try:
        page = inflate.decompress(packed, MOST_BYTES + 1)
    except zlib.error:
        raise Unreadable("its packed data is damaged") from None
    if len(page) > MOST_BYTES:
        raise Unreadable("larger than 64 MiB")
    if not inflate.eof:
        raise Unreadable("its packed data ends too early")
    return page


def decoded(page: bytes, charset: str) -> tuple[str, bool]:
    """Return a page as text, and whether bytes of it had to be replaced.

    Its encoding is told by a byte order mark, the server or the page, in this order;
    without a word it is UTF-8 if all of it can be that, else Windows-1252.
    """
    declared = META_CHARSET.search(page, 0, PRESCAN)
    names = [charset, declared[1].decode("latin-1") if declared else ""]
    encodings = [ENCODINGS[name.lower()] for name in names if name.lower() in ENCODINGS]
    for mark, encoding in BYTE_ORDER_MARKS:
        if page.startswith(mark):
            page, encodings = page[len(mark) :], [encoding]
    for encoding in encodings[:1] or ["utf-8", "cp1252"]:
        try:
            return page.decode(encoding), False
        except UnicodeError:
            continue
    return page.decode(encoding, "replace"), True


def main_text(markup: str, url: str) -> tuple[str, date | None]:
    """Return the main text of a page, its title first, and the day it was published.

    Of dates only one is taken that stands in the page's metadata or address with year,
    month and day: others are guesses.

    Raises:
        Unreadable: if there is no telling what the page says.
    """
    # A second to import.
    from trafilatura import bare_extraction

    page = markup.encode()
    tree = None if has_monstrous_tag(page) else tree_of(page)
    if tree is None:
        raise Unreadable("nested too deep or too large")
    evidence = _evidence(tree, url)
    try:
        found = bare_extraction(
            tree,
            url=url,
            favor_precision=True,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=DATES,
        )
    except Exception:
        # Whatever a page does to a library, the next record is still to be read.
        raise Unreadable("its main text cannot be told") from None
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        return "", None
    title, text = (found.title or "").strip(), str(found.text).strip()
    if title and text.partition("\n")[0] != title:
        text = f"{title}\n{text}"
    return text, _day(found.date or "", evidence)


def _evidence(tree: html.HtmlElement, url: str) -> str:
    """Return where a date of publication may stand."""
    said = [url]
    for element in tree.iter("meta", "script"):
        if element.tag == "meta":
            said.append(element.get("content", ""))
        elif "ld+json" in element.get("type", ""):
            said.append(element.text or "")
    return "\n".join(said)


def _day(said: str, evidence: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    forms = (f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}")
    return day if any(form in evidence for form in forms) else None
