"""The marks of many hands: ticks, crosses, strokes, scribbles, blots, and tails that run too far.

A mark is a set of strokes; a stroke is a line of points with a width that changes as a hand
presses. `Sheet.mark` lays the ink so that the square becomes as dark as asked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from electoral.marks import Hand
from electoral.sheet import blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from electoral.sheet import Box, Layout

Stroke = tuple["NDArray[np.float64]", float]
"""Points in pixels of the layout, and how broad this stroke is beside the others of its mark."""

Aim = tuple[int, int]
"""A square, and how dark it becomes, in thousandths of black."""

SMOOTH = 3
"""Strokes are drawn this many times larger and reduced."""

BLACKEST = 0.96
"""The darkest ink, as a share of black."""

SHAPES = {
    "slash": (31, 2),
    "tick": (33, 9),
    "two ticks": (64, 4),
    "cross": (60, 6),
    "loop": (80, 1),
    "scribble": (120, 2),
    "hatch": (190, 1),
}
"""Of each mark: how long its strokes are within what is measured, in pixels, and how frequent."""

ENCLOSED = ("loop", "scribble", "hatch")
"""Marks that have no end to run on from."""


def curve(points: Sequence[tuple[float, float]], steps: int = 9) -> NDArray[np.float64]:
    """Return a smooth line through points (Catmull-Rom)."""
    knots = np.array([points[0], *points, points[-1]], float)
    spans = np.stack([knots[:-3], knots[1:-2], knots[2:-1], knots[3:]], axis=1)
    smooth = _basis(steps) @ spans
    return np.concatenate([smooth.reshape(-1, 2), knots[-1:]])


@cache
def _basis(steps: int) -> NDArray[np.float64]:
    """Return how much each of four points weighs along the line from the second to the third."""
    t = np.linspace(0, 1, steps, endpoint=False)
    return (
        np.stack(
            [-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2], 1
        )
        / 2
    )


def shape(kind: str, rng: np.random.Generator) -> list[Stroke]:
    """Return the strokes of a mark around (0, 0); what is measured is from -1 to 1."""

    def near(x: float, y: float, by: float = 0.13) -> tuple[float, float]:
        dx, dy = rng.uniform(-by, by, 2)
        return x + dx, y + dy

    long = rng.uniform(0.9, 1.6)
    if kind == "slash":
        ends = near(-0.85, 0.85), near(0.05, 0.0), near(0.8 * long, -0.85 * long)
        return [(curve(list(ends)), 1)]
    if kind in {"tick", "two ticks"}:
        down = [near(-0.8, -0.15), near(-0.45, 0.3), near(-0.2, 0.72)]
        up = [down[-1], near(0.15, 0.1), near(0.55, -0.55), near(0.9 * long, -1.05 * long)]
        tick = np.concatenate([curve(down), curve(up)])
        again = tick * rng.uniform(0.85, 1.0) + near(0.1, 0.05, 0.08)
        return [(tick, 1), (again, 0.9)][: 1 if kind == "tick" else 2]
    if kind == "cross":
        one = [near(-0.85, -0.85), near(0, 0, 0.08), near(0.85 * long, 0.85)]
        two = [near(0.85, -0.85 * long), near(0, 0, 0.08), near(-0.85, 0.85)]
        return [(curve(one), 1), (curve(two), rng.uniform(0.85, 1.1))]
    if kind == "loop":
        angle = np.linspace(0, rng.uniform(10, 13), 34) + rng.uniform(0, 6)
        radius = np.linspace(0.25, 0.95, 34) * rng.uniform(0.95, 1.08)
        x = radius * np.cos(angle) + rng.normal(0, 0.03, 34)
        return [(np.stack([x, radius * np.sin(angle) + rng.normal(0, 0.03, 34)], 1), 1)]
    rows = 7 if kind == "scribble" else 11
    reach = 0.85 if kind == "scribble" else 1.05
    lean = rng.uniform(-0.25, 0.25)
    level = np.linspace(-reach, reach, rows) + rng.normal(0, 0.05, rows)
    side = np.where(np.arange(rows) % 2, reach, -reach) * rng.uniform(0.85, 1.1, rows)
    path = np.stack([side, level + lean * side], 1)
    if rng.random() < 0.5:
        path = path[:, ::-1]
    return [(curve([(x, y) for x, y in path], 5), 1)]


class Sheet:
    """One ballot while it is written on."""

    def __init__(self, layout: Layout, tone: int, scale: int, rng: np.random.Generator) -> None:
        self.layout, self.tone, self.scale, self.rng = layout, tone, scale, rng
        self.picture = blank(layout, tone, scale).copy()
        self.wave = 0.0
        """Where in its rhythm the hand is."""

    def window(self, box: Box) -> tuple[slice, slice]:
        """Return the pixels of a box of the layout."""
        left, top, right, bottom = (edge * self.scale for edge in box)
        return slice(top, bottom), slice(left, right)

    def _drawn(self, strokes: list[Stroke], box: Box, width: float) -> NDArray[np.float32]:
        """Return how much of each pixel of a box the strokes cover."""
        zoom = SMOOTH * self.scale
        left, top, right, bottom = box
        image = Image.new("L", ((right - left) * zoom, (bottom - top) * zoom))
        draw = ImageDraw.Draw(image)
        for points, share in strokes:
            path = ((points - (left, top)) * zoom).tolist()
            press = (self._press(len(path)) * (width * share * zoom / 2)).tolist()
            for (x, y), (u, v), radius in zip(path, path[1:] or path, press, strict=False):
                draw.line((x, y, u, v), 255, max(1, round(2 * radius)))
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
            (x, y), radius = path[-1], press[-1]
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
        return np.asarray(image.reduce(SMOOTH)).astype(np.float32) / np.float32(255)

    def _press(self, count: int) -> NDArray[np.float64]:
        """Return how a hand presses along a stroke: softer at the end."""
        along = np.linspace(0, 1, count)
        return 1.06 - 0.3 * along**3 + 0.06 * np.sin(7 * along + self.wave)

    def lay(self, cover: NDArray[np.float32], box: Box, ink: float) -> None:
        """Lay ink on a box, as much as its cover says."""
        part = self.picture[self.window(box)]
        part[:] = part * (1 - ink * cover) + 0.5

    def needed(self, cover: NDArray[np.float32], box: Box, aim: Aim) -> float:
        """Return the ink that makes a square as dark as asked; infinite where it is not covered."""
        square, thousandths = aim
        rows, columns = self.window(self.layout.inside(square))
        light = self.picture[rows, columns] / np.float32(self.tone)
        top, left = box[1] * self.scale, box[0] * self.scale
        part = cover[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        covered = float((part * light).mean())
        wanted = thousandths / 1000 - (1 - float(light.mean()))
        return max(0.0, wanted) / covered if covered > 1e-4 else float("inf")

    def mark(self, aim: Aim, hand: Hand) -> None:
        """Mark a square so that it becomes as dark as asked."""
        pencil = hand == Hand.PALE and self.rng.random() < 0.75
        self.fill(*self._strokes(aim, pencil=pencil), aim, grain=pencil)

    def _strokes(
        self, aim: Aim, *, pencil: bool = False, open_ended: bool = False
    ) -> tuple[list[Stroke], float, float]:
        """Return strokes that suit a darkness, their ink and their width."""
        square, thousandths = aim
        rng, layout = self.rng, self.layout
        self.wave = float(rng.uniform(0, 6))
        ink = rng.uniform(0.2, 0.42) if pencil else rng.uniform(0.66, 0.92)
        area = thousandths / 1000 * layout.measured**2 / ink
        fit = [
            kind
            for kind, (long, often) in SHAPES.items()
            for _ in range(often)
            if 1.2 <= area / long <= 5.8 and not (open_ended and kind in ENCLOSED)
        ]
        kind = fit[rng.integers(len(fit))] if fit else "cross" if area > 150 else "slash"
        half = layout.measured / 2
        at = np.array(layout.centres[square]) + rng.normal(0, 1.6, 2)
        strokes = [(points * half + at, share) for points, share in shape(kind, rng)]
        return strokes, ink, area / SHAPES[kind][0]

    def running(self, first: Aim, second: Aim) -> None:
        """Mark a square with a stroke that runs on into another one."""
        square, (other, there) = first[0], second
        strokes, ink, width = self._strokes(first, open_ended=True)
        way = 1 if other > square else -1
        ends = [points[end] for points, _ in strokes for end in (0, -1)]
        aside = 1 if abs(other - square) > 1 else 0
        start = max(ends, key=lambda end: way * end[1] - aside * end[0])
        half = self.layout.measured / 2
        area = there / 1000 * self.layout.measured**2 / ink
        width_there = max(width, area / (2.3 * half))
        path = self._way(start, square, other, area / width_there)
        self.fill([(path, 1)], ink, width_there, second)
        self.fill(strokes, ink, width, first)
        self.soften(first)
        self.soften(second)

    def soften(self, aim: Aim) -> None:
        """Make a square paler that a stroke passing through made darker than asked."""
        square, thousandths = aim
        part = self.picture[self.window(self.layout.inside(square))]
        dark = 1 - float(part.mean()) / self.tone
        if dark > (thousandths + 3) / 1000:
            part[:] = self.tone - (self.tone - part.astype(float)) * thousandths / 1000 / dark + 0.5

    def _way(
        self, start: NDArray[np.float64], square: int, other: int, reach: float
    ) -> NDArray[np.float64]:
        """Return a path from a mark's end into another square, around those between."""
        rng, layout = self.rng, self.layout
        half = layout.measured / 2
        (x, y), (_, v) = layout.centres[square], layout.centres[other]
        way = 1 if v > y else -1
        begin = (float(start[0]), float(start[1]))
        if abs(other - square) == 1:
            lean = rng.uniform(-0.5, 0.5) * half
            enter = (x + lean, v - way * half)
            depth = min(reach, 1.7 * half)
            aside = max(0.0, reach**2 - depth**2) ** 0.5
            end = (enter[0] + (aside if lean < 0 else -aside), enter[1] + way * depth)
            return curve([begin, enter, end])
        bulge = x - layout.square / 2 - rng.uniform(9, 22)
        rise = rng.uniform(-0.3, 0.5) * half
        enter = (x - half, v - way * rise)
        end = (enter[0] + reach, enter[1] + way * rng.uniform(-0.1, 0.4) * reach)
        turn = [(bulge, (y + v) / 2)]
        if begin[0] > x - half * 0.5:
            turn.insert(0, (x - half - 8, y + way * 22))
        return curve([begin, *turn, enter, end])

    def blot(self, aim: Aim) -> None:
        """Blot out a square."""
        x, y = self.layout.centres[aim[0]]
        half = self.layout.measured / 2
        self.wave = float(self.rng.uniform(0, 6))
        strokes = [
            (points * half * 1.08 + (x, y), share)
            for _ in range(2)
            for points, share in shape("hatch", self.rng)
        ]
        self.fill(strokes, self.rng.uniform(0.84, 0.94), aim[1] / 300, aim)

    def fill(
        self, strokes: list[Stroke], ink: float, width: float, aim: Aim, *, grain: bool = False
    ) -> None:
        """Draw strokes with about this ink and width; make the square exactly as dark as asked."""
        box = self._around(strokes, aim[0])
        cover, exact = self._tried(strokes, box, width, aim, grain=grain)
        for _ in range(3):
            if 0.8 * ink <= exact <= min(BLACKEST, 1.2 * ink):
                break
            width = min(max(width * min(max(exact / ink, 0.4), 2.5), 0.9), 9.0)
            cover, exact = self._tried(strokes, box, width, aim, grain=grain)
        self.lay(cover, box, min(exact, BLACKEST))

    def _tried(
        self, strokes: list[Stroke], box: Box, width: float, aim: Aim, *, grain: bool
    ) -> tuple[NDArray[np.float32], float]:
        """Return what strokes of a width cover, and the ink they then need."""
        cover = self._drawn(strokes, box, width)
        if grain:
            cover = cover * _tooth(self.rng, cover.shape)
        return cover, self.needed(cover, box, aim)

    def _around(self, strokes: list[Stroke], square: int) -> Box:
        """Return a box of whole pixels that holds the strokes and the square."""
        points = np.concatenate([points for points, _ in strokes])
        left, top, right, bottom = self.layout.inside(square)
        low = np.maximum(np.minimum(points.min(0) - 6, (left, top)), 0).astype(int)
        high = np.minimum(
            np.maximum(points.max(0) + 7, (right, bottom)), (self.layout.width, self.layout.height)
        ).astype(int)
        return int(low[0]), int(low[1]), int(high[0]), int(high[1])

    def smudge(self, aim: Aim) -> None:
        """Leave a speck in a square: dust, a touch of the pen."""
        square = aim[0]
        if aim[1] < 3:
            return
        rng, s = self.rng, self.scale
        wide = rng.uniform(1.3, 3.5)
        half = self.layout.measured // 2
        x, y = rng.uniform(-0.5, 0.5, 2) * half
        across = (np.arange(-half * s, half * s) + 0.5) / s
        box = self.layout.inside(square)
        cover, ink = self._speck(x, y, wide, across, aim)
        while ink > BLACKEST and wide < half:
            wide *= 1.25  # at the edge a small speck cannot be as dark as asked
            cover, ink = self._speck(x, y, wide, across, aim)
        self.lay(cover, box, min(ink, BLACKEST))

    def _speck(
        self, x: float, y: float, wide: float, across: NDArray[np.float64], aim: Aim
    ) -> tuple[NDArray[np.float32], float]:
        """Return what a speck covers, and the ink it then needs."""
        speck = np.exp(-((across - x) ** 2) / wide**2) * np.exp(
            -((across[:, None] - y) ** 2) / wide**2
        )
        cover = speck.astype(np.float32)
        return cover, self.needed(cover, self.layout.inside(aim[0]), aim)

    def stray(self) -> None:
        """Draw a line that is in no square: under a name, in the margin, a pen tried out."""
        rng, layout = self.rng, self.layout
        _, y = layout.centres[rng.integers(5)]
        x = rng.uniform(60, 110)
        kind = rng.integers(3)
        if kind == 0:
            points = [(x, y + 14), (x + 45, y + 15 + rng.normal()), (x + 100, y + 12)]
        elif kind == 1:
            points = [(x, y), (x + 12, y + 9), (x + 7, y - 8), (x + 25, y + 4), (x + 40, y - 6)]
        else:
            points = [(x + 40, y - 20), (x + 60, y + 10), (x + 52, y + 44)]
        self.wave = float(rng.uniform(0, 6))
        strokes: list[Stroke] = [(curve(points), 1)]
        low, high = np.array(points).min(0) - 8, np.array(points).max(0) + 8
        box = int(low[0]), int(low[1]), int(high[0]), int(high[1])
        self.lay(self._drawn(strokes, box, rng.uniform(1, 2)), box, rng.uniform(0.3, 0.8))


@cache
def _grain() -> NDArray[np.float32]:
    """Return the tooth of the paper, as a pencil brings it out."""
    noise = np.random.default_rng(20).normal(0, 1, (512, 512))
    noise = noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(noise, (1, 1), (0, 1))
    return np.clip(0.72 + 0.2 * noise, 0.1, 1).astype(np.float32)


def _tooth(rng: np.random.Generator, size: tuple[int, ...]) -> NDArray[np.float32]:
    """Return a piece of the paper's tooth."""
    top, left = rng.integers(0, 512 - size[0]), rng.integers(0, 512 - size[1])
    return _grain()[top : top + size[0], left : left + size[1]]
