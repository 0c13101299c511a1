import { fill, make, makeButton, writeCount, writeDifference } from "./common.js";

/**
 * The table of 53 protocols with the violated ones to be found. The differences are not here
 * until Python sends them.
 *
 * @typedef {{ name: string, label: string }} Named
 * @typedef {{ code: string, name: string, oblast: string, numbers: Record<string, number> }} Row
 * @typedef {{ columns: Named[], relations: { name: string, rule: string }[], oblasts: Named[], rows: Row[] }} Table
 * @typedef {import("./common.js").Signs} Signs
 * @typedef {Record<"title" | "task" | "rules" | "table" | "filter" | "all_oblasts" | "counts" | "unit"
 *   | "oblast" | "suspect" | "show_differences" | "check" | "unmark" | "mark_first"
 *   | "differences_shown" | "difference" | "tag_found" | "tag_false" | "tag_missed", string>} Labels
 * @typedef {{
 *   language: string,
 *   labels: Labels,
 *   signs: Signs,
 *   table: Table,
 *   marked: string[],
 *   shown: Record<string, Record<string, number>>,
 *   answers: boolean,
 *   verdict: { kind: "all" | "found" | "false" | "missed", code?: string, text: string }[],
 * }} Model
 */

const SYMBOLS = { all: "", found: "✓", false: "✗", missed: "○" };

/**
 * Put rows in the order of a key; rows with the same key stay in their order.
 * @template Item
 * @param {Item[]} rows
 * @param {(row: Item) => number | string} key
 * @param {boolean} descending
 * @param {string} language
 */
export function sorted(rows, key, descending, language) {
  const turn = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    return turn * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), language));
  });
}

