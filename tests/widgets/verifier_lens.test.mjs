// What the verifier's lens reckons by itself: steps, parts, cards.
import assert from "node:assert/strict";
import test from "node:test";

import { statusOf } from "../../widgets/electoral_widgets/static/verifier_lens.js";
import { completed, openedAt, restOf, stepped } from "../../widgets/electoral_widgets/static/verifier_lens_parts.js";

const rows = [true, true, false, true, false].map((holds) => ({ holds }));
const fresh = completed({ group: "BELENIOS-2048", seed: 7, guess: "where" });
const labels = { unseen: "not yet", some: "{done} of {all}", all_hold: "All {all} hold", broken: "Not" };

test("a walk goes on to what does not hold, and without it to the end", () => {
  assert.equal(restOf(rows, 0), 2);
  assert.equal(restOf(rows, 2), 4);
  assert.equal(restOf(rows, 4), 4);
  assert.equal(restOf(rows.slice(0, 2), 0), 1);
});

test("a step makes its check looked at, and a step back forgets nothing", () => {
  const there = stepped({ ...fresh, part: "3" }, 4);

  assert.deepEqual(there.walked, { 3: 5 });
  assert.deepEqual(stepped(there, 1).walked, { 3: 5 });
  assert.equal(stepped(there, 1).at, 1);
});

test("a part is opened where the walk through it had stopped", () => {
  const before = stepped({ ...fresh, part: "3" }, 4);

  assert.deepEqual(openedAt(before, "5"), { ...before, part: "5", at: 0, walked: { 3: 5, 5: 1 } });
  assert.equal(openedAt({ ...before, part: "5", at: 0 }, "3").at, 4);
});

test("a step leaves the state of before alone", () => {
  const before = { ...fresh, part: "3", walked: { 3: 1 } };
  stepped(before, 4);

  assert.deepEqual(before.walked, { 3: 1 });
});

test("a card says what was seen and no more", () => {
  const card = { done: 0, all: 0, broken: false };

  assert.deepEqual(statusOf(card, labels), { sign: "", text: "not yet" });
  assert.deepEqual(statusOf({ ...card, done: 3, all: 17 }, labels), { sign: "", text: "3 of 17" });
  assert.deepEqual(statusOf({ ...card, done: 17, all: 17 }, labels), { sign: "✓", text: "All 17 hold" });
  assert.deepEqual(statusOf({ done: 3, all: 17, broken: true }, labels), { sign: "✗", text: "Not" });
});

test("whatever a link brings, the view can be drawn until Python has looked at it", () => {
  assert.deepEqual(completed({ walked: 3, named: "x", at: "now", told: 1, seed: "y" }), {
    archive: "planted", group: "", seed: 0, guess: "", part: "", at: 0, walked: {}, named: [], told: false, run: false,
  });
});
