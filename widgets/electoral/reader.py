"""The reading box: from the picture of a ballot to the darkness of its five squares.

It finds the four black corner marks, straightens the picture by them, and measures how much of
each square is dark beside the paper around it. What that means is for `electoral.marks.decide`.

>>> from electoral.paper import render
>>> read(render([2], [0], [0], [300], [0], seed=1)).square.tolist()
[2]
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from electoral.marks import RETURNED, SQUARES, USUAL, Thresholds, decide
from electoral.sheet import LAYOUT, Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 128
"""So many pictures are worked on at once: the pieces of them stay in the processor's cache."""

SEARCH = 22
"""A corner mark is looked for so many pixels around its place."""


class Reason(IntEnum):
    """Why a ballot could not be read."""

    READ = 0
    """It was read."""
    DARK = 1
    """There is no light paper in the picture."""
    CORNER = 2
    """A corner mark is missing, or covered."""
    CROOKED = 3
    """The corner marks do not lie as on a ballot: torn, crumpled, or another form."""
    FORM = 4
    """The bar that tells which way up the ballot is stands nowhere: another form."""


@dataclass(frozen=True)
class Reading:
    """What the machine found on ballots, one row a ballot."""

    square: NDArray[np.uint8]
    """0 to 4, `INVALID` or `RETURNED`, as `electoral.marks.decide` says."""
    fills: NDArray[np.int16]
    """Darkness of the five squares in thousandths of black; -1 where the ballot was not read."""
    reason: NDArray[np.uint8]
    """`Reason`: why a ballot was not read."""
    place: NDArray[np.float64]
    """(n, 2, 3): from (x, y, 1) in the layout to the picture's pixels; nan where not found."""


def read(
    pictures: NDArray[np.uint8], thresholds: Thresholds = USUAL, layout: Layout = LAYOUT
) -> Reading:
    """Read ballots; one whose frame cannot be found is returned, with its reason.

    Args:
        pictures: grey pictures of bytes, (n, height, width), at a whole multiple of the layout.
        thresholds: from which darkness a square is marked, or perhaps marked.
        layout: where everything stands on a ballot.

    Raises:
        ValueError: not an array of such pictures.
    """
    scale = _scale(pictures, layout)
    count = len(pictures)
    fills = np.full((count, SQUARES), -1, np.int16)
    reason = np.empty(count, np.uint8)
    place = np.empty((count, 2, 3))
    for start in range(0, count, CHUNK):
        part = slice(start, start + CHUNK)
        seen = _reduced(pictures[part], scale)
        place[part], reason[part], white = _found(seen, layout)
        good = np.flatnonzero(reason[part] == Reason.READ)
        if len(good):
            fills[start + good] = _measured(seen, good, place[part][good], white[good], layout)
    place[:, :, 2] = place[:, :, 2] * scale
    place[:, :, :2] *= scale
    place[reason != Reason.READ] = np.nan
    square = decide(fills, thresholds)
    square[reason != Reason.READ] = RETURNED
    return Reading(square, fills, reason, place)


def fills(pictures: NDArray[np.uint8], layout: Layout = LAYOUT) -> NDArray[np.int16]:
    """Return the darkness of the five squares of each ballot, -1 where it cannot be read.

    Raises:
        ValueError: not an array of pictures of ballots.
    """
    return read(pictures, layout=layout).fills


def where(picture: NDArray[np.uint8], layout: Layout = LAYOUT) -> NDArray[np.float64] | None:
    """Return where the five squares are in one picture, to draw over it; None if not found.

    Returns:
        (5, 4, 2): the corners x, y of what is measured of each square, clockwise from the
        ballot's upper left, in pixels of the picture.
    """
    reading = read(picture[None], layout=layout)
    if reading.reason[0] != Reason.READ:
        return None
    corners = np.array(
        [
            [(left, top, 1), (right, top, 1), (right, bottom, 1), (left, bottom, 1)]
            for left, top, right, bottom in map(layout.inside, range(SQUARES))
        ]
    )
    return corners @ reading.place[0].T


