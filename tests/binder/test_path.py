"""The path: what a module builds upon, the order that follows from it, and how long it takes."""

from dataclasses import replace

import pytest

from electoral_binder import path
from electoral_binder.path import before, in_order, lasts, timetable
from electoral_binder.path_words import WORDS, duration_text, path_words
from electoral_binder.shelf import Book
from electoral_datasets.i18n import LANGUAGES

PLAN = """\
begins: "9:00"
days:
  - text: day-station
    sessions:
      - {kind: lesson, module: 02-b, minutes: 90}
"""


def book(name, *prerequisites, minutes=60, **more):
    return Book(name, 1, name, "", minutes, (), prerequisites, ("lesson", "assignment"), 45, **more)


def test_only_what_is_on_the_shelf_is_told_to_come_before():
    first, second = book("01-a"), book("02-b", "01-a", "00-gone")

    assert before([first, second]) == {"01-a": [], "02-b": [first]}


def test_a_module_comes_after_what_it_builds_upon_and_else_where_it_stands():
    shelf = [book("01-a", "03-c"), book("02-b"), book("03-c"), book("04-d", "01-a")]

    assert [one.id for one in in_order(shelf)] == ["03-c", "01-a", "02-b", "04-d"]


def test_a_circle_keeps_every_module_and_keeps_nobody_waiting():
    shelf = [book("01-a", "02-b"), book("02-b", "01-a"), book("03-c", "03-c")]

    assert sorted(one.id for one in in_order(shelf)) == ["01-a", "02-b", "03-c"]


def test_the_sum_counts_pages_that_are_there():
    shelf = [book("01-a", minutes=55), replace(book("02-b"), pages=("lesson",))]

    assert (lasts(shelf).lessons, lasts(shelf).assignments, lasts(shelf).minutes) == (115, 45, 160)


def test_the_timetable_is_read_anew_when_its_file_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(path, "courses_root", lambda: tmp_path)
    shelf = [book("02-b")]
    assert timetable(shelf) == ()

    (tmp_path / "path.yaml").write_text(PLAN, encoding="utf-8")
    assert [day.text for day in timetable(shelf)] == ["day-station"]

    (tmp_path / "path.yaml").write_text("days: [", encoding="utf-8")
    assert timetable(shelf) == ()  # `check` says what is wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_path_fills_its_places_in_every_language(language):
    told = path_words(language)
    values = dict.fromkeys(("all", "lessons", "assignments", "duration", "number"), "X")

    for name, source in WORDS.items():
        assert told[name].format(**values).count("X") == source.format(**values).count("X"), name
        assert language == "en" or told[name] != source, name
    for minutes, figures in ((45, {"45"}), (120, {"2"}), (805, {"13", "25"})):
        assert figures == set(filter(str.isdigit, duration_text(minutes, language).split()))
