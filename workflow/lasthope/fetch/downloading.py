"""Download a file whose size and hash are known, from a server that may misbehave.

What has come stays in a part beside the target, between attempts and between runs, so
that a cut costs nothing that was already there. What is asked and how answers are
understood follows RFC 9110 (HTTP Semantics): ranges in section 14, ``If-Range`` in
13.1.5, ``Retry-After`` in 10.2.3.
"""

import logging
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from hashlib import file_digest

import requests

from lasthope.fetch.asking import Passing, Session, answer_to, received
from lasthope.fetch.mirrors import Expected, Unavailable, Wrong, progress

LOG = logging.getLogger("lasthope.fetch")

# The pause doubles with every attempt that fails; no server is waited for longer.
FIRST_PAUSE_SECONDS = 1
LONGEST_PAUSE_SECONDS = 120
# Whenever this much has come, attempts are counted anew.
WORTHWHILE_BYTES = 1 << 20
# Statuses that may pass, beside all from 500 on.
PASSING = (408, 425, 429)
TOLD = {
    401: "the server asks for a password (401)",
    403: "the server forbids it (403)",
    404: "the server does not have it (404)",
    410: "the server has it no longer (410)",
}


class _Part:
    """What has come of a file.

    Attributes:
        validator: the entity tag or date of the file that it is the start of.
        is_mixed: it holds bytes of more than one answer.
    """

    def __init__(self, path: str, expected: Expected):
        self.path = path
        self.expected = expected
        self.validator: str | None = None
        self.is_mixed = self.size > 0
        if self.size > expected.n_bytes:
            self.discard()

    @property
    def size(self) -> int:
        return os.path.getsize(self.path) if os.path.exists(self.path) else 0

    @property
    def is_complete(self) -> bool:
        return os.path.exists(self.path) and self.size == self.expected.n_bytes

    def discard(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self.path)
        self.validator = None
        self.is_mixed = False

    def check(self) -> None:
        """Raise :class:`Wrong` unless it is the whole file, and discard it then."""
        with open(self.path, "rb") as stream:
            found = file_digest(stream, "sha256").hexdigest()
        try:
            self.expected.check_hash(found)
        except Wrong:
            self.discard()
            raise


def download(
    url: str,
    path: str,
    expected: Expected,
    *,
    attempts: int,
    timeout_seconds: float,
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Download a file to ``path``, going on with what an earlier run left there.

    Args:
        url: its address, ``https:`` or ``http:``.
        path: where the part lies and, once it is whole, the file.
        expected: its size and hash; never more bytes than that are read.
        attempts: how many may fail one after the other.
        timeout_seconds: longest silence, and the time over which the least rate of
            :data:`lasthope.fetch.asking.SLOWEST_BYTES_PER_SECOND` is measured.
        sleep: called with the seconds of a pause.

    Raises:
        Unavailable: if it cannot be had. What has come stays for another run, unless
            it is known not to be the start of the file.
    """
    part = _Part(path, expected)
    patience = attempts, timeout_seconds, sleep
    _complete(url, part, *patience)
    was_mixed = part.is_mixed
    try:
        part.check()
    except Wrong:
        if not was_mixed:
            raise
        # Perhaps only what came first was wrong, so this once more from the start.
        _complete(url, part, *patience)
        part.check()


def _complete(
    url: str,
    part: _Part,
    attempts: int,
    timeout_seconds: float,
    sleep: Callable[[float], object],
) -> None:
    """Ask until all has come."""
    n_failed, furthest = 0, part.size
    while not part.is_complete:
        try:
            _ask(url, part, timeout_seconds)
        except Passing as failure:
            # It may have failed to end, when all had come.
            if part.is_complete:
                return
            if part.size - furthest >= WORTHWHILE_BYTES:
                n_failed, furthest = 0, part.size
            n_failed += 1
            if n_failed >= attempts:
                raise Unavailable(f"{failure}; attempts in a row: {attempts}") from None
            seconds = failure.pause_seconds
            if seconds is None:
                seconds = FIRST_PAUSE_SECONDS * 2 ** (n_failed - 1)
            seconds = min(seconds, LONGEST_PAUSE_SECONDS)
            LOG.info("%s: %s; trying again in %g s", url, failure, seconds)
            sleep(seconds)


def _ask(url: str, part: _Part, timeout_seconds: float) -> None:
    """Make one request and append what comes to the part."""
    n_bytes = part.expected.n_bytes
    try:
        with (
            Session() as session,
            answer_to(session, url, _range(part), timeout_seconds) as answer,
        ):
            _accept(answer, part)
            with (
                open(part.path, "ab") as file,
                progress(n_bytes, done=part.size) as bar,
            ):
                rest = n_bytes + 1 - part.size
                for chunk in received(answer, rest, timeout_seconds):
                    file.write(chunk)
                    bar.update(len(chunk))
    finally:
        if part.size == 0 < n_bytes:
            part.discard()
    if part.size > n_bytes:
        part.discard()
        raise Wrong(f"it is longer than the {n_bytes} bytes the registry expects")
    if not part.is_complete:
        raise Passing(f"it ended after {part.size} of {n_bytes} bytes")


def _range(part: _Part) -> dict[str, str]:
    """Return the headers that ask for what has not come yet."""
    if part.size == 0:
        return {}
    condition = {"If-Range": part.validator} if part.validator else {}
    return {"Range": f"bytes={part.size}-", **condition}


def _accept(answer: requests.Response, part: _Part) -> None:
    """Make the part ready for the body of an answer.

    Raises:
        Unavailable: if the answer says that the file cannot be had here.
        Passing: if it may be had some other time.
    """
    status, headers = answer.status_code, answer.headers
    if status == 206 and _continues(headers.get("Content-Range", ""), part):
        part.is_mixed = True
    elif status == 200:
        length = headers.get("Content-Length", "")
        if length.isdecimal() and length != str(part.expected.n_bytes):
            # A login page, say; what came before may still be good.
            part.expected.check_size(int(length[:20]))
        part.discard()
        part.validator = _validator(headers.get("ETag"), headers.get("Last-Modified"))
    elif status in (206, 416):
        part.discard()
        raise Passing("the server does not go on where the file was cut")
    elif status >= 500 or status in PASSING:
        raise Passing(f"the server answers {status}", _pause_asked(headers))
    else:
        raise Unavailable(TOLD.get(status, f"the server answers {status}"))


def _continues(content_range: str, part: _Part) -> bool:
    found = re.fullmatch(r"bytes ([0-9]+)-[0-9]+/([0-9]+|\*)", content_range.strip())
    sizes = ("*", str(part.expected.n_bytes))
    return found is not None and (found[1] == str(part.size) and found[2] in sizes)


def _validator(etag: str | None, last_modified: str | None) -> str | None:
    """Return what identifies a file byte by byte; a weak entity tag does not."""
    value = etag if etag and not etag.startswith("W/") else last_modified
    return value if value and value.isascii() and value.isprintable() else None


def _pause_asked(headers: requests.structures.CaseInsensitiveDict) -> float | None:
    """Return the seconds of a ``Retry-After``, by the server's own clock."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        now, then = (parsedate_to_datetime(at) for at in (headers["Date"], asked))
        return max(0.0, (then - now).total_seconds())
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
