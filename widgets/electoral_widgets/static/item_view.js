/**
 * The view of an item: one question or task. Python holds the words, the checks and the file;
 * this file draws the fields of each kind, sends every answer at once, and keeps what is typed
 * in the browser until Python says that it is saved.
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
 * @typedef {{ group: string, decimal: string, minus: string }} Signs
 * @typedef {{ turn: number, status: string, heading: string, text: Block[] }} Feedback
 * @typedef {{
 *   item: Item, language: string, labels: Labels, signs: Signs, value: unknown, saved_at: number,
 *   turn: number, receipt: { turn: number, reason: string }, hints: Block[][],
 *   hint_wanted: number, hint_problem: string, can_check: boolean, check_turn: number,
 *   feedback: Feedback, notice: string,
 * }} Model
 * @typedef {{
 *   item: Item, labels: Labels, signs: Signs, uid: string,
 *   typed: () => void, done: () => void, say: (text: string) => void,
 * }} Context
 * @typedef {{ node: HTMLElement, read: () => unknown, write: (value: any) => void }} Field
 */

const TYPING_PAUSE = 300;
const PATIENCE = 5000;
const RETRY = 15000;
const STATUS_SIGNS = { right: "✓", partly: "◐", wrong: "✗", none: "–", "by-hand": "✎" };

let views = 0;

/**
 * Put values into the `{places}` of a text.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

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
 * Write a whole number with the signs of the reader's language.
 * @param {number} number
 * @param {Signs} signs
 */
export function writeCount(number, signs) {
  const digits = String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, signs.group);
  return number < 0 ? signs.minus + digits : digits;
}

/**
 * Count the words of a text.
 * @param {string} text
 */
export function countWords(text) {
  return text.split(/\s+/).filter(Boolean).length;
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
 * Whether a draft kept in the browser is to be used instead of the saved answer: it was typed
 * on top of that answer, or later than it.
 * @param {{ at: number, base: number, value: unknown } | null} draft
 * @param {number} savedAt
 * @param {unknown} saved
 */
export function isFresh(draft, savedAt, saved) {
  if (draft === null || JSON.stringify(draft.value) === JSON.stringify(saved)) return false;
  return draft.base >= savedAt || draft.at > savedAt;
}

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @param {string} text
 * @param {() => void} act
 * @param {Record<string, string>} attributes
 */
function button(text, act, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, [text]);
  element.addEventListener("click", act);
  return element;
}

/**
 * Turn styled pieces into nodes; whatever they say is only text.
 * @param {Block} block
 * @returns {Node[]}
 */
function pieces(block) {
  return block.map(([style, text]) =>
    style === "code" || style === "strong" ? make(style, {}, [text]) : new Text(text),
  );
}

/** @param {Block[]} blocks */
function paragraphs(blocks) {
  return blocks.map((block) => make("p", {}, pieces(block)));
}

/**
 * Radio buttons or check boxes.
 * @param {Context} context
 * @returns {Field}
 */
