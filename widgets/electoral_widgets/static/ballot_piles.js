import { make, writeCount, writeDifference } from "./common.js";

/**
 * Ballots that are sorted onto piles: how one is drawn, what the piles add up to.
 *
 * A ballot is written as what stands on it: "t1" a tick in square 1, "x1" a cross, "p1" a pale
 * tick, "l12" a tick in 1 that runs into 2, "b0" a blotted square; several with a space between.
 *
 * @typedef {{ seed: number, ballots: number, piles: string, guess: string, step: string, cancelled: number }} State
 * @typedef {{
 *   seen: string[], told: string[], papers: Record<string, number>,
 *   piles: { sign: string, name: string }[],
 *   lines: { name: string, label: string, paper: string }[],
 *   relations: { id: string, left: string[], right: string[], rule: string }[],
 * }} Station
 * @typedef {{ ballot: number, text: string }} Finding
 * @typedef {{ rows: number[][], said: string[], own: Finding[], machine: Finding[] }} Result
 * @typedef {import("./common.js").SharedLabels & Record<"title" | "intro" | "guess_question" | "guess_exact"
 *   | "guess_few" | "guess_leader" | "begin" | "before" | "unused_title" | "unused_task" | "unused_picture"
 *   | "unused_field" | "unused_wrong" | "unused_done" | "unused_law" | "unused_said" | "mobile_title"
 *   | "mobile_open" | "mobile_said" | "stationary_title" | "stationary_open" | "stationary_said"
 *   | "sort_title" | "sort_help" | "heap" | "heap_empty" | "ballot" | "pile" | "put" | "next" | "in_hand"
 *   | "undo" | "undone" | "rest" | "rest_later" | "again" | "fan" | "fan_help" | "fan_to" | "vote_title"
 *   | "vote" | "vote_all" | "protocol" | "relations" | "holds" | "differs" | "waits" | "summary_holds"
 *   | "summary_broken" | "compare" | "compare_title" | "pile_column" | "own" | "commission" | "machine"
 *   | "own_title" | "machine_title" | "twin" | "ballot_column" | "seen_column" | "in_heap" | "official"
 *   | "size" | "another", string>} Labels
 * @typedef {{
 *   language: string, labels: Labels, signs: import("./common.js").Signs, state: State, notice: string,
 *   page: string, answers: boolean, station: Station,
 *   votes: Record<string, { pile: number, text: string }>, result: Partial<Result>,
 * }} Model
 */

/** The steps of the count, in their order. */
export const STEPS = ["unused", "mobile", "stationary", "sort", "compare"];

/** The pile of the ballots that are set aside for a vote of the commission. */
export const ASIDE = 6;

const VOTES = ["candidate_1", "candidate_2", "candidate_3", "candidate_4", "against_ev"];

const SYMBOLS = { holds: "✓", broken: "✗", waits: "○" };

/**
 * Return a state that can be drawn: what came from a link may be anything until Python has
 * looked at it.
 * @param {State} raw
 * @param {number} count
 * @returns {State}
 */
export function wholeState(raw, count) {
  const fits = typeof raw.piles === "string" && raw.piles.length === count && /^[.0-6v]*$/.test(raw.piles);
  return {
    ...raw,
    piles: fits ? raw.piles : ".".repeat(count),
    step: STEPS.includes(raw.step) ? raw.step : "unused",
    cancelled: Number.isInteger(raw.cancelled) ? raw.cancelled : -1,
  };
}

/**
 * Return the pile of each ballot: 0 to 5, `ASIDE`, or -1 for the heap. What the commission has
 * decided by vote ("v") lies where it decided.
 * @param {string} piles
 * @param {Record<string, { pile: number }>} votes
 */
export function places(piles, votes) {
  return [...piles].map((sign, ballot) => {
    if (sign === "v") return votes[ballot]?.pile ?? ASIDE;
    return sign === "." ? -1 : Number(sign);
  });
}

/**
 * Count the ballots on each of the seven piles.
 * @param {number[]} lying
 */
export function tally(lying) {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const pile of lying) if (pile >= 0) counts[pile] = (counts[pile] ?? 0) + 1;
  return counts;
}

/**
 * Return the lines of the protocol that are known by now, and whether every ballot has its pile.
 * @param {Record<string, number>} papers
 * @param {{ step: string, cancelled: number }} state
 * @param {number[]} lying
 */
export function linesOf(papers, { step, cancelled }, lying) {
  const at = STEPS.indexOf(step);
  const counts = tally(lying);
  const done = at > 2 && lying.every((pile) => pile >= 0 && pile !== ASIDE);
  /** @type {Record<string, number | undefined>} */
  const lines = { voters: papers.voters, received: papers.received };
  if (cancelled >= 0) lines.cancelled = cancelled;
  if (at > 1) lines.issued_outside = papers.issued_outside;
  if (at > 2) {
    lines.issued_station = papers.issued_station;
    lines.issued = (papers.issued_station ?? 0) + (papers.issued_outside ?? 0);
    VOTES.forEach((line, square) => {
      lines[line] = counts[square];
    });
    lines.invalid = counts[5];
    if (done) lines.valid = counts.slice(0, 5).reduce((sum, count) => sum + count, 0);
  }
  return { lines, done };
}

