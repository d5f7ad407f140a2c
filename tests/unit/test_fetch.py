"""Tests of lasthope.fetch, against mirrors and a server on this machine."""

import threading
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest

from lasthope.errors import UserError
from lasthope.fetch import fetch, reader_of
from lasthope.tables import read_table

ROOT = Path(__file__).parents[2]
CONTENT = b"a,b\n1,2\n"


def registry(url="http://127.0.0.1:9/none", content=CONTENT):
    digest = sha256(content).hexdigest()
    return pd.DataFrame(
        [{"source": "s", "file": "f.csv", "url": url, "sha256": digest}]
    )


@pytest.fixture
def mirror(tmp_path):
    folder = tmp_path / "mirror"
    (folder / "s").mkdir(parents=True)
    (folder / "s/f.csv").write_bytes(CONTENT)
    return folder


@pytest.fixture
def server(mirror):
    handler = partial(SimpleHTTPRequestHandler, directory=mirror)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def bring(sources, tmp_path, file="f.csv", source="s", mirrors=()):
    path = tmp_path / "out.csv"
    origin = fetch(sources, str(path), source=source, file=file, mirrors=mirrors)
    return path.read_bytes(), origin


def test_the_first_mirror_that_has_it_is_used(tmp_path, mirror):
    mirrors = [str(tmp_path / "empty"), str(mirror)]
    found = bring(registry(), tmp_path, mirrors=mirrors)
    assert found == (CONTENT, str(mirror / "s/f.csv"))


def test_without_a_mirror_its_url_is_used(tmp_path, server):
    found = bring(registry(f"{server}/s/f.csv"), tmp_path)
    assert found == (CONTENT, f"{server}/s/f.csv")


def test_a_wrong_hash_is_refused_and_not_kept(tmp_path, mirror):
    with pytest.raises(UserError, match=r"its sha256 is [0-9a-f]{64}, but the reg"):
        bring(registry(content=b"other"), tmp_path, mirrors=[str(mirror)])
    assert [path.name for path in tmp_path.iterdir()] == ["mirror"]


@pytest.mark.parametrize("page", ["/none", ""])
def test_what_cannot_be_fetched_is_told(tmp_path, server, page):
    url = f"{server}{page}" if page else "http://127.0.0.1:9/closed"
    with pytest.raises(UserError, match=r"cannot be fetched \(.*LASTHOPE_MIRROR"):
        bring(registry(url), tmp_path)
    assert not (tmp_path / "out.csv").exists()


def test_what_is_not_registered_is_told(tmp_path):
    with pytest.raises(UserError, match="no source is called 't' in the registry"):
        bring(registry(), tmp_path, source="t")
    with pytest.raises(UserError, match="has 0 files called 'g.csv'.* perhaps 'f.csv'"):
        bring(registry(), tmp_path, file="g.csv")


def test_the_reader_of_a_fetched_file_is_found():
    sources = registry().assign(reader="csv")
    assert reader_of(sources, "data/archive/s/f.csv") == "csv"


def test_the_shipped_registry_keeps_its_contract():
    sources = read_table(str(ROOT / "data/sources.csv"), "sources")
    assert not sources.duplicated(["source", "file"]).any()
    assert sources["url"].str.startswith("https://").all()
