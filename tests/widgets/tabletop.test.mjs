// What the tabletop reckons by itself: the heights of small bars.
import assert from "node:assert/strict";
import { test } from "node:test";

import { heightsOf } from "../../widgets/electoral_widgets/static/tabletop_parts.js";

test("a bar is as high as its share of the highest possible value", () => {
  assert.deepEqual(heightsOf([0, 5, 10], 10), [0, 50, 100]);
});

test("no bar is higher than the box or lower than the floor", () => {
  assert.deepEqual(heightsOf([-2, 12], 10), [0, 100]);
});
