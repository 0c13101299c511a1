// What the view of the public board reckons by itself: the wheel, short numbers, whose turn it is.
import assert from "node:assert/strict";
import { test } from "node:test";

import { nextVoter } from "../../widgets/electoral_widgets/static/bulletin_board.js";
import { numbersOf, pathOf, pointAt, shorten } from "../../widgets/electoral_widgets/static/bulletin_board_parts.js";

test("the wheel holds the powers of two modulo 23, as one writes them by hand", () => {
  assert.deepEqual(numbersOf(2, 23), [1, 2, 4, 8, 16, 9, 18, 13, 3, 6, 12]);
});

test("the first number of the wheel stands at the top, and steps go clockwise", () => {
  assert.deepEqual(pointAt(0, 11, 100), { x: 160, y: 60 });
  assert.ok(pointAt(1, 11, 100).x > 160);
  assert.ok(pointAt(10, 11, 100).x < 160);
});

test("a way of more than half the wheel is drawn the long way round, and none of no step", () => {
  assert.match(pathOf({ kind: "mask", from: 0, steps: 6, to: "" }, 11).way, /A98 98 0 1 1/);
  assert.match(pathOf({ kind: "first", from: 0, steps: 5, to: "" }, 11).way, /A76 76 0 0 1/);
  assert.deepEqual(pathOf({ kind: "vote", from: 3, steps: 0, to: "" }, 11), { way: "", head: "" });
});

test("a way ends at the same place wherever it is counted from", () => {
  const [one, other] = [pathOf({ kind: "vote", from: 10, steps: 3, to: "" }, 11), pathOf({ kind: "vote", from: 1, steps: 1, to: "" }, 11)];

  assert.equal(one.head, other.head);
});

test("only a long number is shortened, and keeps its ends", () => {
  assert.equal(shorten("1234567890123"), "1234567890123");
  assert.equal(shorten("12345678901234"), "12345…1234");
});

test("the next voter is the next one without a line, around the table", () => {
  assert.equal(nextVoter([0, 1], 2), 2);
  assert.equal(nextVoter([0, 1, 4], 4), 2);
  assert.equal(nextVoter([0, 0, 1, 2, 3, 4], 1), -1);
});
