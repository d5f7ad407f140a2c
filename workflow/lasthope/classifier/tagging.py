"""Tag with a classifier, and with the rules where it does not decide.

A unit that the classifier was taught with is tagged by what the classifiers that were
not taught with it say: so tags that are compared with hand coding are never those of a
classifier that has seen the coding.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lasthope.classifier.calibrating import THOUSAND
from lasthope.classifier.features import Features, Whole
from lasthope.classifier.files import Classifier
from lasthope.classifier.model import flags
from lasthope.classifier.telling import text_sha256
from lasthope.classifier_files import CLASSIFIER
from lasthope.classifier_tables import DECISIONS, PRESENT, RULES
from lasthope.embed import Embedding
from lasthope.schemas import KEYS
from lasthope.streaming import arrow_schema
from lasthope.tags import Tagger, stance

UNSEEN = "classifier (held out)"


class ClassifierTagger:
    """Tags units by a classifier whose categories the rules tag where it abstains.

    Args:
        rules: tags by the rules.
        classifier: as read from its folder.
        embedding: vectors of words.
    """

    def __init__(
        self, rules: Tagger, classifier: Classifier, embedding: Embedding
    ) -> None:
        self._rules = rules
        self._model = classifier.model
        self._features = Features(classifier.model.learned, embedding)
        codebook = rules.codebook["categories"]
        self._facets = {one["id"]: one["facet"] for one in codebook}
        self._unseen = _by_unit(classifier.held_out, classifier.model.categories)
        known = classifier.held_out.drop_duplicates("unit_id")
        self._digests = dict(zip(known["unit_id"], known["text_sha256"], strict=True))

    def tag(self, units: pa.Table) -> pa.Table:
        """Return the table ``tags`` of some units.

        Args:
            units: as for :meth:`lasthope.tags.Tagger.tag`.
        """
        by_rules = self._rules.tag(units).to_pandas()
        unit_ids, texts = units["unit_id"].to_pylist(), units["text"].to_pylist()
        found = flags(unit_ids, by_rules, self._model.learned.rules)
        told = self._model.probabilities(self._features, texts, found)
        decided = np.stack(
            [
                limits.decide(of_category)
                for limits, of_category in zip(self._model.limits, told.T, strict=True)
            ],
            axis=1,
        )
        is_unseen = self._hold_out(unit_ids, texts, told, decided)
        by_classifier = self._rows(units, told, decided, is_unseen, by_rules)
        is_decided = self._is_decided(unit_ids, decided, by_rules)
        both = pd.concat([by_rules[~is_decided], by_classifier], ignore_index=True)
        ordered = both.sort_values(KEYS["tags"], kind="stable", ignore_index=True)
        return pa.Table.from_pandas(
            ordered, schema=arrow_schema("tags"), preserve_index=False
        ).replace_schema_metadata(None)

    def _hold_out(
        self, unit_ids: Sequence[str], texts: Sequence[str], told: Whole, decided: Whole
    ) -> np.ndarray:
        """Put in what was said of units that were held out; return which they are."""
        is_unseen = np.zeros(told.shape, dtype=bool)
        for place, unit_id in enumerate(unit_ids):
            digest = self._digests.get(unit_id)
            if digest is None or digest != text_sha256(texts[place]):
                continue
            for column, probability, decision in self._unseen[unit_id]:
                told[place, column] = probability
                decided[place, column] = decision
                is_unseen[place, column] = True
        return is_unseen

    def _is_decided(
        self, unit_ids: Sequence[str], decided: Whole, by_rules: pd.DataFrame
    ) -> np.ndarray:
        """Return which tags of the rules do not count, for the classifier decided."""
        row = by_rules["unit_id"].map({one: n for n, one in enumerate(unit_ids)})
        columns = {one: n for n, one in enumerate(self._model.categories)}
        column = by_rules["category"].map(columns)
        is_ours = column.notna().to_numpy()
        is_decided = np.zeros(len(by_rules), dtype=bool)
        is_decided[is_ours] = decided[
            row[is_ours].astype("int64"), column[is_ours].astype("int64")
        ] != DECISIONS.index(RULES)
        return is_decided

    def _rows(
        self,
        units: pa.Table,
        told: Whole,
        decided: Whole,
        is_unseen: np.ndarray,
        by_rules: pd.DataFrame,
    ) -> pd.DataFrame:
        """Return a tag for each unit and category that the classifier says is there."""
        row, column = np.nonzero(decided == DECISIONS.index(PRESENT))
        of_unit = units.select(["unit_id", "text", "voice"]).to_pandas().iloc[row]
        categories = np.array(self._model.categories, dtype=object)[column]
        # The rules know no more of stance than that all they found is negated.
        of_rules = by_rules.groupby(["unit_id", "category"])["is_negated"].all()
        negated = of_rules[of_rules].index
        places = pd.MultiIndex.from_arrays([of_unit["unit_id"], categories])
        is_negated = places.isin(negated)
        return pd.DataFrame(
            {
                "unit_id": of_unit["unit_id"].to_numpy(),
                "category": categories,
                "facet": [self._facets[name] for name in categories],
                "pattern": np.where(is_unseen[row, column], UNSEEN, CLASSIFIER),
                "start": 0,
                "end": of_unit["text"].str.len().to_numpy(),
                "matched": of_unit["text"].to_numpy(),
                "is_negated": is_negated,
                "stance": [
                    stance(voice, bool(negated))
                    for voice, negated in zip(of_unit["voice"], is_negated, strict=True)
                ],
                "voice": of_unit["voice"].to_numpy(),
                "tagger": CLASSIFIER,
                "score": told[row, column] / THOUSAND,
            }
        )


def _by_unit(
    held_out: pd.DataFrame, categories: Sequence[str]
) -> Mapping[str, list[tuple[int, int, int]]]:
    """Return, by unit, place of the category, probability and place of the decision."""
    columns = {name: place for place, name in enumerate(categories)}
    thousandths = (held_out["probability"].fillna(0) * THOUSAND).round().astype("int64")
    said: dict[str, list[tuple[int, int, int]]] = {}
    rows: Any = zip(
        held_out["unit_id"],
        held_out["category"],
        thousandths,
        held_out["decision"],
        strict=True,
    )
    for unit_id, category, probability, decision in rows:
        one = (columns[category], int(probability), DECISIONS.index(decision))
        said.setdefault(unit_id, []).append(one)
    return said
