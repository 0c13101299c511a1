"""A national election, all at once and ballot by ballot, side by side in one run.

    python tests/bench/national.py [share of the stations that the slow model counts, in percent]

Every voter of the country comes: 4,294,243 ballots. Times are CPU seconds of one process.
"""

import resource
import sys
import time

import numpy as np
import one_by_one

from electoral.day import poll
from electoral.plan import Plan, country
from electoral.traces import differences


def timed(work):
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def part_of(plan: Plan, stations: int) -> Plan:
    columns = (plan.voters, plan.received, plan.turnout, plan.outside, plan.weights)
    return Plan(*(column[:stations] for column in columns), plan.hands)


def main(percent: int) -> None:
    plan = country(1, turnout=1000)
    fast = min(timed(lambda: poll(plan, seed=1))[0] for _ in range(7))
    day = poll(plan, seed=1)
    checks, _ = timed(lambda: differences(day))
    few = part_of(plan, max(1, plan.stations * percent // 100))
    same, few_day = timed(lambda: poll(few, seed=1))
    ballots, counted = day.ballots.choice.size, few_day.ballots.choice.size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slow, _ = timed(lambda: one_by_one.poll(few, one_by_one.by_itself(1)))
    stations = one_by_one.poll(few, one_by_one.as_in_columns(few, 1))
    agree = all(
        np.array_equal([station[name] for station in stations], found)
        for name, found in (("slip", few_day.records["slip"]), ("piles", few_day.piles()))
    )
    print(f"{ballots:,} ballots, {plan.stations:,} stations, machine and hand count, protocols")
    print(f"  all at once     {fast:8.3f} s CPU   {ballots / fast:12,.0f} ballots/s")
    print(f"  all checks      {checks:8.3f} s CPU")
    print(f"  peak memory     {memory:8.0f} MiB")
    print(f"{counted:,} ballots, the same model")
    print(f"  ballot by ballot{slow:8.3f} s CPU   {counted / slow:12,.0f} ballots/s")
    print(f"  all at once     {same:8.3f} s CPU")
    ratio = (slow / counted) / (fast / ballots)
    print(f"  ratio, per ballot: {ratio:.0f} times faster")
    print(f"  the two models agree in every slip and every pile: {'yes' if agree else 'NO'}")
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
