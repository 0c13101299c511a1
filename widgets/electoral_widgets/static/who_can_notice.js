import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount } from "./common.js";
import { makeComparison, makeGrid } from "./who_can_notice_grid.js";

/**
 * Adversaries and ways of voting. Python carries out the attacks, a few at a time, as long as this
 * view asks for more.
 *
 * @typedef {import("./who_can_notice_grid.js").Named} Named
 * @typedef {{ status: string, line: string, other: boolean }} Cell
 * @typedef {{ key: string, title: string, way: string, status: string, verdict: string, achieved: string[],
 *   noticed: string[], could: string[], alarms: string[], internet: boolean,
 *   standards: { number: number, text: string }[], assumed: string[], sources: string }} Detail
 * @typedef {{ guesses: string[], rows: string[], role: string, way: string, days: boolean, compare: boolean,
 *   seed: number, codes: number, challenges: number, second_device: number, status: number, complaints: number,
 *   watch: string[], entry: string, measures: string[] }} State
 * @typedef {"codes" | "challenges" | "second_device" | "status" | "complaints"} Share
 * @typedef {{ roles: Named[], ways: (Named & { internet: boolean })[], shares: { id: Share, name: string }[], watches: Named[], entries: Named[],
 *   measures: Named[], statuses: { id: string, sign: string, name: string, text: string }[],
 *   facts: { text: string, source: string }[], usual: State }} Names
 * @typedef {Record<"title" | "intro" | "show" | "as_guessed" | "not_guessed" | "ask_phone" | "phone_file" | "phone_voter"
 *   | "phone_nobody" | "ask_hide" | "hide_unseen" | "hide_seen" | "hide_stands" | "ask_behind" | "behind_none"
 *   | "behind_board" | "behind_internet" | "behind_all" | "matrix" | "task" | "adversary" | "way" | "closed"
 *   | "computing" | "open_all" | "progress" | "other" | "on_paper" | "achieved" | "nothing" | "noticed" | "nobody"
 *   | "could" | "nobody_could" | "alarms" | "standards" | "standard" | "no_standards" | "no_effect" | "assumed"
 *   | "sources" | "days" | "holding" | "days_said" | "day" | "day_none" | "day_seen" | "day_unseen" | "assumptions"
 *   | "voters_check" | "watch" | "entry" | "measures" | "entry_note" | "seed" | "another" | "nobody_checks" | "usual"
 *   | "assumed_note" | "assumed_source" | "counted" | "changed" | "compare" | "compare_text" | "property" | "source"
 *   | "reported" | "tension" | "tension_text" | "tension_source" | "about" | "about_model" | "about_words"
 *   | "about_none" | "anew", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State,
 *   notice: string, names: Names, told: { right: boolean, text: string }[], matrix: Record<string, Cell>,
 *   detail: Partial<Detail>, held: { key?: string, days: string[] }, left: number,
 *   table: { name: string, beside: string, sources: string, values: { lines: string[], sources: string }[] }[] }} Model
 */

const NAME = "who-can-notice";
const DAYS = 20;

let views = 0;

/**
 * How many cells have each status.
 * @param {Cell[]} cells
 */
export function tally(cells) {
  const found = { none: 0, seen: 0, chance: 0, unseen: 0, other: 0 };
  for (const { status, other } of cells) {
    if (status === "none" || status === "seen" || status === "chance" || status === "unseen") found[status] += 1;
    found.other += Number(other);
  }
  return found;
}

