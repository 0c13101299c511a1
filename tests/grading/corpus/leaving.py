"""Submissions that end, or do not let themselves be ended."""

from __future__ import annotations

from .assignment import ALL, NOTHING
from .case import SHORT, hostile, less
from .patching import WRONG

FUNCTION = "my-function"
BODY = "def turnout(voted, voters):\n    "


def leave(name: str, what: str, source: str, expected=None, **rest):
    """Return a right submission in which one answer, the function, is this."""
    more = {"start": "right", "tools": False, "told": ("died", "error", "stopped"), **rest}
    code = {FUNCTION: source}
    return hostile(
        name, what, less("function") if expected is None else expected, code=code, **more
    )


CASES = [
    leave("exits-at-once", "os._exit(0) in an answer.", "import os\nos._exit(0)"),
    leave("exits-politely", "sys.exit(0) in an answer.", "import sys\nsys.exit(0)"),
    leave(
        "exits-when-it-is-tested",
        "A function that ends the process with exit code 0 when it is called.",
        BODY + "__import__('os')._exit(0)",
    ),
    leave(
        "leaves-by-an-exception-of-the-system",
        "A function that raises SystemExit when it is called.",
        BODY + "raise SystemExit(0)",
    ),
    leave(
        "interrupts-the-test",
        "A function that raises KeyboardInterrupt when it is called.",
        BODY + "raise KeyboardInterrupt",
    ),
    leave(
        "raises-what-nobody-catches",
        "A function that raises a BaseException of its own, whose text and name cannot be read.",
        """class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit

class Strange(BaseException, metaclass=Meta):
    def __str__(self):
        raise SystemExit

    __repr__ = __str__

def turnout(voted, voters):
    raise Strange""",
    ),
    leave(
        "raises-a-novel",
        "A function that raises an error with a text of 50 MB.",
        BODY + "raise ValueError('x' * 50_000_000)",
    ),
    leave(
        "raises-a-name-of-markup",
        "An error whose name and text are a script for the page of the feedback.",
        """Error = type("<script>alert(1)</script>", (Exception,), {})

def turnout(voted, voters):
    raise Error("<img src=x onerror=alert(1)>{evidence.__class__}%s")""",
    ),
    leave(
        "exits-when-it-is-forgotten",
        "An object whose __del__ ends the process with exit code 0, deleted by the tests.",
        """import os

class Last:
    def __del__(self):
        os._exit(0)

last = Last()
total = Last()
del last""",
        {**ALL, "function": 0},
    ),
    leave(
        "writes-when-it-ends",
        "Exit hooks that write files and print points when the process ends.",
        """import atexit, os, signal

def late(*_):
    print("1.0")
    open("late", "w").write("signed")
    os._exit(0)

atexit.register(late)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, late)
raise NotImplementedError""",
    ),
    leave(
        "kills-itself",
        "SIGKILL to its own process.",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    ),
    leave(
        "stops-itself",
        "SIGSTOP to its own process, so that it answers no more and does not end.",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        seconds=SHORT,
    ),
    leave("crashes", "A crash of the interpreter.", "import ctypes\nctypes.string_at(0)"),
    leave("aborts", "abort() of the C library.", "import os\nos.abort()"),
    leave(
        "becomes-another-program",
        "Replaces its own process by another program that prints points.",
        "import os, sys\nos.execv(sys.executable, ['python', '-c', 'print(1.0)'])",
    ),
    leave(
        "kills-all-processes-it-sees",
        "SIGKILL to every process around it, the grader above all.",
        """for pid in family():
    if pid not in (TOP, os.getpid()):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
if os.readlink("/proc/self/ns/pid") != SPACE:
    os.kill(-1, signal.SIGKILL)
raise NotImplementedError""",
        tools=True,
    ),
    leave(
        "kills-its-parent",
        "SIGKILL to the parent process and to its process group.",
        """if os.getppid() in family() and os.getppid() != TOP:
    os.kill(os.getppid(), signal.SIGKILL)
raise NotImplementedError""",
        tools=True,
    ),
    leave(
        "closes-everything",
        "Closes every file descriptor.",
        "import os\nos.closerange(0, 2000)",
    ),
    leave(
        "turns-its-sockets-round",
        "Puts /dev/null in the place of every descriptor that was open.",
        """import os
null = os.open("/dev/null", os.O_RDWR)
for handle in range(0, 200):
    if handle != null:
        os.dup2(null, handle)""",
        seconds=SHORT,
    ),
    leave(
        "breaks-its-output",
        "sys.stdout and sys.stderr are objects that raise.",
        """import sys

class Broken:
    def __getattr__(self, name):
        raise RuntimeError("no output")

sys.stdout = sys.stderr = sys.__stdout__ = Broken()

def turnout(voted, voters):
    return voted / voters if voters else 0""",
        ALL,
        told=(),
    ),
    leave(
        "swallows-interrupts",
        "A loop that catches KeyboardInterrupt and goes on.",
        """while True:
    try:
        while True:
            pass
    except BaseException:
        pass""",
        seconds=SHORT,
    ),
    leave(
        "ignores-all-signals",
        "A loop in a process that ignores or blocks every signal that can be.",
        """import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass""",
        seconds=SHORT,
    ),
    leave(
        "swallows-the-failing-of-tests",
        "Every answer is wrong, and a custom handler swallows all exceptions of the shell.",
        WRONG
        + """
def turnout(*_):
    return -1

def swallow(shell, kind, value, trace, tb_offset=None):
    return []

get_ipython().set_custom_exc((BaseException,), swallow)""",
        NOTHING,
        start="empty",
        told=(),
    ),
]
