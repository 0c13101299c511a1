"""A start without a build, where nothing changed since the last one."""

import os
import shutil
import socket
from pathlib import Path

import pytest

from electoral_binder import app, built

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """Return a school of one module, built, and its folder."""
    place = tmp_path_factory.mktemp("school")
    shutil.copytree(ROOT / "courses" / "05-protocol", place / "courses" / "05-protocol")
    for beside in (ROOT / "courses").glob("*.yml"):
        shutil.copy2(beside, place / "courses")
    start = app.StartApp(courses=str(place / "courses"), out=str(place / "out"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(built, "BUILDERS", ())  # whoever works on them meanwhile changes them
        app.build_school(start, quiet=True)
        yield start, place


@pytest.fixture
def builds(monkeypatch):
    """Return a list that grows with each build."""
    from electoral_courses import builder

    done, build = [], builder.build
    monkeypatch.setattr(builder, "build", lambda *about: done.append(1) or build(*about))
    return done


def test_nothing_changed_so_nothing_is_built(school, builds):
    app.build_school(school[0], quiet=True)

    assert builds == []


def test_a_build_that_was_asked_for_is_made(school, builds, capsys):
    app.build_school(school[0])

    assert builds == [1]
    assert "unchanged" in capsys.readouterr().out


def test_a_busy_port_is_told_before_anything_is_built(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(app, "build_school", lambda *_, **__: pytest.fail("it was built first"))
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        start = app.StartApp()
        start.initialize([f"--port={busy.getsockname()[1]}", f"--out={tmp_path}"])

        with pytest.raises(SystemExit) as ended:
            start.start()

    assert ended.value.code == app.BAD
    assert "--port" in capsys.readouterr().err


def touch(path):
    about = path.stat()
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns + 1))


@pytest.mark.parametrize(
    "name",
    [
        "courses/05-protocol/lesson.md",
        "out/courses/ru/05-protocol/lesson.ipynb",
    ],
)
def test_a_source_or_a_built_file_of_another_time_is_built_again_once(school, builds, name):
    touch(school[1] / name)

    app.build_school(school[0], quiet=True)
    app.build_school(school[0], quiet=True)

    assert builds == [1]


@pytest.mark.parametrize(
    "name", ["out/courses/ky/05-protocol/lesson.ipynb", "out/nbgrader/en/nbgrader_config.py"]
)
def test_what_was_lost_is_made_again(school, builds, name):
    (school[1] / name).unlink()

    app.build_school(school[0], quiet=True)

    assert builds == [1]
    assert (school[1] / name).is_file()


def test_a_new_source_is_built(school, builds):
    shutil.copytree(ROOT / "courses" / "04-urn", school[1] / "courses" / "04-urn")

    app.build_school(school[0], quiet=True)

    assert builds == [1]
    assert (school[1] / "out" / "courses" / "ru" / "04-urn" / "lesson.ipynb").is_file()


def test_another_version_of_a_package_changes_the_mark(tmp_path, monkeypatch):
    place = tmp_path / "site-packages"
    place.mkdir()
    monkeypatch.syspath_prepend(str(place))
    before = built.sources_mark(tmp_path, ("en",))
    (place / "jupytext-9.9.dist-info").mkdir()

    assert built.sources_mark(tmp_path, ("en",)) != before
