"""What configuration and registry say of a source, from the plan to its documents."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from lasthope.errors import UserError
from lasthope.ingest.columns import Source
from lasthope.ingest.plan import Shard
from lasthope.ingest.reading import About, Found
from lasthope.ingest.sources import about, parts, reader_of, source_of
from lasthope.ingest.tally import Tally
from lasthope.people import pseudonym
from lasthope.schemas import SCHEMAS
from lasthope.tables import check

SOURCE = Source("posts", "users", "post", None, None, None, False, "A. Person, Posts")
REGISTRY = pd.DataFrame(
    [
        {
            **{"source": "posts", "file": "a", "reader": "text", "bytes": 1},
            **{"url": None, "sha256": "0" * 64, "licence": "none", "side": "users"},
            **{"accessed": None, "citation": "A. Person, Posts"},
        }
    ],
    columns=list(SCHEMAS["sources"].columns),
)
PLANNED = Shard("posts-0000", "posts", "text", ("a.txt",), 3, {})


@pytest.mark.parametrize(
    ("source", "archive", "expected"),
    [
        ("posts", {}, SOURCE),
        ("posts", {"side": "media"}, replace(SOURCE, side="media")),
        (
            "posts",
            {"citation": "Another", "kind": "article"},
            replace(SOURCE, cited_from="Another", kind="article"),
        ),
        (
            "mine",
            {"side": "court", "is_public": True, "author": "Judge", "role": "judge"},
            Source("mine", "court", "post", None, "Judge", "judge", True, None),
        ),
        (
            "mine",
            {"side": "provider", "organisation": "A firm", "kind": "filing"},
            Source("mine", "provider", "filing", "A firm", None, None, False, None),
        ),
    ],
)
def test_what_holds_for_a_source(source, archive, expected):
    planned = replace(PLANNED, source=source, archive=archive)
    assert source_of(planned, REGISTRY) == expected


def test_the_day_of_capture():
    assert about(PLANNED) == About("posts", None)
    captured = replace(PLANNED, archive={"captured": "2021-01-11"})
    assert about(captured) == About("posts", date(2021, 1, 11))
    wrong = replace(PLANNED, archive={"captured": "2021-02-30"})
    message = "'ingest.archives.posts.captured' is '2021-02-30', which is not a day"
    with pytest.raises(UserError, match=message):
        about(wrong)


def test_only_web_archives_unpack_themselves():
    assert reader_of(PLANNED).unpack
    assert not reader_of(replace(PLANNED, reader="warc")).unpack
    with_options = replace(PLANNED, archive={"options": {"whole": True}})
    assert reader_of(with_options).options == {"whole": True}


def test_a_shard_from_the_plan_to_the_documents(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LASTHOPE_KEY", "a secret for tests")
    Path("a.txt").write_text("We go.\n\nThey stay.\n")
    archive = {"options": {"whole": False, "encoding": "utf-8"}}
    planned = replace(PLANNED, archive=archive)
    tally = Tally()
    told = {"registry": REGISTRY, "schema": {}, "key_file": Path("no.key")}
    [part] = parts(planned, tally, **told)
    documents = check(part.to_pandas(), "documents")
    assert documents["text"].tolist() == ["We go.", "They stay."]
    assert documents["side"].tolist() == ["users"] * 2
    assert documents["cited_from"].tolist() == ["A. Person, Posts"] * 2
    # The files of the source before this shard's are counted.
    assert documents["doc_id"].str.endswith(".3.0").all()
    assert (tally.n_read, tally.n_kept) == (2, 2)
    assert not Path("no.key").exists()


def test_a_private_author_is_a_pseudonym_under_the_key(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LASTHOPE_KEY", "a secret for tests")
    found = [Found("line 0", "one", author="Somebody")]
    module = SimpleNamespace(read=lambda file, about: found)
    monkeypatch.setattr("lasthope.ingest.sources.reader", lambda name: module)
    Path("a.txt").write_text("one")
    told = {"registry": REGISTRY, "schema": {}, "key_file": Path("no.key")}
    [part] = parts(PLANNED, Tally(), **told)
    key = sha256(b"a secret for tests").digest()
    assert part["author"].to_pylist() == [pseudonym("somebody", key)]
    public = replace(PLANNED, archive={"is_public": True})
    [part] = parts(public, Tally(), **told)
    assert part["author"].to_pylist() == ["Somebody"]
