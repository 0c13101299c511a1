import { make, makeButton } from "./common.js";

/**
 * Parts of the view of a public board: the wheel of a toy group with ways along it, calculations.
 *
 * @typedef {[number, number, number, number]} Multiplication one, other, what they make, remainder
 * @typedef {"first" | "mask" | "vote"} Kind
 * @typedef {{ kind: Kind, from: number, steps: number, to: string }} Arc
 */

const MIDDLE = 160;
const NUMBERS = 132;
const RADII = { first: 76, mask: 98, vote: 98 };

/**
 * The numbers of the wheel: each is the one before times the base, less what divides.
 * @param {number} base
 * @param {number} p
 */
export function numbersOf(base, p) {
  const numbers = [1];
  for (let next = base; next !== 1; next = (next * base) % p) numbers.push(next);
  return numbers;
}

/**
 * Where a step of the wheel is.
 * @param {number} step
 * @param {number} around how many steps go once around
 * @param {number} radius
 */
export function pointAt(step, around, radius) {
  const angle = (2 * Math.PI * step) / around;
  return { x: MIDDLE + radius * Math.sin(angle), y: MIDDLE - radius * Math.cos(angle) };
}

/**
 * The way along the wheel as two paths, the second an arrow's head; empty for no step.
 * @param {Arc} arc
 * @param {number} around
 */
