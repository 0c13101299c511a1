"""The doctor: what on this machine would spoil a lesson, and what to do about it.

Each sign is one sentence. `fine` needs nothing, `note` may surprise, `mend` must be mended.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from electoral_binder.words import _, terminal_language
from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;[^\\]*)?")

STATES = {"fine": N_("In order"), "note": N_("To know"), "mend": N_("To mend")}


@dataclass(frozen=True)
class Sign:
    """One finding of the doctor."""

    state: Literal["fine", "note", "mend"]
    sentence: str

    def __str__(self) -> str:
        """Return the line a person reads; the word says what the colour would."""
        return f"{_(STATES[self.state])}: {self.sentence}"


def examine(courses: Path, out: Path) -> list[Sign]:
    """Return every sign, in the order in which one would mend them."""
    return [
        *_python(),
        *_packages(courses.parent / "binder" / "requirements.txt"),
        *_commands(),
        *_sandbox(),
        *_folders(courses, out),
        *_port(8888),
        *_pages(),
    ]


def _python() -> Iterator[Sign]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Sign("fine", _("Python {version}.", version=version))


def pins(lock: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, version and environment marker of every pin in a requirements file."""
    for line in lock.splitlines():
        if found := PIN.match(line):
            yield found[1].lower(), found[2], (found[3] or "").lstrip(";").strip()


def _packages(lock: Path) -> Iterator[Sign]:
    if find_spec("rfc3987_syntax") is not None:
        yield Sign(
            "mend",
            _(
                "The package {name} slows every start by seconds: pip uninstall {name}",
                name="rfc3987-syntax",
            ),
        )
    if not lock.is_file():
        yield Sign("note", _("No lock is beside the courses: versions were not compared."))
        return
    from packaging.markers import Marker  # noqa: PLC0415 - only the doctor needs it

    differing = []
    for name, pinned, marker in pins(lock.read_text(encoding="utf-8")):
        if marker and not Marker(marker).evaluate():
            continue
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "missing"
        if found != pinned:
            differing.append(f"{name} {found} instead of {pinned}")
    if differing:
        yield Sign(
            "mend", _("Not the pinned packages: {list}. Run: make start", list="; ".join(differing))
        )
    else:
        yield Sign("fine", _("Every package is the pinned one."))


def _commands() -> Iterator[Sign]:
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])  # noqa: PTH120 - a search path
    if shutil.which("alembic", path=path) is None:
        yield Sign("mend", _("nbgrader needs the command alembic, which is not there: make start"))
    for name in ("electoral_binder", "nbgrader", "voila", "jupyterlab"):
        if find_spec(name) is None:
            yield Sign("mend", _("The package {name} is missing: make start", name=name))


def _sandbox() -> Iterator[Sign]:
    if sys.platform != "linux":
        sentence = _("Learners' work can be graded on Linux only: elsewhere it cannot be confined.")
        yield Sign("note", sentence)
        return
    from electoral_grading.sandbox import LEVELS, best, gaps, missing  # noqa: PLC0415 - ctypes

    level, language = best(), terminal_language()
    if level == LEVELS[-1]:
        yield Sign(
            "fine", _("Learners' code is confined as strongly as can be: {level}.", level=level)
        )
        return
    say = translator("electoral_grading", language).gettext
    open_doors = " ".join(map(say, gaps(level)))
    reasons = " ".join(why.sentence(language) for why in missing(LEVELS[-1]))
    yield Sign(
        "note" if level == "landlock" else "mend",
        _(
            "Learners' code is confined at the level {level}. {gaps} The reason: {reasons}",
            level=level,
            gaps=open_doors,
            reasons=reasons,
        ),
    )


def _folders(courses: Path, out: Path) -> Iterator[Sign]:
    if not any(courses.glob("[0-9][0-9]-*/lesson.md")):
        yield Sign("mend", _("There is no module in {folder}.", folder=courses))
    if out.exists() and not os.access(out, os.W_OK):
        yield Sign(
            "mend", _("{folder} cannot be written to: electoral-school build --out DIR", folder=out)
        )
    elif not (out / "courses").is_dir():
        yield Sign("note", _("The courses are not built yet: electoral-school build"))
    else:
        yield Sign("fine", _("The courses are built in {folder}.", folder=out))


def _pages() -> Iterator[Sign]:
    if find_spec("voila") is None:
        return  # said already
    from electoral_binder.doctor_pages import findings  # noqa: PLC0415 - the server is heavy

    for state, sentence in findings():
        yield Sign(state, sentence)


def _port(port: int) -> Iterator[Sign]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            yield Sign(
                "note",
                _("Port {port} is in use: the school will take the next free one.", port=port),
            )
        else:
            yield Sign("fine", _("Port {port} is free.", port=port))
