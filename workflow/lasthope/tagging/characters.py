"""Decode UTF-8, and find what an editor put into a text."""

import numpy as np

from lasthope.compiling import compiled

# What is no part of a text, as lasthope.text.EDITORIAL has it, and letters as which
# ``re.IGNORECASE`` takes others: ſ, K, İ and ı.
FORMS = ("[sic]", "[sic.]", "[sic!]", "[name]", "[link]", "[email]", "[number]")
FORM_POINTS = np.array([ord(letter) for form in FORMS for letter in form])
FORM_ENDS = np.cumsum([len(form) for form in FORMS])
LONG_S, KELVIN, DOTTED_I, DOTLESS_I = 0x17F, 0x212A, 0x130, 0x131


@compiled
def decoded(data, place):
    """Return the code point that begins at a byte above 127, and how long it is."""
    byte = np.int64(data[place])
    if byte < 0xE0:
        return (byte & 0x1F) << 6 | data[place + 1] & 0x3F, 2
    if byte < 0xF0:
        point = (byte & 0x0F) << 12 | np.int64(data[place + 1] & 0x3F) << 6
        return point | data[place + 2] & 0x3F, 3
    point = (byte & 0x07) << 18 | np.int64(data[place + 1] & 0x3F) << 12
    point |= np.int64(data[place + 2] & 0x3F) << 6
    return point | data[place + 3] & 0x3F, 4


@compiled
def editorial(data, place, end):
    """Return how many bytes and characters an editorial insertion has; else 1 and 1."""
    begin = 0
    for stop in FORM_ENDS:
        at, ahead = place, begin
        while ahead < stop and at < end:
            point, width = np.int64(data[at]), 1
            if point >= 0xF8:
                break
            if point >= 0x80:
                point, width = decoded(data, at)
            if lowered(point) != FORM_POINTS[ahead]:
                break
            at += width
            ahead += 1
        if ahead == stop:
            return at - place, stop - begin
        begin = stop
    return 1, 1


@compiled
def lowered(point):
    """Return the lower-case letter that a code point is to ``re.IGNORECASE``."""
    if ord("A") <= point <= ord("Z"):
        return point + ord("a") - ord("A")
    if point == LONG_S:
        return ord("s")
    if point == KELVIN:
        return ord("k")
    if point == DOTTED_I or point == DOTLESS_I:
        return ord("i")
    return point