let tables = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const id = `electoral-protocol-table-${(tables += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const language = model.get("language");
  const { columns, relations, oblasts, rows } = model.get("table");
  const oblastNames = new Map(oblasts.map(({ name, label }) => [name, label]));

  /** @type {Map<string, { row: Row, element: HTMLTableRowElement, box: HTMLInputElement, tag: HTMLElement }>} */
  const drawn = new Map();
  const head = make("tr", {});
  const body = make("tbody", {});
  const counts = make("p", { class: "counts" });
  const answer = make("div", { class: "answer", role: "status" });
  const select = make("select", { id: `${id}-filter` }, make("option", { value: "" }, labels.all_oblasts));
  let differencesDrawn = false;

  /**
   * A column header that sorts the rows, first from small to large.
   * @param {string} label
   * @param {(row: Row) => number | string} key
   */
  function header(label, key, kind = "") {
    const cell = make("th", { scope: "col", class: kind });
    cell.append(makeButton(label, () => {
      const descending = cell.getAttribute("aria-sort") === "ascending";
      for (const other of head.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const order = sorted(rows, key, descending, language);
      body.append(...order.flatMap(({ code }) => drawn.get(code)?.element ?? []));
    }, stop.signal));
    return cell;
  }

  /** @param {Row} row */
  function draw(row) {
    const box = make("input", { type: "checkbox", "aria-label": fill(labels.suspect, { unit: row.name }) });
    const tag = make("span", { class: "tag" });
    box.addEventListener("change", () => {
      const marked = model.get("marked").filter((code) => code !== row.code);
      model.set("marked", box.checked ? [...marked, row.code] : marked);
      model.save_changes();
      judge([]);
      count();
    }, { signal: stop.signal });
    const element = make("tr", {},
      make("th", { scope: "row" }, make("label", {}, box, make("span", {}, row.name, " ", tag))),
      ...columns.map(({ name }) => make("td", {}, writeCount(row.numbers[name] ?? 0, signs))),
      make("td", { class: "words" }, oblastNames.get(row.oblast) ?? row.oblast));
    drawn.set(row.code, { row, element, box, tag });
    return element;
  }

  /** Say how many rows are shown and marked. */
  function count() {
    const marked = new Set(model.get("marked"));
    let shown = 0;
    for (const [code, { row, element, box }] of drawn) {
      element.hidden = select.value !== "" && select.value !== row.oblast;
      if (!element.hidden) shown += 1;
      box.checked = marked.has(code);
      element.classList.toggle("marked", marked.has(code));
    }
    counts.textContent = fill(labels.counts, { shown, count: rows.length, marked: marked.size });
  }

  /**
   * Show a verdict, or none.
   * @param {Model["verdict"]} verdict
   */
  function judge(verdict) {
    const tags = { all: "", found: labels.tag_found, false: labels.tag_false, missed: labels.tag_missed };
    for (const { tag } of drawn.values()) tag.replaceChildren();
    for (const { kind, code } of verdict) {
      if (code) drawn.get(code)?.tag.replaceChildren(make("span", { class: kind }, `${SYMBOLS[kind]} ${tags[kind]}`));
    }
    const [first, ...rest] = verdict;
    answer.replaceChildren(...(first ? [make("p", { class: "all" }, first.text)] : []));
    if (rest.length > 0) {
      answer.append(make("ul", {}, ...rest.map(({ kind, text }) =>
        make("li", { class: kind }, make("span", { class: "symbol", "aria-hidden": "true" }, SYMBOLS[kind]), text))));
    }
  }

  /**
   * Ask Python, once at least one protocol is marked.
   * @param {string} what
   */
  function ask(what) {
    if (model.get("marked").length > 0) model.send({ do: what });
    else answer.replaceChildren(make("p", {}, labels.mark_first));
  }

  /** Add a column for each relation, when Python has sent the differences. */
  function reveal() {
    const shown = model.get("shown");
    if (differencesDrawn || Object.keys(shown).length === 0) return;
    differencesDrawn = true;
    head.cells[0]?.after(...relations.map(({ name }) =>
      header(fill(labels.difference, { relation: name }), ({ code }) => shown[code]?.[name] ?? 0)));
    for (const [code, { element }] of drawn) {
      element.cells[0]?.after(...relations.map(({ name }) => {
        const difference = shown[code]?.[name] ?? 0;
        const text = writeDifference(difference, signs);
        return difference === 0 ? make("td", {}, text) : make("td", { class: "broken" }, `${SYMBOLS.false} ${text}`);
      }));
    }
    if (model.get("verdict").length === 0) answer.replaceChildren(make("p", {}, labels.differences_shown));
  }

  select.append(...oblasts.map(({ name, label }) => make("option", { value: name }, label)));
  select.addEventListener("change", count, { signal: stop.signal });
  head.append(
    header(labels.unit, ({ name }) => name),
    ...columns.map(({ name, label }) => header(label, ({ numbers }) => numbers[name] ?? 0)),
    header(labels.oblast, ({ oblast }) => oblastNames.get(oblast) ?? oblast, "words"));
  body.append(...rows.map(draw));
  el.replaceChildren(make("div", {
    class: "electoral-view electoral-protocol-table",
    lang: language,
    role: "group",
    "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title),
  make("p", { class: "task" }, labels.task),
  make("details", {}, make("summary", {}, labels.rules),
    make("ul", {}, ...relations.map(({ name, rule }) => make("li", {}, make("b", {}, name), " ", rule)))),
  make("div", { class: "tools" },
    make("div", { class: "chooser" }, make("label", { for: `${id}-filter` }, labels.filter), select),
    counts),
  make("div", { class: "box", role: "region", tabindex: "0", "aria-label": labels.table },
    make("table", { "aria-label": labels.table }, make("thead", {}, head), body)),
  make("div", { class: "actions" },
    ...(model.get("answers") ? [makeButton(labels.check, () => ask("check"), stop.signal, "main")] : []),
    makeButton(labels.show_differences, () => ask("show_differences"), stop.signal),
    makeButton(labels.unmark, () => {
      model.set("marked", []);
      model.save_changes();
      judge([]);
      count();
    }, stop.signal)),
  answer));

  const follow = () => judge(model.get("verdict"));
  model.on("change:marked", count);
  model.on("change:shown", reveal);
  model.on("change:verdict", follow);
  count();
  reveal();
  follow();
  return () => {
    stop.abort();
    model.off("change:marked", count);
    model.off("change:shown", reveal);
    model.off("change:verdict", follow);
  };
}

export default { render };
