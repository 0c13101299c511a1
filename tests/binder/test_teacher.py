"""Who may read a teacher's page: the lecturer by a key of their own, and nobody else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jupyter_server.auth import User
from jupyter_server.auth.identity import PasswordIdentityProvider

from electoral_binder.guard import may_open
from electoral_binder.identity import LEARNER, LECTURER, SchoolIdentity, is_lecturer, may_teach
from electoral_binder.shelf import PAGES, notebook_path, teacher_path

PAGE = "school/ru/05-protocol/teacher"


def asking(provider, name):
    """Return as much of a handler as tells who asks."""
    user = User(name) if name else None
    return SimpleNamespace(current_user=user, settings={"identity_provider": provider})


@pytest.mark.parametrize(("name", "may"), [(LECTURER, True), (LEARNER, False), (None, False)])
def test_of_two_keys_only_the_lecturers_opens_it(name, may):
    assert may_teach(asking(SchoolIdentity(), name)) is may


def test_where_one_key_opens_all_a_learner_may_be_reading():
    alone = asking(PasswordIdentityProvider(), "somebody of a hub or of Binder")

    assert is_lecturer(alone)
    assert not may_teach(alone)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/", PAGE.replace("/ru/", "/ky/")])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_guard_closes_it_to_learners(path, method):
    assert may_open(LECTURER, method, path)
    assert not may_open(LEARNER, method, path)
    assert not may_open(None, method, path)


@pytest.mark.parametrize(
    "path", ["school/ru/05-protocol/", "school/ru/05-protocol/assignment", "school/ru/teacher/"]
)
def test_what_is_open_to_learners_stays_so(path):
    assert may_open(LEARNER, "GET", path)


def test_it_stands_on_no_shelf(tmp_path):
    built = tmp_path / "nbgrader" / "ru" / "teacher" / "05-protocol.ipynb"
    built.parent.mkdir(parents=True)
    built.touch()

    assert teacher_path(tmp_path, "ru", "05-protocol") == built
    assert teacher_path(tmp_path, "ru", "../teacher/05-protocol") is None
    assert teacher_path(tmp_path, "ky", "05-protocol") is None
    assert "teacher" not in PAGES
    assert notebook_path(tmp_path, "ru", "05-protocol", "teacher") is None
