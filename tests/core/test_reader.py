"""The reading box reads clean ballots without an error, and says of the others why not."""

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from electoral.confusion import CLEAN, ballots
from electoral.marks import INVALID, RETURNED, Hand, Thresholds, decide
from electoral.paper import LAYOUT, Sensor, ballot, render, scan
from electoral.reader import Reading, Reason, fills, read, where


def pictures_of(marked, seed=1, **options):
    columns = (marked.choice, marked.other, marked.hand, marked.first, marked.second)
    return render(*columns, seed, turned=marked.turned, **options)


def only(marked, hands):
    """Take the ballots of some hands out of a test set."""
    kept = np.isin(marked.hand, hands)
    return type(marked)(*(column[kept] for column in vars(marked).values()))


@pytest.fixture(scope="module")
def mixed():
    """Return a test set of all hands, its pictures, and what was read."""
    marked = ballots(480, seed=21)
    pictures = pictures_of(marked)
    return marked, pictures, read(pictures)


def test_the_measured_darkness_is_the_asked_one_within_forty_thousandths(mixed):
    marked, _, reading = mixed
    row = np.arange(len(marked.hand))
    for square, asked in ((marked.choice, marked.first), (marked.other, marked.second)):
        error = reading.fills[row, square] - asked

        assert np.abs(error).max() <= 40
        assert np.abs(error).mean() <= 8
        assert abs(error.mean()) <= 3


def test_squares_without_a_mark_stay_below_the_doubtful_threshold(mixed):
    marked, _, reading = mixed
    rest = reading.fills.copy()
    row = np.arange(len(rest))
    rest[row, marked.choice] = rest[row, marked.other] = 0

    assert rest.max() < 20


def test_the_pictures_and_the_model_of_the_polling_day_agree(mixed):
    """`electoral.day` judges by `first` and `second`; the pictures are judged as they are seen."""
    marked, _, reading = mixed
    row = np.arange(len(marked.hand))
    model = np.zeros((len(row), 5), int)
    model[row, marked.choice], model[row, marked.other] = marked.first, marked.second

    assert (decide(model) == reading.square).mean() >= 0.98


def test_clean_ballots_are_read_without_an_error(mixed):
    marked, _, reading = mixed
    clean = np.isin(marked.hand, CLEAN)

    assert clean.sum() == 240
    assert np.array_equal(marked.truth[clean], reading.square[clean])


@pytest.mark.slow
def test_thousands_of_clean_ballots_are_read_without_an_error():
    marked = only(ballots(5000, seed=77), CLEAN)
    for start in range(0, len(marked.hand), 250):
        part = type(marked)(*(column[start : start + 250] for column in vars(marked).values()))
        reading = read(pictures_of(part, seed=5, start=start))

        assert np.array_equal(part.truth, reading.square)


def test_a_ballot_is_read_either_way_up():
    marked = only(ballots(60, seed=3), [Hand.CLEAR])
    columns = (marked.choice, marked.other, marked.hand, marked.first, marked.second)
    for turned in (False, True):
        reading = read(render(*columns, 1, turned=turned))

        assert np.array_equal(marked.choice, reading.square)


@pytest.mark.parametrize("scale", [2, 3])
def test_larger_pictures_are_read_alike(scale):
    marked = ballots(12, seed=8)
    small, large = fills(pictures_of(marked)), fills(pictures_of(marked, scale=scale))

    assert np.abs(small - large).max() < 40


def test_the_squares_are_found_where_they_are_printed():
    picture = ballot(1, 2, Hand.CLEAR, 300, 0, seed=1, askew=0, noise=False, scale=2)
    over = picture[::-1, ::-1]
    found = where(picture)
    printed = [
        [(left, top), (right, top), (right, bottom), (left, bottom)]
        for left, top, right, bottom in map(LAYOUT.inside, range(5))
    ]

    assert found == pytest.approx(2 * np.array(printed), abs=1.0)
    assert where(over) == pytest.approx(np.array([640, 904]) - found, abs=2.0)


def test_the_squares_of_a_crooked_ballot_hold_their_marks():
    """What is dark inside the outline drawn over a picture is what was measured."""
    for seed in range(8):
        picture = ballot(3, 0, Hand.CLEAR, 400, 0, seed)
        x, y = where(picture)[3].mean(axis=0).astype(int)

        assert picture[y - 11 : y + 11, x - 11 : x + 11].mean() < 0.75 * np.median(picture)


@pytest.mark.parametrize("corner", range(4))
def test_a_torn_corner_returns_the_ballot(mixed, corner):
    _, pictures, _ = mixed
    torn = pictures[:40].copy()
    x, y = (int(v) for v in LAYOUT.corners[corner])
    torn[:, max(0, y - 34) : y + 34, max(0, x - 34) : x + 34] = 205
    reading = read(torn)

    assert (reading.reason == Reason.CORNER).all()
    assert (reading.square == RETURNED).all()
    assert (reading.fills == -1).all()
    assert np.isnan(reading.place).all()
    assert where(torn[0]) is None


