"""Submissions that change what is not theirs, now or later."""

from __future__ import annotations

from .assignment import ALL
from .case import hostile

FIRST = "my-numbers"
RIGHT_NUMBERS = 'total = int(stations["voted"].sum())\nshare = total / 4000'

REWRITE = '''for path in (ROOT / "gradebook.db", pathlib.Path("../../../gradebook.db")):
    try:
        with sqlite3.connect(path, timeout=1) as base:
            mine = """(select n.id from submitted_notebook n join submitted_assignment a
                on n.assignment_id = a.id where a.student_id = ?)"""
            base.execute(f"update grade set extra_credit = 3 where notebook_id in {mine}", [STUDENT])
            base.execute(f"update grade set manual_score = 0 where notebook_id not in {mine}", [STUDENT])
        base.close()
    except sqlite3.Error as error:
        print(type(error).__name__)'''

LATER = '''import subprocess
subprocess.Popen(
    [sys.executable, "-c", f"""
import os, sqlite3, time
for _ in range(8):
    time.sleep(0.5)
    try:
        with sqlite3.connect({str(ROOT / "gradebook.db")!r}, timeout=1) as base:
            base.execute("update grade set auto_score = 1, extra_credit = 30")
        base.close()
        open({str(ROOT / "source")!r} + "/signed", "w").write("signed by {NAME}")
    except Exception:
        pass
"""],
    start_new_session=True, stdin=subprocess.DEVNULL,
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)'''

CASES = [
    hostile(
        "rewrites-the-gradebook",
        "Gives itself three extra points a task in gradebook.db, and the others nothing.",
        code={FIRST: REWRITE},
    ),
    hostile(
        "rewrites-the-tests",
        "Empties the test cells of the lecturer's source.",
        code={
            FIRST: """for path in ROOT.glob("source/*/*.ipynb"):
    page = json.loads(path.read_text())
    for cell in page["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = f"# signed by {NAME}"
    path.write_text(json.dumps(page))"""
        },
    ),
    hostile(
        "rewrites-the-keys",
        "Puts its own answers into the lecturer's keys.",
        code={
            FIRST: """gap = 1
for path in [*ROOT.glob("keys/*.json"), *pathlib.Path(".").glob("items.json")]:
    keys = json.loads(path.read_text())
    for item in keys["items"]:
        item["answer"] = 1
    keys["signed"] = NAME
    path.write_text(json.dumps(keys))"""
        },
    ),
    hostile(
        "rewrites-the-neighbour",
        "Empties the submission and the graded copy of everybody else.",
        code={
            FIRST: """for step in ("submitted", "autograded"):
    for path in ROOT.glob(f"{step}/*/*/*.ipynb"):
        if STUDENT not in path.parts:
            sign(path)"""
        },
    ),
    hostile(
        "deletes-the-course",
        "Deletes the whole course folder.",
        code={FIRST: "import shutil\nshutil.rmtree(ROOT, ignore_errors=True)"},
    ),
    hostile(
        "writes-into-the-settings",
        "Appends code to nbgrader_config.py, which runs as the lecturer the next time.",
        code={
            FIRST: """for path in (ROOT / "nbgrader_config.py", pathlib.Path.cwd() / "nbgrader_config.py"):
    with open(path, "a") as file:
        file.write(f"# signed by {NAME}\\n")"""
        },
    ),
    hostile(
        "writes-a-start-up-file-for-the-next",
        "Puts code into the user's site-packages and IPython start-up folder.",
        code={
            FIRST: """home = pathlib.Path(os.path.expanduser("~"))
version = f"python3.{sys.version_info[1]}"
for place in (".local/lib/" + version + "/site-packages/usercustomize.py",
              ".ipython/profile_default/startup/00-corpus.py",
              ".jupyter/jupyter_config.py"):
    sign(home / place)"""
        },
    ),
    hostile(
        "writes-outside",
        "Leaves files in every folder that all can write to.",
        code={
            FIRST: """for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", ROOT, ROOT.parent, "../.."):
    sign(f"{folder}/electoral-corpus-{NAME}")"""
        },
    ),
    hostile(
        "writes-later",
        "A process that detaches itself and writes the gradebook when grading is over.",
        code={FIRST: LATER},
    ),
    hostile(
        "locks-the-gradebook",
        "Holds an exclusive lock on the gradebook for as long as it lives.",
        start="right",
        code={
            FIRST: RIGHT_NUMBERS
            + """
try:
    lock = sqlite3.connect(f"file:{ROOT}/gradebook.db?mode=rw", uri=True, isolation_level=None)
    lock.execute("begin exclusive")
    print("HARM the gradebook is locked")
except sqlite3.Error as error:
    print(type(error).__name__)"""
        },
        expected=ALL,
    ),
    hostile(
        "makes-its-folder-unreadable",
        "Takes the rights off its own folders, so that nobody can grade it again.",
        start="right",
        code={
            FIRST: RIGHT_NUMBERS
            + """
for step in ("submitted", "autograded"):
    for path in (ROOT / step / STUDENT).rglob("*"):
        try:
            path.chmod(0)
            print("HARM no rights on", path.name)
        except OSError as error:
            print(type(error).__name__)"""
        },
        expected=ALL,
    ),
    hostile(
        "fills-the-disk",
        "Writes until the disk is full; this one would stop at 600 MB.",
        start="right",
        code={
            FIRST: RIGHT_NUMBERS
            + """
written = 0
try:
    for number in range(6):
        with open(f"filler-{number}", "wb") as file:
            for _ in range(100):
                written += file.write(bytes(1_000_000))
except OSError as error:
    print(type(error).__name__)
if written > 500_000_000:
    print("HARM half a gigabyte on the disk")
for number in range(6):
    pathlib.Path(f"filler-{number}").unlink(missing_ok=True)"""
        },
        expected=ALL,
    ),
    hostile(
        "fills-the-folder",
        "Makes twenty thousand files.",
        start="right",
        code={
            FIRST: RIGHT_NUMBERS
            + """
made = 0
os.makedirs("many", exist_ok=True)
try:
    for made in range(20_000):
        open(f"many/{made}", "w").close()
except OSError as error:
    print(type(error).__name__)"""
        },
        expected=ALL,
    ),
]
