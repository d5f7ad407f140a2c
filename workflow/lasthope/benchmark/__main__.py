"""Train on a published task, predict, and write the answers in its own format.

``python -m lasthope.benchmark semeval2021-task6 --train FILE... --predict FILE
--output FILE``, with ``workflow`` on the path of Python. Prints micro-F1 if the file to
predict has labels.
"""

import argparse
import sys

from lasthope.benchmark.semeval import TASK, labels_of, micro_f1, read, to_json
from lasthope.benchmark.techniques import Techniques
from lasthope.embed import load_embedding
from lasthope.errors import UserError
from lasthope.tables import write_text


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m lasthope.benchmark")
    parser.add_argument("task", choices=[TASK])
    parser.add_argument("--train", nargs="+", required=True, metavar="FILE")
    parser.add_argument("--predict", required=True, metavar="FILE")
    parser.add_argument("--output", required=True, metavar="FILE")
    parser.add_argument("--embedding", default="data/embedding", metavar="FOLDER")
    asked = parser.parse_args()
    train = read(asked.train)
    unseen = read([asked.predict])
    model = Techniques(load_embedding(asked.embedding)).fit(train)
    found = model.predict([text.text for text in unseen])
    write_text(asked.output, to_json(unseen, found))
    print(f"{len(train)} texts learned, {len(unseen)} predicted: {asked.output}")
    if any(text.labels for text in unseen):
        print(f"micro-F1 {micro_f1(labels_of(unseen), found):.4f}")


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(str(error))
