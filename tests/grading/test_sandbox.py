"""A learner's code is run where it can harm and learn nothing, for real, as root and as a user."""

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import sandbox_probes as probes
import sandbox_scenarios
from sandbox_outsider import Outsider

import electoral_courses
from electoral_grading import sandbox
from electoral_grading.sandbox import (
    confine,
    landlock,
    places,
    refused,
    rights,
    root,
    seccomp,
    student,
)

ROOT = os.geteuid() == 0
REPOSITORY = Path(electoral_courses.__file__).parents[2]
USER = 65534
LIMITS = {
    "memory": 256 << 20,
    "cpu": 60,
    "processes": 8,
    "file": 1 << 20,
    "files": 64,
    "space": 4 << 20,
}
BWRAP = shutil.which("bwrap")

linux = pytest.mark.skipif(sys.platform != "linux", reason="Only Linux confines a process.")
pytestmark = [linux, pytest.mark.slow]


@pytest.fixture(scope="module")
def outside():
    """Return what lies around a sandbox: secrets, sockets, processes; of root and of a user."""
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="outside-"))
    folder.chmod(0o755)
    submission = folder / "submission"
    (submission / "папка").mkdir(parents=True)
    (submission / "data.csv").write_text("votes\n40\n2\n")
    (submission / "helper_of_learner.py").write_text("x = 1\n")
    (submission / "папка" / "заметка.txt").write_text("here")
    (submission / "shadow").symlink_to("/etc/shadow")
    (submission / "away").symlink_to("/etc")
    os.mkfifo(submission / "pipe")
    with (submission / "huge").open("wb") as file:
        file.truncate(1 << 30)
    marker = f"outside-{os.urandom(6).hex()}"
    servers = [socket.create_server(("127.0.0.1", 0))]
    for kind, name in (
        (socket.SOCK_STREAM, f"\0{marker}"),
        (socket.SOCK_DGRAM, f"\0datagram-{marker}"),
        (socket.SOCK_STREAM, str(folder / "socket")),
    ):
        servers.append(socket.socket(socket.AF_UNIX, kind))
        servers[-1].bind(name)
        if kind == socket.SOCK_STREAM:
            servers[-1].listen(20)
    (folder / "socket").chmod(0o777)
    suid = folder / "suid"
    shutil.copy("/usr/bin/id", suid)
    suid.chmod(0o4755)
    library = folder / "site-packages"
    shipped = library / "electoral_courses" / "modules" / "05"
    shipped.mkdir(parents=True)
    (shipped / "items.yaml").write_text("answer: 42")
    (library / "electoral_courses" / "items.py").write_text("kinds = 9")
    yield {
        "folder": folder,
        "library": str(library),
        "submission": str(submission),
        "marker": marker,
        "port": servers[0].getsockname()[1],
        "socket": str(folder / "socket"),
        "suid": str(suid),
        "courses": [str(REPOSITORY / name) for name in ("courses/05-protocol", "build", ".git")],
        "limits": LIMITS,
        **{name: LIMITS[name] for name in ("memory", "file", "files", "space", "processes")},
        "strangers": 0,
        "expose": [str(path) for path in (REPOSITORY, Path(sys.base_prefix))],
    }
    for server in servers:
        server.close()
    shutil.rmtree(folder)


WALLS = [one.__name__ for one in probes.WALLS]
BOUNDS = [one.__name__ for one in probes.BOUNDS]
RUNS = (
    ("root", 0, False, ["namespaces", "landlock"]),
    ("root where all can read Python", 0, True, ["landlock", "limits"]),
    ("a user", USER, True, ["namespaces", "landlock", "limits"]),
)
"""Who grades, whether Python lies where everybody can read it, and the levels tried then."""

READING = 1 << 2
"""CAP_DAC_READ_SEARCH: kept where only root can read Python, for what Landlock's rules open."""

LOOSE = {"starts_many_processes"}
"""A bound that is loose where a user's processes are counted together."""
OPEN_TO_A_USER = {
    "reads_courses_shipped_in_a_library", "reads_a_secret", "lists_the_folder_of_the_secret", "follows_a_link_to_the_secret",
    "reads_the_courses", "writes_outside", "changes_a_file_outside", "sees_other_processes",
    "reads_through_the_roots_of_processes",
}  # fmt: skip
"""What the level `limits` leaves open, and says so in `gaps`; it is not tried."""


