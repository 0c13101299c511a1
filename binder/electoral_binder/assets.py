"""The scripts that pages load: one copy a site, packed once, kept by a browser until they change.

/school/assets/<fingerprint>/<shelf>/<file>

The fingerprint is made from the content of all files of a shelf, so that what an address led to
once, it leads to for ever, and a browser need never ask again. Packed with gzip: browsers take
Brotli over encrypted connections only, and a hall has none.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tornado.httputil import HTTPServerRequest

STATIC = Path(__file__).parent / "static"
TEMPLATE = "electoral"
EXTENSIONS = (
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
)
"""What a page's widgets need of JupyterLab; without this list Voilà loads all there is."""
OURS = "ours"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
WORTH_PACKING = {".js", ".mjs", ".css", ".svg", ".json", ".ttf", ".eot", ".map"}
SMALLEST = 500
"""Bytes below which packing saves nothing."""


@dataclass(frozen=True)
class Shelf:
    """Folders whose files stand below one address; the first folder that has a file gives it."""

    folders: tuple[Path, ...]
    names: tuple[str, ...] = ()
    """The folders below those that are shown; empty for all there is."""

    def find(self, name: str) -> Path | None:
        """Return a file of the shelf; None if there is no such, or it stands elsewhere."""
        parts = PurePosixPath(name).parts
        is_shown = not self.names or any(name.startswith(f"{shown}/") for shown in self.names)
        if not is_shown or ".." in parts or "\0" in name:
            return None
        for folder in self.folders:
            path = folder.joinpath(*parts)
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        return None

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield every file, by the name that leads to it."""
        for folder in self.folders:
            for top in (folder / name for name in self.names) if self.names else (folder,):
                for path in sorted(top.rglob("*")):
                    if path.is_file():
                        yield path.relative_to(folder).as_posix(), path

    @cached_property
    def fingerprint(self) -> str:
        """What all files of the shelf say, in sixteen letters; read once a server."""
        told = hashlib.blake2b(digest_size=8)
        for name, path in self.files():
            told.update(f"{name}\0".encode())
            told.update(hashlib.blake2b(path.read_bytes()).digest())
        return told.hexdigest()


@dataclass(frozen=True)
class Assets:
    """All shelves, and where the packed copies are kept."""

    shelves: Mapping[str, Shelf]
    kept: Path
    _packing: dict[tuple[Path, int], asyncio.Future[Path | None]] = field(default_factory=dict)

    def address(self, shelf: str) -> str:
        """Return the address of a shelf, below the school's."""
        return f"assets/{self.shelves[shelf].fingerprint}/{shelf}"

    def packed(self, path: Path) -> asyncio.Future[Path | None] | None:
        """Return the packed copy of a file, made on its first use; None where it gains nothing."""
        about = path.stat()
        if path.suffix not in WORTH_PACKING or about.st_size < SMALLEST:
            return None
        key = (path, about.st_mtime_ns)
        if (waiting := self._packing.get(key)) is None:
            waiting = asyncio.ensure_future(asyncio.to_thread(pack, path, self.kept))
            self._packing[key] = waiting
        return waiting


def pack(path: Path, folder: Path) -> Path | None:
    """Return a copy packed with gzip, made now unless it is there; None if it cannot be kept."""
    content = path.read_bytes()
    name = hashlib.blake2b(content, digest_size=16).hexdigest()
    target = folder / f"{name}.gz"
    if target.is_file():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(gzip.compress(content, 9, mtime=0))
        Path(draft).replace(target)  # nobody ever finds half a file
    except OSError:
        return None
    return target


class _Shelves(Mapping[str, Shelf]):
    """Shelves whose folders are looked up when they are first asked for: Voilà is heavy."""

    def __init__(self, makers: dict[str, Callable[[], Shelf]]) -> None:
        self._makers = {name: cache(maker) for name, maker in makers.items()}

    def __getitem__(self, name: str) -> Shelf:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def school_assets(kept: Path) -> Assets:
    """Return our own files, plotly's, Voilà's, and what its widgets need of JupyterLab."""

    def ours() -> Shelf:
        plotly = (spec := find_spec("plotly")) and spec.submodule_search_locations
        return Shelf((STATIC, *(Path(place) / "package_data" for place in plotly or ())))

    def voila() -> Shelf:
        from voila.paths import collect_static_paths  # noqa: PLC0415 - heavy

        return Shelf(tuple(map(Path, collect_static_paths(["voila", "nbconvert"], TEMPLATE))))

    def extensions() -> Shelf:
        from voila.utils import get_voila_labextensions_path  # noqa: PLC0415 - heavy

        return Shelf(tuple(map(Path, get_voila_labextensions_path())), EXTENSIONS)

    return Assets(_Shelves({OURS: ours, "voila": voila, "extensions": extensions}), kept)


def rules(at: Callable[[str], str], assets: Assets) -> list[Any]:
    """Return the addresses of assets, for a server whose pages stand where `at` says."""
    shelf = r"/assets/(?P<fingerprint>[0-9a-f]{16})/(?P<shelf>[a-z]+)/(?P<name>.+)"
    return [
        (at(shelf), Asset, {"assets": assets}),
        (at("/static/(?P<name>.+)"), Asset, {"assets": assets}),
    ]


class Asset(JupyterHandler):
    """One file of a shelf."""

    def initialize(self, assets: Assets) -> None:
        """Take the shelves."""
        self.assets = assets

    async def get(self, name: str, shelf: str = OURS, fingerprint: str = "") -> None:
        """Send the file, packed if the browser can unpack it.

        Our own files change while others do not: their address tells their own content.
        """
        found = self.assets.shelves[shelf].find(name) if shelf in self.assets.shelves else None
        if found is None:
            raise web.HTTPError(404)
        # A page from before an update may ask for what was: it gets what is, and asks again.
        is_current = (
            fingerprint == self.assets.shelves[shelf].fingerprint
            if fingerprint
            else bool(self.get_query_argument("v", ""))
        )
        self.set_header("Cache-Control", FOR_EVER if is_current else ASK_AGAIN)
        self.set_header("Vary", "Accept-Encoding")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", "text/javascript" if kind.endswith("javascript") else kind)
        making = self.assets.packed(found) if is_unpacking(self.request) else None
        packed = await making if making is not None else None
        if packed is not None:
            self.set_header("Content-Encoding", "gzip")
        self.write((packed or found).read_bytes())
        await self.finish()

    async def head(self, name: str, shelf: str = OURS, fingerprint: str = "") -> None:
        """Tell what `get` would, without the file."""
        await self.get(name, shelf, fingerprint)


def is_unpacking(request: HTTPServerRequest) -> bool:
    """Return whether whoever asks can unpack gzip."""
    taken = request.headers.get("Accept-Encoding", "")
    return any(part.split(";")[0].strip() == "gzip" for part in taken.split(","))
