"""Submissions that take more than their share; right in everything else.

Each stops by itself before it could harm a machine that does not stop it, and says so: 200
processes, 1,000 threads, 4 GB of memory.
"""

from __future__ import annotations

from .assignment import ALL
from .case import SHORT, hostile, less

ENDS = ("stopped", "died", "error", "refused", "partly")


def take(name: str, what: str, cell: str, source: str, lost: tuple[str, ...] = (), **rest):
    """Return a right submission in which one answer takes too much."""
    more = {"start": "right", "tools": False, "told": ENDS if lost else (), **rest}
    return hostile(name, what, less(*lost), code={cell: source}, **more)


CASES = [
    take(
        "a-fork-bomb",
        "Forks and forks.",
        "my-array",
        """import os, time
until, made = time.time() + 2, []
while time.time() < until and len(made) < 200:
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        time.sleep(20)
        os._exit(0)
    made.append(child)
if len(made) >= 200:
    print("HARM 200 processes at once")
raise NotImplementedError""",
        ("array",),
    ),
    take(
        "a-fork-bomb-that-keeps-forking",
        "Every child forks again, and nobody waits for anybody.",
        "my-array",
        """import os, time
until = time.time() + 1.5
for _ in range(7):
    try:
        os.fork()
    except OSError:
        break
if os.getpid() % 2:
    while time.time() < until:
        pass
shares = np.zeros(6)""",
        ("array",),
        # Which of the copies answers is not said; that none of them disturbs the rest is.
    ),
    take(
        "a-thread-bomb",
        "Starts thread after thread.",
        "my-array",
        """import threading, time
made = 0
try:
    for made in range(1000):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
except RuntimeError:
    pass
if made >= 999:
    print("HARM 1000 threads at once")
raise NotImplementedError""",
        ("array",),
    ),
    take(
        "a-memory-bomb",
        "Takes memory until there is none.",
        "my-array",
        """taken = []
for _ in range(40):
    taken.append(np.ones(13_000_000))
print("HARM 4 GB of memory")
del taken
raise NotImplementedError""",
        ("array",),
    ),
    take(
        "one-array-larger-than-the-machine",
        "Asks for 800 GB at once, which must fail as an ordinary error.",
        "my-array",
        "shares = np.ones(10**11)",
        ("array",),
    ),
    take(
        "memory-that-many-processes-share-out",
        "Twelve processes take half a gigabyte each.",
        "my-array",
        """import os, time
for _ in range(11):
    try:
        if os.fork() == 0:
            part = np.ones(64_000_000)
            time.sleep(2)
            os._exit(0)
    except OSError:
        break
time.sleep(1.5)
raise NotImplementedError""",
        ("array",),
    ),
    take(
        "a-recursion-without-an-end",
        "A function that calls itself, under Python's own limit.",
        "my-array",
        "def again(n):\n    return again(n + 1)\n\nagain(0)",
        ("array",),
    ),
    take(
        "a-recursion-without-a-limit",
        "The same with the limit lifted, until the stack is full and the interpreter crashes.",
        "my-array",
        """import sys
sys.setrecursionlimit(10**9)

class Deep:
    def __repr__(self):
        return repr(self)

def again(n):
    return repr([Deep()]) + again(n + 1)

again(0)""",
        ("array",),
    ),
    take(
        "a-regular-expression-bomb",
        "A regular expression that needs for ever, in C, where no interrupt is looked at.",
        "my-array",
        "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')",
        ("array",),
        seconds=SHORT,
    ),
    take(
        "a-sum-that-never-ends",
        "A loop in C that no interrupt reaches.",
        "my-array",
        "sum(range(10**14))",
        ("array",),
        seconds=SHORT,
    ),
    take(
        "a-hash-that-never-ends",
        "A call in C that holds no lock and takes hours.",
        "my-array",
        "import hashlib\nhashlib.pbkdf2_hmac('sha256', b'a', b'b', 2 * 10**9)",
        ("array",),
        seconds=SHORT,
    ),
    take(
        "a-loop-in-a-cell",
        "while True in an answer.",
        "my-array",
        "while True:\n    pass",
        ("array",),
        seconds=SHORT,
    ),
    take(
        "a-loop-after-the-answer",
        "while True after the answer stands; what ran before counts.",
        "my-array",
        'shares = (stations["voted"] / stations["voters"]).to_numpy()\nwhile True:\n    pass',
        seconds=SHORT,
        told=ENDS,
    ),
    take(
        "a-sleep",
        "Sleeps for an hour.",
        "my-array",
        "import time\ntime.sleep(3600)",
        ("array",),
        seconds=SHORT,
    ),
    take(
        "a-loop-at-import",
        "A module beside the notebook that never finishes to be imported.",
        "my-array",
        "import helper\nshares = helper.shares",
        ("array",),
        files={"helper.py": "while True:\n    pass\n"},
        seconds=SHORT,
    ),
    take(
        "a-loop-in-a-tested-function",
        "A function that never returns to the test.",
        "my-random",
        "def middle(numbers):\n    while True:\n        pass",
        ("random",),
        seconds=SHORT,
    ),
    take(
        "a-loop-for-some-arguments",
        "A function that returns for the open test and never for the hidden ones.",
        "my-random",
        """def middle(numbers):
    while len(numbers) != 3:
        pass
    return sorted(numbers)[len(numbers) // 2]""",
        ("random",),
        seconds=SHORT,
    ),
    take(
        "a-loop-in-a-property",
        "A class whose method is a property that never returns.",
        "my-class",
        """class Urn:
    def put(self, name):
        pass

    @property
    def count(self):
        while True:
            pass

    def __len__(self):
        return 3""",
        ("class",),
        seconds=SHORT,
    ),
    take(
        "a-loop-in-a-length",
        "A class whose __len__ sleeps and catches every interrupt.",
        "my-class",
        """import time

class Urn:
    def __init__(self):
        self.ballots = []

    def put(self, name):
        self.ballots.append(name)

    def count(self, name):
        return self.ballots.count(name)

    def __len__(self):
        while True:
            try:
                time.sleep(10)
            except BaseException:
                pass""",
        ("class",),
        seconds=SHORT,
    ),
    take(
        "a-loop-in-a-repr",
        "A value whose text never ends to be made, as the last line of a cell.",
        "my-array",
        """shares = (stations["voted"] / stations["voters"]).to_numpy()

class Slow:
    def __repr__(self):
        while True:
            pass

Slow()""",
        seconds=SHORT,
        told=ENDS,
    ),
    take(
        "a-generator-without-an-end",
        "A generator for an answer, which gives one more for ever.",
        "my-list",
        "import itertools\nlarge = (i for i in itertools.count())",
        ("list",),
        seconds=SHORT,
    ),
    take(
        "a-class-that-never-is-built",
        "A class whose __init__ never returns.",
        "my-class",
        "class Urn:\n    def __init__(self):\n        while True:\n            pass",
        ("class",),
        seconds=SHORT,
    ),
    take(
        "slow-in-every-call",
        "A function that is right and sleeps half a second in each of its calls.",
        "my-random",
        """import time

def middle(numbers):
    time.sleep(0.5)
    return sorted(numbers)[len(numbers) // 2]""",
        ("random",),
        # Twenty-one calls are ten seconds of a cell that has much less: too long by any clock.
        seconds=SHORT,
    ),
    take(
        "a-flood-of-prints",
        "Prints without an end.",
        "my-array",
        "while True:\n    print('flood ' * 1000)",
        ("array",),
        seconds=SHORT,
    ),
    take(
        "a-flood-that-ends",
        "Prints 200 MB and then answers rightly.",
        "my-array",
        """line = "x" * 9_999
for _ in range(20_000):
    print(line)
shares = (stations["voted"] / stations["voters"]).to_numpy()""",
    ),
    take(
        "a-flood-on-stderr",
        "Writes 50 MB to stderr, below Python's own streams too, and answers rightly.",
        "my-array",
        """import os, sys
for _ in range(500):
    sys.stderr.write("x" * 50_000 + "\\n")
    os.write(2, b"x" * 50_000)
shares = (stations["voted"] / stations["voters"]).to_numpy()""",
    ),
    take(
        "a-flood-of-displays",
        "Displays ten thousand outputs and answers rightly.",
        "my-array",
        """from IPython.display import display, HTML
for number in range(10_000):
    display(HTML(f"<b>{number}</b>"))
shares = (stations["voted"] / stations["voters"]).to_numpy()""",
    ),
    take(
        "a-result-of-100-megabytes",
        "A last value whose text is 100 MB long, and a right answer.",
        "my-array",
        """shares = (stations["voted"] / stations["voters"]).to_numpy()

class Long:
    def __repr__(self):
        return "x" * 100_000_000

Long()""",
    ),
    take(
        "a-flood-in-a-tested-function",
        "A right function that prints 20 MB in each of its calls.",
        "my-function",
        """def turnout(voted, voters):
    print("x" * 20_000_000)
    return voted / voters if voters else 0""",
    ),
    take(
        "a-flood-of-widgets",
        "Makes widgets with large states, and answers rightly.",
        "my-array",
        """import ipywidgets
shown = [ipywidgets.Text("x" * 1_000_000) for _ in range(30)]
shares = (stations["voted"] / stations["voters"]).to_numpy()
shown[0]""",
    ),
    take(
        "all-file-descriptors",
        "Opens files until no more can be opened.",
        "my-array",
        """import os
held = []
try:
    for _ in range(200_000):
        held.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
for one in held:
    os.close(one)
shares = (stations["voted"] / stations["voters"]).to_numpy()""",
    ),
    take(
        "all-names",
        "Two hundred thousand names in the notebook, and right answers.",
        "my-array",
        """globals().update({f"name_{number}": number for number in range(200_000)})
shares = (stations["voted"] / stations["voters"]).to_numpy()""",
    ),
    hostile(
        "a-flood-of-errors",
        "A thousand cells that fail, and right answers.",
        ALL,
        start="right",
        tools=False,
        pages=lambda page, _: page["cells"].extend(
            {
                "cell_type": "code",
                "source": f"undefined_{number}",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
            }
            for number in range(1000)
        ),
    ),
]
