"""Files packed in every way, hostile archives, and damage wherever it may be."""

import gzip
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lasthope.ingest import opening
from lasthope.ingest.opening import buffered, opened
from packed import zipped, zstandard

LINES = b"".join(b"line %d of many\n" % number**3 for number in range(5000))
DAMAGED = "the packed data is damaged "
OUTSIDE = "the member's name leads out of the archive"
TOO_MUCH = "unpacks to more than 1000 times its size"
quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def read(tmp_path):
    """Read a file as readers do: member, content, and why it is not all."""

    def read_bytes(packed, unpack=True, name="posts.json"):
        path = tmp_path / name
        path.write_bytes(packed)
        found = []
        for member, stream, refused in opened(str(path), unpack=unpack):
            assert (stream is None) == (refused is not None)
            if stream is None:
                found.append((member, None, refused))
                continue
            content = b"".join(buffered(stream))
            found.append((member, content, stream.problem))
        return found

    return read_bytes


@pytest.mark.parametrize("content", [b"", b"a", b"\xff\x00\n", LINES])
@pytest.mark.parametrize(
    ("pack", "member"),
    [
        (bytes, ""),
        (gzip.compress, ""),
        (zstandard, ""),
        (lambda content: zipped([("a/b.txt", content)]), "a/b.txt"),
        (lambda content: zipped([("b", content)], zipfile.ZIP_STORED), "b"),
        (lambda content: zipped([("b", content)], zipfile.ZIP_BZIP2), "b"),
        (lambda content: zipped([("b", content)], zipfile.ZIP_LZMA), "b"),
        # Several streams one after the other, as parallel packers write them.
        (lambda content: gzip.compress(content[:9]) + gzip.compress(content[9:]), ""),
        (lambda content: zstandard(content[:9]) + zstandard(content[9:]), ""),
    ],
)
def test_what_a_file_is_packed_in_is_told_by_its_first_bytes(
    read, pack, member, content
):
    assert read(pack(content), name="posts.txt") == [(member, content, None)]
    assert read(pack(content), name="posts.gz") == [(member, content, None)]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard])
def test_a_reader_that_unpacks_itself_gets_the_bytes_as_they_are(read, pack):
    assert read(pack(LINES), unpack=False) == [("", pack(LINES), None)]
    archive = zipped([("a", LINES)])
    assert read(archive, unpack=False) == [("", archive, None)]


@pytest.mark.parametrize(
    "start", [b"\x1f", b"\x1f\x8c", b"PK", b"PK\x01\x02", b"\x28\xb5\x2f", b"\xef\xbb"]
)
def test_what_only_looks_packed_is_plain(read, start):
    assert read(start + b" text") == [("", start + b" text", None)]


def test_members_come_in_the_order_of_their_names(read):
    members = [("b", b"1"), ("a/z", b"2"), ("a/", b""), ("B", b"3"), ("a/c/", b"")]
    assert read(zipped(members)) == [
        ("B", b"3", None),
        ("a/z", b"2", None),
        ("b", b"1", None),
    ]


def test_an_empty_archive_has_no_members(read):
    assert read(zipped([])) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../a", OUTSIDE),
        ("a/../../b", OUTSIDE),
        ("a/..", OUTSIDE),
        ("..", OUTSIDE),
        ("/etc/a", OUTSIDE),
        ("\\a", OUTSIDE),
        ("a\\b", OUTSIDE),
        ("C:a", OUTSIDE),
        ("c:/a", OUTSIDE),
        ("a\nb", OUTSIDE),
        ("a\x1b[31m", OUTSIDE),
        ("a..b", None),
        ("..a", None),
        ("a/...", None),
        (".a/b..", None),
        ("ab:c", None),
        ("Ä/é 1.json", None),
    ],
)
def test_names_that_lead_out_of_the_archive_are_refused(read, name, reason):
    found = read(zipped([(name, b"x"), ("~", b"y")]))
    assert ("~", b"y", None) in found
    [(_, content, why)] = [one for one in found if one[0] != "~"]
    assert (content, why) == ((b"x", None) if reason is None else (None, reason))


def test_encrypted_members_are_refused(read):
    packed = bytearray(zipped([("a", b"x"), ("b", b"y")], zipfile.ZIP_STORED))
    # Bit 0 of the flags, 8 bytes into the central header and 6 into the local one.
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    packed[packed.index(b"PK\x03\x04") + 6] |= 1
    assert read(packed) == [
        ("a", None, "the member is encrypted"),
        ("b", b"y", None),
    ]


def test_members_packed_in_an_unknown_way_are_refused(read):
    packed = bytearray(zipped([("a", b"x"), ("b", b"y")], zipfile.ZIP_STORED))
    # The method, 10 bytes into the central header and 8 into the local one.
    packed[packed.index(b"PK\x01\x02") + 10] = 99
    packed[packed.index(b"PK\x03\x04") + 8] = 99
    assert read(packed) == [
        ("a", None, "the member cannot be unpacked"),
        ("b", b"y", None),
    ]


def test_an_archive_of_too_many_members_is_refused(read, monkeypatch):
    monkeypatch.setattr(opening, "MOST_MEMBERS", 3)
    members = [(str(number), b"x") for number in range(4)]
    assert read(zipped(members)) == [("", None, "the zip archive has over 3 members")]
    assert len(read(zipped(members[:3]))) == 3


@pytest.mark.parametrize("pack", [gzip.compress, zstandard])
def test_what_grows_without_end_is_cut(read, monkeypatch, pack):
    monkeypatch.setattr(opening, "HARMLESS_BYTES", 2**20)
    # 40 bytes that become 2 MiB, and some more of what is honest.
    monkeypatch.setattr(opening, "MOST_RATIO", 100)
    [(_, content, problem)] = read(pack(bytes(2**21)))
    assert problem == "unpacks to more than 100 times its size"
    assert 0 < len(content) <= 2**20
    assert set(content) == {0}
    assert read(pack(LINES)) == [("", LINES, None)]


