"""Rule ``tags``: read units and codebooks, tag, write tags and categories."""

import pyarrow.parquet as pq

from lasthope.codebook import categories, read_codebooks
from lasthope.logs import log_to
from lasthope.streaming import (
    arrow_schema,
    table_parts,
    write_csv_parts,
    write_parts,
)
from lasthope.tables import write_table
from lasthope.taggers import tagger_of
from lasthope.tags import COLUMNS, lead_ins, whole_documents
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0])
paths, made, params = snakemake.input, snakemake.output, snakemake.params
schema = load_yaml(paths.schema).data
codebook = read_codebooks(paths.codebooks, schema, paths.references)
write_table(categories(codebook), made.categories, "categories")
n_units = pq.read_metadata(paths.units).num_rows
before = lead_ins(table_parts(paths.documents, ["doc_id", "lead_in"]))
folders = {"classifier": params.classifier, "embedding": params.embedding}
tagger = tagger_of(
    params.tagger, codebook, before, params.rules, n_units=n_units, **folders
)
units = whole_documents(table_parts(paths.units, COLUMNS))
tagged = (tagger.tag(part) for part in units)
n_tags = write_parts(made.tags, tagged, arrow_schema("tags"))
columns = arrow_schema("tags").names
write_csv_parts(made.tags_csv, table_parts(made.tags, columns), columns)
log.info("%d tags in %d units", n_tags, n_units)
