"""The grades of a course in the files that Moodle and Canvas import.

    nbgrader export --exporter=electoral_grading.exporters.MoodleExporter --to=moodle.csv
    nbgrader export --exporter=electoral_grading.exporters.CanvasExporter --to=canvas.csv

A grade is what counts: the points less the penalty for lateness, not below 0. Where an answer
still waits for a hand, or nothing was handed in, the cell stays empty, and the log says so: an
empty cell is no grade there, a 0 would be one.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from nbgrader.plugins.export import ExportPlugin
from traitlets import Bool, Unicode

from electoral_datasets.i18n import N_, translator
from electoral_grading.tables import learners, marks, most_points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOODLE = ("First name", "Last name", "Username", "ID number", "Email address")
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"
"""By these words, spaces and all, Canvas knows the line of points."""

FORMULA = r"=+\-@＝＋－＠"
"""With one of these begins what a spreadsheet may run."""

WAITING = N_("{learner} waits for a grade by hand in {assignment}: left empty.")
MISSING = N_("{learner} has handed in nothing of {assignment}: left empty.")
UNGRADED = N_("The work of {learner} in {assignment} is not graded yet: left empty.")
CHANGED = N_(
    "“{text}” would run as a formula in a spreadsheet and was changed, "
    "so the import may not find this learner."
)


def plain(text: object) -> str:
    """Return a text on one line; nothing for what is missing."""
    missing: Any = pd.isna(text)  # pyright: ignore[reportArgumentType, reportCallIssue]
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", "" if missing else str(text)).split())


def safe(text: object) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    A semicolon parts cells where commas are decimal signs, as in Russian and Kyrgyz.

    >>> safe("=HYPERLINK(1)"), safe("Уулу;@SUM"), safe(None)
    ("'=HYPERLINK(1)", 'Уулу @SUM', '')
    """
    line = re.sub(rf";(?=[\s\"']*[{FORMULA}])", " ", plain(text))
    return f"'{line}" if re.match(f"[{FORMULA}]", line) else line


def points(value: float) -> str:
    """Return points as both systems read them: a point, two places, no group signs.

    >>> points(7.0), points(2 / 3)
    ('7', '0.67')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def grade(mark: Any, note: Callable[[str], None] = lambda _: None, language: str = "en") -> str:
    """Return the cell of one line of `tables.learners`; an empty one is told to `note`."""
    reason = ""
    if pd.isna(mark.submission):
        reason = MISSING
    elif not mark.graded:
        reason = UNGRADED
    elif mark.waiting:
        reason = WAITING
    if reason:
        say = translator("electoral_grading", language).gettext(reason)
        note(say.format(learner=mark.student, assignment=mark.assignment))
        return ""
    return points(mark.score)


def moodle_rows(
    table: pd.DataFrame, note: Callable[[str], None], language: str = "en"
) -> list[list[str]]:
    """Return the lines of a file for Moodle: who, then one column an assignment.

    Moodle asks which column tells the learner: `Username` holds nbgrader's id, `ID number` the
    id of the learning platform where the gradebook has one.
    """
    names = list(dict.fromkeys(table["assignment"]))
    rows = [[*MOODLE, *(safe(name) for name in names)]]
    for who, grades in each_learner(table, names, note, language):
        rows.append(
            [who.first_name, who.last_name, who.student, who.lms_user_id, who.email, *grades]
        )
    return [rows[0], *(cells(row, len(MOODLE), note, language) for row in rows[1:])]


def canvas_rows(
    table: pd.DataFrame,
    most: dict[str, float],
    note: Callable[[str], None],
    language: str = "en",
    section: str = "",
) -> list[list[str]]:
    """Return the lines of a file for Canvas: heads, the points possible, then the learners.

    `ID` is Canvas's own number; an id of the platform that is no number is the one of the
    student information system. `SIS Login ID` holds nbgrader's id.
    """
    names = list(dict.fromkeys(table["assignment"]))
    possible = [points(most.get(name, 0)) for name in names]
    rows = [
        [*CANVAS, *(safe(name) for name in names)],
        [POINTS_POSSIBLE, "", "", "", "", *possible],
    ]
    for who, grades in each_learner(table, names, note, language):
        platform = safe(who.lms_user_id)
        own, other = (platform, "") if platform.isdecimal() else ("", platform)
        named = [part for part in (safe(who.last_name), safe(who.first_name)) if part]
        name = ", ".join(named) or who.student
        row = [name, own, other, who.student, section, *grades]
        rows.append(cells(row, len(CANVAS), note, language))
    return rows


def each_learner(
    table: pd.DataFrame, names: Sequence[str], note: Callable[[str], None], language: str
) -> Iterable[tuple[Any, list[str]]]:
    """Yield every learner with the cells of all assignments."""
    for _, own in table.groupby("student", sort=False):
        lines: Any = own.itertuples()
        marked = {mark.assignment: mark for mark in lines}
        grades = [grade(marked[name], note, language) if name in marked else "" for name in names]
        yield next(iter(marked.values())), grades


def cells(
    row: Sequence[object], heads: int, note: Callable[[str], None], language: str
) -> list[str]:
    """Return a line with its first `heads` cells made safe; a changed one is told to `note`."""
    who = [safe(cell) for cell in row[:heads]]
    say = translator("electoral_grading", language).gettext(CHANGED)
    for cell in row[:heads]:
        if safe(cell) != plain(cell):
            note(say.format(text=plain(cell)))
    return [*who, *(str(cell) for cell in row[heads:])]


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return lines as a file of comma-separated values (RFC 4180)."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


class PlatformExporter(ExportPlugin):
    """What both exporters share."""

    default_file = ""

    missing_as_zero = Bool(
        False, help="Write 0 where nothing was handed in, as nbgrader's own exporter does."
    ).tag(config=True)
    language = Unicode("en", help="The language of what the log says.").tag(config=True)

    def table(self, gradebook: Any) -> pd.DataFrame:
        """Return the sums of the chosen learners and assignments."""
        chosen = [str(name) for name in self.assignment]
        found: Any = learners(marks(gradebook.engine, chosen or None))
        if self.student:
            found = found[found["student"].isin([str(name) for name in self.student])]
        if self.missing_as_zero:
            nothing = found["submission"].isna()
            found = found.assign(
                submission=found["submission"].where(~nothing, "none"),
                graded=found["graded"] | nothing,
            )
        return found

    def rows(self, gradebook: Any) -> list[list[str]]:
        """Return the lines of the file."""
        raise NotImplementedError

    def export(self, gradebook: Any) -> None:
        """Write the file; a byte-order mark is left out, as both systems ask for plain UTF-8."""
        target = Path(self.to or self.default_file)
        self.log.info("Exporting grades to %s", target)
        with target.open("w", encoding="utf-8", newline="") as file:
            file.write(csv_text(self.rows(gradebook)))


class MoodleExporter(PlatformExporter):
    """Writes the file that Moodle's gradebook imports (Grades, Import, CSV file)."""

    default_file = "moodle.csv"

    def rows(self, gradebook: Any) -> list[list[str]]:
        """Return the lines of the file."""
        return moodle_rows(self.table(gradebook), self.log.warning, self.language)


class CanvasExporter(PlatformExporter):
    """Writes the file that Canvas's gradebook imports (Grades, Import)."""

    default_file = "canvas.csv"

    section = Unicode("", help="The section that Canvas shows for every learner.").tag(config=True)

    def rows(self, gradebook: Any) -> list[list[str]]:
        """Return the lines of the file."""
        most = most_points(gradebook.engine)
        table = self.table(gradebook)
        return canvas_rows(table, most, self.log.warning, self.language, self.section)
