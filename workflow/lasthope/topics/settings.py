"""The settings of the topic step, checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from lasthope.errors import UserError
from lasthope.schemas import TOPIC_METHODS

AUTO = "auto"
EXACT, UMAP_HDBSCAN = "exact", "umap_hdbscan"
STATIC = "static"
# One topic tells nothing.
FEWEST = 2
# Settings that are whole numbers, and the least each may be.
LEAST = {
    "sample": FEWEST,
    "min_units": FEWEST,
    "min_topic_size": 1,
    "n_neighbours": 0,
    "n_starts": 1,
    "n_seeds": 1,
    "n_refits": 1,
    "top_words": 1,
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How topics are found.

    Attributes:
        seed: of all that is random.
        sample: most different texts that topics are found in.
        clusters: ``exact``, or ``umap_hdbscan``, which depends on the machine.
        n_topics: how many topics to look for, or ``auto`` for the best of the grid.
        grid: numbers of topics to try.
        min_units: fewest units with different vectors to look for topics in.
        min_topic_size: fewest such units of a topic; smaller ones are dissolved into
            their neighbours.
        subtract_mean: turn the vectors about their mean, so that what all units have in
            common does not hold them together.
        word_usage: add to each text's vector how its words are used in the sample.
        seed_topics: words of topics to look for.
        n_neighbours: how many near texts are added to each before they are grouped.
        n_starts: samples of the texts that each fit takes its start from; of few texts,
            random starts of which the best is kept.
        n_seeds: fits from other seeds, of which that is kept which agrees best.
        n_refits: samples of authors that the stability is estimated from.
        min_stability: least stability and agreement for a topic to be stable.
        min_similarity: least cosine of a unit with its topic's centre.
        top_words: how many words and phrases describe a topic.
        diversity: how much less a word counts that stands where another does.
        core: share of a topic's texts, those nearest to its centre, that its words are
            taken from.
        embed_backend: what made the vectors; all but ``static`` depend on the machine.

    Raises:
        UserError: if one of them makes no sense.
    """

    seed: int
    sample: int
    clusters: str
    n_topics: int | str
    grid: Sequence[int]
    min_units: int
    min_topic_size: int
    subtract_mean: bool
    word_usage: bool
    seed_topics: Sequence[Sequence[str]]
    n_neighbours: int
    n_starts: int
    n_seeds: int
    n_refits: int
    min_stability: float
    min_similarity: float
    top_words: int
    diversity: float
    core: float
    embed_backend: str = STATIC

    def __post_init__(self) -> None:
        """Check what the types do not say."""
        for key, least in LEAST.items():
            value = getattr(self, key)
            if not isinstance(value, int) or value < least:
                raise UserError(
                    f"topics.{key} is {value!r}; it must be a whole number of at least "
                    f"{least}."
                )
        is_number = isinstance(self.n_topics, int) and self.n_topics >= FEWEST
        if not is_number and self.n_topics != AUTO:
            raise UserError(
                f"topics.n_topics is {self.n_topics!r}; it must be a whole number of "
                f"at least {FEWEST}, or {AUTO}."
            )
        if self.clusters not in (EXACT, UMAP_HDBSCAN):
            raise UserError(
                f"topics.clusters is {self.clusters!r}; it must be {EXACT} or "
                f"{UMAP_HDBSCAN}."
            )
        if not self.grid or min(self.grid) < FEWEST:
            raise UserError(
                f"topics.grid is {self.grid!r}; list numbers of at least {FEWEST}."
            )

    @property
    def method(self) -> str:
        """How topics are found, and whether that depends on the machine."""
        exact, umap_hdbscan, of_vectors = TOPIC_METHODS
        if self.clusters == UMAP_HDBSCAN:
            return umap_hdbscan
        return exact if self.embed_backend == STATIC else of_vectors

    def why_none(self, n_different: int) -> str | None:
        """Return why no topics are looked for, or None if they are.

        Args:
            n_different: how many different units have words that the embedding knows.
        """
        having = f"{n_different} different units with known words"
        if n_different < self.min_units:
            return f"{having} are fewer than topics.min_units, {self.min_units}"
        if self.n_topics != AUTO and n_different < int(self.n_topics):
            return f"{having} are fewer than topics.n_topics, {self.n_topics}"
        return None
