"""Small web archives made with warcio, and ways to read them."""

import io

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from lasthope.ingest import warc
from lasthope.ingest.reading import About, Found

SENTENCES = [
    "The service was told on Friday that its servers would be taken away on Sunday.",
    "A second paragraph says at some length what the company had to say about it all.",
]
PAGE = (
    "<html><head><title>Servers gone</title>{head}</head><body><nav>Home</nav><article>"
    f"<h1>Servers gone</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>"
    "<footer>Imprint</footer></body></html>"
)
PLAIN = PAGE.replace("{head}", "").encode()
TEXT = "\n".join(["Servers gone", *SENTENCES])
DATED = '<meta property="article:published_time" content="2021-01-{day}T10:00:00Z">'
PARLER = (
    b'<div class="post--card--wrapper"><div class="card card--post-container">'
    b'<span class="reblock post"><span class="author--username">@one</span>'
    b'<span class="post--timestamp">1 day ago</span><div class="card--body"><p>Hi '
    b"there</p></div></span></div></div>"
)
HTML = ("Content-Type", "text/html; charset=utf-8")
URL = "https://news.example/a"
NOON = "2021-01-10T12:00:00Z"


def record(
    writer, payload=PLAIN, *, url=URL, kind="response", status="200 OK", headers=(HTML,)
):
    """Return a record; its identifier and date are fixed."""
    sent = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    named = {"WARC-Date": NOON, "WARC-Record-ID": "<urn:uuid:0>"}
    http = sent if kind in ("response", "request", "revisit") else None
    return writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(payload),
        http_headers=http,
        warc_headers_dict=named,
    )


def archive(*records, is_packed=True):
    """Return the bytes of an archive of records given as keyword arguments."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=is_packed)
    for arguments in records:
        writer.write_record(record(writer, **arguments))
    return out.getvalue()


class Stream(io.RawIOBase):
    """Bytes that can only be read forward, a few at a time."""

    def __init__(self, content):
        self.left = io.BytesIO(content)

    def readable(self):
        return True

    def read(self, size=-1):
        return self.left.read(min(size, 1000) if size >= 0 else -1)


def read(content, captured=None):
    """Return the items of an archive, having asked for the bytes of each document."""
    items = list(warc.read(io.BytesIO(content), About("s", captured)))
    assert list(warc.read(Stream(content), About("s", captured))) == items
    for item in items:
        if isinstance(item, Found):
            part = warc.raw(Stream(content), item.locator).decode("utf-8", "replace")
            assert item.text.splitlines()[-1] in part
    locators = [item.locator for item in items]
    assert len(set(locators)) == len(locators)
    return items


def offsets(content):
    """Return where the records stand, as warcio says."""
    records_of = ArchiveIterator(io.BytesIO(content))
    return [f"record {records_of.get_record_offset()}" for _ in records_of]
