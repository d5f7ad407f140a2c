"""Count what becomes of the records of a shard."""

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from lasthope.schemas import ACCOUNT, FILES, QUARANTINE
from lasthope.tables import check


@dataclass
class Tally:
    """What became of the records of a shard.

    Attributes:
        n_read: records read.
        n_kept: documents.
        dropped: by reason.
        quarantined: file, locator, reason and hash of each.
        files: path, hash and size of each.
    """

    n_read: int = 0
    n_kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    quarantined: list[tuple[str, str, str, str]] = field(default_factory=list)
    files: list[tuple[str, str, int]] = field(default_factory=list)

    def account(self, source: str) -> pd.DataFrame:
        """Return the table ``account`` of a source."""
        reasons = Counter(reason for _, _, reason, _ in self.quarantined)
        rows = [
            (source, "read", None, self.n_read),
            (source, "kept", None, self.n_kept),
            *((source, "dropped", why, n) for why, n in self.dropped.items()),
            *((source, "quarantined", why, n) for why, n in reasons.items()),
        ]
        counted = [row for row in rows if row[1] in ("read", "kept") or row[3]]
        return check(pd.DataFrame(counted, columns=list(ACCOUNT.columns)), "account")

    def quarantine(self, source: str) -> pd.DataFrame:
        """Return the table ``quarantine`` of a source."""
        rows = [(source, *row) for row in self.quarantined]
        table = pd.DataFrame(rows, columns=list(QUARANTINE.columns))
        return check(table, "quarantine")

    def read_files(self, source: str, reader: str, shard: str) -> pd.DataFrame:
        """Return the table ``files`` of a shard."""
        rows = [
            (source, path, reader, digest, size, shard)
            for path, digest, size in self.files
        ]
        return check(pd.DataFrame(rows, columns=list(FILES.columns)), "files")
