"""The application answers in sentences and with the right exit code."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).parent / "electoral-school"
COMMANDS = ["start", "build", "check", "new", "election", "doctor"]


def run(*arguments, **options):
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=120, **options
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    done = run(command, "--help")

    assert done.returncode == 0
    assert f"electoral-school {command}" in done.stdout or command in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("check", "--bogus"),
        ("new",),
        ("new", "Audits"),
        ("new", "05-protocol"),
        ("start", "--lang", "xx"),
        ("start", "--port", "many"),
        ("check", "--courses", "/nowhere"),
    ],
)
def test_wrong_usage_is_a_sentence_and_code_2(arguments):
    done = run(*arguments)

    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_new_module_builds_and_lacks_only_translations(tmp_path):
    courses = tmp_path / "courses"
    courses.mkdir()
    (courses / "glossary.csv").write_bytes((ROOT / "courses" / "glossary.csv").read_bytes())

    made = run("new", "08-audits", "--courses", str(courses))
    built = run("build", "--courses", str(courses), "--out", str(tmp_path / "build"))
    checked = run("check", "--courses", str(courses))

    assert made.returncode == 0, made.stderr
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "build" / "courses" / "ru" / "08-audits" / "lesson.ipynb").is_file()
    assert checked.returncode == 1
    faults = [line for line in checked.stdout.splitlines() if "08-audits" in line]
    assert faults
    assert all("translat" in line for line in faults), checked.stdout


def test_a_broken_catalogue_is_named_by_file(tmp_path):
    courses = tmp_path / "courses"
    courses.mkdir()
    (courses / "glossary.csv").write_bytes((ROOT / "courses" / "glossary.csv").read_bytes())
    run("new", "08-audits", "--courses", str(courses))
    (courses / "08-audits" / "ru.po").write_text('msgid "Audits\nmsgstr "x"\n', encoding="utf-8")

    done = run("build", "--courses", str(courses), "--out", str(tmp_path / "build"))

    assert done.returncode == 1
    assert "ru.po" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_build_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    done = run("build", "--out", str(tmp_path / "file" / "build"))

    assert done.returncode == 1
    assert "--out" in done.stderr


@pytest.mark.slow
def test_a_chosen_port_in_use_is_a_sentence(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]

        done = run("start", "--port", str(port), "--data", str(tmp_path))

    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr


def test_the_environment_script_refuses_an_old_python(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 1\necho "Python 3.9.1"\n', encoding="utf-8")
    old.chmod(0o755)

    done = subprocess.run(
        ["sh", ROOT / "binder" / "environment", str(old)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Python 3.9.1 is too old" in done.stderr


def test_the_doctor_finds_this_machine_fit():
    done = run("doctor")

    assert done.returncode == 0, done.stdout
    assert "Every package is the pinned one." in done.stdout
