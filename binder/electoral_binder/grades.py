"""The lecturer's page of grades: widgets over the gradebook of one course folder.

It is opened with `electoral-school grades`, or run in JupyterLab from `grades.ipynb` in the
course folder, which holds:

    from electoral_binder.grades import show

    show()
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from electoral_grading.dashboard_words import Words

if TYPE_CHECKING:
    from electoral_grading.dashboard import Board

FILE = "grades.ipynb"


def put_notebook(root: Path, language: str) -> Path:
    """Write the notebook into a course folder; one that is there stays as it is."""
    path = root / FILE
    if not path.exists():
        nbformat.write(notebook(language), path)
    return path


def notebook(language: str) -> Any:
    """Return the notebook for a course in a language; its bytes are the same each time."""
    code = "from electoral_binder.grades import show\n\nshow()"
    return new_notebook(
        cells=[new_code_cell(code, id="grades")],
        metadata={
            "language": language,
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        },
    )


def show(root: Path | str = ".", language: str | None = None) -> Any:
    """Return the page of a course folder: a choice of assignments, and all about the chosen one."""
    import ipywidgets  # noqa: PLC0415 - only where a page is shown

    from electoral_grading.dashboard import (  # noqa: PLC0415 - heavy
        Board,
        NoGradesError,
        course_assignments,
        language_of,
    )
    from electoral_grading.dashboard_html import STYLE, paragraph, part  # noqa: PLC0415

    root = Path(root).resolve()
    language = language_of(root, language or os.environ.get("ELECTORAL_LANG"))
    say = Words(language)
    top = ipywidgets.HTML(
        f"<style>{STYLE}</style>"
        + part(f"<h1>{escape(say('title'))}</h1>" + paragraph(say("private")), language)
    )
    try:
        names = course_assignments(root, language)
    except NoGradesError as error:
        return ipywidgets.VBox([top, ipywidgets.HTML(part(paragraph(str(error)), language))])
    choice = ipywidgets.Dropdown(
        options=names,
        value=names[-1],
        description=say("assignment"),
        style={"description_width": "initial"},
    )
    place = ipywidgets.VBox()

    def fill(*_: object) -> None:
        name = str(choice.value)
        try:
            board = Board.of(root, name, language)
        except NoGradesError as error:
            place.children = (ipywidgets.HTML(part(paragraph(str(error)), language)),)
        else:
            place.children = parts(board, root, name, language)

    choice.observe(fill, "value")
    fill()
    return ipywidgets.VBox([top, choice, place])


def parts(board: Board, root: Path, assignment: str, language: str) -> tuple[Any, ...]:
    """Return the widgets of one assignment."""
    import ipywidgets  # noqa: PLC0415 - only where a page is shown

    from electoral_grading.dashboard_html import part  # noqa: PLC0415
    from electoral_widgets.chart import Chart  # noqa: PLC0415

    shown: list[Any] = [ipywidgets.HTML(part(board.top, language))]
    if board.drawing:
        drawing = board.drawing
        shown.append(
            Chart(
                drawing.figure,
                alt=drawing.alt,
                table=drawing.table,
                title=drawing.title,
                language=language,
            )
        )
    shown += [ipywidgets.HTML(part(page, language)) for page in board.rest]
    if board.has_variants:
        shown.insert(-1, numbers(root, assignment, language))
    return tuple(shown)


def numbers(root: Path, assignment: str, language: str) -> Any:
    """Return a button that looks for numbers of another learner's variant, and its answer."""
    import ipywidgets  # noqa: PLC0415 - only where a page is shown

    from electoral_grading.dashboard_alike import numbers_part  # noqa: PLC0415
    from electoral_grading.dashboard_html import heading, paragraph, part  # noqa: PLC0415

    say = Words(language)
    about = heading(say("borrowed")) + paragraph(say("borrowed_means"))
    button = ipywidgets.Button(description=say("look"), layout={"width": "fit-content"})
    answer = ipywidgets.HTML()

    def look(*_: object) -> None:
        button.disabled = True
        answer.value = part(f'<div role="status">{paragraph(say("looking"))}</div>', language)
        try:
            found = numbers_part(root, assignment, say)
        except (ValueError, LookupError, TypeError) as error:  # a lecturer's own variant
            found = paragraph(say("no_variants", reason=error))
        answer.value = part(f'<div role="status">{found}</div>', language)
        button.disabled = False

    button.on_click(look)
    return ipywidgets.VBox([ipywidgets.HTML(part(about, language)), button, answer])
