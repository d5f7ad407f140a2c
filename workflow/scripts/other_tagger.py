"""Rule ``other_tagger``: tag again by another tagger."""

import pyarrow.parquet as pq

from lasthope.codebook import read_codebooks
from lasthope.logs import log_to
from lasthope.streaming import arrow_schema, table_parts, write_parts
from lasthope.taggers import tagger_of
from lasthope.tags import COLUMNS, lead_ins, whole_documents
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0], "multiverse")
paths, params = snakemake.input, snakemake.params
schema = load_yaml(paths.schema).data
codebook = read_codebooks(paths.codebooks, schema, paths.references)
n_units = pq.read_metadata(paths.units).num_rows
before = lead_ins(table_parts(paths.documents, ["doc_id", "lead_in"]))
name = snakemake.wildcards.tagger
folders = {"classifier": params.classifier, "embedding": params.embedding}
tagger = tagger_of(name, codebook, before, params.rules, n_units=n_units, **folders)
units = whole_documents(table_parts(paths.units, COLUMNS))
tagged = (tagger.tag(part) for part in units)
n_tags = write_parts(snakemake.output.tags, tagged, arrow_schema("tags"))
log.info("%s: %d tags", name, n_tags)