def test_a_member_that_says_it_grows_without_end_is_refused(read, monkeypatch):
    monkeypatch.setattr(opening, "HARMLESS_BYTES", 2**20)
    assert read(zipped([("a", bytes(2**21)), ("b", LINES)])) == [
        ("a", None, TOO_MUCH),
        ("b", LINES, None),
    ]


def test_a_member_that_hides_how_it_grows_is_cut(read, monkeypatch):
    packed = bytearray(zipped([("a", bytes(2**21))]))
    monkeypatch.setattr(opening, "HARMLESS_BYTES", 2**20)
    # The size unpacked, 24 bytes into the central header, is said to be 1000.
    place = packed.index(b"PK\x01\x02") + 24
    packed[place : place + 4] = (1000).to_bytes(4, "little")
    [(member, content, problem)] = read(packed)
    assert member == "a"
    assert len(content) <= 1000
    assert problem.startswith(DAMAGED)


@pytest.mark.parametrize(
    "change",
    [
        lambda packed: packed[:-30],
        lambda packed: packed[: len(packed) // 2],
        lambda packed: packed[:4],
        lambda packed: packed.replace(b"PK\x01\x02", b"PK\x01\x03"),
    ],
)
def test_a_damaged_archive_is_told(read, change):
    packed = change(zipped([("a", LINES)]))
    assert read(packed) == [("", None, "the zip archive is damaged")]


def test_a_member_with_other_bytes_than_its_checksum_is_told(read):
    packed = zipped([("a", LINES), ("b", b"y")], zipfile.ZIP_STORED)
    changed = packed.replace(b"line 8 of", b"line 9 of", 1)
    (member, content, problem), other = read(changed)
    assert (member, problem) == ("a", f"{DAMAGED}(BadZipFile)")
    assert len(content) <= len(LINES)
    assert other == ("b", b"y", None)


def test_a_name_that_is_not_in_the_encoding_it_says_is_told(read):
    packed = zipped([("é", b"x")]).replace("é".encode(), b"\xc3\x28")
    [(_, content, problem)] = read(packed)
    assert content is None
    assert problem


def test_a_member_without_a_name_is_told(read):
    # The name is cut at the NUL.
    packed = zipped([("~a", b"x"), ("b", b"y")]).replace(b"~a", b"\0a")
    [nameless] = [one for one in read(packed) if one[0] != "b"]
    assert nameless[1] == b"x" or nameless[2]
    assert ("b", b"y", None) in read(packed)


@quick
@given(cut=st.integers(2, 20_000))
def test_a_truncated_gzip_gives_what_there_is_and_tells(read, cut):
    packed = gzip.compress(LINES)
    cut = min(cut, len(packed) - 1)
    expected = zlib.decompressobj(wbits=31).decompress(packed[:cut])
    assert read(packed[:cut]) == [("", expected, f"{DAMAGED}(EOFError)")]


def test_what_follows_a_gzip_is_told_after_all_of_it(read):
    [(_, content, problem)] = read(gzip.compress(LINES) + b"more")
    assert (content, problem) == (LINES, f"{DAMAGED}(BadGzipFile)")


@quick
@given(cut=st.integers(4, 20_000))
def test_a_truncated_zstandard_file_gives_a_beginning_and_tells(read, cut):
    packed = zstandard(LINES)
    [(_, content, problem)] = read(packed[: min(cut, len(packed) - 1)])
    assert LINES.startswith(content)
    assert problem == f"{DAMAGED}(OSError)"


def test_half_of_a_long_zstandard_file_is_not_lost(read):
    # Text that cannot be packed well, so that half the bytes hold half the text.
    long = b"".join(b"%x\n" % (pow(3, number, 2**256)) for number in range(20_000))
    packed = zstandard(long)
    [(_, content, _)] = read(packed[: len(packed) // 2])
    assert long.startswith(content)
    assert len(content) > len(long) // 4


def test_nothing_follows_damage(tmp_path):
    path = tmp_path / "posts.gz"
    path.write_bytes(gzip.compress(LINES)[:-20])
    for _, stream, _ in opened(str(path), unpack=True):
        while stream.readinto(bytearray(1000)):
            assert stream.problem is None
        assert stream.problem
        assert stream.readinto(bytearray(1000)) == 0


STARTS = [gzip.compress(LINES[:999]), zstandard(LINES[:999])]
STARTS += [
    zipped([("a", LINES[:999]), ("é/b", b"y")], method)
    for method in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
        zipfile.ZIP_BZIP2,
        zipfile.ZIP_LZMA,
    )
]


@settings(quick, max_examples=200)
@given(data=st.data())
def test_no_damage_is_too_much(read, data):
    packed = bytearray(data.draw(st.sampled_from(STARTS)))
    for _ in range(data.draw(st.integers(1, 4))):
        # Headers stand at the start and at the end.
        near_end = data.draw(st.booleans())
        place = data.draw(st.integers(0, min(len(packed) - 1, 200)))
        packed[-1 - place if near_end else place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(packed)) | st.just(len(packed)))
    for member, content, problem in read(packed[:cut]):
        assert isinstance(member, str)
        assert content is not None or problem


@settings(quick, max_examples=200)
@given(
    start=st.sampled_from([b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"]),
    rest=st.binary(max_size=200),
)
def test_random_bytes_are_no_trouble(read, start, rest):
    for _, content, problem in read(start + rest):
        assert content is not None or problem
