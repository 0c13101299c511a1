"""Rendered ballots show what the arrays of a polling day say, and nothing else."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from electoral.confusion import ballots
from electoral.marks import FILL, Hand
from electoral.paper import LAYOUT, TONES, Sensor, ballot, png, render, scan
from electoral.sheet import blank

BARE = {"askew": 0, "noise": False, "stray": False}
"""A perfect scanner, so that a pixel of the picture is a pixel of the layout."""


def columns(marked):
    return marked.choice, marked.other, marked.hand, marked.first, marked.second


def window(square):
    left, top, right, bottom = LAYOUT.inside(square)
    return slice(top, bottom), slice(left, right)


def darkness(picture, square):
    """Measure a square of a picture that is not askew, without the reader."""
    tone = picture[LAYOUT.page[1] + 4, LAYOUT.page[0] + 4]
    return 1000 * (1 - picture[window(square)].mean() / tone)


@st.composite
def marks(draw):
    hand = draw(st.sampled_from(Hand))
    choice = draw(st.integers(0, 4))
    other = (choice + draw(st.integers(1, 4))) % 5
    first, second = (draw(st.integers(*span)) for span in FILL[hand])
    return choice, other, hand, first, second


@settings(max_examples=150, deadline=None)
@example((0, 1, Hand.CLEAR, 140, 14), 156)  # a speck at the edge of its square
@example((0, 1, Hand.TOUCHING, 140, 155), 140)  # a stroke that begins deep in the square
@given(marks(), st.integers(0, 10**6))
def test_each_square_is_as_dark_as_asked_within_six_thousandths(mark, seed):
    choice, other, _hand, first, second = mark
    picture = ballot(*mark, seed, **BARE)

    asked = [0] * 5
    asked[choice], asked[other] = (dark if dark >= 3 else 0 for dark in (first, second))
    found = [darkness(picture, square) for square in range(5)]
    near = [abs(a - b) for a, b in zip(asked, found, strict=True)]

    assert max(near[choice], near[other]) < 6
    assert max(near) < 12


def test_a_picture_depends_on_its_seed_and_its_place_only():
    marked = columns(ballots(8, seed=5))
    whole = render(*marked, seed=3)
    part = render(*(column[5:] for column in marked), seed=3, start=5)
    again = render(*marked, seed=4)

    assert np.array_equal(whole[5:], part)
    assert all((one != other).any() for one, other in zip(whole, again, strict=True))


def test_a_blank_foreign_ballot_is_the_printed_sheet_alone():
    picture = ballot(0, 1, Hand.BLANK, 0, 0, seed=1, own=False, **BARE)

    assert any(np.array_equal(picture, blank(LAYOUT, tone, 1)) for tone in TONES)


def test_only_paper_of_the_station_bears_its_stamp():
    own, foreign, another = (
        ballot(0, 1, Hand.BLANK, 0, 0, seed=1, **BARE, **stock)
        for stock in ({}, {"own": False}, {"station": 70043})
    )
    rows, places = np.nonzero(own != foreign)
    x, y = LAYOUT.stamp

    assert np.hypot(places - x, rows - y).max() < LAYOUT.radius + 8
    assert (own != another).any()


def test_a_stray_line_is_in_no_square_and_on_no_corner_mark():
    for seed in range(40):
        lined = ballot(0, 1, Hand.BLANK, 0, 0, seed, askew=0, noise=False, stray=True, own=False)
        plain = blank(LAYOUT, int(lined[24, 18]), 1)
        changed = lined != plain

        assert changed.any()
        assert not any(changed[window(square)].any() for square in range(5))
        assert not any(
            changed[int(y) - 10 : int(y) + 10, int(x) - 10 : int(x) + 10].any()
            for x, y in LAYOUT.corners
        )


def test_a_larger_picture_shows_the_same_ballot():
    small, large = (
        ballot(2, 3, Hand.CLEAR, 250, 0, seed=6, scale=scale, **BARE) for scale in (1, 2)
    )
    reduced = large.reshape(452, 2, 320, 2).mean(axis=(1, 3))

    assert large.shape == (904, 640)
    assert np.abs(reduced - small).mean() < 2
    assert darkness(reduced, 2) == pytest.approx(250, abs=6)


def test_a_perfect_scanner_turns_the_ballot_over_exactly():
    plain, over = (
        ballot(2, 3, Hand.CLEAR, 250, 0, seed=6, turned=turned, **BARE) for turned in (False, True)
    )

    assert np.array_equal(plain, over[::-1, ::-1])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"choice": [5]}, "The column choice goes from 0 to 4; there is 5."),
        ({"other": [-1]}, "The column other goes from 0 to 4; there is -1."),
        ({"hand": [6]}, "The column hand goes from 0 to 5; there is 6."),
        ({"first": [1001]}, "The column first goes from 0 to 1000; there is 1001."),
        ({"second": [0.5]}, "The column second holds whole numbers, not float64."),
        ({"first": [1, 2]}, r"Each column has one number a ballot, not .*first \(2,\)"),
        (
            {"other": [0], "hand": [Hand.TWO]},
            "in another square than the first; at 0 both are in 0",
        ),
        ({"scale": 0}, "scale 0"),
        ({"askew": 2}, "askew 2"),
        ({"station": -7}, "station -7"),
    ],
)
def test_what_cannot_be_rendered_is_named(wrong, sentence):
    right = {"choice": [0], "other": [1], "hand": [0], "first": [200], "second": [0], "seed": 1}

    with pytest.raises(ValueError, match=sentence):
        render(**(right | wrong))


def test_no_ballots_make_no_pictures():
    nothing = np.zeros(0, int)

    assert render(*[nothing] * 5, seed=1).shape == (0, 452, 320)


def test_a_clean_sensor_changes_nothing():
    pictures = render(*columns(ballots(3, seed=1)), seed=1)

    assert np.array_equal(scan(pictures, Sensor()), pictures)


@pytest.mark.parametrize("across", [False, True])
def test_a_streak_is_the_same_line_on_every_ballot(across):
    pictures = render(*columns(ballots(6, seed=1)), seed=1)
    before = pictures.copy()
    seen = scan(pictures, Sensor(streak=500, across=across))
    changed = (seen != pictures).all(axis=0)
    line = np.flatnonzero(changed.mean(axis=int(across)) > 0.8)

    assert np.array_equal(pictures, before)
    assert line.min() >= (150 if across else 264) - 5
    assert line.max() <= (150 if across else 264) + 5
    assert len(line) > 2


def test_dust_falls_anew_on_each_ballot_and_the_same_by_seed_and_place():
    pictures = np.full((4, 452, 320), 230, np.uint8)
    seen = scan(pictures, Sensor(dirt=20), seed=2)

    assert np.array_equal(scan(pictures[2:], Sensor(dirt=20), seed=2, start=2), seen[2:])
    assert (seen[0] != seen[1]).any()


@pytest.mark.parametrize("wrong", [{"streak": -1}, {"streak": 1001}, {"dirt": -3}])
def test_a_sensor_that_there_is_not_is_refused(wrong):
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        Sensor(**wrong)


def test_a_scan_wants_pictures():
    with pytest.raises(ValueError, match=r"float64 of the shape \(3,\)"):
        scan(np.zeros(3), Sensor())


def test_a_png_holds_the_picture():
    picture = ballot(1, 2, Hand.CORRECTED, 300, 600, seed=1)

    assert np.array_equal(np.asarray(Image.open(BytesIO(png(picture)))), picture)
    assert len(png(picture, 8)) < 0.5 * len(png(picture))
    for wrong in (picture[None], picture.astype(float)):
        with pytest.raises(ValueError, match="one grey picture of bytes"):
            png(wrong)
    with pytest.raises(ValueError, match="steps of 1 to 64, not 0"):
        png(picture, 0)
