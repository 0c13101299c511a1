// What the timeline and the map of organisations reckon by themselves.
import assert from "node:assert/strict";
import { test } from "node:test";

import { across, named, nearest, scale } from "../../widgets/electoral_widgets/static/votes_timeline_picture.js";
import { pairs, path } from "../../widgets/electoral_widgets/static/who_is_who.js";

test("years go from left to right and stay inside the picture", () => {
  for (const width of [280, 640, 1200]) {
    assert.ok(across(1991, width) > 40 && across(2028, width) < width);
    assert.ok(across(1998.5, width) < across(2015.75, width));
  }
});

test("a narrow picture names fewer years", () => {
  assert.deepEqual(named(300), [2000, 2010, 2020]);
  assert.deepEqual(named(900), [1995, 2000, 2005, 2010, 2015, 2020, 2025]);
});

test("a scale begins at 0 and holds every published figure", () => {
  for (const measure of ["registered", "voted", "turnout"]) {
    const { top, steps } = scale(measure);
    assert.equal(steps[0], 0);
    assert.equal(steps.at(-1), top);
    assert.ok(top >= (measure === "turnout" ? 96.6 : 4_294_243));
  }
});

test("a finger finds the nearest mark, and none where none is near", () => {
  const spots = [{ x: 10, y: 10, id: "a" }, { x: 40, y: 10, id: "b" }];
  assert.equal(nearest(spots, 33, 12)?.id, "b");
  assert.equal(nearest(spots, 200, 200), undefined);
  assert.equal(nearest([], 0, 0), undefined);
});

test("each pair of organisations has one line, from one to the other", () => {
  const cards = [{ id: "a", tied: ["b", "c"] }, { id: "b", tied: ["a"] }, { id: "c", tied: ["a"] }];
  assert.deepEqual(pairs(cards), [["a", "b"], ["a", "c"]]);
  assert.equal(path({ x: 0, y: 0 }, { x: 10, y: 20 }), "M0 0C0 10 10 10 10 20");
});
