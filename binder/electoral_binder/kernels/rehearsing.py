"""What lessons do for the first time, done once in the warm process so that no kernel has to.

Simulations keep what they have computed, libraries what they have read: a kernel that is forked
afterwards finds it there, and needs neither the time nor memory of its own for it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def rehearsals() -> Iterator[Callable[[], object]]:
    """Yield what is worth doing before the first kernel, the quickest first.

    A trouble in one of them is none of a kernel's: it is told where a lesson meets it.
    """
    yield draw
    from electoral_datasets.i18n import LANGUAGES  # noqa: PLC0415 - heavy

    widgets = importlib.import_module("electoral_widgets")
    for language in LANGUAGES:
        for name in widgets.__all__:
            yield partial(show, widgets, name, language)
    datasets = importlib.import_module("electoral_datasets")
    for name in datasets.names():
        yield partial(datasets.load, name)
    yield partial(look_at, datasets.load)
    yield gc.collect
    yield gc.freeze


def rehearse(one: Callable[[], object]) -> None:
    """Do one of them."""
    with contextlib.suppress(Exception):
        one()


def draw() -> None:
    """Make a table and a figure."""
    import pandas as pd  # noqa: PLC0415 - heavy
    import plotly.graph_objects as go  # noqa: PLC0415
    import plotly.io  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    Image.preinit()
    table = pd.DataFrame({"station": ["1001", "1002"], "votes": [512, 498]})
    table.to_html()
    bars = go.Bar(x=table["station"], y=table["votes"])
    figure = go.Figure([bars, go.Scatter(y=table["votes"], marker={"size": 4})])
    figure.update_layout(xaxis_title="x", yaxis_title="y")
    plotly.io.to_json(figure, validate=False)


def show(widgets: Any, name: str, language: str) -> None:
    """Make a widget as a lesson does that says nothing more about it, and close it."""
    kind = getattr(widgets, name)
    needed = [
        parameter
        for parameter in inspect.signature(kind).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    ]
    if not needed:
        kind(language=language).close()


def look_at(load: Callable[[str], Any]) -> None:
    """Draw the figures of a table of real protocols."""
    figures: Any = importlib.import_module("electoral_widgets.figures")
    table = load("kg_2017_president")
    for figure in (figures.turnout_and_share, figures.voting_outside, figures.invalid_ballots):
        figure(table).close()
