"""What became of records, as counted by hand."""

import pytest

from lasthope.ingest.tally import Tally
from lasthope.tables import check

ONE, TWO = "1" * 64, "2" * 64


def full():
    tally = Tally(n_read=12, n_kept=6)
    tally.dropped.update(["empty", "empty", "repost"])
    tally.quarantined += [
        (TWO, "line 9", "no id", ONE),
        (ONE, "line 3", "no id", TWO),
        (ONE, "line 1", "not JSON", ONE),
    ]
    tally.files += [("b.csv", TWO, 20), ("a.csv", ONE, 0)]
    return tally


def rows(table):
    return table.astype("object").where(table.notna(), None).to_numpy().tolist()


def test_the_account_tells_every_outcome_by_reason():
    account = check(full().account("posts"), "account")
    assert sorted(rows(account), key=str) == [
        ["posts", "dropped", "empty", 2],
        ["posts", "dropped", "repost", 1],
        ["posts", "kept", None, 6],
        ["posts", "quarantined", "no id", 2],
        ["posts", "quarantined", "not JSON", 1],
        ["posts", "read", None, 12],
    ]


def test_a_shard_of_nothing_is_accounted_for():
    assert rows(check(Tally().account("posts"), "account")) == [
        ["posts", "read", None, 0],
        ["posts", "kept", None, 0],
    ]


def test_what_never_happened_is_not_told():
    tally = Tally(n_read=1, n_kept=1)
    tally.dropped["empty"] += 0
    assert set(tally.account("posts")["outcome"]) == {"read", "kept"}


def test_two_tallies_share_nothing():
    one, other = Tally(), Tally()
    one.dropped["empty"] += 1
    one.quarantined.append((ONE, "line 1", "x", TWO))
    one.files.append(("a", ONE, 1))
    assert other == Tally()


def test_the_quarantine_has_a_row_per_bad_record():
    assert rows(check(full().quarantine("posts"), "quarantine")) == [
        ["posts", TWO, "line 9", "no id", ONE],
        ["posts", ONE, "line 3", "no id", TWO],
        ["posts", ONE, "line 1", "not JSON", ONE],
    ]
    assert check(Tally().quarantine("posts"), "quarantine").empty


def test_files_are_told_with_their_shard():
    files = check(full().read_files("posts", "csv", "posts-0001"), "files")
    assert rows(files) == [
        ["posts", "b.csv", "csv", TWO, 20, "posts-0001"],
        ["posts", "a.csv", "csv", ONE, 0, "posts-0001"],
    ]
    assert check(Tally().read_files("posts", "csv", "posts-0001"), "files").empty


@pytest.mark.parametrize("digest", ["", "1" * 63, "G" * 64])
def test_what_is_no_hash_breaks_the_contract(digest):
    tally = Tally(quarantined=[(ONE, "line 1", "x", digest)])
    with pytest.raises(ValueError, match="breaks its contract"):
        tally.quarantine("posts")