def tasks(who, level):
    left_open = OPEN_TO_A_USER if level == "limits" else set()
    walls = [name for name in WALLS if name not in left_open]
    bounds = [one for one in BOUNDS if who != "a user" or level == "namespaces" or one not in LOOSE]
    return [*walls, *bounds, *(["fills_all_space"] if level == "namespaces" else []), "works"]


def scenarios(who, level):
    """Return what is done from outside; computing for seconds is tried as PID 1 and as another."""
    left_out = set() if (who, level) in COMPUTED else {"computes_too_long"}
    return [name for name in sandbox_scenarios.OUTSIDE if name not in left_out]


COMPUTED = {("root", "namespaces"): -9, ("root where all can read Python", "limits"): -24}
"""Who computes too long, and how it ends: the first process of a namespace hears no SIGXCPU."""


@pytest.fixture(scope="module")
def played(outside):
    """Return a function that plays everything at a level, once for all tests."""
    known = {}

    def play(who, level):
        for name, user, exposed, levels in RUNS:
            if (who, level) in known or name != who or level not in levels:
                continue
            if not ROOT and who != "a user":
                pytest.skip("Nobody is root here: this was not seen as root.")
            outsider = Outsider(outside, user if ROOT else 0)
            case = outsider.case(outside)
            case["scenarios"] = {one: scenarios(who, one) for one in levels}
            case["levels"] = {one: tasks(who, one) for one in levels}
            case |= {} if exposed else {"expose": [], "privileges": READING}
            file = outside["folder"] / "case.json"
            file.write_text(json.dumps(case))
            secret = {"ELECTORAL_SECRET": outside["marker"], "OPENBLAS_NUM_THREADS": "1"}
            command = [sys.executable, sandbox_scenarios.__file__, str(file)]
            run = subprocess.run(
                command, env=os.environ | secret, capture_output=True, text=True, check=False
            )
            came = json.loads(run.stdout) if run.returncode == 0 else dict.fromkeys(levels)
            known.update({(who, one): (came[one], run.stderr, outsider) for one in levels})
            outsider.close()
        came, errors, outsider = known[who, level]
        assert came is not None, errors
        outsider.unharmed()
        return came

    return play


every = pytest.mark.parametrize(
    ("who", "level"), [(who, level) for who, _, _, levels in RUNS for level in levels]
)


@every
def test_no_wall_and_no_bound_of_a_level_gives_way(played, who, level):
    came = played(who, level)

    tried = {name: came.get(name) for name in tasks(who, level) if name != "works"}
    assert came["missing"] == []
    assert came.get("died") is None
    assert {name: said for name, said in tried.items() if said != probes.HELD} == {}


@every
def test_what_lessons_do_works_inside(played, who, level):
    assert played(who, level)["works"] == {}


@every
def test_nothing_outlives_the_kill(played, who, level):
    came = played(who, level)

    assert came["leaves_a_process_behind"][1] is True
    assert came["leaves_a_process_and_ends"] == [7, True]
    assert came["flees_by_a_new_program"] == [-9, True]
    assert came["is_a_fork_bomb"][1:] == [True, True]
    assert came["outlives_the_caller"] is True


@every
def test_a_cell_is_interrupted_and_an_end_is_told_truly(played, who, level):
    came = played(who, level)

    assert came["is_interrupted"] == ["interrupted", "interrupted"]
    assert came.get("computes_too_long") == COMPUTED.get((who, level))
    assert came["crashes"] == -11


@every
def test_a_submission_is_copied_without_what_its_links_point_to(played, who, level):
    came = played(who, level)

    assert came["has_the_files"] == [
        "data.csv",
        "helper_of_learner.py",
        "папка",
        "папка/заметка.txt",
    ]
    assert came["digs_deep"] == [7, []]


