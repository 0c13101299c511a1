// The order of the rows in the table of protocols.
import assert from "node:assert/strict";
import test from "node:test";

import { fill, writeCount } from "../../widgets/electoral_widgets/static/common.js";
import { sorted } from "../../widgets/electoral_widgets/static/protocol_table.js";

const rows = [{ name: "б", size: 10 }, { name: "а", size: 9 }, { name: "в", size: 10 }];

test("numbers sort as numbers, and equal rows keep their order", () => {
  assert.deepEqual(sorted(rows, ({ size }) => size, false, "ru").map(({ name }) => name), ["а", "б", "в"]);
  assert.deepEqual(sorted(rows, ({ size }) => size, true, "ru").map(({ name }) => name), ["б", "в", "а"]);
});

test("names sort by the reader's alphabet", () => {
  assert.deepEqual(sorted(rows, ({ name }) => name, false, "ru").map(({ name }) => name), ["а", "б", "в"]);
});

test("sorting leaves the rows themselves alone", () => {
  sorted(rows, ({ size }) => size, false, "ru");

  assert.equal(rows[0]?.name, "б");
});

test("a negative number has a real minus", () => {
  assert.equal(writeCount(-10000, { group: ",", decimal: ".", minus: "−" }), "−10,000");
  assert.equal(fill("{n}", { n: 4 }), "4");
});
