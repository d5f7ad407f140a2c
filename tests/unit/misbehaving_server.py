"""A server on this machine that answers as it is told, and badly if so told."""

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat

CONTENT = bytes(range(251)) * 40
ETAG = '"first"'
# With these settings closing a connection resets it.
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Answer:
    """One answer; the defaults are those of a good server.

    Attributes:
        status: 200 becomes 206 where a range is asked for and served.
        headers: what else is said; None leaves a header out.
        body: the whole file.
        serves_ranges: it understands Range and If-Range.
        cut: after so many bytes of the body the connection is closed.
        is_reset: and then it is reset instead.
        silence: seconds before anything is said.
        header_drip: seconds between bytes of a header that goes on and on.
        drip: seconds between bytes that are sent one by one.
        lingers: seconds before the connection is closed.
        repeats: how many times the body is sent, which the length does not say.
        is_chunked: the body is sent in chunks, without a length.
    """

    status: int = 200
    headers: dict[str, str | None] = field(default_factory=dict)
    body: bytes = CONTENT
    serves_ranges: bool = True
    cut: int | None = None
    is_reset: bool = False
    silence: float = 0
    header_drip: float = 0
    drip: float = 0
    lingers: float = 0
    repeats: int = 1
    is_chunked: bool = False


class Server(ThreadingHTTPServer):
    """Gives its answers in turn, the last one again and again.

    Attributes:
        asked: path and headers of every request.
        n_sent: how many bytes of bodies it sent.
    """

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked, self.n_sent = [Answer()], [], 0
        self.url = f"http://127.0.0.1:{self.server_port}/file.bin"

    def next_answer(self):
        return self.answers[min(len(self.asked), len(self.answers)) - 1]

    def handle_error(self, request, client_address):
        """Say nothing of clients that hang up."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.next_answer()
        self.close_connection = True
        time.sleep(answer.silence)
        if answer.header_drip:
            self.drip(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 60_000, answer.header_drip)
        status, body, headers = self.compose(answer)
        self.send_response(status)
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        for _ in repeat(None, answer.repeats):
            self.send(answer, body)
        time.sleep(answer.lingers)
        if answer.is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            os.close(self.connection.detach())

    def compose(self, answer):
        """Return status, body and headers, with the range that was asked for."""
        total, start, status = len(answer.body), 0, answer.status
        headers = {"ETag": ETAG} | answer.headers
        asked, condition = self.headers["Range"], self.headers["If-Range"]
        known = (None, headers["ETag"], headers.get("Last-Modified"))
        if status == 200 and answer.serves_ranges and asked and condition in known:
            start, status = int(asked.removeprefix("bytes=").rstrip("-")), 206
            said = {"Content-Range": f"bytes {start}-{total - 1}/{total}"}
            headers = said | headers
        kind = {"Content-Length": str(total - start)}
        if answer.is_chunked:
            kind = {"Transfer-Encoding": "chunked"}
        return status, answer.body[start:], kind | headers

    def send(self, answer: Answer, body: bytes):
        body = body[: answer.cut]
        self.server.n_sent += len(body)
        if answer.is_chunked:
            chunks = [body[i : i + 999] for i in range(0, len(body), 999)]
            framed = (b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
            body = b"".join(framed) + (b"" if answer.cut else b"0\r\n\r\n")
        if not answer.drip:
            self.wfile.write(body)
            return
        self.drip(body, answer.drip)

    def drip(self, content: bytes, seconds: float):
        for index in range(len(content)):
            self.wfile.write(content[index : index + 1])
            time.sleep(seconds)

    def log_message(self, *_):
        """Say nothing."""


@contextlib.contextmanager
def running():
    """Run a server in the background."""
    with Server() as server:
        serve: Callable = server.serve_forever
        threading.Thread(target=serve, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
