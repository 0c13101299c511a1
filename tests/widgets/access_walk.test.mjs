// The plan of the walk: every place has its ground and its spot, marks and signs are kept in order.
import assert from "node:assert/strict";
import test from "node:test";

import { SPOTS, lookedAt, marked, signOf } from "../../widgets/electoral_widgets/static/access_plan.js";

const ALL = ["ramp", "sill", "ballots", "papers"];

test("a visitor stands on the ground of the place, and no ground lies on another", () => {
  const spots = Object.values(SPOTS);

  for (const { at: [x, y], ground: [left, top, width, height] } of spots) {
    assert.ok(left < x && x < left + width && top < y && y < top + height);
    assert.ok(left >= 0 && top >= 0 && left + width <= 440 && top + height <= 280);
  }
  for (const [place, { ground: [left, top, width, height] }] of spots.entries()) {
    for (const { ground: [x, y, across, down] } of spots.slice(place + 1)) {
      assert.ok(left + width <= x || x + across <= left || top + height <= y || y + down <= top);
    }
  }
});

test("a mark changes one sign and no other", () => {
  assert.equal(marked("----", 0, "b"), "b---");
  assert.equal(marked("bgb-", 3, "g"), "bgbg");
  assert.equal(marked("bgbg", 1, "b"), "bbbg");
});

test("a thing counts as looked at once it bears a sign", () => {
  assert.equal(lookedAt(["ballots", "papers"], ALL, "bb--"), 0);
  assert.equal(lookedAt(["ballots", "papers"], ALL, "--g-"), 1);
  assert.equal(lookedAt(ALL, ALL, "bgbg"), 4);
});

test("the plan shows the learner's signs before the check, and what is there after it", () => {
  const rows = { ramp: { right: false, bad: true }, sill: { right: true, bad: false } };

  assert.equal(signOf(["ramp", "sill"], ALL, "g---", undefined), "✓·");
  assert.equal(signOf(["ramp", "sill"], ALL, "bg--", undefined), "✕✓");
  assert.equal(signOf(["ramp", "sill"], ALL, "gg--", rows), "✕✓");
});
