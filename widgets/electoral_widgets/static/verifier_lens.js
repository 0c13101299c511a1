import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount } from "./common.js";
import { completed, drawBars, drawCounts, drawDigits, drawSides, openedAt, restOf, stepped } from "./verifier_lens_parts.js";

/**
 * A lens over an archive: the parts as cards, the checks of one part step by step with both sides
 * of each equation, what the learner names, and at last the verdict. Python computes everything.
 *
 * @typedef {import("./verifier_lens_parts.js").Row} Row
 * @typedef {import("./verifier_lens_parts.js").Pieces} Pieces
 * @typedef {import("./verifier_lens_parts.js").Count} Count
 * @typedef {ReturnType<typeof completed>} State
 * @typedef {{ id: string, name: string, done: number, all: number, broken: boolean }} Card
 * @typedef {{ of: (string | number)[], id: string, name: string, rows: Row[] }} Part
 * @typedef {{ over: boolean, right: boolean, said: string[] }} Answer
 * @typedef {{ accepted: boolean, said: string[], counts: Count[], held: number, failed: number, doubt: string,
 *   result: { question: string, rows: [string, number][] }[], limits: string[],
 *   standards: [string, string, string][], source: string }} Verdict
 * @typedef {Record<"title" | "intro" | "question" | "guess_nothing" | "guess_that" | "guess_where" | "guess_all" | "open"
 *   | "opening" | "insecure" | "task" | "parts" | "unseen" | "some" | "all_hold" | "broken" | "lens" | "section" | "protects"
 *   | "equation" | "rule" | "found_side" | "rule_side" | "equal" | "unequal" | "fits" | "misfits" | "marked" | "digits"
 *   | "back" | "next" | "onward" | "rest" | "keys" | "name_it" | "list" | "not_yet" | "holds" | "fails" | "nothing" | "tell" | "told"
 *   | "run" | "running" | "verdict" | "picture" | "picture_text" | "table" | "check" | "held" | "failed" | "result"
 *   | "cannot" | "standards" | "sandbox" | "archive" | "caught_by" | "group" | "real" | "toy" | "seed" | "again"
 *   | "signs", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{
 *   language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State, notice: string,
 *   cards: Card[], part: Part | Record<string, never>, answer: Answer | Record<string, never>,
 *   digits: { of: (string | number)[], sides: [Pieces, Pieces] } | Record<string, never>,
 *   verdict: Verdict | Record<string, never>, choices: { id: string, name: string, group: string }[], insecure: boolean, answers: boolean,
 *   signs_used: [string, string][],
 * }} Model
 */

const REAL = "BELENIOS-2048";
const TOY = "TOY-2039";

/**
 * What a card says of its part.
 * @param {{ done: number, all: number, broken: boolean }} card
 * @param {Pick<Labels, "unseen" | "some" | "all_hold" | "broken">} labels
 */