def _scale(pictures: NDArray[np.uint8], layout: Layout) -> int:
    """Return how many times the pictures are as large as the layout, or say what is wrong."""
    if not isinstance(pictures, np.ndarray) or pictures.dtype != np.uint8 or pictures.ndim != 3:
        what = (
            f"{pictures.dtype} of the shape {pictures.shape}"
            if isinstance(pictures, np.ndarray)
            else type(pictures).__name__
        )
        raise ValueError(
            f"The reader takes an array of bytes (ballots, height, width), not {what}."
        )
    _, height, width = pictures.shape
    scale = height // layout.height
    if scale < 1 or (height, width) != (scale * layout.height, scale * layout.width):
        raise ValueError(
            f"A picture is {layout.height} pixels high and {layout.width} wide, or a whole "
            f"multiple of that, not {height} and {width}."
        )
    return scale


def _reduced(pictures: NDArray[np.uint8], scale: int) -> NDArray[np.uint8]:
    """Return the pictures in the size of the layout."""
    if scale == 1:
        return pictures
    count, height, width = pictures.shape
    blocks = pictures.reshape(count, height // scale, scale, width // scale, scale)
    return blocks.mean(axis=(2, 4)).astype(np.uint8)


def _found(
    pictures: NDArray[np.uint8], layout: Layout
) -> tuple[NDArray[np.float64], NDArray[np.uint8], NDArray[np.float32]]:
    """Return for each picture the way from layout to pixels, the reason, and the paper's grey."""
    count = len(pictures)
    white = np.percentile(pictures[:, 6::12, 6::12].reshape(count, -1), 85, axis=1)
    white = white.astype(np.float32)
    reason = np.where(white < 60, Reason.DARK, Reason.READ).astype(np.uint8)
    marks = np.empty((count, 4, 2))
    sure = np.ones(count, bool)
    for corner, (x, y) in enumerate(layout.corners):
        marks[:, corner], found = _corner(pictures, white, x, y, layout.mark)
        sure &= found
    reason[(reason == Reason.READ) & ~sure] = Reason.CORNER
    upright, error = _affine(marks, np.array(layout.corners))
    sides = np.linalg.norm(upright[:, :, :2], axis=1)
    lean = np.abs((upright[:, :, 0] * upright[:, :, 1]).sum(axis=1))
    crooked = (error > 1.6) | (np.abs(sides - 1) > 0.06).any(axis=1) | (lean > 0.03)
    reason[(reason == Reason.READ) & crooked] = Reason.CROOKED
    return _turned(pictures, upright, reason, white, layout), reason, white


def _corner(
    pictures: NDArray[np.uint8], white: NDArray[np.float32], x: float, y: float, side: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the middle of the black square near a place, and whether there is one."""
    _, height, width = pictures.shape
    margin = SEARCH + side // 2
    top, left = max(0, int(y) - margin), max(0, int(x) - margin)
    view = pictures[:, top : min(height, int(y) + margin), left : min(width, int(x) + margin)]
    dark = view < (0.5 * white)[:, None, None]
    inner, ring = _boxed(dark, side - 2, 4), _boxed(dark, side + 6) - _boxed(dark, side + 2, 2)
    score = inner - ring
    best = score.reshape(len(view), -1).argmax(axis=1)
    row, column = np.unravel_index(best, score.shape[1:])
    found = score[np.arange(len(view)), row, column] >= 0.7 * (side - 2) ** 2
    each, row, column = np.arange(len(view)), row + 4, column + 4
    reach = np.arange(-3, side + 1)
    rows = np.clip(row[:, None] + reach, 0, view.shape[1] - 1)
    columns = np.clip(column[:, None] + reach, 0, view.shape[2] - 1)
    patch = view[each[:, None, None], rows[:, :, None], columns[:, None, :]]
    ink = np.clip(0.75 * white[:, None, None] - patch, 0, None)
    total = np.maximum(ink.sum(axis=(1, 2)), 1e-6)
    across = (ink.sum(axis=1) * (columns + 0.5)).sum(axis=1) / total
    down = (ink.sum(axis=2) * (rows + 0.5)).sum(axis=1) / total
    return np.stack([across + left, down + top], axis=1), found


def _boxed(dark: NDArray[np.bool_], side: int, within: int = 0) -> NDArray[np.int32]:
    """Return how many pixels are dark in each box of this side, `within` pixels from the edge."""
    if within:
        dark = dark[:, within:-within, within:-within]
    summed = np.pad(dark.cumsum(1, np.int32).cumsum(2, np.int32), ((0, 0), (1, 0), (1, 0)))
    return (
        summed[:, side:, side:]
        - summed[:, :-side, side:]
        - summed[:, side:, :-side]
        + summed[:, :-side, :-side]
    )


def _affine(
    marks: NDArray[np.float64], corners: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the straight map that brings the printed corners nearest to those found."""
    from_sheet = np.column_stack([corners, np.ones(len(corners))])
    solve = np.linalg.pinv(from_sheet)
    way = np.swapaxes(solve @ marks, 1, 2)
    error = np.abs(from_sheet @ np.swapaxes(way, 1, 2) - marks).max(axis=(1, 2))
    return way, error


def _turned(
    pictures: NDArray[np.uint8],
    upright: NDArray[np.float64],
    reason: NDArray[np.uint8],
    white: NDArray[np.float32],
    layout: Layout,
) -> NDArray[np.float64]:
    """Return the maps, turned round where the bar says that the ballot is upside down."""
    (left, top), _, _, (right, bottom) = layout.corners
    half_turn = np.array([[-1, 0, left + right], [0, -1, top + bottom], [0, 0, 1]])
    over = upright @ half_turn
    x0, y0, x1, y1 = layout.bar
    bar = _grid((x0 + 3, y0 + 2, x1 - 3, y1 - 1))
    good = np.flatnonzero(reason == Reason.READ)
    way = upright.copy()
    if len(good):
        shades = [
            _sampled(pictures, good, turn[good], bar).mean(axis=1) / white[good]
            for turn in (upright, over)
        ]
        black_up, black_over = (shade < 0.45 for shade in shades)
        way[good[black_over]] = over[good[black_over]]
        reason[good[black_up == black_over]] = Reason.FORM
    return way


@cache
def _grid(box: tuple[int, int, int, int]) -> NDArray[np.float64]:
    """Return the middles of a box's pixels in the layout, (k, 3) with ones."""
    left, top, right, bottom = box
    x, y = np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5)
    return np.column_stack([x.ravel(), y.ravel(), np.ones(x.size)]).astype(np.float64)


@cache
def _squares(layout: Layout) -> NDArray[np.float64]:
    """Return the middles of all measured pixels, square after square."""
    return np.concatenate([_grid(layout.inside(square)) for square in range(SQUARES)])


@cache
def _margins(layout: Layout) -> NDArray[np.float64]:
    """Return places of bare paper to the left and to the right of each square."""
    half = layout.square // 2
    places = []
    for x, y in layout.centres:
        for left, right in ((x - half - 13, x - half - 3), (x + half + 3, x + half + 8)):
            places.append(_grid((left, y - half, right, y + half))[::2])
    return np.concatenate(places)


def _sampled(
    pictures: NDArray[np.uint8],
    which: NDArray[np.intp],
    way: NDArray[np.float64],
    points: NDArray[np.float64],
) -> NDArray[np.uint8]:
    """Return the nearest pixel of each picture at each point of the layout."""
    _, height, width = pictures.shape
    at = (way.astype(np.float32) @ points.T.astype(np.float32)).astype(np.int32)
    x, y = np.clip(at[:, 0], 0, width - 1), np.clip(at[:, 1], 0, height - 1)
    return pictures.reshape(len(pictures), -1)[which[:, None], y * width + x]


def _measured(
    pictures: NDArray[np.uint8],
    which: NDArray[np.intp],
    way: NDArray[np.float64],
    white: NDArray[np.float32],
    layout: Layout,
) -> NDArray[np.int16]:
    """Return the darkness of each square in thousandths, beside the paper around it."""
    count = len(which)
    margins = _sampled(pictures, which, way, _margins(layout)).reshape(count, SQUARES, -1)
    paper = np.median(margins, axis=2)
    usual = np.median(paper, axis=1, keepdims=True)
    usual = np.maximum(usual, 0.85 * white[:, None])
    paper = np.clip(paper, 0.97 * usual, 1.03 * usual)
    inside = _sampled(pictures, which, way, _squares(layout)).reshape(count, SQUARES, -1)
    dark = 1 - inside.mean(axis=2) / paper
    return np.clip(np.rint(1000 * dark), 0, 1000).astype(np.int16)
