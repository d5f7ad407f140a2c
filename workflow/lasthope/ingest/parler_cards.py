"""Find the cards on a page of Parler, and what each is to the others."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from lasthope.ingest.html_outline import Element, outline, tags
from lasthope.ingest.html_text import text_of, tree_of

# Classes of the elements that matter, and what they are.
ROLES = {
    "post--card--wrapper": "entry",
    "card--post-container": "card",
    "echo-byline--wrapper": "byline",
    "echo--root": "root",
    "echo--parent": "parent",
    "post": "post",
    "comments-list--container": "comments",
    "replies-list--container": "replies",
    "comment--card--wrapper": "thread",
    "reply--card--wrapper": "thread",
    "card--comment-container": "comment",
    "card--body": "body",
}
# What holds a header and a body.
HOLDERS = ("root", "parent", "post", "comment")
# Lists, and what each belongs to.
LISTS = {"comments": "entry", "replies": "thread"}
MEDIA = re.compile(r"media-container--|mc-|sensitive--")
LIST_ID = re.compile(r"-([0-9a-f]{32})\Z")
POST_ADDRESS = re.compile(r"/post/([0-9a-f]{32})/?\Z")
PROFILE_ADDRESS = re.compile(r"/profile/([^/\s]+)(?:/posts)?/?\Z")
# Of a post's page: handle, name, first words.
PAGE_TITLE = re.compile(r"@(\S+) - ")
# A hidden author is shown as "@Private User"; no handle has a space.
HANDLE = re.compile(r"@?(\S+)")


class Page(NamedTuple):
    """What the head of a page says of it.

    Attributes:
        post: id of the post it is about; None if it is another page.
        handle: author of that post, or whose profile it is; None if hidden.
    """

    post: str | None
    handle: str | None


@dataclass(eq=False)
class Card:
    """What one card of a page says.

    Attributes:
        role: root, parent, post or comment; card for an echo without own words.
        start: its first byte.
        end: byte after its last.
        text: its words.
        author: its author's handle.
        said: its time, as it stands there.
        links: addresses of what is attached to it.
        native_id: its id.
        echoes: the card it echoes.
        answers: id of what it answers.
        is_shown_again: the page has shown the same post before.
        is_complete: it does not end with the page.
        is_mended: bytes of it are not UTF-8 and were replaced.
        problem: why it cannot be read.
    """

    role: str
    start: int
    end: int
    text: str = ""
    author: str | None = None
    said: str = ""
    links: list[str] = field(default_factory=list)
    native_id: str = ""
    echoes: "Card | None" = None
    answers: str | None = None
    is_shown_again: bool = False
    is_complete: bool = True
    is_mended: bool = False
    problem: str | None = None


def cards_of(page: bytes) -> list[Card]:
    """Return the cards of a page in document order, linked to each other.

    Every body that the page shows is that of a card.
    """
    elements = outline(page, ROLES)
    about = page_of(page)
    bodies: dict[int, Element] = {}
    astray: list[Card] = []
    for body in _with_role(elements, "body"):
        holder = _nearest(body, HOLDERS)
        if holder is None or holder.start in bodies:
            problem = "a body that is in no post"
            astray.append(Card("body", body.start, body.end, problem=problem))
        else:
            bodies[holder.start] = body
    held = [
        (one, _read(page, one, bodies.get(one.start)))
        for one in _with_role(elements, *HOLDERS)
    ]
    list_ids = _ids_by_place(elements)
    for element, card in held:
        if card.role == "comment":
            listed = _nearest(element, LISTS)
            card.answers = _list_id(listed) if listed else None
            card.native_id = list_ids.get(_place(element, "thread"), "")
    echoes = _link(page, elements, held, list_ids, about)
    _name([card for _, card in held])
    _name(echoes)
    cards = [*astray, *echoes, *(card for _, card in held)]
    return sorted(cards, key=lambda card: (card.start, -card.end))


def page_of(page: bytes) -> Page:
    """Return what the head of a page says of it."""
    said: dict[str, str] = {}
    for tag in tags(page):
        if tag.name == b"div":
            break
        if tag.name == b"meta":
            values = tag.values()
            said.setdefault(values.get("property", ""), values.get("content", ""))
    address = said.get("og:url", "")
    post = POST_ADDRESS.search(address)
    who = PAGE_TITLE.match(said.get("og:title", "")) if post else None
    who = who or PROFILE_ADDRESS.search(address)
    return Page(post[1] if post else None, who[1] if who else None)


def _link(
    page: bytes,
    elements: list[Element],
    held: list[tuple[Element, Card]],
    list_ids: dict[int, str],
    about: Page,
) -> list[Card]:
    """Link what is echoed in each entry; return the echoes without own words."""
    parts: dict[int, dict[str, Card]] = {}
    for element, card in held:
        if card.role != "comment":
            parts.setdefault(_place(element, "card"), {}).setdefault(card.role, card)
    bylines = {_place(one, "card"): one for one in _with_role(elements, "byline")}
    echoes = []
    for number, entry in enumerate(_with_role(elements, "card")):
        part = parts.get(entry.start, {})
        own_id = about.post if about.post and number == 0 else ""
        if "parent" in part:
            part["parent"].echoes = part.get("root")
        echoed = part.get("parent") or part.get("root")
        if "post" in part:
            part["post"].echoes = echoed
            listed = list_ids.get(_place(entry, "entry"), "")
            part["post"].native_id = own_id or listed
        else:
            echo = Card("card", entry.start, entry.end, echoes=echoed)
            echo.native_id = own_id
            echo.author = about.handle if number == 0 or not about.post else None
            if echoed is not None:
                echo.text, echo.is_mended = echoed.text, echoed.is_mended
                echo.is_complete = echoed.is_complete
            if entry.start in bylines:
                byline = bylines[entry.start]
                echo.said = _first(page[byline.start : byline.end], "eb--timestamp")
            echoes.append(echo)
    return echoes


def _read(page: bytes, holder: Element, body: Element | None) -> Card:
    """Return what a card's header and body say."""
    card = Card(holder.role, holder.start, holder.end)
    if body is None:
        return card
    card.is_complete = body.is_closed
    header = page[holder.start : body.start]
    handle = HANDLE.fullmatch(_first(header, "author--username"))
    card.author = handle[1] if handle else None
    card.said = _first(header, "post--timestamp")
    markup = page[body.start : body.end]
    card.is_mended = _utf8(markup) != markup
    tree = tree_of(_utf8(markup))
    if tree is None:
        card.problem = "nested too deep or too large"
        return card
    card.text = text_of(tree, MEDIA)
    card.links = [
        address
        for element in tree.iter()
        for address in (element.get("href", ""), element.get("src", ""))
        if address.startswith("http")
    ]
    return card


