"""Due dates: the lecturer's file, what being late costs, what the learner is told."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from gradebooks import (
    autograde,
    chance_of,
    empty_gradebook,
    graded_of,
    graded_page,
    put_assignment,
    rows,
    twelve_cells,
)
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from electoral_grading.dates import apply, load
from electoral_grading.dates_file import DatesError
from electoral_grading.late import DAY, HOUR, Lateness, Penalty, duration_of, penalty_of
from electoral_grading.store import Store

BISHKEK = ZoneInfo("Asia/Bishkek")

FILE = """\
time zone: Asia/Bishkek
grace: 15 minutes
penalty: 10 % a day, at most 50 %
assignments:
  05-protocol:
    due: 2026-10-01 18:00
    extensions:
      aizhan: 2 days
      Бек: 2026-10-05 12:00
      dana: none
  07-remote-voting:
    due: 2026-10-08
    grace: none
    penalty: 2 points an hour, no points after 1 day
  08-later:
    due: none
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "dates.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_a_course_without_the_file_has_no_dates(tmp_path):
    dates = load(tmp_path)

    assert dates.rules == {}
    assert dates.shown("05-protocol", "aizhan", "en") == ""
    assert dates.penalty("05-protocol", 5.0, 1e9) is None


def test_the_file_is_read_as_it_was_meant(root):
    dates = load(root)

    protocol, voting, later = dates.rules.values()
    assert protocol.due == datetime(2026, 10, 1, 18, tzinfo=BISHKEK)
    assert protocol.utc == datetime(2026, 10, 1, 12)  # noqa: DTZ001 - Bishkek is at +06:00
    assert protocol.lateness.grace == timedelta(minutes=15)
    assert protocol.lateness.penalty == Penalty(Fraction(10), True, DAY, Fraction(50))
    assert voting.due == datetime(2026, 10, 8, 23, 59, tzinfo=BISHKEK)
    assert voting.lateness == Lateness(timedelta(0), Penalty(Fraction(2), False, HOUR, None, DAY))
    assert later.utc is None
    assert dates.extension("05-protocol", "aizhan") == timedelta(days=2)
    assert dates.extension("05-protocol", "Бек") == timedelta(days=3, hours=18)
    assert dates.extension("05-protocol", "dana") == timedelta(0)
    assert dates.extension("05-protocol", "nurlan") is None


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("due: soon", 1, "'due' is not known in the file"),
        ("time zone: Bishkek", 1, "'Bishkek' is not the name of a time zone"),
        ("time zone: ../../etc/passwd", 1, "is not the name of a time zone"),
        ("grace: a while", 1, "'a while' is not a duration"),
        ("grace: 20000 days", 1, "longer than ten years"),
        ("penalty: much", 1, "'much' is not understood"),
        ("penalty: 10 % a day, at most 2 points", 1, "mixes points and shares"),
        ("penalty: 200 % a day", 1, "takes off more than all"),
        ("penalty: at most 5 points", 1, "is not understood"),
        ("grace: [1, 2]", 1, "one value, in one line"),
        ("assignments: none", 1, "line by line"),
        ("assignments:\n  a: {}", 2, "The due date is missing"),
        ("assignments:\n  a:\n    due: 2026-10-01 18:00", 3, "needs a time zone"),
        ("time zone: UTC\nassignments:\n  a:\n    due: 1.10.2026", 4, "is not a date with an hour"),
        (
            "time zone: UTC\nassignments:\n  a:\n    due: 2026-13-01",
            4,
            "is not a date with an hour",
        ),
        (
            "time zone: Europe/Kyiv\nassignments:\n  a:\n    due: 2026-03-29 03:30",
            4,
            "There is no 2026-03-29 03:30 in Europe/Kyiv",
        ),
        (
            "time zone: UTC\nassignments:\n  a: {due: 2026-10-02, extensions: {x: 2026-10-01}}",
            3,
            "ends before the due date",
        ),
        (
            "assignments:\n  a:\n    due: none\n    extensions:\n      x: 1 day",
            3,
            "no due date that they could extend",
        ),
        ("assignments:\n  a: {due: none}\n  a: {due: none}", 3, "'a' stands twice"),
        ("grace: 1 hour\n\tpenalty: none", 2, "this is not YAML"),
        ("grace: 'x", 1, "this is not YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, wrong, line, words):
    (tmp_path / "dates.yaml").write_text(wrong, encoding="utf-8")

    with pytest.raises(DatesError) as told:
        load(tmp_path)

    assert f"dates.yaml, line {line}: " in str(told.value)
    assert words in str(told.value)


def test_all_mistakes_are_told_at_once_and_text_of_another_kind_in_words(tmp_path):
    path = tmp_path / "dates.yaml"
    path.write_text("grace: x\npenalty: y\n", encoding="utf-8")
    with pytest.raises(DatesError, match=r"(?s)line 1: 'x'.*line 2: .*'y'"):
        load(tmp_path)
    path.write_bytes("grace: 1 час".encode("cp1251"))
    with pytest.raises(DatesError, match="not saved as UTF-8"):
        load(tmp_path)
    path.write_text("[" * 1500, encoding="utf-8")
    with pytest.raises(DatesError):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "score", "hours", "points"),
    [  # by hand; the grace period is of one hour
        ("10 % a day, at most 50 %", 8.0, 0.5, 0.0),
        ("10 % a day, at most 50 %", 8.0, 1.0, 0.0),
        ("10 % a day, at most 50 %", 8.0, 1.1, 0.8),
        ("10 % a day, at most 50 %", 8.0, 25.0, 0.8),
        ("10 % a day, at most 50 %", 8.0, 25.1, 1.6),
        ("10 % a day, at most 50 %", 8.0, 1000.0, 4.0),
        ("2 points an hour", 5.0, 2.5, 4.0),
        ("2 points an hour", 5.0, 100.0, 5.0),
        ("0,5 points per day", 5.0, 30.0, 1.0),
        ("no points", 5.0, 1.1, 5.0),
        ("no points after 3 days", 5.0, 72.0, 0.0),
        ("no points after 3 days", 5.0, 72.1, 5.0),
        ("none", 5.0, 1000.0, 0.0),
    ],
)
def test_what_being_late_costs_by_hand(text, score, hours, points):
    late = Lateness(HOUR, penalty_of(text))

    assert late.costs(score, hours * 3600) == pytest.approx(points)


