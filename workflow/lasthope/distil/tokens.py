"""Which tokens of a WordPiece tokenizer a text can have, and a tokenizer of those."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tokenizers import Tokenizer

# How a WordPiece vocabulary of this family spells a token inside a word.
INSIDE = "##"


def possible_tokens(spec: Mapping[str, Any]) -> list[str]:
    """Return the tokens that some text can have, in the order of the vocabulary.

    The tokenizer makes characters lower case, without accents, and splits the text at
    white space, punctuation and Chinese characters, before it looks for tokens. A token
    that this would change or split never occurs: ``[unused1]``, or a Chinese character
    inside a word.
    """
    tokenizer = Tokenizer.from_str(json.dumps(spec))
    vocabulary = spec["model"]["vocab"]

    def is_possible(token: str) -> bool:
        word = token.replace(INSIDE, "a", 1) if token.startswith(INSIDE) else token
        normal = tokenizer.normalizer.normalize_str(word)
        pieces = tokenizer.pre_tokenizer.pre_tokenize_str(normal)
        return [piece for piece, _ in pieces] == [word]

    return list(filter(is_possible, sorted(vocabulary, key=vocabulary.__getitem__)))


def with_tokens(spec: Mapping[str, Any], tokens: Sequence[str]) -> dict[str, Any]:
    """Return a tokenizer that knows these tokens only, numbered as they are listed.

    It adds no marks, and neither cuts nor pads: what it returns is the text's tokens.
    """
    vocabulary = {token: number for number, token in enumerate(tokens)}
    return {
        **spec,
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "post_processor": None,
        "model": {**spec["model"], "vocab": vocabulary},
    }
