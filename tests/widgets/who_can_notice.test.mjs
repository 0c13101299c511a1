// What the view of who can notice reckons by itself: where a key leads, how many cells are of a kind.
import assert from "node:assert/strict";
import { test } from "node:test";

import { tally } from "../../widgets/electoral_widgets/static/who_can_notice.js";
import { placeAfter } from "../../widgets/electoral_widgets/static/who_can_notice_grid.js";

/** @type {[number, number]} */
const SIZE = [17, 5];

test("an arrow key leads to the next cell and never out of the grid", () => {
  assert.deepEqual(placeAfter("ArrowDown", [0, 2], SIZE, false), [1, 2]);
  assert.deepEqual(placeAfter("ArrowUp", [0, 2], SIZE, false), [0, 2]);
  assert.deepEqual(placeAfter("ArrowRight", [3, 4], SIZE, false), [3, 4]);
  assert.deepEqual(placeAfter("ArrowLeft", [3, 4], SIZE, false), [3, 3]);
  assert.deepEqual(placeAfter("PageDown", [14, 0], SIZE, false), [16, 0]);
});

test("Home and End lead along the row, with Control to the corners", () => {
  assert.deepEqual(placeAfter("Home", [3, 2], SIZE, false), [3, 0]);
  assert.deepEqual(placeAfter("End", [3, 2], SIZE, false), [3, 4]);
  assert.deepEqual(placeAfter("Home", [3, 2], SIZE, true), [0, 0]);
  assert.deepEqual(placeAfter("End", [3, 2], SIZE, true), [16, 4]);
});

test("any other key is left to the page", () => {
  assert.equal(placeAfter("Enter", [0, 0], SIZE, false), undefined);
  assert.equal(placeAfter("Tab", [0, 0], SIZE, false), undefined);
});

test("cells are counted by kind, and those that are other than usual besides", () => {
  const cells = ["none", "seen", "seen", "unseen"].map((status, place) => ({ status, line: "", other: place > 1 }));

  assert.deepEqual(tally(cells), { none: 1, seen: 2, chance: 0, unseen: 1, other: 2 });
});
