"""Downloads from a server on this machine that cuts, lies and goes on."""

from hashlib import sha256

import pytest

from downloads import CUT, DATE, EXPECTED, NO_LENGTH, OTHER, N, asked
from lasthope.fetch.mirrors import Expected, Unavailable
from misbehaving_server import CONTENT, ETAG, Answer


def test_a_good_server_is_asked_once_and_told_who_asks(server, bring):
    assert bring(Answer()) == CONTENT
    [(path, headers)] = server.asked
    assert path == "/file.bin"
    assert headers["User-Agent"].startswith("lasthope/0.")
    assert headers["Accept-Encoding"] == "identity"
    assert not headers.keys() & {"Range", "If-Range", "Cookie", "Authorization"}


@pytest.mark.parametrize(
    ("headers", "condition"),
    [
        ({}, ETAG),
        ({"ETag": 'W/"weak"'}, None),
        ({"ETag": 'W/"weak"', "Last-Modified": DATE}, DATE),
        ({"ETag": None, "Last-Modified": DATE}, DATE),
        ({"ETag": "\u00e9\u00e9"}, None),
    ],
)
def test_a_cut_is_resumed(server, bring, headers, condition):
    assert bring(Answer(cut=4000, headers=headers), Answer(headers=headers)) == CONTENT
    assert asked(server, "Range") == [None, "bytes=4000-"]
    assert asked(server, "If-Range") == [None, condition]
    assert server.n_sent == N
    assert bring.pauses == [1]


@pytest.mark.parametrize(
    "cut",
    [
        Answer(cut=4000, is_reset=True),
        Answer(cut=4000, is_chunked=True),
        Answer(cut=4000, headers=NO_LENGTH),
        Answer(cut=4000, serves_ranges=False),
    ],
)
def test_a_cut_of_any_kind_is_resumed(server, bring, cut):
    assert bring(cut, cut, Answer()) == CONTENT
    assert len(server.asked) == 3


def test_a_chunked_body_is_read(bring):
    assert bring(Answer(is_chunked=True)) == CONTENT


def test_a_later_run_goes_on(server, bring):
    with pytest.raises(Unavailable, match="the connection was cut; attempts in a row"):
        bring(CUT, attempts=1)
    assert bring.path.read_bytes() == CONTENT[:4000]
    assert bring(Answer(), attempts=1) == CONTENT
    assert asked(server, "Range") == [None, "bytes=4000-"]
    assert server.n_sent == N


def test_nothing_is_left_of_nothing(bring):
    with pytest.raises(Unavailable, match="the connection was cut"):
        bring(Answer(cut=0))
    assert not bring.path.exists()


@pytest.mark.parametrize(
    "again",
    [
        Answer(serves_ranges=False),
        Answer(headers={"ETag": '"second"'}),
    ],
)
def test_a_server_that_sends_all_again_is_read_from_the_start(server, bring, again):
    assert bring(Answer(cut=4000, body=OTHER[::-1]), again) == CONTENT
    assert asked(server, "Range") == [None, "bytes=4000-"]


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(status=416),
        Answer(status=206, headers={"Content-Range": f"bytes 0-{N - 1}/{N}"}),
        Answer(headers={"Content-Range": f"bytes 4000-{N - 1}/{N + 7}"}),
        Answer(headers={"Content-Range": "bytes 4000"}),
        Answer(headers={"Content-Range": None}),
    ],
)
def test_a_range_that_is_not_the_rest_is_not_appended(server, bring, refusal):
    bring.path.write_bytes(CONTENT[:4000])
    assert bring(refusal, Answer()) == CONTENT
    assert asked(server, "Range") == ["bytes=4000-", None]


