"""Rule ``topics``: read units and vectors, find topics, write them."""

from lasthope.logs import log_to
from lasthope.tables import read_table, read_vectors, write_table
from lasthope.topics import topics

log_to(snakemake.log[0])
units = read_table(snakemake.input.units, "units")
documents = read_table(snakemake.input.documents, "documents")
unit_ids, vectors = read_vectors(snakemake.input.vectors)
found, unit_topics = topics(units, documents, unit_ids, vectors, **snakemake.params)
write_table(found, snakemake.output.topics, "topics")
write_table(unit_topics, snakemake.output.unit_topics, "unit_topics")
