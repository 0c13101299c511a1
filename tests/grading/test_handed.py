"""Whatever lies in a submitted folder, the learner's notebook and answers are found in it."""

import json
import unicodedata

import pytest
from envelopes import ANSWERS, CLICKED, EMPTY, NAME, PAGE, WORK, change, packed, put
from mishaps import ALL, ESSAY_STUB, KNOWN, done, ids, mended, named, passed, released

from electoral_grading import notes, salvage
from electoral_grading.handed import gather
from electoral_grading.repair import repair


def exported(kind):
    """Return the learner's notebook as a script, by Jupyter's or by Jupytext's own export."""
    import nbformat

    page = nbformat.from_dict(done())
    if kind == "percent":
        import jupytext

        return jupytext.writes(page, fmt="py:percent")
    from nbconvert.exporters import PythonExporter

    return PythonExporter().from_notebook_node(page)[0]


def unmarked(page):
    """Take away all that says whose page it is."""
    page["metadata"] = {}
    for number, cell in enumerate(page["cells"]):
        cell["metadata"], cell["id"] = {}, f"new-{number}"


def other_page(page):
    page["metadata"]["electoral"]["module"] = "02-other"


def half_done(page):
    for name in ("answer-area", "answer-two", "why"):
        named(page, name)["source"] = KNOWN[name].source


FOLDERS = {
    "the usual": ({NAME: WORK}, ()),
    "another name": ({"Копия (1).ipynb": WORK}, ("renamed", "Копия (1).ipynb")),
    "a name of parts": (
        {unicodedata.normalize("NFD", "Дз [й] №1\nготово.ipynb"): WORK},
        ("renamed", "Дз [й] №1 готово.ipynb"),
    ),
    "capital letters": ({"Assignment.IPYNB": WORK}, ()),
    "another name and no metadata": ({"дз.ipynb": change(unmarked)}, ("renamed", "дз.ipynb")),
    "work in a copy": (
        {NAME: EMPTY, "assignment-Copy1.ipynb": WORK},
        ("renamed", "assignment-Copy1.ipynb"),
    ),
    "more work in a copy": (
        {NAME: change(half_done), "assignment-Copy1.ipynb": WORK},
        ("copies", "assignment-Copy1.ipynb"),
    ),
    "less work in a copy": (
        {NAME: WORK, "assignment-Copy1.ipynb": change(half_done)},
        ("copies", NAME),
    ),
    "another assignment beside it": (
        {"урок.ipynb": change(other_page), "моё.ipynb": WORK},
        ("renamed", "моё.ipynb"),
    ),
    "a folder below": ({f"работа/{NAME}": WORK}, ("renamed", f"работа/{NAME}")),
    "a folder far below": ({f"a/b/c/d/{NAME}": WORK}, ("renamed",)),
    "a text file": ({f"{NAME}.txt": WORK}, ("renamed", f"{NAME}.txt")),
    "a JSON file": ({"assignment.json": WORK}, ("renamed", "assignment.json")),
    "a Markdown file": ({"assignment.md": WORK}, ("renamed", "assignment.md")),
    "no ending": ({"assignment": WORK}, ("renamed", "assignment")),
    "a half loaded file": ({f"{NAME}.download": WORK}, ("renamed", f"{NAME}.download")),
    "a text file beside the empty notebook": (
        {NAME: EMPTY, "моё.txt": WORK, "items.json": "{}"},
        ("renamed", "моё.txt"),
    ),
    "an archive": (
        {"работа.zip": packed(**{f"Айгүл/{NAME}": WORK})},
        ("zipped", f"работа.zip/Айгүл/{NAME}"),
    ),
    "an archive beside the empty notebook": (
        {NAME: EMPTY, "a.zip": packed(**{"x.ipynb": WORK})},
        ("zipped", "a.zip/x.ipynb"),
    ),
    "Jupyter's own copy": (
        {f".ipynb_checkpoints/{PAGE}-checkpoint.ipynb": WORK},
        ("checkpoint",),
    ),
    "Jupyter's own copy beside the damaged notebook": (
        {NAME: '{"cells": [', f".ipynb_checkpoints/{PAGE}-checkpoint.ipynb": WORK},
        ("closed", NAME),
    ),
    "Jupyter's export": ({"assignment.py": lambda: exported("script")}, ("script", "assignment.py")),
    "an editor's export": ({"assignment.py": lambda: exported("percent")}, ("script", "assignment.py")),
    "a byte-order mark": ({NAME: b"\xef\xbb\xbf" + WORK.encode()}, ("encoded", NAME)),
    "UTF-16": ({NAME: WORK.encode("utf-16")}, ("encoded", NAME)),
    "UTF-16 without a mark": ({NAME: WORK.encode("utf-16-be")}, ("encoded", NAME)),
    "UTF-32": ({NAME: WORK.encode("utf-32")}, ("encoded", NAME)),
    "the Windows of Cyrillic": (
        {NAME: change(lambda p: named(p, "heading").update(source="Сумма")).encode("cp1251")},
        ("encoded", NAME),
    ),
    "a broken byte": ({NAME: WORK.encode().replace(b"circle", b"\xc3circle")}, ("encoded", NAME)),
    "something before and behind": ({NAME: f"// saved\n{WORK}\n<<<<<<<"}, ("tidied", NAME)),
    "line breaks in texts": ({NAME: WORK.replace("\\n", "\n")}, ("tidied", NAME)),
    "numbers that are none": (
        {NAME: change(lambda p: p["metadata"].update(zoom=float("nan"), far=float("inf")))},
        (),
    ),
    "a number without end": ({NAME: WORK.replace('"nbformat": 4', '"nbformat": ' + "9" * 9000)}, ()),
    "keys that stand twice": ({NAME: WORK.replace('{"cells"', '{"cells": [], "cells"')}, ()),
    "half characters": ({NAME: WORK.replace("# Sums", "# \\ud83d Sums")}, ("tidied", NAME)),
    "another kernel": (
        {NAME: change(lambda p: p["metadata"].update(kernelspec={"name": "ir"}, language_info=7))},
        ("kernel", "ir"),
    ),
    "metadata of wrong types": (
        {NAME: change(lambda p: p.update(metadata=[1]))},
        ("tidied", NAME),
    ),
    "version 3": (
        {NAME: change(lambda p: {"worksheets": [{"cells": p["cells"]}], "nbformat": 3})},
        ("older", NAME),
    ),
    "a future version": ({NAME: WORK.replace('"nbformat": 4', '"nbformat": 6')}, ("tidied", NAME)),
    "an output without end": (
        {NAME: change(lambda p: named(p, "setup").update(outputs=[{"text": "x" * 25_000_000}]))},
        (),
    ),
    "outputs nested without end": (
        {NAME: WORK.replace('"outputs": []', '"outputs": [' + "[" * 5000 + "]" * 5000 + "]", 1)},
        ("damaged", NAME),
    ),
}  # fmt: skip


