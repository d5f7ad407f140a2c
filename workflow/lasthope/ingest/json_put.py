"""Copy what was found in lines of JSON to where Arrow wants it, compiled with Numba.

Nothing is checked here: the lines are plain, as :mod:`lasthope.ingest.json_scan` says.
"""

from typing import Any

from lasthope.compiling import compiled
from lasthope.ingest.json_values import (
    ESCAPES,
    HIGHS,
    LETTER_U,
    MINUS,
    ONES,
    SLASH,
    SLASHES,
    ZERO,
)

# What stands for no second key.
ALONE, OR_NULL = -1, -2


@compiled
def escaped(text: Any, at: int) -> int:
    """Return what four hexadecimal digits mean."""
    value = 0
    for place in range(at, at + 4):
        byte = int(text[place])
        value = value * 16 + (byte & 15) + 9 * (byte >> 6)
    return value


@compiled
def put(words: Any, start: int, end: int, room: Any, value: int, at: int) -> int:
    """Copy a string without escapes, eight bytes at once; return where its copy ends.

    It is followed by what is written over next.
    """
    for place in range(0, end - start, 8):
        room[value, at + place] = words[start + place]
    return at + end - start


@compiled
def put_decoded(
    text: Any, words: Any, start: int, end: int,
    data: Any, room: Any, value: int, at: int,
) -> int:  # fmt: skip
    """Copy a string that may have escapes, and return where its copy ends."""
    while start < end:
        other = words[start] ^ SLASHES
        if (other - ONES) & ~other & HIGHS == 0 and start + 8 <= end:
            room[value, at] = words[start]
            start, at = start + 8, at + 8
            continue
        byte = text[start]
        if byte != SLASH:
            data[value, at] = byte
            start, at = start + 1, at + 1
            continue
        if text[start + 1] != LETTER_U:
            data[value, at] = ESCAPES[text[start + 1]]
            start, at = start + 2, at + 1
            continue
        point, start = escaped(text, start + 2), start + 6
        if point & 0xFC00 == 0xD800:
            point = 0x10000 + ((point & 0x3FF) << 10)
            point += escaped(text, start + 2) & 0x3FF
            start += 6
        if point < 0x80:
            data[value, at] = point
            at += 1
            continue
        n_more = 1 if point < 0x800 else 2 if point < 0x10000 else 3
        # The first byte of two begins with 110, of three with 1110, of four with 11110.
        data[value, at] = (0xFF00 >> (n_more + 1) & 0xFF) | point >> 6 * n_more
        for place in range(1, n_more + 1):
            data[value, at + place] = 0x80 | (point >> 6 * (n_more - place) & 0x3F)
        at += n_more + 1
    return at


@compiled
def chosen(spans: Any, first: int, second: int) -> int:
    """Return which field is the value; negative if the value is null."""
    is_there = spans[first, 0] >= 0
    if second == ALONE:
        return first if is_there else -1
    if is_there and spans[first, 1] > spans[first, 0]:
        return first
    return second if second >= 0 and spans[second, 0] >= 0 else -1


@compiled
def gather(
    text: Any, words: Any, spans: Any, choices: Any, row: int,
    data: Any, room: Any, ends: Any, is_known: Any,
) -> None:  # fmt: skip
    """Copy the values of lines.

    Args:
        text: the lines.
        words: the eight bytes from each place of the text on.
        spans: of each line, as :func:`json_scan.scan` leaves them.
        choices: by value, the keys that it may have: the first, or where that is empty
            the second; ``ALONE`` and ``OR_NULL`` stand for no second.
        row: of the first line.
        data: by value, the bytes of all rows, one after the other.
        room: the eight bytes from each of the places of ``data`` on.
        ends: by value and row, where in ``data`` it ends, after a zero.
        is_known: by value and row, whether it is not null.
    """
    for line in range(len(spans)):
        for value in range(len(choices)):
            to = int(ends[value, row])
            of = spans[line]
            field = chosen(of, choices[value, 0], choices[value, 1])
            is_known[value, row] = field >= 0
            if field >= 0:
                start, end = of[field, 0], of[field, 1]
                if of[field, 2]:
                    to = put_decoded(text, words, start, end, data, room, value, to)
                else:
                    to = put(words, start, end, room, value, to)
            ends[value, row + 1] = to
        row += 1


@compiled
def put_number(number: int, out: Any, at: int) -> int:
    """Write a number that is not negative in decimal, and return where it ends."""
    end, rest = at + 1, number // 10
    while rest:
        end, rest = end + 1, rest // 10
    for place in range(end - 1, at - 1, -1):
        out[place] = ZERO + number % 10
        number //= 10
    return end


@compiled
def put_ranges(places: Any, before: Any, out: Any, ends: Any) -> None:
    """Write where rows stand, as ``bytes 0-120``.

    Args:
        places: by row, where it starts and ends.
        before: what comes first.
        out: takes all of them, one after the other.
        ends: where in ``out`` each ends, after a zero.
    """
    at = 0
    for row in range(len(places)):
        for byte in before:
            out[at] = byte
            at += 1
        at = put_number(places[row, 0], out, at)
        out[at] = MINUS
        at = put_number(places[row, 1], out, at + 1)
        ends[row + 1] = at
