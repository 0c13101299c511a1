import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount, writeDifference, writePercent } from "./common.js";

/**
 * A polling day to be looked into: a guess, inspections that cost time, accusations with
 * evidence, a verdict. What happened is not here until Python sends the verdict.
 *
 * @typedef {{ id: string, name: string, text: string, minutes: number }} Inspection
 * @typedef {{ check: string, name: string, left: number | null, right: number }} Row
 * @typedef {{ left: string, right: string, rows: Row[], note: string, differs: { check: string, name: string }[] }} Sheet
 * @typedef {{ id: string, name: string, text: string, group: string }} Suspect
 * @typedef {"proved" | "shown" | "mixed" | "guess" | "missed" | "untraced" | "false" | "acquitted"} Result
 * @typedef {{ result: Result, kind: string, name: string, text: string, points: number, crime: boolean,
 *   traces: { name: string, seen: boolean }[], wrong: string[], others: string[] }} Entry
 * @typedef {"honest" | "fault" | "act"} Guess
 * @typedef {{ score: number, best: number, truth: Guess, entries: Entry[] }} Verdict
 * @typedef {{ seed: number, minutes: number, guess: Guess | "", looked: string[],
 *   accused: Record<string, string[]>, told: number | null }} State
 * @typedef {Record<"title" | "brief" | "case" | "published" | "question" | "guess_honest" | "guess_fault"
 *   | "guess_act" | "begin" | "look_heading" | "minutes" | "time_left" | "time_over" | "look" | "look_free" | "no_time"
 *   | "free" | "wait" | "figure" | "difference" | "differs" | "equal" | "nothing" | "notebook" | "empty" | "sheet_heading"
 *   | "sheet_task" | "machine" | "people" | "none" | "evidence" | "no_evidence" | "hand_in"
 *   | "choose_first" | "sure" | "sure_harm" | "sure_none" | "sure_act" | "sure_bare" | "yes" | "no"
 *   | "verdict_heading" | "score" | "guessed" | "traces" | "trace_seen" | "trace_unseen" | "no_traces"
 *   | "others" | "wrong" | "crime" | "proved" | "shown" | "mixed" | "guess" | "missed" | "untraced"
 *   | "false" | "acquitted" | "again" | "number" | "time" | "open" | "next", string>
 *   & import("./common.js").SharedLabels} Labels
 * @typedef {{
 *   language: string, page: string, labels: Labels, signs: import("./common.js").Signs,
 *   state: State, notice: string,
 *   published: { voters: number, turnout: number, leader: string, share: number },
 *   inspections: Inspection[], suspects: Suspect[], found: Record<string, Sheet>,
 *   verdict: Verdict | Record<string, never>,
 * }} Model
 */

/** The sign before each result; the words stand beside it. */
const SIGNS = {
  proved: "✓", shown: "✓", mixed: "✓", guess: "✓", acquitted: "✓", missed: "○", untraced: "○", false: "✗",
};

/**
 * The minutes that these inspections take.
 * @param {Inspection[]} inspections
 * @param {string[]} looked
 */
export function minutesOf(inspections, looked) {
  return inspections.reduce((sum, { id, minutes }) => sum + (looked.includes(id) ? minutes : 0), 0);
}

/**
 * Every check seen that differs, in the order in which it was seen: what can be evidence.
 * @param {string[]} looked
 * @param {Record<string, Sheet>} found
 */
export function evidenceSeen(looked, found) {
  return looked.flatMap((id) => (found[id]?.differs ?? []).map((finding) => ({
    ...finding, rows: found[id]?.rows.filter(({ check }) => check === finding.check) ?? [],
  })));
}

/**
 * The accusations after an act, or a finding under it, was ticked or unticked.
 * @param {Record<string, string[]>} accused
 * @param {string} kind
 * @param {boolean} on
 * @param {string} [check]
 */
export function ticked(accused, kind, on, check) {
  const { [kind]: evidence = [], ...others } = accused;
  if (check === undefined) return on ? { ...others, [kind]: evidence } : others;
  const rest = evidence.filter((one) => one !== check);
  return { ...others, [kind]: on ? [...rest, check] : rest };
}

