"""The printed side of a ballot: where everything stands on it, and how it looks unmarked.

No word of any language is on it: the candidates are the letters A to D, "against all" is a
crossed circle, names and biographies are grey bars. Letters and digits are drawn as strokes, so
that a ballot looks the same wherever it is printed.

>>> LAYOUT.centres[0], LAYOUT.inside(0)
((264, 150), (251, 137, 277, 163))
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, pi, radians, sin
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from electoral.marks import SQUARES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Point = tuple[float, float]
Box = tuple[int, int, int, int]

LID = 205
"""The grey of the scanner's lid, seen around the paper."""

FINE = 4
"""The sheet is drawn this many times larger and reduced, so that its lines are smooth."""


@dataclass(frozen=True)
class Layout:
    """Where everything stands in a picture of a ballot, in pixels from its upper left corner."""

    width: int = 320
    height: int = 452
    page: Box = (14, 20, 306, 432)
    """The paper; around it one sees the lid of the scanner."""
    mark: int = 11
    """Side of the four black corner marks by which a reader finds the frame."""
    corners: tuple[Point, ...] = ((28, 34), (292, 34), (28, 418), (292, 418))
    """Middles of the corner marks, and the corners of the frame: two above, two below."""
    bar: Box = (44, 31, 70, 37)
    """A black bar that is there only at the upper left: it tells which way up the ballot is."""
    top: int = 127
    """Upper edge of the first candidate's row."""
    row: int = 46
    square: int = 34
    column: int = 264
    """The middle of the squares, across."""
    inset: int = 4
    """From the square's outer edge to what is measured, so that its own line is left out."""
    stamp: Point = (92, 386)
    radius: int = 25

    @property
    def centres(self) -> tuple[tuple[int, int], ...]:
        """The middles of the five squares, from A to against all."""
        return tuple(
            (self.column, self.top + self.row // 2 + self.row * square) for square in range(SQUARES)
        )

    @property
    def measured(self) -> int:
        """Side of the part of a square that is measured."""
        return self.square - 2 * self.inset

    def inside(self, square: int) -> Box:
        """Return what is measured of a square: left, top, right and bottom edge."""
        x, y = self.centres[square]
        half = self.measured // 2
        return x - half, y - half, x + half, y + half


LAYOUT = Layout()


def _bow(centre: Point, wide: float, high: float, start: int, end: int) -> list[Point]:
    """Return points of an arc from `start` to `end`, in degrees clockwise from the right."""
    angles = [radians(start + (end - start) * step / 16) for step in range(17)]
    return [(centre[0] + wide * cos(a), centre[1] + high * sin(a)) for a in angles]


GLYPHS: dict[str, list[list[Point]]] = {
    "A": [[(0, 1), (0.5, 0), (1, 1)], [(0.2, 0.62), (0.8, 0.62)]],
    "B": [
        [(0, 0.48), (0, 1), *_bow((0.52, 0.74), 0.38, 0.26, 90, -90), (0, 0.48)],
        [(0, 0.48), (0, 0), *_bow((0.5, 0.24), 0.32, 0.24, -90, 90), (0, 0.48)],
    ],
    "C": [_bow((0.5, 0.5), 0.5, 0.5, 55, 305)],
    "D": [[(0, 0), (0, 1), *_bow((0.4, 0.5), 0.5, 0.5, 90, -90), (0, 0)]],
    "0": [
        [(0, 0.2), (0.2, 0), (0.8, 0), (1, 0.2), (1, 0.8), (0.8, 1), (0.2, 1), (0, 0.8), (0, 0.2)]
    ],
    "1": [[(0.15, 0.25), (0.55, 0), (0.55, 1)]],
    "2": [[(0, 0.22), (0.2, 0), (0.8, 0), (1, 0.22), (1, 0.4), (0, 1), (1, 1)]],
    "3": [[(0, 0), (1, 0), (0.45, 0.42), (1, 0.6), (1, 0.8), (0.8, 1), (0.2, 1), (0, 0.85)]],
    "4": [[(0.8, 1), (0.8, 0), (0, 0.7), (1, 0.7)]],
    "5": [[(0.95, 0), (0.1, 0), (0, 0.45), (0.75, 0.42), (1, 0.6), (1, 0.8), (0.75, 1), (0, 0.95)]],
    "6": [[(0.8, 0), (0.1, 0.5), (0, 0.8), (0.2, 1), (0.8, 1), (1, 0.8), (0.8, 0.5), (0.1, 0.6)]],
    "7": [[(0, 0), (1, 0), (0.35, 1)]],
    "8": [
        [(0.25, 0.46), (0.05, 0.2), (0.3, 0), (0.7, 0), (0.95, 0.2), (0.75, 0.46), (1, 0.78)],
        [(1, 0.78), (0.75, 1), (0.25, 1), (0, 0.78), (0.25, 0.46), (0.75, 0.46)],
    ],
    "9": [[(0.2, 1), (0.9, 0.5), (1, 0.2), (0.8, 0), (0.2, 0), (0, 0.2), (0.2, 0.5), (0.95, 0.4)]],
}
"""Strokes of each sign in a box of one by one."""


class _Press:
    """A large white sheet to draw on in the layout's pixels."""

    def __init__(self, width: float, height: float, zoom: int, ground: int = 255) -> None:
        self.zoom = zoom
        self.image = Image.new("L", (round(width * zoom), round(height * zoom)), ground)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, box: Sequence[float], ink: int) -> None:
        """Fill a rectangle."""
        left, top, right, bottom = (round(edge * self.zoom) for edge in box)
        self.draw.rectangle((left, top, right - 1, bottom - 1), fill=ink)

    def line(self, points: Iterable[Point], width: float, ink: int) -> None:
        """Draw a line with round joints and ends."""
        path = [(x * self.zoom, y * self.zoom) for x, y in points]
        self.draw.line(path, fill=ink, width=max(1, round(width * self.zoom)), joint="curve")
        radius = width * self.zoom / 2
        for x, y in (path[0], path[-1]):
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)

    def ring(self, centre: Point, radius: float, width: float, ink: int) -> None:
        """Draw a circle."""
        around = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        self.draw.ellipse(
            [edge * self.zoom for edge in around], outline=ink, width=round(width * self.zoom)
        )

    def sign(self, sign: str, box: Sequence[float], width: float, ink: int) -> None:
        """Draw a letter or a digit into a box."""
        left, top, right, bottom = box
        for stroke in GLYPHS[sign]:
            path = [(left + x * (right - left), top + y * (bottom - top)) for x, y in stroke]
            self.line(path, width, ink)


