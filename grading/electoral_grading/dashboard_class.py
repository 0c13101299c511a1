"""The parts of the lecturer's page on the class: how it stands, when work came, who is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from electoral_grading import dashboard_html as page
from electoral_grading import statistics

if TYPE_CHECKING:
    from electoral_grading.dashboard_words import Words


@dataclass(frozen=True)
class Groups:
    """The learners of `tables.learners` by what became of their work."""

    graded: Any
    waiting: Any
    """Graded, but for answers that wait for a hand."""
    not_graded: Any
    missing: Any


def grouped(class_: Any, sent: set[str]) -> Groups:
    """Sort the learners; `sent` are those whose work lies in `submitted`."""
    here = class_["submission"].notna() | class_["student"].isin(sent)
    return Groups(
        class_[class_["graded"]],
        class_[class_["waiting"] > 0],
        class_[here & ~class_["graded"]],
        class_[~here],
    )


def overview_part(class_: Any, groups: Groups, most: float, say: Words) -> str:
    """Return the figures of the class."""
    known = {
        say("enrolled"): str(len(class_)),
        say("handed_in"): str(len(class_) - len(groups.missing)),
        say("graded"): str(len(groups.graded)),
        say("waiting"): str(len(groups.waiting)),
        say("not_graded"): str(len(groups.not_graded)),
        say("missing"): str(len(groups.missing)),
    }
    due = class_["due"].dropna()
    if len(due):
        known[say("due")] = say.day(pd.Timestamp(due.min()).to_pydatetime())
    shown = page.heading(say("overview")) + page.facts(known)
    if not len(groups.graded):
        return shown + page.paragraph(say("nothing_graded"))
    figures = statistics.summary(groups.graded["score"])
    if figures.mean is None:
        return shown + page.paragraph(say("small", least=statistics.LEAST))
    lower, upper = say.points(figures.lower or 0), say.points(figures.upper or 0)
    return shown + page.facts(
        {
            say("mean"): say("of_points", score=say.points(figures.mean), points=say.points(most)),
            say("median"): say.points(figures.median or 0),
            say("spread"): say.points(figures.spread or 0),
            say("quarters"): say("range", low=lower, high=upper),
        }
    )


def time_part(class_: Any, runs: Any, released: Any, say: Words) -> str:
    """Return when work came, and how long grading took."""
    table = class_.dropna(subset=["handed_in"])
    lines = []
    if len(table):
        due = table["due"].dropna()
        if len(due):
            early: Any = (table["due"] - table["handed_in"]).dt.total_seconds() / 3600
            middle = say.points(round(max(0.0, float(early.median()))))
            lines.append(say("before_due", middle=middle, late=int((early < 0).sum())))
        if released is not None:
            after: Any = statistics.hours(released, table["handed_in"])
            after = after[after >= 0]
            if len(after):
                lines.append(say("after_release", middle=say.points(round(after.median()))))
    else:
        lines.append(say("no_time"))
    seconds: Any = pd.to_numeric(runs["seconds"], errors="coerce")
    seconds = seconds.dropna()
    if len(seconds):
        middle, most = say.points(seconds.median()), say.points(seconds.max())
        lines.append(say("seconds", middle=middle, most=most))
    return page.heading(say("time")) + "".join(page.paragraph(line) for line in lines)


def who_part(groups: Groups, say: Words) -> str:
    """Return who handed in nothing, and who waits."""
    shown = page.heading(say("who"))
    for name in ("missing", "waiting", "not_graded"):
        group = getattr(groups, name)
        if name == "not_graded" and not len(group):
            continue
        shown += page.heading(say(f"who_{name}", count=len(group)), 3)
        shown += page.names(map(full_name, group.itertuples())) if len(group) else ""
        shown += page.paragraph(say("nobody")) if not len(group) else ""
        shown += page.paragraph(say("by_hand")) if name == "waiting" and len(group) else ""
    return shown


def full_name(learner: Any) -> str:
    """Return a learner's name with the id, or the id alone."""
    parts = [str(part) for part in (learner.first_name, learner.last_name) if not pd.isna(part)]
    named = " ".join(part for part in parts if part)
    return f"{named} ({learner.student})" if named else str(learner.student)
