"""What shards tell, joined and held to account, and what every reader has."""

from inspect import signature

import pandas as pd
import pytest

from lasthope.errors import UserError
from lasthope.ingest import (
    BY_HAND,
    READERS,
    check_account,
    ingest,
    reader,
)
from lasthope.schemas import SCHEMAS
from lasthope.tables import check


def account(*rows):
    return check(
        pd.DataFrame(rows, columns=["source", "outcome", "reason", "n_records"]),
        "account",
    )


def quarantine(*rows):
    columns = list(SCHEMAS["quarantine"].columns)
    made = [(source, digest * 64, *more, "0" * 64) for source, digest, *more in rows]
    return check(pd.DataFrame(made, columns=columns), "quarantine")


# What two shards of one source and a shard of another tell.
ACCOUNTS = [
    account(("b", "read", None, 5), ("b", "kept", None, 4), ("b", "dropped", "x", 1)),
    account(
        ("b", "read", None, 7),
        ("b", "kept", None, 2),
        ("b", "dropped", "x", 2),
        ("b", "quarantined", "y", 2),
        ("b", "quarantined", "x", 1),
    ),
    account(("a", "read", None, 1), ("a", "kept", None, 1)),
]
QUARANTINES = [
    quarantine(),
    quarantine(
        ("b", "2", "line 1", "y"), ("b", "1", "line 2", "y"), ("b", "1", "line 1", "x")
    ),
    quarantine(),
]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
def test_shards_of_a_source_are_summed(order):
    joined, quarantined = ingest(
        [ACCOUNTS[i] for i in order], [QUARANTINES[i] for i in order]
    )
    joined = check(joined, "account")
    assert joined.fillna("").to_numpy().tolist() == [
        ["a", "kept", "", 1],
        ["a", "read", "", 1],
        ["b", "dropped", "x", 3],
        ["b", "kept", "", 6],
        ["b", "quarantined", "x", 1],
        ["b", "quarantined", "y", 2],
        ["b", "read", "", 12],
    ]
    shown = ["source", "file_sha256", "locator"]
    assert check(quarantined, "quarantine")[shown].to_numpy().tolist() == [
        ["b", "1" * 64, "line 1"],
        ["b", "1" * 64, "line 2"],
        ["b", "2" * 64, "line 1"],
    ]


def test_a_source_of_which_nothing_is_kept_is_no_trouble_among_others():
    nothing = account(("c", "read", None, 0), ("c", "kept", None, 0))
    joined, _ = ingest([*ACCOUNTS, nothing], QUARANTINES)
    assert joined.query("source == 'c'")["n_records"].tolist() == [0, 0]


@pytest.mark.parametrize("place", range(5))
def test_a_record_unaccounted_for_stops_the_run(place):
    wrong = ACCOUNTS[1].copy()
    wrong.loc[place, "n_records"] += 1
    with pytest.raises(ValueError, match="^b: "):
        ingest([ACCOUNTS[0], wrong, ACCOUNTS[2]], QUARANTINES)


@pytest.mark.parametrize("lost", range(3))
def test_a_row_lost_from_the_quarantine_stops_the_run(lost):
    fewer = QUARANTINES[1].drop(index=lost)
    with pytest.raises(ValueError, match="^b: 3 records are said to be quarantined"):
        ingest(ACCOUNTS, [fewer])


@pytest.mark.parametrize(
    ("n_kept", "n_quarantined", "message"),
    [
        (2, 3, None),
        (None, 3, None),
        (1, 3, "^b: 2 records are said to be kept, but the table holds 1$"),
        (3, 3, "^b: 2 records are said to be kept, but the table holds 3$"),
        (2, 2, "^b: 3 records are said to be quarantined, but the table holds 2$"),
    ],
)
def test_the_account_is_held_against_the_tables(n_kept, n_quarantined, message):
    told = {"source": "b", "n_kept": n_kept, "n_quarantined": n_quarantined}
    if message is None:
        check_account(ACCOUNTS[1], **told)
        return
    with pytest.raises(ValueError, match=message):
        check_account(ACCOUNTS[1], **told)


@pytest.mark.parametrize("change", [-1, 1])
def test_records_that_do_not_add_up_are_counted(change):
    rows = ACCOUNTS[0]["n_records"] + [change, 0, 0]
    told = ACCOUNTS[0].assign(n_records=rows)
    message = f"^b: {5 + change} records were read, but 5 are accounted for$"
    with pytest.raises(ValueError, match=message):
        check_account(told, source="b", n_quarantined=0)


@pytest.mark.parametrize("name", READERS)
def test_every_reader_has_what_a_reader_needs(name):
    module = reader(name)
    first = "path" if name == BY_HAND else "file"
    assert [*signature(module.read).parameters][0] == first
    assert [*signature(module.raw).parameters][:2] == ["file", "locator"]
    if name == BY_HAND:
        return
    assert [*signature(module.read).parameters][1] == "about"
    options = {
        name: parameter.default
        for name, parameter in signature(module.read).parameters.items()
        if name not in ("file", "about")
    }
    # Both are given the same options, by name.
    signature(module.read).bind(None, None, **options)
    signature(module.raw).bind(None, "", **options)


def test_an_unknown_reader_is_told():
    with pytest.raises(UserError, match="no reader is called 'statement'; perhaps"):
        reader("statement")
