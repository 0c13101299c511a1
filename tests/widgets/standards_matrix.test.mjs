// What the matrix of standards reckons by itself: places of a cell, instruments that a filter leaves.
import assert from "node:assert/strict";
import { test } from "node:test";

import { count, kept } from "../../widgets/electoral_widgets/static/standards_matrix.js";

const INSTRUMENTS = [
  { id: "iccpr", name: "Covenant", kind: "binding", note: "binding", unread: "not read" },
  { id: "venice_code", name: "Code", kind: "political", note: "political", unread: "" },
];

test("places are counted one by one, and no places are none", () => {
  assert.equal(count("5.1, 5.2, 1"), 3);
  assert.equal(count("I.4"), 1);
  assert.equal(count(""), 0);
});

test("a filter leaves its kind, and “all” leaves all", () => {
  assert.deepEqual(kept(INSTRUMENTS, "binding").map(({ id }) => id), ["iccpr"]);
  assert.deepEqual(kept(INSTRUMENTS, "interpretation"), []);
  assert.equal(kept(INSTRUMENTS, "all").length, 2);
});
