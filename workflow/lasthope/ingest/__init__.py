"""Turn every source into one table of documents, and account for every record.

Each format has a reader, a module of this package with the functions ``read`` and
``raw`` (:mod:`lasthope.ingest.reading` says what they take and give). To add one, write
the module and its line in ``READERS``.
"""

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import pandas as pd

from lasthope.errors import UserError
from lasthope.validation import suggestion

# The name that a registry or a configuration uses, and the module.
READERS = {
    "statements": "statements",
    "parler_json": "parler_json",
    "parler_html": "parler_html",
    "csv": "csv_posts",
    "json": "json_posts",
    "warc": "warc",
    "pdf": "pdf",
    "text": "plain",
    "news": "news",
}
# Readers of formats that are packed in a way of their own.
UNPACKING = frozenset({"warc"})
# Reads what people write by hand: a mistake there stops the run.
BY_HAND = "statements"


def reader(name: str) -> ModuleType:
    """Return the reader called ``name``.

    Raises:
        UserError: if there is none.
    """
    if name not in READERS:
        known = suggestion(name, [*READERS])
        raise UserError(f"no reader is called {name!r}; {known}.")
    # One by one, since some bring libraries that take seconds to import.
    return import_module(f"lasthope.ingest.{READERS[name]}")


def ingest(
    accounts: Sequence[pd.DataFrame], quarantines: Sequence[pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join what the shards tell, and check that every record is accounted for.

    Args:
        accounts: a table ``account`` per shard.
        quarantines: a table ``quarantine`` per shard.

    Returns:
        The tables ``account``, summed by source, and ``quarantine``.

    Raises:
        UserError: if no document was kept.
        ValueError: if a record is unaccounted for, which is a fault of a reader.
    """
    account = (
        pd.concat(accounts)
        .groupby(["source", "outcome", "reason"], dropna=False, as_index=False)
        .agg(n_records=("n_records", "sum"))
    )
    quarantine = pd.concat(quarantines).sort_values(
        ["source", "file_sha256", "locator"], ignore_index=True
    )
    n_kept = account.loc[account["outcome"].eq("kept"), "n_records"].sum()
    if not n_kept:
        sources = ", ".join(sorted(account["source"].unique())) or "none"
        raise UserError(
            f"no document was kept from the sources ({sources}); add a statement to a "
            "file in data/statements/ or name another source in the configuration."
        )
    for source, rows in account.groupby("source"):
        n_quarantined = int(quarantine["source"].eq(source).sum())
        check_account(rows, source=str(source), n_quarantined=n_quarantined)
    return account, quarantine


def check_account(
    account: pd.DataFrame,
    *,
    source: str,
    n_quarantined: int,
    n_kept: int | None = None,
) -> None:
    """Check that read = kept + quarantined + dropped.

    Args:
        account: rows of one source.
        source: its name.
        n_quarantined: rows of it in the quarantine, counted there.
        n_kept: its documents, counted in their table; None if that was done before.

    Raises:
        ValueError: naming the source whose records do not add up.
    """
    counted = account.groupby("outcome")["n_records"].sum()
    found = {"quarantined": n_quarantined}
    if n_kept is not None:
        found["kept"] = n_kept
    for outcome, n_found in found.items():
        if counted.get(outcome, 0) != n_found:
            raise ValueError(
                f"{source}: {counted.get(outcome, 0)} records are said to be "
                f"{outcome}, but the table holds {n_found}"
            )
    parts = counted.drop("read").sum()
    if counted["read"] != parts:
        raise ValueError(
            f"{source}: {counted['read']} records were read, but {parts} are "
            "accounted for"
        )
