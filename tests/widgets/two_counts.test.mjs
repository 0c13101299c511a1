// The picture of two counts: what is read, where the dots stand, what a press finds.
import assert from "node:assert/strict";
import test from "node:test";

import {
  differenceIn, largestOf, layOut, nearest, readStations, root, ticksOf, usualSpan,
} from "../../widgets/electoral_widgets/static/counts_picture.js";

/** @param {number[]} numbers */
const bytes = (numbers) => new DataView(Int32Array.from(numbers).buffer);

const stations = [
  { size: 100, apart: 2, lines: [-1, -1, 0, 0, 0, 2] },
  { size: 900, apart: 400, lines: [-300, -100, 0, 0, 0, 0] },
  { size: 500, apart: 0, lines: [0, 0, 0, 0, 0, 0] },
];

test("stations come back from the numbers that Python packed", () => {
  const table = bytes(stations.flatMap(({ size, lines }) => [size, ...lines]));

  assert.deepEqual(readStations(table, bytes([2, 400, 0])), stations);
  assert.deepEqual(readStations(bytes([]), bytes([])), []);
});

test("a difference is that of one line, or of all lines together", () => {
  assert.deepEqual(stations.map((station) => differenceIn(station, -1)), [2, 400, 0]);
  assert.deepEqual(stations.map((station) => differenceIn(station, 0)), [-1, -300, 0]);
});

test("a root keeps the sign", () => {
  assert.deepEqual([-9, 0, 16].map(root), [-3, 0, 4]);
});

test("the largest differences are the largest by amount, of equals the first", () => {
  assert.deepEqual(largestOf([3, -9, 0, 9, 4], 3), [1, 3, 4]);
});

test("the usual span leaves out one in forty on either side", () => {
  const numbers = Array.from({ length: 200 }, (_, place) => place);

  assert.deepEqual(usualSpan(numbers), [5, 194]);
  assert.deepEqual(usualSpan([]), [0, 0]);
});

test("the axis names zero, keeps to its bounds and leaves room between the numbers", () => {
  assert.deepEqual(ticksOf(0, 120, 2.5), [0, 10, 50, 100]);
  assert.deepEqual(ticksOf(-60, 25, 2), [-50, -20, -5, 0, 5, 20]);
  assert.deepEqual(ticksOf(0, 1, 1), [0]);
});

test("every dot stands within the picture, larger stations further right, larger differences higher", () => {
  for (const width of [260, 700, 1800]) {
    for (const line of [-1, 0]) {
      const { dots, left, right, height, ticks } = layOut(stations, line, width);

      assert.equal(dots.length, 3);
      for (const { x, y } of dots) {
        assert.ok(x >= left && x <= right);
        assert.ok(y >= 0 && y <= height);
      }
      assert.deepEqual(dots.map(({ x }) => x).sort((a, b) => a - b), [dots[0]?.x, dots[2]?.x, dots[1]?.x]);
      assert.ok(ticks.some(({ at }) => at === 0));
    }
  }
  const { dots: [small, large, none] } = layOut(stations, -1, 700);
  assert.ok((large?.y ?? 0) < (small?.y ?? 0));
  assert.ok((small?.y ?? 0) < (none?.y ?? 0));
});

test("a press finds the nearest dot within reach and no other", () => {
  const dots = [{ x: 10, y: 10 }, { x: 30, y: 10 }];

  assert.equal(nearest(dots, 12, 14, 24), 0);
  assert.equal(nearest(dots, 21, 10, 24), 1);
  assert.equal(nearest(dots, 80, 10, 24), -1);
});
