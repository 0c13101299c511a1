import { fill, make } from "./common.js";

/**
 * The papers of an evening: two tables and two sums; the log can be narrowed to one station.
 *
 * @typedef {{ papers: string[][], log: string[][], server: string, display: string, about: string }} File
 * @typedef {Record<"title" | "invented" | "papers" | "station" | "device" | "votes" | "log" | "only" | "all" | "one"
 *   | "time" | "event" | "sender" | "none" | "sums" | "server" | "display", string>} Labels
 * @typedef {{ language: string, labels: Labels, file: File }} Model
 */

/** The column of the log that names the station. */
const STATION = 2;

/**
 * The entries of one station, or all of them.
 * @param {string[][]} log
 * @param {string} station
 */
export function entriesOf(log, station) {
  return station ? log.filter((row) => row[STATION] === station) : log;
}

/**
 * A table; its first cells name the rows.
 * @param {string} about
 * @param {string[]} head
 * @param {string[][]} rows
 */
function drawTable(about, head, rows) {
  return make("div", { class: "box", tabindex: "0", role: "region", "aria-label": about }, make("table", { "aria-label": about },
    make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...rows.map(([first = "", ...rest]) => make("tr", {}, make("th", { scope: "row" }, first),
      ...rest.map((text) => make("td", {}, text)))))));
}

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const id = `electoral-incident-file-${(views += 1)}`;
  const labels = model.get("labels");
  const file = model.get("file");
  const log = make("div", {});
  const none = make("p", { class: "quiet-text", role: "status" });
  const stations = file.papers.map(([number = ""]) => number);
  const only = make("select", {}, make("option", { value: "" }, labels.all),
    ...stations.map((number) => make("option", { value: number }, fill(labels.one, { number }))));
  only.addEventListener("change", drawLog, { signal: stop.signal });

  function drawLog() {
    const rows = entriesOf(file.log, only.value);
    log.replaceChildren(drawTable(labels.log, [labels.time, labels.event, labels.station, labels.sender, labels.votes], rows));
    none.textContent = rows.length > 0 ? "" : labels.none;
  }

  drawLog();
  el.replaceChildren(make("div", {
    class: "electoral-view electoral-incident-file", lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", { class: "quiet-text" }, labels.invented),
  make("p", { class: "heading" }, labels.papers), drawTable(labels.papers, [labels.station, labels.device, labels.votes], file.papers),
  make("p", { class: "heading" }, labels.log), make("p", { class: "quiet-text" }, file.about),
  make("label", { class: "only" }, make("span", {}, labels.only), only), log, none,
  make("p", { class: "heading" }, labels.sums),
  make("ul", { class: "sums" }, make("li", {}, fill(labels.server, { number: file.server })),
    make("li", {}, fill(labels.display, { number: file.display })))));
  return () => stop.abort();
}

export default { render };
