import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount, writeDifference } from "./common.js";
import { SHAPES, differenceIn, draw, largestOf, layOut, nearest, readStations } from "./counts_picture.js";

/**
 * Two counts of a country: a guess, the national table, a picture with a dot for each station,
 * a recount of the stations that were picked. Which were disturbed is not here until it is told.
 *
 * @typedef {{ guess: string, seed: number, hands: string, sure: number, doubtful: number, disturbed: number,
 *   acts: string[], line: string, chosen: number[], draw: number, recounted: boolean, told: boolean }} State
 * @typedef {"confirmed" | "machine" | "protocol" | "both"} Outcome
 * @typedef {{ station: number, kind: Outcome, text: string }} Found
 * @typedef {{ id: string, name: string }} Named
 * @typedef {{ name: string, machine: string, hand: string, difference: string, source: string }} Pair
 * @typedef {Record<"title" | "intro" | "question" | "guess_none" | "guess_under_1000" | "guess_under_10000"
 *   | "guess_more" | "count" | "counting" | "nation" | "machine" | "hand" | "less" | "all_ballots" | "mobile"
 *   | "every" | "line" | "all_lines" | "picture" | "across" | "up" | "aim" | "aim_first" | "key_station"
 *   | "key_chosen" | "key_confirmed" | "key_machine" | "key_protocol" | "key_told" | "largest" | "station"
 *   | "ballots" | "difference" | "choose" | "recount" | "task" | "how_many" | "by_lot" | "by_size" | "number"
 *   | "add" | "no_station" | "full" | "chosen" | "clear" | "start" | "choose_first" | "remove"
 *   | "tell" | "told" | "sandbox" | "seed" | "hands" | "hands_ordinary" | "hands_clear"
 *   | "hands_difficult" | "sure"
 *   | "doubtful" | "disturbed" | "acts" | "again" | "real" | "hand_less" | "source" | "show" | "trap"
 *   | "caveat" | "caveat_source" | "recounts" | "recounts_source", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{
 *   language: string, page: string, labels: Labels, signs: import("./common.js").Signs,
 *   state: State, notice: string, of: number, most: number, lines: Named[], kinds: Named[],
 *   stations: DataView, apart: DataView, nation: { machine?: number[], hand?: number[] }, said: string[],
 *   counted: number, found: Found[], summary: string[], truth: { rows?: (Found & { act: string })[], text?: string }, pairs: Pair[],
 * }} Model
 */

