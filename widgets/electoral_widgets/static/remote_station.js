import { fill, make, makeButton, makeLink, takeLink, writeCount, writeDifference } from "./common.js";
import { makePlace, makeQueue } from "./remote_pictures.js";

/**
 * A voter away from home: a guess, the walk through the station, tries to break it, a day's queue.
 *
 * @typedef {{ guess: string, home: number, visits: string[][], without: string, counted: string, seed: number,
 *   devices: number, voters: number, seconds: number, rush: string, stopped: number, offline: number,
 *   misprints: number, taken: number, added: number }} State
 * @typedef {"devices" | "voters" | "seconds" | "stopped" | "offline" | "misprints" | "taken" | "added"} Amount
 * @typedef {{ id: string, name: string }} Choice
 * @typedef {{ id: string, name: string, how: "done" | "stopped" | "open", text: string }} Step
 * @typedef {{ title: string, paper: string, steps: Step[] }} Visit
 * @typedef {{ rows: string[][], differ: boolean[], sum: string[], said: string[] }} Records
 * @typedef {{ waiting: number[], said: string[], sums: number[], rows: [string, number, number][],
 *   verdict: string, counted: string }} Queue
 * @typedef {Record<"title" | "intro" | "you" | "home" | "station" | "document" | "trouble" | "guess" | "ask_print"
 *   | "print_here" | "print_home" | "ask_go" | "go_box" | "go_envelope" | "go_none" | "ask_net" | "net_yes" | "net_no"
 *   | "guess_all" | "go_in" | "next" | "all_steps" | "verdict" | "as_guessed" | "not_guessed" | "done" | "stopped_here"
 *   | "not_reached" | "attempts" | "attempts_text" | "own_try" | "again" | "without" | "without_stop" | "without_local"
 *   | "assumption" | "records" | "constituency" | "identified" | "printed" | "spoiled" | "boxed" | "all" | "differs"
 *   | "nothing_written" | "unknown" | "day" | "day_text" | "devices" | "voters" | "seconds" | "rush" | "rush_even"
 *   | "rush_morning" | "rush_evening" | "stopped" | "offline" | "waiting" | "hour" | "picture" | "table" | "faults"
 *   | "misprints" | "taken" | "added" | "sheet" | "compared" | "in_sum" | "in_parts" | "counted" | "counted_open"
 *   | "counted_here" | "counted_sent" | "about", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State,
 *   notice: string, choices: Record<"station" | "document" | "trouble", Choice[]>,
 *   attempts: { name: string, visits: string[][] }[], walk: Visit[], answers: { right: boolean, text: string }[],
 *   records: Records, silences: string[], about: string[], queue: Queue }} Model
 */

