import { fill, make, makeButton, makeLink, makePrediction, takeLink, writeCount } from "./common.js";
import { ORDER, draw, drawBars, drawShares, drawStep, stepOf } from "./cabinet_pictures.js";
import { makeRow, makeSelect, makeTable, showLines } from "./cabinet_parts.js";
import { DAYS, makeDoor, makeLab } from "./cabinet_sandbox.js";

/**
 * A voter's cabinet on an invented phone: a day in which somebody may be dishonest, two answers of
 * the learner, the truth; then the door and a laboratory. Who it was is not here before it is told.
 *
 * @typedef {{ way: string, seed: number, entry: string, acts: [string, (number | null)?][], closed: boolean,
 *   after: string[], counted: string, guess: string, door_entry: string, attack: string, measures: string[],
 *   own_rate: number, other_rate: number, lab_way: string, role: string, codes: number, challenges: number,
 *   second_device: number, status: number, watch: string[], held: number }} State
 * @typedef {import("./cabinet_sandbox.js").Named} Named
 * @typedef {{ kind: string, text: string, sign: string, code?: string }} Line
 * @typedef {{ said: string[], gave: number[], holders: number, needed: number, votes: number[] }} Published
 * @typedef {{ name: string, said: string[], stories: string[], effects: string[],
 *   rows: { who: string, check: string, you: string }[], standards: { number: number, text: string }[] }} Truth
 * @typedef {Record<"title" | "intro" | "way" | "paper" | "steps" | "step_door" | "step_ballot" | "step_code" | "step_check" |
 *   "step_close" | "step_shares" | "step_count" | "step_public" | "phone" | "phone_title" | "enter" | "choose" |
 *   "choice" | "choose_first" | "send" | "challenge" | "challenge_note" | "taken" | "no_code" | "look" |
 *   "second_device" | "on_paper" | "status" | "again" | "over" | "close" | "vote_first" | "saw" | "saw_nothing"
 *   | "sign_good" | "sign_bad" | "sign_none" | "published" | "shares" | "shares_table" | "holder" | "share" |
 *   "gave_it" | "refused_it" | "count_picture" | "count_table" | "votes" | "look_more" | "after_code" |
 *   "after_line" | "after_copies" | "after_archive" | "after_register" | "after_auditor" |
 *   "board" | "entry" | "code" | "opened" | "yours" | "locked" | "question" | "yes" | "no" | "unknown" | "say" | "what" |
 *   "tell" | "truth" | "who_could" | "who" | "check" | "you" | "standards" | "standard" | "standards_note" |
 *   "standards_source" | "another" | "same" | "number" | "door" | "door_text" | "door_entry" | "door_attack" |
 *   "door_measures" | "door_own_rate" | "door_other_rate" | "door_none" | "door_picture" | "door_own" |
 *   "door_other" | "door_key" | "door_table" | "entered" | "stopped" | "told" | "assumed" | "lab" | "lab_text" |
 *   "lab_role" | "lab_codes" | "lab_challenges" | "lab_second_device" | "lab_status" | "lab_watch" |
 *   "watch_copies" | "watch_archive" | "watch_register" | "watch_auditor" | "hold" | "holding" | "lab_picture" |
 *   "key_touched" | "key_read" | "key_noticed" | "key_unnoticed" | "lab_table" | "day" | "head_changed" |
 *   "head_prevented" | "head_added" | "head_read" | "head_early" | "head_proven" | "head_told" | "lab_assumed" |
 *   "lab_source" | "facts" | "fact_russia" | "fact_russia_source" | "fact_estonia" | "fact_estonia_source" |
 *   "fact_kg" | "fact_kg_source" | "fact_model" | "fits", string>
 *   & import("./common.js").SharedLabels} Labels
 * @typedef {{
 *   language: string, page: string, labels: Labels, signs: import("./common.js").Signs, state: State,
 *   notice: string, entered: string, seen: Line[], found: Line[], offers: { acts?: string[], again?: boolean, after?: string[] },
 *   names: import("./cabinet_sandbox.js").Names & { stories: Named[] },
 *   published: Partial<Published>, board: { number: number, code: string, own: boolean, vote: string }[],
 *   truth: Partial<Truth>, door: Partial<import("./cabinet_sandbox.js").Door>,
 *   lab: Partial<import("./cabinet_sandbox.js").Lab>,
 * }} Model
 */

const NAME = "cabinet";
const LETTERS = "ABC";
const MOST_ACTS = 12;

let views = 0;

