"""Find where elements of certain classes stand in a page, as ranges of its bytes.

An HTML parser that builds a tree does not say where its elements came from. So tags are
found here, by the rules of the HTML standard, section 13.2.5, as far as they decide
where a tag ends, and each element that is looked for is given its first and last byte.
What is in an element is then read from these very bytes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

# Possessive, so that a page made to be slow takes no longer than its length. A quoted
# value without its end reaches to the end of the page, as it does in a browser.
NAME = rb"""[^\s/>][^\s/>=]*+"""
VALUE = rb"""\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+"""
ATTRIBUTE = re.compile(rb"[\s/]*+(%b)(%b)?+" % (NAME, VALUE))
TAG = re.compile(
    rb"<(/?)([A-Za-z][^\s/>]*+)((?:[\s/]*+%b(?:%b)?+)*+[\s/]*+)>" % (NAME, VALUE)
)
NO_TAG = re.compile(
    rb"<!--.*?(?:--!?>|\Z)|<[!?/][^>]*+(?:>|\Z)|<(?![A-Za-z])", re.DOTALL
)
# What stands in these is no markup, up to their end tag.
RAW = frozenset(
    {b"script", b"style", b"textarea", b"title", b"iframe", b"xmp", b"noembed"}
)
# A parser of trees takes time that grows with the square of a tag's attributes.
MOST_ATTRIBUTES = 1000


class Tag(NamedTuple):
    """A tag of a page, as its bytes say.

    Attributes:
        start: its first byte.
        end: byte after its last.
        name: in lower case.
        is_end: it is an end tag.
        attributes: all of them, as they stand there.
    """

    start: int
    end: int
    name: bytes
    is_end: bool
    attributes: bytes

    def values(self) -> dict[str, str]:
        """Return the attributes that have a value; of one given twice the first."""
        found: dict[str, str] = {}
        for name, value in ATTRIBUTE.findall(self.attributes):
            if value:
                text = value.partition(b"=")[2].strip()
                text = text[1:-1] if text[:1] in (b'"', b"'") else text
                key = name.decode("latin-1").lower()
                found.setdefault(key, unescape(text.decode("utf-8", "replace")))
        return found


@dataclass
class Element:
    """An element that was looked for.

    Attributes:
        role: what it is, as the caller calls it.
        start: its first byte.
        end: byte after its last; of an element that is not closed the page's end.
        identity: its attribute ``id``; empty if it has none.
        around: the elements with a role that it stands in, the nearest by role.
        is_closed: it has its end tag; without one the page was cut off.
    """

    role: str
    start: int
    end: int
    identity: str
    around: Mapping[str, "Element"]
    is_closed: bool = False


def tags(page: bytes) -> Iterator[Tag]:
    """Yield the tags of a page, but for those in comments, scripts and the like."""
    at = page.find(b"<")
    while at != -1:
        match = TAG.match(page, at)
        if match is None:
            other = NO_TAG.match(page, at)
            if other is None:
                # A tag that never ends reaches to the end of the page.
                return
            at = page.find(b"<", other.end())
            continue
        slash, name, attributes = match.groups()
        tag = Tag(at, match.end(), name.lower(), bool(slash), attributes)
        yield tag
        end = match.end()
        if tag.name in RAW and not tag.is_end:
            closing = re.compile(rb"</%b[\s/>]" % tag.name, re.IGNORECASE)
            found = closing.search(page, end)
            if found is None:
                return
            end = found.start()
        at = page.find(b"<", end)


def has_monstrous_tag(page: bytes) -> bool:
    """Return whether a tag has so many attributes that it was made to be slow."""
    return any(
        len(tag.attributes) > MOST_ATTRIBUTES
        and len(ATTRIBUTE.findall(tag.attributes)) > MOST_ATTRIBUTES
        for tag in tags(page)
    )


def outline(page: bytes, roles: Mapping[str, str]) -> list[Element]:
    """Return the ``div`` and ``span`` elements of certain classes, in document order.

    Args:
        page: the page.
        roles: class and the role of elements that have it.
    """
    elements: list[Element] = []
    around: list[Mapping[str, Element]] = [{}]
    still_open: list[tuple[bytes, Element | None]] = []
    n_divs = 0
    for tag in tags(page):
        if tag.name not in (b"div", b"span"):
            continue
        if not tag.is_end:
            element = _element(tag, roles, around[-1], len(page))
            if element is not None:
                elements.append(element)
                around.append({**around[-1], element.role: element})
            still_open.append((tag.name, element))
            n_divs += tag.name == b"div"
            continue
        # As in a browser, a div closes what is open in it, but a span no div.
        closes = n_divs if tag.name == b"div" else _is_last(still_open, tag.name)
        while closes:
            name, element = still_open.pop()
            n_divs -= name == b"div"
            if element is not None:
                around.pop()
                element.end, element.is_closed = tag.end, True
            closes = name != tag.name
    return elements


def _is_last(still_open: list[tuple[bytes, Element | None]], name: bytes) -> bool:
    return bool(still_open) and still_open[-1][0] == name


def _element(
    tag: Tag, roles: Mapping[str, str], around: Mapping[str, Element], page_end: int
) -> Element | None:
    values = tag.values()
    for name in values.get("class", "").split():
        if name in roles:
            identity = values.get("id", "")
            return Element(roles[name], tag.start, page_end, identity, around)
    return None
