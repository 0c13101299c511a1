import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount } from "./common.js";
import { drawBlocks, drawEntries, drawResult, makeTable, withAct } from "./insider_lab_parts.js";

/**
 * The server's keys in the learner's hands. Python carries every plan out on a file and judges it;
 * here the plan is put together and what comes of it is drawn.
 *
 * @typedef {import("./insider_lab_parts.js").File} File
 * @typedef {{ id: string, name: string, text: string, open: boolean, voters: { value: number, text: string }[] }} Move
 * @typedef {{ id: string, name: string, known: boolean, passes?: string, file?: string, gain?: string, others?: string }} Lesson
 * @typedef {{ headline: string, good: boolean, accepted: boolean, checks: number,
 *   failing: { name: string, text: string }[], result: [string, number, number][],
 *   notices: { noticed: boolean, text: string }[], nobody: string, contrary: { texts: string[], source: string }[],
 *   score: { gained: string, by_file: string, by_others: string, know: string } }} Outcome
 * @typedef {{ of?: State, moves?: Move[], plan?: string[], file?: File, outcome?: Outcome | Record<string, never>,
 *   answer?: string, lessons?: Lesson[] }} Lab
 * @typedef {{ guess: string, group: string, seed: number, registrar: boolean, phone: boolean, bought: boolean,
 *   trustees: number, plan: [string, number][], rechain: boolean, published: boolean, looks: number,
 *   apart: boolean, copies: boolean, tried: string[], answered: boolean }} State
 * @typedef {Record<"title" | "intro" | "question" | "guess_never" | "guess_help" | "guess_easily" | "show" | "goal"
 *   | "help" | "registrar" | "phone" | "bought" | "trustees" | "plan" | "move" | "voter" | "add" | "remove"
 *   | "remove_act" | "nothing" | "full" | "there" | "rechain" | "rechain_text" | "publish" | "publishing" | "file"
 *   | "file_text" | "file_table" | "entry" | "what" | "done" | "refused_by" | "verdict" | "fails" | "passes" | "passes_means" | "insecure" | "result"
 *   | "candidate" | "voted" | "published" | "others" | "looks" | "apart" | "copies" | "contrary" | "contrary_text"
 *   | "score" | "gained" | "by_file" | "by_others" | "know" | "lessons" | "lesson" | "lesson_file" | "lesson_gain"
 *   | "lesson_others" | "untried" | "try_all" | "trying" | "numbers" | "toy" | "real" | "about" | "about_server"
 *   | "about_trustees" | "about_blind" | "about_toy" | "about_model" | "anew", string>
 *   & import("./common.js").SharedLabels} Labels
 * @typedef {{ language: string, page: string, labels: Labels, signs: import("./common.js").Signs,
 *   state: State, notice: string, lab: Lab }} Model
 */

