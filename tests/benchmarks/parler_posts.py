"""Make an archive of invented posts in the schema of the Parler dump, and its truth.

``python tests/benchmarks/parler_posts.py N OUT [--seed S]`` writes N lines to OUT and
what is known of them to OUT.truth.json: how many records of each kind there are, and
which posts are exact or near copies of which. The words are a small town's, nobody's
posts; the keys are those of the dump (Aliapoulios et al., 2021).
"""

import argparse
import html
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

COMMON_WORDS = """
    the a to and of in at for on we is was it they with our new by from all this will
    library market bridge river town street school bakery garden weather rain snow
    morning evening Saturday winter summer bus train mayor council book shelf
    reading story music choir hall square church tower clock window door lamp kettle
    bread cheese apple pear honey soup tea coffee table chair roof chimney wall fence
    ferry harbour boat fisherman lantern storm fog frost wind cloud sunshine puddle
    bicycle tram station ticket timetable platform parcel letter postman stamp
    baker painter teacher gardener librarian neighbour visitor child grandmother
    opens closes arrives leaves returns borrows lends bakes paints sings reads grows
    mends carries waits listens remembers forgets early late quiet warm cold old
    bright small long narrow crowded empty lovely dusty wooden yellow green again
    never always today tomorrow yesterday perhaps please thanks café naïve Zoë
"""
FIRST = "Alder Birch Copper Drift Elm Fern Gull Hazel Iron Juniper Kelp Linden"
SECOND = "brook croft dale field ford gate ham hill lea mere mouth stead wick"
THIRD = "Fair Library Mill Lane Market School Inn Choir Bakery Ferry"
PLACES = [
    f"{a}{b}{c}" for c in THIRD.split() for b in SECOND.split() for a in FIRST.split()
]
WORDS = COMMON_WORDS.split() + PLACES
# Zipf: the word of rank r is drawn in proportion to 1 / r.
WORD_WEIGHTS = list(accumulate(10**9 // rank for rank in range(1, len(WORDS) + 1)))
# Tenths of the distribution of words per body, read as straight lines between them.
LENGTHS = (1, 3, 5, 8, 10, 13, 17, 23, 33, 60, 125)
MAX_BODY = 1000
EMOJI = ("\U0001f44d", "\U0001f4da", "\u2600\ufe0f", "\U0001f327")
START = datetime(2018, 8, 1)
SECONDS = int((datetime(2021, 1, 11) - START).total_seconds())
# How many lines in 100,000 are of each kind; the others are ordinary posts.
PER_100_000 = {
    "bad": 16,
    "blank": 4,
    "surrogates": 10,
    "repeated_id": 100,
    "empty": 6000,
    "exact_copy": 6000,
    "near_copy": 3000,
}
BAD = {
    "no JSON object": [b'{"id":"1","body":"cut of', b'["a list"]', b"no JSON at all"],
    "not UTF-8": [b'{"id":"2","body":"caf\xe9"}'],
    "body is no text": [b'{"id":"3","body":17}', b'{"id":"4","body":["a"]}'],
    "nested too deep": [b'{"id":"5","media":' + b"[" * 2000 + b"]" * 2000 + b"}"],
}


class Maker:
    """Makes lines, and keeps count of what it has made.

    Attributes:
        truth: what is known of the lines made so far.
    """

    def __init__(self, n_posts: int, seed: int) -> None:
        self.random = random.Random(seed)
        n_authors = max(10, n_posts // 10)
        self.authors = [
            (f"{self.random.getrandbits(128):032x}", f"Reader{number}")
            for number in range(n_authors)
        ]
        self.author_weights = list(
            accumulate(10**9 // rank for rank in range(1, n_authors + 1))
        )
        self.count: Counter[str] = Counter()
        self.bad: Counter[str] = Counter()
        self.exact: list[tuple[str, str]] = []
        self.near: list[tuple[str, str]] = []
        self.originals: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.texts: set[bytes] = set()

    def lines(self, n_lines: int) -> Iterator[bytes]:
        """Yield that many lines, without their ends."""
        kinds = list(PER_100_000)
        limits = list(accumulate(PER_100_000.values()))
        for _ in range(n_lines):
            draw = self.random.randrange(100_000)
            place = next((n for n, end in enumerate(limits) if draw < end), None)
            yield self.line("post" if place is None else kinds[place])

    def line(self, kind: str) -> bytes:
        """Return one line of a kind, and note it in the truth."""
        self.count["lines"] += 1
        if kind == "blank":
            self.count["blank"] += 1
            return b""
        self.count["records"] += 1
        if kind == "bad":
            reason = self.random.choice(list(BAD))
            self.bad[reason] += 1
            return self.random.choice(BAD[reason])
        if kind == "empty":
            self.count["no text"] += 1
            body = self.random.choice(["", " ", "\n\t", "&nbsp;"])
            return msgspec.json.encode(self.record(self.new_id(), body))
        if kind == "repeated_id" and self.ids:
            self.count["same id"] += 1
            own_id = self.random.choice(self.ids)
            return msgspec.json.encode(self.record(own_id, self.text()))
        return self.kept(kind)

    def kept(self, kind: str) -> bytes:
        """Return a line that becomes a document."""
        own_id, text = self.new_id(), self.text()
        if kind in ("exact_copy", "near_copy") and self.originals:
            # A few originals are copied very often, as chain letters are.
            place = int(len(self.originals) * self.random.random() ** 3)
            original, text = self.originals[place]
            if kind == "near_copy":
                text = self.edited(text)
            pairs = self.exact if kind == "exact_copy" else self.near
            pairs.append((original, own_id))
        elif len(text) >= 80 and self.random.random() < 0.1:
            self.originals.append((own_id, text))
        self.count["kept"] += 1
        self.ids.append(own_id)
        if kind == "surrogates":
            self.count["surrogates"] += 1
            self.note(text + "\ufffd")
            body = text + "SURROGATE"
        else:
            self.note(text)
            body = html.escape(text) if self.random.random() < 0.5 else text
            self.count["entities"] += body != text
        record = self.record(own_id, body)
        self.count["comments"] += record["datatype"] == "comments"
        self.count["echoes"] += record["datatype"] == "posts" and bool(record["parent"])
        return msgspec.json.encode(record).replace(b"SURROGATE", rb"\ud83d")

    def note(self, text: str) -> None:
        """Remember a text, to count the different ones."""
        self.texts.add(blake2b(text.encode(), digest_size=12).digest())

    def new_id(self) -> str:
        """Return an id never given before."""
        return f"{self.random.getrandbits(128):032x}"

    def text(self) -> str:
        """Return a body's text: words, perhaps a hashtag, emoji, quotes, an ampersand.

        An ampersand stands between spaces, where it cannot be taken for an entity.
        """
        tenth, rest = divmod(self.random.randrange(10_000), 1000)
        low, high = LENGTHS[tenth : tenth + 2]
        words = self.random.choices(
            WORDS, cum_weights=WORD_WEIGHTS, k=low + (high - low) * rest // 1000
        )
        extra = self.random.random()
        if extra < 0.10:
            words.append(f"#{self.random.choice(PLACES)}")
        elif extra < 0.16:
            words[len(words) // 2 : len(words) // 2] = ["&"]
            words.append("tea")
        elif extra < 0.20:
            words[0] = f'"{words[0]}"'
        elif extra < 0.28:
            words.append(self.random.choice(EMOJI))
        elif extra < 0.34:
            words[-1] += ".\n\nSee you"
        return " ".join(words)[:MAX_BODY].strip(" \n&")

    def edited(self, text: str) -> str:
        """Return a text with a small edit that it did not have."""
        words = text.split(" ")
        edit = self.random.randrange(3)
        if edit == 0:
            return f"{text} please share {self.random.randrange(10**6)}"
        if edit == 1:
            words[self.random.randrange(len(words))] = f"x{self.random.getrandbits(32)}"
            return " ".join(words)
        return f"{self.random.randrange(10**6)} {text.upper()}!"

    def record(self, own_id: str, body: str) -> dict[str, Any]:
        """Return a record with all keys of the dump, some of them odd as there."""
        draw = self.random.random
        creator, username = self.random.choices(
            self.authors, cum_weights=self.author_weights
        )[0]
        moment = START + timedelta(seconds=int(SECONDS * draw() ** 0.35))
        created = f"{moment:%Y%m%d%H%M%S}"
        is_comment = draw() < 0.47
        is_echo = not is_comment and draw() < 0.1
        urls = [self.link(created)] if draw() < 0.5 else []
        parent = self.new_id() if is_comment or is_echo else ""
        upvotes = int(30 * draw() ** 4)
        return {
            "id": own_id,
            "body": body,
            "bodywithurls": body + "".join(f" {url['long']}" for url in urls),
            "comments": int(15 * draw() ** 4),
            "createdAt": created,
            "createdAtformatted": f"{moment:%Y-%m-%d %H:%M:%S} UTC",
            "creator": creator,
            "datatype": "comments" if is_comment else "posts",
            "depth": int(is_echo),
            "depthRaw": int(is_echo),
            "followers": int(5000 * draw()),
            "following": int(3000 * draw()),
            "hashtags": [word[1:] for word in body.split() if word.startswith("#")],
            "impressions": int(2000 * draw() ** 5),
            "lastseents": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
            "links": [url["id"] for url in urls],
            "media": 0,
            "posts": int(9000 * draw()),
            "preview": body[:80],
            "reposts": int(5 * draw() ** 4),
            "sensitive": False,
            "shareLink": f"https://parler.example/post/{own_id}",
            "state": 4,
            "upvotes": str(upvotes) if draw() < 0.05 else upvotes,
            "urls": urls,
            "username": username,
            "verified": draw() < 0.01,
            "article": False,
            "color": "#a60303",
            "commentDepth": int(is_comment),
            "controversy": 0,
            "conversation": self.new_id(),
            "downvotes": 0,
            "isPrimary": True,
            "score": 0,
            "parent": parent,
            "root": parent,
        }

    def link(self, created: str) -> dict[str, Any]:
        """Return a linked address as the dump describes it."""
        site = f"{self.random.choice(PLACES).lower()}.example"
        return {
            "createdAt": created,
            "domain": f"www.{site}",
            "id": self.new_id(),
            "long": f"https://www.{site}/{self.random.getrandbits(48):012x}",
            "metadata": {
                "mimeType": "text/html; charset=utf-8",
                "site": site,
                "length": str(self.random.randrange(1000, 900_000)),
            },
            "modified": created,
            "short": f"https://parler.example/{self.random.getrandbits(40):010x}",
            "state": "VALID",
        }

    def truth(self) -> dict[str, Any]:
        """Return what is known of the lines made so far."""
        return {
            "count": dict(self.count),
            "bad": dict(self.bad),
            "distinct_texts": len(self.texts),
            "exact_copies": self.exact,
            "near_copies": self.near,
        }


def make(n_lines: int, out: Path, seed: int) -> None:
    """Write the lines and, beside them, the truth."""
    maker = Maker(n_lines, seed)
    with out.open("wb") as file:
        for line in maker.lines(n_lines):
            file.write(line + b"\n")
    Path(f"{out}.truth.json").write_text(json.dumps(maker.truth()), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n_lines", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    make(arguments.n_lines, arguments.out, arguments.seed)
