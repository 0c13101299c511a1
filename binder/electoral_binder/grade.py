"""`electoral-school grade`: the options, and what they must not be."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any, ClassVar

from traitlets import Bool, Enum, Float, Int, List, Unicode

from electoral_binder.app import BAD, USAGE, SchoolApp, stop
from electoral_binder.words import _
from electoral_datasets.i18n import LANGUAGES

FLAGS = {
    "watch": "Go on grading what is handed in, until Ctrl-C.",
    "regrade": "Grade all again; first show which points a changed test would change.",
    "yes": "With --regrade: write the changes without asking.",
    "force": "Grade again what is graded already.",
    "json": "Print one JSON object a line.",
}


class GradeApp(SchoolApp):
    """Grade what a class handed in, into nbgrader's own folders and gradebook."""

    name = "electoral-school grade"
    description = __doc__
    examples = """
    electoral-school grade 05-protocol
    electoral-school grade 05-protocol --student=aizhan,bek --force
    electoral-school grade ps1 --course=courses/elections --regrade
    electoral-school grade 05-protocol --watch
    """
    max_arguments = 1

    course = Unicode("", help="nbgrader's course folder; empty: the school's own.").tag(config=True)
    lang = Unicode("", help="Language of the school's own course folder; empty: ru.").tag(
        config=True
    )
    student = List(
        Unicode(), help="Only these learners: once for each, or with commas between."
    ).tag(config=True)
    jobs = Int(0, min=0, help="How many at once; 0: as many as there are cores.").tag(config=True)
    sandbox = Enum(
        ["auto", "on", "off"],
        "auto",
        help="Confinement of learners' code: auto takes the strongest there is, on refuses to "
        "grade with less than it should be, off is for work that you trust.",
    ).tag(config=True)
    scheduler = Unicode(
        "", help="Address of a Dask scheduler, tcp://…, to grade on more machines."
    ).tag(config=True)
    timeout = Float(0, min=0, help="Seconds that one cell may run; 0: as nbgrader is set.").tag(
        config=True
    )
    watch = Bool(False, help=FLAGS["watch"]).tag(config=True)
    regrade = Bool(False, help=FLAGS["regrade"]).tag(config=True)
    yes = Bool(False, help=FLAGS["yes"]).tag(config=True)
    force = Bool(False, help=FLAGS["force"]).tag(config=True)
    json = Bool(False, help=FLAGS["json"]).tag(config=True)

    aliases: ClassVar[dict[str, Any]] = SchoolApp.aliases | {
        name: f"GradeApp.{name}"
        for name in ("course", "lang", "student", "jobs", "sandbox", "scheduler", "timeout")
    }
    flags: ClassVar[dict[str, Any]] = SchoolApp.flags | {
        name: ({"GradeApp": {name: True}}, words) for name, words in FLAGS.items()
    }

    def start(self) -> None:
        """Grade; end with 1 if something could not be graded, or there was nothing to grade."""
        super().start()
        if sys.platform != "linux":
            stop(_("Learners' work can be graded on Linux only: elsewhere it cannot be confined."))
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # a learner's name may hold any letter
                stream.reconfigure(errors="backslashreplace")
        assignment, root = self.assignment(), self.root()
        known = sorted(path.name for path in (root / "source").glob("*") if path.is_dir())
        if assignment not in known:
            stop(
                _(
                    "There is no assignment '{name}' in {folder}. There are: {known}.",
                    name=assignment,
                    folder=root / "source",
                    known=", ".join(known) or "–",
                ),
                USAGE,
            )
        from electoral_binder.grade_run import Run  # noqa: PLC0415 - start-up time

        if not Run(self, root, assignment, self.students()).go():
            raise SystemExit(BAD)

    def assignment(self) -> str:
        """Return the name of the assignment, and see that the options fit together."""
        if not self.extra_args:
            stop(
                _("Name the assignment: {example}", example=f"{self.name} 05-protocol"),
                USAGE,
            )
        if self.lang and self.lang not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            stop(
                _(
                    "The language '{word}' is not known. Known: {known}.",
                    word=self.lang,
                    known=known,
                ),
                USAGE,
            )
        if self.watch and self.regrade:
            stop(_("--watch and --regrade do not go together."), USAGE)
        return self.extra_args[0]

    def root(self) -> Path:
        """Return the course folder."""
        if self.course:
            root = Path(self.course).expanduser().resolve()
        else:
            root = (self.build_root() / "nbgrader" / (self.lang or "ru")).resolve()
        if not (root / "source").is_dir():
            stop(
                _(
                    "{folder} is not a course folder of nbgrader: there is no folder source in it.",
                    folder=root,
                ),
                USAGE,
            )
        return root

    def students(self) -> set[str]:
        """Return the learners that were named."""
        return {one.strip() for word in self.student for one in word.split(",") if one.strip()}