/**
 * The state of a case that nobody has looked into.
 * @param {number} seed
 * @param {number} minutes
 * @returns {State}
 */
export function freshCase(seed, minutes) {
  return { seed, minutes, guess: "", looked: [], accused: {}, told: null };
}

/**
 * A state in which everything is there: a link can bring anything until Python has checked it.
 * @param {Record<string, any>} state
 * @returns {State}
 */
export function completed(state) {
  const fresh = freshCase(Number(state.seed) || 0, Number(state.minutes) || 60);
  const accused = Object.entries(Object(state.accused)).filter(([, checks]) => Array.isArray(checks));
  return {
    ...fresh,
    guess: ["honest", "fault", "act"].includes(state.guess) ? state.guess : "",
    looked: Array.isArray(state.looked) ? state.looked : [],
    accused: Object.fromEntries(accused),
    told: Number.isInteger(state.told) ? state.told : null,
  };
}

/**
 * What differs in a finding, in one line: each difference that is not 0.
 * @param {Row[]} rows
 * @param {import("./common.js").Signs} signs
 */
export function differencesOf(rows, signs) {
  return rows.flatMap(({ left, right }) =>
    left === null || left === right ? [] : [writeDifference(left - right, signs)]).join("; ");
}

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-detective-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const inspections = model.get("inspections");
  const suspects = model.get("suspects");
  takeLink(model, "detective");

  const brief = make("div", { class: "brief" });
  const clock = make("div", { class: "clock" });
  const cards = make("ul", { class: "cards" });
  const notebook = make("div", { class: "notebook" });
  const sheet = make("div", { class: "sheet" });
  const said = make("p", { class: "spoken", role: "status" });
  const work = make("div", { class: "work" },
    make("p", { class: "heading" }, labels.look_heading), clock, make("div", { class: "desk" }, notebook, cards));
  const verdict = make("div", { class: "verdict" });
  const notice = make("p", { class: "notice", role: "alert" });
  const dialog = make("dialog", { "aria-labelledby": `${id}-sure` });
  const number = make("input", { type: "number", min: "0", max: "999999", step: "1", required: "" });
  const time = make("input", { type: "range", min: "15", max: "150", step: "15" });
  const timeText = make("output", {});
  let none = false;

  /** @param {number} count */
  const minutes = (count) => fill(labels.minutes, { count: writeCount(count, signs) });

  const current = () => completed(model.get("state"));
  const guesses = { honest: labels.guess_honest, fault: labels.guess_fault, act: labels.guess_act };
  /** @param {Partial<State>} news */
  function set(news) {
    model.set("state", { ...current(), ...news });
    model.save_changes();
  }

  /** @param {() => void} redraw */
  function keepingFocus(redraw) {
    const key = root.contains(document.activeElement) && document.activeElement?.getAttribute("data-key");
    redraw();
    if (!key || root.querySelector("[data-key]:focus")) return;
    const again = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /** Who you are, what is known, the guess. */
  function drawBrief() {
    const { seed, minutes: budget, guess } = current();
    const { voters, turnout, leader, share } = model.get("published");
    const [came, won] = [writePercent(turnout, signs), writePercent(share, signs)];
    brief.replaceChildren(
      make("p", {}, fill(labels.brief, { minutes: minutes(budget) })),
      make("p", { class: "published" }, make("b", {}, fill(labels.case, { number: seed })), " ",
        fill(labels.published, { voters: writeCount(voters, signs), turnout: came, leader, share: won })),
      makePrediction({
        name: `${id}-guess`,
        question: labels.question,
        options: Object.entries(guesses).map(([value, text]) => ({ value, text })),
        show: labels.begin,
        labels,
        chosen: guess,
        signal,
        reveal: (value) => {
          set({ guess: /** @type {Guess} */ (value) });
          cards.querySelector("button")?.focus();
        },
      }));
  }

  /** The bar of time, a piece for each inspection, and the same in words. */
  function drawClock() {
    const { minutes: budget, looked, told } = current();
    const left = budget - minutesOf(inspections, looked);
    const pieces = [...looked.map((one) => minutesOf(inspections, [one])), Math.max(0, left)].map((size, place) => {
      const piece = make("span", { class: place < looked.length ? "piece" : "rest" });
      piece.style.flexGrow = String(size);
      return piece;
    });
    const text = told !== null ? labels.free
      : left > 0 ? fill(labels.time_left, { left: writeCount(left, signs), minutes: minutes(budget) }) : labels.time_over;
    clock.classList.toggle("stopped", told !== null);
    clock.replaceChildren(make("p", {}, text),
      ...(told === null ? [make("div", { class: "bar", "aria-hidden": "true" }, ...pieces)] : []));
  }

  /** What was looked at, in that order, and what can still be looked at. */
  function drawDesk() {
    const { looked } = current();
    const seen = looked.flatMap((one) => inspections.filter((inspection) => inspection.id === one));
    notebook.replaceChildren(make("p", { class: "quiet-text" }, labels.notebook),
      seen.length > 0 ? make("ol", {}, ...seen.map(drawFinding)) : make("p", { class: "quiet-text" }, labels.empty));
    cards.replaceChildren(...inspections.filter(({ id: one }) => !looked.includes(one)).map(drawCard));
  }

  /** @param {Inspection} inspection */
  function drawCard({ id: one, name, text: explained, minutes: cost }) {
    const { minutes: budget, looked, told } = current();
    const affordable = told !== null || cost <= budget - minutesOf(inspections, looked);
    const text = told !== null ? labels.look_free : fill(affordable ? labels.look : labels.no_time, { minutes: minutes(cost) });
    const button = makeButton(text, () => {
      set({ looked: [...current().looked, one] });
      said.textContent = clock.textContent;
    }, signal);
    button.disabled = !affordable;
    button.dataset.key = one;
    button.id = `${id}-${one}-look`;
    button.setAttribute("aria-labelledby", `${button.id} ${id}-${one}`);
    return make("li", { class: "card" }, make("p", { class: "heading", id: `${id}-${one}` }, name),
      make("p", { class: "quiet-text" }, explained), button);
  }

  /**
   * Two sources, number by number, with what differs said by a sign and a word.
   * @param {Inspection} inspection
   */
  function drawFinding({ id: one, name }) {
    const sheetFound = model.get("found")[one];
    const heading = make("p", { class: "heading", id: `${id}-${one}`, tabindex: "-1", "data-key": one }, name);
    const finding = make("li", { class: "finding" }, heading);
    if (!sheetFound) {
      finding.append(make("p", { class: "quiet-text" }, labels.wait));
      return finding;
    }
    const { left, right, rows, note } = sheetFound;
    const heads = [labels.figure, left, right].map((text, place) => make("th", { scope: "col", class: place ? "" : "words" }, text));
    heads.push(make("th", { scope: "col" }, make("span", { "aria-hidden": "true" }, "≠"), make("span", { class: "spoken" }, labels.difference)));
    if (rows.length > 0) {
      finding.append(make("div", { class: "box", role: "region", tabindex: "0", "aria-labelledby": heading.id },
        make("table", { "aria-labelledby": heading.id }, make("thead", {}, make("tr", {}, ...heads)),
          make("tbody", {}, ...rows.map(drawRow)))));
    }
    if (note) finding.append(make("p", { class: "quiet-text" }, note));
    return finding;
  }

  /** @param {Row} row */
  function drawRow({ name, left, right }) {
    const last = left === right
      ? make("td", {}, "=", make("span", { class: "spoken" }, labels.equal))
      : make("td", { class: "differs" }, left === null ? "≠" : `≠\u00a0${writeDifference(left - right, signs)}`,
        make("span", {}, left === null ? labels.nothing : labels.differs));
    return make("tr", {}, make("th", { scope: "row" }, name),
      make("td", {}, left === null ? "–" : writeCount(left, signs)), make("td", {}, writeCount(right, signs)), last);
  }

  /** The list of acts to tick, each with the findings that show it. */
  function drawSheet() {
    const { looked, accused } = current();
    const evidence = evidenceSeen(looked, model.get("found"));
    const nothing = make("input", { type: "checkbox", "data-key": "none" });
    nothing.checked = none;
    nothing.addEventListener("change", () => {
      none = nothing.checked;
      if (none) set({ accused: {} });
    }, { signal });
    const answer = make("p", { class: "said", role: "status" });
    sheet.replaceChildren(
      make("p", { class: "heading", id: `${id}-sheet`, tabindex: "-1" }, labels.sheet_heading),
      make("p", {}, labels.sheet_task),
      make("div", { class: "groups" }, ...["machine", "people"].map((group) =>
        make("fieldset", {}, make("legend", {}, group === "machine" ? labels.machine : labels.people),
          ...suspects.filter((one) => one.group === group).map((one) => drawSuspect(one, accused, evidence))))),
      make("label", { class: "none" }, nothing, make("span", {}, labels.none)),
      make("div", { class: "actions" }, makeButton(labels.hand_in, () => {
        if (none || Object.keys(current().accused).length > 0) ask();
        else answer.textContent = labels.choose_first;
      }, signal, "main"), answer));
  }

  /**
   * @param {Suspect} suspect
   * @param {Record<string, string[]>} accused
   * @param {ReturnType<typeof evidenceSeen>} evidence
   */
  function drawSuspect({ id: kind, name, text }, accused, evidence) {
    const box = make("input", { type: "checkbox", "data-key": kind });
    const given = accused[kind];
    box.checked = given !== undefined;
    box.addEventListener("change", () => {
      none = false;
      set({ accused: ticked(current().accused, kind, box.checked) });
    }, { signal });
    const element = make("div", { class: "suspect" }, make("label", {}, box, make("span", {}, name)));
    if (!given) return element;
    const proofs = evidence.map(({ check, name: proof, rows }) => {
      const tick = make("input", { type: "checkbox", "data-key": `${kind}/${check}` });
      tick.checked = given.includes(check);
      tick.addEventListener("change", () => {
        set({ accused: ticked(current().accused, kind, tick.checked, check) });
      }, { signal });
      return make("label", {}, tick, make("span", {}, proof, " ", make("b", {}, `≠\u00a0${differencesOf(rows, signs) || labels.nothing}`)));
    });
    element.append(make("div", { class: "why" }, make("p", { class: "quiet-text" }, text),
      make("fieldset", {}, make("legend", {}, labels.evidence),
        ...(proofs.length > 0 ? proofs : [make("p", {}, labels.no_evidence)]))));
    return element;
  }

  /** Ask once more, with all that is going to be said. */
  function ask() {
    const { accused, looked } = current();
    const names = new Map(suspects.map((one) => [one.id, one.name]));
    const proofs = new Map(evidenceSeen(looked, model.get("found")).map(({ check, name }) => [check, name]));
    const lines = Object.entries(accused).map(([kind, checks]) => {
      const act = names.get(kind) ?? kind;
      return checks.length > 0
        ? make("li", {}, fill(labels.sure_act, { act, evidence: checks.map((check) => proofs.get(check) ?? check).join("; ") }))
        : make("li", { class: "bad" }, fill(labels.sure_bare, { act }));
    });
    const back = makeButton(labels.no, () => dialog.close(), signal);
    dialog.replaceChildren(
      make("p", { class: "heading", id: `${id}-sure` }, labels.sure),
      lines.length > 0 ? make("ul", {}, ...lines) : make("p", {}, labels.sure_none),
      ...(lines.length > 0 ? [make("p", {}, labels.sure_harm)] : []),
      make("div", { class: "actions" },
        makeButton(labels.yes, () => {
          dialog.close();
          set({ told: looked.length });
          verdict.querySelector("p")?.focus();
        }, signal, "main"),
        back));
    dialog.showModal();
    back.focus();
  }

  /** What happened, what was shown, missed and accused falsely. */
  function drawVerdict() {
    const answer = model.get("verdict");
    const { told, guess } = current();
    const focused = verdict.contains(document.activeElement);
    verdict.replaceChildren();
    if (told === null) return;
    const heading = make("p", { class: "heading", tabindex: "-1" }, labels.verdict_heading);
    verdict.append(heading);
    if (!("entries" in answer)) {
      verdict.append(make("p", {}, labels.wait));
    } else {
      verdict.append(
        make("p", { class: "score" }, fill(labels.score, {
          score: writeDifference(answer.score, signs), best: writeDifference(answer.best, signs),
        })),
        make("p", {}, fill(labels.guessed, { guess: guess ? guesses[guess] : "", truth: guesses[answer.truth] })),
        make("ul", { class: "entries" }, ...answer.entries.map(drawEntry)));
      said.textContent = verdict.querySelector(".score")?.textContent ?? "";
    }
    if (focused) heading.focus({ preventScroll: true });
  }

  /** @param {Entry} entry */
  function drawEntry({ result, name, text, points, crime, traces, wrong, others }) {
    const results = {
      proved: labels.proved, shown: labels.shown, mixed: labels.mixed, guess: labels.guess, missed: labels.missed,
      untraced: labels.untraced, false: labels.false, acquitted: labels.acquitted,
    };
    const entry = make("li", { class: result },
      make("p", { class: "heading" }, make("span", { "aria-hidden": "true" }, `${SIGNS[result]} `), name || results[result],
        " ", make("span", { class: "points" }, writeDifference(points, signs))));
    if (name) entry.append(make("p", { class: "result" }, results[result]));
    if (crime) entry.append(make("p", {}, labels.crime));
    if (text) entry.append(make("p", {}, text));
    if (wrong.length > 0) entry.append(make("p", {}, fill(labels.wrong, { findings: wrong.join("; ") })));
    if (others.length > 0) entry.append(make("p", {}, fill(labels.others, { acts: others.join("; ") })));
    if (traces.length > 0) {
      entry.append(make("p", {}, labels.traces), make("ul", { class: "traces" }, ...traces.map(({ name: trace, seen }) =>
        make("li", {}, fill(seen ? labels.trace_seen : labels.trace_unseen, { trace })))));
    } else if (name && result !== "false") {
      entry.append(make("p", {}, labels.no_traces));
    }
    return entry;
  }

  const drawTime = () => (timeText.textContent = minutes(Number(time.value)));
  const drawNotice = () => (notice.textContent = model.get("notice"));

  /** @param {number} seed */
  function openCase(seed) {
    none = false;
    set(freshCase(seed, Number(time.value)));
    root.querySelector(".title")?.scrollIntoView({ block: "nearest" });
    brief.querySelector("input")?.focus();
  }

  let drawn = "";

  /** Draw what belongs to the state, as far as it has come. */
  function draw() {
    const { seed, minutes: budget, guess, told } = current();
    const now = JSON.stringify([seed, budget, guess, model.get("published")]);
    keepingFocus(() => {
      if (now !== drawn) {
        drawBrief();
        number.value = String(seed);
        time.value = String(budget);
        drawTime();
      }
      drawn = now;
      work.hidden = guess === "";
      sheet.hidden = guess === "" || told !== null;
      drawClock();
      drawDesk();
      drawSheet();
      drawVerdict();
    });
    if (notebook.contains(document.activeElement)) document.activeElement?.closest("li")?.scrollIntoView({ block: "nearest" });
  }

  time.addEventListener("input", drawTime, { signal });
  const root = make("div", {
    class: "electoral-view electoral-detective", lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), brief, notice, verdict, work, sheet, said,
  make("details", { class: "again" }, make("summary", {}, labels.again),
    make("div", { class: "actions" },
      make("label", {}, make("span", {}, labels.number), number),
      make("label", {}, make("span", {}, labels.time), time, timeText),
      makeButton(labels.open, () => {
        if (number.reportValidity()) openCase(Number(number.value));
      }, signal),
      makeButton(labels.next, () => openCase(current().seed + 1), signal))),
  makeLink(model, "detective", labels, signal), dialog);
  el.replaceChildren(root);

  const heard = /** @type {const} */ (["state", "published", "found", "verdict"]);
  for (const name of heard) model.on(`change:${name}`, draw);
  model.on("change:notice", drawNotice);
  draw();
  drawNotice();
  return () => {
    stop.abort();
    for (const name of heard) model.off(`change:${name}`, draw);
    model.off("change:notice", drawNotice);
  };
}

export default { render };
