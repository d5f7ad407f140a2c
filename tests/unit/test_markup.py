"""Texts of HTML against texts typed by hand, and words that no tag may swallow."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.ingest.markup import text_of, unescaped

NAME = (
    '<span class="h-card"><a href="https://pub.example/@ann" class="u-url mention">'
    "@<span>ann</span></a></span>"
)
LINK = (
    '<a href="https://go.example/1" rel="nofollow"><span class="invisible">https://'
    '</span><span class="ellipsis">news.example/a-long-he</span>'
    '<span class="invisible">adline.html</span></a>'
)
SHORT_LINK = (
    '<a href="https://go.example/2"><span class="invisible">https://</span>'
    '<span class="">news.example/</span><span class="invisible"></span></a>'
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("   ", ""),
        ("<p></p>", ""),
        ("plain words", "plain words"),
        ("<p>One. </p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One<p>Two", "One\n\nTwo"),
        ("One<br/>two<br>three<br /><br>four", "One\ntwo\nthree\n\nfour"),
        ("<p>a <b>b</b>\n  <i> c</i>d</p>", "a b cd"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<blockquote>a</blockquote>b", "a\n\nb"),
        (
            f"<p>See {LINK}, and {SHORT_LINK}</p>",
            "See news.example/a-long-he…, and news.example/",
        ),
        (f"<p>RT {NAME}So they say</p>", "RT @ann So they say"),
        (f"<p>{NAME}, {NAME} and {NAME}’s</p>", "@ann, @ann and @ann’s"),
        (
            f'RT {NAME}“So” {NAME}🔥 ({NAME}) {NAME}: "{NAME}"',
            'RT @ann “So” @ann 🔥 (@ann) @ann: "@ann"',
        ),
        (f"<p>{NAME}</p><p>Next</p>", "@ann\n\nNext"),
        ('<a class="mention hashtag">#<span>free</span></a>Speech', "#free Speech"),
        (
            '<p><span class="quote-inline"><br/>RT: https://a.example/1</span>Mine</p>',
            "RT: https://a.example/1\n\nMine",
        ),
        ("A &amp; B &lt;b&gt; &#8217; &eacute; &hearts;", "A & B <b> ’ é ♥"),
        ("&amp;lt; &amp;amp;", "&lt; &amp;"),
        ("R&amp D &ampx", "R& D &x"),
        ("I <3 you, 1 < 2 & 3 > 2", "I <3 you, 1 < 2 & 3 > 2"),
        ("a<script>alert('<p>x</p>')</script>b<style>p{}</style>c", "abc"),
        ("a<!-- <p>x</p> -->b<!-- never closed", "ab"),
        ("<iframe>x</iframe><template><p>x</p></template><title>x</title>y", "y"),
        ("a<script>never closed <p>b</p>", "a"),
        ("a</b></p></body></html>b", "a\n\nb"),
        ("<html><head><meta charset='utf-16'></head><body>é 💥", "é 💥"),
        ("<img src=x onerror=alert(1)>a<a href='javascript:x()'>b</a>", "ab"),
        ("a\0b \ud800 c", "ab � c"),
        ("a <b", "a"),
        ("<?php x ?>y<![CDATA[z]]>", "y"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\nb\n\nc"),
    ],
)
def test_text_of(html, expected):
    assert text_of(html) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no escapes & none", "no escapes & none"),
        ("Q&amp;A &lt;3 &gt;&gt; &quot;so&quot; it&#39;s", 'Q&A <3 >> "so" it\'s'),
        ("a &amp b, R&amp; D&amp, E&amp", "a & b, R& D& E&"),
        ("&amp;amp; &amp;lt;", "&amp; &lt;"),
        ("a?b=1&amp=2 &ampersand &copy; &nbsp; &#8217; &AMP;",) * 2,
    ],
)
def test_unescaped(text, expected):
    assert unescaped(text) == expected


TAGS = ["p", "div", "b", "i", "span", "blockquote", "h1", "section", "a", "u"]
HIDDEN = ["script", "style", "template", "span class=invisible"]
WORD = st.text("abcé💥", min_size=1, max_size=5)
WORDS = st.tuples(st.just(""), st.lists(WORD, max_size=3))
TREES = st.recursive(
    WORDS | st.tuples(st.sampled_from(HIDDEN), st.lists(WORDS, max_size=2)),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)),
    max_leaves=15,
)


def written(tree):
    """Return a tree as HTML."""
    tag, inside = tree
    if not tag:
        return f" {' '.join(inside)} "
    return f"<{tag}>{''.join(map(written, inside))}</{tag.split()[0]}>"


def shown(tree):
    """Return the words of a tree outside of hidden elements."""
    tag, inside = tree
    if tag in HIDDEN:
        return []
    return [*inside] if not tag else [word for child in inside for word in shown(child)]


@given(TREES)
@settings(deadline=None)
def test_every_word_that_is_shown_is_kept(tree):
    assert text_of(written(tree)).split() == shown(tree)


SOUP = st.lists(
    st.sampled_from(
        [*(f"<{tag}>" for tag in [*TAGS, *HIDDEN, "br", "td", "table", "select"])]
        + [*(f"</{tag}>" for tag in [*TAGS, "script", "body", "html", "table", "br"])]
        + [
            "<!--",
            "-->",
            "<",
            ">",
            "&",
            "&amp",
            "&#0;",
            "&#xD800;",
            "\0",
            "\ud800",
            '"',
        ]
        + [
            "<body>",
            "<frameset>",
            "<plaintext>",
            "<![CDATA[",
            "<?",
            "é",
            "\n",
            "<a b='",
        ]
    )
).map("".join)


@given(SOUP | st.text())
@settings(deadline=None)
@example("&#xD800;")
def test_any_soup_gives_text_in_regular_form(html):
    text = text_of(html)
    # What one text leaves open does not reach into the next.
    assert text_of("<p>a <b>b</b></p>c") == "a b\n\nc"
    assert text_of(html) == text
    text.encode()
    assert text == text.strip(" \n")
    for unwanted in ("  ", " \n", "\n ", "\n\n\n", "\0", "\r", "\t"):
        assert unwanted not in text


@given(SOUP)
def test_unescaping_takes_anything(text):
    assert len(unescaped(text)) <= len(text)


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<b>" * 100_000 + "end",
            "<div>a " * 60_000 + "end",
            "</p>" * 100_000 + "end",
        ),
        "<a " + " ".join(f"a{n}=1" for n in range(50_000)) + ">end</a>",
        *("word " * 500_000 + "end", "<i x='" + "y" * 10_000_000 + "'>end"),
        *("<" * 300_000 + " end", "&" * 1_000_000 + " end", "\n " * 1_000_000 + "end"),
        *("<table>" * 50_000 + "end", "<span class='" + "a " * 300_000 + "'>end"),
    ],
    ids=lambda html: html[:8].strip(),
)
def test_hostile_input_takes_time_in_proportion_and_loses_no_word(html):
    begun = time.process_time()
    assert text_of(html).endswith("end")
    assert time.process_time() - begun < 5
