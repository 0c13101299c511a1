"""A server that writes down who called: TCP, UDP and an abstract socket, on one port's number."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
from pathlib import Path


def main(log: Path) -> None:
    """Print the port, then listen until the end."""
    tcp = socket.create_server(("127.0.0.1", 0), backlog=100)
    port = tcp.getsockname()[1]
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", port))
    servers = [tcp, udp]
    with contextlib.suppress(OSError):
        servers.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind(f"\0electoral-corpus-{port}")
    abstract.listen()
    servers.append(abstract)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while True:
        for ready in select.select(servers, [], [])[0]:
            if ready is udp:
                write(log, ready.recv(200))
                continue
            line, _ = ready.accept()
            line.settimeout(1)
            with line:  # closed only when the call is written down
                name = b"somebody"
                with contextlib.suppress(OSError):
                    name = line.recv(200) or name
                write(log, name)


def write(log: Path, name: bytes) -> None:
    """Write down a call."""
    with log.open("ab") as file:
        file.write(name + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
