"""Ways to pack bytes."""

import io
import zipfile

import pyarrow as pa


def zstandard(content):
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as packed:
        packed.write(content)
    return sink.getvalue().to_pybytes()


def zipped(members, method=zipfile.ZIP_DEFLATED):
    """Pack (name, content) as a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()
