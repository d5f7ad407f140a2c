"""Rule ``ingest``: read every source, join, write."""

from lasthope.fetch import reader_of
from lasthope.ingest import ingest, reader
from lasthope.logs import log_to
from lasthope.tables import read_table, write_table
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0])
schema = load_yaml(snakemake.input.schema).data
registry = read_table(snakemake.input.registry, "sources")
statements = [reader("statements")(path, schema) for path in snakemake.input.statements]
archives = [
    reader(reader_of(registry, path))(path) for path in snakemake.input.archives
]
reading = ingest([*statements, *archives])
for name, path in snakemake.output.items():
    write_table(getattr(reading, name), path, name)
counts = reading.account.groupby("outcome")["n_records"].sum()
log.info("%s", ", ".join(f"{n} {outcome}" for outcome, n in counts.items()))
