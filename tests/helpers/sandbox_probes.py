"""What a learner's code might try, and what it must be able to do; used from inside a sandbox.

    python sandbox_probes.py CASE    # does the probes right here (under another sandbox)

CASE is a JSON file: what lies outside, and what is to be tried. A probe returns "held" where the
boundary holds, else what it reached.
"""

import ctypes
import errno
import json
import os
import resource
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd

from electoral_grading.sandbox import kernel, seccomp

HELD = "held"
LIBC = ctypes.CDLL(None, use_errno=True)


def refused(work, *allowed):
    """Return "held" if `work` fails with an OSError, else what it gave."""
    try:
        given = work()
    except OSError as error:
        return HELD if not allowed or error.errno in allowed else errno.errorcode[error.errno]
    return f"reached {given!r}"[:200]


def call(name, *arguments):
    """Make a system call by the number in the filter's own tables."""
    tables = (seccomp._REFUSED, seccomp._UNKNOWN, seccomp._OF_OTHERS)
    numbers = next(table[name] for table in tables if name in table)
    number = numbers[kernel.MACHINES.index(kernel.MACHINE)]
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    if LIBC.syscall(ctypes.c_long(number), *words) == -1:
        raise OSError(ctypes.get_errno(), name)
    return name


def reads_a_secret(case):
    return refused(lambda: Path(case["secret"]).read_text())


def lists_the_folder_of_the_secret(case):
    return refused(lambda: os.listdir(Path(case["secret"]).parent))


def follows_a_link_to_the_secret(case):
    Path("innocent.csv").symlink_to(case["secret"])
    return refused(lambda: Path("innocent.csv").read_text())


def reads_through_the_roots_of_processes(case):
    secret = case["secret"]
    numbers = ["self", "1", str(case["sleeper"]), str(os.getppid())]
    with suppress(OSError):
        numbers += [name for name in os.listdir("/proc") if name.isdigit()]
    for number in numbers:
        for way in ("root", "cwd"):
            with suppress(OSError):
                return "reached " + Path(f"/proc/{number}/{way}{secret}").read_text()
    return HELD


def reads_the_courses(case):
    for path in case["courses"]:
        with suppress(OSError):
            if found := os.listdir(path):
                return f"reached {found}"
    return HELD


def reads_courses_shipped_in_a_library(case):
    library = Path(case["library"])
    assert (library / "electoral_courses" / "items.py").read_text() == "kinds = 9"
    return refused(lambda: (library / "electoral_courses/modules/05/items.yaml").read_text())


def writes_outside(case):
    return refused(lambda: Path(case["outside"], "from-inside").write_text("here"))


def writes_into_the_libraries(_case):
    folders = [np.__path__[0], os.path.dirname(os.__file__), "/usr", "/etc", "/"]
    for folder in folders:
        with suppress(OSError):
            Path(folder, "from-inside").write_text("here")
            return f"reached {folder}"
    return HELD


def changes_a_file_outside(case):
    """Try its mode, times, name, length and existence; what came of it is seen from outside."""
    secret = case["secret"]
    works = [
        lambda: os.chmod(secret, 0),
        lambda: os.utime(secret, (0, 0)),
        lambda: os.truncate(secret, 0),
        lambda: os.rename(secret, secret + ".away"),
        lambda: os.unlink(secret),
        lambda: os.setxattr(secret, "user.mark", b"1"),
        lambda: os.link(secret, "linked"),
    ]
    for work in works:
        with suppress(OSError):
            work()
    return HELD


def sees_other_processes(case):
    with suppress(OSError):
        for name in os.listdir("/proc"):
            with suppress(OSError):
                if case["marker"] in Path(f"/proc/{name}/cmdline").read_text():
                    return f"reached process {name}"
    return HELD


def signals_other_processes(case):
    reached = []
    for number in (case["sleeper"], os.getppid() or case["sleeper"]):
        for send in (os.kill, os.killpg):
            with suppress(OSError):
                send(number, signal.SIGTERM)
                reached.append(number)
    with suppress(OSError):
        descriptor = os.pidfd_open(case["sleeper"])
        try:
            signal.pidfd_send_signal(descriptor, signal.SIGTERM)
        finally:
            os.close(descriptor)
        reached.append("by descriptor")
    return HELD if not reached else f"reached {reached}"


def changes_limits_of_other_processes(case):
    none = (0, 0)
    return refused(lambda: resource.prlimit(case["sleeper"], resource.RLIMIT_CPU, none))


def opens_network_sockets(_case):
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            with suppress(OSError):
                socket.socket(family, kind)
                return f"reached {family!r} {kind!r}"
    return HELD


