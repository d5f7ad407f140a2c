"""Run the universes of one job; one that fails is told and stops no other."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from lasthope.headlines import Headline
from lasthope.multiverse.choices import (
    AS_FOUND,
    FAMILY_OF,
    Universe,
    is_distinct,
    stances_heard,
    universes,
)
from lasthope.multiverse.counting import (
    RARE,
    Ends,
    Sides,
    Words,
    differences,
    said_in,
)
from lasthope.multiverse.gathering import universe_rows
from lasthope.multiverse.topics import DISSOLVED, counterpart

LOG = logging.getLogger("multiverse")


class Found(NamedTuple):
    """What a universe gives: estimates by finding, or reasons why there are none."""

    estimates: dict[str, Ends]
    reasons: dict[str, str]


class Tables(NamedTuple):
    """What the universes of a job count.

    Attributes:
        documents: the documents.
        units: their units.
        tags: the tags by name of the tagger.
        unit_topics: gives unit_id and topic by name of the model, which may have to be
            made first.
    """

    documents: pd.DataFrame
    units: pd.DataFrame
    tags: Mapping[str, pd.DataFrame]
    unit_topics: Callable[[str], pd.DataFrame]


Solve = Callable[[Universe, Sequence[Headline]], Found]


def run(
    family: str,
    every: Mapping[str, Sequence[str]],
    main: Mapping[str, str],
    headlines: Sequence[Headline],
    solve: Solve,
) -> Iterator[tuple[Universe, pd.DataFrame]]:
    """Yield the universes of a job, each with its table.

    One that is no universe of its own has a table without rows, and so counts nowhere.

    Args:
        family: of findings.
        every: the choices of every kind that the job makes.
        main: those of the configuration.
        headlines: all findings.
        solve: estimates the findings of the family in one universe.
    """
    of_family = [one for one in headlines if FAMILY_OF[one.facet] == family]
    for universe in universes(family, every, main):
        if not is_distinct(universe, every):
            LOG.info("%s: hears nothing, or what another does", universe.name)
            yield universe, universe_rows(universe, [], {}, {})
            continue
        try:
            found = solve(universe, of_family) if of_family else Found({}, {})
        # Whatever goes wrong in one universe, the others are still to be seen.
        except Exception as error:
            LOG.warning("%s: %s", universe.name, error)
            reason = str(error) or type(error).__name__
            found = Found({}, {one.finding: reason for one in of_family})
        yield universe, universe_rows(universe, of_family, *found)


def solver(tables: Tables, sides: Sides) -> dict[str, Solve]:
    """Return, by family, how to estimate its findings in a universe."""

    @cache
    def said(copies: str, voice: str) -> pd.DataFrame:
        return said_in(
            tables.documents, tables.units, sides, copies=copies, voice=voice
        )

    @cache
    def counted(copies: str, voice: str) -> Words:
        return Words(said(copies, voice))

    def categories(universe: Universe, headlines: Sequence[Headline]) -> Found:
        choices = universe.choices
        tags = tables.tags[choices["tagger"]]
        stances = stances_heard(choices["voice"], choices["stances"])
        tagged = tags.loc[tags["stance"].isin(stances)].rename(
            columns={"category": "name"}
        )
        names = {one.name for one in headlines}
        held = tagged.loc[tagged["name"].isin(names), ["unit_id", "facet", "name"]]
        found = differences(
            said(choices["copies"], choices["voice"]),
            pd.concat([_looked_for(headlines), held], ignore_index=True),
            sides,
            unit=choices["unit"],
        )
        return Found({one.finding: found[one.facet, one.name] for one in headlines}, {})

    def words(universe: Universe, headlines: Sequence[Headline]) -> Found:
        choices = universe.choices
        ends = counted(choices["copies"], choices["voice"]).log_odds(
            [one.name for one in headlines],
            sides,
            prior_words=float(choices["prior_words"]),
            min_count=int(choices["min_count"]),
        )
        estimates = {
            one.finding: ends[one.name] for one in headlines if one.name in ends
        }
        return Found(
            estimates,
            {one.finding: RARE for one in headlines if one.finding not in estimates},
        )

    def topics(universe: Universe, headlines: Sequence[Headline]) -> Found:
        choices, here, reasons = universe.choices, {}, {}
        model = tables.unit_topics(choices["topic_model"])
        as_found = tables.unit_topics(AS_FOUND)
        for one in headlines:
            number, overlap = counterpart(int(one.name), as_found, model)
            if overlap > DISSOLVED:
                here[one.finding] = str(number)
            else:
                reasons[one.finding] = (
                    f"no topic like it: the best overlaps by {overlap:.2f}"
                )
        known = [one for one in headlines if one.finding in here]
        sought = [one._replace(name=here[one.finding]) for one in known]
        held = model.assign(facet="topic", name=model["topic"].map(str))
        is_sought = held["name"].isin({one.name for one in sought})
        found = differences(
            said(choices["copies"], choices["voice"]),
            pd.concat(
                [
                    _looked_for(sought),
                    held.loc[is_sought, ["unit_id", "facet", "name"]],
                ],
                ignore_index=True,
            ),
            sides,
            unit=choices["unit"],
        )
        estimates = {one.finding: found[one.facet, one.name] for one in sought}
        return Found(estimates, reasons)

    return {"category": categories, "word": words, "topic": topics}


def _looked_for(headlines: Sequence[Headline]) -> pd.DataFrame:
    """Return a row of no unit for each, so that what is never found is counted too."""
    rows = [(None, one.facet, one.name) for one in headlines]
    return pd.DataFrame(rows, columns=["unit_id", "facet", "name"], dtype="str")
