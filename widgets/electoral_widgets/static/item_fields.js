import { fill, make, makeButton } from "./common.js";

/**
 * The fields of an item: options, a line, an essay, an order, pairs. Each is drawn, read and written.
 *
 * @typedef {[style: string, text: string][]} Block
 * @typedef {{ key: string, text: string }} Entry
 * @typedef {{ id: string, text: string, left: string[], sense: "=" | ">=", right: string[] }} Relation
 * @typedef {{
 *   id: string, kind: string, draft: string, prompt: Block[], points: string, graded: boolean,
 *   hints: string[], note: Block,
 *   options?: { key: string, text: Block }[],
 *   unit?: string,
 *   entries?: Entry[],
 *   left?: Entry[], right?: Entry[],
 *   rows?: Entry[], columns?: Entry[], editable?: [row: string, column: string][],
 *   given?: Record<string, Record<string, number | string | null>>, relations?: Relation[],
 *   words?: number[],
 * }} Item
 * @typedef {Record<"answer" | "check" | "checking" | "choose" | "differs" | "down" | "hint"
 *   | "hint_cost" | "hint_title" | "holds" | "keep_order" | "lost" | "not_a_number" | "not_saved"
 *   | "order_now" | "relations" | "restored" | "saved" | "saving" | "too_small" | "up" | "waits"
 *   | "words" | "words_asked", string>} Labels
 * @typedef {import("./common.js").Signs} Signs
 * @typedef {{
 *   item: Item, labels: Labels, signs: Signs, uid: string, signal: AbortSignal,
 *   typed: () => void, done: () => void, say: (text: string) => void,
 * }} Context
 * @typedef {{ node: HTMLElement, read: () => unknown, write: (value: any) => void }} Field
 */

/**
 * Count the words of a text.
 * @param {string} text
 */
