"""Downloads from a server on this machine that refuses, delays and redirects."""

import gzip
import socket
import ssl
from hashlib import sha256
from types import SimpleNamespace

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from downloads import CUT, DATE, EXPECTED, NO_LENGTH, OTHER, N, asked
from lasthope.fetch import asking, downloading
from lasthope.fetch.asking import check_redirect
from lasthope.fetch.downloading import download
from lasthope.fetch.mirrors import Expected, Unavailable
from misbehaving_server import CONTENT, Answer, running


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, r"the server does not have it \(404\)"),
        (410, r"the server has it no longer \(410\)"),
        (403, r"the server forbids it \(403\)"),
        (401, r"the server asks for a password \(401\)"),
        (400, "the server answers 400"),
        (304, "the server answers 304"),
        (204, "the server answers 204"),
    ],
)
def test_what_will_not_pass_fails_at_once(server, bring, status, reason):
    with pytest.raises(Unavailable, match=f"^{reason}$"):
        bring(Answer(status=status))
    assert (len(server.asked), bring.pauses) == (1, [])
    assert not bring.path.exists()


def test_what_may_pass_is_asked_for_again_ever_later(bring):
    assert bring(*map(Answer, (500, 503, 429, 200)), attempts=4) == CONTENT
    assert bring.pauses == [1, 2, 4]


def test_no_pause_is_longer_than_two_minutes(bring):
    with pytest.raises(Unavailable, match="the server answers 502; attempts in a row"):
        bring(Answer(status=502), attempts=10)
    assert bring.pauses == [1, 2, 4, 8, 16, 32, 64, 120, 120]
    assert not bring.path.exists()


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "86400"}, 120),
        ({"Retry-After": "9" * 5000}, 120),
        ({"Retry-After": "Sat, 09 Jan 2021 12:00:30 GMT", "Date": DATE}, 30),
        ({"Retry-After": "Sat, 09 Jan 2021 11:00:00 GMT", "Date": DATE}, 0),
        ({"Retry-After": "Sat, 09 Jan 2021 12:00:30 -0000", "Date": DATE}, 1),
        ({"Retry-After": "soon", "Date": DATE}, 1),
        ({"Retry-After": "-1"}, 1),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_pause_a_server_asks_for_is_kept(bring, monkeypatch, status, said, pause):
    # The server says its own date first; that of the test shall be the only one.
    monkeypatch.setattr("misbehaving_server.Handler.date_time_string", lambda _: DATE)
    said = {name: value for name, value in said.items() if name != "Date"}
    assert bring(Answer(status=status, headers=said), Answer()) == CONTENT
    assert bring.pauses == [pause]


def test_attempts_count_anew_when_much_has_come(server, bring, monkeypatch):
    monkeypatch.setattr(downloading, "WORTHWHILE_BYTES", 1000)
    assert bring(Answer(cut=1000), attempts=2) == CONTENT
    assert len(server.asked) == -(-N // 1000)
    assert bring.pauses == [1] * (N // 1000)


def test_attempts_that_bring_little_count(server, bring, monkeypatch):
    monkeypatch.setattr(downloading, "WORTHWHILE_BYTES", 1000)
    with pytest.raises(Unavailable, match="attempts in a row: 2"):
        bring(Answer(cut=499), attempts=2)
    assert len(server.asked) == 2


def test_what_comes_and_goes_is_not_progress(server, bring, monkeypatch):
    monkeypatch.setattr(downloading, "WORTHWHILE_BYTES", 1000)
    with pytest.raises(Unavailable, match="attempts in a row: 3"):
        bring(*[CUT, Answer(status=416)] * 20, attempts=3)
    assert len(server.asked) < 9


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_without_cookies(server, bring, status):
    said = {"Location": "/there?at=once", "Set-Cookie": "who=you; Path=/"}
    assert bring(Answer(status=status, headers=said), Answer()) == CONTENT
    assert [path for path, _ in server.asked] == ["/file.bin", "/there?at=once"]
    assert asked(server, "Cookie") == [None, None]


def test_redirects_without_end_are_refused(server, bring):
    with pytest.raises(Unavailable, match="it redirects more than 5 times"):
        bring(Answer(status=302, headers={"Location": "/file.bin"}))
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/hostname", "only https and http are fetched, not 'file:"),
        ("ftp://127.0.0.1/x", "only https and http are fetched, not 'ftp:"),
        ("data:,x", "only https and http are fetched"),
        ("http://me:secret@127.0.0.1/", "holds a user name, and nothing secret is"),
        ("http://[/", "redirects to an address that cannot be read"),
        ("http://127.0.0.1:99999999/", "cannot be asked for"),
        ("http://" + "\u00e9" * 70 + "/", "cannot be asked for"),
    ],
)
def test_a_redirect_elsewhere_is_refused(server, bring, target, reason):
    with pytest.raises(Unavailable, match=reason):
        bring(Answer(status=302, headers={"Location": target}), attempts=1)
    assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["https://example.org/a", "HTTPS://example.org/a"])
