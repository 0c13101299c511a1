// What the detective's view reckons by itself: time, evidence, accusations.
import assert from "node:assert/strict";
import test from "node:test";

import { completed, differencesOf, evidenceSeen, freshCase, minutesOf, ticked } from "../../widgets/electoral_widgets/static/detective.js";

const signs = { group: ",", decimal: ".", minus: "−" };
const inspections = [["room", 10], ["slip", 15], ["piles", 30]].map(([id, minutes]) =>
  ({ id: String(id), name: "", text: "", minutes: Number(minutes) }));

test("inspections take their minutes, in whatever order they are made", () => {
  assert.equal(minutesOf(inspections, []), 0);
  assert.equal(minutesOf(inspections, ["piles", "room"]), 40);
});

test("evidence is what differs, in the order in which it was seen", () => {
  const row = { check: "K1", name: "", left: 2, right: 1 };
  const same = { check: "K2", name: "", left: 1, right: 1 };
  const found = {
    room: { left: "", right: "", rows: [], note: "", differs: [{ check: "observation", name: "Room" }] },
    arithmetic: { left: "", right: "", rows: [row, same], note: "", differs: [{ check: "K1", name: "K1" }] },
  };

  assert.deepEqual(evidenceSeen(["arithmetic", "room"], found).map(({ check }) => check), ["K1", "observation"]);
  assert.deepEqual(evidenceSeen(["arithmetic"], found)[0]?.rows, [row]);
  assert.deepEqual(evidenceSeen(["slip"], found), []);
});

test("an act that is ticked has no evidence yet, and loses it when it is unticked", () => {
  const accused = ticked({ carousel: ["stock"] }, "stuffing", true);

  assert.deepEqual(accused, { carousel: ["stock"], stuffing: [] });
  assert.deepEqual(ticked(accused, "carousel", false), { stuffing: [] });
});

test("a finding is ticked under one act and not under another", () => {
  const accused = ticked({ stuffing: ["K1"], carousel: [] }, "stuffing", true, "K4");

  assert.deepEqual(accused, { carousel: [], stuffing: ["K1", "K4"] });
  assert.deepEqual(ticked(accused, "stuffing", false, "K1"), { carousel: [], stuffing: ["K4"] });
});

test("ticking leaves the accusations of before alone", () => {
  const before = { stuffing: ["K1"] };
  ticked(before, "stuffing", false, "K1");

  assert.deepEqual(before, { stuffing: ["K1"] });
});

test("differences are told with their signs, and what arrived nowhere without a number", () => {
  const rows = [[3, 1], [1, 1], [0, 2000]].map(([left, right]) =>
    ({ check: "", name: "", left: Number(left), right: Number(right) }));

  assert.equal(differencesOf(rows, signs), "+2; −2,000");
  assert.equal(differencesOf([{ check: "", name: "", left: null, right: 4 }], signs), "");
});

test("a new case has nothing looked at and nobody accused", () => {
  assert.deepEqual(freshCase(4, 60), { seed: 4, minutes: 60, guess: "", looked: [], accused: {}, told: null });
});

test("whatever a link brings, the view can be drawn until Python has looked at it", () => {
  const state = { seed: 4, minutes: 30, guess: "act", looked: ["room"], accused: { stuffing: [] }, told: 1 };

  assert.deepEqual(completed(state), state);
  assert.deepEqual(completed({}), freshCase(0, 60));
  assert.deepEqual(completed({ seed: "x", guess: 5, looked: 5, accused: [1], told: "now" }), freshCase(0, 60));
  assert.deepEqual(completed({ accused: { stuffing: 3 } }), freshCase(0, 60));
});
