"""Shards against groups made by hand and by a slow rule, and mistakes in plans."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.ingest.plan import plan
from lasthope.schemas import SCHEMAS

CONFIGURATION = "the configuration: "


def registered(*files, source="old-posts", reader="news"):
    """A registry of (file, bytes)."""
    rows = [
        {
            **{"source": source, "file": file, "reader": reader, "bytes": size},
            **{"url": None, "sha256": "0" * 64, "licence": "none", "side": "users"},
            **{"accessed": None, "citation": "A. Person, Posts"},
        }
        for file, size in files
    ]
    return pd.DataFrame(rows, columns=list(SCHEMAS["sources"].columns))


REGISTRY = pd.concat(
    [
        registered(("b.csv", 40), ("a.csv", 60), ("c/d.csv", 1)),
        registered(("x.html", 5), source="pages", reader="parler_html"),
    ],
    ignore_index=True,
)


def config(archives=None, statements=("data/said.yaml",), shard_bytes=100):
    return {
        "data": {"statements": list(statements)},
        "ingest": {"archives": archives or {}, "shard_bytes": shard_bytes},
    }


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Six files of ten bytes each."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.csv", "a.csv", "in/c.csv", "in/deep/d.csv", "e.json", "in/f.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"ten bytes.")
    return tmp_path


def files_of(shards):
    return {name: list(shard.files) for name, shard in shards.items()}


def test_a_statements_file_is_a_shard_and_a_source():
    shards = plan(config(statements=["z/b.yaml", "a.yaml"]), REGISTRY)
    assert files_of(shards) == {"b": ["z/b.yaml"], "a": ["a.yaml"]}
    assert [*shards] == ["b", "a"]
    for name, shard in shards.items():
        assert (shard.name, shard.source, shard.reader) == (name, name, "statements")
        assert (shard.first, shard.archive) == (0, {})


@pytest.mark.parametrize(
    ("shard_bytes", "expected"),
    [
        (1, [["a.csv"], ["b.csv"], ["c/d.csv"]]),
        (59, [["a.csv"], ["b.csv", "c/d.csv"]]),
        (60, [["a.csv"], ["b.csv", "c/d.csv"]]),
        (99, [["a.csv"], ["b.csv", "c/d.csv"]]),
        (100, [["a.csv", "b.csv"], ["c/d.csv"]]),
        (101, [["a.csv", "b.csv", "c/d.csv"]]),
    ],
)
def test_registered_files_are_grouped_by_size(shard_bytes, expected):
    archive = {"side": "users"}
    found = plan(config({"old-posts": archive}, shard_bytes=shard_bytes), REGISTRY)
    shards = [shard for shard in found.values() if shard.reader != "statements"]
    here = "data/archive/old-posts/"
    assert [[*shard.files] for shard in shards] == [
        [here + file for file in files] for files in expected
    ]
    for number, shard in enumerate(shards):
        assert shard.name == f"old-posts-{number:04d}"
        assert found[shard.name] is shard
        assert (shard.source, shard.reader) == ("old-posts", "news")
        assert shard.first == sum(len(files) for files in expected[:number])
        assert shard.archive == archive


def test_the_order_of_the_registry_does_not_matter():
    archives = config({"old-posts": {}, "pages": {}})
    assert plan(archives, REGISTRY[::-1]) == plan(archives, REGISTRY)


def test_statements_come_first_then_archives_as_they_are_named():
    shards = plan(config({"pages": {}, "old-posts": {}}), REGISTRY)
    assert [*shards] == ["said", "pages-0000", "old-posts-0000", "old-posts-0001"]
    assert shards["pages-0000"].reader == "parler_html"


SIZES = st.lists(st.integers(0, 12), max_size=12)


@given(SIZES, st.integers(1, 20))
def test_every_file_is_in_one_shard_that_is_as_full_as_may_be(sizes, most):
    names = [f"{number:02d}.csv" for number in range(len(sizes))]
    registry = registered(*zip(names, sizes, strict=True))
    if not sizes:
        return
    found = plan(config({"old-posts": {}}, [], most), registry)
    groups = [[Path(file).name for file in shard.files] for shard in found.values()]
    assert [name for group in groups for name in group] == names
    assert [shard.first for shard in found.values()] == [
        names.index(group[0]) for group in groups
    ]
    size_of = dict(zip(names, sizes, strict=True))
    for group in groups:
        assert len(group) == 1 or sum(map(size_of.get, group)) <= most
    for group, after in zip(groups, groups[1:], strict=False):
        assert sum(map(size_of.get, group)) + size_of[after[0]] > most


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["a.csv"], ["a.csv"]),
        (["b.csv", "a.csv"], ["a.csv", "b.csv"]),
        (["*.csv"], ["a.csv", "b.csv"]),
        # Folders are no files, and a file that two patterns match is read once.
        (["*"], ["a.csv", "b.csv", "e.json"]),
        (["*.csv", "a*", "e.json"], ["a.csv", "b.csv", "e.json"]),
        (["**/*.csv"], ["a.csv", "b.csv", "in/c.csv", "in/deep/d.csv"]),
        (["in/*"], ["in/c.csv", "in/f.txt"]),
        (["?.csv"], ["a.csv", "b.csv"]),
    ],
)
def test_files_on_this_machine(folder, patterns, expected):
    archive = {"files": patterns, "reader": "news", "side": "users"}
    shards = plan(config({"mine": archive}, []), REGISTRY)
    assert files_of(shards) == {"mine-0000": expected}
    few = plan(config({"mine": archive}, [], shard_bytes=20), REGISTRY)
    pairs = [expected[place : place + 2] for place in range(0, len(expected), 2)]
    assert [*files_of(few).values()] == pairs


def test_files_by_their_full_path(folder):
    path = str(folder / "in" / "c.csv")
    archive = {"files": [path], "reader": "warc", "side": "users"}
    assert files_of(plan(config({"mine": archive}, []), REGISTRY)) == {
        "mine-0000": [path]
    }


def test_a_path_is_no_pattern_where_there_is_such_a_file(folder):
    Path("posts [1].csv").write_bytes(b"x")
    archive = {"files": ["posts [1].csv"], "reader": "news", "side": "users"}
    assert files_of(plan(config({"mine": archive}, []), REGISTRY)) == {
        "mine-0000": ["posts [1].csv"]
    }


def test_files_named_in_the_configuration_go_before_registered_ones(folder):
    archive = {"files": ["e.json"], "reader": "warc", "side": "users"}
    [shard] = plan(config({"old-posts": archive}, []), REGISTRY).values()
    assert (shard.files, shard.reader) == (("e.json",), "warc")


def test_a_shard_is_told_to_snakemake_as_plain_data():
    archive = {"side": "users", "options": {}}
    shards = plan(config({"pages": archive}), REGISTRY)
    told = shards["pages-0000"].as_parameter()
    assert told == {
        "name": "pages-0000",
        "source": "pages",
        "reader": "parler_html",
        "files": ["data/archive/pages/x.html"],
        "first": 0,
        "archive": archive,
    }
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("archives", "statements", "message"),
    [
        (
            {},
            ["a/said.yaml", "b/said.yaml"],
            "two files in 'data.statements' are called said; rename one",
        ),
        (
            {"said": {}},
            ["said.yaml"],
            "'ingest.archives.said' bears the name of a statements file; rename one",
        ),
        # The shard of the archive would have the name of the statements.
        ({"pages": {}}, ["pages-0000.yaml"], "pages"),
        (
            {"mine": {"files": ["no.csv"], "reader": "news", "side": "users"}},
            [],
            "'ingest.archives.mine.files' names no.csv, which is no file and matches "
            "none; correct the path or pattern.",
        ),
        (
            {"mine": {"files": ["a.csv", "*.zip"], "reader": "news", "side": "users"}},
            [],
            "'ingest.archives.mine.files' names *.zip, which is no file and",
        ),
        # A folder is no file.
        (
            {"mine": {"files": ["in"], "reader": "news", "side": "users"}},
            [],
            "names in, which is no f",
        ),
        (
            {"mine": {"files": ["a.csv"]}},
            [],
            "'ingest.archives.mine' names files but no reader; give 'reader', one of",
        ),
        (
            {"mine": {"files": ["a.csv"], "reader": "news"}},
            [],
            "'ingest.archives.mine.side' is missing; say whose words these are.",
        ),
        (
            {"old-posts": {"reader": "news", "side": "users"}},
            [],
            "'ingest.archives.old-posts' names a reader but no files; give 'files',",
        ),
    ],
)
def test_mistakes_in_a_plan_are_told(folder, archives, statements, message):
    with pytest.raises(UserError) as caught:
        plan(config(archives, statements), REGISTRY)
    assert str(caught.value).startswith(CONFIGURATION)
    assert message in str(caught.value)


WHOLE = {"whole": True, "encoding": "utf-8"}


@pytest.mark.parametrize(
    ("reader", "options", "message"),
    [
        ("text", WHOLE, None),
        ("news", {}, None),
        ("text", WHOLE | {"encodings": 1}, "takes no 'encodings'; perhaps 'encoding'"),
        ("news", {"whole": True}, "the reader news takes no 'whole'; it takes none."),
        ("text", {}, "the reader text needs 'whole'; add it as docs/archives.md tell"),
        ("text", {"whole": True}, "the reader text needs 'encoding'; add it as"),
    ],
)
def test_a_reader_is_given_its_options_and_no_others(folder, reader, options, message):
    mine = {"files": ["a.csv"], "reader": reader, "side": "users", "options": options}
    archives = {"mine": mine}
    if message is None:
        [shard] = plan(config(archives, []), REGISTRY).values()
        assert shard.archive["options"] == options
        return
    with pytest.raises(UserError) as caught:
        plan(config(archives, []), REGISTRY)
    start = f"{CONFIGURATION}'ingest.archives.mine.options': "
    assert str(caught.value).startswith(start)
    assert message in str(caught.value)


def test_a_source_of_two_readers_is_told():
    registry = pd.concat(
        [registered(("a", 1)), registered(("b", 1), reader="parler_html")]
    )
    with pytest.raises(UserError, match="'?old-posts"):
        plan(config({"old-posts": {}}), registry)


def test_an_unknown_source_is_told():
    with pytest.raises(UserError, match="'old-post'.* perhaps 'old-posts' was meant"):
        plan(config({"old-post": {}}), REGISTRY)


def test_a_registered_reader_that_there_is_not_is_told():
    registry = registered(("a.csv", 1), reader="cvs")
    with pytest.raises(UserError, match="'old-posts' .*'cvs'.*perhaps 'csv' was meant"):
        plan(config({"old-posts": {}}), registry)


@settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.permutations(["a.csv", "b.csv", "in/c.csv", "e.json"]))
def test_the_order_in_which_files_are_named_does_not_matter(folder, files):
    archive = {"files": files, "reader": "news", "side": "users"}
    shards = plan(config({"mine": archive}, [], shard_bytes=25), REGISTRY)
    assert files_of(shards) == {
        "mine-0000": ["a.csv", "b.csv"],
        "mine-0001": ["e.json", "in/c.csv"],
    }
