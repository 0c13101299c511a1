import assert from "node:assert/strict";
import { test } from "node:test";

import { packed, unpacked } from "../../binder/electoral_binder/static/line.js";
import { Model, same, withBuffers } from "../../binder/electoral_binder/static/model.js";

/** @param {number[]} values */
const bytes = (...values) => new DataView(Uint8Array.from(values).buffer);

test("a message arrives as it was sent, bytes and all", () => {
  const parts = ['{"msg_type":"comm_msg"}', '{"msg_id":"1"}', "{}", '{"text":"үн"}', bytes(1, 2), bytes()];
  const { header, parent, content, buffers } = unpacked(packed("iopub", parts).buffer);
  assert.deepEqual([header, parent, content], [{ msg_type: "comm_msg" }, { msg_id: "1" }, { text: "үн" }]);
  assert.ok(same(buffers, [bytes(1, 2), bytes()]));
});

test("values are the same by what they say", () => {
  assert.ok(same({ a: [1, { b: bytes(3) }] }, { a: [1, { b: bytes(3) }] }));
  assert.ok(!same({ a: 1 }, { a: 1, b: undefined }));
  assert.ok(!same([1], { 0: 1 }));
  assert.ok(!same(bytes(3), bytes(4)));
});

test("bytes come into their places", () => {
  const state = withBuffers({ data: null, list: [{}] }, [
    { path: ["data"], data: bytes(1) },
    { path: ["list", 0, "picture"], data: bytes(2) },
  ]);
  assert.ok(same(state, { data: bytes(1), list: [{ picture: bytes(2) }] }));
});

test("while Python is busy the latest of what was saved waits", () => {
  /** @type {object[]} */
  const said = [];
  const model = new Model({ votes: 0, name: "" }, (data) => said.push(data.state));
  for (const votes of [1, 2, 3]) {
    model.set("votes", votes);
    model.save_changes();
  }
  assert.deepEqual(said, [{ votes: 1 }]);
  model.idle();
  assert.deepEqual(said, [{ votes: 1 }, { votes: 3 }]);
  model.idle();
  assert.equal(said.length, 2);
});

test("another value does not wait for one that is on its way, and what was saved together stays together", () => {
  /** @type {object[]} */
  const said = [];
  const model = new Model({ chosen: "", isChecked: false, note: "" }, (data) => said.push(data.state));
  model.set("chosen", "a");
  model.save_changes();
  model.set("isChecked", true);
  model.save_changes();
  assert.deepEqual(said, [{ chosen: "a" }, { isChecked: true }]);
  model.set({ chosen: "b", note: "n" });
  model.save_changes();
  model.set("isChecked", false);
  model.save_changes();
  assert.equal(said.length, 2);
  model.idle();
  assert.equal(said.length, 2);
  model.idle();
  assert.deepEqual(said[2], { chosen: "b", note: "n", isChecked: false });
});

test("what Python says changes the view and is not said back", () => {
  /** @type {number[]} */
  const seen = [];
  /** @type {object[]} */
  const said = [];
  const model = new Model({ votes: 0 }, (data) => said.push(data));
  model.on("change:votes", () => seen.push(model.get("votes")));
  model.hear({ method: "update", state: { votes: 5 } }, []);
  model.hear({ method: "update", state: { votes: 5 } }, []);
  model.save_changes();
  assert.deepEqual([seen, said], [[5], []]);
});

test("what a later cell changed comes in, but not over what the reader has set meanwhile", () => {
  const model = new Model({ votes: 0, title: "" }, () => undefined);
  model.set("votes", 7);
  model.catchUp({ votes: 1, title: "Count" });
  assert.deepEqual([model.get("votes"), model.get("title")], [7, "Count"]);
});

test("who listens no more hears no more", () => {
  /** @type {string[]} */
  const heard = [];
  const model = new Model({ a: 0 }, () => undefined);
  const listen = () => heard.push("one");
  model.on("change:a change", listen);
  model.set("a", 1);
  model.off("change:a", listen);
  model.set("a", 2);
  model.off();
  model.set("a", 3);
  assert.equal(heard.length, 3);
});
