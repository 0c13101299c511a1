"""Whatever lies in a submitted folder, the learner's notebook and answers are found in it."""

import io
import json
import os
import random
import socket
import stat
import struct
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import mishaps
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mishaps import ALL, ESSAY_STUB, KNOWN, done, ids, mended, named, passed, released

from electoral_grading import notes, salvage
from electoral_grading.cells import canonical
from electoral_grading.envelope import Envelope
from electoral_grading.handed import gather
from electoral_grading.repair import repair

PAGE = "assignment"
ANSWERS = {
    "version": 1,
    "module": "01-small",
    "student": "Айгүл",
    "answers": {"gap": {"value": {"number": "8"}}, "why": {"value": "Потому что."}},
}
WORK = json.dumps(done(), ensure_ascii=False)
EMPTY = json.dumps(released(), ensure_ascii=False)
CLICKED = json.dumps(ANSWERS, ensure_ascii=False)
MADE = 1_700_000_000
"""When the files of a submission were made."""


def put(folder, name, data, age=0):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data() if callable(data) else data
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    os.utime(path, (MADE - age, MADE - age))


def change(make):
    """Return the learner's notebook after `make` changed its JSON."""
    page = done()
    return json.dumps(make(page) or page, ensure_ascii=False)


def packed(**files):
    """Return a ZIP archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


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


NAME = f"{PAGE}.ipynb"
SCRIPT = "#!/usr/bin/env python\n\n# # Sums\n\n# In[1]:\n\n\none = 42\n\n\n# In[ ]:\n\n\ntwo = 1\n"

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


@pytest.fixture
def special(tmp_path):
    """A folder with one ordinary notebook and what is no ordinary file."""
    put(tmp_path, "mine.ipynb", WORK)
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "link.ipynb").symlink_to("/etc/passwd")
    (tmp_path / NAME).symlink_to(tmp_path / "mine.ipynb")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "folder.ipynb").mkdir()
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(f"/proc/self/fd/{os.open(tmp_path, os.O_RDONLY)}/socket.ipynb")
    if os.geteuid() == 0:
        os.mknod(tmp_path / "zero.ipynb", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    return tmp_path


def test_links_pipes_and_devices_stay_closed(special):
    handed = gather(special, released(), PAGE)

    assert handed.name == "mine.ipynb"
    assert {NAME, "link.ipynb", "loop", "pipe.ipynb"} <= {
        name for kind, name in handed.notes if kind == "not-a-file"
    }


def test_a_file_that_turns_into_a_pipe_meanwhile_is_not_waited_for(tmp_path):
    put(tmp_path, NAME, WORK)
    envelope = Envelope(tmp_path)
    (tmp_path / NAME).unlink()
    os.mkfifo(tmp_path / NAME)

    assert envelope.read(envelope.papers[0]) is None
    assert envelope.notes == [("closed", NAME)]


def test_a_file_that_turns_into_a_link_meanwhile_is_not_followed(tmp_path):
    put(tmp_path, NAME, WORK)
    envelope = Envelope(tmp_path)
    (tmp_path / NAME).rename(tmp_path / "secret")
    (tmp_path / NAME).symlink_to("secret")

    assert envelope.read(envelope.papers[0]) is None


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    put(tmp_path, NAME, WORK)
    put(tmp_path, "copy.ipynb", WORK)
    usual = os.open

    def refusing(path, *rest, **more):
        if str(path).endswith(NAME):
            raise PermissionError(path)
        return usual(path, *rest, **more)

    monkeypatch.setattr(os, "open", refusing)
    handed = gather(tmp_path, released(), PAGE)

    assert handed.name == "copy.ipynb"
    assert ("closed", NAME) in handed.notes


def test_a_name_that_is_no_text_can_be_told(tmp_path):
    put(tmp_path, os.fsdecode(b"\xff\xfe.ipynb"), WORK)

    handed = gather(tmp_path, released(), PAGE)

    assert handed.notes == [("renamed", "��.ipynb")]


def forged_zip():
    """Return an archive that says it has a file of 2**40 bytes."""
    data = bytearray(packed(**{NAME: "A" * 100}))
    place = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 0xFFFFFFFE)
    return bytes(data)


NOISE = random.Random(5).randbytes(4_000_000)  # noqa: S311 - no secret hangs on it

BOMBS = {
    "lists": b'{"cells": [' + b"[]," * 6_000_000 + b"[]]}",
    "depth": b'{"cells": ' + b"[" * 19_000_000,
    "objects in objects": b'{"cells":[' + b'{"metadata":' * 1_500_000,
    "cells": b'{"cells": [' + b'{"source":"1"},' * 90_000 + b'{"source":"1"}]}',
    "cells of nothing": b'{"cells": [' + b"{}," * 190_000 + b"{}]}",
    "keys": b'{"cells": [], ' + b",".join(b'"%d":1' % one for one in range(1_500_000)) + b"}",
    "numbers": b'{"cells": [' + b"9" * 19_000_000,
    "one text": b'{"cells": ["' + b"\\u0041" * 3_000_000,
    "quotes": b'"' * 19_000_000,
    "outputs": b'{"cells": [{"outputs": [' + b"[1]," * 4_900_000,
    "noise": NOISE,
    "too much": b" " * (salvage.LARGEST_WITH_OUTPUTS + 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_json_takes_bounded_time(tmp_path, bomb):
    put(tmp_path, NAME, BOMBS[bomb])
    begin = time.process_time()

    handed = gather(tmp_path, released(), PAGE)
    canonical(handed.page or released(), KNOWN, [])

    assert time.process_time() - begin < 5
    assert handed.page is None or len(handed.page["cells"]) <= 2000


ZIPS = {
    "zeros": packed(**{NAME: b"\0" * 100_000_000}),
    "spaces": packed(**{f"{number}.ipynb": b" " * 50_000_000 for number in range(5)}),
    "many": packed(**{f"{number}.ipynb": b"{}" for number in range(3000)}),
    "forged size": forged_zip(),
    "path tricks": packed(**{"../../etc/passwd.ipynb": b"{}", "/abs.ipynb": b"{}"}),
    "noise": b"PK\x03\x04" + NOISE[:100_000] + b"PK\x05\x06" + b"\0" * 18,
    "cut off": packed(**{NAME: WORK})[:-40],
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", ZIPS)
def test_a_bomb_of_an_archive_takes_bounded_time_and_writes_nothing(tmp_path, bomb):
    put(tmp_path, "work.zip", ZIPS[bomb])
    begin = time.process_time()

    assert gather(tmp_path, released(), PAGE).page is None

    assert time.process_time() - begin < 5
    assert [path.name for path in tmp_path.rglob("*")] == ["work.zip"]


MEASURE = """
import re, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from mishaps import released
from electoral_grading.handed import gather
gather(Path(sys.argv[2]), released(), "assignment")
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.slow
@pytest.mark.parametrize("bomb", ["lists", "one text"])
def test_a_bomb_of_json_takes_bounded_memory(tmp_path, bomb):
    put(tmp_path, NAME, BOMBS[bomb])
    helpers = Path(mishaps.__file__).parent

    run = subprocess.run(
        [sys.executable, "-c", MEASURE, helpers, tmp_path], capture_output=True, check=True
    )

    assert int(run.stdout) < 300_000


