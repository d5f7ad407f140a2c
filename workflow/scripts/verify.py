"""Rule ``verify``: compare two folders, write the verdict."""

from pathlib import Path

from lasthope.logs import log_to
from lasthope.tables import write_text
from lasthope.verify import to_json, verify

log_to(snakemake.log[0])
verdict = verify(
    Path(snakemake.params.results),
    Path(snakemake.params.reference),
    snakemake.config,
)
write_text(snakemake.output.verdict, to_json(verdict))
