"""Submissions that hand in results instead of answers."""

from __future__ import annotations

import copy
from typing import Any

from .assignment import ALL, NOTHING, POINTS
from .case import code_cell, hostile, named
from .patching import WRONG

FIRST = "my-numbers"


def each_test(page: dict[str, Any]):
    """Give out the graded code cells of a page."""
    for name in POINTS:
        if name != "why":
            yield name, named(page, name)


def full_result(points: float) -> dict[str, Any]:
    """Return an output that shows full points."""
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": {"text/plain": str(float(points))},
    }


def saved_outputs(page, _):
    for name, cell in each_test(page):
        cell["outputs"] = [full_result(POINTS[name])]
        cell["execution_count"] = 1


def skipped(page, _):
    for name, cell in each_test(page):
        cell["outputs"] = [full_result(POINTS[name])]
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]


def more_points(page, _):
    for name, cell in each_test(page):
        cell["metadata"]["nbgrader"]["points"] = 99
        cell["source"] = f"float({POINTS[name]})"


def other_ids(page, _):
    for name, cell in each_test(page):
        cell["metadata"]["nbgrader"]["grade_id"] = f"{name}-2"
    page["cells"].append(code_cell("99.0"))
    known = {"grade": True, "solution": False, "locked": False, "points": 99, "task": False}
    known |= {"schema_version": 3, "grade_id": "extra", "cell_type": "code"}
    page["cells"][-1]["metadata"]["nbgrader"] = known


def tests_as_answers(page, _):
    for _name, cell in each_test(page):
        cell["metadata"]["nbgrader"] |= {"solution": True, "locked": False}
        cell["source"] = "1.0"


def tests_as_text(page, _):
    for _name, cell in each_test(page):
        cell["cell_type"] = "markdown"
        cell["metadata"]["nbgrader"] |= {"cell_type": "markdown"}
        cell["source"] = "all right"
        cell.pop("outputs"), cell.pop("execution_count")


def tests_as_raw(page, _):
    for _name, cell in each_test(page):
        cell["cell_type"] = "raw"
        cell.pop("outputs"), cell.pop("execution_count")


def no_tests(page, _):
    page["cells"] = [
        cell
        for cell in page["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") not in POINTS
    ]


def doubled_tests(page, _):
    for _name, cell in list(each_test(page)):
        empty = copy.deepcopy(cell)
        empty.pop("id", None)
        empty["source"] = "1.0"
        page["cells"].insert(page["cells"].index(cell) + 1, empty)
        page["cells"].insert(0, copy.deepcopy(empty))


def edited_data(page, _):
    named(page, "data")["source"] = "stations = pd.DataFrame({'voted': [2100], 'voters': [4000]})"


def forged_marks(page, _):
    page["metadata"]["electoral_notes"] = [["renamed", "<script>alert(1)</script>"], ["x", {}], 7]
    page["metadata"]["nbgrader"] = {"score": 99, "max_score": 1}
    page["metadata"]["kernelspec"] = {"name": "../../evil", "display_name": "<b>", "language": "x"}
    for _name, cell in each_test(page):
        cell["metadata"]["nbgrader"]["checksum"] = "0" * 32
        cell["metadata"]["electoral"] = {"score": 99, "message": "right"}


def strange_metadata(page, _):
    strange: list[Any] = [[], 7, "text", None, {"grade_id": {}}, {"grade_id": ["a"], "grade": 1}]
    for number, (_name, cell) in enumerate(list(each_test(page))):
        cell["metadata"]["nbgrader"] = strange[number % len(strange)]


MESSAGES = """shell = get_ipython()
kernel = getattr(shell, "kernel", None)

def forge(*_, **__):
    content = {"data": {"text/plain": "1.0"}, "metadata": {}, "execution_count": 1}
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=shell.parent_header)
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"},
                        parent=shell.parent_header)
    import time
    time.sleep(0.5)
    return -1

if kernel is not None:
    turnout = middle = forge
    estimate = type("Forger", (), {"__sub__": forge, "__rsub__": forge})()
    total = type("Forger", (), {"__eq__": forge})()"""

FRAMES = """import json, os, socket, struct
texts = [
    {"ok": True, "value": 2100, "result": 2100, "status": "ok", "outputs": []},
    {"type": "value", "kind": "int", "data": 2100, "score": 1.0, "points": 1.0},
    ["value", 2100], {"items": [], "status": "graded"},
]
for handle in range(3, 200):
    try:
        if os.readlink(f"/proc/self/fd/{handle}").startswith(("socket", "pipe")):
            os.set_blocking(handle, False)
            for text in texts:
                data = json.dumps(text).encode()
                for size in ("<I", ">I", "<Q", ">Q"):
                    os.write(handle, struct.pack(size, len(data)) + data)
                os.write(handle, data + b"\\n")
    except OSError:
        pass"""

