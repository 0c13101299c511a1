"""`electoral-school election reader` prints what the reader made of rendered ballots."""

import subprocess
import sys
from pathlib import Path

import pytest

from electoral import confusion
from electoral.paper import Sensor
from electoral_binder.election import EYES, HANDS, OUTCOMES, ReaderApp

PROGRAM = Path(sys.executable).parent / "electoral-school"


def run(*arguments):
    return subprocess.run(
        [PROGRAM, "election", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def app():
    """Return the command before it starts."""
    app = ReaderApp()
    app.initialize(["--ballots=60", "--seed=2"])
    yield app
    ReaderApp.clear_instance()


def test_the_matrix_the_sensors_and_the_sweep_are_printed():
    done = run("reader", "--ballots=60", "--seed=2")

    assert done.returncode == 0, done.stderr
    assert "60 invented ballots, seed 2" in done.stdout
    assert "All 30 clean ballots were read without an error." in done.stdout
    assert all(word in done.stdout for word in (*HANDS, *OUTCOMES, *EYES.values()))
    corrected = next(line for line in done.stdout.splitlines() if line.strip()[:9] == "corrected")
    assert corrected.split() == ["corrected", "0", "0", "10", "0", "0"]


def test_an_error_on_a_clean_ballot_is_code_1(app, monkeypatch, capsys):
    soiled = {**confusion.EYES, "clean": Sensor(streak=450)}
    monkeypatch.setattr(confusion, "EYES", soiled)

    with pytest.raises(SystemExit) as end:
        app.start()

    assert end.value.code == 1
    assert "of 30 clean ballots." in capsys.readouterr().err


def test_the_words_fit_the_core():
    assert len(HANDS) == len(confusion.Hand)
    assert len(OUTCOMES) == len(confusion.Outcome)
    assert set(EYES) == set(confusion.EYES)


@pytest.mark.parametrize(
    "arguments",
    [(), ("bogus",), ("reader", "--bogus"), ("reader", "--ballots=0"), ("reader", "--seed=x")],
)
def test_wrong_usage_is_code_2(arguments):
    done = run(*arguments)

    assert done.returncode == 2
    assert done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_the_options():
    done = run("reader", "--help")

    assert done.returncode == 0
    assert "--ballots" in done.stdout
    assert "--seed" in done.stdout
