"""Tests of lasthope.fetch, against mirrors and a server on this machine."""

import errno
import io
import os
import re
from hashlib import sha256
from pathlib import Path, PurePosixPath

import pandas as pd
import pytest

from lasthope.errors import UserError
from lasthope.fetch import fetch, files_of, mirrors, reader_of
from lasthope.tables import read_table
from misbehaving_server import CONTENT, Answer

ROOT = Path(__file__).parents[2]
OTHER = CONTENT[:-1] + b"!"
EMPTY_FILE = sha256().hexdigest()


@pytest.fixture
def mirror(tmp_path):
    """Return a function that makes a mirror of the given files."""

    def mirror(name, **files):
        for file, content in files.items():
            place = tmp_path / name / "s" / file.replace("__", "/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return str(tmp_path / name)

    return mirror


def registry(url=None, content=CONTENT, file="f.bin"):
    row = {"source": "s", "file": file, "url": url, "bytes": len(content)}
    return pd.DataFrame([row | {"sha256": sha256(content).hexdigest()}])


@pytest.fixture
def bring(tmp_path):
    """Return a function that fetches and returns what came and from where."""
    folder = tmp_path / "here"
    folder.mkdir()

    def bring(sources, *mirrors, source="s", file="f.bin"):
        origin = fetch(
            sources,
            str(folder / "f.bin"),
            source=source,
            file=file,
            mirrors=mirrors,
            attempts=2,
            timeout_seconds=5,
            sleep=lambda _: None,
        )
        return (folder / "f.bin").read_bytes(), origin

    bring.folder = folder
    return bring


def here(bring):
    return sorted(path.name for path in bring.folder.iterdir())


def test_the_first_mirror_that_has_it_is_used(bring, mirror, server, tmp_path, caplog):
    one, two = mirror("one", **{"f.bin": CONTENT}), mirror("two", **{"f.bin": CONTENT})
    found = bring(registry(server.url), str(tmp_path / "none"), one, two)
    assert found == (CONTENT, f"{one}/s/f.bin")
    assert (server.asked, caplog.records) == ([], [])


def test_without_a_mirror_its_url_is_used(bring, mirror, server):
    found = bring(registry(server.url), mirror("other", **{"g.bin": OTHER}))
    assert found == (CONTENT, server.url)
    assert here(bring) == ["f.bin"]


def test_what_a_mirror_has_under_another_name_is_found_by_its_hash(bring, mirror):
    folder = mirror("m", a=OTHER, b__c=b"x" + CONTENT, b__someone=CONTENT, z=CONTENT)
    content, origin = bring(registry(file="page-1.bin"), folder, file="page-1.bin")
    assert content == CONTENT
    # Its name there may be somebody's.
    assert origin == f"{folder}/s"


def test_an_empty_file_is_found_by_its_hash(bring, mirror):
    folder = mirror("m", a=OTHER, b__none=b"")
    assert bring(registry(content=b""), folder) == (b"", f"{folder}/s")


def test_no_other_source_is_searched(bring, mirror, tmp_path):
    folder = Path(mirror("m", a=OTHER))
    (folder / "t").mkdir()
    (folder / "t/f.bin").write_bytes(CONTENT)
    with pytest.raises(UserError, match="it is not there"):
        bring(registry(), str(folder))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (OTHER, f"its sha256 is {sha256(OTHER).hexdigest()}, but the registry expects"),
        (b"not it", f"it has 6 bytes, but the registry expects {len(CONTENT)}"),
        (b"", "it has 0 bytes, but the registry expects"),
    ],
)
def test_a_mirror_with_another_file_is_warned_of(bring, mirror, caplog, wrong, reason):
    bad, good = mirror("bad", **{"f.bin": wrong}), mirror("good", **{"f.bin": CONTENT})
    assert bring(registry(), bad, good) == (CONTENT, f"{good}/s/f.bin")
    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith(f"f.bin in {bad}: {reason}")


def test_after_a_bad_mirror_comes_the_url(bring, mirror, server):
    bad = mirror("bad", **{"f.bin": OTHER, "g.bin": CONTENT})
    assert bring(registry(server.url), bad) == (CONTENT, server.url)


def test_all_that_was_tried_is_told_in_one_sentence(bring, mirror, server, tmp_path):
    server.answers = [Answer(status=404)]
    bad, none = mirror("bad", **{"f.bin": OTHER}), str(tmp_path / "none")
    with pytest.raises(UserError) as told:
        bring(registry(server.url), bad, none)
    assert str(told.value) == (
        f"s/f.bin cannot be had as registered from {bad} (its sha256 is "
        f"{sha256(OTHER).hexdigest()}, but the registry expects "
        f"{sha256(CONTENT).hexdigest()}), {none} (it is not there), {server.url} "
        "(the server does not have it (404)); check the network, or name a folder "
        "that holds the file in 'fetch.mirrors' or LASTHOPE_MIRROR."
    )
    assert here(bring) == []


def test_a_file_without_an_address_needs_a_mirror(bring):
    reason = r"from the web \(the registry has no address\); check the network, or name"
    with pytest.raises(UserError, match=reason):
        bring(registry())


