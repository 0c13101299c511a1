/**
 * The pictures of the key ceremony: seats round a table, people with cards, the urn, two chances
 * that cross, and a line that goes out above and comes in again below.
 *
 * @typedef {{ x: number, y: number }} Place
 * @typedef {{ closed: number, broken: number, closed_text: string, broken_text: string, chosen: boolean }} Chances
 */

/** @type {string | null | undefined} */
let space;

export const ROOM = { width: 400, height: 360, middle: { x: 200, y: 180 } };

/**
 * Make an element of a picture, in the space of names in which a page keeps its pictures.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function draw(tag, attributes, ...children) {
  space ??= new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")?.namespaceURI ?? null;
  const element = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * The places of so many seats, the first one at the top, the others clockwise.
 * @param {number} people
 * @param {number} [reach] how far out, where 1 is the seat itself and 0 the middle of the table
 * @returns {Place[]}
 */
export function seats(people, reach = 1) {
  return Array.from({ length: people }, (_, seat) => {
    const turn = (2 * Math.PI * seat) / people - Math.PI / 2;
    return {
      x: ROOM.middle.x + 158 * reach * Math.cos(turn),
      y: ROOM.middle.y + 140 * reach * Math.sin(turn),
    };
  });
}

/**
 * What happens to somebody when a learner presses the seat: a tool is taken or given back.
 * @param {string} signs one sign a person
 * @param {number} seat
 * @param {string} tool
 * @param {string} usual
 */
export function pressed(signs, seat, tool, usual) {
  const now = signs[seat] === tool ? usual : tool;
  return signs.slice(0, seat) + now + signs.slice(seat + 1);
}

/**
 * A person with what is to be seen of the card.
 * @param {number} number
 * @param {string} sign h, l, g or f
 * @param {boolean} circle
 */
export function drawPerson(number, sign, circle) {
  const card = draw("g", { class: `card card-${sign}`, transform: "translate(31 19)", "stroke-width": sign === "l" || sign === "f" ? 2 : 1.5 },
    draw("rect", { width: 16, height: 11, rx: 2, "stroke-dasharray": sign === "l" ? "2 2" : "none" }),
    draw("path", { d: { l: "M-1 -2l18 15M17 -2l-18 15", f: "M3 4h10M3 7.5h10M11 1l-6 9.5" }[sign] ?? "M3 4h10M3 7h6" }));
  return draw("svg", { class: `figure is-${sign}`, viewBox: "0 0 48 48", "aria-hidden": "true" },
    ...(circle ? [draw("circle", { class: "ring", cx: 24, cy: 24, r: 22.5, "stroke-width": 3, "stroke-dasharray": "1 6" })] : []),
    draw("g", { class: "body" },
      draw("path", { d: "M8 46a16 18 0 0 1 32 0z" }),
      draw("circle", { cx: 24, cy: 15, r: 9 })),
    draw("text", { x: 24, y: 43, "text-anchor": "middle", "font-size": 17, "font-weight": 700 }, String(number)),
    ...(sign === "g" ? [] : [card]));
}

/**
 * The table, the urn on it, and how the parts reached it.
 * @param {{ people: number, used: number[], refused: number[], circle: number[], open: boolean, text: string }} shown
 */
export function drawTable({ people, used, refused, circle, open, text }) {
  const from = seats(people, 0.62);
  const to = seats(people, 0.34);
  /** @param {number} person */
  const way = (person) => {
    const [one, other] = [from[person - 1] ?? ROOM.middle, to[person - 1] ?? ROOM.middle];
    return `M${one.x.toFixed(1)} ${one.y.toFixed(1)}L${other.x.toFixed(1)} ${other.y.toFixed(1)}`;
  };
  const cross = (/** @type {number} */ person) => {
    const { x, y } = seats(people, 0.48)[person - 1] ?? ROOM.middle;
    return `M${(x - 7).toFixed(1)} ${(y - 7).toFixed(1)}l14 14m0 -14l-14 14`;
  };
  const ring = circle.map((person) => seats(people, 0.62)[person - 1] ?? ROOM.middle);
  const { x, y } = ROOM.middle;
  return [
    draw("ellipse", { class: "table", cx: x, cy: y, rx: 106, ry: 88 }),
    ...(ring.length > 1 ? [draw("polygon", { class: "league", "stroke-width": 3, "stroke-dasharray": "1 7", points: ring.map((one) => `${one.x.toFixed(1)},${one.y.toFixed(1)}`).join(" ") })] : []),
    ...used.map((person) => draw("path", { class: "used", "stroke-width": 4, d: way(person) })),
    ...refused.flatMap((person) => [
      draw("path", { class: "refused", "stroke-width": 3, "stroke-dasharray": "5 6", d: way(person) }),
      draw("path", { class: "cross", "stroke-width": 4, d: cross(person) }),
    ]),
    draw("g", { class: open ? "urn open" : "urn", "stroke-width": 3, transform: `translate(${x} ${y})` },
      draw("path", { class: "lid", d: open ? "M-36 -22l58 -26" : "M-36 -22h72" }),
      draw("path", { class: "box box-front", d: "M-32 -22h64l-5 50h-54z" }),
      ...(open
        ? [draw("text", { x: 0, y: 13, "text-anchor": "middle", "font-size": 28, "font-weight": 700 }, text)]
        : [draw("path", { class: "shackle", d: "M-8 -2v-6a8 8 0 0 1 16 0v6" }), draw("rect", { class: "lock", x: -12, y: -2, width: 24, height: 18, rx: 3 })])),
  ];
}