def reaches_a_server_on_this_machine(case):
    def connect(family, address):
        with socket.socket(family) as one:
            one.settimeout(2)
            one.connect(address)
            return address

    addresses = [(socket.AF_INET, ("127.0.0.1", case["port"]))]
    addresses += [(socket.AF_UNIX, case["socket"]), (socket.AF_UNIX, "\0" + case["marker"])]
    answers = [refused(lambda a=address: connect(*a)) for address in addresses]
    return next((answer for answer in answers if answer != HELD), HELD)


def sends_a_datagram_from_a_pair(case):
    def send():
        one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        return one.sendto(b"here", "\0datagram-" + case["marker"])

    return refused(send)


def finds_the_environment(case):
    texts = [str(dict(os.environ))]
    with suppress(OSError):
        texts.append(Path("/proc/self/environ").read_text())
    LIBC.getenv.restype = ctypes.c_char_p
    texts.append(str(LIBC.getenv(b"ELECTORAL_SECRET")))
    return HELD if not any(case["marker"] in text for text in texts) else "reached environment"


def makes_dangerous_calls(_case):
    """Every refused call must fail as refused, and not for wrong arguments."""
    wrong = {}
    for name in seccomp._REFUSED:
        numbers = seccomp._REFUSED[name]
        if numbers[kernel.MACHINES.index(kernel.MACHINE)] is None:
            continue
        said = refused(lambda n=name: call(n, 0, 0, 0, 0, 0, 0), errno.EPERM)
        if said != HELD:
            wrong[name] = said
    return HELD if not wrong else str(wrong)


def makes_namespaces(_case):
    flags = kernel.NEW_USER | kernel.NEW_MOUNT
    clone = {"x86_64": 56, "aarch64": 220}[kernel.MACHINE]

    def cloned():
        made = LIBC.syscall(ctypes.c_long(clone), ctypes.c_long(kernel.NEW_USER | 17), 0, 0, 0, 0)
        if made == 0:
            os._exit(0)
        if made == -1:
            raise OSError(ctypes.get_errno(), "clone")

    answers = [refused(lambda: call("unshare", flags), errno.EPERM), refused(cloned, errno.EPERM)]
    answers.append(refused(lambda: call("clone3", 0, 0), errno.ENOSYS))
    return next((answer for answer in answers if answer != HELD), HELD)


def types_into_a_terminal(_case):
    def typed():
        if LIBC.ioctl(0, ctypes.c_ulong(0x5412), b"x") == -1:
            raise OSError(ctypes.get_errno(), "ioctl")

    return refused(typed, errno.EPERM)


def escapes_its_parents_end(_case):
    answers = []
    for option in (1, 36):  # PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER
        answers.append(refused(lambda o=option: kernel.prctl(o, 0), errno.EPERM))
    return next((answer for answer in answers if answer != HELD), HELD)


def gains_from_a_program_of_root(case):
    """A program with the set-user-id bit runs, but as the learner."""
    header = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0), 8)
    held = ctypes.create_string_buffer(24)
    LIBC.syscall(ctypes.c_long({"x86_64": 125, "aarch64": 90}[kernel.MACHINE]), header, held)
    if (
        set(struct.unpack("=6I", held.raw)) - {0, case.get("privileges", 0)}
        or LIBC.prctl(39, 0, 0, 0, 0) != 1
    ):  # PR_GET_NO_NEW_PRIVS
        return f"reached {held.raw}"
    found = subprocess.run([case["suid"], "-u"], capture_output=True, text=True, check=False)
    return HELD if found.stdout.strip() == str(os.getuid()) else f"reached {found}"


def holds_files_of_the_caller(case):
    nowhere = os.stat("/dev/null")
    try:
        names = os.listdir("/dev/fd")
    except OSError:  # not to be seen: then all are tried
        names = map(str, range(case["files"]))
    for name in names:
        with suppress(OSError):
            if int(name) not in case["kept"]:
                seen = os.fstat(int(name))
                if int(name) < 3 and (seen.st_rdev, seen.st_ino) == (
                    nowhere.st_rdev,
                    nowhere.st_ino,
                ):
                    continue
                if not stat.S_ISDIR(seen.st_mode):  # the listing itself
                    return f"reached file {name}: {seen}"
    return HELD


def fills_memory(case):
    try:
        given = np.ones(case["memory"] * 2, np.uint8)
    except MemoryError:
        return HELD
    return f"reached {given.nbytes}"


