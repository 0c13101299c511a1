"""The lecturer's page of grades: what it shows, as HTML and figures, for whoever puts it up.

    board = Board.of(Path("build/nbgrader/ru"), "05-protocol")
    board.top, board.drawing, board.rest

Everything is read anew each time; nothing is written, and nothing leaves the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from electoral_datasets.i18n import LANGUAGES
from electoral_grading import statistics
from electoral_grading.course import course_id, exchange
from electoral_grading.dashboard_alike import alike_part, export_part
from electoral_grading.dashboard_class import (
    Groups,
    grouped,
    overview_part,
    time_part,
    who_part,
)
from electoral_grading.dashboard_tasks import tasks_part, wrong_part
from electoral_grading.dashboard_words import Words
from electoral_grading.findings import findings, folders_of, item_order
from electoral_grading.settings import Settings, SettingsError
from electoral_grading.tables import assignments, engine_of, learners, marks, most_points
from electoral_grading.task_words import TaskWords

if TYPE_CHECKING:
    from pathlib import Path

BLUE = "#3b82c4"
"""More than 3 to 1 against a white and against a dark page."""


class NoGradesError(RuntimeError):
    """There is nothing to show; a sentence for the lecturer."""


@dataclass(frozen=True)
class Drawing:
    """A chart, what it shows in words, and its numbers."""

    figure: go.Figure
    alt: str
    table: pd.DataFrame
    title: str


@dataclass(frozen=True)
class Board:
    """The page of one assignment."""

    top: str
    """HTML above the chart."""
    drawing: Drawing | None
    rest: tuple[str, ...]
    """Parts of HTML below it; the last is about files to take along."""
    has_variants: bool
    """Whether learners have numbers of their own."""

    @classmethod
    def of(cls, root: Path, assignment: str, language: str | None = None) -> Board:
        """Return the page of an assignment of a course folder.

        Raises:
            NoGradesError: the gradebook cannot be read.
        """
        return Maker(root, assignment, language_of(root, language)).board()


def language_of(root: Path, language: str | None) -> str:
    """Return the language of the page: the one asked for, else that of the course folder."""
    named = language or root.name
    return named if named in LANGUAGES else "en"


def course_assignments(root: Path, language: str | None = None) -> list[str]:
    """Return the assignments of a course folder that its gradebook knows.

    Raises:
        NoGradesError: there is no gradebook, or it cannot be read.
    """
    say = Words(language_of(root, language))
    try:
        url = make_url(Settings(root).db_url)
        file = url.database if url.get_backend_name() == "sqlite" else None
        if file and not (root / file).exists():
            raise NoGradesError(say("no_gradebook", folder=root.name))
        found = assignments(engine_of(Settings(root).db_url))
    except (SQLAlchemyError, SettingsError) as error:
        raise NoGradesError(say("unreadable", reason=str(error).splitlines()[0])) from error
    if not found:
        raise NoGradesError(say("no_gradebook", folder=root.name))
    return found


@dataclass
class Maker:
    """Puts the page together."""

    root: Path
    assignment: str
    language: str

    def board(self) -> Board:
        """Return the whole page."""
        try:
            class_ = self.learners
        except SQLAlchemyError as error:
            reason = str(error).splitlines()[0]
            raise NoGradesError(self.say("unreadable", reason=reason)) from error
        say = self.say
        points = self.most.get(self.assignment, 0.0)
        below = [
            tasks_part(self.marks, self.order, self.task_words, say),
            wrong_part(self.found[0], self.order, self.task_words, say),
            time_part(class_, self.found[1], self.released, say),
            who_part(self.groups, say),
        ]
        return Board(
            overview_part(class_, self.groups, points, say),
            self.totals(),
            (
                "".join(below),
                alike_part(self.root, self.assignment, say),
                export_part(class_, self.most, say),
            ),
            any(item.get("variant") for item in self.task_words.items.values()),
        )

    @cached_property
    def say(self) -> Words:
        """The words."""
        return Words(self.language)

    @cached_property
    def marks(self) -> Any:
        """One row a graded cell."""
        return marks(engine_of(Settings(self.root).db_url), [self.assignment])

    @cached_property
    def learners(self) -> Any:
        """One row a learner."""
        return learners(self.marks)

    @cached_property
    def most(self) -> dict[str, float]:
        """The points to be earned."""
        return most_points(engine_of(Settings(self.root).db_url))

    @cached_property
    def found(self) -> tuple[Any, Any]:
        """What the checks found, and how grading ran."""
        return findings(self.root, self.assignment)

    @cached_property
    def released(self) -> Any:
        """When the assignment came into the exchange, in UTC; None where nothing tells it."""
        course = exchange(self.root) / course_id(self.language)
        try:
            moment = (course / "outbound" / self.assignment).stat().st_ctime
        except OSError:
            return None
        return pd.Timestamp(moment, unit="s")

    @cached_property
    def order(self) -> list[str]:
        """The tasks as they follow each other."""
        return item_order(self.root, self.assignment)

    @cached_property
    def task_words(self) -> TaskWords:
        """The tasks in words."""
        return TaskWords.of(self.root, self.assignment, self.language)

    @cached_property
    def groups(self) -> Groups:
        """The learners by what became of their work."""
        return grouped(self.learners, folders_of(self.root, "submitted", self.assignment))

    def totals(self) -> Drawing | None:
        """Return the chart of the totals."""
        say, graded = self.say, self.groups.graded
        if not len(graded):
            return None
        most = self.most.get(self.assignment, 0.0)
        bars: Any = statistics.distribution(graded["score"], most)
        steps = [
            say("range", low=say.points(low), high=say.points(high))
            for low, high in zip(bars["from"], bars["to"], strict=True)
        ]
        counts = bars["learners"].tolist()
        figure = go.Figure(
            go.Bar(x=steps, y=counts, text=counts, marker={"color": BLUE}, hoverinfo="x+y")
        )
        figure.update_xaxes(title=say("points"), type="category")
        figure.update_yaxes(title=say("learners"), rangemode="tozero", tickformat="d")
        figure.update_layout(bargap=0.05)
        fullest = max(range(len(counts)), key=counts.__getitem__)
        alt = say(
            "totals_alt",
            learners=len(graded),
            points=say.points(most),
            most=counts[fullest],
            low=say.points(bars["from"][fullest]),
            high=say.points(bars["to"][fullest]),
        )
        numbers = pd.DataFrame({say("points"): steps, say("learners"): counts})
        return Drawing(figure, alt, numbers, say("totals"))
