"""Go past one value of JSON or one character, checking it.

Every function takes the bytes and a place, and returns the place behind what stands
there, negative if that is not as it should be. Compiled with Numba; integers only.
"""

from typing import Any

import numpy as np

from lasthope.compiling import compiled

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
