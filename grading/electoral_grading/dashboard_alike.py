"""The parts of the lecturer's page that need the most care: likeness, and files of grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_grading import dashboard_html as page
from electoral_grading.dashboard_html import Cell
from electoral_grading.exporters import canvas_rows, csv_text, moodle_rows
from electoral_grading.similarity import LEAST_LEARNERS
from electoral_grading.submitted_code import compared, shared_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from electoral_grading.dashboard_words import Words

MOST = 20
"""So many lines are shown."""


def alike_part(root: Path, assignment: str, say: Words) -> str:
    """Return the pairs whose code is alike, each beside what chance makes."""
    found = compared(root, assignment)
    shown = page.heading(say("alike")) + page.paragraph(say("alike_means"))
    if found.learners < LEAST_LEARNERS:
        few = say("alike_few", least=LEAST_LEARNERS, learners=found.learners)
        return shown + page.paragraph(few)
    pairs: Any = found.remarkable().head(MOST)
    shown += page.paragraph(say("alike_some" if len(pairs) else "alike_none", pairs=found.compared))
    if len(pairs):
        heads = [say(head) for head in ("pair", "likeness", "chance")]
        rows = [
            [
                f"{pair.first} · {pair.second}",
                Cell(say.percent(pair.similarity), share=pair.similarity),
                chance(pair.expected, found.compared, say),
            ]
            for pair in pairs.itertuples()
        ]
        shown += page.scrolling(page.table(heads, rows), say("table"))
    short = len(found.too_short)
    return shown + (page.paragraph(say("alike_short", count=short)) if short else "")


def numbers_part(root: Path, assignment: str, say: Words) -> str:
    """Return whose numbers stand in whose answers, each beside what chance makes."""
    found: Any = shared_numbers(root, assignment)
    rare = found[found["expected"] <= 1].head(MOST)
    if not len(rare):
        return page.paragraph(say("borrowed_none"))
    pairs = rare.iloc[0]["pairs"]
    heads = [say(head) for head in ("answers_of", "numbers_of", "numbers", "chance")]
    rows = [
        [
            one.learner,
            one.other,
            Cell(str(len(one.numbers)), ", ".join(map(str, one.numbers[:12]))),
            chance(one.expected, pairs, say),
        ]
        for one in rare.itertuples()
    ]
    return page.scrolling(page.table(heads, rows), say("table"))


def chance(expected: float, pairs: int, say: Words) -> str:
    """Return in words how many pairs chance alone would make look like this."""
    if expected < 0.01:
        return say("fewer", pairs=pairs)
    return say("of_pairs", expected=say.points(expected), pairs=pairs)


def export_part(class_: Any, most: dict[str, float], say: Words) -> str:
    """Return the files for other platforms, and what they leave out."""
    notes: list[str] = []
    moodle = csv_text(moodle_rows(class_, notes.append, say.language))
    canvas = csv_text(canvas_rows(class_, most, lambda _: None, say.language))
    name = str(class_["assignment"].iloc[0]) if len(class_) else "grades"
    return (
        page.heading(say("export"))
        + page.paragraph(say("export_means"))
        + page.file_link(f"{name}-moodle.csv", say("export_moodle"), moodle)
        + page.file_link(f"{name}-canvas.csv", say("export_canvas"), canvas)
        + (page.details(say("export_left"), page.names(notes, "plain")) if notes else "")
    )
