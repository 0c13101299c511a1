"""What every test may rely on: no way out of this machine."""

import os
import socket

import pytest

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - compared, never bound

os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse a connection to another machine, in this process."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OSError(f"A test tried to reach {address[0]}; tests run without a network.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