/**
 * Add up both sides of a relation; it waits while a line is missing or ballots are not counted.
 * @param {{ left: string[], right: string[] }} relation
 * @param {Record<string, number | undefined>} lines
 * @param {boolean} done
 */
export function weigh({ left, right }, lines, done) {
  /** @param {string[]} side */
  const add = (side) => side.reduce((sum, line) => sum + (lines[line] ?? 0), 0);
  const all = [...left, ...right];
  const known = all.every((line) => lines[line] !== undefined && (done || !VOTES.includes(line)));
  const difference = add(left) - add(right);
  /** @type {"waits" | "holds" | "broken"} */
  const state = !known ? "waits" : difference === 0 ? "holds" : "broken";
  return { difference, state };
}

/**
 * Show a relation: whether it holds, with both sides added up.
 * @param {{ id: string, left: string[], right: string[], rule: string }} relation
 * @param {Record<string, number | undefined>} lines
 * @param {boolean} done
 * @param {{ holds: string, waits: string, differs: (difference: string) => string }} words
 * @param {import("./common.js").Signs} signs
 */
export function relationItem(relation, lines, done, words, signs) {
  const { state, difference } = weigh(relation, lines, done);
  const said = { holds: words.holds, waits: words.waits, broken: words.differs(writeDifference(difference, signs)) };
  const side = (/** @type {string[]} */ terms) => terms.map((line) => {
    const value = lines[line];
    return value === undefined ? "…" : writeCount(value, signs);
  }).join(" + ");
  return make("li", { "data-state": state },
    make("span", { class: "symbol", "aria-hidden": "true" }, SYMBOLS[state]), " ", make("b", {}, relation.id), ` ${said[state]} `,
    make("span", { class: "sums" }, `${side(relation.left)} ${state === "broken" ? "≠" : "="} ${side(relation.right)}`),
    make("span", { class: "rule quiet-text" }, relation.rule));
}

/**
 * Make sheets or packets of paper.
 * @param {number} length
 * @param {string} kind
 */
export function leaves(length, kind, words = "") {
  return Array.from({ length }, () => make("span", { class: kind }, words));
}

/**
 * Words for those who hear the page and do not see it.
 * @param {string} words
 */
export function heard(words) {
  return make("span", { class: "spoken" }, words);
}

/**
 * Words for those who see the page; `heard` says the same in a sentence.
 * @param {...[kind: string, words: string]} parts
 */
export function shown(...parts) {
  return parts.map(([kind, words]) => make("span", { class: kind, "aria-hidden": "true" }, words));
}

/**
 * A number between -1 and 1 that is always the same for a ballot and a place on it.
 * @param {number} ballot
 * @param {number} place
 */
function wobble(ballot, place) {
  const turned = Math.sin(ballot * 12.9898 + place * 78.233 + 1) * 43758.5453;
  return 2 * (turned - Math.floor(turned)) - 1;
}

/**
 * Return the path of one mark, in the units of a card of 100 by 132.
 * @param {string} mark
 * @param {number} ballot
 */
export function stroke(mark, ballot) {
  const square = Number(mark[1]);
  const near = (/** @type {number} */ place) => 1.6 * wobble(ballot, place + 10 * square);
  const x = 82 + near(1);
  const y = 27 + 21 * square + near(2);
  if (mark[0] === "x") return `M${x - 6} ${y - 6 + near(3)}L${x + 6} ${y + 6}M${x + 6 + near(4)} ${y - 6}L${x - 6} ${y + 6}`;
  if (mark[0] === "b") {
    const turns = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((turn) => `L${82 + (turn % 2 ? 8 : -8) + near(turn)} ${19 + 21 * square + 2 * turn}`);
    return `M74 ${19 + 21 * square}${turns.join("")}`;
  }
  const short = `M${x - 6} ${y - 1}L${x - 1} ${y + 5}`;
  if (mark[0] !== "l") return `${short}L${x + 7 + near(6)} ${y - 9 + 2 * near(7)}`;
  const other = 27 + 21 * Number(mark[2]);
  const [out, end] = other < y ? [other + 16, other + 4] : [other - 18, other - 1];
  return `${short}C${x + 13} ${y - 9} ${x + 12} ${out} ${80 + near(8)} ${end}`;
}