@pytest.mark.parametrize("found", FOLDERS)
def test_the_notebook_is_found_and_earns_all(tmp_path, found):
    files, kind = FOLDERS[found]
    for name, data in files.items():
        put(tmp_path, name, data)

    handed = gather(tmp_path, released(), PAGE)

    whole, _ = mended(handed.page)
    assert passed(whole) == ALL
    assert handed.page["metadata"] == released()["metadata"]
    assert not kind or kind in [one[: len(kind)] for one in handed.notes]
    told = notes.sentences(handed.notes, "en")
    assert len(told) == len(handed.notes)
    json.dumps([handed.page, handed.notes]).encode()


@pytest.mark.slow
@pytest.mark.parametrize("found", sorted(FOLDERS.keys() - {"an output without end"}))
def test_a_repaired_folder_holds_it_under_the_right_name(tmp_path, found):
    import nbformat

    sent, release = tmp_path / "sent", tmp_path / "release"
    for name, data in FOLDERS[found][0].items():
        put(sent, name, data)
    put(release, NAME, EMPTY)

    assert repair(sent, release) == [sent / NAME]

    whole, _ = mended(nbformat.read(sent / NAME, 4))
    assert passed(whole) == ALL
    names = {path.name: path.stat().st_mtime_ns for path in sent.rglob("*")}
    assert repair(sent, release) == [sent / NAME]
    assert {path.name: path.stat().st_mtime_ns for path in sent.rglob("*")} == names
    again = gather(sent, released(), PAGE)
    assert again.name == NAME
    assert set(gather_notes(found, tmp_path)) <= set(again.notes)


def gather_notes(found, tmp_path):
    fresh = tmp_path / "fresh"
    for name, data in FOLDERS[found][0].items():
        put(fresh, name, data)
    return gather(fresh, released(), PAGE).notes


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_of_a_notebook_that_was_cut_off_all_whole_cells_count(tmp_path, share):
    put(tmp_path, NAME, WORK[: int(len(WORK) * share)])

    handed = gather(tmp_path, released(), PAGE)

    texts = [cell["source"] for cell in handed.page["cells"]]
    assert texts == [cell["source"] for cell in done()["cells"]][: len(texts)]
    assert len(texts) >= int(share * len(done()["cells"])) - 2
    assert ("damaged", NAME) in handed.notes
    assert sorted(ids(mended(handed.page)[0])) == sorted(KNOWN)


def test_a_hole_in_the_middle_costs_the_cells_around_it(tmp_path):
    middle = WORK.index("Now a function")
    put(tmp_path, NAME, WORK[:middle] + "\x00\x00" + WORK[middle + 90 :])

    handed = gather(tmp_path, released(), PAGE)

    assert passed(mended(handed.page)[0]) >= {"one"}
    assert "why" in ids(handed.page)


