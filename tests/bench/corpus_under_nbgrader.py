"""The corpus of submissions under stock nbgrader and under our grader, as a table.

nbgrader runs with its own settings, as an ordinary user in a space of its own (bubblewrap): no
network but loopback, nothing of the machine to be written, bounds on processes, memory, file size
and time. Every case begins with a fresh copy of the course folder.

    python tests/bench/corpus_under_nbgrader.py              # all, and writes docs/grading-corpus.md
    python tests/bench/corpus_under_nbgrader.py --case NAME  # one, with nbgrader's own words
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "grading"))

from corpus import CASES, PARTS, Case, Place, course, ours
from corpus.assignment import NAME, NOTEBOOK

HERE = Path(__file__).resolve()
HOUSE = HERE.parents[2]
REPORT = HOUSE / "docs" / "grading-corpus.md"
USER = "61234"
"""An account that nothing else here uses, so that its processes can be counted."""
PATIENCE = 40
"""Seconds that one submission may take."""
CELL = 4
"""Seconds that one cell may take under nbgrader."""
BOUNDS = {
    resource.RLIMIT_NPROC: 400,
    resource.RLIMIT_AS: 6 * 2**30,
    resource.RLIMIT_FSIZE: 2 * 2**30,
    resource.RLIMIT_CORE: 0,
}


def boxed(names: list[str], show: bool) -> dict[str, dict]:
    """Run this script inside the box; return what it found, by case."""
    if not (os.geteuid() == 0 and shutil.which("bwrap")):
        sys.exit("This needs bubblewrap and root: hostile code is run as it is.")
    python = Path(sys.executable).resolve()
    with tempfile.TemporaryDirectory(prefix="corpus-") as work:
        Path(work).chmod(0o777)
        box = ["bwrap", "--die-with-parent", "--new-session", "--clearenv", "--unshare-pid"]
        box += ["--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup"]
        box += ["--tmpfs", "/", "--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc"]
        for name in ("bin", "lib", "lib64"):
            box += ["--symlink", f"usr/{name}", f"/{name}"]
        for path in (python.parents[1], HOUSE):
            for above in reversed(path.parents[:-1]):
                box += ["--perms", "0755", "--dir", str(above)]
            box += ["--ro-bind", str(path), str(path)]
        for name in ("/tmp", "/var/tmp", "/run"):  # noqa: S108 - the box's own
            box += ["--size", str(2**30), "--perms", "1777", "--tmpfs", name]
        box += ["--proc", "/proc", "--dev", "/dev", "--bind", work, "/course"]
        box += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--chdir", "/course"]
        box += ["/usr/bin/setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"]
        (Path(work) / "names.json").write_text(json.dumps(names), encoding="utf-8")
        subprocess.run([*box, sys.executable, str(HERE), "--inside"], check=True)
        if show:
            print((Path(work) / "words.txt").read_text(encoding="utf-8", errors="replace"))
        return json.loads((Path(work) / "found.json").read_text(encoding="utf-8"))


def in_boxes(names: list[str], jobs: int, show: bool) -> dict[str, dict]:
    """Run neighbouring parts of the cases in boxes side by side."""
    size = -(-len(names) // jobs)
    parts = [names[start : start + size] for start in range(0, len(names), size)]
    with ThreadPoolExecutor(jobs) as threads:
        found = list(threads.map(lambda part: boxed(part, show), parts))
    return {name: one for part in found for name, one in part.items()}


def inside() -> None:
    """Grade each case; the other end of `boxed`."""
    os.umask(0o022)
    here, template = Path("/course"), Path("/course/template")
    os.environ.update(
        PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin",
        HOME=str(here / "work" / "home"),
        LANG="C.UTF-8",
        DATABASE_PASSWORD=course.secret("environment"),
        JUPYTER_PLATFORM_DIRS="1",
    )
    import nbgrader.apps.nbgraderapp  # noqa: F401 - loaded once, before the forks

    if os.fork() == 0:  # so that this process has never seen a secret
        course.lay_out(template)
        os._exit(0)
    os.wait()
    (here / "work").symlink_to(template)
    root = here / "work" / "nbgrader" / "en"
    for words in (("generate_assignment", NAME, "--create"), ("autograde", NAME)):
        assert run(root, words, "neighbour") == 0, (here / "words.txt").read_text()
    (here / "work").unlink()
    found: dict[str, dict] = {}
    with course.Canary(here / "canary.log") as canary:
        keep = {os.getpid(), canary.process.pid, 1}
        for name in json.loads((here / "names.json").read_text(encoding="utf-8")):
            found[name] = graded(CASES[name], template, here / "work", canary)
            found[name]["harm"] += tidy_up(here / "work", keep, name)
            print(f"{name}: {found[name]}", flush=True)
            (here / "found.json").write_text(json.dumps(found), encoding="utf-8")


def run(root: Path, words: tuple[str, ...], student: str) -> int | str:
    """Run nbgrader in a forked process, with bounds; return how it ended."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.setsid()
            out = os.open("/course/words.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0), os.dup2(out, 1), os.dup2(out, 2)
            for bound, value in BOUNDS.items():
                resource.setrlimit(bound, (value, value))
            os.environ["ELECTORAL_STUDENT"] = student
            os.environ["ELECTORAL_KEYS"] = str(root / "keys" / f"{NAME}.json")
            os.chdir(root)
            status = command(words)
        except BaseException:  # noqa: BLE001 - whatever it is, it is told
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
    return "stopped by us"


def command(words: tuple[str, ...]) -> int:
    """Run an nbgrader command in this process."""
    from jupyter_core.application import NoStart
    from nbgrader.apps.nbgraderapp import NbGraderApp

    app = NbGraderApp.instance()
    try:
        app.initialize([*words, f"--Execute.timeout={CELL}"])
        app.start()
    except NoStart:
        pass
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def graded(case: Case, template: Path, work: Path, canary: course.Canary) -> dict:
    """Grade one case in a fresh course folder; return its scores and what it did."""
    shutil.copytree(template, work, symlinks=True)
    root = work / "nbgrader" / "en"
    if "/" in case.learner:
        return {"end": "no folder can have this name", "scores": None, "harm": []}
    place = Place(
        root, case.learner, os.getpid(), str(Path("/proc/self/ns/pid").readlink()), canary.port
    )
    case.make(root / "submitted" / case.learner / NAME, place)
    before, heard = course.fingerprint(work), len(canary.calls())
    base = read_scores(root, "neighbour")
    begin = time.monotonic()
    end = run(root, ("autograde", NAME), case.learner)
    seconds = time.monotonic() - begin
    time.sleep(1.0 if case.name == "writes-later" else 0)
    after = course.fingerprint(work)
    own = (f"{root}/autograded/{case.learner}/", f"{root}/gradebook.db", f"{work}/home/.")
    kept = ("usercustomize", "startup/00", "jupyter_config.py")
    strange = [
        Path(path).relative_to(work).as_posix()
        for path in course.changed(before, after)
        if not path.startswith(own) or any(one in path for one in kept)
    ]
    harm = [f"wrote {', '.join(strange[:3])}"] if strange else []
    if read_scores(root, "neighbour") != base:
        harm.append("changed the neighbour's points")
    harm += [f"called the canary ({len(canary.calls()) - heard})"] * (len(canary.calls()) > heard)
    harm += course.said(outputs(root / "autograded" / case.learner / NAME / f"{NOTEBOOK}.ipynb"))
    scores = read_scores(root, case.learner)
    words = Path("/course/words.txt").read_text(encoding="utf-8", errors="replace")
    last = [line for line in words.splitlines() if "ERROR" in line or "Error" in line][-1:]
    told = {"end": end, "seconds": round(seconds, 1), "why": last[0][-160:] if last else ""}
    return {**told, "scores": scores, "harm": harm}


def read_scores(root: Path, student: str) -> dict[str, float | None] | None:
    """Return the recorded points of a student; None where there is no such submission."""
    from nbgrader.api import Gradebook, MissingEntry

    try:
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
            notebooks = book.find_submission(NAME, student).notebooks
            return {
                grade.name: None if grade.needs_manual_grade else grade.score
                for notebook in notebooks
                for grade in notebook.grades
            }
    except MissingEntry:
        return None
    except Exception as error:  # noqa: BLE001 - a gradebook that was deleted or damaged
        return {"gradebook": type(error).__name__}  # pyright: ignore[reportReturnType]


def outputs(path: Path) -> dict[str, str]:
    """Return the outputs of a graded notebook by cell."""
    try:
        return dict(ours.outputs(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError):
        return {}


def end_all(keep: set[int]) -> None:
    """End every process of this space but ours; they may be forking still."""
    for _ in range(20):
        for pid in set(course.processes()) - keep:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not set(course.processes()) - keep:
            break
        time.sleep(0.05)


def tidy_up(work: Path, keep: set[int], name: str) -> list[str]:
    """End what was left running and remove what was left lying; return what it was."""
    left = {pid: line for pid, line in course.processes().items() if pid not in keep}
    harm = []
    if left:
        shown = sorted({line.split(" -f ")[0][-60:] for line in left.values() if line})
        harm.append(f"left {len(left)} process(es): {', '.join(shown[:2])}")
    end_all(keep)
    strays = course.strays()
    if strays:
        harm.append(f"left files: {', '.join(sorted({str(path.parent) for path in strays}))}")
    for path in strays:
        if not name.startswith("leaves-"):  # what a friend left is what the next case looks for
            path.unlink(missing_ok=True)
    for folder in (work, *work.rglob("*")):
        if folder.is_dir() and not folder.is_symlink():
            with contextlib.suppress(OSError):
                folder.chmod(0o700)
    shutil.rmtree(work, ignore_errors=True)
    return harm


def ours_of(names: list[str]) -> ours.Class:
    """Grade the cases with our grader."""
    with tempfile.TemporaryDirectory(prefix="corpus-") as work:
        place = Path(work)
        root = course.lay_out(place)
        os.environ["HOME"] = str(place / "home")
        os.environ["DATABASE_PASSWORD"] = course.secret("environment")
        programs = Path(sys.executable).parent
        os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"
        words = [programs / "nbgrader", "generate_assignment", NAME, "--create"]
        subprocess.run(words, cwd=root, check=True, stderr=subprocess.DEVNULL)
        with course.Canary(place / "canary.log") as canary:
            return ours.grade_all(place, root, canary, names)


Scores = dict[str, float | None]


def total(scores: Scores | None) -> str:
    """Return points as a text."""
    return "—" if scores is None else f"{sum(one or 0 for one in scores.values()):g}"


def fate(case: Case, scores: Scores | None) -> str:
    """Return what nbgrader's points are beside the fair ones: `more`, `less`, `both`, `none`."""
    if scores is None or scores.keys() != case.expected.keys():
        return "none"
    if any(got is None and case.expected[name] is not None for name, got in scores.items()):
        return "none"
    pairs = [(scores[name] or 0, case.expected[name] or 0) for name in scores]
    signs = {(got > fair) - (got < fair) for got, fair in pairs} - {0}
    return {1: "more", -1: "less"}[signs.pop()] if len(signs) == 1 else "both" if signs else "fair"


def harm(found: dict) -> str:
    """Return the harm seen, in words."""
    kinds = sorted({mark.split("-")[1] for mark in secrets_of(found)})
    words = [f"learned: {', '.join(kinds)}"] if kinds else []
    for one in found["harm"]:
        text = one.partition("HARM ")[2] if "HARM " in one else one
        if "CANARY-" not in one:
            words.append(text.replace("|", "/").replace("\n", " "))
    return "; ".join(dict.fromkeys(words))


def secrets_of(found: dict) -> list[str]:
    """Return the secrets that were told."""
    return course.SECRET.findall(" ".join(found["harm"]))


SIGNS = {"more": "▲", "less": "▼", "both": "▲▼", "none": "✗", "fair": ""}


def report(stock: dict[str, dict], graded: ours.Class, seconds: tuple[float, float]) -> str:
    """Return the table as Markdown, with a summary."""
    fates = {name: fate(CASES[name], found["scores"]) for name, found in stock.items()}
    hurt = {name for name, found in stock.items() if harm(found)}
    lines = [HEAD.format(cases=len(stock), cell=CELL, level=graded.level)]
    lines += [
        "| | cases | too many points | too few | no grade at all | harm or a secret learned |"
    ]
    lines += ["|---|--:|--:|--:|--:|--:|"]
    for kind in ("hostile", "broken", "odd"):
        mine = [name for name in stock if CASES[name].kind == kind]
        counts = [
            sum(fates[name] in {"more", "both"} for name in mine),
            sum(fates[name] in {"less", "both"} for name in mine),
            sum(fates[name] == "none" for name in mine),
            len(hurt & set(mine)),
        ]
        lines.append(f"| {kind} | {len(mine)} | {' | '.join(map(str, counts))} |")
    unfair = [
        name
        for name in stock
        if name in graded.errors or ours.scores(graded.results[name]) != dict(CASES[name].expected)
    ]
    harmed = graded.changed or graded.left or graded.calls or graded.strays
    lines.append(
        f"\nOurs: {len(stock) - len(unfair)} of {len(stock)} as they should be; "
        f"{'harm was seen' if harmed else 'no harm'}. "
        f"nbgrader took {seconds[0]:.0f} s, ours {seconds[1]:.0f} s with {ours.JOBS} at once.\n"
    )
    for part in PARTS:
        lines += [f"## {part.__doc__.strip().splitlines()[0]}\n"]
        lines += [
            "| case | kind | what it does | fair | nbgrader 0.9.6 | ours | harm under nbgrader |"
        ]
        lines += ["|---|---|---|--:|--:|--:|---|"]
        for case in part.CASES:
            if case.name in stock:
                lines.append(row(case, stock[case.name], graded, fates[case.name]))
        lines.append("")
    return "\n".join(lines)


def row(case: Case, found: dict, graded: ours.Class, sign: str) -> str:
    """Return one row of the table."""
    end = found["end"]
    theirs = f"{total(found['scores']) if sign != 'none' else ''} {SIGNS[sign]}".strip()
    if end:
        theirs += f" {end if isinstance(end, str) else 'stopped with an error'}"
    result = graded.results.get(case.name)
    mine = ours.scores(result) if result else None
    own = total(mine) + ("" if mine == dict(case.expected) else " ✗")
    cells = [case.name, case.kind, case.what, total(dict(case.expected)), theirs, own, harm(found)]
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


HEAD = """# {cases} submissions under nbgrader and under our grader

Written by `tests/bench/corpus_under_nbgrader.py`; the cases are in `tests/grading/corpus`.
The assignment is a small one in nbgrader's format: eleven graded cells, fourteen points, two of
them for an essay that waits for a hand (not counted here). Attacks start from an empty copy unless
the table says otherwise, so that a fair grade is 0.

Stock nbgrader 0.9.6 runs with its own settings, as an ordinary user in a space of its own, with
bounds that it does not have itself: 400 processes, 6 GB a process, 2 GB a file, {cell} s a cell,
40 s a submission. Where it was stopped by a bound, a machine without bounds would have suffered.
ELECTORAL_KEYS and ELECTORAL_STUDENT are set, as a course of ours sets them.
Our confinement here: {level}.

▲ more points than are due, ▼ fewer, ✗ no grade.
"""


def main() -> None:
    """Grade all with both, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--case", action="append", help="only this case; may be repeated")
    parser.add_argument(
        "--json",
        type=Path,
        help="where nbgrader's results are kept; what is there is not run again",
    )
    parser.add_argument("--jobs", type=int, default=2, help="boxes side by side")
    given = parser.parse_args()
    if given.inside:
        inside()
        return
    names = given.case or list(CASES)
    kept: dict = {"seconds": 0, "cases": {}}
    if given.json and given.json.exists():
        kept = json.loads(given.json.read_text(encoding="utf-8"))
    begin = time.monotonic()
    if fresh := [name for name in names if name not in kept["cases"]]:
        kept["cases"] |= in_boxes(fresh, given.jobs, bool(given.case))
        kept["seconds"] += time.monotonic() - begin
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    if not given.case:
        begin = time.monotonic()
        graded = ours_of(names)
        seconds = kept["seconds"], time.monotonic() - begin
        REPORT.write_text(report(kept["cases"], graded, seconds), encoding="utf-8")


if __name__ == "__main__":
    main()
