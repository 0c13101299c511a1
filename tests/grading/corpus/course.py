"""A course folder to be attacked: full of marked secrets, with one neighbour; and the canary.

<place>/course.key
<place>/home/                       the lecturer's
<place>/nbgrader/en/                source, keys, settings, submitted/neighbour …
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import nbformat

from . import assignment
from .assignment import NAME, NOTEBOOK
from .case import odd

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = re.compile(r"CANARY-[a-z]+-[0-9a-f]{8}")
HARM = re.compile(r"HARM [a-zA-Z0-9 ]+")
SHARED = tuple(Path(name) for name in ("/tmp", "/var/tmp", "/dev/shm", "/run"))  # noqa: S108
SYSTEM = tuple(Path(name) for name in ("/etc/electoral-corpus", "/usr/electoral-corpus"))


def secret(kind: str) -> str:
    """Return a new mark of a secret."""
    return f"CANARY-{kind}-{secrets.token_hex(4)}"


def put(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def lay_out(place: Path) -> Path:
    """Make the course folder; return it. The gradebook is nbgrader's to make."""
    root = place / "nbgrader" / "en"
    folder = root / "source" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(assignment.source(secret("tests")), folder / f"{NOTEBOOK}.ipynb")
    put(folder / "items.json", json.dumps(assignment.public_items()))
    put(root / "keys" / f"{NAME}.json", json.dumps(assignment.items(secret("keys"))))
    settings = root / "nbgrader_config.py"
    text = settings.read_text(encoding="utf-8") if settings.exists() else "c = get_config()\n"
    put(settings, f"{text}\n# {secret('settings')}\n")
    put(place / "nbgrader" / "course.key", secret("course"))
    put(place / "home" / ".config" / "password", secret("home"))
    mark = secret("neighbour")
    neighbour = odd("neighbour", "The neighbour.", after=f"# {mark}")
    neighbour.make(root / "submitted" / "neighbour" / NAME, None)  # pyright: ignore[reportArgumentType]
    return root


def lay_out_graded(root: Path, student: str) -> None:
    """Put what an earlier grading of this student left: tests and all."""
    page = assignment.source(secret("graded"))
    nbformat.write(page, _folder(root / "autograded" / student / NAME) / f"{NOTEBOOK}.ipynb")


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


Print = dict[str, tuple[int, int, int, int]]


def fingerprint(*folders: Path) -> Print:
    """Return what can be seen from outside of every file below these folders."""
    found: Print = {}
    for top in folders:
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)  # noqa: PTH118 - hundreds of times
                known = os.lstat(path)
                found[path] = (known.st_ino, known.st_size, known.st_mtime_ns, known.st_mode)
    return found


def changed(before: Print, after: Print) -> list[str]:
    """Return the files that are new, gone or not the same."""
    return sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )


def strays() -> list[Path]:
    """Return files that cases left in places that all share."""
    left = [path for folder in SHARED for path in folder.glob("electoral-corpus-*")]
    return left + [path for path in SYSTEM if path.exists()]


def processes() -> dict[int, str]:
    """Return the processes that can be seen, with their command lines."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        found[int(path.name)] = b" ".join(words).decode(errors="replace").strip()
    return found


def shared_memory() -> bool:
    """Whether the case's segment of System V memory is there."""
    path = Path("/proc/sysvipc/shm")
    return path.exists() and str(0x0E1EC) in path.read_text(encoding="ascii").split()


@dataclass
class Canary:
    """A server on this machine that nobody has a reason to call."""

    log: Path
    port: int = 0
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        command = [sys.executable, str(Path(__file__).with_name("canary.py")), str(self.log)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()

    def calls(self) -> list[str]:
        """Return what it heard."""
        return self.log.read_text(encoding="utf-8").split() if self.log.exists() else []

    def call(self) -> None:
        """Call it, to see that it hears."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.send(b"test")
            line.recv(1)  # until it was written down


def said(texts: Mapping[str, str]) -> list[str]:
    """Return the secrets and harms told of in texts, each with where it stands."""
    return [
        f"{where}: {found}"
        for where, text in texts.items()
        for pattern in (SECRET, HARM)
        for found in sorted(set(pattern.findall(text)))
    ]
