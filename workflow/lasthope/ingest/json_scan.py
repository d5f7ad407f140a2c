"""Check lines of JSON and take a few strings out of each, without an object per value.

One line holds one object. A line is *plain* if it is strict JSON in valid UTF-8, nested
60 levels or less, without lone surrogates; if no key of the outermost object has
escapes; and if of the keys looked for none is there twice and all have strings or null.
What is not plain is for somebody else to read, slowly.

Compiled with Numba on first use and kept on disk where that can be; integers only, so
that the machine makes no difference. Every loop ends at a line feed at the latest.
"""

from typing import Any

import numpy as np

from lasthope.ingest.compiling import compiled

ODD_LINE, FULL, END = range(3)
ABSENT, NULL = -1, -2
MAX_DEPTH = 60
# What stands for what after a backslash; zero is no escape.
ESCAPES = np.zeros(256, np.uint8)
for written, meant in zip(b'"\\/bfnrt', b'"\\/\b\f\n\r\t', strict=True):
    ESCAPES[written] = meant
VALUES = np.full(256, -1)
for digit, pair in enumerate(zip("0123456789abcdef", "0123456789ABCDEF", strict=True)):
    VALUES[[ord(one) for one in pair]] = digit

TAB, FEED, RETURN, SPACE, MARK, PLUS, COMMA, MINUS, POINT = b'\t\n\r "+,-.'
ZERO, NINE, COLON, OPEN_LIST, SLASH, CLOSE_LIST = b"09:[\\]"
LETTER_E, LETTER_N, LETTER_U = b"enu"
OPEN, CLOSE = b"{}"

# In each byte of a word.
ONES, HIGHS = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
SPACES, MARKS, SLASHES = (ONES * np.uint64(byte) for byte in b' "\\')
# Times 1 << 8 * n, its highest byte is n.
PLACES, TOP, SEVEN = np.uint64(0x0001020304050607), np.uint64(56), np.uint64(7)
# The first bytes of a word, and what they may be.
FOUR, FIVE = np.uint64(2**32 - 1), np.uint64(2**40 - 1)
TRUE, FALSE, NOTHING = (
    np.uint64(int.from_bytes(word, "little")) for word in (b"true", b"false", b"null")
)


@compiled
def after_space(text: Any, at: int) -> int:
    """Return where the next byte is that is no white space."""
    while text[at] <= SPACE and text[at] in (SPACE, TAB, RETURN):
        at += 1
    return at


@compiled
def hex_value(text: Any, at: int) -> int:
    """Return what four hexadecimal digits mean, negative if they are none."""
    value = 0
    for place in range(at, at + 4):
        digit = VALUES[text[place]]
        if digit < 0:
            return -1
        value = value * 16 + digit
    return value


@compiled
def code_point(text: Any, at: int) -> tuple[int, int]:
    r"""Return the character of ``\uXXXX`` or two of them, and where it ends.

    Both are negative for what is none, lone surrogates too.
    """
    first = hex_value(text, at + 2)
    if first < 0 or 0xDC00 <= first <= 0xDFFF:
        return -1, -1
    if not 0xD800 <= first <= 0xDBFF:
        return first, at + 6
    if text[at + 6] != SLASH or text[at + 7] != LETTER_U:
        return -1, -1
    second = hex_value(text, at + 8)
    if not 0xDC00 <= second <= 0xDFFF:
        return -1, -1
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00), at + 12


@compiled
def after_character(text: Any, at: int) -> int:
    """Return the end of a character of several bytes, negative if it is not UTF-8.

    By table 3-7 of the Unicode Standard.
    """
    first, second = np.int64(text[at]), np.int64(text[at + 1])
    if second & 0xC0 != 0x80 or first < 0xC2 or first > 0xF4:
        return -1
    if first < 0xE0:
        return at + 2
    if text[at + 2] & 0xC0 != 0x80:
        return -1
    if first < 0xF0:
        is_long = first == 0xE0 and second < 0xA0
        is_surrogate = first == 0xED and second > 0x9F
        return -1 if is_long or is_surrogate else at + 3
    if text[at + 3] & 0xC0 != 0x80:
        return -1
    if (first == 0xF0 and second < 0x90) or (first == 0xF4 and second > 0x8F):
        return -1
    return at + 4


@compiled
def after_plain(words: Any, at: int) -> int:
    r"""Return where the next byte is that is not plain in a string: ", \ and others.

    Eight bytes at once: of each, the highest bit is set where it is not plain. What is
    carried from one byte to the next can only spoil what comes after the first.
    """
    while True:
        word = words[at]
        quote, slash = word ^ MARKS, word ^ SLASHES
        found = ((quote - ONES) & ~quote) | ((slash - ONES) & ~slash)
        found = (found | ((word - SPACES) & ~word) | word) & HIGHS
        if found:
            lowest = (found & (~found + np.uint64(1))) >> SEVEN
            return at + int((lowest * PLACES) >> TOP)
        at += 8


@compiled
def after_escape(text: Any, at: int) -> int:
    """Return the end of what starts with a backslash, negative if it is no escape."""
    if text[at + 1] == LETTER_U:
        return code_point(text, at)[1]
    return at + 2 if ESCAPES[text[at + 1]] else -1


@compiled
def after_digits(text: Any, at: int) -> int:
    """Return the end of one digit or more, negative if there is none."""
    start = at
    while ZERO <= text[at] <= NINE:
        at += 1
    return at if at > start else -1


@compiled
def after_number(text: Any, at: int) -> int:
    """Return the end of a number, negative if it is none."""
    if text[at] == MINUS:
        at += 1
    at = at + 1 if text[at] == ZERO else after_digits(text, at)
    if at >= 0 and text[at] == POINT:
        at = after_digits(text, at + 1)
    if at >= 0 and text[at] | 32 == LETTER_E:
        at += 1
        if text[at] == PLUS or text[at] == MINUS:
            at += 1
        at = after_digits(text, at)
    return at


@compiled
def after_word(words: Any, at: int) -> int:
    """Return the end of true, false or null, negative if it is none."""
    word = words[at]
    if word & FOUR in (TRUE, NOTHING):
        return at + 4
    return at + 5 if word & FIVE == FALSE else -1


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
    text: Any, words: Any, at: int, keys: Any, numbers: Any, spans: Any
) -> int:
    """Return where the object on a line ends, negative if the line is not plain.

    Args:
        text: lines, each with its line feed.
        words: the eight bytes from each of its places on.
        at: start of this line.
        keys: those looked for.
        numbers: which key it is, by length and first byte.
        spans: becomes, by key, where its value starts and ends and how many escapes
            there are in it; the start is negative where it is absent or null.
    """
    spans[:, 0] = ABSENT
    # One bit a level, the lowest for the innermost: whether it is an object.
    depth, objects, field, is_key = 0, 0, -1, False
    at = after_space(text, at)
    if text[at] != OPEN:
        return -1
    while True:
        at = after_space(text, at)
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
                at = after_space(text, at + 1)
                if text[at] != COLON:
                    return -1
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
def scan(text: Any, words: Any, state: Any, keys: Any, numbers: Any, spans: Any) -> int:
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
        end = after_line(text, words, at, keys, numbers, spans[n_lines])
        if end < 0:
            outcome = ODD_LINE
            break
        spans[n_lines, -1, 0] = at
        spans[n_lines, -1, 1] = end - int(text[end - 1] == RETURN)
        n_lines += 1
        at = end + 1
    state[0], state[1] = at, n_lines
    return outcome
