import { fill, make, makeButton, writeCount, writeDifference } from "./common.js";

/**
 * A protocol form that checks itself as one types. Python holds the words, the relations as
 * data and the truth; this file reads the fields, adds up and shows.
 *
 * @typedef {{ id: string, left: string[], sense: "=" | ">=", right: string[], rule: string }} Relation
 * @typedef {{ name: string, label: string }} Line
 * @typedef {{ code: string, name: string, lines: Record<string, number> }} Protocol
 * @typedef {{
 *   id: string,
 *   groups: { name: string, lines: Line[] }[],
 *   relations: Relation[],
 *   protocols: { name: string, protocols: Protocol[] }[],
 * }} Form
 * @typedef {import("./common.js").Signs} Signs
 * @typedef {Record<"title" | "load" | "load_none" | "reset" | "clear" | "relations" | "holds" | "differs"
 *   | "too_small" | "waits" | "total" | "sum_of" | "breaks" | "summary_all" | "summary"
 *   | "summary_broken" | "summary_waiting" | "was_loaded" | "was_reset" | "was_cleared"
 *   | "negative" | "decimal" | "text" | "long", string>} Labels
 * @typedef {{
 *   language: string,
 *   labels: Labels,
 *   signs: Signs,
 *   form: Form,
 *   lines: Record<string, number>,
 *   start: Record<string, number>,
 * }} Model
 * @typedef {"empty" | "negative" | "decimal" | "text" | "long"} Problem
 */

const SYMBOLS = { holds: "✓", broken: "✗", waits: "○" };

/**
 * Read what somebody typed into a field: a count, or why it cannot be one.
 * @param {string} typed
 * @param {Signs} signs
 * @returns {{ value: number } | { problem: Problem }}
 */
export function readCount(typed, signs) {
  const text = typed.replace(/\s/g, "");
  if (text === "") return { problem: "empty" };
  const grouped = text.split(signs.group);
  const groups = signs.group.trim() !== "" && grouped.length > 1 && /^\d{1,3}$/.test(grouped[0] ?? "")
    && grouped.slice(1).every((part) => /^\d{3}$/.test(part));
  const plain = groups ? grouped.join("") : text;
  if (/^[-−–]\d+([.,]\d*)?$/.test(plain)) return { problem: "negative" };
  if (/^\d*[.,]\d*$/.test(plain) && /\d/.test(plain)) return { problem: "decimal" };
  if (!/^\d+$/.test(plain)) return { problem: "text" };
  const digits = plain.replace(/^0+(?=\d)/, "");
  return digits.length > 9 ? { problem: "long" } : { value: Number(digits) };
}

/**
 * Add up both sides of a relation; `missing` names the lines that are not filled in.
 * @param {Pick<Relation, "left" | "sense" | "right">} relation
 * @param {Record<string, number>} lines
 */
export function evaluate(relation, lines) {
  /** @type {string[]} */
  const missing = [];
  /** @param {string[]} terms */
  const add = (terms) => terms.reduce((sum, term) => {
    const line = term.replace(/^-/, "");
    const value = lines[line];
    if (value === undefined) missing.push(line);
    return sum + (term === line ? 1 : -1) * (value ?? 0);
  }, 0);
  const left = add(relation.left);
  const right = add(relation.right);
  const difference = left - right;
  const holds = relation.sense === "=" ? difference === 0 : difference >= 0;
  return { left, right, difference, holds, missing };
}

