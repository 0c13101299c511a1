import { make } from "./common.js";

/**
 * What there is to reckon about ballots that are judged, read and ruled on.
 *
 * A judgement, a reading and a ruling are numbers: 0 to 4 a vote for that square, 5 invalid,
 * 6 doubtful (people: the commission should vote; the machine: given back).
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
