"""Turn every source into one table of documents, and account for every record.

A reader is a module of this package with one function, ``read``, that takes files and
returns a :class:`~lasthope.ingest.reading.Reading`; ``READERS`` is its registry.
"""

from collections.abc import Callable, Sequence

import pandas as pd

from lasthope.errors import UserError
from lasthope.ingest import statements
from lasthope.ingest.reading import Reading
from lasthope.validation import suggestion

READERS: dict[str, Callable[..., Reading]] = {"statements": statements.read}


def ingest(readings: Sequence[Reading]) -> Reading:
    """Join what the readers returned, rows in canonical order.

    Raises:
        UserError: if no document was kept.
        ValueError: if a record is unaccounted for or an id is used twice, which is
            a fault of a reader.
    """
    documents = pd.concat([reading.documents for reading in readings])
    quarantine = pd.concat([reading.quarantine for reading in readings])
    account = pd.concat([reading.account for reading in readings])
    if documents.empty:
        sources = ", ".join(sorted(account["source"].unique())) or "none"
        raise UserError(
            f"no document was kept from the sources ({sources}); add a statement to a "
            "file in data/statements/ or name another source in the configuration."
        )
    repeated = documents.loc[documents["doc_id"].duplicated(), "doc_id"]
    if not repeated.empty:
        raise ValueError(f"two documents are called {repeated.iloc[0]!r}")
    check_account(account, documents, quarantine)
    return Reading(
        documents.sort_values("doc_id", ignore_index=True),
        quarantine.sort_values(["source", "locator"], ignore_index=True),
        account.sort_values(["source", "outcome", "reason"], ignore_index=True),
    )


def check_account(
    account: pd.DataFrame, documents: pd.DataFrame, quarantine: pd.DataFrame
) -> None:
    """Check that, per source, read = kept + quarantined + dropped.

    Kept and quarantined are counted again from the tables themselves.

    Raises:
        ValueError: naming the source whose records do not add up.
    """
    for source, rows in account.groupby("source"):
        counted = rows.groupby("outcome")["n_records"].sum()
        found = {
            "kept": int((documents["source"] == source).sum()),
            "quarantined": int((quarantine["source"] == source).sum()),
        }
        for outcome, n_found in found.items():
            if counted.get(outcome, 0) != n_found:
                raise ValueError(
                    f"{source}: {counted.get(outcome, 0)} records are said to be "
                    f"{outcome}, but the table holds {n_found}"
                )
        if counted["read"] != sum(found.values()) + counted.get("dropped", 0):
            raise ValueError(f"{source}: the records read do not add up")


def reader(name: str) -> Callable[..., Reading]:
    """Return the reader registered under ``name``.

    Raises:
        UserError: if there is none.
    """
    if name not in READERS:
        known = suggestion(name, [*READERS])
        raise UserError(f"no reader is called {name!r}; {known}.")
    return READERS[name]
