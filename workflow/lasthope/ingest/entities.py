"""Decode the HTML entities of many texts, and tell which texts are blank."""

from html import unescape

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

AMPERSAND = ord("&")


def with_entities_decoded(texts: pa.StringArray) -> tuple[pa.StringArray, np.ndarray]:
    """Return texts with their HTML entities decoded, and which have changed."""
    has_changed = np.zeros(len(texts), bool)
    _, places, content = texts.buffers()
    if not content:
        return texts, has_changed
    ampersands = np.flatnonzero(np.frombuffer(content, np.uint8) == AMPERSAND)
    ends = np.frombuffer(places, np.int32)[texts.offset + 1 :][: len(texts)]
    rows = np.unique(np.searchsorted(ends, ampersands, side="right"))
    rows = rows[rows < len(texts)]
    given = texts.take(rows).to_pylist()
    decoded = [text and unescape(text) for text in given]
    has_changed[rows] = [old != new for old, new in zip(given, decoded, strict=True)]
    changed = pa.array(
        [new for old, new in zip(given, decoded, strict=True) if old != new],
        pa.string(),
    )
    return pc.replace_with_mask(texts, pa.array(has_changed), changed), has_changed


def is_blank(texts: pa.StringArray) -> pa.BooleanArray:
    """Tell which texts are null, empty or nothing but white space."""
    is_empty = pc.equal(pc.binary_length(texts), 0)
    return pc.or_(is_empty, pc.utf8_is_space(texts)).fill_null(True)
