"""Rule ``embed``: read units and model, write the vectors."""

from pathlib import Path

from lasthope.embed.backends import encoder_of, tell_unknown
from lasthope.logs import log_to
from lasthope.streaming import column_parts, columns_parts, write_vectors

log = log_to(snakemake.log[0])
units, folder = snakemake.input.units, str(Path(snakemake.input.model).parent)
texts = (text for part in column_parts(units, "text") for text in part.to_pylist())
parameters = dict(snakemake.params)
most_unknown = parameters.pop("most_unknown")
encoder = encoder_of(folder, texts, **parameters)
parts = (
    (ids, encoder.encode(part))
    for ids, part in columns_parts(units, ["unit_id", "text"])
)
width = encoder.encode([""]).shape[1]
log.info("%d vectors", write_vectors(snakemake.output.vectors, parts, width))
tell_unknown(encoder, most_unknown)
