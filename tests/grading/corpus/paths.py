"""Submissions whose files are not what they seem, and names that lead elsewhere."""

from __future__ import annotations

import os
import shutil
import unicodedata

from .assignment import ALL, NOTEBOOK, NOTHING
from .case import broken, hostile, odd

PAGE = f"{NOTEBOOK}.ipynb"


def instead(target):
    """Return a change: the notebook is a link to a file of the course folder."""

    def change(folder, place):
        (folder / PAGE).unlink()
        (folder / PAGE).symlink_to(place.root / target)

    return change


def links_in_the_folder(folder, place):
    (folder / "source").symlink_to(place.root / "source")
    (folder / "course.key").symlink_to(place.root.parent / "course.key")
    (folder / "gradebook.db").symlink_to(place.root / "gradebook.db")
    (folder / "etc").symlink_to("/etc")


def link_to_write_through(folder, place):
    (folder / "items.json").unlink()
    (folder / "items.json").symlink_to(place.root / "keys" / "01-count.json")
    (folder / "answers.json").symlink_to(place.root / "gradebook.db")


def hard_link(folder, place):
    (folder / PAGE).unlink()
    os.link(place.root / "submitted" / "neighbour" / "01-count" / PAGE, folder / PAGE)


def fifo(folder, _):
    (folder / PAGE).unlink()
    os.mkfifo(folder / PAGE)


def fifo_answers(folder, _):
    (folder / "answers.json").unlink()
    os.mkfifo(folder / "answers.json")


def fifos_beside(folder, _):
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "timestamp.txt")


def folder_for_a_notebook(folder, _):
    (folder / PAGE).unlink()
    (folder / PAGE).mkdir()


def loop_of_links(folder, _):
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    (folder / "self").symlink_to(".")


def names_in_the_folder(folder, _):
    for name in (
        "..%2f..%2fsource.ipynb",
        "-rf",
        "--Execute.timeout=0",
        "a\nb.ipynb",
        "[x].ipynb",
        "{x}.txt",
        "%s%s%s",
        "$(touch signed)",
        "`touch signed`",
        "<script>alert(1)<b>.txt",
        "сүрөт.png",
        "\u202etxt.exe",
        "x" * 250,
    ):
        (folder / name).write_text("signed by file-names\n", encoding="utf-8")
    (os.fsencode(folder) + b"/\xff\xfe.txt").decode("utf-8", "surrogateescape")
    with open(os.fsencode(folder) + b"/\xff\xfe.txt", "w", encoding="ascii") as file:  # noqa: PTH123
        file.write("not UTF-8")


def deep_folders(folder, _):
    deep = folder
    for _ in range(60):
        deep = deep / "deeper-and-deeper-and-deeper"
    deep.mkdir(parents=True)
    (deep / "x").write_text("deep")


def unreadable_files(folder, _):
    (folder / "secret.txt").write_text("x")
    (folder / "secret.txt").chmod(0)
    (folder / "closed").mkdir()
    (folder / "closed" / "x.txt").write_text("x")
    (folder / "closed").chmod(0)


def read_only(folder, _):
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)


def several_notebooks(folder, _):
    for name in ("Untitled.ipynb", "assignment-Copy1.ipynb", "lesson.ipynb"):
        shutil.copy(folder / PAGE, folder / name)


READ = 'for path in pathlib.Path(".").rglob("*"):\n    use(read(path))'

