"""Rule ``account``: join what the shards tell of their records and files."""

import pandas as pd

from lasthope.ingest import ingest
from lasthope.logs import log_to
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0], "ingest")
read = {
    name: [read_table(path, name) for path in paths]
    for name, paths in snakemake.input.items()
}
account, quarantine = ingest(read["account"], read["quarantine"])
write_table(account, snakemake.output.account, "account")
write_table(quarantine, snakemake.output.quarantine, "quarantine")
write_table(pd.concat(read["files"]), snakemake.output.files, "files")
counts = account.groupby("outcome")["n_records"].sum()
log.info("%s", ", ".join(f"{n} {outcome}" for outcome, n in counts.items()))
