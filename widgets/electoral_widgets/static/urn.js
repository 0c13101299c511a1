import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount, writeDifference, writePercent } from "./common.js";
import { FREE, INVALID, RETURNED, SIGNS, UNREAD, at, laneOf, readAll, unpack } from "./urn_ballots.js";
import { makeStage } from "./urn_stage.js";
import { PACES, hurried, makeRun } from "./urn_run.js";

/**
 * A ballot box that reads: ballots fall, the machine counts them, then people do.
 *
 * @typedef {{ seed: number, voters: number, turnout: number, hands: string, acts: string[],
 *   sure: number, doubtful: number, fed: number, guess: string }} State
 * @typedef {{ cast: number, machine?: number[], missed?: number, hand?: number[], truth?: number[] }} Counts
 * @typedef {{ id: string, group: string, name: string, text: string }} Act
 * @typedef {Record<"title" | "intro" | "stage" | "question" | "none" | "one" | "five" | "many" | "count_all"
 *   | "undo" | "step" | "play" | "pause" | "all" | "empty" | "speed" | "slow" | "normal" | "fast" | "counter"
 *   | "candidate" | "against" | "aside" | "uncounted" | "legend" | "legend_uncounted" | "darkest" | "next"
 *   | "sure_from" | "doubtful_from" | "said_square" | "said_blank" | "said_two" | "said_doubtful"
 *   | "said_uncounted" | "said_fault" | "said_all" | "now_guess" | "recent" | "ballot" | "first_mark"
 *   | "second_mark" | "reading" | "comparison" | "line" | "invalid" | "sum" | "machine" | "hand" | "truth"
 *   | "machine_hand" | "hand_truth" | "missed" | "fact" | "sandbox" | "new_urn" | "number" | "voters"
 *   | "turnout" | "hands" | "ordinary" | "clear" | "difficult" | "sure" | "doubtful" | "usual" | "machine_acts"
 *   | "people_acts" | "see" | "picture", string> & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, labels: Labels, signs: import("./common.js").Signs, state: State, notice: string,
 *   page: string, ballots: DataView, counts: Counts, verdict: string, traces: string, acts: Act[],
 *   thresholds: Record<"usual" | "misset", import("./urn_ballots.js").Thresholds>, picture: DataView }} Model
 */

