"""The timetable of a summer school, and prerequisites that lead somewhere."""

import shutil
from pathlib import Path

import pytest

from electoral_courses import yaml_source
from electoral_courses.catalogue import modules
from electoral_courses.errors import CourseError
from electoral_courses.lint import check
from electoral_courses.timetable import FILE, PAUSES, clock, faults, read_timetable, taught
from electoral_courses.timetable_words import KINDS, TEXTS, kind_text, text_of
from electoral_datasets.i18n import LANGUAGES

COURSES = Path(__file__).parents[2] / "courses"
FIXTURES = Path(__file__).parent / "fixtures" / "courses"
PLAN = """\
begins: "9:00"
days:
  - text: day-station
    sessions:
      - {kind: opening, text: opening, minutes: 30}
      - {kind: lesson, module: 04-urn, minutes: 60}
      - {kind: break, minutes: 30}
      - {kind: assignment, module: 04-urn, minutes: 45}
      - {kind: review, module: 05-protocol, minutes: 45}
"""


def plan(folder, text=PLAN):
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def parts(days):
    return [part for day in days for session in day.sessions for part in session]


def test_what_lies_between_two_pauses_is_a_session_and_begins_when_the_one_before_ends(tmp_path):
    (day,) = read_timetable(plan(tmp_path), ["04-urn", "05-protocol"])

    told = [[f"{clock(part.begins)} {part.kind}" for part in one] for one in day.sessions]
    assert told == [
        ["9:00 opening", "9:30 lesson"],
        ["10:30 break"],
        ["11:00 assignment", "11:45 review"],
    ]


def test_a_part_of_a_module_that_is_not_there_is_left_out_and_its_time_stays_free(tmp_path):
    (day,) = read_timetable(plan(tmp_path), ["05-protocol"])

    told = [f"{clock(part.begins)} {part.kind}" for part in parts([day])]
    assert told == ["9:00 opening", "10:30 break", "11:45 review"]


def test_without_a_file_there_is_no_timetable(tmp_path):
    assert read_timetable(tmp_path, []) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"9:00"', "soon", 1, "such as “9:00”"),
        ('"9:00"', '"25:00"', 1, "such as “9:00”"),
        ("day-station", "day-of-rest", 3, "“day-of-rest” is not known"),
        ("kind: opening", "kind: party", 5, "“party”"),
        ("kind: opening", "kind: [opening]", 5, "is not known"),
        ("text: opening", "text: welcome", 5, "“welcome” is not known"),
        ("text: opening, ", "", 5, "“None” is not known"),
        ("minutes: 60", "minutes: an hour", 6, "an hour"),
        ("minutes: 60", "minutes: 0", 6, "from 1"),
        ("minutes: 60", "minutes: 60, hall: big", 6, "“hall”"),
        ("lesson, module: 04-urn", "lesson", 6, "must name its module"),
        ("review, module: 05-protocol", "review, module: 08-audits", 9, "no module “08-audits”"),
        ("    sessions:", "    parts:", 3, "text and sessions"),
        ("days:", "weeks:", 1, "begins and days"),
    ],
)
def test_a_fault_of_the_timetable_is_told_with_its_line(old, new, line, words):
    assert PLAN.count(old) >= 1
    listed = yaml_source.parse(PLAN.replace(old, new, 1))

    found = list(faults(listed, {"04-urn", "05-protocol"}))

    assert any(at == line and words in sentence for at, sentence in found), found
    assert not list(faults(yaml_source.parse(PLAN), {"04-urn", "05-protocol"}))


def test_a_faulty_timetable_is_not_read(tmp_path):
    with pytest.raises(CourseError, match="9:00"):
        read_timetable(plan(tmp_path, PLAN.replace('"9:00"', "soon")), [])


def test_our_own_timetable_teaches_every_module_and_sets_and_reviews_its_assignment():
    ours = {module.id for module in modules(COURSES)}
    days = read_timetable(COURSES, ours)

    assert set(taught(days)) == ours
    for kind in ("lesson", "assignment", "review"):
        assert sorted(part.module for part in parts(days) if part.kind == kind) == sorted(ours)
    told = [(part.kind, part.module) for part in parts(days)]
    for module in ours:  # first heard, then done, then looked at
        order = [told.index((kind, module)) for kind in ("lesson", "assignment", "review")]
        assert order == sorted(order)


