"""Rendering ballots and reading them, side by side in one run, by CPU time of one process.

    python tests/bench/reading.py [ballots]

The machine must read at least 300 ballots a second on one core; CPU time counts every thread.
"""

import sys
import time

import numpy as np

from electoral.confusion import Sensor, ballots
from electoral.paper import render, scan
from electoral.reader import read

NEEDED = 300
PART = 200


def timed(work):
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def main(count: int) -> None:
    marked = ballots(count, seed=1)
    columns = (marked.choice, marked.other, marked.hand, marked.first, marked.second)
    spent = {"rendered": 0.0, "dirt of the sensor": 0.0, "read": 0.0}
    readings = np.empty(count, np.uint8)
    read(render(*(column[:2] for column in columns), seed=0))  # what is made once is made
    for start in range(0, count, PART):
        part = slice(start, start + PART)
        pieces = [column[part] for column in columns]
        seconds, pictures = timed(lambda: render(*pieces, seed=1, start=start))  # noqa: B023 - called at once
        spent["rendered"] += seconds
        seconds, _ = timed(lambda: scan(pictures, Sensor(streak=300, dirt=8)))  # noqa: B023
        spent["dirt of the sensor"] += seconds
        seconds, found = timed(lambda: read(pictures))  # noqa: B023
        spent["read"] += seconds
        readings[part] = found.square
    print(f"{count:,} ballots of {pictures.shape[2]} × {pictures.shape[1]} pixels, one core")
    for name, seconds in spent.items():
        print(f"  {name:20}{seconds:8.3f} s CPU   {count / seconds:10,.0f} ballots/s")
    rate = count / spent["read"]
    print(f"  reading is {spent['rendered'] / spent['read']:.1f} times faster than rendering,")
    print(f"  and {rate / NEEDED:.1f} times faster than the {NEEDED} ballots a second needed")
    right = (readings == marked.truth).mean()
    print(f"  read as the law says: {right:.1%}, every hand equally often")
    sys.exit(0 if rate >= NEEDED else 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
