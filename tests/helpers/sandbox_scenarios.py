"""What is done to a sandbox, and seen of it, from outside; and all of that for several levels.

    python sandbox_scenarios.py CASE    # forks a confined child for each task, prints JSON

CASE is a JSON file, as for `sandbox_probes`, with the levels and what is to be done at each.
"""

import ctypes
import json
import os
import signal
import stat
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from sandbox_probes import probe

from electoral_grading import sandbox
from electoral_grading.sandbox import kernel, places


class Child:
    """A confined child with a pipe that it, and all it starts, hold open."""

    def __init__(self, case, work, folder=None):
        self.reading, writing = os.pipe()
        limits = sandbox.Limits(**case["limits"])
        readable = [*sandbox.libraries(), Path(case["suid"]), Path(case["library"])]
        folder = Path(folder or case["submission"])
        self.number = sandbox.fork_confined(case["level"], limits, folder, readable, [writing])
        if self.number == 0:
            try:
                said = work(writing)
                os.write(writing, json.dumps(said).encode())
            except BaseException as error:  # noqa: BLE001
                os.write(writing, json.dumps(f"{type(error).__name__}: {error}").encode())
            finally:
                os._exit(7)
        os.close(writing)

    def hear(self, size=1):
        return os.read(self.reading, size)

    def end(self):
        """Kill it; return its code, and whether the pipe was free of writers at once."""
        code = sandbox.kill(self.number)
        os.set_blocking(self.reading, False)
        try:
            while os.read(self.reading, 65536):
                pass
            gone = True
        except BlockingIOError:
            gone = False
        os.close(self.reading)
        return code, gone

    def answer(self):
        """Return what it says in the end, and its code."""
        text = b""
        while part := os.read(self.reading, 65536):
            text += part
        code, _ = self.end()
        return json.loads(text or b"null"), code


def answers(case, names):
    case = case | {"kept": []}

    def work(writing):
        return probe(case | {"kept": [writing]}, names)

    said, code = Child(case, work).answer()
    return said if isinstance(said, dict) else {"died": [code, said]}


def background(writing):
    """Leave a process that has left its parent, its session and its group."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.write(writing, b"b")
            while True:
                time.sleep(1)
        os._exit(0)
    time.sleep(60)


def leaves_a_process_behind(case):
    child = Child(case, background)
    child.hear()
    return child.end()


def leaves_a_process_and_ends(case):
    def work(writing):
        if os.fork() == 0:
            background(writing)
        time.sleep(0.05)
        os._exit(7)

    child = Child(case, work)
    with suppress(OSError):
        child.hear()
    os.waitid(os.P_PID, child.number, os.WEXITED | os.WNOWAIT)
    return child.end()


def is_a_fork_bomb(case):
    def work(writing):
        os.write(writing, b"b")
        while True:
            with suppress(OSError):
                os.fork()

    child = Child(case, work)
    child.hear()
    time.sleep(0.3)
    held = sandbox.memory_of(child.number)
    return [*child.end(), held > 1 << 20]


def flees_by_a_new_program(case):
    """A thread that starts a program gives the process a new first thread."""

    def work(writing):
        os.set_inheritable(writing, True)
        code = f"import os, time\nos.write({writing}, b'b')\nwhile True: time.sleep(1)"
        threading.Thread(
            target=os.execv, args=(sys.executable, [sys.executable, "-c", code])
        ).start()
        time.sleep(60)

    child = Child(case, work)
    child.hear()
    return child.end()


def outlives_the_caller(case):
    """The process that called is killed; everything must end."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        sandbox.shelter()
        started = sandbox.fork_confined(
            case["level"], sandbox.Limits(), Path(case["submission"]), None, [writing]
        )
        if started == 0:
            background(writing)
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(writing)
    os.waitpid(number, 0)
    deadline = time.monotonic() + 10
    os.set_blocking(reading, False)
    while time.monotonic() < deadline:
        try:
            if not os.read(reading, 100):
                return True
        except BlockingIOError:
            time.sleep(0.02)
    return False


