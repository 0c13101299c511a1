import assert from "node:assert/strict";
import { test } from "node:test";

import { inWords, tidy } from "../../binder/electoral_binder/static/certificate.js";
import { fold, has } from "../../binder/electoral_binder/static/glossary.js";
import { clock, steps, wish } from "../../binder/electoral_binder/static/presenter.js";
import { beside } from "../../binder/electoral_binder/static/reader.js";
import { later } from "../../binder/electoral_binder/static/showcase.js";

test("a term is found by the beginnings of its words, with the letters a keyboard has", () => {
  assert.equal(fold("Үкөк Ёлка"), "укок елка");
  assert.ok(has("ballot box урна үкөк", "Укок"));
  assert.ok(has("выдвижение; самовыдвижение", "само выдв"));
  assert.ok(has("anything", "  "));
  assert.ok(!has("ballot box", "ox"));
});

test("a step begins at a title and holds all up to the next", () => {
  assert.deepEqual(steps(["p", "H", "p", "w", "H"], (block) => block === "H"), [["p"], ["H", "p", "w"], ["H"]]);
  assert.deepEqual(steps([], () => true), []);
});

test("a key is known by its place, whatever letter stands on it", () => {
  assert.equal(wish({ key: "з", code: "KeyP" }, false), "present");
  assert.equal(wish({ key: "P", code: "KeyP" }, true), "leave");
  assert.equal(wish({ key: "ArrowRight", code: "ArrowRight" }, false), undefined);
  assert.equal(wish({ key: "ArrowRight", code: "ArrowRight" }, true), "next");
  assert.equal(wish({ key: "Escape", code: "Escape" }, true), "leave");
});

test("the timer counts minutes, then hours", () => {
  assert.deepEqual([0, 59.9, 61, 3600].map(clock), ["0:00", "0:59", "1:01", "1:00:00"]);
});

test("a card stays within the window and does not cover its term", () => {
  const card = { width: 300, height: 200 };
  assert.deepEqual(beside({ left: 350, top: 100, bottom: 120 }, card, { width: 360, height: 800 }), { left: 52, top: 128 });
  assert.deepEqual(beside({ left: 10, top: 700, bottom: 720 }, card, { width: 360, height: 800 }), { left: 10, top: 492 });
});

const idle = { at: 1, asked: 0, since: 0, touched: null, paused: false, round: 0 };

test("an untouched showcase goes on, round and round, once the simulation could be seen", () => {
  assert.equal(later(idle, 29_000, 3), idle);
  assert.equal(later(idle, 30_000, 3).at, 2);
  assert.equal(later({ ...idle, at: 2 }, 30_000, 3).at, 0);
});

test("a simulation that does not come is asked for once more", () => {
  const waiting = { ...idle, since: Infinity };
  assert.equal(later(waiting, 119_000, 3), waiting);
  assert.deepEqual(later(waiting, 120_000, 3), { ...waiting, asked: 120_000, round: 1 });
});

test("a showcase waits while somebody plays and starts anew when left alone", () => {
  const played = { ...idle, touched: 50_000, paused: true };
  assert.equal(later(played, 139_000, 3), played);
  assert.deepEqual(later(played, 140_000, 3), { at: 0, asked: 140_000, since: Infinity, touched: null, paused: false, round: 1 });
});

test("a name on a certificate is one line of text, and not too long", () => {
  assert.equal(tidy("  Айжан\n\tАсанова\u200b \u0000 "), "Айжан Асанова");
  assert.equal(tidy("x".repeat(200)).length, 80);
  assert.equal(tidy("  "), "");
});

test("a day is told in words where the browser has them, else in figures", () => {
  const day = new Date(2027, 5, 1);
  assert.match(inWords(day, "en"), /June 1, 2027/u);
  assert.match(inWords(day, "ru"), /1 июня 2027/u);
  assert.equal(inWords(day, "tlh"), "01.06.2027");
});
