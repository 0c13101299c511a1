import { make } from "./common.js";

/**
 * Parts of the insider's lab: the file as a row of blocks, the result, rows of a table.
 *
 * @typedef {{ name: string, what: string, inside: string, ballot: boolean, sign: string, mark: string,
 *   marks: string[], fails: string[] }} Block
 * @typedef {{ blocks: Block[], legend: [string, string][], about: string }} File
 * @typedef {[string, number, number]} Count
 */

/**
 * The plan with one act more; the same plan when the act is in it already.
 * @param {[string, number][]} plan
 * @param {string} move
 * @param {number} voter
 */
export function withAct(plan, move, voter) {
  const there = plan.some(([one, other]) => one === move && other === voter);
  return there ? plan : [...plan, /** @type {[string, number]} */ ([move, voter])];
}

/**
 * How wide a bar is, in hundredths of the widest one.
 * @param {number} votes
 * @param {Count[]} counts
 */
export function widthOf(votes, counts) {
  const most = Math.max(1, ...counts.flatMap(([, before, after]) => [before, after]));
  return Math.round((100 * Math.max(0, votes)) / most);
}

/**
 * The file as a row of blocks with its legend; a screen reader gets one sentence.
 * @param {File} file
 * @param {string} cross
 */
export function drawBlocks({ blocks, legend, about }, cross) {
  const row = make("div", { class: "blocks", role: "img", "aria-label": about }, ...blocks.map((one) => {
    const kind = [one.ballot ? "ballot" : "other", one.mark, one.fails.length > 0 ? "fails" : ""];
    return make("span", { class: `block ${kind.join(" ").trim()}` },
      make("b", {}, one.name), ...(one.ballot ? [make("span", {}, one.inside)] : []),
      make("i", {}, `${one.sign}${one.fails.length > 0 ? cross : ""}`));
  }));
  return [row, make("ul", { class: "legend quiet-text" }, ...legend.map(([sign, text]) =>
    make("li", {}, make("b", {}, sign), ` ${text}`)))];
}

/**
 * The file as a table.
 * @param {Block[]} blocks
 * @param {string[]} head
 */
export function drawEntries(blocks, head) {
  return makeTable(head, blocks.map((one, place) =>
    [String(place + 1), [one.what, one.inside].filter(Boolean).join(": "), one.marks.join(", "), one.fails.join("; ")]), "wide");
}

/**
 * Votes before and after, each number with a bar.
 * @param {Count[]} counts
 * @param {string[]} head
 */
export function drawResult(counts, head) {
  const cell = (/** @type {number} */ votes) => {
    const bar = make("span", { class: "bar", "aria-hidden": "true" });
    bar.style.inlineSize = `${widthOf(votes, counts)}%`;
    return make("div", { class: "votes" }, make("span", {}, String(votes)), make("span", { class: "track" }, bar));
  };
  return makeTable(head, counts.map(([name, before, after]) => [name, cell(before), cell(after)]));
}

/**
 * A table; the first cell of a row names it. Each cell knows its column's name, because on a phone
 * the rows of a wide table become cards; the roles say that it is a table all the same.
 * @param {string[]} head
 * @param {(string | Node)[][]} rows
 */
export function makeTable(head, rows, kind = "") {
  return make("div", { class: "box" }, make("table", { role: "table", class: kind },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head.map((text) =>
      make("th", { scope: "col", role: "columnheader", class: "words" }, text)))),
    make("tbody", { role: "rowgroup" }, ...rows.map(([first = "", ...rest]) => make("tr", { role: "row" },
      make("th", { scope: "row", role: "rowheader" }, first),
      ...rest.map((inside, column) => make("td", { role: "cell", class: "words", "data-name": head[column + 1] ?? "" }, inside)))))));
}