def test_a_range_of_a_file_of_unknown_length_is_appended(server, bring):
    bring.path.write_bytes(CONTENT[:4000])
    said = {"Content-Range": f"bytes 4000-{N - 1}/*"}
    assert bring(Answer(headers=said)) == CONTENT
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("left", "ranges"),
    [
        (CONTENT, []),
        (CONTENT + b"?", [None]),
        (OTHER, [None]),
        (b"", [None]),
        (OTHER[::-1][:4000], ["bytes=4000-", None]),
    ],
)
def test_what_an_earlier_run_left(server, bring, left, ranges):
    bring.path.write_bytes(left)
    assert bring(Answer()) == CONTENT
    assert asked(server, "Range") == ranges


def test_an_empty_file(server, bring):
    expected = Expected(0, sha256().hexdigest())
    assert bring(Answer(body=b""), expected=expected) == b""
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answers", "left", "n_asked"),
    [
        ([Answer(body=OTHER)], b"", 1),
        ([Answer(body=OTHER)], OTHER[:4000], 2),
        ([Answer(body=OTHER, cut=4000), Answer(body=OTHER)], b"", 3),
    ],
)
def test_wrong_bytes_are_refused(server, bring, answers, left, n_asked):
    bring.path.write_bytes(left)
    with pytest.raises(Unavailable) as told:
        bring(*answers)
    assert str(told.value) == (
        f"its sha256 is {sha256(OTHER).hexdigest()}, "
        f"but the registry expects {EXPECTED.sha256}"
    )
    assert len(server.asked) == n_asked
    assert not bring.path.exists()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(body=CONTENT[:-1]), f"it has {N - 1} bytes, but the registry expects"),
        (Answer(body=CONTENT + b"?"), f"it has {N + 1} bytes, but"),
        (Answer(headers={"Content-Length": "9" * 5000}), "it has 9+ bytes, but the"),
        (Answer(body=CONTENT + b"?", headers=NO_LENGTH), "it is longer than the"),
        (Answer(body=CONTENT + b"?", is_chunked=True), "it is longer than the"),
    ],
)
def test_a_wrong_length_is_refused_at_once(server, bring, answer, reason):
    with pytest.raises(Unavailable, match=reason):
        bring(answer)
    assert len(server.asked) == 1
    assert not bring.path.exists()


def test_a_login_page_does_not_cost_what_has_come(server, bring):
    login = Answer(body=b"<p>Log in</p>", serves_ranges=False)
    with pytest.raises(Unavailable, match=f"it has 13 bytes, but .* expects {N}$"):
        bring(CUT, login)
    assert bring.path.read_bytes() == CONTENT[:4000]
    assert bring(Answer()) == CONTENT
    assert asked(server, "Range") == [None, "bytes=4000-", "bytes=4000-"]


@pytest.mark.parametrize("length", ["nonsense", "-5", ""])
def test_a_length_that_is_none_is_ignored(bring, length):
    assert bring(Answer(headers={"Content-Length": length})) == CONTENT


def test_a_shorter_file_without_a_length_is_refused(bring):
    with pytest.raises(Unavailable, match=f"it ended after 5000 of {N} bytes; att"):
        bring(Answer(body=CONTENT[:5000], headers=NO_LENGTH, serves_ranges=False))
    assert bring.path.read_bytes() == CONTENT[:5000]


@pytest.mark.parametrize("status", [200, 302])
def test_an_endless_body_is_not_read(server, bring, status):
    said = NO_LENGTH | ({"Location": "/there"} if status == 302 else {})
    endless = Answer(status=status, headers=said, repeats=1_000_000)
    if status == 302:
        assert bring(endless, Answer()) == CONTENT
        return
    with pytest.raises(Unavailable, match=f"longer than the {N} bytes the registry"):
        bring(endless)
    assert not bring.path.exists()


def test_a_server_that_does_not_hang_up_has_sent_all_the_same(server, bring):
    answer = Answer(headers=NO_LENGTH, lingers=1)
    assert bring(answer, attempts=1, timeout_seconds=0.3) == CONTENT
    assert (len(server.asked), bring.pauses) == (1, [])
