"""The application `electoral-school`: one command, a few subcommands.

Exit codes: 0 good, 1 the thing checked is bad or could not be done, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from jupyter_core.application import JupyterApp
from jupyter_core.paths import jupyter_data_dir
from traitlets import Bool, Dict, Int, List, TraitError, Unicode
from traitlets.config.loader import ArgumentError

from electoral_binder.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "0.1.0"
GOOD, BAD, USAGE = 0, 1, 2


def stop(sentence: str, code: int = BAD) -> NoReturn:
    """Print one sentence to the error stream and end with `code`."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(code)


def say(sentence: str) -> None:
    """Print one sentence for the person at the terminal."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


class SchoolApp(JupyterApp):
    """What the subcommands share: where the courses are, where built things go."""

    version = VERSION
    argument_help = ""
    max_arguments = 0
    _reading = False

    courses = Unicode("", help="Folder with the course sources; empty: the school's own.").tag(
        config=True
    )
    out = Unicode(
        "", help="Folder for everything built; empty: build/ beside the sources, if writable."
    ).tag(config=True)

    aliases: ClassVar[dict[str, Any]] = {
        "courses": "SchoolApp.courses",
        "out": "SchoolApp.out",
        "config": "JupyterApp.config_file",
        "log-level": "Application.log_level",
    }
    flags: ClassVar[dict[str, Any]] = {
        "debug": ({"Application": {"log_level": 10}}, "Print everything that happens."),
        "generate-config": (
            {"JupyterApp": {"generate_config": True}},
            "Write a configuration file to edit.",
        ),
    }

    def initialize(self, argv: Sequence[str] | None = None) -> None:
        """Read the command line; a wrong one ends with a sentence and code 2."""
        arguments = list(sys.argv[1:] if argv is None else argv)
        self._reading = True
        try:
            super().initialize(arguments)
            self._reading = False
        except (ArgumentError, TraitError) as error:
            stop(_("{error} See: {name} --help", error=error, name=self.name), USAGE)
        if self.subapp is None and len(self.extra_args) > self.max_arguments:
            word = self.extra_args[-1]
            stop(
                _("'{word}' is not understood. See: {name} --help", word=word, name=self.name),
                USAGE,
            )

    def exit(self, exit_status: int | str | None = 0) -> NoReturn:
        """End; a value of the wrong type on the command line is wrong usage."""
        super().exit(USAGE if self._reading and exit_status == BAD else exit_status)
        raise SystemExit(exit_status)

    def parse_command_line(self, argv: Sequence[str] | None = None) -> None:
        """Parse, and refuse what traitlets would only warn about."""
        known = {f"--{name}" for table in (self.aliases, self.flags) for name in table}
        first = next(iter(argv or ()), "")
        for word in () if first in self.subcommands else argv or ():
            option = word.split("=", 1)[0]
            if option == "--":
                break
            if option.startswith("--") and option not in {
                *known,
                "--help",
                "--help-all",
                "--version",
            }:
                section = option[2:].split(".", 1)[0]
                if "." not in option or section not in {c.__name__ for c in self.classes}:
                    stop(
                        _(
                            "The option {option} is unknown. See: {name} --help",
                            option=option,
                            name=self.name,
                        ),
                        USAGE,
                    )
        super().parse_command_line(list(argv) if argv is not None else None)

    def courses_root(self) -> Path:
        """Return the folder of the course sources."""
        from electoral_courses.catalogue import courses_root  # noqa: PLC0415 - start-up time

        root = Path(self.courses).expanduser() if self.courses else courses_root()
        if not root.is_dir():
            stop(_("There is no course folder at {root}.", root=root), USAGE)
        return root

    def build_root(self) -> Path:
        """Return the folder for built things; a sentence where it cannot be written."""
        chosen = (
            Path(self.out).expanduser() if self.out else default_build_root(self.courses_root())
        )
        try:
            chosen.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            stop(
                _(
                    "The folder {folder} cannot be made ({reason}). Choose another: --out DIR",
                    folder=chosen,
                    reason=error.strerror,
                )
            )
        if not os.access(chosen, os.W_OK):
            stop(
                _(
                    "The folder {folder} cannot be written to. Choose another: --out DIR",
                    folder=chosen,
                )
            )
        return chosen


def default_build_root(courses: Path) -> Path:
    """Return `build/` beside a checkout's `courses/`, else a folder of the person's own."""
    checkout = courses.parent
    if (checkout / "pyproject.toml").is_file() and os.access(checkout, os.W_OK):
        return checkout / "build"
    return Path(jupyter_data_dir()) / "electoral-school" / "build"


def build_school(app: SchoolApp, *, quiet: bool = False) -> Path:
    """Build every course in every language and return the build folder."""
    from electoral_binder import built  # noqa: PLC0415
    from electoral_courses.errors import CourseError  # noqa: PLC0415 - start-up time
    from electoral_datasets.i18n import LANGUAGES  # noqa: PLC0415
    from electoral_grading.course import prepare  # noqa: PLC0415

    courses, out = app.courses_root(), app.build_root()
    sources = built.sources_mark(courses, tuple(LANGUAGES))
    if quiet and built.is_built(out, sources):
        return out
    from electoral_courses.builder import build  # noqa: PLC0415 - start-up time

    try:
        report = build(courses, out, tuple(LANGUAGES))
    except (CourseError, ValueError, OSError) as error:
        stop(_("The courses could not be built. {error}", error=error))
    for language in LANGUAGES:
        prepare(out / "nbgrader" / language, language)
    built.note(out, sources)
    if not quiet or report.kept:
        say(str(report))
    return out


class BuildApp(SchoolApp):
    """Build the courses: notebooks in every language, and nbgrader's course folders."""

    name = "electoral-school build"
    description = __doc__
    examples = "electoral-school build --out build"

    def start(self) -> None:
        """Build."""
        super().start()
        build_school(self)


