"""Right submissions to which something happened on the way: files, formats, cells."""

from __future__ import annotations

import copy
import json

from .assignment import ALL, ESSAY, NOTEBOOK, NOTHING, POINTS, RIGHT
from .case import broken, code_cell, less, named

PAGE = f"{NOTEBOOK}.ipynb"


def renamed(to):
    """Return a change: the notebook has another name."""
    return lambda folder, _: (folder / PAGE).rename(folder / to)


def encoded(encoding):
    """Return a change: the notebook is saved in another encoding."""

    def change(folder, _):
        page = json.loads((folder / PAGE).read_text(encoding="utf-8"))
        named(page, "why")["source"] = "Суммы сходятся. " + ESSAY
        text = json.dumps(page, ensure_ascii=False)
        (folder / PAGE).write_bytes(text.encode(encoding))

    return change


def nbformat_3(page, _):
    cells = []
    for cell in page["cells"]:
        old = {key: value for key, value in cell.items() if key not in {"id", "execution_count"}}
        if cell["cell_type"] == "code":
            old["input"] = old.pop("source")
            old |= {"language": "python", "collapsed": False}
        cells.append(old)
    metadata = {**page["metadata"], "name": ""}
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": metadata,
        "worksheets": [{"cells": cells, "metadata": {}}],
    }


def nbformat_4_0(page, _):
    for cell in page["cells"]:
        cell.pop("id", None)
    page["nbformat_minor"] = 0


def by(change):
    """Return a change of the page by a change of its cells."""

    def changed(page, _):
        page["cells"] = change(page["cells"])

    return changed


def doubled_answers(page, _):
    """Each answer stands twice: as it was released, and with the work, as after a paste."""
    for name in RIGHT:
        cell = named(page, name)
        copied = copy.deepcopy(cell)
        copied["source"] = "# YOUR CODE HERE\nraise NotImplementedError()"
        copied["id"] = f"copy-{name}"
        page["cells"].insert(page["cells"].index(cell) + 1, copied)


def doubled_page(page, _):
    again = copy.deepcopy(page["cells"])
    for number, cell in enumerate(again):
        cell["id"] = f"again-{number}"
    page["cells"] += again


def split_answers(page, _):
    """Each answer is split in two; the second half has no metadata, as Jupyter does it."""
    for name in ("my-numbers", "my-frame", "my-class"):
        cell = named(page, name)
        cut = cell["source"].index("\n") + 1
        if name == "my-class":
            continue
        rest = code_cell(cell["source"][cut:])
        cell["source"] = cell["source"][:cut]
        page["cells"].insert(page["cells"].index(cell) + 1, rest)


def split_above(page, _):
    """The work stands in a new cell above, the answer's own cell is empty."""
    for name in RIGHT:
        cell = named(page, name)
        page["cells"].insert(page["cells"].index(cell), code_cell(cell["source"]))
        cell["source"] = ""


def merged(page, _):
    """An answer was merged with its test below it, as Jupyter does it."""
    answer, test = named(page, "my-numbers"), named(page, "numbers")
    answer["source"] += "\n\n" + test["source"]
    page["cells"].remove(test)


def retyped_answers(page, _):
    for name in ("my-numbers", "my-list"):
        cell = named(page, name)
        cell["cell_type"] = "markdown"
        cell.pop("outputs", None), cell.pop("execution_count", None)


def retyped_essay(page, _):
    cell = named(page, "why")
    cell |= {"cell_type": "code", "outputs": [], "execution_count": None}


def missing_keys(page, _):
    for cell in page["cells"]:
        for key in ("outputs", "execution_count", "id"):
            cell.pop(key, None)
    page.pop("nbformat_minor", None)


def no_metadata_at_all(page, _):
    for cell in page["cells"]:
        cell["metadata"] = {}
    page["metadata"] = {}


def no_metadata_and_no_ids(page, _):
    no_metadata_at_all(page, _)
    for cell in page["cells"]:
        cell.pop("id", None)


def same_ids(page, _):
    for cell in page["cells"]:
        cell["id"] = "same"


