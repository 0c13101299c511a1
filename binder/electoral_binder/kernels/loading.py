"""What a warm process loads before the first kernel, so that no kernel has to."""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys

NEEDED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "electoral_binder.kernels.forked",
    "electoral_binder.kernels.cells",
)
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
    from electoral_binder.kernels.forked import KernelApp  # noqa: PLC0415 - heavy

    loaded = list(sys.modules.values())
    KernelApp.files = [file for module in loaded if (file := getattr(module, "__file__", None))]
    gc.collect()
    gc.freeze()
