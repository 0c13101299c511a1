"""Kernels forked from the warm process beside kernels that Jupyter starts, in one run.

    python tests/bench/kernels.py                  times, and the memory of 1 and 20 kernels
    python tests/bench/kernels.py --cycles 500     what so many starts and stops leave behind

Both kinds take turns, so that a busy machine is as busy for the one as for the other.
"""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))
from kernels_at_work import Hall, open_files

from electoral_binder.kernels.warm import warm

CELL = "import pandas, plotly, electoral_widgets"


async def begin():
    """Make the warm process ready; return the seconds it takes."""
    start = time.perf_counter()
    warm.begin()
    await asyncio.to_thread(warm._zygote._ready.result)
    return time.perf_counter() - start


async def once(hall):
    """Return the seconds to a running process, to its first answer, for the cell, to its end."""
    moments = [time.perf_counter()]
    kernel = await hall.launch()
    moments.append(time.perf_counter())
    await kernel.ready()
    moments.append(time.perf_counter())
    await kernel.printed(CELL)
    moments.append(time.perf_counter())
    await kernel.stop()
    moments.append(time.perf_counter())
    return [after - before for before, after in pairwise(moments)]


async def times(halls, count):
    """Print medians of both kinds, one kernel at a time."""
    taken = {hall.kind: [] for hall in halls}
    for _ in range(count):
        for hall in halls:
            taken[hall.kind].append(await once(hall))
    print(f"medians of {count}, s      process   ready   first cell   all of it    stop")
    for kind, rows in taken.items():
        parts = [median(column) for column in zip(*rows, strict=True)]
        whole = median(sum(row[:3]) for row in rows)
        print(
            f"{kind:22} {parts[0]:10.2f} {parts[1]:7.2f} {parts[2]:12.2f} {whole:11.2f} {parts[3]:7.2f}"
        )


def memory(processes):
    """Return the private and the proportional memory of processes, in MB."""
    told = [psutil.Process(number).memory_full_info() for number in processes]
    return sum(t.uss for t in told) / 1e6, sum(t.pss for t in told) / 1e6


async def hall_of(hall, count):
    """Print how long so many kernels at once take, and their memory after the cell."""
    start = time.perf_counter()
    kernels = await asyncio.gather(*(hall.launch() for _ in range(count)))
    await asyncio.gather(*(kernel.ready() for kernel in kernels))
    await asyncio.gather(*(kernel.printed(CELL) for kernel in kernels))
    taken = time.perf_counter() - start
    private, proportional = memory(kernel.process.pid for kernel in kernels)
    parent = memory([warm.pid])[1] if hall.kind == "warm" else 0
    print(
        f"{hall.kind:6} {count:3} at once: {taken:6.2f} s; private {private / count:6.1f} MB each;"
        f" PSS {proportional:7.1f} MB together, {parent:5.1f} MB of the warm process beside them"
    )
    await asyncio.gather(*(kernel.stop(now=True) for kernel in kernels))


async def cycles(hall, count):
    """Print what stays after so many kernels."""

    def look():
        gc.collect()
        ours, theirs = psutil.Process(), psutil.Process(warm.pid)
        files = len(list(hall.folder.iterdir()))
        print(
            f"  server {open_files()} files open, {ours.memory_info().rss / 1e6:.1f} MB;"
            f" warm process {open_files(warm.pid)} files open,"
            f" {theirs.memory_info().rss / 1e6:.1f} MB, {len(theirs.children())} children;"
            f" {files} files in the folder; {psutil.Process().num_threads()} threads here"
        )

    for number in range(count + 1):
        if number in {1, count // 4, count // 2, count}:
            print(f"after {number} starts and stops:")
            look()
        if number < count:
            kernel = await hall.start()
            await kernel.printed("1")
            await kernel.stop(now=number % 2 == 0)


async def main():
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--cycles", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        halls = [Hall(kind, folder) for kind in ("stock", "warm")]
        print(f"the warm process is ready after {await begin():.2f} s")
        if chosen.cycles:
            await cycles(halls[1], chosen.cycles)
        else:
            await times(halls, chosen.count)
            for count in (1, chosen.at_once):
                for hall in halls:
                    await hall_of(hall, count)
        for hall in halls:
            await hall.close()


if __name__ == "__main__":
    asyncio.run(main())
