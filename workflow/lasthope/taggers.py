"""Choose what finds frames and devices: the rules, or a classifier beside them."""

from collections.abc import Mapping
from typing import Any, Protocol

import pyarrow as pa

from lasthope.classifier_files import RULES
from lasthope.tags import Tagger


class AnyTagger(Protocol):
    """Tags units, of which there may be more than can be held at once."""

    def tag(self, units: pa.Table) -> pa.Table:
        """Return the table ``tags`` of some units; whole documents, by unit_id."""
        ...


def tagger_of(
    name: str,
    codebook: Mapping[str, Any],
    lead_ins: Mapping[str, str],
    rules: Mapping[str, Any],
    *,
    n_units: int,
    classifier: str,
    embedding: str,
) -> AnyTagger:
    """Return the tagger that the configuration asks for.

    Args:
        name: rules or classifier.
        codebook: the codebook as read from its file.
        lead_ins: as for :func:`lasthope.tags.tags`.
        rules: settings of the rules.
        n_units: how many there are in all.
        classifier: folder of the classifier; read by it alone.
        embedding: folder of the embedding; likewise.

    Raises:
        UserError: if the codebook cannot be understood, or the classifier not used.
    """
    by_rules = Tagger(codebook, lead_ins, n_units=n_units, **rules)
    if name == RULES:
        return by_rules
    # What a run by the rules need not wait for.
    from lasthope.classifier.provenance import fitting
    from lasthope.classifier.tagging import ClassifierTagger
    from lasthope.embed import load_embedding

    fitted = fitting(classifier, embedding, codebook, rules)
    return ClassifierTagger(by_rules, fitted, load_embedding(embedding))
