"""Rule ``verdict``: print the verdict, fail unless it is that all is the same."""

import json
import sys
from pathlib import Path

from lasthope.logs import log_to
from lasthope.verify import SAME, lines

log = log_to(snakemake.log[0])
verdict = json.loads(Path(snakemake.input.verdict).read_text(encoding="utf-8"))
for line in lines(verdict):
    log.info("%s", line)
sys.exit(verdict["verdict"] != SAME)