/** More than any station has: all ballots. */
const ALL = 10_000;

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-urn-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const { usual, misset } = model.get("thresholds");
  const candidates = SIGNS.slice(0, 4).map((letter) => fill(labels.candidate, { letter }));
  const names = [...candidates, labels.against, labels.aside, labels.uncounted];
  takeLink(model, "urn");

  /** @type {import("./urn_stage.js").Scene} */
  const scene = {
    ballots: unpack(model.get("ballots")), thresholds: model.get("state"), machine: [], missed: 0,
    run: { clock: 0, read: 0, landed: 0, until: 0, rate: 1, flight: 1, enter: 0, leave: 1 },
  };
  const stage = makeStage({
    stage: labels.stage, darkest: labels.darkest, next: labels.next,
    sure_from: labels.sure_from, doubtful_from: labels.doubtful_from,
  }, signs);
  const clock = makeRun(stage, scene, { read: (i) => say(sentence(i)), write, ended: finish });
  let [alone, waiting, revealed] = [false, false, false];
  let asked = "none yet";
  /** @type {(() => void)[]} */
  const setters = [];

  const intro = make("p", {});
  const said = make("p", { class: "now", role: "status" });
  const counters = make("table", { class: "counters" });
  const legend = make("p", { class: "quiet-text" });
  const prediction = make("div", {});
  const results = make("div", { class: "results" });
  const notice = make("p", { class: "notice", role: "alert" });
  const table = make("div", {});
  const recent = make("details", {}, make("summary", {}, labels.recent), table);
  const image = make("canvas", { class: "picture", role: "img", "aria-label": labels.picture });
  const seen = make("details", {}, make("summary", {}, labels.see), image);
  const speed = make("select", {}, ...Object.keys(PACES).map((name) => make("option", { value: name },
    { slow: labels.slow, normal: labels.normal, fast: labels.fast }[name] ?? name)));
  const play = makeButton(labels.play, () => (clock.playing() ? pause() : go()), signal, "play");
  const all = makeButton(labels.all, hurry, signal);
  const empty = makeButton(labels.empty, () => look(0), signal);
  speed.value = "normal";

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...model.get("state"), ...news });
    model.save_changes();
  }

  /** Keep in the state how many ballots are fed. */
  function keep() {
    const { count } = scene.ballots;
    change({ fed: scene.run.read === count && model.get("state").guess !== "" ? ALL : scene.run.read });
  }

  /** @param {string} text */
  function say(text) {
    if (said.textContent !== text) said.textContent = text;
  }

  /**
   * What the machine made of a ballot, as a sentence.
   * @param {number} i
   */
  function sentence(i) {
    const { reading, pinned, square, next, darkest, second } = scene.ballots;
    const code = at(reading, i);
    let text = code < INVALID ? labels.said_square : labels.said_blank;
    if (code === INVALID && at(second, i) >= scene.thresholds.sure) text = labels.said_two;
    if (code === RETURNED) text = labels.said_doubtful;
    if (at(pinned, i) !== FREE) text = code === UNREAD ? labels.said_uncounted : labels.said_fault;
    return fill(text, {
      number: writeCount(i + 1, signs), count: writeCount(model.get("counts").cast, signs),
      square: names[at(square, i)] ?? "", fill: writePercent(at(darkest, i), signs),
      other: names[at(next, i)] ?? "", second: writePercent(at(second, i), signs), pile: names[laneOf(code)] ?? "",
    });
  }

  /** Write the machine's counter. */
  function write() {
    for (const [lane, cell] of [...(counters.tBodies[0]?.rows[0]?.cells ?? [])].entries()) {
      const text = writeCount(at(stage.counter, lane), signs);
      if (cell.textContent !== text) cell.textContent = text;
    }
  }

  /** Feed ballots at the chosen speed. */
  function go() {
    alone = false;
    feed(ALL, PACES[/** @type {keyof PACES} */ (speed.value)]);
  }

  /** Feed one ballot. */
  function step() {
    alone = true;
    if (clock.still()) look(scene.run.read + 1);
    else feed(scene.run.read + 1, speed.value === "slow" ? PACES.slow : PACES.normal);
  }

  /** Feed all ballots that are left, quickly. */
  function hurry() {
    alone = false;
    if (clock.still()) look(scene.ballots.count);
    else feed(ALL, hurried(scene.ballots.count - scene.run.read));
  }

  /**
   * @param {number} to
   * @param {import("./urn_run.js").Pace} pace
   */
  function feed(to, pace) {
    if (scene.run.landed === scene.ballots.count) {
      finish();
      return;
    }
    if (pace.rate > 1) say("");
    play.textContent = labels.pause;
    clock.feed(to, pace);
  }

  /**
   * Show the box with so many ballots in it.
   * @param {number} fed
   */
  function look(fed) {
    clock.settle(Math.max(fed, 0));
    finish();
  }

  function pause() {
    clock.rest();
    rested();
  }

  /** Say what was read last, now that nothing moves. */
  function rested() {
    play.textContent = labels.play;
    if (scene.run.read > 0) say(sentence(scene.run.read - 1));
    else say("");
    write();
    drawRecent();
    ask();
    keep();
  }

  /** A run has come to its end. */
  function finish() {
    const { run, ballots } = scene;
    const over = run.read === ballots.count;
    if (over && model.get("state").guess !== "") revealed = true;
    rested();
    drawResults();
    if (!over) return;
    const last = run.read > 0 ? sentence(run.read - 1) : "";
    const aside = writeCount(at(stage.counter, INVALID), signs);
    const text = revealed ? fill(labels.said_all, { count: writeCount(ballots.count, signs), aside }) : labels.now_guess;
    say(alone ? `${last} ${text}` : text);
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
      make("tbody", {}, ...rows.map(([head, ...cells]) => make("tr", {},
        make("th", { scope: "row" }, head ?? ""), ...cells.map((cell) => make("td", {}, cell)))))));
  }

  /** The last 20 ballots that were read: the picture in words. */
  function drawRecent() {
    if (!recent.open) return;
    const { square, next, darkest, second, reading } = scene.ballots;
    const { read } = scene.run;
    table.replaceChildren(makeTable(labels.recent,
      [labels.ballot, labels.first_mark, labels.second_mark, labels.reading],
      Array.from({ length: Math.min(read, 20) }, (_, back) => read - 1 - back).map((i) => [writeCount(i + 1, signs),
        `${SIGNS[at(square, i)]} ${writePercent(at(darkest, i), signs)}`,
        `${SIGNS[at(next, i)]} ${writePercent(at(second, i), signs)}`,
        names[laneOf(at(reading, i))] ?? ""])));
  }

  /** Machine beside hand beside truth, once the machine's run was seen. */
  function drawResults() {
    const { hand, truth } = model.get("counts");
    results.hidden = sandbox.hidden = !revealed || !hand;
    if (!revealed || !hand || !truth) return;
    const { machine, missed, ballots } = scene;
    const lines = [...SIGNS.slice(0, 4), labels.against, labels.invalid, ...(at(machine, 6) ? [labels.uncounted] : []), labels.sum];
    /** @param {number[]} counts */
    const column = (counts) => lines.map((_, row) => (
      row < lines.length - 1 ? at(counts, row) : counts.reduce((sum, one) => sum + one, 0)));
    const [read, sorted, meant] = [column(machine), column(hand), column(truth)];
    results.replaceChildren(
      make("p", { class: "verdict" }, model.get("verdict")),
      make("p", { class: "heading" }, labels.comparison),
      makeTable(labels.comparison,
        [labels.line, labels.machine, labels.hand, labels.machine_hand, labels.truth, labels.hand_truth],
        lines.map((line, row) => [line, writeCount(at(read, row), signs), writeCount(at(sorted, row), signs),
          writeDifference(at(read, row) - at(sorted, row), signs), writeCount(at(meant, row), signs),
          writeDifference(at(sorted, row) - at(meant, row), signs)])),
      make("p", { class: "missed" }, fill(labels.missed, {
        missed: writeCount(missed, signs), count: writeCount(ballots.count, signs),
        share: writePercent(ballots.count ? (1000 * missed) / ballots.count : 0, signs),
      })),
      make("p", {}, model.get("traces")),
      make("p", { class: "quiet-text" }, labels.fact));
  }

  /** Ask Python for the picture of the last ballot, if somebody wants to see it. */
  function ask() {
    if (seen.open && scene.run.read > 0) model.send({ do: "picture", ballot: scene.run.read - 1 });
  }

  /** Show the picture that came. */
  function drawPicture() {
    const bytes = model.get("picture");
    image.hidden = bytes.byteLength === 0;
    if (image.hidden) return;
    const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice();
    createImageBitmap(new Blob([file], { type: "image/png" })).then((bitmap) => {
      if (bytes !== model.get("picture")) return;
      [image.width, image.height] = [bitmap.width, bitmap.height];
      image.getContext("2d")?.drawImage(bitmap, 0, 0);
    }, () => {});
  }

  /** Ask for the prediction, or show the one that was made. */
  function drawPrediction() {
    const { guess } = model.get("state");
    all.hidden = empty.hidden = guess === "";
    if (asked === guess) return;
    asked = guess;
    prediction.replaceChildren(makePrediction({
      name: `${id}-guess`, labels, signal, chosen: guess, show: labels.count_all,
      question: fill(labels.question, { count: writeCount(model.get("counts").cast, signs) }),
      options: [{ value: "none", text: labels.none }, { value: "one", text: labels.one },
        { value: "five", text: labels.five }, { value: "many", text: labels.many }],
      reveal(value) {
        waiting = true;
        asked = value;
        change({ guess: value });
        play.focus({ preventScroll: true });
        stage.element.scrollIntoView({ block: "center" });
      },
    }));
  }

  /**
   * Make a slider.
   * @param {string} label
   * @param {"voters" | "turnout" | "sure" | "doubtful"} key
   * @param {[number, number, number]} bounds
   * @param {(value: number) => Partial<State>} news
   */
  function slider(label, key, [min, max, by], news) {
    const input = make("input", { type: "range", min: `${min}`, max: `${max}`, step: `${by}`, id: `${id}-${key}` });
    const output = make("output", { for: `${id}-${key}` });
    input.addEventListener("input", () => change(news(Number(input.value))), { signal });
    setters.push(() => {
      const value = model.get("state")[key];
      if (Number(input.value) !== value) input.value = `${value}`;
      output.textContent = key === "voters" ? writeCount(value, signs) : writePercent(value, signs);
      input.setAttribute("aria-valuetext", output.textContent);
    });
    return make("div", { class: "slider" }, make("label", { for: `${id}-${key}` }, label), output, input);
  }

  /**
   * Make a box to tick, or one button of a choice.
   * @param {Record<string, string>} attributes
   * @param {Node | string} label
   * @param {(on: boolean) => void} act
   * @param {() => boolean} isOn
   */
  function box(attributes, label, act, isOn) {
    const input = make("input", attributes);
    input.addEventListener("change", () => act(input.checked), { signal });
    setters.push(() => { input.checked = isOn(); });
    return make("label", {}, input, make("span", {}, label));
  }

  /**
   * Make the boxes that switch on the acts of a group; a wrong threshold is one of the sliders.
   * @param {string} group
   * @param {string} label
   */
  function actsOf(group, label) {
    const offered = model.get("acts").filter((act) => act.group === group);
    return make("details", {}, make("summary", {}, label), make("div", { class: "acts" }, ...offered.map(({ id: kind, name, text }) => {
      const words = make("span", {}, make("b", {}, name), " ", make("small", {}, text));
      if (kind === "threshold") {
        return box({ type: "checkbox" }, words, (on) => change(on ? misset : usual), () => {
          const { sure, doubtful } = model.get("state");
          return sure === misset.sure && doubtful === misset.doubtful;
        });
      }
      return box({ type: "checkbox" }, words, (on) => {
        const others = model.get("state").acts.filter((one) => one !== kind);
        change({ acts: on ? [...others, kind] : others });
      }, () => model.get("state").acts.includes(kind));
    })));
  }

  /** Show the state that holds: a slider moved, Python refused, a link was opened. */
  function sync() {
    const state = model.get("state");
    for (const set of setters) set();
    drawPrediction();
    if (state.sure !== scene.thresholds.sure || state.doubtful !== scene.thresholds.doubtful) readAgain();
    const fed = Math.min(state.fed, scene.ballots.count);
    if (!clock.playing() && !waiting && fed !== scene.run.read) clock.settle(fed);
  }

  /** Read the ballots that are here, with the thresholds of the state. */
  function readAgain() {
    const { sure, doubtful } = model.get("state");
    const { run } = scene;
    scene.thresholds = { sure, doubtful };
    Object.assign(scene, readAll(scene.ballots, scene.thresholds));
    play.textContent = labels.play;
    if (counters.rows[0]?.cells.length !== (at(scene.machine, 6) ? 7 : 6)) drawFrame();
    clock.settle(run.read);
    drawRecent();
    drawResults();
  }

  /** Draw the counter's frame, with a lane for ballots that the machine does not count if there are any. */
  function drawFrame() {
    const lanes = SIGNS.slice(0, at(scene.machine, 6) ? 7 : 6);
    legend.textContent = lanes.length > 6 ? `${labels.legend} ${labels.legend_uncounted}` : labels.legend;
    counters.replaceChildren(
      make("caption", {}, labels.counter),
      make("thead", {}, make("tr", {}, ...lanes.map((sign, lane) => make("th", { scope: "col" },
        make("span", { "aria-hidden": "true" }, sign), make("span", { class: "spoken" }, names[lane] ?? ""))))),
      make("tbody", {}, make("tr", {}, ...lanes.map(() => make("td", {})))));
    stage.fit(scene);
  }

  /** Take the ballots that Python sends. */
  function load() {
    const { fed, guess } = model.get("state");
    scene.ballots = unpack(model.get("ballots"));
    scene.run.read = Math.min(fed, scene.ballots.count);
    revealed ||= !waiting && guess !== "" && fed >= scene.ballots.count && scene.ballots.count === model.get("counts").cast;
    intro.textContent = fill(labels.intro, { count: writeCount(model.get("counts").cast, signs) });
    readAgain();
    if (waiting && scene.ballots.count === model.get("counts").cast) {
      waiting = false;
      hurry();
    }
  }

  const number = make("input", { type: "number", min: "0", max: "999999", step: "1", id: `${id}-number` });
  number.addEventListener("change", () => change({ seed: number.value === "" ? model.get("state").seed : Number(number.value) }), { signal });
  setters.push(() => { number.value = String(model.get("state").seed); });
  const renew = makeButton(labels.new_urn, () => change({ seed: Math.floor(Math.random() * 1_000_000) }), signal);
  const hands = [["clear", labels.clear], ["ordinary", labels.ordinary], ["difficult", labels.difficult]].map(([value = "", label = ""]) => box(
    { type: "radio", name: `${id}-hands`, value }, label, () => change({ hands: value }), () => model.get("state").hands === value));
  const sandbox = make("div", { class: "sandbox" },
    make("p", { class: "heading" }, labels.sandbox),
    make("div", { class: "actions" }, make("label", { for: `${id}-number` }, labels.number), number, renew),
    make("div", { class: "sliders" },
      slider(labels.voters, "voters", [100, 2500, 50], (voters) => ({ voters })),
      slider(labels.turnout, "turnout", [100, 1000, 10], (turnout) => ({ turnout })),
      slider(labels.sure, "sure", [10, 400, 5], (sure) => ({ sure, doubtful: Math.min(sure, model.get("state").doubtful) })),
      slider(labels.doubtful, "doubtful", [10, 400, 5], (doubtful) => ({ doubtful, sure: Math.max(doubtful, model.get("state").sure) }))),
    makeButton(labels.usual, () => change(usual), signal, "quiet"),
    make("fieldset", { class: "hands" }, make("legend", {}, labels.hands), ...hands),
    actsOf("machine", labels.machine_acts), actsOf("people", labels.people_acts));

  const root = make("div", {
    class: "electoral-view electoral-urn", lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), intro,
  make("div", { class: "machine" }, stage.element, counters),
  make("div", { class: "actions" }, makeButton(labels.step, step, signal, "main"),
    makeButton(labels.undo, () => look(scene.run.read - 1), signal), play, all, empty,
    make("label", { class: "speed" }, make("span", {}, labels.speed), speed)),
  said, legend, seen, recent, prediction, results, notice, sandbox, makeLink(model, "urn", labels, signal));

  speed.addEventListener("change", () => { if (clock.playing()) go(); }, { signal });
  recent.addEventListener("toggle", drawRecent, { signal });
  seen.addEventListener("toggle", ask, { signal });
  const fit = () => stage.fit(scene);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", fit, { signal });
  const theme = new MutationObserver(fit);
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  const resized = new ResizeObserver(fit);
  resized.observe(stage.element);
  const heed = () => { notice.textContent = model.get("notice"); };
  /** @type {[string, () => void][]} */
  const heard = [["ballots", load], ["counts", drawResults], ["verdict", drawResults], ["traces", drawResults],
    ["state", sync], ["notice", heed], ["picture", drawPicture]];
  for (const [name, hear] of heard) model.on(`change:${name}`, hear);

  el.replaceChildren(root);
  load();
  sync();
  drawResults();
  drawPicture();
  heed();
  return () => {
    stop.abort();
    theme.disconnect();
    resized.disconnect();
    clock.end();
    for (const [name, hear] of heard) model.off(`change:${name}`, hear);
  };
}

export default { render };