@pytest.mark.skipif(not ROOT, reason="Only root has files that only root can read.")
def test_it_is_said_where_root_may_not_share_the_right_to_read_python(monkeypatch, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(rights, "reading", lambda: 0)

    for level in ("landlock", "limits"):  # and nothing would hold a reader back at `limits`
        with pytest.raises(sandbox.Refused, match="can be read by root alone"):
            sandbox.fork_confined(level, sandbox.Limits(), tmp_path, [closed])
        monkeypatch.undo()


@pytest.mark.parametrize("level", ["limits", "landlock", "namespaces"])
def test_a_child_that_is_half_confined_runs_nothing(monkeypatch, tmp_path, level):
    def broken(*_arguments, **_more):
        raise ZeroDivisionError("a step failed")

    kept, children = [], []

    def noted(child, end=confine.kill):
        children.append(child)
        kept.append(end(child))
        return kept[0]

    monkeypatch.setattr(rights, "bound", broken)
    monkeypatch.setattr(confine, "kill", noted)
    before = set(os.listdir("/dev/fd"))

    with pytest.raises(sandbox.Refused, match="ZeroDivisionError: a step failed"):
        sandbox.fork_confined(level, sandbox.Limits(), tmp_path, [Path("/usr")])
    assert kept[0] in (sandbox.REFUSED, -9)
    assert set(os.listdir("/dev/fd")) == before
    (child,) = children
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def test_an_unknown_level_is_named(tmp_path):
    with pytest.raises(ValueError, match="strong"):
        sandbox.fork_confined("strong", sandbox.Limits(), tmp_path)


def test_the_best_level_is_one_that_lacks_nothing():
    assert sandbox.missing(sandbox.best()) == ()
    assert sandbox.best() in sandbox.LEVELS


def test_each_reason_is_a_sentence_that_can_be_translated():
    texts = [
        value
        for module in (confine, student, refused)
        for name, value in vars(module).items()
        if isinstance(value, str) and (name.startswith("_NO") or name == "DIED")
    ]

    assert len(texts) >= 8
    for text in texts:
        assert re.fullmatch(r"[A-Z{].*\.", text)


def test_libraries_hold_no_course_and_no_checkout():
    found = sandbox.libraries()

    for path in found:
        assert not REPOSITORY.is_relative_to(path), path
        for name in ("05-protocol", ".git", "build/nbgrader", "tests", "gradebook.db"):
            assert not (path / name).exists() or path.is_relative_to(sys.prefix), path
    assert Path(electoral_courses.__file__).parent in found


def test_courses_shipped_within_a_library_are_hidden(monkeypatch, tmp_path):
    library = tmp_path / "site-packages"
    secret = library / "electoral_courses" / "modules"
    secret.mkdir(parents=True)
    (secret / "items.yaml").write_text("answer: 42")
    (library / "electoral_courses" / "items.py").write_text("")
    (library / "other").mkdir()

    opened, listed = places.around(library, [secret])

    assert sorted(opened) == [library / "electoral_courses" / "items.py", library / "other"]
    assert sorted(listed) == [library, library / "electoral_courses"]
    monkeypatch.setattr(places, "hidden", lambda: [secret])
    assert root.plan((library,)).hidden == [str(secret)]
    root.plan.cache_clear()


def test_a_root_folder_is_never_readable_as_a_whole():
    with pytest.raises(ValueError, match="whole machine"):
        root.plan((Path("/"),))


def evaluated(program, machine, number, *arguments):
    """Judge a system call as the kernel would, with an evaluator of its own."""
    words = [number, {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}[machine], 0, 0]
    for argument in (*arguments, 0, 0, 0, 0, 0, 0)[:6]:
        words += [argument & 0xFFFFFFFF, argument >> 32]
    lines = list(struct.iter_unpack("=HBBI", program))
    at = held = 0
    while True:
        code, yes, no, value = lines[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            held = words[value // 4]
        elif code == 0x54:
            held &= value
        else:
            test = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
            at += yes if test else no


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_judges_every_call_as_its_table_says(machine):
    column = ("x86_64", "aarch64").index(machine)
    allow, refuse, unknown, ignore = 0x7FFF0000, 0x00050001, 0x00050026, 0x00050000
    inner = seccomp.program(machine)
    shared = seccomp.program(machine, shared=True, signals_for=77)

    def judged(numbers, *arguments, program=shared):
        return evaluated(program, machine, numbers[column], *arguments)

    for numbers in seccomp._REFUSED.values():
        assert numbers[column] is None or judged(numbers, program=inner) == refuse
    for numbers in seccomp._SHARED_IGNORED.values():
        assert numbers[column] is None or judged(numbers) == ignore
        assert numbers[column] is None or judged(numbers, program=inner) == allow
    for numbers in seccomp._SIGNALS.values():
        assert [judged(numbers, who) for who in (77, 78, 0, 0xFFFFFFFF)] == [allow, *[refuse] * 3]
        assert judged(numbers, 78, program=inner) == allow
    assert judged((435, 435)) == unknown
    assert judged((500, 500)) == unknown
    assert [judged(seccomp._SOCKET, family, program=inner) for family in (1, 2, 10, 16, 17)] == [
        allow, *[refuse] * 4
    ]  # fmt: skip
    assert judged(seccomp._SOCKET, 1) == refuse
    assert [judged(seccomp._SOCKET_PAIR, 1, kind) for kind in (1, 2, 5, 1 | 0o2000000)] == [
        allow, refuse, allow, allow
    ]  # fmt: skip
    assert judged(seccomp._SOCKET_PAIR, 2, 1) == refuse
    assert judged(seccomp._CLONE, 17) == allow
    assert judged(seccomp._CLONE, 17 | 0x10000000) == refuse
    assert [judged(seccomp._IOCTL, 0, what) for what in (0x5412, 0x541C, 0x5401)] == [
        refuse, refuse, allow
    ]  # fmt: skip
    assert [judged(seccomp._PRCTL, what) for what in (1, 36, 15)] == [refuse, refuse, allow]
    assert evaluated(shared, machine, 0) == allow
    assert evaluated(shared, "aarch64" if machine == "x86_64" else "x86_64", 0) == 0x80000000
    if machine == "x86_64":
        assert evaluated(shared, machine, 0x40000000 | 1) == 0x80000000


@pytest.mark.skipif(not landlock.version(), reason="This kernel has no Landlock.")
def test_the_machine_allows_what_its_kernel_knows():
    assert sandbox.best() == "namespaces" if ROOT else sandbox.best() != "none"


@pytest.mark.skipif(BWRAP is None, reason="There is no bubblewrap here to compare with.")
def test_bubblewrap_gives_the_same_verdicts(outside, played):
    """Its own namespaces and mounts, with our filter of system calls."""
    who = "root" if ROOT else "a user"
    ours = played(who, "namespaces")
    of_ours_only = {"escapes_its_parents_end", "reads_courses_shipped_in_a_library"}
    names = [name for name in WALLS if name not in of_ours_only]
    outsider = Outsider(outside, 0)
    file = Path(tempfile.mkdtemp(dir=outside["folder"])) / "case.json"
    file.write_text(json.dumps(outsider.case(outside) | {"names": names}))
    calls, writing = os.pipe()
    os.write(writing, seccomp.program(os.uname().machine))
    os.close(writing)
    binds = [str(path) for path in (*places.SYSTEM, *places.SYSTEM_FILES) if Path(path).exists()]
    binds += [*map(str, sandbox.libraries()), outside["suid"], probes.__file__, str(file)]
    command = [BWRAP, "--unshare-all", "--uid", str(USER), "--gid", str(USER), "--cap-drop", "ALL"]
    command += [
        "--new-session",
        "--as-pid-1",
        "--die-with-parent",
        "--tmpfs",
        "/tmp",
        "--proc",
        "/proc",
    ]
    command += [word for path in binds for word in ("--ro-bind", path, path)]
    command += ["--dev", "/dev", "--dir", "/private/home", "--chdir", "/private/home", "--clearenv"]
    command += ["--remount-ro", "/", "--tmpfs", "/private/home", "--chdir", "/private/home"]
    command += ["--seccomp", str(calls), sys.executable, probes.__file__, str(file)]

    run = subprocess.run(
        command, capture_output=True, text=True, pass_fds=[calls], check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip

    os.close(calls)
    assert run.returncode == 0, run.stderr
    outsider.close()
    outsider.unharmed()
    assert json.loads(run.stdout) == {name: ours[name] for name in names}