/** Four letters and a crossed circle, drawn around a point, so that no font is needed. */
const LETTERS = [
  "m-6 6.5l6-13 6 13m-10-4.5h8",
  "m-5 6.5v-13h5.5a3 3 0 0 1 0 6h-5.5m5.5 0a3.5 3.5 0 0 1 0 7h-5.5",
  "m5-4.5a6.2 6.5 0 1 0 0 9",
  "m-5 6.5v-13h4a6.5 6.5 0 0 1 0 13z",
  "m0-6a6 6 0 1 0 .1 0m-4.1 10l8-8",
];

/** @type {string | null | undefined} The name space of pictures, as the browser itself knows it. */
let pictures;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function shape(tag, attributes, ...children) {
  pictures ??= document.createRange().createContextualFragment("<svg></svg>").firstElementChild?.namespaceURI;
  const element = document.createElementNS(pictures ?? null, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Draw a ballot: five rows with a letter and a square, and what the voter made of them.
 * Without words it is decoration: the element around it says what is on the ballot.
 * @param {string} marks
 * @param {number} ballot
 * @param {string} words
 */
export function drawBallot(marks, ballot, words = "") {
  const printed = LETTERS.flatMap((letter, row) => [
    shape("path", { class: "letter", d: `M17 ${27 + 21 * row}${letter}` }),
    shape("path", { class: "name", d: `M30 ${27 + 21 * row}h${[30, 24, 34, 27, 20][row]}` }),
    shape("rect", { class: "square", x: 74, y: 19 + 21 * row, width: 16, height: 16 }),
  ]);
  const made = marks.split(" ").filter(Boolean).map((mark) =>
    shape("path", { class: `mark ${{ p: "pale", b: "blot" }[mark[0] ?? ""] ?? ""}`, d: stroke(mark, ballot) }));
  return shape("svg", { class: "ballot-card", viewBox: "0 0 100 132", ...(words ? { role: "img", "aria-label": words } : { "aria-hidden": "true" }) },
    shape("rect", { class: "paper", x: 0.5, y: 0.5, width: 99, height: 131, rx: 2 }),
    shape("path", { class: "name", d: "M28 9h44M12 123h30" }),
    ...printed, ...made);
}

/**
 * Let an element be dragged onto one of the targets; it springs back by itself.
 * @param {HTMLElement} element
 * @param {HTMLElement[]} targets
 * @param {(target: number) => void} drop
 * @param {AbortSignal} signal
 * @returns {{ moved: () => boolean }} whether the click that follows belongs to a drag
 */
export function dragOnto(element, targets, drop, signal) {
  let moved = false;
  element.addEventListener("pointerdown", (start) => {
    if (start.button !== 0) return;
    const page = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const over = new AbortController();
    let under = -1;
    moved = false;
    element.setPointerCapture(start.pointerId);
    element.addEventListener("pointermove", ({ clientX, clientY }) => {
      const [right, down] = [clientX - start.clientX, clientY - start.clientY];
      if (!moved && Math.hypot(right, down) < 8) return;
      moved = true;
      element.classList.add("dragged");
      element.style.transform = `translate(${right}px, ${down}px) rotate(${Math.max(-6, Math.min(6, right / 30))}deg)`;
      const found = page.elementFromPoint(clientX, clientY);
      targets[under]?.classList.remove("over");
      under = targets.findIndex((target) => target.contains(found));
      targets[under]?.classList.add("over");
    }, { signal: over.signal });
    for (const kind of ["pointerup", "pointercancel"]) {
      element.addEventListener(kind, () => {
        over.abort();
        element.style.transform = "";
        element.classList.remove("dragged");
        targets[under]?.classList.remove("over");
        if (kind === "pointerup" && moved && under >= 0) drop(under);
        setTimeout(() => {
          moved = false;
        });
      }, { signal: over.signal });
    }
  }, { signal });
  return { moved: () => moved };
}

/**
 * Return what a key asks for at the table: a pile by its number, the neighbour, the last step back.
 * @param {KeyboardEvent} event
 * @returns {{ pile?: number, turn?: number, undo?: boolean } | undefined}
 */
export function askedBy({ key, ctrlKey, metaKey, altKey }) {
  if (!altKey && (ctrlKey || metaKey)) return key === "z" ? { undo: true } : undefined;
  if (altKey) return undefined;
  if (key === "Backspace") return { undo: true };
  if (/^[1-7]$/.test(key)) return { pile: Number(key) - 1 };
  return { ArrowRight: { turn: 1 }, ArrowDown: { turn: 1 }, ArrowLeft: { turn: -1 }, ArrowUp: { turn: -1 } }[key];
}

/**
 * Make a table; the first cell of each row is its header.
 * @param {string[]} heads
 * @param {(string | Node)[][]} rows
 * @param {string} kind the class of all cells
 */
export function tableOf(heads, rows, kind = "") {
  return make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((head, place) => make("th", { scope: "col", class: place ? kind : "words" }, head)))),
    make("tbody", {}, ...rows.map(([first = "", ...others]) =>
      make("tr", {}, make("th", { scope: "row" }, first), ...others.map((cell) => make("td", { class: kind }, cell))))));
}
