"""Bound what a PDF can ask of the library that reads it.

A PDF is a program, and a hostile one unpacks a thousandfold, refers to itself or counts
to a billion. So all that a file can ask for again and again is counted, and a file that
asks for too much is given up. The bounds are counts, not seconds, so that a file is
read, or given up, alike on every machine.
"""

import builtins
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from pdfminer import cmapdb, pdfdocument, pdffont
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels, PDFNoValidXRef
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
    stream_value,
)
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

# So much one file may ask for; all of it takes minutes. A filing of a thousand pages
# asks for a tenth.
BOUNDS = {
    "pages": 5_000,
    "look-ups": 5_000_000,
    "unpacked bytes": 2**30,
    "drawing bytes": 2**28,
    "forms": 20_000,
    "characters": 20_000_000,
    "counted steps": 20_000_000,
}
MOST_STREAM, MOST_PREDICTED = 2**26, 2**24
# The most that RunLengthDecode makes of two bytes.
RUN_LENGTH = 64
INFLATED_AT_ONCE = 1024


class TooMuch(Exception):
    """A file asks for more than a sound one would."""


class Budget:
    """What a file may still ask for."""

    def __init__(self) -> None:
        self._left = dict(BOUNDS)

    def spend(self, what: str, amount: int) -> None:
        """Count something.

        Raises:
            TooMuch: if the file asked for too much of it.
        """
        self._left[what] -= amount
        if self._left[what] < 0:
            raise TooMuch(f"asks for more than {BOUNDS[what]} {what}")


class Current:
    """The budget of the file that is being read."""

    budget = Budget()


def _counted(*bounds: int) -> range:
    """Return a range whose steps are counted."""
    steps = builtins.range(*bounds)
    # len() fails for what is longer than memory.
    n_steps = max(0, (steps.stop - steps.start) // steps.step)
    Current.budget.spend("counted steps", n_steps)
    return steps


# These modules count as far as a file tells them to, up to four billion at once.
for _module in (cmapdb, pdfdocument, pdffont):
    _module.range = _counted  # type: ignore[attr-defined]


class BoundedStream(PDFStream):
    """A stream that unpacks to so much and no more."""

    def decode(self) -> None:
        """Unpack the stream.

        Raises:
            TooMuch: if it unpacks to more than a page can hold.
        """
        data = self.rawdata or b""
        if self.decipher:
            data = self.decipher(self.objid or 0, self.genno or 0, data, self.attrs)
        for name, parameters in self.get_filters():
            data = _predicted(_unpacked(data, name), parameters)
            Current.budget.spend("unpacked bytes", len(data))
        self.data, self.rawdata = data, None


def _unpacked(data: bytes, name: object) -> bytes:
    if name in LITERALS_FLATE_DECODE:
        unpacked = _inflated(data)
    elif name in LITERALS_LZW_DECODE:
        unpacked = _lzw(data)
    elif name in LITERALS_RUNLENGTH_DECODE and len(data) * RUN_LENGTH > MOST_STREAM:
        raise TooMuch("unpacks to more than a page can hold")
    elif name in (
        *LITERALS_ASCII85_DECODE,
        *LITERALS_ASCIIHEX_DECODE,
        *LITERALS_RUNLENGTH_DECODE,
    ):
        plain = PDFStream({"Filter": name}, data)
        unpacked = plain.get_data()
    else:
        raise PDFException("an image where text should be")
    if len(unpacked) > MOST_STREAM:
        raise TooMuch("unpacks to more than a page can hold")
    return unpacked


def _inflated(data: bytes) -> bytes:
    """Return inflated bytes, of damaged ones as many as there are."""
    try:
        return zlib.decompressobj().decompress(data, MOST_STREAM + 1)
    except zlib.error:
        inflating, parts, n_bytes = zlib.decompressobj(), [], 0
        for start in range(0, len(data), INFLATED_AT_ONCE):
            piece = data[start : start + INFLATED_AT_ONCE]
            try:
                parts.append(inflating.decompress(piece, MOST_STREAM + 1))
            except zlib.error:
                break
            n_bytes += len(parts[-1])
            if n_bytes > MOST_STREAM:
                break
        return b"".join(parts)


def _lzw(data: bytes) -> bytes:
    parts, n_bytes = [], 0
    for part in LZWDecoder(BytesIO(data)).run():
        parts.append(part)
        n_bytes += len(part)
        if n_bytes > MOST_STREAM:
            break
    return b"".join(parts)


def _predicted(data: bytes, parameters: Any) -> bytes:
    """Undo what was done to bytes to make them pack better."""
    predictor = int_value((parameters or {}).get("Predictor", 1))
    if predictor == 1:
        return data
    told = [("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8)]
    colors, columns, bits = (int_value(parameters.get(*one)) for one in told)
    is_sound = min(colors, columns, bits) > 0 and colors * columns * bits <= 2**24
    if not is_sound or len(data) > MOST_PREDICTED:
        raise TooMuch("unpacks to more than a page can hold")
    if predictor == 2:
        return apply_tiff_predictor(colors, columns, bits, data)
    return apply_png_predictor(predictor, colors, columns, bits, data)


class BoundedParser(PDFParser):
    """A parser whose streams are bounded."""

    def push(self, *objects: Any) -> None:
        """Take objects; streams become bounded ones."""
        pairs: Any = ((place, _bounded(one)) for place, one in objects)
        super().push(*pairs)


def _bounded(one: object) -> object:
    if type(one) is not PDFStream:
        return one
    return BoundedStream(one.attrs, one.rawdata or b"", one.decipher)


class BoundedDocument(PDFDocument):
    """A document that counts what is looked up in it."""

    def getobj(self, objid: int) -> object:
        """Return an object."""
        Current.budget.spend("look-ups", 1)
        return super().getobj(objid)

    def find_xref(self, parser: PDFParser) -> int:
        """Return where the last table of objects stands."""
        content = parser.fp.getvalue()  # type: ignore[attr-defined]
        place = content.rfind(b"startxref")
        told = content[place + 9 : place + 40].split()
        if place < 0 or not told or not told[0].isdigit():
            raise PDFNoValidXRef("no startxref")
        return int(told[0])

    def get_page_labels(self) -> Iterator[str]:
        """Return no labels: pages are counted."""
        raise PDFNoPageLabels


class BoundedInterpreter(PDFPageInterpreter):
    """An interpreter that counts what is drawn."""

    def execute(self, streams: Sequence[object]) -> None:
        """Draw some streams."""
        for stream in streams:
            n_bytes = len(stream_value(stream).get_data())
            Current.budget.spend("drawing bytes", n_bytes)
        super().execute(streams)
