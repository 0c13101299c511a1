"""The doctor's look at the pages: what would make them slow, leak, or never let a kernel go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jupyter_core.paths import jupyter_config_path, jupyter_data_dir, jupyter_path
from traitlets.config.loader import (
    Config,
    ConfigFileNotFound,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from electoral_binder.memory import MB, RESERVE, fitting, free_memory, kept
from electoral_binder.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

Finding = tuple[Literal["fine", "note", "mend"], str]
"""A state of the doctor's, and a sentence."""

BASES = ("jupyter_config", "jupyter_server_config", "voila")


def findings(data: Path | None = None) -> Iterator[Finding]:
    """Yield what there is to say about the pages.

    Args:
        data: The folder for learners' answers; Jupyter's own if None.
    """
    from electoral_binder.serve import config  # noqa: PLC0415 - start-up time

    data = data or Path(jupyter_data_dir()) / "electoral-school"
    ours = config(Path(), data)
    yield from _sockets(ours)
    yield from _settings()
    yield from _extensions(ours)
    yield from _memory(data)


def _sockets(ours: Any) -> Iterator[Finding]:
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415 - a test moves it

    if ours.KernelManager.transport == "ipc":
        yield "fine", _("Kernels speak over files of their own, not over ports.")
    else:
        yield (
            "mend",
            _(
                "Kernels speak over network ports, because the name of the folder {folder} is too "
                "long for sockets: set JUPYTER_RUNTIME_DIR to a folder with a shorter name.",
                folder=jupyter_runtime_dir(),
            ),
        )


def _settings() -> Iterator[Finding]:
    """Look for traps in Jupyter's own configuration files, which other servers here follow."""
    for path in _files():
        try:
            found: Any = _read(path)
        except Exception as error:  # noqa: BLE001 - a configuration file may do anything
            yield "mend", _("{file} cannot be read: {error}", file=path, error=error)
            continue
        if found.KernelManager.get("transport") == "tcp":
            yield (
                "mend",
                _(
                    "{file} lets kernels speak over ports: take KernelManager.transport out of it.",
                    file=path,
                ),
            )
        timeouts = (
            found[name].get("cull_idle_timeout", 1)
            for name in ("MappingKernelManager", "AsyncMappingKernelManager", "VoilaKernelManager")
        )
        if any(isinstance(seconds, int) and seconds <= 0 for seconds in timeouts):
            yield (
                "mend",
                _(
                    "{file} keeps idle kernels for ever: set cull_idle_timeout above 0 in it.",
                    file=path,
                ),
            )
        if found.VoilaConfiguration.get("preheat_kernel") is True:
            yield (
                "mend",
                _(
                    "{file} lets Voilà start kernels ahead of time, which shows one visitor the "
                    "address of another: take preheat_kernel out of it.",
                    file=path,
                ),
            )
        if "extension_allowlist" in found.VoilaConfiguration:
            yield (
                "note",
                _(
                    "{file} chooses the extensions that Voilà's pages load; the school's pages keep to their own.",
                    file=path,
                ),
            )


def _files() -> Iterator[Path]:
    for folder in dict.fromkeys(jupyter_config_path()):
        for base in BASES:
            for suffix in (".py", ".json"):
                path = Path(folder) / f"{base}{suffix}"
                if path.is_file():
                    yield path


def _read(path: Path) -> Config:
    kind = PyFileConfigLoader if path.suffix == ".py" else JSONFileConfigLoader
    try:
        return Config(kind(path.name, path=str(path.parent)).load_config())
    except ConfigFileNotFound:
        return Config()


def _extensions(ours: Any) -> Iterator[Finding]:
    """Say how few of JupyterLab's extensions pages load, and name those that break every page."""
    installed: dict[str, Path] = {}
    folders = [*jupyter_path("labextensions"), *jupyter_path("voila", "labextensions")]
    for folder in map(Path, reversed(folders)):
        for path in (*folder.glob("*/package.json"), *folder.glob("@*/*/package.json")):
            installed[path.parent.relative_to(folder).as_posix()] = path
    for name, path in sorted(installed.items()):
        try:
            load = json.loads(path.read_text(encoding="utf-8"))["jupyterlab"]["_build"]["load"]
        except (OSError, ValueError, KeyError, TypeError):
            load = None
        if not load:
            yield (
                "mend",
                _(
                    "The extension {name} in {folder} is damaged, and with it Voilà shows no page: "
                    "install it again or remove it.",
                    name=name,
                    folder=path.parent,
                ),
            )
    chosen = list(ours.VoilaConfiguration.extension_allowlist or ())
    missing = [name for name in chosen if name not in installed]
    if not chosen:
        yield "mend", _("Pages load every extension of JupyterLab, megabytes of them.")
    elif missing:
        yield (
            "mend",
            _(
                "Widgets need extensions that are not there: {names}. Run: make start",
                names=", ".join(missing),
            ),
        )
    else:
        yield (
            "fine",
            _(
                "Pages load {count} of the {total} extensions of JupyterLab.",
                count=len(chosen),
                total=len(installed),
            ),
        )


def _memory(data: Path) -> Iterator[Finding]:
    measured, free = kept(data), free_memory()
    if measured is None:
        yield (
            "note",
            _("What an open lesson takes was not measured here yet: electoral-school plan"),
        )
        return
    yield (
        "fine",
        _(
            "An open lesson takes {lesson} MB (the largest {largest} MB; {count} measured, "
            "the last at {when}).",
            lesson=round(measured.lesson / MB),
            largest=round(measured.largest / MB),
            count=measured.lessons,
            when=measured.at,
        ),
    )
    room = fitting(free, measured.lesson)
    yield (
        "fine" if room >= 10 else "note",
        _(
            "{free} MB of memory are free: room for {count} open lessons, {reserve} MB kept back.",
            free=round(free / MB),
            count=room,
            reserve=round(RESERVE / MB),
        ),
    )
