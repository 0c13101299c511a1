"""The warm process: it loads everything once and forks a kernel for each request.

It has no thread, no event loop and no ZeroMQ. Its server speaks to it over the socket whose
number is its first argument, and it answers there once, {"ready": true} or {"trouble": sentence}:

    {"command": […], "environment": {…}, "folder": …}, [status, output, errors]
    {"retire": true}

Over `status` goes what becomes of one kernel: {"process": number}, from the kernel itself once
it leads its own session, or {"trouble": sentence}; {"listens": true} when clients can reach it; at
last {"exit": code}. A kernel whose `status` the server closes is ended; all are when the server
is gone.
"""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path

from electoral_binder.kernels.nursery import Nursery
from electoral_grading.warm.frames import send


def main() -> None:
    """Serve until the server is gone; a new process goes on from here as a kernel."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not sys.flags.safe_path:
        del sys.path[0]  # what lies in the folder we began in is none of ours
    connection = socket.socket(fileno=int(sys.argv[1]))
    connection.set_inheritable(False)
    try:
        from electoral_binder.kernels import forked, loading, rehearsing  # noqa: PLC0415 - heavy, may fail

        loading.load()
        threads = len(list(Path("/proc/self/task").iterdir()))
        if threads > 1:
            raise RuntimeError(f"{threads - 1} threads were started while modules were loaded.")  # noqa: TRY301
    except Exception as error:  # noqa: BLE001 - whatever it is, the server knows another way
        send(connection, {"trouble": f"{type(error).__name__}: {error}"})
        return
    nursery = Nursery(connection, rehearsing.rehearsals())
    send(connection, {"ready": True})
    forked.become(nursery.serve())


if __name__ == "__main__":
    main()
