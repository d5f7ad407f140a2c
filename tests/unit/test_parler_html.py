"""Captured pages made here, read; their times held against a site that rounds down."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from lasthope.ingest import parler_html
from lasthope.ingest.captured_times import written_between
from lasthope.ingest.html_outline import outline, tags
from lasthope.ingest.reading import About, Bad, Dropped, Found, byte_range, span_of

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


def test_a_root_an_echo_and_own_words_are_three_documents_that_are_linked():
    root, echo, own = read(WHOLE)
    assert [item.text for item in (root, echo, own)] == [
        "The root & more",
        "What is echoed",
        "My own\n\nwords",
    ]
    assert [item.author for item in (root, echo, own)] == ["three", "two", "one"]
    assert [item.medium for item in (root, echo, own)] == ["post", "echo", "echo"]
    assert (root.echo_of, echo.echo_of) == (None, root.native_id)
    assert (own.echo_of, own.native_id) == (echo.native_id, POST)
    assert own.url == f"https://parler.com/post/{POST}"
    assert [item.url for item in (root, echo)] == [None, None]
    assert not any(item.is_repost or item.replies_to for item in (root, echo, own))
    assert root.created_at == datetime(2020, 12, 27, tzinfo=UTC)
    assert root.created_until == datetime(2021, 1, 4, tzinfo=UTC)
    assert own.created_at == datetime(2021, 1, 5, tzinfo=UTC)
    assert own.created_until == datetime(2021, 1, 7, tzinfo=UTC)
    assert all(item.created_precision == "range" for item in (root, echo, own))
    assert all(item.is_complete and not item.repairs for item in (root, echo, own))


def test_an_echo_without_words_has_those_of_what_it_echoes():
    echo, echoed = read(page(entry(PARENT, byline="3 days ago")))
    assert (echo.native_id, echo.author, echo.echo_of) == (
        POST,
        "one",
        echoed.native_id,
    )
    assert (echo.text, echoed.text) == ("What is echoed", "What is echoed")
    assert (echo.is_repost, echo.quoted_from, echo.quoted_author) == (True, 0, "two")
    assert (echo.medium, echo.created_at.day, echo.created_until.day) == ("echo", 6, 8)
    assert (echoed.medium, echoed.is_repost, echoed.quoted_from) == (
        "post",
        False,
        None,
    )


def test_a_profile_with_comments_and_answers():
    echo, echoed, post, welcome, answer, second, third = read(PROFILE)
    assert (echo.author, echo.echo_of) == ("one", echoed.native_id)
    assert (post.native_id, post.echo_of, post.medium) == (LIST, None, "post")
    assert (welcome.native_id, welcome.replies_to) == (THREAD, LIST)
    assert (answer.replies_to, answer.text, answer.author) == (THREAD, "Hi", "one")
    assert [item.medium for item in (welcome, answer, second)] == ["comment"] * 3
    assert (second.replies_to, second.author, second.text) == (LIST, None, "Welcome!")
    assert third.native_id == f"{second.native_id}-2"


def test_the_same_post_has_the_same_id_on_every_page():
    first = read(page(entry(PARENT, byline="3 days ago")))[1]
    other = read(page(entry(PARENT, OWN, byline="3 days ago")))[0]
    assert re.fullmatch("made-[0-9a-f]{32}", first.native_id)
    assert other.native_id == first.native_id
    ids = {first.native_id}
    for change in (
        ("@two", "@six"),
        ("4 days", "5 days"),
        ("is ech", "was ech"),
        ("/a", "/b"),
    ):
        changed = page(entry(PARENT.replace(*change), byline="3 days ago"))
        ids.add(read(changed)[1].native_id)
    assert len(ids) == 5


def test_what_a_page_shows_again_is_no_second_document():
    items = read(page(entry(PARENT, byline="1 day ago"), entry(PARENT, OWN)))
    assert [type(item) for item in items] == [Found, Found, Dropped, Found]
    assert items[2].reason == "shown before on the same page"
    assert items[3].echo_of == items[1].native_id


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("one<br>two <br/> three", "one\ntwo\nthree"),
        ("one</p><p>two", "one\n\ntwo"),
        (" one\n  two &lt;b&gt; &#39;x&#39; &quot; \n", "one two <b> 'x' \""),
        ('by <a href="/profile/x/posts" class="at">@x</a>, #tag', "by @x, #tag"),
        ('by <span class="at">@Name Hidden</span>!', "by @Name Hidden!"),
        ("I <3 this & that", "I <3 this & that"),
        ("a<script>b</script><style>c</style><!-- d -->e", "ae"),
        ("a &#xD800; &#0; &amp;amp; 👍", "a \ufffd \ufffd &amp; 👍"),
        ("<I can't> believe it", "believe it"),
        ("a &evil; b", "a &evil; b"),
        (f"before {IMAGE} after", "before\n\nafter"),
    ],
)
def test_the_text_is_what_is_seen(body, text):
    (found,) = read(page(entry(held("post", "one", body))))
    assert found.text == text


@pytest.mark.parametrize("body", ["", " \n&nbsp;", "<br>", "<script>x</script>", IMAGE])
def test_a_post_without_words_is_dropped(body):
    (dropped,) = read(page(entry(held("post", "one", body, media=IMAGE))))
    assert isinstance(dropped, Dropped)
    assert dropped.reason == "no text"


def test_an_echo_of_a_post_without_words_is_dropped_with_it():
    items = read(page(entry(held("echo--parent", "two", ""), byline="1 day ago")))
    assert [item.reason for item in items] == ["no text", "no text"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b" \r\n", "empty file"),
        (b"not a page", "not HTML"),
        (b"\xff\xfe<\0h\0", "not HTML"),
        (b"<title>Attention | Cloudflare</title>", "an error page of Cloudflare"),
        (b"<html><title>404 Not Found</title>", "a page that was not found"),
        (b'<form><input name="p" type="password">', "a login page"),
        (b"<body><app-root></app-root>", "the app without its posts"),
        (page('<span class="reblock profile--username">x</span>'), "a profile without"),
        (page(), "no post on the page"),
        (b"<div " + b"a=1 " * 2000 + b">", "a tag made to be slow"),
        (b"<p>" * 100, "larger than 64 MiB"),
    ],
)
def test_a_page_without_posts_is_bad(content, reason, monkeypatch):
    if reason == "larger than 64 MiB":
        monkeypatch.setattr(parler_html, "MOST_BYTES", 299)
    (bad,) = read(content)
    assert isinstance(bad, Bad)
    assert bad.reason.startswith(reason)
    assert bad.locator == byte_range(0, len(content))


def test_a_body_that_cannot_be_read_or_is_in_no_post_is_bad():
    nested = held("post", "one", "<b>" * 300 + "hidden")
    astray = '<div class="card--body"><p>astray</p></div>'
    bad, *others = read(page(entry(nested), entry(held("post", "two", "ok")), astray))
    assert (type(bad), bad.reason) == (Bad, "nested too deep or too large")
    assert [type(item) for item in others] == [Found, Bad]
    assert others[1].reason == "a body that is in no post"


def test_a_page_that_was_cut_off_and_bytes_that_are_no_text():
    cut = page(entry(held("post", "one", "Some words that go on")))
    (found,) = read(cut[: cut.index(b" go on")])
    assert (found.text, found.is_complete) == ("Some words that", False)
    (found,) = read(cut.replace(b"words", b"w\xffrds"))
    assert found.text == "Some w\ufffdrds that go on"
    assert (found.is_complete, found.repairs) == (True, ("bytes replaced",))


def test_a_body_cannot_name_its_author_or_time():
    lie = '<i class="author--username">@x</i><i class="post--timestamp">1 day ago</i>'
    plain = header("one", "4 days ago")
    (found,) = read(page(entry(held("post", "one", lie).replace(plain, ""))))
    assert (found.author, found.created_at) == (None, None)


def test_without_a_day_of_capture_there_is_no_date():
    for item in read(WHOLE, captured=None):
        assert (item.created_at, item.created_until) == (None, None)
        assert item.created_precision == "unknown"


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("7 hours ago", "2021-01-09T16:00", "2021-01-10T17:00"),
        ("1 minute ago", "2021-01-09T23:58", "2021-01-10T23:59"),
        ("an hour ago", "2021-01-09T22:00", "2021-01-10T23:00"),
        ("1 day ago", "2021-01-08T00:00", "2021-01-10T00:00"),
        (" 4  Days ago", "2021-01-05T00:00", "2021-01-07T00:00"),
        ("2 weeks ago", "2020-12-20T00:00", "2020-12-28T00:00"),
        ("2 months ago", "2020-10-09T00:00", "2020-11-16T00:00"),
        ("1 year ago", "2019-01-09T00:00", "2020-01-17T00:00"),
    ],
)
def test_ranges_counted_by_hand_on_a_calendar(said, start, end):
    expected = tuple(datetime.fromisoformat(f"{one}+00:00") for one in (start, end))
    assert written_between(said, CAPTURED) == expected


@pytest.mark.parametrize("said", ["", "yesterday", "4 days", "-1 days ago", "4e9 ago"])
def test_what_is_not_understood_is_no_date(said):
    assert written_between(said, CAPTURED) is None
    assert written_between("999 years ago", date(2, 1, 1)) is None


DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "year": 365.25}


@given(
    st.datetimes(datetime(2018, 8, 1), datetime(2021, 1, 10)),
    st.integers(1, 3 * 365 * 24 * 60),
    st.sampled_from([28, 30, 30.4375, 31]),
)
def test_a_range_holds_the_moment_of_any_site_that_rounds_down(written, age, month):
    captured = written.replace(tzinfo=UTC) + timedelta(minutes=age)
    lengths = {**DAYS, "month": month, "year": 12 * 30 if month == 30 else 365.25}
    for unit, days in lengths.items():
        number = int(age / (days * 24 * 60))
        if 1 <= number < 1000:
            said = f"{number} {unit}{'s' * (number > 1)} ago"
            start, end = written_between(said, captured.date())
            assert start <= written.replace(tzinfo=UTC) < end


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1
).map(lambda text: " ".join(text.split(" ")).strip(" "))


@given(WORDS.filter(str.strip))
@settings(deadline=None)
def test_any_words_come_back_and_stand_in_the_raw_bytes(text):
    content = page(entry(held("post", "one", escape(text))))
    (found,) = read(content)
    squeezed = re.sub(" +", " ", text)
    assert found.text == squeezed
    raw = parler_html.raw(io.BytesIO(content), found.locator).decode()
    assert text in unescape(raw)


PIECES = [b"<div>", b"</div>", b"<span>", b"</span>", b"</p>", b'"', b"'", b"<", b">"]
PIECES += [b"<!--", b"-->", b"\0", b"\xed\xa0\x80", b"<script>", b"&#xD800;", b"<b a='"]
PIECES += [b'<div class="card--body">', b'<span class="echo--parent">', b"<title>"]


@given(
    st.sampled_from([WHOLE, PROFILE]),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 9))),
    st.floats(0, 1),
)
@settings(deadline=None)
def test_whatever_a_page_holds_nothing_is_raised_and_no_place_named_twice(
    content, changes, cut
):
    for where, piece, n_lost in changes:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + n_lost :]
    items = read(content[: len(content) - int(cut * len(content) / 2)])
    assert items
    locators = [item.locator for item in items]
    assert len(set(locators)) == len(locators)
    for item in items:
        if isinstance(item, Found):
            item.text.encode()


@given(st.binary(max_size=200))
def test_any_bytes_are_no_page(content):
    (bad,) = read(content)
    assert isinstance(bad, Bad)


@given(st.lists(st.sampled_from(["<p>x", "<div>", "</div>", "<!-- <div> -->", "a>"])))
@settings(deadline=None)
def test_elements_stand_where_a_parser_of_trees_sees_them(pieces):
    content = f"<body>{''.join(pieces)}</body>".encode()
    marked = content.replace(b"<div>", b'<div class="x">')
    expected = [
        len(list(one.iterancestors("div")))
        for one in html.document_fromstring(marked).iter("div")
    ]
    found = outline(marked, {"x": "div"})
    spans = [(one.start, one.end) for one in found]
    depths = [sum(a < start and end <= b for a, b in spans) for start, end in spans]
    assert depths == expected


@pytest.mark.parametrize(
    "part", [b"<", b"<a b='", b"<!--", b"<div ", b"</div>", b"<a b = c", b"<script>"]
)
def test_a_page_made_to_be_slow_takes_no_longer_than_others(part):
    content = part * (200_000 // len(part))
    assert len(list(tags(content))) <= len(content)
    outline(content, {"x": "div"})
