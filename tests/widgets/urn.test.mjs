// The ballots of the urn, read again in the browser, and the places of the picture.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { FREE, INVALID, RETURNED, UNREAD, judge, laneOf, readAll, unpack } from "../../widgets/electoral_widgets/static/urn_ballots.js";
import { PACES, hurried } from "../../widgets/electoral_widgets/static/urn_run.js";
import { fly, layOut, onGauge } from "../../widgets/electoral_widgets/static/urn_stage.js";

/** @type {number[][]} Square, darkest, next darkest, sure, doubtful, reading: as `electoral.marks.judge` says. */
const READINGS = JSON.parse(readFileSync(new URL("urn_readings.json", import.meta.url), "utf-8"));
const USUAL = { sure: 100, doubtful: 40 };

/**
 * Pack ballots as Python does: choice, other, hand, pinned, times, pile, added, nothing, first, second.
 * @param {number[][]} ballots
 */
function packed(ballots) {
  const view = new DataView(new ArrayBuffer(12 * ballots.length));
  for (const [i, ballot] of ballots.entries()) {
    for (const [place, value] of ballot.slice(0, 8).entries()) view.setUint8(12 * i + place, value);
    view.setUint16(12 * i + 8, ballot[8] ?? 0, true);
    view.setUint16(12 * i + 10, ballot[9] ?? 0, true);
  }
  return view;
}

const A_CLEAR = [0, 1, 0, FREE, 1, 0, 0, 0, 250, 5];
const B_PALE = [1, 2, 1, FREE, 1, 1, 0, 0, 70, 5];
const C_CORRECTED = [2, 3, 3, FREE, 1, 2, 0, 0, 300, 600];
const BLANK = [3, 0, 4, FREE, 1, 5, 0, 0, 8, 2];

test("a ballot is judged as Python judges it, at every edge", () => {
  assert.ok(READINGS.length > 200);
  for (const [square = 0, darkest = 0, second = 0, sure = 0, doubtful = 0, reading] of READINGS) {
    assert.equal(judge(square, darkest, second, { sure, doubtful }), reading, `${darkest} ${second} ${sure} ${doubtful}`);
  }
});

test("the darker square comes first, whichever was chosen", () => {
  const { count, square, next, darkest, second } = unpack(packed([A_CLEAR, C_CORRECTED]));

  assert.equal(count, 2);
  assert.deepEqual([...square], [0, 3]);
  assert.deepEqual([...next], [1, 2]);
  assert.deepEqual([...darkest], [250, 600]);
  assert.deepEqual([...second], [5, 300]);
});

test("bytes that are part of no ballot are left out", () => {
  assert.equal(unpack(new DataView(new ArrayBuffer(0))).count, 0);
  assert.equal(unpack(new DataView(packed([A_CLEAR]).buffer, 0, 11)).count, 0);
});

test("what people count and the box sets aside is missed; a blank ballot is not", () => {
  const ballots = unpack(packed([A_CLEAR, B_PALE, C_CORRECTED, BLANK]));

  assert.deepEqual(readAll(ballots, USUAL), { machine: [1, 0, 0, 0, 0, 3, 0], missed: 2 });
  assert.deepEqual([...ballots.reading], [0, RETURNED, INVALID, INVALID]);
});

test("a lower threshold takes the pale mark", () => {
  const ballots = unpack(packed([A_CLEAR, B_PALE]));

  assert.deepEqual(readAll(ballots, { sure: 60, doubtful: 40 }).machine, [1, 1, 0, 0, 0, 0, 0]);
});

test("a reading that a fault has fixed stays, and a ballot fed twice counts twice", () => {
  const lost = [0, 1, 0, UNREAD, 1, 0, 0, 0, 250, 5];
  const swapped = [0, 1, 0, 1, 1, 0, 0, 0, 250, 5];
  const twice = [0, 1, 0, FREE, 2, 0, 0, 0, 250, 5];
  const ballots = unpack(packed([lost, swapped, twice]));

  for (const thresholds of [USUAL, { sure: 200, doubtful: 10 }]) {
    assert.deepEqual(readAll(ballots, thresholds).machine, [2, 1, 0, 0, 0, 0, 1]);
  }
});

test("every reading has a lane", () => {
  assert.deepEqual([0, 1, 2, 3, 4, INVALID, RETURNED, UNREAD].map(laneOf), [0, 1, 2, 3, 4, 5, 5, 6]);
});

test("the gauge goes from nothing to black, and gives light marks room", () => {
  assert.deepEqual([0, 250, 1000, -5, 2000].map(onGauge), [0, 0.5, 1, 0, 1]);
});

for (const width of [240, 318, 700, 1230, 1880]) {
  for (const lanes of [6, 7]) {
    test(`everything has its place at ${width} pixels with ${lanes} lanes`, () => {
      const { height, top, tall, room, floor, head, paper, gauge, lane, sheet } = layOut(width, lanes);

      assert.ok(height <= 600);
      assert.ok(head.x - paper * 0.62 >= 0 && head.x + paper * 0.62 <= gauge.left);
      assert.ok(gauge.left + gauge.width <= width);
      assert.ok(gauge.upper + gauge.thick < gauge.lower && gauge.lower + gauge.thick < top + tall);
      assert.ok(room > 100 && floor - room > top + tall);
      assert.ok(sheet < lane);
    });
  }
}

test("a ballot comes from above, stops at the head, ends on its pile", () => {
  const places = layOut(700, 6);
  const spot = { x: 0, y: 0, size: 0 };

  fly(spot, 0, PACES.slow, places, 4, 0);
  assert.ok(spot.y < 0);
  fly(spot, 0.5, PACES.slow, places, 4, 0);
  assert.deepEqual(spot, { x: places.head.x, y: places.head.y, size: places.paper });
  fly(spot, 1, PACES.slow, places, 4, 100);
  assert.ok(Math.abs(spot.x - 4.5 * places.lane) < 1e-6);
  assert.ok(Math.abs(spot.y + places.sheet * 0.65 - (places.floor - 100)) < 1e-6);
});

test("a hurried run lasts five seconds and is never slower than a fast one", () => {
  assert.equal(hurried(2000).rate, 400);
  assert.equal(hurried(10).rate, PACES.fast.rate);
});
