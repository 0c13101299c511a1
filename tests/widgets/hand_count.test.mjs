// What the piles of the hand count add up to, and which line of the protocol is known when.
import assert from "node:assert/strict";
import test from "node:test";

import {
  ASIDE, askedBy, linesOf, places, stroke, tally, weigh, wholeState,
} from "../../widgets/electoral_widgets/static/ballot_piles.js";

const papers = { voters: 20, received: 20, issued_station: 9, issued_outside: 1, unused: 9, spoiled: 1, mobile: 1 };
const K1 = { left: ["received"], right: ["cancelled", "issued"] };
const K3 = { left: ["valid"], right: ["candidate_1", "candidate_2", "candidate_3", "candidate_4", "against_ev"] };
const K4 = { left: ["issued"], right: [...K3.right, "invalid"] };

/** @param {string} piles */
const counted = (piles, cancelled = 10) => linesOf(papers, { step: "sort", cancelled }, places(piles, {}));

test("a ballot lies in the heap, on a pile, aside, or where the commission decided", () => {
  assert.deepEqual(places(".056v", { 4: { pile: 2 } }), [-1, 0, 5, ASIDE, 2]);
  assert.deepEqual(places("v", {}), [ASIDE]);
});

test("every ballot outside the heap is counted once", () => {
  assert.deepEqual(tally([-1, 0, 0, 4, 5, 6]), [2, 0, 0, 0, 1, 1, 1]);
});

test("the lines become known in the order of the count", () => {
  const heap = places("..........", {});
  const known = (/** @type {string} */ step, cancelled = 10) =>
    Object.entries(linesOf(papers, { step, cancelled }, heap).lines).filter(([, value]) => value !== undefined).map(([line]) => line);

  assert.deepEqual(known("unused", -1), ["voters", "received"]);
  assert.deepEqual(known("mobile"), ["voters", "received", "cancelled"]);
  assert.deepEqual(known("stationary"), ["voters", "received", "cancelled", "issued_outside"]);
  assert.ok(known("sort").includes("issued"));
  assert.ok(!known("sort").includes("valid"));
});

test("a relation of the piles waits until every ballot has one", () => {
  for (const piles of ["000000000.", "0000000006"]) {
    const { lines, done } = counted(piles);

    assert.equal(done, false);
    assert.equal(weigh(K1, lines, done).state, "holds");
    assert.equal(weigh(K3, lines, done).state, "waits");
    assert.equal(weigh(K4, lines, done).state, "waits");
  }
});

test("a ballot on a wrong pile breaks no sum, a wrong number of cancelled ones does", () => {
  const right = counted("0012345550");
  const wrong = counted("1012345550", 11);

  for (const { lines, done } of [right, wrong]) {
    assert.equal(weigh(K3, lines, done).state, "holds");
    assert.equal(weigh(K4, lines, done).state, "holds");
  }
  assert.deepEqual(weigh(K1, right.lines, true), { difference: 0, state: "holds" });
  assert.deepEqual(weigh(K1, wrong.lines, true), { difference: -1, state: "broken" });
});

test("whatever a link carries, there is something to draw", () => {
  const odd = /** @type {any} */ ({ piles: 7, step: "dance", cancelled: "many" });

  assert.deepEqual(wholeState(odd, 3), { piles: "...", step: "unused", cancelled: -1 });
  assert.equal(wholeState({ ...odd, piles: "0x2" }, 3).piles, "...");
  assert.equal(wholeState({ ...odd, piles: "0v6" }, 3).piles, "0v6");
});

test("a mark is drawn inside its own square, whatever the ballot", () => {
  for (let ballot = 0; ballot < 200; ballot += 1) {
    for (let square = 0; square < 5; square += 1) {
      for (const kind of ["t", "x", "p", "b"]) {
        const [x = 0, y = 0] = (stroke(`${kind}${square}`, ballot).match(/-?[\d.]+/g) ?? []).map(Number);

        assert.ok(x > 72 && x < 92 && Math.abs(y - (27 + 21 * square)) < 11, `${kind}${square} of ${ballot}: ${x}, ${y}`);
      }
    }
  }
});

test("a tick that runs on ends in the other square, above or below", () => {
  for (const [from, to] of /** @type {const} */ ([[0, 1], [4, 3], [2, 3]])) {
    const numbers = (stroke(`l${from}${to}`, 5).match(/-?[\d.]+/g) ?? []).map(Number);

    assert.ok(Math.abs((numbers.at(-1) ?? 0) - (27 + 21 * to)) < 8);
  }
});

test("keys ask for a pile, a neighbour or a step back; other keys are left alone", () => {
  const key = (/** @type {Partial<KeyboardEvent>} */ pressed) =>
    askedBy(/** @type {KeyboardEvent} */ ({ ctrlKey: false, metaKey: false, altKey: false, ...pressed }));

  assert.deepEqual(key({ key: "7" }), { pile: 6 });
  assert.deepEqual(key({ key: "ArrowLeft" }), { turn: -1 });
  assert.deepEqual(key({ key: "z", ctrlKey: true }), { undo: true });
  assert.deepEqual(key({ key: "Backspace" }), { undo: true });
  for (const other of [{ key: "8" }, { key: "z" }, { key: "1", ctrlKey: true }, { key: "1", altKey: true }, { key: "Tab" }]) {
    assert.equal(key(other), undefined);
  }
});
