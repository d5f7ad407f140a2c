"""Print the raw bytes that a document came from.

``python workflow/tools/show.py DOC [CONFIGFILE ...]`` looks the document up in the
results of the case that the configuration files name, beside config/config.yaml.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.config import read_config
from lasthope.errors import UserError
from lasthope.ingest.show import raw_of

if __name__ == "__main__":
    doc_id, *overlays = sys.argv[1:] or [""]
    try:
        sys.stdout.buffer.write(raw_of(doc_id, read_config(*overlays)))
    except UserError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(b"\n")