def test_our_own_days_have_sessions_of_ninety_minutes_and_end_before_the_evening():
    days = read_timetable(COURSES, {module.id for module in modules(COURSES)})

    assert len(days) == 5
    for day in days:
        lasts = [sum(p.minutes for p in one) for one in day.sessions if one[0].kind not in PAUSES]
        assert lasts == [90] * 4
        assert day.sessions[-1][-1].ends <= 18 * 60


def test_the_hall_hears_a_module_after_what_it_builds_upon():
    order = taught(read_timetable(COURSES, {module.id for module in modules(COURSES)}))

    for module in modules(COURSES):
        for before in module.prerequisites:
            assert order.index(before) < order.index(module.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_and_texts_are_there_in_every_language(language):
    for kind in KINDS:
        assert kind_text(kind, language)
        assert language == "en" or kind_text(kind, language) != kind_text(kind, "en"), kind
    for name in TEXTS:
        assert [bool(one) for one in text_of(name, language)] == list(map(bool, TEXTS[name]))
        assert language == "en" or text_of(name, language) != text_of(name, "en"), name


@pytest.fixture
def folder(tmp_path):
    """Return a folder of three modules without assignments."""
    for name in ("01-a", "02-b", "03-c"):
        shutil.copytree(FIXTURES / "07-urn", tmp_path / name)
    return tmp_path


def require(folder, module, *names):
    lesson = folder / module / "lesson.md"
    text = lesson.read_text(encoding="utf-8")
    assert "  prerequisites: []" in text
    listed = f"  prerequisites: [{', '.join(names)}]"
    lesson.write_text(text.replace("  prerequisites: []", listed), encoding="utf-8")


def told(folder, code):
    return [
        (one.path.parent.name, one.line, one.severity, one.message)
        for one in check(folder)
        if one.code == code
    ]


def test_a_prerequisite_that_is_no_module_is_refused_at_its_line(folder):
    require(folder, "02-b", "01-a", "00-nothing")

    ((module, line, severity, message),) = told(folder, "prerequisite")

    assert (module, severity) == ("02-b", "error")
    assert "“00-nothing”" in message
    lines = (folder / "02-b" / "lesson.md").read_text(encoding="utf-8").splitlines()
    assert "prerequisites" in lines[line - 1]


def test_prerequisites_in_a_circle_are_refused_in_each_module_of_it(folder):
    require(folder, "01-a", "03-c")
    require(folder, "02-b", "01-a")
    require(folder, "03-c", "02-b")

    found = told(folder, "prerequisite")

    assert [module for module, *_ in found] == ["01-a", "02-b", "03-c"]
    assert "01-a → 03-c → 02-b → 01-a" in found[0][3]


def test_a_module_that_requires_itself_is_refused(folder):
    require(folder, "01-a", "01-a")

    assert "01-a → 01-a" in told(folder, "prerequisite")[0][3]


def test_a_row_of_prerequisites_is_in_order(folder):
    require(folder, "02-b", "01-a")
    require(folder, "03-c", "01-a", "02-b")

    assert told(folder, "prerequisite") == []


def test_a_session_that_names_a_module_that_is_not_there_is_refused(folder):
    plan(folder)

    found = told(folder, "timetable")

    assert [(line, severity) for _, line, severity, _ in found] == [
        (6, "error"),
        (8, "error"),
        (9, "error"),
    ]


def test_a_lesson_whose_assignment_has_no_time_is_warned_of(folder):
    assert (folder / "01-a" / "assignment.md").is_file()
    row = "      - {kind: lesson, module: 01-a, minutes: 90}\n"
    plan(folder, PLAN[: PLAN.index("      - {kind: lesson")] + row)

    ((_, line, severity, message),) = told(folder, "timetable")

    assert (line, severity) == (6, "warning")
    assert "“01-a”" in message


def test_a_timetable_that_is_no_yaml_is_a_finding(folder):
    plan(folder, "days: [")

    assert [(one.path.name, one.code) for one in check(folder) if one.path.name == FILE] == [
        (FILE, "unreadable")
    ]
