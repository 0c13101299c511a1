"""`electoral-school plan`: what machine a hall needs, in words and a small table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jupyter_core.paths import jupyter_data_dir
from traitlets import Bool, Int, Unicode

from electoral_binder.app import SchoolApp, default_build_root, say, stop
from electoral_binder.words import _

if TYPE_CHECKING:
    from electoral_binder.memory import Measured
    from electoral_binder.plan import Need


class PlanApp(SchoolApp):
    """Say what machine a hall of learners needs, from what lessons take on this one."""

    name = "electoral-school plan"
    description = __doc__
    examples = "electoral-school plan --students 60"

    students = Int(60, min=1, max=100_000, help="How many learners work at once.").tag(config=True)
    lang = Unicode("ru", help="Whose lessons are opened to be measured.").tag(config=True)
    data = Unicode("", help="Folder for learners' answers; empty: Jupyter's data folder.").tag(
        config=True
    )
    stored = Bool(False, help="Use what was measured before; measure nothing now.").tag(config=True)
    aliases: ClassVar[dict[str, Any]] = {
        **SchoolApp.aliases,
        "students": "PlanApp.students",
        "lang": "PlanApp.lang",
        "data": "PlanApp.data",
    }
    flags: ClassVar[dict[str, Any]] = {
        **SchoolApp.flags,
        "stored": ({"PlanApp": {"stored": True}}, "Use what was measured before."),
    }

    def start(self) -> None:
        """Measure, or read what was measured, and print the plan."""
        super().start()
        from electoral_binder.memory import keep, kept  # noqa: PLC0415 - start-up time

        default = Path(jupyter_data_dir()) / "electoral-school"
        data = Path(self.data).expanduser() if self.data else default
        if self.stored:
            measured = kept(data)
            if measured is None:
                stop(_("Nothing was measured yet: electoral-school plan"))
        else:
            measured = self._measure()
            try:
                keep(data, measured)
            except OSError as error:
                say(_("The figures could not be kept: {reason}", reason=error.strerror))
        for line in lines(self.students, measured):
            say(line)

    def _measure(self) -> Measured:
        from psutil import Error  # noqa: PLC0415 - start-up time

        from electoral_binder.plan_measure import measure  # noqa: PLC0415

        root = Path(self.out).expanduser() if self.out else default_build_root(self.courses_root())
        if not any((root / "courses" / self.lang).glob("*/lesson.ipynb")):
            stop(_("The courses are not built yet: electoral-school build"))
        say(_("Some lessons are opened on this machine now, to be measured…"))
        try:
            return measure(root, self.lang)
        except (OSError, Error) as error:
            stop(_("Nothing could be measured: {error}", error=error))


def lines(students: int, measured: Measured) -> list[str]:
    """Return the plan, line by line."""
    from electoral_binder.memory import MB  # noqa: PLC0415 - start-up time
    from electoral_binder.plan import need, rows  # noqa: PLC0415

    asked = need(students, measured)
    return [
        _(
            "For {students} learners with a lesson open at once: {memory} GB of memory and {cores}.",
            students=students,
            memory=asked.gigabytes,
            cores=_cores(asked),
        ),
        "",
        *_table([need(number, measured) for number in rows(students)]),
        "",
        _(
            "Measured on this machine ({when}): {count} lessons opened one after another, "
            "{lesson} MB each (the largest {largest} MB).",
            when=measured.at,
            count=measured.lessons,
            lesson=round(measured.lesson / MB),
            largest=round(measured.largest / MB),
        ),
        _(
            "The server itself: {server} MB.",
            server=round(measured.server / MB),
        )
        if measured.server
        else _("The server itself was not measured; it is not in the table."),
        _(
            "Opening a lesson took {seconds} s of one core's work; the cores are for all learners "
            "opening it within a minute, with half of the work kept free.",
            seconds=round(measured.seconds, 2),
        )
        if measured.seconds
        else _("The work of opening a lesson was not measured, so the cores are not known."),
        _(
            "Taken as given, not measured: 1 GB for the system, a quarter more for lessons that "
            "grow while they are used. Another processor is faster or slower, and JupyterLab, "
            "grading and browsers on the same machine come on top."
        ),
    ]


def _cores(wanted: Need) -> str:
    return (
        _("{count} cores", count=wanted.cores)
        if wanted.cores
        else _("cores that were not measured")
    )


def _table(needs: list[Need]) -> list[str]:
    from psutil import virtual_memory  # noqa: PLC0415 - start-up time

    have, cores = virtual_memory().total, os.cpu_count() or 1
    head = (_("Learners"), _("Memory needed, GB"), _("Machine, GB"), _("Cores"), _("This machine"))
    body = [
        (
            str(one.students),
            f"{one.memory / 1e9:.1f}",
            str(one.gigabytes),
            str(one.cores or "?"),
            _("enough") if one.memory <= have and one.cores <= cores else _("not enough"),
        )
        for one in needs
    ]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    return [
        "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))
        for row in (head, *body)
    ]
