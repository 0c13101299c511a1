// The pictures of the cabinet: the step of the day, bars, attempts, days of the laboratory.
import assert from "node:assert/strict";
import test from "node:test";

import { ORDER, barsOf, dotsOf, stepOf, weightOf } from "../../widgets/electoral_widgets/static/cabinet_pictures.js";

/** @type {{ entry: string, acts: [string, (number | null)?][], closed: boolean, after: string[], counted: string }} */
const BEGIN = { entry: "", acts: [], closed: false, after: [], counted: "" };

test("the step of the day follows what was done last", () => {
  assert.equal(stepOf(BEGIN), "door");
  assert.equal(stepOf({ ...BEGIN, entry: "face" }), "ballot");
  assert.equal(stepOf({ ...BEGIN, entry: "face", acts: [["challenge", 1]] }), "check");
  assert.equal(stepOf({ ...BEGIN, entry: "face", acts: [["vote", 1]] }), "code");
  assert.equal(stepOf({ ...BEGIN, entry: "face", acts: [["vote", 1], ["look"]] }), "check");
  assert.equal(stepOf({ ...BEGIN, entry: "face", acts: [["vote", 1]], closed: true }), "count");
  assert.equal(stepOf({ ...BEGIN, acts: [["vote", 1]], closed: true, after: ["code"] }), "public");
  assert.equal(ORDER.length, 8);
});

test("the longest bar is the choice with most votes, and no votes make no bar", () => {
  assert.deepEqual(barsOf([5, 10, 0]), [100, 200, 0]);
  assert.deepEqual(barsOf([0, 0]), [0, 0]);
  assert.deepEqual(barsOf([]), []);
});

test("each attempt is a dot or a cross, forty in a row", () => {
  const { dots, crosses } = dotsOf("10".repeat(40) + "1");

  assert.equal(dots.match(/M/g)?.length, 41);
  assert.equal(crosses.match(/M/g)?.length, 40);
  assert.ok(dots.endsWith("M5 25h0"));
});

test("a day weighs what was touched and what others know", () => {
  const day = { changed: 1, prevented: 2, added: 3, read: 4, early: 25, proven: 0, told: [] };

  assert.deepEqual(weightOf(day), { touched: 6, read: 25 });
});
