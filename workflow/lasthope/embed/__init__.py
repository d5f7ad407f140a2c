"""Give every unit a vector of whole numbers.

:mod:`~lasthope.embed.static` does so from the embedding that ships, the same on every
machine; :mod:`~lasthope.embed.machine_dependent` by other models, which are not.
"""

from lasthope.embed.content import CLITIC, STOP_WORDS, content_words
from lasthope.embed.known import count_tokens
from lasthope.embed.length import LENGTH, with_length
from lasthope.embed.model import Embedding, load_embedding
from lasthope.embed.static import StaticEncoder

__all__ = [
    "CLITIC",
    "LENGTH",
    "STOP_WORDS",
    "Embedding",
    "StaticEncoder",
    "content_words",
    "count_tokens",
    "load_embedding",
    "with_length",
]