@pytest.mark.slow
def test_a_thousand_files_take_bounded_time(tmp_path):
    for folder in range(7):
        (tmp_path / f"{folder}").mkdir()
        for number in range(300):
            (tmp_path / f"{folder}" / f"{number}.ipynb").write_text(EMPTY, encoding="utf-8")
    begin = time.process_time()

    assert gather(tmp_path, released(), PAGE).page

    assert time.process_time() - begin < 2


def test_an_ordinary_submission_takes_a_few_milliseconds(tmp_path):
    put(tmp_path, NAME, WORK)
    put(tmp_path, "answers.json", CLICKED)
    put(tmp_path, "items.json", '{"items": []}')
    begin = time.process_time()
    for _ in range(20):
        mended(gather(tmp_path, released(), PAGE).page)

    assert (time.process_time() - begin) / 20 < 0.01  # twice what is promised, on a busy machine


file_names = st.one_of(
    st.sampled_from([NAME, "answers.json", "a.zip", "b.txt", "c.py", "d/e.ipynb", "f.ipynb"]),
    st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=20),
)


def spoiled(data):
    """Return data with some of its bytes changed, cut out or put twice."""
    return st.builds(
        lambda begin, length, bytes_: data[:begin] + bytes_ + data[begin + length :],
        st.integers(0, len(data)),
        st.integers(0, 200),
        st.binary(max_size=50),
    )


contents = st.one_of(
    st.binary(max_size=300),
    spoiled(WORK.encode()),
    spoiled(CLICKED.encode()),
    spoiled(packed(**{NAME: WORK})),
    spoiled(SCRIPT.encode()),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.dictionaries(file_names, contents, max_size=4))
def test_nothing_in_a_folder_raises_and_a_lecturer_gets_valid_json(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("sent")
    for name, data in files.items():
        try:
            put(folder, name, data)
        except (OSError, ValueError):
            continue

    handed = gather(folder, released(), PAGE)
    whole, told = canonical(handed.page or released(), KNOWN, [])

    json.dumps([whole, handed.answers, handed.notes, told], allow_nan=False).encode()
    assert sorted(ids(whole)) == sorted(KNOWN)
    assert len(notes.sentences([*handed.notes, *told], "ru")) == len(handed.notes) + len(told)


def test_a_folder_that_is_none_holds_nothing(tmp_path):
    put(tmp_path, "file", b"")

    for folder in (tmp_path / "file", tmp_path / "gone"):
        assert gather(folder, released(), PAGE).notes == [("nothing", NAME)]