@pytest.mark.parametrize(
    ("files", "name", "kind"),
    [
        ({}, "", ("nothing", NAME)),
        ({"notes.txt": "{ cell }"}, "", ("nothing", NAME)),
        ({"answers.json": CLICKED}, "", ("missing", NAME)),
        ({NAME: b"\x00\x01\x02" * 99}, "", ("lost", NAME)),
        ({NAME: "[]", "answers.json": CLICKED}, "", ("unreadable", NAME)),
        ({NAME: change(other_page)}, "", ("other-page", NAME)),
        ({"other.ipynb": change(other_page)}, "", ("nothing", NAME)),
        ({NAME: b" " * (salvage.LARGEST_WITH_OUTPUTS + 1)}, "", ("too-large", NAME)),
        ({"scratch.ipynb": '{"cells": [{"source": "x"}]}'}, "", ("nothing", NAME)),
        ({"work.rar": b"Rar!"}, "", ("archive", "work.rar")),
        ({"work.zip": b"PK nothing"}, "", ("archive", "work.zip")),
        ({"problem2.ipynb": WORK}, "", ("nothing", NAME)),
    ],
)
def test_where_there_is_no_page_a_sentence_says_why(tmp_path, files, name, kind):
    for path, data in files.items():
        put(tmp_path, path, data)

    handed = gather(tmp_path, released(), PAGE, others=["problem2"])

    assert handed.page is None
    assert handed.name == name
    assert kind in handed.notes
    assert bool(handed.answers) == ("answers.json" in files)


@pytest.mark.parametrize(
    ("files", "kinds"),
    [
        ({"answers.json": CLICKED}, []),
        ({"answers.json": "\ufeff" + CLICKED}, []),
        ({"answers.json": CLICKED.encode("utf-16")}, []),
        ({"answers (1).json": CLICKED}, ["answers-renamed"]),
        ({"answers.json.txt": CLICKED}, ["answers-renamed"]),
        ({"Айгүл/answers.json": CLICKED}, ["answers-renamed"]),
        ({"a.zip": packed(**{"x/answers.json": CLICKED})}, ["answers-renamed"]),
        ({"answers.json": "{", "answers (2).json": CLICKED}, ["answers-renamed"]),
        (
            {
                "answers.json": json.dumps({**ANSWERS, "module": "02-other"}),
                "answers (2).json": CLICKED,
            },
            ["answers-renamed"],
        ),
        ({"answers.json": CLICKED[:-2] + ', "x": {"val'}, ["answers-damaged"]),
    ],
)
def test_answers_are_found_under_many_names(tmp_path, files, kinds):
    put(tmp_path, NAME, EMPTY)
    for name, data in files.items():
        put(tmp_path, name, data)

    handed = gather(tmp_path, released(), PAGE)

    assert handed.answers["answers"] == ANSWERS["answers"]
    assert [kind for kind, _ in handed.notes if kind in kinds] == kinds


def test_the_newest_of_several_answers_counts(tmp_path):
    for age in (3, 1, 2):
        answers = {"module": "01-small", "answers": {"gap": {"value": age}}}
        put(tmp_path, f"answers ({age}).json", json.dumps(answers), age=age)

    assert gather(tmp_path, released(), PAGE).answers["answers"] == {"gap": {"value": 1}}


def test_answers_that_are_nested_without_end_are_left_out(tmp_path):
    deep = "[" * 500 + "]" * 500
    put(
        tmp_path,
        "answers.json",
        '{"answers": {"a": {"value": ' + deep + '}, "b": {"value": "\\ud800"}}}',
    )

    assert gather(tmp_path, released(), PAGE).answers == {"answers": {"b": {"value": "�"}}}


def test_repair_puts_answers_under_their_name(tmp_path):
    put(tmp_path / "release", NAME, EMPTY)
    put(tmp_path / "sent", "answers (1).json", "\ufeff" + CLICKED)

    repair(tmp_path / "sent", tmp_path / "release")

    assert json.loads((tmp_path / "sent" / "answers.json").read_text("utf-8")) == ANSWERS
    assert (
        named(json.loads((tmp_path / "sent" / NAME).read_text("utf-8")), "why")["source"]
        == ESSAY_STUB
    )


def test_repair_keeps_what_was_sent(tmp_path):
    put(tmp_path / "release", NAME, EMPTY)
    put(tmp_path / "sent", NAME, WORK.encode("utf-16"))

    repair(tmp_path / "sent", tmp_path / "release")

    assert (tmp_path / "sent" / "assignment.sent.txt").read_bytes() == WORK.encode("utf-16")


def test_a_folder_that_is_none_holds_nothing(tmp_path):
    put(tmp_path, "file", b"")

    for folder in (tmp_path / "file", tmp_path / "gone"):
        assert gather(folder, released(), PAGE).notes == [("nothing", NAME)]