def kernel(**spec):
    """Return a change: the notebook names another kernel."""

    def change(page, _):
        page["metadata"]["kernelspec"] = spec
        page["metadata"]["language_info"] = {"name": spec.get("language", "?")}

    return change


def deleted(*names):
    """Return a change: these cells are gone."""
    return by(
        lambda cells: [
            cell
            for cell in cells
            if cell["metadata"].get("nbgrader", {}).get("grade_id") not in names
            and cell.get("id") not in names
        ]
    )


def answers_only(folder, _):
    (folder / PAGE).unlink()


def cut_off(folder, _):
    path = folder / PAGE
    path.write_bytes(path.read_bytes()[:3000])


def conflict(folder, _):
    path = folder / PAGE
    lines = json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=1).splitlines()
    lines[40:40] = ["<<<<<<< mine", lines[40], "=======", lines[40], ">>>>>>> theirs"]
    path.write_text("\n".join(lines), encoding="utf-8")


def timestamp(text):
    """Return a change: the time of submission is this text."""
    return lambda folder, _: (folder / "timestamp.txt").write_text(text, encoding="utf-8")


def nothing_at_all(folder, _):
    for path in folder.iterdir():
        path.unlink()


def other_assignment(folder, _):
    page = {"cells": [code_cell("x = 1")], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (folder / PAGE).unlink()
    (folder / "homework-3.ipynb").write_text(json.dumps(page), encoding="utf-8")
    (folder / "answers.json").unlink()


def one_folder_deeper(folder, _):
    inner = folder / "01-count"
    inner.mkdir()
    for name in (PAGE, "answers.json", "items.json"):
        (folder / name).rename(inner / name)


RENAMED, UNREADABLE = ("renamed",), ("unreadable", "damaged")

CASES = [
    broken(
        "renamed",
        "Saved as a copy by the browser.",
        change=renamed("assignment (1).ipynb"),
        told=RENAMED,
    ),
    broken(
        "renamed-in-russian",
        "Named after its writer.",
        change=renamed("Айгүл задание.ipynb"),
        told=RENAMED,
    ),
    broken(
        "renamed-in-capitals",
        "The ending is in capitals.",
        change=renamed("ASSIGNMENT.IPYNB"),
    ),
    broken(
        "renamed-to-json",
        "The browser added .json.",
        change=renamed("assignment.ipynb.json"),
        told=RENAMED,
    ),
    broken(
        "renamed-to-text",
        "The browser added .txt.",
        change=renamed("assignment.ipynb.txt"),
        told=RENAMED,
    ),
    broken(
        "one-folder-deeper",
        "All files lie in a folder of the folder, as from an archive.",
        change=one_folder_deeper,
    ),
    broken(
        "a-byte-order-mark",
        "Saved by an editor with a byte-order mark.",
        change=encoded("utf-8-sig"),
    ),
    broken("utf-16", "Saved by an editor as UTF-16.", change=encoded("utf-16")),
    broken("cp1251", "Saved by an editor in the code page of Windows.", change=encoded("cp1251")),
    broken("nbformat-3", "Saved by an old program in format 3.", pages=nbformat_3),
    broken("nbformat-4-0", "Saved by an old program, without cell ids.", pages=nbformat_4_0),
    broken(
        "missing-keys", "Written by a program that leaves out what is empty.", pages=missing_keys
    ),
    broken(
        "answers-doubled",
        "Every answer stands twice, once with the work in it.",
        pages=doubled_answers,
        told=("doubled",),
    ),
    broken(
        "the-page-doubled",
        "Every cell of the page stands twice.",
        pages=doubled_page,
        told=("doubled",),
    ),
    broken("answers-split", "Answers were split into two cells.", pages=split_answers),
    broken(
        "answers-in-a-cell-above",
        "The work stands in new cells above empty answer cells.",
        pages=split_above,
    ),
    broken(
        "merged-with-its-test",
        "An answer was merged with the test below it.",
        pages=merged,
        told=("restored", "merged"),
    ),
    # What is not code is no answer; a hand may think otherwise.
    broken(
        "answers-retyped",
        "Two answer cells have become Markdown by a key pressed in error.",
        pages=retyped_answers,
        told=("retyped", "restored", "other-type"),
    ),
    broken("the-essay-retyped", "The essay is in a code cell.", pages=retyped_essay),
    broken(
        "without-metadata",
        "Another program dropped all metadata; cells can be told by id.",
        pages=no_metadata_at_all,
    ),
    broken(
        "without-metadata-and-ids",
        "All metadata and ids are gone; cells can be told by text.",
        pages=no_metadata_and_no_ids,
    ),
    broken("one-id-for-all", "All cells have the same id.", pages=same_ids),
    broken(
        "cells-reversed",
        "The cells stand in the opposite order.",
        less(),
        pages=by(lambda cells: cells[::-1]),
    ),
    broken(
        "tests-moved-to-the-end",
        "All tests were dragged to the end.",
        pages=by(
            lambda cells: sorted(
                cells, key=lambda cell: cell["metadata"].get("nbgrader", {}).get("grade") is True
            )
        ),
    ),
    broken("set-up-deleted", "The cell with the imports is gone.", pages=deleted("setup")),
    broken(
        "data-deleted",
        "The locked cell with the data is gone.",
        pages=deleted("data"),
        told=("restored",),
    ),
    broken(
        "tests-deleted",
        "Three tests are gone.",
        pages=deleted("numbers", "class", "gap"),
        told=("restored",),
    ),
    broken(
        "an-answer-deleted",
        "One answer is gone, with its work.",
        less("array"),
        pages=deleted("my-array"),
        told=("restored",),
    ),
    broken(
        "the-essay-deleted",
        "The essay's cell is gone.",
        {**ALL, "why": 0},
        pages=deleted("why"),
        told=("restored",),
    ),
    broken(
        "a-kernel-of-its-own",
        "The kernel has a name of the learner's computer.",
        pages=kernel(name="my-env", display_name="Мой", language="python"),
    ),
    broken(
        "a-kernel-of-r",
        "The notebook says that it is in R.",
        pages=kernel(name="ir", display_name="R", language="R"),
    ),
    broken("no-kernel", "The notebook names no kernel.", pages=kernel()),
    broken(
        "answers-only",
        "Only answers.json came.",
        {**NOTHING, "own": 1},
        change=answers_only,
        told=("missing",),
    ),
    broken(
        "cut-off",
        "The file ends in the middle; what stands before it can be read.",
        {**NOTHING, "numbers": 1, "list": 1, "own": 1},
        change=cut_off,
        told=UNREADABLE,
    ),
    broken(
        "a-conflict",
        "Marks of a merge conflict stand in the file.",
        change=conflict,
        told=UNREADABLE,
    ),
    broken(
        "an-empty-file",
        "The file is empty.",
        {**NOTHING, "own": 1},
        change=lambda folder, _: (folder / PAGE).write_text(""),
        told=UNREADABLE,
    ),
    broken(
        "an-empty-folder", "Nothing came at all.", NOTHING, change=nothing_at_all, told=("missing",)
    ),
    broken(
        "another-assignment",
        "A notebook of something else.",
        NOTHING,
        change=other_assignment,
        told=("missing", "unknown", "other-assignment"),
    ),
    broken(
        "a-time-in-words",
        "timestamp.txt says “yesterday evening”.",
        change=timestamp("вчера вечером"),
    ),
    broken(
        "a-time-out-of-range",
        "timestamp.txt names a year that no calendar has.",
        change=timestamp("99999-99-99 99:99:99 UTC"),
    ),
    broken("an-empty-time", "timestamp.txt is empty.", change=timestamp("")),
    broken(
        "points-of-all-cells-lost",
        "Points and grade ids were dropped by an editor, the rest of the metadata stays.",
        pages=lambda page, _: (
            [
                cell["metadata"]["nbgrader"].pop("points", None)
                for cell in page["cells"]
                if cell["metadata"].get("nbgrader", {}).get("grade_id") in POINTS
            ]
            and None
        ),
    ),
]
