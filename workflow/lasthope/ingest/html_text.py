"""Read a stretch of HTML as a person would see it: its words, line by line."""

import re

from lxml import etree, html

# What a browser makes one space of (HTML standard, section 13.1: ASCII whitespace).
SPACE = re.compile(r"[ \t\n\f\r]+")
AROUND_BREAK = re.compile(r" ?\n ?")
SPACE_RUN = re.compile(r" {2,}")
# Elements that stand on lines of their own.
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "td", "th", "tr", "ul"),
    }
)
# Elements whose text is not shown where they stand.
UNSEEN = frozenset(
    {
        *("audio", "head", "iframe", "noscript", "object", "script", "select"),
        *("style", "svg", "template", "textarea", "title", "video"),
    }
)


def tree_of(markup: bytes) -> html.HtmlElement | None:
    """Return the tree of some HTML in UTF-8; None if it cannot be had whole.

    Nothing is fetched and no entity of the document's own is expanded. A parser that
    meets over 255 nested elements or 10 MB of text in one stops and forgets what came
    before, which is a way to hide words: so there is no tree then.
    """
    parser = html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    is_whole = all(entry.level_name != "FATAL" for entry in parser.error_log)
    return root if is_whole else None


def text_of(root: html.HtmlElement, unseen_class: re.Pattern[str]) -> str:
    """Return the text that is seen of an element.

    White space is one space; ``<br>`` is a line end; paragraphs and other blocks are
    apart by an empty line.

    Args:
        root: the element.
        unseen_class: elements of which a class begins so are left out.
    """
    paragraphs: list[str] = []
    line: list[str] = []
    hidden = 0

    def end_paragraph() -> None:
        text = AROUND_BREAK.sub("\n", SPACE_RUN.sub(" ", "".join(line))).strip(" \n")
        if text:
            paragraphs.append(text)
        line.clear()

    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_hidden = element.tag in UNSEEN or any(
            unseen_class.match(name) for name in element.get("class", "").split()
        )
        if event == "start":
            hidden += is_hidden
        if element.tag in BLOCKS:
            end_paragraph()
        if event == "start":
            if element.tag == "br" and not hidden:
                line.append("\n")
            following = element.text
        else:
            hidden -= is_hidden
            following = element.tail
        if following and not hidden:
            line.append(SPACE.sub(" ", following))
    end_paragraph()
    return "\n\n".join(paragraphs)
