"""A server on this machine, and what is asked of it."""

from hashlib import sha256

from lasthope.fetch.mirrors import Expected
from misbehaving_server import CONTENT, Answer

N = len(CONTENT)
EXPECTED = Expected(N, sha256(CONTENT).hexdigest())
OTHER = CONTENT[:-1] + b"!"
CUT = Answer(cut=4000)
NO_LENGTH = {"Content-Length": None}
DATE = "Sat, 09 Jan 2021 12:00:00 GMT"


def asked(server, name):
    """Return what each request said in a header."""
    return [headers.get(name) for _, headers in server.asked]
