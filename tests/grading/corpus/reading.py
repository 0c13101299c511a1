"""Submissions that look for the tests, the solutions, the keys, and other people's work."""

from __future__ import annotations

from .case import hostile

FIRST = "my-numbers"

CASES = [
    hostile(
        "reads-the-source-by-a-relative-path",
        "Runs the model solutions found under ../../../source.",
        code={
            FIRST: """for path in pathlib.Path("../../../source").rglob("*.ipynb"):
    use(read(path))"""
        },
    ),
    hostile(
        "reads-the-source-by-its-absolute-path",
        "Runs the model solutions found under the course folder's full path.",
        code={FIRST: 'for path in ROOT.glob("source/*/*.ipynb"):\n    use(read(path))'},
    ),
    hostile(
        "reads-the-gradebook",
        "Opens gradebook.db with sqlite3 and prints the hidden tests kept in it.",
        code={
            FIRST: """for path in (pathlib.Path("../../../gradebook.db"), ROOT / "gradebook.db"):
    read(path)
    try:
        base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        tell(base.execute("select source from source_cell").fetchall())
    except sqlite3.Error as error:
        print(type(error).__name__)"""
        },
    ),
    hostile(
        "reads-the-notebook-that-is-being-graded",
        "Reads hidden tests out of the notebook file in the working folder.",
        code={FIRST: 'for path in pathlib.Path(".").rglob("*.ipynb"):\n    read(path)'},
    ),
    hostile(
        "reads-its-own-graded-copy",
        "Reads hidden tests out of the copy that an earlier grading left.",
        code={FIRST: 'for path in ROOT.glob(f"autograded/{STUDENT}/*/*"):\n    read(path)'},
    ),
    hostile(
        "copies-the-neighbour-by-a-full-path",
        "Runs the answers of every other submission.",
        code={FIRST: 'for path in ROOT.glob("submitted/*/*/*.ipynb"):\n    use(read(path))'},
    ),
    hostile(
        "copies-the-neighbour-by-a-relative-path",
        "Runs the answers of every graded neighbour, and reads their clicked answers.",
        code={
            FIRST: """until = time.time() + 2
for path in pathlib.Path("../..").glob("*/*/*.*"):
    if time.time() < until:
        use(read(path))"""
        },
    ),
    hostile(
        "reads-the-keys-by-their-path",
        "Looks up an item's answer in the lecturer's keys.",
        code={
            "my-gap": """paths = [*ROOT.glob("keys/*"), os.environ.get("ELECTORAL_KEYS", "none")]
for path in paths:
    for item in json.loads(read(path) or "{}").get("items", ()):
        if item["id"] == "gap":
            gap = item["answer"]"""
        },
    ),
    hostile(
        "reads-the-course-key",
        "Reads the secret from which every learner's numbers are drawn.",
        code={FIRST: 'read(ROOT.parent / "course.key")\nread("../../../../course.key")'},
    ),
    hostile(
        "reads-the-settings-of-the-course",
        "Reads nbgrader's configuration, where passwords stand.",
        code={FIRST: 'read(ROOT / "nbgrader_config.py")\nread("../../../nbgrader_config.py")'},
    ),
    hostile(
        "reads-the-environment",
        "Prints the environment variables of the grader, by os.environ and by /proc.",
        code={FIRST: 'tell(dict(os.environ))\nread("/proc/self/environ")'},
    ),
    hostile(
        "reads-the-environment-of-other-processes",
        "Prints the environment and command lines of the processes around it.",
        code={
            FIRST: """for pid in family():
    read(f"/proc/{pid}/environ")
    read(f"/proc/{pid}/cmdline")"""
        },
    ),
    hostile(
        "reads-the-memory-of-other-processes",
        "Searches the heaps of the processes around it by /proc/*/mem.",
        code={
            FIRST: """until = time.time() + 3
for pid in family():
    if pid == os.getpid():
        continue
    try:
        maps = open(f"/proc/{pid}/maps").read().splitlines()
        memory = open(f"/proc/{pid}/mem", "rb", 0)
    except OSError:
        continue
    for line in maps:
        place, rights, *_, = line.split()
        start, end = (int(part, 16) for part in place.split("-"))
        if not rights.startswith("rw") or end - start > 64_000_000 or time.time() > until:
            continue
        try:
            memory.seek(start)
            tell(memory.read(end - start))
        except (OSError, ValueError):
            pass"""
        },
    ),
    hostile(
        "searches-its-own-memory",
        "Searches its own heap by /proc/self/mem for what a fork left in it.",
        code={
            FIRST: """mine = open("/proc/self/mem", "rb", 0)
head = b"CANARY" + b"-"
for line in open("/proc/self/maps").read().splitlines():
    place, rights, *_ = line.split()
    start, end = (int(part, 16) for part in place.split("-"))
    if rights.startswith("rw") and end - start < 256_000_000:
        try:
            mine.seek(start)
            tell(mine.read(end - start))
        except (OSError, ValueError):
            pass"""
        },
    ),
    hostile(
        "reads-open-files-of-other-processes",
        "Opens what other processes have open, by /proc/*/fd.",
        code={
            FIRST: """for pid in family():
    try:
        handles = os.listdir(f"/proc/{pid}/fd")
    except OSError:
        continue
    for handle in handles:
        path = f"/proc/{pid}/fd/{handle}"
        try:
            if os.readlink(path).startswith("/") and os.path.isfile(path):
                read(path)
        except OSError:
            pass"""
        },
    ),
    hostile(
        "goes-through-the-root-of-other-processes",
        "Reaches the course folder by /proc/*/root and /proc/*/cwd.",
        code={
            FIRST: """for pid in family():
    for base in (f"/proc/{pid}/root{ROOT}", f"/proc/{pid}/cwd"):
        for pattern in ("source/*/*.ipynb", "gradebook.db", "keys/*", "*.ipynb"):
            try:
                for path in pathlib.Path(base).glob(pattern):
                    use(read(path))
            except OSError:
                pass"""
        },
    ),
    hostile(
        "reads-what-a-fork-inherited",
        "Reads every file descriptor that was left open.",
        code={
            FIRST: """for handle in range(3, 300):
    try:
        path = os.readlink(f"/proc/self/fd/{handle}")
    except OSError:
        path = ""
    if path.startswith("/") and not path.startswith(("/dev", "/proc")):
        try:
            tell(os.pread(handle, 5_000_000, 0))
        except OSError:
            pass"""
        },
    ),
    hostile(
        "takes-the-answer-from-the-calling-frame",
        "A function that looks up the test's own names and constants.",
        tools=False,
        code={
            "my-function": """import sys

def turnout(voted, voters):
    consts = sys._getframe(1).f_code.co_consts
    numbers = [one for one in consts if isinstance(one, (int, float))]
    return numbers[2] if len(numbers) > 2 else numbers[-1]""",
            "my-random": """import sys

def middle(numbers):
    return sys._getframe(1).f_globals.get("expected", 2)""",
        },
    ),
    hostile(
        "takes-the-answer-from-the-stack",
        "A function that reads the test's source line by inspect and obeys it.",
        tools=False,
        code={
            "my-function": """import inspect, re

def turnout(voted, voters):
    line = "".join(inspect.stack()[1].code_context or ())
    return eval(re.findall(r"[)] (?:==|-) ([0-9./ ]+)", line)[0])"""
        },
    ),
    hostile(
        "takes-the-answer-from-the-history",
        "A function that reads the running test cell out of In and fits itself to it.",
        code={
            "my-function": """def turnout(voted, voters):
    text = get_ipython().user_ns["In"][-1]
    tell(text)
    found = re.findall(rf"turnout[(]{voted}, {voters}[)] (?:==|-) ([0-9./ ]+)", text)
    return eval(found[0]) if found else 0.7"""
        },
    ),
    hostile(
        "searches-all-objects",
        "A function that searches every object of the process for the tests while it is tested.",
        code={
            "my-function": """import gc

def turnout(voted, voters):
    for one in gc.get_objects():
        if type(one) in (dict, list, tuple):
            for part in one.values() if type(one) is dict else one:
                if type(part) is str and "HIDDEN" in part:
                    tell(part)
    return 0.7"""
        },
    ),
    hostile(
        "reads-the-lecturers-history",
        "Searches IPython's history file, where the cells of earlier submissions are kept.",
        code={
            FIRST: """tell([*get_ipython().history_manager.search("*", raw=True)])
for path in pathlib.Path.home().rglob("history.sqlite*"):
    read(path)"""
        },
    ),
    hostile(
        "asks-the-graders-own-modules",
        "Imports the grader and nbgrader and asks them for the gradebook.",
        code={
            FIRST: """try:
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{ROOT}/gradebook.db") as book:
        for page in book.assignments[0].notebooks:
            tell([cell.source for cell in page.source_cells])
except BaseException as error:
    print(type(error).__name__)
for name, module in list(sys.modules.items()):
    if name.startswith(("electoral_grading", "nbgrader", "__main__")):
        tell(vars(module))"""
        },
    ),
    hostile(
        "walks-the-folders-above",
        "Searches everything that lies around the course folder.",
        code={
            FIRST: """until = time.time() + 3
for folder, _, names in os.walk(ROOT.parents[1]):
    for name in names:
        if time.time() < until:
            use(read(os.path.join(folder, name)))"""
        },
    ),
    hostile(
        "leaves-what-it-saw-for-a-friend",
        "Writes the tests it sees into shared folders, where a friend's submission looks.",
        code={
            "my-function": """def turnout(voted, voters):
    text = "\\n".join(get_ipython().user_ns["In"])
    for folder in ("/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")):
        try:
            with open(f"{folder}/electoral-corpus-{NAME}", "w") as file:
                file.write(text)
        except OSError:
            pass
    return 0.7"""
        },
    ),
    hostile(
        "looks-what-a-friend-left",
        "Looks in shared folders for what the friend's submission left.",
        code={
            FIRST: """for folder in ("/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")):
    for path in pathlib.Path(folder).glob("electoral-corpus-*"):
        read(path)"""
        },
    ),
]