def _first(markup: bytes, class_name: str) -> str:
    """Return the text of the first element of a class; empty if there is none."""
    tree = tree_of(_utf8(markup))
    found = [] if tree is None else tree.find_class(class_name)
    return " ".join(found[0].text_content().split()) if found else ""


def _name(cards: list[Card]) -> None:
    """Give an id to the cards that have none of the site's.

    What a page shows again has the same id, but two posts or comments that say the
    same are told apart by a number.
    """
    used: Counter[str] = Counter()
    for card in cards:
        if card.native_id:
            continue
        echoed = card.echoes.native_id if card.role == "card" and card.echoes else ""
        known = [card.author, card.said, card.text, card.links, echoed]
        card.native_id = f"made-{sha256(json.dumps(known).encode()).hexdigest()[:32]}"
        used[card.native_id] += 1
        if used[card.native_id] > 1:
            if card.role in ("root", "parent"):
                card.is_shown_again = True
            else:
                card.native_id += f"-{used[card.native_id]}"


def _with_role(elements: list[Element], *roles: str) -> list[Element]:
    return [element for element in elements if element.role in roles]


def _nearest(element: Element, roles: Iterable[str]) -> Element | None:
    found = [element.around[role] for role in roles if role in element.around]
    return max(found, key=lambda one: one.start, default=None)


def _place(element: Element, role: str) -> int:
    """Return where the nearest element of a role around another begins."""
    return element.around[role].start if role in element.around else -1


def _list_id(element: Element) -> str:
    found = LIST_ID.search(element.identity)
    return found[1] if found else ""


def _ids_by_place(elements: list[Element]) -> dict[int, str]:
    """Return the id of each entry or thread that has a list, by where it begins."""
    return {
        _place(one, LISTS[one.role]): _list_id(one)
        for one in _with_role(elements, *LISTS)
    }


def _utf8(markup: bytes) -> bytes:
    """Return markup whose bytes are all UTF-8, what is not replaced by U+FFFD."""
    return markup.decode("utf-8", "replace").encode()
