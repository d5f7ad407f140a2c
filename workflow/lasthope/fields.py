"""Columns of a table's contract: what may stand in them, and what they mean."""

import pandera.pandas as pa

SHA256 = pa.Check.str_matches(r"^[0-9a-f]{64}$")


def text(
    description: str, *, values: tuple[str, ...] = (), null: bool = False
) -> pa.Column:
    """Declare a column of text, limited to ``values`` if any are given."""
    checks = [pa.Check.isin(values)] if values else []
    return pa.Column("str", checks, nullable=null, description=description)


def digest(description: str) -> pa.Column:
    """Declare a column of SHA-256 digests in hexadecimal."""
    return pa.Column("str", SHA256, description=description)


def whole(description: str, *, least: int = 0, null: bool = False) -> pa.Column:
    """Declare a column of whole numbers of at least ``least``."""
    kind = "Int64" if null else "int64"
    check = pa.Check.ge(least)
    return pa.Column(kind, check, nullable=null, description=description)


def number(description: str, *, null: bool = False) -> pa.Column:
    """Declare a column of real numbers."""
    return pa.Column("float64", nullable=null, description=description)


def time(description: str) -> pa.Column:
    """Declare a column of moments in UTC that may be unknown."""
    return pa.Column("datetime64[us, UTC]", nullable=True, description=description)


def flag(description: str) -> pa.Column:
    """Declare a column of yes or no."""
    return pa.Column("bool", description=description)


def table(**columns: pa.Column) -> pa.DataFrameSchema:
    """Declare a table of exactly these columns in this order."""
    return pa.DataFrameSchema(columns, strict=True, ordered=True, coerce=True)
