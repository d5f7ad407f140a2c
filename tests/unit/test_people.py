"""Pseudonyms and masks: what stays private, and what is left as it was."""

import re
import stat
import threading
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.people import KEY_VARIABLE, Pseudonyms, key, mask, pseudonym

MASKED = [
    # Mentions.
    ("@nobody_1 says hi", "[name] says hi"),
    ("RT @nobody: hi QT @some_one hi", "RT [name]: hi QT [name] hi"),
    ("(@nobody)’s @nobody’s @a.b-c. Good", "([name])’s [name]’s [name]. Good"),
    ("＠ｎｏｂｏｄｙ ﹫nobody", "[name] [name]"),
    ("@Łódź @नमूना @Jose\u0301, @50", "[name] [name] [name], [name]"),
    ("@@@nobody@somebody", "@@[name][name]"),
    ("thanks@nobody a@b", "thanks[name] a[name]"),
    ("#tag#@nobody", "#tag#[name]"),
    # Links.
    ("see http://example.org/a_(b)?c=d#e.", "see [link]."),
    ("(HTTPS://u:p@xn--a.example:8080/é/@x)!", "([link])!"),
    ("https://münchen.example, [www.example.org]", "[link], [[link]]"),
    ("“http://example.org/a…” stuckhttp://x", "“[link]…” stuck[link]"),
    ("t.co/Ab1 bit.ly/2x, parler.com/post/1", "[link] [link], [link]"),
    ("sub.example.com:80 example.com?q=1", "[link] [link]"),
    ("ftp://example.org http:// x", "[link] [link] x"),
    ("見よ「https://example.jp/道」", "見よ「[link]」"),
    # E-mail.
    ("a.b+c@mail.example.co.uk.", "[email]."),
    ("'x@example.org' -x@example.org", "'[email]' [email]"),
    ("mailto:x@example.org?subject=y", "[email]?subject=y"),
    ("x (at) example (dot) com, x[AT]example.com", "[email], [email]"),
    ("x at example dot com", "[email]"),
    # Telephone numbers.
    ("call +44 20 7946 0958 or +442079460958!", "call [number] or [number]!"),
    ("(202) 555-0100, 1-202-555-0100", "[number], [number]"),
    ("202.555.0100 202 555 0100 (202)-555-0100", "[number] [number] [number]"),
    ("at 202-555-0100http://example.org", "at [number][link]"),
]
UNCHANGED = [
    *("", "meet @ 5pm", "a @, b @!", "the http protocol", "his e-mail, at home (at 9)"),
    *(
        "example.com and Example.org.",
        "is it on example.com?",
        "and/or 1.5/2 e.g./i.e.",
    ),
    *("#hashtag #1 [sic] [name] [link] [email] [number]", "2019-2020, 2016 2020 2024"),
    *("$1,202,555 on 10.05.2020/21", "+1 for that, +2020 SERIES", "11-202-555-0100"),
    *("polka dot com", "no. 2025550100", "A.B. Sentence.Next... end", "😀 שלום 道"),
]
PIECES = [
    *("@", "＠", "a", "b", "Foo", "_", "1", "202", "555", "0100", "+44", "+1", " "),
    *(" ", ".", ".", "-", "/", ":", "://", "http", "https://", "www.", "com", "x.com"),
    *("(at)", "[at]", " at ", " dot ", "(dot)", "(", ")", "[", "]", "<", ">", "'", '"'),
    *(",", "!", "?", "#", "é", "e\u0301", "न", "\n", "[name]", "[link]", "mailto:"),
    *("%", "+", "…", "、", "😀", "&", "=", "ſ", "İ", "\ud800"),
]
MESSY = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text()
NAMES = st.lists(
    st.sampled_from(["foo", "Foo1", "name", "link", "0100", "x.com", "@bFoo"]),
    max_size=3,
)


