/** The pure helpers of the item view. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, writeCount } from "../../widgets/electoral_widgets/static/common.js";
import { countWords } from "../../widgets/electoral_widgets/static/item_fields.js";
import { readCount, side } from "../../widgets/electoral_widgets/static/item_table.js";
import { isFresh } from "../../widgets/electoral_widgets/static/item_view.js";

const russian = { group: "\u00a0", decimal: ",", minus: "−" };

test("a place without a value stays as it is written", () => {
  assert.equal(fill("{a} of {b}", { a: 0 }), "0 of {b}");
});

test("a count is read in every way people write it", () => {
  for (const typed of ["10000", "10 000", "10\u202f000", "10,000", " 10.000 ", "+10000"]) assert.equal(readCount(typed), 10000);
  for (const typed of ["−10 000", "-10000", "–10000"]) assert.equal(readCount(typed), -10000);
  for (const typed of ["", "ten", "1 2", "12.5", "1e3", "10 0000", "--1"]) assert.equal(readCount(typed), null);
});

test("a count that was written can be read", () => {
  for (const count of [0, 7, 402, 1234, -10000, 1697868]) assert.equal(readCount(writeCount(count, russian)), count);
});

test("a side of a relation waits while a line is missing, and subtracts what has a minus", () => {
  assert.equal(side(["a", "-b"], { a: 10, b: 3 }), 7);
  assert.equal(side(["a", "b"], { a: 10, b: null }), null);
  assert.equal(side(["a", "c"], { a: 10 }), null);
});

test("words are what stands between spaces", () => {
  assert.equal(countWords("  Все   протоколы\nсходятся. "), 3);
  assert.equal(countWords(""), 0);
});

test("a draft is used when nothing newer was saved, and not when it is the saved answer", () => {
  const draft = { value: "b", at: 50, base: 10 };
  assert.equal(isFresh(draft, 10, "a"), true);
  assert.equal(isFresh(draft, 40, "a"), true);
  assert.equal(isFresh(draft, 60, "a"), false);
  assert.equal(isFresh(draft, 10, "b"), false);
  assert.equal(isFresh(null, 0, null), false);
});
