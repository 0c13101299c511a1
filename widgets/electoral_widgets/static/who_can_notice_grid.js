import { make } from "./common.js";

/**
 * A table of cells to press: a row for each adversary, a column for each way of voting. Arrow keys
 * go from cell to cell, and only one cell is a stop of the Tab key. On a phone one column is shown.
 *
 * @typedef {{ id: string, name: string, paper?: string }} Named
 * @typedef {{ text: string, sign: string, line: string, spoken: string, kind: string, old: boolean, other: string }} Shown
 */

/**
 * The place a key leads to; undefined when it is no key of a grid.
 * @param {string} key
 * @param {[number, number]} at row and column
 * @param {[number, number]} size rows and columns
 * @param {boolean} far whether Control is held
 * @returns {[number, number] | undefined}
 */
export function placeAfter(key, [row, column], [rows, columns], far) {
  const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(0, Math.min(most - 1, value));
  switch (key) {
    case "ArrowUp": return [within(row - 1, rows), column];
    case "ArrowDown": return [within(row + 1, rows), column];
    case "ArrowLeft": return [row, within(column - 1, columns)];
    case "ArrowRight": return [row, within(column + 1, columns)];
    case "PageUp": return [within(row - 5, rows), column];
    case "PageDown": return [within(row + 5, rows), column];
    case "Home": return [far ? 0 : row, 0];
    case "End": return [far ? rows - 1 : row, columns - 1];
    default: return undefined;
  }
}

/**
 * @param {{
 *   corner: string, labelled: string, roles: Named[], ways: Named[], onPaper: (text: string) => string,
 *   press: (role: string, way: string) => void, see: (way: string) => void, signal: AbortSignal,
 * }} asked `see` is told of a column that a key leads to
 */
export function makeGrid({ corner, labelled, roles, ways, onPaper, press, see, signal }) {
  /** @type {[number, number]} */
  let at = [0, 0];
  const heads = ways.map(({ name }) => make("th", { scope: "col" }, name));
  const lines = roles.map(({ id, name, paper }, row) => {
    const cells = ways.map((way, column) => {
      const sign = make("span", { class: "sign", "aria-hidden": "true" });
      const text = make("span", { class: "status" });
      const other = make("span", { class: "other" });
      const more = make("span", { class: "more" });
      const button = make("button", { type: "button", class: "cell", tabindex: "-1" }, sign, make("span", {}, text, other, more));
      button.addEventListener("click", () => {
        stopAt([row, column]);
        press(id, way.id);
      }, { signal });
      return { button, sign, text, other, more, cell: make("td", {}, button) };
    });
    const head = make("th", { scope: "row" }, make("span", {}, name),
      ...(paper ? [make("small", { class: "quiet-text" }, onPaper(paper))] : []));
    return { cells, row: make("tr", {}, head, ...cells.map(({ cell }) => cell)) };
  });
  const body = make("tbody", {}, ...lines.map(({ row }) => row));
  const element = make("table", { role: "grid", "aria-labelledby": labelled },
    make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "words" }, corner), ...heads)), body);
  const inside = make("td", { colspan: String(ways.length + 1) });
  const opened = make("tr", { class: "opened" }, inside);

  /** @param {[number, number]} place */
  const buttonAt = ([row, column]) => lines[row]?.cells[column]?.button;

  /** @param {[number, number]} place */
  function stopAt(place) {
    buttonAt(at)?.setAttribute("tabindex", "-1");
    at = place;
    buttonAt(at)?.setAttribute("tabindex", "0");
  }

  body.addEventListener("keydown", (event) => {
    const focused = event.target instanceof Element && event.target.classList.contains("cell");
    const place = focused && !event.altKey && !event.metaKey
      ? placeAfter(event.key, at, [roles.length, ways.length], event.ctrlKey) : undefined;
    if (!place) return;
    event.preventDefault();
    stopAt(place);
    see(ways[place[1]]?.id ?? "");
    buttonAt(place)?.focus();
  }, { signal });
  stopAt(at);

  return {
    element,
    /** Where the details of a cell stand. */
    inside,
    /**
     * Let the details be as wide as the columns that are shown.
     * @param {boolean} narrow
     */
    fit(narrow) {
      inside.colSpan = narrow ? 2 : ways.length + 1;
    },
    /**
     * @param {string} role
     * @param {string} way
     */
    stop(role, way) {
      const place = /** @type {[number, number]} */ ([roles.findIndex(({ id }) => id === role), ways.findIndex(({ id }) => id === way)]);
      if (buttonAt(place)) stopAt(place);
    },
    /** The cell at which the Tab key stops. */
    stopped() {
      return buttonAt(at);
    },
    /**
     * Show every cell, the chosen column, and the details under the chosen row.
     * @param {(role: string, way: string) => Shown} read
     * @param {string} role
     * @param {string} way
     */
    draw(read, role, way) {
      for (const [column, { id }] of ways.entries()) {
        heads[column]?.classList.toggle("chosen", id === way);
        for (const [row, { cells }] of lines.entries()) {
          const cell = cells[column];
          const about = roles[row];
          if (!cell || !about) continue;
          const { text, sign, line, spoken, kind, old, other } = read(about.id, id);
          cell.cell.className = `${kind}${id === way ? " chosen" : ""}${old ? " old" : ""}`;
          cell.sign.textContent = sign;
          cell.text.textContent = text;
          cell.more.textContent = line;
          cell.other.replaceChildren(...(other ? [make("span", { "aria-hidden": "true" }, " ◆"), make("span", { class: "spoken" }, ` ${other}`)] : []));
          if (spoken) cell.button.setAttribute("aria-label", spoken);
          else cell.button.removeAttribute("aria-label");
          if (kind !== "closed") cell.button.setAttribute("aria-expanded", String(about.id === role && id === way));
          else cell.button.removeAttribute("aria-expanded");
        }
      }
      const line = lines[roles.findIndex(({ id }) => id === role)];
      if (!line) opened.remove();
      else if (line.row.nextSibling !== opened) line.row.after(opened);
    },
  };
}

/**
 * A table of questions and ways: a list of lines in each field, and sources under them.
 * @param {{
 *   labelled: string, corner: string, ways: Named[], source: (sources: string) => string,
 *   rows: { name: string, beside: string, sources: string, values: { lines: string[], sources: string }[] }[],
 * }} asked
 */
export function makeComparison({ labelled, corner, ways, source, rows }) {
  const under = (/** @type {string} */ sources) =>
    (sources ? [make("small", { class: "quiet-text" }, source(sources))] : []);
  const heads = ways.map(({ name }) => make("th", { scope: "col", class: "words" }, name));
  const lines = rows.map(({ name, beside, sources, values }) => {
    const fields = values.map(({ lines: texts, sources: known }) => make("td", { class: "words" },
      ...(texts.length > 1 ? [make("ul", {}, ...texts.map((text) => make("li", {}, text)))] : texts), ...under(known)));
    const head = make("th", { scope: "row" }, make("span", {}, name),
      ...(beside ? [make("small", { class: "quiet-text" }, beside)] : []), ...under(sources));
    return { fields, row: make("tr", {}, head, ...fields) };
  });
  const element = make("table", { "aria-labelledby": labelled },
    make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "words" }, corner), ...heads)),
    make("tbody", {}, ...lines.map(({ row }) => row)));
  return {
    element,
    /** @param {string} way */
    choose(way) {
      for (const [column, { id }] of ways.entries()) {
        for (const cell of [heads[column], ...lines.map(({ fields }) => fields[column])]) cell?.classList.toggle("chosen", id === way);
      }
    },
  };
}
