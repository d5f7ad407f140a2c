"""Rule ``clean``: read the documents of a shard, clean them, write them and keys."""

from functools import partial

import pyarrow as pa

from lasthope.clean import clean
from lasthope.copies.shingles import keys
from lasthope.logs import log_to
from lasthope.streaming import (
    DOCUMENTS,
    RANDOM,
    arrow_schema,
    column_parts,
    in_parts,
    write_parts,
)

log = log_to(snakemake.log[0], "clean")
documents, output = [snakemake.input.documents], snakemake.output
cleaned = in_parts(documents, "documents", partial(clean, **snakemake.params))
schema = arrow_schema("documents")
n_documents = write_parts(output.documents, cleaned, schema, **DOCUMENTS)
texts = column_parts(output.documents, "text")
schema = keys(pa.array([], pa.string())).schema
write_parts(output.hashes, map(keys, texts), schema, **RANDOM)
log.info("%s: %d documents", snakemake.wildcards.shard, n_documents)
