"""Innocent habits in a notebook: cells, magics, packages, files, names that are taken."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from .assignment import RIGHT
from .case import code_cell, less, named, odd, wrote

NUMBERS = RIGHT["my-numbers"]
ARRAY = RIGHT["my-array"]
LARGE = RIGHT["my-list"]


def in_a_later_cell(page, _):
    """The answer is in a cell of the learner's own, its own cell as released."""
    cell = named(page, "my-list")
    cell["source"] = "# YOUR CODE HERE\nraise NotImplementedError()"
    page["cells"].insert(page["cells"].index(cell) + 1, code_cell(LARGE))


def two_answers_in_one(page, _):
    numbers = named(page, "my-numbers")
    numbers["source"] += "\n" + LARGE
    named(page, "my-list")["source"] = "# see above"


def out_of_order(page, _):
    """The cell with the array stands before the numbers it was worked out from."""
    array = named(page, "my-array")
    page["cells"].remove(array)
    page["cells"].insert(page["cells"].index(named(page, "my-numbers")), array)


CASES = [
    wrote(
        "names-deleted-afterwards",
        "A tidy learner deletes helpers, and one answer with them.",
        "my-numbers",
        NUMBERS + "\nhelper = 1\ndel helper, share",
        ("numbers",),
    ),
    odd(
        "redefined-later",
        "A later cell puts another value into an answer, after its test.",
        code={"my-gap": RIGHT["my-gap"] + "\ntotal = 0\nlarge = []\nturnout = None"},
    ),
    odd(
        "mended-later",
        "A wrong answer is put right only after its test.",
        less("numbers"),
        code={"my-numbers": "total = share = 0", "my-gap": RIGHT["my-gap"] + "\n" + NUMBERS},
    ),
    odd(
        "in-a-cell-of-its-own",
        "The answer stands in a new cell below, its own cell is as released.",
        pages=in_a_later_cell,
    ),
    odd(
        "two-answers-in-one-cell",
        "Two answers stand in the first one's cell.",
        pages=two_answers_in_one,
    ),
    odd(
        "an-answer-further-up",
        "An answer was moved above others that it does not need.",
        pages=out_of_order,
    ),
    wrote(
        "a-missing-package",
        "Imports a package that is not there, after the answer.",
        "my-numbers",
        NUMBERS + "\nimport seaborn_of_my_own",
    ),
    wrote(
        "a-missing-package-first",
        "Imports a package that is not there, before the answer.",
        "my-numbers",
        "import seaborn_of_my_own\n" + NUMBERS,
        ("numbers",),
    ),
    wrote(
        "a-syntax-error",
        "A syntax error in one cell costs this cell.",
        "my-list",
        "large = [0, 1, 3",
        ("list",),
    ),
    wrote(
        "tabs-and-spaces",
        "Tabs and spaces are mixed in one cell.",
        "my-function",
        "def turnout(voted, voters):\n\tif voters:\n        return voted / voters\n\treturn 0",
        ("function",),
    ),
    wrote(
        "tabs",
        "Indented by tabs.",
        "my-function",
        "def turnout(voted, voters):\n\treturn voted / voters if voters else 0",
    ),
    wrote(
        "carriage-returns",
        "Lines end as on Windows.",
        "my-function",
        "def turnout(voted, voters):\r\n    return voted / voters if voters else 0\r\n",
    ),
    wrote(
        "spaces-that-do-not-break",
        "Spaces copied from a web page stand in an expression.",
        "my-partial",
        "estimate\u00a0=\u00a010",
        ("partial",),
    ),
    wrote(
        "kyrgyz-names",
        "Names and comments in Kyrgyz.",
        "my-numbers",
        "# Шайлоочулардын саны: ң, ө, ү\nжалпы = int(stations['voted'].sum())\ntotal = жалпы\nshare = жалпы / 4000",
    ),
    wrote(
        "an-f-string-of-3-12",
        "Quotes in an f-string as Python 3.12 allows; 3.11 says no.",
        "my-gap",
        'text = f"{"a"}"\ngap = 8',
        ("gap",) if sys.version_info < (3, 12) else (),
    ),
    wrote(
        "an-await",
        "await at the top of a cell.",
        "my-numbers",
        "import asyncio\nawait asyncio.sleep(0.01)\n" + NUMBERS,
    ),
    wrote(
        "an-async-function",
        "asyncio.run() inside a running loop fails in a notebook, and costs its cell.",
        "my-numbers",
        NUMBERS + "\n\nasync def later():\n    return 1\n\none = await later()",
    ),
    wrote(
        "an-input",
        "input() where nobody can type costs this cell.",
        "my-gap",
        "gap = int(input('How many? '))",
        ("gap",),
    ),
    wrote(
        "a-magic-for-plots",
        "%matplotlib inline, whether it is installed or not.",
        "my-numbers",
        "%matplotlib inline\n" + NUMBERS,
        ("numbers",) if find_spec("matplotlib") is None else (),
    ),
    wrote("a-magic-for-time", "%%time above the answer.", "my-numbers", "%%time\n" + NUMBERS),
    wrote(
        "a-magic-for-timing",
        "%timeit after the answer.",
        "my-function",
        RIGHT["my-function"] + "\n\n%timeit -n1 -r1 turnout(1, 2)",
    ),
    wrote(
        "a-magic-that-nobody-knows",
        "An unknown magic after the answer.",
        "my-numbers",
        NUMBERS + "\n%frobnicate",
    ),
    wrote(
        "a-cell-magic-that-nobody-knows",
        "An unknown cell magic swallows the answer.",
        "my-numbers",
        "%%frobnicate\n" + NUMBERS,
        ("numbers",),
    ),
    wrote(
        "a-cell-of-bash",
        "%%bash in an extra cell and a line with !.",
        "my-numbers",
        "!ls\nfiles = !echo two words\n" + NUMBERS,
    ),
    wrote(
        "a-pip-install",
        "Tries to install a package.",
        "my-numbers",
        "!pip install --quiet --retries 0 no-such-package-of-ours\n%pip --version\n" + NUMBERS,
        seconds=25,
    ),
    wrote("a-question-mark", "Asks for help with ?.", "my-numbers", NUMBERS + "\nlen?"),
    wrote(
        "a-reset",
        "%reset in the last answer deletes all names; what was tested before counts.",
        "my-gap",
        "%reset -f\ngap = 8",
    ),
    wrote("an-exit", "exit() after the answer, as in a terminal.", "my-gap", "gap = 8\nexit()"),
    wrote(
        "a-figure",
        "A plotly figure as the last line.",
        "my-array",
        "import plotly.graph_objects as go\n" + ARRAY + "\ngo.Figure(go.Bar(y=list(shares)))",
        seconds=30,
    ),
    wrote(
        "a-long-computation",
        "A second of honest work.",
        "my-numbers",
        "import time\nuntil = time.process_time() + 1\nwhile time.process_time() < until:\n    sum(range(1000))\n"
        + NUMBERS,
    ),
    wrote(
        "many-lines",
        "Prints five thousand lines.",
        "my-numbers",
        "for line in range(5000):\n    print('line', line)\n" + NUMBERS,
    ),
    wrote(
        "a-random-seed",
        "Sets the seeds of chance, as good practice has it.",
        "my-numbers",
        "random.seed(1)\nnp.random.seed(1)\n" + NUMBERS,
    ),
    odd(
        "a-file-named-random",
        "A file random.py of the learner's own exercises lies beside the notebook.",
        files={"random.py": "print('my exercises with chance')\n", "test.py": "x = 1\n"},
    ),
    odd(
        "a-module-of-its-own",
        "A helper module beside the notebook.",
        code={
            "my-numbers": "from helper import add\ntotal = add(stations['voted'])\nshare = total / 4000"
        },
        files={"helper.py": "def add(column):\n    return int(column.sum())\n"},
    ),
    odd(
        "a-file-that-is-read-and-written",
        "The code writes a CSV file and reads it again.",
        code={
            "my-array": "stations.to_csv('own.csv')\nagain = pd.read_csv('own.csv')\nshares = (again['voted'] / again['voters']).to_numpy()"
        },
    ),
    odd(
        "a-file-that-came-along",
        "The code reads a file that was handed in with it.",
        code={"my-gap": "gap = int(open('notes/gap.txt').read())"},
        files={"notes/gap.txt": "8\n"},
    ),
    odd(
        "large-files-beside",
        "A film of 30 MB lies beside the notebook.",
        change=lambda folder, _: (folder / "film.mp4").write_bytes(bytes(30_000_000)),
    ),
    wrote(
        "all-imported",
        "from … import * hides abs, sum and round of Python.",
        "my-numbers",
        "from numpy import *\n" + NUMBERS,
    ),
    wrote(
        "builtins-as-names",
        "Uses list, sum and max as names of its own.",
        "my-numbers",
        "list = [600, 400, 350, 350, 300, 100]\nsum = 0\nfor max in list:\n    sum = sum + max\ntotal = sum\nshare = sum / 4000",
    ),
    wrote(
        "a-changed-option",
        "Sets options of numpy and pandas for printing.",
        "my-numbers",
        "np.set_printoptions(precision=2)\npd.options.display.max_rows = 5\npd.options.mode.copy_on_write = True\n"
        + NUMBERS,
    ),
    wrote(
        "a-changed-folder",
        "Goes to another folder.",
        "my-numbers",
        "import os\nos.makedirs('data', exist_ok=True)\nos.chdir('data')\n" + NUMBERS,
    ),
    wrote(
        "a-changed-table",
        "Adds a column to the given table, as one does.",
        "my-frame",
        "stations['rate'] = stations['voted'] / stations['voters']\n" + RIGHT["my-frame"],
    ),
    wrote(
        "a-thread",
        "Works in a thread pool.",
        "my-numbers",
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(2) as pool:\n    total = sum(pool.map(int, stations['voted']))\nshare = total / 4000",
    ),
    wrote(
        "a-process-pool",
        "Works in a pool of processes.",
        "my-numbers",
        "from multiprocessing import get_context\nwith get_context('fork').Pool(2) as pool:\n    total = sum(pool.map(int, list(stations['voted'])))\nshare = total / 4000",
    ),
    wrote(
        "a-tested-function-that-fails-once",
        "A function that fails for no voters: one assert fails, the cell is lost.",
        "my-function",
        "def turnout(voted, voters):\n    return voted / voters",
        ("function",),
    ),
    wrote(
        "the-whole-answer-commented",
        "The answer stands in comments.",
        "my-list",
        "# large = [0, 1, 3]",
        ("list",),
    ),
]
