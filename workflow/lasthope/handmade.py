"""Read the tables that people make by hand; a mistake is told with its line."""

import pandas as pd
import pandera.errors
from pandas.api.types import is_bool_dtype

from lasthope.errors import UserError
from lasthope.schemas import SCHEMAS
from lasthope.validation import read_utf8

HANDMADE = ("events", "sources", "sample")
# How people and spreadsheets write yes and no.
TRUTHS = {"true": True, "false": False}


def read_handmade(path: str, name: str) -> pd.DataFrame:
    """Return a table of contract ``name`` from a CSV file made by hand.

    Raises:
        UserError: for the first mistake, with its line.
    """
    read_utf8(path)
    columns = SCHEMAS[name].columns
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        reason = str(error).strip().rstrip(".")
        raise UserError(f"{path}: this is not a table ({reason}); mend it.") from error
    _check_columns(path, [str(name) for name in table], list(columns))
    flags = [name for name in columns if is_bool_dtype(columns[name].dtype.type)]
    truths = {flag: _truths(path, table[flag]) for flag in flags}
    try:
        return SCHEMAS[name].validate(table.assign(**truths)[list(columns)], lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.dropna(subset=["index"]).sort_values("index")
        case = cases.iloc[0]
        wanted = str(columns[str(case["column"])].description)
        row, value = int(case["index"]), case["failure_case"]
        raise _mistake(path, row, str(case["column"]), value, wanted) from error


def _check_columns(path: str, found: list[str], expected: list[str]) -> None:
    lacking = [f"lacks the column {name!r}" for name in expected if name not in found]
    unknown = [f"has the unknown column {c!r}" for c in found if c not in expected]
    for problem in (*lacking, *unknown):
        raise UserError(
            f"{path}, line 1: the table {problem}; expected are {', '.join(expected)}."
        )


def _truths(path: str, column: pd.Series) -> pd.Series:
    truths = column.str.lower().map(TRUTHS)
    for row in truths.index[truths.isna()]:
        value = column.loc[row]
        raise _mistake(path, int(row), str(column.name), value, "true or false")
    return truths.astype(bool)


def _mistake(path: str, row: int, column: str, value: object, wanted: str) -> UserError:
    """Return an error that names a cell; its line holds if no cell has line ends."""
    shown = repr(value) if isinstance(value, str) else "empty"
    return UserError(
        f"{path}, line {row + 2}: {column!r} is {shown}, which is not allowed "
        f"(expected: {wanted.rstrip('.')}); correct it."
    )
