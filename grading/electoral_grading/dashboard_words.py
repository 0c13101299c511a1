"""What the lecturer's page of grades says, in the lecturer's language.

>>> Words("en").points(1.5), Words("ru").percent(0.125)
('1.5', '12,5\N{NO-BREAK SPACE}%')
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent

from electoral_datasets.i18n import N_, translator

if TYPE_CHECKING:
    from gettext import NullTranslations

TEXTS = {
    "overview": N_("The class at a glance"),
    "enrolled": N_("In the gradebook"),
    "handed_in": N_("Handed in"),
    "graded": N_("Graded"),
    "waiting": N_("Waiting for a grade by hand"),
    "not_graded": N_("Handed in, not graded yet"),
    "missing": N_("Nothing handed in"),
    "due": N_("Due (UTC)"),
    "mean": N_("Mean"),
    "median": N_("Median"),
    "spread": N_("Standard deviation"),
    "quarters": N_("The middle half of the class"),
    "range": N_("{low} to {high}"),
    "of_points": N_("{score} of {points}"),
    "totals": N_("Points of the class"),
    "points": N_("Points"),
    "learners": N_("Learners"),
    "learner": N_("Learner"),
    "totals_alt": N_(
        "A bar chart of {learners} totals out of {points} points. "
        "Most learners, {most}, have {low} to {high} points."
    ),
    "provisional": N_(
        "Some answers wait for a grade by hand, so the totals of these learners will rise: {count}."
    ),
    "small": N_(
        "Fewer than {least} graded learners: a mean, a difficulty or a correlation would change "
        "with each of them, so none is shown."
    ),
    "tasks": N_("How hard the tasks are, and what they tell"),
    "task": N_("Task"),
    "worth": N_("Points"),
    "difficulty": N_("Mean share earned"),
    "discrimination": N_("Goes with the other tasks"),
    "groups": N_("Upper less lower 27 %"),
    "hard": N_("hard"),
    "middle": N_("middling"),
    "easy": N_("easy"),
    "with": N_("goes with them"),
    "open": N_("this class is too small to tell"),
    "against": N_("goes against them: look at this task first"),
    "interval": N_("{value} (likely {low} to {high})"),
    "none": N_("not meaningful"),
    "waits": N_("waiting: {count}"),
    "meaning": N_("What these figures mean"),
    "meaning_difficulty": N_(
        "Mean share earned: the mean part of the points that learners earned. "
        "A task is called hard below 30 %, easy above 80 %."
    ),
    "meaning_discrimination": N_(
        "Goes with the other tasks: the correlation of the points of this task with the points of "
        "all others. Near 0, the task tells nothing about the rest of the work; below 0, those who "
        "did well elsewhere did worse here, which often means a wrong key or an unclear question. "
        "The range in brackets holds the true value in about 95 of 100 classes like this; it is "
        "shown for {least} learners or more."
    ),
    "meaning_groups": N_(
        "Upper less lower 27 %: the mean share earned by those 27 % who have most points in the "
        "other tasks, less that of those 27 % who have fewest; for {least} learners or more."
    ),
    "wrong": N_("What went wrong most often"),
    "message": N_("What the check said"),
    "answers": N_("Answers given by several"),
    "nothing_wrong": N_("No check has found anything wrong."),
    "no_findings": N_("There are no results of checks beside the graded work."),
    "time": N_("Time"),
    "seconds": N_("Seconds to grade one notebook: {middle} in the middle, {most} at most."),
    "before_due": N_(
        "Half of those who handed in came at least {middle} hours before the due date; "
        "after it, extensions counted: {late}."
    ),
    "after_release": N_("From release to handing in: {middle} hours in the middle."),
    "no_time": N_("When the work was handed in is not known."),
    "who": N_("Who is missing, who waits"),
    "who_missing": N_("Nothing handed in: {count}"),
    "who_waiting": N_("Waiting for a grade by hand: {count}"),
    "who_not_graded": N_("Handed in, not graded yet: {count}"),
    "nobody": N_("Nobody."),
    "by_hand": N_("Grade them in the formgrader, under Manual Grading."),
    "alike": N_("Code that is alike"),
    "alike_means": N_(
        "Names, numbers, texts and comments are set aside; so is what the assignment gave, what "
        "the model answer has, and what much of the class wrote. The rest is compared for every "
        "two learners. Likeness is a reason to talk with both, and never a proof: friends who "
        "learned together write alike, and so do learners of one book."
    ),
    "alike_none": N_(
        "Of {pairs} pairs, none is so alike that chance alone would make at most one such pair."
    ),
    "alike_some": N_(
        "Of {pairs} pairs, these are so alike that chance alone would make at most one such pair. "
        "One false alarm must therefore be reckoned with."
    ),
    "alike_few": N_(
        "At least {least} learners with enough code of their own are needed to tell likeness from "
        "chance; here there are {learners}. Nothing is shown."
    ),
    "alike_short": N_("Too little code of their own to be compared: {count}."),
    "pair": N_("Two learners"),
    "likeness": N_("Shared code"),
    "chance": N_("Pairs like this by chance alone"),
    "of_pairs": N_("about {expected} of {pairs}"),
    "fewer": N_("fewer than 0.01 of {pairs}"),
    "borrowed": N_("Numbers of another learner's variant"),
    "borrowed_means": N_(
        "Everybody has numbers of their own. Here stand learners whose answers hold numbers of "
        "another's variant and not of their own. The last column tells how often the same happens "
        "with invented learners, whose numbers nobody can have seen."
    ),
    "borrowed_none": N_("None beyond what chance makes."),
    "no_variants": N_("The variants cannot be drawn: {reason}"),
    "look": N_("Look for numbers of another's variant"),
    "looking": N_("The variants of the class are drawn; this may take a minute."),
    "answers_of": N_("In the answers of"),
    "numbers_of": N_("Numbers of"),
    "numbers": N_("Numbers"),
    "export": N_("Take the grades along"),
    "export_means": N_(
        "The files hold names and grades: keep them where only you can read them. "
        "Cells that wait for a grade, and missing work, are left empty."
    ),
    "export_moodle": N_("File for Moodle"),
    "export_canvas": N_("File for Canvas"),
    "export_left": N_("Left empty or changed"),
    "no_gradebook": N_(
        "There is no gradebook in {folder} yet. It comes with the first assignment that is "
        "generated and graded."
    ),
    "unreadable": N_("The gradebook cannot be read: {reason}"),
    "nothing_graded": N_("Nothing of this assignment is graded yet."),
    "assignment": N_("Assignment"),
    "title": N_("Grades"),
    "private": N_("For the lecturer only: this page names learners and their grades."),
    "table": N_("Table, can be scrolled"),
    "starting": N_("The grades are being read…"),
    "opened": N_("The page of grades is open, for you alone: {address}"),
    "close": N_("To close it, press Ctrl+C."),
}
"""The texts by name; `{…}` is filled where they are shown."""

MESSAGES = {
    "error": N_("The test stopped with an error."),
    "stopped": N_("A cell ran too long and was stopped."),
    "died": N_("Python stopped while the notebook ran."),
    "no-result": N_("The check gave no result."),
    "refused": N_("The answer could not be taken over for the check."),
    "trouble": N_("The check could not be made."),
}
"""What message ids of the grader itself mean."""


@dataclass(frozen=True)
class Words:
    """The words of one language, and its way to write numbers."""

    language: str

    @cached_property
    def catalogue(self) -> NullTranslations:
        """The translations."""
        return translator("electoral_grading", self.language)

    def __call__(self, name: str, **values: object) -> str:
        """Return a text, its places filled."""
        text = self.catalogue.gettext(TEXTS[name])
        return text.format(**values) if values else text

    def message(self, name: str) -> str:
        """Return what a message id of the grader means; the id where it is not known."""
        return self.catalogue.gettext(MESSAGES[name]) if name in MESSAGES else name

    def points(self, value: float) -> str:
        """Write points, or another figure, to the hundredth."""
        return self.signed(format_decimal(round(float(value), 2), locale=self.language))

    def figure(self, value: float | None) -> str:
        """Write a correlation or a difference; words where there is none."""
        if value is None:
            return self("none")
        return self.signed(format_decimal(value, "0.00", locale=self.language))

    def percent(self, share: float) -> str:
        """Write a share as a percentage."""
        return self.signed(
            format_percent(share, "#,##0.#\N{NO-BREAK SPACE}%", locale=self.language)
        )

    def day(self, moment: Any) -> str:
        """Write a day and its hour."""
        return format_datetime(moment, "d MMMM yyyy, HH:mm", locale=self.language)

    @staticmethod
    def signed(text: str) -> str:
        """Return a number with a proper minus sign."""
        return text.replace("-", "\N{MINUS SIGN}")
