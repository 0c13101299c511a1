// What the draft law reckons by itself: how many articles were judged, and how many rightly.
import assert from "node:assert/strict";
import { test } from "node:test";

import { score } from "../../widgets/electoral_widgets/static/draft_law.js";

test("an article that was not judged counts for nothing", () => {
  assert.deepEqual(score([{}, { right: true }, { right: false }, {}]), { judged: 2, right: 1 });
  assert.deepEqual(score([]), { judged: 0, right: 0 });
});
