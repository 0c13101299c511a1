"""The built pages of modules with own variants run, and are graded as nbgrader does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from course_module import COURSES
from graded_module import TRACKS, graded, run

from electoral_courses.builder import build

if TYPE_CHECKING:
    from pathlib import Path

MODULES = ("04-urn", "07-remote-voting")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("built")
    build(COURSES, out, languages=("en",))
    return out


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("page", ["lesson", "assignment"])
def test_the_built_pages_run_from_top_to_bottom(built, module, page) -> None:
    folder = built / "courses" / "en" / module
    notebook = run(folder / f"{page}.ipynb", folder, ELECTORAL_STUDENT="Айгүл Токтогулова")

    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert [out for out in outputs if out.output_type == "error"] == []
    assert [out.text for out in outputs if out.get("name") == "stderr"] == []
    assert outputs


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("track", TRACKS)
def test_graded_as_nbgrader_does_it_each_track_earns_its_points(
    built, tmp_path, module, track
) -> None:
    marked, expected = graded(built, tmp_path / module, track, "Бектур Асанов")

    assert marked == {
        name: pytest.approx(float(points), abs=0.01) for name, points in expected.items()
    }
    assert (sum(marked.values()) == pytest.approx(16)) == (track in {"clicks", "python"})
    assert (sum(marked.values()) > 0) == (track != "empty")
