"""Which level of confinement a machine allows, found by trying it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

from electoral_datasets.i18n import N_
from electoral_grading.sandbox.confine import LEVELS, fork_confined, kill
from electoral_grading.sandbox.refused import Refused
from electoral_grading.sandbox.rights import Limits

_TRIAL = "import sys; from electoral_grading.sandbox import levels; levels.tell(sys.argv[1])"


@cache
def best() -> str:
    """Return the strongest level that this machine allows."""
    return next((level for level in reversed(LEVELS) if not missing(level)), LEVELS[0])


@cache
def missing(level: str) -> tuple[Refused, ...]:
    """Return why this machine does not allow `level`; empty where it does.

    Tried in a child of this process, or of a fresh one where this has threads.
    """
    if sys.platform == "win32":
        return (Refused(_NO_FORK, level=level),)
    if threading.active_count() == 1 and _tasks() == 1:
        return _tried(level)
    command = [sys.executable, "-c", _TRIAL, level]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return tuple(Refused(text, **values) for text, values in json.loads(told.stdout))
    except ValueError:
        return (Refused(_NO_TRIAL, level=level, error=told.stderr.strip()[-200:]),)


def tell(level: str) -> None:
    """Print as JSON why this machine does not allow `level`."""
    sys.stdout.write(json.dumps([[why.text, why.values] for why in _tried(level)]))


def _tried(level: str) -> tuple[Refused, ...]:
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory() as folder, open(reading, "rb") as said:  # noqa: PTH123
        try:
            child = fork_confined(level, Limits(), Path(folder), keep=[writing])
            if child == 0:
                _try_out()
        except Refused as why:
            return (why,)
        except OSError as error:
            return (Refused(_NO_TRIAL, level=level, error=str(error)),)
        finally:
            os.close(writing)
        said.read()  # until it ends
        code = kill(child)
    return () if code == 0 else (Refused(_NOT_USABLE, level=level, code=code),)


def _try_out() -> None:
    """Do what every notebook does, and end with 0 where it works."""
    code = 1
    try:
        Path(os.__file__).read_bytes()
        Path("written").write_text("here", encoding="utf-8")
        effective = os.access in os.supports_effective_ids
        code = 0 if os.access(sys.executable, os.X_OK, effective_ids=effective) else 2
    finally:
        os._exit(code)


def _tasks() -> int:
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return 1


_NO_FORK = N_("The level {level} needs a system whose processes can fork: Linux, or macOS.")
_NO_TRIAL = N_("The level {level} could not be tried: {error}")
_NOT_USABLE = N_(
    "At the level {level} a process starts but cannot work: it ended with code {code}."
)
