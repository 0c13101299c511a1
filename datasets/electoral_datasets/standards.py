"""Which instrument says what on which principle of democratic elections.

Three data sets belong together: `standards` holds a row for each thing that a place of an
instrument says on a principle, `standards_instruments` what each instrument is, and
`standards_parties` who takes part in it. Every row has a grade: A was read in the source, B was
reported by others, C is from memory and waits to be checked; a lesson leaves C out.

>>> from electoral_datasets import load
>>> cell(load("standards"), "cis_convention", "secret")
Cell(articles=('5.1', '5.2', '5.3', '5.4', '1'), grade='A')
>>> bool(matrix(load("standards")).loc["copenhagen", "count"])
False
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from electoral_datasets.cards import card

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

USABLE = ("A", "B")
"""The grades that a lesson may state."""


@dataclass(frozen=True)
class Cell:
    """Where one instrument speaks of one principle; false where nothing was noted."""

    articles: tuple[str, ...] = ()
    """The places, each once: the best grade first, then as in the table."""
    grade: str = ""
    """The best grade of them: A, B or C; empty where there are none."""

    def __bool__(self) -> bool:
        return bool(self.articles)

    def __str__(self) -> str:
        return ", ".join(self.articles)


def cell(
    frame: pd.DataFrame, instrument: str, principle: str, grades: Collection[str] = USABLE
) -> Cell:
    """Return where an instrument speaks of a principle, in the rows of these grades.

    Args:
        frame: rows of `standards`, all or some.
        instrument: a code of the column `instrument`.
        principle: a code of the column `principle`.
        grades: the grades to look at.

    Raises:
        ValueError: there is no such instrument or principle.
    """
    _known("instrument", instrument)
    _known("principle", principle)
    return _gathered(frame, grades).get((instrument, principle), Cell())


def matrix(frame: pd.DataFrame, grades: Collection[str] = USABLE) -> pd.DataFrame:
    """Return instruments × principles, every one of both lists, as a table of cells.

    >>> from electoral_datasets import load
    >>> matrix(load("standards")).shape
    (11, 19)
    """
    import pandas as pd  # noqa: PLC0415 - half a second, needed only when a table is made

    words, found = card("standards").words, _gathered(frame, grades)
    return pd.DataFrame(
        {
            principle: {
                instrument: found.get((instrument, principle), Cell())
                for instrument in words["instrument"]
            }
            for principle in words["principle"]
        }
    )


def in_words(frame: pd.DataFrame, language: str | None = None) -> pd.DataFrame:
    """Return the rows with their paraphrases in a further column, `paraphrase`.

    Args:
        frame: rows of `standards`, all or some.
        language: a language of the school; None is the reader's.

    >>> from electoral_datasets import load
    >>> rows = in_words(load("standards"), "en").set_index("code")
    >>> rows.loc["cis_convention-5.3-secret", "paraphrase"]
    'Voting is secret.'
    """
    said = card("standards", language).words["code"]
    return frame.assign(paraphrase=[said[code] for code in frame["code"]])


def _gathered(frame: pd.DataFrame, grades: Collection[str]) -> dict[tuple[str, str], Cell]:
    """Return the cells that are not empty, by instrument and principle."""
    found: dict[tuple[str, str], Cell] = {}
    for row in frame.sort_values("grade", kind="stable").to_dict("records"):
        if row["grade"] in grades:
            place = row["instrument"], row["principle"]
            so_far = found.get(place, Cell(grade=row["grade"]))
            articles = tuple(dict.fromkeys((*so_far.articles, row["article"])))
            found[place] = Cell(articles, so_far.grade)
    return found


def _known(column: str, code: str) -> None:
    codes = card("standards").words[column]
    if code not in codes:
        raise ValueError(f"There is no {column} {code!r}; there are: {', '.join(codes)}.")
