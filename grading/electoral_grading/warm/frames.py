"""Messages between the grader and the processes it trusts: JSON with a length before it.

File handles travel with a message (`SCM_RIGHTS`), so that a new process gets its socket.
"""

from __future__ import annotations

import array
import json
import socket
import struct
from typing import Any

HEAD = struct.Struct("!Q")
HANDLES = 4
"""No message carries more handles."""


class ClosedError(ConnectionError):
    """The other side is gone."""


def send(connection: socket.socket, message: Any, handles: tuple[int, ...] = ()) -> None:
    """Send a message, and file handles with it.

    Raises:
        ClosedError: nobody listens any more.
    """
    body = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()
    ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", handles))]
    try:
        connection.sendmsg([HEAD.pack(len(body))], ancillary if handles else [])
        connection.sendall(body)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise ClosedError from error


def receive(connection: socket.socket) -> tuple[Any, list[int]]:
    """Wait for a message; return it and the file handles that came with it.

    Raises:
        ClosedError: the other side is gone.
        TimeoutError: the connection has a time limit, and it has passed.
    """
    handles = array.array("i")
    space = socket.CMSG_SPACE(HANDLES * handles.itemsize)
    try:
        head, ancillary, _, _ = connection.recvmsg(HEAD.size, space)
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                handles.frombytes(data[: len(data) - len(data) % handles.itemsize])
        head += _exactly(connection, HEAD.size - len(head)) if head else b""
        if not head:
            raise ClosedError
        return json.loads(_exactly(connection, HEAD.unpack(head)[0])), list(handles)
    except ConnectionResetError as error:
        raise ClosedError from error


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(min(count - len(parts), 1 << 20))
        if not part:
            raise ClosedError
        parts += part
    return bytes(parts)
