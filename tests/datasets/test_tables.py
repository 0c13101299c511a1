"""Data sets by name: what is refused, and with which words."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pandas as pd
import pytest

from electoral_datasets import Card, card, load, names, tables, validate
from electoral_datasets.cards import DATA


@pytest.fixture
def other_data(tmp_path, monkeypatch):
    """A folder of data sets of our own, with one data set `kg_2017_president` to spoil."""
    folder = tmp_path / "kg_2017_president"
    folder.mkdir()
    source = DATA / "kg_2017_president" / "data.csv"
    (folder / "data.csv").write_bytes(source.read_bytes())
    monkeypatch.setattr(tables, "DATA", tmp_path)
    return folder / "data.csv"


def test_the_file_is_the_one_that_was_read_from_the_source():
    content = (DATA / "kg_2017_president" / "data.csv").read_bytes()

    assert (
        hashlib.sha256(content).hexdigest()
        == "8c71eac033a53bb1cb3d7b0bc0cb6b2f8c19e862786dbbc00d1fa6f0a1645964"
    )


def test_names_are_those_with_a_table():
    assert {"kg_2017_president", "kg_elections", "kg_institutions", "kg_two_counts"} <= set(names())
    assert "station_protocol" not in names()


@pytest.mark.parametrize("name", ["kg_2018", "", "../kg_2017_president", "station_protocol"])
def test_an_unknown_data_set_is_refused_with_the_names_of_the_known_ones(name):
    with pytest.raises(ValueError, match=r"There is no data set .* there are: .*kg_2017_president"):
        load(name)


def test_a_loaded_table_is_one_s_own():
    table = load("kg_2017_president")
    table.loc[0, "voters"] = 0

    assert load("kg_2017_president")["voters"].tolist()[0] == 41_928


def test_counts_are_whole_numbers_and_names_are_text():
    table = load("kg_2017_president")

    assert [str(kind) for kind in table.dtypes[3:]] == ["int64"] * 22
    assert all(isinstance(name, str) for name in table["unit"])


def test_a_sound_copy_elsewhere_is_loaded(other_data):
    assert other_data.is_file()
    assert len(load("kg_2017_president")) == 53


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00broken", b'oblast,unit\n"a,b', b"a,b\n1,2,3\n1,2,3,4\n"],
    ids=["empty", "not-utf-8", "open-quote", "ragged"],
)
def test_an_unreadable_file_is_a_sentence_with_the_data_set(other_data, content):
    other_data.write_bytes(content)

    with pytest.raises(ValueError, match="The file of data set kg_2017_president cannot be read"):
        load("kg_2017_president")


def test_a_missing_column_of_a_file_is_named(other_data):
    other_data.write_text("oblast,unit,code\nChui,x,X\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"missing .*'voters'"):
        load("kg_2017_president")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("voters", "-1"),
        ("voters", "x"),
        ("valid", ""),
        ("valid", "1.5"),
        ("valid", "99999999999999999999"),
        ("voters", "NA"),
        ("unit", ""),
        ("code", " "),
    ],
)
def test_a_bad_value_in_a_file_is_named_with_column_and_row(other_data, column, value):
    lines = other_data.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index(column)
    cells = lines[3].split(",")
    lines[3] = ",".join(value if i == place else cell for i, cell in enumerate(cells))
    other_data.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(ValueError, match=f"Column {column}, row 3, must be") as error:
        load("kg_2017_president")
    assert value in str(error.value)


def _with(column: str, value: object) -> pd.DataFrame:
    table = load("kg_2017_president")
    cells = table[column].tolist()
    table[column] = pd.Series([*cells[:2], value, *cells[3:]], dtype=object)
    return table


@pytest.fixture(scope="module")
def described() -> Card:
    return card("kg_2017_president", "en")


@pytest.mark.parametrize("value", [-5, 1.5, "12", None, True, float("nan")], ids=repr)
def test_a_bad_count_is_named_with_its_row_and_itself(described, value):
    with pytest.raises(ValueError, match="Column issued, row 3, must be a whole number") as error:
        validate(_with("issued", value), described)
    assert repr(value) in str(error.value)


@pytest.mark.parametrize("value", ["", "  ", 5, None], ids=repr)
def test_a_bad_text_is_named_with_its_row_and_itself(described, value):
    with pytest.raises(ValueError, match="Column unit, row 3, must be a text") as error:
        validate(_with("unit", value), described)
    assert repr(value) in str(error.value)


def test_a_repeated_code_is_named_with_its_row(described):
    with pytest.raises(ValueError, match="Column code, row 3, repeats the code 'BTK'"):
        validate(_with("code", "BTK"), described)


def test_rows_are_counted_from_the_header_whatever_the_index(described):
    table = _with("issued", -5)
    table.index = pd.Index([100] * 53)

    with pytest.raises(ValueError, match="Column issued, row 3,"):
        validate(table, described)


def test_a_gap_in_a_column_of_floats_is_the_only_thing_named(described):
    table = load("kg_2017_president").astype({"issued": float})
    validate(table, described)
    table.loc[2, "issued"] = None

    with pytest.raises(ValueError, match=r"Column issued, row 3, .* says nan"):
        validate(table, described)


def test_columns_must_be_those_of_the_card_in_its_order(described):
    table = load("kg_2017_president")

    with pytest.raises(ValueError, match=r"missing \['code'\], not expected \['kod'\]"):
        validate(table.rename(columns={"code": "kod"}), described)
    with pytest.raises(ValueError, match="in its order"):
        validate(table[[*table.columns[1:], table.columns[0]]], described)


def test_a_sound_table_passes(described):
    table = load("kg_2017_president")

    validate(table, described)

    assert table.equals(load("kg_2017_president"))


def test_importing_the_package_does_not_import_pandas():
    code = "import sys, electoral_datasets; print('pandas' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "False"


@pytest.fixture
def elections(tmp_path, monkeypatch):
    """A copy of a data set with gaps, decimals and codes, to spoil."""
    folder = tmp_path / "kg_elections"
    folder.mkdir()
    (folder / "data.csv").write_bytes((DATA / "kg_elections" / "data.csv").read_bytes())
    monkeypatch.setattr(tables, "DATA", tmp_path)
    return folder / "data.csv"


def test_an_optional_cell_may_be_empty_and_a_decimal_need_not_be_whole(elections):
    assert elections.is_file()

    table = load("kg_elections")

    assert str(table["value"].dtype) == "float64"
    assert table["value"].isna().any()
    assert 86.19 in table["value"].tolist()
    assert "" in table["who"].tolist()


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("value", "1e3", "a number from 0"),
        ("value", "-1.5", "a number from 0"),
        ("value", "nan", "a number from 0"),
        ("value", "٣.٥", "a number from 0"),
        ("kind", "", "one of presidential"),
        ("kind", "municipal", "one of presidential"),
        ("who", "nobody", "one of for"),
        ("date", "", "a text"),
    ],
)
def test_a_bad_value_among_optional_ones_is_named(elections, column, value, rule):
    lines = elections.read_text(encoding="utf-8").splitlines()
    cells = lines[3].split(",")
    cells[lines[0].split(",").index(column)] = value
    lines[3] = ",".join(cells)
    elections.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(ValueError, match=f"Column {column}, row 3, must be {rule}") as error:
        load("kg_elections")
    assert repr(value) in str(error.value)
