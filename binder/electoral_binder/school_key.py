"""The school's own key: it signs progress files, so that the school knows its own again.

It lies in the data folder, readable by the school's account alone, and never leaves it.
Whoever can read it can sign: on a hub where every learner has a server and a data folder of
their own, a signature says only that a file was not damaged on the way.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

NAME = "school.key"


def school_key(data: Path) -> bytes:
    """Return the school's key; the first call makes it.

    Raises:
        OSError: it can be neither read nor made.
        ValueError: the file is not a key.
    """
    path = data / NAME
    if not path.is_file():
        _make(path)
    key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(key) != 32:
        raise ValueError(f"{path} is not a key of this school")
    return key


def key_id(key: bytes) -> str:
    """Return the name of a key, which anybody may know: 16 hexadecimal digits.

    >>> key_id(b"k" * 32)
    'fa97778726642430'
    """
    return hashlib.sha256(b"electoral-school key\n" + key).hexdigest()[:16]


def sign(key: bytes, message: bytes) -> str:
    """Return the HMAC-SHA256 of a message, as hexadecimal digits."""
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def is_signed(key: bytes, message: bytes, signature: str) -> bool:
    """Return whether a signature of a message was made with this key."""
    return hmac.compare_digest(sign(key, message).encode(), signature.encode("utf-8", "replace"))


def _make(path: Path) -> None:
    """Put a new key there in one step; the first of several who try wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{NAME}.", dir=path.parent)  # for its owner alone
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
