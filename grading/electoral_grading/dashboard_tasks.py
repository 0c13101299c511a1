"""The parts of the lecturer's page on the tasks: their figures, and what went wrong in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_grading import dashboard_html as page
from electoral_grading import statistics
from electoral_grading.dashboard_html import Cell

if TYPE_CHECKING:
    import pandas as pd

    from electoral_grading.dashboard_words import Words
    from electoral_grading.task_words import TaskWords

HARD, EASY = 0.3, 0.8
WEAK, STRONG = 0.1, 0.3
"""Borders of the words for a difficulty and for a correlation; the figures stand beside them."""


def tasks_part(marked: pd.DataFrame, order: list[str], words: TaskWords, say: Words) -> str:
    """Return the table of the tasks: how hard each is, and what it tells."""
    points = statistics.points_table(marked, order)
    waiting = int(marked.loc[marked["waiting"], "student"].nunique())
    if points.empty:
        return ""
    figures: Any = statistics.items(points, statistics.most_points(marked))
    heads = ("task", "worth", "difficulty", "discrimination", "groups")
    rows = [
        task(place, name, own, words, say)
        for place, (name, own) in enumerate(figures.iterrows(), 1)
    ]
    meaning = page.names(
        (
            say("meaning_difficulty"),
            say("meaning_discrimination", least=statistics.LEAST),
            say("meaning_groups", least=statistics.LEAST_FOR_GROUPS),
        ),
        "plain",
    )
    return (
        (page.paragraph(say("provisional", count=waiting)) if waiting else "")
        + page.heading(say("tasks"))
        + page.scrolling(page.table([say(head) for head in heads], rows), say("table"))
        + page.details(say("meaning"), meaning)
    )


def task(place: int, name: str, own: Any, words: TaskWords, say: Words) -> list[str | Cell]:
    """Return the line of a task."""
    easy, r = own["difficulty"], own["discrimination"]
    waits = say("waits", count=own["waiting"]) if own["waiting"] else ""
    if easy is None:
        share = Cell(say("none"), waits)
    else:
        word = say("hard" if easy < HARD else "easy" if easy > EASY else "middle")
        share = Cell(f"{say.percent(easy)} · {word}", waits, easy)
    telling = Cell(say("none"))
    if r is not None:
        word = "negative" if r < 0 else "weak" if r < WEAK else "fair" if r < STRONG else "strong"
        low, high = say.figure(own["low"]), say.figure(own["high"])
        telling = Cell(say("interval", value=say.figure(r), low=low, high=high), say(word))
    title = Cell(f"{place}. {name}", words.title(name))
    return [title, say.points(own["max_score"]), share, telling, say.figure(own["groups"])]


def wrong_part(results: Any, words: TaskWords, say: Words) -> str:
    """Return what went wrong most often, as the checks said it."""
    shown = page.heading(say("wrong"))
    if not len(results):
        return shown + page.paragraph(say("no_findings"))
    # A plain test has no message when it holds, and its error's text is its answer.
    found = results[~results["message"].isin(["", "right", "by-hand"])]
    if not len(found):
        return shown + page.paragraph(say("nothing_wrong"))
    everybody = results.groupby("item")["student"].nunique()
    answers = [
        words.answer(item, evidence) or text
        for item, evidence, text in zip(
            found["item"], found["evidence"], found["text"], strict=True
        )
    ]
    found = found.assign(answer=answers)
    given: Any = statistics.frequent(found, "answer", 3)
    rows: list[list[str | Cell]] = []
    lines: Any = statistics.frequent(found).itertuples()
    for line in lines:
        name, message = str(line.item), str(line.message)
        same = found[(found["item"] == name) & (found["message"] == message)]
        several = given[(given["item"] == name) & (given["learners"] > 1)]
        several = several[several["answer"].isin(same["answer"])]
        told = [f"{one.answer} ({one.learners})" for one in several.itertuples()]
        text = words.message(name, message, list(same["evidence"]))
        share = len(set(same["student"])) / everybody[name]
        count = Cell(f"{line.learners} · {say.percent(share)}", share=share)
        rows.append([name, count, Cell(text, message), "; ".join(told)])
    heads = [say(head) for head in ("task", "learners", "message", "answers")]
    return shown + page.scrolling(page.table(heads, rows), say("table"))