def test_encryption_is_not_given_up(url):
    with pytest.raises(Unavailable, match="from https to http, which is not safe"):
        check_redirect(url, "http://example.org/a")
    assert check_redirect(url, "//example.com/b") == "https://example.com/b"
    assert check_redirect("http://a.org/", url) == url


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "/etc/hostname", " ", "s3://bucket/x"]
)
def test_only_addresses_on_the_web_are_fetched(bring, url):
    with pytest.raises(Unavailable, match="only https and http are fetched, not"):
        bring(url=url)


def test_no_credentials_are_sent(server, bring, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert requests.utils.get_netrc_auth(server.url) == ("me", "secret")
    assert bring(Answer()) == CONTENT
    assert asked(server, "Authorization") == [None]


def test_a_drip_is_not_waited_for(server, bring):
    with pytest.raises(Unavailable, match="it sends fewer than 500 bytes a second"):
        bring(Answer(drip=0.01), attempts=2, timeout_seconds=0.3)
    assert len(server.asked) == 2
    left = bring.path.read_bytes()
    assert 0 < len(left) < 100
    assert CONTENT.startswith(left)


def test_a_slow_server_is_waited_for(bring, monkeypatch):
    monkeypatch.setattr(asking, "SLOWEST_BYTES_PER_SECOND", 20)
    content = CONTENT[:40]
    expected = Expected(40, sha256(content).hexdigest())
    slow = Answer(body=content, drip=0.01)
    assert bring(slow, expected=expected, attempts=1, timeout_seconds=0.3) == content


@pytest.mark.parametrize(
    "silent",
    [
        Answer(silence=0.5),
        Answer(body=CONTENT[:10], drip=0.5),
        Answer(header_drip=0.02),
    ],
)
def test_silence_is_not_waited_for(bring, silent):
    expected = Expected(10, sha256(CONTENT[:10]).hexdigest())
    with pytest.raises(Unavailable, match=r"it took over 0\.1 seconds to answer; att"):
        bring(silent, expected=expected, attempts=1, timeout_seconds=0.1)


def test_a_closed_port_is_told_in_the_words_of_the_system(bring):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Unavailable, match="^Connection refused; attempts in a row: 3$"):
        bring(url=f"http://127.0.0.1:{port}/")
    assert bring.pauses == [1, 2]


def test_a_bad_certificate_is_told_at_once(bring, monkeypatch):
    def refuse(*_, **__):
        error = ssl.SSLCertVerificationError(1, "refused")
        error.verify_message = "certificate has expired"
        raise requests.exceptions.SSLError("wrapped") from error

    monkeypatch.setattr(requests.Session, "send", refuse)
    reason = r"^its certificate is bad \(certificate has expired\)$"
    with pytest.raises(Unavailable, match=reason):
        bring()
    assert bring.pauses == []


@pytest.mark.parametrize("said", ["gzip", "x-gzip", "br"])
def test_what_is_packed_stays_packed(bring, said):
    packed = gzip.compress(CONTENT, mtime=0)
    expected = Expected(len(packed), sha256(packed).hexdigest())
    answer = Answer(body=packed, headers={"Content-Encoding": said})
    assert bring(answer, expected=expected) == packed


def test_what_is_no_answer_is_told(bring):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        with pytest.raises(Unavailable, match="it took over 0.1 seconds to answer"):
            bring(url=url, attempts=1, timeout_seconds=0.1)


CUTS = st.builds(
    Answer,
    status=st.sampled_from([200, 200, 200, 206, 416, 429, 500]),
    headers=st.sampled_from(
        [{}, NO_LENGTH, {"ETag": '"other"'}, {"ETag": None}, {"Retry-After": "3"}]
    ),
    body=st.sampled_from([CONTENT, CONTENT, OTHER[::-1]]),
    cut=st.integers(0, N - 1),
    serves_ranges=st.booleans(),
    is_chunked=st.booleans(),
)


@given(st.lists(CUTS, max_size=5))
@settings(deadline=None, max_examples=30)
def test_whatever_went_wrong_before_what_comes_is_right(tmp_path_factory, answers):
    path = tmp_path_factory.mktemp("mixed") / "part"
    patience = {"attempts": 7, "timeout_seconds": 5.0, "sleep": lambda _: None}
    with running() as server:
        server.answers = [*answers, Answer()]
        download(server.url, str(path), EXPECTED, **patience)
    assert path.read_bytes() == CONTENT
    assert len(server.asked) <= len(answers) + 2


def test_the_part_grows_only_by_what_comes(tmp_path):
    part = downloading._Part(str(tmp_path / "part"), EXPECTED)
    headers = requests.structures.CaseInsensitiveDict({"Content-Range": "bytes 0-1/2"})
    answer = SimpleNamespace(status_code=206, headers=headers)
    with pytest.raises(asking.Passing, match="does not go on where the file was cut"):
        downloading._accept(answer, part)
    assert not (tmp_path / "part").exists()
