"""Turn texts into the symbols of their characters, and find what an editor put in.

Editorial insertions become white space, and a letter becomes as many as case folding
makes of it. To each symbol belongs the byte where its character begins.
"""

import numpy as np

from lasthope.compiling import compiled
from lasthope.tagging.alphabet import (
    BRACKET,
    END,
    LONGER,
    OTHER,
    SPACE,
    SYMBOL,
)

# Case folding makes of a character of two bytes three letters at most.
MOST_SYMBOLS = 2  # for each byte
# What is no part of a text, as lasthope.text.EDITORIAL has it, and letters as which
# ``re.IGNORECASE`` takes others: ſ, K, İ and ı.
FORMS = ("[sic]", "[sic.]", "[sic!]", "[name]", "[link]", "[email]", "[number]")
FORM_POINTS = np.array([ord(letter) for form in FORMS for letter in form])
FORM_ENDS = np.cumsum([len(form) for form in FORMS])
LONG_S, KELVIN, DOTTED_I, DOTLESS_I = 0x17F, 0x212A, 0x130, 0x131


@compiled
def spell(data, offsets, letters, reading):
    """Write the symbols of texts, END behind each, and the byte each comes from.

    Args:
        data: bytes of UTF-8.
        offsets: where each text begins, and as last where the last one ends.
        letters: the automaton over letters.
        reading: where to write.
    """
    symbols, origins, bounds = reading.symbols, reading.origins, reading.bounds
    entries = letters.entries
    longer, longer_symbols = letters.longer, letters.longer_symbols
    n = 0
    for text in range(len(offsets) - 1):
        begin, end = offsets[text], offsets[text + 1]
        place = begin
        while place < end:
            point, width = np.int64(data[place]), 1
            if point >= 0x80:
                width = 2 if point < 0xE0 else 3 if point < 0xF0 else 4
                point &= 0xFF >> width
                for ahead in range(1, width):
                    point = point << 6 | data[place + ahead] & 0x3F
            symbol = np.int64(entries[point] & SYMBOL)
            if symbol == BRACKET:
                stop = editorial(data, place, end)
                symbol = SPACE if stop else OTHER
                # White space for each character of an insertion; here but the last.
                while place + width < stop:
                    symbols[n], origins[n] = SPACE, place - begin
                    n += 1
                    place += width
                    width = width_of(data[place])
            elif symbol == LONGER:
                row = np.searchsorted(longer, point)
                symbol = np.int64(longer_symbols[row, 0])
                for column in range(1, longer_symbols.shape[1]):
                    if longer_symbols[row, column]:
                        symbols[n], origins[n] = symbol, place - begin
                        n += 1
                        symbol = np.int64(longer_symbols[row, column])
            symbols[n], origins[n] = symbol, place - begin
            n += 1
            place += width
        symbols[n], origins[n] = END, end - begin
        n += 1
        bounds[text + 1, 3] = n


@compiled
def decoded(data, place):
    """Return the code point that begins at a byte above 127, and how long it is."""
    byte, point = np.int64(data[place]), np.int64(data[place + 1] & 0x3F)
    if byte < 0xE0:
        return (byte & 0x1F) << 6 | point, 2
    point = point << 6 | data[place + 2] & 0x3F
    if byte < 0xF0:
        return (byte & 0x0F) << 12 | point, 3
    return (byte & 0x07) << 18 | point << 6 | data[place + 3] & 0x3F, 4


@compiled
def width_of(byte):
    """Return how many bytes a character has that begins with a byte."""
    return 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4


@compiled
def editorial(data, place, end):
    """Return where an editorial insertion ends that begins here; 0 if none does."""
    begin = 0
    for stop in FORM_ENDS:
        at, ahead = place, begin
        while ahead < stop and at < end:
            point, width = np.int64(data[at]), 1
            if point >= 0x80:
                point, width = decoded(data, at)
            if lowered(point) != FORM_POINTS[ahead]:
                break
            at += width
            ahead += 1
        if ahead == stop:
            return at
        begin = stop
    return 0


@compiled
def lowered(point):
    """Return the lower-case letter that a code point is to ``re.IGNORECASE``."""
    if ord("A") <= point <= ord("Z"):
        return point + ord("a") - ord("A")
    if point == LONG_S:
        return ord("s")
    if point == KELVIN:
        return ord("k")
    if DOTTED_I <= point <= DOTLESS_I:
        return ord("i")
    return point
