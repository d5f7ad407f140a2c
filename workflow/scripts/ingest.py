"""Rule ``ingest``: read the files of a shard, write its documents and its account."""

from pathlib import Path

from lasthope.ingest.plan import Shard
from lasthope.ingest.sources import parts
from lasthope.ingest.tally import Tally
from lasthope.logs import log_to
from lasthope.streaming import READ, arrow_schema, write_parts
from lasthope.tables import read_table, write_table
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0], "ingest")
shard, output, tally = Shard(**snakemake.params.shard), snakemake.output, Tally()
documents = parts(
    shard,
    tally,
    registry=read_table(snakemake.input.registry, "sources"),
    schema=load_yaml(snakemake.input.schema).data,
    key_file=Path(snakemake.config["people"]["key"]),
)
write_parts(output.documents, documents, arrow_schema("documents"), **READ)
account = tally.account(shard.source)
write_table(account, output.account, "account")
write_table(tally.quarantine(shard.source), output.quarantine, "quarantine")
files = tally.read_files(shard.source, shard.reader, shard.name)
write_table(files, output.files, "files")
counts = account.groupby("outcome")["n_records"].sum()
told = ", ".join(f"{n} {outcome}" for outcome, n in counts.items())
log.info("%s: %s", shard.name, told)
