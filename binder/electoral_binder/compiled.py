"""Templates and catalogues compiled once and kept, so that a server that starts need not again.

What is kept is named by what it was made from: a changed source has another name, and what was
made from the old one is not used any more.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

from electoral_datasets.i18n import Compiled

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket


class Templates(FileSystemBytecodeCache):
    """Compiled templates in a folder, once it is known; where nothing can be kept, nothing is."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.pattern = "%s.template"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, if there is one."""
        if self.folder:
            self.directory = str(self.folder)
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, if that is possible."""
        if self.folder:
            self.directory = str(self.folder)
            with suppress(OSError):
                super().dump_bytecode(bucket)


TEMPLATES = Templates()
"""Of all pages of this server."""


def keep_in(folder: Path) -> None:
    """Keep what is compiled in a folder, which nobody else may write to."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        TEMPLATES.folder = Compiled.folder = folder
