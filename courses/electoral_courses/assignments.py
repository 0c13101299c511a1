"""Assignments as nbgrader wants them: metadata checked, and the copy a self-learner gets.

The copy is made by nbgrader's own preprocessors, so it differs in nothing from a release.
"""

from __future__ import annotations

import json
import os
import secrets
from typing import TYPE_CHECKING, Any

from electoral_courses.errors import CourseError
from electoral_courses.stubs import CODE_STUB, TEXT_STUB, stub

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def validated(notebook: Mapping[str, Any], path: Path) -> None:
    """Check the notebook's format and its nbgrader metadata by nbgrader's own rules.

    Raises:
        CourseError: nbgrader would refuse the notebook.
    """
    from nbgrader.nbgraderformat import (  # noqa: PLC0415 - seconds, for assignments only
        SchemaTooNewError,
        SchemaTooOldError,
        ValidationError,
        reads,
    )

    try:
        reads(json.dumps(notebook), as_version=4)
    except (ValidationError, SchemaTooOldError, SchemaTooNewError) as error:
        sentence = f"nbgrader refuses the assignment: {error}"
        raise CourseError(sentence, path) from error
    except Exception as error:  # nbformat's validator raises classes of its own
        sentence = f"The notebook is not valid: {str(error).splitlines()[0]}"
        raise CourseError(sentence, path) from error


def self_study(notebook: Mapping[str, Any], language: str, path: Path) -> dict[str, Any]:
    """Return the assignment without solutions, hidden tests and mark schemes.

    Raises:
        CourseError: a solution, a hidden test or a mark scheme has no end, or a wrong place.
    """
    from nbconvert.exporters.exporter import ResourcesDict  # noqa: PLC0415 - see above
    from nbformat import reads, writes  # noqa: PLC0415
    from nbgrader.preprocessors import (  # noqa: PLC0415
        ClearHiddenTests,
        ClearMarkScheme,
        ClearSolutions,
    )

    copy = reads(json.dumps(notebook), as_version=4)
    steps = (
        ClearSolutions(
            code_stub={"python": stub(CODE_STUB, language)}, text_stub=stub(TEXT_STUB, language)
        ),
        ClearHiddenTests(),
        ClearMarkScheme(),
    )
    try:
        for step in steps:
            step.log.disabled = True  # the sentence below says it
            copy, _ = step.preprocess(copy, ResourcesDict())
    except RuntimeError as error:
        raise CourseError(f"The assignment cannot be released: {error}", path) from error
    finally:
        for step in steps:
            step.log.disabled = False
    return json.loads(writes(copy))


def course_key(nbgrader: Path) -> bytes:
    """Return the course's secret, from which all variants grow; made once, never overwritten."""
    path = nbgrader / "course.key"
    nbgrader.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    except FileExistsError:
        pass
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise CourseError("The course key cannot be read.", path) from error
    if len(key) < 16:
        raise CourseError("The course key is too short; restore it from a copy.", path)
    return key