export function statusOf({ done, all, broken }, labels) {
  if (broken) return { sign: "✗", text: labels.broken };
  if (done === 0) return { sign: "", text: labels.unseen };
  if (done < all) return { sign: "", text: fill(labels.some, { done, all }) };
  return { sign: "✓", text: fill(labels.all_hold, { all }) };
}

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-verifier-lens-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  takeLink(model, "verifier-lens");

  const current = () => completed(model.get("state"));
  /** @param {Partial<State>} news */
  const set = (news) => {
    model.set("state", { ...current(), ...news });
    model.save_changes();
  };

  const brief = make("div", { class: "brief" });
  const notice = make("p", { class: "notice", role: "alert" });
  const toy = make("p", { class: "toy" }, labels.insecure);
  const said = make("p", { class: "spoken", role: "status" });
  const opening = make("p", { class: "said", role: "status" });
  const cards = make("ul", { class: "cards", "aria-label": labels.parts });
  const task = make("p", { class: "task" }, labels.task);
  const answer = make("div", { class: "answer", role: "status" });
  const verdict = make("div", { class: "verdict" });

  // The lens.
  const heading = make("p", { class: "heading", tabindex: "-1" });
  const name = make("p", { class: "name" });
  const place = make("p", { class: "quiet-text" });
  const text = make("p", { class: "protects" });
  const equation = make("div", { class: "equation" });
  const outcome = make("p", { class: "outcome" });
  const full = make("details", { class: "full" });
  const back = makeButton(labels.back, () => step(current().at - 1), signal);
  const next = makeButton(labels.next, () => step(current().at + 1), signal, "main");
  const onward = makeButton("", () => openPart(following()?.id ?? ""), signal, "main");
  const rest = makeButton(labels.rest, () => step(restOf(rows(), current().at)), signal);
  const decide = make("div", { class: "actions decide" },
    makeButton(labels.name_it, () => set({ named: [current().part, current().at] }), signal),
    makeButton(labels.nothing, () => set({ named: ["nothing"] }), signal),
    makeButton(labels.tell, () => set({ told: true }), signal, "quiet"));
  const glass = make("div", { class: "glass" }, heading, name, place, text, equation, outcome, full,
    make("div", { class: "actions" }, back, next, onward, rest), make("p", { class: "quiet-text" }, labels.keys), decide);
  const list = make("ol", { class: "checks" });
  const steps = make("div", { class: "list" }, make("p", { class: "heading" }, labels.list), list);
  const run = makeButton(labels.run, () => {
    running = true;
    drawVerdict();
    setTimeout(() => set({ run: true }));
  }, signal, "main");
  const desk = make("div", { class: "desk" }, cards, make("div", { class: "lens" }, glass, answer), steps);
  const work = make("div", { class: "work" }, task, desk, make("div", { class: "actions" }, run), verdict);

  /** The checks under the lens; none while they are on their way. */
  function rows() {
    const part = /** @type {Part} */ (model.get("part"));
    const { archive, group, seed, part: wanted } = current();
    const here = JSON.stringify(part.of) === JSON.stringify([archive, group, seed, wanted]);
    return here ? part.rows : [];
  }

  /** The part after the one under the lens. */
  function following() {
    const all = model.get("cards");
    return all[all.findIndex((card) => card.id === current().part) + 1];
  }

  /** @param {number} at */
  function step(at) {
    const all = rows();
    const row = all[at];
    if (!row) return;
    set(stepped(current(), at));
    const said_so = row.holds ? labels.holds : labels.fails;
    said.textContent = `${headingOf(at, all.length)}. ${row.name}: ${said_so}.`;
    const had = document.activeElement;
    if (!had || had === document.body || had.matches(":disabled, [hidden]")) heading.focus({ preventScroll: true });
  }

  /**
   * @param {number} at
   * @param {number} all
   */
  function headingOf(at, all) {
    const part = /** @type {Part} */ (model.get("part"));
    return fill(labels.lens, { part: part.name, number: writeCount(at + 1, signs), all: writeCount(all, signs) });
  }

  /** @type {Record<string, string>} */
  const drawn = {};

  /** Tell whether something differs from what was drawn last: what is the same is left alone. @param {string} what @param {unknown} value */
  function news(what, value) {
    const text = JSON.stringify(value);
    const same = drawn[what] === text;
    drawn[what] = text;
    return !same;
  }

  let wanted = "";
  let running = false;

  /** @param {string} part */
  function openPart(part) {
    wanted = part;
    set(openedAt(current(), part));
    arrive();
  }

  /** Go to the part that was opened, when it is there. */
  function arrive() {
    if (!wanted || rows().length === 0) return;
    wanted = "";
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  }

  glass.addEventListener("keydown", (event) => {
    const typed = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (typed || !way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(current().at + way);
  }, { signal });

  function drawBrief() {
    const guess = current().guess;
    brief.replaceChildren(make("p", {}, labels.intro), makePrediction({
      name: `${id}-guess`,
      question: labels.question,
      options: [
        { value: "nothing", text: labels.guess_nothing },
        { value: "that", text: labels.guess_that },
        { value: "where", text: labels.guess_where },
        { value: "all", text: labels.guess_all },
      ],
      show: labels.open,
      labels,
      chosen: guess,
      signal,
      reveal: (value) => {
        opening.textContent = labels.opening;
        setTimeout(() => {
          set({ guess: value });
          task.scrollIntoView({ block: "nearest" });
        });
      },
    }));
  }

  /** Move the focus to where it was, when what had it is drawn anew. @param {Element} within @param {() => void} change */
  function keepingFocus(within, change) {
    const buttons = () => /** @type {HTMLElement[]} */ ([...within.querySelectorAll("button")]);
    const had = buttons().findIndex((one) => one === document.activeElement);
    change();
    if (had >= 0) buttons()[had]?.focus({ preventScroll: true });
  }

  function drawCards() {
    const { part, walked } = current();
    const all = rows();
    keepingFocus(cards, () => cards.replaceChildren(...model.get("cards").map((card) => {
      const here = card.id === part && all.length > 0;
      const done = here ? walked[part] ?? card.done : card.done;
      const broken = card.broken || (here && all.slice(0, done).some(({ holds }) => !holds));
      const { sign, text: status } = statusOf({ done, all: here ? all.length : card.all, broken }, labels);
      const button = makeButton("", () => openPart(card.id), signal, broken ? "card broken" : "card");
      button.setAttribute("aria-pressed", String(card.id === part));
      button.append(make("span", { class: "what" }, card.name), make("span", { class: "status" }, `${sign} ${status}`.trim()));
      return make("li", Number(card.id) > 0 ? {} : { class: "whole" }, button);
    })));
  }

  function drawLens() {
    const { at, part, walked } = current();
    const all = rows();
    const row = all[at];
    glass.hidden = steps.hidden = !row;
    if (!row) return;
    heading.textContent = headingOf(at, all.length);
    name.textContent = row.name;
    place.textContent = row.place;
    text.replaceChildren(make("span", { class: "quiet-text" }, labels.protects), " ", row.text);
    equation.className = row.holds ? "equation" : "equation broken";
    equation.replaceChildren(
      make("p", { class: "quiet-text" }, row.kind === "equality" ? labels.equation : labels.rule),
      make("p", { class: "formula whole", translate: "no", lang: "en" }, row.equation));
    if (row.sides.length > 0) {
      equation.append(drawSides(row, row.sides, { found: labels.found_side, allowed: labels.rule_side }));
    }
    if (row.note) equation.append(make("p", { class: "note" }, row.note));
    equation.append(make("p", { class: "quiet-text" }, fill(labels.section, { section: row.section })));
    const words = row.kind === "equality" ? [labels.equal, labels.unequal] : [labels.fits, labels.misfits];
    outcome.className = row.holds ? "outcome good" : "outcome bad";
    outcome.textContent = `${row.holds ? "✓" : "✗"} ${words[row.holds ? 0 : 1]}`;
    if (!row.holds && row.kind === "equality") outcome.append(" ", make("span", { class: "quiet-text" }, labels.marked));
    drawFull(row);
    back.disabled = at === 0;
    const last = at >= all.length - 1;
    const after = following();
    next.hidden = rest.disabled = last;
    onward.hidden = !last || !after;
    onward.textContent = after ? fill(labels.onward, { part: after.name }) : "";
    drawList(all, at, walked[part] ?? 0);
    const mark = list.children[at];
    if (mark instanceof HTMLElement) list.scrollTop = mark.offsetTop - list.clientHeight / 2;
  }

  /**
   * The checks of the part; only those that became known, or lie under the lens, are touched.
   * @param {Row[]} all
   * @param {number} at
   * @param {number} seen
   */
  function drawList(all, at, seen) {
    if (news("list", model.get("part").of)) {
      list.replaceChildren(...all.map((one, number) => {
        const button = makeButton("", () => step(number), signal);
        button.append(make("span", { class: "sign", "aria-hidden": "true" }), make("span", {}, one.name),
          make("span", { class: "spoken" }, ` ${one.place} `), make("span", { class: "quiet-text" }));
        return make("li", {}, button);
      }));
    }
    for (const [number, button] of list.querySelectorAll("button").entries()) {
      const known = number < seen;
      const holds = all[number]?.holds;
      const state = `${known} ${number === at}`;
      if (button.dataset.state === state) continue;
      button.dataset.state = state;
      button.disabled = !known;
      button.className = known && !holds ? "broken" : "";
      if (number === at) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      button.children[0]?.replaceChildren(known ? (holds ? "✓" : "✗") : "·");
      button.children[3]?.replaceChildren(known ? (holds ? labels.holds : labels.fails) : labels.not_yet);
    }
  }

  /** @param {Row} row */
  function drawFull(row) {
    full.hidden = !row.sizes.some(Boolean);
    const here = JSON.stringify([...(model.get("part").of ?? []), current().at]);
    const digits = model.get("digits");
    if (JSON.stringify(digits.of) === here && full.open) {
      full.querySelector(".all")?.replaceChildren(...digits.sides.map((pieces, which) =>
        make("p", {}, make("span", { class: "formula", translate: "no" }, row.names[which] ?? ""),
          make("span", { class: "number", translate: "no" }, ...drawDigits(pieces)))));
    } else if (full.dataset.of !== here) {
      full.open = false;
      full.querySelector(".all")?.replaceChildren();
    }
    full.dataset.of = here;
  }
  full.append(make("summary", {}, labels.digits), make("div", { class: "all" }));
  full.addEventListener("toggle", () => {
    const row = rows()[current().at];
    if (!full.open || !row) return;
    drawFull(row);
    model.send({ do: "digits", at: current().at });
  }, { signal });

  function drawAnswer() {
    const { archive, told } = current();
    const { over = false, right = false, said: sentences = [] } = model.get("answer");
    const open = model.get("answers");
    decide.hidden = over || !open;
    run.hidden = !open || !(over || archive !== "planted");
    if (!news("answer", [over, told, sentences])) return;
    answer.className = over ? "answer over" : "answer";
    answer.replaceChildren(...(over && told && !right ? [make("p", { class: "heading" }, labels.told)] : []),
      ...sentences.map((sentence) => make("p", {}, sentence)));
  }

  function drawVerdict() {
    const found = /** @type {Verdict} */ (model.get("verdict"));
    const there = found.counts !== undefined;
    run.textContent = running && !there ? labels.running : labels.run;
    run.disabled = running && !there;
    run.hidden ||= there;
    if (!news("verdict", found)) return;
    if (!there) {
      verdict.replaceChildren();
      return;
    }
    const values = { held: writeCount(found.held, signs), failed: writeCount(found.failed, signs) };
    const result = found.result.flatMap(({ question, rows: numbers }) => [
      make("p", { class: "quiet-text" }, question),
      make("ul", { class: "numbers" }, ...numbers.map(([choice, number]) =>
        make("li", {}, make("b", {}, choice), ` ${writeCount(number, signs)}`)))]);
    const first = make("p", { class: "heading", tabindex: "-1" }, labels.verdict);
    verdict.replaceChildren(
      make("div", { class: found.accepted ? "last good" : "last bad" }, first,
        ...found.said.map((sentence) => make("p", {}, sentence))),
      make("div", { class: "pair" },
        make("div", {}, make("p", { class: "heading" }, labels.picture), drawBars(found.counts, fill(labels.picture_text, values)),
          make("details", {}, make("summary", {}, labels.table),
            drawCounts(found.counts, [labels.check, labels.held, labels.failed]))),
        make("div", {},
          make("p", { class: "heading" }, labels.result), ...result, ...(found.doubt ? [make("p", {}, found.doubt)] : []),
          make("p", { class: "heading" }, labels.cannot),
          make("ul", { class: "limits" }, ...found.limits.map((limit) => make("li", {}, limit))),
          make("p", { class: "heading" }, labels.standards),
          make("dl", {}, ...found.standards.flatMap(([number, asks, does]) =>
            [make("dt", {}, `${number}. ${asks}`), make("dd", {}, does)])),
          make("p", { class: "quiet-text" }, found.source))));
    if (running) first.focus();
    running = false;
  }

  // Another archive.
  const kind = make("select", {});
  for (const { id: value, name: what, group: within } of model.get("choices")) {
    const option = make("option", { value }, what);
    const last = kind.lastElementChild;
    if (!within) kind.append(option);
    else if (last instanceof HTMLOptGroupElement && last.label === within) last.append(option);
    else kind.append(make("optgroup", { label: within }, option));
  }
  const seed = make("input", { type: "number", min: "0", max: "999999", step: "1", required: "" });
  const group = [REAL, TOY].map((value) => {
    const radio = make("input", { type: "radio", name: `${id}-group`, value });
    return { value, radio, row: make("label", {}, radio, make("span", {}, value === TOY ? labels.toy : labels.real)) };
  });
  const groups = make("fieldset", {}, make("legend", {}, labels.group), ...group.map(({ row }) => row));
  const mind = () => (groups.hidden = kind.value === "planted");
  kind.addEventListener("change", mind, { signal });
  const again = makeButton(labels.again, () => {
    if (!seed.reportValidity()) return;
    opening.textContent = labels.opening;
    const chosen = group.find(({ radio }) => radio.checked)?.value ?? TOY;
    const { guess } = current();
    setTimeout(() => {
      set({
        archive: kind.value, group: kind.value === "planted" ? REAL : chosen, seed: Number(seed.value), guess,
        part: "", at: 0, walked: {}, named: [], told: false, run: false,
      });
      task.scrollIntoView({ block: "nearest" });
    });
  }, signal);
  const sandbox = make("details", { class: "sandbox" }, make("summary", {}, labels.sandbox),
    make("p", { class: "quiet-text" }, labels.caught_by),
    make("div", { class: "actions" },
      make("label", {}, make("span", {}, labels.archive), kind), groups,
      make("label", {}, make("span", {}, labels.seed), seed), again));
  const legend = make("details", { class: "legend" }, make("summary", {}, labels.signs),
    make("dl", {}, ...model.get("signs_used").flatMap(([sign, meaning]) =>
      [make("dt", { class: "formula", translate: "no" }, sign), make("dd", {}, meaning)])));

  let first = true;

  function draw() {
    const { archive, group: numbers, seed: number, guess } = current();
    if (news("archive", [archive, numbers, number, guess])) {
      drawBrief();
      if (first || archive !== "planted") kind.value = archive === "planted" ? "clean" : archive;
      seed.value = String(number);
      for (const one of group) one.radio.checked = one.value === (archive === "planted" ? TOY : numbers);
      mind();
      first = false;
    }
    if (model.get("cards").length > 0) opening.textContent = "";
    toy.hidden = !model.get("insecure");
    work.hidden = sandbox.hidden = guess === "" || model.get("cards").length === 0;
    sandbox.hidden ||= !model.get("answers");
    legend.hidden = work.hidden;
    drawCards();
    drawLens();
    drawAnswer();
    drawVerdict();
    arrive();
  }
  function drawNotice() {
    notice.textContent = model.get("notice");
    if (notice.textContent) opening.textContent = "";
  }

  const root = make("div", {
    class: "electoral-view electoral-verifier-lens", lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), brief, opening, notice, toy, work, legend, sandbox, said,
  makeLink(model, "verifier-lens", labels, signal));
  el.replaceChildren(root);

  const heard = /** @type {const} */ (["state", "cards", "part", "digits", "answer", "verdict", "insecure"]);
  for (const trait of heard) model.on(`change:${trait}`, draw);
  model.on("change:notice", drawNotice);
  draw();
  drawNotice();
  return () => {
    stop.abort();
    for (const trait of heard) model.off(`change:${trait}`, draw);
    model.off("change:notice", drawNotice);
  };
}

export default { render };
