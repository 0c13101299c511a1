"""What confinement costs, side by side in one run: forks of a warm process and bubblewrap.

    python tests/bench/sandbox.py [starts]

Each start is from the call until the process is gone again; CPU time counts all its processes. The
ways take turns, so that a busy machine slows all alike. Sandboxes must cost less than bubblewrap.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import pandas as pd  # noqa: F401 - it is what makes the process warm
import plotly.express

from electoral_grading import sandbox
from electoral_grading.sandbox import places


def bare() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def confined(level: str, folder: Path):
    def start() -> None:
        child = sandbox.fork_confined(level, sandbox.Limits(), folder)
        if child == 0:
            os._exit(0)
        sandbox.kill(child)

    return start


def fresh() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def bubblewrap(code: str):
    paths = [Path(path) for path in (*places.SYSTEM, *places.SYSTEM_FILES)]
    binds = [str(path) for path in (*paths, *sandbox.libraries()) if path.exists()]
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += [word for path in binds for word in ("--ro-bind", path, path)]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/tmp"]
    command += [sys.executable, "-c", code]

    def start() -> None:
        subprocess.run(command, check=True)

    return start


def spent() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def main(starts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ways = {"os.fork alone": bare}
        for level in sandbox.LEVELS:
            if sandbox.missing(level):
                print(f"{level}: {sandbox.missing(level)[0]}")
            else:
                ways[f"fork_confined, {level}"] = confined(level, Path(folder))
        ways["a fresh python -c pass"] = fresh
        if shutil.which("bwrap"):
            ways["bwrap … python -c pass"] = bubblewrap("pass")
            ways["bwrap … the same imports"] = bubblewrap("import pandas, plotly.express")
        else:
            print("There is no bubblewrap here to compare with.")
        times = {name: ([], []) for name in ways}
        for number in range(starts):
            for name, start in ways.items():
                if number >= 5 and "imports" in name:
                    continue
                wall, cpu = time.perf_counter(), spent()
                start()
                times[name][0].append(time.perf_counter() - wall)
                times[name][1].append(spent() - cpu)
    with open("/proc/self/status") as status:
        memory = [line.split()[1] for line in status if line.startswith(("VmSize", "VmRSS"))]
    size, resident = (int(kib) // 1024 for kib in memory)
    print(f"a warm process of {size} MiB, {resident} in memory, plotly {plotly.__version__}")
    print(f"{'median of ' + str(starts) + ' starts':28}{'wall':>10}{'CPU':>10}")
    medians = {}
    for name, (walls, cpus) in times.items():
        medians[name] = statistics.median(walls), statistics.median(cpus)
        print(f"{name:28}{medians[name][0] * 1e3:7.1f} ms{medians[name][1] * 1e3:7.1f} ms")
    strongest = medians[f"fork_confined, {sandbox.best()}"]
    bwrap = medians.get("bwrap … python -c pass", (float("inf"),) * 2)
    sys.exit(0 if strongest[1] < bwrap[1] else 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
