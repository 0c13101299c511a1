// What the file of an evening does by itself: it narrows the log to one station.
import assert from "node:assert/strict";
import { test } from "node:test";

import { entriesOf } from "../../widgets/electoral_widgets/static/incident_file.js";

const LOG = [["20:40", "arrived", "1", "D-11", "300"], ["20:50", "arrived", "2", "D-12", "200"],
  ["21:10", "changed", "1", "S-00", "320"]];

test("a station's entries are shown in the order of the log", () => {
  assert.deepEqual(entriesOf(LOG, "1").map(([time]) => time), ["20:40", "21:10"]);
});

test("without a station all entries are shown, and of an absent one none", () => {
  assert.equal(entriesOf(LOG, "").length, 3);
  assert.deepEqual(entriesOf(LOG, "5"), []);
});
