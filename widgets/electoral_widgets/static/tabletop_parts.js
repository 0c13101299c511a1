import { make } from "./common.js";

/**
 * Parts of the tabletop: a scale, a row of small bars, a table.
 *
 * @typedef {{ integrity: number, trust: number, teams: number, most: number, most_teams: number }} Gauges
 */

/**
 * How high each bar of a row stands, in hundredths of the highest possible one.
 * @param {number[]} values
 * @param {number} most
 */
export function heightsOf(values, most) {
  return values.map((value) => Math.round((100 * Math.max(0, Math.min(value, most))) / most));
}

/**
 * The numbers of a row, each with a small bar above it.
 * @param {number[]} values
 * @param {number} most
 */
export function drawSteps(values, most) {
  const heights = heightsOf(values, most);
  return make("span", { class: "steps" }, ...values.map((value, place) => {
    const bar = make("i", { "aria-hidden": "true" });
    bar.style.blockSize = `${(heights[place] ?? 0) / 50}rem`;
    return make("span", {}, bar, make("span", {}, String(value)), place < values.length - 1 ? make("span", { class: "spoken" }, ", ") : "");
  }));
}

/**
 * A scale with its name, its number and a bar.
 * @param {string} name
 * @param {string} text
 * @param {number} value
 * @param {number} most
 */
export function drawScale(name, text, value, most) {
  const bar = make("span", { class: "bar" });
  bar.style.inlineSize = `${Math.round((100 * value) / most)}%`;
  return make("div", { class: "scale" }, make("span", {}, name), make("b", {}, text),
    make("span", { class: "track", "aria-hidden": "true" }, bar));
}

/**
 * A table; the first cell of a row names it. On a phone its rows become cards, so each cell knows
 * the name of its column.
 * @param {string} about
 * @param {string[]} head
 * @param {(string | Node)[][]} rows
 */
export function drawTable(about, head, rows) {
  return make("div", { class: "box" }, make("table", { role: "table", "aria-label": about },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head.map((text) =>
      make("th", { scope: "col", role: "columnheader", class: "words" }, text)))),
    make("tbody", { role: "rowgroup" }, ...rows.map(([first = "", ...rest]) => make("tr", { role: "row" },
      make("th", { scope: "row", role: "rowheader" }, first),
      ...rest.map((inside, column) => make("td", { role: "cell", class: "words", "data-name": head[column + 1] ?? "" }, inside)))))));
}
