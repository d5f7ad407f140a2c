"""Check lines of JSON and take a few strings out of each, without an object per value.

One line holds one object. A line is *plain* if it is strict JSON in valid UTF-8, nested
60 levels or less, without lone surrogates; if no key of the outermost object has
escapes; and if of the keys looked for none is there twice and all have strings or null.
What is not plain is for somebody else to read, slowly.

Compiled with Numba on first use and kept on disk where that can be; integers only, so
that the machine makes no difference. Every loop ends at a line feed at the latest.
"""

from typing import Any

from lasthope.compiling import compiled
from lasthope.ingest.json_keys import FIRST, is_met, meet
from lasthope.ingest.json_values import (
    CLOSE,
    CLOSE_LIST,
    COLON,
    COMMA,
    FEED,
    LETTER_N,
    MARK,
    OPEN,
    OPEN_LIST,
    RETURN,
    SLASH,
    after_character,
    after_escape,
    after_number,
    after_plain,
    after_space,
    after_word,
)

ODD_LINE, FULL, END = range(3)
ABSENT, NULL = -1, -2
MAX_DEPTH = 60


@compiled
def field_of(text: Any, start: int, end: int, keys: Any, numbers: Any) -> int:
    """Return which of the keys stands there, negative if none."""
    length = end - start
    if length >= len(numbers):
        return -1
    field = numbers[length, text[start]]
    if field >= 0:
        for place in range(1, length):
            if keys[field, place] != text[start + place]:
                return -1
    return field


@compiled
def after_line(
    text: Any, words: Any, at: int, keys: Any, numbers: Any, met: Any, spans: Any
) -> int:
    """Return where the object on a line ends, negative if the line is not plain.

    Args:
        text: lines, each with its line feed.
        words: the eight bytes from each of its places on.
        at: start of this line.
        keys: those looked for.
        numbers: which key it is, by length and first byte.
        met: keys of earlier lines.
        spans: becomes, by key, where its value starts and ends and how many escapes
            there are in it; the start is negative where it is absent or null.
    """
    spans[:, 0] = ABSENT
    # One bit a level, the lowest for the innermost: whether it is an object.
    depth, objects, field, is_key = 0, 0, -1, False
    last = FIRST
    at = after_space(text, at)
    if text[at] != OPEN:
        return -1
    while True:
        at = after_space(text, at)
        if is_key and depth == 1:
            following = met.followed_by[last]
            if is_met(words, at, met, following):
                last = following
                at += met.sizes[last]
                field = met.fields[last]
                if field >= 0 and spans[field, 0] != ABSENT:
                    return -1
                at = after_space(text, at)
                is_key = False
        byte = text[at]
        if byte == MARK:
            start, n_escapes = at + 1, 0
            at = after_plain(words, start)
            while text[at] != MARK:
                if text[at] == SLASH:
                    n_escapes += 1
                    at = after_escape(text, at)
                elif text[at] >= 128:
                    at = after_character(text, at)
                else:
                    return -1
                if at < 0:
                    return -1
                at = after_plain(words, at)
            if is_key:
                is_key = False
                if depth == 1:
                    if n_escapes:
                        return -1
                    field = field_of(text, start, at, keys, numbers)
                    if field >= 0 and spans[field, 0] != ABSENT:
                        return -1
                end = at
                at = after_space(text, at + 1)
                if text[at] != COLON:
                    return -1
                if depth == 1 and at == end + 1:
                    last = meet(words, start - 1, at + 1, field, met, last)
                at += 1
                continue
            if field >= 0 and depth == 1:
                spans[field, 0], spans[field, 1] = start, at
                spans[field, 2] = n_escapes
            at += 1
        elif is_key:
            return -1
        elif byte in (OPEN, OPEN_LIST):
            if depth == MAX_DEPTH or (depth == 1 and field >= 0):
                return -1
            depth, objects = depth + 1, objects * 2 + int(byte == OPEN)
            at = after_space(text, at + 1)
            # In ASCII, the closing bracket is the next but one.
            if text[at] != byte + 2:
                is_key = byte == OPEN
                continue
        else:
            if byte < 64:
                at = after_number(text, at)
                is_wanted = field < 0
            else:
                at = after_word(words, at)
                is_wanted = field < 0 or byte == LETTER_N
            if at < 0:
                return -1
            if field >= 0 and depth == 1:
                if not is_wanted:
                    return -1
                spans[field, 0] = NULL
        at = after_space(text, at)
        while text[at] == (CLOSE if objects & 1 else CLOSE_LIST):
            depth, objects = depth - 1, objects >> 1
            at = after_space(text, at + 1)
            if depth == 0:
                return at if text[at] == FEED else -1
        if text[at] != COMMA:
            return -1
        at += 1
        is_key = objects & 1 == 1


@compiled
def scan(
    text: Any, words: Any, state: Any, keys: Any, numbers: Any, met: Any, spans: Any
) -> int:
    """Return why it read no further: ``ODD_LINE``, ``FULL`` or ``END``.

    Arguments are those of :func:`after_line`, but ``state`` tells where the next line
    starts, is brought forward, and then tells how many were read; and ``spans`` has one
    more dimension, lines, and after the last key where the line starts and ends.
    """
    at, n_lines, outcome = state[0], 0, END
    while at < len(text):
        if text[at] == FEED or (text[at] == RETURN and text[at + 1] == FEED):
            at += 1
            continue
        if n_lines == len(spans):
            outcome = FULL
            break
        end = after_line(text, words, at, keys, numbers, met, spans[n_lines])
        if end < 0:
            outcome = ODD_LINE
            break
        spans[n_lines, -1, 0] = at
        spans[n_lines, -1, 1] = end - int(text[end - 1] == RETURN)
        n_lines += 1
        at = end + 1
    state[0], state[1] = at, n_lines
    return outcome
