"""The tables themselves, by name: `load("kg_2017_president")`."""

from __future__ import annotations

import io
import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from electoral_datasets.cards import DATA, Card, card

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

    import pandas as pd


LARGEST = 10**12
"""No count is larger; the sums of whole columns stay exact."""


def names() -> list[str]:
    """Return the names of the data sets that `load` knows."""
    return sorted(folder.name for folder in DATA.iterdir() if (folder / "data.csv").is_file())


def load(name: str) -> pd.DataFrame:
    """Return the data set as a new DataFrame with the columns of its file.

    >>> len(load("kg_2017_president"))
    53

    Raises:
        ValueError: there is no such data set, or its file cannot be read or breaks its card.
    """
    if name not in names():
        raise ValueError(f"There is no data set {name!r}; there are: {', '.join(names())}.")
    return _table(DATA, name).copy()


@cache
def _table(folder: Traversable, name: str) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - half a second, needed only when a table is opened

    described = card(name)
    try:
        text = (folder / name / "data.csv").read_text(encoding="utf-8")
        # As text first, so that a bad value keeps the form in which it stands in the file.
        table = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    except (OSError, ValueError) as error:  # pandas' parser errors are ValueErrors
        raise ValueError(f"The file of data set {name} cannot be read: {error}") from error
    kinds = {
        column: "float64" if column in described.decimals else "int64"
        for column in table.columns
        if column not in described.texts
    }
    for column, kind in kinds.items():
        cells = [_number(cell, decimal=kind == "float64") for cell in table[column].tolist()]
        table[column] = pd.Series(cells, dtype="object", index=table.index)
    validate(table, described)
    # In one piece, so that its copies need not be put together each time.
    return table.astype(kinds).copy()


def validate(df: pd.DataFrame, card: Card) -> None:
    """Check that the table has the columns of its card and a proper value in every cell.

    Raises:
        ValueError: a sentence with the column, and the row counted from 1 below the header.
    """
    expected, found = list(card.columns), list(df.columns)
    if found != expected:
        missing = [column for column in expected if column not in found]
        further = [column for column in found if column not in expected]
        raise ValueError(
            f"The columns must be those of the card {card.name}, in its order: "
            f"missing {missing}, not expected {further}."
        )
    for column in expected:
        proper, rule = _rule(card, column)
        for row, value in enumerate(df[column].tolist(), start=1):
            if not (proper(value) or (column in card.optional and _is_empty(value))):
                raise ValueError(
                    f"Column {column}, row {row}, must be {rule}, and it says {value!r}."
                )
    if "code" in expected and df["code"].duplicated().any():
        row = df["code"].duplicated().tolist().index(True) + 1
        code = df["code"].tolist()[row - 1]
        raise ValueError(f"Column code, row {row}, repeats the code {code!r}; a code stands once.")


def _rule(card: Card, column: str) -> tuple[Callable[[Any], bool], str]:
    """Return what a value of the column must be: a test, and the words for it."""
    if column in card.words:
        return card.words[column].__contains__, f"one of {', '.join(card.words[column])}"
    if column in card.texts:
        return _is_text, "a text"
    if column in card.decimals:
        return _is_decimal, f"a number from 0 to {LARGEST}"
    return _is_count, f"a whole number from 0 to {LARGEST}"


def _number(cell: str, *, decimal: bool) -> int | float | str | None:
    """Return the number that a cell of a file says; what says none is left for the check."""
    if cell.isdecimal():
        return int(cell)
    if decimal and re.fullmatch(r"[0-9]+\.[0-9]+", cell):
        return float(cell)
    return None if decimal and not cell else cell


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _is_decimal(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and 0 <= value <= LARGEST


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_count(value: Any) -> bool:
    # A column with a gap in it holds floats, and 412.0 is still 412.
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and 0 <= value <= LARGEST