/** @type {import("@anywidget/types").Render<Model>} */
function render({ model, el }) {
  takeLink(model, NAME);
  const stop = new AbortController();
  const signal = stop.signal;
  const id = `electoral-${NAME}-${(views += 1)}`;
  const labels = model.get("labels");
  const signs = model.get("signs");
  const names = model.get("names");
  const signNames = { good: labels.sign_good, bad: labels.sign_bad, none: labels.sign_none };
  let onCode = false;
  let asked = "";

  const now = () => model.get("state");
  const count = (/** @type {number} */ number) => writeCount(number, signs);

  /** @param {Partial<State>} news */
  function change(news) {
    model.set("state", { ...now(), ...news });
    model.save_changes();
  }

  /** @param {string} kind @param {number} [choice] */
  function act(kind, choice) {
    if (kind === "vote") onCode = true;
    change({ acts: [...now().acts, choice === undefined ? [kind] : [kind, choice]] });
  }

  /** @param {Partial<State>} news */
  function begin(news) {
    onCode = false;
    for (const radio of choices) radio.checked = false;
    change({ entry: "", acts: [], closed: false, after: [], counted: "", guess: "", held: 0, ...news });
    if (!("way" in news)) enterPage.querySelector("button")?.focus();
  }

  const spoken = make("p", { class: "spoken", role: "status" });
  const notice = make("p", { class: "notice", role: "alert" });

  // The phone.

  const phoneSaid = make("p", { class: "phone-said" });
  const code = make("p", { class: "code", tabindex: "-1" });
  const enterPage = make("div", { class: "page" }, make("p", { class: "heading" }, labels.enter),
    ...names.entries.map(({ id: entry, name }) => makeButton(name, () => {
      change({ entry });
      choices[0]?.focus();
    }, signal, "wide")));
  /** @type {HTMLInputElement[]} */
  const choices = [...LETTERS].map((letter) => make("input", { type: "radio", name: `${id}-choice`, value: letter }));
  const chosen = () => choices.findIndex((radio) => radio.checked);
  /** @param {string} kind */
  const withChoice = (kind) => () => {
    if (chosen() < 0) {
      phoneSaid.textContent = spoken.textContent = labels.choose_first;
      choices[0]?.focus();
      return;
    }
    phoneSaid.textContent = "";
    act(kind, chosen());
    if (kind === "vote") code.focus();
  };
  const challenge = makeButton(labels.challenge, withChoice("challenge"), signal, "wide");
  const challengeNote = make("p", { class: "quiet-text" }, labels.challenge_note);
  const onPaper = makeButton(labels.on_paper, withChoice("paper"), signal, "wide");
  const ballotPage = make("div", { class: "page" },
    make("fieldset", { class: "ballot" }, make("legend", {}, labels.choose),
      ...choices.map((radio) => make("label", {}, radio, make("span", {}, fill(labels.choice, { choice: radio.value }))))),
    phoneSaid, makeButton(labels.send, withChoice("vote"), signal, "main wide"), challenge, challengeNote, onPaper);
  const look = makeButton(labels.look, () => act("look"), signal, "wide");
  const second = makeButton(labels.second_device, () => act("second_device"), signal, "wide");
  const status = makeButton(labels.status, () => act("status"), signal, "wide");
  const again = makeButton(labels.again, () => {
    onCode = false;
    drawPhone();
    choices[0]?.focus();
  }, signal, "wide");
  const codePage = make("div", { class: "page" }, make("p", {}, labels.taken), code, look, second, status, again);
  const over = make("p", { class: "page" }, labels.over);
  const entered = make("p", { class: "quiet-text" });
  const phone = make("section", { class: "phone", "aria-label": labels.phone },
    make("p", { class: "phone-title" }, labels.phone_title), entered, enterPage, ballotPage, codePage, over);

  function drawPhone() {
    const { entry, closed, acts } = now();
    const offered = model.get("offers").acts ?? [];
    const last = model.get("seen").findLast((line) => line.code)?.code;
    enterPage.hidden = closed || entry !== "";
    ballotPage.hidden = closed || entry === "" || onCode;
    codePage.hidden = closed || entry === "" || !onCode;
    over.hidden = !closed;
    entered.textContent = model.get("entered");
    entered.hidden = closed || entry === "";
    code.textContent = last ?? labels.no_code;
    for (const button of phone.querySelectorAll("button")) button.disabled = acts.length >= MOST_ACTS;
    challenge.hidden = challengeNote.hidden = !offered.includes("challenge");
    onPaper.hidden = !offered.includes("paper");
    look.hidden = !offered.includes("look");
    second.hidden = !offered.includes("second_device");
    again.hidden = !(model.get("offers").again ?? false);
  }

  // The day beside it.

  /** @type {Record<string, string>} */
  const stepNames = {
    door: labels.step_door, ballot: labels.step_ballot, code: labels.step_code, check: labels.step_check,
    close: labels.step_close, shares: labels.step_shares, count: labels.step_count, public: labels.step_public,
  };
  const steps = ORDER.map((step) => make("li", {}, drawStep(step), make("span", {}, stepNames[step] ?? "")));
  const journal = make("ul", { class: "lines" });
  const nothingSeen = make("p", { class: "quiet-text" }, labels.saw_nothing);
  const closeSaid = make("p", { class: "said", role: "status" });
  const close = makeButton(labels.close, () => {
    if (!now().acts.some(([kind]) => kind === "vote" || kind === "paper")) {
      closeSaid.textContent = labels.vote_first;
      return;
    }
    closeSaid.textContent = "";
    change({ closed: true });
    published.focus();
  }, signal);

  function drawDay() {
    const state = now();
    const at = ORDER.indexOf(stepOf(state));
    steps.forEach((step, place) => {
      step.className = place < at ? "done" : "";
      if (place === at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    const lines = [...model.get("seen"), ...model.get("found")];
    showLines(journal, lines, signNames);
    nothingSeen.hidden = lines.length > 0;
    close.hidden = state.closed || state.entry === "";
  }

  // After the close.

  const published = make("section", { class: "published", tabindex: "-1", "aria-label": labels.published });
  const said = make("ul", {});
  const shares = draw("svg", { class: "shares", viewBox: "0 0 320 150", role: "img" });
  const holders = make("tbody", {});
  const bars = draw("svg", { class: "bars", viewBox: "0 0 270 104", role: "img", "aria-label": labels.count_picture });
  const votes = make("tbody", {});
  /** @type {Record<string, string>} */
  const lookNames = {
    code: labels.after_code, line: labels.after_line, copies: labels.after_copies,
    archive: labels.after_archive, register: labels.after_register, auditor: labels.after_auditor,
  };
  const looks = make("div", { class: "actions" });
  const boardRows = make("tbody", {});
  const boardBox = make("details", {}, make("summary", {}, labels.board), makeTable(labels.board,
    [{ text: labels.entry }, { text: labels.code, words: true }, { text: labels.opened }], boardRows));
  published.append(make("p", { class: "heading" }, labels.published), said,
    make("div", { class: "figures" },
      make("figure", {}, shares, make("details", {}, make("summary", {}, labels.shares_table),
        makeTable(labels.shares_table, [{ text: "", words: true }, { text: labels.share }], holders))),
      make("figure", {}, bars, make("details", {}, make("summary", {}, labels.count_table),
        makeTable(labels.count_table, [{ text: "", words: true }, { text: labels.votes }], votes)))),
    make("p", { class: "heading" }, labels.look_more), looks, boardBox);

  function drawPublished() {
    const { said: sentences = [], gave = [], holders: people = 0, needed = 0, votes: result = [] } = model.get("published");
    published.hidden = !now().closed;
    said.replaceChildren(...sentences.map((text) => make("li", {}, text)));
    shares.replaceChildren(...drawShares(gave, people, result.length > 0));
    shares.setAttribute("aria-label", fill(labels.shares, { trustees: people, needed, gave: gave.length }));
    holders.replaceChildren(...Array.from({ length: people }, (_, at) => makeRow(fill(labels.holder, { number: at + 1 }),
      [{ text: (gave.includes(at + 1) ? labels.gave_it : labels.refused_it) ?? "" }])));
    bars.replaceChildren(...drawBars(result, LETTERS, count));
    votes.replaceChildren(...result.map((number, at) => makeRow(fill(labels.choice, { choice: LETTERS[at] ?? "" }), [{ text: count(number) }])));
    const { after } = now();
    for (const button of looks.querySelectorAll("button")) button.disabled = after.includes(button.value);
    const board = model.get("board");
    boardBox.hidden = board.length === 0;
    boardRows.replaceChildren(...board.map(({ number, code: text, own, vote }) => makeRow(`${number}`,
      [{ text: own ? `${text} ← ${labels.yours}` : text, words: true }, { text: vote || labels.locked }], own ? "own" : "")));
  }

  function drawLooks() {
    looks.replaceChildren(...(model.get("offers").after ?? []).map((kind) => {
      const button = makeButton(lookNames[kind] ?? "", () => {
        if (!now().after.includes(kind)) change({ after: [...now().after, kind] });
      }, signal);
      button.value = kind;
      return button;
    }));
  }

  // The two answers and the truth.

  const first = make("div", {});
  const then = make("div", {});
  function ask() {
    const { counted, guess, closed } = now();
    asked = `${closed}|${counted}|${guess}`;
    first.hidden = !closed;
    then.hidden = !counted;
    first.replaceChildren(makePrediction({
      name: `${id}-counted`,
      question: labels.question,
      options: [{ value: "yes", text: labels.yes }, { value: "no", text: labels.no }, { value: "unknown", text: labels.unknown }],
      show: labels.say, labels, chosen: counted, signal,
      reveal(answer) {
        change({ counted: answer });
        then.querySelector("input")?.focus();
      },
    }));
    then.replaceChildren(makePrediction({
      name: `${id}-guess`,
      question: labels.what,
      options: names.stories.map(({ id: value, name }) => ({ value, text: name })),
      show: labels.tell, labels, chosen: guess, signal,
      reveal(story) {
        change({ guess: story });
        truthTitle.focus();
      },
    }));
  }

  const truthTitle = make("p", { class: "heading", tabindex: "-1" }, labels.truth);
  const truthName = make("p", { class: "verdict" });
  const truthSaid = make("ul", { class: "findings" });
  const stories = make("ul", { class: "stories" });
  const effects = make("ul", { class: "effects" });
  const rows = make("tbody", {});
  const rowsBox = make("div", {}, make("p", { class: "heading" }, labels.who_could), makeTable(labels.who_could,
    [{ text: labels.check, words: true }, { text: labels.who, words: true }, { text: labels.you, words: true }], rows));
  const standards = make("ul", {});
  const standardsBox = make("div", {}, make("p", { class: "heading" }, labels.standards), standards);
  const seed = make("input", { type: "number", min: "0", max: "999999", step: "1", inputmode: "numeric" });
  seed.addEventListener("change", () => seed.reportValidity() && seed.value && begin({ seed: seed.valueAsNumber }), { signal });
  const truth = make("section", { class: "truth", "aria-label": labels.truth }, truthTitle, truthName,
    make("div", { class: "two" }, make("div", {}, truthSaid, stories, effects), make("div", {}, rowsBox, standardsBox,
      make("p", { class: "quiet-text" }, labels.standards_note, " ", make("small", {}, labels.standards_source)))),
    make("div", { class: "actions" },
      makeButton(labels.another, () => begin({ seed: 1 + Math.floor(Math.random() * 9999) }), signal, "main"),
      makeButton(labels.same, () => begin({}), signal),
      make("label", { class: "field" }, make("span", {}, labels.number), seed)));

  function drawTruth() {
    const { name = "", said: sentences = [], stories: fits = [], effects: done = [], rows: checks = [], standards: touched = [] } = model.get("truth");
    const told = now().guess !== "";
    truth.hidden = rest.hidden = !told || !name;
    truthName.textContent = name;
    truthSaid.replaceChildren(...sentences.map((text) => make("li", {}, text)));
    stories.replaceChildren(make("li", { class: "quiet-text" }, labels.fits), ...fits.map((text) => make("li", {}, text)));
    effects.replaceChildren(...done.map((text) => make("li", {}, text)));
    rowsBox.hidden = checks.length === 0;
    rows.replaceChildren(...checks.map(({ who, check, you }) => makeRow(check, [{ text: who, words: true }, { text: you, words: true }])));
    standardsBox.hidden = touched.length === 0;
    standards.replaceChildren(...touched.map(({ number, text }) => make("li", {}, fill(labels.standard, { number, text }))));
    if (told && name) spoken.textContent = `${name}. ${sentences.join(" ")}`;
  }

  // What stays to be played with.

  const door = makeDoor({ names, change, attack: () => now().attack, count, signal, texts: {
    title: labels.door, text: labels.door_text, entry: labels.door_entry, attack: labels.door_attack, measures: labels.door_measures,
    own_rate: labels.door_own_rate, other_rate: labels.door_other_rate, none: labels.door_none, picture: labels.door_picture,
    own: labels.door_own, other: labels.door_other, key: labels.door_key, table: labels.door_table, entered: labels.entered,
    stopped: labels.stopped, told: labels.told, assumed: labels.assumed,
  } });
  const lab = makeLab({
    names, change, held: () => now().held, count, signal,
    watch: [
      { id: "copies", name: labels.watch_copies }, { id: "archive", name: labels.watch_archive },
      { id: "register", name: labels.watch_register }, { id: "auditor", name: labels.watch_auditor },
    ],
    heads: [labels.day, labels.head_changed, labels.head_prevented, labels.head_added, labels.head_read, labels.head_early, labels.head_proven],
    texts: {
      title: labels.lab, text: labels.lab_text, role: labels.lab_role, way: labels.way, codes: labels.lab_codes,
      challenges: labels.lab_challenges, second_device: labels.lab_second_device, status: labels.lab_status, watch: labels.lab_watch,
      hold: labels.hold, holding: labels.holding, picture: labels.lab_picture, touched: labels.key_touched, read: labels.key_read,
      noticed: labels.key_noticed, unnoticed: labels.key_unnoticed, table: labels.lab_table, told: labels.head_told,
      assumed: labels.lab_assumed, source: labels.lab_source,
    },
  });
  const drawDoor = () => door.follow(now(), model.get("door"));
  const drawLab = () => lab.follow(now(), model.get("lab"));

  /** Hold three days more, as long as there are some to be held. */
  function holdOn() {
    drawLab();
    const { days = [], said: sentences = [] } = model.get("lab");
    const { held } = now();
    if (held > 0 && days.length === held && held < DAYS) setTimeout(() => !signal.aborted && change({ held: Math.min(held + 3, DAYS) }));
    else if (days.length === DAYS) spoken.textContent = sentences.join(" ");
  }

  /** @param {string} text @param {string} source */
  const fact = (text, source) => make("p", {}, text, " ", make("small", { class: "quiet-text" }, source));
  const rest = make("div", { class: "rest" }, door.element, lab.element,
    make("details", { class: "part" }, make("summary", {}, labels.facts), fact(labels.fact_russia, labels.fact_russia_source),
      fact(labels.fact_estonia, labels.fact_estonia_source), fact(labels.fact_kg, labels.fact_kg_source), fact(labels.fact_model, "")),
    makeLink(model, NAME, labels, signal));

  const way = makeSelect(labels.way, names.ways, (chosenWay) => begin({ way: chosenWay }), signal);
  const wayText = make("p", { class: "quiet-text" });
  el.replaceChildren(make("div", {
    class: `electoral-view electoral-${NAME}`, lang: model.get("language"), role: "group", "aria-labelledby": `${id}-title`,
  },
  make("p", { class: "title", id: `${id}-title` }, labels.title), make("p", {}, labels.intro),
  make("div", { class: "chosen-way" }, way.row, wayText), notice, spoken,
  make("ol", { class: "steps", "aria-label": labels.steps }, ...steps),
  make("div", { class: "stage" }, phone, make("div", { class: "beside" }, make("p", { class: "heading" }, labels.saw),
    nothingSeen, journal, make("div", { class: "actions" }, close, closeSaid)), published), first, then, truth, rest,
  make("p", { class: "quiet-text paper-note" }, labels.paper)));

  function follow() {
    const state = now();
    if (asked !== `${state.closed}|${state.counted}|${state.guess}`) ask();
    if (state.acts.length === 0) onCode = false;
    way.select.value = state.way;
    wayText.textContent = names.ways.find(({ id: one }) => one === state.way)?.text ?? "";
    seed.value = `${state.seed}`;
    drawPhone();
    drawDay();
    drawPublished();
    drawTruth();
    drawDoor();
    drawLab();
  }
  /** Draw what was just seen and say it. @param {"seen" | "found"} trait */
  const arrive = (trait) => () => {
    const lines = model.get(trait);
    drawPhone();
    drawDay();
    drawPublished();
    if (lines.length > 0) spoken.textContent = lines.at(-1)?.text ?? "";
  };
  /** @type {Record<string, () => void>} */
  const heard = {
    offers() {
      drawLooks();
      drawPhone();
      drawPublished();
    },
    state: follow,
    notice: () => notice.replaceChildren(model.get("notice")),
    entered: drawPhone, seen: arrive("seen"), found: arrive("found"), published: drawPublished, board: drawPublished,
    truth: drawTruth, door: drawDoor, lab: holdOn,
  };
  onCode = now().acts.some(([kind]) => kind === "vote");
  for (const [trait, hear] of Object.entries(heard)) model.on(/** @type {any} */ (`change:${trait}`), hear);
  ask();
  for (const hear of Object.values(heard)) hear();
  return () => {
    stop.abort();
    for (const [trait, hear] of Object.entries(heard)) model.off(/** @type {any} */ (`change:${trait}`), hear);
  };
}

export default { render };
