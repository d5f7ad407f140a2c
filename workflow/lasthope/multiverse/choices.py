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
OWN, QUOTED, REPORTS = "own", "quoted", "reports"


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


def main_choices(every: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the configuration's own choices, of those that :func:`axes` gives."""
    return {name: choices[0] for name, choices in every.items()}


def universes(
    family: str, every: Mapping[str, Sequence[str]], main: Mapping[str, str]
) -> Iterator[Universe]:
    """Yield the universes of a family.

    Args:
        family: which.
        every: choices of every kind, as :func:`axes` gives them, or some of them.
        main: those of the configuration.
    """
    names = FAMILIES[family]
    for choices in product(*(every[name] for name in names)):
        made = dict(zip(names, choices, strict=True))
        is_main = all(main[name] == choice for name, choice in made.items())
        yield Universe(family, made, is_main)


def stances_heard(voice: str, stances: str) -> frozenset[str]:
    """Return the stances that a tag can have in words of a voice.

    What is quoted is always reported, and nothing else is. None are returned where own
    words would be looked through for reports alone, of which there are none.

    >>> sorted(stances_heard("all", "asserts")), stances_heard("own", "reports")
    (['asserts', 'reports'], frozenset())
    """
    if voice == QUOTED:
        return frozenset([REPORTS])
    own = frozenset(stances.split("+")) - {REPORTS}
    return own if voice == OWN or not own else own | {REPORTS}


def is_distinct(universe: Universe, every: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a universe listens to something, and to what no earlier one does.

    Args:
        universe: which.
        every: choices of every kind.
    """
    if "stances" not in universe.choices:
        return True
    voice = universe.choices["voice"]
    heard = [stances_heard(voice, stances) for stances in every["stances"]]
    mine = stances_heard(voice, universe.choices["stances"])
    earliest = every["stances"][heard.index(mine)]
    return bool(mine) and earliest == universe.choices["stances"]
