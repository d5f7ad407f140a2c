"""Rule ``embed``: read units and embedding, write the vectors."""

from pathlib import Path

from lasthope.embed import embed, load_embedding
from lasthope.logs import log_to
from lasthope.tables import read_table, write_vectors

log = log_to(snakemake.log[0])
units = read_table(snakemake.input.units, "units")
embedding = load_embedding(str(Path(snakemake.input.model).parent))
unit_ids, vectors = embed(units, embedding, **snakemake.params)
write_vectors(unit_ids, vectors, snakemake.output.vectors)
n_empty = (vectors == 0).all(axis=1).sum()
log.info("%d vectors, %d of them of no known word", len(vectors), n_empty)
