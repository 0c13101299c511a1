"""A PostgreSQL server of a test's own: Debian's programs, a folder of its own, no network."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)


class Server:
    """A server on a socket in its own folder; it can be killed and started again."""

    def __init__(self):
        if not PROGRAMS:
            pytest.skip(
                "PostgreSQL is not installed (apt-get install postgresql): "
                "gradebooks on a server were not tested."
            )
        self.programs = PROGRAMS[-1]
        # Not pytest's own folder: a server refuses to run as root, and its user has to get in.
        self.folder = Path(tempfile.mkdtemp(prefix="electoral-pg-"))
        self.user = account()
        if self.user:
            shutil.chown(self.folder, self.user)
        self.process = None
        made = self.run(
            "initdb", "-D", self.data, "-A", "trust", "-U", "school", "-E", "UTF8", "-N"
        )
        if made.returncode:
            shutil.rmtree(self.folder)
            pytest.skip(f"PostgreSQL's initdb does not run here: {made.stderr.strip()[-300:]}")

    @property
    def data(self):
        return str(self.folder / "data")

    def run(self, program, *words):
        """Run one of PostgreSQL's programs to its end."""
        command = [str(self.programs / program), *words]
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            command,
            user=self.user,
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self):
        """Start the server and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",  # what a killed server wrote is safe with the system all the same
            "shared_buffers": "16MB",
            "max_connections": "30",
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", self.data, *words],
                user=self.user,
                cwd=self.folder,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(600):
            if self.run("pg_isready", "-q", "-h", str(self.folder)).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text())

    def kill(self):
        """Let the server die at once, with all its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Stop the server and remove its folder."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def new(self, name):
        """Make an empty database; return its address."""
        made = self.run("createdb", "-h", str(self.folder), "-U", "school", name)
        assert made.returncode == 0, made.stderr
        return f"postgresql+psycopg://school@/{name}?host={self.folder}"


def account():
    """Return the user that runs the server; nobody in particular where we are not root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
