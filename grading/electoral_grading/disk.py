"""Small promises of the disk: a folder held, a file replaced whole, a name that will last."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from electoral_grading.submit_words import SubmitError
from electoral_grading.tree import PART

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30.0
"""Seconds to wait for another handing in of the same folder."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the learner's folder meanwhile, so that a double click hands in once."""
    import fcntl  # noqa: PLC0415 - not there on Windows, where nothing is handed in

    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise SubmitError("no-folder", name=folder.name) from error
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise SubmitError("busy") from None
                time.sleep(0.02)
            except OSError:  # a file system without locks: two copies are not a loss
                break
        yield
    finally:
        os.close(handle)


def settle_name(folder: Path) -> None:
    """Bring a folder's name in its parent to the disk.

    The parent can be opened by those who may read it. To others, as learners are, only the whole
    file system is left to be asked for.
    """
    try:
        handle = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        settle_everything(folder)
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
        settle_everything(folder)
    finally:
        os.close(handle)


def settle_everything(folder: Path) -> None:
    """Bring to the disk all that waits in the file system where a folder lies."""
    import ctypes  # noqa: PLC0415 - where it is needed only

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if syncfs(handle):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
    finally:
        os.close(handle)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step; a link in its place is replaced, never followed."""
    part = path.with_name(PART)
    part.unlink(missing_ok=True)  # of a program that was killed
    try:
        with part.open("xb") as file:
            file.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def small_file(path: Path, limit: int) -> bytes:
    """Return the content of an ordinary file that anybody may have put there.

    Raises:
        OSError: there is none, or it is larger than `limit` bytes.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or state.st_size > limit:
            raise OSError(errno.EFBIG, "not a small file", str(path))
        return file.read(limit)
