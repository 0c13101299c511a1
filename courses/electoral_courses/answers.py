"""Answers: one small file a module, in which nothing that was answered gets lost.

    {"version": 1, "module": "05-protocol", "student": "aizhan",
     "answers": {"k3-suzak": {"value": "b", "hints": 0, "at": 1700000000000}}}

The file stands beside the notebook, so that nbgrader carries it with a submission, or in the
folder that the school's pages keep for one learner. A save reads the file again under a lock,
changes one answer and puts the new file in the old one's place in one step: two tabs, two
kernels or a power cut never leave half a file or drop the other's answer.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import glob
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from electoral_datasets.i18n import N_
from electoral_widgets.learner import learner_of

LARGEST = 200_000
"""No answer is longer, written as JSON."""
PATIENCE = 10.0
"""Seconds to wait for another tab that is saving."""
LONG_AGO = 60.0
"""Seconds after which nobody can be saving still."""

TOO_LARGE = N_("The answer is too long to be saved; the limit is {limit} characters.")
READ_ONLY = N_("The answer cannot be saved here, because the folder {folder} cannot be written to.")
NO_SPACE = N_("The answer cannot be saved here, because the disk is full.")
BUSY = N_("The answer could not be saved yet, because another window is saving. Try again.")
FAILED = N_("The answer cannot be saved here, because the file {file} cannot be written: {reason}.")
DAMAGED = N_(
    "The file with your earlier answers could not be read. It is kept as “{file}”; "
    "show it to your teacher if you need what is in it."
)


class NotSavedError(Exception):
    """An answer could not be saved; `text` is a translatable sentence with `values`."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values


@dataclass(frozen=True)
class Entry:
    """What one item's answer is."""

    value: Any = None
    hints: int = 0
    """How many hints were opened."""
    at: int = 0
    """When it was saved, in milliseconds since 1970."""


class Answers:
    """The answers of one student to one module.

    Args:
        path: the JSON file; it need not be there yet.
        module: the module's id.
        student: whose answers these are; found out by `student_id` when not given.
    """

    def __init__(self, path: Path | str, module: str = "", student: str | None = None) -> None:
        self.path = Path(path)
        self.module = module
        self.set_aside: Path | None = None
        """Where a damaged file was put, if there was one."""
        self._student = student

    @property
    def student(self) -> str:
        """Whose answers these are."""
        return self._student or student_id(self._content().get("student"))

    def get(self, item: str) -> Entry:
        """Return the answer to an item; an empty one where there is none."""
        return _entry(self._content()["answers"].get(item))

    def all(self) -> dict[str, Entry]:
        """Return all answers by item id."""
        return {item: _entry(entry) for item, entry in self._content()["answers"].items()}

    def put(self, item: str, value: Any, hints: int = 0) -> Entry:
        """Save the answer to one item; the answers to others stay as they are by now.

        Raises:
            NotSavedError: it could not be saved; the earlier file is untouched.
        """
        if len(json.dumps(value)) > LARGEST:
            raise NotSavedError(TOO_LARGE, limit=LARGEST)
        now = time.time_ns() // 1_000_000
        return self._change(
            item, lambda old: Entry(value, max(hints, old.hints), max(now, old.at + 1))
        )

    def open_hints(self, item: str, hints: int) -> Entry:
        """Save that hints were opened; once opened, whichever window did it, they stay so.

        Raises:
            NotSavedError: it could not be saved; the earlier file is untouched.
        """
        return self._change(item, lambda old: Entry(old.value, max(hints, old.hints), old.at))

    def merge(self, entries: Mapping[str, Entry]) -> int:
        """Take over the answers that are newer than those here; opened hints stay opened.

        Returns:
            How many answers were taken over.

        Raises:
            NotSavedError: they could not be saved; the earlier file is untouched.
        """
        taken = 0
        with self._changing() as answers:
            for item, new in entries.items():
                old = _entry(answers.get(item))
                is_newer = new.at > old.at
                taken += is_newer
                best = new if is_newer else old
                answers[item] = asdict(replace(best, hints=max(old.hints, new.hints)))
        return taken

    def _change(self, item: str, change: Callable[[Entry], Entry]) -> Entry:
        with self._changing() as answers:
            entry = change(_entry(answers.get(item)))
            answers[item] = asdict(entry)
        return entry

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """Give the answers as they are by now, alone with them, and save what was changed."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock():
                content = self._read() or self._put_aside()
                yield content["answers"]
                content["student"] = self._student or student_id(content.get("student"))
                _replace(self.path, json.dumps(content, ensure_ascii=False, indent=1))
        except TimeoutError as error:
            raise NotSavedError(BUSY) from error
        except OSError as error:
            raise self._not_saved(error) from error

    def _content(self) -> dict[str, Any]:
        """Return the content of the file for reading; a damaged one is set aside first."""
        try:
            content = self._read()
            if content is None:
                with self._lock():
                    content = self._read() or self._put_aside()
        except OSError:  # it cannot even be looked at; saving will say why
            return self._empty()
        return content

    def _read(self) -> dict[str, Any] | None:
        """Return the content of the file, empty if there is no file, None if it is damaged."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return self._empty()
        except (ValueError, RecursionError):
            return None
        good = isinstance(content, dict) and isinstance(content.get("answers"), dict)
        return content if good else None

    def _put_aside(self) -> dict[str, Any]:
        """Give a damaged file another name, so that nothing in it is lost."""
        self.set_aside = _free_name(self.path)
        self.path.rename(self.set_aside)
        return self._empty()

    def _empty(self) -> dict[str, Any]:
        return {"version": 1, "module": self.module, "student": self._student, "answers": {}}

    def _lock(self) -> contextlib.AbstractContextManager[None]:
        return _locked(self.path.with_name(f".{self.path.name}.lock"))

    def _not_saved(self, error: OSError) -> NotSavedError:
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return NotSavedError(READ_ONLY, folder=self.path.resolve().parent.name)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return NotSavedError(NO_SPACE)
        return NotSavedError(FAILED, file=self.path.name, reason=error.strerror)


