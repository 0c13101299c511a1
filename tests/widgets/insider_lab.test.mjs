// What the insider's lab reckons by itself: the plan and the width of bars.
import assert from "node:assert/strict";
import { test } from "node:test";

import { widthOf, withAct } from "../../widgets/electoral_widgets/static/insider_lab_parts.js";

test("an act comes at the end of the plan, and the plan before it stays as it was", () => {
  /** @type {[string, number][]} */
  const plan = [["swallow", 1]];

  assert.deepEqual(withAct(plan, "tally", -1), [["swallow", 1], ["tally", -1]]);
  assert.deepEqual(plan, [["swallow", 1]]);
});

test("an act that is in the plan already changes nothing, one about somebody else does", () => {
  /** @type {[string, number][]} */
  const plan = [["swallow", 1]];

  assert.equal(withAct(plan, "swallow", 1), plan);
  assert.equal(withAct(plan, "swallow", 2).length, 2);
  assert.equal(withAct(plan, "erase", 1).length, 2);
});

test("the largest number has the widest bar, before or after", () => {
  /** @type {[string, number, number][]} */
  const counts = [["A", 5, 4], ["B", 3, 8]];

  assert.equal(widthOf(8, counts), 100);
  assert.equal(widthOf(4, counts), 50);
  assert.equal(widthOf(0, [["A", 0, 0]]), 0);
});
