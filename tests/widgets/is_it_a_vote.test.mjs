// What the view of judged ballots reckons by itself: readings, the scale, the class, the pictures.
import assert from "node:assert/strict";
import { test } from "node:test";

import { cutApart, darknessAt, decide, leading, nextOpen, placeOf } from "../../widgets/electoral_widgets/static/ballot_deck.js";

test("the machine decides as in the examples of electoral.marks", () => {
  const ballots = [[250, 8, 5, 3, 0], [70, 5, 5, 5, 5], [4, 4, 4, 4, 4], [250, 240, 0, 0, 0]];

  assert.deepEqual(ballots.map((fills) => decide(fills, 100, 40)), [0, 6, 5, 5]);
});

test("a square at a threshold has reached it", () => {
  assert.equal(decide([0, 100, 39, 0, 0], 100, 40), 1);
  assert.equal(decide([0, 100, 40, 0, 0], 100, 40), 6);
  assert.equal(decide([0, 99, 0, 0, 0], 100, 40), 6);
  assert.equal(decide([0, 39, 0, 0, 0], 100, 40), 5);
  assert.equal(decide([0, 0, 0, 100, 100], 100, 40), 5);
});

test("with one threshold for both, nothing is given back", () => {
  for (const dark of [0, 50, 99, 100, 101, 1000]) assert.notEqual(decide([0, 0, dark, 0, 0], 100, 100), 6);
});

test("the scale gives small values more room, and goes back to the same darkness", () => {
  assert.equal(placeOf(0), 0);
  assert.equal(placeOf(1000), 1);
  assert.equal(placeOf(40), 0.2);
  assert.equal(placeOf(-5), 0);
  assert.equal(placeOf(2000), 1);
  for (let darkness = 0; darkness <= 1000; darkness += 1) assert.equal(darknessAt(placeOf(darkness)), darkness);
});

test("the class is told by what most judged, and a tie is no answer", () => {
  assert.equal(leading([0, 3, 0, 0, 0, 1, 2]), 1);
  assert.equal(leading([0, 3, 0, 0, 0, 0, 3]), -1);
  assert.equal(leading([0, 0, 0, 0, 0, 0, 0]), -2);
  assert.equal(leading([]), -2);
});

test("the next ballot is the next one that is open, then the first", () => {
  assert.equal(nextOpen("01--5-", 1), 2);
  assert.equal(nextOpen("-1--55", 5), 0);
  assert.equal(nextOpen("012345", 3), -1);
});

test("pictures that travel one after the other are cut apart, wherever their buffer begins", () => {
  const bytes = new Uint8Array([9, 9, 1, 2, 3, 4, 5, 9]);
  const parts = cutApart(new DataView(bytes.buffer, 2, 5), [{ size: 2 }, { size: 0 }, { size: 3 }]);

  assert.deepEqual(parts.map((part) => [...part]), [[1, 2], [], [3, 4, 5]]);
});
