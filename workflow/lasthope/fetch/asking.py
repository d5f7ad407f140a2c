"""Ask a server for a file, and let it neither stall, mislead nor follow us.

Nothing secret is sent and nothing is kept: no credentials, no cookies.
"""

import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from threading import Thread
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from lasthope import __version__
from lasthope.fetch.mirrors import Unavailable

CHUNK_BYTES = 1 << 16
MAX_REDIRECTS = 5
# Below this a connection is as good as cut: it is a tenth of a slow modem's.
SLOWEST_BYTES_PER_SECOND = 500


class Passing(Exception):
    """A failure that may be over next time, perhaps after a pause that was asked."""

    def __init__(self, reason: str, pause_seconds: float | None = None):
        super().__init__(reason)
        self.pause_seconds = pause_seconds


class Session(requests.Session):
    """A session without credentials and cookies that leaves redirects to us."""

    def __init__(self) -> None:
        super().__init__()
        self.headers["User-Agent"] = f"lasthope/{__version__}"
        # The registered hash is that of the file as it is.
        self.headers["Accept-Encoding"] = "identity"
        # If there is none, requests looks for credentials in the user's .netrc.
        self.auth = _unchanged
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return nothing: requests would read all of a redirect's body."""


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def answer_to(
    session: Session, url: str, headers: dict[str, str], timeout_seconds: float
) -> requests.Response:
    """Return the answer behind all redirects, its body unread.

    Raises:
        Unavailable: if there can be none.
        Passing: if there is none now.
    """
    check_address(url)
    for _ in range(MAX_REDIRECTS + 1):
        ask = partial(
            session.get,
            url,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=timeout_seconds,
        )
        try:
            answer = _within(timeout_seconds, ask)
        except ValueError as error:
            raise Unavailable(f"it cannot be asked for ({error})") from error
        except (requests.RequestException, HTTPError, TimeoutError) as error:
            raise _lost(error, timeout_seconds) from error
        if not answer.is_redirect:
            return answer
        answer.close()
        url = check_redirect(url, answer.headers["Location"])
    raise Unavailable(f"it redirects more than {MAX_REDIRECTS} times")


def _within(seconds: float, ask: Callable[[], requests.Response]) -> requests.Response:
    """Return what ``ask`` returns, or leave it to itself after some seconds.

    The timeout of a request is that of each read, and headers can come byte by byte.
    """
    answer: Future[requests.Response] = Future()

    def work() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:
            answer.set_exception(error)

    Thread(target=work, daemon=True).start()
    return answer.result(timeout=seconds)


def check_address(url: str) -> None:
    """Refuse what is no address on the web, or holds a password.

    Raises:
        Unavailable: then.
    """
    try:
        address = urlsplit(url)
    except ValueError as error:
        raise Unavailable(f"the address {url!r} cannot be read") from error
    if address.scheme not in ("https", "http"):
        raise Unavailable(f"only https and http are fetched, not {url!r}")
    if "@" in address.netloc:
        raise Unavailable("the address holds a user name, and nothing secret is sent")


def check_redirect(url: str, target: str) -> str:
    """Return the address that a redirect of ``url`` leads to.

    >>> check_redirect("https://example.org/a/b", "../c")
    'https://example.org/c'

    Raises:
        Unavailable: if it is no address on the web or gives up encryption.
    """
    try:
        address = urljoin(url, target)
    except ValueError as error:
        raise Unavailable("it redirects to an address that cannot be read") from error
    check_address(address)
    if (urlsplit(url).scheme, urlsplit(address).scheme) == ("https", "http"):
        raise Unavailable("it redirects from https to http, which is not safe")
    return address


def received(
    answer: requests.Response, n_bytes: int, timeout_seconds: float
) -> Iterator[bytes]:
    """Yield what comes, at most so many bytes, unless it comes too slowly.

    A timeout alone would not do: one byte a second never is silence.
    """
    since, n_since = time.monotonic(), 0
    while n_bytes > 0:
        try:
            # It returns what is there, while read() waits until it has all.
            chunk = answer.raw.read1(min(CHUNK_BYTES, n_bytes), decode_content=False)
        except HTTPError as error:
            raise _lost(error, timeout_seconds) from error
        if not chunk:
            return
        yield chunk
        n_bytes -= len(chunk)
        n_since += len(chunk)
        seconds = time.monotonic() - since
        if seconds >= timeout_seconds:
            if n_since < SLOWEST_BYTES_PER_SECOND * seconds:
                slowest = SLOWEST_BYTES_PER_SECOND
                raise Passing(f"it sends fewer than {slowest} bytes a second")
            since, n_since = time.monotonic(), 0


def _lost(error: BaseException, timeout_seconds: float) -> Exception:
    """Return what to raise for an error of the network.

    It tells what the system said, not what the layers above made of it.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unavailable(f"its certificate is bad ({cause.verify_message})")
        if isinstance(cause, TimeoutError):
            return Passing(f"it took over {timeout_seconds:g} seconds to answer")
        if isinstance(cause, OSError) and cause.strerror:
            return Passing(cause.strerror)
        cause = cause.__cause__ or cause.__context__
    return Passing("the connection was cut")
