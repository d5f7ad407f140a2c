"""Train on a published task, predict, and write the answers in its own format.

``python -m lasthope.benchmark TASK --train FILE... --predict FILE --output FILE``, with
``workflow`` on the path of Python. ``semeval2021-task6`` tells which techniques a text
uses, ``semeval2021-task6-spans`` also where; if the file to predict has labels, the
task's measure is printed. ``semeval2021-task6 --repeats N`` in place of ``--predict``
holds texts of the files to train on out, N times all of them, and tells how well their
techniques are found. ``parler-hate-speech`` takes no file to predict: every post
is predicted by a classifier that was not taught with it.
"""

import argparse
import sys

from lasthope.benchmark import hate
from lasthope.benchmark.held_out import N_TEST, held_out, spread
from lasthope.benchmark.semeval import (
    SPANS_TASK,
    TASK,
    labels_of,
    micro_f1,
    read,
    spans_to_json,
    to_json,
)
from lasthope.benchmark.spans import Spans, f1
from lasthope.benchmark.techniques import Techniques
from lasthope.embed import Embedding, load_embedding
from lasthope.errors import UserError
from lasthope.tables import to_csv, write_bytes, write_table, write_text


def main() -> None:
    """Run what the command line asks for.

    Raises:
        UserError: if a file that the task needs is not named.
    """
    parser = argparse.ArgumentParser(prog="python -m lasthope.benchmark")
    parser.add_argument("task", choices=[TASK, SPANS_TASK, hate.TASK])
    parser.add_argument("--train", nargs="+", required=True, metavar="FILE")
    parser.add_argument("--predict", metavar="FILE")
    parser.add_argument("--repeats", type=int, metavar="N")
    parser.add_argument("--output", required=True, metavar="FILE")
    parser.add_argument("--embedding", default="data/embedding", metavar="FOLDER")
    asked = parser.parse_args()
    if asked.repeats is not None and (asked.task != TASK or asked.predict):
        raise UserError(
            f"--repeats goes with {TASK} and without --predict; leave it out."
        )
    embedding = load_embedding(asked.embedding)
    if asked.task == hate.TASK:
        hate_speech(asked.train, asked.output, embedding)
    elif asked.repeats is not None:
        unseen_techniques(asked.train, asked.output, embedding, asked.repeats)
    elif asked.predict is None:
        raise UserError(f"{asked.task}: name a file to predict with --predict.")
    elif asked.task == SPANS_TASK:
        spans(asked.train, asked.predict, asked.output, embedding)
    else:
        techniques(asked.train, asked.predict, asked.output, embedding)


def techniques(
    train: list[str], predict: str, output: str, embedding: Embedding
) -> None:
    """Tell which techniques texts use."""
    texts, unseen = read(train), read([predict])
    model = Techniques(embedding).fit(texts)
    found = model.predict([text.text for text in unseen])
    write_text(output, to_json(unseen, found))
    print(f"{len(texts)} texts learned, {len(unseen)} predicted: {output}")
    if any(text.labels for text in unseen):
        print(f"micro-F1 {micro_f1(labels_of(unseen), found):.4f}")


def unseen_techniques(
    train: list[str], output: str, embedding: Embedding, repeats: int
) -> None:
    """Tell how well techniques are found in texts that are held out."""
    texts = read(train)
    table = held_out(texts, embedding, repeats=repeats)
    write_bytes(output, to_csv(table))
    found = spread(table)
    print(f"{len(texts)} texts held out, {repeats} times each: {output}")
    print(f"micro-F1 {found.mean:.4f}, deviation between repeats {found.deviation:.4f}")
    print(f"of {N_TEST} texts drawn from these {found.low:.4f} to {found.high:.4f}")


def spans(train: list[str], predict: str, output: str, embedding: Embedding) -> None:
    """Tell where techniques stand in texts."""
    texts, unseen = read(train), read([predict])
    model = Spans(embedding).fit(texts)
    found = model.predict([text.text for text in unseen])
    write_text(output, spans_to_json(unseen, found))
    print(f"{len(texts)} texts learned, {len(unseen)} predicted: {output}")
    print(f"F1 of spans held out in the training data {model.reached:.4f}")
    if any(text.spans for text in unseen):
        expected = [text.spans or () for text in unseen]
        print(f"F1 of spans {f1(expected, found):.4f}")


def hate_speech(train: list[str], output: str, embedding: Embedding) -> None:
    """Tell which posts are hate speech, each by what was learned from others.

    Raises:
        UserError: if there is not exactly one file.
    """
    if len(train) != 1:
        raise UserError(f"{hate.TASK}: name the one published file with --train.")
    posts = hate.read(train[0])
    trained = hate.learned(posts, embedding)
    write_table(trained.held_out, output, "held_out")
    row = trained.scores.iloc[0]
    print(f"{len(posts)} posts, {row['n_positive']} of them hate speech: {output}")
    print(f"AUC {row['auc']:.4f}, calibration error {row['calibration_error']:.4f}")
    print(
        f"precision {row['precision']:.4f}, recall {row['recall']:.4f}, "
        f"F1 {row['f1']:.4f}; {1 - row['decided']:.4f} of the posts not decided"
    )


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(str(error))