class StartApp(SchoolApp):
    """Open the school: pages, JupyterLab and the lecturer's tools, at one address."""

    name = "electoral-school start"
    description = __doc__
    examples = "electoral-school start --port 8900 --lang ru\nelectoral-school start --hall"

    port = Int(8888, min=1, max=65535, help="Port; a busy one is passed over unless given.").tag(
        config=True
    )
    lang = Unicode("ru", help="Language in which the home page and JupyterLab open.").tag(
        config=True
    )
    data = Unicode("", help="Folder for learners' answers; empty: Jupyter's data folder.").tag(
        config=True
    )
    browser = Bool(False, help="Open the address in a browser at once.").tag(config=True)
    hall = Bool(
        False, help="Let learners in from the hall's network, with a code for their phones."
    ).tag(config=True)
    hall_addresses = List(
        Unicode(), help="This computer's addresses in the hall; empty: those that are found."
    ).tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {
        **SchoolApp.aliases,
        "port": "StartApp.port",
        "lang": "StartApp.lang",
        "data": "StartApp.data",
    }
    flags: ClassVar[dict[str, Any]] = {
        **SchoolApp.flags,
        "browser": ({"StartApp": {"browser": True}}, "Open the address in a browser at once."),
        "no-browser": (
            {"StartApp": {"browser": False}},
            "Open no browser, whatever is configured.",
        ),
        "hall": (
            {"StartApp": {"hall": True}},
            "Let learners in from the hall's network, with a code for their phones.",
        ),
    }

    def start(self) -> None:
        """Build what changed, then serve until interrupted."""
        super().start()
        from electoral_binder.serve import free_port, serve  # noqa: PLC0415 - start-up time
        from electoral_datasets.i18n import LANGUAGES  # noqa: PLC0415

        if self.lang not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            stop(
                _(
                    "The language '{word}' is not known. Known: {known}.",
                    word=self.lang,
                    known=known,
                ),
                USAGE,
            )
        chosen = "StartApp" in self.cli_config and "port" in self.cli_config.StartApp
        try:
            free_port(self.port, is_chosen=chosen)  # told now, not when all is built
        except OSError as error:
            stop(_("The school could not be opened: {error}", error=error))
        out = build_school(self, quiet=True)
        type(self).clear_instance()  # the server is an application of its own
        default = Path(jupyter_data_dir()) / "electoral-school"
        data = Path(self.data).expanduser() if self.data else default
        try:
            serve(
                out,
                data,
                port=self.port,
                port_is_chosen=chosen,
                language=self.lang,
                browser=self.browser,
                hall=self.hall and (self.hall_addresses or True),
                announce=say,
            )
        except OSError as error:
            stop(_("The school could not be opened: {error}", error=error))


