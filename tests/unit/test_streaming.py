"""Tables in parts: what is read back, in what order, and what is left after a fault."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawn import document, documents
from lasthope import streaming
from lasthope.errors import UserError
from lasthope.schemas import SCHEMAS
from lasthope.streaming import (
    RANDOM,
    arrow_schema,
    as_part,
    column_parts,
    in_parts,
    read_parts,
    write_csv_parts,
    write_parts,
)
from lasthope.tables import check, empty, read_table, to_csv, write_table

SCHEMA = arrow_schema("documents")
MANY = documents(
    document(2, "users", "Two ♥ words", quoted_from=4, created_until=None),
    document(1, "platform", "", created_at=None, n_words=None),
    document(
        3,
        "provider",
        "Three",
        weight=1 / 3,
        created_until=pd.Timestamp("2021-01-10", tz="UTC"),
        url="https://example.org",
    ),
)


@pytest.fixture(autouse=True)
def few_rows_at_once(monkeypatch):
    monkeypatch.setattr(streaming, "ROWS_AT_ONCE", 2)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "documents.parquet")


def parts(table=MANY, name="documents"):
    """Each row a part."""
    return [as_part(table.iloc[[row]], name) for row in range(len(table))]


def test_types_of_documents():
    types = dict(zip(SCHEMA.names, map(str, SCHEMA.types), strict=True))
    assert {name: kind for name, kind in types.items() if kind != "string"} == {
        "is_public": "bool",
        "is_complete": "bool",
        "is_repost": "bool",
        "created_at": "timestamp[us, tz=UTC]",
        "created_until": "timestamp[us, tz=UTC]",
        "n_words": "int64",
        "quoted_from": "int64",
        "weight": "double",
    }
    assert SCHEMA.names == list(SCHEMAS["documents"].columns)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_can_be_written_in_parts(path, name):
    assert write_parts(path, [as_part(empty(name), name)], arrow_schema(name)) == 0
    assert write_parts(path, [], arrow_schema(name)) == 0
    pd.testing.assert_frame_equal(read_table(path, name), empty(name))
    assert [*read_parts(path, name)] == []
    # As the same table written whole, but for how long a text may be.
    whole = str(Path(path).with_name("whole.parquet"))
    write_table(empty(name), whole, name)
    kinds = [
        pa.string() if pa.types.is_large_string(kind) else kind
        for kind in pq.read_schema(whole).types
    ]
    assert pq.read_schema(path).types == kinds


def test_what_is_written_in_parts_is_read_back_whole(path):
    assert write_parts(path, parts(), SCHEMA) == 3
    found = read_table(path, "documents")
    # In the order of the parts, not in the canonical one.
    assert found["doc_id"].tolist() == ["d2", "d1", "d3"]
    pd.testing.assert_frame_equal(found, MANY)


def test_a_table_is_read_in_parts_of_some_rows(path):
    write_parts(path, [as_part(MANY, "documents")], SCHEMA)
    assert pq.ParquetFile(path).num_row_groups == 2
    found = [*read_parts(path, "documents")]
    assert [len(part) for part in found] == [2, 1]
    pd.testing.assert_frame_equal(pd.concat(found, ignore_index=True), MANY)
    column = [part.to_pylist() for part in column_parts(path, "doc_id")]
    assert column == [["d2", "d1"], ["d3"]]


def test_files_carry_nothing_of_pandas(path):
    write_parts(path, parts(), SCHEMA)
    assert pq.read_schema(path).metadata is None
    assert b"pandas" not in Path(path).read_bytes()


def test_the_same_parts_are_the_same_bytes(path):
    write_parts(path, parts(), SCHEMA)
    first = Path(path).read_bytes()
    write_parts(path, iter(parts()), SCHEMA)
    assert Path(path).read_bytes() == first


def test_a_file_may_have_settings_of_its_own(path):
    for changes, expected in (({}, "ZSTD"), (RANDOM, "UNCOMPRESSED")):
        write_parts(path, parts(), SCHEMA, **changes)
        group = pq.ParquetFile(path).metadata.row_group(0)
        assert {group.column(n).compression for n in range(len(SCHEMA))} == {expected}
        pd.testing.assert_frame_equal(read_table(path, "documents"), MANY)


def broken_off():
    yield parts()[0]
    raise UserError("no more")


def test_a_fault_leaves_what_was_there_and_nothing_else(path):
    with pytest.raises(UserError, match="no more"):
        write_parts(path, broken_off(), SCHEMA)
    assert [*Path(path).parent.iterdir()] == []
    write_parts(path, parts(), SCHEMA)
    before = Path(path).read_bytes()
    with pytest.raises(UserError, match="no more"):
        write_parts(path, broken_off(), SCHEMA)
    assert Path(path).read_bytes() == before
    assert [*Path(path).parent.iterdir()] == [Path(path)]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError, match="cannot be written"):
        write_parts(str(tmp_path / "no" / "a.parquet"), parts(), SCHEMA)


@pytest.mark.parametrize(
    "broken",
    [
        MANY.drop(columns="weight"),
        MANY.assign(side="sideways"),
        MANY.assign(text=None),
        MANY.assign(more=1),
    ],
    ids=["missing column", "unknown value", "null", "unknown column"],
)
def test_a_part_keeps_its_contract(broken):
    with pytest.raises(ValueError, match="table 'documents' breaks its contract"):
        as_part(broken, "documents")


def test_a_part_of_another_table_is_not_written(path):
    with pytest.raises(ValueError, match="names are not matching"):
        write_parts(path, [as_part(empty("units"), "units")], SCHEMA)
    assert not Path(path).exists()


def test_a_table_on_disk_that_breaks_its_contract_is_not_read(path):
    write_parts(path, parts(), SCHEMA)
    table = pq.read_table(path)
    place = table.schema.get_field_index("side")
    sides = pa.array(["platform", "users", "sideways"])
    pq.write_table(table.set_column(place, "side", sides), path)
    found = read_parts(path, "documents")
    # The first part is sound.
    assert len(next(found)) == 2
    with pytest.raises(ValueError, match="breaks its contract"):
        next(found)


def test_tables_are_changed_part_by_part(tmp_path):
    paths = [str(tmp_path / name) for name in ("b.parquet", "a.parquet")]
    write_parts(paths[0], parts(), SCHEMA)
    write_parts(paths[1], parts()[:1], SCHEMA)
    sizes = []

    def shout(part):
        sizes.append(len(part))
        return part.assign(text=part["text"].str.upper())

    changed = in_parts(paths, "documents", shout)
    # Nothing is read before it is asked for.
    assert sizes == []
    out = str(tmp_path / "out.parquet")
    assert write_parts(out, changed, SCHEMA) == 4
    assert sizes == [2, 1, 1]
    found = read_table(out, "documents")
    assert found["text"].tolist() == ["TWO ♥ WORDS", "", "THREE", "TWO ♥ WORDS"]


def test_a_change_that_breaks_the_contract_stops(path):
    write_parts(path, parts(), SCHEMA)
    changed = in_parts([path], "documents", lambda part: part.assign(side="sideways"))
    with pytest.raises(ValueError, match="breaks its contract"):
        next(changed)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"])),
            st.integers(-1, 2**62),
            st.none() | st.floats(allow_nan=False),
        )
    ),
    cuts=st.lists(st.integers(0, 9), max_size=4),
)
def test_any_cut_gives_the_same_rows(path, rows, cuts):
    name = "unit_topics"
    table = check(pd.DataFrame(rows, columns=list(SCHEMAS[name].columns)), name)
    ends = [*sorted(min(cut, len(table)) for cut in cuts), len(table)]
    cut = [table.iloc[a:b] for a, b in pairwise([0, *ends])]
    made = (as_part(one, name) for one in cut)
    assert write_parts(path, made, arrow_schema(name)) == len(rows)
    pd.testing.assert_frame_equal(read_table(path, name), table)
    found = [*read_parts(path, name)]
    assert all(len(part) <= 2 for part in found)
    assert sum(map(len, found)) == len(rows)


@given(
    st.lists(
        st.tuples(
            st.text(max_size=6) | st.sampled_from(['"', "=1", "\r\n", "a,b", "-"])
        ),
        max_size=6,
    ),
    st.integers(1, 3),
)
def test_parts_of_a_csv_are_the_csv_of_the_whole(cells, size):
    texts = [cell for (cell,) in cells]
    numbers = list(range(-1, len(texts) - 1))
    whole = pd.DataFrame(
        {
            "word": pd.Series(texts, dtype="str"),
            "n": pd.Series(numbers, dtype="int64"),
            "yes": pd.Series([n > 0 for n in numbers], dtype="bool"),
            "share": pd.Series([n / 3 for n in numbers], dtype="float64"),
        }
    )
    table = pa.Table.from_pandas(whole, preserve_index=False)
    table = table.set_column(0, "word", table["word"].cast(pa.string()))
    parts = [table.slice(n, size) for n in range(0, len(table), size)]
    with TemporaryDirectory() as folder:
        path = f"{folder}/words.csv"
        write_csv_parts(path, parts, table.column_names)
        assert Path(path).read_bytes() == to_csv(whole)
