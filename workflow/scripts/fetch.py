"""Rule ``fetch``: bring one registered file here."""

import os

from lasthope.fetch import fetch
from lasthope.logs import log_to
from lasthope.tables import read_table

log = log_to(snakemake.log[0], "fetch")
settings = snakemake.config["fetch"]
from_environment = filter(None, [os.environ.get("LASTHOPE_MIRROR")])
origin = fetch(
    read_table(snakemake.params.registry, "sources"),
    snakemake.output.file,
    source=snakemake.wildcards.source,
    file=snakemake.wildcards.file,
    **{**settings, "mirrors": [*settings["mirrors"], *from_environment]},
)
log.info("%s from %s", snakemake.output.file, origin)
