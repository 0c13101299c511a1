"""A few of the kills of `tests/bench/kills.py`: whoever is killed, the next run completes it."""

import pytest
import sixty
from kills import Class, rounds

pytestmark = pytest.mark.slow


def test_after_kills_every_result_is_there_equal_and_once(tmp_path, run_nbgrader, monkeypatch):
    monkeypatch.setenv("PATH", sixty.environment()["PATH"])
    root = sixty.make(tmp_path / "course", 12, generate=run_nbgrader)
    one = Class(root, f"sqlite:///{root}/gradebook.db")

    count = rounds(one, 6, seed=2, say=lambda *_, **__: None)

    assert count >= 1
    assert sum(one.kills.values()) >= 6
