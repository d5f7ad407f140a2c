"""Lines that the scanner takes for plain, against what Python's json makes of them."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.ingest import json_rows
from lasthope.ingest.json_put import ALONE, OR_NULL
from lasthope.ingest.json_rows import Rows
from lasthope.ingest.json_scan import MAX_DEPTH
from lasthope.ingest.reading import span_of

KEYS = ("a", "bc", "parent")
CHOICES = ((0, ALONE), (1, 0), (2, OR_NULL), (2, 1))


def scanned(content, start=0, rows=None):
    """Return values and places of plain lines, and the other lines."""
    rows = rows or Rows(KEYS, CHOICES)
    odd = [content[a:b] for a, b in rows.scan(content, start)]
    columns = [rows.column(value) for value in range(len(CHOICES))]
    for column in columns:
        column.validate(full=True)
    values = [*zip(*(column.to_pylist() for column in columns), strict=True)]
    return values, rows.locators().to_pylist(), odd


def only(line):
    """Return the values on the only line, none if it is odd."""
    values, _, odd = scanned(line)
    assert len(values) + len(odd) == 1
    return values[0] if values else None


def refuse(constant):
    raise ValueError(constant)


def slowly(line):
    """Return the values that a plain line has to have; raise if it cannot be plain."""
    pairs = json.loads(
        line.decode(),
        object_pairs_hook=lambda pairs: pairs,
        parse_constant=refuse,
    )
    if not isinstance(pairs, list) or not all(isinstance(one, tuple) for one in pairs):
        raise ValueError
    values = dict(pairs)
    a, b, parent = (values.get(key) for key in KEYS)
    if len([key for key, _ in pairs if key in KEYS]) > len(KEYS & values.keys()):
        raise ValueError
    for one in (a, b, parent):
        if one is not None and not isinstance(one, str):
            raise ValueError
        (one or "").encode()
    return (a, b or a, parent or None, parent or b)


def test_values_are_chosen():
    assert only(b'{"a":"x","bc":"y","parent":"z"}') == ("x", "y", "z", "z")
    assert only(b'{"a":"x","bc":"","parent":""}') == ("x", "x", None, "")
    assert only(b'{"a":null,"parent":null}') == (None, None, None, None)
    assert only(b'{"bc":""}') == (None, None, None, "")
    assert only(b"{}") == (None, None, None, None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (rb"\"\\\/\b\f\n\r\t", '"\\/\b\f\n\r\t'),
        (rb"\u0041\u00e9\u20AC\u0000", "Aé€\0"),
        (rb"\ud83d\ude00\udbff\udfff", "\U0001f600\U0010ffff"),
        ("é€\U0001f600\x7f".encode(), "é€\U0001f600\x7f"),
        (b"12345678" * 9 + rb"\n" + b"1234567890", "12345678" * 9 + "\n1234567890"),
    ],
)
def test_escapes(written, meant):
    assert only(b'{"a":"' + written + b'"}')[0] == meant


@pytest.mark.parametrize("length", range(40))
def test_strings_of_any_length_at_any_place(length):
    text = ("abcdefghijé" * 4)[:length]
    assert only(b" " * (length % 8) + json.dumps({"a": text}).encode())[0] == text


NUMBERS = ["0", "-0", "10", "1.5", "-1e9", "1E+09", "2e-1", "0.10", "9" * 40]


@pytest.mark.parametrize("value", [*NUMBERS, "true", "false", "null", "[]", "{}"])
def test_any_value_elsewhere(value):
    for inner in (value, f"[{value}]", f'{{"a":{value},"x":[{value} , {value}]}}'):
        line = f' {{ "x" : {inner} , "a" : "b"\t}} \r'.encode()
        assert only(line)[0] == "b"


@pytest.mark.parametrize(
    "value",
    [
        *("01", "-", "1.", ".5", "1e", "1e+", "+1", "0x1", "1a", "NaN", "-Infinity"),
        *("tru", "truest", "nul", "nulls", "fals", "True", "None", "'a'", "", ","),
        *("[1,]", "[,1]", "[1 2]", '{"x"}', '{"x":}', '{"x":1,}', "{1:2}", "[}", "{]"),
        *(r'"\x"', r'"\u12g4"', r'"\ud800"', r'"\udc00"', r'"\ud800\u0041"'),
        *('"a\tb"', '"a\0"', '"', '"a', r'"a\"', r'"\u00"', "[", "{", "]", "}"),
    ],
)
def test_what_is_odd_anywhere(value):
    for line in (f'{{"x":{value}}}', f'{{"x":[{value}]}}', f'{{"a":"b","x":{value}}}'):
        if value or "[" not in line:
            assert only(line.encode()) is None, line


@pytest.mark.parametrize(
    "line",
    [
        *(b"[]", b'"a"', b"17", b"{}{}", b"{} x", b"x{}", b"{,}", b"{", b"}"),
        *(b'{"a":1}', b'{"a":true}', b'{"a":["b"]}', b'{"a":{}}', b'{"a":nil}'),
        *(b'{"a":"1","a":"2"}', b'{"a":null,"a":"2"}', b'{"a":"2","a":null}'),
        *(rb'{"\u0061":"1"}', rb'{"x\n":"1"}', b"\xef\xbb\xbf{}", b"\0", b" "),
    ],
)
def test_what_is_odd_as_a_line(line):
    assert only(line) is None


def test_keys_that_are_nearly_those():
    line = b'{"A":1,"ab":2,"b":3,"bd":4,"parenT":5,"":6,"parents":7,"x":{"a":8}}'
    assert only(line) == (None, None, None, None)


@pytest.mark.parametrize(("depth", "is_plain"), [(MAX_DEPTH, True), (61, False)])
def test_depth(depth, is_plain):
    inner = depth - 1
    lists = b'{"x":' + b"[" * inner + b"]" * inner + b"}"
    objects = b'{"x":' * inner + b"{}" + b"}" * inner
    mixed = b'{"x":' + b'[{"y":' * (inner // 2) + b"[" * (inner % 2)
    mixed += b"1" * (1 - inner % 2) + b"]" * (inner % 2) + b"}]" * (inner // 2) + b"}"
    for line in (lists, objects, mixed):
        json.loads(line)
        assert (only(line) is not None) is is_plain


def valid(sequence):
    try:
        sequence.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("first", range(0x80, 0x100))
def test_utf8_as_python_decodes_it(first):
    edges = (0x22, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0)
    for second in edges:
        for rest in (b"", b"\x80", b"\xbf\x80", b"\x80\x7f", b"\xc0", b"\x80\x80\x80"):
            sequence = bytes([first, second]) + rest
            if 0x22 not in sequence:
                line = b'{"x":"' + sequence + b'"}'
                assert (only(line) is not None) is valid(sequence), sequence


def test_places_and_odd_lines_in_their_turn():
    content = b'{"a":"1"}\n\r\n\nodd\n {"a":"2"} \r\n{"a":3}\n{"a":"4"}'
    values, places, odd = scanned(content, start=100)
    assert [one[0] for one in values] == ["1", "2", "4"]
    assert places == ["bytes 100-109", "bytes 117-128", "bytes 138-147"]
    assert odd == [b"odd", b'{"a":3}']


def test_large_places():
    assert scanned(b"{}", start=2**62)[1] == [f"bytes {2**62}-{2**62 + 2}"]


def test_rows_read_in_another_way_stand_where_they_belong():
    rows = Rows(KEYS, CHOICES)
    for number, (start, end) in enumerate(rows.scan(b'{"a":"1"}\nodd\n{}\nodd', 0)):
        rows.append(["é" * number * 100_000, None, "", "x"], start, end)
    assert rows.column(0).to_pylist() == ["1", "", None, "é" * 100_000]
    assert rows.column(2).to_pylist() == [None, "", None, ""]
    assert rows.locators().to_pylist()[1] == "bytes 10-13"
    rows.clear()
    assert scanned(b'{"bc":"2"}', rows=rows)[0] == [(None, "2", None, "2")]


def test_room_is_made(monkeypatch):
    for name in ("LEAST_ROWS", "LEAST_BYTES", "LINES_AT_ONCE"):
        monkeypatch.setattr(json_rows, name, 8)
    texts = [str(number) * number for number in range(200)]
    lines = [json.dumps({"a": text}).encode() for text in texts]
    values, _, odd = scanned(b"\n".join([*lines, b"odd", *lines]))
    assert [one[0] for one in values] == texts * 2
    assert odd == [b"odd"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(KEYS) | st.text(max_size=3)
TEXTS = st.none() | st.text()
OBJECTS = st.dictionaries(NAMES, VALUES) | st.dictionaries(NAMES, TEXTS)


@st.composite
def mutated(draw):
    line = json.dumps(
        draw(OBJECTS),
        ensure_ascii=draw(st.booleans()),
        separators=draw(st.sampled_from([(",", ":"), (" , ", "\t: ")])),
    ).encode()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(line)))
        edit = draw(
            st.sampled_from([b"\0", b'"', b"\xff", b"\\", b"[", b"", b"}", b",", b"1"])
            | st.sampled_from([b'"a":"b",', rb"\ud83d", rb"\u0041", b"\xc3\xa9", b"e"])
        )
        line = line[:at] + edit + line[at + draw(st.integers(0, 2)) :]
    end = draw(st.integers(0, len(line)))
    return line[:end] if draw(st.booleans()) else line


@given(mutated())
@example(b'{"a":"\xed\xa0\x80"}')
@example(b'{"x":1e400,"a":""}')
@settings(deadline=None, max_examples=500)
def test_a_plain_line_is_what_json_makes_of_it(line):
    line = line.replace(b"\n", b"").rstrip(b"\r") or b" "
    found = only(line)
    try:
        expected = slowly(line)
    except (ValueError, RecursionError):
        assert found is None
        return
    # Odd all the same are escapes in keys and lone surrogates elsewhere.
    assert found == expected or (found is None and b"\\" in line)


@given(st.lists(mutated(), max_size=8), st.booleans())
@settings(deadline=None, max_examples=100)
def test_many_lines_as_each_by_itself(lines, is_ended):
    lines = [line.replace(b"\n", b"").rstrip(b"\r") or b" " for line in lines]
    values, _, odd = scanned(b"\n".join(lines) + b"\n" * is_ended)
    each = [(line, only(line)) for line in lines]
    assert values == [one for _, one in each if one is not None]
    assert odd == [line for line, one in each if one is None]


@given(st.lists(mutated(), max_size=8), st.integers(0, 2))
@settings(deadline=None, max_examples=100)
def test_without_what_is_required_a_plain_line_is_left_out(lines, required):
    lines = [line.replace(b"\n", b"").rstrip(b"\r") or b" " for line in lines]
    content = b"\n".join(lines)
    every, places, odd = scanned(content)
    rows = Rows(KEYS, CHOICES, required=required)
    values, kept, same_odd = scanned(content, rows=rows)
    objects = [json.loads(content[slice(*span_of(place))]) for place in places]
    is_kept = [bool(one.get(KEYS[required])) for one in objects]
    assert values == [one for one, keep in zip(every, is_kept, strict=True) if keep]
    assert kept == [one for one, keep in zip(places, is_kept, strict=True) if keep]
    assert rows.n_left_out == len(every) - len(values)
    assert same_odd == odd
