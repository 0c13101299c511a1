"""What may never be in the repository: outside addresses in what is served, machine paths."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVED = (".js", ".css", ".j2", ".html", ".json")
OUTSIDE = re.compile(
    r"""(?:https?:)?//(?!127\.0\.0\.1|localhost|www\.w3\.org/)[a-z0-9-]+\.[a-z]{2,}"""
)


def tracked(*patterns):
    out = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [ROOT / name for name in out.split("\0") if name]


@pytest.mark.parametrize("home", ["widgets", "binder", "grading"])
def test_nothing_served_names_another_machine(home):
    wrong = {
        str(path.relative_to(ROOT)): found[0]
        for path in tracked(home)
        if path.suffix in SERVED and (found := OUTSIDE.findall(path.read_text(encoding="utf-8")))
    }

    assert wrong == {}


def test_notebooks_are_built_and_not_kept():
    kept = [path for path in tracked("*.ipynb") if "tests" not in path.parts]

    assert kept == []


LONGER = {
    "tests/courses/test_builder.py": 466,
}
"""Files still to be divided, with the length they may not exceed until then."""


def test_modules_stay_small_enough_to_read():
    """A module is one idea; ours sit at 40 to 200 lines."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked("*.py", "*.js", "*.css")
    }
    long = {name: count for name, count in lengths.items() if count > LONGER.get(name, 450)}

    assert long == {}
    assert all(lengths[name] > 450 for name in LONGER), "A file here is short by now: take it out."
