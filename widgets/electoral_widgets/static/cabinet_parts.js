import { make } from "./common.js";

/**
 * Pieces of the cabinet that know no words: tables, lists to choose from, shares to be moved.
 */

/**
 * A table in a box that scrolls. Columns of words begin on the left.
 * @param {string} label
 * @param {{ text: string, words?: boolean }[]} columns
 * @param {HTMLElement} body
 */
export function makeTable(label, columns, body) {
  return make("div", { class: "box", role: "region", tabindex: "0", "aria-label": label },
    make("table", { "aria-label": label }, make("thead", {}, make("tr", {}, ...columns.map(({ text, words }) =>
      make("th", { scope: "col", class: words ? "words" : "" }, text)))), body));
}

/**
 * A row of a table: its head and its cells.
 * @param {string} head
 * @param {{ text: string, words?: boolean }[]} cells
 */
export function makeRow(head, cells, kind = "") {
  return make("tr", kind ? { class: kind } : {}, make("th", { scope: "row" }, head),
    ...cells.map(({ text, words }) => make("td", words ? { class: "words" } : {}, text)));
}

/**
 * A choice from a list.
 * @param {string} label
 * @param {{ id: string, name: string }[]} options
 * @param {(value: string) => void} choose
 * @param {AbortSignal} signal
 */
export function makeSelect(label, options, choose, signal) {
  const select = make("select", {});
  const offer = (/** @type {{ id: string, name: string }[]} */ offered) =>
    select.replaceChildren(...offered.map(({ id, name }) => make("option", { value: id }, name)));
  offer(options);
  select.addEventListener("change", () => choose(select.value), { signal });
  return { select, offer, row: make("label", { class: "field" }, make("span", {}, label), select) };
}

/**
 * A number of a thousand to be moved.
 * @param {(value: number) => string} label
 * @param {(value: number) => void} choose
 * @param {AbortSignal} signal
 */
export function makeSlider(label, choose, signal, step = 5) {
  const text = make("span", {});
  const input = make("input", { type: "range", min: "0", max: "1000", step: `${step}` });
  const show = () => (text.textContent = label(input.valueAsNumber));
  input.addEventListener("input", show, { signal });
  input.addEventListener("change", () => choose(input.valueAsNumber), { signal });
  return {
    row: make("label", { class: "slider" }, text, input),
    /** @param {number} value */
    follow(value) {
      input.value = `${value}`;
      show();
    },
  };
}

/**
 * Several things, each on or off.
 * @param {string} label
 * @param {{ id: string, name: string }[]} options
 * @param {(chosen: string[]) => void} choose
 * @param {AbortSignal} signal
 */
export function makeSeveral(label, options, choose, signal) {
  const boxes = options.map(({ id, name }) => {
    const box = make("input", { type: "checkbox", value: id });
    box.addEventListener("change", () => choose(boxes.filter((one) => one.box.checked).map((one) => one.id)), { signal });
    return { id, box, row: make("label", {}, box, make("span", {}, name)) };
  });
  return {
    row: make("fieldset", { class: "several" }, make("legend", {}, label), ...boxes.map(({ row }) => row)),
    /**
     * @param {string[]} chosen
     * @param {(id: string) => boolean} fits
     */
    follow(chosen, fits = () => true) {
      for (const { id, box, row } of boxes) {
        box.checked = chosen.includes(id);
        row.hidden = !fits(id);
      }
    },
  };
}

/**
 * A list of what was seen, each with a sign that says how it was.
 * @param {HTMLElement} list
 * @param {{ text: string, sign: string }[]} lines
 * @param {Record<string, string>} signs name of each sign
 */
export function showLines(list, lines, signs) {
  const marks = { good: "✓", bad: "!", none: "·" };
  list.replaceChildren(...lines.map(({ text, sign }) => make("li", { class: `line is-${sign}` },
    make("span", { class: "mark", "aria-hidden": "true" }, marks[/** @type {"good"} */ (sign)] ?? "·"),
    make("span", {}, text, make("span", { class: "spoken" }, ` (${signs[sign] ?? ""})`)))));
}
