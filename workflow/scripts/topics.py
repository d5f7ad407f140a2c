"""Rule ``topics``: read units and vectors in parts, find topics, write them."""

from pathlib import Path

from lasthope.logs import log_to
from lasthope.streaming import arrow_schema, as_part, write_parts
from lasthope.tables import write_table
from lasthope.topics import topics
from lasthope.topics.reading import read_documents, units_with_vectors
from lasthope.topics.saving import save_model

log_to(snakemake.log[0])
files, made = snakemake.input, snakemake.output
found = topics(
    lambda: units_with_vectors(files.units, files.vectors),
    read_documents(files.documents),
    lambda parts: write_parts(
        made.unit_topics,
        (as_part(part, "unit_topics") for part in parts),
        arrow_schema("unit_topics"),
    ),
    **snakemake.params,
)
write_table(found.topics, made.topics, "topics")
write_table(found.grid, made.grid, "topics_grid")
write_table(found.representatives, made.representatives, "representatives")
save_model(found, str(Path(made.model[0]).parent))
