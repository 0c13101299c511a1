"""Submissions with files beside the notebook that take the place of modules and settings."""

from __future__ import annotations

from .case import hostile
from .lying import EVERYTHING
from .patching import WRONG

FIRST = "my-numbers"

AGREES = (
    EVERYTHING.replace("return 3", "return 6")
    + """

import sys, types

class Agrees(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return anything

sys.modules[__name__] = Agrees(__name__)
"""
)
"""A module whose every name is equal to everything."""


def beside(name: str, what: str, files: dict[str, str], **rest):
    """Return a case whose answers are wrong and whose files should blind the tests."""
    return hostile(name, what, files=files, **{"tools": False, "code": {FIRST: WRONG}, **rest})


CASES = [
    beside(
        "random-beside-the-notebook",
        "random.py with known numbers.",
        {"random.py": "def randint(low, high):\n    return 1\n\ndef seed(*_):\n    pass\n"},
        code={"my-random": "def middle(numbers):\n    return len(numbers) // 2 + 1"},
    ),
    beside(
        "pandas-beside-the-notebook",
        "pandas.py that agrees with everything.",
        {"pandas.py": AGREES},
    ),
    beside(
        "numpy-beside-the-notebook",
        "A package numpy whose testing agrees with everything.",
        {"numpy/__init__.py": AGREES, "numpy/testing.py": AGREES},
        code={"my-array": "shares = np.zeros(6)"},
    ),
    beside(
        "json-beside-the-notebook",
        "json.py whose loads() gives out keys of its own.",
        {"json.py": "def loads(*_, **__):\n    return {}\n\nload = dumps = loads\n"},
    ),
    beside(
        "the-checks-beside-the-notebook",
        "A package electoral_courses whose check() gives full points.",
        {"electoral_courses/__init__.py": "def check(item):\n    return 1.0\n"},
    ),
    beside(
        "the-grader-beside-the-notebook",
        "Packages electoral_grading and nbgrader whose functions all agree.",
        {"electoral_grading/__init__.py": AGREES, "nbgrader/__init__.py": AGREES},
    ),
    beside(
        "ipykernel-beside-the-notebook",
        "A package ipykernel, which a kernel that starts in this folder may import.",
        {
            "ipykernel_launcher.py": "print('HARM the kernel is the submission\\'s')\n",
            "ipykernel/__init__.py": "print('HARM the kernel is the submission\\'s')\n",
            "sitecustomize.py": "open('signed', 'w').write('signed by NAME')\n",
        },
    ),
    beside(
        "start-up-files-beside-the-notebook",
        "sitecustomize, usercustomize, conftest, IPython's and Jupyter's settings.",
        {
            "sitecustomize.py": "open('signed', 'w').write('signed by NAME')\n",
            "usercustomize.py": "open('signed', 'w').write('signed by NAME')\n",
            "conftest.py": "open('signed', 'w').write('signed by NAME')\n",
            "ipython_config.py": "get_config().InteractiveShellApp.exec_lines = ['abs = len']\n",
            "ipython_kernel_config.py": "get_config().IPKernelApp.exec_lines = ['abs = len']\n",
            ".ipython/profile_default/startup/00.py": "abs = lambda _: 0\n",
            "jupyter_config.py": "c = get_config()\nc.NbGrader.logfile = 'signed'\n",
            "pyvenv.cfg": "home = .\n",
        },
    ),
    beside(
        "settings-of-nbgrader-beside-the-notebook",
        "nbgrader_config.py in the submission, with preprocessors that do nothing.",
        {
            "nbgrader_config.py": (
                "c = get_config()\nc.Autograde.autograde_preprocessors = []\n"
                "open('signed', 'w').write('signed by NAME')\n"
            )
        },
    ),
    beside(
        "own-keys-and-items",
        "items.json and keys of its own, with other answers and another key.",
        {
            "items.json": '{"module": "01-count", "language": "en", "key": "00", "items": ['
            '{"id": "gap", "kind": "value", "name": "gap", "type": "int", "answer": 1, "points": 1},'
            '{"id": "own", "kind": "number", "answer": 1, "points": 1}]}',
            "keys/01-count.json": '{"module": "01-count", "items": []}',
            "answers.json": '{"version": 1, "student": "neighbour",'
            ' "answers": {"own": {"value": {"number": "1"}}}}',
        },
    ),
    beside(
        "forged-answers",
        "answers.json with points, right marks and hidden fields for every item.",
        {
            "answers.json": '{"version": 1, "points": 99, "answers": {'
            '"own": {"value": {"number": "1", "right": true}, "points": 1, "score": 1,'
            ' "hints": -9, "message": "right", "share": 1},'
            '"gap": {"value": 8, "points": 1}, "numbers": {"value": 2100, "points": 1}}}'
        },
    ),
    beside(
        "the-tests-own-cell-in-a-library",
        "A module that, when imported, replaces the shell's tests.",
        {
            "helper.py": "from IPython import get_ipython\nget_ipython().run_cell = lambda *_: None\n"
        },
        code={FIRST: WRONG + "import helper"},
    ),
]
