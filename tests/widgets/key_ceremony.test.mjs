// The pictures of the key ceremony: seats, what a press does, chances, lines of remainders.
import assert from "node:assert/strict";
import test from "node:test";

import { CURVE, ROOM, curveOf, piecesOf, pressed, seats } from "../../widgets/electoral_widgets/static/key_room.js";

test("seats stand within the room, the first at the top, none on another", () => {
  for (let people = 1; people <= 9; people += 1) {
    const places = seats(people);

    assert.equal(places.length, people);
    assert.equal(Math.round(places[0]?.x ?? 0), ROOM.middle.x);
    assert.ok((places[0]?.y ?? 0) < ROOM.middle.y);
    for (const [at, { x, y }] of places.entries()) {
      assert.ok(x > 35 && x < ROOM.width - 35 && y > 35 && y < ROOM.height - 35);
      for (const other of places.slice(at + 1)) assert.ok(Math.hypot(x - other.x, y - other.y) > 75);
    }
  }
});

test("a seat pressed twice is as it was", () => {
  assert.equal(pressed("hhhhh", 2, "l", "h"), "hhlhh");
  assert.equal(pressed("hhlhh", 2, "l", "h"), "hhhhh");
  assert.equal(pressed("hhlhh", 2, "g", "h"), "hhghh");
  assert.equal(pressed("-", 0, "c", "-"), "c");
});

test("a larger chance stands higher, and each number of cards has its column", () => {
  const row = { closed_text: "", broken_text: "", chosen: false };
  const places = curveOf([{ ...row, closed: 0, broken: 1 }, { ...row, closed: 0.5, broken: 0.25 }]);

  assert.deepEqual(places.map(({ closed }) => closed), [CURVE.bottom, (CURVE.bottom + CURVE.top) / 2]);
  assert.equal(places[0]?.broken, CURVE.top);
  assert.ok((places[0]?.x ?? 0) < (places[1]?.x ?? 0));
});

test("a line goes through the remainder that belongs to each card", () => {
  for (let start = 0; start < 11; start += 1) {
    for (let slope = 0; slope < 11; slope += 1) {
      const pieces = piecesOf(start, slope, 11, 5.5);

      assert.equal(pieces[0]?.[0], 0);
      assert.equal(pieces.at(-1)?.[2], 5.5);
      for (const [x1, y1, x2, y2] of pieces) {
        assert.ok(x1 <= x2 && Math.min(y1, y2) > -1e-9 && Math.max(y1, y2) < 11 + 1e-9);
      }
      for (let x = 0; x <= 5; x += 1) {
        const height = (start + slope * x) % 11;
        const heights = pieces.filter(([x1, , x2]) => x1 <= x + 1e-9 && x <= x2 + 1e-9)
          .map(([x1, y1, x2, y2]) => (x2 === x1 ? y1 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1)));

        assert.ok(heights.some((one) => Math.abs((one % 11) - height) < 1e-6 || Math.abs(one - 11 - height) < 1e-6), `${start} ${slope} ${x}`);
      }
    }
  }
});