export function countWords(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

/**
 * Turn styled pieces into nodes; whatever they say is only text.
 * @param {Block} block
 * @returns {Node[]}
 */
export function pieces(block) {
  return block.map(([style, text]) =>
    style === "code" || style === "strong" ? make(style, {}, text) : new Text(text),
  );
}

/**
 * Radio buttons or check boxes.
 * @param {Context} context
 * @returns {Field}
 */
export function options({ item, uid, done }) {
  const several = item.kind === "choices";
  const inputs = (item.options ?? []).map(({ key }) => {
    const input = make("input", { type: several ? "checkbox" : "radio", name: uid, value: key });
    input.addEventListener("change", done);
    return input;
  });
  const choices = (item.options ?? []).map(({ text }, number) =>
    make("label", { class: "option" }, /** @type {Node} */ (inputs[number]), make("span", {}, ...pieces(text))),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    node: make("div", { class: choices.length > 12 ? "options many" : "options" }, ...choices),
    read: () => (several ? chosen() : (chosen()[0] ?? null)),
    write: (value) => {
      const keys = several && Array.isArray(value) ? value : [value];
      for (const input of inputs) input.checked = keys.includes(input.value);
    },
  };
}

/**
 * A number or a short text, in one line.
 * @param {Context} context
 * @returns {Field}
 */
export function line({ item, labels, uid, typed, done }) {
  const isNumber = item.kind === "number";
  const input = make("input", { type: "text", id: uid, autocomplete: "off", spellcheck: "false" });
  const problem = make("span", { class: "problem", id: `${uid}-problem` });
  input.setAttribute("aria-describedby", problem.id);
  if (isNumber) input.inputMode = "decimal";
  const judge = () => {
    const bad = isNumber && input.value.trim() !== "" && !/^[+−–—-]?\s?\d/.test(input.value.trim());
    problem.textContent = bad ? labels.not_a_number : "";
    input.toggleAttribute("aria-invalid", bad);
    if (bad) input.setAttribute("aria-invalid", "true");
  };
  input.addEventListener("input", typed);
  input.addEventListener("change", () => (judge(), done()));
  const label = make("label", { for: uid }, labels.answer);
  if (item.unit) label.append(make("span", { class: "spoken" }, ` (${item.unit})`));
  const unit = make("span", { class: "unit", "aria-hidden": "true" }, item.unit ?? "");
  return {
    node: make("div", { class: isNumber ? "line number" : "line" }, label, input, unit, problem),
    read: () => (isNumber ? { number: input.value } : input.value),
    write: (value) => {
      input.value = String((isNumber ? value?.number : value) ?? "");
    },
  };
}

/**
 * A long text with its word count.
 * @param {Context} context
 * @returns {Field}
 */
export function essay({ item, labels, uid, typed, done }) {
  const area = make("textarea", { id: uid, rows: "9", "aria-describedby": `${uid}-count` });
  const count = make("p", { class: "count", id: `${uid}-count` });
  const [least = 0, most = 0] = item.words ?? [];
  const recount = () => {
    const text = most ? labels.words_asked : labels.words;
    count.textContent = fill(text, { count: countWords(area.value), least, most });
  };
  area.addEventListener("input", () => (recount(), typed()));
  area.addEventListener("change", done);
  recount();
  return {
    node: make("div", { class: "essay" }, make("label", { for: uid }, labels.answer), area, count),
    read: () => area.value,
    write: (value) => {
      area.value = String(value ?? "");
      recount();
    },
  };
}

/**
 * Entries to put in order, each with a button up and a button down.
 * @param {Context} context
 * @returns {Field}
 */
export function order({ item, labels, signal, say, done }) {
  const list = make("ol", { class: "order" });
  const texts = new Map((item.entries ?? []).map(({ key, text }) => [key, text]));
  const keep = makeButton(labels.keep_order, () => accept(), signal, "keep");
  let keys = [...texts.keys()];
  let answered = false;

  function accept() {
    const hadFocus = keep.contains(document.activeElement);
    answered = true;
    keep.hidden = true;
    if (hadFocus) list.querySelector("button")?.focus();
    done();
  }

  /** @param {string} key @param {number} step */
  function move(key, step) {
    const from = keys.indexOf(key);
    const to = from + step;
    if (to < 0 || to >= keys.length) return;
    keys.splice(from, 1);
    keys.splice(to, 0, key);
    draw();
    /** @type {HTMLElement | null | undefined} */ (
      list.children[to]?.querySelector(step < 0 ? ".up" : ".down")
    )?.focus();
    say(fill(labels.order_now, { entry: texts.get(key) ?? key, place: to + 1, count: keys.length }));
    accept();
  }

  function draw() {
    list.replaceChildren(
      ...keys.map((key, place) => {
        const entry = texts.get(key) ?? key;
        const up = makeButton("↑", () => move(key, -1), signal, "up");
        const down = makeButton("↓", () => move(key, 1), signal, "down");
        up.setAttribute("aria-label", fill(labels.up, { entry }));
        down.setAttribute("aria-label", fill(labels.down, { entry }));
        // Stays in the Tab order at the ends, so that nobody's focus falls out of the list.
        up.setAttribute("aria-disabled", String(place === 0));
        down.setAttribute("aria-disabled", String(place === keys.length - 1));
        return make("li", {}, make("span", { class: "entry" }, entry), up, down);
      }),
    );
  }

  draw();
  return {
    node: make("div", {}, list, keep),
    read: () => (answered ? [...keys] : null), // a copy: the model sends what differs from what it holds
    write: (value) => {
      const known = Array.isArray(value) && value.length === texts.size && value.every((key) => texts.has(key));
      answered = known;
      if (known) keys = [...value];
      keep.hidden = known;
      draw();
    },
  };
}

/**
 * Entries on the left, each with a choice of those on the right.
 * @param {Context} context
 * @returns {Field}
 */
export function match({ item, labels, uid, done }) {
  const right = item.right ?? [];
  const rows = (item.left ?? []).map(({ key, text }, number) => {
    const select = make("select", { id: `${uid}-${number}` });
    select.append(new Option(labels.choose, ""), ...right.map((entry) => new Option(entry.text, entry.key)));
    // A long text does not fit into the closed list on a phone; it is read out from the list.
    const chosen = make("p", { class: "chosen", "aria-hidden": "true" });
    const show = () => {
      const words = right.find((entry) => entry.key === select.value)?.text ?? "";
      chosen.textContent = words.length > 30 ? words : "";
    };
    select.addEventListener("change", () => (show(), done()));
    const node = make("div", { class: "pair" }, make("label", { for: select.id }, text), select, chosen);
    return { key, select, show, node };
  });
  return {
    node: make("div", { class: "match" }, ...rows.map((row) => row.node)),
    read: () => Object.fromEntries(rows.filter((row) => row.select.value).map((row) => [row.key, row.select.value])),
    write: (value) => {
      for (const { key, select, show } of rows) {
        select.value = value?.[key] ?? "";
        if (select.selectedIndex < 0) select.value = "";
        show();
      }
    },
  };
}
