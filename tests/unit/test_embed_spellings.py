"""Tests of lasthope.embed.spellings against a dictionary."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.embed.spellings import NEW, Spellings

# Their FNV-1a hashes of 64 bits are the same.
ALIKE = ("8yn0iYCKYHlIj4-BwPqk", "GReLUrM4wMqfg9yzV3KQ")
PIECE = st.text(st.characters(exclude_characters=" ", codec="utf-8"), max_size=5)


def bytes_of(texts):
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


@settings(deadline=None)
@given(
    st.lists(PIECE | st.sampled_from(ALIKE), unique=True),
    st.lists(st.lists(PIECE | st.sampled_from(ALIKE), min_size=1).map(" ".join)),
)
def test_numbers_are_those_of_a_dictionary(known, texts):
    numbers = {piece: 7 * place for place, piece in enumerate(known)}
    spellings = Spellings()
    # In two goes, as words are met.
    for some in (known[::2], known[1::2]):
        spellings.add([p.encode() for p in some], [numbers[p] for p in some])
    content, offsets = bytes_of(texts)
    found = spellings.look_up(content, offsets)
    pieces = [piece for text in texts for piece in text.split(" ")]
    assert found.numbers.tolist() == [numbers.get(piece, NEW) for piece in pieces]
    assert np.diff(found.ends, prepend=0).tolist() == [
        len(text.split(" ")) for text in texts
    ]
    new = [content[start:end].tobytes().decode() for start, end in found.new.tolist()]
    assert new == [piece for piece in pieces if piece not in numbers]
    assert len(spellings) == len(known)
    assert spellings.n_bytes == sum(len(piece.encode()) for piece in known)


def test_many_spellings_are_all_found_again():
    many = [f"w{number}".encode() for number in range(10_000)]
    spellings = Spellings()
    for start in range(0, len(many), 999):
        some = many[start : start + 999]
        spellings.add(some, range(start, start + len(some)))
    found = spellings.look_up(*bytes_of([b" ".join(many).decode()]))
    assert found.numbers.tolist() == list(range(10_000))


def test_spellings_of_one_hash_are_told_apart():
    spellings = Spellings()
    spellings.add([ALIKE[0].encode()], [1])
    assert spellings.look_up(*bytes_of([ALIKE[1]])).numbers.tolist() == [NEW]
    spellings.add([ALIKE[1].encode()], [2])
    found = spellings.look_up(*bytes_of([" ".join(ALIKE)]))
    assert found.numbers.tolist() == [1, 2]
