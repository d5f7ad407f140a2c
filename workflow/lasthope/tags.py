"""Find the frames and devices of the codebook as spans of the units.

How patterns, negation and stance are decided is told in ``docs/tagging.md``.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.clauses import Clauses, Negation
from lasthope.matching import (
    Found,
    Match,
    PlainFinder,
    names_of,
    outermost,
    words_of,
)
from lasthope.rules import RULES, Spans
from lasthope.streaming import arrow_schema
from lasthope.tables import check

# So many units are tagged one by one before an automaton is made and compiled.
FEW = 50_000
COLUMNS = ["unit_id", "doc_id", "position", "sentence", "text", "voice"]
NO_LEAD_INS: Mapping[str, str] = MappingProxyType({})
TEXT, START, END, CATEGORY, PATTERN, NEGATED = range(6)

log = logging.getLogger("lasthope.tags")


def tags(
    units: pd.DataFrame,
    codebook: Mapping[str, Any],
    lead_ins: Mapping[str, str] = NO_LEAD_INS,
    *,
    negation_window: int,
    negators: list[str],
    gap_words: int,
) -> pd.DataFrame:
    """Return the table ``tags``: every match of every category in every unit.

    Args:
        units: unit_id, doc_id, position, sentence, text and voice.
        codebook: the codebook as read from its file.
        lead_ins: by doc_id the words that come before the first unit in the text it
            was quoted from.
        negation_window: how many words before a match, in its clause, a negator is
            looked for.
        negators: words that negate; one that holds an apostrophe (``n't``) negates as
            the end of a word.
        gap_words: how many words a gap (``...``) of a pattern may stand for.

    Raises:
        UserError: if a pattern of the codebook cannot be understood.
    """
    tagger = Tagger(
        codebook,
        lead_ins,
        n_units=len(units),
        negation_window=negation_window,
        negators=negators,
        gap_words=gap_words,
    )
    ordered = units.sort_values("unit_id")[COLUMNS]
    table = pa.Table.from_pandas(ordered, preserve_index=False)
    return check(tagger.tag(table).to_pandas(), "tags")


def stance(voice: str, is_negated: bool) -> str:
    """Return what the author does with the words of a match.

    >>> stance("quoted", True), stance("own", True), stance("own", False)
    ('reports', 'rejects', 'asserts')
    """
    if voice == "quoted":
        return "reports"
    return "rejects" if is_negated else "asserts"


def lead_ins(documents: Iterable[pa.Table]) -> dict[str, str]:
    """Return, by doc_id, the quoting text's words right before a fragment.

    Args:
        documents: parts with doc_id and lead_in, which is null for most.
    """
    known = (part.filter(pc.is_valid(part["lead_in"])) for part in documents)
    return {
        doc_id: lead_in
        for part in known
        for doc_id, lead_in in zip(*part.to_pydict().values(), strict=True)
    }


def whole_documents(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Cut parts of the table ``units`` anew, so that none ends within a document."""
    waiting: list[pa.Table] = []
    for part in parts:
        same = pc.equal(part["doc_id"], part["doc_id"][-1]).to_numpy()
        last = len(part) - int(np.argmin(same[::-1])) if not same.all() else 0
        if last:
            yield pa.concat_tables([*waiting, part.slice(0, last)]).combine_chunks()
            waiting = []
        waiting.append(part.slice(last))
    if waiting:
        yield pa.concat_tables(waiting).combine_chunks()


class Finder(Protocol):
    """Finds all patterns of a codebook in texts."""

    def find(self, texts: pa.Array) -> Found:
        """Return what is found."""


class Tagger:
    """Tags units, of which there may be more than can be held at once.

    Args:
        codebook: the codebook as read from its file.
        lead_ins: as for :func:`tags`.
        n_units: how many there are in all; many are tagged by an automaton.
        negation_window: as for :func:`tags`.
        negators: likewise.
        gap_words: likewise.

    Raises:
        UserError: if a pattern of the codebook cannot be understood.
    """

    def __init__(
        self,
        codebook: Mapping[str, Any],
        lead_ins: Mapping[str, str],
        *,
        n_units: int,
        negation_window: int,
        negators: Iterable[str],
        gap_words: int,
    ) -> None:
        self.codebook = codebook
        self.lead_ins = lead_ins
        self.negation = Negation.of(negators, negation_window)
        self.names = names_of(codebook)
        self.words = words_of(codebook)
        self.finder: Finder = PlainFinder(codebook, self.negation, gap_words)
        if n_units > FEW:
            self.finder = _compiled(codebook, self.negation, gap_words) or self.finder

    def tag(self, units: pa.Table) -> pa.Table:
        """Return the table ``tags`` of some units.

        Args:
            units: as for :func:`tags`, by unit_id; whole documents.
        """
        found = self.finder.find(units["text"].combine_chunks())
        rows = found.rows
        for category in self.codebook["categories"]:
            if "rule" in category:
                spans = RULES[category["rule"]](units, found.hints)
                rows = self._with_rule(rows, category, spans, units)
        self._negate_behind_lead_ins(rows, units)
        return self._table(rows, units)

    def _with_rule(
        self,
        rows: np.ndarray,
        category: Mapping[str, Any],
        spans: Spans,
        units: pa.Table,
    ) -> np.ndarray:
        """Return the rows with those that a rule adds to a category."""
        name, rule = category["id"], category["rule"]
        number = self.names.categories.index(name)
        texts = units["text"]
        is_touched = (rows[:, CATEGORY] == number) & np.isin(rows[:, TEXT], list(spans))
        matches = {
            text: [Match(name, rule, *one) for one in spans[text]] for text in spans
        }
        for text, start, end, _, pattern, _ in rows[is_touched].tolist():
            known = self.names.patterns[pattern]
            matches[text].append(Match(name, known, start, end))
        added = []
        for text, both in matches.items():
            clauses = Clauses.of(texts[text].as_py(), self.words)
            for match in outermost(both):
                pattern = self.names.patterns.index(match.pattern)
                negated = clauses.is_negated(match.start, self.negation)
                added.append((text, match.start, match.end, number, pattern, negated))
        if not added:
            return rows
        every = np.concatenate([rows[~is_touched], np.array(added, np.int64)])
        return every[np.lexsort(every[:, [PATTERN, CATEGORY, END, START, TEXT]].T)]

    def _negate_behind_lead_ins(self, rows: np.ndarray, units: pa.Table) -> None:
        """Look for negators in what comes before the first unit of a fragment, too."""
        if not self.lead_ins:
            return
        is_first = pc.equal(units["position"], 0)
        is_led = pc.is_in(units["doc_id"], pa.array(self.lead_ins, pa.string()))
        for text in np.flatnonzero(pc.and_(is_first, is_led)).tolist():
            lead_in = self.lead_ins[units["doc_id"][text].as_py()]
            led = f"{lead_in} {units['text'][text].as_py()}"
            clauses = Clauses.of(led, self.words)
            for row in np.flatnonzero(rows[:, TEXT] == text):
                start = rows[row, START] + len(lead_in) + 1
                rows[row, NEGATED] = clauses.is_negated(start, self.negation)

    def _table(self, rows: np.ndarray, units: pa.Table) -> pa.Table:
        """Return the table ``tags`` of what was found."""
        of_unit = units.take(pa.array(rows[:, TEXT]))
        facets = {one["id"]: one["facet"] for one in self.codebook["categories"]}
        is_negated = pa.array(rows[:, NEGATED].astype(bool))
        texts, n_rows = of_unit["text"].to_pylist(), len(rows)
        spans = zip(texts, rows[:, START].tolist(), rows[:, END].tolist(), strict=True)
        stances = pc.if_else(is_negated, stance("own", True), stance("own", False))
        is_quoted = pc.equal(of_unit["voice"], "quoted")
        columns = {
            "unit_id": of_unit["unit_id"],
            "category": pa.array(self.names.categories).take(rows[:, CATEGORY]),
            "facet": pa.array([facets[name] for name in self.names.categories]).take(
                rows[:, CATEGORY]
            ),
            "pattern": pa.array(self.names.patterns).take(rows[:, PATTERN]),
            "start": rows[:, START],
            "end": rows[:, END],
            "matched": [text[start:end] for text, start, end in spans],
            "is_negated": is_negated,
            "stance": pc.if_else(is_quoted, stance("quoted", False), stances),
            "voice": of_unit["voice"],
            "tagger": pa.repeat("rules", n_rows),
            "score": np.ones(n_rows),
        }
        return pa.table(columns, schema=arrow_schema("tags"))


def _compiled(
    codebook: Mapping[str, Any], negation: Negation, gap_words: int
) -> Finder | None:
    """Return a finder for many units; none if the automaton would be too large."""
    # Importing and compiling takes longer than tagging few units.
    from lasthope.tagging.alphabet import TooManyLettersError
    from lasthope.tagging.finder import CompiledFinder
    from lasthope.tagging.spelling import TooManyStatesError

    try:
        return CompiledFinder(codebook, negation, gap_words)
    except (TooManyStatesError, TooManyLettersError):
        log.warning(
            "the codebook has too many words with * inside, or too many letters; "
            "tagging is slow"
        )
        return None
