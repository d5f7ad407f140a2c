"""How many records there were at each step, and why the others went no further.

Drawn as the CONSORT statement asks of trials (Schulz, Altman and Moher, BMJ 340, 2010,
c332): a column of boxes for what remains, at its side those that were left out.
"""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from lasthope.figures.drawing import (
    CAPTION_NAME,
    Drawing,
    Options,
    clipped,
    counted,
    joined,
)
from lasthope.figures.flowchart import Node, flowchart
from lasthope.figures.notice import notice
from lasthope.figures.theme import in_our_look
from lasthope.schemas import STAGES

TITLE = "From the records read to the texts analysed"
MOST_REASONS = 10
MOST_SOURCES = 6
# What a stage counts: of one, and of none or many.
NOUNS = {
    "read": ("record read", "records read"),
    "ingested": ("document", "documents"),
    "analysed": ("document analysed", "documents analysed"),
    "distinct": ("different text", "different texts"),
}
# What comes after this stage is not left out, but shares its weight with others.
WEIGHTED = "analysed"
COPY = "1 near copy of another, with which it shares one weight"
COPIES = "{:,} near copies of others, which share one weight"
COLUMNS = ["box", "stage", "part", "label", "n_records"]


class Step(NamedTuple):
    """A stage: how many records came so far, by source, and why some went no further.

    Sources are by name, reasons by how many they hold.
    """

    stage: str
    sources: dict[str, int]
    reasons: dict[str, int]

    @property
    def n(self) -> int:
        """How many came so far."""
        return sum(self.sources.values())

    @property
    def n_left(self) -> int:
        """How many went no further."""
        return sum(self.reasons.values())


@in_our_look
def draw(*, flow: pd.DataFrame, options: Options) -> Drawing:
    """Draw how many records came to each stage, and why others did not."""
    steps = steps_of(flow)
    if not steps:
        message = "No records were read."
        table = pd.DataFrame(columns=COLUMNS)
        return Drawing(notice(TITLE, message), table, TITLE, message, message)
    table = table_of(steps)
    figure, has_details = flowchart(nodes_of(table), title=TITLE)
    if not has_details:
        table = table.loc[table["part"].ne("source")].reset_index(drop=True)
    return Drawing(figure, table, TITLE, caption(steps), alternative(steps))


def steps_of(flow: pd.DataFrame) -> list[Step]:
    """Return the stages that the table has, in their order, with totals."""
    came = flow.loc[flow["reason"].isna()]
    left = flow.loc[flow["reason"].notna() & flow["n_records"].gt(0)]
    steps = []
    for stage in STAGES:
        sources = totals(came.loc[came["stage"].eq(stage)], "source")
        reasons = totals(left.loc[left["stage"].eq(stage)], "reason")
        by_size = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        if sources:
            steps.append(Step(stage, sources, dict(by_size)))
    return steps


def totals(rows: pd.DataFrame, column: str) -> dict[str, int]:
    """Return the number of records for each value of a column, by that value."""
    found = rows.groupby(column)["n_records"].sum()
    return {str(value): int(n) for value, n in found.items()}


def table_of(steps: Sequence[Step]) -> pd.DataFrame:
    """Return the numbers to draw, in the order of the boxes."""
    n_sources = max(len(step.sources) for step in steps)
    rows: list[tuple[int, str, str, str, int]] = []
    for box, step in enumerate(steps):
        rows.append((box, step.stage, "came", noun(step), step.n))
        if not box:
            rows.append((box, step.stage, "n_sources", origin(step), n_sources))
        if 1 < n_sources <= MOST_SOURCES:
            own = step.sources.items()
            rows += [(box, step.stage, "source", source, n) for source, n in own]
        if step.reasons:
            rows.append((box, step.stage, "left", left_out(step), step.n_left))
            rows += [(box, step.stage, *entry) for entry in entries_of(step)]
    return pd.DataFrame(rows, columns=COLUMNS)


def entries_of(step: Step) -> list[tuple[str, str, int]]:
    """Return part, label and number of each line of a side box.

    Of many reasons only the largest are told apart. Copies of one kind have been told
    by the heading.
    """
    items = list(step.reasons.items())
    if step.stage == WEIGHTED and len(items) == 1:
        return []
    rows = [("reason", reason, n) for reason, n in items[:MOST_REASONS]]
    rest = [n for _, n in items[MOST_REASONS:]]
    if rest:
        rows.append(("others", counted(len(rest), "other reason"), sum(rest)))
    return rows


def nodes_of(table: pd.DataFrame) -> list[Node]:
    """Return the boxes that show a table."""
    nodes = []
    for _, rows in table.groupby("box"):
        said = {
            part: [(f"{n:,}", label) for label, n in zip(*columns, strict=True)]
            for part, columns in (
                (str(part), (own["label"], own["n_records"]))
                for part, own in rows.groupby("part")
            )
        }
        [(n, what)] = said["came"]
        nodes.append(
            Node(
                number=n,
                noun=what,
                notes=[label for _, label in said.get("n_sources", [])],
                details=[f"{n} {label}" for n, label in said.get("source", [])],
                side="".join(label for _, label in said.get("left", [])),
                entries=said.get("reason", []) + said.get("others", []),
                is_dashed=rows["stage"].iloc[0] == WEIGHTED,
            )
        )
    return nodes


def noun(step: Step) -> str:
    """Return what a stage counts, in the right form."""
    one, many = NOUNS[step.stage]
    return one if step.n == 1 else many


def left_out(step: Step) -> str:
    """Return the heading of a side box."""
    if step.stage == WEIGHTED:
        return COPY if step.n_left == 1 else COPIES.format(step.n_left)
    return f"{step.n_left:,} left out"


def origin(step: Step) -> str:
    """Return where the records came from.

    >>> origin(Step("read", {"a": 1, "b": 2}, {}))
    'from 2 sources'
    """
    names = list(step.sources)
    return f"from {names[0]}" if len(names) == 1 else f"from {len(names):,} sources"


def caption(steps: Sequence[Step]) -> str:
    """Return what is seen, and what does not fit into the boxes."""
    first, last = steps[0], steps[-1]
    said = [
        f"From {first.n:,} {noun(first)} to {last.n:,} {noun(last)}; solid boxes at "
        "the right hold those that went no further, by reason.",
    ]
    if any(step.stage == WEIGHTED and step.reasons for step in steps):
        said.append(
            "Copies, in the dashed box, stay in the analysis: a text and its near "
            "copies count together as one."
        )
    for step in steps:
        n_more = len(step.reasons) - MOST_REASONS
        if n_more > 0:
            said.append(
                f"Of {counted(len(step.reasons), 'reason')} after “{noun(step)}” the "
                f"{MOST_REASONS} most frequent are told apart."
            )
    if len(first.sources) > 1:
        of_last = [
            f"{clipped(source, CAPTION_NAME)} {n:,}, {last.sources.get(source, 0):,}"
            for source, n in first.sources.items()
        ]
        said.append(f"By source, first and last box: {joined(of_last)}.")
    return " ".join(said)


def alternative(steps: Sequence[Step]) -> str:
    """Return in words what the boxes say, from top to bottom."""
    told = []
    for number, step in enumerate(steps):
        start = f"{step.n:,} {noun(step)}"
        told.append(start if number else f"{start} {origin(step)}")
        if step.reasons:
            entries = [
                f"{clipped(label, CAPTION_NAME)} {n:,}"
                for _, label, n in entries_of(step)
            ]
            why = f" ({joined(entries)})" if entries else ""
            told.append(f"at the side {left_out(step)}{why}")
    return f"Boxes from top to bottom: {'; '.join(told)}."