def writes_a_large_file(case):
    def fill():
        with Path("large").open("wb") as file:
            for _ in range(case["file"] // 65536 + 2):
                file.write(bytes(65536))

    try:
        return refused(fill, errno.EFBIG)
    finally:
        Path("large").unlink(missing_ok=True)


def opens_many_files(case):
    kept = []

    def fill():
        for _ in range(case["files"] + 1):
            kept.append(os.dup(0))

    answer = refused(fill, errno.EMFILE)
    for one in kept:
        os.close(one)
    return answer


def fills_all_space(case):
    """At the level of namespaces, all files together are limited too."""
    written = 0
    try:
        for folder in (".", "/tmp", "/dev/shm"):
            for number in range(case["space"] // case["file"] + 2):
                with suppress(OSError), Path(folder, f"part-{number}").open("wb") as file:
                    for _ in range(case["file"] // 65536):
                        written += file.write(bytes(65536))
                        file.flush()
        return HELD if written <= case["space"] + (1 << 20) else f"reached {written}"
    finally:
        for folder in (".", "/tmp", "/dev/shm"):
            for part in Path(folder).glob("part-*"):
                part.unlink()


def starts_many_processes(case):
    children = []
    try:
        for _ in range(case["processes"] + case["strangers"] + 1):
            child = os.fork()
            if child == 0:
                signal.pause()
            children.append(child)
    except OSError:
        return HELD
    finally:
        for child in children:
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
    return f"reached {len(children)} processes"


WALLS = [
    reads_a_secret, lists_the_folder_of_the_secret, follows_a_link_to_the_secret,
    reads_through_the_roots_of_processes, reads_the_courses, reads_courses_shipped_in_a_library,
    writes_outside,
    writes_into_the_libraries, changes_a_file_outside, sees_other_processes,
    signals_other_processes, changes_limits_of_other_processes, opens_network_sockets,
    reaches_a_server_on_this_machine, sends_a_datagram_from_a_pair, finds_the_environment,
    makes_dangerous_calls, makes_namespaces, types_into_a_terminal, escapes_its_parents_end,
    gains_from_a_program_of_root, holds_files_of_the_caller,
]  # fmt: skip
BOUNDS = [fills_memory, writes_a_large_file, opens_many_files, starts_many_processes]
SPACE = [fills_all_space]


def works(case):
    """Do what lessons do; return a text for each thing that did not work."""
    failed = {}

    def listing():
        assert (
            "data.csv" in subprocess.run(["ls"], capture_output=True, text=True, check=True).stdout
        )

    def table():
        frame = pd.read_csv("data.csv")
        assert frame["votes"].sum() == 42
        frame.to_csv("copy.csv")
        assert (np.eye(3) @ np.eye(3)).trace() == 3

    def temporary():
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "файл.txt").write_text("here", encoding="utf-8")
        assert not case["fresh"] or tempfile.gettempdir() == "/tmp"

    def modules():
        import colorsys  # noqa: F401 - not loaded before the fork
        import wave  # noqa: F401

        import plotly.graph_objects  # noqa: F401

    def own_module():
        sys.path.insert(0, "")
        import helper_of_learner

        assert helper_of_learner.x == 1

    def threads():
        done = []
        thread = threading.Thread(target=done.append, args=[1])
        thread.start()
        thread.join()
        assert done == [1]

    def pair():
        one, other = socket.socketpair()
        one.send(b"1")
        assert other.recv(1) == b"1"

    def copying():
        import shutil

        shutil.copy2("data.csv", "again.csv")

    def program():
        command = [sys.executable, "-c", "print(6 * 7)"]
        assert subprocess.run(command, capture_output=True, check=True).stdout == b"42\n"

    def processes():
        started = subprocess.Popen(["sleep", "60"])
        if case["signals"]:
            started.kill()
            assert started.wait() == -signal.SIGKILL
        child = os.fork()
        if child == 0:
            os._exit(3)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3

    def home():
        assert Path.home().resolve() == Path.cwd().resolve()
        assert Path.cwd().name == "home"

    for one in (
        listing, table, temporary, modules, own_module, threads, pair, copying, program, processes,
        home,
    ):  # fmt: skip
        try:
            one()
        except BaseException as error:  # noqa: BLE001
            failed[one.__name__] = f"{type(error).__name__}: {error}"
    return failed


def probe(case, names):
    """Do the named probes here."""
    known = {one.__name__: one for one in (*WALLS, *BOUNDS, *SPACE, works)}
    return {name: known[name](case) for name in names}


if __name__ == "__main__":
    CASE = json.loads(Path(sys.argv[1]).read_text())
    json.dump(probe(CASE | {"kept": [1, 2]}, CASE["names"]), sys.stdout)