/**
 * @type {import("@anywidget/types").Render<Model>}
 */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const names = model.get("names");
  const id = `${NAME}-${(views += 1)}`;
  takeLink(model, NAME);

  const questions = [
    { question: labels.ask_phone, options: [{ value: "file", text: labels.phone_file }, { value: "voter", text: labels.phone_voter }, { value: "nobody", text: labels.phone_nobody }] },
    { question: labels.ask_hide, options: [{ value: "unseen", text: labels.hide_unseen }, { value: "seen", text: labels.hide_seen }, { value: "stands", text: labels.hide_stands }] },
    { question: labels.ask_behind, options: [{ value: "none", text: labels.behind_none }, { value: "board", text: labels.behind_board },
      { value: "internet", text: labels.behind_internet }, { value: "all", text: labels.behind_all }] },
  ];
  const statuses = new Map(names.statuses.map((one) => [one.id, one]));
  const notice = make("p", { class: "notice", role: "status" });
  const spoken = make("p", { class: "spoken", role: "status" });
  const asking = questions.map(() => {
    const [place, said] = [make("div", {}), make("p", { class: "verdict", role: "status" })];
    return { place, said, element: make("div", {}, place, said), shown: "unknown" };
  });
  const predictions = make("div", { class: "predictions" }, ...asking.map(({ element }) => element));

  const legend = make("ul", { class: "legend" }, ...names.statuses.map(({ id: one, sign, text }) =>
    make("li", {}, make("span", { class: `sign ${one}`, "aria-hidden": "true" }, sign), make("span", {}, text))));
  const bar = make("progress", { max: "1", "aria-label": labels.computing });
  const progress = make("p", { class: "progress quiet-text" });
  const openAll = makeButton(labels.open_all, () => change({ rows: names.roles.map((role) => role.id) }), signal);
  const counted = make("p", { class: "counted" });
  const choosers = [makeChooser(), makeChooser()];
  const grid = makeGrid({
    corner: labels.adversary, labelled: `${id}-matrix`, roles: names.roles, ways: names.ways,
    onPaper: (text) => fill(labels.on_paper, { text }), press, signal,
    see: (way) => {
      if (way === model.get("state").way || !narrow()) return;
      change({ way, role: "", days: false });
      wanted = () => grid.stopped()?.focus();
    },
  });
  const detail = make("div", { class: "detail" });
  const verdict = make("p", { class: "said-of" });
  const facts = make("div", { class: "facts" });
  const held = make("div", { class: "held", tabindex: "-1" });
  const hold = makeButton(labels.days, () => {
    change({ days: true });
    wanted = () => held.focus({ preventScroll: true });
  }, signal);
  detail.append(verdict, facts, hold, held);
  grid.inside.append(detail);

  const sliders = names.shares.map(({ id: share, name }) => {
    const said = make("span", {});
    const range = make("input", { type: "range", min: "0", max: "1000", step: "5" });
    const write = () => {
      said.textContent = fill(name, { count: writeCount(Number(range.value), signs) });
    };
    range.addEventListener("input", write, { signal });
    range.addEventListener("change", () => change({ [share]: Number(range.value) }), { signal });
    return { share, range, write, row: make("label", { class: "slider" }, said, range) };
  });
  const watches = makeBoxes(names.watches, "watch");
  const measures = makeBoxes(names.measures, "measures");
  const entry = make("select", {}, ...names.entries.map((one) => make("option", { value: one.id }, one.name)));
  entry.addEventListener("change", () => change({ entry: entry.value }), { signal });
  const seed = make("input", { type: "text", inputmode: "numeric", size: "6" });
  seed.addEventListener("change", () => {
    const number = /^\s*\d+\s*$/.test(seed.value) ? Number(seed.value) : /** @type {any} */ (seed.value);
    change({ seed: number });
  }, { signal });
  const { usual } = names;
  const under = ({ seed: day, codes, challenges, second_device, status, complaints, watch, entry: by, measures: kept } = usual) =>
    ({ seed: day, codes, challenges, second_device, status, complaints, watch, entry: by, measures: kept });
  const sandbox = make("details", { class: "sandbox" }, make("summary", {}, labels.assumptions), make("div", { class: "assumptions" },
    make("fieldset", {}, make("legend", {}, labels.voters_check), ...sliders.map(({ row }) => row)),
    make("fieldset", {}, make("legend", {}, labels.watch), ...watches.map(({ row }) => row)),
    make("div", {}, make("label", { class: "field" }, make("span", {}, labels.entry), entry),
      make("fieldset", {}, make("legend", {}, labels.measures), ...measures.map(({ row }) => row)),
      make("p", { class: "quiet-text" }, labels.entry_note))),
  make("div", { class: "actions" },
    make("label", { class: "field" }, make("span", {}, labels.seed), seed),
    makeButton(labels.another, () => change({ seed: (model.get("state").seed + 1) % 1_000_000 }), signal),
    makeButton(labels.nobody_checks, () => change({ codes: 0, challenges: 0, second_device: 0, status: 0, complaints: 0, watch: [] }), signal),
    makeButton(labels.usual, () => change(under()), signal)),
  make("p", { class: "quiet-text" }, labels.assumed_note, " ", make("small", {}, labels.assumed_source)));

  const compareBox = make("div", { class: "box compared" });
  const compareWait = make("p", { class: "quiet-text" }, `${labels.computing} …`);
  const compare = make("details", { class: "compare" }, make("summary", { id: `${id}-compare` }, labels.compare),
    make("p", {}, labels.compare_text), choosers[1]?.field ?? "", compareWait, compareBox,
    make("p", { class: "heading" }, labels.reported),
    make("ul", { class: "reported" }, ...names.facts.map(({ text, source }) => make("li", {}, text, " ", make("small", { class: "quiet-text" }, source)))));
  compare.addEventListener("toggle", () => {
    if (compare.open && !model.get("state").compare) change({ compare: true });
  }, { signal });
  /** @type {ReturnType<typeof makeComparison> | undefined} */
  let comparison;

  const stage = make("div", { class: "stage" },
    make("p", { class: "heading", id: `${id}-matrix` }, labels.matrix), make("p", {}, labels.task), legend, sandbox,
    make("div", { class: "actions" }, openAll, make("div", { class: "working" }, progress, bar)), counted,
    choosers[0]?.field ?? "", make("div", { class: "box" }, grid.element),
    make("div", { class: "tension" }, make("p", { class: "heading" }, labels.tension), make("p", {}, labels.tension_text),
      make("small", { class: "quiet-text" }, labels.tension_source)), compare);

  /** What was last said aloud, and what is still to be computed when Python was last asked. */
  let heard = { key: "", done: "" };
  let asked = 0;
  /** @type {(() => void) | undefined} What is to be in focus when it is drawn. */
  let wanted;

  function narrow() {
    return getComputedStyle(choosers[0]?.field ?? el).display !== "none";
  }

  function makeChooser() {
    const select = make("select", {}, ...names.ways.map((one) => make("option", { value: one.id }, one.name)));
    select.addEventListener("change", () => change({ way: select.value, role: "", days: false }), { signal });
    return { select, field: make("label", { class: "field chooser" }, make("span", {}, labels.way), select) };
  }

  /**
   * @param {Named[]} all
   * @param {"watch" | "measures"} key
   */
  function makeBoxes(all, key) {
    return all.map((one) => {
      const box = make("input", { type: "checkbox", value: one.id });
      box.addEventListener("change", () => {
        const rest = model.get("state")[key].filter((other) => other !== one.id);
        change({ [key]: box.checked ? [...rest, one.id] : rest });
      }, { signal });
      return { id: one.id, box, row: make("label", {}, box, make("span", {}, one.name)) };
    });
  }

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  /**
   * Open a row, or the details of a cell; a second press closes them.
   * @param {string} role
   * @param {string} way
   */
  function press(role, way) {
    const state = model.get("state");
    const again = state.role === role && state.way === way;
    change({ role: again ? "" : role, way, days: false, rows: state.rows.includes(role) ? state.rows : [...state.rows, role] });
  }

  /** Ask anew where a state came that this view did not make. */
  function ask() {
    const { guesses } = model.get("state");
    for (const [number, one] of asking.entries()) {
      const now = number > guesses.length ? "later" : guesses[number] ?? "open";
      const { question, options } = questions[number] ?? { question: "", options: [] };
      const told = model.get("told")[number];
      one.said.textContent = told && number < guesses.length ? `${told.right ? labels.as_guessed : labels.not_guessed} ${told.text}` : "";
      if (now === one.shown) continue;
      one.shown = now;
      one.place.replaceChildren(...(now === "later" ? [] : [makePrediction({
        name: `${id}-guess-${number}`, question, options, show: labels.show, labels, chosen: guesses[number], signal,
        reveal: (value) => {
          one.shown = value;
          change({ guesses: [...model.get("state").guesses.slice(0, number), value] });
          wanted = () => (asking[number + 1]?.place.querySelector("input") ?? grid.stopped())?.focus({ preventScroll: true });
        },
      })]));
    }
  }

  /**
   * What stands in a cell.
   * @param {string} role
   * @param {string} way
   */
  function read(role, way) {
    const state = model.get("state");
    const cell = model.get("matrix")[`${role}/${way}`];
    const none = { sign: "", line: "", spoken: "", old: false, other: "" };
    if (!state.rows.includes(role)) return { ...none, text: "?", kind: "closed", spoken: labels.closed };
    const known = cell ?? kept.get(`${role}/${way}`);
    if (!known) return { ...none, text: "…", kind: "waiting", spoken: labels.computing };
    kept.set(`${role}/${way}`, known);
    const { sign = "", name = "" } = statuses.get(known.status) ?? {};
    return { ...none, text: known.status === "chance" ? `${name}:` : name, sign, line: known.line, kind: known.status, old: !cell, other: known.other && cell ? labels.other : "" };
  }
  /** Cells as they were under the last assumptions, until they are computed again. @type {Map<string, Cell>} */
  const kept = new Map();

  function draw() {
    drawAll();
    wanted?.();
    wanted = undefined;
  }

  function drawAll() {
    const state = model.get("state");
    notice.textContent = model.get("notice");
    ask();
    const begun = state.guesses.length === questions.length;
    stage.hidden = !begun;
    predictions.classList.toggle("made", begun);
    if (!begun) return;
    if (state.role) grid.stop(state.role, state.way);
    grid.draw(read, state.role, state.way);
    for (const { select } of choosers) select.value = state.way;
    grid.element.classList.toggle("papers", names.ways.some((way) => way.id === state.way && !way.internet));
    openAll.hidden = state.rows.length === names.roles.length;
    drawWork(state);
    drawDetail(state);
    drawAssumptions(state);
    drawComparison(state);
    const left = model.get("left");
    if (left > 0 && left !== asked) model.send({ do: "more" });
    asked = left;
  }

  /** @param {State} state */
  function drawWork(state) {
    const all = state.rows.length * names.ways.length;
    const cells = Object.values(model.get("matrix"));
    progress.textContent = fill(labels.progress, { done: cells.length, all });
    bar.value = all ? cells.length / all : 1;
    bar.hidden = model.get("left") === 0;
    const { none, seen, chance, unseen, other } = tally(cells);
    counted.textContent = fill(labels.counted, { none, seen, chance, unseen }) + (other > 0 ? ` ${fill(labels.changed, { count: other })}` : "");
    if (model.get("left") > 0 || counted.textContent === heard.done) return;
    if (heard.done) spoken.textContent = counted.textContent;
    heard.done = counted.textContent;
  }

  /**
   * @param {string} heading
   * @param {string[]} lines
   * @param {string} otherwise
   * @param {...Node} after
   */
  function part(heading, lines, otherwise, ...after) {
    return make("div", {}, make("p", { class: "heading" }, heading),
      lines.length > 0 ? make("ul", {}, ...lines.map((text) => make("li", {}, text))) : make("p", {}, otherwise), ...after);
  }

  /** @param {State} state */
  function drawDetail(state) {
    const one = model.get("detail");
    const key = `${state.role}/${state.way}`;
    const ready = one.key === key;
    facts.hidden = hold.hidden = held.hidden = !ready;
    if (!ready || one.status === undefined) {
      verdict.textContent = state.role ? `${labels.computing} …` : "";
      return;
    }
    const { title, way, status, achieved = [], noticed = [], could = [], alarms = [], standards = [], assumed = [] } = one;
    const { sign = "" } = statuses.get(status) ?? {};
    verdict.replaceChildren(make("span", { class: `sign ${status}`, "aria-hidden": "true" }, sign),
      make("span", {}, make("b", {}, `${title} · ${way}`), make("br", {}), `${one.verdict}`));
    facts.replaceChildren(
      part(labels.achieved, achieved, labels.nothing),
      part(labels.noticed, noticed, labels.nobody),
      part(labels.could, could, labels.nobody_could),
      ...(alarms.length > 0 ? [part(labels.alarms, alarms, "")] : []),
      part(labels.standards, standards.map(({ number, text }) => fill(labels.standard, { number, text })), one.internet ? labels.no_effect : labels.no_standards),
      part(labels.assumed, assumed, "", make("small", { class: "quiet-text" }, fill(labels.sources, { sources: one.sources ?? "" }))));
    drawHeld(state, key);
    if (heard.key !== `${key} ${status}`) spoken.textContent = `${title}. ${way}. ${one.verdict}`;
    heard.key = `${key} ${status}`;
  }

  /**
   * @param {State} state
   * @param {string} key
   */
  function drawHeld(state, key) {
    const { key: of, days } = model.get("held");
    hold.disabled = state.days;
    held.hidden = !state.days || of !== key;
    const texts = { none: labels.day_none, seen: labels.day_seen, unseen: labels.day_unseen };
    const marks = { none: "–", seen: "●", unseen: "○" };
    const achieved = days.filter((day) => day !== "none");
    const noticed = achieved.filter((day) => day === "seen").length;
    held.replaceChildren(
      make("p", { role: "status" }, days.length < DAYS ? fill(labels.holding, { held: days.length, all: DAYS })
        : fill(labels.days_said, { achieved: achieved.length, all: DAYS, noticed })),
      make("ol", { class: "days" }, ...days.map((day, number) => {
        const kind = day === "seen" || day === "unseen" ? day : "none";
        return make("li", { class: kind }, make("span", { "aria-hidden": "true" }, marks[kind]),
          make("span", { class: "spoken" }, fill(labels.day, { day: number + 1, text: texts[kind] })));
      })));
  }

  /** @param {State} state */
  function drawAssumptions(state) {
    for (const { share, range, write } of sliders) {
      range.value = String(state[share]);
      write();
    }
    for (const { id: one, box } of watches) box.checked = state.watch.includes(one);
    for (const { id: one, box } of measures) box.checked = state.measures.includes(one);
    entry.value = state.entry;
    if (document.activeElement !== seed) seed.value = String(state.seed);
  }

  /** @param {State} state */
  function drawComparison(state) {
    const rows = model.get("table");
    if (state.compare && !compare.open) compare.open = true;
    compareWait.hidden = rows.length > 0;
    if (rows.length === 0) return;
    if (!comparison) {
      comparison = makeComparison({ labelled: `${id}-compare`, corner: labels.property, ways: names.ways, rows, source: (sources) => fill(labels.source, { sources }) });
      compareBox.replaceChildren(comparison.element);
    }
    comparison.choose(state.way);
  }

  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", {}, labels.intro),
  predictions, notice, spoken, stage,
  make("details", {}, make("summary", {}, labels.about), make("p", {}, labels.about_model), make("p", {}, labels.about_none), make("p", {}, labels.about_words)),
  make("div", { class: "actions" }, makeButton(labels.anew, () => {
    compare.open = sandbox.open = false;
    change(usual);
    wanted = () => asking[0]?.place.querySelector("input")?.focus();
  }, signal), makeLink(model, NAME, labels, signal))));
  const fitting = new ResizeObserver(() => grid.fit(narrow()));
  fitting.observe(el);
  const events = /** @type {const} */ (["change:state", "change:told", "change:matrix", "change:detail", "change:held", "change:table", "change:left", "change:notice"]);
  const later = whenQuiet(draw, signal);
  for (const name of events) model.on(name, later);
  draw();
  return () => {
    stop.abort();
    fitting.disconnect();
    for (const name of events) model.off(name, later);
  };
}

/**
 * Do something once for many changes that come together.
 * @param {() => void} act
 * @param {AbortSignal} signal
 */
function whenQuiet(act, signal) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      if (!signal.aborted) act();
    });
  };
}

export default { render };
