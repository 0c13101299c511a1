import { make } from "./common.js";

/**
 * Parts of the verifier's lens: digits that differ, the checks of a part, bars.
 *
 * @typedef {[string, boolean][]} Pieces
 * @typedef {{ name: string, text: string, place: string, holds: boolean, equation: string, section: string,
 *   kind: "equality" | "rule" | "form", names: [string, string], sides: [Pieces, Pieces] | [], sizes: [string, string], note: string }} Row
 * @typedef {{ name: string, held: number, failed: number }} Count
 */

/**
 * Where the walk goes when it is told to go on: what does not hold, or the end of the part.
 * @param {{ holds: boolean }[]} rows
 * @param {number} at
 */
export function restOf(rows, at) {
  const found = rows.findIndex(({ holds }, number) => number > at && !holds);
  return found < 0 ? rows.length - 1 : found;
}

/**
 * The state after a step to a check, which is then looked at.
 * @template {{ part: string, at: number, walked: Record<string, number> }} Walk
 * @param {Walk} state
 * @param {number} at
 * @returns {Walk}
 */
export function stepped(state, at) {
  const before = state.walked[state.part] ?? 0;
  return { ...state, at, walked: { ...state.walked, [state.part]: Math.max(before, at + 1) } };
}

/**
 * The state in which a part lies under the lens, where the walk through it had stopped.
 * @template {{ part: string, at: number, walked: Record<string, number> }} Walk
 * @param {Walk} state
 * @param {string} part
 * @returns {Walk}
 */
export function openedAt(state, part) {
  return stepped({ ...state, part }, Math.max((state.walked[part] ?? 1) - 1, 0));
}

/**
 * A state in which everything is there: a link can bring anything until Python has checked it.
 * @param {Record<string, any>} state
 */
export function completed(state) {
  return {
    archive: String(state.archive ?? "planted"),
    group: String(state.group ?? ""),
    seed: Number(state.seed) || 0,
    guess: String(state.guess ?? ""),
    part: String(state.part ?? ""),
    at: Number.isInteger(state.at) ? Number(state.at) : 0,
    walked: /** @type {Record<string, number>} */ ({ ...Object(state.walked) }),
    named: /** @type {(string | number)[]} */ (Array.isArray(state.named) ? state.named : []),
    told: state.told === true,
    run: state.run === true,
  };
}

/**
 * Digits, those that differ in a frame.
 * @param {Pieces} pieces
 */
export function drawDigits(pieces) {
  return pieces.map(([text, differs]) => (differs ? make("mark", {}, text) : text));
}

/**
 * The two sides of an equation and the sign between them.
 * @param {Row} row
 * @param {Pieces[]} sides
 * @param {{ found: string, allowed: string }} names
 */
export function drawSides(row, sides, names) {
  const [left = [], right = []] = sides;
  const headings = row.kind === "equality" ? row.names : [names.found, names.allowed];
  const side = (/** @type {Pieces} */ pieces, /** @type {number} */ which) =>
    make("div", { class: "side" },
      make("span", { class: row.kind === "equality" ? "formula" : "quiet-text", translate: "no" }, headings[which] ?? ""),
      make("span", { class: "number", translate: "no" }, ...drawDigits(pieces)),
      make("span", { class: "quiet-text" }, row.sizes[which] ?? ""));
  const between = row.kind === "equality" ? (row.holds ? "=" : "≠") : row.holds ? "✓" : "✗";
  const drawn = make("div", { class: "sides" }, side(left, 0));
  if (right.length > 0) {
    drawn.append(make("span", { class: "between", "aria-hidden": "true" }, between), side(right, 1));
  }
  return drawn;
}

/**
 * Bars: of each check how often it holds and how often it does not.
 * @param {Count[]} counts
 * @param {string} text what the picture shows, in words
 */
export function drawBars(counts, text) {
  const most = Math.max(1, ...counts.map(({ held, failed }) => held + failed));
  const bar = (/** @type {string} */ kind, /** @type {number} */ count) =>
    make("span", { class: `bar ${kind}`, style: `width: ${(100 * count) / most}%` });
  return make("div", { class: "bars", role: "img", "aria-label": text }, ...counts.map(({ name, held, failed }) =>
    make("div", { class: failed > 0 ? "line broken" : "line" },
      make("span", { class: "of" }, name),
      make("span", { class: "track" },
        ...(held > 0 ? [bar("held", held)] : []), ...(failed > 0 ? [bar("failed", failed)] : [])),
      make("span", { class: "count" }, failed > 0 ? `✓ ${held}  ✗ ${failed}` : `✓ ${held}`))));
}

/**
 * The same as a table.
 * @param {Count[]} counts
 * @param {[string, string, string]} heads
 */
export function drawCounts(counts, heads) {
  const sign = (/** @type {number} */ column) => make("span", { "aria-hidden": "true" }, ["", "✓", "✗"][column] ?? "");
  const head = make("tr", {}, ...heads.map((text, column) => column === 0
    ? make("th", { scope: "col", class: "words" }, text)
    : make("th", { scope: "col", title: text }, sign(column), make("span", { class: "spoken" }, text))));
  const rows = counts.map(({ name, held, failed }) =>
    make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, String(held)), make("td", {}, String(failed))));
  return make("div", { class: "box" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
}