const SIGNS = { done: "✓", stopped: "✕", open: "–" };

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, "remote-station");
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-remote-station-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const hows = { done: labels.done, stopped: labels.stopped_here, open: labels.not_reached };
  /** @param {number} number */
  const write = (number) => writeCount(number, signs);
  /** Steps of the last visit that are to be seen; the first walk is gone step by step. */
  let shown = Infinity;
  /** @type {(() => void)[]} */
  const setters = [];

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  /**
   * Make a list to choose from, with its label.
   * @param {string} label
   * @param {Choice[]} options
   * @param {(value: string) => void} act
   */
  function makeSelect(label, options, act) {
    const select = make("select", {});
    offer(select, options);
    select.addEventListener("change", () => act(select.value), { signal });
    return { select, row: make("label", { class: "choice" }, make("span", {}, label), select) };
  }

  /**
   * @param {HTMLSelectElement} select
   * @param {Choice[]} options
   */
  function offer(select, options) {
    const { value } = select;
    select.replaceChildren(...options.map(({ id: one, name }) => make("option", { value: one }, name)));
    if (options.some(({ id: one }) => one === value)) select.value = value;
  }

  /**
   * Make a list that is part of the state.
   * @param {string} label
   * @param {"rush" | "without" | "counted"} key
   * @param {Choice[]} options
   */
  function makeSetting(label, key, options) {
    const { select, row } = makeSelect(label, options, (value) => change({ [key]: value }));
    setters.push(() => { select.value = model.get("state")[key]; });
    return row;
  }

  /**
   * @param {string} label
   * @param {Amount} key
   * @param {[number, number, number]} bounds
   */
  function makeAmount(label, key, [min, max, step]) {
    const input = make("input", { type: "range", min: `${min}`, max: `${max}`, step: `${step}`, id: `${id}-${key}` });
    const output = make("output", { for: `${id}-${key}` });
    input.addEventListener("input", () => {
      output.textContent = write(Number(input.value));
      change({ [key]: Number(input.value) });
    }, { signal });
    setters.push(() => {
      const value = model.get("state")[key];
      if (Number(input.value) !== value) input.value = `${value}`;
      output.textContent = write(value);
    });
    return make("div", { class: "amount" }, make("label", { for: `${id}-${key}` }, label), output, input);
  }

  const spoken = make("p", { class: "spoken", role: "status" });
  const notice = make("p", { class: "notice", role: "alert" });

  // The voter, and where to go.
  const home = makeSelect(labels.home, Array.from({ length: 30 }, (_, place) => ({ id: `${place + 1}`, name: `${place + 1}` })),
    (value) => change({ home: Number(value), visits: [] }));
  const parts = /** @type {const} */ (["station", "document", "trouble"]);
  const heads = { station: labels.station, document: labels.document, trouble: labels.trouble };
  const fields = parts.map((key) => makeSelect(heads[key], model.get("choices")[key], () => {}));
  setters.push(() => {
    home.select.value = `${model.get("state").home}`;
    for (const [place, key] of parts.entries()) {
      const field = fields[place];
      if (field) offer(field.select, model.get("choices")[key]);
    }
  });
  const chosen = () => fields.map(({ select }) => select.value);
  const enter = makeButton(labels.go_in, () => {
    const { visits } = model.get("state");
    goIn({ visits: [...visits.slice(0, 5), chosen()] });
  }, signal, "main");
  const again = makeButton(labels.again, () => goIn({ visits: [] }), signal);
  const trouble = fields[2]?.row ?? "";
  const without = makeSetting(labels.without, "without",
    [{ id: "stop", name: labels.without_stop }, { id: "local", name: labels.without_local }]);
  const form = make("fieldset", { class: "form" }, make("legend", {}, labels.you),
    make("div", { class: "choices" }, home.row, ...fields.slice(0, 2).map(({ row }) => row)));

  // The guess.
  const asked = [
    question("print", labels.ask_print, [["here", labels.print_here], ["home", labels.print_home]]),
    question("go", labels.ask_go, [["box", labels.go_box], ["envelope", labels.go_envelope], ["none", labels.go_none]]),
    question("net", labels.ask_net, [["yes", labels.net_yes], ["no", labels.net_no]]),
  ];
  const missing = make("p", { class: "said", role: "status" });
  const guess = make("fieldset", { class: "prediction" }, make("legend", {}, labels.guess),
    make("div", { class: "questions" }, ...asked.map(({ element }) => element)),
    makeButton(labels.go_in, () => {
      const open = asked.find(({ value }) => !value());
      if (open) {
        missing.textContent = labels.guess_all;
        open.focus();
        return;
      }
      shown = 1;
      change({ guess: asked.map(({ value }) => value()).join("-"), visits: [[...chosen().slice(0, 2), "none"]] });
      onward.focus();
    }, signal, "main"), missing);

  /**
   * @param {string} name
   * @param {string} text
   * @param {string[][]} options
   */
  function question(name, text, options) {
    const radios = options.map(([value = ""]) => make("input", { type: "radio", name: `${id}-${name}`, value }));
    const element = make("fieldset", {}, make("legend", {}, text),
      ...options.map(([, label = ""], place) => make("label", {}, radios[place] ?? "", make("span", {}, label))));
    return { element, value: () => radios.find(({ checked }) => checked)?.value, focus: () => radios[0]?.focus() };
  }

  // The walk.
  const walk = make("div", { class: "walk" });
  const onward = makeButton(labels.next, () => reveal(shown + 1), signal, "main");
  const whole = makeButton(labels.all_steps, () => reveal(5), signal);
  const moving = make("div", { class: "actions" }, onward, whole);
  const answers = make("div", { class: "answers", tabindex: "-1" });
  const sheet = make("div", {});
  const tries = model.get("attempts").map(({ name, visits }) => ({
    visits: JSON.stringify(visits), button: makeButton(name, () => goIn({ visits }), signal),
  }));
  const breaking = make("section", {},
    make("p", { class: "heading" }, labels.attempts), make("p", { class: "quiet-text" }, labels.attempts_text),
    make("div", { class: "tries" }, ...tries.map(({ button }) => button)),
    make("div", { class: "assumed" }, without, make("p", { class: "quiet-text" }, labels.assumption)));
  const own = make("details", {}, make("summary", {}, labels.own_try));
  const unknown = make("section", {}, make("p", { class: "heading" }, labels.unknown),
    make("ul", { class: "list" }, ...model.get("silences").map((text) => make("li", {}, text))));

  /**
   * Begin a try, and show all of it at once.
   * @param {Partial<State>} news
   */
  function goIn(news) {
    shown = Infinity;
    change(news);
    walk.scrollIntoView({ block: "nearest" });
  }

  /** Say how the last visit ended, when it was not walked through. */
  function speak() {
    const last = model.get("walk").at(-1);
    const step = last?.steps.filter(({ how }) => how !== "open").at(-1);
    if (last && step && shown === Infinity) spoken.textContent = `${last.title}. ${step.name}: ${step.text}`;
  }

  /** @param {number} steps */
  function reveal(steps) {
    const last = model.get("walk").at(-1);
    shown = steps;
    if (!last || last.steps.filter(({ how }) => how !== "open").length <= steps) shown = Infinity;
    draw();
    if (shown === Infinity) answers.focus();
    spoken.textContent = last?.steps[steps - 1]?.text ?? "";
  }

  /** Draw the visits, the last one as far as it was gone. */
  function drawWalk() {
    const visits = model.get("walk");
    walk.replaceChildren(...visits.map(({ title, paper, steps }, place) => make("section", {},
      make("p", { class: "heading" }, title),
      make("ol", { class: "steps" }, ...steps.map((step, number) => {
        const seen = place < visits.length - 1 || number < shown;
        const how = seen ? step.how : "open";
        return make("li", { class: how, ...(number === shown - 1 && place === visits.length - 1 ? { "aria-current": "step" } : {}) },
          make("b", {}, `${number + 1}. ${step.name} `, make("span", { class: "sign" },
            make("span", { "aria-hidden": "true" }, SIGNS[how]), make("span", { class: "spoken" }, hows[how]))),
          makePlace(step.id, seen ? paper : ""), make("p", {}, seen ? step.text : ""));
      })))));
    moving.hidden = shown === Infinity;
  }

  /** Draw how good the guess was, once the first walk is over. */
  function drawAnswers() {
    answers.replaceChildren(make("p", { class: "heading" }, labels.verdict),
      make("ul", { class: "list" }, ...model.get("answers").map(({ right, text }) => make("li", {},
        make("b", { class: right ? "good" : "bad" }, right ? `✓ ${labels.as_guessed}` : `✕ ${labels.not_guessed}`), " ", text))));
  }

  /** Draw what was written down. */
  function drawSheet() {
    const { rows = [], differ = [], sum = [], said = [] } = model.get("records");
    const heads = [labels.constituency, labels.identified, labels.printed, labels.spoiled, labels.boxed];
    sheet.replaceChildren(make("p", { class: "heading" }, labels.records),
      rows.length ? makeTable(labels.records, heads,
        [...rows.map(([head = "", ...cells], place) => [differ[place] ? `${head} ≠ ${labels.differs}` : head, ...cells]), [labels.all, ...sum]])
        : make("p", {}, labels.nothing_written),
      ...said.map((text, place) => make("p", { class: place ? "quiet-text" : "verdict" }, text)));
  }

  /**
   * Make a table; the first cell of a row is its header.
   * @param {string} caption
   * @param {string[]} heads
   * @param {string[][]} rows
   */
  function makeTable(caption, heads, rows) {
    return make("div", { class: "box", role: "region", tabindex: "0", "aria-label": caption }, make("table", {},
      make("thead", {}, make("tr", {}, ...heads.map((head, place) => make("th", { scope: "col", class: place ? "" : "words" }, head)))),
      make("tbody", {}, ...rows.map(([head = "", ...cells]) => make("tr", {},
        make("th", { scope: "row" }, head), ...cells.map((cell) => make("td", {}, cell)))))));
  }

  // The day.
  const picture = make("div", {});
  const told = make("div", { class: "told" });
  const twin = make("div", {});
  const table = make("details", {}, make("summary", {}, labels.table), twin);
  const closing = make("div", {});
  const assumed = make("p", { class: "told" });
  table.addEventListener("toggle", drawDay, { signal });
  const day = make("section", { class: "day" },
    make("p", { class: "heading" }, labels.day), make("p", { class: "quiet-text" }, labels.day_text),
    make("div", { class: "choices" }, makeAmount(labels.devices, "devices", [1, 6, 1]),
      makeAmount(labels.voters, "voters", [0, 3000, 50]), makeAmount(labels.seconds, "seconds", [20, 120, 5]),
      makeAmount(labels.stopped, "stopped", [0, 240, 15]), makeAmount(labels.offline, "offline", [0, 240, 15]),
      makeSetting(labels.rush, "rush", [{ id: "even", name: labels.rush_even },
        { id: "morning", name: labels.rush_morning }, { id: "evening", name: labels.rush_evening }])),
    picture, told, table,
    make("p", { class: "heading" }, labels.faults),
    make("div", { class: "choices" }, makeAmount(labels.misprints, "misprints", [0, 20, 1]),
      makeAmount(labels.taken, "taken", [0, 20, 1]), makeAmount(labels.added, "added", [0, 20, 1])),
    closing,
    make("div", { class: "assumed" }, makeSetting(labels.counted, "counted", [{ id: "open", name: labels.counted_open },
      { id: "here", name: labels.counted_here }, { id: "sent", name: labels.counted_sent }]), make("p", { class: "quiet-text" }, labels.assumption)), assumed);

  /** Draw the queue and the records at closing. */
  function drawDay() {
    const { waiting, said, sums, rows, verdict, counted } = model.get("queue");
    if (!waiting) return;
    picture.replaceChildren(makeQueue(waiting, {
      alt: fill(labels.picture, { most: write(Math.max(...waiting)) }), across: labels.hour, up: labels.waiting, write,
    }));
    told.replaceChildren(...said.map((text) => make("p", {}, text)));
    if (table.open) {
      twin.replaceChildren(makeTable(labels.table, [labels.hour, labels.waiting],
        waiting.filter((_, place) => place % 12 === 0).map((number, hour) => [write(hour), write(number)])));
    }
    closing.replaceChildren(
      makeTable(labels.sheet, [labels.sheet, labels.identified, labels.printed, labels.boxed], [[labels.all, ...sums.map(write)]]),
      makeTable(labels.compared, [labels.compared, labels.in_sum, labels.in_parts],
        rows.map(([name, sum, differ]) => [name, writeDifference(sum, signs), write(differ)])),
      make("p", { class: "verdict" }, verdict));
    assumed.textContent = counted;
  }

  /** Draw everything; what the guess opens stays closed before it. */
  function draw() {
    const { guess: made, visits } = model.get("state");
    const walked = made !== "" && shown === Infinity;
    for (const set of setters) set();
    guess.hidden = made !== "";
    form.hidden = made !== "" && !walked;
    for (const part of [answers, breaking, own, sheet, unknown, day]) part.hidden = !walked;
    drawWalk();
    const now = JSON.stringify(visits);
    for (const { button, visits: own } of tries) button.setAttribute("aria-pressed", String(own === now));
    if (!walked) return;
    if (!own.contains(enter)) own.append(form, trouble, make("div", { class: "actions" }, enter, again));
    drawAnswers();
    drawSheet();
    drawDay();
  }

  function drawNotice() {
    notice.textContent = model.get("notice");
  }

  const root = make("div", {
    class: "electoral-view electoral-remote-station", lang: model.get("language"), role: "group", "aria-labelledby": id,
  },
  make("p", { class: "title", id }, labels.title),
  make("p", {}, labels.intro),
  form, guess, notice, answers, breaking, own, walk, moving, sheet, unknown, day,
  make("details", {}, make("summary", {}, labels.about),
    make("ul", { class: "list" }, ...model.get("about").map((text) => make("li", {}, text)))),
  makeLink(model, "remote-station", labels, signal), spoken);
  el.replaceChildren(root);
  draw();
  drawNotice();

  const heard = /** @type {const} */ (["state", "choices", "walk", "answers", "records", "queue"]);
  for (const name of heard) model.on(`change:${name}`, draw);
  model.on("change:walk", speak);
  model.on("change:notice", drawNotice);
  return () => {
    stop.abort();
    for (const name of heard) model.off(`change:${name}`, draw);
    model.off("change:walk", speak);
    model.off("change:notice", drawNotice);
  };
}

export default { render };
