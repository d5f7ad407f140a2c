"""Read points in time that are written as fourteen digits."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def moments(stamps: pa.StringArray) -> pa.TimestampArray:
    """Return the moments in UTC that stamps such as 20200615225113 denote.

    What is no such stamp, or no day in the calendar, is null. ``strptime`` is not used:
    it accepts more than it should, and not the same on every system.

    >>> moments(pa.array(["20200230000000", "soon", None])).null_count
    3
    """
    is_stamp = pc.and_(
        pc.equal(pc.binary_length(stamps), 14), pc.ascii_is_decimal(stamps)
    ).fill_null(False)
    written = stamps.filter(is_stamp).cast(pa.int64()).to_numpy()
    date, clock = np.divmod(written, 1_000_000)
    year, month, day = date // 10_000, date // 100 % 100, date % 100
    hour, minute, second = clock // 10_000, clock // 100 % 100, clock % 100
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    is_moment = (
        ((year >= 1) & (month >= 1) & (month <= 12))
        & ((day >= 1) & (days.astype("datetime64[M]") == months))
        & ((hour < 24) & (minute < 60) & (second < 60))
    )
    seconds = days.astype(np.int64) * 86_400 + hour * 3600 + minute * 60 + second
    rows = np.flatnonzero(is_stamp.to_numpy(zero_copy_only=False))[is_moment]
    values = np.zeros(len(stamps), np.int64)
    values[rows] = seconds[is_moment] * 1_000_000
    is_unknown = np.ones(len(stamps), bool)
    is_unknown[rows] = False
    return pa.array(values, mask=is_unknown).cast(pa.timestamp("us", "UTC"))
