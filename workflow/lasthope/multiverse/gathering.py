"""Put the universes into one table and count those that agree."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from lasthope.comparison import DECIMALS
from lasthope.headlines import Headline
from lasthope.multiverse.choices import Universe
from lasthope.multiverse.counting import Ends
from lasthope.schemas import SCHEMAS
from lasthope.tables import check

COLUMNS = list(SCHEMAS["multiverse"].columns)
CHOICES = (
    *("unit", "copies", "voice", "tagger", "stances"),
    *("prior_words", "min_count", "topic_model"),
)


def universe_rows(
    universe: Universe,
    headlines: Iterable[Headline],
    estimates: Mapping[str, Ends],
    reasons: Mapping[str, str],
) -> pd.DataFrame:
    """Return the table of one universe, a row per finding, not yet checked.

    There are hundreds; they are held against their contract when they are written.

    Args:
        universe: which.
        headlines: the findings of its family.
        estimates: estimate and interval by finding.
        reasons: by finding, why there is no estimate.
    """
    rows = [
        {
            **{name: getattr(headline, name) for name in Headline._fields},
            **{name: universe.choices.get(name) for name in CHOICES},
            "universe": universe.name,
            "is_main": universe.is_main,
            **dict.fromkeys(Ends._fields),
            **(
                estimates[headline.finding]._asdict()
                if headline.finding in estimates
                else {}
            ),
            "reason": reasons.get(headline.finding),
        }
        for headline in headlines
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    numbers = table[["estimate", "low", "high"]].astype("float64")
    # Adding 0 turns -0.0 into 0.0.
    return table.assign(**(numbers.round(DECIMALS) + 0.0))


def multiverse(
    tables: Sequence[pd.DataFrame], *, repeated: Collection[str] = ()
) -> pd.DataFrame:
    """Return the table ``multiverse`` from those of all universes.

    Args:
        tables: of all universes.
        repeated: models of topics that are the same as another, which count nowhere.
    """
    table = pd.concat(tables, ignore_index=True)
    is_repeated = table["topic_model"].isin(list(repeated))
    return check(table[~is_repeated].reset_index(drop=True), "multiverse")


def robustness(multiverse: pd.DataFrame) -> pd.DataFrame:
    """Return, per finding, how many universes agree with it.

    One agrees in sign if the same side leads there, and in interval if its interval
    leaves no other side.
    """
    main = multiverse.loc[multiverse["is_main"]].set_index("finding")["estimate"]
    # What leads on the first side is above zero.
    sign = multiverse["finding"].str.endswith("_a").map({True: 1, False: -1})
    near = multiverse["low"].where(sign.gt(0), -multiverse["high"])
    told = multiverse.assign(
        n_universes=1,
        n_without=multiverse["estimate"].isna(),
        n_agree_in_sign=(multiverse["estimate"] * sign).gt(0),
        n_agree_in_interval=near.gt(0),
    )
    counts = ["n_universes", "n_without", "n_agree_in_sign", "n_agree_in_interval"]
    summed = told.groupby(["finding", "facet", "name", "label", "side"])[counts].sum()
    table = summed.reset_index().assign(estimate=lambda one: one["finding"].map(main))
    return check(table[list(SCHEMAS["robustness"].columns)], "robustness")
