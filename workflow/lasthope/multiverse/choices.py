"""The reasonable choices, and the universes that they span."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

# Which choices bear on each family of findings, in the order of the files' names. One
# job makes all universes of a family that have the first choices in common: counting
# is dear, and so is starting.
FAMILIES = {
    "category": ("copies", "voice", "unit", "tagger", "stances"),
    "word": ("copies", "voice", "prior_words", "min_count"),
    "topic": ("topic_model", "copies", "voice", "unit"),
}
FAMILY_OF = {
    "frame": "category",
    "device": "category",
    "word": "word",
    "topic": "topic",
}
# What leads of each facet on the first side, and on the second, if a case has it.
FINDINGS = [f"{facet}_{which}" for facet in FAMILY_OF for which in "ab"]
# The topics that the step ``topics`` found.
AS_FOUND = "as-found"


class Universe(NamedTuple):
    """One choice of each.

    Attributes:
        family: ``category``, ``word`` or ``topic``.
        choices: by name, as text.
        is_main: whether they are those of the configuration.
    """

    family: str
    choices: dict[str, str]
    is_main: bool

    @property
    def name(self) -> str:
        """Return the name of its file: the choices, in order."""
        return "_".join([self.family, *self.choices.values()])


def axes(config: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the choices of every kind, that of the configuration first."""
    compare, others = config["compare"], config["multiverse"]
    models = [
        f"{float(times):g}x-seed{seed}"
        for times, seed in product(others["times_topics"], others["topic_seeds"])
    ]
    given = {
        "copies": ["weighted", *others["copies"]],
        "voice": [compare["voice"], *others["voices"]],
        "unit": ["sentence", *others["units"]],
        "tagger": [config["tags"]["tagger"], *others["taggers"]],
        "stances": [
            "+".join(sorted(stances))
            for stances in (compare["stances"], *others["stances"])
        ],
        "prior_words": [
            f"{float(words):g}"
            for words in (compare["prior_words"], *others["prior_words"])
        ],
        "min_count": [compare["min_count"], *others["min_count"]],
        "topic_model": [AS_FOUND, *models],
    }
    return {
        name: list(dict.fromkeys(map(str, choices))) for name, choices in given.items()
    }


def universes(family: str, every: Mapping[str, Sequence[str]]) -> Iterator[Universe]:
    """Yield the universes of a family.

    Args:
        family: which.
        every: choices of every kind, as :func:`axes` gives them.
    """
    names = FAMILIES[family]
    for choices in product(*(every[name] for name in names)):
        is_main = all(
            choice == every[name][0]
            for name, choice in zip(names, choices, strict=True)
        )
        yield Universe(family, dict(zip(names, choices, strict=True)), is_main)