def open_answers(module: str, folder: Path | str = ".") -> Answers:
    """Return the answers of whoever sits before this page.

    Where the school's pages are served, `ELECTORAL_ANSWERS` names a folder and the cookie
    `electoral_learner` the learner; elsewhere the file is `answers.json` in `folder`.
    """
    root = os.environ.get("ELECTORAL_ANSWERS")
    if not root:
        return Answers(Path(folder) / "answers.json", module)
    learner = learner_of(os.environ.get("HTTP_COOKIE", ""))
    name = module if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", module) else "module"
    return Answers(Path(root) / learner / f"{name}.json", module, _named() or learner)


def student_id(in_file: object = None) -> str:
    """Return whose work this is: the grader's word, the hub's, the file's, the system's."""
    named = _named()
    if named:
        return named
    if isinstance(in_file, str) and in_file.strip():
        return in_file
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "student"


def _named() -> str:
    return os.environ.get("ELECTORAL_STUDENT") or os.environ.get("JUPYTERHUB_USER") or ""


def _entry(data: object) -> Entry:
    if not isinstance(data, Mapping):
        return Entry()
    hints, at = data.get("hints"), data.get("at")
    return Entry(
        data.get("value"),
        hints if type(hints) is int and 0 <= hints < 100 else 0,
        at if type(at) is int else 0,
    )


def _free_name(path: Path) -> Path:
    for number in range(1, 1000):
        name = path.with_name(f"{path.stem} (damaged {number}){path.suffix}")
        if not name.exists():
            return name
    raise FileExistsError(path)


def _replace(path: Path, text: str) -> None:
    """Put a whole new file in the place of the old one."""
    _tidy(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tidy(path: Path) -> None:
    """Take away what a save has left that was killed before its end, long ago."""
    with contextlib.suppress(OSError):
        for left in path.parent.glob(f".{glob.escape(path.name)}.{'?' * 8}"):
            if time.time() - left.stat().st_mtime > LONG_AGO:
                left.unlink()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that other windows of the same learner wait for.

    Raises:
        TimeoutError: another window has held it too long.
    """
    with path.open("a+") as file:
        until = time.monotonic() + PATIENCE
        while not _try_lock(file.fileno()):
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(0.005)
        try:
            yield
        finally:
            _unlock(file.fileno())


try:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: better saved than not
            return True
        return True

    def _unlock(handle: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)

except ImportError:  # Windows
    import msvcrt  # pyright: ignore[reportMissingModuleSource]

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # pyright: ignore[reportAttributeAccessIssue]
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)  # pyright: ignore[reportAttributeAccessIssue]