@pytest.mark.parametrize("answer", [Answer(body=OTHER), Answer(body=OTHER + b"?")])
def test_a_wrong_file_from_the_web_is_not_kept(bring, server, answer):
    server.answers = [answer]
    with pytest.raises(UserError, match=r"but the registry expects .*; check the net"):
        bring(registry(server.url))
    assert here(bring) == []


def test_what_was_cut_is_kept_and_gone_on_with(bring, server):
    server.answers = [Answer(cut=3000), Answer(cut=3000), Answer()]
    with pytest.raises(UserError, match="the connection was cut; attempts in a row: 2"):
        bring(registry(server.url))
    [part] = here(bring)
    assert (bring.folder / part).read_bytes() == CONTENT[:6000]
    assert bring(registry(server.url)) == (CONTENT, server.url)
    assert server.n_sent == len(CONTENT)
    assert here(bring) == ["f.bin"]


def test_what_was_cut_is_dropped_when_a_mirror_has_it(bring, mirror, server):
    server.answers = [Answer(cut=3000)]
    with pytest.raises(UserError):
        bring(registry(server.url))
    bring(registry(server.url), mirror("m", **{"f.bin": CONTENT}))
    assert here(bring) == ["f.bin"]


def test_a_file_longer_than_memory_holds_at_once_is_copied(bring, mirror, monkeypatch):
    monkeypatch.setattr(mirrors, "CHUNK_BYTES", 1000)
    folder = mirror("m", **{"f.bin": CONTENT})
    assert bring(registry(), folder) == (CONTENT, f"{folder}/s/f.bin")


def test_of_a_file_that_grows_no_more_is_copied_than_was_there():
    assert b"".join(mirrors._chunks(io.BytesIO(CONTENT + b"more"), 10)) == CONTENT[:10]


def test_a_full_disk_is_told_as_such(bring, server, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("lasthope.fetch.downloading._accept", full)
    with pytest.raises(UserError, match="the disk is full; nothing was written, so"):
        bring(registry(server.url))


def test_a_mirror_that_cannot_be_read_is_passed_over(bring, mirror, monkeypatch):
    bad, good = mirror("bad", **{"f.bin": CONTENT}), mirror("m", **{"f.bin": CONTENT})
    real = Path.open

    def refuse(path, *args, **options):
        if bad in str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    assert bring(registry(), bad, good)[1] == f"{good}/s/f.bin"
    with pytest.raises(UserError, match=r"\(it cannot be read: Permission denied\)"):
        bring(registry(), bad)


@pytest.mark.parametrize("file", ["../f.bin", "a/../../f.bin", "/f.bin"])
def test_a_file_outside_its_folder_is_refused(bring, file):
    with pytest.raises(UserError, match="would lie outside its folder; correct its"):
        bring(registry(file=file), file=file)


def test_what_is_not_registered_is_told(bring):
    with pytest.raises(UserError, match="no source is called 't' in the registry"):
        bring(registry(), source="t")
    with pytest.raises(UserError, match="has 0 files called 'g.bin'.* perhaps 'f.bin'"):
        bring(registry(), file="g.bin")


def test_the_reader_of_a_fetched_file_is_found():
    sources = registry(file="a/f.bin").assign(reader="csv")
    assert reader_of(sources, "data/archive/s/a/f.bin") == "csv"


@pytest.fixture(scope="module")
def shipped():
    return read_table(str(ROOT / "data/sources.csv"), "sources")


def test_the_shipped_registry_keeps_its_contract(shipped):
    assert not shipped.duplicated(["source", "file"]).any()
    assert not shipped.duplicated(["source", "sha256"]).any()
    assert shipped["url"].dropna().str.startswith("https://").all()
    assert ((shipped["bytes"] == 0) == (shipped["sha256"] == EMPTY_FILE)).all()
    for source, file in zip(shipped["source"], shipped["file"], strict=True):
        assert file in files_of(shipped, source)
        assert reader_of(shipped, f"data/archive/{source}/{file}")


def test_the_shipped_addresses_are_pinned_and_name_their_file(shipped):
    known = shipped.dropna(subset=["url"])
    for url, file in zip(known["url"], known["file"], strict=True):
        assert re.search(r"/[0-9a-f]{40}/", url)
        assert PurePosixPath(url).name == PurePosixPath(file).name


def test_no_page_of_a_person_is_registered_under_its_own_name(shipped):
    """Pages of posts are named by ids, pages of people by neutral names."""
    pages = shipped[shipped["source"] == "parler-html"]
    posts = pages[pages["file"].str.startswith("posts/")]
    assert posts["file"].str.fullmatch(r"posts/(\w|-)+_[0-9a-f]{32}").sum() == 11
    assert posts["file"].tolist()[8:9] == ["posts/random_file"]
    others = pages.drop(posts.index).set_index("file")["url"]
    numbered = [f"profile/page-{n}.html" for n in (1, 2, 3, 4)]
    assert sorted(others.index) == ["profile/index.html", *numbered]
    assert others[numbered].isna().all()
