"""What tests start from: no deadline, and to fetch from a server on this machine."""

import pytest
from hypothesis import settings

from downloads import EXPECTED
from lasthope.fetch.downloading import download
from misbehaving_server import running

# How long an example takes hangs on what else the machine does meanwhile.
settings.register_profile("lasthope", deadline=None)
settings.load_profile("lasthope")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server():
    with running() as server:
        yield server


@pytest.fixture
def bring(server, tmp_path):
    """Return a function that downloads after the given answers."""
    path, pauses = tmp_path / "part", []

    def bring(*answers, expected=EXPECTED, attempts=3, timeout_seconds=5.0, url=None):
        server.answers = answers
        download(
            url or server.url,
            str(path),
            expected,
            attempts=attempts,
            timeout_seconds=timeout_seconds,
            sleep=pauses.append,
        )
        return path.read_bytes()

    bring.path, bring.pauses = path, pauses
    return bring
