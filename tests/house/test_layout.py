"""The house stands as drawn: packages, import directions, nothing heavy where it must be light."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOMES = {
    "electoral": "widgets",
    "electoral_datasets": "datasets",
    "electoral_widgets": "widgets",
    "electoral_courses": "courses",
    "electoral_grading": "grading",
    "electoral_binder": "binder",
}
MAY_IMPORT = {
    "electoral": set(),
    "electoral_datasets": {"electoral"},
    "electoral_widgets": {"electoral", "electoral_datasets"},
    "electoral_courses": {"electoral", "electoral_datasets", "electoral_widgets"},
    "electoral_grading": {"electoral", "electoral_datasets", "electoral_courses"},
    "electoral_binder": set(HOMES) - {"electoral_binder"},
}
CORE_THIRD_PARTY = {"numpy", "scipy", "gmpy2", "PIL", "cryptography"}


def imported(package: str) -> dict[Path, set[str]]:
    """Return the top-level names each file of a package imports, anywhere in it."""
    found = {}
    for path in (ROOT / HOMES[package] / package).rglob("*.py"):
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add((node.module or "").split(".")[0])
        found[path] = names
    return found


def test_every_package_is_in_the_wheel():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = listed["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    on_disk = {
        f"{path.parent.parent.name}/{path.parent.name}"
        for path in ROOT.glob("*/electoral*/__init__.py")
        if path.parent.parent.name in {"widgets", "datasets", "courses", "grading", "binder"}
    }

    assert set(packages) == on_disk == {f"{home}/{name}" for name, home in HOMES.items()}


@pytest.mark.parametrize("package", HOMES)
def test_packages_import_only_in_the_drawn_direction(package):
    wrong = {
        str(path.relative_to(ROOT)): sorted(names & set(HOMES) - MAY_IMPORT[package] - {package})
        for path, names in imported(package).items()
        if names & set(HOMES) - MAY_IMPORT[package] - {package}
    }

    assert wrong == {}


def test_the_core_knows_only_numbers():
    allowed = set(sys.stdlib_module_names) | CORE_THIRD_PARTY | {"electoral"}
    wrong = {
        str(path.relative_to(ROOT)): sorted(names - allowed)
        for path, names in imported("electoral").items()
        if names - allowed
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("electoral.protocol", {"pandas", "traitlets", "IPython", "plotly"}),
        ("electoral_courses", {"pandas", "anywidget", "ipywidgets", "plotly", "nbformat"}),
        ("electoral_widgets", {"pandas", "anywidget", "ipywidgets", "plotly"}),
        ("electoral_binder.app", {"pandas", "jupyter_server", "voila", "nbgrader", "anywidget"}),
    ],
)
def test_importing_stays_light(module, heavy):
    code = f"import sys, {module}; print(*sorted({heavy!r} & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()

    assert loaded == []


def test_the_core_imports_in_a_tenth_of_a_second_of_cpu_beyond_numpy():
    code = (
        "import numpy, time; start = time.process_time(); import electoral.protocol, "
        "electoral.station; print(time.process_time() - start)"
    )
    seconds = min(
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
        for _ in range(3)
    )

    assert seconds < 0.1