class CheckApp(SchoolApp):
    """Check courses, items, words and sources; name each fault in a sentence."""

    name = "electoral-school check"
    description = __doc__
    examples = "electoral-school check --simulate 05-protocol, or --sheet 05-protocol"

    simulate = Unicode(
        "", help="An assignment that invented learners hand in, to see what each would get."
    ).tag(config=True)
    sheet = Unicode(
        "", help="A module whose statements are listed for a reviewer, each with its source."
    ).tag(config=True)
    aliases: ClassVar[dict[str, Any]] = SchoolApp.aliases | {
        name: f"CheckApp.{name}" for name in ("simulate", "sheet")
    }

    def start(self) -> None:
        """Check and end with 1 if anything is wrong."""
        super().start()
        if self.simulate:
            self.rehearse()
            return
        if self.sheet:
            self.list_statements()
            return
        from electoral_courses.lint import check  # noqa: PLC0415 - start-up time
        from electoral_datasets.i18n import LANGUAGES  # noqa: PLC0415

        findings = check(self.courses_root(), tuple(LANGUAGES))
        for finding in findings:
            say(str(finding))
        faults = sum(finding.severity == "error" for finding in findings)
        if faults:
            stop(_("To mend: {count}.", count=faults))
        say(_("Courses, items, words and sources are in order."))

    def list_statements(self) -> None:
        """Print a reviewer's sheet of a module: statement, source, grade, place."""
        from electoral_courses.errors import CourseError  # noqa: PLC0415 - start-up time
        from electoral_courses.sheet import sheet  # noqa: PLC0415

        try:
            for line in sheet(self.courses_root(), self.sheet):
                say(line)
        except LookupError:
            stop(_("There is no module “{name}”.", name=self.sheet), USAGE)
        except CourseError as error:
            stop(str(error))

    def rehearse(self) -> None:
        """Let invented learners hand an assignment in; end with 1 if one gets the unexpected."""
        from electoral_binder.simulate import rehearse  # noqa: PLC0415 - start-up time
        from electoral_courses.errors import CourseError  # noqa: PLC0415

        try:
            faults = rehearse(self.courses_root(), self.simulate, say)
        except LookupError:
            stop(_("There is no assignment “{name}”.", name=self.simulate), USAGE)
        except (CourseError, OSError) as error:
            stop(_("The courses could not be built. {error}", error=error))
        if faults:
            stop(_("To mend: {count}.", count=faults))
        say(_("Everybody got what they should."))


class NewApp(SchoolApp):
    """Begin a module: a folder with a lesson, an assignment, items and catalogues."""

    name = "electoral-school new"
    description = __doc__
    examples = "electoral-school new 08-audits"
    max_arguments = 1

    def start(self) -> None:
        """Make the folder and say what to do next."""
        super().start()
        from electoral_binder.new import begin_module  # noqa: PLC0415 - start-up time

        if not self.extra_args:
            stop(_("Name the module: {example}", example=self.examples), USAGE)
        try:
            folder = begin_module(self.courses_root(), self.extra_args[0])
        except ValueError as error:
            stop(str(error), USAGE)
        except OSError as error:
            stop(_("The module could not be made: {error}", error=error))
        say(
            _(
                "Made {folder}. Write lesson.md, then: {command}",
                folder=folder,
                command="electoral-school check",
            )
        )


class DoctorApp(SchoolApp):
    """Look for what would spoil a lesson on this machine, and say what to do."""

    name = "electoral-school doctor"
    description = __doc__
    examples = "electoral-school doctor"

    def start(self) -> None:
        """Look, print, and end with 1 if something must be mended."""
        super().start()
        from electoral_binder.doctor import examine  # noqa: PLC0415 - start-up time

        signs = examine(self.courses_root(), default_build_root(self.courses_root()))
        for sign in signs:
            say(str(sign))
        if any(sign.state == "mend" for sign in signs):
            raise SystemExit(BAD)


class ElectoralSchoolApp(SchoolApp):
    """Electoral School: courses, simulations and graded assignments on election standards."""

    name = "electoral-school"
    description = __doc__
    subcommands = Dict(
        {
            "start": (StartApp, StartApp.__doc__),
            "build": (BuildApp, BuildApp.__doc__),
            "check": (CheckApp, CheckApp.__doc__),
            "new": (NewApp, NewApp.__doc__),
            "grade": (
                "electoral_binder.grade.GradeApp",
                "Grade what a class handed in, into nbgrader's own folders and gradebook.",
            ),
            "doctor": (DoctorApp, DoctorApp.__doc__),
            "progress": (
                "electoral_binder.progress_app.ProgressApp",
                "Say whether a learner's progress file is signed by this school.",
            ),
            "plan": (
                "electoral_binder.plan_app.PlanApp",
                "Say what machine a hall of learners needs, from measured figures.",
            ),
            "grades": (
                "electoral_binder.grades_server.GradesApp",
                "Open the page of grades, for its lecturer alone.",
            ),
            "election": (
                "electoral_binder.election.ElectionApp",
                "Try the election's own machinery: the reading box, and electronic elections.",
            ),
        }
    )
    max_arguments = 1

    def start(self) -> None:
        """Without a subcommand, say which there are."""
        if self.subapp is None and self.extra_args:
            word = self.extra_args[0]
            stop(
                _("'{word}' is not a command. See: {name} --help", word=word, name=self.name), USAGE
            )
        if self.subapp is None and not self.generate_config:
            self.print_help()
            raise SystemExit(USAGE)
        super().start()


def main() -> None:
    """Run the application."""
    try:
        ElectoralSchoolApp.launch_instance()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(BAD) from None