/** How the two chances are drawn, so that nothing is said by colour alone. */
export const STROKES = {
  closed: { "stroke-width": 2.5 },
  broken: { "stroke-width": 2.5, "stroke-dasharray": "6 5" },
};

/** The plan of the picture of chances. */
export const CURVE = { width: 360, height: 220, left: 46, right: 346, top: 12, bottom: 186 };

/**
 * Where the two chances stand for each number of cards.
 * @param {Chances[]} rows
 */
export function curveOf(rows) {
  const step = (CURVE.right - CURVE.left) / rows.length;
  const y = (/** @type {number} */ share) => CURVE.bottom - share * (CURVE.bottom - CURVE.top);
  return rows.map(({ closed, broken }, place) => ({
    x: CURVE.left + step * (place + 0.5), step, closed: y(closed), broken: y(broken),
  }));
}

/**
 * Draw the two chances for each number of cards needed.
 * @param {Chances[]} rows
 * @param {(percent: number) => string} written
 */
export function drawCurve(rows, written) {
  const places = curveOf(rows);
  /** @param {"closed" | "broken"} which */
  const way = (which) => places.map((place, at) => `${at ? "L" : "M"}${place.x.toFixed(1)} ${place[which].toFixed(1)}`).join("");
  return [
    ...places.filter((_, place) => rows[place]?.chosen).map(({ x, step }) =>
      draw("rect", { class: "chosen", "stroke-dasharray": "2 4", x: x - step / 2, y: CURVE.top, width: step, height: CURVE.height - CURVE.top, rx: 4 })),
    ...[0, 50, 100].flatMap((percent) => {
      const y = CURVE.bottom - (percent / 100) * (CURVE.bottom - CURVE.top);
      return [draw("path", { class: "grid", d: `M${CURVE.left} ${y}H${CURVE.right}` }),
        draw("text", { x: CURVE.left - 6, y: y + 4, "text-anchor": "end" }, written(percent))];
    }),
    ...places.map(({ x }, place) => draw("text", { x, y: CURVE.bottom + 22, "text-anchor": "middle" }, String(place + 1))),
    draw("path", { class: "closed", ...STROKES.closed, d: way("closed") }),
    draw("path", { class: "broken", ...STROKES.broken, d: way("broken") }),
    ...places.flatMap(({ x, closed, broken }) => [
      draw("rect", { class: "broken-dot", "stroke-width": 2.5, x: x - 5, y: broken - 5, width: 10, height: 10 }),
      draw("circle", { class: "closed-dot", cx: x, cy: closed, r: 4.5 }),
    ]),
  ];
}

/**
 * The pieces of a line over remainders: it goes out above or below and comes in on the other side.
 * @param {number} start its height at 0
 * @param {number} slope
 * @param {number} q
 * @param {number} reach how far to the right
 * @returns {[number, number, number, number][]}
 */
export function piecesOf(start, slope, q, reach) {
  const rise = slope > q / 2 ? slope - q : slope;
  /** @type {[number, number, number, number][]} */
  const pieces = [];
  let x = 0;
  let y = start;
  while (x < reach) {
    if (rise < 0 && y === 0) y = q;
    const edge = rise > 0 ? q : 0;
    const until = rise === 0 ? reach : Math.min(reach, x + (edge - y) / rise);
    const end = y + rise * (until - x);
    pieces.push([x, y, until, end]);
    [x, y] = [until, rise > 0 ? 0 : q];
  }
  return pieces;
}

/** The plan of the picture of lines: remainders upwards, cards to the right. */
export const GRID = { width: 360, height: 320, left: 40, step: 56, bottom: 288, unit: 25, cards: 5 };

/**
 * Draw lines over the remainders of q, and the points through which they go.
 * @param {{ points: [number, number][], lines: [number, number][] }} toy
 * @param {number} q
 * @param {(number: number) => string} name of a card
 */
export function drawLines({ points, lines }, q, name) {
  const x = (/** @type {number} */ at) => (GRID.left + at * GRID.step).toFixed(1);
  const y = (/** @type {number} */ at) => (GRID.bottom - at * GRID.unit).toFixed(1);
  const only = lines.length === 1;
  return [
    ...Array.from({ length: q + 1 }, (_, at) => draw("path", { class: "grid", d: `M${x(0)} ${y(at)}H${x(GRID.cards + 0.5)}` })),
    ...Array.from({ length: q }, (_, at) => draw("text", { x: GRID.left - 12, y: Number(y(at)) + 4, "text-anchor": "end" }, String(at))),
    ...Array.from({ length: GRID.cards + 1 }, (_, at) => draw("text", { x: x(at), y: GRID.bottom + 22, "text-anchor": "middle" }, name(at))),
    draw("path", { class: "axis", "stroke-width": 2, d: `M${x(0)} ${y(0)}V${y(q)}` }),
    ...lines.map(([start, slope]) => draw("path", {
      class: only ? "line only" : "line", "stroke-width": only ? 3.5 : 1.25,
      d: piecesOf(start, slope, q, GRID.cards + 0.5).map(([a, b, c, d]) => `M${x(a)} ${y(b)}L${x(c)} ${y(d)}`).join(""),
    })),
    ...lines.map(([start]) => draw("circle", { class: "key-dot", "stroke-width": only ? 4 : 2, cx: x(0), cy: y(start), r: only ? 8 : 4.5 })),
    ...points.map(([card, height]) => draw("rect", { class: "point", x: Number(x(card)) - 6, y: Number(y(height)) - 6, width: 12, height: 12, rx: 2 })),
  ];
}