const NAME = "insider-lab";
const CROSS = "×";
/** The most moves of one plan. */
const MOST = 6;

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, NAME);
  const stop = new AbortController();
  const { signal } = stop;
  const id = `electoral-${NAME}-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  let guessed = "";
  let said = "";
  /** The state that Python was told last; another one is Python's answer. */
  let sent = "";
  /** What Python is busy with: "publish", "all" or nothing. */
  let waiting = "";
  /** @type {HTMLElement | undefined} What is to be in focus when Python has answered. */
  let wanted;

  const spoken = make("p", { class: "spoken", role: "status" });
  const notice = make("p", { class: "notice", role: "status" });
  const asking = make("div", {});
  const answer = make("p", { class: "answer" });

  // Help.
  const helpers = /** @type {const} */ (["registrar", "phone", "bought"]).map((key) =>
    ({ key, ...box({ registrar: labels.registrar, phone: labels.phone, bought: labels.bought }[key], (on) => change({ [key]: on })) }));
  const trustees = make("select", {}, ...[0, 1, 2, 3].map((number) => make("option", { value: String(number) }, String(number))));
  trustees.addEventListener("change", () => change({ trustees: Number(trustees.value) }), { signal });
  const help = make("fieldset", { class: "help" }, make("legend", {}, labels.help), ...helpers.map(({ row }) => row),
    make("label", { class: "field" }, make("span", {}, labels.trustees), trustees));

  // Plan.
  const move = make("select", {});
  const voter = make("select", {});
  const moveText = make("p", { class: "quiet-text", id: `${id}-move` });
  const refusal = make("p", { class: "said", role: "status" });
  const acts = make("ol", { class: "acts" });
  const nothing = make("p", { class: "quiet-text" }, labels.nothing);
  move.setAttribute("aria-describedby", `${id}-move`);
  move.addEventListener("change", () => drawVoters(), { signal });
  const voterField = make("label", { class: "field" }, make("span", {}, labels.voter), voter);
  const add = makeButton(labels.add, addAct, signal);
  const rechain = box(labels.rechain, (on) => change({ rechain: on }));
  const publish = makeButton(labels.publish, () => {
    const already = model.get("state").published;
    if (already) headline.focus();
    if (already) return;
    waiting = "publish";
    wanted = headline;
    change({ published: true });
  }, signal, "main");
  const busy = make("p", { class: "busy", role: "status" });
  const plan = make("div", { class: "plan" }, make("p", { class: "heading" }, labels.plan),
    make("div", { class: "fields" }, make("label", { class: "field" }, make("span", {}, labels.move), move), voterField, add),
    moveText, refusal, acts, nothing, rechain.row, make("p", { class: "quiet-text" }, labels.rechain_text),
    make("div", { class: "actions" }, publish, busy));

  // The file.
  const blocks = make("div", {});
  const entries = make("div", {});
  const insecure = make("p", { class: "insecure" }, labels.insecure);
  const file = make("div", { class: "part" }, make("p", { class: "heading" }, labels.file), insecure,
    make("p", { class: "quiet-text" }, labels.file_text), blocks,
    make("details", {}, make("summary", {}, labels.file_table), entries));

  // What comes of it.
  const headline = make("p", { class: "headline", tabindex: "-1" });
  const verdict = make("div", {});
  const result = make("div", {});
  const looks = make("input", { type: "range", min: "0", max: "1000", step: "10" });
  const looksText = make("span", { id: `${id}-looks` });
  looks.setAttribute("aria-labelledby", `${id}-looks`);
  looks.addEventListener("input", () => drawLooks(Number(looks.value)), { signal });
  looks.addEventListener("change", () => change({ looks: Number(looks.value), published: true }), { signal });
  const apart = box(labels.apart, (on) => change({ apart: on, published: true }));
  const copies = box(labels.copies, (on) => change({ copies: on, published: true }));
  const notices = make("ul", { class: "notices" });
  const contrary = make("div", {});
  const score = make("dl", { class: "score" });
  const outcome = make("div", { class: "part outcome" }, headline,
    make("div", { class: "columns" }, part(labels.verdict, verdict), part(labels.result, result)),
    file, make("div", { class: "columns" },
      part(labels.others, make("label", { class: "slider" }, looksText, looks), apart.row, copies.row, notices),
      make("div", {}, contrary, part(labels.score, score))));

  // What is learned.
  const lessons = make("div", {});
  const tryAll = makeButton(labels.try_all, () => {
    waiting = "all";
    wanted = learned;
    const state = model.get("state");
    change({ tried: (model.get("lab").lessons ?? []).map((one) => one.id), published: state.published });
  }, signal);
  const trying = make("p", { class: "busy", role: "status" });
  const learned = make("p", { class: "heading", tabindex: "-1" }, labels.lessons);
  const groups = [{ value: "TOY-2039", text: labels.toy }, { value: "BELENIOS-2048", text: labels.real }].map(({ value, text }) => {
    const radio = make("input", { type: "radio", name: `${id}-group`, value });
    radio.addEventListener("change", () => {
      waiting = "publish";
      change({ group: value, published: model.get("state").published });
    }, { signal });
    return { radio, row: make("label", {}, radio, make("span", {}, text)) };
  });
  const sandbox = make("div", { class: "part" }, learned, lessons, make("div", { class: "actions" }, tryAll, trying));
  const sort = make("fieldset", { class: "part" }, make("legend", {}, labels.numbers), ...groups.map(({ row }) => row));
  const bench = make("div", { class: "bench" }, plan, help);
  const goal = make("p", { class: "goal" }, labels.goal);

  /**
   * A box to tick, with its words.
   * @param {string} text
   * @param {(on: boolean) => void} act
   */
  function box(text, act) {
    const input = make("input", { type: "checkbox" });
    input.addEventListener("change", () => act(input.checked), { signal });
    return { input, row: make("label", {}, input, make("span", {}, text)) };
  }

  /**
   * @param {string} name
   * @param {...Node} inside
   */
  function part(name, ...inside) {
    return make("div", {}, make("p", { class: "heading" }, name), ...inside);
  }

  /**
   * Tell Python what changed; another plan has not been published yet.
   * @param {Partial<State>} news
   */
  function change(news) {
    const next = { ...model.get("state"), published: false, ...news };
    sent = JSON.stringify(next);
    model.set("state", next);
    model.save_changes();
  }

  function addAct() {
    const { plan: now } = model.get("state");
    const next = withAct(now, move.value, voterField.hidden ? -1 : Number(voter.value));
    const full = now.length >= MOST;
    refusal.textContent = full ? labels.full : next === now ? labels.there : "";
    if (!full && next !== now) change({ plan: next });
  }

  /** @param {number} place */
  function removeAct(place) {
    refusal.textContent = "";
    change({ plan: model.get("state").plan.filter((_, other) => other !== place) });
    const left = acts.querySelectorAll("button");
    (left[Math.min(place, left.length - 1)] ?? move).focus();
  }

  function askAgain() {
    guessed = model.get("state").guess;
    asking.replaceChildren(makePrediction({
      name: `${id}-guess`, question: labels.question, show: labels.show, labels, chosen: guessed, signal,
      options: [{ value: "never", text: labels.guess_never }, { value: "help", text: labels.guess_help },
        { value: "easily", text: labels.guess_easily }],
      reveal: (value) => {
        guessed = value;
        wanted = move;
        change({ guess: value });
      },
    }));
  }

  /**
   * Put other options into a list, and keep the chosen one where it still is.
   * @param {HTMLSelectElement} list
   * @param {{ value: string | number, text: string, closed?: boolean }[]} options
   */
  function refill(list, options) {
    const chosen = list.value;
    const now = [...list.options].map(({ value, text, disabled }) => `${value} ${text} ${disabled}`).join();
    if (now === options.map(({ value, text, closed }) => `${value} ${text} ${closed ?? false}`).join()) return;
    list.replaceChildren(...options.map(({ value, text, closed }) => {
      const option = make("option", { value: String(value) }, text);
      option.disabled = closed ?? false;
      return option;
    }));
    const kept = options.find(({ value, closed }) => String(value) === chosen && !closed) ?? options.find(({ closed }) => !closed);
    if (kept) list.value = String(kept.value);
  }

  function drawVoters() {
    const chosen = (model.get("lab").moves ?? []).find((one) => one.id === move.value);
    moveText.textContent = chosen?.text ?? "";
    voterField.hidden = !chosen?.voters.length;
    refill(voter, chosen?.voters ?? []);
    refusal.textContent = "";
  }

  /**
   * @param {HTMLElement} place
   * @param {string} text
   */
  function drawBusy(place, text) {
    if (place.textContent !== text) place.replaceChildren(...(text ? [text, make("progress", { "aria-label": text })] : []));
  }

  /** @param {number} number */
  function drawLooks(number) {
    looksText.textContent = fill(labels.looks, { number: writeCount(number, signs) });
  }

  function draw() {
    const state = model.get("state");
    const lab = model.get("lab");
    notice.textContent = model.get("notice");
    if (state.guess !== guessed) askAgain();
    const begun = state.guess !== "" && lab.moves !== undefined;
    for (const one of [bench, goal, file, sandbox, sort]) one.hidden = !begun;
    if (!begun) outcome.hidden = answer.hidden = true;
    if (!begun) return;
    for (const { key, input } of helpers) input.checked = state[key];
    trustees.value = String(state.trustees);
    rechain.input.checked = state.rechain;
    refill(move, (lab.moves ?? []).map(({ id: value, name: text, open }) => ({ value, text, closed: !open })));
    drawVoters();
    drawActs(state, lab);
    publish.disabled = waiting !== "";
    drawBusy(busy, waiting === "publish" ? labels.publishing : "");
    drawBusy(trying, waiting === "all" ? labels.trying : "");
    drawFile(lab);
    drawOutcome(state, lab);
    drawLessons(state, lab);
    insecure.hidden = state.group !== "TOY-2039";
    for (const { radio } of groups) radio.checked = radio.value === state.group;
    if (!waiting && wanted?.checkVisibility()) {
      wanted.focus({ preventScroll: wanted === move });
      wanted = undefined;
    }
  }

  /**
   * @param {State} state
   * @param {Lab} lab
   */
  function drawActs(state, lab) {
    const names = (lab.plan ?? []).slice(0, state.plan.length);
    while (names.length < state.plan.length) names.push(move.selectedOptions[0]?.text ?? "");
    nothing.hidden = names.length > 0;
    if (acts.dataset["names"] === names.join()) return;
    acts.dataset["names"] = names.join();
    acts.replaceChildren(...names.map((text, place) => {
      const remove = makeButton(labels.remove, () => removeAct(place), signal);
      remove.setAttribute("aria-label", fill(labels.remove_act, { act: text }));
      return make("li", {}, make("span", {}, text), remove);
    }));
    speak(names.at(-1) ?? labels.nothing);
  }

  /** @param {Lab} lab */
  function drawFile(lab) {
    if (!lab.file) return;
    blocks.replaceChildren(...drawBlocks(lab.file, CROSS));
    entries.replaceChildren(drawEntries(lab.file.blocks, [labels.entry, labels.what, labels.done, labels.refused_by]));
  }

  /**
   * @param {State} state
   * @param {Lab} lab
   */
  function drawOutcome(state, lab) {
    const found = lab.outcome?.headline ? /** @type {Outcome} */ (lab.outcome) : undefined;
    outcome.hidden = !found || !state.published;
    if (outcome.hidden) bench.after(file);
    else verdict.parentElement?.parentElement?.after(file);
    answer.hidden = !lab.answer;
    answer.textContent = lab.answer ?? "";
    if (!found || outcome.hidden) return;
    headline.textContent = found.headline;
    headline.className = `headline ${found.good ? "good" : "bad"}`;
    const passes = `${fill(labels.passes, { checks: writeCount(found.checks, signs) })} ${labels.passes_means}`;
    verdict.replaceChildren(make("p", {}, found.accepted ? passes : labels.fails),
      make("ul", { class: "failing" }, ...found.failing.map(({ name, text }) =>
        make("li", {}, make("b", {}, `${CROSS} ${name}`), make("span", {}, text)))));
    result.replaceChildren(drawResult(found.result, [labels.candidate, labels.voted, labels.published]));
    looks.value = String(state.looks);
    drawLooks(state.looks);
    apart.input.checked = state.apart;
    copies.input.checked = state.copies;
    notices.replaceChildren(...(found.nobody ? [make("li", {}, found.nobody)] : found.notices.map(({ noticed, text }) =>
      make("li", { class: noticed ? "noticed" : "" }, text))));
    contrary.replaceChildren(...(found.contrary.length > 0 ? [part(labels.contrary,
      ...found.contrary.flatMap(({ texts, source }) => [make("ul", { class: "points" }, ...texts.map((text) => make("li", {}, text))),
        make("p", { class: "quiet-text" }, source)]),
      make("p", {}, labels.contrary_text))] : []));
    const rows = [[labels.gained, found.score.gained], [labels.by_file, found.score.by_file],
      [labels.by_others, found.score.by_others], [labels.know, found.score.know]];
    score.replaceChildren(...rows.flatMap(([name = "", value = ""]) => [make("dt", {}, name), make("dd", {}, value)]));
    if (!waiting) speak(`${found.headline} ${lab.answer ?? ""}`);
  }

  /**
   * @param {State} state
   * @param {Lab} lab
   */
  function drawLessons(state, lab) {
    const rows = lab.lessons ?? [];
    sandbox.hidden = sort.hidden = state.tried.length === 0;
    tryAll.hidden = rows.every(({ known }) => known);
    tryAll.disabled = waiting !== "";
    lessons.replaceChildren(makeTable([labels.lesson, labels.lesson_file, labels.lesson_gain, labels.lesson_others],
      rows.map(({ name, known, file: checked = "", gain = "", others = "" }) =>
        (known ? [name, checked, gain, others] : [name, labels.untried, "", ""])), "wide"));
  }

  /** @param {string} text */
  function speak(text) {
    if (text === said) return;
    said = text;
    spoken.textContent = text;
  }

  function answered() {
    waiting = "";
    draw();
  }

  function changed() {
    if (JSON.stringify(model.get("state")) !== sent) waiting = "";
    draw();
  }

  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", {}, labels.intro), asking, notice, spoken,
  goal, bench, outcome, answer, sandbox, sort,
  make("details", {}, make("summary", {}, labels.about), ...[labels.about_server, labels.about_trustees,
    labels.about_blind, labels.about_toy, labels.about_model].map((text) => make("p", {}, text))),
  make("div", { class: "actions" }, makeButton(labels.anew, () => {
    waiting = "";
    change({ guess: "", seed: (model.get("state").seed + 1) % 1_000_000, tried: [], answered: false });
    asking.querySelector("input")?.focus();
  }, signal), makeLink(model, NAME, labels, signal))));
  askAgain();
  draw();
  const heard = /** @type {const} */ ([["change:state", changed], ["change:lab", answered], ["change:notice", answered]]);
  for (const [name, hear] of heard) model.on(name, hear);
  return () => {
    stop.abort();
    for (const [name, hear] of heard) model.off(name, hear);
  };
}

export default { render };
