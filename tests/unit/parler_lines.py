"""Ways to read lines of the Parler dump."""

import io
import json
from contextlib import contextmanager

import pytest

from lasthope.ingest import lines, parler_json
from lasthope.ingest.parler_json import raw, read
from lasthope.ingest.reading import About

ABOUT = About("parler")
DEEP = b'{"body":"a","media":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@contextmanager
def sizes(*, chunk=lines.CHUNK_BYTES, block=parler_json.BLOCK_BYTES, line=None):
    """Read with other sizes of chunks, blocks and longest lines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK_BYTES", chunk)
        patch.setattr(parler_json, "BLOCK_BYTES", block)
        patch.setattr(lines, "MAX_LINE_BYTES", line or lines.MAX_LINE_BYTES)
        yield


def all_of(content):
    """Return found rows, bad records and drops of a file, and check that they add up.

    Every line that is not blank is a record, and every locator leads to its line.
    """
    file = io.BytesIO(content)
    found, bad, dropped = [], [], {}
    for block in read(file, ABOUT):
        found += block.found.to_pylist()
        bad += block.bad
        for reason, n in block.dropped.items():
            dropped[reason] = dropped.get(reason, 0) + n
    records = [
        line.removesuffix(b"\r")
        for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        if line.strip()
    ]
    assert len(found) + len(bad) + sum(dropped.values()) == len(records)
    for row in found:
        assert raw(file, row["locator"]) in records
    for record in bad:
        assert raw(file, record.locator) == record.content
    return found, bad, dropped


def one(line):
    """Return the only row found on a line."""
    (row,) = all_of(line)[0]
    return row


def encoded(**values):
    return json.dumps(values).encode()
