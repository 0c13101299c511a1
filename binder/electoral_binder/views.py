"""The views of a page: their state goes with the page, their scripts are kept for ever.

/school/views/<what it says>.js

Voilà's own script is a notebook program of five megabytes; it asks the kernel for every widget,
script and all, anew on each visit. The school's own views need none of it: what they show is
known when their cell has run, and a browser that has their script once need not ask again.
What is not of the school is left to Voilà.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from electoral_binder.assets import FOR_EVER, is_unpacking
from electoral_binder.views_ahead import all_of_the_school

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

VIEWS = "electoral_views"
"""Under this name the server's settings know the views."""
SHOWN = "application/vnd.jupyter.widget-view+json"
OF_THE_SCHOOL = "electoral_widgets."
"""How the names of our own views begin."""
SCRIPT, SHEET = "_esm", "_css"
OF_THE_FRAME = {"layout", "tabbable", "tooltip"}
"""What Voilà's drawing knows of every widget and our views do not use."""
MOST = 1000
"""Files kept; those not drawn for longest go first."""
SHORT = 100
"""Letters of a value that is told again, rather than where it was told before."""
FORMULA = re.compile(r"\$[^$]+\$|\\\(|\\\[|\\begin\{")
KINDS = {"js": "text/javascript", "css": "text/css"}


@dataclass(frozen=True)
class Draft:
    """What the last reader's page needed, so that the next reader's can begin with it."""

    files: tuple[str, ...] = ()
    needs_voila: bool = False


class Views:
    """The scripts and style sheets of views, each by a name made from what it says.

    Args:
        address: Where they stand on the server.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.of_the_school: tuple[str, ...] = ()
        """What the pages of the school may need, as far as it is known."""
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._drafts: dict[Path, Draft] = {}

    def keep(self, text: str, kind: str) -> str:
        """Keep a file and return its address.

        >>> views = Views("/school/views")
        >>> views.keep("", "css"), views.keep("one", "js") == views.keep("one", "js")
        ('', True)
        """
        if not text:
            return ""
        content = text.encode()
        name = f"{hashlib.blake2b(content, digest_size=12).hexdigest()}.{kind}"
        if name not in self._files:
            self._files[name] = gzip.compress(content, 9, mtime=0)
        self._files.move_to_end(name)
        while len(self._files) > MOST:
            self._files.popitem(last=False)
        return url_path_join(self.address, name)

    def find(self, name: str) -> bytes | None:
        """Return a file, packed with gzip; None if there is none."""
        return self._files.get(name)

    def learn(self, kept: Path) -> None:
        """Find out what the pages of the school may need; slow, for a thread.

        Args:
            kept: A folder in which to remember it for the next start.
        """
        texts = all_of_the_school(kept)
        self.of_the_school = tuple(self.keep(text, kind) for kind, text in texts)

    def draft(self, file: Path) -> Draft:
        """Return what the page of a notebook needed when it was last shown."""
        return self._drafts.get(file, Draft())

    def note(self, file: Path, draft: Draft) -> None:
        """Remember what the page of a notebook needed."""
        self._drafts[file] = draft


@dataclass
class Drawing:
    """The views of one page for one reader."""

    views: Views
    needs_voila: bool = False
    """Whether the page shows something that Voilà's own script must draw."""
    _sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the page was told of each widget."""
    _files: dict[str, None] = field(default_factory=dict)
    _said: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Long values that the page was told: script, trait and value → of which widget."""

    def read(self, texts: Iterable[str]) -> None:
        """Look through the page's text: formulas are drawn by the MathJax that Voilà carries."""
        self.needs_voila = self.needs_voila or any(FORMULA.search(text) for text in texts)

    def take(self, outputs: list[Any], executor: Any) -> None:
        """Put into each output what its view is drawn from; note what is left to Voilà.

        Args:
            outputs: What a cell that has run shows.
            executor: Has run it, and has heard what the kernel says of its widgets.
        """
        for output in outputs:
            data = output.get("data", {})
            if SHOWN in data:
                told = self._told(data[SHOWN].get("model_id", ""), executor)
                if told is not None:
                    output.metadata["electoral_view"] = told
                    continue
            self.needs_voila = self.needs_voila or is_for_voila(data)

    def changes(self, executor: Any) -> list[dict[str, Any]]:
        """Return what later cells changed in widgets that were sent before."""
        if executor is None:
            return []
        changed = []
        for name, before in self._sent.items():
            now = _whole(name, executor)
            different = {key: value for key, value in now.items() if before.get(key) != value}
            if different:
                changed.append({"id": name, **_parted(different)})
        return changed

    @property
    def ahead(self) -> list[str]:
        """What other pages of the school draw, for a browser that has time."""
        return [address for address in self.views.of_the_school if address not in self._files]

    @property
    def draft(self) -> Draft:
        """What this page needed."""
        return Draft(tuple(self._files), self.needs_voila)

    def _told(self, name: str, executor: Any) -> dict[str, Any] | None:
        if executor is None or name not in executor.widget_state:
            return None
        state = executor.widget_state[name]
        if not str(state.get("_anywidget_id", "")).startswith(OF_THE_SCHOOL):
            return None
        whole = _whole(name, executor)
        script = self.views.keep(str(state.get(SCRIPT, "")), "js")
        sheet = self.views.keep(str(state.get(SHEET, "")), "css")
        self._files |= dict.fromkeys(filter(None, (script, sheet)))
        self._sent[name] = whole
        told, as_in = _parted(whole), {}
        for key, value in [*told["state"].items()]:
            text = for_script(value)
            first = self._said.setdefault((script, key, text), name)
            if first != name and len(text) > SHORT:
                as_in[key] = first
                del told["state"][key]
        return {"id": name, "script": script, "sheet": sheet, "as_in": as_in, **told}


