"""What the commands of electronic elections read and write: archives, questions, progress."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from traitlets import Bool, Unicode

from electoral_binder.app import BAD, USAGE, SchoolApp, stop
from electoral_binder.words import _

if TYPE_CHECKING:
    from electoral.evoting.election import Question

BAR = 24
"""Signs of a bar of progress."""


class ArchiveApp(SchoolApp):
    """What the commands share: one archive that is read, one file that is written."""

    max_arguments = 1

    target = Unicode("", help="The file to be written.").tag(config=True)
    overwrite = Bool(False, help="Write over a file that exists.").tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {
        "config": "JupyterApp.config_file",
        "log-level": "Application.log_level",
    }

    def start(self) -> None:
        """Let signs that a terminal does not have become question marks."""
        super().start()
        for stream in (sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="replace")

    def archive(self) -> Path:
        """Return the archive that was named; a sentence where there is none."""
        if not self.extra_args:
            stop(_("Name the archive: {example}", example=self.examples), USAGE)
        path = Path(self.extra_args[0]).expanduser()
        if not path.is_file():
            stop(_("There is no file {file}.", file=path), USAGE)
        return path

    def new_file(self) -> Path:
        """Return the file to be written; a sentence where it must not or cannot be."""
        if not self.target:
            stop(_("Name the file to be written: --out FILE"), USAGE)
        path = Path(self.target).expanduser()
        if path.is_dir() or not path.parent.is_dir():
            stop(_("{file} cannot be written: it is a folder, or in none.", file=path), USAGE)
        if path.exists() and not self.overwrite:
            stop(_("{file} exists. To write over it: --overwrite", file=path), USAGE)
        return path


def refuse(path: Path, error: OSError) -> None:
    """End with a sentence about a file that cannot be read or written."""
    stop(
        _(
            "{file} cannot be read or written: {reason}.",
            file=path,
            reason=error.strerror or str(error),
        ),
        BAD,
    )


def workers(jobs: int, ballots: int) -> int:
    """Return how many processes are worth their start."""
    return 1 if ballots < 100 else jobs or os.cpu_count() or 1


class Progress:
    """A bar on a terminal; elsewhere a line now and then.

    Args:
        whole: how many ballots there are; 0 where nobody knows.
    """

    def __init__(self, whole: int) -> None:
        self.whole, self._said = whole, 0

    def __call__(self, done: int) -> None:
        """Say how many ballots are done."""
        if not sys.stderr.isatty():
            if done // 1000 > self._said // 1000:
                sys.stderr.write(f"{self._sentence(done)}\n")
            self._said = done
            return
        self._said = done
        full = BAR * done // self.whole if self.whole else 0
        bar = f"[{'#' * full}{'.' * (BAR - full)}] " if self.whole else ""
        sys.stderr.write(f"\r{bar}{self._sentence(done)}")
        sys.stderr.flush()

    def _sentence(self, done: int) -> str:
        if self.whole:
            return _("{done} of {count} ballots", done=f"{done:,}", count=f"{self.whole:,}")
        return _("Ballots: {done}", done=f"{done:,}")

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._said and sys.stderr.isatty():
            sys.stderr.write("\n")


def ballots_in(path: Path) -> int:
    """Return how many ballots an archive has, by its headers alone; 0 for most other files.

    The end of voting is the first event that has no text before it.
    """
    events, texts = 0, 0
    try:
        with path.open("rb") as file:
            while header := file.read(512):
                size = re.match(rb"[0-7]{11}", header[124:136])
                if not size:
                    return 0
                if header[64:100].startswith(b".event.json"):
                    if not texts:
                        break
                    events, texts = events + 1, 0
                else:
                    texts += header[64:100].startswith(b".data.json")
                length = int(size[0], 8)
                file.seek(length + -length % 512, os.SEEK_CUR)
    except OSError:
        return 0
    return max(events - 1, 0)


def read_questions(name: str) -> tuple[Question, ...]:
    """Return the questions of a file: a list, or a template of Belenios with `questions`."""
    from electoral.evoting.election import MOST_QUESTIONS, read_question  # noqa: PLC0415 - start-up
    from electoral.evoting.strict import FormError, loads  # noqa: PLC0415

    path = Path(name).expanduser()
    try:
        given = loads(path.read_text("utf-8-sig"))
    except OSError as error:
        stop(
            _("{file} cannot be read: {reason}.", file=path, reason=error.strerror or error), USAGE
        )
    except UnicodeDecodeError:
        stop(_("{file} is not text in UTF-8.", file=path), USAGE)
    except FormError as error:
        stop(_("{file} is not JSON: {reason}.", file=path, reason=plain(error.value)), USAGE)
    listed = given.get("questions") if isinstance(given, dict) else given
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_QUESTIONS:
        stop(
            _(
                "{file} must hold a list of 1 to {most} questions, each like {example}",
                file=path,
                most=MOST_QUESTIONS,
                example='{"question": "Who?", "answers": ["A", "B"], "min": 1, "max": 1}',
            ),
            USAGE,
        )
    found = []
    for number, structure in enumerate(listed, 1):
        try:
            found.append(read_question(structure))
        except FormError as error:
            stop(_question_fault(path, number, error), USAGE)
    return tuple(found)


def _question_fault(path: Path, number: int, error: Any) -> str:
    field, value = plain(error.field), plain(error.value)
    if field == "type":
        return _(
            "{file}, question {number}: it asks for an order or for grades ({value}). "
            "Only questions whose answers are chosen can be simulated.",
            file=path,
            number=number,
            value=value,
        )
    if field == "min":
        return _(
            "{file}, question {number}: min and max must be whole numbers that rise from 0 to the "
            "number of answers; given: {value}.",
            file=path,
            number=number,
            value=value,
        )
    return _(
        "{file}, question {number}: something is wrong with the field {field}; given: {value}.",
        file=path,
        number=number,
        field=field,
        value=value,
    )


def plain(text: object, most: int = 200) -> str:
    """Return a stranger's text as one line without signs that command a terminal.

    >>> plain("A" + chr(27) + "[31mB" + chr(0xD800))
    'A�[31mB�'
    """
    given = str(text)
    shown = given[:most] + ("…" if len(given) > most else "")
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in shown)
