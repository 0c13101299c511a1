"""Several windows, kernels and a file brought back write at once: no answer is lost."""

import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from electoral_courses.answers import Answers, Entry

WRITER = """
import json, sys
from electoral_courses.answers import Answers, Entry
window, path = int(sys.argv[1]), sys.argv[2]
store, written = Answers(path, "m", "s"), []
print("ready", flush=True)
for kind, item in json.loads(sys.stdin.readline()):
    value = [window, len(written)]
    if kind == "put":
        written.append([item, value, store.put(item, value).at])
    elif kind == "hint":
        store.open_hints(item, 1)
    else:
        store.merge({item: Entry("from a file", 0, 1)})
print(json.dumps(written))
"""

steps = st.tuples(st.sampled_from(["put", "put", "put", "hint", "merge"]), st.sampled_from("abcd"))


@pytest.mark.slow
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(steps, min_size=3, max_size=25), min_size=2, max_size=4))
def test_of_answers_written_at_once_the_newest_of_each_item_stays(tmp_path_factory, windows):
    path = tmp_path_factory.mktemp("answers") / "m.json"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(window), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for window in range(len(windows))
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer, plan in zip(writers, windows, strict=True):  # none begins before all are ready
        writer.stdin.write(json.dumps(plan) + "\n")
        writer.stdin.flush()
    written = [
        entry for writer in writers for entry in json.loads(writer.communicate(timeout=60)[0])
    ]

    newest = {}
    for item, value, at in written:
        if at > newest.get(item, (None, 0))[1]:
            newest[item] = (value, at)
    kept = Answers(path).all()
    assert {item: (kept[item].value, kept[item].at) for item in newest} == newest
    touched = {item for plan in windows for _kind, item in plan}
    assert kept.keys() == touched
    hinted = {item for plan in windows for kind, item in plan if kind == "hint"}
    assert {item for item, entry in kept.items() if entry.hints} == hinted


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(1, 5), st.integers(0, 3), st.integers(0, 9)),
        max_size=8,
    )
)
def test_files_brought_back_in_any_order_end_in_the_same_answers(tmp_path_factory, entries):
    files = [
        {item: Entry(f"{at}-{value}", hints, at * 10 + value)} for item, at, hints, value in entries
    ]
    folder = tmp_path_factory.mktemp("answers")

    for name, order in (("one", files), ("other", files[::-1])):
        for file in order:
            Answers(folder / f"{name}.json", "m", "s").merge(file)

    assert Answers(folder / "one.json").all() == Answers(folder / "other.json").all()


def test_a_later_answer_is_newer_even_where_the_clock_went_back(tmp_path):
    store = Answers(tmp_path / "m.json", "m", "s")
    ahead = store.put("k1", "b").at + 10_000
    store.merge({"k1": Entry("c", 0, ahead)})

    assert store.put("k1", "d").at == ahead + 1
    assert store.merge({"k1": Entry("c", 0, ahead)}) == 0
    assert store.get("k1").value == "d"
