"""The settings of nbgrader for one course folder in one language.

Everything goes through options that nbgrader documents; its commands stay its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    GetGrades,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from electoral_courses.stubs import CODE_STUB, TEXT_STUB, stub
from electoral_grading.collect import ForgivingCollect, ForgivingReleaseFeedback, before_grading
from electoral_grading.course import course_id, exchange
from electoral_grading.execute import JudgedExecute
from electoral_grading.feedback import FeedbackExporter, GatherReport
from electoral_grading.formgrader import TEMPLATES, SafeDisplay
from electoral_grading.late_plugin import KnownDates, LatePolicy, ShownDates
from electoral_grading.preprocess import CanonicalCells, EssayAnswers
from electoral_grading.safe_submit import SafeSubmit

TIMEOUT = 30
"""Seconds that one cell may run."""


def configure(c: Any, language: str, root: Path | str) -> None:
    """Fill nbgrader's configuration `c` for the course folder `root` in `language`."""
    root = Path(root).resolve()
    put_programs_on_path()
    learner(c, exchange(root))
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = course_id(language)
    c.NbGrader.log_level = "WARN"

    c.ClearSolutions.code_stub = {"python": stub(CODE_STUB, language)}
    c.ClearSolutions.text_stub = stub(TEXT_STUB, language)

    c.GenerateAssignment.preprocessors = [
        ShownDates,
        *(GenerateAssignment.preprocessors.default() or ()),
    ]

    c.ExchangeFactory.collect = ForgivingCollect
    c.ExchangeFactory.release_feedback = ForgivingReleaseFeedback
    # The ids are learners' names; on a school's laptop one account submits for everybody.
    c.ExchangeCollect.check_owner = False

    c.Autograde.pre_convert_hook = before_grading(root)
    c.Autograde.sanitize_preprocessors = [
        ClearOutput,
        CanonicalCells,
        OverwriteKernelspec,
        OverwriteCells,
        EssayAnswers,
        CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        JudgedExecute,
        LimitOutput,
        SaveAutoGrades,
        KnownDates,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    c.Execute.timeout = TIMEOUT

    c.AssignLatePenalties.plugin_class = LatePolicy
    c.LatePolicy.course = c.KnownDates.course = c.ShownDates.course = str(root)

    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.GenerateFeedback.preprocessors = [GetGrades, GatherReport]

    c.HTMLExporter.extra_template_basedirs = TEMPLATES
    c.HTMLExporter.preprocessors = [SafeDisplay]

    for course_aware in (CanonicalCells, EssayAnswers, JudgedExecute, GatherReport):
        c[course_aware.__name__].course = str(root)
    c.GatherReport.language = c.ShownDates.language = language


def learner(c: Any, shared: Path) -> None:
    """Fill what a learner's side needs too: where the exchange is, one folder a course in it."""
    c.ExchangeFactory.submit = SafeSubmit
    c.Exchange.root = str(shared)
    c.Exchange.path_includes_course = True


def put_programs_on_path() -> None:
    """Let nbgrader find the programs of this environment, `alembic` above all.

    Needed where a command was called by its whole path and the environment is not active.
    """
    programs = str(Path(sys.executable).parent)
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if programs not in paths:
        os.environ["PATH"] = os.pathsep.join([programs, *filter(None, paths)])
