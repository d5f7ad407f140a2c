"""Print the raw bytes that a document came from.

``python workflow/tools/show.py DOC [CONFIGFILE ...]`` looks the document up in the
results of the case that the configuration files name, beside config/config.yaml.
"""

import sys
from pathlib import Path

import yaml
from snakemake.utils import update_config

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.errors import UserError
from lasthope.ingest.show import raw_of

if __name__ == "__main__":
    doc_id, *overlays = sys.argv[1:] or [""]
    config: dict = {}
    for path in ("config/config.yaml", *overlays):
        update_config(config, yaml.safe_load(Path(path).read_text("utf-8")))
    try:
        sys.stdout.buffer.write(raw_of(doc_id, config))
    except UserError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(b"\n")
