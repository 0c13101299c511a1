"""`electoral-school check --simulate`: what invented learners get for an assignment, in a table."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from electoral_binder.words import _, terminal_language
from electoral_datasets.i18n import LANGUAGES, translator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from electoral_grading.assignment import Assignment
    from electoral_grading.simulate import Seen

PATIENCE = 5.0
"""Seconds that an invented loop may run."""


def rehearse(courses: Path, name: str, say: Callable[[str], None]) -> int:
    """Grade invented learners of a course's assignment in every language; return the faults.

    Raises:
        LookupError: there is no such assignment.
    """
    from electoral_courses.builder import build  # noqa: PLC0415 - start-up time
    from electoral_grading.grade import Grader  # noqa: PLC0415
    from electoral_grading.simulate import simulate  # noqa: PLC0415
    from electoral_grading.warm import Warm  # noqa: PLC0415

    faults = 0
    with Warm() as warm, tempfile.TemporaryDirectory(prefix="electoral-") as place:
        build(courses, Path(place), tuple(LANGUAGES))
        for assignment in assignments(Path(place) / "nbgrader", name):
            say(_("{name} in the language {language}:", name=name, language=assignment.language))
            with Grader(assignment, timeout=PATIENCE, warm=warm) as grader:
                for seen in simulate(grader):
                    for line in told(seen):
                        say(line)
                    faults += len(seen.faults)
    return faults


def assignments(root: Path, name: str) -> Iterator[Assignment]:
    """Yield the assignment in each language in which it was built.

    Raises:
        LookupError: there is none.
    """
    from electoral_grading.assignment import Assignment  # noqa: PLC0415
    from electoral_grading.cells import read_json  # noqa: PLC0415
    from electoral_grading.release import masters_of  # noqa: PLC0415

    found = False
    for language in LANGUAGES:
        source = root / language / "source" / name
        pages = sorted(source.glob("*.ipynb"))
        if pages:
            found = True
            known = {path.stem: masters_of(read_json(path), language) for path in pages}
            keys = read_json(root / language / "keys" / f"{name}.json")
            yield Assignment.of(source, known, keys, language)
    if not found:
        raise LookupError(name)


def told(seen: Seen) -> Iterator[str]:
    """Yield what is said of an invented learner, in the language of the terminal."""
    from electoral_grading.simulate import WHO  # noqa: PLC0415

    say = translator("electoral_grading", terminal_language()).gettext
    who = " ".join(filter(None, (say(WHO[seen.who]), seen.detail)))
    yield f"  {seen.score:>6g} / {seen.points:g}   {who}"
    for sentence, values in seen.faults:
        yield f"           ✗ {say(sentence).format(**values)}"
