"""Turn a fragment of HTML, such as the body of a post, into its text.

Nothing is executed or fetched. lxml hands over tag after tag and builds no tree: a tree
ends where the nesting is too deep, so that words would be lost, and takes time that
grows with the square of the number of attributes.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from lxml import etree

PARAGRAPHS = frozenset(
    {
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre"),
        *("blockquote", "table", "section", "article", "header", "footer", "aside"),
        *("main", "nav", "figure", "form", "fieldset", "address", "hr"),
    }
)
LINES = frozenset({"br", "li", "dt", "dd", "tr", "td", "th", "figcaption", "option"})
# What stands between these tags is not shown as text.
HIDDEN = frozenset(
    {
        *("script", "style", "template", "iframe", "object"),
        *("noembed", "noframes", "title"),
    }
)
# Classes of Mastodon and of what is built on it, such as Truth Social.
NOT_SHOWN = "invisible"
CUT = "ellipsis"
MENTION = "mention"
QUOTE = "quote-inline"
# What does not close a name in front of it.
STARTS = re.compile("[\\w“‘«„([{@#\u2190-\u2bff\U0001f000-\U0001faff]")
SURROGATE = re.compile("[\ud800-\udfff]")
SPACES = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
SPACES_IN_LINE = re.compile(" {2,}")
LINE_END = re.compile(" ?\n ?")
EMPTY_LINES = re.compile(r"\n{3,}")
# Twitter's interface escapes the first three and nothing else; archives have lost the
# semicolon, or made a comma of it.
ESCAPE = re.compile(r"&(amp|lt|gt|quot|#39)(?:[;,]|(?![\w=]))")


def text_of(html: str) -> str:
    r"""Return the words of a fragment of HTML as a browser shows them.

    Paragraphs are apart by an empty line, ``<br>`` ends a line, other white space is
    one space. Scripts, styles and comments are left out, entities are read once. Of a
    link its text is kept and not its address; where a post shows only a part of an
    address, so does the text, with ``…`` where it was cut.

    >>> text_of("<p>A &amp; <b>B</b><br>C</p><p>D<script>x()</script></p>")
    'A & B\nC\n\nD'
    """
    parser = _parser()
    # Without a tag before it, text would not be told from an empty document.
    parser.feed(b"<div>")
    parser.feed(SURROGATE.sub("\ufffd", html).replace("\0", "").encode())
    return str(parser.close())


def unescaped(text: str) -> str:
    """Return plain text with the escapes of Twitter's interface read once.

    >>> unescaped("Q&amp;A &lt;3 R&amp D &amp;lt; &copy; a?b=1&amp=2")
    'Q&A <3 R& D &lt; &copy; a?b=1&amp=2'
    """
    if "&" not in text:
        return text
    return ESCAPE.sub(lambda found: unescape(f"&{found[1]};"), text)


@lru_cache(maxsize=1)
def _parser() -> etree.HTMLParser:
    """Return the one parser: to make another takes longer than most posts take."""
    shown: Any = _Shown()
    return etree.HTMLParser(target=shown, huge_tree=True, encoding="utf-8")


class _Shown:
    """Gathers what is shown, told by a parser of each tag and each piece of text."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.parts: list[str] = []
        # What the end of each open element does.
        self.ends: list[str] = []
        self.n_hidden = 0
        self.is_after_mention = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        classes = attributes.get("class", "").split()
        end = ""
        if self.n_hidden or tag in HIDDEN or NOT_SHOWN in classes:
            end = NOT_SHOWN
            self.n_hidden += 1
        elif tag in PARAGRAPHS or QUOTE in classes:
            end = "\n\n"
            self.parts.append(end)
        elif tag in LINES:
            self.parts.append("\n")
        elif MENTION in classes or CUT in classes:
            end = MENTION if MENTION in classes else CUT
        self.ends.append(end)

    def end(self, tag: str) -> None:
        """Take the end of the element that was opened last."""
        end = self.ends.pop()
        if end == NOT_SHOWN:
            self.n_hidden -= 1
        elif end == CUT:
            self.parts.append("…")
        elif end == MENTION:
            self.is_after_mention = True
        elif end:
            self.parts.append(end)

    def data(self, data: str) -> None:
        """Take a piece of text."""
        if self.n_hidden:
            return
        # Truth Social sets what follows a name apart by style alone.
        if self.is_after_mention and STARTS.match(data):
            self.parts.append(" ")
        self.is_after_mention = False
        self.parts.append(SPACES.sub(" ", data))

    def close(self) -> str:
        """Return all that was shown, and be ready for the next."""
        text = SPACES_IN_LINE.sub(" ", "".join(self.parts))
        self.reset()
        return EMPTY_LINES.sub("\n\n", LINE_END.sub("\n", text)).strip(" \n")
