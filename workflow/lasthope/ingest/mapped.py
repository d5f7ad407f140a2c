"""Make a document of a record of which the configuration says what its fields mean."""

from collections.abc import Mapping
from typing import NamedTuple

from lasthope.ingest.markup import text_of
from lasthope.ingest.mojibake import mended
from lasthope.ingest.moments import moment
from lasthope.ingest.reading import Bad, Dropped, Found, Item

# What a field can be: the names of :class:`lasthope.ingest.reading.Found`, but that the
# text may be given as HTML instead.
NAMES = (
    *("text", "html", "id", "author", "created_at", "url", "replies_to", "medium"),
)
NO_TEXT = "no text"


class Place(NamedTuple):
    """Where a record stands, its bytes, and what was mended to decode them."""

    locator: str
    content: bytes
    repairs: tuple[str, ...] = ()

    def bad(self, reason: str) -> Bad:
        """Return the record as one that cannot be read."""
        return Bad(self.locator, reason, self.content)


def document(values: Mapping[str, object], place: Place) -> Item:
    """Return the document of a record.

    Args:
        values: the record's values by our ``NAMES``; those it lacks are left out.
        place: where it stands.

    Returns:
        A document, or why there is none.
    """
    is_html = "html" in values
    text = values.get("html" if is_html else "text")
    if text is not None and not isinstance(text, str):
        return place.bad("its text is no text")
    words = text_of(text) if text and is_html else text
    if not words or words.isspace():
        return Dropped(place.locator, NO_TEXT)
    words, is_mended = mended(words)
    at, until, precision = moment(values.get("created_at"))
    return Found(
        place.locator,
        words,
        native_id=name(values.get("id")),
        author=name(values.get("author")),
        created_at=at,
        created_until=until,
        created_precision=precision,
        replies_to=name(values.get("replies_to")),
        url=name(values.get("url")),
        medium=name(values.get("medium")),
        repairs=repairs(place, html=is_html, mojibake=is_mended),
    )


def name(value: object) -> str | None:
    """Return an id, a handle or an address; None for what is none.

    >>> name(" 12 "), name(12), name(""), name(None), name(["12"])
    ('12', '12', None, None, None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def repairs(place: Place, **was_needed: bool) -> tuple[str, ...]:
    """Return the repairs of a record: those of its decoding and those needed since.

    >>> repairs(Place("", b"", ("surrogates",)), html=False, mojibake=True)
    ('surrogates', 'mojibake')
    """
    return (*place.repairs, *(repair for repair, was in was_needed.items() if was))