const NAME = "two-counts";
const REACH = 24;
const SHOWN = 20;

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, NAME);
  const stop = new AbortController();
  const signal = stop.signal;
  const id = `electoral-${NAME}-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const lines = model.get("lines");
  const of = model.get("of");
  const most = model.get("most");

  /** @type {import("./counts_picture.js").Station[]} */
  let stations = [];
  /** @type {{ x: number, y: number }[]} */
  let dots = [];
  let guessed = "";

  /** @param {number} number */
  const count = (number) => writeCount(number, signs);
  /** @param {number} station */
  const name = (station) => String(station + 1);
  const chosenNow = () => [model.get("state").chosen ?? []].flat().filter((one) => one >= 0 && one < of);
  const lineNow = () => lines.findIndex((line) => line.id === model.get("state").line);
  /** @param {number} number */
  const written = (number) => (lineNow() < 0 ? count(number) : writeDifference(number, signs));

  const question = make("div", {});
  const spoken = make("p", { class: "spoken", role: "status" });
  const busy = make("p", { class: "quiet-text" });
  const notice = make("p", { class: "notice", role: "alert" });
  const said = make("ul", { class: "findings" });
  const nation = make("tbody", {});
  const picture = draw("svg", { class: "picture", role: "img" });
  const aim = make("p", { class: "quiet-text aim" }, labels.aim_first);
  const key = make("ul", { class: "key" });
  const largest = make("tbody", {});
  const picked = make("ul", { class: "cards" });
  const pickedCount = make("p", {});
  const summary = make("ul", { class: "findings" });
  const truth = make("div", {});
  const pairs = make("tbody", {});
  const after = make("div", { class: "after" });

  /**
   * Send a state to Python, unless it is the one that it has; true if it was sent.
   * @param {Partial<State>} news
   */
  function change(news) {
    const state = { ...model.get("state"), ...news };
    if (JSON.stringify(state) === JSON.stringify(model.get("state"))) return false;
    model.set("state", state);
    model.save_changes();
    return true;
  }

  /** Say that the counting has begun; what arrives takes this away. */
  function wait() {
    busy.textContent = spoken.textContent = fill(labels.counting, { stations: count(of) });
  }

  /** @param {number} station */
  function toggle(station) {
    const chosen = chosenNow();
    const kept = chosen.filter((one) => one !== station);
    if (kept.length === chosen.length && chosen.length >= most) {
      spoken.textContent = pickedCount.textContent = fill(labels.full, { most });
      return;
    }
    change({ chosen: kept.length < chosen.length ? kept : [...chosen, station], recounted: false });
  }

  /**
   * A table in a box that scrolls.
   * @param {string} label
   * @param {string[]} columns
   * @param {HTMLElement} body
   */
  function table(label, columns, body, kind = "") {
    const head = columns.map((column) => make("th", { scope: "col" }, column));
    return make("div", { class: `box ${kind}`, role: "region", tabindex: "0", "aria-label": label },
      make("table", { "aria-label": label }, make("thead", {}, make("tr", {}, ...head)), body));
  }

  /** @param {string} label */
  function field(label, value = "", least = 0, highest = 0) {
    const input = make("input", { type: "number", min: String(least), max: String(highest), step: "1", value, inputmode: "numeric" });
    return { input, row: make("label", { class: "field" }, make("span", {}, label), input) };
  }

  function ask() {
    guessed = model.get("state").guess ?? "";
    question.replaceChildren(makePrediction({
      name: `${id}-guess`,
      question: labels.question,
      options: [
        { value: "none", text: labels.guess_none }, { value: "under_1000", text: labels.guess_under_1000 },
        { value: "under_10000", text: labels.guess_under_10000 }, { value: "more", text: labels.guess_more },
      ],
      show: labels.count,
      labels,
      chosen: guessed,
      signal,
      reveal(guess) {
        guessed = guess;
        change({ guess });
        wait();
      },
    }));
  }

  function drawNation() {
    const { machine = [], hand = [] } = model.get("nation");
    /**
     * @param {string} label
     * @param {number} one
     * @param {number} other
     */
    const row = (label, one, other, kind = "") => make("tr", { class: kind }, make("th", { scope: "row" }, label),
      ...[count(one), count(other), writeDifference(one - other, signs)].map((text) => make("td", {}, text)));
    const sum = (/** @type {number[]} */ numbers) => numbers.reduce((all, one) => all + one, 0);
    nation.replaceChildren(...lines.map((line, place) => row(line.name, machine[place] ?? 0, hand[place] ?? 0)),
      row(labels.all_ballots, sum(machine), sum(hand), "sum"));
  }

  /**
   * Draw a mark where a station has its dot.
   * @param {keyof typeof SHAPES} kind
   * @param {number} station
   */
  function mark(kind, station) {
    const { x = 0, y = 0 } = dots[station] ?? {};
    return draw("path", { class: kind, d: SHAPES[kind], transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
  }

  function drawPicture() {
    const plan = layOut(stations, lineNow(), Math.max(Math.round(picture.getBoundingClientRect().width), 260));
    const [least = 0, greatest = 0] = plan.span;
    dots = plan.dots;
    picture.setAttribute("viewBox", `0 0 ${plan.width} ${plan.height}`);
    picture.setAttribute("height", String(plan.height));
    picture.setAttribute("aria-label", fill(labels.picture, { stations: count(of), least: written(least), most: written(greatest) }));
    picture.replaceChildren(
      ...plan.ticks.flatMap(({ at, y }) => [
        draw("path", { class: at ? "grid" : "axis", d: `M${plan.left} ${y}H${plan.right}` }),
        draw("text", { x: plan.left - 8, y: y + 5, "text-anchor": "end" }, written(at)),
      ]),
      ...plan.sizes.map(({ at, x }) => draw("text", { x, y: plan.bottom + 26, "text-anchor": "middle" }, count(at))),
      draw("text", { x: plan.right, y: plan.height - 6, "text-anchor": "end" }, labels.across),
      draw("path", { class: "station", d: dots.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("") }));
    drawMarks();
  }

  /** Draw what lies over the dots: chosen, recounted and told stations, and the key to them. */
  function drawMarks() {
    const found = model.get("found");
    const marks = [
      ...chosenNow().filter((one) => !found.some(({ station }) => station === one)).map((station) => mark("chosen", station)),
      ...found.map(({ kind, station }) => mark(kind === "both" ? "protocol" : kind, station)),
      ...(model.get("truth").rows ?? []).map(({ station }) => mark("told", station)),
    ];
    picture.querySelector("g")?.remove();
    picture.append(draw("g", {}, ...marks));
    const texts = {
      station: labels.key_station, chosen: labels.key_chosen, confirmed: labels.key_confirmed,
      machine: labels.key_machine, protocol: labels.key_protocol, told: labels.key_told,
    };
    const seen = new Set(["station", ...marks.map((one) => one.getAttribute("class"))]);
    const kinds = /** @type {(keyof typeof SHAPES)[]} */ (Object.keys(SHAPES)).filter((kind) => seen.has(kind));
    key.replaceChildren(...kinds.map((kind) => make("li", {},
      draw("svg", { class: "picture", viewBox: "-12 -13 24 24", width: 22, height: 22, "aria-hidden": "true" },
        draw("path", { class: kind, d: SHAPES[kind] })), texts[kind])));
  }

  function drawLargest() {
    const chosen = new Set(chosenNow());
    const differences = stations.map((station) => differenceIn(station, lineNow()));
    largest.replaceChildren(...largestOf(differences, SHOWN).map((station) => {
      const box = make("input", { type: "checkbox", "aria-label": fill(labels.choose, { station: name(station) }), "data-station": String(station) });
      box.checked = chosen.has(station);
      box.addEventListener("change", () => toggle(station), { signal });
      return make("tr", {}, make("th", { scope: "row" }, make("label", {}, box, name(station))),
        make("td", {}, count(stations[station]?.size ?? 0)), make("td", {}, written(differences[station] ?? 0)));
    }));
  }

  /** @param {number} station */
  function inWords(station) {
    const one = stations[station];
    return one ? fill(labels.aim, { station: name(station), ballots: count(one.size), difference: written(differenceIn(one, lineNow())) }) : "";
  }

  /** Show the chosen stations, and what was found at them. */
  function drawPicked() {
    const chosen = chosenNow();
    const set = new Set(chosen);
    const found = new Map(model.get("found").map((one) => [one.station, one]));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.remove : undefined;
    for (const box of largest.querySelectorAll("input")) box.checked = set.has(Number(box.dataset.station));
    pickedCount.textContent = fill(labels.chosen, { chosen: count(chosen.length), most: count(most) });
    tell.hidden = found.size === 0 || model.get("state").told;
    picked.replaceChildren(...chosen.map((station) => {
      const remove = makeButton("×", () => toggle(station), signal);
      remove.setAttribute("aria-label", fill(labels.remove, { station: name(station) }));
      remove.dataset.remove = String(station);
      const one = found.get(station);
      return make("li", {}, make("p", {}, inWords(station)), remove, ...(one ? [make("p", { class: "says" }, sign(one.kind), one.text)] : []));
    }));
    if (focused !== undefined) {
      const next = [...picked.querySelectorAll("button")];
      (next.find((button) => Number(button.dataset.remove) >= Number(focused)) ?? next.at(-1) ?? byLot).focus();
    }
  }

  /** @param {Outcome} kind */
  function sign(kind) {
    const [text, tone] = kind === "confirmed" ? ["✓ ", "good"] : kind === "machine" ? ["□ ", "doubtful"] : ["✗ ", "bad"];
    return make("span", { class: tone, "aria-hidden": "true" }, text);
  }

  function drawTruth() {
    const { rows = [], text = "" } = model.get("truth");
    truth.replaceChildren(...(text ? [make("p", { class: "told-text" }, text)] : []));
    if (rows.length === 0) return;
    truth.append(make("ul", { class: "cards", "aria-label": labels.told }, ...rows.map(({ station, act, kind, text: says }) => make("li", {},
        make("p", {}, make("b", {}, act), make("br", {}), inWords(station)), make("p", { class: "says" }, sign(kind), says)))));
  }

  /**
   * @param {HTMLElement} list
   * @param {string[]} sentences
   */
  function say(list, sentences) {
    list.replaceChildren(...sentences.map((sentence) => make("li", {}, sentence)));
    if (sentences.length > 0) spoken.textContent = sentences.join(" ");
  }

  /** The counting is over, with or without a result. */
  function rest() {
    if (busy.textContent === spoken.textContent) spoken.textContent = "";
    busy.textContent = "";
  }

  /** Take what Python sent of a country. */
  function arrive() {
    after.hidden = !model.get("nation").machine || model.get("stations").byteLength === 0;
    if (after.hidden) return;
    stations = readStations(model.get("stations"), model.get("apart"));
    drawNation();
    drawPicture();
    drawLargest();
    drawPicked();
  }

  /** Take a state that changed, here or in Python. */
  function follow() {
    const state = model.get("state");
    rest();
    if ((state.guess ?? "") !== guessed) ask();
    if (stations.length === 0) return;
    if (line.value !== state.line) line.value = state.line;
    drawPicked();
    drawMarks();
  }

  const line = make("select", {}, make("option", { value: "all" }, labels.all_lines),
    ...lines.map((one) => make("option", { value: one.id }, one.name)));
  line.addEventListener("change", () => {
    change({ line: line.value });
    drawPicture();
    drawLargest();
  }, { signal });

  const howMany = field(labels.how_many, "10", 1, most);
  howMany.input.required = true;
  /** @param {string} how */
  const several = (how) => () => {
    if (howMany.input.reportValidity()) model.send({ do: how, size: howMany.input.valueAsNumber });
  };
  const byLot = makeButton(labels.by_lot, several("by_lot"), signal);
  const single = field(labels.number, "", 1, of);
  const add = makeButton(labels.add, () => {
    const station = single.input.valueAsNumber - 1;
    if (!Number.isInteger(station) || station < 0 || station >= of) {
      spoken.textContent = pickedCount.textContent = fill(labels.no_station, { stations: count(of) });
    } else if (!chosenNow().includes(station)) toggle(station);
    single.input.value = "";
    single.input.focus();
  }, signal);
  const start = makeButton(labels.start, () => {
    if (chosenNow().length > 0) change({ recounted: true });
    else spoken.textContent = pickedCount.textContent = labels.choose_first;
  }, signal, "main");

  const state = model.get("state");
  const settings = {
    seed: field(labels.seed, String(state.seed), 0, 999_999),
    disturbed: field(labels.disturbed, String(state.disturbed), 0, most),
    sure: field(labels.sure, String(state.sure), 1, 1000),
    doubtful: field(labels.doubtful, String(state.doubtful), 1, 1000),
  };
  const hands = make("select", {}, make("option", { value: "ordinary" }, labels.hands_ordinary),
    make("option", { value: "clear" }, labels.hands_clear), make("option", { value: "difficult" }, labels.hands_difficult));
  hands.value = state.hands;
  const acts = model.get("kinds").map((kind) => {
    const box = make("input", { type: "checkbox", value: kind.id });
    box.checked = [state.acts ?? []].flat().includes(kind.id);
    return { box, row: make("label", {}, box, make("span", {}, kind.name)) };
  });
  const again = makeButton(labels.again, () => {
    if (!Object.values(settings).every(({ input }) => input.reportValidity())) return;
    const news = {
      ...Object.fromEntries(Object.entries(settings).map(([setting, { input }]) => [setting, input.valueAsNumber])),
      hands: hands.value,
      acts: acts.filter(({ box }) => box.checked).map(({ box }) => box.value),
      chosen: [], recounted: false, told: false,
    };
    if (change(news)) wait();
  }, signal, "main");

  const tell = makeButton(labels.tell, () => change({ told: true }), signal);
  after.append(
    said,
    make("div", { class: "pair" },
      make("div", {}, make("p", { class: "heading" }, labels.nation),
        table(labels.nation, ["", labels.machine, labels.hand, labels.less], nation),
        make("p", { class: "quiet-text" }, labels.mobile)),
      make("figure", {}, make("figcaption", { class: "heading" }, labels.every),
        make("label", { class: "field" }, make("span", {}, labels.line), line),
        make("p", { class: "quiet-text" }, labels.up), picture, aim, key,
        make("details", {}, make("summary", {}, labels.largest),
          table(labels.largest, [labels.station, labels.ballots, labels.difference], largest, "low"))),
      make("fieldset", { class: "recount" }, make("legend", {}, labels.recount), make("p", {}, labels.task),
        make("div", { class: "fields" }, howMany.row, byLot, makeButton(labels.by_size, several("by_size"), signal)),
        make("div", { class: "fields" }, single.row, add),
        pickedCount,
        make("div", { class: "actions" }, start,
          makeButton(labels.clear, () => change({ chosen: [], recounted: false }), signal), tell),
        summary, picked)),
    truth,
    make("section", { class: "real", "aria-label": labels.real }, make("p", { class: "heading" }, labels.real),
      table(labels.real, [labels.machine, labels.hand, labels.hand_less], pairs),
      make("div", {}, make("p", {}, labels.show), make("p", {}, labels.trap),
        make("p", {}, labels.caveat, make("small", { class: "quiet-text" }, labels.caveat_source)),
        make("p", {}, labels.recounts, make("small", { class: "quiet-text" }, labels.recounts_source)))),
    make("details", {}, make("summary", {}, labels.sandbox),
      make("div", { class: "fields" }, settings.seed.row, settings.disturbed.row,
        make("label", { class: "field" }, make("span", {}, labels.hands), hands), settings.sure.row, settings.doubtful.row),
      make("fieldset", { class: "acts" }, make("legend", {}, labels.acts), ...acts.map(({ row }) => row)),
      make("div", { class: "actions" }, again)),
    makeLink(model, NAME, labels, signal));
  after.hidden = true;
  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title),
  make("p", {}, fill(labels.intro, { stations: count(of) })), question, busy, notice, spoken, after));

  /** @param {MouseEvent} event */
  const under = (event) => {
    const frame = picture.getBoundingClientRect();
    return nearest(dots, event.clientX - frame.left, event.clientY - frame.top, REACH);
  };
  /** @param {number} station */
  const point = (station) => {
    if (station >= 0) aim.textContent = inWords(station);
  };
  picture.addEventListener("pointermove", (event) => point(under(/** @type {PointerEvent} */ (event))), { signal });
  picture.addEventListener("click", (event) => {
    const station = under(/** @type {MouseEvent} */ (event));
    point(station);
    if (station >= 0) toggle(station);
  }, { signal });
  const watch = new ResizeObserver(() => {
    if (stations.length > 0 && picture.getBoundingClientRect().width > 0) drawPicture();
  });
  watch.observe(after);

  /** @type {Record<string, () => void>} */
  const heard = {
    stations: arrive,
    nation: arrive,
    state: follow,
    counted: rest,
    notice: () => notice.replaceChildren(model.get("notice")),
    said: () => say(said, model.get("said")),
    found() {
      drawPicked();
      drawMarks();
    },
    summary: () => say(summary, model.get("summary")),
    truth() {
      drawTruth();
      drawMarks();
    },
    pairs: () => pairs.replaceChildren(...model.get("pairs").flatMap((pair) => [
      make("tr", {}, make("th", { scope: "row", colspan: "3" }, pair.name,
        make("small", { class: "quiet-text" }, fill(labels.source, { source: pair.source })))),
      make("tr", {}, ...[pair.machine, pair.hand, pair.difference].map((text) => make("td", {}, text))),
    ])),
  };
  for (const [trait, hear] of Object.entries(heard)) model.on(/** @type {any} */ (`change:${trait}`), hear);
  ask();
  for (const hear of Object.values(heard)) hear();
  return () => {
    stop.abort();
    watch.disconnect();
    for (const [trait, hear] of Object.entries(heard)) model.off(/** @type {any} */ (`change:${trait}`), hear);
  };
}

export default { render };
