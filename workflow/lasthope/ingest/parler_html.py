"""Read captures of Parler's pages of January 2021: one post, or a profile's posts.

Such a page shows a post, what it echoes, what that echoed in turn, and below some posts
comments and answers to them. Each is a document, and so is an echo without words of its
own, which has the words of what it echoes.

The page tells few ids: that of the post it is about in its own address; that of a post
whose comments it lists, and of a comment whose answers it lists, in the ``id`` of the
list. Everything else is given an id that begins with ``made-``: a hash of its author,
its text, its links and its time as it stands there. The same post on another page has
the same id as long as that time reads the same.

Times are relative, so they become ranges, and only where the day of the capture is
known (:mod:`lasthope.ingest.captured_times`).
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lasthope.ingest.captured_times import written_between
from lasthope.ingest.html_outline import has_monstrous_tag
from lasthope.ingest.parler_cards import Card, cards_of
from lasthope.ingest.reading import (
    About,
    Bad,
    Dropped,
    Found,
    byte_range,
    bytes_at,
)

MOST_BYTES = 64 * 2**20
POST_ID = re.compile(r"[0-9a-f]{32}")
# Why a page has no post, told by what only such a page has.
WITHOUT_POSTS = (
    (rb"cf-error-|cf-browser-|\| Cloudflare", "an error page of Cloudflare"),
    (rb"<title>[^<]*\b(?:not found|404)\b|post not found", "a page that was not found"),
    (rb"""<input\b[^>]{0,999}type=["']?password""", "a login page"),
    (rb"<app-root\b", "the app without its posts"),
    (rb"profile--username", "a profile without posts"),
    (rb"<[a-z!]", "no post on the page"),
    (rb"", "not HTML"),
)


def read(file: BinaryIO, about: About) -> Iterator[Found | Bad | Dropped]:
    """Yield the posts, echoes and comments of a page in the order they stand there.

    Args:
        file: the page as it was captured.
        about: its source, and the day of the capture if known.
    """
    page = file.read(MOST_BYTES + 1)
    whole = byte_range(0, len(page))
    problem = _problem(page)
    if problem:
        yield Bad(whole, problem, page)
        return
    cards = cards_of(page)
    if not cards:
        yield Bad(whole, _why_empty(page), page)
    for card in cards:
        yield _item(card, page, about)


def raw(file: BinaryIO, locator: str) -> bytes:
    """Return the bytes of the element that a locator points to."""
    return bytes_at(file, locator)


def _problem(page: bytes) -> str | None:
    if not page.strip():
        return "empty file"
    if len(page) > MOST_BYTES:
        return "larger than 64 MiB"
    return "a tag made to be slow" if has_monstrous_tag(page) else None


def _why_empty(page: bytes) -> str:
    return next(
        reason
        for pattern, reason in WITHOUT_POSTS
        if re.search(pattern, page, re.IGNORECASE)
    )


def _item(card: Card, page: bytes, about: About) -> Found | Bad | Dropped:
    locator = byte_range(card.start, card.end)
    if card.problem:
        return Bad(locator, card.problem, page[card.start : card.end])
    if not card.text.strip():
        return Dropped(locator, "no text")
    if card.is_shown_again:
        return Dropped(locator, "shown before on the same page")
    written = written_between(card.said, about.captured)
    is_repost = card.role == "card"
    medium = "echo" if card.echoes else "post"
    return Found(
        locator=locator,
        text=card.text,
        native_id=card.native_id,
        author=card.author,
        created_at=written[0] if written else None,
        created_until=written[1] if written else None,
        created_precision="range" if written else "unknown",
        replies_to=card.answers,
        echo_of=card.echoes.native_id if card.echoes else None,
        is_repost=is_repost,
        quoted_from=0 if is_repost else None,
        quoted_author=card.echoes.author if is_repost and card.echoes else None,
        url=_address(card),
        medium="comment" if card.role == "comment" else medium,
        is_complete=card.is_complete,
        repairs=("bytes replaced",) if card.is_mended else (),
    )


def _address(card: Card) -> str | None:
    is_post = card.role in ("post", "card") and POST_ID.fullmatch(card.native_id)
    return f"https://parler.com/post/{card.native_id}" if is_post else None
