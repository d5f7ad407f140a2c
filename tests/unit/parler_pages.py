"""Captured pages of Parler, made here."""

import io
from datetime import date

from lasthope.ingest import parler_html
from lasthope.ingest.reading import About, span_of

POST, LIST, THREAD = "0a" * 16, "1b" * 16, "2c" * 16
CAPTURED = date(2021, 1, 10)
IMAGE = (
    '<div class="media-container--wrapper w--100"><div class="mc-article--container">'
    '<span class="mc-article--title reblock">A title</span>'
    '<a href="https://news.example/a">https://news.example/a</a></div></div>'
)


def header(author, said):
    """Return a card's header; the author is a handle or None if hidden."""
    shown = f"@{author}" if author else "@Private User"
    return (
        '<div class="card--header p--flex"><span class="author--name">A Name</span>'
        f'<span class="author--username">{shown}</span>'
        f'<span class="post--timestamp">{said}</span></div>'
    )


def held(name, author, body, said="4 days ago", media=""):
    """Return an element that holds a post."""
    return (
        f'<span class="reblock {name}">{header(author, said)}'
        f'<div class="card--body">\n  <p>{body}</p>{media}</div></span>'
    )


def comment(author, body, answers=""):
    """Return a comment and the list of its answers."""
    return (
        '<div class="comment--card--wrapper"><div class="card card--comment-container">'
        f'{header(author, "2 weeks ago")}<div class="card--body"><p>{body}</p></div>'
        f"</div>{answers}</div>"
    )


def entry(*parts, byline="", below=""):
    """Return an entry of a page: what is echoed, the post, and comments below."""
    said = (
        '<div class="echo-byline--wrapper"><span class="reblock">Echoed By Some One'
        f'</span><div class="eb--col eb--timestamp"><span>{byline}</span></div></div>'
    )
    return (
        '<div class="post--card--wrapper"><div class="card card--post-container">'
        f"{said if byline else ''}{''.join(parts)}</div>{below}</div>"
    )


def page(*entries, address=f"/post/{POST}", title="@one - One - Some words"):
    """Return a page with its head."""
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title><meta property="og:title" '
        f'content="{title}" /><meta property="og:url" content="{address}" /></head>'
        '<body><div id="main-toolbar--wrapper"><a href="https://parler.com/auth/access">'
        f"Login/Register</a></div><main>{''.join(entries)}</main></body></html>"
    ).encode()


ROOT = held("echo--root show-echo-arrows", "three", "The root &amp; more", "1 week ago")
PARENT = held("echo--parent", "two", "What is echoed", media=IMAGE)
OWN = held("post show-under-echo", "one", "My own<br><br>words")
WHOLE = page(entry(ROOT, PARENT, OWN, byline="4 days ago"))
ANSWERS = f'<div id="replies-list-{THREAD}" class="replies-list--container w--100">'
COMMENTS = f'<div id="comments-list-{LIST}" class="comments-list--container w--100">'
PROFILE = page(
    entry(PARENT, byline="10 hours ago"),
    entry(
        held("post", "one", "Just joined"),
        below=COMMENTS
        + comment(
            "four",
            "Welcome!",
            ANSWERS + comment("one", "Hi").replace("comment--card", "reply--card"),
        )
        + comment(None, "Welcome!")
        + comment(None, "Welcome!")
        + "</div></div>",
    ),
    address="/profile/one/posts",
    title="@one - One",
)


def read(content, captured=CAPTURED):
    """Return the items of a page, having asked for the bytes of each."""
    items = list(parler_html.read(io.BytesIO(content), About("s", captured)))
    for item in items:
        start, end = span_of(item.locator)
        assert 0 <= start <= end <= len(content)
        found = parler_html.raw(io.BytesIO(content), item.locator)
        assert found == content[start:end]
    return items
