"""What a warm process loads before the first kernel, so that no kernel has to."""

from __future__ import annotations

import contextlib
import gc
import importlib

NEEDED = ("ipykernel.kernelapp", "ipykernel.ipkernel", "electoral_binder.kernels.forked")
"""Without these there is no kernel."""

OF_PAGES = (
    "numpy",
    "pandas",
    "plotly.graph_objects",
    "plotly.io",
    "ipywidgets",
    "anywidget",
    "electoral.protocol",
    "electoral.station",
    "electoral_courses.notebook",
    "electoral_courses.checks",
    "electoral_courses.feedback",
    "electoral_widgets.figures",
    "electoral_widgets.language",
)
"""What cells of lessons import; one that cannot be imported is told where it is used."""

LATER = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "debugpy.server.api",
    "ipykernel.debugger",
    "plotly.io._renderers",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
"""What a kernel loads between its start and its first cell."""

WITH_WORDS = ("electoral_datasets", "electoral_widgets", "electoral_courses")
"""Packages whose catalogues cells read."""

WITH_LAZY_NAMES = ("electoral_courses", "electoral_datasets", "electoral_widgets")
"""Packages that load a module when its name is first used."""


def load() -> None:
    """Load modules and catalogues; leave nothing for the collector to touch after a fork.

    Raises:
        ImportError: there can be no kernel.
    """
    for module in NEEDED:
        importlib.import_module(module)
    for module in (*OF_PAGES, *LATER):
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    for package in WITH_LAZY_NAMES:
        with contextlib.suppress(Exception):
            loaded = importlib.import_module(package)
            for name in loaded.__all__:
                getattr(loaded, name)
    from electoral_datasets.i18n import LANGUAGES, translator  # noqa: PLC0415

    for package in WITH_WORDS:
        for language in LANGUAGES:
            with contextlib.suppress(ValueError):
                translator(package, language)
    with contextlib.suppress(Exception):
        rehearse()
    gc.collect()
    gc.freeze()


def rehearse() -> None:
    """Make a table and a figure, so that what they load at their first use is there."""
    from PIL import Image  # noqa: PLC0415 - heavy

    Image.preinit()
    import pandas as pd  # noqa: PLC0415
    import plotly.graph_objects as go  # noqa: PLC0415
    import plotly.io  # noqa: PLC0415

    table = pd.DataFrame({"station": ["1001", "1002"], "votes": [512, 498]})
    table.to_html()
    bars = go.Bar(x=table["station"], y=table["votes"])
    figure = go.Figure([bars, go.Scatter(y=table["votes"], marker={"size": 4})])
    figure.update_layout(xaxis_title="x", yaxis_title="y")
    plotly.io.to_json(figure, validate=False)
