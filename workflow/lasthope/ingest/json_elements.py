"""Cut a JSON archive into its elements, by bytes, holding one at a time.

Elements are the objects of a list at the top, those of a list that an object at the top
holds under a known key (``{"data": [...]}``), or the objects at the top themselves, one
a line or not. What stands between them and is no JSON is a bad element.

Of the grammar only so much is checked as tells at once that a brace or a quotation mark
is missing, before it swallows what comes after it: brackets match, and before and after
each bracket and string stands what may stand there. On damage the element ends where
the next one starts: at an object whose first key is one of those that sound elements
started with.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MAX_BYTES = 64 * 2**20
MAX_DEPTH = 100
# A bound on memory where there are only brackets.
MAX_STACK = 1_000_000
MAX_KEYS = 32
# What FIRST_KEY matches is never longer.
MAX_KEY = 400
CHUNK = 2**20
# Keys under which archives hold their posts.
LIST_KEYS = frozenset({b"data", b"posts", b"statuses", b"tweets"})
INCLUDES = b"includes"

# How an archive that Twitter hands out to its user starts.
ASSIGNMENT = re.compile(rb"\s{0,64}window\.[\w.]{1,99}\s{0,64}=\s{0,64}(?=\[)")
TOKEN = re.compile(rb'["{}\[\]]')
IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
FIRST_KEY = re.compile(rb'\{\s{0,64}+"((?:[^"\\]|\\.){0,100}+)"\s{0,64}+:', re.DOTALL)
# An object without others inside, as most are, is found at once. Possessive throughout,
# so that every byte is looked at once.
STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
PAIR = rb"%b\s*+:\s*+(?:%b|[-+.\w]++)\s*+" % (STRING, STRING)
FLAT = re.compile(rb"\{\s*+%b(?:,\s*+%b)*+\}" % (PAIR, PAIR), re.DOTALL)
SPACE = b" \t\r\n"
# What may stand before a string or bracket inside of an object or of a list.
BEFORE_STRING = {ord("{"): b"{,:", ord("["): b"[,"}
BEFORE_BRACKET = {ord("{"): b":", ord("["): b"[,"}
QUOTE = ord('"')
OPENING = {ord("}"): ord("{"), ord("]"): ord("[")}

DAMAGED = "damaged JSON"
CUT_OFF = "the file ends within it"
CUT_SHORT = "the file ends before its list does"
TOO_LONG = "longer than 64 MiB"
TOO_DEEP = f"nested more than {MAX_DEPTH} deep"
NO_OBJECT = "no JSON object"


class Element(NamedTuple):
    """An element of a file.

    Attributes:
        start: its first byte.
        end: past its last.
        content: its bytes; of one that is too long, the first 64 MiB.
        problem: why it cannot be decoded; None if it may be.
        page: number of the object at the top that lists it; None if none does.
        is_includes: it is no record, but what the records of its page refer to.
    """

    start: int
    end: int
    content: bytes
    problem: str | None
    page: int | None
    is_includes: bool = False


def elements(file: BinaryIO) -> Iterator[Element]:
    """Yield the elements of a file, in their order.

    Args:
        file: a binary stream at its start.
    """
    return _Cutter(file).run()


class _Cutter:
    """Goes from token to token: brackets, and quotation marks outside of strings."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.buffer = file.read(CHUNK)
        self.offset = 0  # of the buffer in the file
        self.at = 0  # in the buffer; what is before it is done with
        self.mark: int | None = None  # in the file; what is kept from there on
        self.begun = b""  # its first 64 MiB, if it is longer
        self.stack = bytearray()  # the brackets that are open
        self.last = b""  # the last token
        self.string_start = 0  # in the file, of the last string
        self.key = b""  # the last key of an object at the top
        self.page = 0
        # How many brackets are open where elements start; None inside of an object at
        # the top, between its lists.
        self.floor: int | None = 0
        self.element_floor: int | None = None  # of the element that is open
        self.is_too_deep = False
        self.first_keys: set[bytes] = set()

    def run(self) -> Iterator[Element]:
        """Yield the elements."""
        while len(self.buffer) < MAX_KEY and self._fill():
            pass
        start = len(codecs.BOM_UTF8) if self.buffer.startswith(codecs.BOM_UTF8) else 0
        assignment = ASSIGNMENT.match(self.buffer, start)
        self.at = assignment.end() if assignment else start
        while True:
            found = TOKEN.search(self.buffer, self.at)
            element = None
            if found:
                is_between = self.element_floor is None and self.floor is not None
                step = self._between if is_between else self._inside
                element = step(self.buffer[self.at : found.start()], found.start())
            elif len(self.buffer) - self.at > MAX_BYTES:
                element = self._resumed(len(self.buffer))
            elif not self._fill():
                break
            if element:
                yield element
        yield from self._rest()

    def _between(self, gap: bytes, place: int) -> Element | None:
        """Take a token outside of elements; return what stood before, if it is bad."""
        token = self.buffer[place : place + 1]
        if self.mark is None and gap.strip(SPACE + b","):
            self.mark = self.offset + place - len(gap.lstrip(SPACE + b","))
        starts = token == b"{" or (token == b"[" and self.floor != 0)
        if not starts and token != b"[" and not (token == b"]" and self.floor):
            if self.mark is None:
                self.mark = self.offset + place
            self.at = place + 1
            return None
        bad = None
        if self.mark is not None:
            bad = self._taken(self.offset + place, NO_OBJECT)
        self.at, self.last = place + 1, token
        if starts:
            self.mark, self.element_floor = self.offset + place, self.floor
            self.stack += token
            flat = FLAT.match(self.buffer, place)
            if flat and not bad:
                return self._closed(flat.end() - 1)
        elif token == b"[":
            self.floor = 1
            self.stack += token
        else:
            self.stack.pop()
            self.floor = None if self.stack else 0
        return bad

    def _inside(self, gap: bytes, place: int) -> Element | None:
        """Take a token inside of an object or list; return the element it ends."""
        gap = gap.strip(SPACE)
        before, token, top = gap[-1:] or self.last, self.buffer[place], self.stack[-1]
        damage = self.string_start - self.offset if self.last == b'"' else place
        if gap and self.last == b'"' and gap[0] not in b":,":
            return self._resumed(damage)
        if token == QUOTE:
            if before not in BEFORE_STRING[top]:
                return self._resumed(damage)
            self._string(place, is_key=len(self.stack) == 1 and before != b":")
        elif token in BEFORE_BRACKET:
            if before not in BEFORE_BRACKET[top] or len(self.stack) > MAX_STACK:
                return self._resumed(damage)
            self._open(place, is_first=before == b"[")
        elif top != OPENING[token]:
            return self._resumed(damage)
        else:
            return self._closed(place)
        return None

    def _string(self, place: int, *, is_key: bool) -> None:
        """Go past a string."""
        self.string_start, self.last, self.at = self.offset + place, b'"', place + 1
        begun = b""
        while True:
            end = IN_STRING.match(self.buffer, self.at).end()  # type: ignore[union-attr]
            if is_key and len(begun) < MAX_KEY:
                begun += self.buffer[self.at : end]
            self.at = end
            if self.buffer[end : end + 1] == b'"':
                self.at += 1
                break
            # It goes on, or stops at the first half of an escape.
            if not self._fill():
                self.at = len(self.buffer)
                break
        if is_key:
            self.key = begun

    def _open(self, place: int, *, is_first: bool) -> None:
        """Go into an object or a list."""
        token, position = self.buffer[place : place + 1], self.offset + place
        self.at, self.last = place + 1, token
        is_listed = self.stack == b"{[" and self.key in LIST_KEYS
        if token == b"{" and self.floor == 0 and is_first and is_listed:
            # What seemed an element holds them.
            self.floor = self.element_floor = 2
            self.mark, self.begun = position, b""
        elif self.floor is None and self.element_floor is None and self.stack == b"{":
            if token == b"[" and self.key in LIST_KEYS:
                self.floor = 2
            elif token == b"{" and self.key == INCLUDES:
                self.mark, self.element_floor = position, 1
        self.stack += token
        if len(self.stack) - (self.element_floor or 0) > MAX_DEPTH:
            self.is_too_deep = True

    def _closed(self, place: int) -> Element | None:
        """Go out of an object or a list; return the element that it was."""
        self.at, self.last = place + 1, self.buffer[place : place + 1]
        self.stack.pop()
        if self.element_floor == len(self.stack):
            return self._taken(self.offset + self.at, None)
        if not self.stack:
            self.floor, self.page = 0, self.page + 1
        return None

    def _resumed(self, place: int) -> Element:
        """Return what is damaged, and go on where an element seems to start.

        Args:
            place: where to look from.
        """
        problem = NO_OBJECT if self.element_floor is None else DAMAGED
        if self.mark is None:
            self.mark = self.offset + self.at
        self.at = max(place, 0)
        while (start := self._next_start()) is None:
            # The first half of a start may be all that is there.
            half = self.buffer.rfind(b"{", max(self.at, len(self.buffer) - MAX_KEY))
            self.at = len(self.buffer) if half < 0 else half
            if not self._fill():
                self.at = len(self.buffer)
                self.floor = 0
                break
        else:
            self.at = start
            self.floor = 2 if self.floor is None else self.floor
        self.stack = bytearray(b"[" if self.floor == 1 else b"{["[: self.floor])
        return self._taken(self.offset + self.at, problem)

    def _next_start(self) -> int | None:
        for found in FIRST_KEY.finditer(self.buffer, self.at):
            if not self.first_keys or found[1] in self.first_keys:
                return found.start()
        return None

    def _taken(self, end: int, problem: str | None) -> Element:
        """Return what is kept, up to a place in the file, as an element."""
        start = end if self.mark is None else self.mark
        first = max(start - self.offset, 0)
        last = min(end - self.offset, first + MAX_BYTES)
        content = self.begun or self.buffer[first:last]
        is_includes = self.element_floor == 1 and self.floor is None
        if problem is None and end - start > MAX_BYTES:
            problem = TOO_LONG
        elif problem is None and self.is_too_deep:
            problem = TOO_DEEP
        elif problem is None and not is_includes and len(self.first_keys) < MAX_KEYS:
            key = FIRST_KEY.match(content)
            self.first_keys |= {key[1]} if key else set()
        self.mark, self.begun, self.element_floor = None, b"", None
        self.is_too_deep = False
        content = content[: end - start]
        page = self.page if is_includes or self.floor == 2 else None
        return Element(start, end, content, problem, page, is_includes)

    def _rest(self) -> Iterator[Element]:
        """Yield what the end of the file leaves open."""
        end = self.offset + len(self.buffer)
        if self.element_floor is not None:
            yield self._taken(end, CUT_OFF)
        elif self.mark is not None or self.buffer[self.at :].strip(SPACE + b","):
            self.mark = self.offset + self.at if self.mark is None else self.mark
            yield self._taken(end, NO_OBJECT)
        elif self.floor != 0:
            yield self._taken(end, CUT_SHORT)

    def _fill(self) -> bool:
        """Read on, and tell whether there was anything to read."""
        keep = self.at if self.mark is None else self.mark - self.offset
        if not self.begun and self.at - keep >= MAX_BYTES:
            self.begun = self.buffer[keep : keep + MAX_BYTES]
        if self.begun:
            keep = self.at
        # Twice as much each time: what is copied stays in proportion.
        more = self.file.read(max(CHUNK, len(self.buffer) - keep))
        if more:
            self.buffer = self.buffer[keep:] + more
            self.offset += keep
            self.at -= keep
        return bool(more)