function options({ item, uid, done }) {
  const several = item.kind === "choices";
  const inputs = (item.options ?? []).map(({ key }) => {
    const input = make("input", { type: several ? "checkbox" : "radio", name: uid, value: key });
    input.addEventListener("change", done);
    return input;
  });
  const choices = (item.options ?? []).map(({ text }, number) =>
    make("label", { class: "option" }, [/** @type {Node} */ (inputs[number]), make("span", {}, pieces(text))]),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    node: make("div", { class: choices.length > 12 ? "options many" : "options" }, choices),
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
function line({ item, labels, uid, typed, done }) {
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
  const label = make("label", { for: uid }, [labels.answer]);
  if (item.unit) label.append(make("span", { class: "hidden" }, [` (${item.unit})`]));
  const unit = make("span", { class: "unit", "aria-hidden": "true" }, [item.unit ?? ""]);
  return {
    node: make("div", { class: isNumber ? "line number" : "line" }, [label, input, unit, problem]),
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
function essay({ item, labels, uid, typed, done }) {
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
    node: make("div", { class: "essay" }, [make("label", { for: uid }, [labels.answer]), area, count]),
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
function order({ item, labels, say, done }) {
  const list = make("ol", { class: "order" });
  const texts = new Map((item.entries ?? []).map(({ key, text }) => [key, text]));
  const keep = button(labels.keep_order, () => accept(), { class: "keep" });
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
        const [up, down] = [
          button("↑", () => move(key, -1), { class: "up", "aria-label": fill(labels.up, { entry }) }),
          button("↓", () => move(key, 1), { class: "down", "aria-label": fill(labels.down, { entry }) }),
        ];
        // Stays in the Tab order at the ends, so that nobody's focus falls out of the list.
        up.setAttribute("aria-disabled", String(place === 0));
        down.setAttribute("aria-disabled", String(place === keys.length - 1));
        return make("li", {}, [make("span", { class: "entry" }, [entry]), up, down]);
      }),
    );
  }

  draw();
  return {
    node: make("div", {}, [list, keep]),
    read: () => (answered ? keys : null),
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
function match({ item, labels, uid, done }) {
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
    const node = make("div", { class: "pair" }, [make("label", { for: select.id }, [text]), select, chosen]);
    return { key, select, show, node };
  });
  return {
    node: make("div", { class: "match" }, rows.map((row) => row.node)),
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

/**
 * A table with cells to fill in or to correct, and what its control relations say meanwhile.
 * @param {Context} context
 * @returns {Field}
 */
function table({ item, labels, signs, uid, typed, done }) {
  const rows = item.rows ?? [];
  const columns = item.columns ?? [];
  const open = new Set((item.editable ?? []).map(([row, column]) => JSON.stringify([row, column])));
  /** @type {{ row: string, column: string, input: HTMLInputElement }[]} */
  const cells = [];

  /** @param {Entry} row @param {Entry} column */
  function cell(row, column) {
    const given = item.given?.[row.key]?.[column.key] ?? null;
    const words = typeof given === "number" ? writeCount(given, signs) : (given ?? "");
    if (!open.has(JSON.stringify([row.key, column.key]))) return make("td", {}, [words]);
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
    return make("td", { class: "open" }, [input]);
  }

  const head = make("tr", {}, [
    make("td"),
    ...columns.map((column) => make("th", { scope: "col" }, [column.text])),
  ]);
  const body = rows.map((row) =>
    make("tr", {}, [make("th", { scope: "row" }, [row.text]), ...columns.map((column) => cell(row, column))]),
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

  const node = make("div", {}, [
    make("div", { class: "scroll" }, [make("table", {}, [make("thead", {}, [head]), make("tbody", {}, body)])]),
  ]);
  if (states.length > 0) {
    const entries = states.map(({ relation, state }) =>
      make("li", {}, [make("strong", {}, [relation.id]), ` ${relation.text}`, make("br"), state]),
    );
    node.append(make("p", { class: "subtitle" }, [labels.relations]), make("ul", { class: "relations" }, entries));
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

/** @type {Record<string, (context: Context) => Field>} */
const FIELDS = { choice: options, choices: options, number: line, text: line, essay, order, match, table };

/** @param {string} name */
function readDraft(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? "null");
    return draft && typeof draft.at === "number" ? draft : null;
  } catch {
    return null;
  }
}

/** @param {string} name @param {object | null} draft */
function keepDraft(name, draft) {
  try {
    if (draft === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing for this page: the answer still goes to Python.
  }
}

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const item = model.get("item");
  const labels = model.get("labels");
  const uid = `electoral-item-${(views += 1)}`;
  const left = new AbortController();
  const status = make("p", { class: "status", role: "status" });
  const spoken = make("p", { class: "hidden", "aria-live": "polite" });
  const outcome = make("div", { class: "outcome", "aria-live": "polite" });
  const hints = make("div", { class: "hints" });
  /** @type {Record<"pause" | "slow" | "lost" | "retry", number>} */
  const timers = { pause: 0, slow: 0, lost: 0, retry: 0 };
  let sent = 0;
  let unsent = false;

  const field = FIELDS[item.kind]?.({
    item, labels, uid,
    signs: model.get("signs"),
    typed: () => changed(TYPING_PAUSE),
    done: () => changed(0),
    say: (text) => (spoken.textContent = text),
  });

  /** @param {string} state @param {string} text */
  function tell(state, text) {
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  function stopTimers() {
    for (const timer of Object.values(timers)) clearTimeout(timer);
  }

  /** @param {number} pause */
  function changed(pause) {
    unsent = true;
    outcome.replaceChildren();
    const base = model.get("saved_at");
    keepDraft(item.draft, { value: field?.read() ?? null, at: Date.now(), base });
    clearTimeout(timers.pause);
    timers.pause = window.setTimeout(send, pause);
  }

  function send() {
    stopTimers();
    unsent = false;
    sent = model.get("turn") + 1;
    model.set("value", field?.read() ?? null);
    model.set("turn", sent);
    timers.slow = window.setTimeout(() => tell("saving", labels.saving), 400);
    timers.lost = window.setTimeout(lose, PATIENCE);
    save();
  }

  function save() {
    try {
      model.save_changes();
    } catch {
      lose();
    }
  }

  function lose() {
    stopTimers();
    tell("lost", labels.lost);
    timers.retry = window.setTimeout(send, RETRY);
  }

  function received() {
    const { turn, reason } = model.get("receipt");
    if (sent === 0 || turn < sent) return;
    stopTimers();
    if (reason) return tell("failed", fill(labels.not_saved, { reason }));
    keepDraft(item.draft, null);
    tell("saved", labels.saved);
  }

  /** Another window on the same answer changed it. */
  function follow() {
    if (!el.contains(document.activeElement)) field?.write(model.get("value"));
  }

  function wantHint() {
    model.set("hint_problem", "");
    model.set("hint_wanted", model.get("hints").length + 1);
    save();
  }

  /** @param {boolean} focus */
  function drawHints(focus) {
    const open = model.get("hints");
    const boxes = open.map((blocks, number) =>
      make("div", { class: "hint", tabindex: "-1" }, [
        make("strong", {}, [fill(labels.hint_title, { number: number + 1 })]),
        ...paragraphs(blocks),
      ]),
    );
    hints.replaceChildren(...boxes);
    const cost = item.hints[open.length];
    if (cost !== undefined) {
      const text = cost ? labels.hint_cost : labels.hint;
      hints.append(button(fill(text, { number: open.length + 1, cost }), wantHint, { class: "ask" }));
    }
    if (focus) boxes.at(-1)?.focus();
  }

  function refused() {
    const reason = model.get("hint_problem");
    if (reason) tell("failed", reason);
  }

  function askCheck() {
    stopTimers();
    if (item.kind === "order" && field?.read() === null) {
      field.node.querySelector(/** @type {"button"} */ (".keep"))?.click();
    }
    send();
    outcome.replaceChildren(make("p", {}, [labels.checking]));
    model.set("check_turn", model.get("check_turn") + 1);
    save();
  }

  function drawOutcome() {
    const { status: state, heading, text, turn } = model.get("feedback");
    if (!state || turn !== model.get("check_turn")) return;
    const sign = STATUS_SIGNS[/** @type {keyof typeof STATUS_SIGNS} */ (state)] ?? "";
    const title = make("p", { class: "heading" }, [make("span", { "aria-hidden": "true" }, [`${sign} `]), heading]);
    outcome.replaceChildren(make("div", { class: "feedback", "data-status": state }, [title, ...paragraphs(text)]));
  }

  const legend = make("legend", {}, item.prompt.map((block) => make("span", { class: "prompt" }, pieces(block))));
  const body = make("fieldset", {}, [legend]);
  const root = make("div", { class: "electoral-item-view", lang: model.get("language"), "data-kind": item.kind }, [body]);
  const notice = model.get("notice");
  if (notice) root.prepend(make("p", { class: "notice", role: "note" }, [notice]));
  if (item.points) root.prepend(make("p", { class: "points" }, [item.points]));
  if (field) body.append(field.node);
  if (item.note.length > 0) root.append(make("p", { class: "note" }, pieces(item.note)));
  root.append(hints);
  if (model.get("can_check")) root.append(button(labels.check, askCheck, { class: "check" }));
  root.append(status, spoken, outcome);
  el.replaceChildren(root);

  /** @type {[string, () => void][]} */
  const events = [
    ["change:receipt", received],
    ["change:value", follow],
    ["change:hints", () => drawHints(true)],
    ["change:hint_problem", refused],
    ["change:feedback", drawOutcome],
  ];
  for (const [name, act] of events) model.on(/** @type {any} */ (name), act);
  addEventListener("online", () => status.dataset.state === "lost" && send(), { signal: left.signal });

  drawHints(false);
  const draft = readDraft(item.draft);
  const saved = model.get("value");
  field?.write(saved);
  if (field && draft && isFresh(draft, model.get("saved_at"), saved)) {
    field.write(draft.value);
    send();
    tell("restored", labels.restored);
  } else if (draft) {
    keepDraft(item.draft, null);
  }

  return () => {
    if (unsent) send();
    stopTimers();
    left.abort();
    for (const [name, act] of events) model.off(/** @type {any} */ (name), act);
  };
}

export default { render };
