r"""A practice corpus: invented posts of two sides, whose true shares are known.

It is for teaching and for calibration: whoever analyses it can compare what they find
with what was put in. Every sentence holds one frame or device of the codebook, or
none and is about one of five everyday fields. What it holds is drawn with its author's
own probabilities, and these are drawn, author by author, from a Dirichlet distribution
round the shares of the side, so that each is Beta distributed::

    p_author ~ Dirichlet(CONCENTRATION * share_side)

An author's sentences are thus alike (intraclass correlation 1 / (CONCENTRATION + 1)),
some authors write far more than others (the law of Zipf and Mandelbrot), and whoever
takes sentences or posts for independent will be far too sure.

The probabilities are never computed: drawing sentence after sentence from a Pólya urn
gives the same distribution (Blackwell and MacQueen, Annals of Statistics 1, 1973) with
whole numbers alone. The one source of chance is ``random.Random(seed).random()``,
whose sequence Python promises not to change. So the files are the same, byte for
byte, on every machine.
"""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from random import Random
from typing import NamedTuple

from lasthope.practice.sentences import SENTENCES, WORDS
from lasthope.text import words

SEED = 2021
SIDES = ("platform", "provider")
# Percent of the sentences of platform and provider: two frames differ much, two
# somewhat, two not at all; of the devices two differ somewhat and one not at all.
SHARES = {
    "free_expression": ("frame", 18, 4),
    "contract_and_terms": ("frame", 4, 18),
    "public_safety": ("frame", 4, 10),
    "resilience": ("frame", 10, 4),
    "viewpoint_neutrality": ("frame", 5, 5),
    "continuity": ("frame", 4, 4),
    "us_and_them": ("device", 7, 3),
    "procedure": ("device", 3, 7),
    "hedging": ("device", 5, 5),
    "harbour weather": ("topic", 8, 8),
    "library hours": ("topic", 12, 4),
    "football club": ("topic", 6, 6),
    "bread baking": ("topic", 4, 12),
    "bus timetables": ("topic", 10, 10),
}
PERCENT = 100
CONCENTRATION = 20
N_AUTHORS = 30
# The author of rank r writes MOST_POSTS // (r + OFFSET) posts, of so many sentences.
MOST_POSTS, OFFSET = 300, 2
FEWEST_SENTENCES, MOST_SENTENCES = 2, 4
# Who writes: an invented name for each side and rank.
NAMES = {
    "platform": (
        "amber azure coral ivory olive russet",
        "finch heron plover swift wren",
    ),
    "provider": (
        "brass copper nickel pewter silver tin",
        "alder birch hazel larch yew",
    ),
}
START = datetime(2021, 1, 1, tzinfo=UTC)
SECONDS = 31 * 24 * 3600
SLOT = re.compile(r"\{(\w+)\}")
HEADER = ("id", "author", "created_at", "side", "text")
TRUTH_HEADER = (
    *("facet", "name", "platform", "provider", "difference", "concentration"),
    *("drawn_platform", "drawn_provider"),
)


class Post(NamedTuple):
    """An invented post, and what each of its sentences holds."""

    author: str
    created_at: datetime
    text: str
    holds: tuple[str, ...]


class Chance:
    """Whole numbers by chance, the same on every machine."""

    def __init__(self, seed: int):
        self._random = Random(seed)

    def below(self, number: int) -> int:
        """Return one of the numbers from 0 to below ``number``, each as likely."""
        return int(self._random.random() * number)

    def one_of(self, options: Sequence[str]) -> str:
        """Return one of the options, each as likely."""
        return options[self.below(len(options))]


def corpus(seed: int) -> dict[str, list[Post]]:
    """Return the posts of each side, by time.

    Args:
        seed: of all that is left to chance; :data:`SEED` for the corpus that ships.
    """
    chance = Chance(seed)
    return {side: sorted(posts_of(side, chance), key=by_time) for side in SIDES}


def by_time(post: Post) -> tuple[datetime, str, str]:
    """Return what posts are sorted by."""
    return post.created_at, post.author, post.text