def for_script(value: Any) -> str:
    r"""Return a value as JSON that may stand in a script element.

    >>> for_script({"text": "</script>"})
    '{"text":"\\\\u003c/script>"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def is_for_voila(data: Mapping[str, Any]) -> bool:
    """Return whether only Voilà's script can draw an output: a widget, a picture, a formula.

    >>> is_for_voila({"text/plain": "5"}), is_for_voila({"image/png": "…", "text/plain": "<Figure>"})
    (False, True)
    """
    if SHOWN in data:
        return True
    drawn_by_us = "text/html" in data or "image/svg+xml" in data
    return not drawn_by_us and any(
        kind in data for kind in ("image/png", "text/markdown", "text/latex")
    )


class _Bytes(str):
    """Bytes beside a widget's state, as text, with the place where they belong."""

    path: tuple[str | int, ...]
    __slots__ = ("path",)


def _whole(name: str, executor: Any) -> dict[str, Any]:
    """Return a widget's state without what belongs to its frame; bytes stand at their names."""
    state = {
        key: value
        for key, value in executor.widget_state[name].items()
        if not key.startswith("_") and key not in OF_THE_FRAME
    }
    for path, buffer in executor.widget_buffers.get(name, {}).items():
        text = _Bytes(buffer["data"])
        text.path = path
        state["/".join(map(str, path))] = text
    return state


def _parted(state: dict[str, Any]) -> dict[str, Any]:
    """Return a state as a page takes it: values, and bytes with their places."""
    return {
        "state": {key: value for key, value in state.items() if not isinstance(value, _Bytes)},
        "buffers": [
            {"path": list(value.path), "data": str(value)}
            for value in state.values()
            if isinstance(value, _Bytes)
        ],
    }


def rules(at: Callable[[str], str], views: Views) -> list[Any]:
    """Return the addresses of views, for a server whose pages stand where `at` says."""
    return [(at(r"/views/(?P<name>[0-9a-f]{24}\.(?:js|css))"), ViewFile, {"views": views})]


class ViewFile(JupyterHandler):
    """A script or a style sheet of a view."""

    def initialize(self, views: Views) -> None:
        """Take the views."""
        self.views = views

    @web.authenticated
    def get(self, name: str) -> None:
        """Send it, packed if the browser can unpack it."""
        packed = self.views.find(name)
        if packed is None:
            raise web.HTTPError(404)
        self.set_header("Cache-Control", FOR_EVER)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Content-Type", KINDS[name.partition(".")[2]])
        if is_unpacking(self.request):
            self.set_header("Content-Encoding", "gzip")
            self.finish(packed)
        else:
            self.finish(gzip.decompress(packed))