STUDENTS = {
    "a-name-that-climbs": ("../../../neighbour", "climbs out of the folder"),
    "a-name-of-the-root": ("/etc/passwd", "is a path from the root"),
    "a-name-with-a-new-line": ("Айгүл\nАсанова", "has two lines"),
    "a-name-with-brackets": ("[x]", "is a pattern of file names"),
    "a-name-with-stars": ("*?", "is a pattern that fits everybody"),
    "a-name-with-braces": ("{student_id}{0.__class__}", "is a format"),
    "a-name-that-is-an-option": ("--help", "begins with dashes"),
    "a-name-that-is-sql": ("x'; drop table grade; --", "is a command of SQL"),
    "a-name-that-is-a-script": ("<script>alert(1)</script>", "is a script"),
    "a-name-in-cyrillic-of-two-parts": (
        unicodedata.normalize("NFD", "Нурайым Жээнбекованын Кызы Й"),
        "has letters put together of two",
    ),
    "a-name-of-pictures": ("🗳️👩🏽‍🎓", "is made of pictures"),
    "a-name-from-right-to-left": ("\u202eمريم", "is written from right to left"),
    "a-name-as-long-as-may-be": ("ы" * 120, "has 240 bytes"),
    "a-name-of-spaces": ("  Бек  ", "has spaces around it"),
    "a-name-with-dots": (".hidden.", "begins and ends with a dot"),
}

CASES = [
    hostile(
        "a-link-to-the-source",
        "The notebook is a link to the lecturer's own, with all solutions in it.",
        NOTHING,
        change=instead("source/01-count/assignment.ipynb"),
        tools=False,
        told=("missing", "link", "removed", "unreadable"),
    ),
    hostile(
        "a-link-to-the-neighbour",
        "The notebook is a link to the neighbour's.",
        NOTHING,
        change=instead("submitted/neighbour/01-count/assignment.ipynb"),
        tools=False,
        told=("missing", "link", "removed", "unreadable"),
    ),
    hostile(
        "links-beside-the-notebook",
        "Links to the source, the gradebook, the course key and /etc, which the code reads.",
        code={"my-numbers": READ},
        change=links_in_the_folder,
    ),
    hostile(
        "links-to-be-written-through",
        "items.json and answers.json are links to the keys and the gradebook.",
        code={
            "my-numbers": """for name in ("items.json", "answers.json"):
    sign(name)"""
        },
        change=link_to_write_through,
    ),
    hostile(
        "a-hard-link-to-the-neighbour",
        "The notebook is the neighbour's file itself: a copy in every way but one.",
        # A copied answer is judged by the eye of the lecturer; the own numbers are not in it.
        {**ALL, "own": 0},
        change=hard_link,
        tools=False,
    ),
    hostile(
        "links-in-a-circle",
        "Links to each other and to their own folder.",
        ALL,
        start="right",
        change=loop_of_links,
        tools=False,
    ),
    hostile(
        "a-pipe-for-a-notebook",
        "The notebook is a pipe, which nobody writes to.",
        NOTHING,
        change=fifo,
        tools=False,
        told=("missing", "link", "removed", "unreadable"),
    ),
    hostile(
        "a-pipe-for-the-answers",
        "answers.json is a pipe, which nobody writes to.",
        {**ALL, "own": 0},
        start="right",
        change=fifo_answers,
        tools=False,
    ),
    hostile(
        "pipes-beside-the-notebook",
        "A pipe among the files, and one for the time of submission.",
        ALL,
        start="right",
        change=fifos_beside,
        tools=False,
    ),
    broken(
        "a-folder-for-a-notebook",
        "A folder has the notebook's name; the clicked answer is there.",
        {**NOTHING, "own": 1},
        change=folder_for_a_notebook,
        told=("missing", "unreadable"),
    ),
    hostile(
        "file-names-that-do-things",
        "Files named like options, patterns, formats, commands and markup, and one not in UTF-8.",
        ALL,
        start="right",
        change=names_in_the_folder,
        tools=False,
    ),
    hostile(
        "folders-without-a-bottom",
        "Sixty folders in each other.",
        ALL,
        start="right",
        change=deep_folders,
        tools=False,
    ),
    broken(
        "files-without-rights",
        "Files and a folder that may not be read lie beside the notebook.",
        change=unreadable_files,
    ),
    broken(
        "everything-read-only",
        "The folder and its files may not be written, as fetched from an exchange.",
        change=read_only,
    ),
    odd(
        "several-copies",
        "The right notebook three more times under other names.",
        change=several_notebooks,
    ),
    *(
        hostile(
            name, f"A student id that {what}.", ALL, start="right", tools=False, student=student
        )
        for name, (student, what) in STUDENTS.items()
    ),
]