def is_interrupted(case):
    said = []
    for name in ("loop", "sleep"):

        def work(writing, name=name):
            try:
                os.write(writing, b"r")
                while name == "loop":
                    pass
                time.sleep(60)
            except KeyboardInterrupt:
                return "interrupted"

        child = Child(case, work)
        child.hear()
        time.sleep(0.05)
        os.kill(child.number, signal.SIGINT)
        said.append(child.answer()[0])
    return said


def computes_too_long(case):
    def work(_writing):
        while True:
            pass

    child = Child(case | {"limits": case["limits"] | {"cpu": 1}}, work)
    os.waitid(os.P_PID, child.number, os.WEXITED | os.WNOWAIT)
    return child.end()[0]


def crashes(case):
    def work(_writing):
        ctypes.string_at(0)

    return Child(case, work).answer()[1]


def has_the_files(case):
    def work(_writing):
        return sorted(str(path) for path in Path().rglob("*"))

    return Child(case, work).answer()[0]


def digs_deep(case):
    """Leave folders so deep and so locked that they are hard to remove."""

    def work(_writing):
        for number in range(60):  # together longer than any path may be
            os.mkdir("d" * 200)
            os.symlink(case["secret"], f"link-{number}")
            os.chdir("d" * 200)
        os.mkdir("locked", 0)

    code = Child(case, work).answer()[1]
    return [code, os.listdir(tempfile.gettempdir())]


OUTSIDE = {
    one.__name__: one
    for one in (
        leaves_a_process_behind, leaves_a_process_and_ends, is_a_fork_bomb, outlives_the_caller,
        flees_by_a_new_program, is_interrupted, computes_too_long, crashes, has_the_files, digs_deep,
    )
}  # fmt: skip


def expose(paths):
    """Let every user of a mount namespace of our own reach `paths`, whatever lies above them."""
    kernel.unshare(kernel.NEW_MOUNT)
    kernel.make_mounts_private()
    closed = {}
    for path in map(str, paths):
        parents = [parent for parent in reversed(Path(path).parents)]
        barred = next((one for one in parents if not one.stat().st_mode & stat.S_IXOTH), None)
        if barred:
            closed.setdefault(str(barred), []).append(path)
    for barred, wanted in closed.items():
        trees = {path: kernel.open_tree(path) for path in wanted}
        kernel.mount("tmpfs", barred, 0, "mode=755")
        for path, tree in trees.items():
            if stat.S_ISDIR(os.fstat(tree).st_mode):
                os.makedirs(path)
            else:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                Path(path).touch()
            kernel.move_mount(tree, path)


def run(case):
    """Do all tasks of a case as its user; return what came of each."""
    if os.geteuid() == 0 and case["expose"]:
        expose(case["expose"])
    if os.geteuid() == 0 and case["user"]:
        os.setgroups([])
        os.setresgid(case["user"], case["user"], case["user"])
        os.setresuid(case["user"], case["user"], case["user"])
        kernel.set_dumpable()
    os.environ.pop("ELECTORAL_SECRET", None)
    places.hidden = lambda: [Path(case["library"], "electoral_courses", "modules")]
    tempfile.tempdir = tempfile.mkdtemp(dir=case["outside"])
    os.chmod(tempfile.tempdir, 0o711)
    os.open(case["secret"], os.O_RDONLY)  # left open, as by an oversight
    given: dict = {}
    for level, names in case["levels"].items():
        here = case | {"level": level, "fresh": level == "namespaces"}
        here["signals"] = level != "limits" or not case["user"]
        begun = time.perf_counter()
        given[level] = {"missing": [str(why) for why in sandbox.missing(level)]}
        given[level] |= {} if given[level]["missing"] else answers(here, names)
        spent = given[level]["seconds"] = {"probes": time.perf_counter() - begun}
        for name in [] if given[level]["missing"] else case["scenarios"][level]:
            begun = time.perf_counter()
            given[level][name] = OUTSIDE[name](here)
            spent[name] = time.perf_counter() - begun
    left = os.listdir(tempfile.tempdir)
    assert not left, left
    os.rmdir(tempfile.tempdir)
    return given


if __name__ == "__main__":
    json.dump(run(json.loads(Path(sys.argv[1]).read_text())), sys.stdout)
