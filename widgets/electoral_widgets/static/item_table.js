import { fill, make, writeCount } from "./common.js";

/**
 * The field of an item that is a table, with what its control relations say while one types.
 *
 * @typedef {import("./item_fields.js").Context} Context
 * @typedef {import("./item_fields.js").Entry} Entry
 * @typedef {import("./item_fields.js").Field} Field
 */

/** As many columns of numbers as a phone has room for. */
const COLUMNS = 2;

/**
 * Read a whole number as people type it; null where there is none.
 * @param {string} typed
 */
export function readCount(typed) {
  const text = typed.trim().replace(/^[−–—]/, "-");
  if (!/^[+-]?(\d+|\d{1,3}([\s\u00a0\u2009\u202f'.,]\d{3})+)$/.test(text)) return null;
  return Number(text.replace(/[^\d+-]/g, ""));
}

/**
 * Add up one side of a relation; null while a line is missing.
 * @param {string[]} terms
 * @param {Record<string, number | null | undefined>} lines
 */
export function side(terms, lines) {
  let sum = 0;
  for (const term of terms) {
    const minus = term.startsWith("-");
    const count = lines[minus ? term.slice(1) : term];
    if (count == null) return null;
    sum += minus ? -count : count;
  }
  return sum;
}

/**
 * A table with cells to fill in or to correct, and what its control relations say meanwhile.
 * @param {Context} context
 * @returns {Field}
 */
export function table({ item, labels, signs, uid, typed, done }) {
  const rows = item.rows ?? [];
  const columns = item.columns ?? [];
  const open = new Set((item.editable ?? []).map(([row, column]) => JSON.stringify([row, column])));
  /** @type {{ row: string, column: string, input: HTMLInputElement }[]} */
  const cells = [];
  /** Where there is no room for many columns, each row becomes a card, and a table all the same. */
  const stacks = columns.length > COLUMNS;
  /** @type {(name: string) => Record<string, string>} */
  const role = (name) => (stacks ? { role: name } : {});

  /** @param {Entry} row @param {Entry} column */
  function cell(row, column) {
    const given = item.given?.[row.key]?.[column.key] ?? null;
    const words = typeof given === "number" ? writeCount(given, signs) : (given ?? "");
    if (!open.has(JSON.stringify([row.key, column.key]))) return make("td", { ...role("cell"), "data-column": column.text }, words);
    const name = columns.length > 1 ? `${row.text}, ${column.text}` : row.text;
    const input = make("input", {
      type: "text", inputmode: "numeric", autocomplete: "off", "aria-label": name, id: `${uid}-${cells.length}`,
    });
    input.value = String(given ?? "");
    input.addEventListener("input", () => (recount(), typed()));
    input.addEventListener("change", () => {
      const bad = input.value.trim() !== "" && readCount(input.value) === null;
      input.setAttribute("aria-invalid", String(bad));
      input.title = bad ? labels.not_a_number : "";
      done();
    });
    cells.push({ row: row.key, column: column.key, input });
    return make("td", { ...role("cell"), class: "open", "data-column": column.text }, input);
  }

  const head = make("tr", role("row"),
    make("td", role("cell")),
    ...columns.map((column) => make("th", { ...role("columnheader"), scope: "col" }, column.text)));
  const body = rows.map((row) =>
    make("tr", role("row"), make("th", { ...role("rowheader"), scope: "row" }, row.text), ...columns.map((column) => cell(row, column))),
  );
  const states = (item.relations ?? []).map((relation) => ({
    relation,
    state: make("span", { class: "state" }),
  }));

  /** @param {string} column */
  function numbers(column) {
    /** @type {Record<string, number | null>} */
    const lines = {};
    for (const { key } of rows) {
      const given = item.given?.[key]?.[column];
      lines[key] = typeof given === "number" ? given : null;
    }
    for (const one of cells) if (one.column === column) lines[one.row] = readCount(one.input.value);
    return lines;
  }

  function recount() {
    const lines = numbers(columns[columns.length - 1]?.key ?? "");
    for (const { relation, state } of states) {
      const [left, right] = [side(relation.left, lines), side(relation.right, lines)];
      const waits = left === null || right === null;
      const holds = !waits && (relation.sense === "=" ? left === right : left >= right);
      const text = holds ? labels.holds : relation.sense === "=" ? labels.differs : labels.too_small;
      const words = waits
        ? labels.waits
        : fill(text, {
            left: writeCount(left, signs),
            right: writeCount(right, signs),
            difference: writeCount(left - right, signs),
          });
      state.dataset.state = waits ? "waits" : holds ? "holds" : "differs";
      state.textContent = `${waits ? "○" : holds ? "✓" : "✗"} ${words}`;
    }
  }

  const node = make("div", {},
    make("div", { class: "scroll" },
      make("table", { ...role("table"), class: stacks ? "stacks" : "" },
        make("thead", role("rowgroup"), head), make("tbody", role("rowgroup"), ...body))));
  if (states.length > 0) {
    const entries = states.map(({ relation, state }) =>
      make("li", {}, make("strong", {}, relation.id), ` ${relation.text}`, make("br", {}), state),
    );
    node.append(make("p", { class: "subtitle" }, labels.relations), make("ul", { class: "relations" }, ...entries));
  }
  recount();
  return {
    node,
    read: () => {
      /** @type {Record<string, Record<string, string>>} */
      const value = {};
      for (const { row, column, input } of cells) (value[row] ??= {})[column] = input.value;
      return value;
    },
    write: (value) => {
      for (const { row, column, input } of cells) {
        const typedBefore = value?.[row]?.[column];
        if (typedBefore !== undefined) input.value = String(typedBefore ?? "");
      }
      recount();
    },
  };
}
