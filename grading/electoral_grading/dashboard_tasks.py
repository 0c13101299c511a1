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
"""Borders of the words for a difficulty; the figures stand beside them."""

MOST = 3
"""So many messages and answers of a task are shown."""


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
        telling = Cell(
            figure_of(r, own["low"], own["high"], say), say(sense(own["low"], own["high"]))
        )
    title = Cell(f"{place}. {name}", words.title(name))
    return [title, say.points(own["max_score"]), share, telling, say.figure(own["groups"])]


def figure_of(r: float, low: float | None, high: float | None, say: Words) -> str:
    """Return a correlation with its interval, where there is one."""
    if low is None or high is None:
        return say.figure(r)
    return say("interval", value=say.figure(r), low=say.figure(low), high=say.figure(high))


def sense(low: float | None, high: float | None) -> str:
    """Return the name of the words for a correlation, by its interval.

    >>> sense(0.1, 0.6), sense(-0.2, 0.5), sense(-0.8, -0.3)
    ('with', 'open', 'against')
    """
    if low is None or high is None:
        return "open"
    return "with" if low > 0 else "against" if high < 0 else "open"


def wrong_part(results: Any, order: list[str], words: TaskWords, say: Words) -> str:
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
    given: Any = statistics.frequent(found, "answer", MOST)
    counted: Any = statistics.frequent(found, most=MOST)
    places = {name: place for place, name in enumerate(order, 1)}
    counted = counted.sort_values(
        "item", key=lambda column: column.map(places).fillna(len(places)), kind="stable"
    )
    rows: list[list[str | Cell]] = []
    for line in counted.itertuples():
        name, message = str(line.item), str(line.message)
        same = found[(found["item"] == name) & (found["message"] == message)]
        several = given[(given["item"] == name) & (given["learners"] > 1)]
        several = several[several["answer"].isin(same["answer"])]
        told = [f"{one.answer} ({one.learners})" for one in several.itertuples()]
        text = words.message(name, message, list(same["evidence"]))
        share = len(set(same["student"])) / everybody[name]
        count = Cell(f"{line.learners} · {say.percent(share)}", share=share)
        title = f"{places[name]}. {name}" if name in places else name
        rows.append([title, Cell(text, message), count, "; ".join(told)])
    heads = [say(head) for head in ("task", "message", "learners", "answers")]
    return shown + page.scrolling(page.table(heads, rows), say("table"))