export function pathOf({ kind, from, steps }, around) {
  if (steps === 0) return { way: "", head: "" };
  const radius = RADII[kind];
  const place = (/** @type {number} */ step, /** @type {number} */ off = 0) => {
    const { x, y } = pointAt(step, around, radius + off);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const end = from + steps;
  const large = steps * 2 > around ? 1 : 0;
  return {
    way: `M${place(from)}A${radius} ${radius} 0 ${large} 1 ${place(end)}`,
    head: `M${place(end - 0.22, 8)}L${place(end)}L${place(end - 0.22, -8)}`,
  };
}

/**
 * Shorten a number of hundreds of digits; a short one stays.
 * @param {string} digits
 */
export function shorten(digits) {
  return digits.length < 14 ? digits : `${digits.slice(0, 5)}…${digits.slice(-4)}`;
}

/**
 * Make a shape of a picture; the name of its kind comes from the browser.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function shape(tag, attributes, text = "") {
  const example = new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg");
  const element = document.createElementNS(example?.namespaceURI ?? null, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
}

/**
 * Make the wheel with its legend, and its table.
 * @param {Record<"about" | "table" | "steps" | "number", string>} words
 * @param {number[]} numbers
 * @param {{ arc: Arc, text: string }[]} ways
 */
export function makeWheel(words, numbers, ways) {
  const around = numbers.length;
  const picture = shape("svg", {
    viewBox: "0 0 320 320", role: "img", "aria-label": [words.about, ...ways.map(({ text }) => text)].join(" "),
  });
  for (const { arc } of ways) {
    const { way, head } = pathOf(arc, around);
    picture.append(shape("path", { class: arc.kind, d: way }), shape("path", { class: `${arc.kind} head`, d: head }));
  }
  for (const [step, number] of numbers.entries()) {
    const { x, y } = pointAt(step, around, NUMBERS);
    const here = ways.filter(({ arc }) => (arc.from + arc.steps) % around === step);
    picture.append(shape("circle", { class: ["number", ...here.map(({ arc }) => arc.kind)].join(" "), cx: x, cy: y, r: 20 }),
      shape("text", { x, y: y + 6 }, String(number)));
  }
  const legend = make("ul", { class: "legend" }, ...ways.map(({ arc, text }) => {
    const line = shape("svg", { viewBox: "0 0 40 12", "aria-hidden": "true" });
    line.append(shape("path", { class: arc.kind, d: "M2 6H38" }));
    return make("li", {}, /** @type {any} */ (line), make("span", {}, text));
  }));
  const table = makePairs([words.steps, words.number], numbers.map((number, step) => [String(step), String(number)]));
  return make("figure", {}, /** @type {any} */ (picture), make("figcaption", { class: "quiet-text" }, words.about), legend,
    make("details", {}, make("summary", {}, words.table), table));
}

/**
 * A calculation in one line; a part that is a list stands above the line, as an exponent.
 * @param {...(string | [string])} parts
 */
export function makeFormula(...parts) {
  return make("p", { class: "formula" }, ...parts.map((part) =>
    (typeof part === "string" ? part : make("sup", {}, shorten(part[0])))));
}

/**
 * All digits of numbers that do not fit into a line.
 * @param {string} text
 * @param {Record<string, string>} numbers
 */
export function makeDigits(text, numbers) {
  return make("details", {}, make("summary", {}, text), make("dl", {},
    ...Object.entries(numbers).flatMap(([name, digits]) => [make("dt", {}, name), make("dd", {}, digits)])));
}

/**
 * A small table; the first cell of a row names it.
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function makePairs(head, rows) {
  return make("div", { class: "box" }, make("table", {},
    make("thead", {}, make("tr", {}, ...head.map((text, column) =>
      make("th", { scope: "col", class: column ? "" : "words" }, text)))),
    make("tbody", {}, ...rows.map(([first = "", ...rest]) => make("tr", {}, make("th", { scope: "row" }, first),
      ...rest.map((text) => make("td", {}, text)))))));
}

/**
 * Make the fields for the two products, with a check and a help.
 * @param {Record<"heading" | "text" | "first" | "second" | "check" | "write_both" | "help", string>
 *   & { line: (step: Multiplication) => string }} words
 * @param {AbortSignal} signal
 * @param {(hand: number[]) => void} check
 * @param {(text: string) => void} say
 */
export function makeHand(words, signal, check, say) {
  let helped = 0;
  /** @type {Multiplication[][]} */
  let running = [];
  const told = make("p", { class: "said", role: "status" });
  const fields = [words.first, words.second].map((name) => {
    const input = make("input", { type: "text", inputmode: "numeric", size: "4", maxlength: "6", autocomplete: "off" });
    input.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") read();
    }, { signal });
    const judged = make("p", { class: "judged" });
    const help = make("ol", { class: "formulas" });
    const task = make("span", { class: "formula" });
    const row = make("label", { class: "field" }, make("span", {}, name), task, input);
    return { input, judged, help, task, element: make("div", {}, row, judged, help) };
  });
  const helping = makeButton(words.help, () => {
    helped += 1;
    drawHelp();
    say(fields.map(({ help }) => help.lastElementChild?.textContent ?? "").join(" "));
  }, signal);

  function read() {
    const hand = fields.map(({ input }) => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : -1));
    told.textContent = hand.includes(-1) ? words.write_both : "";
    if (hand.includes(-1)) fields[hand.indexOf(-1)]?.input.focus();
    else check(hand);
  }

  function drawHelp() {
    for (const [column, { help }] of fields.entries()) {
      help.replaceChildren(...(running[column] ?? []).slice(0, helped).map((step) =>
        make("li", {}, words.line(step))));
    }
    helping.disabled = helped >= (running[0]?.length ?? 0);
  }

  return {
    element: make("div", {}, make("p", { class: "heading" }, words.heading), make("p", {}, words.text),
      make("div", { class: "columns" }, ...fields.map(({ element }) => element)),
      make("div", { class: "actions" }, makeButton(words.check, read, signal, "main"), helping), told),
    first: fields[0]?.input,
    /** Forget what was written. */
    empty() {
      helped = 0;
      for (const { input } of fields) input.value = "";
    },
    /**
     * Show what Python says of the two products.
     * @param {{ good: boolean, said: string }[]} said
     * @param {number[]} hand
     * @param {Multiplication[][]} steps
     * @param {string} mod
     */
    draw(said, hand, steps, mod) {
      running = steps;
      drawHelp();
      for (const [column, { input, judged, task }] of fields.entries()) {
        const numbers = (running[column] ?? []).flatMap(([one, other], place) => (place ? [other] : [one, other]));
        task.textContent = `${numbers.join(" × ")}${mod}`;
        judged.textContent = said[column]?.said ?? "";
        judged.className = `judged ${said[column]?.good ? "good" : "bad"}`;
        if (said[column]?.good) input.value = String(hand[column]);
      }
    },
  };
}
