"""Memory is measured, kept and planned with; what was not measured is said not to be."""

import json
import subprocess
import sys

import pytest

from electoral_binder import doctor_pages, memory
from electoral_binder.memory import (
    MB,
    Measured,
    fitting,
    keep,
    kept,
    measure,
    proportional,
    summary,
)
from electoral_binder.plan import need
from electoral_binder.plan_app import lines

USUAL = Measured(40 * MB, 50 * MB, 4, "2027-06-01T09:30:00Z", server=200 * MB, seconds=0.5)


def test_a_process_counts_with_those_it_started():
    program = (
        "import subprocess, sys; data = bytearray(b'x' * 60_000_000);"
        "child = subprocess.Popen([sys.executable, '-c', "
        "\"data = bytearray(b'x' * 60_000_000); print('ready', flush=True); input()\"],"
        "stdin=subprocess.PIPE, stdout=sys.stdout); input(); child.communicate(b'\\n')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"ready\n"

        assert 115 * MB < proportional(process.pid) < 200 * MB
        process.communicate(b"\n")
    assert measure([process.pid]) == []


def test_what_was_measured_is_kept_and_what_was_not_stays(tmp_path):
    keep(tmp_path, USUAL)
    keep(tmp_path, summary([10 * MB, 30 * MB]))

    found = kept(tmp_path)
    assert (found.lesson, found.largest, found.lessons) == (20 * MB, 30 * MB, 2)
    assert (found.server, found.seconds) == (USUAL.server, USUAL.seconds)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        json.dumps(vars(USUAL) | {"lesson": 0}),
        json.dumps(vars(USUAL) | {"x": 1}),
    ],
    ids=range(6),
)
def test_a_damaged_measurement_is_none(tmp_path, text):
    (tmp_path / memory.FILE).write_text(text, encoding="utf-8")

    assert kept(tmp_path) is None


def test_a_container_s_limit_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_GROUP", tmp_path)
    free = memory.free_memory()
    for name, content in (
        ("memory.max", "500000000"),
        ("memory.current", "450000000"),
        ("memory.stat", "anon 1\ninactive_file 20000000\n"),
    ):
        (tmp_path / name).write_text(content)

    assert free > 70 * MB
    assert memory.free_memory() == 70 * MB
    (tmp_path / "memory.max").write_text("max")
    assert memory.free_memory() > 70 * MB


def test_a_plan_is_the_sum_of_what_was_measured_and_what_is_said_to_be_assumed():
    plan = need(60, USUAL)

    # 1 GB for the system, 200 MB for the server, 60 × 40 MB and a quarter more
    assert plan.memory == 4200 * MB
    assert plan.gigabytes == 8
    assert plan.cores == 2
    assert need(600, USUAL).cores == 10
    assert fitting(300 * MB, 40 * MB) == 0


def test_a_plan_says_what_was_not_measured():
    told = "\n".join(lines(60, Measured(40 * MB, 50 * MB, 4, "2027-06-01T09:30:00Z")))

    assert "The server itself was not measured" in told
    assert "the cores are not known" in told
    assert "4 lessons" in told


def test_the_doctor_finds_what_jupyter_s_own_settings_spoil(tmp_path, monkeypatch):
    for name, content in (
        ("jupyter_server_config.py", "c.KernelManager.transport = 'tcp'\n"),
        ("jupyter_config.py", "c.MappingKernelManager.cull_idle_timeout = 0\n"),
        ("voila.json", '{"VoilaConfiguration": {"preheat_kernel": true}}'),
        ("voila.py", "1 / 0"),
    ):
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(doctor_pages, "jupyter_config_path", lambda: [str(tmp_path)])

    told = [sentence for state, sentence in doctor_pages.findings(tmp_path) if state == "mend"]

    for name, word in (
        ("jupyter_server_config.py", "ports"),
        ("jupyter_config.py", "for ever"),
        ("voila.json", "preheat_kernel"),
        ("voila.py", "division"),
    ):
        assert any(name in sentence and word in sentence for sentence in told), (name, told)


def test_the_doctor_finds_a_long_runtime_folder_and_a_damaged_extension(tmp_path, monkeypatch):
    damaged = tmp_path / "labextensions" / "draw"
    damaged.mkdir(parents=True)
    (damaged / "package.json").write_text("{}")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / ("long" * 30)))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    told = [sentence for state, sentence in doctor_pages.findings(tmp_path) if state == "mend"]

    assert any("JUPYTER_RUNTIME_DIR" in sentence for sentence in told)
    assert any("draw" in sentence and "Voilà shows no page" in sentence for sentence in told)


def test_the_doctor_tells_what_a_lesson_takes_and_that_it_was_measured(tmp_path):
    assert any(
        "not measured here yet" in sentence for _state, sentence in doctor_pages.findings(tmp_path)
    )

    keep(tmp_path, USUAL)

    told = [sentence for _state, sentence in doctor_pages.findings(tmp_path)]
    assert any("takes 40 MB" in sentence and "4 measured" in sentence for sentence in told)
    assert any("room for" in sentence for sentence in told)
