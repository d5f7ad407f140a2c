"""Rule ``fewer_patterns``: tag again with a poorer codebook, a part at a time."""

import pyarrow.parquet as pq

from lasthope.codebook import read_codebooks
from lasthope.logs import log_to
from lasthope.multiverse.taggers import count_patterns, without_commonest
from lasthope.streaming import arrow_schema, table_parts, write_parts
from lasthope.tags import COLUMNS, Tagger, lead_ins, whole_documents
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0], "multiverse")
files = snakemake.input
schema = load_yaml(files.schema).data
codebook = read_codebooks(files.codebooks, schema, files.references)
counts = count_patterns(table_parts(files.tags, ["category", "pattern"]))
poorer = without_commonest(codebook, counts)
before = lead_ins(table_parts(files.documents, ["doc_id", "lead_in"]))
n_units = pq.read_metadata(files.units).num_rows
tagger = Tagger(poorer, before, n_units=n_units, **snakemake.params)
units = whole_documents(table_parts(files.units, COLUMNS))
tagged = (tagger.tag(part) for part in units)
n_tags = write_parts(snakemake.output.tags, tagged, arrow_schema("tags"))
log.info("fewer patterns: %d of %d tags are left", n_tags, counts.total())
