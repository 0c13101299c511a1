"""One lock: pinned, hashed, without addresses, and without the slow package."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from electoral_binder.doctor import pins

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "binder" / "requirements.txt", ROOT / "tests" / "requirements.txt"]
DIRECT = {"jupyterlab", "nbgrader", "ipywidgets", "voila", "pandas", "plotly"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.parent.name)
def test_every_pin_has_hashes_and_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())

    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "http" not in re.sub(r"^(http\S*|\S*http\S*)==", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.parent.name)
def test_this_environment_is_the_locked_one(lock):
    locked = {
        name: version
        for name, version, marker in pins(lock.read_text(encoding="utf-8"))
        if not marker or Marker(marker).evaluate()
    }

    assert len(locked) > 10
    assert {name: metadata.version(name) for name in locked} == locked


def test_the_lock_covers_every_direct_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {name for name, _, _ in pins(LOCKS[0].read_text(encoding="utf-8"))}
    direct = {Requirement(line).name.lower() for line in project["dependencies"]}

    assert direct <= locked
    assert direct >= DIRECT


def test_the_slow_package_is_in_neither_lock_nor_environment():
    names = {name for lock in LOCKS for name, _, _ in pins(lock.read_text(encoding="utf-8"))}

    assert not names & {"rfc3987-syntax", "lark"}
    with pytest.raises(metadata.PackageNotFoundError):
        metadata.version("rfc3987-syntax")


def test_a_kernel_s_imports_take_no_second_of_cpu_for_schemas():
    """With rfc3987-syntax this import alone costs 2.2 s of CPU or more."""
    code = "import time; a = time.process_time(); import nbformat; print(time.process_time() - a)"
    seconds = min(
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
        for _ in range(3)
    )

    assert seconds < 1.2