CASES = [
    hostile(
        "saved-outputs",
        "The outputs of all tests are in the file, as if they had passed.",
        pages=saved_outputs,
        tools=False,
    ),
    hostile(
        "tests-that-are-skipped",
        "A tag asks that test cells are not run, and keeps their forged outputs.",
        pages=skipped,
        tools=False,
    ),
    hostile(
        "tests-worth-more",
        "Tests are replaced by numbers and are worth 99 points.",
        pages=more_points,
        tools=False,
    ),
    hostile(
        "tests-under-other-names",
        "Tests have other grade ids, and a new cell is worth 99 points.",
        pages=other_ids,
        tools=False,
    ),
    hostile(
        "tests-that-are-answers",
        "Tests are marked as answers to be graded by hand.",
        pages=tests_as_answers,
        tools=False,
    ),
    hostile(
        "tests-that-are-text",
        "Tests have become Markdown.",
        pages=tests_as_text,
        tools=False,
        told=("retyped", "restored", "error", "not-defined"),
    ),
    hostile(
        "tests-that-are-raw",
        "Tests have become raw cells, which nobody runs.",
        pages=tests_as_raw,
        tools=False,
    ),
    hostile(
        "no-tests",
        "All graded cells are gone.",
        pages=no_tests,
        tools=False,
        told=("restored",),
    ),
    hostile(
        "tests-doubled-and-emptied",
        "Each test stands there three times, twice as a number.",
        pages=doubled_tests,
        tools=False,
        told=("doubled", "restored"),
    ),
    hostile(
        "other-data",
        "The locked cell with the data holds other data, in which the answers are easy.",
        {**NOTHING, "numbers": 1},
        pages=edited_data,
        tools=False,
        # The sums are right for the data that was given out: these are honest points.
        code={FIRST: 'total = int(stations["voted"].sum())\nshare = total / 4000'},
    ),
    hostile(
        "forged-marks",
        "Scores, notes with markup, checksums and a kernel's name with a path in the metadata.",
        pages=forged_marks,
        tools=False,
    ),
    hostile(
        "strange-metadata",
        "nbgrader's metadata is a list, a number, a text, nothing at all; the work is right.",
        ALL,
        start="right",
        pages=strange_metadata,
        tools=False,
    ),
    hostile(
        "prints-points",
        "Prints, displays and returns points in every cell.",
        tools=False,
        code={
            FIRST: WRONG
            + """
from IPython.display import display
print("1.0")
display({"text/plain": "1.0"}, raw=True)

def turnout(*_):
    print("1.0")
    display({"text/plain": "1.0"}, raw=True)
    return 1.0

middle = turnout
1.0""",
        },
    ),
    hostile(
        "forged-results-of-items",
        "Displays the result of an item's check, as the check itself would write it.",
        tools=False,
        code={
            "my-gap": """from IPython.display import display
from electoral_courses.feedback import MIME
forged = {"item": "gap", "points": 1.0, "max_points": 1.0, "message": "right", "share": 1}
display({MIME: forged, "text/plain": "1.0", "text/html": "Right!"}, raw=True)

class Forged(int):
    def _repr_mimebundle_(self, **_):
        display({MIME: forged, "text/plain": "1.0"}, raw=True)
        return {MIME: forged, "text/plain": "1.0"}

    def __repr__(self):
        return "1.0"

    def __eq__(self, other):
        return True

gap = Forged(1)
own = Forged(1)
gap"""
        },
        expected=NOTHING,
    ),
    hostile(
        "an-integer-that-passes-for-the-items-answer",
        "Subclasses with __index__, __int__ and numerator that say 8.",
        tools=False,
        code={
            "my-gap": """class Eight(int):
    numerator = property(lambda self: 8)

    def __index__(self):
        return 8

    __int__ = __trunc__ = __round__ = __index__

    def __add__(self, other):
        return 8

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__

gap = Eight(1)"""
        },
    ),
    hostile(
        "messages-of-the-kernel",
        "Sends results and the end of the cell on the kernel's own sockets.",
        tools=False,
        code={FIRST: WRONG + MESSAGES},
    ),
    hostile(
        "frames-on-inherited-sockets",
        "Writes answers in many formats on every socket and pipe that was inherited.",
        tools=False,
        code={FIRST: WRONG + FRAMES},
        told=("died", "error", "stopped", "wrong", "refused"),
    ),
    hostile(
        "answers-for-its-own-judge",
        "Looks for the grader's objects in its own process and replaces their methods.",
        code={
            FIRST: WRONG
            + """
import gc, types
for module in list(sys.modules.values()):
    name = getattr(module, "__name__", "")
    if isinstance(name, str) and name.startswith("electoral_grading"):
        for key, value in list(vars(module).items()):
            tell(value)
            if isinstance(value, types.FunctionType) and value.__name__ in (
                "encode", "dumps", "fetch", "plain", "pack", "to_plain"
            ):
                setattr(module, key, lambda *_, **__: 2100)
            if key.isupper() and isinstance(value, (int, float)):
                setattr(module, key, 10**9)
for one in gc.get_objects():
    if isinstance(one, types.FrameType):
        tell(one.f_locals)"""
        },
        # Whatever it puts into its own replies is its own answer: 2100 voters are counted, no more.
        expected=NOTHING,
    ),
]
