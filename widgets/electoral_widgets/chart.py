"""A plotly figure with its words and its numbers: a picture, a text alternative, a table.

Points are drawn by the view itself. For any other figure the browser fetches plotly.js, once, from
this school's own server, never from elsewhere.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from electoral_datasets.i18n import N_
from electoral_widgets.base import View, bundle, reader_language
from electoral_widgets.numerals import count

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go


class Chart(View):
    """A chart that can be seen, heard and read as a table.

    Args:
        fig: the figure; colours that it leaves open follow the page, light or dark.
        alt: what the picture shows, in sentences, for those who do not see it.
        table: the numbers of the picture; whole numbers are written in the reader's language,
            other values as they are.
        title: the heading over the picture.
        language: the reader's language; that of the page when none is given.

    Raises:
        ValueError: `alt` is empty.
        TypeError: a keyword is unknown.
    """

    _esm, _css = bundle("chart", "chart_points")

    TEXTS: ClassVar = {
        "table": N_("The same numbers as a table"),
        "loading": N_("The chart is being drawn."),
        "failed": N_("The chart could not be drawn here. Its numbers stand in the table below."),
    }

    figure = traitlets.Dict().tag(sync=True)
    """The figure's data and layout, as plotly.js takes them."""

    release = traitlets.Unicode().tag(sync=True)
    """The release of plotly, so that a browser keeps its script until the release changes."""

    alt = traitlets.Unicode().tag(sync=True)
    """What the picture shows, in sentences."""

    title = traitlets.Unicode().tag(sync=True)
    """The heading over the picture."""

    table = traitlets.Dict().tag(sync=True)
    """The numbers of the picture: `columns`, each with `name` and `number`, and `rows`."""

    def __init__(
        self,
        fig: go.Figure,
        *,
        alt: str,
        table: pd.DataFrame,
        title: str = "",
        language: str | None = None,
        **unknown: object,
    ) -> None:
        if not alt.strip():
            raise ValueError(f"A chart needs alt, a sentence on what it shows; alt is {alt!r}.")
        language = reader_language(language)
        figure = json.loads(fig.to_json() or "{}")
        figure["layout"].pop("template", None)
        super().__init__(
            language,
            unknown,
            figure=figure,
            release=version("plotly"),
            alt=alt.strip(),
            title=title,
            table=_written(table, language),
        )


def _written(table: pd.DataFrame, language: str) -> dict[str, list[Any]]:
    from pandas.api.types import is_integer_dtype, is_numeric_dtype  # noqa: PLC0415 - slow

    columns = [table.iloc[:, place] for place in range(table.shape[1])]
    texts = [
        [count(value, language) for value in column]
        if is_integer_dtype(column)
        else [str(value) for value in column]
        for column in columns
    ]
    numbers = [is_numeric_dtype(column) or _looks_numeric(column) for column in columns]
    return {
        "columns": [
            {"name": str(name), "number": number}
            for name, number in zip(table.columns, numbers, strict=True)
        ],
        "rows": [list(row) for row in zip(*texts, strict=True)],
    }


def _looks_numeric(column: pd.Series) -> bool:
    return all(str(value)[:1].isdigit() or str(value)[:1] in "+−-" for value in column)
