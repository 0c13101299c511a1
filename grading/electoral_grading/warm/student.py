"""The learner's process: it runs cells and answers questions about its names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from electoral_grading.crossing.serve import Server

if TYPE_CHECKING:
    import socket

    from electoral_grading.warm.shell import Shell


def serve(connection: socket.socket, shell: Shell) -> None:
    """Serve the judge until the connection ends."""
    shell.begin()
    server = Server(connection, shell.user_ns)

    def run(told: dict[str, Any]) -> dict[str, Any]:
        with server.running():
            return {"outputs": shell.run(told["source"])[0]}

    def loaded(_: dict[str, Any]) -> dict[str, Any]:
        return {"modules": sorted(sys.modules)}

    server.handlers |= {"run": run, "loaded": loaded}
    server.serve()