@pytest.fixture(autouse=True)
def _no_key_of_ours(monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_what_leads_to_people_is_masked(text, expected):
    assert mask(text) == expected


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_leads_to_nobody_stays(text):
    assert mask(text) == text


@given(MESSY, NAMES)
@example("~+10100202http://", [])
@example("+440100555mailto:a.com", [])
@example("202-555-0100-0100", ["0100"])
def test_masking_twice_is_masking_once(text, names):
    once = mask(text, names=names)
    assert mask(once, names=names) == once


@given(MESSY)
def test_no_mention_no_link_no_address_is_left(text):
    assert not re.search(r"[@＠﹫]\w|https?://|\w@[\w.]+\.\w", mask(text), re.I)


@given(MESSY)
def test_what_a_text_loses_does_not_hang_on_what_else_is_in_it(text):
    # A quick look decides whether a text is searched at all.
    assert mask(f"{text} @x") == f"{mask(text)} [name]"


@given(st.text(st.characters(exclude_characters="@＠﹫.:+0123456789")))
def test_a_text_without_any_sign_stays(text):
    assert mask(text) == text


@given(
    st.from_regex(r"\A\w{1,9}\Z"),
    st.sampled_from(["RT @%s: x", "%s@example.org", "a@%s’s"]),
)
def test_what_is_left_says_nothing_of_the_handle(handle, form):
    assert mask(form % handle) == mask(form % "nobody")


def test_names_are_masked_as_whole_words():
    masked = mask(
        "Nobody knows NOBODY’s nobody. Nobodys? I am Ann, Mr No One, @nobody",
        names=["@nobody", "Ann", "no one"],
    )
    expected = "[name] knows [name]’s [name]. Nobodys? I am Ann, Mr [name], [name]"
    assert masked == expected


def test_names_that_are_common_words_are_masked_only_with_the_at():
    common = {"patriot"}.__contains__
    masked = mask("@Patriot is a patriot", names=["Patriot"], is_common=common)
    assert masked == "[name] is a patriot"


def test_an_insertion_is_not_masked_again():
    names = ["link", "name", "numb(er"]
    assert mask("Link: http://a.example numb(er", names=names) == (
        "[name]: [link] [name]"
    )


HOSTILE = [
    *("@", "@a", "a@", "a.", "a-", "a.a.a/", "((((", "http://)", "www.", "+1 ", "x://"),
    *("202-555-", "a@b.", "a.b@", "a(at)", "a at b dot ", " dot ", ".", "%", "1", "न"),
    *("http://a)))", "[name]a.", "a@b.c+", "a.bc:80", "mailto:", "+", "-", "12345678"),
]


@pytest.mark.parametrize("part", HOSTILE)
def test_time_grows_with_length_alone(part):
    # A quadratic search would need minutes for what takes a tenth of a second.
    begun = time.process_time()
    mask(part * (200_000 // len(part)), names=["nobody"])
    assert time.process_time() - begun < 3


def test_pseudonym_is_the_hmac_of_a_standard_test_case():
    # RFC 4231, test case 2.
    assert pseudonym("what do ya want for nothing?", b"Jefe") == "p-5bdcc146bf60754e"


@pytest.mark.parametrize(
    "spelling", ["@Nobody", "NOBODY", "＠nobody", "ｎｏｂｏｄｙ", " nobody\n"]
)
def test_spellings_of_a_handle_have_one_pseudonym(spelling):
    assert pseudonym(spelling, b"k") == pseudonym("nobody", b"k")


def test_pseudonyms_differ_by_handle_and_by_key():
    found = {pseudonym(handle, key) for handle in "abc" for key in (b"1", b"2")}
    assert len(found) == 6


@given(st.text())
def test_every_handle_has_a_pseudonym_and_case_makes_none(handle):
    of = Pseudonyms(b"k")
    assert re.fullmatch("p-[0-9a-f]{16}", of(handle))
    assert of(handle) == of(handle) == pseudonym(handle, b"k")
    assert of(handle.casefold()) == of(handle)


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "deep" / "pseudonyms.key"
    first = key(path)
    assert len(first) == 32
    assert key(path) == first
    assert bytes.fromhex(path.read_text().strip()) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [*path.parent.iterdir()] == [path]
    assert key(tmp_path / "other") != first


def test_all_who_ask_at_once_get_one_key(tmp_path, monkeypatch):
    path, found = tmp_path / "k", []
    start = threading.Barrier(16)
    # As if each had looked before any had written.
    monkeypatch.setattr(Path, "exists", lambda self: False)

    def ask():
        start.wait()
        found.append(key(path))

    asking = [threading.Thread(target=ask) for _ in range(16)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(found) == 16
    assert len(set(found)) == 1
    assert [*tmp_path.iterdir()] == [path]


def test_key_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv(
        KEY_VARIABLE, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    )
    # FIPS 180-2, appendix B.2.
    digest = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    assert key(tmp_path / "k").hex() == digest
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("secret", ["", "a" * 15])
def test_a_short_key_is_refused(tmp_path, monkeypatch, secret):
    monkeypatch.setenv(KEY_VARIABLE, secret)
    with pytest.raises(UserError, match=f"{KEY_VARIABLE} has {len(secret)} characters"):
        key(tmp_path / "k")


@pytest.mark.parametrize("content", [b"", b"00", b"g" * 64, b"0" * 65, b"\xff\0" * 32])
def test_a_damaged_key_is_refused_and_kept(tmp_path, content):
    path = tmp_path / "k"
    path.write_bytes(content)
    with pytest.raises(UserError, match="holds no key"):
        key(path)
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be made or read"):
        key(tmp_path / "file" / "k")
    with pytest.raises(UserError, match="cannot be made or read"):
        key(tmp_path)
