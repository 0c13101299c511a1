"""The wheel is whole: a school installed from it builds its courses without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_school_from_the_wheel_builds_what_the_checkout_builds(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    program = "import sys; from electoral_binder.app import main; main()"
    for place, path in (("wheel", installed), ("checkout", None)):
        environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
        subprocess.run(
            [sys.executable, "-c", program, "build", "--out", tmp_path / place],
            cwd=tmp_path,
            env=environment,
            check=True,
        )

    def lessons(place):
        return {
            str(path.relative_to(tmp_path / place)): path.read_bytes()
            for path in (tmp_path / place / "courses").rglob("*.ipynb")
        }

    modules = [path.parent.name for path in (ROOT / "courses").glob("*/lesson.md")]
    assert len(lessons("wheel")) == len(modules) * len(["lesson", "assignment"]) * 3
    assert lessons("wheel") == lessons("checkout")
    assert (tmp_path / "wheel" / "nbgrader" / "ru" / "nbgrader_config.py").is_file()
