// What the protocol form reads, writes and adds up in the browser.
import assert from "node:assert/strict";
import test from "node:test";

import { fill, writeCount, writeDifference } from "../../widgets/electoral_widgets/static/common.js";
import { evaluate, readCount } from "../../widgets/electoral_widgets/static/protocol_form.js";

const english = { group: ",", decimal: ".", minus: "−" };
const kyrgyz = { group: "\u00a0", decimal: ",", minus: "−" };

/** @type {{ left: string[], sense: "=" | ">=", right: string[] }} */
const k1 = { left: ["received"], sense: "=", right: ["cancelled", "issued"] };

test("Naryn's K1 differs by +1, as in the published table", () => {
  const found = evaluate(k1, { received: 25047, cancelled: 10658, issued: 14388 });

  assert.deepEqual(found, { left: 25047, right: 25046, difference: 1, holds: false, missing: [] });
});

test("a term with a minus is subtracted", () => {
  const found = evaluate({ left: ["a"], sense: "=", right: ["b", "-c"] }, { a: 7, b: 10, c: 3 });

  assert.equal(found.right, 7);
  assert.ok(found.holds);
});

test("at least means that a larger left side holds and a smaller one does not", () => {
  /** @type {{ left: string[], sense: "=" | ">=", right: string[] }} */
  const relation = { left: ["a"], sense: ">=", right: ["b"] };

  assert.ok(evaluate(relation, { a: 2, b: 1 }).holds);
  assert.ok(!evaluate(relation, { a: 1, b: 2 }).holds);
});

test("empty lines are named, not taken as 0", () => {
  assert.deepEqual(evaluate(k1, { received: 1 }).missing, ["cancelled", "issued"]);
});

test("a count is read with the reader's own signs and with spaces", () => {
  assert.deepEqual(readCount("25,047", english), { value: 25047 });
  assert.deepEqual(readCount(" 25\u00a0047 ", kyrgyz), { value: 25047 });
  assert.deepEqual(readCount("25 047", english), { value: 25047 });
  assert.deepEqual(readCount("0", english), { value: 0 });
  assert.deepEqual(readCount("007", english), { value: 7 });
});

test("what no protocol can hold is told apart", () => {
  const problems = [["", "empty"], ["-5", "negative"], ["−5", "negative"], ["1.5", "decimal"], ["-1,5", "negative"],
    ["82,5", "decimal"], ["abc", "text"], ["12a", "text"], ["1e3", "text"], [".", "text"], ["1234567890", "long"]];

  for (const [typed, problem] of problems) {
    assert.deepEqual(readCount(typed ?? "", english), { problem }, typed);
  }
});

test("25,047 is a count in English and a fraction in Russian and Kyrgyz", () => {
  assert.deepEqual(readCount("25,047", kyrgyz), { problem: "decimal" });
});

test("what is written can be read again", () => {
  for (const signs of [english, kyrgyz]) {
    for (const number of [0, 7, 999, 1000, 25047, 999999999]) {
      assert.deepEqual(readCount(writeCount(number, signs), signs), { value: number });
    }
  }
});

test("a difference carries its sign", () => {
  assert.deepEqual([1, 0, -10000].map((number) => writeDifference(number, english)), ["+1", "0", "−10,000"]);
});

test("a place without a value stays as it is", () => {
  assert.equal(fill("{a} and {b}", { a: 1 }), "1 and {b}");
});
