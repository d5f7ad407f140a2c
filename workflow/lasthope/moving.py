"""Move single rows from cluster to cluster, where they are few."""

import numpy as np
from numpy.typing import NDArray

# A gain below this is none, or two rows could change places for ever.
GAIN_DECIMALS = 6


def move_rows(
    rows: NDArray[np.int8], labels: NDArray[np.int64], n_clusters: int
) -> NDArray[np.int64]:
    """Move the row that gains most to another cluster, until none gains.

    What grows is the sum of the lengths of the clusters' sums, which is the sum of the
    cosines with their directions. The last row of a cluster stays.
    """
    labels, each = labels.copy(), np.arange(len(rows))
    # All sums and products of so few rows are whole numbers below 2^53: exact.
    whole = rows.astype(np.float64)
    own = (whole * whole).sum(axis=1)
    while True:
        member = np.equal.outer(np.arange(n_clusters), labels).astype(np.float64)
        sums = member @ whole
        lengths, products = (sums * sums).sum(axis=1), whole @ sums.T
        # |s + x| - |s| for joining a sum s, |s - x| - |s| for leaving one.
        joined = np.sqrt(lengths + 2 * products + own[:, np.newaxis]) - np.sqrt(lengths)
        left = lengths[labels] - 2 * products[each, labels] + own
        gains = joined + (np.sqrt(left) - np.sqrt(lengths[labels]))[:, np.newaxis]
        gains[each, labels] = 0
        gains[member.sum(axis=1)[labels] == 1] = 0
        rounded = gains.round(GAIN_DECIMALS)
        row, cluster = np.unravel_index(rounded.argmax(), rounded.shape)
        if rounded[row, cluster] <= 0:
            return labels
        labels[row] = cluster
