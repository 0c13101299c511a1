"""What saving a graded submission costs: nbgrader's own way and our store, side by side.

    python tests/bench/saving.py [submissions]

Both get the same graded notebooks of twelve cells; nbgrader is told to run no cell. The last
line says whether both gradebooks are equal row for row.
"""

import logging
import sys
import tempfile
import time
from pathlib import Path

from traitlets.config import Config

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from gradebooks import (
    autograde,
    empty_gradebook,
    put_assignment,
    rows,
    twelve_cells,
    whole_class,
)

from electoral_grading.store import Store

NAME = "05-protocol"


def measured(label, count, work):
    """Print the time of the processor and of the clock for each submission."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    print(f"{label:<28}{1000 * cpu / count:>8.2f} ms CPU {1000 * clock / count:>8.2f} ms")
    return cpu


def main(count):
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    notebooks = {"assignment": twelve_cells()}
    graded = whole_class(NAME, notebooks, count)
    with tempfile.TemporaryDirectory() as folder:
        theirs = empty_gradebook(f"sqlite:///{folder}/theirs.db")
        ours = empty_gradebook(f"sqlite:///{folder}/ours.db")
        for url in (theirs, ours):
            put_assignment(url, NAME, notebooks)
        config = Config()
        config.CourseDirectory.db_url = theirs

        print(f"{count} submissions, each")
        slow = measured("nbgrader", count, lambda: autograde(Path(folder), config, graded))
        with Store(ours) as store:
            fast = measured("store, all at once", count, lambda: store.save(graded))
            measured("store, the same again", count, lambda: store.save(graded))
            measured("store, one at a time", count, lambda: [store.save([one]) for one in graded])
        print(f"{slow / fast:.0f} times less; equal rows: {rows(ours) == rows(theirs)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 60)