@cache
def blank(layout: Layout, tone: int, scale: int) -> NDArray[np.uint8]:
    """Return the unmarked ballot on the scanner's lid.

    Args:
        layout: where everything stands.
        tone: the grey of the paper, 0 to 255.
        scale: the picture is this many times as large as the layout says.
    """
    press = _Press(layout.width, layout.height, FINE * scale, 0)
    press.box(layout.page, 255)
    paper = press.image.reduce(FINE)
    shade = paper.filter(ImageFilter.GaussianBlur(5 * scale))
    lid = LID - 60 * (np.roll(np.asarray(shade), (2 * scale, scale), (0, 1)) / 255)
    ink = np.asarray(_printed(layout, FINE * scale).reduce(FINE)) / 255
    cover = np.asarray(paper) / 255
    sheet = np.rint(lid * (1 - cover) + tone * ink * cover).astype(np.uint8)
    sheet.flags.writeable = False
    return sheet


def _printed(layout: Layout, zoom: int) -> Image.Image:
    """Return what is printed, black on white."""
    press = _Press(layout.width, layout.height, zoom)
    (left, top), (right, _), (_, bottom), _ = layout.corners
    _rosette(press, ((left + right) / 2, top + 47))
    gap = layout.mark / 2 + 5
    for y in (top, bottom):
        press.line([(left + gap, y), (right - gap, y)], 1.2, 60)
    for x in (left, right):
        press.line([(x, top + gap), (x, bottom - gap)], 1.2, 60)
    bar = layout.bar
    press.box((bar[0] - 7, bar[1] - 3, bar[2] + 5, bar[3] + 3), 255)
    press.box(bar, 20)
    half = layout.mark / 2
    for x, y in layout.corners:
        press.box((x - half, y - half, x + half, y + half), 20)
    for square, centre in enumerate(layout.centres):
        _row(press, layout, square, centre)
    last = layout.top + SQUARES * layout.row
    press.line([(left + 9, last), (right - 9, last)], 0.8, 120)
    for y in (last + 24, last + 44):
        press.line([(right - 118, y), (right - 14, y)], 0.6, 120)
        press.box((right - 118, y + 3, right - 78, y + 5), 205)
    return press.image


