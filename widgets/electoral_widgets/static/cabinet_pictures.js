/**
 * The pictures of the cabinet: the steps of a day, people with shares of a key, a result, a
 * thousand attempts to enter, and the days of a laboratory.
 *
 * @typedef {{ changed: number, read: number, prevented: number, added: number, early: number, proven: number, told: string[] }} Held
 */

/** @type {string | null | undefined} */
let space;

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

/** @type {Record<string, string>} */
const STEPS = {
  door: "M6 21V3h12v18M3 21h18M14.5 12v1",
  ballot: "M5 3h14v18H5zM8 8l2 2 4-4M8 15h8",
  code: "M4 9h16M4 15h16M10 4L8 20M16 4l-2 16",
  check: "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L21 21",
  close: "M6 11h12v10H6zM8.5 11V8a3.5 3.5 0 017 0v3",
  shares: "M8 8a4 4 0 100 8 4 4 0 000-8zM12 12h9v4M17 12v3",
  count: "M4 20h16M7 20v-6M12 20V6M17 20v-9",
  public: "M2 12c5-8 15-8 20 0-5 8-15 8-20 0zM12 9a3 3 0 100 6 3 3 0 000-6z",
};

export const ORDER = Object.keys(STEPS);

/** @param {string} step */
export function drawStep(step) {
  return draw("svg", { viewBox: "0 0 24 24", class: "step-icon", "aria-hidden": "true" }, draw("path", { d: STEPS[step] ?? "" }));
}

/**
 * Say at which step of the day somebody is.
 * @param {{ entry: string, acts: [string, (number | null)?][], closed: boolean, after: string[], counted: string }} state
 */
export function stepOf({ entry, acts, closed, after, counted }) {
  if (closed) return after.length > 0 || counted ? "public" : "count";
  if (!entry) return "door";
  const last = acts.at(-1)?.[0];
  return last === undefined ? "ballot" : last === "vote" || last === "paper" ? "code" : "check";
}

/**
 * People with shares of a key, and the urn between them.
 * @param {number[]} gave who gave a share
 * @param {number} holders
 * @param {boolean} open
 */
export function drawShares(gave, holders, open) {
  const people = Array.from({ length: holders }, (_, at) => {
    const x = 40 + (at * 240) / Math.max(holders - 1, 1);
    const given = gave.includes(at + 1);
    return draw("g", { class: given ? "given" : "kept" },
      draw("path", { class: "thread", d: `M${x} 52L160 104` }),
      draw("circle", { cx: x, cy: 16, r: 9 }), draw("path", { d: `M${x - 17} 46c0-24 34-24 34 0z` }),
      draw("path", { class: "sign", d: given ? `M${x + 20} 30l5 6 9-12` : `M${x + 20} 24l11 11m0-11l-11 11` }));
  });
  return [...people, draw("g", { class: "urn" },
    draw("path", { d: "M125 104h70v40h-70z" }), draw("path", { d: open ? "M125 104l58-22" : "M140 104v-8a20 12 0 0140 0v8" }))];
}

/**
 * How far each bar of a result goes, of 200.
 * @param {number[]} votes
 */
export function barsOf(votes) {
  const most = Math.max(1, ...votes);
  return votes.map((count) => (200 * count) / most);
}

/**
 * A result as bars with letters and numbers.
 * @param {number[]} votes
 * @param {string} letters
 * @param {(number: number) => string} count
 */
export function drawBars(votes, letters, count) {
  return barsOf(votes).flatMap((length, at) => [
    draw("text", { x: 4, y: 22 + at * 34 }, letters[at] ?? ""),
    draw("path", { class: "bar", d: `M26 ${6 + at * 34}h${Math.max(length, 1)}v22h${-Math.max(length, 1)}z` }),
    draw("text", { x: 34 + length, y: 22 + at * 34 }, count(votes[at] ?? 0)),
  ]);
}

/**
 * Attempts as dots and crosses, forty in a row.
 * @param {string} passed a 1 or a 0 for each attempt
 */
export function dotsOf(passed) {
  const dots = [];
  const crosses = [];
  for (const [at, sign] of [...passed].entries()) {
    const x = 5 + (at % 40) * 10;
    const y = 5 + Math.floor(at / 40) * 10;
    if (sign === "1") dots.push(`M${x} ${y}h0`);
    else crosses.push(`M${x - 2} ${y - 2}l4 4m0-4l-4 4`);
  }
  return { dots: dots.join(""), crosses: crosses.join("") };
}

/** @param {string} passed */
export function drawDots(passed) {
  const { dots, crosses } = dotsOf(passed);
  return [draw("path", { class: "crosses", d: crosses }), draw("path", { class: "dots", d: dots })];
}

/**
 * Of one day of the laboratory: votes touched, and votes known to others.
 * @param {Held} day
 */
export function weightOf({ changed, prevented, added, read, proven, early }) {
  return { touched: changed + prevented + added, read: Math.max(read, proven, early) };
}

/**
 * The days as columns: a full bar, an empty bar, and a sign whether somebody noticed.
 * @param {Held[]} days
 * @param {number} places for so many days there is room
 */
export function drawDays(days, places) {
  const most = Math.max(5, ...days.map(weightOf).flatMap(({ touched, read }) => [touched, read]));
  const high = (/** @type {number} */ number) => (110 * number) / most;
  return [draw("path", { class: "floor", d: `M0 130h${places * 30}` }), ...days.flatMap((day, at) => {
    const { touched, read } = weightOf(day);
    const x = at * 30;
    const bar = (/** @type {number} */ number, /** @type {number} */ from, /** @type {string} */ kind) => (number === 0 ? [] : [
      draw("path", { class: kind, d: `M${x + from} 130v${-high(number)}h11v${high(number)}` }),
      draw("text", { x: x + from + 5.5, y: 125 - high(number) }, `${number}`),
    ]);
    return [...bar(touched, 3, "touched"), ...bar(read, 16, "read"),
      drawNoticed(day.told.length > 0, x + 15, 150), draw("text", { class: "day", x: x + 15, y: 178 }, `${at + 1}`)];
  })];
}

/**
 * The sign for a day: a full disc with "!", or an empty one.
 * @param {boolean} noticed
 * @param {number} x
 * @param {number} y
 */
export function drawNoticed(noticed, x, y) {
  return draw("g", { class: noticed ? "noticed" : "unnoticed" }, draw("circle", { cx: x, cy: y, r: 8 }),
    ...(noticed ? [draw("path", { d: `M${x} ${y - 4}v5m0 3v.5` })] : []));
}
