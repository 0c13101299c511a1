"""What the commands of electronic elections say, and how they cut what is too long to be said."""

import sys

from electoral.evoting.audit import FOLLOWS
from electoral_binder import evoting_files, evoting_report
from electoral_binder.evoting_files import Progress, plain, workers


def test_a_strangers_text_is_one_line_of_signs_that_can_be_printed():
    assert plain("a\nb\tc\x1b\ud800d") == "a�b�c��d"
    assert plain("x" * 300) == "x" * 200 + "…"


def test_long_numbers_are_cut_and_their_length_is_told():
    assert evoting_report.shortened("1" * 40) == "1" * 40
    assert evoting_report.shortened("12" * 300) == "121212121212…121212121212 (600)"


def test_every_stage_has_words():
    assert set(evoting_report.STAGES) == set(FOLLOWS)


def test_progress_is_a_bar_on_a_terminal_and_rare_lines_elsewhere(capsys, monkeypatch):
    quiet = Progress(2500)
    for done in range(0, 2501, 50):
        quiet(done)
    quiet.end()
    lines = capsys.readouterr().err.splitlines()

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    bar = Progress(10)
    bar(5)
    bar(10)
    bar.end()
    unknown = Progress(0)
    unknown(7)

    assert lines == ["1,000 of 2,500 ballots", "2,000 of 2,500 ballots"]
    assert capsys.readouterr().err == (
        "\r[############............] 5 of 10 ballots"
        "\r[########################] 10 of 10 ballots\n"
        "\rBallots: 7"
    )


def test_few_ballots_are_not_worth_a_process(monkeypatch):
    monkeypatch.setattr(evoting_files.os, "cpu_count", lambda: 3)

    assert [workers(jobs, ballots) for jobs, ballots in ((0, 99), (0, 100), (2, 500))] == [1, 3, 2]
