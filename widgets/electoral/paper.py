"""Ballots as grey pictures: printed, marked by many hands, folded, put askew into a scanner.

The pictures show what the arrays of a polling day say: the chosen square is about as dark as
`first`, the darkest other one as `second`, in thousandths of black (`electoral.marks.FILL`). All
of it is invented, and comes from a seed:

>>> pictures = render([0, 3], [1, 4], [0, 4], [300, 5], [6, 4], seed=1)
>>> pictures.shape, pictures.dtype
((2, 452, 320), dtype('uint8'))
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from electoral.marks import SQUARES, Hand
from electoral.pens import Sheet
from electoral.sheet import LAYOUT, LID, Layout, seal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from electoral.pens import Aim

__all__ = ["LAYOUT", "Layout", "Sensor", "ballot", "png", "render", "scan"]

STATION = 70042
"""The number in the stamp where none is given."""

STRAY = 0.08
"""The share of ballots with a line outside the squares."""

TONES = (226, 232, 238, 243)
"""Greys of paper."""


def render(  # noqa: PLR0913, PLR0917 - a column each, then how it looks
    choice: ArrayLike,
    other: ArrayLike,
    hand: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    seed: int,
    *,
    start: int = 0,
    own: ArrayLike = True,
    turned: ArrayLike = False,
    stray: bool | None = None,
    station: int = STATION,
    askew: float = 1.0,
    noise: bool = True,
    scale: int = 1,
    layout: Layout = LAYOUT,
) -> NDArray[np.uint8]:
    """Return a picture of each ballot.

    Args:
        choice: the marked square, 0 to 4.
        other: the square of a second mark, where the hand leaves one.
        hand: how it is marked, `electoral.marks.Hand`.
        first: darkness of the chosen square in thousandths.
        second: darkness of the other square in thousandths.
        seed: of all chance; a ballot's picture depends on it and on its place only.
        start: place of the first of these ballots among all, so that a part can be rendered.
        own: whether it is paper of this station, and so bears its stamp.
        turned: whether it goes into the machine upside down.
        stray: a line outside the squares on every ballot or on none; None leaves it to chance.
        station: the number in the stamp.
        askew: how much the sheets are turned and moved; at 0 they are not folded either.
        noise: the sensor's and the lamp's; without it a picture's file is far smaller.
        scale: the pictures are this many times as large as the layout.
        layout: where everything stands.

    Raises:
        ValueError: a square, a hand or a darkness that there is not; columns of several lengths.
    """
    columns = _columns(choice, other, hand, first, second)
    count = len(columns[0])
    stamped = np.broadcast_to(np.asarray(own, bool), count)
    over = np.broadcast_to(np.asarray(turned, bool), count)
    if not 1 <= scale <= 4 or not 0 <= askew <= 1 or not 0 <= station < 10**7:
        raise ValueError(
            "A ballot is rendered at scale 1 to 4, askew by 0 to 1, for a station of up to seven "
            f"digits, not scale {scale}, askew {askew}, station {station}."
        )
    pictures = np.empty((count, layout.height * scale, layout.width * scale), np.uint8)
    for place, (square, second_square, how, dark, light) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        rng = np.random.default_rng((seed, start + place))
        sheet = Sheet(layout, TONES[rng.integers(len(TONES))], scale, rng)
        if (rng.random() < STRAY) if stray is None else stray:
            sheet.stray()
        _write(sheet, Hand(how), (square, dark), (second_square, light))
        if stamped[place]:
            _stamp(sheet, station)
        pictures[place] = _seen(sheet, askew, over=bool(over[place]), noise=noise)
    return pictures


def ballot(  # noqa: PLR0913, PLR0917 - as render
    choice: int, other: int, hand: int, first: int, second: int, seed: int, **options: Any
) -> NDArray[np.uint8]:
    """Return the picture of one ballot; `options` are those of `render`.

    >>> ballot(2, 1, Hand.CLEAR, 250, 0, seed=1, start=17, scale=2).shape
    (904, 640)
    """
    return render([choice], [other], [hand], [first], [second], seed, **options)[0]


def _columns(*columns: ArrayLike) -> list[NDArray[np.int64]]:
    """Return the five columns as whole numbers, or say what is wrong with them."""
    names = ("choice", "other", "hand", "first", "second")
    limits = (SQUARES - 1, SQUARES - 1, max(Hand), 1000, 1000)
    table = [np.asarray(column) for column in columns]
    if any(column.ndim != 1 or len(column) != len(table[0]) for column in table):
        sizes = ", ".join(
            f"{name} {column.shape}" for name, column in zip(names, table, strict=True)
        )
        raise ValueError(f"Each column has one number a ballot, not {sizes}.")
    for name, most, column in zip(names, limits, table, strict=True):
        if len(column) and column.dtype.kind not in "iu":
            raise ValueError(f"The column {name} holds whole numbers, not {column.dtype}.")
        wrong = column[(column < 0) | (column > most)]
        if len(wrong):
            raise ValueError(f"The column {name} goes from 0 to {most}; there is {wrong[0]}.")
    marked_twice = np.isin(table[2], (Hand.TOUCHING, Hand.CORRECTED, Hand.TWO))
    same = np.flatnonzero(marked_twice & (table[0] == table[1]))
    if len(same):
        raise ValueError(
            f"A second mark is in another square than the first; at {same[0]} both are in "
            f"{table[0][same[0]]}."
        )
    return [column.astype(np.int64) for column in table]


def _write(sheet: Sheet, hand: Hand, first: Aim, second: Aim) -> None:
    """Mark the ballot as the hand does."""
    if hand == Hand.TOUCHING:
        sheet.running(first, second)
        return
    if hand == Hand.CORRECTED:
        sheet.blot(second)
    elif hand == Hand.TWO:
        sheet.mark(second, hand)
    elif second[0] != first[0]:
        sheet.smudge(second)
    if hand == Hand.BLANK:
        sheet.smudge(first)
    else:
        sheet.mark(first, hand)


def _stamp(sheet: Sheet, station: int) -> None:
    """Press the station's stamp, as a hand does it."""
    layout, rng, s = sheet.layout, sheet.rng, sheet.scale
    pressed = 1 - seal(layout, station, int(rng.integers(-4, 5)) * 6, s)
    size = len(pressed) // s
    left, top = (round(v) - size // 2 + int(rng.integers(-3, 4)) for v in layout.stamp)
    fade = np.linspace(rng.uniform(0.45, 0.8), rng.uniform(0.45, 0.8), size * s, dtype=np.float32)
    sheet.lay(pressed * fade, (left, top, left + size, top + size), 1.0)


def _seen(sheet: Sheet, askew: float, *, over: bool, noise: bool) -> NDArray[np.uint8]:
    """Return the written sheet as the scanner sees it: folded, askew, with its noise."""
    rng, s, page = sheet.rng, sheet.scale, sheet.picture
    if askew and rng.random() < 0.3:
        _fold(sheet)
    angle = radians(float(np.clip(rng.normal(0, 1.1), -2.6, 2.6)) * askew)
    zoom = 1 + rng.uniform(-0.015, 0.015) * askew
    shift = rng.uniform(-4, 4, 2) * askew * s
    if over:
        page = np.ascontiguousarray(page[::-1, ::-1])
    if askew:
        x, y = page.shape[1] / 2, page.shape[0] / 2
        a, b = cos(angle) / zoom, sin(angle) / zoom
        u, v = x + shift[0], y + shift[1]
        page = np.asarray(
            Image.fromarray(page).transform(
                (page.shape[1], page.shape[0]),
                Image.Transform.AFFINE,
                (a, b, x - a * u - b * v, -b, a, y + b * u - a * v),
                Image.Resampling.BILINEAR,
                fillcolor=LID,
            )
        )
    return _noisy(page, rng) if noise else page


def _fold(sheet: Sheet) -> None:
    """Fold the sheet once and open it again: a crease, and a shade beside it."""
    rng, scale = sheet.rng, sheet.scale
    left, top, right, bottom = sheet.layout.page
    across = rng.random() < 0.65
    at = int(
        ((top, bottom) if across else (left, right))[0]
        + (bottom - top if across else right - left) * rng.uniform(0.42, 0.58)
    )
    box = (left, at - 4, right, at + 40) if across else (at - 4, top, at + 40, bottom)
    along = np.arange(-4 * scale, 40 * scale) / scale
    depth = rng.uniform(0.05, 0.14) * np.exp(-(along**2) / 0.9)
    depth += 0.02 * (along > 0) * (1 - along / 40)
    cover = depth.astype(np.float32)
    sheet.lay(cover[:, None] if across else cover, box, 1.0)


@cache
def _film() -> NDArray[np.int16]:
    """Return the noise of a sensor, to be cut from."""
    return np.rint(np.random.default_rng(3).normal(0, 2.4, (1024, 1024))).astype(np.int16)


def _noisy(page: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return the picture with the lamp's unevenness and the sensor's noise."""
    height, width = page.shape
    film = _film()
    if height > 1024 or width > 1024:
        film = np.tile(film, (2, 2))
    top = rng.integers(0, film.shape[0] - height + 1)
    left = rng.integers(0, film.shape[1] - width + 1)
    lamp = np.linspace(rng.uniform(-5, 5), rng.uniform(-5, 5), height)
    seen = page + film[top : top + height, left : left + width]
    seen += np.rint(lamp).astype(np.int16)[:, None]
    return np.clip(seen, 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Sensor:
    """The machine's eye, and what has settled on it."""

    streak: int = 0
    """Darkness of a line of dirt in thousandths of black: the same line on every ballot."""
    across: bool = False
    """The line goes across the ballot (fed sideways), and not along it."""
    at: float | None = None
    """Where the line is, in pixels of the layout; None is through the middle of the squares, or
    of the first candidate's square where the line goes across."""
    dirt: int = 0
    """Specks of dust on a ballot, about."""

    def __post_init__(self) -> None:
        if not 0 <= self.streak <= 1000 or self.dirt < 0:
            raise ValueError(
                "A streak is 0 to 1000 thousandths of black, and specks are not fewer than 0; "
                f"not streak {self.streak} and dirt {self.dirt}."
            )


def scan(
    pictures: NDArray[np.uint8],
    sensor: Sensor,
    seed: int = 0,
    *,
    start: int = 0,
    layout: Layout = LAYOUT,
) -> NDArray[np.uint8]:
    """Return what a soiled sensor makes of pictures; the pictures themselves stay.

    Args:
        pictures: as `render` returns them.
        sensor: the machine's eye.
        seed: of the specks.
        start: place of the first of these pictures among all.
        layout: where everything stands.

    Raises:
        ValueError: not pictures of ballots.
    """
    if pictures.ndim != 3 or pictures.dtype != np.uint8:
        raise ValueError(
            "A scan takes grey pictures of bytes, one a ballot, "
            f"not {pictures.dtype} of the shape {pictures.shape}."
        )
    seen = pictures.copy()
    scale = max(1, pictures.shape[2] // layout.width)
    if sensor.streak:
        _streak(seen, sensor, scale, layout)
    if sensor.dirt:
        for place, picture in enumerate(seen):
            _soil(picture, np.random.default_rng((seed, start + place)), sensor.dirt, scale)
    return seen


def _streak(pictures: NDArray[np.uint8], sensor: Sensor, scale: int, layout: Layout) -> None:
    """Draw the same line of dirt over all pictures."""
    middle = layout.centres[0][1] if sensor.across else layout.column
    place = middle if sensor.at is None else sensor.at
    lines = pictures.swapaxes(1, 2) if sensor.across else pictures
    far = (np.arange(lines.shape[2]) + 0.5) / scale - place
    for at in np.flatnonzero(np.abs(far) < 5):
        through = 1 - sensor.streak / 1000 * np.exp(-(far[at] ** 2) / 4)
        lines[:, :, at] = np.rint(lines[:, :, at] * np.float32(through)).astype(np.uint8)


def _soil(picture: NDArray[np.uint8], rng: np.random.Generator, dirt: int, scale: int) -> None:
    """Let specks of dust fall on a picture."""
    height, width = picture.shape
    for _ in range(rng.poisson(dirt)):
        size = rng.uniform(0.8, 2.6) * scale
        reach = int(3 * size)
        y, x = rng.integers(reach, height - reach), rng.integers(reach, width - reach)
        along = np.arange(-reach, reach)
        speck = np.exp(
            -((along[:, None] / size) ** 2) - (along / size / rng.uniform(0.6, 1.6)) ** 2
        )
        part = picture[y - reach : y + reach, x - reach : x + reach]
        part[:] = part * (1 - rng.uniform(0.3, 0.9) * speck)


def png(picture: NDArray[np.uint8], step: int = 1) -> bytes:
    r"""Return one picture as a PNG file.

    Args:
        picture: (height, width), grey.
        step: greys are rounded to multiples of it; 8 halves the file, and nobody sees it.

    >>> png(np.zeros((2, 3), np.uint8))[:4]
    b'\x89PNG'
    """
    if picture.ndim != 2 or picture.dtype != np.uint8:
        raise ValueError(
            "A PNG is made of one grey picture of bytes, "
            f"not {picture.dtype} of the shape {picture.shape}."
        )
    if not 1 <= step <= 64:
        raise ValueError(f"Greys are rounded to steps of 1 to 64, not {step}.")
    rough = np.clip(np.rint(picture / step) * step, 0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(rough).save(file, "PNG", compress_level=6)
    return file.getvalue()
