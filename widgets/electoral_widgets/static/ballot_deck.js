import { make } from "./common.js";

/**
 * Ballots that are judged, read and ruled on: what there is to reckon, and small parts to draw.
 *
 * A judgement, a reading and a ruling are numbers: 0 to 4 a vote for that square, 5 invalid,
 * 6 doubtful (people: the commission should vote; the machine: given back).
 *
 * @typedef {[number, number, number, number]} Box left, top, right and bottom edge
 */

export const SIGNS = ["A", "B", "C", "D", "⊘"];
export const INVALID = 5;
export const DOUBT = 6;
export const OPEN = "-";

/**
 * What the machine makes of a ballot; Python's `electoral.marks.decide`, to answer a drag at once.
 * @param {number[]} fills darkness of each square in thousandths
 * @param {number} sure
 * @param {number} doubtful
 */
export function decide(fills, sure, doubtful) {
  const darkest = Math.max(...fills);
  const square = fills.indexOf(darkest);
  const second = Math.max(...fills.filter((_, other) => other !== square));
  if (darkest < doubtful || second >= sure) return INVALID;
  return darkest >= sure && second < doubtful ? square : DOUBT;
}

/**
 * Where a darkness stands on a scale from 0 to 1 on which small ones have more room.
 * @param {number} darkness in thousandths
 */
export function placeOf(darkness) {
  return Math.sqrt(Math.min(Math.max(darkness, 0), 1000) / 1000);
}

/**
 * The darkness that stands at a place of the scale, in thousandths.
 * @param {number} place
 */
export function darknessAt(place) {
  return Math.round(1000 * place * place);
}

/**
 * What most of the others judged: -1 when the first two are level, -2 when nobody judged.
 * @param {number[]} counts
 */
export function leading(counts) {
  const most = Math.max(0, ...counts);
  if (most === 0) return -2;
  return counts.filter((count) => count === most).length > 1 ? -1 : counts.indexOf(most);
}

/**
 * The next ballot that is not judged, from `from` on and around; -1 when all are.
 * @param {string} judged
 * @param {number} from
 */
export function nextOpen(judged, from) {
  const later = judged.indexOf(OPEN, from);
  return later >= 0 ? later : judged.indexOf(OPEN);
}

/**
 * Cut the pictures, which travel one after the other, apart.
 * @param {DataView} pictures
 * @param {{ size: number }[]} ballots
 */
export function cutApart(pictures, ballots) {
  let at = 0;
  return ballots.map(({ size }) => {
    const part = new Uint8Array(pictures.buffer, pictures.byteOffset + at, size).slice();
    at += size;
    return part;
  });
}

/**
 * Put an element at a darkness of the scale.
 * @param {HTMLElement} element
 * @param {number} darkness
 */
export function put(element, darkness) {
  element.style.left = `${100 * placeOf(darkness)}%`;
  return element;
}

/**
 * A row of a table: all heads of columns, or one head and what belongs to it.
 * @param {"col" | "row"} scope
 * @param {(string | Node)[]} cells
 */
export function makeRow(scope, cells) {
  return make("tr", {}, ...cells.map((cell, column) =>
    scope === "col" || column === 0 ? make("th", { scope }, cell) : make("td", {}, cell)));
}

/**
 * Say in words, with a sign and a colour, that two judgements are the same or not.
 * @param {boolean} same
 * @param {string} text
 */
export function agreeing(same, text) {
  return make("span", { class: same ? "same" : "differs" }, `${same ? "=" : "≠"} ${text}`);
}

/**
 * The frame of a square on the picture, and beside it how dark it is.
 * @param {Box | undefined} box
 * @param {number[]} paper width and height of the picture
 * @param {number} darkness
 * @param {string} text
 */
export function makeGauge(box, [width = 1, height = 1], darkness, text) {
  const [left, top, right, bottom] = box ?? [0, 0, 0, 0];
  const bar = make("span", { class: "bar" });
  bar.style.width = `${100 * placeOf(darkness)}%`;
  const both = [make("span", { class: "frame" }), make("span", { class: "gauge" }, bar,
    make("span", { class: "lower" }), make("span", { class: "upper" }), make("b", {}, text))];
  for (const { style } of both) {
    style.top = `${100 * top / height}%`;
    style.height = `${100 * (bottom - top) / height}%`;
    style.setProperty("--left", `${100 * left / width}%`);
    style.setProperty("--side", `${100 * (right - left) / width}%`);
  }
  return both;
}

/**
 * Paint the squares of a ballot side by side.
 * @param {HTMLCanvasElement} strip
 * @param {ImageBitmap} picture
 * @param {Box[]} squares
 */
export function paintSquares(strip, picture, squares) {
  const size = strip.height;
  for (const [square, [left, top, right, bottom]] of squares.entries()) {
    const side = 1.5 * (right - left);
    strip.getContext("2d")?.drawImage(picture, (left + right - side) / 2, (top + bottom - side) / 2, side, side,
      size * square, 0, size, size);
  }
}

/**
 * A slider for a threshold, along the scale of the chart.
 * @param {string} label
 * @param {(moved: number) => void} slide
 * @param {AbortSignal} signal
 */
export function makeSlider(label, slide, signal) {
  const input = make("input", { type: "range", min: "0", max: "1000", step: "4" });
  const value = make("b", {});
  input.addEventListener("input", () => slide(Math.max(1, darknessAt(Number(input.value) / 1000))), { signal });
  return { input, value, row: make("label", { class: "slider" }, make("span", {}, label, " ", value), input) };
}
