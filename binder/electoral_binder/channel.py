"""A page's line to its kernel: a learner's carries what widgets say, and no code.

A widget moves a slider by a `comm_msg`. Nothing a page does needs an `execute_request`, so a
learner who types one into the browser's console gets no answer, and no program of theirs runs.
The line opens while the page's cells still run; what they show stands in the page itself.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from jupyter_client._version import protocol_version
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
)
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from jupyter_client.manager import KernelManager

PROTOCOL = "v1.kernel.websocket.jupyter.org"
OF_WIDGETS = {
    "shell": {"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"},
    "control": {"kernel_info_request"},
}
"""The kinds of message that a page's widgets send, by the channel that carries them."""
MAY_BE_OPENED = "jupyter.widget.control"
"""The one comm that a page opens: through it, it asks for the state of the kernel's widgets."""
LARGEST = 2_000_000
"""Bytes in a message of a widget; a file that a learner brings is the largest."""
MOST_PARTS = 200
"""Parts of a message; each buffer of a widget's state is one."""

_KERNELS = "electoral_kernels"
_MAKERS: WeakKeyDictionary[KernelManager, str] = WeakKeyDictionary()
"""The session in which the server asks a kernel for what its page shows."""


def lend(settings: MutableMapping[str, Any], kernel_id: str, learner: str) -> None:
    """Note whose page a kernel was started for; forget those that ended."""
    running = settings["kernel_manager"]
    known = settings.get(_KERNELS, {})
    settings[_KERNELS] = {key: who for key, who in known.items() if key in running} | {
        kernel_id: learner
    }


def introduce(manager: Any, session: str) -> None:
    """Note that a kernel has answered and who makes its page.

    Jupyter would ask it again, behind all that it computes, and open the page's line after that.

    Args:
        manager: Of the kernel.
        session: In which the server asks it for what the page shows.
    """
    answered: asyncio.Future[dict[str, str]] = asyncio.Future()
    answered.set_result({"protocol_version": protocol_version})
    manager._kernel_info_future = answered  # noqa: SLF001 - where Jupyter notes it
    _MAKERS[manager] = session


def hang_up(kernel_id: str) -> None:
    """Close the lines of pages to a kernel that has ended, so that they ask what became of it."""
    for line in [*PageConnection._open_sockets]:  # noqa: SLF001 - Jupyter's list of them
        if line.kernel_id == kernel_id and line.kernel_manager in _MAKERS:
            line.websocket_handler.close()


def is_of(settings: Mapping[str, Any], kernel_id: str, learner: str | None) -> bool:
    """Return whether a kernel was started for a page of this learner."""
    return learner is not None and settings.get(_KERNELS, {}).get(kernel_id) == learner


def is_of_widgets(message: bytes | str, protocol: str | None) -> bool:
    """Return whether a message is one that a page's widgets send.

    >>> header = {"msg_type": "execute_request"}
    >>> is_of_widgets(json.dumps({"channel": "shell", "header": header}), None)
    False
    """
    try:
        channel, header, content = _parts(message, protocol)
        kind = header["msg_type"]
        is_known = kind in OF_WIDGETS.get(channel, ())
        is_for_control = kind != "comm_open" or content.get("target_name") == MAY_BE_OPENED
    except Exception:  # noqa: BLE001 - whatever cannot be read is not forwarded
        return False
    return is_known and is_for_control


def _parts(message: bytes | str, protocol: str | None) -> tuple[str, Any, Any]:
    # Jupyter reads as many offsets as the first bytes promise: a lie would keep it busy for ever.
    if isinstance(message, bytes):
        is_first = protocol == PROTOCOL
        promised = int.from_bytes(message[: 8 if is_first else 4], "little" if is_first else "big")
        if promised > MOST_PARTS:
            raise ValueError("too many parts")
    if protocol == PROTOCOL:
        channel, parts = deserialize_msg_from_ws_v1(message)
        return channel, _read(parts[0]), _read(parts[3])
    if isinstance(message, bytes):
        whole: Any = deserialize_binary_message(message)
    else:
        whole = _read(message)
    return whole.get("channel"), whole["header"], whole.get("content", {})


def _read(text: bytes | str) -> Any:
    """Read JSON in which no key stands twice: another reader could take the other value."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        read = dict(pairs)
        if len(read) != len(pairs):
            raise ValueError("a key stands twice")
        return read

    return json.loads(text, object_pairs_hook=once)


class LearnersChannel(KernelWebsocketHandler):
    """The websocket of a learner's page."""

    @property
    def max_message_size(self) -> int:
        """The largest message in bytes; a larger one closes the line."""
        return LARGEST

    def on_message(self, ws_message: bytes | str) -> None:
        """Forward what widgets say; drop anything else, and say so in the log."""
        if is_of_widgets(ws_message, self.selected_subprotocol):
            super().on_message(ws_message)
        else:
            self.log.warning("A page sent what no widget sends; it was not forwarded.")


class PageConnection(ZMQChannelsWebsocketConnection):
    """The server's side of a line: it does not carry what the page itself says."""

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """Hand on what a kernel tells, unless the page was told by the server that made it."""
        manager: Any = self.kernel_manager
        maker = _MAKERS.get(manager)
        if maker is None or maker != self._asked_by(outgoing_msg):
            super().handle_outgoing_message(stream, outgoing_msg)

    def _asked_by(self, message: list[Any]) -> str:
        parts: list[Any] = self.session.feed_identities(message)[1]
        return json.loads(parts[2]).get("session", "")
