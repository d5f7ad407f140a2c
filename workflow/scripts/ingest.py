"""Rule ``ingest``: read every source, join, write."""

from lasthope.ingest import ingest, reader
from lasthope.logs import log_to
from lasthope.tables import write_table
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0])
schema = load_yaml(snakemake.input.schema).data
read = reader("statements")
reading = ingest([read(path, schema) for path in snakemake.input.statements])
for name, path in snakemake.output.items():
    write_table(getattr(reading, name), path, name)
counts = reading.account.groupby("outcome")["n_records"].sum()
log.info("%s", ", ".join(f"{n} {outcome}" for outcome, n in counts.items()))