RULES = st.builds(
    Lateness,
    st.timedeltas(timedelta(0), timedelta(days=3)),
    st.builds(
        Penalty,
        st.fractions(0, 100, max_denominator=10),
        st.booleans(),
        st.sampled_from([HOUR, DAY]),
        st.none() | st.fractions(0, 100, max_denominator=10),
        st.none() | st.timedeltas(timedelta(0), timedelta(days=9)),
    ),
)
SCORES = st.floats(0, 1000)
SECONDS = st.floats(0, 2e6)


@given(RULES, SCORES, SECONDS, SECONDS)
def test_later_never_costs_less_and_never_more_than_all(late, score, one, other):
    sooner, later = (late.costs(score, seconds) for seconds in sorted((one, other)))

    assert 0 <= sooner <= later <= score


@given(RULES, SCORES, SECONDS)
def test_the_grace_period_is_free_and_the_most_is_the_most(late, score, seconds):
    points, rule = late.costs(score, seconds), late.penalty

    if timedelta(seconds=seconds) <= late.grace:
        assert points == 0
    if rule.most is not None and rule.nothing_after is None:
        assert points <= float(rule.most * Fraction(score) / 100 if rule.percent else rule.most)


@given(st.integers(0, 9), st.integers(0, 23), st.integers(0, 59))
def test_a_duration_is_read_as_it_is_said(days, hours, minutes):
    said = f"{days} days, {hours} hours and {minutes} minutes"

    assert duration_of(said) == timedelta(days=days, hours=hours, minutes=minutes)


def test_the_learner_is_told_in_sentences(root):
    dates = load(root)

    assert dates.shown("05-protocol", "nurlan", "en") == (
        "Hand in by October 1, 2026, 6:00\u202fPM (time zone: Bishkek, GMT+06:00). "
        "Grace period in which nothing is taken off: 15 minutes. "
        "Share of your points taken off for each day begun after that: 10%. "
        "Share taken off at most: 50%."
    )
    assert dates.shown("05-protocol", "aizhan", "en").startswith(
        "Hand in by October 3, 2026, 6:00\u202fPM (time zone: Bishkek, GMT+06:00); "
        "this date is your own, for the class it is October 1, 2026, 6:00\u202fPM. "
    )
    assert dates.shown("07-remote-voting", "aizhan", "en").endswith(
        "Points taken off for each hour begun after that: 2. "
        "Work handed in after October 9, 2026, 11:59\u202fPM gets no points."
    )
    assert dates.shown("08-later", "aizhan", "en") == ""
    own = dates.shown("05-protocol", "nurlan", "en", extension=timedelta(hours=1))
    assert "7:00\u202fPM" in own  # the gradebook's extension, where the file gives none
    assert "own" not in dates.shown("05-protocol", "dana", "en", extension=timedelta(hours=1))
    assert "1 октября 2026" in dates.shown("05-protocol", "nurlan", "ru")
    assert "2026-ж., 1-октябрь" in dates.shown("05-protocol", "nurlan", "ky")


