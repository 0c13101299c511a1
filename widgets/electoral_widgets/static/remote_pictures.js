/** The pictures of a remote station: its five places, and a day's queue. */

/** @type {string | null | undefined} */
let drawings;

/** What is drawn of each place, on a paper of 64 by 64; `sheet` is the ballot. */
const PLACES = {
  document: { lines: "M8 16h48v32h-48zM14 42c0 -8 14 -8 14 0M34 26h16M34 33h16M34 40h10", dots: [[21, 28, 5]] },
  identify: { lines: "M10 10h30v30h-30zM25 40v8M15 52h20M18 36c0 -8 14 -8 14 0M46 54v-14c0 -5 8 -5 8 0v14M50 54v-13M43 54v-14c0 -9 14 -9 14 0v14", dots: [[25, 22, 5]] },
  print: { lines: "M8 10h48v20h-48zM14 24h36M46 16h4", sheet: "M18 24h28v32h-28z" },
  booth: { lines: "M10 56v-46h44v46M10 20h44M10 42h44M16 20c2 8 -2 12 0 18M48 20c-2 8 2 12 0 18M36 28l-9 11l-2 4l4 -2l9 -11z" },
  box: { lines: "M10 34h44v22h-44zM22 34h20M32 22v8M28 27l4 4l4 -4", sheet: "M20 6h24v14h-24z" },
};

/**
 * Make an element of a drawing, in the space of names in which a page keeps its drawings.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function sketch(tag, attributes, ...children) {
  drawings ??= new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg")?.namespaceURI ?? null;
  const element = document.createElementNS(drawings, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Draw a place of the station; the sentence beside it says the same.
 * @param {string} place
 * @param {string} paper what the ballot says on its front, where it is seen
 */
export function makePlace(place, paper) {
  const { lines, dots = [], sheet = "" } = /** @type {Record<string, { lines: string, dots?: number[][], sheet?: string }>} */ (PLACES)[place] ?? { lines: "" };
  return sketch("svg", { viewBox: "0 0 64 64", class: "place", "aria-hidden": "true" },
    sketch("path", { d: lines }),
    ...dots.map(([cx = 0, cy = 0, r = 0]) => sketch("circle", { cx, cy, r })),
    ...(sheet ? [sketch("path", { d: sheet, class: "sheet" })] : []),
    ...(place === "print" && paper ? [sketch("text", { x: 32, y: 47, "text-anchor": "middle" }, paper)] : []));
}

/**
 * The steps of an axis from 0: at most five of a round size, the last not below `most`.
 * @param {number} most
 */
export function stepsTo(most) {
  const size = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  const step = [0.2, 0.5, 1, 2].map((part) => part * size).find((one) => one >= 1 && most <= 5 * one) ?? 2 * size;
  return Array.from({ length: Math.max(Math.ceil(most / step), 1) + 1 }, (_, place) => place * step);
}

/**
 * The outline of a queue as a way over a paper that is 1000 wide and 100 high.
 * @param {number[]} waiting
 * @param {number} top
 */
export function outline(waiting, top) {
  const points = waiting.map((number, place) =>
    `${Math.round((1000 * place) / Math.max(waiting.length - 1, 1))} ${Math.round(1000 * (1 - number / top)) / 10}`);
  return `M0 100L${points.join("L")}L1000 100Z`;
}

/**
 * Draw people waiting; numbers stand beside the drawing, which is stretched.
 * @param {number[]} waiting
 * @param {{ alt: string, across: string, up: string, write: (number: number) => string }} words
 */
export function makeQueue(waiting, { alt, across, up, write }) {
  const steps = stepsTo(Math.max(0, ...waiting));
  const top = steps.at(-1) ?? 1;
  const side = document.createElement("div");
  const below = document.createElement("div");
  const figure = document.createElement("figure");
  side.className = "side";
  below.className = "below";
  figure.className = "queue";
  figure.setAttribute("role", "img");
  figure.setAttribute("aria-label", alt);
  for (const number of [...steps].reverse()) side.append(mark(write(number)));
  for (let hour = 0; hour <= 12; hour += 2) below.append(mark(write(hour)));
  figure.append(mark(up, "up"), side, sketch("svg", { viewBox: "0 0 1000 100", preserveAspectRatio: "none" },
    ...steps.map((number) => sketch("path", { class: "line", d: `M0 ${100 * (1 - number / top)}H1000` })),
    sketch("path", { class: "area", d: outline(waiting, top) })), below, mark(across, "across"));
  return figure;
}

/** @param {string} text */
function mark(text, kind = "") {
  const element = document.createElement("span");
  element.className = kind;
  element.textContent = text;
  return element;
}