def _rosette(press: _Press, centre: Point) -> None:
    """Draw the ornament of a security print, and a heading without words."""
    x, y = centre
    for turn in range(7):
        path = []
        for step in range(241):
            a = 2 * pi * step / 240
            swing = 1 + 0.22 * sin(6 * a + turn * 2 * pi / 7)
            path.append((x + 96 * swing * cos(a) * 0.95, y + 22 * swing * sin(a)))
        press.line(path, 0.5, 222)
    press.box((x - 62, y - 9, x + 62, y - 1), 105)
    press.box((x - 40, y + 6, x + 40, y + 10), 165)


def _row(press: _Press, layout: Layout, square: int, centre: Point) -> None:
    """Draw a candidate's row: line, letter, bars for words, square."""
    (left, _), (right, _), _, _ = layout.corners
    x, y = centre
    above = y - layout.row / 2
    press.line([(left + 9, above), (right - 9, above)], 0.8, 120)
    box = (left + 17, y - 11, left + 35, y + 11)
    if square < SQUARES - 1:
        press.sign("ABCD"[square], box, 3.4, 40)
    else:
        press.ring(((box[0] + box[2]) / 2, y), 11.5, 3, 40)
        press.line([(box[0] + 1, y + 8), (box[2] - 1, y - 8)], 3, 40)
    start = left + 54
    for offset, length, height, ink in (
        (-9, (92, 74, 104, 83, 66)[square], 5, 120),
        (1, (128, 117, 122, 108, 0)[square], 2.4, 190),
        (7, (110, 126, 87, 119, 0)[square], 2.4, 190),
    ):
        lower = 4.5 if square == SQUARES - 1 else 0
        if length:
            press.box((start, y + offset + lower, start + length, y + offset + lower + height), ink)
    half = layout.square / 2
    press.box((x - half, y - half, x + half, y + half), 55)
    press.box((x - half + 1.8, y - half + 1.8, x + half - 1.8, y + half - 1.8), 255)


@cache
def seal(layout: Layout, station: int, turn: int, scale: int) -> NDArray[np.float32]:
    """Return the round stamp of a station as a share of paper left white, turned by degrees."""
    size = 2 * layout.radius + 6
    press = _Press(size, size, FINE * scale)
    middle = (size / 2, size / 2)
    radius = layout.radius
    press.ring(middle, radius, 1.8, 0)
    press.ring(middle, radius - 7.5, 0.9, 0)
    for step in range(28):
        a = 2 * pi * step / 28
        inner, outer = radius - 5.4, radius - 3.4 + (step % 2)
        ends = [(middle[0] + r * cos(a), middle[1] + r * sin(a)) for r in (inner, outer)]
        press.line(ends, 1.2, 0)
    digits = str(station)
    wide = min(5.0, 27 / len(digits) - 2)
    start = middle[0] - (len(digits) * (wide + 2) - 2) / 2
    for place, digit in enumerate(digits):
        at = start + place * (wide + 2)
        press.sign(digit, (at, middle[1] - 4.5, at + wide, middle[1] + 4.5), 1.3, 0)
    for y in (middle[1] - 9, middle[1] + 9):
        press.line([(middle[0] - 7, y), (middle[0] + 7, y)], 1, 0)
    turned = press.image.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    return (np.asarray(turned.reduce(FINE)) / 255).astype(np.float32)
