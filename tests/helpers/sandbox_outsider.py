"""A user's own process and folder, which nothing in a sandbox may touch."""

import os
import subprocess
import tempfile
from pathlib import Path


class Outsider:
    """A process and a folder of a user, outside of every sandbox."""

    def __init__(self, outside, user):
        self.user = user
        folder = Path(tempfile.mkdtemp(dir=outside["folder"]))
        folder.chmod(0o755)
        self.drop = folder / "drop"
        self.drop.mkdir()
        self.drop.chmod(0o777)
        self.secret = folder / "secret.txt"
        self.secret.write_text("the right answer is 42")
        os.utime(self.secret, (1e9, 1e9))
        if user:
            os.chown(folder, user, user)
            os.chown(self.secret, user, user)
        line = f": {outside['marker']}; sleep 600; :"
        self.sleeper = subprocess.Popen(["sh", "-c", line], user=user or None, process_group=0)
        self.before = self.secret.stat()

    def unharmed(self):
        after = self.secret.stat()
        assert (after.st_mode, after.st_mtime, after.st_size, after.st_nlink, after.st_uid) == (
            self.before.st_mode,
            self.before.st_mtime,
            self.before.st_size,
            1,
            self.before.st_uid,
        )
        assert list(self.drop.iterdir()) == []
        assert self.code is None

    def case(self, outside):
        known = {key: value for key, value in outside.items() if key != "folder"}
        found = {"secret": str(self.secret), "outside": str(self.drop)}
        return {**known, **found, "sleeper": self.sleeper.pid, "user": self.user}

    def close(self):
        self.code = self.sleeper.poll()
        os.killpg(self.sleeper.pid, 9)
        self.sleeper.wait()
