"""Write the practice corpus: invented posts whose true shares are known.

Run as ``python workflow/tools/practice.py data/practice``; a test fails when what is
there is not what this would write.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lasthope.practice import SEED, files

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", type=Path, help="where to write it: data/practice")
folder = parser.parse_args().folder

folder.mkdir(parents=True, exist_ok=True)
for name, text in files(SEED).items():
    content = text.encode("utf-8")
    (folder / name).write_bytes(content)
    print(f"{name}: {len(content)} bytes")