let forms = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const id = `electoral-protocol-form-${(forms += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const root = make("div", {
    class: "electoral-view electoral-protocol-form",
    lang: model.get("language"),
    role: "group",
    "aria-labelledby": `${id}-title`,
  });
  /** @type {Map<string, { input: HTMLInputElement, note: HTMLElement, label: string }>} */
  let fields = new Map();
  /** @type {Map<string, HTMLElement>} */
  let cards = new Map();
  let summary = make("p", {});
  const spoken = make("p", { class: "spoken", role: "status" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let speaking;

  /**
   * Tell a screen reader, once the typing rests.
   * @param {string} text
   */
  function speak(text) {
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      spoken.textContent = text;
    }, 600);
  }

  /**
   * Put numbers into the fields; every other field becomes empty.
   * @param {Record<string, number>} lines
   */
  function show(lines) {
    for (const [line, { input }] of fields) {
      const value = lines[line];
      input.value = value === undefined ? "" : writeCount(value, signs);
    }
    check();
  }

  /**
   * @param {Record<string, number>} lines
   * @param {string} said
   */
  function replace(lines, said) {
    model.set("lines", { ...lines });
    model.save_changes();
    show(lines);
    speak(`${said} ${summary.textContent}`);
  }

  /** Read all fields, with a sentence at each that holds what no protocol can hold. */
  function read() {
    /** @type {Record<string, number>} */
    const lines = {};
    for (const [line, { input, note }] of fields) {
      const answer = readCount(input.value, signs);
      const problem = "problem" in answer && answer.problem !== "empty" ? answer.problem : null;
      if ("value" in answer) lines[line] = answer.value;
      if (problem) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      const texts = { negative: labels.negative, decimal: labels.decimal, text: labels.text, long: labels.long };
      const sentence = problem ? fill(texts[problem], { text: input.value.trim() }) : "";
      if (note.textContent !== sentence) note.textContent = sentence;
    }
    return lines;
  }

  /** @param {string} line */
  const labelOf = (line) => fields.get(line)?.label ?? line;

  /**
   * One side of a relation, as numbers with their names.
   * @param {string[]} terms
   * @param {Record<string, number>} lines
   * @param {number} total
   * @param {string} sign
   */
  function side(terms, lines, total, sign = "") {
    const element = make("p", { class: sign ? "side with-sign" : "side" });
    if (sign) element.append(make("span", { class: "sign" }, sign), " ");
    const complete = terms.every((term) => lines[term.replace(/^-/, "")] !== undefined);
    if (terms.length > 6) {
      const first = labelOf(terms[0] ?? "");
      const last = labelOf(terms[terms.length - 1] ?? "");
      element.append(make("span", { class: "term" },
        fill(labels.sum_of, { count: terms.length, first, last }), " ",
        make("b", {}, complete ? writeCount(total, signs) : "?")));
      return element;
    }
    terms.forEach((term, place) => {
      const line = term.replace(/^-/, "");
      const value = lines[line];
      if (term !== line) element.append(" − ");
      else if (place > 0) element.append(" + ");
      element.append(make("span", { class: "term" }, labelOf(line), " ",
        make("b", {}, value === undefined ? "?" : writeCount(value, signs))));
    });
    if (terms.length > 1 && complete) {
      element.append(" ", make("span", { class: "term total" }, make("span", { "aria-hidden": "true" }, "→ "),
        fill(labels.total, { value: writeCount(total, signs) })));
    }
    return element;
  }

  /**
   * @param {Relation} relation
   * @param {Record<string, number>} lines
   */
  function draw(relation, lines) {
    const { left, right, difference, holds, missing } = evaluate(relation, lines);
    const state = missing.length > 0 ? "waits" : holds ? "holds" : "broken";
    const size = writeCount(Math.abs(difference), signs);
    const verdict = {
      waits: fill(labels.waits, { lines: missing.slice(0, 3).map(labelOf).join(", ") + (missing.length > 3 ? ", …" : "") }),
      holds: labels.holds,
      broken: relation.sense === "="
        ? fill(labels.differs, { difference: writeDifference(difference, signs) })
        : fill(labels.too_small, { difference: size }),
    }[state];
    const sign = { "=": state === "broken" ? "≠" : "=", ">=": state === "broken" ? "<" : "≥" }[relation.sense];
    const card = cards.get(relation.id);
    card?.setAttribute("data-state", state);
    card?.replaceChildren(
      make("p", { class: "verdict" },
        make("span", { class: "symbol", "aria-hidden": "true" }, SYMBOLS[state]),
        make("b", { class: "name" }, relation.id), " ",
        make("span", { class: "words" }, verdict)),
      side(relation.left, lines, left),
      side(relation.right, lines, right, sign),
      make("p", { class: "rule" }, relation.rule),
    );
    return { relation, state, difference };
  }

  /** Check every relation and say what came out. */
  function check() {
    const lines = read();
    const results = model.get("form").relations.map((relation) => draw(relation, lines));
    const broken = results.filter(({ state }) => state === "broken");
    const waiting = results.filter(({ state }) => state === "waits");
    const count = results.length;
    const sentences = [];
    if (broken.length + waiting.length === 0) sentences.push(fill(labels.summary_all, { count }));
    else sentences.push(fill(labels.summary, { holding: count - broken.length - waiting.length, count }));
    if (broken.length > 0) {
      const relations = broken.map(({ relation, difference }) => `${relation.id} (${writeDifference(difference, signs)})`);
      sentences.push(fill(labels.summary_broken, { relations: relations.join(", ") }));
    }
    if (waiting.length > 0) {
      sentences.push(fill(labels.summary_waiting, { relations: waiting.map(({ relation }) => relation.id).join(", ") }));
    }
    const text = sentences.join(" ");
    if (summary.textContent !== text) {
      summary.textContent = text;
      summary.dataset.state = broken.length > 0 ? "broken" : waiting.length > 0 ? "waits" : "holds";
      speak(text);
    }
    for (const [line, { input }] of fields) mark(line, input, broken.map(({ relation }) => relation));
    return lines;
  }

  /**
   * Name, at a line, the broken relations it stands in.
   * @param {string} line
   * @param {HTMLInputElement} input
   * @param {Relation[]} broken
   */
  function mark(line, input, broken) {
    const here = broken.filter(({ left, right }) => [...left, ...right].some((term) => term.replace(/^-/, "") === line));
    const flags = root.querySelector(`#${CSS.escape(input.id)}-flags`);
    flags?.replaceChildren(...here.map(({ id: relation }) => make("span", { class: "flag" },
      make("span", { "aria-hidden": "true" }, `${SYMBOLS.broken} ${relation}`),
      make("span", { class: "spoken" }, fill(labels.breaks, { relation })))));
  }

  /** @param {Line} line */
  function field({ name, label }) {
    const key = `${id}-${name}`;
    const input = make("input", {
      id: key,
      name,
      type: "text",
      inputmode: "numeric",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `${key}-note ${key}-flags`,
    });
    const note = make("p", { class: "note", id: `${key}-note` });
    input.addEventListener("input", () => {
      model.set("lines", check());
      model.save_changes();
    }, { signal: stop.signal });
    input.addEventListener("change", () => {
      const answer = readCount(input.value, signs);
      if ("value" in answer) input.value = writeCount(answer.value, signs);
      if (note.textContent) speak(`${label}: ${note.textContent}`);
    }, { signal: stop.signal });
    fields.set(name, { input, note, label });
    return make("div", { class: "line" },
      make("label", { for: key }, label),
      make("span", { class: "flags", id: `${key}-flags` }),
      input,
      note);
  }

  function chooser() {
    const select = make("select", { id: `${id}-load` }, make("option", { value: "" }, labels.load_none));
    /** @type {Map<string, Protocol>} */
    const known = new Map();
    for (const group of model.get("form").protocols) {
      select.append(make("optgroup", { label: group.name }, ...group.protocols.map((protocol) => {
        known.set(protocol.code, protocol);
        return make("option", { value: protocol.code }, protocol.name);
      })));
    }
    const start = JSON.stringify(model.get("start"));
    for (const [code, { lines }] of known) if (JSON.stringify(lines) === start) select.value = code;
    select.addEventListener("change", () => {
      const protocol = known.get(select.value);
      if (!protocol) return;
      model.set("start", { ...protocol.lines });
      replace(protocol.lines, fill(labels.was_loaded, { protocol: protocol.name }));
    }, { signal: stop.signal });
    return make("div", { class: "chooser" }, make("label", { for: `${id}-load` }, labels.load), select);
  }

  /** Draw the whole form: at the start, and when Python changes to another form. */
  function build() {
    const { groups, relations } = model.get("form");
    fields = new Map();
    cards = new Map(relations.map((relation) => [relation.id, make("li", { class: "relation" })]));
    summary = make("p", { class: "summary" });
    root.replaceChildren(
      make("p", { class: "title", id: `${id}-title` }, labels.title),
      make("div", { class: "tools" }, chooser(),
        makeButton(labels.reset, () => replace(model.get("start"), labels.was_reset), stop.signal),
        makeButton(labels.clear, () => replace({}, labels.was_cleared), stop.signal)),
      summary,
      make("div", { class: "columns" },
        make("div", { class: "lines" }, ...groups.map(({ name, lines }) =>
          make("fieldset", {}, make("legend", {}, name), ...lines.map(field)))),
        make("div", { class: "relations", role: "group", "aria-labelledby": `${id}-relations` },
          make("p", { class: "heading", id: `${id}-relations` }, labels.relations),
          make("ul", {}, ...cards.values()))),
      spoken);
    show(model.get("lines"));
  }

  /** Python set the lines: show them, unless they are what the fields say already. */
  function follow() {
    const lines = model.get("lines");
    const shown = read();
    const same = Object.keys({ ...lines, ...shown }).every((line) => lines[line] === shown[line]);
    if (!same) show(lines);
  }

  model.on("change:form", build);
  model.on("change:lines", follow);
  el.replaceChildren(root);
  build();
  return () => {
    stop.abort();
    clearTimeout(speaking);
    model.off("change:form", build);
    model.off("change:lines", follow);
  };
}

export default { render };
