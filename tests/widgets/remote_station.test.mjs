// What the view of remote voting reckons by itself: the axis and the outline of a queue.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outline, stepsTo } from "../../widgets/electoral_widgets/static/remote_pictures.js";

test("an axis begins at 0, has round steps, reaches the most, and is never crowded", () => {
  assert.deepEqual(stepsTo(0), [0, 1]);
  assert.deepEqual(stepsTo(4), [0, 1, 2, 3, 4]);
  assert.deepEqual(stepsTo(8), [0, 2, 4, 6, 8]);
  assert.deepEqual(stepsTo(1191), [0, 500, 1000, 1500]);
  for (let most = 0; most <= 3000; most += 1) {
    const steps = stepsTo(most);
    assert.ok((steps.at(-1) ?? 0) >= most && steps.length <= 6 && steps.length >= 2, `${most}: ${steps}`);
    assert.ok(steps.every(Number.isInteger), `${most}: ${steps}`);
  }
});

test("an outline stands on the axis and rises to the top where the queue is longest", () => {
  assert.equal(outline([0, 5, 10], 10), "M0 100L0 100L500 50L1000 0L1000 100Z");
  assert.equal(outline([0], 1), "M0 100L0 100L1000 100Z");
});
