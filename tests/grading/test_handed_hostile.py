"""Nothing in a submitted folder is followed, waited for, or costs more than it may."""

import json
import os
import random
import socket
import stat
import struct
import subprocess
import sys
import time
from pathlib import Path

import mishaps
import pytest
from envelopes import CLICKED, EMPTY, NAME, PAGE, WORK, packed, put
from hypothesis import given, settings
from hypothesis import strategies as st
from mishaps import KNOWN, ids, mended, released

from electoral_grading import notes, salvage
from electoral_grading.cells import canonical
from electoral_grading.envelope import Envelope
from electoral_grading.handed import gather

SCRIPT = "#!/usr/bin/env python\n\n# # Sums\n\n# In[1]:\n\n\none = 42\n\n\n# In[ ]:\n\n\ntwo = 1\n"


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
