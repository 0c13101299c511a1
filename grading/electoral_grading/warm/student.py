"""The learner's process: it runs cells and answers questions about its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from electoral_grading.crossing import Server

if TYPE_CHECKING:
    import socket

    from electoral_grading.warm.shell import Shell


def serve(connection: socket.socket, shell: Shell) -> None:
    """Serve the judge until the connection ends."""
    shell.begin()

    def run(source: str) -> dict[str, Any]:
        return {"outputs": shell.run(source)[0]}

    Server(connection, shell.user_ns, handlers={"run": run}).serve()