def posts_of(side: str, chance: Chance) -> list[Post]:
    """Return the posts of a side, author by author."""
    posts = []
    for rank, author in enumerate(authors_of(side), 1):
        urn = Urn(side)
        for _ in range(MOST_POSTS // (rank + OFFSET)):
            span = MOST_SENTENCES - FEWEST_SENTENCES + 1
            n_sentences = FEWEST_SENTENCES + chance.below(span)
            holds = tuple(urn.draw(chance) for _ in range(n_sentences))
            created_at = START + timedelta(seconds=chance.below(SECONDS))
            posts.append(Post(author, created_at, written(holds, chance), holds))
    return posts


def authors_of(side: str) -> list[str]:
    """Return the invented names of a side's authors, the most prolific first."""
    first, last = (names.split() for names in NAMES[side])
    return [f"invented_{a}_{b}" for a, b in product(first, last)]


class Urn:
    """What one author's sentences hold: what was drawn before is likelier again."""

    def __init__(self, side: str):
        column = 1 + SIDES.index(side)
        shares = {name: int(row[column]) for name, row in SHARES.items()}
        # In hundredths of a ball, so that all are whole.
        self._balls = {name: n * CONCENTRATION for name, n in shares.items()}

    def draw(self, chance: Chance) -> str:
        """Return what the next sentence holds."""
        ends = [*accumulate(self._balls.values())]
        name = [*self._balls][bisect_right(ends, chance.below(ends[-1]))]
        self._balls[name] += PERCENT
        return name


def written(holds: Sequence[str], chance: Chance) -> str:
    """Return a text whose sentences hold what they should, and no more.

    No two that follow each other begin with the same two words, which would be the
    device of repetition.
    """
    text: list[str] = []
    for name in holds:
        sentence = filled(chance.one_of(SENTENCES[name]), chance)
        while text and words(sentence)[:2] == words(text[-1])[:2]:
            sentence = filled(chance.one_of(SENTENCES[name]), chance)
        text.append(sentence)
    return " ".join(text)


def filled(sentence: str, chance: Chance) -> str:
    """Return a sentence with a word in each slot and a capital at its start."""
    text = SLOT.sub(lambda slot: chance.one_of(WORDS[slot[1]]), sentence)
    return text[0].upper() + text[1:]


def files(seed: int) -> dict[str, str]:
    """Return the files of the corpus: their names and what they hold."""
    posts = corpus(seed)
    return {
        "README.md": README,
        **{
            f"{side}.csv": as_csv(
                HEADER,
                [
                    (
                        f"synthetic-{side}-{number:04}",
                        post.author,
                        f"{post.created_at:%Y-%m-%dT%H:%M:%SZ}",
                        side,
                        post.text,
                    )
                    for number, post in enumerate(own, 1)
                ],
            )
            for side, own in posts.items()
        },
        "truth.csv": as_csv(TRUTH_HEADER, truth(posts)),
    }


def truth(posts: dict[str, list[Post]]) -> list[tuple[str | int, ...]]:
    """Return per category and field its true shares, and how often it was drawn."""
    drawn = {
        side: [name for post in own for name in post.holds]
        for side, own in posts.items()
    }
    return [
        (
            facet,
            name,
            *(decimal(share) for share in (a, b, a - b)),
            CONCENTRATION,
            *(drawn[side].count(name) for side in SIDES),
        )
        for name, (facet, a, b) in SHARES.items()
    ]


def decimal(percent: int) -> str:
    """Return a percentage as a share.

    >>> decimal(4), decimal(-14), decimal(0)
    ('0.04', '-0.14', '0.00')
    """
    sign = "-" if percent < 0 else ""
    return f"{sign}{abs(percent) // PERCENT}.{abs(percent) % PERCENT:02}"


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str | int]]) -> str:
    """Return rows as the text of a CSV file."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    return buffer.getvalue()


README = f"""\
# Synthetic practice corpus

**Everything here is invented.** Nobody ever wrote these posts, and their authors do
not exist. `python workflow/tools/practice.py data/practice` writes the files, the same
byte for byte everywhere, and a test holds them to it. Cite the source as `synthetic`.

- `platform.csv`, `provider.csv`: the posts of each side, with `id`, `author`,
  `created_at` (UTC, January 2021), `side` and `text`.
- `truth.csv`: what was put in. Each row is a category of the codebook (`facet` frame
  or device) or an everyday field (`facet` topic): its true share of the sentences of
  `platform` and of `provider`, the true `difference` of the two, the `concentration`
  of the authors round these shares, and how many sentences of each side were drawn
  with it.

How it was made:

- authors a side: {N_AUTHORS}
- posts of the author of rank *r*: {MOST_POSTS} / (*r* + {OFFSET}), rounded down
- sentences a post: {FEWEST_SENTENCES} to {MOST_SENTENCES}, each as likely
- seed: {SEED}, concentration *c*: {CONCENTRATION}

A sentence holds exactly one category or is about exactly one field. An author's own
share of what has the true share *s* follows the Beta distribution with the parameters
*c s* and *c* (1 − *s*): its mean is *s*, its variance *s* (1 − *s*) / (*c* + 1).

The true shares are those of all authors there might be, so the shares among the
authors that are here differ from them by chance. Intervals of 95 % hold the true share
in most corpora drawn in this way, not in all; `make calibration` shows how often.
"""
