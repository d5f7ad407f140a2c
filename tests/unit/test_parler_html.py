"""Captured pages of Parler, read."""

import re
from datetime import UTC, datetime

import pytest

from lasthope.ingest import parler_html
from lasthope.ingest.reading import Bad, Dropped, Found, byte_range
from parler_pages import (
    IMAGE,
    LIST,
    OWN,
    PARENT,
    POST,
    PROFILE,
    THREAD,
    WHOLE,
    entry,
    header,
    held,
    page,
    read,
)


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
