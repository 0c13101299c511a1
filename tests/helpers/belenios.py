"""Belenios' own program as an independent judge, and as a maker of elections."""

import os
import shutil
import subprocess
from pathlib import Path

TOOL = shutil.which("belenios-tool")
MISSING = "belenios-tool is not installed: Belenios' own program was not asked."


class Election:
    """A folder in which `belenios-tool` works."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words, given: str = "") -> str:
        """Run the tool and return what it prints."""
        done = subprocess.run(
            [TOOL, *words],
            cwd=self.folder,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
            env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
        )
        return done.stdout

    def write(self, name: str, text: str) -> str:
        """Write a file of the folder and return its name."""
        (self.folder / name).write_text(text)
        return name

    def gather(self, pattern: str) -> str:
        """Return the texts of files in the order of their names."""
        return "".join(path.read_text() for path in sorted(self.folder.glob(pattern)))

    def event(self, kind: str, payload: str = "") -> None:
        """Append an event to the archive."""
        self.run("archive", "add-event", f"--type={kind}", given=payload)


def judge(archive: Path | bytes, uuid: str, folder: Path) -> str:
    """Return "" where Belenios accepts an archive, else its complaint."""
    folder.mkdir()
    content = archive if isinstance(archive, bytes) else archive.read_bytes()
    (folder / f"{uuid}.bel").write_bytes(content)
    done = subprocess.run(
        [TOOL, "election", "verify", "--dir", folder],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]