@pytest.fixture
def gradebook(tmp_path):
    url = empty_gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}")
    put_assignment(url, "05-protocol", {"assignment": twelve_cells()}, duedate=None)
    return url


def settings(url, root):
    """Return what the course's configuration adds for dates."""
    config = Config()
    config.CourseDirectory.db_url = url
    config.AssignLatePenalties.plugin_class = "electoral_grading.late_plugin.LatePolicy"
    config.LatePolicy.course = config.KnownDates.course = str(root)
    return config


def handed_in(student, hours):
    """Return a submission so many hours after the due date."""
    page = graded_page(twelve_cells(), chance_of(sum(student.encode())))
    when = datetime(2026, 10, 1, 12, tzinfo=UTC).replace(tzinfo=None) + timedelta(hours=hours)
    return graded_of(student, "05-protocol", {"assignment": page}, when)


def test_dates_come_into_the_gradebook_once(root, gradebook):
    penalties = AssignLatePenalties(config=settings(gradebook, root))
    with Store(gradebook, penalties=penalties) as store:
        store.save([handed_in("aizhan", 30), handed_in("nurlan", 30)])

        assert apply(root, store) == ["05-protocol"]
        assert apply(root, store) == []

        rows = store.graded("05-protocol")
        assert store.assignment("05-protocol").duedate == datetime(2026, 10, 1, 12)  # noqa: DTZ001
        assert rows["aizhan"].extension == timedelta(days=2)
        assert rows["aizhan"].penalty == 0
        assert rows["nurlan"].penalty == pytest.approx(0.2 * rows["nurlan"].score)
        assert rows["nurlan"].score > 0

        (root / "dates.yaml").write_text("assignments: {05-protocol: {due: none}}")
        assert apply(root, store) == ["05-protocol"]
        assert store.graded("05-protocol")["nurlan"].penalty == 0
        with Gradebook(gradebook) as book:  # nbgrader fails over an extension of nothing
            assert book.find_submission("05-protocol", "aizhan").total_seconds_late == 0


def test_what_the_file_does_not_mention_stays(root, gradebook):
    with Store(gradebook) as store:
        store.save([handed_in("nurlan", 0)])
        with Gradebook(gradebook) as book:
            book.grant_extension("05-protocol", "nurlan", hours=5)
        apply(root, store)

        assert store.graded("05-protocol")["nurlan"].extension == timedelta(hours=5)


def test_a_penalty_follows_the_points_of_a_hand(root, gradebook):
    penalties = AssignLatePenalties(config=settings(gradebook, root))
    with Store(gradebook, penalties=penalties) as store:
        apply(root, store)
        store.save([handed_in("nurlan", 30)])
        before = store.graded("05-protocol")["nurlan"]
        with Gradebook(gradebook) as book:
            book.find_grade("essay", "assignment", "05-protocol", "nurlan").manual_score = 4.0
            book.db.commit()

        store.penalise("05-protocol")

        after = store.graded("05-protocol")["nurlan"]
        assert after.score > before.score
        assert after.penalty == pytest.approx(0.2 * after.score)


def test_nbgraders_own_autograder_keeps_the_dates_too(root, tmp_path):
    graded = [handed_in(student, 30) for student in ("aizhan", "nurlan", "Бек")]
    urls = [empty_gradebook(f"sqlite:///{tmp_path / name}.db") for name in ("theirs", "ours")]
    theirs, ours = urls
    for url in urls:
        put_assignment(url, "05-protocol", {"assignment": twelve_cells()}, duedate=None)
    config = settings(theirs, root)

    autograde(tmp_path, config, graded, ["electoral_grading.late_plugin.KnownDates"])
    penalties = AssignLatePenalties(config=config)
    with Store(ours, penalties=penalties, extensions=load(root).extension) as store:
        apply(root, store)
        store.save(graded)

    assert rows(ours) == rows(theirs)
    assert [row["late_submission_penalty"] for row in rows(ours)["submitted_notebook"]].count(
        None
    ) == 2
