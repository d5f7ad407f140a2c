"""Rule ``dynamics``: read the topics, count them by side and time, write the table."""

from lasthope.logs import log_to
from lasthope.tables import read_table, write_table
from lasthope.topics.dynamics import dynamics

log = log_to(snakemake.log[0], "topics")
tables = {name: read_table(path, name) for name, path in snakemake.input.items()}
found = dynamics(**tables, **snakemake.params)
write_table(found, snakemake.output.topics_over_time, "topics_over_time")
log.info("%d shares of topics by side and time", len(found))
