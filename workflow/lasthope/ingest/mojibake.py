r"""Mend text whose bytes were read in the wrong encoding, where that is sure.

Two mistakes are mended: UTF-8 that was read as Latin-1 or as Windows-1252 (``â€™`` for
``’``), up to three times over, and Windows-1252 that was read as Latin-1 (``\x92`` for
``’``). A stretch is mended only

- if its characters are, as bytes, valid UTF-8, and
- if they, with the characters next to them, look like a mistake to ftfy's table of
  unlikely neighbours.

So ``Ã©`` becomes ``é``, and what is merely unusual stays. Speer, R. (2019).
ftfy (Version 5.5). Zenodo. https://doi.org/10.5281/zenodo.2591652
"""

import re

from ftfy.badness import is_bad

# Windows-1252 gives the bytes 80 to 9f other characters than Latin-1, which has control
# characters there; five of them it leaves undefined.
BYTE_OF = {chr(byte): byte for byte in range(0x80, 0x100)}
WINDOWS_1252 = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
BYTE_OF |= {character: byte for byte, character in WINDOWS_1252.items()}

NEXT = "[\x80-\xbf" + "".join(map(re.escape, WINDOWS_1252.values())) + "]"
STRETCH = re.compile(
    f"(?:[\xc2-\xdf]{NEXT}|[\xe0-\xef]{NEXT}{{2}}|[\xf0-\xf4]{NEXT}{{3}})+"
)
# Group 1 is a control character of Latin-1 that can only be Windows-1252. Not U+0085,
# with which some systems end lines, and not what looks like a stretch that was cut.
CONTROL = re.compile(
    "[\xc2-\xf4][\x80-\xbf]+"
    f"|([{''.join(chr(byte) for byte in WINDOWS_1252 if byte != 0x85)}])"
)
# Each reading in the wrong encoding is one layer. More than three were never seen, and
# a limit keeps the work in proportion to the text.
MAX_LAYERS = 3


def mended(text: str) -> tuple[str, bool]:
    r"""Return a text in its right encoding, and whether it had been in a wrong one.

    >>> mended("donâ\x80\x99t")
    ('don’t', True)
    >>> mended("déjà vu – “ÇA”")
    ('déjà vu – “ÇA”', False)
    """
    if text.isascii():
        return text, False
    result = text
    for _ in range(MAX_LAYERS):
        peeled = STRETCH.sub(_decoded, result)
        if peeled == result:
            break
        result = peeled
    if result == text:
        result = CONTROL.sub(_printed, text)
    return result, result != text


def _decoded(found: re.Match[str]) -> str:
    start, end = found.span()
    if not is_bad(found.string[max(start - 1, 0) : end + 1]):
        return found[0]
    try:
        return bytes(BYTE_OF[character] for character in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _printed(found: re.Match[str]) -> str:
    return WINDOWS_1252[ord(found[1])] if found[1] else found[0]