NOISE = np.random.default_rng(1)
STRANGE = {
    "nothing but the lid": (np.full((2, 452, 320), 205, np.uint8), Reason.CORNER),
    "no light": (np.zeros((2, 452, 320), np.uint8), Reason.DARK),
    "grey noise": (NOISE.integers(0, 256, (4, 452, 320)).astype(np.uint8), Reason.CORNER),
    "black and white noise": (
        (NOISE.random((4, 452, 320)) < 0.5).astype(np.uint8) * 255,
        Reason.CORNER,
    ),
    "black blocks": (
        np.kron(NOISE.integers(0, 2, (4, 38, 27)), np.ones((1, 12, 12)))[:, :452, :320].astype(
            np.uint8
        )
        * 255,
        Reason.CORNER,
    ),
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_page_that_is_no_ballot_is_returned_with_its_reason(name):
    pages, reason = STRANGE[name]
    reading = read(pages)

    assert (reading.reason == reason).all()
    assert (reading.square == RETURNED).all()


def test_a_form_without_the_bar_and_a_mirrored_one_are_other_forms(mixed):
    _, pictures, _ = mixed
    mirrored = pictures[:10, :, ::-1]

    assert (read(mirrored).reason == Reason.FORM).all()


def test_a_sheared_or_shrunk_page_is_crooked():
    from PIL import Image

    straight = ballot(0, 1, Hand.CLEAR, 300, 0, seed=1, askew=0, noise=False)
    for way in ((1, 0.05, -11, 0, 1, 0), (1.075, 0, -12, 0, 1.0, 0)):
        bent = Image.fromarray(straight).transform(
            (320, 452), Image.Transform.AFFINE, way, fillcolor=205
        )

        assert read(np.asarray(bent)[None]).reason.tolist() == [Reason.CROOKED]


def test_a_streak_through_one_square_makes_votes_out_of_blank_ballots():
    blank = only(ballots(120, seed=5), [Hand.BLANK])
    pictures = render(blank.choice, blank.other, blank.hand, blank.first, blank.second, 1, askew=0)
    clean = read(pictures).square
    soiled = read(scan(pictures, Sensor(streak=900, across=True))).square

    assert (clean == INVALID).all()
    assert (soiled == 0).all()


def test_a_streak_through_all_squares_reads_no_vote_for_another_candidate(mixed):
    marked, pictures, _ = mixed
    soiled = read(scan(pictures, Sensor(streak=450)))
    counted = soiled.square < 5

    assert (soiled.reason == Reason.READ).all()
    assert 0 < counted.sum() < 100
    assert np.array_equal(soiled.square[counted], marked.truth[counted])


def test_a_mis_set_threshold_takes_pale_marks_for_votes(mixed):
    marked, pictures, _ = mixed
    pale = marked.hand == Hand.PALE
    careless = read(pictures[pale], Thresholds(sure=35, doubtful=35)).square

    assert (read(pictures[pale]).square == RETURNED).mean() > 0.95
    assert np.array_equal(careless, marked.choice[pale])


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32),
    st.lists(
        st.tuples(
            st.integers(0, 451), st.integers(0, 319), st.integers(1, 300), st.integers(0, 255)
        ),
        max_size=6,
    ),
)
def test_whatever_covers_a_ballot_the_reader_answers(seed, patches):
    picture = ballot(seed % 5, (seed + 1) % 5, Hand.CLEAR, 300, 0, seed)
    for top, left, size, grey in patches:
        picture[top : top + size, left : left + size] = grey
    reading = read(picture[None])
    unread = reading.reason[0] != Reason.READ

    assert isinstance(reading, Reading)
    assert reading.reason[0] in set(Reason)
    assert (reading.fills[0] == -1).all() == unread
    assert unread <= (reading.square[0] == RETURNED)
    assert reading.fills.max() <= 1000


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (np.zeros((452, 320), np.uint8), r"not uint8 of the shape \(452, 320\)"),
        (np.zeros((1, 452, 320)), "not float64"),
        (np.zeros((1, 452, 320, 3), np.uint8), r"\(1, 452, 320, 3\)"),
        (np.zeros((1, 320, 452), np.uint8), "not 320 and 452"),
        (np.zeros((1, 0, 0), np.uint8), "not 0 and 0"),
        ([[0]], "not list"),
    ],
)
def test_what_is_no_picture_of_a_ballot_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        fills(wrong)


def test_no_pictures_are_read_as_nothing():
    reading = read(np.zeros((0, 452, 320), np.uint8))

    assert reading.square.shape == (0,)
    assert reading.fills.shape == (0, 5)


def test_it_reads_at_least_three_hundred_ballots_a_second_of_one_core(mixed):
    _, pictures, _ = mixed
    start = time.process_time()
    read(pictures)
    rate = len(pictures) / (time.process_time() - start)

    assert rate >= 300


def test_the_rules_of_marks_need_no_pictures():
    code = "import sys, electoral.marks; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "False"
